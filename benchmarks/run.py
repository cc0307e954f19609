"""Measure the hot paths against a yardstick run beside them, and print ratios, which compare between machines.

The texts are made here, the same every time. `--rounds` says how often each is run; the fastest round counts, since noise only
ever adds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import polib
import pyromark

from i18n_site.catalogue.po import format_po, parse_po
from i18n_site.formats.markdown import read_document

WORDS = "members of the cooperative own their work together and decide by one vote each about what they make and share".split()


def make_markdown(paragraphs: int) -> str:
    """A document with the constructs that real ones have."""
    parts = ["---\ntitle: A benchmark\ntags: [one, two]\n---\n"]
    for number in range(paragraphs):
        turned = WORDS[number % len(WORDS) :] + WORDS[: number % len(WORDS)]
        sentence = " ".join(turned)
        parts.append(f"## Heading {number}\n")
        parts.append(f"{sentence} *{number}*, see [the report](../reports/{number}.md).\n{sentence}, `code {number}`.\n")
        parts.append(f"- {sentence}\n- **{number}** {turned[0]}\n")
        parts.append(f"| {turned[1]} | {turned[2]} |\n| --- | --- |\n| {number} | {turned[3]} |\n")
    return "\n".join(parts)


def make_po(entries: int) -> str:
    """A catalogue as gettext writes it, every tenth entry fuzzy with its previous msgid."""
    parts = ['msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n']
    for number in range(entries):
        text = " ".join(WORDS[: 3 + number % 9])
        previous = f'#, fuzzy\n#| msgid "{text} then"\n' if number % 10 == 0 else ""
        parts.append(
            f'#. paragraph\n#: content/news/{number % 50}.md\n{previous}msgid "{text} {number}"\nmsgstr "fr {text} {number}"\n'
        )
    return "\n".join(parts)


def fastest(work: Callable[[], object], rounds: int) -> float:
    """Seconds of the fastest of so many rounds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> None:
    """Print one line for each path: its time, its yardstick's, and how many times the yardstick it takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    markdown, po = make_markdown(1000), make_po(5000)
    source, catalogue = markdown.encode(), parse_po(po.encode(), path="fr/news.po")
    with TemporaryDirectory() as folder:
        path = Path(folder, "news.po")
        path.write_text(po, encoding="utf-8")
        other = polib.pofile(str(path))
        pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
            "segment Markdown / pyromark's events": (
                lambda: read_document(source, path="content/news/a.md", section="news", slug="a"),
                lambda: list(pyromark.events_with_range(markdown)),
            ),
            "read PO / polib": (lambda: parse_po(po.encode(), path="fr/news.po"), lambda: polib.pofile(str(path))),
            "write PO anew / polib": (lambda: format_po(catalogue, canonical=True), lambda: str(other)),
        }
        for name, (ours, yardstick) in pairs.items():
            mine, theirs = fastest(ours, rounds), fastest(yardstick, rounds)
            print(f"{name:44} {mine * 1000:9.1f} ms {theirs * 1000:9.1f} ms {mine / theirs:8.2f} times")


if __name__ == "__main__":
    main()
