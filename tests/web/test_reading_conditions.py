"""Rule 26: on the narrowest screen, at twice the size, in the dark, in print, without script: all is there and can be read."""

from __future__ import annotations

import os

import pytest

from i18n_site.publish.release import open_release
from i18n_site.web import create_app
from support.browser import chromium, serving
from support.halves import REAL, make_halves
from support.stops import stops

LANGUAGES = ("ar", "ja", "fr", "en")
LONG = bool(os.environ.get("I18N_SITE_LONG"))

LOOK = """() => {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`scrolls sideways: ${root.scrollWidth} in ${root.clientWidth}`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (!node.data.trim() || element.closest("[aria-hidden=true], svg, math") || isForEars(element)) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const [before, after] = [node.previousSibling, node.nextSibling];
    if (getComputedStyle(element).display.endsWith("flex")
      && ((before?.textContent.trim() && /^\\s/.test(node.data)) || (after?.textContent.trim() && /\\s$/.test(node.data))))
      found.push(`loses a space: ${element.textContent.trim().slice(0, 60)}`);
    const scroller = element.closest(".table, pre, details nav, [popover]");
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 2 || box.height < 2) continue;
      if (!scroller && (box.left < -1 || box.right > root.clientWidth + 1))
        found.push(`is cut off: ${node.data.trim().slice(0, 60)}`);
      // what the letters take, without the room above and below them
      const inset = box.height * 0.3;
      const [top, bottom] = [box.top + inset, box.bottom - inset];
      seen.push({ node, block: blockOf(element), scroller, left: box.left + 1, right: box.right - 1, top, bottom });
    }
    for (let around = element; around && around !== document.body; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (style.overflowX === "hidden" && around.scrollWidth > around.clientWidth + 1)
        found.push(`clips: ${node.data.trim().slice(0, 60)}`);
    }
  }
  function isForEars(element) {
    for (let around = element; around && around !== document.body; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (style.clipPath !== "none" || (style.overflowX === "hidden" && around.clientWidth <= 1)) return true;
    }
    return false;
  }
  function blockOf(element) {
    while (element && getComputedStyle(element).display.startsWith("inline")) element = element.parentElement;
    return element;
  }
  for (let one = 0; one < seen.length; one++)
    for (let other = one + 1; other < seen.length; other++) {
      const [a, b] = [seen[one], seen[other]];
      if (a.block === b.block || a.scroller !== b.scroller) continue;
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        found.push(`overlap: ${a.node.data.trim().slice(0, 40)} / ${b.node.data.trim().slice(0, 40)}`);
    }
  return found;
}"""


@pytest.fixture(scope="module")
def halves(tmp_path_factory):
    return make_halves(tmp_path_factory.mktemp("conditions"), REAL)


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def some(halves):
    """Paths of the stops that a browser comes to by itself: each in one language, in all with I18N_SITE_LONG=1."""
    with open_release(halves.site.release_path) as release:
        for number, language in enumerate(LANGUAGES):
            for place, stop in enumerate(stops(release, language)):
                if not stop.passwords and (LONG or place % len(LANGUAGES) == number):
                    yield stop.path


SIZES = {"320 pixels": 320, "1280 pixels at 200 %": 640}


def test_rule_26_nothing_scrolls_sideways_is_cut_off_or_overlaps_on_a_narrow_screen_or_at_twice_the_size(halves, browser):
    wrong = []
    with serving(create_app(halves.site.root)) as address:
        page = browser.new_page()
        for path in some(halves):
            page.set_viewport_size({"width": 320, "height": 800})
            page.goto(address + path)
            for name, width in SIZES.items():
                page.set_viewport_size({"width": width, "height": 800})
                wrong += [f"{path} at {name}: {said}" for said in page.evaluate(LOOK)]
        page.close()
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def test_rule_26_the_content_is_whole_in_the_dark_in_print_and_without_script(halves, browser):
    with serving(create_app(halves.site.root)) as address:
        quiet = browser.new_context(java_script_enabled=False)
        plain, scripted = quiet.new_page(), browser.new_page()
        for path in some(halves):
            scripted.goto(address + path)
            plain.goto(address + path)
            whole = scripted.inner_text("main")
            assert whole.strip()
            assert plain.inner_text("main") == whole, path
            scripted.emulate_media(color_scheme="dark")
            assert scripted.inner_text("main") == whole, path
            scripted.emulate_media(media="print", color_scheme="light")
            printed = scripted.inner_text("main")
            for words in scripted.locator("main h1, main .prose > p, main .teasers h2").all_inner_texts():
                assert words in printed, (path, words)
            scripted.emulate_media(media="screen")
        scripted.close()
        quiet.close()
