"""Files of the theme under names that change with their bytes (rule 5)."""

from __future__ import annotations

import re

import brotli
import pytest

from i18n_site.web import create_app
from i18n_site.web.assets import Assets
from i18n_site.web.cache import IMMUTABLE
from support.releases import write_site


@pytest.fixture
def site(tmp_path):
    return write_site(tmp_path / "site")


@pytest.fixture
def theme(site):
    (site / "static").mkdir()
    (site / "static" / "site.css").write_text("body { color: red }")
    return site / "static"


def stylesheet(client) -> str:
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', client.get("/en/nowhere/").text)
    return address


def test_rule_5_what_pages_name_is_immutable_compressed_and_revalidated(site):
    client = create_app(site).test_client()
    address = stylesheet(client)
    assert re.fullmatch(r"/static/site\.[0-9a-f]{16}\.css", address)
    for _ in range(2):
        response = client.get(address, headers={"Accept-Encoding": "br"})
        assert response.headers["Cache-Control"] == IMMUTABLE
        assert response.headers["Vary"] == "Accept-Encoding"
        assert response.mimetype == "text/css"
        assert "Content-Security-Policy" in response.headers
        assert b"--paper" in brotli.decompress(response.data)
    asked = {"Accept-Encoding": "br", "If-None-Match": response.headers["ETag"]}
    assert client.get(address, headers=asked).status_code == 304
    assert client.head(address).data == b""


def test_rule_5_everything_that_a_page_or_its_style_sheet_names_is_there_and_immutable(site):
    client = create_app(site).test_client()
    page = client.get("/en/").text
    named = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    named |= set(re.findall(r'url\("([^"]+)"\)', client.get(stylesheet(client)).text))
    assert len(named) >= 4
    for address in named:
        response = client.get(address)
        assert (response.status_code, response.headers["Cache-Control"]) == (200, IMMUTABLE), address


def test_rule_5_a_changed_file_has_a_new_address_and_the_old_one_answers_as_before(site, theme):
    client = create_app(site).test_client()
    old = stylesheet(client)
    assert client.get(old).text == "body { color: red }"
    (theme / "site.css").write_text("body { color: green }")
    new = stylesheet(client)
    assert new != old
    assert client.get(new).text == "body { color: green }"
    fresh = client.get(old)
    assert (fresh.text, fresh.headers["Cache-Control"]) == ("body { color: red }", IMMUTABLE)


def test_rule_5_an_address_from_before_an_upgrade_is_answered_with_the_file_of_today_and_not_kept(site, theme):
    old = stylesheet(create_app(site).test_client())
    (theme / "site.css").write_text("body { color: green }")
    upgraded = create_app(site).test_client()
    for _ in range(2):
        answer = upgraded.get(old)
        assert (answer.status_code, answer.text, answer.headers["Cache-Control"]) == (200, "body { color: green }", "no-cache")


def test_a_file_of_the_sites_own_takes_the_place_of_the_packages_at_once(site):
    client = create_app(site).test_client()
    before = stylesheet(client)
    (site / "static").mkdir()
    (site / "static" / "site.css").write_text("b { color: blue }")
    assert stylesheet(client) != before
    assert client.get(stylesheet(client)).text == "b { color: blue }"


def test_rule_5_a_changed_drawing_changes_the_style_sheet_that_names_it(theme):
    (theme / "art").mkdir()
    (theme / "art" / "a.svg").write_text("<svg/>")
    rules = "a { background: %s } b { background: url( 'data:x' ) } c { background: %s }"
    (theme / "art" / "art.css").write_text(rules % ("url(a.svg)", "url(missing.png)"))
    assets = Assets((theme,))
    before = assets.address("art/art.css")
    body = assets.find(before.removeprefix("/static/")).body.decode()
    assert body == rules % (f'url("{assets.address("art/a.svg")}")', 'url("/static/art/missing.png")')
    (theme / "art" / "a.svg").write_text("<svg />")
    assert assets.address("art/art.css") != before


def test_an_address_without_a_hash_stays_and_is_asked_for_again(site):
    response = create_app(site).test_client().get("/static/pines.svg")
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["ETag"]
    response.close()


NO_DOORS = ["none.0123456789abcdef.css", ".0123456789abcdef.css", "../app.0123456789abcdef.py", "x\0.0123456789abcdef.y"]


@pytest.mark.parametrize("path", NO_DOORS)
def test_trap_25_a_hash_opens_no_door(site, path):
    assert create_app(site).test_client().get(f"/static/{path}").status_code == 404


def test_a_file_whose_own_name_looks_like_a_hash_is_itself(theme):
    (theme / "a.0123456789abcdef.js").write_text("1")
    assets = Assets((theme,))
    assert assets.find("a.0123456789abcdef.js") is None
    address = assets.address("a.0123456789abcdef.js")
    assert assets.find(address.removeprefix("/static/")).body == b"1"


def test_every_name_has_an_address(theme):
    (theme / "LICENSE").write_text("x")
    (theme / "a b.css").write_text("x")
    assets = Assets((theme,))
    assert assets.address("missing.css") == "/static/missing.css"
    assert assets.address("LICENSE") == "/static/LICENSE"
    assert re.fullmatch(r"/static/a%20b\.[0-9a-f]{16}\.css", assets.address("a b.css"))


def test_a_large_file_keeps_its_plain_name(theme):
    (theme / "film.webm").write_bytes(b"x" * 2_000_001)
    assert Assets((theme,)).address("film.webm") == "/static/film.webm"
