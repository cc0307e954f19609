"""The repository's own site, whole: every page of every language, crawled and looked at in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pyromark
import pytest
from flask import Flask

from i18n_site.config import Site, load_site
from i18n_site.formats.dialect import OPTIONS
from i18n_site.publish.links import url_of
from i18n_site.publish.release import open_release
from i18n_site.publish.slugs import VIEW_MARK
from i18n_site.web import create_app
from i18n_site.web.addresses import ROOMS
from i18n_site.workflow.compile import CompileReport, compile_for_editing
from i18n_site.workflow.extract import extract
from i18n_site.workflow.render import localised_document, plain_html
from i18n_site.workflow.status import as_json, status
from i18n_site.workflow.update import update
from support.browser import chromium, serving
from support.corpora import ROOT
from support.html import read_html

LANGUAGES = ["en", "fr", "es", "it", "pt-BR", "ar", "ja", "pl"]


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(ROOT)


@pytest.fixture(scope="module")
def compiled(site: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CompileReport]:
    path = tmp_path_factory.mktemp("release") / "site.sqlite3"
    return path, compile_for_editing(site, path)


@pytest.fixture(scope="module")
def app(compiled: tuple[Path, CompileReport]) -> Flask:
    return create_app(ROOT, release=compiled[0])


def crawl(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Every page reachable from the home pages: address, type, text. Asserts that each link leads to a page and an anchor."""
    client = app.test_client()
    waiting, seen = [f"/{language}/" for language in LANGUAGES], set()
    anchors: dict[str, set[str]] = {}
    wanted: list[tuple[str, str, str]] = []
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address, buffered=True)
        assert response.status_code == 200, address
        if response.mimetype != "text/html":
            yield address, response.mimetype, ""
            continue
        yield address, response.mimetype, response.text
        elements = read_html(response.text).all()
        anchors[address] = {element.attributes["id"] for element in elements if "id" in element.attributes}
        for element in elements:
            for name in ("href", "src"):
                link = element.attributes.get(name)
                if not link or (element.tag == "link" and element.attributes.get("rel") in ("canonical", "alternate")):
                    continue
                target, anchor = urldefrag(urljoin(address, link))
                if urlsplit(target).scheme or urlsplit(target).netloc:
                    continue
                waiting.append(target)
                if anchor:
                    wanted.append((address, target, unquote(anchor)))
    for address, target, anchor in wanted:
        assert anchor in anchors[target], f"{address} links to {target}#{anchor}"


@pytest.fixture(scope="module")
def pages(app: Flask) -> dict[str, str]:
    return {address: text for address, kind, text in crawl(app) if kind == "text/html"}


def test_every_page_of_every_language_answers_and_no_link_is_broken(pages, compiled):
    with open_release(compiled[0]) as release:
        documents = release.documents()
        for language in LANGUAGES:
            for document in documents:
                assert release.page(language, document).url in pages
            assert url_of(language, release.section_path(language, "news")) in pages
    own = [a for a in pages if "?" not in a and f"/{VIEW_MARK}/" not in a and a.split("/")[2] not in ROOMS]
    assert len(own) == len(LANGUAGES) * (len(documents) + 1)
    assert {"/fr/search/", "/fr/tags/", "/ar/tags/public-policy/"} <= pages.keys()
    assert "/fr/actualites/?page=2" in pages


def test_every_figure_and_a_chart_of_those_that_compare_are_on_their_page_in_every_language(pages, compiled):
    with open_release(compiled[0]) as release:
        for language in LANGUAGES:
            page = read_html(pages[release.teaser(language, "pages/figures").url])
            shown = [cell.text for cell in page.one("tbody").all("td", class_="number")]
            assert shown == [" ".join(figure.text.split()) for figure in release.all_figures(language)]
            assert len(shown) == 15
            charts = page.all("svg", role="img")
            assert [chart.attributes["direction"] for chart in charts] == ["rtl" if language == "ar" else "ltr"] * 3


def test_nothing_is_refused_and_nothing_noticed(compiled):
    assert compiled[1].findings == ()


def test_every_text_of_a_page_is_in_the_language_that_it_says(pages, compiled):
    """A page that is published in its language has it on html, one that is not has the language shown."""
    with open_release(compiled[0]) as release:
        for language in LANGUAGES:
            for document in release.documents():
                page = release.page(language, document)
                html = read_html(pages[page.url]).one("html")
                # the home page is a list as well, in the visitor's language even where its own text is not
                shown = language if document == release.site.home.document else page.shown
                assert html.attributes["lang"] == shown, page.url
                assert html.attributes["dir"] == ("rtl" if shown == "ar" else "ltr")


def test_rule_10_no_text_is_said_to_be_in_a_language_that_its_letters_are_not_of(pages):
    """Arabic and Japanese, partly translated on purpose, beside English: each language's letters are its own."""
    foreign = {"en": re.compile(r"[\u0600-\u06ff\u3040-\u30ff\u4e00-\u9fff]"), "ar": re.compile(r"[\u3040-\u30ff]")}
    foreign["ja"] = re.compile(r"[\u0600-\u06ff]")
    # longer than any name that stays as it is
    english = re.compile(r"(?:\b[A-Za-z’']+[ ,.;:]+){6,}")
    looked = 0
    for address, text in pages.items():
        for part in read_html(text).one("body").texts():
            if part.language in foreign:
                looked += 1
                assert not foreign[part.language].search(part.words), (address, part)
            if part.language in ("ar", "ja"):
                assert not english.search(part.words), (address, part)
    assert looked > 10_000


def test_read_more_names_its_target_each_time(pages):
    for address, text in pages.items():
        names = [link.text for link in read_html(text).all("a", class_="more")]
        assert len(names) == len(set(names)), address


def test_the_body_of_the_protected_post_is_on_no_page(pages, site):
    text = (site.content / "news" / "note-to-members.md").read_text(encoding="utf-8").split("---", 2)[2]
    sentences = [s.strip() for s in re.split(r"[.\n]", text) if len(s.strip()) > 30]
    assert sentences
    for address, page in pages.items():
        assert not any(sentence in page for sentence in sentences), address


def test_french_and_spanish_are_complete_and_the_others_as_far_as_they_should_be(site):
    languages = as_json(status(site))["languages"]
    assert list(languages) == LANGUAGES[1:]
    for language in ("fr", "es"):
        for section, numbers in languages[language]["sections"].items():
            assert (numbers["percent"], numbers["fuzzy"], numbers["missing"]) == (100.0, 0, 0), (language, section)
    for language in ("it", "pt-BR"):
        assert 90 < languages[language]["percent"] < 100
    for language in ("ar", "ja", "pl"):
        assert 25 < languages[language]["percent"] < 90
    for language in LANGUAGES[1:]:
        assert languages[language]["sections"]["messages"]["percent"] == 100.0, "the interface is complete in every language"


def test_every_topic_menu_and_section_has_a_name_in_every_language(compiled):
    with open_release(compiled[0]) as release:
        for language in LANGUAGES:
            topics = release.topics(language)
            assert topics
            assert [topic.slug for topic in topics if topic.label.locale != language] == []
            menus = [item.text for items in release.site.menus.values() for item in items]
            sections = [f"sections.{section.name}.title" for section in release.site.sections]
            named = [text for path in (*menus, *sections) if (text := release.text(language, path)) is not None]
            assert [text.text for text in named if text.locale != language] == []


def test_every_kind_of_fallback_is_seen(compiled):
    with open_release(compiled[0]) as release:
        pages = [release.page(language, document) for language in LANGUAGES for document in release.documents()]
    assert any(page.published and page.fallback for page in pages), "passages within a page"
    assert any(not page.published and page.shown == "en" for page in pages), "a whole page, from the source"
    assert any(not page.published and page.shown not in ("en",) for page in pages), "a whole page, from another translation"


def test_templates_and_catalogues_are_up_to_date(site):
    assert extract(site, check=True).changed == ()
    assert [(r.locale, r.domain) for r in update(site, check=True) if r.changed] == []


def test_the_plain_rendering_of_every_english_document_is_the_parsers_own(site, compiled):
    with open_release(compiled[0]) as release:
        names = release.documents()
    for name in names:
        localised = localised_document(site, name, "en")
        body = localised.document.text[localised.document.body :].decode()
        assert localised.markdown == localised.document.text
        assert plain_html(localised) == pyromark.html(body, options=OPTIONS)


def test_no_page_is_wider_than_its_window_in_a_browser_at_any_size_or_scheme(app, compiled):
    with open_release(compiled[0]) as release, serving(app) as address, chromium() as browser:
        wanted = []
        for language in LANGUAGES:
            wanted += [f"/{language}/", url_of(language, release.section_path(language, "news"))]
            for document in (
                "news/second-global-report-employment",
                "pages/members",
                "news/note-to-members",
                "pages/privacy-policy",
            ):
                wanted.append(release.page(language, document).url)
        said = []
        for width, scheme in ((320, "light"), (360, "dark"), (1280, "light")):
            page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
            page.on("console", lambda message: said.append(message.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            for path in wanted:
                response = page.goto(address + path)
                assert response.status == 200
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
                assert page.evaluate("document.fonts.status") == "loaded"
            page.close()
        assert said == []


def test_the_language_switcher_works_by_keyboard_in_a_browser(app):
    with serving(app) as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{address}/en/members/")
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.tagName") == "SUMMARY":
                break
        page.keyboard.press("Enter")
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.hreflang") == "fr":
                break
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/fr/**")
        assert page.evaluate("document.documentElement.lang") == "fr"
