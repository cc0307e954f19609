"""The first view of every template: nothing in it moves, it is light, and all of it comes from the site itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from i18n_site.web import create_app
from support.browser import chromium, serving
from support.corpora import ROOT
from support.first_site import compile_first_site, template_addresses
from support.html import read_html

if TYPE_CHECKING:
    from flask import Flask

LONG = bool(os.environ.get("I18N_SITE_LONG"))
LIGHT = 60_000
"""Bytes: HTML, CSS and script of a first view, compressed as they are sent."""

WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
        shifts.push([entry.value, entry.sources.map((source) => source.node?.outerHTML?.slice(0, 80) ?? "text")]);
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    return compile_first_site(tmp_path_factory.mktemp("first-view") / "site.sqlite3")


@pytest.fixture(scope="module")
def app(release) -> Flask:

    return create_app(ROOT, release=release)


@pytest.fixture(scope="module")
def address(app) -> Iterator[str]:
    with serving(app) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def visits(language: str) -> list[tuple[int, str]]:
    """The widths and schemes of a language's visits: all of them where there is time."""
    every = [(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]
    return every if LONG else {"en": every[:1], "ar": every[3:], "ja": every[1:2]}[language]


@pytest.mark.parametrize("language", ["en", "ar", "ja"])
def test_nothing_moves_while_a_page_loads_or_is_scrolled(release, address, browser, language):
    moved = {}
    for width, scheme in visits(language):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme="light")
        context.add_init_script(WATCH)
        if scheme == "dark":
            context.add_init_script("try { localStorage.setItem('scheme', 'dark') } catch {}")
        for name, path in template_addresses(release, language).items():
            page = context.new_page()
            page.goto(address + path, wait_until="load")
            page.evaluate("async () => { scrollTo(0, document.body.scrollHeight); await new Promise(requestAnimationFrame); }")
            page.wait_for_timeout(150)
            if shifts := page.evaluate("() => shifts"):
                moved[name, width, scheme] = shifts
            page.close()
        context.close()
    assert moved == {}


def test_a_page_that_moves_would_be_found(address, browser):
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.add_init_script(WATCH)
    page.goto(f"{address}/en/")
    page.wait_for_timeout(100)
    page.evaluate("() => { document.querySelector('main').style.marginTop = '200px' }")
    page.wait_for_timeout(200)
    assert page.evaluate("() => shifts.length") > 0
    page.close()


@pytest.mark.parametrize("language", ["en", "ar", "ja"] if LONG else ["ar"])
def test_a_first_view_is_light_and_comes_from_the_site_alone(app, release, address, browser, language):
    client = app.test_client()
    weights = {}
    for name, path in template_addresses(release, language).items():
        context = browser.new_context(viewport={"width": 360, "height": 800})  # nothing cached
        page = context.new_page()
        asked: list[tuple[str, str]] = []
        page.on("request", lambda request, asked=asked: asked.append((request.url, request.resource_type)))
        page.goto(address + path, wait_until="load")
        page.wait_for_timeout(100)
        context.close()
        assert {urlsplit(url).netloc for url, _ in asked if not url.startswith("data:")} == {urlsplit(address).netloc}, name
        kinds = {kind for _, kind in asked}
        assert kinds <= {"document", "stylesheet", "script", "image", "other"}, name  # the icon is "other"
        weights[name] = sum(
            sent(client, url.removeprefix(address)) for url, kind in asked if kind in ("document", "stylesheet", "script")
        )
    heaviest = max(weights, key=weights.__getitem__)
    assert weights[heaviest] < LIGHT, weights


def sent(client, path: str) -> int:
    """The bytes of an answer's body as a browser under https gets it: brotli."""
    with client.get(path, headers={"Accept-Encoding": "br, gzip"}) as response:
        assert response.headers.get("Content-Encoding") in ("br", None) or len(response.data) < 500, path
        return len(response.data)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_image_has_its_dimensions(release, app, language):

    client = app.test_client()
    images = [
        image for path in template_addresses(release, language).values() for image in read_html(client.get(path).text).all("img")
    ]
    assert images
    for image in images:
        assert int(image.attributes["width"]) > 0
        assert int(image.attributes["height"]) > 0
