"""The Nu HTML checker finds neither error nor warning at any address: pages by their own, and what errors and forms answer."""

from __future__ import annotations

import os

import pytest

from i18n_site.config import load_site
from i18n_site.publish.release import open_release
from i18n_site.web import create_app
from i18n_site.web.addresses import public_languages
from i18n_site.workflow.compile import compile_for_editing
from support.checker import faults, jar
from support.corpora import ROOT
from support.crawling import visit_all
from support.halves import REAL, make_halves
from support.stops import bare_apps, failing_app, failures, stops, unready_app

LONG = bool(os.environ.get("I18N_SITE_LONG"))


@pytest.fixture(scope="module", autouse=True)
def _checker():
    jar()


@pytest.fixture(scope="module")
def halves(tmp_path_factory):
    return make_halves(tmp_path_factory.mktemp("valid"), REAL)


def test_every_stop_in_every_language_is_valid(halves, tmp_path):
    documents = {}
    app, failing = create_app(halves.site.root), failing_app(halves.site.root)
    with open_release(halves.site.release_path) as release:
        for language in public_languages(release):
            documents |= {f"{stop.path} {stop.name}": stop.ask(app).text for stop in stops(release, language)}
            documents |= {f"{stop.path} {stop.name}": stop.ask(failing).text for stop in failures(language)}
    for number, (bare, path) in enumerate(bare_apps(tmp_path / "bare")):
        documents[f"bare {number} {path}"] = bare.test_client().get(path).text
    unready = unready_app(tmp_path / "unready").test_client()
    documents |= {f"unready {language}": unready.get(f"/{language}/").text for language in REAL}
    assert len(documents) > 150
    found = faults(documents, tmp_path / "pages")
    assert not found, "\n".join(found)


def test_every_address_of_the_first_site_is_valid(tmp_path):
    """Every language with I18N_SITE_LONG=1; else each page in two of them, by turns."""
    site, path = load_site(ROOT), tmp_path / "site.sqlite3"
    compile_for_editing(site, path)
    with open_release(path) as release:
        languages = public_languages(release)
    visited = visit_all(create_app(ROOT, release=path), site.config.base_url, languages)
    assert len(visited) > 400
    documents = {address: page.text for number, (address, page) in enumerate(sorted(visited.items())) if LONG or number % 4 == 0}
    found = faults(documents, tmp_path / "pages")
    assert not found, "\n".join(found)


def test_every_drawing_of_the_first_site_is_valid_in_every_language(tmp_path):
    site, path = load_site(ROOT), tmp_path / "site.sqlite3"
    compile_for_editing(site, path)
    client = create_app(ROOT, release=path).test_client()
    with open_release(path) as release:
        names = [f"files/{drawing.name}" for drawing in (site.content / "files").glob("*.svg")]
        files = {file.path for name in names for file in release.files_of(name)}
    documents = {name: client.get(f"/{name}", buffered=True).text for name in files}
    assert len(documents) > 3
    found = faults(documents, tmp_path / "drawings", suffix=".svg")
    assert not found, "\n".join(found)
