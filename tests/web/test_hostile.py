"""Whatever is asked for, no answer is a server error and none leads away: naughty strings and the lists that attackers try."""

from __future__ import annotations

import json

import pytest

from i18n_site.web import create_app
from support.corpora import corpus
from support.releases import write_site


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    app = create_app(write_site(tmp_path_factory.mktemp("hostile")))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client(use_cookies=False)


def answer(client, path: str, **headers: str):
    return client.open(path=path.partition("?")[0] or "/", base_url="http://localhost", headers=headers, buffered=True)


@pytest.mark.parametrize("name", ["directory-traversal.txt", "directory-traversal-encodings.txt", "open-redirect.txt"])
def test_trap_25_no_listed_attack_breaks_the_server_or_leads_out_of_it(client, name):
    for line in (corpus("payloads") / name).read_text(encoding="utf-8", errors="replace").splitlines():
        for prefix in ("/", "/fr/", "/files/", "/static/"):
            try:
                response = answer(client, prefix + line)
            except UnicodeError:
                continue  # the test client itself refuses to send it
            assert response.status_code < 500, line
            location = response.headers.get("Location", "/")
            assert location.startswith("/"), line
            assert not location.startswith(("//", "/\\")), line
            assert b"root:" not in response.data


def test_trap_24_naughty_strings_are_ordinary_addresses_and_wishes(client):
    for text in json.loads((corpus("payloads") / "naughty-strings.json").read_text(encoding="utf-8")):
        wish = text.encode("utf-8", "ignore").decode("latin-1").replace("\n", " ").replace("\r", " ")
        assert answer(client, "/", **{"Accept-Language": wish}).status_code in (302, 400)
        for prefix in ("/", "/fr/", "/ar/x/"):
            try:
                assert answer(client, prefix + text).status_code < 500, text
            except UnicodeError:
                continue
