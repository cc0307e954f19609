"""The best way through a table is the best of all ways, and a margin is what the next best one loses."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from i18n_site.publish.best_way import IMPOSSIBLE, best_way

GAP = -0.5


def all_ways(rows, columns):
    """Every set of pairs that keeps both orders."""
    for size in range(min(rows, columns) + 1):
        for ours in combinations(range(rows), size):
            for theirs in combinations(range(columns), size):
                yield frozenset(zip(ours, theirs, strict=True))


def total(scores, way):
    left_out = len(scores) + len(scores[0]) - 2 * len(way)
    return sum(scores[row][column] for row, column in way) + GAP * left_out


@st.composite
def tables(draw):
    columns = draw(st.integers(1, 4))
    halves = st.integers(-8, 16).map(lambda number: number / 2)
    score = st.one_of(halves, st.just(IMPOSSIBLE))
    return draw(st.lists(st.lists(score, min_size=columns, max_size=columns), min_size=1, max_size=4))


@given(tables())
def test_no_way_is_better_and_each_margin_is_what_the_best_way_without_the_pair_loses(scores):
    ways = {way: total(scores, way) for way in all_ways(len(scores), len(scores[0]))}
    found = dict(best_way(scores))
    assert total(scores, found.keys()) == max(ways.values())
    for pair, margin in found.items():
        assert margin == max(ways.values()) - max(value for way, value in ways.items() if pair not in way)
