"""Time several ways to do the same beside each other, and print ratios, which compare between machines. Knows nothing of gettext.

Everybody has a turn in each round, so that a busy minute of the machine hits all alike; the medians of wall time are compared,
and processor time, that of child processes included, stands beside them: it says what several cores or a busy machine hide.
"""

from __future__ import annotations

import gc
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

OURS = "i18n-site"
SLOW = 5.0
"""Seconds: what takes longer has one round, and noise matters little."""

Work = Callable[[], object]


@dataclass(frozen=True)
class Taken:
    """What one way took."""

    wall: float
    """Seconds on the clock, the median of the rounds."""
    processor: float
    """Seconds of processor time, the median as well."""
    rounds: int


def compare(title: str, ways: Mapping[str, Work], *, rounds: int, prepare: Work | None = None) -> dict[str, Taken]:
    """Run each way so many times in turns and print a line for each; `prepare` runs before each turn and is not timed."""
    print(f"{title}", flush=True)
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, work in ways.items():
            if not taken[name] or taken[name][0][0] < SLOW:
                if prepare:
                    prepare()
                taken[name].append(_time(work))
    results = {
        name: Taken(median(wall for wall, _ in times), median(processor for _, processor in times), len(times))
        for name, times in taken.items()
    }
    for name, result in results.items():
        print(f"    {_line(name, result, results.get(OURS))}", flush=True)
    return results


def run(*command: str | Path) -> None:
    """Run a program and wait for it. Raises CalledProcessError where it fails."""
    subprocess.run(command, capture_output=True, check=True, env=as_installed())  # noqa: S603 - programs and files of the benchmark.


def as_installed(**variables: str) -> dict[str, str]:
    """The environment for a command, with these variables: Python keeps what it has compiled, as pip leaves a package."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | variables


def find_program(name: str) -> str | None:
    """A program beside this Python or on the path; None where it is not installed."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


def _time(work: Work) -> tuple[float, float]:
    gc.collect()  # what others left behind is not for this one to clear away
    before, begun = _processor(), time.perf_counter()
    result = work()
    wall = time.perf_counter() - begun
    processor = _processor() - before
    del result
    return wall, processor


def _processor() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _line(name: str, result: Taken, ours: Taken | None) -> str:
    times = f"{name:<34}{result.wall:9.3f} s {result.processor:9.3f} s of processor"
    if ours is None or result is ours:
        return times
    ratios = f"{result.wall / ours.wall:8.1f} x {result.processor / ours.processor:7.1f} x"
    return times + ratios + (f"  ({result.rounds} round)" if result.rounds == 1 else "")
