"""Everything is reached and used by keyboard, in the order in which it is read, and what has the focus is seen to have it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from i18n_site.config import load_site
from i18n_site.web import create_app
from i18n_site.workflow.compile import compile_for_editing
from support.browser import chromium, serving
from support.corpora import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = (360, 1280)
LONG = bool(os.environ.get("I18N_SITE_LONG"))

STOP = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const shown = element.matches("input[type=radio]") ? element.parentElement : element;
    const [style, box] = [getComputedStyle(element), shown.getBoundingClientRect()];
    const within = (at, end) => Math.min(Math.max(at, 0), end - 1);
    const [line] = shown.getClientRects();  // a link may run over several
    const under = document.elementsFromPoint(
        within(line.x + line.width / 2, innerWidth), within(line.y + line.height / 2, innerHeight));
    const across = scrollX + (element.parentElement.closest(".table")?.scrollLeft ?? 0);
    window.stops ??= [];
    if (!stops.includes(element)) stops.push(element);
    return {
        number: stops.indexOf(element),
        tag: element.localName,
        name: (element.ariaLabel || element.labels?.[0]?.innerText || element.innerText
               || document.getElementById(element.getAttribute("aria-labelledby"))?.innerText || "").trim(),
        href: element.getAttribute("href") || "",
        place: element.closest("header, main, footer")?.localName ?? "",
        classes: element.className,
        rtl: getComputedStyle(element.closest("nav, aside, dl, header, main, footer") ?? document.body).direction === "rtl",
        left: box.left + across, right: box.right + across, top: box.top + scrollY, bottom: box.bottom + scrollY,
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
              && under.some((one) => shown.contains(one)),
        outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    };
}"""

TABBABLE = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), summary, [tabindex='0']")].filter(
    (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("details:not([open]) > :not(summary)")
             && !(one.type === "radio" && !one.checked)).length"""


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("keyboard") / "site.sqlite3"
    compile_for_editing(load_site(ROOT), path)
    with serving(create_app(ROOT, release=path)) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser, request) -> Iterator[Page]:
    width = getattr(request, "param", 1280)
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_default_timeout(10_000)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.close()
    assert said == []


at_both_widths = pytest.mark.parametrize("page", WIDTHS, indirect=True)


def walk(page: Page, key: str = "Tab", most: int = 400) -> list[dict]:
    """What the key leads to, one stop after the other, until it leaves the page or begins anew."""
    stops: list[dict] = []
    for _ in range(most):
        page.keyboard.press(key)
        stop = page.evaluate(STOP)
        if stop is None or (len(stops) > 1 and stop["number"] == stops[0]["number"]):
            return stops
        if stops and stop["number"] == stops[-1]["number"]:
            pytest.fail(f"{key} stays on {stop}")
        stops.append(stop)
    pytest.fail(f"{key} never leaves the page: {stops[-3:]}")


def tab_to(page: Page, **wanted: str) -> dict:
    """Press Tab until what has the focus is as wanted."""
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        if all(stop[key] == value for key, value in wanted.items()):
            return stop
    pytest.fail(f"Tab leads to nothing that is {wanted}")


def goes_back(one: dict, other: dict) -> bool:
    """Whether the other lies before the one where people read: above it, or on its line and nearer to the line's beginning.

    A column beside another may begin above the other's end.
    """
    slack = 2
    further = other["right"] <= one["left"] + slack if other["rtl"] else other["left"] >= one["right"] - slack
    above = other["bottom"] <= one["top"] + slack
    beside = other["top"] < one["bottom"] - slack and one["top"] < other["bottom"] - slack
    before = other["left"] >= one["right"] - slack if other["rtl"] else other["right"] <= one["left"] + slack
    return (above and not further) or (beside and before and other["top"] <= one["top"] + slack)


PATHS = {
    "home": "/en/",
    "section": "/en/news/",
    "article": "/en/news/second-global-report-employment/",
    "members": "/en/members/",
    "figures": "/en/figures/",
    "search": "/en/search/?q=cooperative",
    "status": "/en/status/",
    "topics": "/en/tags/",
}


@pytest.fixture(scope="module")
def paths(address, browser) -> dict[tuple[str, str], str]:
    """Each kind of page in English and in Arabic."""
    page = browser.new_page()
    found = {}
    for name, english in PATHS.items():
        page.goto(address + english)
        found[name, "en"] = english
        found[name, "ar"] = page.locator("details.languages a[hreflang=ar]").get_attribute("href")
    page.goto(address + found["members", "ar"])
    found["side by side", "ar"] = page.locator(".beside a").get_attribute("href")
    page.goto(f"{address}/fr/membres/")
    found["side by side", "en"] = page.locator(".beside a").get_attribute("href")
    page.close()
    return found


WALKS = [
    (name, language, width)
    for name in (*PATHS, "side by side")
    for language in ("en", "ar")
    for width in WIDTHS
    # One narrow and one wide of each will do, unless there is time.
    if LONG or name == "home" or (language, width) in (("en", 360), ("ar", 1280))
]


@pytest.mark.parametrize(("name", "language", "page"), WALKS, indirect=["page"])
def test_tab_leads_through_the_page_in_reading_order_and_every_stop_is_seen(address, paths, page, name, language):
    page.goto(address + paths[name, language])
    stops = walk(page)
    assert "skip" in stops[0]["classes"]
    assert len(stops) == page.evaluate(TABBABLE), [stop["name"] for stop in stops]
    for stop in stops:
        assert stop["outline"], stop
        assert stop["seen"], stop
        assert stop["name"], stop
    places = [stop["place"] for stop in stops[1:]]
    assert places == sorted(places, key=["header", "main", "footer"].index)
    back = [(one["name"], other["name"]) for one, other in pairwise(stops[1:]) if goes_back(one, other)]
    assert back == []
    if name in ("home", "search"):
        assert [stop["number"] for stop in walk(page, "Shift+Tab")] == [stop["number"] for stop in reversed(stops)]


@at_both_widths
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_first_stop_leads_past_the_header(address, page, language):
    page.goto(f"{address}/{language}/")
    page.keyboard.press("Tab")
    skip = page.evaluate(STOP)
    assert "skip" in skip["classes"]
    assert skip["seen"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(STOP)["place"] == "main"


@at_both_widths
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_language_switcher_opens_is_walked_and_closes_by_escape_with_the_focus_back(address, page, language):
    page.goto(f"{address}/{language}/")
    tab_to(page, tag="summary")
    opened = page.locator("details.languages[open]")
    page.keyboard.press("Enter")
    assert opened.count() == 1
    names = []
    while page.evaluate("() => document.activeElement.closest('details') !== null"):
        names.append(page.evaluate(STOP)["name"])
        assert page.evaluate(STOP)["outline"]
        assert page.evaluate(STOP)["seen"]
        page.keyboard.press("Tab")
    assert len(names) == 1 + 8 + 1, "the button, eight languages, the button that remembers"
    assert opened.count() == 0, "it closes behind whoever goes on"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(STOP)["tag"] == "summary"
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert opened.count() == 0
    assert page.evaluate(STOP)["tag"] == "summary"
    page.keyboard.press("Escape")
    assert page.evaluate(STOP)["tag"] == "summary"


@at_both_widths
def test_a_language_is_chosen_by_keyboard_and_the_page_stays(address, page):
    page.goto(f"{address}/en/members/")
    tab_to(page, tag="summary")
    page.keyboard.press("Enter")
    tab_to(page, name="français")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/fr/membres/")
    assert page.evaluate("() => document.documentElement.lang") == "fr"


def test_a_click_beside_the_language_switcher_closes_it(address, page):
    page.goto(f"{address}/en/")
    page.locator("details.languages summary").click()
    assert page.locator("details.languages[open]").count() == 1
    page.locator("h1").click()
    assert page.locator("details.languages[open]").count() == 0


@pytest.mark.parametrize("page", [360], indirect=True)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_menu_of_a_narrow_page_opens_is_walked_and_closes_by_escape_with_the_focus_back(address, page, language):
    page.goto(f"{address}/{language}/")
    tab_to(page, tag="button", classes="menu-button")
    page.keyboard.press("Enter")
    menu = page.locator(".menu")
    assert menu.is_visible()
    stops = []
    for _ in range(7):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(STOP))
    assert "close" in stops[0]["classes"]
    for stop in stops:
        assert stop["outline"], stop
        assert stop["seen"], stop
    tops = [stop["top"] for stop in stops]
    assert tops == sorted(tops)
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    assert page.evaluate(STOP)["classes"] == "menu-button"
    page.keyboard.press("Enter")
    tab_to(page, classes="menu-button close")
    page.keyboard.press("Space")
    assert not menu.is_visible()
    assert page.evaluate(STOP)["classes"] == "menu-button"
    page.keyboard.press("Enter")
    link = tab_to(page, tag="a")
    page.keyboard.press("Enter")
    page.wait_for_url(address + link["href"])


def test_a_section_is_opened_from_the_menu_of_a_wide_page(address, page):
    page.goto(f"{address}/en/")
    tab_to(page, name="News")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/en/news/")
    assert page.locator(".menu [aria-current]").inner_text() == "News"


@at_both_widths
def test_the_search_is_reached_written_sent_and_narrowed_by_keyboard(address, page):
    page.goto(f"{address}/en/")
    tab_to(page, classes="seek")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/en/search/")
    tab_to(page, tag="input")
    page.keyboard.type("cooperative")
    page.keyboard.press("Tab")
    assert page.evaluate(STOP)["tag"] == "button"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/en/search/?q=cooperative")
    assert page.locator(".hits > li").count() > 3
    tab_to(page, place="main", tag="a", name=page.locator(".narrow a[href*=news]").inner_text())
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/en/search/?q=cooperative&section=news")


@at_both_widths
def test_the_pages_of_a_list_are_turned_by_keyboard(address, page):
    page.goto(f"{address}/fr/actualites/")
    forward = page.locator(".pager a[rel=next]").inner_text()
    tab_to(page, name=forward)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/fr/actualites/?page=2")
    tab_to(page, name=page.locator(".pager a[rel=prev]").inner_text())
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/fr/actualites/")


@at_both_widths
def test_light_or_dark_is_chosen_by_keyboard(address, page):
    page.goto(f"{address}/en/")
    tab_to(page, tag="input", place="footer")
    before = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") != before
    assert page.evaluate(STOP)["outline"]
    page.keyboard.press("Tab")
    assert page.evaluate(STOP)["tag"] == "a"


@at_both_widths
def test_a_table_that_is_wider_than_the_page_is_scrolled_by_keyboard(address, page):
    page.goto(f"{address}/en/status/")
    tab_to(page, tag="div", classes="table")
    wide = page.evaluate("() => document.activeElement.scrollWidth > document.activeElement.clientWidth")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert (page.evaluate("() => document.activeElement.scrollLeft") > 0) == wide
