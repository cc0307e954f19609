"""Light and dark: as the device says or as the visitor has chosen, in a real browser."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from i18n_site import web
from i18n_site.web import create_app
from i18n_site.web.serve import follow_site
from support.browser import chromium, serving
from support.html import read_html
from support.releases import PUBLIC, write_site
from support.sites import copy_site, edit_po, translate_all
from support.stylesheet import colours

if TYPE_CHECKING:
    from playwright.sync_api import Page

LIGHT, DARK = "rgb(250, 246, 238)", "rgb(20, 25, 26)"


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    with serving(create_app(write_site(tmp_path_factory.mktemp("scheme")))) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@contextlib.contextmanager
def opened(browser, address, path="/fr/", **context) -> Iterator[Page]:
    """A page of a visitor of one's own; what it says in the console fails the test."""
    visitor = browser.new_context(**context)
    page = visitor.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address + path)
    yield page
    visitor.close()
    assert said == []


def ground(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def chosen(page: Page) -> str:
    return page.evaluate("document.querySelector('input[name=scheme]:checked').value")


def theme_colour(page: Page) -> str:
    """The colour of the browser's bars: of the first meta element whose media holds."""
    return page.evaluate(
        """(() => [...document.querySelectorAll("meta[name=theme-color]")].find((m) => matchMedia(m.media).matches).content)()"""
    )


def choose(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).check()


@pytest.mark.parametrize(("scheme", "colour"), [("light", LIGHT), ("dark", DARK)])
def test_without_a_choice_the_page_is_as_the_device_says_and_follows_it(browser, address, scheme, colour):
    with opened(browser, address, color_scheme=scheme) as page:
        assert (ground(page), chosen(page)) == (colour, "")
        page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
        assert ground(page) == (DARK if scheme == "light" else LIGHT)
        assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(
    ("device", "name", "value", "colour"), [("light", "Dark", "dark", DARK), ("dark", "Light", "light", LIGHT)]
)
def test_a_choice_holds_across_pages_languages_and_visits(browser, address, device, name, value, colour):
    with opened(browser, address, "/en/", color_scheme=device) as page:
        choose(page, name)
        assert ground(page) == colour
        page.reload()
        assert (ground(page), chosen(page)) == (colour, value)
        page.goto(f"{address}/ar/")
        assert (ground(page), chosen(page)) == (colour, value)
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == value
        later = page.context.new_page()
        later.goto(f"{address}/ja/")
        assert (ground(later), chosen(later)) == (colour, value)
        page.go_back()
        assert (ground(page), chosen(page)) == (colour, value)


def test_the_device_decides_again_where_a_choice_is_taken_back(browser, address):
    with opened(browser, address, "/en/", color_scheme="light") as page:
        choose(page, "Dark")
        choose(page, "Automatic")
        assert ground(page) == LIGHT
        assert page.evaluate("localStorage.length") == 0
        page.reload()
        assert (ground(page), chosen(page)) == (LIGHT, "")
        page.emulate_media(color_scheme="dark")
        assert ground(page) == DARK


def test_the_browsers_bars_have_the_colour_of_the_paper(browser, address):
    with opened(browser, address, "/en/", color_scheme="light") as page:
        assert theme_colour(page) == "#faf6ee"
        choose(page, "Dark")
        assert theme_colour(page) == "#14191a"
        page.reload()
        assert theme_colour(page) == "#14191a"
        choose(page, "Automatic")
        assert theme_colour(page) == "#faf6ee"
        page.emulate_media(color_scheme="dark")
        assert theme_colour(page) == "#14191a"


def test_the_colours_of_the_bars_are_those_of_the_stylesheet():
    template = (Path(web.__file__).parent / "templates" / "parts" / "colours.html").read_text("utf-8")
    for scheme in ("light", "dark"):
        (colour,) = re.findall(rf'content="#([0-9a-f]{{6}})" media="\(prefers-color-scheme: {scheme}\)"', template)
        assert tuple(int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)) == colours(scheme)["paper"]


def test_a_choice_in_one_tab_is_seen_in_the_others(browser, address):
    with opened(browser, address, "/en/", color_scheme="light") as page:
        other = page.context.new_page()
        other.goto(f"{address}/fr/")
        choose(page, "Dark")
        other.wait_for_function("() => getComputedStyle(document.body).backgroundColor === 'rgb(20, 25, 26)'")
        assert chosen(other) == "dark"


def test_no_frame_is_painted_in_the_wrong_scheme(browser, address):
    with opened(browser, address, "/en/", color_scheme="light") as page:
        choose(page, "Dark")
        page.context.add_init_script(
            """window.grounds = [];
            const look = () => { if (document.body) grounds.push(getComputedStyle(document.body).backgroundColor);
                                 requestAnimationFrame(look); };
            requestAnimationFrame(look);"""
        )
        page.reload()
        page.wait_for_function("() => grounds.length > 5")
        assert set(page.evaluate("grounds")) == {DARK}
        # Read at the head's end, before there is a body: whatever is painted is painted after it.
        assert page.evaluate("document.head.querySelector('script[src*=\"early\"]').async") is False


def test_what_is_not_a_scheme_is_none(browser, address):
    with opened(browser, address, "/en/", color_scheme="light") as page:
        for odd in ("", "blue", "x" * 10_000, '"><script>'):
            page.evaluate("(odd) => localStorage.setItem('scheme', odd)", odd)
            page.reload()
            assert (ground(page), chosen(page)) == (LIGHT, "")


def test_where_nothing_can_be_kept_a_choice_holds_for_the_page(browser, address):
    refused = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
    visitor = browser.new_context(color_scheme="light")
    visitor.add_init_script(refused)
    page = visitor.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{address}/en/")
    choose(page, "Dark")
    assert ground(page) == DARK
    page.reload()
    assert ground(page) == LIGHT
    assert said == []
    visitor.close()


def test_without_script_there_is_no_choice_and_the_device_decides(browser, address):
    for scheme, colour in (("light", LIGHT), ("dark", DARK)):
        visitor = browser.new_context(color_scheme=scheme, java_script_enabled=False)
        page = visitor.new_page()
        page.goto(f"{address}/en/")
        assert page.get_by_role("radio").count() == 0
        assert page.locator(".scheme").is_visible() is False
        shot = page.screenshot(clip={"x": 1, "y": 1, "width": 1, "height": 1})
        visitor.close()
        with opened(browser, address, "/en/", color_scheme=scheme) as scripted:
            assert ground(scripted) == colour
            assert scripted.screenshot(clip={"x": 1, "y": 1, "width": 1, "height": 1}) == shot


def test_the_choice_is_three_named_radio_buttons_of_44_pixels_in_every_language(browser, address):
    for language in PUBLIC:
        for width in (320, 1280):
            with opened(browser, address, f"/{language}/", viewport={"width": width, "height": 800}) as page:
                group = page.locator("fieldset.scheme")
                assert group.locator("legend").inner_text().strip()
                labels = group.locator("label")
                assert labels.count() == 3
                for label in labels.all():
                    box = label.bounding_box()
                    assert label.inner_text().strip()
                    assert box["width"] >= 44
                    assert box["height"] >= 44
                    assert box["x"] >= 0
                    assert box["x"] + box["width"] <= width


def test_the_choice_works_by_keyboard(browser, address):
    with opened(browser, address, "/en/", color_scheme="light") as page:
        page.get_by_role("radio", name="Automatic").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        assert (ground(page), chosen(page)) == (DARK, "dark")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_print_is_black_on_white_whatever_was_chosen(browser, address):
    with opened(browser, address, "/en/", color_scheme="dark") as page:
        choose(page, "Dark")
        page.emulate_media(media="print")
        assert ground(page) == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
        assert not page.locator(".scheme").is_visible()


def test_a_choice_stays_when_the_page_follows_its_files(tmp_path, browser):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    with (
        serving(follow_site(site, lambda _said: None)) as address,
        opened(browser, address, "/fr/fr-news/fr-first/", color_scheme="light") as page,
    ):
        page.locator("input[name=scheme][value=dark]").check()
        for text in ("Tout commence ici.", "Tout a commencé ici."):
            edit_po(
                site, "fr", "news", lambda m, text=text: replace(m, msgstr=(text,)) if m.key.msgid == "It begins here." else m
            )
            page.get_by_text(text).wait_for(state="attached", timeout=20_000)
            assert (ground(page), chosen(page)) == (DARK, "dark")
        page.locator("input[name=scheme][value='']").check()
        assert ground(page) == LIGHT


def test_no_byte_of_a_page_depends_on_the_choice(address, tmp_path):
    client = create_app(write_site(tmp_path)).test_client()
    page = read_html(client.get("/fr/").text)
    assert [option.attributes["value"] for option in page.all("input", name="scheme") if "checked" in option.attributes] == [""]
    (script,) = [one for one in page.all("script") if "/early." in one.attributes["src"]]
    with client.get(script.attributes["src"]) as response:
        assert response.mimetype == "text/javascript"
        assert "immutable" in response.headers["Cache-Control"]
        assert len(response.data) < 3_000
