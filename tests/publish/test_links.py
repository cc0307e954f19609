"""Links: what authors write, what it leads to, and what browsers may be given."""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.model import Document
from i18n_site.publish.links import LinkIndex, Target, TargetKind, Variant, index_links, resolve, url_of, variant


def document(path: str, slug: str | None = None) -> Document:
    section, _, name = path.rpartition(".")[0].partition("/")
    if not name:
        section, name = "pages", section
    name = "" if name.lower() in ("index", "readme") else name
    return Document(f"content/{path}", section, name if slug is None else slug, {}, b"", ())


DOCUMENTS = [
    document("news/athens.md"),
    document("news/2017/naples.md"),
    document("news/index.md"),
    document("news/with space.md", slug="with-space"),
    document("news/école.md"),
    document("news/moved.md", slug="a-new-name"),
    document("pages/members.md"),
    document("pages/README.md"),
    document("reports/first.md"),
]
FILES = ["files/report.pdf", "files/report.fr.pdf", "files/50 % fair.pdf"]


@pytest.fixture(scope="module")
def index() -> LinkIndex:
    paths = {one.id: one.slug if one.section == "pages" else f"{one.section}/{one.slug}".rstrip("/") for one in DOCUMENTS}
    return index_links(DOCUMENTS, FILES, paths, {"news": "news", "reports": "all-reports", "pages": "pages"})


def found(kind: str, value: str, query: str = "", anchor: str = "") -> Target:
    return Target(TargetKind(kind), value, query, anchor)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("../pages/members.md#join", found("document", "pages/members", anchor="join")),
        ("./athens.md", found("document", "news/athens")),
        ("athens.md?x=1#y", found("document", "news/athens", "x=1", "y")),
        ("2017/naples.md", found("document", "news/2017/naples")),
        ("/news/athens.md", found("document", "news/athens")),
        ("/news/athens/", found("document", "news/athens")),
        ("/members/", found("document", "pages/members")),
        ("athens", found("document", "news/athens")),
        ("athens.html", found("document", "news/athens")),
        ("athens/", found("document", "news/athens")),
        ("moved.md", found("document", "news/moved".replace("moved", "a-new-name"))),
        ("/news/a-new-name", found("document", "news/a-new-name")),
        ("with%20space.md", found("document", "news/with-space")),
        ("with space.md", found("document", "news/with-space")),
        ("%C3%A9cole.md", found("document", "news/école")),
        (unicodedata.normalize("NFD", "école.md"), found("document", "news/école")),
        ("#caf%C3%A9", found("document", "news/athens", anchor="café")),
        ("#", found("document", "news/athens")),
        ("?page=2", found("document", "news/athens", "page=2")),
        ("../news/", found("document", "news/")),
        ("./", found("document", "news/")),
        ("index.md", found("document", "news/")),
        ("../pages/", found("document", "pages/")),
        ("../pages/README.md", found("document", "pages/")),
        ("../reports/", found("section", "reports")),
        ("/all-reports/", found("section", "reports")),
        ("/", found("document", "pages/")),
        ("../files/report.pdf", found("file", "files/report.pdf")),
        ("/files/report.fr.pdf#page=3", found("file", "files/report.fr.pdf", anchor="page=3")),
        ("/files/50%20%25%20fair.pdf", found("file", "files/50 % fair.pdf")),
        ("mailto:info@cicopa.example?subject=x", found("external", "mailto:info@cicopa.example?subject=x")),
        ("https://x.example/a b#c", found("external", "https://x.example/a b#c")),
        ("//x.example/y", found("external", "//x.example/y")),
        ("/static/logo.svg", found("external", "/static/logo.svg")),
        ("/sitemap.xml", found("external", "/sitemap.xml")),
        (" \n athens.md\t", found("document", "news/athens")),
    ],
)
def test_a_link_leads_where_its_author_means(index, written, meant):
    assert resolve(written, "news/athens", index) == meant


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "is empty"),
        ("nothing.md", "there is no content/news/nothing.md"),
        ("Athens.md", "content/news/athens.md differs in upper and lower case"),
        ("2017/", "the folder content/news/2017 has no index.md"),
        ("../../README.md", "leads out of content/"),
        ("/../site.yaml", "leads out of content/"),
        ("%2e%2e/%2E./etc/passwd", "leads out of content/"),
        ("..%2f..%2fsite.yaml", "hides a slash"),
        ("athens%00.md", "hides a slash or a control character"),
        ("%5cx.example", "hides a slash"),
        ("%ff.md", "is not percent-encoded UTF-8"),
        ("/\\x.example", "has a backslash"),
        ("\\\\x.example", "has a backslash"),
        ("javascript:alert(1)", "scheme javascript"),
        ("JaVa\tScript:alert(1)", "scheme javascript"),
        ("\x01javascript:alert(1)", "scheme javascript"),
        ("data:text/html,x", "scheme data"),
        ("vbscript:x", "scheme vbscript"),
        ("/fr/news/athens/", "there is no content/fr/news/athens"),
    ],
)
def test_a_link_that_leads_nowhere_says_why(index, written, reason):
    target = resolve(written, "news/athens", index)
    assert target.kind is TargetKind.BROKEN
    assert reason in target.value


def test_a_link_is_read_from_its_documents_source_file_and_not_from_its_slug(index):
    assert resolve("../athens.md", "news/2017/naples", index) == found("document", "news/athens")
    assert resolve("athens.md", "news/a-new-name", index) == found("document", "news/athens")


def test_the_root_is_the_home_page_where_no_document_is_it():
    index = index_links([document("news/athens.md")], [], {"news/athens": "news/athens"}, {"news": "news"})
    assert resolve("/", "news/athens", index) == found("home", "")
    assert resolve("../#top", "news/athens", index) == found("home", "", anchor="top")


def test_a_file_wins_over_a_page_and_a_section_over_a_pages_short_name():
    documents = [document("pages/news.md"), document("news.md", slug="other"), document("files/report.md")]
    index = index_links(documents, ["files/report.html"], {}, {"news": "news"})
    assert resolve("/news/", "pages/news", index) == found("section", "news")
    assert resolve("/news.md", "pages/news", index) == found("document", "pages/other")
    assert resolve("/files/report.html", "pages/news", index) == found("file", "files/report.html")


@given(st.text())
def test_no_text_makes_a_link_leave_the_index_or_fail(text):
    index = index_links(DOCUMENTS, FILES, {}, {"news": "news"})
    target = resolve(text, "news/athens", index)
    if target.kind is TargetKind.DOCUMENT:
        assert target.value in index.sources
    if target.kind is TargetKind.FILE:
        assert target.value in FILES
    if target.kind is TargetKind.EXTERNAL:
        assert not target.value.lower().startswith(("javascript:", "data:"))


@pytest.mark.parametrize(
    ("locale", "chain", "chosen"),
    [
        ("fr", ("es", "en"), Variant("files/r.fr.pdf", "fr")),
        ("pt-BR", ("pt", "en"), Variant("files/r.pt_BR.pdf", "pt-BR")),
        ("gl", ("es", "en"), Variant("files/r.es.pdf", "es")),
        ("it", ("en",), Variant("files/r.pdf", "en")),
        ("en", (), Variant("files/r.pdf", "en")),
        ("de", ("fr", "en"), Variant("files/r.fr.pdf", "fr")),
    ],
)
def test_a_visitor_gets_the_variant_of_a_file_that_the_chain_finds_first(locale, chain, chosen):
    files = {"files/r.pdf", "files/r.fr.pdf", "files/r.es.pdf", "files/r.pt_BR.pdf"}
    assert variant("files/r.pdf", locale, chain, files) == chosen


def test_a_variant_that_an_author_names_stays():
    files = {"files/r.v2.pdf", "files/r.fr.pdf", "files/LICENSE", "files/LICENSE.fr"}
    assert variant("files/r.fr.pdf", "es", ("en",), files).path == "files/r.fr.pdf"
    assert variant("files/r.v2.pdf", "fr", ("en",), files).path == "files/r.v2.pdf"
    assert variant("files/LICENSE", "fr", ("en",), files).path == "files/LICENSE.fr"


@pytest.mark.parametrize(
    ("locale", "path", "anchor", "url"),
    [
        ("fr", "actualites/athenes", "", "/fr/actualites/athenes/"),
        ("fr", "", "", "/fr/"),
        ("fr", "", "haut", "/fr/#haut"),
        ("pt-BR", "notícias/atenas", "", "/pt-BR/not%C3%ADcias/atenas/"),
        ("ja", "お知らせ", "目次", "/ja/%E3%81%8A%E7%9F%A5%E3%82%89%E3%81%9B/#%E7%9B%AE%E6%AC%A1"),
        ("en", "a'b(c)!*~;=,@:&+$", "", "/en/a'b(c)!*~;=,@:&+$/"),
        ("en", 'a b%c?d#e\\f"g<h>', "", "/en/a%20b%25c%3Fd%23e%5Cf%22g%3Ch%3E/"),
        ("fr", unicodedata.normalize("NFD", "é"), "", "/fr/%C3%A9/"),
    ],
)
def test_a_url_is_percent_encoded_utf_8_and_keeps_what_rfc_3986_allows(locale, path, anchor, url):
    assert url_of(locale, path, anchor=anchor) == url


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_path_comes_back_from_its_url(path):
    url = url_of("en", path)
    assert url.isascii()
    parts = urlsplit(url)
    assert (parts.query, parts.fragment) == ("", "")
    assert unquote(url) == (f"/en/{unicodedata.normalize('NFC', path)}/" if path else "/en/")
