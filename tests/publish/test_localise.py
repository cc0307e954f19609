"""The laws of localising: identity, isolation, honesty; and what is repaired, refused, reported."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_site.formats.markdown import Rules, read_document
from i18n_site.formats.reading import read_body
from i18n_site.model import Document, LocalisedDocument, Reference, Segment, Severity, State
from i18n_site.publish.excerpts import excerpt_of
from i18n_site.publish.localise import Localiser, Translation, is_titled
from i18n_site.publish.render import render
from support.corpora import commonmark_examples, corpus, markdown_files
from support.markdown import markdown_texts

FIGURES = frozenset({"members", "countries"})


def read(text: str) -> Document:
    rules = Rules(slug=False, figures=FIGURES)
    return read_document(text.encode(), path="content/news/a.md", section="news", slug="a", rules=rules)


def localise(text: str, *chain: tuple[str, Mapping[str, str]], publish_at: float = 0.8) -> LocalisedDocument:
    """The document in the first language of the chain; each language translates msgid -> msgstr."""
    shelves = dict(chain)

    def find(locale: str, segment: Segment) -> Translation | None:
        lines = list(shelves[locale])
        msgstr = shelves[locale].get(segment.key.msgid)
        if msgstr is None:
            return None
        place = Reference(f"translations/{locale}/LC_MESSAGES/news.po", 10 * (lines.index(segment.key.msgid) + 1))
        return Translation(msgstr, State.TRANSLATED, place)

    localiser = Localiser(read(text), source="en", figures=FIGURES)
    first, *others = [locale for locale, _ in chain]
    return localiser.localise(first, [*others, "en"], find, publish_at=publish_at)


def body(result: LocalisedDocument) -> str:
    return result.markdown[result.body :].decode()


def assert_structure_is_the_sources(text: str, result: LocalisedDocument) -> None:
    document = read(text)
    before = read_body(text.encode()[document.body :].decode(), FIGURES)
    after = read_body(body(result), FIGURES)
    assert after.skeleton == before.skeleton
    for segment in result.segments:
        if segment.output_span and segment.state is State.FALLBACK and segment.locale == "en":
            start, end = segment.segment.span
            assert result.markdown[slice(*segment.output_span)] == document.text[start:end]


# -- identity ---------------------------------------------------------------------------------------------------------


@given(markdown_texts())
def test_without_translations_a_document_keeps_its_bytes(text):
    assert localise(text, ("fr", {})).markdown == text.encode()


def test_without_translations_every_example_and_corpus_document_keeps_its_bytes():
    texts = [text for _, text in commonmark_examples()]
    texts += [path.read_bytes().decode() for name in ("fastapi-docs", "comprehensive-rust") for path in markdown_files(name)]
    assert len(texts) > 1500
    for text in texts:
        assert localise(text, ("fr", {})).markdown == text.encode()


# -- isolation --------------------------------------------------------------------------------------------------------


@given(markdown_texts(), st.lists(markdown_texts() | st.text(max_size=20), min_size=1, max_size=4))
@settings(max_examples=200)
def test_no_translation_whatever_changes_the_structure_of_a_document(text, msgstrs):
    keys = [segment.key.msgid for segment in read(text).segments]
    translations = {key: msgstrs[number % len(msgstrs)] or "x" for number, key in enumerate(keys)}
    assert_structure_is_the_sources(text, localise(text, ("fr", translations)))


EVERY_KIND = """---
title: Title
tags: [one]
---
# Heading

Paragraph with [a link](x.md), `code` and {members}.

- tight
- items

1. loose

   more

> quoted
> lines

| cell | other |
|------|-------|
| a b  | `c` d |

term
: definition

![alone](x.svg)

<div title="html title">
html <b>text</b>
<img src=x alt=unquoted>
</div>

Note[^1]. [ref]

[^1]: footnote
[ref]: /x "reference title"

Setext
======
"""


@pytest.mark.parametrize("source", ["commonmark", "naughty"])
def test_hostile_translations_cost_nothing_but_their_own_segment(source):
    if source == "commonmark":
        hostile = [text for _, text in commonmark_examples()]
    else:
        hostile = json.loads((corpus("payloads") / "naughty-strings.json").read_text(encoding="utf-8"))
    keys = [segment.key.msgid for segment in read(EVERY_KIND).segments]
    for number, text in enumerate(hostile):
        victim = keys[number % len(keys)]
        result = localise(EVERY_KIND, ("fr", {key: text if key == victim else f"T {key}" for key in keys} if text else {}))
        assert_structure_is_the_sources(EVERY_KIND, result)
        others = [s for s in result.segments if s.segment.key.msgid != victim]
        assert not text or all(s.state is State.TRANSLATED for s in others)
        assert "<script" not in body(result)


@pytest.mark.parametrize(
    ("msgstr", "check"),
    [
        ("a\n\nb", "structure"),
        ("```\nfence", "structure"),
        ("<div>block", "structure"),
        ("Un <script>alert(1)</script> [lien](x.md), `code` et {members}.", "html"),
        ("Un <b>mot</b> [lien](x.md), `code` et {members}.", "html"),
        ("Un [lien](x.md), `code` sans nombre.", "placeholder"),
        ("Un [lien](x.md), `code`, {members} et {countries}.", "placeholder"),
        ("Un [lien(x.md), `code` et {members}.", "link"),
        ("Un [lien](javascript:alert(1)), `code` et {members}.", "active"),
        ("Un [lien](x.md), `code` et {members} ![x](y).", "image"),
        ("Un [lien](x.md), `code` et {members}[^1].", "footnote"),
        ("Un [lien](x.md), `code` et {members} \x07.", "control"),
    ],
)
def test_a_bad_translation_falls_back_alone_and_is_reported_with_its_place(msgstr, check):
    source = "Paragraph with [a link](x.md), `code` and {members}."
    result = localise(f"{source}\n\nother[^1]\n\n[^1]: note\n", ("fr", {source: msgstr, "other[^1]": "autre[^1]"}))
    states = {s.segment.key.msgid: s.state for s in result.segments}
    assert states == {source: State.FALLBACK, "other[^1]": State.TRANSLATED, "note": State.FALLBACK}
    assert body(result) == f"{source}\n\nautre[^1]\n\n[^1]: note\n"
    (finding,) = [f for f in result.findings if f.severity is Severity.ERROR][:1]
    assert (finding.check, finding.path, finding.line) == (check, "translations/fr/LC_MESSAGES/news.po", 10)
    assert "content/news/a.md:1" in finding.message


@pytest.mark.parametrize(
    "msgstr",
    [
        "1990. gadā dibināta",
        "1) pirmais",
        "- mīnuss",
        "+ plus",
        "* zvaigzne",
        "# numurs",
        "> lielāks",
        ": kols",
        "| stabs",
        "=== vienāds",
        "---",
        "***",
        "___",
        "[ ] kaste",
        "[!NOTE]",
        "    četras atstarpes",
        "viens\n- divi",
        "viens\n===",
        "viens\n1. divi",
        "viens  \n> divi",
    ],
)
@pytest.mark.parametrize("source", ["text", "- text", "> text", "1. text\n\n   more", "x\n: text", "a\n\ntext\n\nb"])
def test_what_merely_begins_like_a_block_is_shown_as_the_text_it_is(source, msgstr):
    result = localise(f"{source}\n", ("lv", {"text": msgstr}))
    assert not result.findings
    run = next(r for r in read_body(body(result)).runs if r.text not in ("a", "b", "x", "more"))
    assert " ".join(run.text.split()) == " ".join(msgstr.split())


@pytest.mark.parametrize("msgstr", ["C #", "C ##", "{x}", "a {#id}", "# #", "a {members}", "two\nlines", "hard\\\nbreak"])
def test_a_translated_heading_keeps_all_its_text_and_its_attributes(msgstr):
    for source in ("# text\n", "# text {#id}\n", "## text ##\n"):
        result = localise(source, ("fr", {"text": msgstr}))
        if "{members}" in msgstr:
            assert [f.check for f in result.findings] == ["placeholder"]
            continue
        (run,) = read_body(body(result)).runs
        assert (run.text, result.findings) == (" ".join(msgstr.replace("\\\n", "\n").split()), ())


@pytest.mark.parametrize("msgstr", ["a | b", "a \\| b", "`a | b`", "a \\", "a\nb", "|", "x |"])
def test_a_pipe_in_a_translated_cell_stays_in_its_cell(msgstr):
    for source in ("| h | i |\n|---|---|\n| text | y |\n", "|h|i|\n|-|-|\n|text|y|\n"):
        result = localise(source, ("fr", {"text": msgstr}))
        assert all(finding.check == "code" for finding in result.findings)
        assert body(result).count("y") == 1
        reading = read_body(body(result))
        assert len(reading.runs) == 4
        assert reading.runs[2].text.replace("\0", "a | b") == msgstr.replace("\\|", "|").replace("\n", " ").replace("`", "")


def test_several_guilty_ones_are_found_among_many():
    text = "".join(f"word{n} x\n\n" for n in range(200))
    translations = {f"word{n} x": "a\n\nb" if n in (3, 77, 78, 199) else f"mot{n}" for n in range(200)}
    result = localise(text, ("fr", translations))
    assert [n for n, s in enumerate(result.segments) if s.state is State.FALLBACK] == [3, 77, 78, 199]
    assert len(result.findings) == 4


@pytest.mark.parametrize("form", ["{}\n\n", "- {}\n", "> {}\n\n"])
def test_many_guilty_ones_among_very_many_are_found_in_no_time(form):
    text = "".join(form.format(f"word{n} x") for n in range(3000))
    translations = {f"word{n} x": "a\n\nb" if n % 10 == 3 else f"mot{n}" for n in range(3000)}
    began = time.process_time()
    result = localise(text, ("fr", translations))
    assert time.process_time() - began < 10, "a second is plenty; ten allow for a busy machine"
    assert [n for n, s in enumerate(result.segments) if s.state is State.FALLBACK] == list(range(3, 3000, 10))


def test_thousands_of_warnings_are_collected_in_linear_time():
    text = "".join(f"[word{n}](x)\n\n" for n in range(5000))
    began = time.process_time()
    result = localise(text, ("fr", {f"[word{n}](x)": f"[mot{n}](y)" for n in range(5000)}))
    assert time.process_time() - began < 5
    assert len(result.findings) == 10000


def test_a_long_run_of_blanks_in_a_cell_is_written_in_linear_time():
    began = time.process_time()
    localise("| text |\n|---|\n", ("fr", {"text": "a" + " " * 200_000 + "b"}))
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "msgstr",
    ["<svg/onload=alert(1)>", '<b title="x"onclick=alert(1)>y</b>', "<img src=x onerror=alert(1)//", "<a@b.example>", "</p <p"],
)
@pytest.mark.parametrize("source", ["<div>\ntext\n</div>\n", "text\n", "| text |\n|---|\n", "- text\n"])
def test_no_translation_brings_a_tag_that_browsers_know_and_the_source_lacks(source, msgstr):
    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append(tag)

    found: list[str] = []
    Tags().feed(render(body(localise(source, ("fr", {"text": msgstr})))))
    assert set(found) <= {"div", "p", "a", "table", "thead", "tbody", "tr", "th", "ul", "li"}
    assert "a" not in found or "<a@b" in msgstr


def test_a_translatable_attribute_within_the_value_of_another_is_no_way_to_new_ones():
    source = """a <span data-x="a title='y' b">b</span>"""
    result = localise(source, ("fr", {source: """a <span data-x="a title='" onclick="x" class='' b">b</span>"""}))
    assert [finding.check for finding in result.findings][:1] == ["html"]
    source = '<b title="x" class="c">b</b> y'
    result = localise(source, ("fr", {source: "<b title='é' class=\"c\">b</b> y"}))
    assert (result.findings, result.coverage) == ((), 1.0)


def test_a_document_that_its_author_lets_nobody_translate_is_shown_in_its_own_language():
    text = "---\ntitle: Title\nsummary: Sum\ntags: [one]\ni18n: {skip: true}\n---\n# Other\n\nText.\n"
    result = localise(text, ("fr", {}))
    assert not result.published
    said = {name: (field.text, field.locale, field.state) for name, field in result.fields.items()}
    assert said["title"] == ("Title", "en", State.FALLBACK)
    assert said["summary"] == ("Sum", "en", State.FALLBACK)
    assert said["tags.0"] == ("one", "en", State.FALLBACK)


@pytest.mark.parametrize("title", ["", "''", "[a, b]", "'  '"])
def test_a_title_that_is_no_text_leaves_the_first_heading_the_title(title):
    document = read(f"---\ntitle: {title}\n---\n# Heading\n")
    localised = localise(f"---\ntitle: {title}\n---\n# Heading\n", ("fr", {"Heading": "Titre"}))
    assert localised.fields["title"].text == "Titre"
    assert not is_titled(document)


def test_translations_that_break_a_page_only_together_cost_the_least():
    text = "one\n\ntwo\n"
    result = localise(text, ("fr", {"one": "[a]: <b", "two": "c>"}))
    assert_structure_is_the_sources(text, result)


def test_a_reference_definition_in_a_translation_is_refused():
    text = "see [a]\n\nother\n\n[a]: /x\n"
    result = localise(text, ("fr", {"other": "[a]: https://evil.example", "see [a][a]": "voir [a][a]"}))
    assert body(result) == "voir [a][a]\n\nother\n\n[a]: /x\n"


def test_a_tag_over_several_lines_stays_in_its_paragraph():
    text = '<Image\n  alt="Two words"\n  src="/a.png"\n/>\n\n> <Image\n> alt="Two words"\n> src="/a.png" />\n'
    msgid = '<Image alt="Two words" src="/a.png" />'
    assert [segment.key.msgid for segment in read(text).segments] == [msgid, msgid]
    result = localise(text, ("fr", {msgid: msgid.replace("Two words", "Deux mots")}))
    assert result.findings == ()
    assert body(result) == '<Image\nalt="Deux mots" src="/a.png" />\n\n> <Image\n> alt="Deux mots" src="/a.png" />\n'
    assert_structure_is_the_sources(text, result)


def test_attributes_that_browsers_know_nothing_of_stay_in_a_translation():
    msgid = '<a @click="b" [href]="c" title="Two">three</a> four'
    result = localise(f"<p>\n{msgid}\n</p>\n", ("fr", {msgid: '<a @click="b" [href]="c" title="Deux">trois</a> quatre'}))
    assert body(result) == '<p>\n<a @click="b" [href]="c" title="Deux">trois</a> quatre\n</p>\n'
    for hostile in ("<svg/onload=alert(1)>", "<a onclick=x>", '<a @click="x">', "<image onerror=x>"):
        refused = localise(f"<p>\n{msgid}\n</p>\n", ("fr", {msgid: f"{hostile} {msgid}"}))
        assert body(refused) == f"<p>\n{msgid}\n</p>\n"


def test_a_tag_behind_a_hard_break_begins_no_block_of_html():
    text = "one:  \n    <style> two </style>\n\nthree\n"
    (msgid, _) = [segment.key.msgid for segment in read(text).segments]
    result = localise(text, ("fr", {msgid: msgid.replace("one", "un"), "three": "trois"}))
    assert result.findings == ()
    assert body(result) == "un:\\\n    <style> two </style>\n\ntrois\n"


def test_a_link_that_a_translation_defines_for_itself_is_none_where_it_stands_in_a_cell():
    result = localise("| [one](x.md) | two |\n|---|---|\n", ("fr", {"[one](x.md)": "[un][]\n\n[un]: x.md", "two": "deux"}))
    assert body(result) == "| [one](x.md) | deux |\n|---|---|\n"
    assert [finding.check for finding in result.findings] == ["link"]


def test_a_changed_address_of_a_harmless_kind_is_a_warning():
    result = localise("[a](https://x.example)\n", ("fr", {"[a](https://x.example)": "[b](https://x.example/fr)"}))
    assert [(f.check, f.severity) for f in result.findings] == [("url", Severity.WARNING)] * 2
    assert result.segments[0].state is State.TRANSLATED


# -- chains, provenance, coverage -------------------------------------------------------------------------------------


def test_a_refused_translation_falls_to_the_next_language_of_the_chain():
    result = localise("one `x`\n", ("pt-BR", {"one `x`": "a\n\nb"}), ("es", {"one `x`": "uno `x`"}))
    (segment,) = result.segments
    assert (segment.text, segment.locale, segment.state) == ("uno `x`", "es", State.FALLBACK)
    assert result.markdown[slice(*segment.output_span)] == b"uno `x`"


def test_front_matter_is_spliced_with_its_quoting_and_comments_kept():
    text = '---\ntitle: "One"  # a comment\ntags: [two, three]\n---\nfour\n'
    result = localise(text, ("fr", {"One": 'Un « "deux" »', "three": "trois: 3", "four": "quatre"}))
    assert result.markdown.decode().startswith('---\ntitle: "Un « \\"deux\\" »"  # a comment\ntags: [two, ')
    again = read(result.markdown.decode())
    assert (again.fields["title"], again.fields["tags"]) == ('Un « "deux" »', ["two", "trois: 3"])
    assert body(result) == "quatre\n"
    assert result.fields["tags.0"].state is State.FALLBACK
    assert result.fields["title"].locale == "fr"


def test_output_spans_hold_the_spliced_texts():
    keys = {segment.key.msgid: f"X {segment.key.msgid}" for segment in read(EVERY_KIND).segments}
    result = localise(EVERY_KIND, ("fr", keys))
    assert result.coverage == 1.0
    for segment in result.segments:
        start, end = segment.output_span
        shown = result.markdown[start:end].decode()
        assert shown.strip('"').startswith("X "), shown


def test_coverage_counts_words_and_the_gate_needs_title_and_summary():
    text = "---\ntitle: One two\nsummary: A b c\n---\nd e f g h i j k l m n o p q r\n"
    words = {"d e f g h i j k l m n o p q r": "x"}
    result = localise(text, ("fr", words))
    assert (result.coverage, result.published) == (0.75, False)
    result = localise(text, ("fr", {**words, "One two": "Un deux"}))
    assert (result.coverage, result.published) == (0.85, False)
    result = localise(text, ("fr", {**words, "One two": "Un deux", "A b c": "x"}))
    assert (result.coverage, result.published) == (1.0, True)


def test_title_and_excerpt_come_from_the_body_where_front_matter_has_none():
    result = localise("# A `b` [c](d)\n\n> q\n\nFirst *one*.\n", ("fr", {"A `b` [c](d)": "Un `b` [c](d)"}))
    assert (result.fields["title"].text, result.fields["title"].locale) == ("Un b c", "fr")
    excerpt = excerpt_of(result, [run.span for run in read_body(result.document.text.decode()).runs], "en", FIGURES)
    assert (excerpt.text, excerpt.locale) == ("First one.", "en")


def test_the_source_language_has_every_document():
    result = localise("# A\n\nb\n", ("en", {}))
    assert (result.published, result.coverage) == (True, 1.0)
    assert {s.state for s in result.segments} == {State.SOURCE}


@pytest.mark.parametrize(
    "source",
    [
        '<img src="a.png" alt="One">\nTwo\n',
        '> - <a href="b">\n>   One</a>\n>   two\n',
        '1. <img src="a.png">\n   Two\n2. Three\n',
        "<b>\nOne</b>\ntwo\n",
        '[^n]: <img src="a.png">\n    Two\n',
    ],
)
def test_a_tag_that_makes_html_of_its_lines_keeps_its_line(source):
    document = read(source)
    change = str.maketrans("OTneow", "ÔŤňéôŵ")
    texts = {
        one.key.msgid: re.sub(r"(?<=>)[^<]+|^[^<]+", lambda text: text[0].translate(change), one.key.msgid)
        for one in document.segments
    }
    result = localise(source, ("fr", texts))
    assert result.findings == ()
    assert_structure_is_the_sources(source, result)
    assert all(segment.state is State.TRANSLATED for segment in result.segments)
    assert localise(source, ("fr", {msgid: msgid for msgid in texts})).findings == ()
