"""Pages of a list: numbers, steps, spellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.web.paging import Paging, at_page, is_canonical, pages_of, read_page, tidy_query


@pytest.mark.parametrize(
    ("value", "page"),
    [
        (None, 1),
        ("1", 1),
        ("01", 1),
        ("2", 2),
        ("007", 7),
        *((text, None) for text in ("", "0", "-1", "+2", "2.0", " 2", "٢", "２", "x", "8", "1e3", "9" * 5000)),
    ],
)
def test_a_query_names_a_page_that_exists_or_none(value, page):
    assert read_page(value, 7) == page


@pytest.mark.parametrize(("value", "canonical"), [(None, True), ("1", False), ("01", False), ("2", True), ("02", False)])
def test_the_first_page_has_no_number_and_no_other_has_zeros(value, canonical):
    assert is_canonical(value, read_page(value, 7)) is canonical


@pytest.mark.parametrize(("documents", "pages"), [(0, 1), (1, 1), (10, 1), (11, 2), (20, 2), (21, 3)])
def test_an_empty_list_has_one_page(documents, pages):
    assert pages_of(documents, 10) == pages


@pytest.mark.parametrize(
    ("number", "count", "steps"),
    [
        (1, 1, (1,)),
        (1, 2, (1, 2)),
        (3, 5, (1, 2, 3, 4, 5)),
        (1, 9, (1, 2, None, 9)),
        (5, 9, (1, None, 4, 5, 6, None, 9)),
        (4, 9, (1, 2, 3, 4, 5, None, 9)),
        (9, 9, (1, None, 8, 9)),
    ],
)
def test_the_first_the_last_and_the_near_pages_are_linked(number, count, steps):
    assert Paging(number, count).steps == steps


@given(st.integers(1, 400), st.data())
def test_steps_rise_from_the_first_page_to_the_last_and_no_gap_hides_a_single_one(count, data):
    number = data.draw(st.integers(1, count))
    steps = Paging(number, count).steps
    numbers = [step for step in steps if step is not None]
    assert numbers == sorted(set(numbers))
    assert {1, number, count} <= set(numbers)
    for before, step, after in zip(steps, steps[1:], steps[2:], strict=False):
        if step is None:
            assert after - before > 2
        elif before is not None:
            assert step == before + 1


@pytest.mark.parametrize(
    ("query", "tidy"),
    [
        ("page=01&q=%C3%A9", "q=%C3%A9"),
        ("page=1", ""),
        ("page=002", "page=2"),
        ("a=b&page=2", "a=b&page=2"),
        ("mypage=01", "mypage=01"),
        ("page=0", "page=0"),
    ],
)
def test_a_redirect_spells_the_page_as_its_address_does(query, tidy):
    assert tidy_query(query) == tidy


def test_the_address_of_the_first_page_is_the_lists():
    assert [at_page("/fr/actualites/", number) for number in (1, 2)] == ["/fr/actualites/", "/fr/actualites/?page=2"]
