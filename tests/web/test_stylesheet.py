"""What can be read off the stylesheet: contrast in both schemes, no physical directions, nothing from elsewhere."""

from __future__ import annotations

import re
from itertools import product

import pytest

from support.stylesheet import CSS, GROUNDS, SCHEMES, colours, contrast


@pytest.mark.parametrize(("scheme", "ground", "text"), [*product(SCHEMES, GROUNDS, ("ink", "soft", "link"))])
def test_text_has_a_contrast_of_seven_to_one(scheme, ground, text):
    palette = colours(scheme)
    assert contrast(palette[ground], palette[text]) >= 7


@pytest.mark.parametrize(("scheme", "ground", "mark"), [*product(SCHEMES, GROUNDS, ("accent", "edge"))])
def test_marks_have_a_contrast_of_four_and_a_half_to_one(scheme, ground, mark):
    palette = colours(scheme)
    assert contrast(palette[ground], palette[mark]) >= 4.5


def test_rule_23_every_direction_is_logical():
    sides = r"left|right|top|bottom"
    physical = rf"(?<![\w-])(?:(?:margin|padding|border|inset)-(?:{sides})|{sides}|float)\s*:|text-align:\s*(?:left|right)"
    assert not re.findall(physical, CSS)


def test_nothing_is_fetched_from_elsewhere():
    assert set(re.findall(r"url\(\"?([^\")]+)", CSS)) == {"pines.svg", "search.svg", "weave.svg"}
    assert "@import" not in CSS


def test_every_script_of_its_own_has_its_own_stack_and_line_height():
    for tag in ("ar", "ja", "zh", "ko", "he", "th"):
        assert f":lang({tag})" in CSS


def test_arabic_is_not_letter_spaced_and_cjk_not_italic():
    for tag in ("ar", "ja", "zh"):
        rules = [
            body for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", CSS) if f":lang({tag})" in selector.split(":not(")[0]
        ]
        assert any("--tracking: 0" in body for body in rules)
        assert any("--emphasis: normal" in body for body in rules)
