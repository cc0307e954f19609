"""Counting words as a reader would."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.texts import without_tags
from i18n_site.words import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Worker cooperatives", 2),
        ("**Worker** *cooperatives*, _too_ ~~not~~", 4),
        ("don't l’eau d'État", 3),
        ("worker-owned — and run", 4),
        ("1,000.50 members, 9.46 %", 3),
        ("hard break\\\nbehind it", 4),
        ("AT&amp;T caf&eacute;&nbsp;noir", 4),
        ("snake_case", 1),
        ("3 < 4 and 5 > 4", 5),
    ],
)
def test_words_are_cut_as_readers_cut_them(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[our members](https://cicopa.example/members_(all)/list)", 2),
        ('[our members](/members "Who they are")', 5),
        ("[our members][members-list] and [more][]", 4),
        ("![a meeting in Athens](images/athens-meeting.jpg)", 4),
        ("<https://cicopa.example/a/b> or https://cicopa.example/c?d=e or www.cicopa.example", 2),
        ("write to info@cicopa.example", 2),
        ("as was said[^note-one]", 3),
        ('<a href="/far/away" title="no">near</a><!-- i18n: comment="not me" --><br/>', 1),
        ("an unclosed <!-- comment runs to the end", 2),
    ],
)
def test_targets_tags_and_addresses_are_no_words(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("run `pip install i18n-site` now", 2),
        ("``a ` b`` stays code", 2),
        ("an \\`escaped\\` backtick", 3),
        ("an ` unclosed backtick", 3),
        ("`code ending in a backslash\\` here", 1),
        ("`` two ` one `` and `three`", 1),
    ],
)
def test_code_is_no_word_and_unclosed_backticks_open_none(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize(
    "text", ["{members}", "%(count)s", "%(share).2f", "`{x}`", "{members} / {countries}", "![](a.png)", "***"]
)
def test_a_text_of_placeholders_or_markup_has_no_words(text):
    assert count_words(text) == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("日本語のテスト", 7),
        ("**太字。**です", 4),
        ("CICOPA は 52 の会員", 6),
        ("हिन्दी में", 2),
        ("e\u0301te\u0301 co\u00adop", 2),
        ("협동조합 연합회", 2),
        ("кооператив и труд", 3),
        ("\U00020000\U0002a6df", 2),
    ],
)
def test_an_ideograph_or_kana_is_a_word_and_marks_end_none(text, words):
    assert count_words(text) == words


@given(st.text())
def test_any_text_can_be_counted(text):
    assert 0 <= count_words(text) <= len(text)


@given(st.lists(st.sampled_from(["work", "été", "1.5", "don't"])), st.lists(st.sampled_from(["vote", "труд", "字"])))
def test_words_of_two_texts_add_up(one, other):
    assert count_words(" ".join(one + other)) == count_words(" ".join(one)) + count_words(" ".join(other))


@pytest.mark.parametrize(
    "piece", ["](", "<", "`a``b```", "{", "a@", "a.", "[^", "<!--", "%(", ']("', "]((a)", "<a ", "\\`", "www.", "&", "a'"]
)
def test_hostile_texts_take_linear_time(piece):
    started = time.process_time()
    count_words(piece * 50_000)
    assert time.process_time() - started < 2  # quadratic time would be minutes


@pytest.mark.parametrize(
    ("html", "text"),
    [("<p>a <b>b</b></p>", "a b"), ("a < b", "a < b"), ("a < b> c < d", "a  c < d"), ('<a title="x <y">z', "z"), ("", "")],
)
def test_what_stands_between_angles_is_taken_out(html, text):
    assert without_tags(html) == text
