"""The page of all figures: every figure with its source, and charts, below the document that figures.yaml names."""

from __future__ import annotations

import pytest

from i18n_site.config import load_site
from i18n_site.web import create_app
from i18n_site.workflow.compile import compile_site
from i18n_site.workflow.extract import extract
from i18n_site.workflow.update import update
from support.html import read_html
from support.sites import copy_site, translate

FIGURES = """
page: news/second
translate: [label, source]
charts:
  - {title: How many, figures: [members, people]}
records:
  members: {value: 52, label: Members, source: The office, date: 2017-09-01, link: news/first}
  people: {value: 65000, label: People}
  share: {value: 9.46, format: percent, label: Share}
  motto: {value: One for all, format: text, label: Motto}
"""


CHARTS = "charts:\n  - {title: How many, figures: [members, people]}\n"


def site_with(tmp_path, figures):
    site = copy_site(tmp_path)
    (site.data / "figures.yaml").write_text(figures, "utf-8")
    extract(site)
    update(site)
    return site


def page_of(site, address):
    compile_site(site)
    response = create_app(site.root).test_client().get(address)
    assert response.status_code == 200
    return read_html(response.text)


def test_every_figure_is_named_with_its_number_its_source_and_its_date(tmp_path):
    table = page_of(site_with(tmp_path, FIGURES), "/en/news/second/").one("table")
    assert table.one("caption").text == "All figures"
    assert [cell.text for cell in table.one("thead").all("th")] == ["What is counted", "Figure", "Source", "Date"]
    rows = [[cell.text for cell in row.children if not isinstance(cell, str)] for row in table.one("tbody").all("tr")]
    assert rows == [
        ["Members", "52", "The office", "September 1, 2017"],
        ["People", "65,000", "", ""],
        ["Share", "9.46%", "", ""],
        ["Motto", "One for all", "", ""],
    ]
    assert table.one("time").attributes["datetime"] == "2017-09-01"
    assert table.one("a").attributes["href"] == "/en/news/first/"


def test_a_chart_stands_above_the_table_in_the_visitors_language(tmp_path):
    site = site_with(tmp_path, FIGURES)
    translate(site, "fr", "data", {"How many": "Combien", "Members": "Membres", "People": "Personnes"})
    page = page_of(site, "/fr/news/second/")
    chart = page.one("svg")
    assert chart.one("title").text == "Combien"
    assert chart.one("desc").text.replace("\u202f", " ") == "Membres: 52; Personnes: 65 000"
    assert page.one("figcaption").text == "Combien"
    main = page.one("main").all()
    assert main.index(chart) < main.index(page.one("table"))
    arabic = page_of(site, "/ar/news/second/")
    assert arabic.one("svg").attributes["direction"] == "rtl"
    assert (arabic.one("figcaption").one("span").language, arabic.one("svg").one("title").language) == ("en", "en")


def test_without_dates_there_is_no_column_of_dates_and_without_charts_no_chart(tmp_path):
    figures = FIGURES.replace(", date: 2017-09-01", "").replace(
        "charts:\n  - {title: How many, figures: [members, people]}\n", ""
    )
    page = page_of(site_with(tmp_path, figures), "/en/news/second/")
    assert len(page.one("thead").all("th")) == 3
    assert not page.all("svg")
    assert not page.all("figure")


@pytest.mark.parametrize(
    ("charts", "said"),
    [
        ("[{title: A, figures: [nothing]}]", "no figure 'nothing'"),
        ("[{title: A}]", "needs a title and figures"),
        ("[{figures: [members]}]", "needs a title and figures"),
        ("[{title: A, figures: [members, share]}]", "figures of one format"),
        ("[{title: A, figures: [motto]}]", "draws numbers"),
        ("a chart", "must be a list"),
        ("[{title: A, figures: [members], colour: red}]", "unknown key"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_noticed_with_its_line_and_the_page_stands(tmp_path, charts, said):
    figures = FIGURES.replace(CHARTS, f"charts: {charts}\n")
    site = site_with(tmp_path, figures)
    (finding,) = [one for one in compile_site(site).findings if one.check == "data"]
    assert said in finding.message
    assert (finding.path, finding.line) == ("content/data/figures.yaml", 4)
    assert page_of(site, "/en/news/second/").one("table")


def test_figures_below_a_protected_document_are_not_shown(tmp_path):
    site = site_with(tmp_path, FIGURES)
    about = site.content / "news" / "second.md"
    about.write_text(about.read_text("utf-8").replace("---\n", "---\nprotected: scrypt:32768:8:1$salt$hash\n", 1), "utf-8")
    extract(site)
    update(site)
    page = page_of(load_site(site.root), "/en/news/second/")
    assert not page.all("table")
    assert not page.all("svg")
