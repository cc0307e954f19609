"""The cache before the application (rule 5): what it keeps, for whom, for how long, and that nobody can tell."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import replace

import pytest
from flask import Response, request

from i18n_site.publish.release import write_release
from i18n_site.web import create_app, pages
from i18n_site.web.cache import PUBLIC
from i18n_site.web.layout import cacheable
from i18n_site.web.visit import current_release
from support.processes import run_program
from support.releases import content, own, write_site


@pytest.fixture
def site(tmp_path):
    return write_site(tmp_path / "site")


@pytest.fixture
def app(site):
    return create_app(site)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def rendered(app):
    """The paths that Flask itself was asked for, in order."""
    seen = []

    @app.after_request
    def note(response):
        seen.append(request.full_path.rstrip("?"))
        return response

    return seen


def release_saying(site, words: str) -> None:
    texts = {tag: {**found, "tagline": own(words, tag)} for tag, found in content().texts.items()}
    write_release(site / "build" / "site.sqlite3", replace(content(), texts=texts))


def test_rule_5_a_page_is_rendered_once_and_then_the_same_to_the_byte_and_header(client, rendered):
    first, second = client.get("/fr/actualites/athenes/"), client.get("/fr/actualites/athenes/")
    assert rendered == ["/fr/actualites/athenes/"]
    assert (first.status, first.data, list(first.headers)) == (second.status, second.data, list(second.headers))
    assert first.headers["Cache-Control"] == PUBLIC
    assert first.headers["Content-Language"] == "fr"
    assert "Content-Security-Policy" in second.headers


@pytest.mark.parametrize("address", ["/fr/", "/fr/actualites/", "/fr/actualites/athenes/", "/ar/news/school/"])
def test_rule_5_a_page_is_revalidated_by_its_tag(client, address):
    for coding in ("br", "gzip", "identity"):
        asked = {"Accept-Encoding": coding}
        full = client.get(address, headers=asked)
        again = client.get(address, headers={**asked, "If-None-Match": f'"x", W/{full.headers["ETag"]}'})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == full.headers["ETag"]
        assert again.headers["Cache-Control"] == PUBLIC
        assert again.headers["Vary"] == "Accept-Encoding"
        assert "Content-Type" not in again.headers


def test_rule_5_the_first_request_of_all_may_be_a_conditional_one(site):
    tag = create_app(site).test_client().get("/en/").headers["ETag"]
    fresh = create_app(site).test_client()
    assert fresh.get("/en/", headers={"If-None-Match": tag}).status_code == 304, "another process makes the same bytes"


def test_rule_5_cookies_and_language_headers_are_ignored_and_unknown_parameters_too(client, rendered):
    plain = client.get("/fr/actualites/")
    for query in ("", "?utm_source=x", "?pages", "?q=%00", "?" + "a" * 3000):
        asked = client.get("/fr/actualites/" + query, headers={"Cookie": "language=ar; a=b", "Accept-Language": "ja"})
        assert asked.data == plain.data
        assert "Set-Cookie" not in asked.headers
    assert len(rendered) == 1


@pytest.mark.parametrize("seen", [False, True])
def test_rule_5_head_says_what_get_says(app, client, seen):
    if seen:
        client.get("/fr/")
    head, got = client.head("/fr/"), client.get("/fr/")
    assert (head.status, list(head.headers), head.data) == (got.status, list(got.headers), b"")
    assert int(head.headers["Content-Length"]) == len(got.data)
    assert client.head("/fr/", headers={"If-None-Match": head.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 302),
        ("/FR/", 301),
        ("/fr/actualites/athenes-2017/", 301),
        ("/fr/nowhere/", 404),
        ("/xx/", 404),
        ("/fr/actualites/letter/", 200),
        ("/files/report.pdf", 200),
        ("/healthz", 200),
    ],
)
def test_rule_5_redirects_errors_files_and_protected_pages_are_never_kept(client, rendered, address, status):
    for _ in range(2):
        with client.get(address) as response:
            assert response.status_code == status
            assert response.headers.get("Cache-Control") != PUBLIC
    assert len(rendered) == 2
    with client.head(address) as response:
        assert (response.status_code, response.data) == (status, b"")


def test_rule_27_a_protected_page_has_no_tag(client):
    response = client.get("/fr/actualites/letter/", headers={"If-None-Match": "*"})
    assert response.status_code == 200
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_pass_by(client, method):
    client.get("/fr/")
    assert client.open("/fr/", method=method).status_code == (200 if method == "OPTIONS" else 405)


def test_rule_28_a_page_in_the_cache_is_no_answer_for_another_host(client):
    assert client.get("/fr/").status_code == 200
    for host in ("evil.example", "cicopa.example.evil.example", "", "a b"):
        assert client.get("/fr/", headers={"Host": host}).status_code == 400
    for host in ("cicopa.example", "cicopa.example:8443", "localhost"):
        assert client.get("/fr/", headers={"Host": host}).status_code == 200


def test_a_new_release_is_served_by_the_next_request_whoever_had_the_old_page(site, client):
    for words in ("first", "second", "third", "first"):
        release_saying(site, words)
        for _ in range(2):
            assert words in client.get("/en/").text


def test_a_release_that_another_hand_put_there_is_served_within_a_moment(site, tmp_path, client):
    assert "Workers" in client.get("/en/").text
    other = write_site(tmp_path / "other")
    release_saying(other, "put there by hand")
    (other / "build" / "site.sqlite3").replace(site / "build" / "site.sqlite3")
    time.sleep(0.25)
    assert "put there by hand" in client.get("/en/").text


def test_a_release_that_was_taken_away_is_missed_within_a_moment(site, client):
    assert client.get("/en/").status_code == 200
    (site / "build" / "site.sqlite3").unlink()
    time.sleep(0.25)
    assert client.get("/en/").status_code == 503


def test_a_release_without_its_stamp_is_served_and_followed(site, client, rendered):
    stamp = site / "build" / "site.sqlite3.id"
    stamp.unlink()
    for words in ("one", "two"):
        release_saying(site, words)
        stamp.unlink()
        for _ in range(2):
            assert words in client.get("/en/").text
    assert len(rendered) == 2


def test_a_page_that_was_made_from_a_release_just_gone_is_not_kept(site, app, client):
    @app.before_request
    def replace_under_way():
        current_release()
        app.before_request_funcs[None].remove(replace_under_way)
        release_saying(site, "new words")

    client.get("/en/")
    assert "new words" in client.get("/en/").text


def test_only_so_many_bytes_are_kept(site, rendered):
    app = create_app(site, page_cache=0.03)
    client = app.test_client()
    addresses = [page.path for page in content().pages if page.locale == "en" and page.document != "news/letter"]
    for path in addresses * 3:
        assert client.get(f"/en/{path}/".replace("//", "/")).status_code == 200
    shelf = app.wsgi_app._shelf
    assert 0 < len(shelf.pages) < len(addresses)
    assert sum(page.counted for page in shelf.pages.values()) == shelf._held <= 30_000


def test_what_is_asked_for_again_stays_longest(site):
    app = create_app(site, page_cache=0.05)
    client = app.test_client()
    for path in ("news/athens", "news/school", "news/care", "members", "join", "news", "news/school", "join"):
        client.get("/en/")
        client.get(f"/en/{path}/")
        assert "/en/" in app.wsgi_app._shelf.pages


def test_nothing_is_kept_where_that_is_configured_but_pages_have_their_tags(site, monkeypatch):
    monkeypatch.setenv("I18N_PAGE_CACHE", "0")
    app = create_app(site)
    client = app.test_client()
    full = client.get("/en/", headers={"Accept-Encoding": "br"})
    assert full.headers["Content-Encoding"] == "br"
    assert client.get("/en/", headers={"Accept-Encoding": "br", "If-None-Match": full.headers["ETag"]}).status_code == 304
    assert not app.wsgi_app._shelf.pages


# -- what views of every kind may declare ------------------------------------------------------------------------------


@pytest.fixture
def view(app, monkeypatch):
    """A function that puts another view in the place of a section's list."""

    def put(function):
        monkeypatch.setattr(pages, "show_section", lambda release, locale, section: function())
        return app.test_client()

    return put


def test_rule_5_the_parameters_that_a_page_names_enter_its_key_and_no_others(view, rendered):
    client = view(lambda: cacheable(Response(f"page {request.args.get('page')}"), parameters=("page",)))
    asked = {
        "": "page None",
        "?page=2": "page 2",
        "?utm=1&page=2": "page 2",
        "?page=3&page=2": "page 3",
        "?page=": "page ",
        "?utm=1": "page None",
    }
    for _ in range(3):
        assert {query: client.get("/en/news/" + query).text for query in asked} == asked
    assert len(rendered) == len(set(asked.values()))


@pytest.mark.parametrize(
    "change",
    [
        lambda response: response.headers.__setitem__("Cache-Control", "private, no-store"),
        lambda response: response.set_cookie("a", "b"),
        lambda response: response.headers.__setitem__("Vary", "Cookie"),
        lambda response: setattr(response, "status_code", 404),
    ],
)
def test_rule_5_what_is_said_afterwards_takes_it_back(view, rendered, change):
    def page():
        response = cacheable(Response("mine alone"))
        change(response)
        return response

    client = view(page)
    for _ in range(2):
        assert client.get("/en/news/").text == "mine alone"
    assert len(rendered) == 2


def test_the_log_of_sqlite_is_no_longer_than_before(site, client):
    client.get("/en/")
    with sqlite3.connect(site / "build" / "site.sqlite3") as connection:
        assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    connection.close()


# -- laws over every page ----------------------------------------------------------------------------------------------

TAGS = """
import sys
from pathlib import Path
from i18n_site.publish.release import open_release
from i18n_site.web import create_app
from i18n_site.web.cache import PUBLIC
site = Path(sys.argv[1])
client = create_app(site).test_client()
with open_release(site / "build" / "site.sqlite3") as release:
    languages = [language.tag for language in release.site.languages if language.public]
    pages = [page for tag in languages for name in release.documents() if (page := release.page(tag, name))]
    lists = [f"/{tag}/{path}" for tag in languages for path in ("", release.section_path(tag, "news") + "/")]
for address in sorted({page.url for page in pages} | set(lists)):
    answer = client.get(address, headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200, address
    print(address, answer.headers.get("ETag"), answer.headers["Cache-Control"] == PUBLIC)
"""


def test_rule_5_no_clock_nonce_or_order_is_in_any_page(site, monkeypatch):
    said = set()
    for seed, zone in (("1", "UTC"), ("2", "Pacific/Kiritimati")):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        monkeypatch.setenv("TZ", zone)
        said.add(run_program(TAGS, site))
    (lines,) = said
    found = [line.split() for line in lines.splitlines()]
    assert len(found) > 30
    assert {(tag == "None", public) for _address, tag, public in found} == {(False, "True"), (True, "False")}
    assert {address.split("/")[-2] for address, _tag, public in found if public == "False"} == {"letter"}


def test_rule_5_no_page_varies_by_who_asks_or_sets_a_cookie(app, client):
    for page in content().pages:
        address = f"/{page.locale}/{page.path}/".replace("//", "/")
        if page.locale == "de" or page.document == "news/letter":
            continue
        plain = client.get(address)
        asked = app.test_client().get(
            f"{address}?utm_source=x", headers={"Cookie": "language=ja; theme=dark", "Accept-Language": "pl", "User-Agent": "x"}
        )
        assert (asked.data, list(asked.headers)) == (plain.data, list(plain.headers)), address
        assert plain.headers["Vary"] == "Accept-Encoding"
        assert plain.headers["Content-Language"]
        assert "Set-Cookie" not in plain.headers
