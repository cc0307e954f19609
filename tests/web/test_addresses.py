"""Where addresses lead: rules 1 to 4, 7, 20 and 24 of what a visitor is owed."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_site.publish.release import open_release
from i18n_site.web import create_app
from i18n_site.web.addresses import Moved, Unprefixed, choose, locate
from support.html import read_html
from support.releases import PUBLIC, content, write_site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return write_site(tmp_path_factory.mktemp("addresses"))


@pytest.fixture(scope="module")
def client(site):
    return create_app(site).test_client(use_cookies=False)


@pytest.fixture
def release(site):
    with open_release(site / "build" / "site.sqlite3") as opened:
        yield opened


def get(client, address, **headers):
    return client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize("tag", PUBLIC)
def test_rule_1_every_language_has_its_prefix_the_default_one_included(client, tag):
    assert get(client, f"/{tag}/").status_code == 200


def test_rule_1_a_language_in_preparation_is_no_prefix(client):
    assert get(client, "/de/").status_code == 404


@pytest.mark.parametrize("address", ["/static/site.css", "/robots.txt", "/favicon.ico", "/healthz", "/files/report.pdf"])
def test_rule_1_reserved_first_segments_are_no_languages_and_answer_themselves(client, address):
    with get(client, address, Accept_Language="fr") as response:
        assert response.status_code == 200
        assert "Location" not in response.headers


@pytest.mark.parametrize(
    ("header", "location"),
    [
        (None, "/en/"),
        ("fr", "/fr/"),
        ("fr-CA,en;q=0.5", "/fr/"),
        ("de", "/en/"),
        ("pt-PT", "/pt-BR/"),
        ("it;q=.9, ar;q=.5", "/ar/"),
        ("fr;q=0, *", "/en/"),
        ("\x00,,;q", "/en/"),
        ("fr," * 400, "/en/"),
    ],
)
def test_rules_2_and_3_the_bare_address_negotiates(client, header, location):
    response = get(client, "/", **({"Accept_Language": header} if header else {}))
    assert (response.status_code, response.headers["Location"]) == (302, location)


def test_rule_2_the_remembered_language_wins_even_where_the_page_is_not_published(client):
    response = get(client, "/news/school/", Cookie="language=ja", Accept_Language="en")
    assert response.headers["Location"] == "/ja/news/school/"


@pytest.mark.parametrize("cookie", ["language=xx", "language=de", "language=../en", "language=", "language=//evil.example"])
def test_rule_2_a_remembered_language_that_is_none_of_the_site_is_passed_over(client, cookie):
    assert get(client, "/", Cookie=cookie, Accept_Language="fr").headers["Location"] == "/fr/"


def test_rule_2_a_prefixed_address_is_final(client):
    response = get(client, "/ja/news/athens/", Cookie="language=fr", Accept_Language="fr")
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert "Accept-Language" not in response.headers.get("Vary", "")
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("address", "header", "location"),
    [
        ("/news/athens/", "fr", "/fr/actualites/athenes/"),
        ("/news/athens", "fr", "/fr/actualites/athenes/"),
        ("/news/school/", "fr,ja", "/en/news/school/"),
        ("/news/", "fr", "/fr/actualites/"),
        ("/news/", "pt-BR,ja;q=0.5", "/ja/news/"),
        ("/members/", "ar", "/ar/members/"),
        ("/join/?from=letter", "fr", "/en/join/?from=letter"),
    ],
)
def test_rule_3_an_unprefixed_page_negotiates_among_the_languages_that_have_it(client, address, header, location):
    response = get(client, address, Accept_Language=header)
    assert (response.status_code, response.headers["Location"]) == (302, location)


@pytest.mark.parametrize(
    ("address", "header", "cookie", "location"),
    [
        ("/search/?q=caf%C3%A9&page=2", "fr", None, "/fr/search/?q=caf%C3%A9&page=2"),
        ("/search", "de", None, "/en/search/"),
        ("/search/", "fr", "ja", "/ja/search/"),
        ("/status/", "ja", None, "/ja/status/"),
        ("/tags/", "ar", None, "/ar/tags/"),
        # a topic in the languages that have an article of it
        ("/tags/greece/", "ja", None, "/ja/tags/greece/"),
        ("/tags/Greece", "fr", None, "/fr/tags/greece/"),
        ("/tags/greece/", "pt-BR,ar;q=0.1", None, "/ar/tags/greece/"),
        ("/tags/greece/", "fr", "pt-BR", "/pt-BR/tags/greece/"),
        # a feed in the languages that have one: nothing falls back there
        ("/feed.atom", "fr", None, "/fr/feed.atom"),
        ("/news/feed.atom", "fr", None, "/fr/actualites/feed.atom"),
        ("/news/feed.atom", "pt-BR,ar;q=0.1", "pt-BR", "/ar/news/feed.atom"),
        # views beside a page, of which the source language has none
        ("/members/-/changes/", "ar", None, "/ar/members/-/changes/"),
        ("/members/-/side-by-side/", "en", None, "/en/members/"),
        ("/-/status/", "fr", None, "/fr/-/status/"),
    ],
)
def test_rules_1_and_2_whatever_a_language_has_negotiates_without_its_prefix(client, address, header, cookie, location):
    headers = {"Accept-Language": header} | ({"Cookie": f"language={cookie}"} if cookie else {})
    response = client.get(address, headers=headers)
    assert (response.status_code, response.headers["Location"]) == (302, location)
    assert response.headers["Vary"] == "Accept-Language, Cookie"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert client.get(location, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/tags/none/",
        "/search/x/",
        "/status/x",
        "/members/-/none/",
        "/news/-/changes/",
        "/news/letter/-/changes/",
        "/members/feed.atom",
    ],
)
def test_rule_1_what_no_language_has_is_nowhere_without_a_prefix_either(client, address):
    assert client.get(address).status_code == 404


def test_rule_3_a_page_that_only_one_language_has_is_offered_in_that_one(tmp_path):
    documents = tuple(
        replace(document, languages=("ar",)) if document.id == "news/care" else document for document in content().documents
    )
    client = create_app(write_site(tmp_path, documents=documents)).test_client()
    assert get(client, "/news/care/", Accept_Language="de").headers["Location"] == "/ar/news/care/"


def test_rule_4_the_redirect_is_private_and_says_what_it_varies_by(client):
    response = get(client, "/news/athens/?lang=//evil.example", Accept_Language="fr")
    assert response.headers["Vary"] == "Accept-Language, Cookie"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["Location"].startswith("/fr/")


@pytest.mark.parametrize(
    ("address", "location"),
    [
        ("/fr", "/fr/"),
        ("/FR/", "/fr/"),
        ("/pt_br/", "/pt-BR/"),
        ("/PT-br", "/pt-BR/"),
        ("/FR/actualites/athenes", "/fr/actualites/athenes/"),
        ("/fr/actualites", "/fr/actualites/"),
        ("/pt_br/news?page=01&q=%C3%A9", "/pt-BR/news/?q=%C3%A9"),
        ("/fr/home/", None),
    ],
)
def test_rule_7_another_spelling_gets_one_redirect_to_the_canonical_address(client, address, location):
    response = get(client, address)
    if location is None:
        assert response.status_code == 404
        return
    assert (response.status_code, response.headers["Location"]) == (301, location)
    assert response.headers["Cache-Control"] == "max-age=3600"
    assert get(client, location).status_code == 200


def test_rule_7_a_decomposed_spelling_is_composed(client):
    response = get(client, "/ar/news/أثينا/")
    assert response.status_code == 200
    decomposed = get(client, "/ar/news/\u0627\u0654\u062b\u064a\u0646\u0627/")
    assert decomposed.status_code == 301
    assert unquote(decomposed.headers["Location"]) == "/ar/news/أثينا/"


@pytest.mark.parametrize("address", ["/pt/", "/xx/", "/pt/news/athens/", "/zz", "/en-GB/"])
def test_rule_7_an_unknown_language_or_one_that_is_only_close_is_not_found_in_the_negotiated_one(client, address):
    response = get(client, address, Accept_Language="fr")
    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "private, no-store"
    assert read_html(response.text).one("html").attributes["lang"] == "fr"


def test_rule_20_a_former_slug_leads_to_the_present_one_at_once(client):
    response = get(client, "/FR/actualites/athenes-2017?page=2")
    assert (response.status_code, response.headers["Location"]) == (301, "/fr/actualites/athenes/?page=2")


def test_rule_24_a_missing_page_answers_in_the_language_of_the_prefix_and_offers_where_the_slug_exists(client):
    response = get(client, "/fr/news/athens/", Accept_Language="ja")
    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Language"] == "fr"
    page = read_html(response.text)
    assert page.one("html").attributes["lang"] == "fr"
    assert page.one("h1").text == "Page introuvable"
    offered = [link.attributes["href"] for link in page.one("main").all("a", hreflang=None)]
    assert offered == ["/fr/"]
    assert [link.attributes["href"] for item in page.one("main").all("li") for link in item.all("a")] == [
        "/fr/actualites/athenes/",
        "/en/news/athens/",
        "/ja/news/athens/",
    ]


def test_rule_24_a_missing_section_is_offered_in_the_languages_that_call_it_so(client):
    page = read_html(get(client, "/en/actualites/").text)
    links = [link.attributes["href"] for item in page.one("main").all("li") for link in item.all("a")]
    assert links == ["/en/news/", "/fr/actualites/"]


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example/",
        "///evil.example",
        "/\\evil.example/",
        "/fr//evil.example",
        "/fr//",
        "/fr/%2F%2Fevil.example/",
        "/fr/../en/",
        "/fr/./actualites/",
        "/fr/%2e%2e/",
        "/../../x/",
        "/zz/",
        "/\0/",
        "/fr/\0/",
        "/" + "a" * 10_000,
        "/fr/" + "é/" * 5_000,
        "/zh_TW/",
    ],
)
def test_traps_24_and_25_hostile_addresses_are_not_found_and_lead_nowhere(site, address):
    application = create_app(site)
    status = application.test_client().open(path="/", environ_overrides={"PATH_INFO": _wsgi(unquote(address))})
    assert status.status_code == 404
    assert "Location" not in status.headers


def _wsgi(path: str) -> str:
    return path.encode().decode("latin-1")


SEGMENTS = st.sampled_from(
    [
        *PUBLIC,
        *("FR", "pt_br", "de", "news", "actualites", "athens", "athenes", "أثينا", "members", "", "..", "x"),
        *("search", "status", "tags", "greece", "feed.atom", "-", "changes"),
    ]
)


@given(st.lists(SEGMENTS, max_size=4), st.booleans(), st.sampled_from([None, "fr", "ar,en;q=0.1", "*"]))
@settings(max_examples=200, deadline=None)
def test_no_address_leads_to_another_redirect(site, segments, closed, header):
    with open_release(site / "build" / "site.sqlite3") as release:
        place = locate(release, "/" + "/".join(segments) + ("/" if closed and segments else ""))
        if isinstance(place, Unprefixed):
            place = choose(release, place, remembered=None, accepted=header)
        if isinstance(place, Moved):
            again = locate(release, unquote(place.url))
            assert not isinstance(again, Moved | Unprefixed)


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_canonicaliser(site, text):
    with open_release(site / "build" / "site.sqlite3") as release:
        locate(release, f"/{text}")


def test_every_location_is_relative_and_stays_on_the_site(client):
    for address in ("/", "/FR", "/news", "/fr", "/members?next=https://evil.example/"):
        location = urlsplit(get(client, address).headers["Location"])
        assert (location.scheme, location.netloc) == ("", "")


def test_rule_24_the_page_in_the_visitors_own_language_is_offered_first_whatever_its_script(client):
    page = read_html(get(client, "/ar/news/athens/").text)
    offered = [unquote(link.attributes["href"]) for item in page.one("main").all("li") for link in item.all("a")]
    assert offered[0] == "/ar/news/أثينا/"
