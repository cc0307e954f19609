"""A link to a heading finds it in every language of every generator: translated headings keep the anchors that links name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_site.formats.markdown import Rules, read_document
from i18n_site.model import Document, LocalisedDocument, Reference, State
from i18n_site.publish.kept_anchors import anchors_of, keep_anchors, linked_anchors, rule_for
from i18n_site.publish.layouts import AnchorRule
from i18n_site.publish.localise import Localiser, Translation

RULES = [rule for rule in AnchorRule if rule is not AnchorRule.NONE]


def read(text: str, path: str = "content/guide/install.md", **rules) -> Document:
    return read_document(text.encode(), path=path, section="pages", slug="x", rules=Rules(slug=False, **rules))


def french(document: Document, texts: dict[str, str] | None = None) -> LocalisedDocument:
    def find(_locale: str, segment) -> Translation | None:
        text = f"« {segment.key.msgid} »" if texts is None else texts.get(segment.key.msgid)
        return Translation(text, State.TRANSLATED, Reference("fr.po", 1)) if text else None

    return Localiser(document, source="en", figures=frozenset()).localise("fr", ["en"], find)


def kept(text: str, rule: AnchorRule, anchors: set[str], **rules) -> str:
    return keep_anchors(french(read(text, **rules)), anchors, rule).markdown.decode()


@pytest.mark.parametrize(
    ("link", "name", "anchor"),
    [
        ("[a](../install.md#check-it)", "install", "check-it"),
        ("[a](/docs/guide/install/#check-it)", "install", "check-it"),
        ("[a](install#check-it 'title')", "install", "check-it"),
        ("[a](guide/index.md#check-it)", "guide", "check-it"),
        ('<a href="guide/#v%C3%A9rifier">', "guide", "vérifier"),
        ('{{< relref "hive.md#harvest" >}}', "hive", "harvest"),
        ("[a]\n\n[a]: install.md?x=1#check-it", "install", "check-it"),
        ("[a](#below)", "news", "below"),
        ("[a]: #below", "news", "below"),
        ('<Card href="#below">', "news", "below"),
    ],
)
def test_links_of_every_kind_name_their_document_and_their_anchor(link, name, anchor):
    assert linked_anchors([read(link, path="content/news.md")]) == {name: {anchor}}


def test_headings_colours_and_hashtags_are_no_links():
    assert linked_anchors([read("# One\n\n#two and # three\n\n## Four {#four}\n")]) == {}


def test_an_index_is_named_by_its_folder_too():
    linked = {"guide": frozenset({"a"}), "index": frozenset({"b"}), "install": frozenset({"c"})}
    assert anchors_of(read("x", path="content/guide/index.md"), linked) == {"a", "b"}
    assert anchors_of(read("x", path="content/guide/install.md"), linked) == {"c"}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (AnchorRule.BRACES, "# « Top »\n\n## « Check *it*, `now` » {#check-it-now}\n\n« Text »\n"),
        (AnchorRule.COMMENT, "# « Top »\n\n## « Check *it*, `now` » {/* #check-it-now */}\n\n« Text »\n"),
        (AnchorRule.BLOCK, '# « Top »\n\n<div id="check-it-now"></div>\n\n## « Check *it*, `now` »\n\n« Text »\n'),
        (AnchorRule.NONE, "# « Top »\n\n## « Check *it*, `now` »\n\n« Text »\n"),
    ],
)
def test_a_heading_that_a_link_names_keeps_its_anchor_as_the_generator_knows_it(rule, expected):
    assert kept("# Top\n\n## Check *it*, `now`\n\nText\n", rule, {"check-it-now", "other"}) == expected


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Éducation à 100 %", "éducation-à-100-"),
        ("Éducation à 100 %", "education-a-100"),
        ("What's new?", "whats-new"),
        ("a_b - c", "a_b---c"),
        ("a_b - c", "a_b-c"),
        ("日本語", "日本語"),
    ],
)
def test_anchors_are_those_that_the_generators_make(heading, anchor):
    assert f"{{#{anchor}}}" in kept(f"## {heading}\n", AnchorRule.BRACES, {anchor})


def test_headings_of_the_same_text_are_told_apart_as_generators_do():
    text = "## A\n\n## A\n\n## A\n"
    assert kept(text, AnchorRule.BRACES, {"a-1"}) == "## « A »\n\n## « A » {#a-1}\n\n## « A »\n"
    assert kept(text, AnchorRule.BRACES, {"a", "a_2"}) == "## « A » {#a}\n\n## « A »\n\n## « A » {#a_2}\n"


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("text", ["## Check {#check}\n", "## Check it {/* #check */}\n", "> ## Check it\n", "- ## Check it\n"])
def test_an_id_of_the_authors_and_what_stands_in_a_list_stay(rule, text):
    mdx = "/*" in text
    result = kept(text, rule, {"check", "check-it"}, jsx=mdx)
    assert result.count("check") == (1 if "#check" in text else 0) or rule is not AnchorRule.BLOCK
    assert "<div" not in result
    assert result.count("#check") <= 1


def test_a_heading_that_is_not_translated_or_makes_the_same_anchor_stays():
    document = read("## Check it!\n\nText\n")
    localised = french(document, {"Text": "Texte", "Check it!": "Check it…"})
    assert keep_anchors(localised, {"check-it"}, AnchorRule.BRACES).markdown.count(b"{#") == 0
    untouched = french(document, {})
    assert keep_anchors(untouched, {"check-it"}, AnchorRule.BLOCK) is untouched


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("rule", RULES)
def test_closed_and_underlined_headings_and_line_ends_are_kept(rule, newline):
    text = "Text\n## One ##\n\nTwo\n===\n\nThree\n".replace("\n", newline)
    result = kept(text, rule, {"one", "two"}).replace(newline, "\n")
    assert (
        result
        == {
            AnchorRule.BRACES: "« Text »\n## « One » ## {#one}\n\n« Two » {#two}\n===\n\n« Three »\n",
            AnchorRule.COMMENT: "« Text »\n## « One » ## {/* #one */}\n\n« Two » {/* #two */}\n===\n\n« Three »\n",
            AnchorRule.BLOCK: (
                '« Text »\n\n<div id="one"></div>\n\n## « One » ##\n\n<div id="two"></div>\n\n« Two »\n===\n\n« Three »\n'
            ),
        }[rule]
    )


def test_sources_that_write_ids_in_braces_have_translations_that_do():
    classic, plain = read("## A {#b}\n"), read("## A\n")
    assert rule_for(AnchorRule.COMMENT, [plain, classic]) is AnchorRule.BRACES
    assert rule_for(AnchorRule.COMMENT, [plain]) is AnchorRule.COMMENT
    assert rule_for(AnchorRule.BLOCK, [classic]) is AnchorRule.BLOCK


blocks = st.sampled_from(
    ["# A", "## B *c*", "B\n---", "Text", "- item", "> ## Q", "```\n## no\n```", "## A", "### `code`", "| a |\n| - |\n| b |"]
)


@given(st.lists(blocks, max_size=8).map("\n\n".join), st.sampled_from(RULES), st.booleans())
@settings(max_examples=150, deadline=None)
def test_every_segment_is_still_where_its_span_says_and_its_words_are_unchanged(text, rule, front):
    document = read(("---\ntitle: T\n---\n" if front else "") + text + "\n")
    localised = french(document)
    result = keep_anchors(localised, {"a", "b-c", "a-1", "code", "b"}, rule)
    for before, after in zip(localised.segments, result.segments, strict=True):
        if before.output_span is not None and after.output_span is not None:
            assert result.markdown[slice(*after.output_span)] == localised.markdown[slice(*before.output_span)]
    lines = [line for line in result.markdown.decode().split("\n") if not line.startswith("<div")]
    plain = "\n".join(lines).split()
    for word in localised.markdown.decode().split():
        assert word in plain
