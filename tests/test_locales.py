"""Tags, names, fallback chains and matching, held against reviewed tables and against CLDR as Babel carries it."""

from __future__ import annotations

import re
import shutil
import subprocess
import time

import pytest
from babel.core import Locale
from babel.localedata import locale_identifiers
from babel.messages.plurals import PLURALS
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_site import locales
from i18n_site.errors import LocaleError
from i18n_site.locales import plural_forms, plural_rule

SITE = ("en", "fr", "es", "it", "pt-BR", "ar", "ja", "pl")
WIDE = ("en", "fr-CA", "fr", "es-419", "es", "pt-PT", "pt-BR", "zh-Hans", "zh-Hant", "nb", "he", "sr-Latn", "sr", "id", "fil")

NEGOTIATION = [
    # header, available, the language served; `en` is the default
    (None, SITE, "en"),
    ("", SITE, "en"),
    ("fr", SITE, "fr"),
    ("FR", SITE, "fr"),
    ("fr-CA,en;q=0.5", SITE, "fr"),
    ("fr-CA, fr;q=0.9, en;q=0.8", SITE, "fr"),
    ("en;q=0.5, fr", SITE, "fr"),
    ("en;q=0.5,fr;q=.6", SITE, "fr"),
    ("en;q=.5,fr;q=.4", SITE, "en"),
    ("fr;q=0.001,de", SITE, "fr"),
    ("de,it;q=0.3,fr;q=0.2", SITE, "it"),
    ("de", SITE, "en"),
    ("de-AT,de;q=0.9,es;q=0.1", SITE, "es"),
    ("it,de", ("en", "de"), "de"),
    ("es-AR", SITE, "es"),
    ("es-AR", WIDE, "es-419"),
    ("es-ES", WIDE, "es"),
    ("es-MX,en", WIDE, "es-419"),
    ("es", ("en", "es-MX"), "es-MX"),
    ("pt", SITE, "pt-BR"),
    ("pt-PT", SITE, "pt-BR"),
    ("pt-BR", ("en", "pt-PT"), "pt-PT"),
    ("pt-AO", WIDE, "pt-PT"),
    ("pt", WIDE, "pt-BR"),
    ("pt-br", WIDE, "pt-BR"),
    ("fr-CA", WIDE, "fr-CA"),
    ("fr-BE", WIDE, "fr"),
    ("fr", ("en", "fr-CA"), "fr-CA"),
    ("fr-CH,en;q=0.9", ("en", "fr-CA"), "fr-CA"),
    ("ca", ("en", "es"), "en"),
    ("ca,es;q=0.5", ("en", "es"), "es"),
    ("gl,ca,eu", SITE, "en"),
    ("uk", ("en", "ru"), "en"),
    ("zh-TW", WIDE, "zh-Hant"),
    ("zh-HK", WIDE, "zh-Hant"),
    ("zh-CN", WIDE, "zh-Hans"),
    ("zh-SG", WIDE, "zh-Hans"),
    ("zh", WIDE, "zh-Hans"),
    ("zh-TW", ("en", "zh-Hans"), "en"),
    ("zh-Hans-TW", WIDE, "zh-Hans"),
    ("zh-Hant-CN", WIDE, "zh-Hant"),
    ("zh", ("en", "zh-Hant"), "en"),
    ("zh-TW", ("en", "zh-TW"), "zh-TW"),
    ("zh-Hant", ("en", "zh-TW"), "zh-TW"),
    ("zh-HK", ("en", "zh-TW"), "zh-TW"),
    ("cmn-Hans-CN", WIDE, "zh-Hans"),
    ("no", WIDE, "nb"),
    ("nb", ("en", "no"), "no"),
    ("nb-NO", ("en", "no"), "no"),
    ("nn", WIDE, "nb"),
    ("nb", ("en", "nn"), "nn"),
    ("no", ("en", "nn"), "nn"),
    ("nn-NO,en;q=0.1", ("en", "no"), "no"),
    ("iw", WIDE, "he"),
    ("iw-IL", WIDE, "he"),
    ("he", ("en", "he"), "he"),
    ("in", WIDE, "id"),
    ("tl", WIDE, "fil"),
    ("sr", WIDE, "sr"),
    ("sr-Latn-RS", WIDE, "sr-Latn"),
    ("sr-ME", WIDE, "sr-Latn"),
    ("sh", WIDE, "sr-Latn"),
    ("sr-Latn", ("en", "sr"), "en"),
    ("uz-Cyrl", ("en", "uz"), "en"),
    ("pa-PK", ("en", "pa"), "en"),
    ("en-GB", SITE, "en"),
    ("en-AU", ("fr", "en-US", "en-GB"), "en-US"),
    ("en-AU", ("fr", "en-IN", "en-GB"), "en-IN"),
    ("en", ("fr", "en-GB"), "en-GB"),
    ("fr;q=0", SITE, "en"),
    ("fr;q=0,fr-CA", ("en", "fr"), "en"),
    ("fr;q=0,fr-CA", ("en", "fr-CA", "fr"), "fr-CA"),
    ("fr,fr-CA;q=0", ("en", "fr-CA"), "en"),
    ("en;q=0,de", ("en", "fr"), "fr"),
    ("en;q=0,fr;q=0", ("en", "fr"), "en"),
    ("en-*;q=0,fr", SITE, "fr"),
    ("zh-Hant;q=0,zh", ("en", "zh-TW"), "en"),
    ("*", SITE, "en"),
    ("*;q=0", SITE, "en"),
    ("*;q=0,fr;q=0.1", SITE, "fr"),
    ("en;q=0.1,*;q=0.5", ("en", "fr"), "fr"),
    ("*,fr", SITE, "fr"),
    ("*;q=0.1,de", SITE, "en"),
    ("fr;q=2,it", SITE, "it"),
    ("fr;q=-1,it;q=0.1", SITE, "it"),
    ("fr;q=x,it;q=0.1", SITE, "it"),
    ("fr;q,it;q=0.1", SITE, "it"),
    ("fr;q=0.5;q=1,it;q=0.1", SITE, "it"),
    ("fr_CA,it;q=0.1", SITE, "it"),
    ("français,it;q=0.1", SITE, "it"),
    (",,fr ;q=0.5 , ,it; q=0.1", SITE, "fr"),
    ("fr\t;\tq=0.2,it;q=0.1", SITE, "fr"),
    ("fr;q=1.000", SITE, "fr"),
    ("fr;q=1.001,it;q=0.5", SITE, "it"),
    ("fr-x-private,en;q=0.5", SITE, "fr"),
    ("fr-u-ca-buddhist", SITE, "fr"),
    ("de-CH-1996,fr;q=0.5", ("en", "de"), "de"),
    ("x-klingon,i-default,fr;q=0.1", SITE, "fr"),
    ("zz,xx-XX,fr;q=0.1", SITE, "fr"),
    ("fr," * 170, SITE, "en"),
    ("fr;q=0.9," + "x" * 480, SITE, "fr"),
    ("a" * 10_000, SITE, "en"),
]


@pytest.mark.parametrize(("header", "available", "expected"), NEGOTIATION)
def test_a_header_finds_the_language_its_reader_would_choose(header, available, expected):
    assert locales.negotiate(header, available, "en") == expected


def test_the_default_serves_only_where_it_is_available():
    assert locales.negotiate(None, ("de", "it"), "en") == "de"
    assert locales.negotiate("it,de", ("de",), "en") == "de"
    assert locales.negotiate("fr", (), "en") == "en"


items = st.tuples(
    st.one_of(
        st.sampled_from(["fr", "fr-CA", "*", "zh-TW", "nn", "iw", "en-GB", "pt", "zz", "sr-Latn", "", "é", "x-y"]),
        st.text(max_size=8),
    ),
    st.one_of(st.sampled_from(["", ";q=0", ";q=.5", ";q=1", ";q=0.123", "; q=0.4", ";q=9", ";x=1"]), st.text(max_size=5)),
)


@given(st.one_of(st.lists(items).map(lambda parts: ",".join(map("".join, parts))), st.text(), st.none()))
@settings(deadline=None)
def test_any_header_gives_an_available_language(header):
    for available in (SITE, WIDE, ("de",)):
        assert locales.negotiate(header, available, "en") in available


@given(st.lists(st.sampled_from(["fr", "it;q=0.5", "de", "es;q=0.2", "pt-PT;q=0.7", "fr;q=0"]), max_size=6))
@settings(deadline=None)
def test_the_case_of_a_header_and_spaces_in_it_change_nothing(parts):
    plain = locales.negotiate(",".join(parts), SITE, "en")
    assert locales.negotiate(" ,\t".join(parts).upper().replace("Q=", "q="), SITE, "en") == plain


@given(st.permutations(WIDE), st.sampled_from(WIDE))
@settings(deadline=None)
def test_an_exact_match_wins_in_any_order_of_the_site(available, wanted):
    assert locales.negotiate(f"{wanted},en;q=0.1", available, "en") == wanted


@pytest.mark.parametrize("item", ["a-", "fr;q=0,", "*,", "zh-Hant-TW-x-a,", ";", "fr-CA;q=0.001,", "\t", "q="])
def test_a_hostile_header_costs_no_more_than_its_length(item):
    start = time.process_time()
    for size in (499, 500, 100_000):
        locales.negotiate((item * size)[:size], WIDE, "en")
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("text", "tag", "name"),
    [
        ("fr", "fr", "fr"),
        ("FR", "fr", "fr"),
        ("pt_br", "pt-BR", "pt_BR"),
        ("pt-BR", "pt-BR", "pt_BR"),
        ("zh_TW", "zh-TW", "zh_TW"),
        ("zh-hant-hk", "zh-Hant-HK", "zh_Hant_HK"),
        ("zh_Hant", "zh-Hant", "zh_Hant"),
        ("iw", "he", "he"),
        ("in_ID", "id-ID", "id_ID"),
        ("sh", "sr-Latn", "sr@latin"),
        ("sr_RS@latin", "sr-Latn-RS", "sr_RS@latin"),
        ("uz@cyrillic", "uz-Cyrl", "uz@cyrillic"),
        ("ca@valencia", "ca-valencia", "ca@valencia"),
        ("es-419", "es-419", "es_419"),
        ("en_UK", "en-GB", "en_GB"),
        ("de_DE.UTF-8", "de-DE", "de_DE"),
        ("de_DE@euro", "de-DE", "de_DE"),
        ("no", "no", "no"),
        ("nb", "nb", "nb"),
        ("en-xa", "en-XA", "en_XA"),
        ("ar_XB", "ar-XB", "ar_XB"),
    ],
)
def test_a_tag_has_one_canonical_form_and_one_gettext_name(text, tag, name):
    assert locales.canonical_tag(text) == tag
    assert locales.gettext_name(tag) == name
    assert locales.canonical_tag(name) == tag


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "../x",
            "../../etc/passwd",
            "zz",
            "xx",
            "fr/",
            "/fr",
            "fr\0",
            "\0",
            "a" * 10_000,
            "fr-" * 500,
            "root",
            "und",
            "x-a",
        ),
        *(
            "fr-XZ",
            "fr-Abcd",
            "fr-FR-FR",
            "fr--FR",
            "fr-",
            "-fr",
            "fr FR",
            "fr\n",
            "français",
            "日本",
            "C",
            "POSIX",
            "fr-u-ca-x",
            "i-ami",
        ),
        *("de-nonsense", "fr@nonsense", "con", "nul.txt", "ｆｒ", "fr-٤١٩"),
    ],
)
def test_what_names_no_language_is_refused_with_advice(text):
    with pytest.raises(LocaleError) as caught:
        locales.canonical_tag(text)
    assert caught.value.advice
    assert len(str(caught.value)) < 150


@given(st.text(st.sampled_from(list("frptBRzh-_@.é\0/1 ")), max_size=14))
@settings(deadline=None)
def test_canonical_tags_stay_as_they_are(text):
    try:
        tag = locales.canonical_tag(text)
    except LocaleError:
        return
    assert locales.canonical_tag(tag) == tag
    assert locales.canonical_tag(locales.gettext_name(tag)) == tag


def _cldr_tags() -> list[str]:
    return sorted(
        name.replace("_", "-") for name in locale_identifiers() if name not in ("root", "en_US_POSIX", "ca_ES_VALENCIA")
    )


def test_every_locale_of_cldr_has_a_name_a_direction_and_plural_forms():
    for tag in _cldr_tags():
        canonical = locales.canonical_tag(tag)
        locale = locales.babel_locale(canonical)
        assert locale.language == canonical.partition("-")[0]
        expected = "rtl" if locale.character_order == "right-to-left" else "ltr"
        assert locales.direction(canonical) == expected
        assert locales.endonym(canonical)
        rule = locales.plural_rule(locales.plural_forms(canonical))
        assert all(rule.index(n) < rule.count for n in range(200))


def test_every_locale_of_cldr_keeps_its_gettext_name():
    for tag in _cldr_tags():
        canonical = locales.canonical_tag(tag)
        assert locales.canonical_tag(locales.gettext_name(canonical)) == canonical


def test_babel_finds_the_nearest_data_of_the_same_script():
    wanted = {
        "zh-TW": "zh_Hant_TW",
        "zh-HK": "zh_Hant_HK",
        "zh-US": "zh_Hant",
        "pt-BR": "pt_BR",
        "fr-ZW": "fr",
        "en-XA": "en",
        "ar-XB": "ar",
        "sr-Latn": "sr_Latn",
        "ca-valencia": "ca_ES_VALENCIA",
        "pa-PK": "pa_Arab_PK",
        "es-419": "es_419",
    }
    assert {tag: str(locales.babel_locale(tag)) for tag in wanted} == wanted
    assert locales.babel_locale("zh-TW") == Locale("zh", "TW", "Hant")


@pytest.mark.parametrize(
    ("tag", "script", "direction", "endonym", "english"),
    [
        ("fr", "Latn", "ltr", "français", "French"),
        ("pt-BR", "Latn", "ltr", "português (Brasil)", "Brazilian Portuguese"),
        ("ar", "Arab", "rtl", "العربية", "Arabic"),
        ("he", "Hebr", "rtl", "עברית", "Hebrew"),
        ("ja", "Jpan", "ltr", "日本語", "Japanese"),
        ("pl", "Latn", "ltr", "polski", "Polish"),
        ("zh-TW", "Hant", "ltr", "繁體中文 (台灣)", "Traditional Chinese (Taiwan)"),
        ("zh-Hant", "Hant", "ltr", "繁體中文", "Traditional Chinese"),
        ("sr-Latn", "Latn", "ltr", "srpski (latinica)", "Serbian (Latin)"),
        ("es-419", "Latn", "ltr", "español latinoamericano", "Latin American Spanish"),
        ("pa-PK", "Arab", "rtl", "پنجابی (عربی, پاکستان)", "Punjabi (Arabic, Pakistan)"),
        ("ar-XB", "Arab", "rtl", None, "Arabic (Pseudo-Bidi)"),
        ("dv", "Thaa", "rtl", None, "Divehi"),
    ],
)
def test_a_language_is_named_in_itself_and_in_another(tag, script, direction, endonym, english):
    assert locales.script(tag) == script
    assert locales.direction(tag) == direction
    assert endonym is None or locales.endonym(tag) == endonym
    assert locales.name_in(tag, "en") == english


def test_names_come_in_the_language_of_the_reader():
    assert locales.name_in("de", "fr") == "allemand"
    assert locales.name_in("pt-BR", "fr") == "portugais brésilien"


ANY = ("en", "es", "es-419", "fr", "pt", "pt-PT", "pt-BR", "zh", "zh-Hant", "no", "sr", "sr-Latn")


@pytest.mark.parametrize(
    ("tag", "configured", "available", "expected"),
    [
        ("en", {}, ANY, ()),
        ("fr", {}, ANY, ("en",)),
        ("es-AR", {}, ANY, ("es-419", "es", "en")),
        ("pt-AO", {}, ANY, ("pt-PT", "pt", "en")),
        ("es-AR", {}, ("en", "es"), ("es", "en")),
        ("fr-CA", {}, ANY, ("fr", "en")),
        ("zh-TW", {}, ANY, ("zh-Hant", "en")),
        ("zh-TW", {}, ("zh", "en"), ("en",)),
        ("zh-HK", {}, ("zh-TW", "en"), ("zh-TW", "en")),
        ("sr-Latn", {}, ANY, ("en",)),
        ("nn", {}, ANY, ("no", "en")),
        ("nn", {}, ("nb", "en"), ("nb", "en")),
        ("pt-PT", {}, ("pt-BR", "en"), ("pt-BR", "en")),
        ("en-GB", {}, ("en", "fr"), ("en",)),
        ("it", {"it": ("es", "fr")}, ANY, ("es", "fr", "en")),
        ("it", {"it": ("de", "fr")}, ANY, ("fr", "en")),
        ("it", {"it": ("es", "en", "fr")}, ANY, ("es", "en")),
        ("es-AR", {"es-AR": ("pt-BR",)}, ANY, ("pt-BR", "en")),
        ("es-AR", {"es-AR": ()}, ANY, ("en",)),
        ("fr", {"fr": ("fr", "es")}, ANY, ("es", "en")),
        ("ja", {}, (), ("en",)),
    ],
)
def test_a_chain_is_what_is_configured_or_cldrs_parents_and_ends_in_the_source(tag, configured, available, expected):
    assert locales.fallback_chain(tag, source="en", configured=configured, available=available) == expected


def test_no_chain_of_cldr_crosses_a_script_or_names_a_language_twice():
    tags = _cldr_tags()
    for tag in tags[::7]:
        chain = locales.fallback_chain(locales.canonical_tag(tag), source="en", configured={}, available=ANY)
        assert chain[-1:] == (("en",) if tag != "en" else ())
        assert len(set(chain)) == len(chain)
        assert all(locales.script(other) == locales.script(tag) for other in chain[:-1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("pt_br", "pt-BR"),
        ("PT-br", "pt-BR"),
        ("iw", "he"),
        ("in", "id"),
        ("sh", "sr-Latn"),
        ("tl", "fil"),
        ("zh_hant", "zh-Hant"),
        ("pt", None),
        ("es-AR", None),
        ("zh-TW", None),
        ("no", None),
        ("de", None),
        ("zz", None),
        ("", None),
        ("sr@latin", None),
        ("fr.utf-8", None),
        ("../fr", None),
        ("fr\0", None),
        ("a" * 10_000, None),
    ],
)
def test_a_prefix_is_the_language_itself_or_none(text, expected):
    available = ("en", "fr", "pt-BR", "he", "id", "sr-Latn", "fil", "zh-Hant", "nb")
    assert locales.canonical_prefix(text, available) == expected


@given(st.text())
@settings(deadline=None)
def test_any_prefix_gives_an_available_language_or_none(text):
    assert locales.canonical_prefix(text, SITE) in (*SITE, None)


def test_plural_forms_are_gettexts():
    wanted = {
        "en": "nplurals=2; plural=(n != 1);",
        "fr": "nplurals=2; plural=(n > 1);",
        "pt": "nplurals=2; plural=(n != 1);",
        "pt-BR": "nplurals=2; plural=(n > 1);",
        "ja": "nplurals=1; plural=0;",
        "zh-TW": "nplurals=1; plural=0;",
        "fr-CA": "nplurals=2; plural=(n > 1);",
        "en-XA": "nplurals=2; plural=(n != 1);",
    }
    assert {tag: locales.plural_forms(tag) for tag in wanted} == wanted
    assert locales.plural_forms("pl").startswith("nplurals=3;")
    assert locales.plural_forms("ar").startswith("nplurals=6;")


@pytest.mark.parametrize(
    "function", [locales.gettext_name, locales.babel_locale, locales.direction, locales.endonym, locales.plural_forms]
)
def test_every_function_refuses_what_is_no_language(function):
    with pytest.raises(LocaleError):
        function("../../x")


PLURAL_TEMPLATE = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "a"
msgid_plural "b"
msgstr[0] ""
msgstr[1] ""
"""


@pytest.mark.skipif(shutil.which("msginit") is None, reason="GNU gettext is missing: scripts/system-packages brings it")
def test_new_catalogues_get_the_plural_forms_that_msginit_writes(tmp_path):
    template = tmp_path / "t.pot"
    template.write_text(PLURAL_TEMPLATE, encoding="utf-8")
    compared = 0
    for name in sorted(PLURALS):
        made = tmp_path / f"{name}.po"
        command = ["msginit", "--no-translator", "-i", str(template), "-o", str(made), "-l", name]
        subprocess.run(command, check=True, capture_output=True)
        theirs = re.search(r"Plural-Forms: (.*?)\\n", made.read_text(encoding="utf-8").replace('"\n"', ""))
        if theirs is not None:
            gettext, ours = plural_rule(theirs[1]), plural_rule(plural_forms(name.replace("_", "-")))
            assert [gettext.index(n) for n in range(300)] == [ours.index(n) for n in range(300)], name
            compared += 1
    assert compared > 20


def test_arabic_forms_stand_in_the_order_of_every_translators_tool():
    index = plural_rule(plural_forms("ar")).index
    assert [index(n) for n in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103)] == [0, 1, 2, 3, 3, 4, 4, 5, 5, 3]
