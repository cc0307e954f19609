"""Marks of other generators within a line: which are the same, whatever is said around them."""

from __future__ import annotations

import pytest

from i18n_site.formats.marks import has_same_syntax


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("a {{x}} `b`", "c {{x}} `d`", True),
        ("`{{x}}` a {% y %}", "`{{x}}` b {% y %}", True),
        ("`{{x}}` a", "{{x}} `a`", False),  # code that has become a mark
        ("a {members}", "a {mem\\_bers}", False),
        ("a", "import x from 'y'", True),  # whether a text is a program is asked elsewhere
        ("{* a *} b", "{* c *} d", False),
        ("{a} b", "{c} d", False),
    ],
)
def test_marks_are_the_same_where_they_stand_in_the_same_order_between_the_same_code(ours, theirs, same):
    assert has_same_syntax(ours, theirs) is same
