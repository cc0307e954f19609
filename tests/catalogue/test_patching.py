"""What is replaced in a translation when an address, a number or code changes in its source, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.catalogue.patching import REPLACEABLE, Replacement, find_replacements, patch
from i18n_site.catalogue.staleness import GRADES, find_changes
from i18n_site.catalogue.tokens import canonical, find_places


def find(*pairs):
    """What is to be replaced, of the kinds that did change."""
    changed = {change for old, new in pairs for change in find_changes(old, new)}
    return find_replacements(pairs, tuple(kind for kind in REPLACEABLE if GRADES[kind] in changed))


def patched(old, new, text, *, done=False):
    replacements = find((old, new))
    return None if replacements is None else patch(text, replacements, done=done)


@pytest.mark.parametrize(
    ("old", "new", "text", "expected"),
    [
        ("52 members", "53 members", "52 membres", "53 membres"),
        ("from 36 to 52", "from 52 to 36", "de 36 à 52", "de 52 à 36"),
        ("in 2017, 52 members", "in 2018, 53 members", "52 membres en 2017", "53 membres en 2018"),
        ("52 members", "53 members", "会員52団体", "会員53団体"),
        ("it is 5 €", "it is 5 $", "il coûte 5 €", "il coûte 5 $"),
        ("{members} members", "{unions} members", "{members} membres", "{unions} membres"),
        ("%(num)s day", "%(count)s day", "%(num)s jour", "%(count)s jour"),
        ("1,005 members", "1,006 members", "1,005 membres", "1,006 membres"),
        ("1 005 membres", "1 006 membres", "1 005 members", "1 006 members"),
        ("[us](/a)", "[us](/b)", "[nous](/a)", "[nous](/b)"),
        ('[us](/a "5 of us")', '[us](/b "6 of us")', '[nous](/a "5 de nous")', '[nous](/b "6 de nous")'),
        ("[us][a]", "[us][b]", "[nous][a]", "[nous][b]"),
        ("[us](/a1)", "[us](/a2)", "[nous](/a1)", "[nous](/a2)"),
        ("at https://a.example/1 now", "at https://a.example/2 now", "à https://a.example/1", "à https://a.example/2"),
        ("![us](a.png)", "![us](b.png)", "![nous](a.png)", "![nous](b.png)"),
        ("at <https://a.example>", "at <https://b.example>", "à <https://a.example>", "à <https://b.example>"),
        ("at https://a.example.", "at https://b.example.", "à « https://a.example »", "à « https://b.example »"),
        ("a@b.example", "c@b.example", "a@b.example", "c@b.example"),
        ('<a href="/a">us</a>', '<a href="/b">us</a>', "<a href='/a'>nous</a>", "<a href='/b'>nous</a>"),
        ("run `make`", "run `make all`", "lancez `make`…", "lancez `make all`…"),
        ("run `a’b`", "run `c`", "« lancez » `a’b`", "« lancez » `c`"),
        ("5 of 1,005", "6 of 1,005", "5 sur 1 005", "6 sur 1 005"),
        ("1,234 members, 234 unions", "1,234 members, 235 unions", "会員1,234団体、組合234", "会員1,234団体、組合235"),
        ("[us](a–b.md)", "[us](a-b.md)", "[nous](a–b.md)", "[nous](a-b.md)"),
        ("run `“a”`", 'run `"a"`', "lancez `“a”`", 'lancez `"a"`'),
        ("会員は52人です", "会員は53人です", "52 membres", "53 membres"),
        ("5 in [us](/5)", "6 in [us](/5)", "5 en [nous](/5)", "6 en [nous](/5)"),
    ],
)
def test_a_piece_that_stands_once_is_replaced_where_it_stands(old, new, text, expected):
    assert patched(old, new, text) == expected


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("52 members", "53 members", "cinquante-deux membres"),
        ("52 members", "53 members", "52 membres sur 52"),
        ("5 or 5", "6 or 6", "5"),
        ("5 or 5", "5 or 6", "5 ou cinq"),
        ("1 of 1,005", "2 of 1,005", "un sur 1 005"),
        ("1 of 1,005", "2 of 1,005", "un sur 1\u202f005"),
        ("5 of 1,005", "6 of 1,005", "cinq sur 1’005"),
        ("65,000 members", "66,000 members", "65 000 membres"),
        ("on 1 May", "on 2 May", "le 1er mai"),
        ("the 1st", "the 2nd", "le 1er"),
        ("5 km", "6 km", "5km"),
        ("9.46 % of work", "9.47 % of work", "9,46 % de l'emploi"),
        ("52 members", "members", "52 membres"),
        ("[us](/a)", "[us](/b)", "[nous](/fr/a)"),
        ("[us](/a)", "[us][b]", "[nous](/a)"),
        ("[us][a]", "[us](/b)", "[nous][a]"),
        ("see <https://a.example>", "see https://b.example", "voir <https://a.example>"),
        ('<a href="/a">us</a>', "<a href='/\"b'>us</a>", '<a href="/a">nous</a>'),
        ("run `make`", "run `make all`", "lancez make"),
        ("1,234 members, 234 unions", "1,234 members, 235 unions", "会員1,234団体、組合二三四"),
        ("19 members", "20 members", "dix-neuf membres contre la COVID-19"),
        ("a 20-year plan", "a 21-year plan", "un plan de 20 ans"),
        ('<img src="a" alt="5 of us">', '<img src="a" alt="6 of us">', '<img src="a" alt="5 de nous">'),
    ],
)
def test_what_cannot_be_told_for_certain_is_not_replaced(old, new, text):
    assert patched(old, new, text) is None


def test_what_is_there_already_counts_as_replaced_only_where_that_is_asked_for():
    assert patched("52 members", "53 members", "53 membres") is None
    assert patched("52 members", "53 members", "53 membres", done=True) == "53 membres"
    assert patched("52 members", "53 members", "des membres", done=True) is None
    assert patched("52 members", "53 members", "52 membres et 52", done=True) is None


def test_a_piece_that_singular_and_plural_share_changes_in_both_or_not_at_all():
    both = find(("a of 5", "a of 6"), ("{n} of 5", "{n} of 6"))
    assert patch("{n} sur 5", both) == "{n} sur 6"
    assert find(("a of 5", "a of 6"), ("{n} of 5", "{n} of 7")) is None


pieces = st.sampled_from(
    [
        "52",
        "53",
        "1",
        "005",
        "`a`",
        "`b`",
        "[x](/a)",
        "[x](/b)",
        "{n}",
        "€",
        "mot",
        "1er",
        "https://a.example",
        "-5",
        "…",
        "é",
        "’",
    ]
)
texts = st.lists(pieces, max_size=6).flatmap(lambda found: st.sampled_from([" ", "", " et "]).map(lambda gap: gap.join(found)))


@given(texts, texts, texts)
def test_a_patch_changes_the_pieces_it_names_and_nothing_else(old, new, text):
    replacements = find((old, new))
    result = None if replacements is None else patch(text, replacements)
    if result is not None:
        assert all(written in result for _, written in replacements.values())
        # Read backwards it gives the text again, save where a piece that was put in stands there twice now.
        undone = patch(result, {new: Replacement(old, old.text) for old, (new, _) in replacements.items()})
        assert undone is None or canonical(undone) == canonical(text)
        if not replacements:
            assert result == text


@given(st.text() | texts)
def test_every_token_stands_where_it_says(text):
    for token, start, end in find_places(text):
        assert 0 <= start < end <= len(text) or not token.text
