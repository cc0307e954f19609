"""A translation gives MDX nothing to run that its source has not: mending, and judging what is left."""

from __future__ import annotations

import re
import time
from html import unescape

import pyromark
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from i18n_site.formats.dialect import OPTIONS
from i18n_site.formats.mdx import Scanner, faults, is_nested, mend
from i18n_site.model import Kind

PIECES = st.lists(
    st.sampled_from(
        [
            *("{", "}", "<", ">", "`", "``", "\\", "*", "_", "[", "]", "](", "(", ")", "/", "/>", ":", '"', "'", "=", "!", "~~"),
            *(" ", "\n", "\\\n", "a", "b ", "1", "é", "{x}", "{y}", "<b>", "</b>", "<br>", "<br />", "<i c={d}>", "<!--", "-->"),
            *("<https://a.b>", "<a@b.c>", "import ", ":n[", "title=", "|", "&#123;", "$", "//", "/*", "*/"),
        ]
    ),
    max_size=25,
).map("".join)


@pytest.mark.parametrize(
    ("msgid", "msgstr", "mended"),
    [
        ("x", "a } { b", "a } \\{ b"),
        ("x", "1 <2, a < b, <<", "1 \\<2, a \\< b, \\<\\<"),
        ("x", "a \\{ b \\\\{ c", "a \\{ b \\\\\\{ c"),
        ("x", "`{a} <b>` {", "`{a} <b>` \\{"),
        ("x", "a ` {", "a \\` \\{"),
        ("a {n}", "{n} é {", "{n} é \\{"),
        ("a {n}", "{ {n} }", "\\{ {n} }"),
        ("a \\{n\\}", "é {m}", "é \\{m}"),
        ("a &#123;n}", "é {m}", "é \\{m}"),
        ("a <br /> b", "c <br> d", "c <br /> d"),
        ("a <br/> b", "c <br> d", "c <br/> d"),
        ("see https://a.b/", "voir <https://a.b/>", "voir https://a.b/"),
        ("[a](https://a.b/)", "<https://a.b/c_d>", "[https://a.b/c\\_d](https://a.b/c_d)"),
        ("[a](mailto:a@b.c)", "<a@b.c>", "[a@b.c](mailto:a@b.c)"),
        ("x", "import de sucre", "&#105;mport de sucre"),
        ("x", "export", "&#101;xport"),
        ("x", "exporte", "exporte"),
        ("x", "voir:lien[x](y)", "voir\\:lien[x](y)"),
        ("x", "a\nb\\\nc  \nd", "a b\\\nc  \nd"),
        ("[a](<b c>)", "[é](<b c>)", "[é](<b c>)"),
        ("<a href=b>c</a>", "<a href=b>é</a> <1", "<a href=b>é</a> \\<1"),
    ],
)
def test_what_is_innocent_is_mended(msgid, msgstr, mended):
    assert mend(msgid, msgstr, Kind.PARAGRAPH) == mended
    assert list(faults(msgid, mended, Kind.PARAGRAPH)) == []


@pytest.mark.parametrize(
    ("msgid", "msgstr", "mended"),
    [
        ("x", "# a { <b", "\\# a &#123; &lt;b"),
        ("x", "a\\", "a&#92;"),
        ("x", "a\\\\", "a\\\\"),
    ],
)
def test_text_between_tags_is_markdown_to_mdx_and_stays_text_to_html(msgid, msgstr, mended):
    assert mend(msgid, msgstr, Kind.HTML) == mended


def test_a_caption_keeps_its_brackets():
    assert mend("x", "a) {b] c", Kind.CAPTION) == "a) &#123;b&#93; c"
    assert mend("x", "[a](b)", Kind.CAPTION) == "[a](b)"
    assert list(faults("x", "`]` a", Kind.CAPTION)) == ["a bracket would end the title; pair its square brackets"]


@pytest.mark.parametrize(
    ("msgid", "msgstr", "said"),
    [
        ("a {n} b", "a b", "the translation lacks {n}"),
        ("a {n} b", "{m} b", "the source has no {m}"),
        ("a", "{n} b", "the source has no {n}"),
        ("a {n} b", "{n} {n} b", "the source has no {n}"),
        ("a <C.d /> b", "a <C.e /> b", "the source has no <C.e/>"),
        ("a <c d={1}/> b", "a <c d={2}/> b", "the source has no <c d={2}/>"),
        ("a <b>c</b> d", "a </b>c<b> d", "not closed in order"),
        ("*a* <b>c</b> d", "*a <b>c* </b> d", "not closed in order"),
        ("[a](d) <b>c</b> d", "[a <b>](d) c</b> d", "not closed in order"),
        ("~~a~~ <b>c</b> d", "~~a <b>c~~</b> d", "not closed in order"),
        ("<b>c</b> d", "<b>c d</b>", "a block"),
        ("<b>c</b>", "<b>c</b> d", "a block"),
        ("a\\\nb {n}", "a b\\\n{n}", "a block"),
        ("[x](<a b>)", "\\[x](<a b>)", "no link's"),
        ("{a // b }", "{a // b } é", "another way"),
    ],
)
def test_what_changes_programs_tags_or_how_they_are_nested_is_a_fault(msgid, msgstr, said):
    assert any(said in fault for fault in faults(msgid, mend(msgid, msgstr, Kind.PARAGRAPH), Kind.PARAGRAPH))


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("{n} of {m}", "{m} de {n}"),
        ('<A b="c" title="d"/> e', '<A b="c" title="é"/> f'),
        ("<b>a</b> *c* d", "*c* d <b>*a*</b>"),
        ("[a <b>c</b>](d)", "[<b>é</b> a](d)"),
        ("a {'}'} b", "{'}'} é"),
        ("a {{b: {c: '{'}}} d", "é {{b: {c: '{'}}}"),
        ("<></> a <A.B {...c} d={<e/>}>f</A.B>", "<A.B {...c} d={<e/>}>é</A.B> a <></>"),
        ("a <!-- said --> b", "<!-- said --> é"),
    ],
)
def test_order_and_words_are_the_translators(msgid, msgstr):
    assert mend(msgid, msgstr, Kind.PARAGRAPH) == msgstr
    assert list(faults(msgid, msgstr, Kind.PARAGRAPH)) == []


@pytest.mark.parametrize(
    ("msgstr", "cell"),
    [
        ("a \\| b", "a &#124; b"),
        ("\\\\\\|", "\\\\&#124;"),
        ("a | \\\\|", "a | \\\\|"),
        ("`\\|`", "`\\|`"),
        ("\\`\\|", "\\`&#124;"),
    ],
)
def test_a_pipe_that_a_translator_escaped_ends_no_cell(msgstr, cell):
    assert mend("a", msgstr, Kind.CELL) == cell
    assert mend("a", msgstr, Kind.PARAGRAPH) == msgstr


def test_figures_are_compared_elsewhere():
    assert mend("a {n}", "{n} {m}", Kind.PARAGRAPH, {"n", "m"}) == "{n} {m}"
    assert list(faults("a {n} b", "a b", Kind.PARAGRAPH, {"n"})) == []


@given(PIECES, PIECES, st.sampled_from([Kind.PARAGRAPH, Kind.HTML, Kind.HEADING, Kind.CAPTION]))
def test_what_is_mended_begins_nothing_that_its_source_has_not_or_is_a_fault(msgid, msgstr, kind):
    mended = mend(msgid, msgstr, kind)
    tokens = list(Scanner(mended).tokens())
    if not any(token.kind == "stray" for token in Scanner(msgid).tokens()):
        assert not any(token.kind in ("stray", "ticks") for token in tokens)
    if not list(faults(msgid, mended, kind)):
        known = {token.key for token in Scanner(msgid).tokens()}
        assert all(token.key in known for token in tokens if token.kind not in ("code", "directive"))
    assert mend(msgid, mended, kind) == mended


@given(PIECES)
@example("{x}\\")
@example("{x}\\\n{y}")
def test_a_text_is_a_translation_of_itself(text):
    kinds = {token.kind for token in Scanner(text).tokens()}
    mended = mend(text, text, Kind.PARAGRAPH)
    if not kinds & {"unclear", "target", "stray", "ticks", "autolink"} and "\n" not in text:
        assert list(faults(text, mended, Kind.PARAGRAPH)) == []


@given(st.text("{}<`\\ab1 =.\u00e9", max_size=30))
def test_a_mended_text_reads_the_same_in_markdown(text):
    text = f"x{text}x"
    if not any(token.kind in ("tag", "code", "autolink", "expression") for token in Scanner(text).tokens()):
        shown = [
            unescape(re.sub(r"</?p>", "", pyromark.html(one, options=OPTIONS))) for one in (text, mend("x", text, Kind.PARAGRAPH))
        ]
        assert shown[0] == shown[1]


@pytest.mark.parametrize(
    "piece", ["{", "<", "`", "{'", "<a ", "{`", "<a b={", "](<", "<!--", "{/*", ":n[", "{}", "<b>", "*<b>", "{a}<"]
)
def test_nobody_waits_for_texts_made_to_be_slow(piece):
    text = piece * (20_000 // len(piece))
    start = time.process_time()
    list(faults("x", mend("x", text, Kind.PARAGRAPH), Kind.PARAGRAPH))
    is_nested(text)
    assert time.process_time() - start < 5
