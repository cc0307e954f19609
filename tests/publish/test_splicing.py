"""That translations fit is shown by the HTML of their page where that can be; what is shown so is true, by reading it whole."""

from __future__ import annotations

import os
import random
from html.entities import html5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_site.formats.compare import differences, may_hold_controls
from i18n_site.formats.markdown import Rules, read_document
from i18n_site.formats.pseudo import pseudo_translate
from i18n_site.formats.reading import read_body, read_opening
from i18n_site.formats.runs import plain_text
from i18n_site.model import Document
from i18n_site.publish.isolate import have_same_addresses, is_sound, read_definitions
from i18n_site.publish.mould import MARK
from i18n_site.publish.splicing import Original, Spliced
from support.corpora import commonmark_examples, markdown_files
from support.markdown import markdown_texts

LONG = bool(os.environ.get("I18N_SITE_LONG"))
FIGURES = frozenset({"members"})


def read(text: str) -> Document:
    rules = Rules(slug=False, figures=FIGURES)
    return read_document(text.encode(), path="content/a.md", section="pages", slug="a", rules=rules)


def assert_what_is_shown_is_true(document: Document, texts: dict[int, str]) -> bool:
    """Whether anything is shown of a document with these translations; each claim is held against whole readings."""
    original = Original(document, FIGURES)
    spliced = Spliced(original, texts)
    if spliced.proved is None:
        return False
    ours, theirs = read_body(original.text, FIGURES), read_body(spliced.text, FIGURES)
    same = have_same_addresses(read_definitions(original.text), read_definitions(spliced.text))
    assert spliced.sound is same
    if not same:
        return False
    assert is_sound(ours, theirs, [*spliced.replacements.values()], shift=document.body)
    doubtful = spliced.doubtful()
    for index in texts:
        number = original.run_of.get(index)
        if index not in doubtful and number is not None:
            segment, marks = document.segments[index], (ours.runs[number].marks, theirs.runs[number].marks)
            found = differences(*marks, msgid=segment.key.msgid, msgstr=texts[index], kind=segment.kind)
            assert [difference for difference in found if difference.blocks] == []
    if ours.runs:
        # To the whole reading a control character behind the words of a block of HTML, which nobody sees, is one of them.
        assert spliced.title.split() == plain_text(theirs.runs[0]).split()
    return True


@given(markdown_texts(), st.lists(markdown_texts() | st.text(max_size=20), min_size=1, max_size=4))
@settings(max_examples=20000 if LONG else 300)
def test_what_the_html_shows_is_what_reading_finds(text, msgstrs):
    document = read(text)
    texts = {index: msgstrs[index % len(msgstrs)] or "x" for index in range(len(document.segments))}
    assert_what_is_shown_is_true(document, texts)


def test_what_the_html_shows_of_the_specifications_examples_is_what_reading_finds():
    examples = [text for _, text in commonmark_examples()]
    chance = random.Random(2012)
    shown = 0
    for text in examples:
        document = read(text)
        for _ in range(len(examples) if LONG else 10):
            msgstr = chance.choice(examples)
            shown += assert_what_is_shown_is_true(document, dict.fromkeys(range(len(document.segments)), msgstr))
    assert shown > len(examples)  # the test would say nothing of what is never shown


@pytest.mark.parametrize("name", ["comprehensive-rust/src", "fastapi-docs/en"])
def test_of_most_documents_nothing_need_be_read_to_see_that_their_translations_fit(name):
    documents = [read(path.read_bytes().decode()) for path in markdown_files(name)]
    shown = sum(
        assert_what_is_shown_is_true(
            document,
            {number: pseudo_translate(one.key.msgid, "en-XA", one.kind) for number, one in enumerate(document.segments)},
        )
        for document in documents
    )
    assert shown > 0.99 * len(documents)


@pytest.mark.parametrize(
    ("text", "msgstr"),
    [
        ("a\n\nb\n", "x\n\ny"),  # two paragraphs have the HTML of two
        ("- a\n- b\n", "x\n- y"),
        ("| a | b |\n|---|---|\n| c | d |\n", "x\\"),
        ("<p>a</p>\n\nb\n", "</p>\n\n<p>"),
        ("a\n\nb\n", "[x]: y"),
        ("a[^1]\n\n[^1]: b\n", "x[^1]"),
        ("*a* b\n", "<em>x</em> y"),
        ("<kbd>a</kbd> b\n", '<kbd title="x>y" onclick="z">c</kbd> d'),
        ("<kbd>a</kbd> b\n", "<kbd>x</kbd> {members}"),
        ('<abbr title="a">b</abbr> c\n', '<abbr title="x">y</abbr> z'),
        ('<abbr title="a">b</abbr> c\n', '<abbr title="x" onclick="y()">z</abbr>'),
        ('<abbr title="a">b</abbr> c\n', '<abbr title="x>y">z</abbr>'),
        ('[a](b "c")\n', '[x](javascript:y "z")'),
        ('`<a title="b">` c\n', '`<a title="x">` y'),  # code, and no title
        (">{.a} b\n", "{.x} y"),  # behind the sign of a quote a list of attributes
        ("a <script>b</script> c\n", "x <script>y</script> z"),
        ("<em>a</em> b\n", "*x* y"),
        ("- <kbd>a</kbd>", "<kbd>"),  # a block of HTML, which looks as a passage does
        ("- a\n- b", "<!-- x -->"),
        ("- a\n- b\n", "x</li>\n<li>y"),
        ("a <br> b\n\nc\n", "x <p> y"),
        ("<ul>\n<li>\n\na\n\n</li>\n</ul>\n", "x</li><li>y"),
        ("<p>a <b>c</b> d</p>\n", "<b>x</b>"),
        ("<p>a <b>c</b> d</p>\n", "x <b>y"),
        ("<p>a <b>c</b> d</p>\n", "x</p><p><b>y</b> z"),
        ("a\n\n<p>b <code>c</code> d</p>\n", "x <code>y</code> z"),
        ("a\n\nb\n", f"x {MARK} y"),
        ("a\n\nb\n", f"x &#{ord(MARK)}; y &#{ord(MARK)}; z"),
        ("a[^1] b[^2]\n\n[^1]: c\n\n[^2]: d\n", "x[^2] y[^1]"),
    ],
)
def test_what_has_the_same_html_for_another_reason_is_not_taken_for_shown(text, msgstr):
    document = read(text)
    assert_what_is_shown_is_true(document, dict.fromkeys(range(len(document.segments)), msgstr))


@pytest.mark.parametrize(
    "text", ["*a* _b_ **c**\n", "`a` b\n=====\n", "- ~~a~~\n", '| *"a"* | __b__ |\n|---|---|\n| [c](d) | <e@f.org> |\n']
)
def test_beside_a_mark_all_is_read_as_at_the_end_of_a_line(text):
    assert Original(read(text), FIGURES).mould is not None


@pytest.mark.parametrize(
    "text",
    [
        "a<sub>i</sub> b\n",
        "<p>\na <b>c</b>\n</p>\n",
        "<strong>a</strong>\n\nb <code>c</code>\n",
        "a[^1]\n\n[^1]: b\n",
        "# a\n<hr>\n",
    ],
)
def test_neither_html_nor_footnotes_of_the_author_keep_the_page_from_showing_that_translations_fit(text):
    document = read(text)
    texts = {number: pseudo_translate(one.key.msgid, "en-XA", one.kind) for number, one in enumerate(document.segments)}
    assert assert_what_is_shown_is_true(document, texts)


def test_no_named_character_reference_stands_for_a_control_character():
    assert [name for name, value in html5.items() if may_hold_controls(value)] == []


@given(markdown_texts())
def test_an_opening_is_the_beginning_of_the_whole_reading(text):
    whole, opening = read_body(text), read_opening(text, frozenset(), lambda run: True)
    assert opening.runs == whole.runs[: max(len(opening.runs), 1)]
    assert opening.skeleton == whole.skeleton[: len(opening.skeleton)]
