"""Footnotes lead there and back: every mention has an id, every note a link to each of its mentions, named in words."""

from __future__ import annotations

import pytest

from i18n_site.catalogue.po import read_po
from i18n_site.interface import interface_catalogues
from i18n_site.model import Span
from i18n_site.publish.decoration import Decoration, Passage
from i18n_site.publish.footnotes import BackTexts
from i18n_site.publish.interface_messages import back_texts, chain_messages
from i18n_site.publish.render import render
from support.html import read_html

FRENCH = BackTexts("Retour à l’appel de note %(note)s", "Retour à l’appel %(mention)s de la note %(note)s", "fr")


def page(text: str, locale: str = "fr", texts: BackTexts = FRENCH, **more):
    return read_html(render(text, Decoration(locale, back=texts, **more)))


def test_a_note_leads_back_to_the_number_that_led_to_it():
    html = page("One[^a].\n\n[^a]: Note.\n")
    mention = html.one("sup", class_="footnote-reference")
    note = html.one("div", class_="footnote-definition")
    assert note.attributes["role"] == "doc-footnote"
    assert mention.one("a").attributes == {"href": "#a", "role": "doc-noteref"}
    back = note.one("p").one("a")
    assert back.attributes["href"] == f"#{mention.attributes['id']}"
    assert back.attributes["aria-label"] == "Retour à l’appel de note 1"
    assert back.attributes["role"] == "doc-backlink"
    assert (note.attributes["id"], note.one("p").text) == ("a", "Note. ↩\ufe0e")


def test_a_note_with_several_mentions_leads_to_each_by_number():
    html = page("[^b]: Two\n\nA[^a] b[^b] c[^a] d[^a].\n\n[^a]: One\n")
    ids = [mention.attributes["id"] for mention in html.all("sup", class_="footnote-reference")]
    assert len(set(ids)) == 4
    one = html.one("div", id="a").all("a")
    assert [back.attributes["href"] for back in one] == [f"#{ids[0]}", f"#{ids[2]}", f"#{ids[3]}"]
    # the note that stands first in the text is the first that is numbered
    assert [back.attributes["aria-label"] for back in one] == [f"Retour à l’appel {n} de la note 2" for n in (1, 2, 3)]
    assert [back.one("sup").text for back in one] == ["1", "2", "3"]
    assert [back.attributes["href"] for back in html.one("div", id="b").all("a")] == [f"#{ids[1]}"]


@pytest.mark.parametrize(
    "note",
    ["[^a]: one\n\n    - two\n", "[^a]: one\n\n    > two\n", "[^a]:\n    ```\n    two\n    ```\n", "[^a]:\n\n    <p>two</p>\n"],
)
def test_the_way_back_stands_in_a_paragraph_of_its_own_behind_what_is_none(note):
    html = page(f"One[^a].\n\n{note}")
    last = html.one("div", id="a").children[-1]
    assert (last.tag, [child.tag for child in last.children]) == ("p", ["a"])


def test_a_note_of_several_paragraphs_ends_with_the_way_back():
    html = page("One[^a].\n\n[^a]: one\n\n    two\n")
    first, second = html.one("div", id="a").all("p")
    assert (len(first.all("a")), len(second.all("a"))) == (0, 1)


def test_a_note_that_nothing_mentions_leads_nowhere_and_numbers_in_the_pages_title_do_not_count():
    assert not page("One.\n\n[^a]: Note.\n").all("a")
    titled = page("# One[^a]\n\nTwo[^a].\n\n[^a]: Note.\n", without_title=True)
    mention = titled.one("sup", class_="footnote-reference").attributes["id"]
    assert titled.one("a", class_="footnote-back").attributes["href"] == f"#{mention}"


def test_the_arrow_turns_with_the_direction_of_the_note():
    arabic = BackTexts("العودة %(note)s", "العودة %(note)s %(mention)s", "ar")
    text = "One[^a].\n\n[^a]: Note.\n"
    assert page(text, "ar", arabic).one("a", class_="footnote-back").text == "↪\ufe0e"
    # a note that falls back stands in its own language; what leads back from it speaks the page's
    start = text.index("Note")
    foreign = [Passage(Span(start, start + 5), "en", ' lang="en" dir="ltr" class="fallback"')]
    back = page(text, "ar", arabic, passages=foreign).one("a", class_="footnote-back")
    assert (back.text, back.language, back.direction) == ("↩\ufe0e", "ar", "rtl")


def test_names_with_markup_in_them_stay_names():
    html = page('One[^a"<b>].\n\n[^a"<b>]: Note.\n')
    back = html.one("a", class_="footnote-back")
    assert back.attributes["href"] == f"#{html.one('sup', class_='footnote-reference').attributes['id']}"


def test_the_plain_form_has_no_way_back():
    assert "fnref" not in render("One[^a].\n\n[^a]: Note.\n") + render("One[^a].\n\n[^a]: Note.\n", Decoration("fr"))


def test_every_language_of_the_interface_has_its_own_words_for_the_way_back():
    found = {}
    for tag, path in interface_catalogues().items():
        texts = back_texts(chain_messages(tag, ["en"], {tag: [read_po(path)]}))
        assert texts.locale == tag
        assert "%(note)s" in texts.once
        assert {"%(note)s", "%(mention)s"} <= {part for part in ("%(note)s", "%(mention)s") if part in texts.several}
        found[texts.once] = tag
    assert len(found) >= 7
    assert back_texts({}).locale == "en"
