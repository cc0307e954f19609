"""What stands around the pages: headers, hosts, files, themes, a missing or new release (rules 5 and 28, traps 23 to 25)."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from i18n_site.publish.release import write_release
from i18n_site.web import create_app
from support.html import read_html
from support.releases import SITE, content, own, write_site


@pytest.fixture
def site(tmp_path):
    return write_site(tmp_path / "site")


@pytest.fixture
def client(site):
    return create_app(site).test_client()


# -- headers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/en/",
        "/FR",
        "/xx/",
        "/files/report.pdf",
        "/static/site.css",
        "/healthz",
        "/robots.txt",
        "/sitemap.xml",
        "/fr/feed.atom",
    ],
)
def test_rule_28_every_response_carries_the_security_headers(client, address):
    with client.get(address) as response:
        policy = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
        assert response.headers["Content-Security-Policy"] == policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.parametrize(("method", "status"), [("POST", 405), ("DELETE", 405), ("HEAD", 200), ("OPTIONS", 200)])
def test_rule_28_a_method_that_a_page_does_not_know_is_refused_with_what_it_knows(client, method, status):
    response = client.open("/en/", method=method)
    assert response.status_code == status
    assert "Content-Security-Policy" in response.headers
    if status == 405:
        assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
        assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("host", ["cicopa.example", "cicopa.example:8443", "localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_rule_28_the_site_answers_for_its_own_name_and_this_machines(client, host):
    assert client.get("/en/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "cicopa.example.evil.example", "xcicopa.example", "a b", "[::1"])
def test_rule_28_another_host_name_is_refused_and_never_repeated(client, host):
    response = client.get("/en/", headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.text


def test_rule_28_trusted_hosts_are_configured(site, monkeypatch):
    monkeypatch.setenv("I18N_TRUSTED_HOSTS", "www.cicopa.example, .staging.example")
    client = create_app(site).test_client()
    expected = {
        "www.cicopa.example": 200,
        "a.staging.example": 200,
        "staging.example": 200,
        "cicopa.example": 400,
        "localhost": 400,
    }
    assert {host: client.get("/en/", headers={"Host": host}).status_code for host in expected} == expected


def test_rule_28_trusted_hosts_may_be_ipv6_addresses_and_names_in_any_script(site, monkeypatch):
    monkeypatch.setenv("I18N_TRUSTED_HOSTS", "[2001:DB8::1], ::1, Bücher.example, .straße.example")
    client = create_app(site).test_client()
    expected = {
        "[2001:db8::1]:8000": 200,
        "[::1]": 200,
        "[::1]:8000": 200,
        "xn--bcher-kva.example": 200,
        "a.strasse.example": 200,
        "[::2]": 400,
        "bucher.example": 400,
        "[::1": 400,
    }
    assert {host: client.get("/en/", headers={"Host": host}).status_code for host in expected} == expected


def test_rule_28_a_site_may_live_at_an_ipv6_address(tmp_path):
    client = create_app(write_site(tmp_path / "site", site=replace(SITE, base_url="http://[2001:db8::1]:8000"))).test_client()
    assert client.get("/en/", headers={"Host": "evil.example"}).status_code == 400
    page = read_html(client.get("/en/", headers={"Host": "[2001:db8::1]:8000"}).text)
    assert page.one("link", rel="canonical").attributes["href"] == "http://[2001:db8::1]:8000/en/"


def test_rule_28_absolute_addresses_come_from_base_url(client):
    page = read_html(client.get("/en/", headers={"Host": "localhost:9999", "X-Forwarded-Host": "evil.example"}).text)
    assert page.one("link", rel="canonical").attributes["href"] == "https://cicopa.example/en/"


def test_rule_5_a_page_is_the_same_for_everybody(client):
    plain = client.get("/fr/actualites/")
    asked = client.get("/fr/actualites/?utm=1", headers={"Accept-Language": "ja", "Cookie": "language=ar; x=y"})
    assert plain.data == asked.data
    assert plain.headers["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"
    assert plain.headers["Vary"] == asked.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in asked.headers


# -- files -------------------------------------------------------------------------------------------------------------


def test_a_file_that_the_release_names_is_served_as_what_it_is(client):
    with client.get("/files/report.fr.pdf") as response:
        assert (response.status_code, response.mimetype, response.data) == (200, "application/pdf", b"%PDF-1.7\n")
        assert response.headers["Content-Language"] == "fr"
        etag = response.headers["ETag"]
    with client.get("/files/report.fr.pdf", headers={"If-None-Match": etag}) as response:
        assert response.status_code == 304
    with client.get("/files/report.fr.pdf", headers={"Range": "bytes=0-3"}) as response:
        assert (response.status_code, response.data) == (206, b"%PDF")


@pytest.mark.parametrize(
    "address",
    [
        "/files/unnamed.pdf",
        "/files/missing.pdf",
        "/files/../site.yaml",
        "/files/%2e%2e/site.yaml",
        "/files/..%2fsite.yaml",
        "/files//etc/passwd",
        "/files/report.pdf%00",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2ferrors.py",
        "/static//etc/passwd",
        "/static/x%00",
        "/static/" + "x" * 300,
        "/static/",
        "/files/",
    ],
)
def test_trap_25_no_other_file_is_served(client, address):
    assert client.get(address).status_code == 404


def test_rule_27_a_file_of_a_protected_post_is_not_served(client):
    assert client.get("/files/letter.pdf").status_code == 404


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
def test_trap_25_a_link_out_of_the_site_is_not_followed(site, client):
    secret = site.parent / "secret.pdf"
    secret.write_bytes(b"secret")
    (site / "content" / "files" / "report.pdf").unlink()
    (site / "content" / "files" / "report.pdf").symlink_to(secret)
    (site / "static").mkdir()
    (site / "static" / "secret.css").symlink_to(secret)
    assert client.get("/files/report.pdf").status_code == 404
    assert client.get("/static/secret.css").status_code == 404


def test_a_file_that_the_release_names_but_the_disk_lacks_is_not_found(site, client):
    (site / "content" / "files" / "report.pdf").unlink()
    assert client.get("/files/report.pdf").status_code == 404


# -- themes ------------------------------------------------------------------------------------------------------------


def test_a_sites_own_static_files_and_templates_come_first(site):
    (site / "static").mkdir()
    (site / "static" / "site.css").write_text("body { color: red }")
    (site / "templates").mkdir()
    (site / "templates" / "missing.html").write_text("<p>{{ _('Page not found') }} here</p>")
    client = create_app(site).test_client()
    with client.get("/static/site.css") as response:
        assert response.text == "body { color: red }"
    with client.get("/static/pines.svg") as response:
        assert response.mimetype == "image/svg+xml"
    assert client.get("/fr/x/").text == "<p>Page introuvable here</p>"


def test_a_sites_template_may_extend_the_packages_of_the_same_name(site):
    (site / "templates").mkdir()
    (site / "templates" / "base.html").write_text('{% extends "package/base.html" %}{% block title %}Mine{% endblock %}')
    page = read_html(create_app(site).test_client().get("/en/xyz/").text)
    assert page.one("header").one("a", class_="brand").text == "CICOPA"


# -- releases ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("made", ["missing", "empty", "garbage", "another database"])
def test_without_a_release_every_page_answers_503_with_advice_and_the_stylesheet_is_there(tmp_path, made):
    release = tmp_path / "build" / "site.sqlite3"
    release.parent.mkdir()
    if made == "empty":
        release.touch()
    elif made == "garbage":
        release.write_bytes(b"garbage" * 1000)
    client = create_app(tmp_path, release=None if made == "missing" else release).test_client()
    for address in ("/", "/en/", "/fr/x/", "/healthz", "/files/report.pdf", "/robots.txt"):
        response = client.get(address)
        assert response.status_code == 503
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Retry-After"] == "60"
        assert "Content-Security-Policy" in response.headers
        assert str(tmp_path) not in response.text
    assert "i18n-site compile" in read_html(client.get("/").text).one("main").text
    for address in ("/static/site.css", "/favicon.ico"):
        with client.get(address) as response:
            assert response.status_code == 200


@pytest.mark.parametrize(
    ("address", "header", "cookie", "language"),
    [
        ("/fr/actualites/", "ar", "ja", "fr"),
        ("/", "ar-EG, en;q=0.5", None, "ar"),
        ("/members/", "ar", "ja", "ja"),
        ("/pt_br/", None, None, "pt-BR"),
        ("/", "de", "../../x", "en"),
        ("/", None, None, "en"),
    ],
)
def test_rule_2_without_a_release_the_package_says_so_in_a_language_of_its_own(tmp_path, address, header, cookie, language):
    headers = ({"Accept-Language": header} if header else {}) | ({"Cookie": f"language={cookie}"} if cookie else {})
    response = create_app(tmp_path).test_client(use_cookies=False).get(address, headers=headers)
    assert response.status_code == 503
    assert response.headers["Content-Language"] == language
    assert response.headers["Vary"] == "Accept-Language, Cookie"
    html = read_html(response.text).one("html")
    assert (html.attributes["lang"], html.attributes["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    assert html.one("code").text == "i18n-site compile"
    assert (html.one("h1").text == "This site is not ready yet") == (language == "en")


def test_a_new_release_is_seen_by_the_next_request_without_a_restart(site, client):
    assert client.get("/healthz").text == "ok\n"
    texts = {tag: {**found, "tagline": own("A new mission", tag)} for tag, found in content().texts.items()}
    write_release(site / "build" / "site.sqlite3", replace(content(), texts=texts))
    assert read_html(client.get("/en/").text).one("p", class_="kicker").text == "A new mission"


def test_the_release_and_the_site_may_lie_apart(tmp_path):
    write_site(tmp_path / "one", site=replace(SITE, base_url="https://one.example"))
    other = write_site(tmp_path / "two")
    client = create_app(other, release=tmp_path / "one" / "build" / "site.sqlite3").test_client()
    assert "https://one.example/en/" in client.get("/en/").text


def test_the_site_is_found_by_the_environment_else_in_the_current_folder(site, monkeypatch):
    monkeypatch.setenv("I18N_SITE", str(site))
    assert create_app().test_client().get("/en/").status_code == 200
    monkeypatch.delenv("I18N_SITE")
    monkeypatch.chdir(site)
    assert create_app().test_client().get("/en/").status_code == 200


def test_two_applications_share_nothing(tmp_path):
    first = create_app(write_site(tmp_path / "one")).test_client()
    second = create_app(tmp_path / "two").test_client()
    assert (first.get("/en/").status_code, second.get("/en/").status_code) == (200, 503)
    assert first.get("/fr/").status_code == 200


def test_the_package_brings_its_templates_and_static_files():
    web = Path(create_app.__code__.co_filename).parent
    assert {path.name for path in (web / "static").iterdir()} >= {"favicon.svg", "pines.svg", "site.css", "weave.svg"}
    assert (web / "templates" / "base.html").is_file()
