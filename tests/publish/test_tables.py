"""Data files as tables: sorted in the alphabet of each language, gathered by what a column shows."""

from __future__ import annotations

import pytest

from i18n_site.formats.data import read_data
from i18n_site.locales import territory_name
from i18n_site.model import LocalisedText, State
from i18n_site.publish.tables import table_of

MEMBERS = """
columns:
  - {field: name, label: Name}
  - {field: country, label: Country, as: territory}
  - {field: size, label: Size, as: number}
records:
  - {name: Zed, country: AT, size: 9}
  - {name: Öst, country: ES, size: 10}
  - {name: Łąka, country: DE, size: some}
  - {name: Lupa, country: CI, size: 2.5}
  - {name: Nobody}
  - {name: Ada, country: AT, size: -1}
"""


def table(locale, wishes):
    file = read_data((wishes + MEMBERS).encode(), path="content/data/members.yaml")
    assert file.document.problems == ()
    return table_of(file, locale, lambda segment: LocalisedText(segment.key.msgid, "en", State.SOURCE))


def column(found, place):
    return [row[place] if row[place] is None or isinstance(row[place], str) else row[place].text for row in found.rows]


def test_without_a_wish_the_order_is_the_files():
    assert column(table("en", ""), 0) == ["Zed", "Öst", "Łąka", "Lupa", "Nobody", "Ada"]


@pytest.mark.parametrize(
    ("locale", "names"),
    [
        ("pl", ["Ada", "Lupa", "Łąka", "Nobody", "Öst", "Zed"]),
        ("sv", ["Ada", "Łąka", "Lupa", "Nobody", "Zed", "Öst"]),
        ("de", ["Ada", "Łąka", "Lupa", "Nobody", "Öst", "Zed"]),
    ],
)
def test_names_stand_in_the_alphabet_of_the_language(locale, names):
    assert column(table(locale, "sort: [name]"), 0) == names


@pytest.mark.parametrize(
    ("locale", "codes"),
    [
        ("en", ["AT", "AT", "CI", "DE", "ES", None]),  # Austria, Côte d’Ivoire, Germany, Spain
        ("fr", ["DE", "AT", "AT", "CI", "ES", None]),  # Allemagne, Autriche, Côte d’Ivoire, Espagne
        ("es", ["DE", "AT", "AT", "CI", "ES", None]),  # Alemania, Austria, Côte d’Ivoire, España
        ("ar", ["ES", "DE", "AT", "AT", "CI", None]),  # إسبانيا، ألمانيا، النمسا، ساحل العاج
        ("ja", ["AT", "AT", "CI", "ES", "DE", None]),  # オーストリア、コートジボワール、スペイン、ドイツ
        ("pl", ["AT", "AT", "CI", "ES", "DE", None]),  # Austria, Côte d’Ivoire, Hiszpania, Niemcy
    ],
)
def test_countries_are_sorted_by_their_names_in_the_language_and_gather_their_records(locale, codes):
    found = table(locale, "group: country\nsort: [name]")
    assert found.group == 1
    assert column(found, 1) == codes, [territory_name(code, locale) for code in codes if code]
    austrians = [row[0] for row in found.rows if row[1] == "AT"]
    assert austrians == ["Ada", "Zed"]


def test_numbers_are_sorted_by_their_values_and_what_is_none_comes_last():
    assert column(table("en", "sort: size"), 2) == ["-1", "2.5", "9", "10", "some", None]


@pytest.mark.parametrize("wish", ["sort: [nothing]", "group: nothing", "sort: [{name: a}]", "group: [name]"])
def test_a_wish_that_names_no_column_is_noticed_and_changes_nothing(wish):
    file = read_data((wish + MEMBERS).encode(), path="content/data/members.yaml")
    assert file.document.problems
    assert (file.sort, file.group) == ((), None)
