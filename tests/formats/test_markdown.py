"""The segmenter: what is a segment, what its msgid is, and that its spans are exact."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pyromark
import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.errors import DocumentError
from i18n_site.formats.dialect import OPTIONS
from i18n_site.formats.frames import encode
from i18n_site.formats.markdown import Rules, read_document
from i18n_site.formats.pieces import moved, splice
from i18n_site.formats.reading import read_body
from i18n_site.formats.runs import headings, plain_text
from i18n_site.model import Document, Kind, Span
from support.corpora import commonmark_examples, markdown_files
from support.markdown import markdown_texts

FIXTURES = Path(__file__).parent / "fixtures" / "segments.txt"


def read(text: str | bytes, **rules: frozenset[str]) -> Document:
    data = text.encode() if isinstance(text, str) else text
    return read_document(data, path="content/news/a.md", section="news", slug="a", rules=Rules(slug=False, **rules))


def cases() -> list[tuple[str, str, list[str]]]:
    text = FIXTURES.read_text(encoding="utf-8").split("\n\n", 1)[1]
    found = re.finditer(r"^([^\n]+)\n\.\n(.*?)^\.\n((?:[^\n]+\n)*)\n?", text, re.MULTILINE | re.DOTALL)
    return [(case[1], case[2], case[3].splitlines()) for case in found]


@pytest.mark.parametrize(("title", "source", "expected"), cases(), ids=[case[0] for case in cases()])
def test_fixture(title, source, expected):
    segments = read(source).segments
    assert [f"{s.kind} | {s.key.msgid}".replace("\n", "⏎") for s in segments] == expected


def spliced_with_itself(document: Document) -> tuple[bytes, list[tuple[Span, bytes]]]:
    replacements = [(s.span, encode(s.frame, s.key.msgid)) for s in document.segments if s.span]
    return splice(document.text, replacements), replacements


def rendered(text: str) -> str:
    # blanks at the edges of a title are nobody's words
    return re.sub(r'(?<=title=") | (?=">)', "", re.sub(r"\s+", " ", pyromark.html(text, options=OPTIONS)))


def assert_splicing_the_source_changes_nothing_that_is_read(text: str) -> None:
    document = read(text)
    before = read_body(text.encode()[document.body :].decode())
    data, replacements = spliced_with_itself(document)
    after = read_body(data[document.body :].decode())
    runs = [Span(run.span.start + document.body, run.span.end + document.body) for run in before.runs]
    assert after.skeleton == before.skeleton
    assert [(r.span.start + document.body, r.span.end + document.body) for r in after.runs] == moved(runs, replacements)
    assert rendered(data[document.body :].decode()) == rendered(document.text[document.body :].decode())


BROKEN_BY_REWRAPPING = {
    493: "`[link](<foo` newline `bar>)` is a link once it stands on one line; a translation of it falls back",
}


def test_every_commonmark_example_reads_the_same_when_its_own_texts_are_spliced_in():
    for number, text in commonmark_examples():
        if number not in BROKEN_BY_REWRAPPING:
            assert_splicing_the_source_changes_nothing_that_is_read(text)


@pytest.mark.parametrize("name", ["fastapi-docs", "comprehensive-rust"])
def test_every_document_of_a_corpus_reads_the_same_when_its_own_texts_are_spliced_in(name):
    for path in markdown_files(name):
        assert_splicing_the_source_changes_nothing_that_is_read(path.read_bytes().decode())


@given(markdown_texts())
def test_segments_are_disjoint_ordered_and_lie_within_the_file(text):
    document = read(text)
    end = 0
    for segment in sorted((s for s in document.segments if s.span), key=lambda s: s.span):
        assert end <= segment.span.start < segment.span.end <= len(document.text)
        end = segment.span.end
        document.text[segment.span.start : segment.span.end].decode()


@given(markdown_texts())
def test_reading_never_fails_and_splicing_nothing_gives_the_bytes_back(text):
    document = read(text)
    assert splice(document.text, []) == text.encode()


@given(st.binary(max_size=60))
def test_bytes_that_are_no_utf8_are_refused_with_a_line(data):
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        with pytest.raises(DocumentError) as caught:
            read(b"# A\n" + data)
        assert caught.value.line >= 2
    else:
        assert read(b"# A\n" + text.encode()).segments


def test_rewrapping_a_paragraph_keeps_its_message():
    wrapped = read("> Cooperatives are\n> jointly owned\n> enterprises.\n")
    flat = read("Cooperatives are jointly owned enterprises.\n")
    assert wrapped.segments[0].key == flat.segments[0].key


def test_the_lines_of_references_are_those_of_the_file():
    document = read("---\ntitle: A\n---\n\n# B\n\ntext\nmore\n\n- item\n")
    assert [(s.key.msgid, s.reference.line) for s in document.segments] == [("A", 2), ("B", 5), ("text more", 7), ("item", 10)]


def test_a_byte_order_mark_and_windows_line_ends_move_no_span():
    document = read(b"\xef\xbb\xbf# T\xc3\xa9\r\n\r\none\r\ntwo  \r\nthree\r\n")
    texts = [document.text[s.span.start : s.span.end] for s in document.segments]
    assert texts == ["Té".encode(), b"one\r\ntwo  \r\nthree"]
    assert document.segments[1].key.msgid == "one two\\\nthree"
    assert encode(document.segments[1].frame, "un\\\ndeux") == b"un\\\r\ndeux"


def test_the_comment_tells_kind_heading_path_and_the_authors_words():
    text = '# A\n\n## B\n\n<!-- i18n: comment="A farm." -->\nZucca\n\n## C\n\nx\n'
    comments = [s.comment for s in read(text).segments]
    assert comments[2] == ("paragraph · A > B", "A farm.")
    assert comments[4] == ("paragraph · A > C",)


def test_a_comment_or_context_before_a_list_holds_for_all_its_items_and_no_further():
    text = '<!-- i18n: context="menu" -->\n- Home\n- News\n\nHome\n'
    assert [(s.key.msgid, s.key.msgctxt) for s in read(text).segments] == [("Home", "menu"), ("News", "menu"), ("Home", None)]


def test_an_unclosed_range_is_reported_with_its_line():
    document = read("a\n\n<!-- i18n: skip-start -->\nb\n")
    assert [s.key.msgid for s in document.segments] == ["a"]
    assert [(p.path, p.line) for p in document.problems] == [("content/news/a.md", 3)]


def test_an_i18n_comment_that_is_not_understood_is_reported_and_hides_nothing():
    document = read('<!-- i18n: coment="x" -->\nb\n')
    assert [s.key.msgid for s in document.segments] == ["b"]
    assert "coment" in document.problems[0].message


def test_only_declared_figures_make_a_message_a_format():
    figures = frozenset({"members"})
    document = read("There are {members} of {us}, 50 % in Greece.\n", figures=figures)
    assert document.segments[0].flags == {"python-brace-format"}
    assert read("There are {members}.\n").segments[0].flags == frozenset()


def test_a_figure_that_ends_a_heading_belongs_to_its_text():
    figures = frozenset({"members"})
    document = read("## Members {members}\n\n## Others {members} {#others}\n", figures=figures)
    assert [s.key.msgid for s in document.segments] == ["Members {members}", "Others {members}"]
    data, _ = spliced_with_itself(document)
    assert data == b"## Members {members\\}\n\n## Others {members} {#others}\n"


def test_a_plural_directive_makes_a_plural_message_of_a_figure_that_the_text_holds():
    figures = frozenset({"members"})
    document = read('<!-- i18n: plural="members" -->\nWe are {members} members.\n', figures=figures)
    assert (document.segments[0].msgid_plural, document.segments[0].plural_figure) == ("We are {members} members.", "members")
    assert read('<!-- i18n: plural="members" -->\nWe are many.\n', figures=figures).segments[0].msgid_plural is None


def test_a_document_that_is_skipped_has_no_segment():
    assert read("---\ntitle: A\ni18n: {skip: true}\n---\n# B\n").segments == ()


def test_the_slug_is_a_message_with_a_context_of_its_own():
    document = read_document(b"# A\n", path="content/news/x/a.md", section="news", slug="x/a")
    slug = document.segments[0]
    assert (slug.key, slug.kind, slug.span) == (("a", "slug"), Kind.SLUG, None)


@pytest.mark.parametrize(
    "text",
    [
        "> " * 2000 + "a",
        "[" * 20000,
        "*a " * 10000,
        "`" * 20000 + "a",
        "- " * 1000 + "a",
        "![[](" * 5000,
        "<a " * 10000,
        "a\n" * 20000,
        "> a\n" * 20000,
        "| a " * 5000 + "\n" + "|-" * 5000 + "\n",
        "a\\\n" * 40000 + "a",
        "`a` b\n" * 40000,
        "# a\n\n" * 20000,
        "<p>a\n" * 20000,
    ],
    ids=[
        *["quotes", "brackets", "stars", "backticks", "lists", "images", "tags", "lines", "quoted lines", "cells"],
        *["hard breaks", "code and lines", "headings", "lines of HTML"],
    ],
)
def test_hostile_documents_are_read_in_no_time(text):
    began = time.process_time()
    read(text)
    assert time.process_time() - began < 5, "a second is plenty; five allow for a busy machine"


def test_a_nul_of_the_author_is_read_as_the_replacement_character():
    document = read("one\0 `two`\n")
    (segment,) = [segment for segment in document.segments if segment.span]
    assert segment.key.msgid == "one\ufffd `two`"
    (run,) = read_body("one\0 `two`\n").runs
    assert plain_text(run) == "one\ufffd two"


def test_the_code_of_a_text_in_html_is_read_with_it():
    (run,) = read_body("<p>\none <code>two <b>2</b></code> three &amp; <kbd>four</kbd>\n</p>\n").runs
    assert plain_text(run) == "one two 2 three & four"


def test_an_empty_body_has_no_headings():
    assert headings(read_body("")) == []
    assert [heading.text for heading in headings(read_body("# a\n\n#\n"))] == ["a", ""]


def test_from_what_browsers_take_for_a_tag_on_an_html_block_is_nobodys_to_translate():
    (segment,) = [s for s in read('<div>\nbefore <svg onload="x behind\n</div>\n').segments if s.span]
    assert segment.key.msgid == "before"


def test_what_browsers_take_for_a_tag_of_any_name_hides_no_words_behind_it():
    document = read("<div>\n<https://example.org> some words\n<p =x>more <b>words</b>\n</div>\n")
    assert [segment.key.msgid for segment in document.segments] == ["some words", "more <b>words</b>"]


def test_what_is_left_of_a_tab_in_an_html_block_is_no_passage():
    text = "- one\n\t<details>\n\t<summary>\n\t\t\ttwo\n\t</summary>\n\n\tthree\n\n\t</details>\n- four\n"
    assert [run.text for run in read_body(text).runs] == ["one", "two", "three", "four"]
