"""A protected post opens to those who know its password, for an hour, in every language, and to nobody else: rule 27."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import pytest

from i18n_site.config import load_site
from i18n_site.errors import ConfigError
from i18n_site.publish.protected_schema import protected_path
from i18n_site.publish.release import (
    DocumentContent,
    ProtectedBody,
    ProtectedContent,
    ProtectedPageContent,
    ProtectedView,
    open_release,
    write_release,
)
from i18n_site.web import create_app, protection
from i18n_site.web.attempts import BY_ADDRESS, WINDOW
from i18n_site.workflow.compile import compile_for_editing
from support.browser import chromium, serving
from support.corpora import ROOT, corpus
from support.html import read_html
from support.releases import LANGUAGES, PASSWORD, PASSWORD_HASH, borrowed, content, write_site

OWN = {"Origin": "http://localhost"}
FR, EN, AR = "/fr/actualites/letter/", "/en/news/letter/", "/ar/news/letter/"
BODY = {"fr": "ceci reste entre nous"}


@pytest.fixture
def site(tmp_path):
    return write_site(tmp_path / "site", **with_a_second_post())


@pytest.fixture
def client(site):
    return create_app(site).test_client()


def with_a_second_post():
    """Another protected post, with a password of the same words and a file of its own."""
    whole = content()
    return {
        "documents": (
            *whole.documents,
            DocumentContent("news/memo", "news", "content/news/memo.md", protected=True, languages=("en",)),
        ),
        "pages": (
            *whole.pages,
            *(ProtectedPageContent("news/memo", tag, "news/memo", borrowed("A memo"), "en", tag == "en") for tag in LANGUAGES),
        ),
        "protected": ProtectedContent(
            {**whole.protected.hashes, "news/memo": PASSWORD_HASH},
            (
                *whole.protected.bodies,
                *(ProtectedBody("news/memo", tag, ProtectedView("<p>Of the memo.</p>")) for tag in LANGUAGES),
            ),
        ),
    }


def unlock(client, address=FR, password=PASSWORD, **given):
    given.setdefault("headers", OWN)
    return client.post(address, data={"password": password}, **given)


def is_open(client, address=FR) -> bool:
    response = client.get(address)
    assert response.status_code == 200
    return BODY.get(address[1:3], "this is between us") in response.text


def cookie_of(response):
    (line,) = response.headers.getlist("Set-Cookie")
    (cookie,) = SimpleCookie(line).values()
    return cookie


# -- shut --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [FR, EN, AR])
def test_rule_27_the_form_is_labelled_and_posts_to_the_page(client, address):
    page = read_html(client.get(address).text)
    form = page.one("main").one("form")
    assert (form.attributes["method"], form.attributes["action"]) == ("post", address)
    field = form.one("input", type="password")
    assert (field.attributes["type"], field.attributes["name"]) == ("password", "password")
    assert form.one("label").attributes["for"] == field.attributes["id"]
    assert page.one(id=field.attributes["aria-describedby"]).text
    assert form.one("button").text
    assert "aria-invalid" not in field.attributes
    assert not page.all(role="alert")


def assert_private(response):
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "Cookie" in response.headers["Vary"]
    assert "ETag" not in response.headers
    assert "Last-Modified" not in response.headers


def test_rule_27_shut_open_and_refused_it_is_private_unlisted_and_has_no_tag(client):
    responses = [
        client.get(FR),
        unlock(client, password="no"),
        unlock(client),
        client.get(FR),
        client.get(FR, headers={"If-None-Match": "*"}),
    ]
    assert [response.status_code for response in responses] == [200, 403, 303, 200, 200]
    for response in responses:
        assert_private(response)
        if response.status_code != 303:
            page = read_html(response.text)
            assert page.one("meta", name="robots").attributes["content"] == "noindex"
            assert not page.all("link", rel="alternate", hreflang="en")
            canonical = page.one("link", rel="canonical").attributes["href"]
            assert canonical.endswith(FR), "rule 15: never noindex together with a foreign canonical"


# -- opening -----------------------------------------------------------------------------------------------------------


def test_rule_27_the_password_opens_the_post_in_all_languages_with_its_files_and_nothing_else(client):
    assert not any(is_open(client, address) for address in (FR, EN, AR))
    assert client.get("/files/letter.pdf").status_code == 404
    response = unlock(client)
    assert (response.status_code, response.headers["Location"]) == (303, FR)
    assert all(is_open(client, address) for address in (FR, EN, AR))
    with client.get("/files/letter.pdf", headers={"If-None-Match": "*", "Range": "bytes=0-3"}) as file:
        assert (file.status_code, file.data) == (200, b"%PDF-1.7\n")
        assert_private(file)
    assert "Of the memo" not in client.get("/en/news/memo/").text
    page = read_html(client.get(FR).text)
    assert not page.one("main").all("form")
    assert "Hideout" in page.one("dl").text


def test_rule_27_the_cookie_is_for_the_server_alone_and_lasts_an_hour(client):
    cookie = cookie_of(unlock(client))
    assert cookie.key == protection.cookie_of("news/letter")
    assert (cookie["max-age"], cookie["path"], cookie["samesite"], cookie["domain"]) == ("3600", "/", "Lax", "")
    assert cookie["httponly"]
    assert not cookie["secure"]
    assert "letter" not in cookie.key


def test_rule_27_the_cookie_is_secure_under_https(client):
    assert cookie_of(unlock(client, base_url="https://localhost", headers={"Origin": "https://localhost"}))["secure"]
    proxied = {"Host": "cicopa.example", "Origin": "https://cicopa.example"}
    assert cookie_of(unlock(client, headers=proxied))["secure"]


def test_rule_27_two_posts_may_be_open_at_once(client):
    unlock(client)
    assert unlock(client, "/en/news/memo/").status_code == 303
    assert is_open(client)
    assert "Of the memo" in client.get("/en/news/memo/").text


def test_rule_27_an_hour_later_the_post_is_shut(client, monkeypatch):
    unlock(client)
    now = time.time()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + protection.HOUR - 5)
    assert is_open(client)
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + protection.HOUR + 5)
    assert not is_open(client)
    assert client.get("/files/letter.pdf").status_code == 404


@pytest.mark.parametrize(
    "spoil",
    [
        lambda value: "",
        lambda value: "x",
        # not the last letter: two of its bits say nothing, and another one may stand for the same signature
        lambda value: value[:-2] + ("A" if value[-2] != "A" else "B") + value[-1],
        lambda value: "A" + value[1:],
        lambda value: value + ".x",
        lambda value: value.split(".")[0],
        lambda value: value.replace(".", "..", 1),
        lambda value: "é" * 50,
        lambda value: "x" * 4000,
    ],
)
def test_rule_27_a_cookie_that_was_not_signed_here_opens_nothing(client, spoil):
    value = cookie_of(unlock(client)).value
    client.set_cookie(protection.cookie_of("news/letter"), spoil(value))
    assert not is_open(client)


def test_rule_27_a_cookie_of_one_post_or_of_another_key_opens_no_other(site, client):
    value = cookie_of(unlock(client)).value
    client.set_cookie(protection.cookie_of("news/memo"), value)
    assert "Of the memo" not in client.get("/en/news/memo/").text
    other = create_app(site, secret_key="another key, as long as need be").test_client()
    other.set_cookie(protection.cookie_of("news/letter"), value)
    assert not is_open(other)
    same = create_app(site).test_client()
    same.set_cookie(protection.cookie_of("news/letter"), value)
    assert is_open(same), "another worker with the same key"


def test_rule_27_a_new_password_shuts_out_those_who_knew_the_old(site, client):
    unlock(client)
    hashes = {"news/letter": PASSWORD_HASH.replace("SjtgT", "AAAAA")}
    write_release(site / "build" / "site.sqlite3", replace(content(), protected=replace(content().protected, hashes=hashes)))
    assert not is_open(client)


def test_rule_27_a_document_whose_password_is_no_hash_opens_to_nobody(tmp_path):
    protected = replace(content().protected, hashes={"news/letter": ""})
    client = create_app(write_site(tmp_path, protected=protected)).test_client()
    for password in ("", " ", PASSWORD, "None"):
        assert unlock(client, password=password).status_code in (400, 403)
    assert not is_open(client)


# -- refusing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("password", "status"), [("wrong", 403), ("", 400), ("x" * 2000, 403), ("\ud800", 403), ("\0", 403)])
def test_rule_27_a_wrong_password_is_told_to_eyes_and_to_screen_readers(client, password, status):
    response = unlock(client, password=password.encode("utf-8", "surrogatepass"))
    assert response.status_code == status
    assert "Set-Cookie" not in response.headers
    page = read_html(response.text)
    alert = page.one(role="alert")
    field = page.one("main").one("input", type="password")
    assert field.attributes["aria-invalid"] == "true"
    assert alert.attributes["id"] in field.attributes["aria-describedby"].split()
    assert "autofocus" in field.attributes
    assert "value" not in field.attributes
    assert page.one("title").text.startswith(alert.text)
    assert BODY["fr"] not in response.text
    assert not is_open(client)


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example"])
def test_rule_27_a_form_from_elsewhere_opens_nothing(client, origin):
    response = unlock(client, headers={"Origin": origin} if origin else {})
    assert response.status_code == 403
    assert not is_open(client)


@pytest.mark.parametrize(
    "address", ["/fr/", "/fr/actualites/", "/fr/actualites/athenes/", "/FR/actualites/letter", "/", "/news/letter/"]
)
def test_rule_27_no_other_page_takes_a_form(client, address):
    response = unlock(client, address)
    assert response.status_code in (404, 405)
    assert "POST" not in response.headers.get("Allow", "")


def test_rule_27_the_page_says_that_it_takes_a_form(client):
    assert set(client.options(FR).headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert set(client.options("/fr/").headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("name", ["open-redirect.txt", "directory-traversal.txt", "directory-traversal-encodings.txt"])
def test_rule_27_no_listed_attack_on_the_form_leads_away_or_opens_anything(site, name):
    client = create_app(site).test_client()
    places = set()
    for line in (corpus("payloads") / name).read_text(encoding="utf-8", errors="replace").splitlines():
        # no password: nothing is counted or hashed
        response = client.open(
            FR, method="POST", query_string={"next": line}, data={"password": "", "next": line, line: line}, headers=OWN
        )
        assert response.status_code in (400, 413), line
        response = client.open(path=f"{FR}{line}".partition("?")[0], method="POST", data={"password": PASSWORD}, headers=OWN)
        assert response.status_code < 500, line
        places.add(response.headers.get("Location", "/"))
        assert "root:" not in response.text
    for location in places:
        assert urlsplit(location)[:2] == ("", ""), location


# -- attempts ----------------------------------------------------------------------------------------------------------


def test_rule_27_attempts_are_counted_over_workers_before_anything_is_hashed(site, monkeypatch):
    hashed = []

    def watched(password, stored):
        hashed.append(password)
        return False

    monkeypatch.setattr(protection, "check_password", watched)
    workers = itertools.cycle([create_app(site).test_client() for _ in range(3)])
    responses = [unlock(next(workers), password=f"guess {number}") for number in range(BY_ADDRESS + 6)]
    assert [response.status_code for response in responses] == [403] * BY_ADDRESS + [429] * 6
    assert len(hashed) == BY_ADDRESS
    refused = responses[-1]
    assert 0 < int(refused.headers["Retry-After"]) <= WINDOW + 1
    assert_private(refused)
    page = read_html(refused.text)
    assert "15 minutes" in page.one(role="alert").text
    elsewhere = unlock(next(workers), password="guess", environ_base={"REMOTE_ADDR": "192.0.2.9"})
    assert elsewhere.status_code == 403


def test_rule_27_who_is_made_to_wait_waits_with_the_right_password_too(client):
    for _ in range(BY_ADDRESS):
        unlock(client, password="")
        unlock(client, password="wrong")
    assert unlock(client).status_code == 429
    assert not is_open(client)


def test_rule_27_those_who_know_the_password_may_all_come_from_one_address(client):
    assert {unlock(client).status_code for _ in range(BY_ADDRESS + 3)} == {303}


def test_rule_27_an_attempt_that_cannot_be_counted_is_not_made(site, client, monkeypatch):
    (site / "build" / "attempts.sqlite3").mkdir()
    monkeypatch.setattr(protection, "check_password", lambda *_: pytest.fail("hashed without counting"))
    response = unlock(client)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert response.headers["Content-Language"] == "fr"


def test_rule_27_behind_a_proxy_each_visitor_has_an_address_of_their_own(site, monkeypatch):
    monkeypatch.setattr(protection, "check_password", lambda *_: False)
    monkeypatch.setenv("I18N_PROXIES", "1")
    client = create_app(site).test_client()
    for number in range(BY_ADDRESS + 1):
        # what the visitor claims stands before what the proxy adds, and does not count
        headers = {**OWN, "X-Forwarded-For": f"203.0.113.{number}, 198.51.100.7"}
        last = unlock(client, headers=headers)
    assert last.status_code == 429
    assert unlock(client, headers={**OWN, "X-Forwarded-For": "198.51.100.8"}).status_code == 403
    monkeypatch.delenv("I18N_PROXIES")
    direct = create_app(site).test_client()
    for number in range(BY_ADDRESS + 1):
        last = unlock(direct, headers={**OWN, "X-Forwarded-For": f"203.0.113.{number}"})
    assert last.status_code == 429, "without a proxy the header is anybody's word"


# -- the key -----------------------------------------------------------------------------------------------------------


def test_rule_27_without_a_key_a_site_with_protected_posts_does_not_start_and_says_what_to_do(site, monkeypatch):
    monkeypatch.delenv("I18N_SECRET_KEY")
    with pytest.raises(ConfigError, match=r"I18N_SECRET_KEY.*secrets\.token_hex"):
        create_app(site)
    assert create_app(site, secret_key="long enough for a signature").test_client().get("/en/").status_code == 200


@pytest.mark.parametrize("key", ["dev", "x" * 15])
def test_rule_27_a_key_that_can_be_guessed_is_refused(site, monkeypatch, key):
    monkeypatch.setenv("I18N_SECRET_KEY", key)
    with pytest.raises(ConfigError, match="fewer than 16"):
        create_app(site)


def test_rule_27_a_key_of_digits_stays_the_text_that_it_is(site, monkeypatch):
    monkeypatch.setenv("I18N_SECRET_KEY", "1234567890123456789e9999")
    assert create_app(site).config["SECRET_KEY"] == "1234567890123456789e9999"


def test_rule_27_a_post_that_comes_to_be_protected_later_stays_shut_without_a_key(tmp_path, monkeypatch):
    monkeypatch.delenv("I18N_SECRET_KEY")
    (tmp_path / "build").mkdir()
    client = create_app(tmp_path).test_client()
    write_site(tmp_path)
    assert client.get("/en/").status_code == 200
    response = unlock(client)
    assert (response.status_code, response.headers["Content-Language"]) == (503, "fr")
    client.set_cookie(protection.cookie_of("news/letter"), "x")
    assert not is_open(client)


def test_rule_27_without_its_store_the_post_is_shut_and_everything_else_is_served(site, client):
    unlock(client)
    protected_path(site / "build" / "site.sqlite3").unlink()
    assert client.get("/fr/").status_code == 200
    with client.get("/files/report.pdf") as file:
        assert file.status_code == 200
    assert client.get(FR).status_code == 503
    assert create_app(site).test_client().get(FR).status_code == 200


# -- languages and browsers --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def first_site(tmp_path_factory):
    path = tmp_path_factory.mktemp("first") / "site.sqlite3"
    compile_for_editing(load_site(ROOT), path)
    return create_app(ROOT, release=path)


PLACES = ["en", "fr", "es", "it", "pt-BR", "ar", "ja", "pl"]


@pytest.mark.parametrize("language", PLACES)
def test_rule_27_everything_around_the_password_is_said_in_the_visitors_language(first_site, language, monkeypatch):
    client = first_site.test_client()
    with open_release(first_site.config["RELEASE"]) as release:
        address = release.page(language, "news/note-to-members").url
    monkeypatch.setattr(protection, "check_password", lambda *_: False)
    here = {"environ_base": {"REMOTE_ADDR": f"192.0.2.{PLACES.index(language)}"}}
    responses = [
        client.get(address),
        unlock(client, address, ""),
        *(unlock(client, address, "x", **here) for _ in range(BY_ADDRESS + 1)),
    ]
    assert [response.status_code for response in responses[1:]] == [400, *[403] * BY_ADDRESS, 429]
    for response in (responses[0], responses[1], responses[2], responses[-1]):
        form = read_html(response.text).one("div", class_="unlock")
        assert {text.language for text in form.texts()} == {language}


def test_rule_27_a_browser_without_script_opens_the_post_by_keyboard(site):
    with serving(create_app(site)) as address, chromium() as browser:
        context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
        page = context.new_page()
        page.goto(address + EN)
        page.get_by_label("Password").fill("wrong")
        page.keyboard.press("Enter")
        page.get_by_role("alert").wait_for()
        field = page.get_by_label("Password")
        assert page.locator("input:focus").count() == 1, "the field has the focus, and says what is wrong with it"
        field.fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_text("this is between us").wait_for()
        assert "this is between us" in page.content()
        page.reload()
        assert "this is between us" in page.content(), "a reload sends no password again"
        (cookie,) = context.cookies()
        assert cookie["httpOnly"]
        assert cookie["sameSite"] == "Lax"
        page.goto(address + FR)
        assert BODY["fr"] in page.content()
