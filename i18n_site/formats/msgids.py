"""The msgid of a run: what a translator is given of it, free of what the author's editor did to it. Pure.

Soft line breaks are one space, hard ones backslash-newline, container markers are gone, shortcut references written out as
`[text][label]`. So rewrapping a paragraph or moving it into a list changes no message.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from i18n_site.formats.captions import read_caption
from i18n_site.formats.runs import Run
from i18n_site.model import Kind, Span
from i18n_site.texts import fold_blanks

_LINE_END = re.compile(rb"\r\n|\n|\r")
_NEWLINE = re.compile(rb"\n")
"""The same where there is no CR: found many times faster."""


def markdown_msgid(data: bytes, span: Span, run: Run) -> str:
    """The inline Markdown of a run, or of one of its sentences."""
    start, end = span
    if not run.labels:
        if data.find(b"\n", start, end) < 0 and data.find(b"\r", start, end) < 0:
            return _finished(data[start:end], run)
        if not run.breaks and not run.literals:
            return _finished(_soft_break(run.quotes).sub(b" ", data[start:end]), run)
    edits = [(at, close, f"[{label}]".encode()) for at, close, label in run.labels if start <= at and close <= end]
    marker = _marker(run.quotes)
    breaks, literals = _Behind(run.breaks), _Behind(run.literals)
    for found in (_LINE_END if b"\r" in data else _NEWLINE).finditer(data, start, end):
        # the last line end of a run is inside it: what follows is always a continuation line
        rest = marker.match(data, found.end())
        stop = rest.end() if rest else found.end()
        hard, literal = breaks.holding(found.start()), literals.holding(found.start())
        if hard is not None:
            # a backslash before a break of two blanks is itself: escaped, or it would swallow the break's
            slashes = hard.start
            while slashes > start and data[slashes - 1] == 0x5C:
                slashes -= 1
            edits.append((hard.start, stop, b"\\\\\n" if (hard.start - slashes) % 2 else b"\\\n"))
        elif literal is not None:
            edits.append((found.start(), stop, b" "))
        else:
            blank = found.start()
            while blank > start and data[blank - 1] in b" \t":
                blank -= 1
            edits.append((blank, stop, b" "))
    parts: list[bytes] = []
    position = start
    for at, close, put in sorted(edits):
        parts += (data[position:at], put)
        position = close
    return _finished(b"".join([*parts, data[position:end]]), run)


def _finished(data: bytes, run: Run) -> str:
    text = data.decode()
    text = text.replace("\\|", "|") if run.kind is Kind.CELL else text
    return text.replace("\r", " ").replace("\0", "\ufffd")  # no catalogue holds a NUL


@cache
def _soft_break(quotes: int) -> re.Pattern[bytes]:
    """A line end in so many quotes with the blanks around it and what stands before the next line."""
    return re.compile(rb"(?:(?<![ \t])[ \t]+)?(?:\r\n|\n|\r)(?:[ \t]*>){0,%d}[ \t]*" % quotes)


@cache
def _marker(quotes: int) -> re.Pattern[bytes]:
    """What stands before a continuation line in so many quotes."""
    return re.compile(rb"(?:[ \t]*>){0,%d}[ \t]*" % quotes)


class _Behind:
    """Spans in the order of a text, asked for places in rising order."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self.next = 0

    def holding(self, place: int) -> Span | None:
        """The span that holds a byte, or None."""
        while self.next < len(self.spans) and self.spans[self.next].end <= place:
            self.next += 1
        found = self.spans[self.next] if self.next < len(self.spans) else None
        return found if found is not None and found.start <= place else None


def other_msgid(data: bytes, run: Run) -> str:
    """The msgid of what is no Markdown: a text of HTML, an attribute, a caption."""
    if run.kind is Kind.ATTRIBUTE:
        return fold_blanks(run.text)
    if run.kind is Kind.HTML:
        return fold_blanks(markdown_msgid(data, run.span, run))
    return fold_blanks(read_caption(_finished(data[run.span.start : run.span.end], run), run.delimiter))
