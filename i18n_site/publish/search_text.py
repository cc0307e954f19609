"""What a visitor reads of a page, passage by passage, each run with the language that it is in. Pure; opens no files.

From the body's HTML and from the tables below it. A passage is a paragraph, an item, a cell, a heading, a picture's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from i18n_site.errors import LocaleError
from i18n_site.formats.tags import VOID
from i18n_site.locales import babel_locale, canonical_tag
from i18n_site.model import LocalisedText
from i18n_site.publish.views import Cell, TableView

Run = tuple[int, int, str]
"""Start and end in a passage's characters, and the language there."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of text."""

    text: str
    locale: str
    foreign: tuple[Run, ...] = ()
    """Where it is in another language than `locale`; in their order, disjoint."""
    heading: bool = False

    def runs(self) -> Iterator[Run]:
        """The whole text, each part with its language."""
        place = 0
        for start, end, locale in self.foreign:
            if place < start:
                yield place, start, self.locale
            yield start, end, locale
            place = end
        if place < len(self.text):
            yield place, len(self.text), self.locale


def read_passages(html: str, locale: str) -> tuple[Passage, ...]:
    """The passages of a body's HTML that is in `locale` where it says nothing else. Raises nothing: every text is HTML."""
    reader = _Reader(locale)
    reader.feed(html)
    reader.close()
    reader.end_passage()
    return tuple(reader.passages)


def table_passages(table: TableView, locale: str) -> Iterator[Passage]:
    """Caption, heads and rows as they are read in `locale`, a row a passage."""
    if table.caption is not None:
        yield Passage(table.caption.text, table.caption.locale, heading=True)
    yield from _row([column.label for column in table.columns], locale)
    for row in table.rows:
        yield from _row([_cell(value, column.kind, locale) for value, column in zip(row, table.columns, strict=True)], locale)


def _cell(value: Cell, kind: str, locale: str) -> Cell:
    if kind == "territory" and isinstance(value, str):
        return str(babel_locale(locale).territories.get(value.upper(), value))
    return None if kind == "file" else value


def _row(cells: Iterable[Cell], locale: str) -> Iterator[Passage]:
    pieces: list[tuple[str, str]] = []
    for cell in cells:
        text, language = (cell.text, cell.locale) if isinstance(cell, LocalisedText) else (cell or "", locale)
        if text.strip():
            pieces += [(" · ", locale), (text, language)] if pieces else [(text, language)]
    if pieces:
        yield _passage(pieces, heading=False)


_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")


def _passage(pieces: Iterable[tuple[str, str]], *, heading: bool) -> Passage:
    """Pieces and their languages as one passage, runs of blanks folded; in the language of most of its characters."""
    text = ""
    runs: list[Run] = []
    for piece, locale in pieces:
        folded = _BLANKS.sub(" ", piece)
        if folded.startswith(" ") and (not text or text.endswith(" ")):
            folded = folded[1:]
        if not folded:
            continue
        start = len(text)
        text += folded
        if runs and runs[-1][2] == locale:
            start = runs.pop()[0]
        runs.append((start, len(text), locale))
    text = text.rstrip(" ")
    runs = [(start, min(end, len(text)), locale) for start, end, locale in runs if start < len(text)]
    weights: dict[str, int] = {}
    for start, end, locale in runs:
        weights[locale] = weights.get(locale, 0) + end - start
    main = max(weights, key=lambda locale: weights[locale], default="")
    return Passage(text, main, tuple(run for run in runs if run[2] != main), heading)


_INLINE: Final = frozenset(
    """a abbr b bdi bdo cite code data del dfn em i ins kbd label mark q ruby s samp small span strong sub sup time u var
    wbr""".split()
)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNREAD: Final = frozenset({"script", "style", "template", "math", "rt", "rp", "noscript", "iframe", "object"})
_NUMBERS: Final = frozenset({"footnote-reference", "footnote-definition-label", "footnote-back"})
"""Classes of the small numbers and arrows that renderers put at footnotes."""


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet."""

    tag: str
    locale: str
    read: bool


class _Reader(HTMLParser):
    """One walk through a body."""

    def __init__(self, locale: str) -> None:
        super().__init__(convert_charrefs=True)
        self.stack = [_Open("", locale, read=True)]
        self.pieces: list[tuple[str, str]] = []
        self.passages: list[Passage] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        around, attributes = self.stack[-1], dict(attrs)
        locale = _language(attributes.get("lang"), around.locale)
        if tag == "br":
            self.pieces.append((" ", around.locale))
        elif tag not in _INLINE:
            self.end_passage()
        if tag == "img" and around.read and (alternative := attributes.get("alt")):
            self.pieces.append((alternative, locale))
            self.end_passage()
        if tag not in VOID:
            number = not _NUMBERS.isdisjoint((attributes.get("class") or "").split())
            self.stack.append(_Open(tag, locale, around.read and tag not in _UNREAD and not number))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.end_passage()
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].tag == tag:
                del self.stack[depth:]
                return

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID and self.stack[-1].tag == tag:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        if self.stack[-1].read:
            self.pieces.append((data, self.stack[-1].locale))

    def end_passage(self) -> None:
        """What was read since the last block is a passage, if there is a word in it."""
        if any(text.strip() for text, _ in self.pieces):
            heading = any(element.tag in _HEADINGS for element in self.stack)
            self.passages.append(_passage(self.pieces, heading=heading))
        self.pieces = []


def _language(tag: str | None, around: str) -> str:
    """The language that an element names, or the one around it where it names none that is known."""
    try:
        return canonical_tag(tag) if tag else around
    except LocaleError:
        return around
