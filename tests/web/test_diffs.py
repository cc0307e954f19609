"""What changed between two texts, as a reader sees it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.web.diffs import Fate, compare_words


def marked(old: str, new: str) -> str:
    signs = {Fate.KEPT: "{}", Fate.REMOVED: "[-{}-]", Fate.ADDED: "[+{}+]"}
    return "".join(signs[piece.fate].format(piece.text) for piece in compare_words(old, new))


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        ("The same.", "The same.", "The same."),
        ("It may be read.", "It must be read.", "It [-may-][+must+] be read."),
        ("It is read.", "It is not read.", "It is [+not +]read."),
        ("one two three", "one 2 3", "one [-two three-][+2 3+]"),
        ("See [it](a.md).", "See [it](b.md).", "See [it]([-a-][+b+].md)."),
        ("加盟組織は52です", "加盟組織は53です", "加盟組織は[-52-][+53+]です"),
        ("協同組合", "協同会社", "協同[-組合-][+会社+]"),
        ("", "new", "[+new+]"),
        ("old", "", "[-old-]"),
    ],
)
def test_what_changed_is_seen_word_by_word(old, new, seen):
    assert marked(old, new) == seen


words = st.lists(st.sampled_from(["a", "b", "not", " ", ", ", "加", "盟", "\u0301", "é", "\n"]), max_size=30).map("".join)


@given(words | st.text(max_size=60), words | st.text(max_size=60))
def test_either_text_can_be_read_out_of_the_pieces(old, new):
    pieces = compare_words(old, new)
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.REMOVED) == new
    assert all(piece.text for piece in pieces)


def test_very_long_texts_are_shown_one_after_the_other_rather_than_compared_for_minutes():
    pieces = compare_words("same " + "a b c d " * 2_000 + "x", "same " + "b a d c f " * 2_000 + "y")
    assert [piece.fate for piece in pieces] == [Fate.KEPT, Fate.REMOVED, Fate.ADDED]
