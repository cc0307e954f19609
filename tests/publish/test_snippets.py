"""Snippets: from the original text, marked, cut where a reader would cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from i18n_site.publish.search_query import Reach, find_marks, read_query
from i18n_site.publish.search_text import Passage
from i18n_site.publish.snippets import LONGEST, is_border, make_snippet, mark_text

LONG = "Autour de la place se tiennent des marchés. " * 12
JAPANESE = "労働者の集まりがありました。" * 30


def marked(passage, typed, tag="fr", reach=Reach.ALL):
    return [passage.text[start:end] for start, end, _ in find_marks(passage, read_query(typed, [tag]), reach)]


def test_rule_25_what_is_marked_is_the_original_text():
    passage = Passage("L’économie des COOPÉRATIVES, co-opératives et 65\u202f000 coopérateurs", "fr")
    assert marked(passage, "economie") == ["économie"]
    assert marked(passage, "coopérative") == ["COOPÉRATIVES", "co-opératives", "coopérateurs"]
    assert marked(passage, "65000") == ["65\u202f000"]


def test_rule_25_a_phrase_is_marked_as_a_whole_and_only_where_it_stands():
    passage = Passage("協同の組合、協同組合、労働者協同組合", "ja")
    assert marked(passage, "協同組合", "ja") == ["協同組合", "協同組合"]
    assert marked(passage, "組", "ja") == ["組", "組", "組"]
    assert marked(Passage("a b a c", "en"), '"a c"', "en") == ["a c"]


def test_rule_25_marks_of_a_foreign_run_follow_its_own_language():
    passage = Passage("Ils disent cooperatives ici", "fr", ((11, 23, "en"),))
    query = read_query("cooperation", ["fr", "en"])
    assert [passage.text[start:end] for start, end, _ in find_marks(passage, query, Reach.ALL)] == ["cooperatives"]


def test_rule_25_a_long_text_is_cut_at_word_borders_around_the_mark():
    text = f"{LONG}Ici se trouve l’aiguille. {LONG}"
    (fragment,) = make_snippet([Passage(text, "fr")], read_query("aiguille", ["fr"]), Reach.ALL)
    assert "aiguille" in [piece.text for piece in fragment.pieces if piece.marked]
    assert len(fragment.text) <= LONGEST + 1
    assert fragment.cut_before
    assert fragment.cut_after
    at = text.index(fragment.text)
    assert text[at - 1] == " "
    assert text[at + len(fragment.text)] == " "


def test_rule_25_a_text_without_blanks_is_cut_between_characters():
    text = f"{JAPANESE}針を見つけた。{JAPANESE}"
    (fragment,) = make_snippet([Passage(text, "ja")], read_query("針", ["ja"]), Reach.ALL)
    assert "針" in [piece.text for piece in fragment.pieces if piece.marked]
    assert len(fragment.text) <= LONGEST + 1


def test_the_passage_that_says_most_of_the_query_is_shown_and_a_short_one_with_what_follows():
    passages = [Passage("La maison.", "fr"), Passage("La maison du travail.", "fr"), Passage("Et la suite.", "fr")]
    found = make_snippet(passages, read_query("travail maison", ["fr"]), Reach.ALL)
    assert [fragment.text for fragment in found][:3] == ["La maison.", "La maison du travail.", "Et la suite."]


def test_nothing_is_torn_that_a_reader_sees_as_one():
    family = "👩‍👩‍👧‍👦"
    assert [is_border(family, place) for place in range(len(family) + 1)] == [True, *[False] * (len(family) - 1), True]
    assert not is_border("e\u0301", 1)
    assert [is_border("🇫🇷🇮🇹", place) for place in range(5)] == [True, False, True, False, True]
    assert not is_border("👍🏽", 1)


@given(
    st.lists(
        st.text(st.characters() | st.sampled_from("ab é合協\u0301\u200d🇫🇮👍🏽"), max_size=500).map(lambda text: text * 3),
        max_size=3,
    ),
    st.text(st.sampled_from("ab é合協\u0301"), max_size=6),
    st.sampled_from(["fr", "ja", "ar"]),
)
def test_every_snippet_is_a_part_of_its_text_and_never_long(texts, typed, tag):
    query = read_query(typed, [tag])
    for fragment in make_snippet([Passage(text, tag) for text in texts], query, Reach.ANY):
        assert any(fragment.text in text for text in texts)
        assert all(piece.text for piece in fragment.pieces)
    for text in texts:
        assert mark_text(Passage(text, tag), query, Reach.ANY).text == text
