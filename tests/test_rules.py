"""Every rule of docs/visitors.md has tests that name its number, and the page says truly where they are."""

from __future__ import annotations

import re
from pathlib import Path

from support.corpora import ROOT
from support.rules import RULES, find_tests, rules_of

PAGE = (ROOT / "docs" / "visitors.md").read_text(encoding="utf-8")
TESTS = Path(__file__).parent
_ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def test_every_rule_has_a_test_that_names_it():
    found = find_tests(TESTS)
    assert sorted(found) == list(RULES)
    assert [rule for rule in RULES if not found[rule]] == []


def test_the_page_of_rules_says_where_the_tests_of_each_are():
    rows = {int(number): re.findall(r"`([^`]+)`", files) for number, _, files in _ROW.findall(PAGE)}
    assert rows == {rule: sorted(files) for rule, files in find_tests(TESTS).items()}


def test_a_test_of_a_rule_is_marked_with_its_number(request):
    collected = {item.name.partition("[")[0]: item for item in request.session.items}
    for name, item in collected.items():
        assert tuple(mark.args[0] for mark in item.iter_markers("rule")) == rules_of(name), name


def test_names_are_read_as_they_are_meant():
    assert rules_of("test_rule_5_a_page") == (5,)
    assert rules_of("test_rules_9_and_10_a_page_of_200_words") == (9, 10)
    assert rules_of("test_rules_2_3_and_7_each_row") == (2, 3, 7)
    assert rules_of("test_trap_25_no_door") == ()
