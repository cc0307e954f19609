"""Plural-Forms against Python's own reading, C's arithmetic, and what must be refused."""

from __future__ import annotations

import gettext

import pytest
from babel.messages.plurals import PLURALS
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_site.errors import LocaleError
from i18n_site.plural_rules import plural_rule

expressions = st.recursive(
    st.one_of(st.just("n"), st.integers(0, 120).map(str)),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["==", "!=", "<", ">", "<=", ">=", "+", "*", "%"]), inner).map(" ".join),
        # Python's `or` gives an operand, C's `||` 0 or 1: operands that are 0 or 1 make them agree.
        st.lists(
            st.tuples(inner, st.sampled_from(["<", "=="]), inner).map("({0[0]}) {0[1]} ({0[2]})".format), min_size=2, max_size=4
        ).flatmap(
            lambda parts: st.lists(st.sampled_from([" || ", " && "]), min_size=len(parts) - 1, max_size=len(parts) - 1).map(
                lambda signs: parts[0] + "".join(sign + part for sign, part in zip(signs, parts[1:], strict=True))
            )
        ),
        st.tuples(inner, inner, inner).map(lambda parts: f"{parts[0]} ? {parts[1]} : {parts[2]}"),
        inner.map(lambda part: f"({part})"),
        inner.map(lambda part: f"(!({part}))"),  # Python's `not` binds less tightly than C's `!`
    ),
    max_leaves=12,
)


@given(expressions)
@settings(max_examples=300, deadline=None)
def test_every_expression_of_the_grammar_means_what_pythons_gettext_reads(expression):
    whole = f"({expression}) % 6"
    try:
        oracle = gettext.c2py(whole)
        expected = [oracle(n) for n in range(1001)]
    except ZeroDivisionError:
        with pytest.raises(LocaleError, match="divides by zero"):
            plural_rule(f"nplurals=6; plural={whole};")
        return
    rule = plural_rule(f"nplurals=6; plural={whole};")
    assert [rule.index(n) for n in range(1001)] == expected


def test_every_rule_of_gettexts_table_means_what_pythons_gettext_reads():
    for count, expression in PLURALS.values():
        rule = plural_rule(f"nplurals={count}; plural={expression};")
        oracle = gettext.c2py(expression)
        assert rule.count == count
        assert [rule.index(n) for n in range(3000)] == [oracle(n) for n in range(3000)]


@pytest.mark.parametrize(
    ("expression", "n", "expected"),
    [
        ("n ? 1 : n ? 2 : 3", 0, 3),
        ("0 ? 1 : 0 ? 2 : 3", 5, 3),
        ("1 ? 0 ? 4 : 5 : 3", 5, 5),
        ("10 - 4 - 3", 0, 3),
        ("12 / 3 / 2", 0, 2),
        ("2 + 2 * 1", 0, 4),
        ("(2 + 2) * 1", 0, 4),
        ("1 < 2 < 1", 0, 0),
        ("3 > 2 > 1", 0, 0),
        ("1 == 1 != 0", 0, 1),
        ("1 || 0 && 0", 0, 1),
        ("!n == 0", 0, 0),
        ("!!n", 7, 1),
        ("(n - 1) % 3", 0, 0),
        ("0 - 1 > 5", 0, 1),
        ("n&&5/n", 0, 0),
        ("\n n\t>\n1 ", 2, 1),
    ],
)
def test_operators_bind_and_compute_as_in_c(expression, n, expected):
    assert plural_rule(f"nplurals=6; plural={expression};").index(n) == expected


@pytest.mark.parametrize(
    ("forms", "message"),
    [
        ("", "not understood"),
        ("plural=0", "not understood"),
        ("nplurals=2", "not understood"),
        ("nplurals=INTEGER; plural=EXPRESSION;", "not understood"),
        ("nplurals=-1; plural=0;", "not understood"),
        ("nplurals=2; plural=0; plural=1;", "not understood"),
        ("nplurals=0; plural=0;", "not between 1 and 6"),
        ("nplurals=7; plural=0;", "not between 1 and 6"),
        ("nplurals=999999999; plural=0;", "not between 1 and 6"),
        ("nplurals=2; plural=;", "has its end where"),
        ("nplurals=2; plural=n+;", "has its end where"),
        ("nplurals=2; plural=(n;", "has its end where ) must stand"),
        ("nplurals=2; plural=n);", "has ) where its end must stand"),
        ("nplurals=2; plural=n ? 1;", "where : must stand"),
        ("nplurals=2; plural=n n;", "has n where its end must stand"),
        ("nplurals=2; plural=n=1;", "'=', which is not of gettext's grammar"),
        ("nplurals=2; plural=n&1;", "'&', which is not"),
        ("nplurals=2; plural=-n;", "has - where"),
        ("nplurals=2; plural=m;", "'m', which is not"),
        ("nplurals=2; plural=__import__('os');", "'_', which is not"),
        ("nplurals=2; plural=n**2;", "has * where"),
        ("nplurals=2; plural=٣;", "'٣', which is not"),
        ("nplurals=2; plural=1/n;", "divides by zero for n = 0"),
        ("nplurals=2; plural=n%(n-500);", "gives"),
        ("nplurals=2; plural=0*n/(n-500)+0;", "divides by zero for n = 500"),
        ("nplurals=2; plural=n;", "gives 2 for n = 2, but nplurals is 2"),
        ("nplurals=2; plural=0-n;", "for n = 1, but nplurals is 2"),
        ("nplurals=2; plural=n==1000 ? 9 : 0;", "gives 9 for n = 1000"),
        ("nplurals=2; plural=" + "(" * 5000 + "n", "not understood"),
        ("nplurals=2; plural=" + "(" * 700 + "n" + ")" * 700 + ";", "deeper than 60"),
        ("nplurals=2; plural=" + "!" * 1000 + "n;", "deeper than 60"),
        ("nplurals=2; plural=" + "n+" * 700 + "n;", "deeper than 60"),
        ("nplurals=2; plural=" + "n?0:" * 300 + "n;", "deeper than 60"),
    ],
)
def test_what_is_no_rule_is_refused_and_says_what_is_wrong(forms, message):
    with pytest.raises(LocaleError) as caught:
        plural_rule(forms)
    assert message in str(caught.value)
    assert caught.value.advice


def test_an_index_is_in_range_even_where_nobody_tried():
    assert plural_rule("nplurals=2; plural=n > 1000 ? 7 : n != 1;").index(5000) == 0
    assert plural_rule("nplurals=2; plural=n > 1000 ? 1/(n-5000) : n != 1;").index(5000) == 0
    assert plural_rule("nplurals=2; plural=(n > 1);").index(-1) == 0
    assert plural_rule("nplurals=2; plural=(n > 1);").index(10**30) == 1


@given(st.text(st.sampled_from(list("n0123?:()!&|=<>+-*/% ;")), max_size=40))
@settings(deadline=None)
def test_any_expression_gives_a_rule_or_a_locale_error(expression):
    try:
        rule = plural_rule(f"nplurals=3; plural={expression};")
    except LocaleError:
        return
    assert all(0 <= rule.index(n) < 3 for n in (0, 1, 2, 5, 1000, 1001, 10**9))
