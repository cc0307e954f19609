"""HTML is cut where browsers cut it; html5ever, behind nh3, is the oracle."""

from __future__ import annotations

import re
import time
from html import unescape

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_site.formats.html import escape_lost
from i18n_site.formats.tags import Context, tokens

PIECES = [
    "<",
    "</",
    ">",
    "/",
    "=",
    '"',
    "'",
    " ",
    "a",
    "https:",
    "<a",
    "<b ",
    "</b>",
    "<!--",
    "-->",
    "--!>",
    "-",
    "!",
    "<!x",
    "<?",
]
PIECES += ["?>", "<p>", "a=b", "a='c'", 'a="d"', ":", "@", "<x-y/>", "\t", "é"]


def pieces(html: str, context: Context | None = None) -> list[tuple[str, str]]:
    data = html.encode()
    return [(one.kind, data[one.start : one.end].decode()) for one in tokens(data, context or Context())]


def texts(html: str) -> str:
    return "".join(text for kind, text in pieces(html) if kind == "text")


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
def test_text_is_what_a_browser_shows(html):
    html += "\n"  # something always follows on a page: `</` at the end of a file is text
    assert texts(html) == unescape(nh3.clean(html, tags=set(), clean_content_tags=set()))
    assert "".join(text for _, text in pieces(html)) == html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<https://example.org> words", [("open", "<https://example.org>"), ("text", " words")]),
        ("<me@example.org> words", [("open", "<me@example.org>"), ("text", " words")]),
        ("<p =x>a", [("open", "<p =x>"), ("text", "a")]),
        ("<p a=>b", [("open", "<p a=>"), ("text", "b")]),
        ("<p a='>'b>c", [("open", "<p a='>'b>"), ("text", "c")]),
        ('<p a=">\nb', [("other", '<p a=">\nb')]),
        ("a</>b</ c>d", [("text", "a"), ("other", "</>"), ("text", "b"), ("other", "</ c>"), ("text", "d")]),
        ("<!-->a<!--->b", [("other", "<!-->"), ("text", "a"), ("other", "<!--->"), ("text", "b")]),
        ("<!-- --!>a", [("other", "<!-- --!>"), ("text", "a")]),
        ("a < b <3", [("text", "a < b <3")]),
    ],
)
def test_what_is_a_tag_and_what_is_not(html, expected):
    assert pieces(html) == expected


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<script>if (a<b) c='</scripts>'</script>d", "d"),
        ("<script><!-- <script>a</script> --></script>d", "d"),
        ("<script><!--></script>d", "d"),
        ("<style>/* <p> */</STYLE >d", "d"),
        ("<textarea><b title='</textarea>d", "d"),
        ("<xmp><b></xmp>d<plaintext></plaintext>e", "d"),
        ("<title>a</title>", "a"),
        ("<title>a <b>c</b></title>d", "d"),
        ("<svg><title>a <b>c</b></title><![CDATA[<e>]]></svg>d", "a cd"),
        ("<svg><foreignObject><title>a<b></title></foreignObject><title>c<i></title></svg>", "c"),
        ("<svg><p><title>a<b></title>", ""),
        ("<svg/><title>a<b></title>", ""),
    ],
)
def test_programs_and_the_like_hold_no_tags_and_drawings_do(html, text):
    assert texts(html) == text


@pytest.mark.parametrize(
    ("html", "raw", "following", "text"),
    [
        ("<div><script>", "script", "a<b>c</script>d", "d"),
        ("<div><!-- a", "!--", "b <p>c --> d", " d"),
        ("<div title='a", "'", "b'>c</div>", ""),
        ("<div title=\n", "", "b", "b"),
        ("<div><title>a", "title", "b</title>c", "bc"),
    ],
)
def test_what_a_block_leaves_open_goes_on_in_the_next(html, raw, following, text):
    context = Context()
    list(tokens(html.encode(), context))
    assert context.raw == raw
    assert "".join(said for kind, said in pieces(following, context) if kind == "text") == text


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
def test_what_is_no_tag_as_people_write_them_is_escaped(html):
    escaped = escape_lost(html)
    assert escape_lost(escaped) == escaped
    for kind, text in pieces(escaped):
        assert kind == "text" or re.match(r"<[!?]|</?[A-Za-z][A-Za-z0-9-]*[ \t/>]", text), text


@pytest.mark.parametrize("end", ["", ">", "x='>", "=", "<b>c</b>"])
@pytest.mark.parametrize("start", ["<a ", '<a b="', "<a b='c'", "<a =", "<a/", "<a:", "<", "<!--", "</", "<?"])
def test_no_text_whatever_takes_long_to_escape(start, end):
    began = time.process_time()
    escape_lost(start * 20_000 + end)
    assert time.process_time() - began < 1
