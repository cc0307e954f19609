"""The best way through a table of scores, by dynamic programming: rows and columns are paired in order, or left out. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from i18n_site.publish.leftovers import Step

IMPOSSIBLE = -math.inf
"""The score of what is never paired."""
_GAP = -0.5
"""The score of a row or a column that has no counterpart."""


def best_way(scores: Sequence[Sequence[float]]) -> Iterator[tuple[Step, float]]:
    """The pairs of rows and columns, in order, whose scores and gaps add up to the most, each with its margin.

    The margin of a pair is what the sum loses by the best way on which its row or its column is something else.
    """
    rows, columns = len(scores), len(scores[0])
    ahead = _sums(rows, columns, lambda row, column: scores[row][column])
    behind = _sums(rows, columns, lambda row, column: scores[rows - 1 - row][columns - 1 - column])
    best = ahead[rows][columns]

    def through(row: int, column: int) -> float:
        return ahead[row][column] + scores[row][column] + behind[rows - 1 - row][columns - 1 - column]

    passing = [[through(row, column) for column in range(columns)] for row in range(rows)]
    by_column = [*zip(*passing, strict=True)]
    for row, column in _trace(scores, ahead):
        others = [*passing[row][:column], *passing[row][column + 1 :]]
        without_row = max(ahead[row][at] + _GAP + behind[rows - 1 - row][columns - at] for at in range(columns + 1))
        also = [*by_column[column][:row], *by_column[column][row + 1 :]]
        without_column = max(ahead[at][column] + _GAP + behind[rows - at][columns - 1 - column] for at in range(rows + 1))
        # the row may be something else, or nothing; so may the column: the better of the alternatives counts
        yield (row, column), best - max(without_row, without_column, *others, *also)


def _sums(rows: int, columns: int, score: Callable[[int, int], float]) -> list[list[float]]:
    """The best sum for so many first rows and columns."""
    sums = [[_GAP * column for column in range(columns + 1)]]
    for row in range(rows):
        above, line = sums[-1], [_GAP * (row + 1)]
        for column in range(columns):
            line.append(max(above[column] + score(row, column), above[column + 1] + _GAP, line[column] + _GAP))
        sums.append(line)
    return sums


def _trace(scores: Sequence[Sequence[float]], sums: Sequence[Sequence[float]]) -> Iterator[Step]:
    """The pairs of the best way, the last first."""
    row, column = len(scores), len(scores[0])
    while row and column:
        if sums[row][column] == sums[row - 1][column - 1] + scores[row - 1][column - 1]:
            row, column = row - 1, column - 1
            yield row, column
        elif sums[row][column] == sums[row - 1][column] + _GAP:
            row -= 1
        else:
            column -= 1
