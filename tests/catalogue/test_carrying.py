"""A passage that changes in its place: which translations go on by themselves, and which wait for a look."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.catalogue.merge import merge
from i18n_site.catalogue.policy import Policy
from i18n_site.catalogue.staleness import Grade, grade
from i18n_site.config import Staleness
from i18n_site.model import Catalogue, Entry, Message, MessageKey, Previous, Reference

HERE = (Reference("content/news/a.md"),)
LONG = "See [the report](/a) of 52 members with `make` in all the regions of the world"
LONG_FR = "Voir [le rapport](/a) de 52 membres avec `make` dans toutes les régions du monde"
BOLD = Policy(table=Staleness(form="carry", target="carry", number="patch", code="carry", markup="carry", wording="carry"))
"""As much as a site can ask for."""


def update(old, new, *, policy=None, declared=False, context=None, plural=(None, None), **given_message):
    """The message and its fate once the text between two anchors has changed; the message before it as keywords say."""
    anchors = [Message(MessageKey(text), msgstr=(text.lower(),), references=HERE) for text in ("A", "B")]
    given_message.setdefault("msgstr", (LONG_FR,))
    known = Message(MessageKey(old, context), plural[0], references=HERE, **given_message)
    fresh = Message(MessageKey(new, context), plural[1], references=HERE)
    header = Message(MessageKey(""), msgstr=("Plural-Forms: nplurals=2; plural=n>1;\n",))
    before = Catalogue("news", "fr", entries=tuple(map(Entry, (header, anchors[0], known, anchors[1]))))
    template = Catalogue("news", entries=tuple(map(Entry, (anchors[0], fresh, anchors[1]))))
    same_meaning = {fresh.key} if declared else ()
    after, report = merge(template, before, policy=policy, same_meaning=same_meaning)
    again, _ = merge(template, after, policy=policy, same_meaning=same_meaning)
    assert again == after, "a second merge changes nothing"
    (fate,) = [name for name in report.counts if fresh.key in getattr(report, name)]
    (message,) = [message for message in after.messages if message.key == fresh.key]
    return fate, message


@pytest.mark.parametrize(
    ("change", "into", "fate", "text"),
    [
        ("the regions", "the  regions", "carried", LONG_FR),
        ("the world", "the world.", "carried", LONG_FR),
        ("See [", "see [", "fuzzied", LONG_FR),
        ("/a", "/b", "patched", LONG_FR.replace("/a", "/b")),
        ("`make`", "`make all`", "patched", LONG_FR.replace("`make`", "`make all`")),
        ("52", "53", "fuzzied", LONG_FR.replace("52", "53")),
        ("the report", "the *report*", "fuzzied", LONG_FR),
        ("regions", "areas", "fuzzied", LONG_FR),
        ("of 52 members with", "of 53 people with", "fuzzied", LONG_FR.replace("52", "53")),
        ("all", "some", "fuzzied", LONG_FR),
        ("the world", "the world?", "fuzzied", LONG_FR),
    ],
)
def test_by_default_each_change_has_the_treatment_of_the_table(change, into, fate, text):
    assert LONG.count(change) == 1
    found, message = update(LONG, LONG.replace(change, into))
    assert (found, message.msgstr) == (fate, (text,))
    assert message.fuzzy == (fate == "fuzzied")
    assert message.previous == (Previous(LONG) if fate == "fuzzied" else None)


def test_several_changes_are_made_together_and_the_strictest_decides():
    new = LONG.replace("/a", "/b").replace("make", "cmake") + "."
    assert update(LONG, new)[0] == "patched"
    fate, message = update(LONG, new.replace("52", "53"))
    assert fate == "fuzzied"
    assert message.msgstr == ("Voir [le rapport](/b) de 53 membres avec `cmake` dans toutes les régions du monde",)


@pytest.mark.parametrize(
    "msgstr",
    [LONG_FR.replace("/a", "/fr/a"), LONG_FR + " [encore](/a)"],
)
def test_what_cannot_be_replaced_for_certain_waits_for_a_look(msgstr):
    fate, message = update(LONG, LONG.replace("/a", "/b"), msgstr=(msgstr,))
    assert (fate, message.msgstr, message.fuzzy, message.previous) == ("fuzzied", (msgstr,), True, Previous(LONG))


def test_every_plural_form_is_patched_or_none_is():
    forms = ("un membre de [nous](/a)", "{n} membres de [nous](/a)")
    plural = ("{n} members of [us](/a)", "{n} members of [us](/b)")
    fate, message = update("a member of [us](/a)", "a member of [us](/b)", plural=plural, msgstr=forms)
    assert (fate, message.msgstr) == ("patched", ("un membre de [nous](/b)", "{n} membres de [nous](/b)"))
    forms = ("un membre", "{n} membres de [nous](/a)")
    fate, message = update("a member of [us](/a)", "a member of [us](/b)", plural=plural, msgstr=forms)
    assert (fate, message.msgstr) == ("fuzzied", forms)


def test_a_message_with_a_form_missing_is_never_current():
    plural = ("members", "members.")
    assert update("member", "member", plural=plural, msgstr=("membre", ""))[1].fuzzy
    assert update("a member", "a member.", plural=("members", "members"), msgstr=("membre", ""))[0] == "fuzzied"


def test_a_text_that_waited_waits_on_and_follows_its_source_meanwhile():
    before = LONG.replace("52", "51")
    fate, message = update(LONG, LONG.replace("52", "53"), flags=("fuzzy",), previous=Previous(before))
    assert (fate, message.previous) == ("fuzzied", Previous(before))
    assert message.msgstr == (LONG_FR.replace("52", "53"),)
    assert update(LONG, LONG + ".", flags=("fuzzy",), previous=Previous(before))[0] == "fuzzied"


def test_a_guess_is_no_translation_of_this_passage_whatever_changes():
    guess = {"flags": ("fuzzy",), "previous": Previous("x"), "translator_comments": ("i18n-site: suggestion 87",)}
    for new in (LONG.replace("/a", "/b"), LONG + "."):
        fate, message = update(LONG, new, **guess)
        assert (fate, message.msgstr, message.translator_comments) == ("fuzzied", (LONG_FR,), guess["translator_comments"])


def test_a_slug_follows_no_number_of_its_source():
    fate, message = update("members-of-2015", "members-of-2016", context="slug", msgstr=("membres-de-2015",))
    assert (fate, message.msgstr) == ("fuzzied", ("membres-de-2015",))
    table = Policy(table=Staleness(number="patch"))
    assert update("members-of-2015", "members-of-2016", context="slug", msgstr=("membres-de-2015",), policy=table)[1].fuzzy


def test_a_newline_at_an_end_is_a_change_that_gettext_does_not_overlook():
    assert update("Our members", "Our members\n", msgstr=("Nos membres",))[0] == "fuzzied"


def test_a_short_text_that_changes_but_little_is_known_by_its_place():
    assert update("[a](/one-long-address)", "[a](/quite-another)", msgstr=("[un](/one-long-address)",))[0] == "patched"


def test_the_table_of_the_site_decides():
    assert update(LONG, LONG.replace("regions", "areas"), policy=BOLD)[0] == "carried"
    assert update(LONG, LONG.replace("52", "53"), policy=BOLD)[0] == "patched"
    fate, message = update(LONG, LONG.replace("/a", "/b"), policy=BOLD)
    assert (fate, message.msgstr) == ("carried", (LONG_FR,))
    wary = Policy(table=Staleness(spacing="fuzzy", target="patch-fuzzy", code="fuzzy"))
    assert update(LONG, LONG.replace("the regions", "the  regions"), policy=wary)[0] == "fuzzied"
    assert update(LONG, LONG.replace("/a", "/b"), policy=wary)[1].msgstr == (LONG_FR.replace("/a", "/b"),)
    assert update(LONG, LONG.replace("make", "cmake"), policy=wary)[1].msgstr == (LONG_FR,)


edits = st.lists(
    st.tuples(
        st.integers(0, len(LONG.split()) - 1),
        st.sampled_from(["", "not", "must", "five", "53", "[here](/b)", "`x`", "**", "?", ".", "areas", "{n}", "…", "~~all~~"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=2,
)


@given(edits, st.sampled_from([Policy(), BOLD]), st.booleans())
def test_nothing_weighty_is_ever_carried(changes, policy, backwards):
    words = LONG.split()
    for place, word, replacing in changes:
        words[place] = word if replacing else f"{words[place]} {word}"
    old, new = (LONG, " ".join(words)) if not backwards else (" ".join(words), LONG)
    if old == new:
        return
    fate, message = update(old, new, policy=policy)
    if fate in ("carried", "patched"):
        assert grade(old, new) < Grade.MEANING
    elif grade(old, new) >= Grade.MEANING:
        assert message.fuzzy or not any(message.msgstr)
        assert message.msgstr in ((LONG_FR,), ("",)), "nor is anything replaced in it"


# -- what a maintainer declares -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("change", "into"), [("all", "the"), ("See", "Do see"), ("world", "world?")])
def test_an_edit_that_is_declared_meaningless_is_carried_whatever_its_grade(change, into):
    new = LONG.replace(change, into)
    assert grade(LONG, new) >= Grade.MEANING or "Do" in new
    fate, message = update(LONG, new, declared=True)
    assert (fate, message.msgstr, message.fuzzy, message.previous) == ("carried", (LONG_FR,), False, None)


def test_what_a_declared_edit_changed_in_numbers_and_addresses_is_replaced():
    fate, message = update(LONG, LONG.replace("all", "the").replace("52", "53").replace("/a", "/b"), declared=True)
    assert (fate, message.msgstr) == ("patched", (LONG_FR.replace("52", "53").replace("/a", "/b"),))


def test_a_declaration_does_not_help_where_a_number_cannot_be_replaced():
    fate, message = update(LONG, LONG.replace("52", "53"), declared=True, msgstr=("Voir le rapport de nos membres",))
    assert (fate, message.fuzzy) == ("fuzzied", True)


def test_a_declaration_makes_current_what_an_earlier_update_made_fuzzy():
    new = LONG.replace("all", "some")
    waiting = {"flags": ("fuzzy", "no-wrap"), "previous": Previous(LONG), "translator_comments": ("note",)}
    fate, message = update(new, new, declared=True, **waiting)
    assert (fate, message.msgstr, message.flags, message.previous) == ("carried", (LONG_FR,), ("no-wrap",), None)
    assert message.translator_comments == ("note",)


def test_a_declaration_finds_a_number_that_an_earlier_update_replaced():
    new, text = LONG.replace("52", "53"), LONG_FR.replace("52", "53")
    fate, message = update(new, new, declared=True, msgstr=(text,), flags=("fuzzy",), previous=Previous(LONG))
    assert (fate, message.msgstr, message.fuzzy) == ("carried", (text,), False)
    newer = LONG.replace("52", "54")
    fate, message = update(new, newer, declared=True, msgstr=(text,), flags=("fuzzy",), previous=Previous(LONG))
    assert (fate, message.msgstr, message.fuzzy) == ("patched", (LONG_FR.replace("52", "54"),), False)


@pytest.mark.parametrize(
    "doubt",
    [
        {},
        {"previous": Previous(None, "slug")},
        {"previous": Previous(LONG), "translator_comments": ("i18n-site: suggestion 87",)},
        {"previous": Previous(LONG), "translator_comments": ('i18n-site: conflict between "a" and "b"',)},
        {"previous": Previous(LONG, None, "plural")},
    ],
)
def test_a_declaration_says_nothing_of_guesses_conflicts_and_doubts(doubt):
    new = LONG.replace("all", "some")
    fate, message = update(new, new, declared=True, flags=("fuzzy",), **doubt)
    assert (fate, message.fuzzy) == ("kept", True)
    fate, message = update(new, new + ".", declared=True, flags=("fuzzy",), **doubt)
    assert (fate, message.fuzzy) == ("fuzzied", True)


def test_a_declared_slug_stays_what_it_is():
    given_slug = {"context": "slug", "msgstr": ("membres-2015",), "declared": True}
    assert update("members-2015", "members-of-2016", **given_slug)[1] == replace(
        Message(MessageKey("members-of-2016", "slug"), msgstr=("membres-2015",), references=HERE)
    )


def test_a_declaration_of_what_did_not_change_changes_nothing():
    assert update(LONG, LONG, declared=True)[0] == "kept"
    assert update(LONG, LONG, declared=True, msgstr=("",))[0] == "kept"
