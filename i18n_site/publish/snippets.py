"""A passage of a text around what was looked for, cut where one may cut. Pure: knows nothing of HTML or releases."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

from i18n_site.publish.search_query import Mark, Query, Reach, find_marks
from i18n_site.publish.search_text import Passage

LONGEST: Final = 240
"""Characters of a snippet, about; half as many where they are as wide as they are high. While more than half of it is left,
there is room for another passage."""
_FARTHEST: Final = 20_000
"""Characters of a long page behind which nothing better is looked for."""
_BEFORE: Final = 60
"""Characters of context before the first mark, at most."""
_ANCHORS: Final = 100
"""Marks of a passage that a snippet may begin with."""
_SEEK: Final = 24
"""How far a blank may be for a cut to be moved to it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a fragment."""

    text: str
    locale: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of one passage, word for word."""

    pieces: tuple[Piece, ...]
    locale: str
    """That of the passage; pieces may be in others."""
    cut_before: bool = False
    cut_after: bool = False

    @property
    def text(self) -> str:
        """Without marks."""
        return "".join(piece.text for piece in self.pieces)


def mark_text(passage: Passage, query: Query, reach: Reach) -> Fragment:
    """A short text, whole, with its marks."""
    return _fragment(passage, find_marks(passage, query, reach), 0, len(passage.text))


def make_snippet(passages: Iterable[Passage], query: Query, reach: Reach) -> tuple[Fragment, ...]:
    """The parts that say most of what was looked for, in the text's order, with what follows them where they are short.

    Empty where no passage has any of it.
    """
    read: list[Passage] = []
    marked: list[tuple[int, list[Mark]]] = []
    rest = iter(passages)
    seen = 0
    for number, passage in enumerate(rest):
        read.append(passage)
        if marks := find_marks(passage, query, reach):
            marked.append((number, marks))
            if len({demand for _, _, demand in marks}) == len(query.demands) and not passage.heading:
                break
        seen += len(passage.text)
        if seen > _FARTHEST and marked:
            break
    read += islice(rest, 1)

    def worth(entry: tuple[int, list[Mark]]) -> tuple[int, bool, int]:
        number, marks = entry
        return -len({demand for _, _, demand in marks}), read[number].heading, number

    chosen: dict[int, Fragment] = {}
    longest = LONGEST // 2 if marked and _is_wide(read[marked[0][0]].text) else LONGEST
    room = longest
    for number, marks in sorted(marked, key=worth):
        chosen[number] = _cut(read[number], marks, room)
        room -= len(chosen[number].text)
        if room <= longest // 2:
            break
    following = max(chosen, default=len(read)) + 1
    if room > longest // 2 and following < len(read) and not read[following].heading:
        chosen[following] = _cut(read[following], find_marks(read[following], query, reach), room)
    return tuple(fragment for _, fragment in sorted(chosen.items()))


def _cut(passage: Passage, marks: Sequence[Mark], longest: int) -> Fragment:
    """The part of a passage, of some `longest` characters, that meets most demands; the first of such."""
    text = passage.text
    if len(text) <= longest + _SEEK:
        return _fragment(passage, marks, 0, len(text))

    def met(place: int) -> int:
        return len({demand for start, end, demand in marks if place <= start and end <= place + longest - _BEFORE})

    if not marks:
        return _fragment(passage, (), 0, _cut_after(text, longest, 0))
    first = max((start for start, _, _ in marks[:_ANCHORS]), key=lambda place: (met(place), -place))
    start = min(max(first - _BEFORE, 0), len(text) - longest)
    end = start + longest
    start = _cut_before(text, start, first)
    end = len(text) if end >= len(text) else _cut_after(text, end, first)
    return _fragment(passage, marks, start, end)


def _is_wide(text: str) -> bool:
    """Whether most of its first characters are ideographs, kana or Hangul."""
    start = text[:60]
    return 2 * sum(unicodedata.east_asian_width(char) in "WF" for char in start) > len(start)


def _cut_before(text: str, place: int, latest: int) -> int:
    """The nearest place at or behind `place`, and not behind `latest`, where a text may begin."""
    if place <= 0:
        return 0
    for candidate in range(place, min(place + _SEEK, latest) + 1):
        if text[candidate - 1].isspace():
            return candidate
    while not is_border(text, place):
        place -= 1
    return place


def _cut_after(text: str, place: int, earliest: int) -> int:
    """The nearest place at or before `place`, and not before `earliest`, where a text may end."""
    for candidate in range(place, max(place - _SEEK, earliest), -1):
        if text[candidate].isspace():
            return candidate
    while not is_border(text, place):
        place += 1
    return place


def is_border(text: str, place: int) -> bool:
    """Whether no character that a reader sees as one is torn apart before `place`. After UAX 29, without its Hangul rules."""
    if place <= 0 or place >= len(text):
        return True
    before, after = text[place - 1], text[place]
    if unicodedata.category(after)[0] == "M" or after in _JOINERS or "\U0001f3fb" <= after <= "\U0001f3ff":
        return False
    if before == "\u200d" or "\uff9e" <= after <= "\uff9f" or "\U000e0020" <= after <= "\U000e007f":
        return False
    if _is_flag(before) and _is_flag(after):
        start = place
        while start > 0 and _is_flag(text[start - 1]):
            start -= 1
        return (place - start) % 2 == 0
    return True


_JOINERS: Final = "\u200c\u200d\u00ad\u2060"


def _is_flag(char: str) -> bool:
    """Whether it is one of the letters of which two make a flag."""
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _fragment(passage: Passage, marks: Sequence[Mark], start: int, end: int) -> Fragment:
    """The part from `start` to `end`, in pieces."""
    spans = [span for span in _spans(passage.text, marks) if span[0] < end and span[1] > start]
    pieces = tuple(_pieces(passage, spans, start, end))
    return Fragment(pieces, passage.locale, cut_before=start > 0, cut_after=end < len(passage.text))


def _spans(text: str, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Marks without overlaps, each widened to what a reader sees as characters."""
    spans: list[tuple[int, int]] = []
    for start, end, _ in sorted(marks):
        while not is_border(text, start):
            start -= 1
        while not is_border(text, end):
            end += 1
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans


def _pieces(passage: Passage, spans: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[Piece]:
    for first, last, locale in passage.runs():
        borders = {first, last, start, end, *(border for span in spans for border in span)}
        cuts = sorted(border for border in borders if max(first, start) <= border <= min(last, end))
        for left, right in pairwise(cuts):
            marked = any(span[0] <= left and right <= span[1] for span in spans)
            yield Piece(passage.text[left:right], locale, marked)
