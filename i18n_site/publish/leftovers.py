"""What an alignment leaves between its pairs, and what that says: a lone pair, a passage that is two in the other document.

Alignment pairs one passage with one. Where a translator has divided a paragraph, half of it would pass for the whole, and where
two became one, the whole for half. Opens no files.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from i18n_site.model import Kind
from i18n_site.publish.passages import Passage

Step = tuple[int, int]
"""Position among the source's passages, position among the translation's."""

FLOWING = frozenset({Kind.PARAGRAPH, Kind.ITEM, Kind.DEFINITION, Kind.FOOTNOTE, Kind.IMAGE})
"""Kinds that become one another by a blank line or an indentation."""

_IN_STEP = 0.97
"""Share of the passages that must be paired for a lone one to be known by its place alone."""
_OFF = 0.5
"""From how far off a length is told to be wrong, in deviations."""
_BETTER = 0.7
"""How far off it may be then with its neighbour, in parts of what it was."""


def length_off(ours: float, theirs: float, ratio: float) -> float:
    """How far the length of a text is from that of a translation, in deviations; below 0 where it is shorter.

    Lengths spread like a normal distribution of their logarithm; the shorter, the wider.
    """
    return math.log((theirs + 8.0) / (ours * ratio + 8.0)) / 0.35


def lone_steps(source: Sequence[Passage], target: Sequence[Passage], steps: Sequence[Step]) -> Iterator[Step]:
    """Passages that stand alone between two pairs, where two documents are as long and nearly all else of them is paired."""
    if len(source) != len(target) or len(steps) < _IN_STEP * len(source) - 1:
        return
    for (row, column), after in pairwise([(-1, -1), *steps, (len(source), len(target))]):
        if after == (row + 2, column + 2) and source[row + 1].kind == target[column + 1].kind:
            yield row + 1, column + 1


def divided_steps(
    source: Sequence[Passage], target: Sequence[Passage], steps: Sequence[Step], ratio: float
) -> Iterator[tuple[Step, int | None]]:
    """Pairs of which one side goes on in a passage that is in no pair, as lengths tell.

    With each the position of the passage of the translation that belongs to it; None where it is one of the source's that the
    translation holds as well.
    """
    for before, after in pairwise([(-1, -1), *steps, (len(source), len(target))]):
        rows, columns = after[0] - before[0] - 1, after[1] - before[1] - 1
        if (rows, columns) not in ((0, 1), (1, 0)):
            continue
        found = []
        for row, column in (before, after):
            if not (0 <= row < len(source) and 0 <= column < len(target)):
                continue
            other = target[before[1] + 1] if columns else source[before[0] + 1]
            same = target[column] if columns else source[row]
            if other.segment is None or not _flow(same, other):
                continue
            off = length_off(source[row].length, target[column].length, ratio)
            ours, theirs = source[row].length + other.length * rows, target[column].length + other.length * columns
            joined = length_off(ours, theirs, ratio)
            if (off < -_OFF if columns else off > _OFF) and abs(joined) < _BETTER * abs(off):
                found.append((abs(joined), (row, column)))
        if found:
            yield min(found)[1], before[1] + 1 if columns else None


def _flow(one: Passage, other: Passage) -> bool:
    """Whether two passages could be one."""
    return one.segment is not None and {one.kind, other.kind} <= FLOWING and one.containers == other.containers
