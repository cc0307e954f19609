"""axe-core finds nothing, and the browser's console says nothing, at any stop: both schemes, a telephone's width and a desk's.

Each stop in a part of {en, fr, ar, ja} x {light, dark} x {360, 1280}, so that all of them come about; the whole product, and
every document of the repository's own site, with I18N_SITE_LONG=1.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator

import pytest
from flask import Flask

from i18n_site.config import load_site
from i18n_site.publish.release import Release, open_release
from i18n_site.web import create_app
from i18n_site.workflow.compile import compile_for_editing
from support.browser import chromium, serving
from support.corpora import ROOT
from support.halves import REAL, make_halves
from support.stops import Stop, bare_apps, failing_app, failures, stops, unready_app

LANGUAGES = ("en", "fr", "ar", "ja")
LOOKS = tuple(itertools.product(("light", "dark"), (360, 1280)))
LONG = bool(os.environ.get("I18N_SITE_LONG"))


def rounds(places: Iterable[Stop], number: int) -> Iterator[tuple[Stop, tuple[tuple[str, int], ...]]]:
    """The stops of the language of that number, and the looks of each: every one in the long round.

    In the short one, each stop comes in one language alone, and a stop's number decides on its look.
    """
    for place, stop in enumerate(places):
        if LONG:
            yield stop, LOOKS
        elif place % len(LANGUAGES) == number:
            yield stop, (LOOKS[place // len(LANGUAGES) % len(LOOKS)],)


class Rounds:
    """A browser that goes from stop to stop and notes what is wrong there."""

    def __init__(self, browser, address: str) -> None:
        axe = pytest.importorskip(
            "axe_playwright_python.sync_playwright", reason="axe is missing; pip install -e '.[test]' brings it"
        )
        self.axe = axe.Axe()
        self.address = address
        self.page = browser.new_page()
        self.page.on("console", lambda message: self.note_console(message.text, message.location.get("url", "")))
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.place}: {error}"))
        self.page.on("requestfailed", lambda request: self.wrong.append(f"{self.place}: {request.url} failed"))
        self.page.on("request", self.note_request)
        self.place = ""
        self.wrong: list[str] = []
        self.looked = 0

    def note_console(self, text: str, url: str) -> None:
        # that an error page is one
        if not (text.startswith("Failed to load resource") and url == self.address + self.place):
            self.wrong.append(f"{self.place}: console: {text}")

    def note_request(self, request) -> None:
        if not request.url.startswith(f"{self.address}/"):
            self.wrong.append(f"{self.place}: asks another server: {request.url}")

    def stop_at(self, path: str, looks: Iterable[tuple[str, int]], *, answer=None, status: int = 200) -> None:
        """Look at an address; `answer` is what stands there where a browser cannot come by itself."""
        self.place = path
        if answer is not None:
            headers = {name: value for name, value in answer.headers.items() if name.lower() != "set-cookie"}
            self.page.route(
                self.address + path, lambda route: route.fulfill(status=answer.status_code, headers=headers, body=answer.text)
            )
        for number, (scheme, width) in enumerate(looks):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)
            if not number:
                response = self.page.goto(self.address + path)
                assert response.status == status, path
            found = self.axe.run(self.page).response["violations"]
            self.looked += 1
            self.wrong += [
                f"{path} {scheme} {width}: {rule['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
                for rule in found
                for node in rule["nodes"][:3]
            ]
            if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                self.wrong.append(f"{path} {scheme} {width}: is wider than its window")
        if answer is not None:
            self.page.unroute(self.address + path)


def look_at(browser, app: Flask, places: Iterable[tuple[Stop, Iterable[tuple[str, int]]]]) -> int:
    """How often a page was looked at. Asserts that nothing was wrong."""
    with serving(app) as address:
        visit = Rounds(browser, address)
        for stop, looks in places:
            visit.stop_at(stop.path, looks, answer=stop.ask(app) if stop.passwords else None, status=stop.status)
    assert not visit.wrong, "\n".join(dict.fromkeys(visit.wrong))
    return visit.looked


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def halves(tmp_path_factory):
    return make_halves(tmp_path_factory.mktemp("accessible"), REAL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_at_any_stop(browser, halves, language):
    with open_release(halves.site.release_path) as release:
        looked = look_at(browser, create_app(halves.site.root), rounds(stops(release, language), LANGUAGES.index(language)))
    assert looked >= 8


def test_axe_finds_nothing_where_something_went_wrong(browser, halves):
    places = [part for number, language in enumerate(LANGUAGES) for part in rounds(failures(language), number)]
    assert look_at(browser, failing_app(halves.site.root), places) >= len(list(failures("en")))


def test_axe_finds_nothing_on_sites_that_have_next_to_nothing(browser, tmp_path):
    for number, (app, path) in enumerate(bare_apps(tmp_path)):
        status = app.test_client().get(path).status_code
        look_at(browser, app, [(Stop("bare", path, status), LOOKS if LONG else (LOOKS[number % len(LOOKS)],))])
    look_at(
        browser, unready_app(tmp_path / "unready"), [(Stop("unready", f"/{language}/", 503), LOOKS) for language in LANGUAGES]
    )


def test_axe_finds_nothing_on_the_first_site(browser, tmp_path):
    path = tmp_path / "site.sqlite3"
    compile_for_editing(load_site(ROOT), path)
    app = create_app(ROOT, release=path)
    with open_release(path) as release:
        places = [part for number, language in enumerate(LANGUAGES) for part in rounds(first_site(release, language), number)]
    assert look_at(browser, app, places) >= len(list(places))


def first_site(release: Release, language: str) -> Iterator[Stop]:
    """The kinds of page of the repository's own site; every one of its documents in the long round."""
    few = ("pages/members", "pages/figures", "pages/board", "pages/founding-documents", "news/second-global-report-employment")
    documents = [name for name in release.documents() if LONG or name in few]
    yield Stop("home", f"/{language}/")
    yield Stop("list", f"/{language}/{release.section_path(language, 'news')}/")
    for name in documents:
        yield Stop(name, release.teaser(language, name).url)
    yield Stop("topics", f"/{language}/tags/")
    yield Stop("topic", f"/{language}/tags/public-policy/")
    yield Stop("search", f"/{language}/search/?q=CICOPA")
    yield Stop("status", f"/{language}/status/")
    yield Stop("missing", f"/{language}/nothing/", 404)
    if language != release.site.source_language:
        url = release.teaser(language, "pages/members").url
        yield Stop("side by side", f"{url}-/side-by-side/")
        yield Stop("changes", f"{url}-/changes/")
