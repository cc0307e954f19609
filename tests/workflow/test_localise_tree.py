"""`localise`: the content tree as other site generators want it, and nothing else touched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.catalogue.po import read_po
from i18n_site.config import load_site
from i18n_site.errors import DocumentError, I18nSiteError, LocaleError, WriteError
from i18n_site.formats.data import read_data, read_figures
from i18n_site.formats.front_matter import split
from i18n_site.formats.markdown import Rules, read_document
from i18n_site.formats.reading import read_body
from i18n_site.model import MessageKey, Severity
from i18n_site.publish.figures import Figures
from i18n_site.publish.filling import fill_figures
from i18n_site.publish.layouts import LAYOUTS
from i18n_site.publish.localise import Localiser
from i18n_site.workflow.adopt import adopt
from i18n_site.workflow.compile import compile_site
from i18n_site.workflow.extract import extract
from i18n_site.workflow.localise_tree import Choices, localise_tree
from i18n_site.workflow.read_sources import read_sources
from i18n_site.workflow.update import update
from i18n_site.workflow.written_tree import MARKER
from i18n_site.yaml_positions import read_yaml
from support.corpora import corpus
from support.sites import copy_site, translate, translate_all


@pytest.fixture
def site(tmp_path):
    """French is translated, Spanish a title only."""
    made = copy_site(tmp_path)
    translate_all(made, "fr")
    translate(made, "es", "pages", {"About": "Acerca de"})
    return made


def make_site(folder: Path, files: dict[str, str], translations: dict[str, dict[str, str]] | None = None):
    """A site of these files, in English and French; translations by domain."""
    for name, text in {"site.yaml": "languages: {en: {}, fr: {}}\n", **files}.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    made = load_site(folder)
    extract(made)
    update(made)
    for domain, texts in (translations or {}).items():
        translate(made, "fr", domain, texts)
    return made


def tree(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != MARKER)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def content(site) -> dict[str, bytes]:
    """What is to be localised: drafts and protected documents are not."""
    return {path: data for path, data in tree(site.content).items() if path not in ("news/third.md", "news/fourth.md")}


# -- what is written ----------------------------------------------------------------------------------------------------


def test_without_translations_every_file_is_its_source_byte_for_byte(tmp_path):
    site = copy_site(tmp_path)
    localise_tree(site, tmp_path / "out", ["fr"], Choices(threshold=0))
    expected = content(site)
    # a French file that an author has made
    assert tree(tmp_path / "out" / "fr") == {**expected, "files/report.txt": expected["files/report.fr.txt"]}


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "plain"])
def test_without_translations_every_file_of_every_layout_is_a_source_byte_for_byte(tmp_path, layout):
    site = copy_site(tmp_path)
    report = localise_tree(site, tmp_path / "out", [], Choices(LAYOUTS[layout], threshold=0))
    sources = set(content(site).values())
    assert set(tree(tmp_path / "out").values()) <= sources
    assert set(report.documents.values()) == {4}


def test_a_corpus_of_documentation_without_translations_is_itself(tmp_path):
    source = corpus("fastapi-docs") / "en"
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "content").symlink_to(source)
    report = localise_tree(load_site(tmp_path / "site"), tmp_path / "out", [], Choices(threshold=0))
    expected = {path: data for path, data in tree(source).items() if not any(part.startswith(".") for part in path.split("/"))}
    assert tree(tmp_path / "out" / "en") == expected
    assert report.documents["en"] > 100


def test_bodies_front_matter_data_and_site_texts_are_localised_and_all_else_is_the_authors(site, tmp_path):
    localise_tree(site, tmp_path / "out", ["fr"])
    out = tmp_path / "out" / "fr"
    about = (out / "pages" / "about.md").read_text("utf-8")
    assert 'image: {src: ../files/mark.svg, alt: "[fr] Our mark"}' in about
    assert "[fr] Write to {enquiry_email}. See the [second note](../news/second.md#the-end)" in about
    config = (out / "site.yaml").read_bytes()
    assert b"# NOTE: The site's motto.\n" in config
    plain = read_yaml(config, path="site.yaml")
    assert plain.at("tagline").value == "[fr] Small but whole"
    assert plain.at("sections.news.slug").value == "news"
    people = read_yaml((out / "data" / "people.yaml").read_bytes(), path="people.yaml")
    assert people.at("records.0.role").value == "[fr] Chair"
    assert people.at("records.0.name").value == "Sample person"
    assert (out / "files" / "mark.svg").read_bytes() == (site.files / "mark.svg").read_bytes()


def test_quotes_comments_and_line_ends_of_front_matter_stay(tmp_path):
    text = "---\r\ntitle: 'A day'  # on the farm\r\nsummary: >-\r\n  It was\r\n  long.\r\nweight: 3\r\n---\r\n\r\nHay.\r\n"
    site = make_site(tmp_path / "s", {"news/a.md": text}, {"news": {"A day": "L'été", "It was long.": "Long.", "Hay.": "Foin."}})
    localise_tree(site, tmp_path / "out", ["fr"])
    expected = "---\r\ntitle: 'L''été'  # on the farm\r\nsummary: >-\r\n  Long.\r\nweight: 3\r\n---\r\n\r\nFoin.\r\n"
    assert (tmp_path / "out" / "fr" / "news" / "a.md").read_bytes().decode() == expected


def test_a_translation_that_breaks_its_page_costs_one_passage_and_is_reported(site, tmp_path):
    translate(site, "fr", "news", {"It goes on, and on, and on.": "Un.\n\nDeux."})
    report = localise_tree(site, tmp_path / "out", ["fr"], Choices(threshold=0.3))
    assert [finding.path for finding in report.errors] == ["translations/fr/LC_MESSAGES/news.po"]
    second = (tmp_path / "out" / "fr" / "news" / "second.md").read_text("utf-8")
    assert "\nIt goes on, and on, and on.\n" in second
    assert "[fr] It ends with `code`" in second


def test_drafts_and_protected_documents_and_the_files_of_the_latter_are_left_out(site, tmp_path):
    (site.files / "secret.txt").write_text("the nest")
    third = site.content / "news" / "third.md"
    third.write_text(third.read_text("utf-8") + "\nSee [it](../files/secret.txt).\n", encoding="utf-8")
    report = localise_tree(site, tmp_path / "out", [], Choices(threshold=0))
    assert report.protected == ("content/news/third.md",)
    names = {path.rpartition("/")[2] for path in tree(tmp_path / "out")}
    assert names.isdisjoint({"third.md", "fourth.md", "secret.txt"})
    assert not any(b"canary" in data or b"Unfinished" in data for data in tree(tmp_path / "out").values())


def test_markdown_among_files_and_data_is_copied(tmp_path):
    site = make_site(
        tmp_path / "s", {"a.md": "# A\n", "files/notes.md": "# N\n", "data/deep/x.json": "{}", "data/readme.md": "R"}
    )
    localise_tree(site, tmp_path / "out", ["fr"], Choices(LAYOUTS["hugo-folders"], threshold=0))
    assert set(tree(tmp_path / "out")) == {
        "content/fr/a.md",
        "content/fr/files/notes.md",
        "data/fr/deep/x.json",
        "data/fr/readme.md",
    }


def test_fields_that_only_the_other_generator_knows_are_nothing_to_report(tmp_path):
    text = "---\ntitle: T\nsidebar_position: 3\n---\n\nOne.\n"
    site = make_site(tmp_path / "s", {"a.md": text}, {"pages": {"T": "Titre", "One.": "Un."}})
    assert localise_tree(site, tmp_path / "out", ["fr"]).findings == ()
    assert (tmp_path / "out/fr/a.md").read_text() == text.replace("T\n", "Titre\n").replace("One", "Un")


# -- thresholds and languages -------------------------------------------------------------------------------------------


def test_a_document_below_the_threshold_is_left_out(site, tmp_path):
    report = localise_tree(site, tmp_path / "out", ["es"])
    assert report.documents == {"es": 0}
    assert len(report.below["es"]) == 4
    assert not list((tmp_path / "out").rglob("*.md"))
    report = localise_tree(site, tmp_path / "out", ["es"], Choices(threshold=0.03))
    assert report.below["es"] == ("content/news/first.md", "content/news/second.md", "content/pages/home.md")
    assert "title: Acerca de\n" in (tmp_path / "out" / "es" / "pages" / "about.md").read_text("utf-8")


def test_keep_below_puts_the_source_there(site, tmp_path):
    report = localise_tree(site, tmp_path / "out", ["es"], Choices(keep_below=True))
    assert report.documents == {"es": 0}
    assert tree(tmp_path / "out" / "es")["pages/about.md"] == (site.content / "pages" / "about.md").read_bytes()


def test_a_book_has_every_chapter(site, tmp_path):
    localise_tree(site, tmp_path / "out", ["es"], Choices(LAYOUTS["mdbook"]))
    assert (tmp_path / "out/es/src/pages/about.md").read_bytes() == (site.content / "pages" / "about.md").read_bytes()


def test_what_is_a_link_alone_in_the_summary_of_a_book_stays_one(tmp_path):
    links = {"about": "[About us](about.md)", "other": "[The other](other.md)"}
    summary = "# Summary\n\n- {about}\n- {other}\n".format(**links)
    texts = {links["about"]: "[À propos](about.md)", links["other"]: "[L’autre](other.md) et plus"}
    site = make_site(tmp_path / "s", {"SUMMARY.md": summary, "other.md": summary}, {"pages": texts})
    report = localise_tree(site, tmp_path / "out", ["fr"], Choices(LAYOUTS["mdbook"], threshold=0))
    written = tree(tmp_path / "out" / "fr" / "src")
    assert written["SUMMARY.md"].decode() == "# Summary\n\n- [À propos](about.md)\n- [The other](other.md)\n"
    assert written["other.md"].decode().endswith("- [À propos](about.md)\n- [L’autre](other.md) et plus\n")  # a chapter
    (finding,) = report.findings
    assert (finding.check, finding.severity, finding.key.msgid) == ("outline", Severity.ERROR, links["other"])
    assert finding.path == "translations/fr/LC_MESSAGES/pages.po"
    assert localise_tree(site, tmp_path / "plain", ["fr"], Choices(threshold=0)).findings == ()


def test_a_document_may_have_a_threshold_of_its_own(tmp_path):
    text = "---\ntitle: T\ni18n: {publish_at: %s}\n---\n\nOne two three four.\n"
    files = {"a.md": text % "0.1", "b.md": text % "0.9", "c.md": text % "much"}
    site = make_site(tmp_path / "s", files, {"pages": {"T": "Titre"}})
    report = localise_tree(site, tmp_path / "out", ["fr"])
    assert report.below["fr"] == ("content/b.md", "content/c.md")


def test_languages_in_preparation_are_written_only_when_they_are_named(tmp_path):
    yaml = "languages: {en: {}, fr: {}, pl: {public: false}}\n"
    site = make_site(tmp_path / "s", {"site.yaml": yaml, "a.md": "# A\n"})
    assert set(localise_tree(site, tmp_path / "out").documents) == {"en", "fr"}
    assert set(localise_tree(site, tmp_path / "out", ["pl"]).documents) == {"pl"}
    with pytest.raises(LocaleError, match="it has en, fr, pl"):
        localise_tree(site, tmp_path / "out", ["de"])


# -- layouts ------------------------------------------------------------------------------------------------------------

PLACES = {
    "plain": ("en/pages/about.md", "pt-BR/pages/about.md", "pt-BR/files/mark.svg", "pt-BR/data/people.yaml"),
    "hugo-files": (
        "content/pages/about.md",
        "content/pages/about.pt-br.md",
        "content/files/mark.svg",
        "data/pt-br/people.yaml",
    ),
    "hugo-folders": (
        "content/en/pages/about.md",
        "content/pt-br/pages/about.md",
        "content/pt-br/files/mark.svg",
        "data/pt-br/people.yaml",
    ),
    "mkdocs-files": ("docs/pages/about.md", "docs/pages/about.pt-BR.md", "docs/files/mark.svg", "docs/data/people.pt-BR.yaml"),
    "mkdocs-folders": (
        "docs/en/pages/about.md",
        "docs/pt-BR/pages/about.md",
        "docs/pt-BR/files/mark.svg",
        "docs/pt-BR/data/people.yaml",
    ),
    "docusaurus": (
        "docs/pages/about.md",
        "i18n/pt-BR/docusaurus-plugin-content-docs/current/pages/about.md",
        "i18n/pt-BR/docusaurus-plugin-content-docs/current/files/mark.svg",
        "i18n/pt-BR/docusaurus-plugin-content-docs/current/data/people.yaml",
    ),
    "starlight": (
        "src/content/docs/pages/about.md",
        "src/content/docs/pt-br/pages/about.md",
        "src/content/docs/pt-br/files/mark.svg",
        "src/content/docs/pt-br/data/people.yaml",
    ),
    "mdbook": (
        "en/src/pages/about.md",
        "pt-BR/src/pages/about.md",
        "pt-BR/src/files/mark.svg",
        "pt-BR/src/data/people.yaml",
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_generator_finds_its_files(tmp_path, layout):
    site = copy_site(tmp_path)
    translate_all(site, "pt-BR")
    localise_tree(site, tmp_path / "out", ["en", "pt-BR"], Choices(LAYOUTS[layout]))
    source, target, file, data = (tmp_path / "out" / place for place in PLACES[layout])
    assert source.read_bytes() == (site.content / "pages" / "about.md").read_bytes()
    assert b"[pt-BR] Who we are." in target.read_bytes()
    assert file.read_bytes() == (site.files / "mark.svg").read_bytes()
    assert b"[pt-BR] Chair" in data.read_bytes()


SLUGS = {
    "news/with.md": "---\ntitle: A  # one\nslug: a-day\n---\n",
    "news/without.md": "---\ntitle: B\n---\n",
    "news/bare.md": "# C\n",
    "news/_index.md": "---\ntitle: News\n---\n",
}
FRENCH = {
    "A": "Un",
    "B": "Deux",
    "C": "Trois",
    "News": "Nouvelles",
    "a-day": "un-jour",
    "without": "sans",
    "bare": "nu",
}


@pytest.mark.parametrize(
    ("layout", "folder", "first", "second"),
    [
        ("plain", "fr", "slug: a-day\n", ""),
        ("hugo-folders", "content/fr", "slug: un-jour\n", "slug: sans\n"),
        ("docusaurus", "i18n/fr/docusaurus-plugin-content-docs/current", "slug: a-day\n", ""),
        ("starlight", "src/content/docs/fr", "slug: fr/a-day\n", ""),
    ],
)
def test_a_slug_is_what_the_generator_makes_of_it(tmp_path, layout, folder, first, second):
    site = make_site(tmp_path / "s", SLUGS, {"news": FRENCH})
    localise_tree(site, tmp_path / "out", ["fr"], Choices(LAYOUTS[layout]))
    assert {name: data.decode() for name, data in tree(tmp_path / "out" / folder / "news").items()} == {
        "with.md": f"---\ntitle: Un  # one\n{first}---\n",
        "without.md": f"---\ntitle: Deux\n{second}---\n",
        "bare.md": "# Trois\n",
        "_index.md": "---\ntitle: Nouvelles\n---\n",
    }


def test_an_index_of_hugo_is_an_index_and_asks_nobody_for_a_slug(tmp_path):
    site = make_site(
        tmp_path, {"_index.md": "# Home\n", "news/_index.md": "# News\n", "news/athens.md": "# A\n\n[up](_index.md)\n"}
    )
    slugs = [key.msgid for domain in ("pages", "news") for key in keys_of(site, domain) if key.msgctxt == "slug"]
    assert slugs == ["athens"]
    assert {document.id for document in read_sources(site).documents} == {"pages/", "news/", "news/athens"}
    assert compile_site(site).findings == ()


def keys_of(site, domain: str) -> list[MessageKey]:
    return [message.key for message in read_po(site.translations / f"{domain}.pot").messages]


def test_a_slug_that_is_no_clean_path_is_reported_and_not_used(tmp_path):
    site = make_site(tmp_path / "s", SLUGS, {"news": {**FRENCH, "without": "../sans"}})
    report = localise_tree(site, tmp_path / "out", ["fr"], Choices(LAYOUTS["hugo-files"]))
    assert [finding.path for finding in report.findings if finding.check.startswith("slug")] == [
        "translations/fr/LC_MESSAGES/news.po"
    ]
    assert b"slug" not in (tmp_path / "out/content/news/without.fr.md").read_bytes()


def test_two_sources_for_one_place_are_refused_before_anything_is_written(tmp_path):
    site = make_site(tmp_path / "s", {"a.md": "# A\n", "a.fr.md": "# B\n"})
    with pytest.raises(DocumentError, match=r"content/a\.md: this file and content/a\.fr\.md would both be written to"):
        localise_tree(site, tmp_path / "out", [], Choices(LAYOUTS["mkdocs-files"], threshold=0))
    assert not (tmp_path / "out").exists()


# -- drawings and other files ---------------------------------------------------------------------------------------------

CHART = """<svg xmlns="http://www.w3.org/2000/svg" aria-label='Bars'><title>Members</title>
<text x="1">In <tspan>Europe</tspan></text><text>2004</text></svg>
"""
CHART_TEXTS = {"Bars": "Barres d'« or »", "Members": "Membres", "In <tspan>Europe</tspan>": "En <tspan>Europe</tspan>"}
CHART_FR = """<svg xml:lang="fr" xmlns="http://www.w3.org/2000/svg" aria-label='Barres d&#39;« or »'><title>Membres</title>
<text x="1">En <tspan>Europe</tspan></text><text>2004</text></svg>
"""


def drawn(folder: Path, layout: str, files: dict[str, str], locales=(), texts=CHART_TEXTS) -> dict[str, str]:
    """The localised tree of a site with a drawing, its documents and texts aside."""
    site = make_site(folder / "s", {"files/chart.svg": CHART, **files}, {"data": texts})
    localise_tree(site, folder / "out", list(locales), Choices(LAYOUTS[layout], threshold=0))
    found = {path: data.decode() for path, data in tree(folder / "out").items()}
    return {path: text for path, text in found.items() if not path.endswith((".md", ".yaml"))}


@pytest.mark.parametrize("layout", [name for name, layout in LAYOUTS.items() if not layout.shares_files])
def test_a_drawing_is_localised_in_the_folder_of_its_language(tmp_path, layout):
    found = drawn(tmp_path, layout, {"a.md": "![Bars](files/chart.svg)\n"})
    (source,) = (text for path, text in found.items() if "fr" not in path.split("/"))
    (french,) = (text for path, text in found.items() if "fr" in path.split("/"))
    assert source == CHART
    assert french == CHART_FR


@pytest.mark.parametrize("layout", [name for name, layout in LAYOUTS.items() if layout.shares_files])
def test_a_drawing_lies_beside_its_source_where_languages_share_files(tmp_path, layout):
    root = "content" if layout.startswith("hugo") else "docs"
    assert drawn(tmp_path, layout, {}) == {f"{root}/files/chart.svg": CHART, f"{root}/files/chart.fr.svg": CHART_FR}


def test_a_drawing_without_a_translation_stays_and_one_of_its_texts_falls_back_alone(tmp_path):
    assert drawn(tmp_path / "1", "plain", {}, ["fr"], {}) == {"fr/files/chart.svg": CHART}
    found = drawn(tmp_path / "2", "plain", {}, ["fr"], {"Members": "Membres"})
    assert '<title>Membres</title>\n<text xml:lang="en" x="1">In <tspan>Europe</tspan>' in found["fr/files/chart.svg"]
    broken = drawn(tmp_path / "3", "plain", {}, ["fr"], {**CHART_TEXTS, "Members": "<script>x</script>"})
    assert '<title xml:lang="en">Members</title>' in broken["fr/files/chart.svg"]


def test_a_drawing_in_a_pseudo_locale_has_no_word_left(tmp_path):
    (text,) = drawn(tmp_path, "plain", {}, ["ar-XB"]).values()
    assert not any(word in text for word in ("Bars", "Members", "Europe"))
    assert text.count("<tspan>") == 1


def test_a_file_of_a_language_takes_the_place_of_its_source_there(tmp_path):
    files = {"files/report.txt": "report", "files/report.fr.txt": "rapport", "files/chart.fr.svg": "<svg>à la main</svg>"}
    assert drawn(tmp_path / "1", "plain", files, ["en", "fr"]) == {
        "en/files/report.txt": "report",
        "en/files/report.fr.txt": "rapport",
        "en/files/chart.svg": CHART,
        "en/files/chart.fr.svg": "<svg>à la main</svg>",
        "fr/files/report.txt": "rapport",
        "fr/files/report.fr.txt": "rapport",
        "fr/files/chart.svg": "<svg>à la main</svg>",
        "fr/files/chart.fr.svg": "<svg>à la main</svg>",
    }
    shared = drawn(tmp_path / "2", "mkdocs-files", files)
    assert shared == {f"docs/{path}": text for path, text in {**files, "files/chart.svg": CHART}.items()}


def test_a_drawing_falls_back_to_the_next_language_that_has_it(tmp_path):
    config = "languages: {en: {}, fr: {}, fr-CA: {}}\n"
    found = drawn(tmp_path, "plain", {"site.yaml": config}, ["fr-CA"])
    assert "<title>Membres</title>" in found["fr-CA/files/chart.svg"]


def test_a_drawing_that_only_a_protected_document_shows_is_left_out(tmp_path):
    page = "---\nprotected: x\n---\n\n![Bars](files/chart.svg)\n"
    assert drawn(tmp_path, "hugo-files", {"a.md": page}) == {}


# -- figures ------------------------------------------------------------------------------------------------------------


def fill(folder: Path, text: str, values: str = "", translations: dict[str, str] | None = None):
    """A document with its figures filled in, in French, and the report."""
    figures = "records:\n  members: {value: 1234}\n  year: {value: '1990', format: text}\n"
    config = f"languages: {{en: {{}}, fr: {{}}}}\nvalues: {{email: a_b@c.example, odd: '*x* [y] <z> `q` |'{values}}}\n"
    files = {"site.yaml": config, "data/figures.yaml": figures, "a.md": text}
    site = make_site(folder / "s", files, {"pages": translations} if translations else None)
    report = localise_tree(site, folder / "out", ["fr"], Choices(threshold=0, fill_figures=True))
    return (folder / "out" / "fr" / "a.md").read_bytes().decode(), report


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("We are {members}, {{members}} and {nobody}.\n", "We are 1,234, {1,234} and {nobody}.\n"),
        ("`{members}` \\{members} {members\\}\n\n    {members}\n", "`{members}` 1,234 1,234\n\n    {members}\n"),
        ("## Members {members}\n\nMore {members}\n=======\n", "## Members 1,234\n\nMore 1,234\n=======\n"),
        ("- {year}. gada\n- {year}) gada\n- in {year}. Yes\n", "- 1990\\. gada\n- 1990\\) gada\n- in 1990. Yes\n"),
        ("a {odd} b\n", "a \\*x\\* \\[y\\] \\<z> \\`q\\` \\| b\n"),
        ("| {members} | {odd} |\n|--|--|\n", "| 1,234 | \\*x\\* \\[y\\] \\<z> \\`q\\` \\| |\n|--|--|\n"),
        ("![{members} of us](x.png) **{email}** {e\\mail}\n", "![1,234 of us](x.png) **a_b@c.example** {e\\mail}\n"),
        ('<p title="{members}">There are {members}.</p>\n', '<p title="{members}">There are 1,234.</p>\n'),
        (
            "---\ntitle: All {members}  # of us\ndate: '{members}'\n---\n",
            "---\ntitle: All 1,234  # of us\ndate: '{members}'\n---\n",
        ),
    ],
)
def test_figures_are_filled_in_wherever_a_page_shows_them(tmp_path, text, filled):
    assert fill(tmp_path, text)[0].replace("\u202f", ",") == filled


def test_a_figure_is_written_in_the_language_of_its_passage(tmp_path):
    text = "There are {members} here.\n\nAnd {members} there.\n"
    filled, report = fill(tmp_path, text, translations={"There are {members} here.": "Il y en a {members}."})
    assert filled == "Il y en a 1\u202f234.\n\nAnd 1,234 there.\n"
    assert report.errors == ()


def test_a_figure_that_would_change_the_structure_is_left_and_reported(tmp_path):
    filled, report = fill(tmp_path, "{hash} one\n\n{members} two\n", ", hash: '#'")
    assert filled == "{hash} one\n\n{members} two\n"
    assert [(finding.check, finding.path) for finding in report.errors] == [("figures", "content/a.md")]


@given(st.text("{}membrs_-\\`*#>|[]()<&1. \n", max_size=60))
def test_filling_in_never_changes_the_structure_and_is_done_once(text):
    found, _ = read_figures(read_data(b"records: {members: {value: 1234}, m: {value: 5}}", path="f.yaml"))
    figures = Figures({figure.id: figure for figure in found}, {"s": "*_`"})
    document = read_document(text.encode(), path="a.md", section="pages", slug="a", rules=Rules(figures.names, slug=False))
    localised = Localiser(document, source="en", figures=figures.names).localise("en", (), lambda tag, segment: None)
    data, _ = fill_figures(localised, figures)
    body = split(data, path="a.md").body
    before, after = (read_body(read.decode(), figures.names) for read in (document.text[document.body :], data[body:]))
    assert after.skeleton == before.skeleton


# -- the folder ---------------------------------------------------------------------------------------------------------


def test_a_second_run_writes_nothing_and_what_is_no_longer_there_goes(site, tmp_path):
    out = tmp_path / "out"
    first = localise_tree(site, out)
    assert len(first.written) == first.files == len(tree(out))
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    assert localise_tree(site, out).written == ()
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == times
    (site.content / "news" / "second.md").unlink()
    (site.content / "news" / "first.md").unlink()
    (out / "mine.txt").write_text("x")
    again = localise_tree(site, out, ["fr"])
    assert {"fr/news/second.md", "en/site.yaml"} <= set(again.removed)
    assert sorted(path.name for path in out.iterdir()) == [MARKER, "fr", "mine.txt"]
    assert not (out / "fr" / "news").exists()


def test_the_folder_does_not_depend_on_what_was_in_it_before(site, tmp_path):
    localise_tree(site, tmp_path / "one", [], Choices(LAYOUTS["starlight"]))
    for name in LAYOUTS:
        localise_tree(site, tmp_path / "two", [], Choices(LAYOUTS[name]))
    localise_tree(site, tmp_path / "two", [], Choices(LAYOUTS["starlight"]))
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    assert (tmp_path / "one" / MARKER).read_bytes() == (tmp_path / "two" / MARKER).read_bytes()


def test_a_folder_of_somebody_else_is_refused_and_with_force_only_same_names_are_overwritten(site, tmp_path):
    out = tmp_path / "out"
    (out / "fr" / "pages").mkdir(parents=True)
    (out / "fr" / "pages" / "home.md").write_text("mine")
    (out / "fr" / "pages" / "own.md").write_text("mine")
    with pytest.raises(WriteError, match=r"--force"):
        localise_tree(site, out)
    assert tree(out) == {"fr/pages/home.md": b"mine", "fr/pages/own.md": b"mine"}
    localise_tree(site, out, ["fr"], Choices(force=True))
    assert (out / "fr" / "pages" / "own.md").read_text() == "mine"
    assert b"[fr]" in (out / "fr" / "pages" / "home.md").read_bytes()
    localise_tree(site, out, ["en"])
    assert tree(out / "fr") == {"pages/own.md": b"mine"}


@pytest.mark.parametrize("place", ["content", "content/fr", "translations", "translations/out", "content/news/first.md"])
def test_nothing_is_written_into_content_or_translations(site, place):
    before = tree(site.root)
    for force in (False, True):
        with pytest.raises(WriteError):
            localise_tree(site, site.root / place, [], Choices(force=force))
    assert tree(site.root) == before


def test_a_folder_around_the_content_is_fine_where_no_source_is_hit(site):
    before = tree(site.content)
    with pytest.raises(WriteError, match=r"content/.*: would be written into .*, which is read"):
        localise_tree(site, site.root, [], Choices(LAYOUTS["hugo-files"], force=True))
    localise_tree(site, site.root, ["fr"], Choices(LAYOUTS["docusaurus"], force=True))
    assert tree(site.content) == before
    assert (site.root / "i18n" / "fr").is_dir()


def test_a_source_that_content_only_links_to_is_not_overwritten(tmp_path):
    (tmp_path / "project" / "docs").mkdir(parents=True)
    (tmp_path / "project" / "docs" / "a.md").write_bytes(b"# {m}\n")
    (tmp_path / "s" / "content").mkdir(parents=True)
    (tmp_path / "s" / "content" / "docs").symlink_to(tmp_path / "project" / "docs")
    site = load_site(tmp_path / "s")
    with pytest.raises(WriteError, match="which is read"):
        localise_tree(site, tmp_path / "project", [], Choices(LAYOUTS["docusaurus"], force=True))
    (tmp_path / "s" / "content" / "docs").unlink()
    (tmp_path / "s" / "content").rmdir()
    (tmp_path / "s" / "content").symlink_to(tmp_path / "project" / "docs")
    with pytest.raises(WriteError, match="which is read"):
        localise_tree(site, tmp_path / "project", [], Choices(LAYOUTS["docusaurus"], force=True))
    assert tree(tmp_path / "project") == {"docs/a.md": b"# {m}\n"}


def test_links_do_not_lead_out_of_the_folder(site, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    localise_tree(site, tmp_path / "out", ["en"])
    (tmp_path / "out" / "fr").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WriteError, match="leads out of"):
        localise_tree(site, tmp_path / "out", ["fr"])
    assert tree(tmp_path / "elsewhere") == {}


def test_a_list_of_written_files_that_was_tampered_with_removes_nothing_outside(site, tmp_path):
    out = tmp_path / "out"
    localise_tree(site, out, ["en"])
    (tmp_path / "precious").write_text("x")
    files = ["../precious", str(tmp_path / "precious"), "", ".", "en/../../precious", "a\0b", "en"]
    (out / MARKER).write_text(json.dumps({"files": files}))
    localise_tree(site, out, ["en"])
    assert (tmp_path / "precious").exists()
    for text in ("", "{", "[]", '{"files": 3}', '{"files": [3]}', "\0"):
        (out / MARKER).write_text(text)
        with pytest.raises(WriteError, match="--force"):
            localise_tree(site, out, ["en"])


def test_what_was_a_file_may_become_a_folder(site, tmp_path):
    out = tmp_path / "out"
    site = make_site(tmp_path / "s", {"a.md": "# A\n", "files/x": "1"})
    localise_tree(site, out, ["en"])
    (site.files / "x").unlink()
    (site.files / "x").mkdir()
    (site.files / "x" / "y").write_text("2")
    localise_tree(site, out, ["en"])
    assert tree(out)["en/files/x/y"] == b"2"


def test_nothing_is_written_when_a_source_cannot_be_read(site, tmp_path):
    (site.content / "news" / "second.md").write_bytes(b"\xff")
    with pytest.raises(I18nSiteError, match=r"content/news/second\.md:1: the file is not UTF-8"):
        localise_tree(site, tmp_path / "out")
    assert not (tmp_path / "out").exists()


# -- the command --------------------------------------------------------------------------------------------------------


def run(site, *words):
    command = [sys.executable, "-m", "i18n_site", "--site", str(site.root), "localise", *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env={**os.environ, "COLUMNS": "200"})


def test_the_command_prints_findings_and_says_what_it_wrote(site, tmp_path):
    out = str(tmp_path / "out")
    result = run(site, out, "-L", "fr", "--locale", "pt_BR", "--layout", "hugo-files")
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr.splitlines() == [
        "content/news/third.md: left out; nothing would guard its body elsewhere",
        "fr: 4 documents",
        "pt-BR: 0 documents, 4 below the threshold",
        "11 files: 11 written, 0 removed",
    ]
    translate(site, "fr", "news", {"It goes on, and on, and on.": "Un.\n\nDeux."})
    result = run(site, out, "-L", "fr")
    assert result.returncode == 1
    assert result.stdout.startswith("translations/fr/LC_MESSAGES/news.po:")
    assert result.stdout.count("\n") == 1


@pytest.mark.parametrize("words", [("content/out",), ("out", "-L", "zz"), (".",), ("content/site.yaml",)])
def test_an_error_is_one_line_with_advice(site, words):
    result = run(site, str(site.root / words[0]), *words[1:])
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "; " in result.stderr


# -- MDX ----------------------------------------------------------------------------------------------------------------

MDX = "import A from 'a';\n\n<A title=\"Said\">\n    Text {a}.\n</A>\n"


def test_mdx_is_copied_unless_the_site_says_that_it_is_read(tmp_path):
    site = make_site(tmp_path / "a", {"a.mdx": MDX, "b.md": "Other\n"})
    localise_tree(site, tmp_path / "out", ["fr"], Choices(LAYOUTS["starlight"], threshold=0))
    assert tree(tmp_path / "out")["src/content/docs/fr/a.mdx"] == MDX.encode()

    files = {"site.yaml": "languages: {en: {}, fr: {}}\nmarkdown: {mdx: [.mdx]}\n", "a.mdx": MDX, "b.md": "<A>\n    Code\n</A>\n"}
    texts = {"pages": {"Said": 'Dit "oui"', "Text {a}.": "Texte {a} <1."}}
    site = make_site(tmp_path / "b", {**files, "draft.mdx": "---\ndraft: true\n---\nNot yet\n"}, texts)
    report = localise_tree(site, tmp_path / "read", ["en", "fr"], Choices(LAYOUTS["starlight"], threshold=0))
    assert report.findings == ()
    written = tree(tmp_path / "read")
    assert written["src/content/docs/a.mdx"] == MDX.encode()
    assert written["src/content/docs/fr/a.mdx"] == (
        b"import A from 'a';\n\n<A title=\"Dit &quot;oui&quot;\">\n    Texte {a} \\<1.\n</A>\n"
    )
    assert not any("draft" in path for path in written)


def test_every_document_is_mdx_where_the_site_says_so(tmp_path):
    files = {"site.yaml": "languages: {en: {}, fr: {}}\nmarkdown: {mdx: [.md, .mdx]}\n", "a.md": MDX, "b.mdx": "Two\n"}
    site = make_site(tmp_path / "a", files, {"pages": {"Text {a}.": "Texte {b}.", "Said": "Dit", "Two": "Deux"}})
    report = localise_tree(site, tmp_path / "out", ["fr"], Choices(LAYOUTS["plain"], threshold=0))
    written = tree(tmp_path / "out")
    assert written["fr/a.md"] == MDX.replace("Said", "Dit").encode()
    assert written["fr/b.mdx"] == b"Deux\n"
    assert {finding.check for finding in report.errors} == {"syntax"}
    pseudo = localise_tree(site, tmp_path / "pseudo", ["en-XA"], Choices(LAYOUTS["plain"], threshold=0))
    assert pseudo.findings == ()
    assert "Ŧéẋŧ {a}." in tree(tmp_path / "pseudo")["en-XA/a.md"].decode().replace("ţ", "ŧ").replace("Ţ", "Ŧ")


def test_the_sites_own_pages_leave_mdx_out_and_say_so(tmp_path):
    files = {"site.yaml": "languages: {en: {}, fr: {}}\nmarkdown: {mdx: [.mdx]}\n", "a.mdx": MDX, "b.md": "# Other\n"}
    site = make_site(tmp_path / "a", files)
    report = compile_site(site)
    assert report.documents == 1
    assert [str(finding) for finding in report.findings] == [
        "warning mdx documents that are MDX are left out, 1 of them: `i18n-site localise` writes them for their generator"
    ]
    assert not compile_site(make_site(tmp_path / "b", {key: text for key, text in files.items() if key != "b.md"})).is_empty
    assert compile_site(make_site(tmp_path / "c", {})).is_empty


def test_translated_mdx_is_adopted(tmp_path):
    files = {"site.yaml": "languages: {en: {}, fr: {}}\nmarkdown: {mdx: [.mdx]}\n", "a.mdx": MDX}
    site = make_site(tmp_path / "a", files)
    translated = tmp_path / "there" / "a.mdx"
    translated.parent.mkdir()
    translated.write_text(MDX.replace("Said", "Dit").replace("Text", "Texte"))
    report = adopt(site, "fr", translated.parent)
    assert [(found.sure, found.doubtful) for found in report.catalogues] == [(2, 0)]
    localise_tree(site, tmp_path / "out", ["fr"], Choices(LAYOUTS["plain"], threshold=0))
    assert tree(tmp_path / "out")["fr/a.mdx"] == translated.read_bytes()
