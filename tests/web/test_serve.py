"""`serve`: every request is answered from the files as they are; nothing is written where people write."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug.test import Client

from i18n_site.config import Site
from i18n_site.web.app import create_app
from i18n_site.web.serve import follow_site
from i18n_site.workflow.compile import compile_site
from i18n_site.workflow.extract import extract
from i18n_site.workflow.update import update
from support.browser import chromium, serving
from support.sites import copy_site, edit_po, translate, translate_all

if TYPE_CHECKING:
    from playwright.sync_api import Page


def follow(site) -> tuple[Client, list[str]]:
    said: list[str] = []
    return Client(follow_site(site, said.append)), said


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


def test_a_passage_that_its_author_has_just_changed_is_shown_as_update_would_leave_it(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    client, said = follow(site)
    path = site.content / "news" / "first.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("It begins here.", "It begins here"), encoding="utf-8")
    carried = client.get("/fr/fr-news/fr-first/").text
    assert "[fr] It begins here." in carried
    assert 'class="stale"' not in carried
    path.write_text(text.replace("It begins here.", "It never begins here."), encoding="utf-8")
    fallen = client.get("/fr/fr-news/fr-first/").text
    assert "[fr] It begins here." not in fallen
    assert "It never begins here." in fallen
    assert said == []


def test_an_edit_to_a_document_leaves_every_catalogue_and_template_file_alone(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    client, _ = follow(site)
    before = sources(site.root)
    path = site.content / "news" / "first.md"
    path.write_text(path.read_text(encoding="utf-8").replace("It begins here.", "It began here."), encoding="utf-8")
    client.get("/fr/")
    after = sources(site.root)
    assert {p for p in after if before.get(p) != after[p]} == {path}


def version_and_problem(client: Client) -> tuple[str, str | None]:
    answer = client.get("/static/live.json").json
    return answer["version"], answer["problem"]


def test_the_version_changes_with_what_is_shown_and_with_nothing_else(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    client, _ = follow(site)
    first = version_and_problem(client)
    assert version_and_problem(client) == first == (first[0], None)
    catalogue = site.catalogue_path("fr", "news")
    catalogue.write_bytes(catalogue.read_bytes() + b"\n")
    assert version_and_problem(client) == first
    translate(site, "fr", "news", {"It begins here.": "Tout commence ici."})
    second = version_and_problem(client)
    assert second[0] != first[0]
    theme = site.root / "static"
    theme.mkdir()
    (theme / "site.css").write_text("body { color: red }\n", encoding="utf-8")
    assert version_and_problem(client)[0] not in (first[0], second[0])


def test_a_broken_catalogue_is_told_with_its_line_until_it_is_mended(tmp_path):
    site = copy_site(tmp_path)
    client, _ = follow(site)
    version, _ = version_and_problem(client)
    catalogue = site.catalogue_path("fr", "news")
    good = catalogue.read_bytes()
    catalogue.write_bytes(good + b'msgid "open\n')
    broken, problem = version_and_problem(client)
    assert broken == version
    assert re.match(r"translations/fr/LC_MESSAGES/news\.po:\d+:\d+: ", problem)
    catalogue.write_bytes(good)
    assert version_and_problem(client) == (version, None)


def test_a_broken_template_is_told_with_its_line_and_its_last_good_version_stays(tmp_path):
    site = copy_site(tmp_path)
    own = site.root / "templates"
    own.mkdir()
    page = own / "page.html"
    good = '{% extends "package/page.html" %}\n{% block title %}Good{% endblock %}\n'
    page.write_text(good, encoding="utf-8")
    client, said = follow(site)
    assert "<title>Good</title>" in client.get("/en/news/first/").text
    page.write_text(good + "\n{% if %}\n", encoding="utf-8")
    _, problem = version_and_problem(client)
    assert problem.startswith(f"{page}:4: ")
    assert client.get("/en/news/first/").status_code == 200
    assert "<title>Good</title>" in client.get("/en/news/first/").text
    assert said == [problem]
    page.write_text(good.replace("Good", "Better"), encoding="utf-8")
    assert version_and_problem(client)[1] is None
    assert "<title>Better</title>" in client.get("/en/news/first/").text


def test_a_template_that_fails_while_a_page_is_made_is_told_with_its_line(tmp_path):
    site = copy_site(tmp_path)
    own = site.root / "templates"
    own.mkdir()
    page = own / "page.html"
    page.write_text('{% extends "package/page.html" %}\n{% block title %}{{ nobody.title() }}{% endblock %}\n', encoding="utf-8")
    client, said = follow(site)
    answer = client.get("/en/news/first/")
    assert answer.status_code == 500
    assert answer.text.startswith(f"{page}:2: ")
    assert said == [answer.text.rstrip("\n")]
    assert client.get("/en/").status_code == 200


@pytest.fixture
def open_page(tmp_path) -> Iterator[tuple[Site, Page]]:
    """The French page of a document in Chromium, a long way down, and its site."""
    site = copy_site(tmp_path)
    path = site.content / "news" / "first.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n\nA line.\n" * 120, encoding="utf-8")
    extract(site)
    update(site)
    translate_all(site, "fr")
    with chromium() as browser, serving(follow_site(site, lambda _said: None)) as address:
        page = browser.new_page(viewport={"width": 900, "height": 700})
        page.goto(f"{address}/fr/fr-news/fr-first/")
        yield site, page


def test_a_saved_translation_comes_to_the_open_page_by_itself_scrolled_as_it_was(open_page):
    site, page = open_page
    page.evaluate("scrollTo(0, 1500)")
    page.evaluate("window.before = true")
    for text in ("Tout commence ici.", "Tout a commencé ici."):
        edit_po(site, "fr", "news", lambda m, text=text: replace(m, msgstr=(text,)) if m.key.msgid == "It begins here." else m)
        page.get_by_text(text).wait_for(state="attached", timeout=20_000)
    assert page.evaluate("scrollY") == 1500
    assert page.evaluate("window.before"), "the page was put in place, not loaded anew"


def test_a_saved_stylesheet_comes_to_the_open_page_by_itself(open_page):
    site, page = open_page
    (site.root / "static").mkdir()
    (site.root / "static" / "site.css").write_text("h1::after { content: 'Changed' }\n", encoding="utf-8")
    for _ in range(100):
        if page.evaluate("getComputedStyle(document.querySelector('h1'), '::after').content") == '"Changed"':
            return
        page.wait_for_timeout(100)
    pytest.fail("the stylesheet did not come")


def test_a_broken_catalogue_stands_over_the_open_page_and_goes_when_it_is_mended(open_page):
    site, page = open_page
    catalogue = site.catalogue_path("fr", "news")
    good = catalogue.read_bytes()
    catalogue.write_bytes(good + b'msgid "open\n')
    told = page.get_by_role("alert")
    told.wait_for(timeout=10_000)
    assert re.search(r"news\.po:\d+", told.inner_text())
    assert page.get_by_text("[fr] It begins here.").count() == 1
    catalogue.write_bytes(good)
    told.wait_for(state="detached", timeout=10_000)


@pytest.mark.parametrize("configured", [None, "cicopa.example"])
def test_rule_28_the_site_that_is_written_is_seen_on_this_machine_whatever_it_answers_for_elsewhere(
    tmp_path, monkeypatch, configured
):
    site = copy_site(tmp_path)
    if configured is not None:
        monkeypatch.setenv("I18N_TRUSTED_HOSTS", configured)
    client, _ = follow(site)
    for host in ("localhost:8000", "127.0.0.1", "[::1]:8000", "[::1]"):
        assert client.get("/en/", headers={"Host": host}).status_code == 200
    assert client.get("/en/", headers={"Host": "evil.example"}).status_code == 400


def test_pages_in_production_ask_for_nothing(tmp_path):
    site = copy_site(tmp_path)
    compile_site(site)
    client = create_app(site.root).test_client()
    assert "live" not in client.get("/en/").text
    assert client.get("/static/live.json").status_code == 404


def can_listen(host: str) -> bool:
    try:
        with socket.socket(socket.AF_INET6) as found:
            found.bind((host, 0))
    except OSError:
        return False
    return True


@pytest.mark.skipif(os.name == "nt", reason="the test interrupts the server as a terminal does")
@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]")])
def test_the_command_serves_says_where_and_stops_when_interrupted(tmp_path, host, shown):
    if host == "::1" and not can_listen(host):
        pytest.skip("this machine has no IPv6")
    site = copy_site(tmp_path)
    command = [sys.executable, "-m", "i18n_site", "--site", str(site.root), "serve", "--host", host, "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        line = process.stderr.readline()
        found = re.search(rf"http://{re.escape(shown)}:(\d+)/", line)
        assert found, line
        connection = http.client.HTTPConnection(host, int(found[1]), timeout=60)
        connection.request("GET", "/en/")
        assert connection.getresponse().status == 200
        connection.close()
    finally:
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=120)
    assert (process.returncode, "Traceback" in rest) == (0, False)


def test_a_port_that_is_taken_is_one_line_and_exit_code_2(tmp_path):
    site = copy_site(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "i18n_site", "--site", str(site.root), "serve", "--port", port]
        result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert result.returncode == 2
    assert "--port" in result.stderr
    assert "Traceback" not in result.stderr
