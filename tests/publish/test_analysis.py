"""Rule 25: what is typed finds what is written, whatever the spelling; the same analysis for both."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.publish.analysis import Sort, analyse
from i18n_site.publish.folding import fold

LANGUAGES = [
    "ar",
    "az",
    "ca",
    "de",
    "el",
    "en",
    "fa",
    "fr",
    "ga",
    "he",
    "hi",
    "it",
    "ja",
    "ko",
    "pl",
    "pt-BR",
    "ru",
    "th",
    "tr",
    "uk",
    "xx",
    "zh",
]


def found_by(text, language):
    """All terms that find something in a text."""
    units = list(analyse(text, language))
    return {term for unit in units for token in unit.tokens for term in token.terms} | {
        unit.joined for unit in units if unit.joined
    }


def sequence(text, language):
    return [token.terms[0] for unit in analyse(text, language) for token in unit.tokens]


@pytest.mark.parametrize(
    ("language", "typed", "written"),
    [
        ("fr", "cooperatives", "coopérative"),
        ("fr", "refugie", "RÉFUGIÉS"),
        ("fr", "presentees", "présentées"),
        ("fr", "économie", "l’économie"),
        ("fr", "économie", "L'économie"),
        ("fr", "l'économie", "économies"),
        ("fr", "entreprise", "qu’entreprises"),
        ("fr", "oeuvre", "œuvres"),
        ("fr", "emploi", "emplois"),
        ("fr", "lois", "la loi"),
        ("fr", "aujourdhui", "aujourd’hui"),
        ("fr", "coopérateur", "coopérateur·rices"),
        ("it", "universita", "dell’università"),
        ("it", "scuole", "scuola"),
        ("ca", "collegi", "col·legi"),
        ("ca", "aigua", "l’aigua"),
        ("es", "informacion", "Información"),
        ("es", "niños", "nino"),
        ("pt-BR", "relatorio", "relatórios"),
        ("pt-BR", "sociais", "social"),
        ("pt-BR", "nações", "nação"),
        ("pt-BR", "nacoes", "nação"),
        ("pt-BR", "jovens", "jovem"),
        ("de", "strasse", "Straße"),
        ("de", "haeuser", "Haus"),
        ("de", "grosse", "GRÖẞE"),
        ("en", "cooperative", "co-operatives"),
        ("en", "co-operative", "cooperatives"),
        ("en", "co operative", "co-operative"),
        ("en", "workers", "worker’s"),
        ("en", "dont", "don't"),
        ("en", "cafe", "cafe\u0301"),
        ("en", "coop", "\uff23\uff2f\uff2f\uff30"),
        ("en", "file", "\ufb01le"),
        ("en", "cooperation", "co\u00adopera\u00adtion"),
        ("pl", "lodz", "Łódź"),
        ("pl", "spoldzielnia", "spółdzielniami"),
        ("tr", "istanbul", "İSTANBUL"),
        ("tr", "ISTANBUL", "istanbul"),
        ("tr", "isik", "IŞIK"),
        ("el", "ΟΔΟΣ", "οδός"),
        ("ru", "ежик", "ёжик"),
        ("uk", "мята", "м’ята"),
        ("he", "שלום", "שָׁלוֹם"),
        ("ar", "اثينا", "أثينا"),
        ("ar", "تعاونية", "والتعاونيّات"),
        ("ar", "مدرسه", "المدرسة"),
        ("ar", "العمال", "للعمّال"),
        ("ar", "العمال", "العمـــال"),
        ("ar", "اللاجئون", "لاجئين"),
        ("ar", "شؤون", "شوون"),
        ("ar", "مستشفي", "مستشفى"),
        ("fa", "كتاب", "کتاب"),
        ("hi", "समितियां", "समिति"),
        ("en", "65000", "65,000"),
        ("fr", "65 000", "65\u202f000"),
        ("es", "65000", "65.000"),
        ("fr", "9.46", "9,46 %"),
        ("ar", "65000", "٦٥٬٠٠٠"),
        ("hi", "52", "५२"),
        ("en", "2013", "2013–2014"),
        ("en", "2014", "2013-2014"),
        ("en", "2017", "23.9.2017"),
        ("en", "1234567.5", "1,234,567.5"),
        ("en", "covid19", "COVID-19"),
        ("nn", "cooperativar", "cooperativar"),
    ],
)
def test_rule_25_what_is_typed_finds_what_is_written(language, typed, written):
    assert found_by(typed, language) & found_by(written, language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "house", "mouse"),
        ("en", "20132014", "2013-2014"),
        ("hi", "दिल", "दल"),  # signs that are vowels are no diacritics
        ("th", "กา", "กี"),
        ("ja", "か", "が"),
        ("en", "the", "l’économie"),
        ("fr", "l", "l’économie"),
    ],
)
def test_rule_25_words_that_are_others_stay_so(language, one, other):
    assert not found_by(one, language) & found_by(other, language)


def test_rule_25_scripts_without_blanks_are_pairs_of_letters_and_the_last_letter():
    assert sequence("協同組合", "ja") == ["協同", "同組", "組合", "合"]
    assert sequence("組合、の", "ja") == ["組合", "合", "の"]
    assert sequence("ｶﾞｲﾄﾞ", "ja") == ["ガイ", "イド", "ド"]
    assert sequence("협동조합", "ko") == ["협동", "동조", "조합", "합"]
    assert sequence("คน", "th") == ["คน", "น"]
    assert sequence("SDGs目標17", "ja") == ["sdgs", "目標", "標", "17"]


def test_rule_25_every_script_is_cut_its_own_way_whatever_the_page_is_in():
    assert sequence("Die 協同組合 in Tōkyō", "de") == ["die", "協同", "同組", "組合", "合", "in", "tokyo"]


def test_a_token_stands_where_its_word_does():
    text = "Pour l’économie sociale-solidaire : ｶﾞｲﾄﾞ 65\u202f000"
    words = [text[token.start : token.end] for unit in analyse(text, "fr") for token in unit.tokens]
    assert words == ["Pour", "économie", "sociale", "solidaire", "ｶﾞｲ", "ｲﾄﾞ", "ﾄﾞ", "65\u202f000"]


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_any_text_is_analysed_into_terms_that_the_index_can_hold(text, language):
    last = 0
    for unit in analyse(text, language):
        assert unit.tokens
        assert unit.start >= last
        for token in unit.tokens:
            assert 0 <= token.start < token.end <= len(text)
            for term in (*token.terms, *filter(None, [unit.joined])):
                assert term
                assert len(term) <= 64
                assert all(char.isalnum() for char in term if char.isascii()), term
                assert not any(char.isspace() for char in term)
        last = unit.end if unit.sort is not Sort.RUN else unit.start


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(categories=["L"]), min_size=1, max_size=12), st.sampled_from(LANGUAGES))
def test_a_word_finds_itself_in_capitals_and_in_small_letters(word, language):
    if language in ("tr", "az"):
        return
    small, large = found_by(word.lower(), language), found_by(word.lower().upper().lower(), language)
    assert small & large or word.lower() != word.lower().upper().lower()


@pytest.mark.parametrize(
    "text", ["1 234 " * 20_000 + "x", "a-" * 50_000, "l’" * 50_000, "1.1" * 30_000, "é\u0301" * 50_000, "合" * 100_000]
)
def test_trap_13_hostile_texts_take_linear_time(text):
    def cost(part):
        started = time.process_time()
        for _ in analyse(part, "fr"):
            pass
        return time.process_time() - started

    cost(text[:1000])
    assert cost(text) < 40 * cost(text[: len(text) // 10]) + 0.5
