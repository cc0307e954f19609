"""What one reading of a Markdown body finds: its skeleton, its runs, its headings. Knows nothing of the parser."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from i18n_site.formats.directives import Directives
from i18n_site.model import Kind, Span

PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_-]*)\}")


class Mark(NamedTuple):
    """One thing in a run that a translation must account for."""

    category: str
    """`link`, `image`, `autolink`, `code`, `math`, `html`, `footnote`, `placeholder`, `syntax`: of another generator."""
    value: str


class Run(NamedTuple):
    """A stretch of inline content: what one segment holds."""

    span: Span
    """Byte offsets in the body's text."""
    kind: Kind
    quotes: int
    """How many block quotes stand around it."""
    level: int
    """Of a heading, 1-6; else 0."""
    marks: tuple[Mark, ...]
    text: str
    """What a reader reads, alternative texts included, without markup; a NUL for each code span, formula, tag, note, autolink."""
    heard: str
    """What is read of its tags, links and images: alternative texts, titles, labels."""
    breaks: tuple[Span, ...]
    """Hard line breaks."""
    literals: tuple[Span, ...]
    """Code spans, in which blanks before a line's end count."""
    labels: tuple[tuple[int, int, str], ...]
    """Shortcut and collapsed references: the end of the text's bracket, the end of the whole, the label."""
    alone: Span | None
    """The alternative text of an image that is all there is; None otherwise."""
    directives: Directives
    """What the author says of it in comments."""
    skipped: bool
    delimiter: str = ""
    """Of a caption: see `foreign.Caption`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one pass over a body finds."""

    skeleton: tuple[Hashable, ...]
    runs: tuple[Run, ...]
    problems: tuple[tuple[int, str], ...]
    """Byte offset and sentence."""
    whole: bool = True
    """Whether it was read to its end: what only a machine writes may be too much."""
    hides: bool = False
    """Whether a passage stands where browsers read no text of the page: in a program, a comment or an attribute that goes on."""


class Heading(NamedTuple):
    """A heading of a body."""

    text: str
    """Without markup; empty where there is none."""
    anchor: str | None
    """The id that its author gave it."""


def headings(reading: Reading) -> list[Heading]:
    """Every heading of a body, empty ones included."""
    found: list[Heading] = []
    runs = iter(reading.runs)
    for part, following in pairwise((*reading.skeleton, None)):
        if part == "run":
            text = next(runs).text
            if found and found[-1].text == _UNREAD:
                found[-1] = Heading(text, found[-1].anchor)
        elif isinstance(part, tuple) and part[0] == "Heading":
            found.append(Heading(_UNREAD if following == "run" else "", part[2]))
    return found


_UNREAD = "\0unread"


def plain_text(run: Run) -> str:
    """What a reader reads of a run, code and addresses included."""
    opaque = (mark for mark in run.marks if mark.category in ("code", "math", "html", "footnote", "autolink"))
    shown = {"code", "math", "autolink"}
    first, *rest = run.text.split("\0")
    return first + "".join((mark.value if mark.category in shown else "") + part for mark, part in zip(opaque, rest, strict=True))
