"""What goes wrong is said in the visitor's language, wherever one is known (rules 7, 24 and 28)."""

from __future__ import annotations

import pytest

from i18n_site.config import load_site
from i18n_site.errors import ReleaseError
from i18n_site.web import create_app
from i18n_site.workflow.compile import compile_for_editing
from support.corpora import ROOT
from support.html import read_html
from support.releases import write_site

LANGUAGES = ("en", "fr", "es", "it", "pt-BR", "ar", "ja", "pl")


def failing(**_segments):
    raise RuntimeError("a fault of ours")


def unready(**_segments):
    raise ReleaseError("another part of the release is missing", advice="compile")


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    path = tmp_path_factory.mktemp("errors") / "site.sqlite3"
    compile_for_editing(load_site(ROOT), path)
    return path


@pytest.fixture
def app(release):
    app = create_app(ROOT, release=release)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


REQUESTS = {
    400: {"method": "POST", "path": "/language", "data": {"language": "zz"}, "headers": {"Origin": "http://localhost"}},
    403: {"method": "POST", "path": "/language", "data": {"language": "zz"}, "headers": {"Origin": "https://evil.example"}},
    404: {"method": "GET", "path": "/zz/"},
    405: {"method": "GET", "path": "/language"},
    413: {"method": "POST", "path": "/language", "data": {"language": "x" * 20_000}, "headers": {"Origin": "http://localhost"}},
}


@pytest.mark.parametrize("code", REQUESTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_rule_24_an_error_outside_of_any_language_is_in_the_one_that_the_visitor_wishes(app, code, language):
    asked = REQUESTS[code]
    headers = {**asked.get("headers", {}), "Accept-Language": language}
    check(app.test_client().open(**{**asked, "headers": headers}), code, language)


@pytest.mark.parametrize("code", REQUESTS)
def test_rules_2_and_24_the_remembered_language_comes_before_the_browsers(app, code):
    asked = REQUESTS[code]
    headers = {**asked.get("headers", {}), "Accept-Language": "ja", "Cookie": "language=pl"}
    check(app.test_client(use_cookies=False).open(**{**asked, "headers": headers}), code, "pl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_rule_24_an_error_below_a_prefix_is_in_the_language_of_the_prefix(app, language):
    client = app.test_client()
    wish = {"Accept-Language": "ja, en", "Cookie": "language=es"}
    check(client.get(f"/{language}/nowhere/", headers=wish), 404, language)
    refused = client.delete(f"/{language}/", headers=wish)
    check(refused, 405, language)
    assert "GET" in refused.headers["Allow"]
    app.view_functions["home"] = failing
    check(client.get(f"/{language}/", headers=wish), 500, language)
    app.view_functions["home"] = unready
    response = client.get(f"/{language}/", headers=wish)
    check(response, 503, language, cache="no-store")
    assert response.headers["Retry-After"] == "60"


def check(response, code, language, cache="private, no-store"):
    assert response.status_code == code
    assert response.mimetype == "text/html"
    assert response.headers["Content-Language"] == language
    assert response.headers["Cache-Control"] == cache
    assert "ETag" not in response.headers
    assert "Content-Security-Policy" in response.headers
    page = read_html(response.text)
    assert page.one("html").attributes["lang"] == language
    assert {text.language for text in page.one("main").texts()} == {language}
    assert page.one("title").text.startswith(page.one("h1").text)
    assert not [link for link in page.all("link", rel="alternate") if "hreflang" in link.attributes]
    assert not page.all("link", rel="canonical")
    assert page.one("main").all("a", href=f"/{language}/")


def test_no_error_names_what_failed_or_where_it_lies(app, tmp_path):
    app.view_functions["home"] = failing
    assert "a fault of ours" not in app.test_client().get("/fr/").text
    app.view_functions["home"] = unready
    assert "another part" not in app.test_client().get("/fr/").text


def test_an_error_is_said_in_plain_words_where_its_page_fails_too(tmp_path):
    site = write_site(tmp_path)
    (site / "templates").mkdir()
    (site / "templates" / "error.html").write_text("{{ 1 // 0 }}")
    app = create_app(site)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["home"] = failing
    response = app.test_client().get("/fr/")
    assert (response.status_code, response.mimetype) == (500, "text/plain")
    assert response.headers["Cache-Control"] == "private, no-store"
    app.view_functions["home"] = unready
    response = app.test_client().get("/fr/")
    assert (response.status_code, response.headers["Content-Language"]) == (503, "fr")


def test_a_range_that_a_file_has_not_is_refused_with_the_size_that_it_has(tmp_path):
    client = create_app(write_site(tmp_path)).test_client()
    with client.get("/files/report.pdf", headers={"Range": "bytes=900-", "Accept-Language": "fr"}) as response:
        assert response.status_code == 416
        assert response.headers["Content-Range"] == "bytes */9"
        assert response.headers["Content-Language"] == "fr"


def test_a_stylesheet_that_is_missing_is_not_found_without_a_release_too(tmp_path):
    assert create_app(tmp_path).test_client().get("/static/nowhere.css").status_code == 404
