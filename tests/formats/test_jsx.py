"""Documents of MDX are read as MDX reads them: tags, expressions and modules stay, what stands between them is Markdown."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.formats.foreign import cover
from i18n_site.formats.jsx import read_flow
from i18n_site.formats.markdown import Rules, read_document
from i18n_site.formats.reading import read_body
from i18n_site.model import Document, Reference, Segment, State
from i18n_site.publish.localise import Localiser, Translation
from support.markdown import markdown_texts

LINES = st.lists(
    st.sampled_from(
        [
            *(
                "",
                "",
                "text",
                "  text",
                "    text",
                "\ttext",
                "\t\ttext",
                "- item",
                "> quote",
                "1. one",
                "```",
                "~~~",
                "# head",
                "|a|b|",
            ),
            *(
                "<A>",
                "</A>",
                "  <A b='c'>",
                "    <A",
                '\t<A title="x">',
                "/>",
                ">",
                '  label="said"',
                "<>",
                "</>",
                "<div>text</div>",
            ),
            *(
                "<p>a",
                "b</p>",
                "{x}",
                "{/* said */}",
                "{/* i18n: skip */}",
                "{",
                "}",
                "import a from 'b'",
                "export const a = {",
                "};",
            ),
            *(
                "<!-- x -->",
                "|-|-|",
                "[a]: b",
                "é <b>ü</b>",
                "<b>é</b>",
                ":::note[Title]",
                ":::",
                "- <A>",
                "> <A>",
                "> </A>",
                "x: {y} z",
            ),
        ]
    ),
    max_size=14,
).map("\n".join)


def read(text: str) -> Document:
    return read_document(text.encode(), path="content/a.mdx", section="pages", slug="a", rules=Rules(slug=False, jsx=True))


def messages(text: str) -> list[str]:
    return [segment.key.msgid for segment in read(text).segments]


def localise(text: str, change=lambda text: f"«{text}»") -> str:
    def find(_locale: str, segment: Segment) -> Translation | None:
        said = change(segment.key.msgid)
        return None if said is None else Translation(said, State.TRANSLATED, Reference("fr.po", 1))

    return Localiser(read(text), source="en").localise("fr", ["en"], find).markdown.decode()


READ = {
    "modules": ("import a from 'b'\nimport {\n  c,\n} from 'd';\n\nText\n", ["Text"]),
    "a module with blank lines": ("export const A = () => (\n  <p>no\n\n  no\n  </p>\n);\n\nText\n", ["Text"]),
    "import within a paragraph": ("Text\nimport a\n", ["Text import a"]),
    "expressions": ("{a}\n\n{/* no\n no */}\n\n{a.map((b) => (\n  <li>{b}</li>\n))}\n\n{a} text\n", ["{a} text"]),
    "an expression ends a paragraph": ("Text\n{a}\nmore\n", ["Text", "more"]),
    "tags": ("<A>\nText\n</A>\n", ["Text"]),
    "a tag over lines": ('<A\n  title="Said"\n  b={c}\n/>\nText\n', ["Said", "Text"]),
    "attributes that are read": (
        '<A title="a" label=\'b\' alt="c" aria-label="d" placeholder="e" summary="f" description="g" />\n',
        [*"abcdefg"],
    ),
    "attributes that are not": ('<A href="a" id="b" title={"c"} label={`d`} {...e} />\n', []),
    "attributes with entities": ('<A title="a &amp; &quot;b&quot;" />\n', ['a & "b"']),
    "four blanks": ("<A>\n    <B>\n        Text\n        more\n\n        - item\n    </B>\n</A>\n", ["Text more", "item"]),
    "blanks without a parent": ("Text\n\n      far in\n\n        farther\n", ["Text", "far in", "farther"]),
    "tabs": ("<A>\n\t<B title='a'>\n\t\tText\n\n\t\tmore\n\t</B>\n\tlast\n</A>\n", ["a", "Text", "more", "last"]),
    "code in tags": ("<A>\n    ```js\n    no {\n    ```\n</A>\n", []),
    "tags in code": ("```\n<A title='no'>\nno\n```\n\n~~~~\n~~~\n<A title='no'>\n~~~~\n", []),
    "tags in a quote": ("> <A title='a'>\n> Text\n> </A>\n", ["a", "Text"]),
    "tags in an item": ("- item\n\n  <A\n    title='a'\n  >\n  Text\n  </A>\n", ["item", "a", "Text"]),
    "what one element holds": ('<p title="a"> *Text* </p>\n\n<div><b>all</b></div>\n', ["a", "*Text*", "all"]),
    "what two elements hold": ("<p>a</p> <p>b</p>\n", ["<p>a</p> <p>b</p>"]),
    "a paragraph of a block's name": ("<p>Text\n*more*</p>\n", ["Text *more*"]),
    "a fragment": ("<>\nText\n</>\n\n<><b>all</b></>\n", ["Text", "<><b>all</b></>"]),
    "components with a member's name": ("<A.B>\nText\n</A.B>\n", ["Text"]),
    "escaped signs": ("1 \\< 2 and \\{a\\}\n", ["1 \\< 2 and \\{a\\}"]),
    "containers of other generators": (":::note[Title {a}]\n<A>\nText\n</A>\n:::\n", ["Title {a}", "Text"]),
}


@pytest.mark.parametrize("name", READ)
def test_what_a_reader_reads_is_a_message_and_nothing_else(name):
    text, found = READ[name]
    assert messages(text) == found


def test_comments_of_mdx_speak_to_the_extractor():
    text = (
        '{/* i18n: comment="said" */}\n\nA\n\n{/*\n  i18n: skip\n*/}\nB\n\n'
        '{/* i18n: skip-start */}\n\nC\n\n<D title="E" />\n\n{/* i18n: skip-end */}\n\nF\n'
    )
    document = read(text)
    assert [segment.key.msgid for segment in document.segments] == ["A", "F"]
    assert document.segments[0].comment[-1] == "said"
    assert [str(found) for found in read("{/* i18n: skp */}\n\nA\n").problems] == [
        "content/a.mdx:1: warning directive the i18n comment is not understood at «skp»; known are "
        'comment="…", context="…", plural="…", skip, skip-start, skip-end, split'
    ]


def test_what_is_indented_in_tags_says_what_it_is():
    kinds = {segment.key.msgid: str(segment.kind) for segment in read("<A>\n    Text\n\n    - item\n</A>\n").segments}
    assert kinds == {"Text": "paragraph", "item": "item"}


def test_translations_stand_where_their_sources_did():
    text = '<A title="B">\n    Text\n    more\n\n    - item\n</A>\n\n<p>All</p>\n'
    assert localise(text) == '<A title="«B»">\n    «Text more»\n\n    - «item»\n</A>\n\n<p>«All»</p>\n'
    broken = localise("<A>\n    Text\\\n    more\n</A>\n", lambda text: text.replace("more", "plus"))
    assert broken == "<A>\n    Text\\\n    plus\n</A>\n"
    assert localise("<p>Text\\\nmore</p>\n", lambda text: text.replace("more", "plus")) == "<p>Text\\\nplus</p>\n"


def test_an_attribute_keeps_its_quotes_whatever_its_translation_holds():
    assert localise("<A title='B' />\n", lambda text: "\"C\" 'd' {e} <f>") == (
        "<A title='&quot;C&quot; &#39;d&#39; {e} &lt;f&gt;' />\n"
    )


@given(LINES)
def test_without_translations_the_bytes_are_the_sources(text):
    assert localise(text, lambda _: None) == text


@given(LINES)
def test_with_translations_only_messages_change_and_the_structure_stays(text):
    done = localise(text, lambda said: f"{said} x" if said[-1:].isalpha() else None)
    assert read_body(done, jsx=True).skeleton == read_body(text, jsx=True).skeleton


@given(st.one_of(LINES, markdown_texts()))
def test_a_covered_body_is_as_long_as_its_source(text):
    covered = cover(text, True)
    assert len(covered.text.encode()) == len(text.encode())
    assert covered.text.count("\n") == text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


@pytest.mark.parametrize(
    "line", ["<A", "{", "<A>", "    <A>\n        text", "import {", "{/*", "<p>", "<A title='", "\t<A>\n\t\ta", "> {"]
)
def test_nobody_waits_for_documents_made_to_be_slow(line):
    text = f"{line}\n\n" * (20_000 // len(line))
    start = time.process_time()
    read_flow(text.encode())
    read_body(text, jsx=True)
    assert time.process_time() - start < 10
