"""Texts stand in the order of their language's dictionaries: judged by hand, by laws, and by ICU in Chromium."""

from __future__ import annotations

import unicodedata

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.collation import sort_key
from support.browser import chromium

LIKE_ICU = """en fr es it pt ar ja pl de nl sv da nb nn fi is et lv lt cs sk hu ro hr bs sl sq tr az ru uk be bg sr mk el he fa ko
ka hy vi cy ca eu gl mt eo af ga th hi""".split()
"""Every name of a country and of a language, in these languages, stands where ICU puts it."""
BY_READING = (("zh", "gb2312", b"\xd7\xfe"), ("zh-Hant", "big5", b"\xc6\x7e"))
"""ICU knows the reading or the strokes of every ideograph; a national standard, named with its last common one, knows that of
the common ones, and orders those of one reading, or of as many strokes, in its own way."""


def ordered(words, locale):
    return sorted(words, key=lambda word: sort_key(word, locale))


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("fr", "cote Cote coté côte côté coter"),
        ("fr", "École ecole-mère écoles"),
        ("es", "nube nuez Ñandú ñu oasis"),
        ("pl", "las lód lupa łaska Łódź mapa"),
        ("pl", "zebra źrebię żaba"),
        ("de", "Zebra zum"),
        ("sv", "zon år äta öra"),
        ("de", "ära Art zon"),
        ("da", "zebra ære øre Aarhus århus"),
        ("cs", "cena čas dům hora chata ikona"),
        ("hu", "cukor csiga dió"),
        ("tr", "Irak Isparta İran İstanbul"),
        ("et", "suu šokk zebra tee"),
        ("ja", "CICOPA あい アイス いす カー かい カイ がい きゃく きやく 会員 日本"),
        ("zh", "阿 北 上海 中国 CICOPA"),
        ("ko", "가나 가슴 각 나라 CICOPA"),
        ("ar", "أخبار إسبانيا ألمانيا بولندا تونس ثقافة CICOPA"),
        ("fa", "ایران پاکستان تهران چین گرجستان"),
        ("ru", "еж ёлка ель жук йод кот"),
        ("uk", "гора ґанок дім істина їжак йод"),
        ("th", "กา เกม ไก่ ขา"),
        ("el", "άλφα βήτα CICOPA"),
        ("vi", "Congo Costa Cộng"),
        ("en", "_a -a (a 10 1a 2 9 a A á b"),
    ],
)
def test_words_stand_in_the_order_of_their_language(locale, words):
    words = words.split()
    assert ordered(reversed(words), locale) == words
    assert ordered(sorted(words), locale) == words


def test_the_same_words_stand_otherwise_in_another_language():
    assert ordered(["zon", "ära"], "sv") == ["zon", "ära"]
    assert ordered(["zon", "ära"], "de") == ["ära", "zon"]
    assert ordered(["chata", "dům"], "cs") == ["dům", "chata"]
    assert ordered(["chata", "dům"], "en") == ["chata", "dům"]


def names(locale):
    known = Locale.parse(locale.replace("-", "_"))
    territories = [name for code, name in sorted(known.territories.items()) if len(code) == 2]
    return territories + [name for code, name in sorted(known.languages.items()) if len(code) == 2]


def test_countries_and_languages_stand_where_icu_puts_them_in_a_browser():
    with chromium() as browser:
        page = browser.new_page()
        known = page.evaluate("tags => Intl.Collator.supportedLocalesOf(tags)", LIKE_ICU)  # some browsers bring fewer
        assert len(known) > 30
        for locale in known:
            words = names(locale)
            assert len(words) > 300
            icu = page.evaluate("([words, tag]) => words.sort(new Intl.Collator(tag).compare)", [words, locale])
            assert ordered(words, locale) == icu, locale
        for locale, codec, last in BY_READING:
            words = [word for word in names(locale) if all(char.encode(codec, "replace") <= last for char in word)]
            assert len(words) > 100
            icu = page.evaluate("([words, tag]) => words.sort(new Intl.Collator(tag).compare)", [words, locale])
            places = {word: place for place, word in enumerate(icu)}
            mine = ordered(words, locale)
            # No name stands far from where it belongs.
            assert max(abs(place - places[word]) for place, word in enumerate(mine)) < len(words) // 20, locale


@given(st.text(), st.sampled_from([*LIKE_ICU, "zh", "zh-Hant"]))
def test_every_text_has_a_key_in_every_language_and_only_itself_has_the_same(text, locale):
    assert sort_key(text, locale) == sort_key(text, locale)
    assert sort_key(text, locale)[-1] == text


@given(
    st.lists(st.text(max_size=8), max_size=8), st.randoms(use_true_random=False), st.sampled_from(["fr", "ja", "ar", "th", "hu"])
)
def test_an_order_depends_on_the_texts_alone(words, random, locale):
    shuffled = list(words)
    random.shuffle(shuffled)
    assert ordered(shuffled, locale) == ordered(words, locale)


@given(st.text(st.characters(codec="utf-8"), max_size=12))
def test_a_text_and_its_decomposed_spelling_stand_together(text):
    for locale in ("fr", "pl", "vi", "ko"):
        spelt = [sort_key(unicodedata.normalize(form, text), locale)[:3] for form in ("NFC", "NFD")]
        assert spelt[0] == spelt[1]
