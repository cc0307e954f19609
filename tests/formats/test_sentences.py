"""Sentences: where they begin, and that splitting a passage into them changes nothing but what a message is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from i18n_site.formats.markdown import Rules, read_document
from i18n_site.formats.sentences import sentence_starts
from i18n_site.model import Document
from support.markdown import markdown_texts


def sentences(text: str) -> list[str]:
    return [text[start:end].rstrip() for start, end in pairwise([0, *sentence_starts(text), len(text)])]


@pytest.mark.parametrize(
    "parts",
    [
        ["One.", "Two!", "Three?", "Four…", "Five"],
        ["He said “Go.”", "She (too.)", "Left."],
        ["See e.g. Athens.", "Dr. Smith and J. R. Tolkien agree, cf. No. 5."],
        ["It grew by 9.46 % in 2017.", "52 members joined."],
        ["What? asked nobody.", "Yes."],
        ["**Bold.**", "*More.*", "`code.`", "[End](x)."],
        ["Über allem.", "Élan vital.", "Ça va."],
        ["هل هذا؟", "نعم."],
        ["Ist das…", "Ja."],
    ],
)
def test_a_sentence_ends_where_a_reader_would_say_so(parts):
    assert sentences(" ".join(parts)) == parts


def test_scripts_without_blanks_end_sentences_with_their_own_stop():
    assert sentences("一つ。二つ！「三つ。」四つ") == ["一つ。", "二つ！", "「三つ。」", "四つ"]


@pytest.mark.parametrize("text", ["", "One", "One.", "1. First", "v1.2.3 of it", "a.b. c", "… and so on"])
def test_what_holds_no_two_sentences_is_not_cut(text):
    assert sentence_starts(text) == []


SPLIT = "<!-- i18n: split -->\n\n"


def read(text: str) -> Document:
    return read_document(text.encode(), path="a.md", section="", slug="", rules=Rules(slug=False, figures=frozenset({"members"})))


def msgids(text: str) -> list[str]:
    return [segment.key.msgid for segment in read(text).segments]


def test_the_sentences_of_a_split_passage_are_messages_of_their_own():
    assert msgids(f"{SPLIT}One *two. Three* four. [Five. Six](x) seven! “Eight?” he\nsaid. Nine.\n\nTen. Eleven.\n") == [
        "One *two. Three* four.",
        "[Five. Six](x) seven!",
        "“Eight?” he said.",
        "Nine.",
        "Ten. Eleven.",
    ]


def test_split_holds_for_all_that_the_next_block_contains():
    assert msgids(f"{SPLIT}- One. Two.\n- Three.\n  Four.\n\n> Five. Six.\n") == ["One.", "Two.", "Three.", "Four.", "Five. Six."]
    assert msgids(f"> {SPLIT[:-2]}\n>\n> One.\n> Two. Three\n> four.\n") == ["One.", "Two.", "Three four."]
    assert msgids(f"{SPLIT}| One. Two. |\n|---|\n| Three |\n") == ["One.", "Two.", "Three"]


def test_multibyte_text_is_cut_at_characters():
    text = f"{SPLIT}Né à Łódź. 👩‍👩‍👧 Là. 家族です。次。\n"
    document = read(text)
    assert [document.text[slice(*segment.span)].decode() for segment in document.segments] == [
        "Né à Łódź.",
        "👩‍👩‍👧 Là.",
        "家族です。",
        "次。",
    ]


def test_only_the_sentence_with_a_figure_is_a_format():
    flags = {segment.key.msgid: bool(segment.flags) for segment in read(f"{SPLIT}One {{members}}. Two.\n").segments}
    assert flags == {"One {members}.": True, "Two.": False}


def test_a_plural_message_is_one_sentence():
    assert msgids('<!-- i18n: split plural="members" -->\n\n{members} here. There.\n') == ["{members} here. There."]


@given(markdown_texts())
def test_splitting_any_document_leaves_every_letter_in_a_message_and_no_two_overlap(text):
    document = read(f"{SPLIT}> {text}")
    spans = sorted(segment.span for segment in document.segments)
    assert all(first.end <= second.start for first, second in pairwise(spans))
