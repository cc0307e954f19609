"""LF, CRLF and a CR by itself end a line, as CommonMark has it: it says the same whatever an editor wrote, and keeps it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.formats.markdown import read_document
from i18n_site.model import State
from i18n_site.publish.decoration import Decoration
from i18n_site.publish.localise import Localiser, Translation
from i18n_site.publish.render import render
from support.corpora import commonmark_examples, markdown_files

PIECES = [
    "---\ntitle: The farm\nsummary: |\n  Two\n  lines.\n---\n\n",
    "# A heading\n",
    "Underlined\n---\n",
    "A paragraph over\ntwo lines.\n\n",
    "A hard  \nbreak, and\\\nanother.\n\n",
    "- an item\n  of two lines\n- [x] a task\n\n  loose\n",
    "1. one\n   - two\n\n",
    "> a quote\n> of two\n\n",
    "> [!NOTE]\n> an alert\n\n",
    "```sh\ncode\n```\n",
    "    indented code\n\n",
    "| A | B |\n|---|---|\n| c | d |\n\n",
    "<div title='said'>\nin a block\n</div>\n\n",
    "Term\n: what it is\n  and more\n\n",
    'See [it][x] and note[^1].\n\n[x]: y.md\n  "a title"\n\n[^1]: a note\n    over lines\n\n',
    '<!-- i18n: context="c" -->\nSaid of this.\n\n',
    "<!-- i18n: skip-start -->\n\nNot this.\n\n<!-- i18n: skip-end -->\n",
    ":::note[Title]\nin a container\n:::\n\n",
    '!!! tip "Title"\n\n    inside\n\n',
    '{{< figure src="a"\n  title="a title" >}}\n\n',
    "`code over\nlines` and *more\nof it*\n\n",
    "\n",
]


def read(data):
    return read_document(data, path="content/pages/a.md", section="pages", slug="a")


def localised(document, change):
    def find(_, segment):
        return Translation(change(segment.key.msgid), State.TRANSLATED, segment.reference) if change and segment.span else None

    return Localiser(document, source="en").localise("fr", (), find)


def lf(data):
    return re.sub(rb"\r\n?", b"\n", data)


def seen(page):
    """The page with its blanks as a browser shows them in a line: to pulldown-cmark a CRLF in code is two."""
    return re.sub(rb"(<code>) | (</code>)", rb"\1\2", re.sub(rb" +", b" ", lf(page.encode())))


def assert_line_ends_say_nothing(text, ends):
    """`ends`: for each line end of the text, what it is written as."""
    chosen = iter(ends)
    written = ""
    for line in text.split("\n")[:-1]:
        end = next(chosen)
        # behind a CR, an LF would be a part of the same end
        written += line + ("\r" if end == "\n" and not line and written.endswith("\r") else end)
    data = (written + text.split("\n")[-1]).encode()
    plain, ours = read(text.encode()), read(data)
    assert [(s.key, s.kind, s.reference) for s in ours.segments] == [(s.key, s.kind, s.reference) for s in plain.segments]
    assert localised(ours, None).markdown == data == ours.text
    wanted, found = (localised(document, lambda msgid: f"«{msgid}»") for document in (plain, ours))
    assert lf(found.markdown) == wanted.markdown
    pages = [render(one.markdown[one.body :].decode(), Decoration(locale="fr")) for one in (wanted, found)]
    assert seen(pages[1]) == seen(pages[0])


@given(st.data(), st.lists(st.sampled_from(PIECES), max_size=8))
def test_a_document_says_the_same_whatever_ends_its_lines_and_keeps_its_bytes(data, pieces):
    text = "".join(pieces)
    count = text.count("\n")
    assert_line_ends_say_nothing(
        text, data.draw(st.lists(st.sampled_from("\n|\r\n|\r".split("|")), min_size=count, max_size=count))
    )


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_every_example_of_commonmark_says_the_same(end):
    for _, text in commonmark_examples():
        if "\r" not in text:
            assert_line_ends_say_nothing(text, [end] * text.count("\n"))


def test_a_real_document_says_the_same():
    for path in list(markdown_files("fastapi-docs/en"))[::10]:
        text = path.read_text(encoding="utf-8")
        assert_line_ends_say_nothing(text, ["\r"] * text.count("\n"))


def test_a_hard_break_of_a_translation_ends_as_the_lines_of_its_document_do():
    found = localised(read(b"One\\\rtwo\r"), lambda _: "Un\\\ndeux")
    assert found.markdown == b"Un\\\rdeux\r"
