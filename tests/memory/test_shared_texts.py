"""Source texts that the languages of a site share: each is given its own only."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from i18n_site.memory.shared_texts import SharedTexts
from i18n_site.memory.store import Memory
from i18n_site.model import Catalogue, Entry, Message, MessageKey

MEETING = "The general assembly met in Athens in May"


def find(shared, text, own, *, context=None, limit=5):
    return [hit.text for hit in shared.similar(text, context, dict.fromkeys(own), cutoff=80.0, limit=limit)]


def test_a_language_is_given_its_own_texts_only():
    shared = SharedTexts()
    french, spanish = [f"{MEETING}."], [f"{MEETING}!", "Members"]
    shared.add(None, french)
    shared.add(None, spanish)
    assert find(shared, MEETING, french) == french
    assert find(shared, MEETING, spanish) == spanish[:1]


def test_the_texts_of_other_languages_crowd_none_of_ones_own_out():
    shared = SharedTexts()
    others = [f"{MEETING} {number}" for number in range(40)]
    shared.add(None, others)
    own = ["The general assembly met in Athens in March"]
    shared.add(None, [*own, "Members"])
    assert find(shared, f"{MEETING} 7", others, limit=1) == [f"{MEETING} 7"]
    assert find(shared, f"{MEETING} 7", own) == own
    assert find(shared, f"{MEETING} 7", own) == own  # the second answer is a remembered one


def test_contexts_are_never_mixed():
    shared = SharedTexts()
    shared.add("month", ["May"])
    shared.add(None, ["Members"])
    assert find(shared, "May", ["May"], context="month") == ["May"]
    assert find(shared, "May", ["May"]) == []
    assert find(shared, "May", ["May"], context="verb") == []


def test_a_text_that_is_added_later_is_found_though_the_question_was_asked_before():
    shared = SharedTexts()
    shared.add(None, ["Members"])
    assert find(shared, MEETING, [MEETING]) == []
    shared.add(None, [MEETING])
    assert find(shared, MEETING, [MEETING]) == [MEETING]


texts = st.lists(
    st.sampled_from([f"{MEETING} {number}" for number in range(12)] + ["Members", "Our members", "Board"]), max_size=12
)


@given(st.lists(texts, max_size=6), texts, st.sampled_from([MEETING, "Member", "Boards"]))
def test_shared_texts_answer_as_ones_own_would(others, own, wanted):
    shared, alone = SharedTexts(), SharedTexts()
    for some in others:
        shared.add(None, some)
    shared.add(None, own)
    alone.add(None, own)
    for limit in (1, 3):
        together, apart = (some.similar(wanted, None, dict.fromkeys(own), cutoff=60.0, limit=limit) for some in (shared, alone))
        assert [hit.score for hit in together] == [hit.score for hit in apart]
        assert {hit.text for hit in together} <= set(own)


def test_memories_of_two_languages_share_texts_and_no_translations():
    def memory(locale, *pairs):
        entries = tuple(Entry(Message(MessageKey(msgid), msgstr=(msgstr,))) for msgid, msgstr in pairs)
        return Memory.from_catalogues([Catalogue("news", locale, entries=entries)], shared)

    shared = SharedTexts()
    french = memory("fr", (f"{MEETING}.", "L'assemblée."))
    spanish = memory("es", (f"{MEETING}.", "La asamblea."), (f"{MEETING}!", "¡La asamblea!"))
    assert [match.target for match in french.similar(MEETING)] == [("L'assemblée.",)]
    assert [match.target for match in spanish.similar(MEETING)] == [("La asamblea.",), ("¡La asamblea!",)]
    assert [match.target for match in french.similar(MEETING)] == [("L'assemblée.",)]
