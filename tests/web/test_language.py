"""A choice of language is remembered on request only: rule 6 of what a visitor is owed; and the switcher's form (rule 17)."""

from __future__ import annotations

from dataclasses import replace
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.publish.release import open_release
from i18n_site.web import create_app
from i18n_site.web.language import CONFIRMATION, YEAR
from i18n_site.web.navigation import Subject, subject_of
from i18n_site.web.visit import LANGUAGE_COOKIE
from support.browser import chromium, serving
from support.corpora import ROOT, corpus
from support.html import read_html
from support.releases import PUBLIC, SITE, write_site

OWN = {"Origin": "http://localhost"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return write_site(tmp_path_factory.mktemp("language"))


@pytest.fixture(scope="module")
def client(site):
    return create_app(site).test_client(use_cookies=False)


def remember(client, language="ar", page="news/athens", headers=OWN, **given):
    return client.post("/language", data={"language": language, "page": page}, headers=headers, **given)


def cookie_of(response):
    (line,) = response.headers.getlist("Set-Cookie")
    (cookie,) = SimpleCookie(line).values()
    return cookie


def test_rule_6_the_form_leads_to_the_page_in_the_language_and_sets_one_first_party_cookie_for_a_year(client):
    response = remember(client)
    assert response.status_code == 303
    assert response.headers["Location"] == f"/ar/news/%D8%A3%D8%AB%D9%8A%D9%86%D8%A7/#{CONFIRMATION}"
    cookie = cookie_of(response)
    assert (cookie.key, cookie.value) == ("language", "ar")
    assert (cookie["max-age"], cookie["path"], cookie["samesite"]) == (str(365 * 24 * 60 * 60), "/", "Lax")
    assert cookie["domain"] == ""
    assert cookie["httponly"]


def test_rule_6_the_cookie_is_secure_under_https_and_only_there(client):
    assert not cookie_of(remember(client))["secure"]
    assert cookie_of(remember(client, headers={"Origin": "https://localhost"}, base_url="https://localhost"))["secure"]
    # Behind a proxy that ends TLS, the site's own name says what the connection does not.
    proxied = remember(client, headers={"Host": "cicopa.example", "Origin": "https://cicopa.example"})
    assert cookie_of(proxied)["secure"]


def test_rule_6_no_cache_keeps_the_answer_and_it_varies_by_no_header(client):
    response = remember(client)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers
    assert "Vary" not in response.headers


def test_rules_2_and_6_what_was_remembered_decides_where_no_language_is_named(site):
    client = create_app(site).test_client()
    remember(client, "ja")
    assert client.get("/news/school/", headers={"Accept-Language": "fr"}).headers["Location"] == "/ja/news/school/"
    assert read_html(client.get("/xx/", headers={"Accept-Language": "fr"}).text).one("html").attributes["lang"] == "ja"
    remember(client, "fr")
    assert client.get("/news/school/").headers["Location"] == "/fr/actualites/school/"


@pytest.mark.parametrize("address", ["/fr/", "/fr/actualites/athenes/", "/ar/news/school/", "/xx/", "/", "/news/athens/"])
def test_rule_6_no_link_and_no_page_sets_a_cookie(client, address):
    assert "Set-Cookie" not in client.get(address).headers


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:8080"},
        {"Origin": "http://cicopa.example"},
        {"Origin": "http://evil.example", "Referer": "http://localhost/fr/"},
        {"Referer": "https://evil.example/http://localhost/"},
        {"Referer": "http://localhost@evil.example/"},
        {"Referer": "http://[::1"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
)
def test_rule_6_a_form_from_elsewhere_is_refused_in_the_visitors_language(client, headers):
    response = remember(client, "fr", headers=headers)
    assert response.status_code == 403
    assert "Set-Cookie" not in response.headers
    assert response.headers["Content-Language"] == "fr"
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost"},
        {"Origin": "HTTP://LOCALHOST"},
        {"Origin": "https://cicopa.example"},
        {"Referer": "http://localhost/fr/"},
        {"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:8000"},
        {"Host": "[::1]:8000", "Origin": "http://[::1]:8000"},
    ],
)
def test_rule_6_a_form_of_the_sites_own_is_taken(client, headers):
    assert remember(client, headers=headers).status_code == 303


@pytest.mark.parametrize("language", ["", "de", "xx", "FR", "../en", "//evil.example", "fr\r\nSet-Cookie: a=b", "x" * 10_000])
def test_rule_6_a_language_that_is_none_of_the_site_is_refused_and_not_remembered(client, language):
    response = remember(client, language, headers={**OWN, "Accept-Language": "fr"})
    assert response.status_code == 400
    assert "Set-Cookie" not in response.headers
    assert read_html(response.text).one("html").attributes["lang"] == "fr"


@pytest.mark.parametrize(
    "page",
    [
        *(
            "nowhere",
            "news/nowhere",
            "//evil.example",
            "https://evil.example/",
            "/\\evil.example",
            "..",
            "../..",
            ":../x",
            "x" * 9000,
        ),
        *(":/evil.example", "news:%2F%2Fevil.example", "news/athens:..", "%00", "\r\nLocation: //evil.example", "?page=2&x=y"),
        *(":-/nothing", "news/athens:-/nowhere", "pages"),
    ],
)
def test_rule_6_a_page_that_is_none_of_the_site_leads_home(client, page):
    location = remember(client, "fr", page).headers["Location"]
    assert urlsplit(location)[:3] == ("", "", "/fr/")
    assert "evil" not in location


def test_rule_6_the_form_knows_no_other_method(client):
    for method in ("GET", "HEAD"):
        response = client.open("/language", method=method, headers={"Accept-Language": "fr"})
        assert response.status_code == 405
        assert set(response.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}
        assert response.headers["Content-Language"] == "fr"


def test_a_form_that_is_longer_than_any_of_the_site_is_refused(client):
    assert remember(client, page="x" * 20_000).status_code == 413


@pytest.mark.parametrize("name", ["open-redirect.txt", "directory-traversal.txt", "directory-traversal-encodings.txt"])
def test_rule_6_no_listed_attack_on_the_form_leads_out_of_the_site(client, name):
    places = set()
    for line in (corpus("payloads") / name).read_text(encoding="utf-8", errors="replace").splitlines():
        for fields in ({"language": "fr", "page": line}, {"language": line}, {"language": "fr", "page": f"news/athens:{line}"}):
            response = client.post("/language", data=fields, headers=OWN)
            assert response.status_code in (303, 400, 413), line
            places.add(response.headers.get("Location", "/fr/"))
    for location in places:
        where = urlsplit(location)
        assert (where.scheme, where.netloc, where.path[:4]) == ("", "", "/fr/"), location
        assert client.get(location).status_code == 200, location


SUBJECTS = [Subject(), Subject(section="news"), Subject(document="news/athens"), Subject(document="pages/join")]


@given(st.sampled_from(SUBJECTS), st.lists(st.tuples(st.sampled_from(["page", "q", "section"]), st.text(min_size=1)), max_size=3))
def test_rule_17_a_page_is_found_again_by_its_id_with_the_parameters_that_it_knows(site, subject, query):
    asked = replace(subject, query=tuple((name, value.encode("utf-8", "replace").decode()) for name, value in query))
    with open_release(site / "build" / "site.sqlite3") as release:
        assert subject_of(release, asked.id, "fr") == asked


@given(st.text(max_size=60))
def test_rule_6_whatever_the_id_the_address_is_one_of_the_site(site, text):
    with open_release(site / "build" / "site.sqlite3") as release:
        assert subject_of(release, text, "fr").url(release, "fr").startswith("/fr/")


@pytest.mark.parametrize(
    "address", ["/fr/", "/fr/actualites/", "/fr/actualites/athenes/", "/fr/actualites/school/", "/fr/membres/"]
)
def test_rules_6_and_17_the_switchers_form_names_this_page_and_comes_back_to_it(client, address):
    page = read_html(client.get(address).text)
    form = page.one("details", class_="languages").one("form")
    assert (form.attributes["method"], form.attributes["action"]) == ("post", "/language")
    assert form.one("button").text
    fields = {field.attributes["name"]: field.attributes["value"] for field in form.all("input")}
    response = client.post("/language", data=fields, headers=OWN)
    assert response.headers["Location"] == f"{address}#{CONFIRMATION}"
    assert cookie_of(response).value == "fr"
    assert page.one(id=CONFIRMATION)


def test_rule_6_a_site_of_one_language_has_nothing_to_remember(tmp_path):
    site = write_site(tmp_path, site=replace(SITE, languages=SITE.languages[:1]))
    page = read_html(create_app(site).test_client().get("/en/").text)
    assert not page.all("form", action="/language")
    assert not page.all(id=CONFIRMATION)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_rule_6_the_privacy_page_names_the_cookie_its_purpose_and_how_long_it_lasts(first_site, language):
    cells = [cell.text for row in first_site[language].one("table").all("tr") for cell in row.all("td")]
    (name, when, purpose, duration) = cells[:4]
    assert LANGUAGE_COOKIE in name.split()
    assert YEAR == 365 * 24 * 60 * 60
    assert duration == {"en": "one year", "fr": "un an", "es": "un año"}[language]
    assert {"en": "remember", "fr": "retenir", "es": "recuerde"}[language] in when
    assert {"en": "language you have chosen", "fr": "langue que vous avez choisie", "es": "idioma que usted ha elegido"}[
        language
    ] in purpose


@pytest.fixture(scope="module")
def first_site(tmp_path_factory):
    """The privacy page of the repository's own site, by language."""
    from i18n_site.config import load_site
    from i18n_site.workflow.compile import compile_for_editing

    path = tmp_path_factory.mktemp("first") / "site.sqlite3"
    compile_for_editing(load_site(ROOT), path)
    client = create_app(ROOT, release=path).test_client()
    with open_release(path) as release:
        urls = {tag: release.page(tag, "pages/privacy-policy").url for tag in ("en", "fr", "es")}
    return {tag: read_html(client.get(url).text).one("main") for tag, url in urls.items()}


def test_rule_6_a_browser_without_script_remembers_by_keyboard_and_says_so(site):
    with serving(create_app(site)) as address, chromium() as browser:
        context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
        page = context.new_page()
        page.goto(f"{address}/fr/membres/")
        assert not page.locator(f"#{CONFIRMATION}").is_visible()
        page.locator(".languages summary").press("Enter")
        page.locator(".languages button").press("Enter")
        page.wait_for_url(f"{address}/fr/membres/#{CONFIRMATION}")
        assert page.locator(f"#{CONFIRMATION}").is_visible()
        assert [(cookie["name"], cookie["value"]) for cookie in context.cookies()] == [("language", "fr")]
        page.goto(address)
        assert page.url == f"{address}/fr/"


def test_rule_1_the_form_has_a_first_segment_of_its_own_that_is_no_language(client):
    assert "language" not in PUBLIC
    assert client.post("/language/", data={"language": "fr"}, headers=OWN).status_code in (303, 404, 405)
