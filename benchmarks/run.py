"""Measure what people wait for, beside others that do the same, and print ratios, which compare between machines.

    python benchmarks/run.py [TOPIC ...] [--rounds N] [--long] [--one-core]

Each way has its median wall time and processor time; behind a peer stand both as multiples of ours. Peers that are not
installed are left out. docs/benchmarks.md says what is measured and why.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import catalogues
import documents
import large_site
import many_files
import serving
import updates
import workflows

CATALOGUES, CATALOGUES_LONG = (1_000, 10_000, 50_000), (1_000, 10_000, 50_000, 100_000)
UPDATES, UPDATES_LONG = (1_000, 10_000), (1_000, 10_000, 50_000, 100_000)
TOPICS = ("documents", "workflows", "catalogues", "many-files", "updates", "serving", "large-site")


def main() -> None:
    """Print the tables of the topics that are asked for, or of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help=f"{', '.join(TOPICS)}; all without one")
    parser.add_argument("--rounds", type=int, default=5, help="turns that each way has (5)")
    parser.add_argument("--sizes", type=int, nargs="+", help="messages, instead of the usual sizes")
    parser.add_argument("--long", action="store_true", help="the largest sizes too, and peers that take minutes there")
    parser.add_argument("--one-core", action="store_true", help="nobody, threads and children included, has more than one core")
    given = parser.parse_args()
    if given.one_core:
        if not hasattr(os, "sched_setaffinity"):
            parser.error("this system cannot keep a program on one core")
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    unknown = set(given.topics) - set(TOPICS)
    if unknown:
        parser.error(f"no topic {', '.join(sorted(unknown))}; there are {', '.join(TOPICS)}")
    with TemporaryDirectory() as name:
        folder = Path(name)
        reading = given.sizes or (CATALOGUES_LONG if given.long else CATALOGUES)
        updating = given.sizes or (UPDATES_LONG if given.long else UPDATES)
        topics: dict[str, Callable[[], None]] = {
            "documents": lambda: documents.measure(rounds=given.rounds),
            "workflows": lambda: workflows.measure(folder, rounds=given.rounds),
            "catalogues": lambda: catalogues.measure(reading, folder, rounds=given.rounds),
            "many-files": lambda: many_files.measure(folder, rounds=given.rounds),
            "updates": lambda: updates.measure(updating, folder, rounds=given.rounds, long=given.long),
            "serving": lambda: serving.measure(folder, rounds=given.rounds),
            "large-site": lambda: large_site.measure(folder, documents=given.sizes[0] if given.sizes else 10_000),
        }
        for topic in given.topics or TOPICS:
            topics[topic]()


if __name__ == "__main__":
    main()
