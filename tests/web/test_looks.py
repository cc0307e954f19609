"""How pages look, as far as a browser can measure it: room for fingers, letters of each script left as they are, paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from i18n_site.catalogue.po import read_po
from i18n_site.publish.decoration import Decoration
from i18n_site.publish.render import render
from i18n_site.web import create_app
from support.browser import chromium, serving
from support.corpora import ROOT
from support.first_site import compile_first_site, template_addresses

if TYPE_CHECKING:
    from playwright.sync_api import Page

SMALL = """() => [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), .scheme label")]
    // Links in a sentence are exempt, and a radio button's label is what is touched.
    .filter((one) => one.checkVisibility() && !one.matches(".skip, :is(.prose, .notice, dd) p a, .prose :is(li, td, dd, sup) a"))
    .map((one) => [one.getBoundingClientRect(), one.outerHTML.slice(0, 120)])
    .filter(([box]) => box.width < 43.9 || box.height < 43.9)
    .map(([box, html]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${html}`)"""

DISTORTED = """(scripts) => [...document.querySelectorAll("body *")]
    .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && new RegExp(scripts, "u").test(node.data)))
    .filter((one) => one.checkVisibility())
    .map((one) => [getComputedStyle(one), one.outerHTML.slice(0, 120)])
    .filter(([style]) => style.fontStyle !== "normal" || !["normal", "0px"].includes(style.letterSpacing))
    .map(([style, html]) => `${style.fontStyle}, ${style.letterSpacing}: ${html}`)"""

CUT = """() => [...document.querySelectorAll("main *, footer *")]
    .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden"))
    .filter((one) => { const box = one.getBoundingClientRect(); return box.left < -1 || box.right > innerWidth + 1; })
    .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    return compile_first_site(tmp_path_factory.mktemp("looks") / "site.sqlite3")


@pytest.fixture(scope="module")
def address(release) -> Iterator[str]:
    with serving(create_app(ROOT, release=release)) as address:
        yield address


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 360, "height": 800})
        yield page


@pytest.mark.parametrize("language", ["fr", "ar", "ja"])
def test_whatever_is_touched_by_itself_is_44_pixels_in_both_directions(release, address, page, language):
    small = {}
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for name, path in template_addresses(release, language).items():
            page.goto(address + path)
            for opened in ("details.languages summary", ".menu-button:not(.close)"):
                if page.locator(opened).is_visible():
                    page.locator(opened).click()
                    if found := page.evaluate(SMALL):
                        small[name, width, opened] = found
                    page.keyboard.press("Escape")
    assert small == {}


@pytest.mark.parametrize(
    ("language", "scripts"), [("ar", r"\p{Script=Arabic}"), ("ja", r"[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]")]
)
def test_arabic_and_japanese_letters_are_neither_spaced_nor_slanted_on_any_page(release, address, page, language, scripts):
    for name, path in template_addresses(release, language).items():
        page.goto(address + path)
        assert page.evaluate(DISTORTED, scripts) == [], name


@pytest.mark.parametrize("language", ["fr", "ar", "ja"])
def test_on_paper_nothing_is_cut_and_what_only_a_screen_can_do_is_left_out(release, address, page, language):
    addresses = template_addresses(release, language)
    page.set_viewport_size({"width": 680, "height": 900})  # A4 less its margins
    page.emulate_media(media="print")
    for name in ("article and event", "report", "members", "downloads", "figures", "home", "status", "side by side"):
        page.goto(address + addresses[name])
        assert page.evaluate(CUT) == [], name
        for chrome in (".menu", ".languages", ".seek", ".scheme", ".colophon nav", ".trail", ".beside", ".skip"):
            for part in page.locator(chrome).all():
                assert not part.is_visible(), (name, chrome)
        assert page.locator(".printed").is_visible() == (page.locator("link[rel=canonical]").count() > 0)
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 360, "height": 800})


PRINTED_ADDRESSES = """
html => {
  document.querySelector('main').innerHTML = `<div class="prose">${html}</div>`;
  return [...document.querySelectorAll('.prose a')].map(link => getComputedStyle(link, '::after').content);
}
"""


def test_on_paper_every_link_names_its_address_once(release, address, page):
    page.goto(address + template_addresses(release, "fr")["home"])
    page.emulate_media(media="print")
    body = (
        "[us](https://x.example/a) [write](mailto:m@x.example) <https://x.example/a> <m@x.example> [x.example](https://x.example)"
    )
    assert page.evaluate(PRINTED_ADDRESSES, render(body, Decoration("fr"))) == [
        '" (https://x.example/a)"',
        '" (mailto:m@x.example)"',
        "none",
        "none",
        "none",
    ]
    page.emulate_media(media="screen")


SAME_LINE = """() => [...document.querySelectorAll(".facts dt")].map((term) => {
    const value = document.createRange();
    value.selectNodeContents(term.nextElementSibling.querySelector("a, time") ?? term.nextElementSibling);
    return value.getBoundingClientRect().bottom - term.getBoundingClientRect().bottom;
})"""


@pytest.mark.parametrize("media", ["screen", "print"])
def test_each_fact_stands_on_the_line_of_its_name(release, address, page, media):
    page.emulate_media(media=media)
    page.goto(address + template_addresses(release, "fr")["article and event"])
    apart = page.evaluate(SAME_LINE)
    assert len(apart) == 3
    assert max(apart) - min(apart) < 2, apart
    page.emulate_media(media="screen")


def test_french_signs_never_begin_a_line():
    for path in (ROOT / "translations" / "fr" / "LC_MESSAGES").glob("*.po"):
        for message in read_po(path).messages:
            for text in message.msgstr:
                assert not {pair for pair in (" :", " ;", " !", " ?", " »", "« ") if pair in text}, (path.name, text)
