"""Every text of a page is in the language that its markup says (rule 10, WCAG 3.1.2), on a site of which nothing is whole.

Each language of the site has an alphabet of its own, so that every letter says which catalogue it comes from; the browser's tree
says which language it is in. What a translator has left of each message is known (support.halves), and not asked of the code.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping

import pytest

from i18n_site.locales import direction, endonym
from i18n_site.model import Kind
from i18n_site.publish.release import open_release
from i18n_site.web import create_app
from i18n_site.workflow.read_sources import read_sources
from support.halves import ALPHABETS, MADE, SERVED, SOURCE, Fate, Halves, make_halves, write_in
from support.html import Element, Text, read_html
from support.stops import failing_app, failures, stops

TEXT_ATTRIBUTES = ("alt", "title", "aria-label", "placeholder", "label", "summary", "content")
SCRIPTS = {"GREEK": "el", "ARABIC": "fa", "GEORGIAN": "ka", "LATIN": SOURCE}
RAW = re.compile(r"\]\([^\s)]*|\]\[[^\]]*\]|\[\^[^\]]*\]|\{[a-z]+\}|</?[a-z]+(?: title=)?|\bcode\b")
"""Markup and code in passages that are shown as their catalogue has them."""
CODE = frozenset({"code", "bdi", "script", "style", "q"})
"""What holds names, addresses and what a visitor wrote: in no language that a catalogue could know."""
UNSEEN = frozenset({"title", "desc"})
"""What has no direction, since nobody sees it."""
CLDR = {"kB", "B"}
"""Latin letters in the units of every language."""


@pytest.fixture(scope="module")
def halves(tmp_path_factory):
    return make_halves(tmp_path_factory.mktemp("parts"), MADE, interface=True)


@pytest.fixture(scope="module")
def pages(halves):
    return pages_of(halves)


@pytest.fixture(scope="module")
def bare_pages(tmp_path_factory):
    """The same, of languages for which nobody has translated the interface."""
    return pages_of(make_halves(tmp_path_factory.mktemp("bare"), MADE))


def pages_of(halves: Halves) -> dict[tuple[str, str], Element]:
    """Every stop in every language but the source's: (language, stop) -> the page."""
    app, failing = create_app(halves.site.root), failing_app(halves.site.root)
    found = {}
    with open_release(halves.site.release_path) as release:
        for language in MADE:
            found |= {(language, stop.name): read_html(stop.ask(app).text) for stop in stops(release, language)}
            found |= {(language, stop.name): read_html(stop.ask(failing).text) for stop in failures(language)}
    return found


def languages_of(words: str) -> set[str]:
    """The languages that a text's letters come from."""
    words = re.sub(r"https?://\S+|\S+@\S+", "", words)
    latin = set(re.findall(r"[A-Za-z]+", words))
    if latin <= CLDR:
        words = re.sub(r"[A-Za-z]", "", words)
    names = {unicodedata.name(letter, "").split()[0] for letter in words if letter.isalpha()}
    return {SCRIPTS[name] for name in names if name in SCRIPTS}


def texts_within(element: Element, around: tuple[Element, ...] = ()) -> Iterator[tuple[Text, tuple[Element, ...]]]:
    """Every text with the elements around it, the innermost last."""
    line = (*around, element)
    for child in element.children:
        if isinstance(child, Text):
            yield child, line
        else:
            yield from texts_within(child, line)


def is_no_words(line: tuple[Element, ...]) -> bool:
    return any(element.tag in CODE or element.attributes.get("translate") == "no" for element in line)


def test_every_letter_of_every_page_is_in_the_language_that_it_comes_from(pages, bare_pages):
    wrong_letters(pages)
    wrong_letters(bare_pages)


def wrong_letters(pages: Mapping[tuple[str, str], Element]) -> None:
    wrong = []
    for (language, stop), page in pages.items():
        for text, line in texts_within(page.one("body")):
            if is_no_words(line) or text.words.strip() == endonym(text.language or ""):
                continue
            words = RAW.sub(" ", text.words) if "pages/everything" in stop else text.words
            if languages_of(words) - {text.language}:
                wrong.append(f"{language} {stop}: <{line[-1].tag}> says {text.language}: {text.words.strip()[:100]}")
    assert not wrong, "\n".join(wrong)


def test_every_attribute_that_is_read_out_is_in_the_language_of_its_element(pages, bare_pages):
    wrong = []
    for (language, stop), page in [*pages.items(), *bare_pages.items()]:
        for element in page.one("body").all():
            for name in TEXT_ATTRIBUTES:
                words = element.attributes.get(name)
                if words and languages_of(words) - {element.language}:
                    wrong.append(f"{language} {stop}: <{element.tag} {name}> says {element.language}: {words[:100]}")
    assert not wrong, "\n".join(wrong)


def test_the_description_for_search_engines_is_in_the_language_of_the_page_or_left_out(pages):
    for (language, stop), page in pages.items():
        shown = page.one("html").attributes["lang"]
        described = [meta.attributes["content"] for meta in page.all("meta", name="description")]
        for words in described:
            assert not languages_of(words) - {shown}, (language, stop, words)


def test_the_title_says_the_language_of_its_first_part(pages, bare_pages):
    mixed = []
    for (language, stop), page in [*pages.items(), *bare_pages.items()]:
        title = page.one("head").one("title")
        first, *rest = re.split(" – |: ", title.text)
        if stop.startswith("search") and len(rest) > 1:
            first, *rest = rest  # what a visitor wrote is in no language that anybody knows
        assert languages_of(first) <= {title.language}, (language, stop, title.text)
        mixed += [part for part in rest if languages_of(part) - {title.language}]
    assert mixed  # else the test would say nothing


def test_the_title_of_a_feed_says_its_language(bare_pages):
    for (language, stop), page in bare_pages.items():
        for link in page.one("head").all("link", rel="alternate"):
            if words := link.attributes.get("title"):
                assert languages_of(words.split(" – ")[0]) <= {link.language}, (language, stop, words)


def test_the_direction_of_every_text_is_that_of_its_language(pages, bare_pages):
    for (language, stop), page in [*pages.items(), *bare_pages.items()]:
        for text, line in texts_within(page.one("html")):
            if is_no_words(line) or line[-1].tag in UNSEEN or not any(letter.isalpha() for letter in text.words):
                continue
            said = next(found for element in reversed(line) if (found := element.attributes.get("dir") or turned(element)))
            assert said == direction(text.language), (language, stop, text.words)


def turned(element: Element) -> str | None:
    """The direction of a text in a drawing, which has an attribute of its own for it."""
    return element.attributes.get("direction")


# -- against what the catalogues hold ---------------------------------------------------------------------------------------


def letters(text: str) -> str:
    """The words of a message or of a page, whatever stands between them."""
    return "".join(letter for letter in text.lower() if letter.isalpha())


def in_language(page: Element, language: str) -> str:
    """The letters of a page's texts and attributes that say they are in a language."""
    parts = [text.words for text, _ in texts_within(page) if text.language == language]
    parts += [
        words
        for element in page.all()
        if element.language == language
        for name in TEXT_ATTRIBUTES
        if (words := element.attributes.get(name))
    ]
    return letters(" ".join(parts))


def words_of(language: str, msgid: str, kind: Kind) -> list[str]:
    """Runs of letters that the page must have where it shows a message in a language."""
    shown = msgid if language == SOURCE else write_in(language, msgid, kind)
    shown = re.sub(r"\]\([^)]*?(\"[^\"]*\")?\)", r"] \1 ", shown)
    shown = re.sub(r"\]\[[^\]]*\]|\[\^[a-z]\]|\{[a-z]+\}|<[^>]*>|`[^`]*`", " ", shown)
    return [run for run in re.findall(r"[^\W\d_]{3,}", shown) if run]


DOCUMENTS = {
    "content/pages/everything.md": "everything",
    "content/pages/below/deep.md": "below another",
    "content/news/everyone.md": "event",
    "content/news/plain.md": "oldest",
    "content/pages/figures.md": "figures",
    "content/news/closed.md": "unlocked",
    "content/pages/home.md": "home",
    "content/letters/index.md": "list with a text",
    "content/data/people.yaml": "tables",
    "content/data/figures.yaml": "figures",
}


UNSHOWN = {("title", "list with a text"), ("tags.0", "unlocked")}
"""A list is called after its section; what a protected post is about stays hidden in lists, and so does its tag."""
UNSEEN_TEXTS = {"Land"}
"""The head of a column by which a table is grouped."""


def test_every_segment_is_shown_in_the_language_that_the_catalogues_have_it_in(halves, pages):
    """Of every kind, in every state that a translation may be in: the table at the end says so."""
    sources = read_sources(halves.site)
    documents = [*sources.documents, *(file.document for file in sources.data)]
    seen: dict[Kind, set[Fate]] = defaultdict(set)
    wrong = []
    for document in documents:
        stop = DOCUMENTS.get(document.path)
        if stop is None:
            continue
        for language in MADE:
            page = pages[language, stop]
            if page.one("html").attributes["lang"] != language:
                continue
            said: dict[str, str] = {}
            for segment in document.segments:
                key = segment.key
                if (
                    segment.kind is Kind.SLUG
                    or segment.field == "summary"
                    or (segment.field, stop) in UNSHOWN
                    or segment.key.msgid in UNSEEN_TEXTS
                ):
                    continue
                expected, _ = halves.expected(language, key.msgid, key.msgctxt)
                seen[segment.kind].add(halves.fates[language, key.msgid, key.msgctxt])
                whole = said.setdefault(expected, in_language(page, expected))
                missing = [word for word in words_of(expected, key.msgid, segment.kind) if letters(word) not in whole]
                if missing:
                    wrong.append(f"{language} {document.path} {segment.kind}: {key.msgid!r} should be {expected}: {missing}")
    assert not wrong, "\n".join(wrong)
    everywhere = {Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM, Kind.CELL, Kind.TERM, Kind.DEFINITION, Kind.FOOTNOTE, Kind.IMAGE}
    for kind in {*everywhere, Kind.HTML, Kind.TAG, Kind.FIELD}:
        assert len(seen[kind]) >= 4, (kind, seen[kind])
    assert set().union(*(seen[kind] for kind in everywhere)) == set(Fate)


def test_the_status_of_a_page_says_the_same_of_every_segment(halves):
    client = create_app(halves.site.root).test_client()
    for language in MADE:
        status = client.get(f"/{language}/everything/-/status/").get_json()
        for part in status["segments"]["each"]:
            if part["kind"] == "slug":
                continue
            fate = next(found for (tag, msgid, _), found in halves.fates.items() if (tag, msgid) == (language, part["source"]))
            expected = {Fate.DONE: "translated", Fate.STALE: "stale"}.get(fate, "fallback")
            assert part["state"] == expected, part
            assert (part["language"] == language) == (fate in SERVED), part


@pytest.mark.parametrize(
    ("stop", "path"), [("home", "-"), ("list with a text", "letters/-"), ("stale", "news/late/-"), ("everything", "everything/-")]
)
def test_rule_12_whatever_page_has_stale_passages_says_so_and_links_to_what_has_changed(halves, pages, stop, path):
    client = create_app(halves.site.root).test_client()
    for language in MADE:
        (notice,) = pages[language, stop].one("main").all("aside", class_="notice")
        link = notice.one("a").attributes["href"]
        assert link == f"/{language}/{path}/changes/"
        answer = client.get(link)
        assert answer.status_code == 200
        assert read_html(answer.text).all("ol", class_="changes")
        assert client.get(f"/{path}/changes/", headers={"Accept-Language": language}).headers["Location"] == link


def test_the_alphabets_of_the_languages_have_no_letter_in_common():
    alphabets = [set(ALPHABETS[language]) for language in MADE]
    assert len(set().union(*alphabets)) == sum(map(len, alphabets))
