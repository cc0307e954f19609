"""What a change of a source text means for its translation."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.catalogue.staleness import Grade, find_changes, grade

LONG = "the members of the organisation are cooperatives that their workers own and that serve their region"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Our members", "Our members", Grade.SAME),
        ("Our  members", "Our\u00a0members", Grade.SPACING),
        ('the members\' "voice" - ours', "the members’ “voice” – ours", Grade.SPACING),
        ("and so on...", "and so on…", Grade.SPACING),
        ("co\u00adoperative", "cooperative", Grade.SPACING),
        ("cafe\u0301", "caf\u00e9", Grade.SPACING),
        ("Our members", "Our members.", Grade.FINAL_STOP),
        ("Our members.", "Our members…", Grade.FINAL_STOP),
        ("Our members", "Our Members", Grade.FORM),
        ("Our members.", "Our members!", Grade.FORM),
        ("Our members:", "Our members", Grade.FORM),
        ("see [here](/a)", "see [here](/b)", Grade.TARGET),
        ("see [here][a]", "see [here][b]", Grade.TARGET),
        ("at https://a.example/x.", "at https://b.example/y.", Grade.TARGET),
        ("write to a@b.example", "write to c@d.example", Grade.TARGET),
        ('see <a href="/a">here</a>', 'see <a href="/b">here</a>', Grade.TARGET),
        ("![a map](a.png)", "![a map](b.png)", Grade.TARGET),
        ("52 members", "53 members", Grade.NUMBER),
        ("9.46 % of work", "9.47 % of work", Grade.NUMBER),
        ("it cost 5 €", "it cost 5 $", Grade.NUMBER),
        ("it was -5", "it was 5", Grade.NUMBER),
        ("{members} members", "{countries} members", Grade.NUMBER),
        ("on 2017-09-23", "on 2018-09-23", Grade.NUMBER),
        ("run `make`", "run `make all`", Grade.CODE),
        ("run `it's`", "run `it’s`", Grade.CODE),
        ("our members", "our **members**", Grade.MARKUP),
        ("*our* members", "our *members*", Grade.MARKUP),
        ("our members", "[our members](/members)", Grade.MARKUP),
        ("<b>our</b> members", "<i>our</i> members", Grade.MARKUP),
        ("as said[^1]", "as said[^2]", Grade.MARKUP),
        (LONG, LONG.replace("region", "area"), Grade.WORDING),
        (LONG, LONG.replace("own and", "own, and"), Grade.WORDING),
        (LONG, LONG.replace("are", "are not"), Grade.MEANING),
        (LONG, LONG.replace("cooperatives that", "some cooperatives that"), Grade.MEANING),
        (LONG, LONG.replace("serve", "must serve"), Grade.MEANING),
        (LONG, LONG.replace("are", "aren’t"), Grade.MEANING),
        (LONG, LONG.replace("that serve", "that disserve"), Grade.MEANING),
        ("It met in May in the city of Athens", "It met in June in the city of Athens", Grade.MEANING),
        ("three of the members met in Athens", "four of the members met in Athens", Grade.MEANING),
        ("the assembly is legal in this country", "the assembly is illegal in this country", Grade.MEANING),
        ("a work that is harmful to its region", "a work that is harmless to its region", Grade.MEANING),
        ("You are a member.", "You are a member?", Grade.MEANING),
        ("Yes? we do", "Yes, we do", Grade.MEANING),
        ("Our members", "Our partners", Grade.REWRITE),
        ("the workers elect the board", "the board elect the workers", Grade.REWRITE),
        ("take `a` from `b` into the cooperative", "take from `b` into `a` the cooperative", Grade.REWRITE),
        (LONG, "something else altogether", Grade.REWRITE),
        ("", "a", Grade.REWRITE),
        ("日本の協同組合です", "日本の会社です", Grade.REWRITE),
    ],
)
def test_a_change_has_the_grade_of_the_table_in_both_directions(old, new, expected):
    assert grade(old, new) is expected
    assert grade(new, old) is expected


def test_several_changes_are_all_named_and_the_gravest_is_the_grade():
    old, new = "See [the 52 members](/a)", "see [the 53 members](/b)."
    assert find_changes(old, new) == (Grade.FINAL_STOP, Grade.FORM, Grade.TARGET, Grade.NUMBER)
    assert grade(old, new) is Grade.NUMBER


def test_the_title_of_a_link_and_the_alternative_text_of_an_image_are_words():
    assert grade('[a](/b "our first members")', '[a](/b "our former partners")') is Grade.REWRITE
    assert grade('<img src="a.png" alt="a map">', '<img src="a.png" alt="a face">') is Grade.REWRITE


@pytest.mark.parametrize(
    ("language", "old", "new", "expected"),
    [
        ("fr", "les membres de la région votent à Athènes", "les membres de la région ne votent à Athènes", Grade.MEANING),
        ("fr", "il n’a les voix des membres de la région", "il a les voix des membres de la région", Grade.MEANING),
        ("fr-CA", "les membres de la région votent à Athènes", "les membres de la contrée votent à Athènes", Grade.WORDING),
        ("es", "los miembros pueden votar en la asamblea", "los miembros votar en la asamblea", Grade.MEANING),
    ],
)
def test_other_source_languages_have_weighty_words_of_their_own(language, old, new, expected):
    assert grade(old, new, language=language) is expected


def test_a_language_without_a_list_has_no_small_changes_of_wording():
    assert grade(LONG, LONG.replace("region", "area"), language="sw") is Grade.MEANING
    assert grade("52 members", "53 members", language="sw") is Grade.NUMBER


def test_grades_are_ordered_as_the_policy_needs_them():
    assert list(Grade) == sorted(Grade)
    assert Grade.WORDING < Grade.MEANING < Grade.REWRITE
    assert max(Grade.SPACING, Grade.FINAL_STOP) < Grade.FORM < Grade.TARGET < Grade.NUMBER


words = st.lists(
    st.sampled_from(["members", "Athens", "not", "52", "`code`", "[a](/b)", "**", "?", ".", "{n}", "…", "é"]), max_size=12
)


@given(words.map(" ".join), words.map(" ".join))
def test_only_equal_texts_are_the_same_and_direction_does_not_matter_to_being_so(old, new):
    assert (grade(old, new) is Grade.SAME) == (old == new) == (grade(new, old) is Grade.SAME)
    assert list(find_changes(old, new)) == sorted(find_changes(old, new))


@given(words, st.integers(0, 12))
def test_a_negation_that_comes_is_never_a_small_change(text, place):
    assert grade(" ".join(text), " ".join([*text[:place], "not", *text[place:]])) >= Grade.MEANING


@given(st.text(), st.text())
def test_any_two_texts_have_a_grade(old, new):
    assert isinstance(grade(old, new), Grade)


@pytest.mark.parametrize(
    "piece", ["](", "<", "{", "a@", "a.", "[^", "<!--", "%(", '](" ', "<a ", "`a``", "www.", "a'", "1.", "a-"]
)
def test_hostile_texts_take_linear_time(piece):
    started = time.process_time()
    grade(piece * 20_000, piece * 20_000 + "x")
    assert time.process_time() - started < 3  # quadratic time would be minutes
