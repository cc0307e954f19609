"""What differs between a text and its translation, what of it blocks, and what browsers would say."""

from __future__ import annotations

import pytest

from i18n_site.config import Differences
from i18n_site.formats.compare import broken_structure, differences, is_too_long, read_marks, too_long
from i18n_site.formats.verdict import is_harmless
from i18n_site.model import Kind


def found(msgid: str, msgstr: str, **policy: str) -> list[tuple[str, bool]]:
    source, target = read_marks(msgid), read_marks(msgstr)
    assert source is not None
    assert target is not None
    told = differences(source, target, msgid=msgid, msgstr=msgstr, policy=Differences(**policy))
    return [(difference.code, difference.blocks) for difference in told]


@pytest.mark.parametrize(
    ("key", "msgid", "msgstr", "code"),
    [
        ("link", "[a](x)", "[b](y)", "url"),
        ("image", "a ![b](x)", "a ![b](y)", "url"),
        ("code", "run `a`", "lance `b`", "code"),
        ("link", '<a href="x" rel="me">a</a>', "<a href='y' rel=\"me\">b</a>", "url"),
        ("image", '<img src="x" alt="a"> a', '<img src="y" alt="b"> b', "url"),
    ],
)
def test_the_site_says_whether_another_address_or_code_blocks(key, msgid, msgstr, code):
    assert found(msgid, msgstr) == [(code, False)] * 2
    assert found(msgid, msgstr, **{key: "block"}) == [(code, True)] * 2


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ('<a href="x">a</a>', '<a href="javascript:b">a</a>'),
        ('<a href="x">a</a> javascript: b', '<a href="javascript:b">a</a> javascript: b'),
        ('<a href="x">a</a> javascript: b', '<a href=" java&#10;script&colon;b">a</a> javascript: b'),
        ('<img src="x"> data: b', '<img src="data:b"> data: b'),
    ],
)
def test_an_address_in_html_is_judged_as_markdowns_are(msgid, msgstr):
    assert ("active", True) in found(msgid, msgstr)


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ('<a href="x">a</a>', "<a href>a</a>"),
        ('<a href="x" class="b">a</a>', '<a href="y" class="c">a</a>'),
        ('<a href="{{ x }}">a</a>', '<a href="{{ y }}">a</a>'),
        ('<a href="x">a</a>', '<a href="{{ y }}">a</a>'),
        ('<area href="x">a', '<area href="y">a'),
    ],
)
def test_all_else_of_a_tag_blocks(msgid, msgstr):
    assert {blocks for _, blocks in found(msgid, msgstr)} == {True}


def test_a_tag_that_differs_is_quoted_whole():
    (said, *_) = differences(
        read_marks('<a href="x" class="b">a</a>'), read_marks('<a href="x">a</a>'), msgid="", msgstr="", policy=Differences()
    )
    assert '<a href="x" class="b">' in said.message


def test_no_policy_lets_through_what_always_blocks():
    lenient = {"link": "warn", "image": "warn", "code": "warn"}
    assert ("html", True) in found("a", "<b>a</b>", **lenient)
    assert ("active", True) in found("[a](x)", "[a](javascript:b)", **lenient)
    assert ("link", True) in found("[a](x)", "a", **lenient)


@pytest.mark.parametrize("character", ["\x07", "\x0b", "\x7f", "\x85", "\u202a", "\u202e", "\ufff9", "\U000e0001"])
@pytest.mark.parametrize("form", ["{}", "&#x{:x};", "&#{:d};"])
def test_a_control_character_is_refused_however_it_is_written_unless_the_source_has_it(character, form):
    if form != "{}" and character in "\x07\x0b\x7f\x85\U000e0001":
        pytest.skip("HTML reads these references as another character or none")
    text = "a " + form.format(character if form == "{}" else ord(character))
    assert ("control", True) in found("a", text)
    assert found(text, text) == []


@pytest.mark.parametrize("text", ["\u2068{x}\u2069", "a\u200fb\u200e", "\u061c", "\u2067a \u2066b\u2069\u2069", "a\u200db\u00ad"])
def test_paired_isolates_and_marks_that_right_to_left_prose_needs_are_no_faults(text):
    assert found("a", text) == []


@pytest.mark.parametrize("text", ["\u2067a", "a\u2069", "\u2069a\u2068", "&#x2067;a", "\u2066\u2066a\u2069"])
def test_an_isolate_that_is_not_paired_is_refused(text):
    assert found("a", text) == [("control", True)]


def test_a_translation_of_boundless_length_is_none():
    assert not is_too_long("a", "b" * 1000)
    assert is_too_long("a", "b" * 1011)
    assert not is_too_long("a" * 500, "b" * 6000)
    assert "write 1010 at most" in too_long("a", "b" * 2000).message


@pytest.mark.parametrize(
    ("msgstr", "said"),
    [
        ("a\n\nb", "a second paragraph"),
        ("```\na", "a code block"),
        ("<div>a", "an HTML block"),
        ("- a\n\n# b", "a list and a heading"),
        ("| a |\n|---|", "a table"),
        ("[a]: https://x.example", "the definition of a reference"),
        ("a\n\n---", "a rule"),
        ("a", "would change the structure"),
    ],
)
def test_the_report_says_what_a_translation_would_bring_into_its_page(msgstr, said):
    assert said in broken_structure(msgstr).message


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ('<b title="x">y</b>', '<b title="é">è</b>'),
        ('<b id="a" dir="ltr">y</b>', '<b dir="rtl" id="a">z</b>'),
        ("<p>a", "<p>b"),
        ("<td>a", "<td>b"),
        ('<a href="x">y</a>', '<a href="https://z.example">w</a>'),
        ('<a href="javascript:x">y</a>', '<a href="javascript:x">z</a>'),
        ('<abbr title="x" lang="en">y</abbr>', '<abbr title="é" lang="en">z</abbr>'),
        ("a", "b &lt; c & d"),
        ('<svg viewBox="0 0 1 1"><path d="M0"/></svg>', '<svg viewBox="0 0 1 1"><path d="M0"/></svg>'),
        ("<my-own a=b>x</my-own>", "<my-own a=b>y</my-own>"),
    ],
)
def test_what_the_source_has_a_translation_may_have(source, target):
    assert is_harmless(source, target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("a", "<b>a</b>"),
        ("<b>a</b>", "<b onclick=x>a</b>"),
        ("<b>a</b>", "<script>a</script>"),
        ("<b>a</b>", "<b>a</b><img src=x onerror=alert(1)//"),
        ('<a href="x">y</a>', '<a href="javascript:x">y</a>'),
        ('<a href="x">y</a>', '<a href="java&#10;script&colon;x">y</a>'),
        ('<a href="x">y</a>', '<a href=" &#14; javascript:x">y</a>'),
        ('<a href="x">y</a>', '<a href="data:text/html,x">y</a>'),
        ("<b>a</b>", '<b style="position:fixed">a</b>'),
        ('<b title="x">a</b>', '<b title="x" onclick="y">a</b>'),
        ('<b title="x">a</b>', '<b title="x>" onclick=y>a</b>'),
        ("a", "<svg/onload=alert(1)>"),
        ("a", "<math><mtext><table><mglyph><style><img src onerror=alert(1)>"),
        ("a", "<iframe srcdoc='<script>x</script>'>"),
        ('<!-- <b onclick="x">a</b> -->', '<b onclick="x">a</b>'),
        ("<a title='>y</a><b>", "<a title='>' onclick=x <b>z</a>"),
        ("<p>a</p>", "<scr<p>ipt>alert(1)</scr</p>ipt>"),
        ("<svg><title>x</title></svg>", "<svg><title><style><img title='</style><img src onerror=alert(1)>'></title></svg>"),
    ],
)
def test_browsers_find_what_the_source_has_not(source, target):
    assert not is_harmless(source, target)


@pytest.mark.parametrize("msgstr", ["\t{{< y", "1986. A < b", "- a < b", "# a <b", "> a < b"])
def test_a_text_that_begins_like_a_block_is_judged_as_the_text_that_it_becomes(msgstr):
    marks = read_marks("a")
    assert list(differences(marks, marks, msgid="a", msgstr=msgstr)) == []


def test_the_verdict_is_asked_of_html_blocks_and_of_markdown_alike():
    marks = read_marks("a")
    assert [d.code for d in differences(marks, marks, msgid="a", msgstr="<b>a</b>", kind=Kind.HTML)] == ["html"]
    assert [d.code for d in differences(marks, marks, msgid="a", msgstr="<b>a</b>")] == ["html"]
    assert list(differences(marks, marks, msgid="a", msgstr="<b>a</b>", kind=Kind.ATTRIBUTE)) == []
