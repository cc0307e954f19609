"""Cases that broke other tools, each by its name: what is a message, and what a translation does in its place."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest

from i18n_site.formats.markdown import Rules, read_document
from i18n_site.model import Document, LocalisedDocument, Reference, Segment, State
from i18n_site.publish.localise import Localiser, Translation
from i18n_site.publish.render import render


def read(text: str) -> Document:
    rules = Rules(slug=False, figures=frozenset({"members"}))
    return read_document(text.encode(), path="content/a.md", section="", slug="", rules=rules)


def msgids(text: str) -> list[str]:
    return [segment.key.msgid for segment in read(text).segments]


def localise(text: str, translations: Mapping[str, str]) -> LocalisedDocument:
    def find(_locale: str, segment: Segment) -> Translation | None:
        msgstr = translations.get(segment.key.msgid)
        return Translation(msgstr, State.TRANSLATED, Reference("fr.po", 1)) if msgstr else None

    return Localiser(read(text), source="en", figures=frozenset({"members"})).localise("fr", ["en"], find)


def body(text: str, translations: Mapping[str, str]) -> str:
    result = localise(text, translations)
    return result.markdown[result.body :].decode()


# -- fences -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "```\nnever closed\n\n# no heading\n",
        "````md\n```\ninner\n```\n- no item\n````\n",
        "~~~\n```\ntildes\n~~~\n",
        "``` {.python linenos=\"table\"} title='odd | info'\ncode\n```\n",
        "    indented\n    # code\n",
        "> ```\n> quoted\n> ```\n",
    ],
)
def test_nothing_in_a_fence_or_an_indented_block_is_a_message_and_it_is_kept_to_the_byte(text):
    document = f"One\n\n{text}"
    assert msgids(document) == ["One"]
    assert body(document, {"One": "Un"}) == f"Un\n\n{text}"


def test_code_behind_a_list_item_is_no_part_of_it():
    assert msgids("- One\n\n      code\n\n  two\n\n      more\n") == ["One", "two"]


# -- lists and tables -------------------------------------------------------------------------------------------------


def test_what_stands_in_items_is_read_as_what_it_is():
    text = "1. # One\n2. > two\n   > three\n3. | four |\n   |---|\n   | five |\n4. ---\n5. - [x] six\n"
    assert [(str(segment.kind), segment.key.msgid) for segment in read(text).segments] == [
        ("heading", "One"),
        ("paragraph", "two three"),
        ("cell", "four"),
        ("cell", "five"),
        ("item", "six"),
    ]


def test_a_loose_list_gives_the_messages_of_a_tight_one():
    assert msgids("- One\n- two\n") == msgids("- One\n\n- two\n") == ["One", "two"]


def test_tables_keep_alignment_empty_cells_and_code_with_pipes():
    text = "| One | |\n|:-:|--:|\n| same | `a \\| b` c |\n| same | |\n"
    assert msgids(text) == ["One", "same", "`a | b` c", "same"]
    translated = body(text, {"One": "Un", "same": "é | è", "`a | b` c": "ç `a | b`"})
    assert translated == "| Un | |\n|:-:|--:|\n| é \\| è | ç `a \\| b` |\n| é \\| è | |\n"


# -- references and footnotes -----------------------------------------------------------------------------------------


def test_every_form_of_a_reference_is_written_out_so_that_its_text_can_change_and_its_label_stays():
    text = "[One][A b], [a  B][] and [a b].\n\n[a b]: /x 'Two'\n"
    assert msgids(text) == ["[One][A b], [a  B][a B] and [a b][a b].", "Two"]
    put = {"[One][A b], [a  B][a B] and [a b][a b].": "[Un][A b], [deux][a B] et [trois][a b].", "Two": "Deux"}
    assert body(text, put) == '[Un][A b], [deux][a B] et [trois][a b].\n\n[a b]: /x "Deux"\n'


LABELS = [("[Un][c].", "link"), ("[Un].", "link"), ("[Un][a]. [a]", "link"), ("[Un][a].\n\n[a]: /evil", "structure")]


@pytest.mark.parametrize(("msgstr", "check"), LABELS)
def test_a_translation_that_changes_a_label_or_defines_one_falls_back(msgstr, check):
    result = localise("See [one][a].\n\n[a]: /x\n", {"See [one][a].": msgstr})
    assert result.segments[0].state is State.FALLBACK
    assert result.findings[0].check == check


@pytest.mark.parametrize("msgstr", ["Un", "Un[^1][^1]", "Un[^2]", "Un[^x]"])
def test_a_translation_that_drops_doubles_or_invents_a_footnote_falls_back(msgstr):
    text = "One[^1]\n\nTwo[^2]\n\n[^1]: note\n\n    more\n\n[^2]: other\n"
    assert msgids(text) == ["One[^1]", "Two[^2]", "note", "more", "other"]
    result = localise(text, {"One[^1]": msgstr, "more": "plus"})
    assert [segment.state for segment in result.segments][:1] == [State.FALLBACK]
    assert "    plus\n" in result.markdown.decode()


# -- breaks -----------------------------------------------------------------------------------------------------------


def test_both_forms_of_a_hard_break_are_one_message_and_a_trimmed_one_is_another():
    assert msgids("One  \ntwo\n") == msgids("One\\\ntwo\n") == msgids("One    \n  two\n") == ["One\\\ntwo"]
    assert msgids("One\ntwo\n") == msgids("One \ntwo\n") == ["One two"]


def test_a_hard_break_of_a_translation_survives_an_editor_that_trims_lines():
    assert body("> One  \n> two\n", {"One\\\ntwo": "Un\\\ndeux"}) == "> Un\\\n> deux\n"
    assert body("> One  \n> two\n", {"One\\\ntwo": "Un  \ndeux"}) == "> Un\\\n> deux\n"


# -- HTML -------------------------------------------------------------------------------------------------------------


def test_a_tag_is_part_of_a_text_and_holds_one_by_where_it_stands():
    assert msgids("one <span>two</span>\n\n<span>three</span> four\n\n<div><span>five</span></div>\n") == [
        "one <span>two</span>",
        "<span>three</span> four",
        "five",
    ]


def test_a_comment_is_a_directive_or_nothing_that_is_read():
    assert msgids("<!-- a note -->\n\none <!-- two --> three\n\n<!-- i18n: skip -->\n\nfour\n") == ["one <!-- two --> three"]


def test_texts_of_tags_are_messages_and_marked_ones_are_not():
    text = '<p title="One">two <img alt="three" src="x"></p>\n<p translate="no">four</p>\n<input placeholder="five" value="6">\n'
    assert msgids(text) == ["One", 'two <img alt="three" src="x">', "five"]
    assert msgids('<meta name="description" content="One">\n<meta name="viewport" content="two">\n') == ["One"]
    assert msgids('<table><caption>One</caption><tr><th aria-label="two">three</table>\n') == ["One", "two", "three"]


# -- letters ----------------------------------------------------------------------------------------------------------


LETTERS = ["é", "e\u0301", "👩‍👩‍👧", "🏴\U000e0067\U000e0062\U000e007f", "家族", "\u200b", "\u200f", "\u2028"]


@pytest.mark.parametrize("letters", LETTERS)
def test_offsets_count_bytes_whatever_letters_stand_around(letters):
    text = f"{letters}a *{letters}b*\n\n- {letters}c\n\n| {letters}d |\n|---|\n"
    document = read(text)
    assert [document.text[slice(*segment.span)].decode() for segment in document.segments][1:] == [f"{letters}c", f"{letters}d"]
    assert body(text, {f"{letters}c": "ç"}) == text.replace(f"{letters}c", "ç")


def test_composed_and_decomposed_letters_stay_as_the_author_wrote_them():
    nfc, nfd = "Caf\u00e9", unicodedata.normalize("NFD", "Caf\u00e9")
    assert msgids(f"{nfc}\n\n{nfd}\n") == [nfc, nfd]


@pytest.mark.parametrize("separator", ["\u2028", "\u0085", "\x0b", "\x0c", "\xa0"])
def test_what_other_tools_take_for_a_line_end_is_a_letter_of_its_message(separator):
    (segment,) = read(f"One{separator}two\n").segments
    assert segment.key.msgid == f"One{separator}two"
    assert segment.reference.line == 1


# -- the same and the empty -------------------------------------------------------------------------------------------


def test_the_same_sentence_in_any_role_is_the_same_message_unless_its_author_says_otherwise():
    text = '# Same\n\nSame\n\n- Same\n\n<!-- i18n: context="other" -->\n\nSame\n'
    assert [segment.key for segment in read(text).segments] == [("Same", None)] * 3 + [("Same", "other")]
    assert body(text, {"Same": "Même"}).count("Même") == 4


WORDLESS = ["", "\n", "***\n", "`code`\n", "![](x.svg)\n", "<br>\n", "-\n-\n", "#\n", "> \n", "{members}\n", "1 + 1\n"]


@pytest.mark.parametrize("text", [*WORDLESS, "| | |\n|-|-|\n| | |\n"])
def test_what_holds_no_word_is_no_message(text):
    assert msgids(text) == []


# -- look-alikes ------------------------------------------------------------------------------------------------------


def test_an_escaped_star_at_the_head_of_a_tight_item_belongs_to_its_message():
    assert msgids("- \\* one\n- \\_two_\n") == ["\\* one", "\\_two_"]
    assert render(body("- \\* one\n", {"\\* one": "\\* un"})) == "<ul>\n<li>* un</li>\n</ul>\n"


def test_a_share_in_prose_is_no_format_and_dollars_are_no_formula():
    for segment in read("50 % in Greece and %d more\n\nFrom $5 to $7\n").segments:
        assert segment.flags == frozenset()


def test_a_figure_at_the_end_of_a_heading_is_text_and_an_attribute_block_is_not():
    assert msgids("## Members {members}\n\n## Others {#others .wide}\n") == ["Members {members}", "Others"]
    assert body("## Others {#others .wide}\n", {"Others": "Autres"}) == "## Autres {#others .wide}\n"


def test_alerts_and_definition_lists_keep_their_marks():
    text = "> [!WARNING]\n> One\n\nTerm\n: Two\n  three\n"
    assert msgids(text) == ["One", "Term", "Two three"]
    put = {"One": "Un", "Term": "Terme", "Two three": "Deux\ntrois"}
    assert body(text, put) == "> [!WARNING]\n> Un\n\nTerme\n: Deux\n  trois\n"


def test_an_unclosed_range_in_multibyte_text_is_reported_at_its_line():
    document = read("Né\n\n家族\n\n<!-- i18n: skip-start -->\n\nÉté\n")
    assert [segment.key.msgid for segment in document.segments] == ["Né", "家族"]
    assert [(finding.line, finding.check) for finding in document.problems] == [(5, "directive")]


# -- the list itself ----------------------------------------------------------------------------------------------------

TRAPS = {
    1: [
        "formats/test_front_matter.py languages_and_versions_stay_texts",
        "formats/test_front_matter.py crlf_and_a_byte_order_mark",
    ],
    2: ["formats/test_traps.py nothing_in_a_fence", "formats/test_traps.py code_behind_a_list_item"],
    3: [
        "formats/test_traps.py what_stands_in_items_is_read",
        "formats/test_traps.py a_loose_list_gives_the_messages_of_a_tight_one",
    ],
    4: ["formats/test_traps.py tables_keep_alignment", "publish/test_localise.py a_pipe_in_a_translated_cell_stays_in_its_cell"],
    5: ["formats/test_traps.py every_form_of_a_reference", "formats/test_traps.py a_translation_that_drops_doubles_or_invents"],
    6: ["formats/test_traps.py both_forms_of_a_hard_break", "formats/test_markdown.py rewrapping_a_paragraph_keeps_its_message"],
    7: ["formats/test_traps.py a_tag_is_part_of_a_text", "formats/test_traps.py texts_of_tags_are_messages"],
    8: ["formats/test_traps.py alerts_and_definition_lists", "publish/test_formulas.py a_formula_of_a_translation_must_be"],
    9: ["publish/test_localise.py what_merely_begins_like_a_block"],
    10: ["formats/test_traps.py offsets_count_bytes", "formats/test_traps.py what_other_tools_take_for_a_line_end"],
    11: ["formats/test_traps.py the_same_sentence_in_any_role", "formats/test_traps.py what_holds_no_word_is_no_message"],
    12: ["formats/test_traps.py an_escaped_star", "publish/test_constructs.py emphasis_that_cjk_punctuation_breaks"],
    13: ["publish/test_pathological.py", "formats/test_foreign.py documents_full_of_such_signs"],
}
"""The traps of source documents by their numbers, and tests that walk into each; more stand in the same files."""


@pytest.mark.parametrize("number", TRAPS)
def test_every_trap_of_source_documents_has_its_tests(number):
    for place in TRAPS[number]:
        file, _, name = place.partition(" ")
        text = (Path(__file__).parents[1] / file).read_text(encoding="utf-8")
        assert f"def test_{name}" in text
