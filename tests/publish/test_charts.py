"""Charts: every figure has a bar of its length, its label and its number; mirrored where the language begins on the right."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.model import LocalisedText, State
from i18n_site.publish.charts import Bar, bar_chart, wrap

SVG = "{http://www.w3.org/2000/svg}"


def text(words, locale="en"):
    return LocalisedText(words, locale, State.TRANSLATED)


def draw(bars, locale="en", title="Jobs & people", **given):
    return ElementTree.fromstring(bar_chart("chart-1", text(title, locale), bars, locale, **given))


BARS = [
    Bar(text("At least"), Decimal("279.4"), "279.4"),
    Bar(text("Some"), Decimal(16), "16"),
    Bar(text("None"), Decimal(0), "0"),
]


def percent(element, name):
    return Decimal(element.attrib[name].removesuffix("%"))


def test_bars_are_as_long_as_their_figures_say_and_nothing_has_none():
    chart = draw(BARS)
    widths = [percent(bar, "width") for bar in chart.iter(f"{SVG}rect")]
    assert len(widths) == 2
    assert abs(widths[0] / widths[1] - Decimal("279.4") / 16) < Decimal("0.2")
    assert all(bar.attrib["x"] == "0%" for bar in chart.iter(f"{SVG}rect"))
    assert [number.text for number in chart.iter(f"{SVG}text") if number.get("class") == "number"] == ["279.4", "16", "0"]


def test_parts_of_a_whole_lie_on_tracks_of_its_length():
    chart = draw([Bar(text("Share"), Decimal("9.46"), "9.46%")], whole=Decimal(100))
    track, bar = chart.iter(f"{SVG}rect")
    assert (track.get("class"), bar.get("class")) == ("track", "bar")
    assert abs(percent(bar, "width") / percent(track, "width") - Decimal("0.0946")) < Decimal("0.001")


def test_a_chart_is_an_image_with_a_name_and_says_its_figures_in_words():
    chart = draw(BARS)
    assert chart.get("role") == "img"
    ids = {element.get("id"): element.text for element in chart if element.get("id")}
    assert chart.get("aria-labelledby").split() == list(ids)
    assert list(ids.values()) == ["Jobs & people", "At least: 279.4; Some: 16; None: 0"]
    assert not [element for element in chart.iter() if "style" in element.attrib or element.tag.endswith(("style", "script"))]


def test_a_chart_of_two_languages_leaves_the_words_to_its_table_and_marks_the_foreign_label():
    chart = draw([Bar(text("Emplois", "fr"), Decimal(1), "1"), Bar(text("Jobs", "en"), Decimal(2), "2")], "fr", "Emplois")
    assert not chart.findall(f"{SVG}desc")
    labels = [label for label in chart.iter(f"{SVG}text") if label.get("class") is None]
    assert [label.get("lang") for label in labels] == [None, "en"]


def test_in_arabic_the_chart_begins_on_the_right_and_a_foreign_label_reads_from_the_left():
    chart = draw([Bar(text("فرص العمل", "ar"), Decimal(4), "4"), Bar(text("Jobs"), Decimal(2), "2")], "ar", "أرقام")
    assert chart.get("direction") == "rtl"
    for bar in chart.iter(f"{SVG}rect"):
        assert percent(bar, "x") + percent(bar, "width") == 100
    own, foreign = (label for label in chart.iter(f"{SVG}text") if label.get("class") is None)
    assert (own.get("direction"), own.get("text-anchor")) == (None, None)
    assert (foreign.get("direction"), foreign.get("text-anchor"), foreign.get("lang")) == ("ltr", "end", "en")
    assert {span.get("x") for label in (own, foreign) for span in label} == {"100%"}
    assert {number.get("dx") for number in chart.iter(f"{SVG}text") if number.get("class") == "number"} == {"-0.5em"}


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("Countries", ["Countries"]),
        ("one two three", ["one two", "three"]),
        ("  one \n two  ", ["one two"]),
        ("extraordinary one", ["extraordinary", "one"]),
        ("協同組合の仕事", ["協同組合", "の仕事"]),
        ("協同組合、仕事", ["協同組", "合、仕事"]),
        ("", [""]),
    ],
)
def test_labels_break_where_their_script_breaks(words, lines):
    assert wrap(words, 9) == lines


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=80), st.integers(4, 40))
def test_no_word_of_a_label_is_lost_when_it_breaks(words, measure):
    assert "".join("".join(wrap(words, measure)).split()) == "".join(words.split())


@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=["C"]), max_size=30), st.decimals(-9, 10**6, places=2)), max_size=5
    ),
    st.sampled_from(["fr", "ar", "ja"]),
)
def test_whatever_figures_say_the_chart_is_well_formed_and_within_its_width(figures, locale):
    chart = draw([Bar(text(label), value, str(value)) for label, value in figures], locale)
    for bar in chart.iter(f"{SVG}rect"):
        assert percent(bar, "x") >= 0
        assert percent(bar, "x") + percent(bar, "width") <= 100
