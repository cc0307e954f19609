"""`serve`: every request is answered from the files as they are; nothing is written where people write."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from werkzeug.test import Client

from i18n_site.web.app import create_app
from i18n_site.web.serve import Follower
from support.sites import copy_site, translate, translate_all


def follow(site) -> tuple[Client, list[str]]:
    said: list[str] = []
    release = site.build / "serve.sqlite3"
    app = create_app(site.root, release=release)
    return Client(Follower(app.wsgi_app, site.root, release, said.append)), said


def sources(root: Path) -> dict[Path, bytes]:
    folders = (root / "content", root / "translations")
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


def test_a_saved_catalogue_is_on_the_page_at_the_next_reload(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    client, said = follow(site)
    assert "[fr] It begins here." in client.get("/fr/fr-news/fr-first/").text
    translate(site, "fr", "news", {"It begins here.": "Tout commence ici."})
    assert "Tout commence ici." in client.get("/fr/fr-news/fr-first/").text
    assert said == []


def test_a_saved_document_and_a_draft_are_on_the_page_at_the_next_reload(tmp_path):
    site = copy_site(tmp_path)
    client, _ = follow(site)
    assert client.get("/en/news/fourth/").status_code == 200, "drafts are seen under serve"
    (site.content / "news" / "fifth.md").write_text("# Fifth\n\nBrand new.\n", encoding="utf-8")
    assert "Brand new." in client.get("/en/news/fifth/").text


def test_nothing_is_written_under_content_or_translations(tmp_path):
    site = copy_site(tmp_path)
    before = sources(site.root)
    client, _ = follow(site)
    client.get("/en/")
    path = site.content / "news" / "first.md"
    path.write_text("# Changed\n", encoding="utf-8")
    client.get("/en/news/first/")
    after = sources(site.root)
    assert {p for p in after if before.get(p) != after[p]} == {path}
    assert before.keys() == after.keys()


def test_a_broken_file_leaves_the_last_good_page_and_is_told(tmp_path):
    site = copy_site(tmp_path)
    client, said = follow(site)
    catalogue = site.catalogue_path("fr", "news")
    good = catalogue.read_bytes()
    catalogue.write_bytes(good + b'msgid "open\n')
    assert client.get("/fr/news/first/").status_code == 200
    assert re.search(r"translations/fr/LC_MESSAGES/news\.po:\d+", said[0])
    catalogue.write_bytes(good)
    client.get("/fr/")
    assert len(said) == 1


def test_a_new_language_in_site_yaml_is_taken_up(tmp_path):
    site = copy_site(tmp_path)
    client, _ = follow(site)
    assert client.get("/it/").status_code == 404
    config = site.content / "site.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("  ar: {}\n", "  ar: {}\n  it: {}\n"), encoding="utf-8")
    assert client.get("/it/").status_code == 200


@pytest.mark.skipif(os.name == "nt", reason="the test interrupts the server as a terminal does")
def test_the_command_serves_says_where_and_stops_when_interrupted(tmp_path):
    site = copy_site(tmp_path)
    command = [sys.executable, "-m", "i18n_site", "--site", str(site.root), "serve", "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        assert found, line
        connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=10)
        connection.request("GET", "/en/")
        assert connection.getresponse().status == 200
        connection.close()
    finally:
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=20)
    assert (process.returncode, "Traceback" in rest) == (0, False)


def test_a_port_that_is_taken_is_one_line_and_exit_code_2(tmp_path):
    site = copy_site(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "i18n_site", "--site", str(site.root), "serve", "--port", port]
        result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 2
    assert "--port" in result.stderr
    assert "Traceback" not in result.stderr
