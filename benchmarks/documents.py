"""Segmenting a Markdown document, beside the parser that it stands on and cannot be faster than."""

from __future__ import annotations

import pyromark
from timing import OURS, compare

from i18n_site.formats.markdown import read_document

WORDS = "members of the cooperative own their work together and decide by one vote each about what they make and share".split()


def make_markdown(sections: int) -> str:
    """A document with the constructs that real ones have."""
    parts = ["---\ntitle: A benchmark\ntags: [one, two]\n---\n"]
    for number in range(sections):
        turned = WORDS[number % len(WORDS) :] + WORDS[: number % len(WORDS)]
        sentence = " ".join(turned)
        parts.append(f"## Heading {number}\n")
        parts.append(f"{sentence} *{number}*, see [the report](../reports/{number}.md).\n{sentence}, `code {number}`.\n")
        parts.append(f"- {sentence}\n- **{number}** {turned[0]}\n")
        parts.append(f"| {turned[1]} | {turned[2]} |\n| --- | --- |\n| {number} | {turned[3]} |\n")
    return "\n".join(parts)


def measure(*, rounds: int) -> None:
    """Print what a document of a thousand sections takes."""
    markdown = make_markdown(1000)
    source = markdown.encode()
    compare(
        f"segment Markdown, {len(source) / 1e6:.1f} MB",
        {
            OURS: lambda: read_document(source, path="content/news/a.md", section="news", slug="a"),
            "pyromark, its events alone": lambda: list(pyromark.events_with_range(markdown)),
        },
        rounds=rounds,
    )
