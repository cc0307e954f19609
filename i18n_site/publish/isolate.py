"""Find the translations that change a page's structure, among many that do not. Knows nothing of catalogues.

Whole documents are long to read again for every suspect, so a suspect is tried within its own blocks first; what breaks a page
only across blocks is then looked for in the whole document.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyromark

from i18n_site.formats.dialect import OPTIONS, read_events
from i18n_site.formats.foreign import cover
from i18n_site.formats.pieces import moved, splice
from i18n_site.formats.reading import read_body
from i18n_site.formats.runs import Reading
from i18n_site.model import Span

Replacement = tuple[Span, bytes]
"""Bytes of the source, and what is put there."""


class Effort:
    """How much may be read in search of the guilty, before all suspects are taken for guilty."""

    def __init__(self, parts: int = 5_000_000) -> None:
        self.left = parts
        """Parts of skeletons; a page of the longest kind has some thousands, a second reads some hundred thousands."""
        self.readings = 0
        """Of the whole or of a part, with some suspects in it."""

    def spend(self, parts: int) -> None:
        """A reading gave so many parts."""
        self.left -= parts
        self.readings += 1

    @property
    def is_spent(self) -> bool:
        """Whether no more is to be read."""
        return self.left < 0


def is_sound(ours: Reading, theirs: Reading, replacements: Sequence[Replacement], *, shift: int = 0) -> bool:
    """Whether a body with replacements has the structure of its source, its runs where splicing put them.

    `shift`: how far the source's body lies behind where the spans of the replacements count from.
    """
    runs = [Span(run.span.start + shift, run.span.end + shift) for run in ours.runs]
    (body, _), *expected = moved([Span(shift, shift), *runs], replacements)
    return ours.skeleton == theirs.skeleton and [(run.span.start + body, run.span.end + body) for run in theirs.runs] == expected


def read_definitions(text: str, *, jsx: bool = False) -> dict[str, tuple[str, str]]:
    """Label -> address and title of a body's reference definitions."""
    if "]:" not in text:
        return {}
    found = pyromark.reference_definitions(cover(text, jsx).text, options=OPTIONS)
    return {label: (definition["dest"], definition["title"] or "") for label, definition in found.items()}


def have_same_addresses(ours: Mapping[str, tuple[str, str]], theirs: Mapping[str, tuple[str, str]]) -> bool:
    """Whether two bodies' definitions lead to the same places; their titles are the translators'."""
    return ours.keys() == theirs.keys() and all(ours[label][0] == theirs[label][0] for label in ours)


def find_guilty(
    body: bytes,
    put: Mapping[int, Replacement],
    figures: frozenset[str],
    is_whole_sound: Callable[[list[int]], bool],
    effort: Effort,
    *,
    math: bool = False,
    jsx: bool = False,
) -> list[int]:
    """Those that break the structure by themselves; else one that does so among others. `put`: in the order of the body.

    O(n log n) in the length of the body where its blocks are many, O(k log n) readings of the whole for k that need it. Where
    reading goes on too long, the suspects that are left are all found guilty: in a document that only a machine makes.
    """
    items = list(put)
    if not items:
        return []
    starts = _block_starts(body.decode("utf-8"), math=math, jsx=jsx)

    def is_part_sound(part: list[int]) -> bool:
        first, last = starts[bisect_right(starts, put[part[0]][0].start) - 1], put[part[-1]][0].end
        behind = bisect_right(starts, last - 1)
        data = body[first : starts[behind] if behind < len(starts) else len(body)]
        moved_here = [(Span(start - first, end - first), text) for (start, end), text in (put[item] for item in part)]
        before, after = data.decode("utf-8"), splice(data, moved_here).decode("utf-8")
        definitions = read_definitions(before, jsx=jsx)
        ours, theirs = (read_body(text, figures, math=math, jsx=jsx) for text in (before, after))
        effort.spend(len(ours.skeleton) + len(theirs.skeleton))
        whole.append(len(theirs.skeleton))
        return is_sound(ours, theirs, moved_here) and (
            not definitions or have_same_addresses(read_definitions(after, jsx=jsx), definitions)
        )

    def is_body_sound(part: list[int]) -> bool:
        effort.spend(whole[0])
        return is_whole_sound(part)

    whole: list[int] = []
    """Parts of the skeleton, a measure of how long a reading takes; of the whole first."""
    found = _guilty_alone(items, is_part_sound, effort) or _guilty_alone(items, is_body_sound, effort)
    if found:
        return found
    sound, broken = 0, len(items)
    while broken - sound > 1:
        middle = (sound + broken) // 2
        sound, broken = (middle, broken) if is_body_sound(items[:middle]) else (sound, middle)
        if effort.is_spent:
            return items
    return [items[broken - 1]]


def _guilty_alone(items: list[int], is_part_sound: Callable[[list[int]], bool], effort: Effort) -> list[int]:
    if effort.is_spent:
        return items
    if is_part_sound(items):
        return []
    if len(items) == 1:
        return items
    half = len(items) // 2
    return _guilty_alone(items[:half], is_part_sound, effort) + _guilty_alone(items[half:], is_part_sound, effort)


def _block_starts(text: str, *, math: bool, jsx: bool) -> list[int]:
    """Where a body may be cut: its outermost blocks and the items of its outermost lists. The first is 0."""
    data = text.encode()
    starts = [0]
    holders: list[str] = []
    for event, place in read_events(cover(text, jsx).text, math=math):
        name, value = (event, None) if type(event) is str else next(iter(event.items()))
        if name == "End":
            holders.pop()
        elif name == "Start" or name == "Rule":
            tag = _tag(value)
            if not holders or (len(holders) == 1 and (holders[0], tag) in _ITEMS):
                # a block begins with its line: blanks before it count in what follows
                starts.append(data.rfind(b"\n", 0, place["start"]) + 1)
            if name == "Start":
                holders.append(tag)
    return sorted(set(starts))


def _tag(value: Any) -> str:
    return str(value if type(value) is str or value is None else next(iter(value)))


_ITEMS = frozenset({("List", "Item"), ("DefinitionList", "DefinitionListTitle")})
