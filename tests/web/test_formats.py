"""Dates, numbers, sizes and names as each language writes them (trap 26)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.web.formats import (
    format_day,
    format_number,
    format_size,
    format_territory,
    machine_date,
    span_parts,
)


def format_days(start, end, locale):
    """A span of time as a reader reads it."""
    return "".join(part.text for part in span_parts(start, end, locale))


def plain(text):
    """Without the marks and spaces that only typesetting sees."""
    return text.replace("\u200f", "").replace("\u202f", " ").replace("\xa0", " ").replace("\u2009", " ")


@pytest.mark.parametrize(
    ("text", "locale", "said"),
    [
        ("2017-09-23", "en", "September 23, 2017"),
        ("2017-09-23", "fr", "23 septembre 2017"),
        ("2017-09-23", "pt-BR", "23 de setembro de 2017"),
        ("2017-09-23", "ja", "2017年9月23日"),
        ("2017-09-23", "ar", "23 سبتمبر 2017"),
        ("2017-09-23", "ar-XB", "23 سبتمبر 2017"),
        ("2017-09", "fr", "septembre 2017"),
        ("2015", "fr", "2015"),
        ("2017-09-23T18:30", "fr", "23 septembre 2017, 18:30"),
        ("2017-09-23 18:30:00+02:00", "en", "September 23, 2017, 6:30 PM"),
        ("2017-13-45", "fr", "2017-13-45"),
        ("spring", "fr", "spring"),
        ("", "fr", ""),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(text, locale, said):
    assert plain(format_day(text, locale)) == said


@pytest.mark.parametrize(
    ("start", "end", "locale", "said"),
    [
        ("2017-10-20", "2017-10-23", "en", "October 20 – 23, 2017"),
        ("2017-10-20", "2017-10-23", "fr", "20–23 octobre 2017"),
        ("2017-10-20", "2017-10-23", "es", "20–23 de octubre de 2017"),
        ("2017-10-20", "2017-10-23", "pl", "20–23 października 2017"),
        ("2017-10-20", "2017-10-23", "ja", "2017年10月20～23日"),
        ("2017-10-20", "2017-10-23", "de", "20.–23. Oktober 2017"),
        ("2017-10-20", "2017-10-23", "pt-BR", "20 – 23 de outubro de 2017"),
        ("2017-10-20", "2017-10-23", "it", "20–23 ottobre 2017"),
        ("2017-10-20", "2017-10-23", "ar", "20–23 أكتوبر 2017"),
        ("2017-09-30", "2017-10-02", "en", "September 30 – October 2, 2017"),
        ("2017-09-30", "2017-10-02", "fr", "30 septembre – 2 octobre 2017"),
        ("2017-09-30", "2017-10-02", "es", "30 de septiembre – 2 de octubre de 2017"),
        ("2017-09-30", "2017-10-02", "pl", "30 września – 2 października 2017"),
        ("2017-09-30", "2017-10-02", "ja", "2017年9月30日～10月2日"),
        ("2017-12-30", "2018-01-02", "fr", "30 décembre 2017 – 2 janvier 2018"),
        ("2017-12-30", "2018-01-02", "ja", "2017年12月30日～2018年1月2日"),
        ("2017-10-20", None, "fr", "20 octobre 2017"),
        ("2017-10-20", "2017-10-20", "fr", "20 octobre 2017"),
        ("2017-10-20", "2017-10-19", "fr", "20 octobre 2017 – 19 octobre 2017"),
        ("2017-10-20T09:00", "2017-10-20T17:00", "fr", "20 octobre 2017, 09:00 – 17:00"),
        ("2017-10-20T09:00", "2017-10-20T17:00", "en", "October 20, 2017, 9:00 AM – 5:00 PM"),
        ("2017-10-20T09:00", "2017-10-21T17:00", "fr", "20 octobre 2017, 09:00 – 21 octobre 2017, 17:00"),
        ("2017-10-20T09:00", "2017-10-21", "fr", "20 octobre 2017, 09:00 – 21 octobre 2017"),
        ("2017-10", "2017-11", "fr", "octobre 2017 – novembre 2017"),
    ],
)
def test_a_span_of_days_says_once_what_both_share(start, end, locale, said):
    assert plain(format_days(start, end, locale)) == said


@pytest.mark.parametrize(
    ("text", "locale", "said"),
    [
        ("9.46", "fr", "9,46"),
        ("0.123456789", "en", "0.123456789"),
        ("279400000", "pt-BR", "279.400.000"),
        ("65000", "ar", "65,000"),
        (65000, "fr", "65 000"),
        ("some 65,000", "fr", "some 65,000"),
        ("NaN", "fr", "NaN"),
        ("1E100", "fr", "1E100"),
        ("", "fr", ""),
    ],
)
def test_trap_26_a_number_keeps_its_decimals_and_has_latin_digits(text, locale, said):
    assert plain(format_number(text, locale)) == said


@pytest.mark.parametrize(
    ("size", "locale", "said"),
    [
        (0, "en", "0 byte"),
        (999, "fr", "999 o"),
        (1_234, "fr", "1,2 ko"),
        (1_234_567, "fr", "1,2 Mo"),
        (5_000_000_000, "en", "5 GB"),
    ],
)
def test_the_size_of_a_file_has_the_languages_unit(size, locale, said):
    assert plain(format_size(size, locale)) == said


def test_a_territory_is_named_in_the_visitors_language():
    assert format_territory("it", "ja") == "イタリア"
    assert format_territory("XX-unknown", "fr") == "XX-unknown"


@pytest.mark.parametrize(
    ("text", "machine"), [("2017-09-23", True), ("2017-09", True), ("2017", True), ("spring", False), ("17", False)]
)
def test_only_what_a_machine_reads_is_given_to_machines(text, machine):
    assert machine_date(text) == (text if machine else None)


@given(st.text(), st.sampled_from(["en", "fr", "ar", "ja", "zh-TW"]))
def test_no_text_of_front_matter_breaks_a_format(text, locale):
    format_day(text, locale)
    format_days("2017-10-20", text, locale)
    format_days(text, "2017-10-20", locale)
    format_number(text, locale)
    format_territory(text, locale)
    machine_date(text)
