"""Drawings: which of their texts are messages, and that a drawing in another language is the same drawing."""

from __future__ import annotations

import re
from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.formats.svg import encode_text, put_texts, read_svg, tags_of
from i18n_site.model import Document

CHART = """<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" aria-label='Un &quot;label&quot;'>
  <title>Né à
    Łódź &amp; more</title>
  <desc id="d"> 52 % </desc>
  <style>text { font-size: 1px }</style>
  <g aria-label="group"><text x="1">Plain</text></g>
  <text x="2"><tspan x="2">One</tspan><tspan x="2" dy="1">two</tspan></text>
  <text translate="no">CICOPA</text>
  <g translate="no"><text>ICA</text></g>
  <text/>
  <text><![CDATA[a < b]]></text>
  <s:text xmlns:s="http://www.w3.org/2000/svg">Prefixed</s:text>
  <text>After <a href="x"><tspan translate="no">ICA</tspan></a></text>
</svg>
"""


def read(text: str) -> Document:
    return read_svg(text.encode(), path="content/files/chart.svg")


def test_what_a_reader_reads_or_hears_of_a_drawing_is_a_message():
    document = read(CHART)
    assert [(str(segment.kind), segment.key.msgid) for segment in document.segments] == [
        ("attribute", 'Un "label"'),
        ("html", "Né à Łódź &amp; more"),
        ("attribute", "group"),
        ("html", "Plain"),
        ("html", '<tspan x="2">One</tspan><tspan x="2" dy="1">two</tspan>'),
        ("html", "Prefixed"),
        ("html", 'After <a href="x"><tspan translate="no">ICA</tspan></a>'),
    ]
    assert (document.problems, document.section) == ((), "data")
    assert document.segments[1].reference.line == 3


def test_a_drawing_put_together_of_its_own_texts_differs_in_its_language_only():
    document = read(CHART)
    data = put_texts(document, "en", [(segment, segment.key.msgid, "en") for segment in document.segments])
    expected = CHART.replace("<svg", '<svg xml:lang="en"', 1).replace("Né à\n    Łódź", "Né à Łódź")
    assert data.decode() == expected.replace("aria-label='Un &quot;label&quot;'", "aria-label='Un &quot;label&quot;'")


def test_a_text_in_another_language_than_its_drawing_says_so():
    document = read('<svg xml:lang="en"><title>One</title><text xml:lang="la">Two</text><text>Three</text></svg>')
    texts = [("Un", "fr"), ("Two", "en"), ("Three", "en")]
    data = put_texts(document, "fr", [(s, *text) for s, text in zip(document.segments, texts, strict=True)])
    assert data.decode() == (
        '<svg xml:lang="fr"><title>Un</title><text xml:lang="la">Two</text><text xml:lang="en">Three</text></svg>'
    )


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), max_size=40))
def test_no_text_without_tags_makes_a_drawing_ill_formed(text):
    # `<?`, `<!` and `</` begin what is no text, `&#1;` is no character: they are refused.
    plain = re.sub("<[?!/]+", "<", text.replace(">", "").replace("&#", "").replace("\ufffe", "").replace("\uffff", ""))
    assert tags_of(encode_text(plain)) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("R & D", "R &amp; D"),
        ("a < b", "a &lt; b"),
        ("{{< b", "{{&lt; b"),
        ("<% b <1", "&lt;% b &lt;1"),
        ("caf&eacute;&nbsp;!", "café\xa0!"),
        ("&amp; &#65;", "&amp; &#65;"),
    ],
)
def test_what_is_innocent_is_mended(text, written):
    assert encode_text(text) == written


@pytest.mark.parametrize("text", ["<b", "<a>", "</t><t>", "a</a>", "<a b>c</a>"])
def test_what_is_not_well_formed_has_no_tags(text):
    assert tags_of(text) is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<svg><title>a</svg>", "not well-formed"),
        (b"", "not well-formed"),
        (b"\xff\xfe<\0s\0", "not UTF-8"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><svg><title>a</title></svg>', "encoding other"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg><title>&a;</title></svg>', "declares entities"),
        (b"<svg>" + b" " * 2_000_000 + b"</svg>", "larger"),
    ],
)
def test_a_drawing_that_cannot_be_translated_says_why_and_stops_nobody(data, said):
    document = read_svg(data, path="content/files/a.svg")
    assert document.segments == ()
    assert [said in finding.message for finding in document.problems] == [True]


def test_entities_within_entities_are_not_unfolded():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    data = f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]><svg><title>&l11;</title></svg>'.encode()
    assert read_svg(data, path="a.svg").segments == ()


def test_a_nest_of_any_depth_is_read():
    text = "<svg>" + "<g>" * 5000 + "<text>a</text>" + "</g>" * 5000 + "</svg>"
    assert [segment.key.msgid for segment in read(text).segments] == ["a"]
    expat.ParserCreate().Parse(put_texts(read(text), "fr", [(read(text).segments[0], "b", "fr")]), True)
