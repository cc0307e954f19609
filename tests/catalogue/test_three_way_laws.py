"""Laws of three-way merging, over random catalogues that grew apart.

I18N_SITE_LONG=1 tries a thousand of each.
"""

from __future__ import annotations

import os
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_site.catalogue.marks import CONFLICT, DUPLICATE, SUGGESTION, quote_text
from i18n_site.catalogue.po import format_po, parse_po
from i18n_site.catalogue.three_way import merge_three
from i18n_site.model import Catalogue, Entry, Message, MessageKey, Previous, Reference

KEYS = [MessageKey(msgid, context) for msgid in ("News", "Our\nmembers", "{n} of them") for context in (None, "slug")]
TEXTS = ("", "", "un", "deux", "trois\n", "quatre «4»")
DATES = ("2024-01-01 10:00+0000", "2024-02-01 10:00+0000", "YEAR-MO-DA HO:MI+ZONE")


@st.composite
def messages(draw, key: MessageKey) -> Message:
    plural = draw(st.sampled_from((None, None, None, "many")))
    texts = tuple(draw(st.sampled_from(TEXTS)) for _ in range(1 if plural is None else 2))
    fuzzy = any(texts) and draw(st.booleans())
    obsolete = any(texts) and draw(st.sampled_from((False, False, True)))
    comments = draw(st.lists(st.sampled_from(("a note", "another", *([f"{SUGGESTION}83"] if fuzzy else []))), unique=True))
    return Message(
        key,
        plural,
        texts,
        flags=(*(("fuzzy",) if fuzzy else ()), *draw(st.lists(st.sampled_from(("python-brace-format", "no-wrap")), unique=True))),
        references=() if obsolete else tuple(map(Reference, draw(st.lists(st.sampled_from(("a.md", "b.md")), unique=True)))),
        translator_comments=tuple(comments),
        previous=Previous("before") if fuzzy and draw(st.booleans()) else None,
        obsolete=obsolete,
    )


@st.composite
def catalogues(draw) -> Catalogue:
    """As it is in memory once it was read: with bytes."""
    fields = f"Language: fr\nPO-Revision-Date: {draw(st.sampled_from(DATES))}\nLast-Translator: {draw(st.sampled_from('AB'))}\n"
    header = Message(MessageKey(""), msgstr=(fields + "Content-Type: text/plain; charset=UTF-8\n",))
    found = [draw(messages(key)) for key in draw(st.lists(st.sampled_from(KEYS), unique=True))]
    made = Catalogue("", "fr", entries=tuple(map(Entry, (header, *found))))
    return parse_po(format_po(made), path="fr.po", locale="fr")


@st.composite
def descendants(draw, base: Catalogue) -> Catalogue:
    """What somebody made of it: entries changed, removed, added, moved."""
    header, *entries = base.entries
    kept = [entry for entry in entries if draw(st.sampled_from((True, True, True, False)))]
    changed = [
        replace(entry, message=replace(draw(messages(entry.message.key)), line=entry.message.line))
        if draw(st.sampled_from((True, False, False)))
        else entry
        for entry in kept
    ]
    missing = [key for key in KEYS if key not in {entry.message.key for entry in entries}]
    added = [Entry(draw(messages(key))) for key in missing if draw(st.sampled_from((True, False, False)))]
    every = [*changed, *added]
    if draw(st.sampled_from((True, False, False))):
        every = draw(st.permutations(every))
    return parse_po(format_po(replace(base, entries=(header, *every))), path="fr.po", locale="fr")


@st.composite
def histories(draw) -> tuple[Catalogue, Catalogue, Catalogue]:
    base = draw(catalogues())
    return base, draw(descendants(base)), draw(descendants(base))


laws = settings(max_examples=1000 if os.environ.get("I18N_SITE_LONG") else 60, deadline=None)


def by_key(catalogue: Catalogue) -> dict[MessageKey, Message]:
    return {message.key: message for message in catalogue.messages}


@laws
@given(histories())
def test_a_side_that_changed_nothing_leaves_the_other_as_it_is(history):
    base, ours, theirs = history
    assert merge_three(base, ours, base)[0] == ours
    assert merge_three(base, base, theirs)[0] == theirs
    assert merge_three(base, ours, ours)[0] == ours
    assert merge_three(replace(base, entries=()), ours, ours)[0] == ours


@laws
@given(histories())
def test_no_text_that_somebody_wrote_since_is_lost(history):
    base, ours, theirs = history
    merged = merge_three(base, ours, theirs)[0]
    old, found = by_key(base), by_key(merged)
    alive = {text for message in merged.messages for text in message.msgstr}
    for side in (ours, theirs):
        for message in side.messages:
            known = old[message.key].msgstr if message.key in old else ()
            comments = "\n".join(found[message.key].translator_comments) if message.key in found else ""
            for text in message.msgstr:
                assert not text or text in known or text in alive or quote_text(text) in comments


@laws
@given(histories())
def test_a_text_that_only_one_side_removed_is_obsolete_and_not_lost(history):
    base, ours, theirs = history
    merged = merge_three(base, ours, theirs)[0]
    if merged in (ours, theirs):
        return
    alive = {text for message in merged.messages for text in message.msgstr}
    for message in base.messages:
        if not message.obsolete and sum(message.key in by_key(side) for side in (ours, theirs)) == 1:
            (stayed,) = (by_key(side)[message.key] for side in (ours, theirs) if message.key in by_key(side))
            assert {text for text in stayed.msgstr if text} <= alive


@laws
@given(histories())
def test_the_sides_may_be_exchanged_but_for_the_choice_in_a_conflict(history):
    base, ours, theirs = history
    (one, said), (other, also_said) = merge_three(base, ours, theirs), merge_three(base, theirs, ours)
    assert said.conflicts == tuple(key for key in said.conflicts if key in also_said.conflicts)
    assert len(said.conflicts) == len(also_said.conflicts)
    first, second = by_key(one), by_key(other)
    assert first.keys() == second.keys()
    for key, message in first.items():
        again = second[key]
        assert message.obsolete == again.obsolete
        assert set(message.references) == set(again.references)
        rivals = any(c.startswith((CONFLICT, DUPLICATE)) for c in (*message.translator_comments, *again.translator_comments))
        if key in said.conflicts:
            assert message.fuzzy
            assert again.fuzzy
        elif not rivals and message.msgid_plural == again.msgid_plural and SUGGESTION not in str(message.translator_comments):
            assert message.msgstr == again.msgstr
            assert message.fuzzy == again.fuzzy
            assert set(message.translator_comments) == set(again.translator_comments)


@laws
@given(histories())
def test_the_result_is_a_file_that_reads_back_as_it_was(history):
    merged = merge_three(*history)[0]
    data = format_po(merged)
    back = parse_po(data, path="fr.po")
    assert [m.key for m in back.messages] == [m.key for m in merged.messages]
    assert [m.msgstr for m in back.messages] == [m.msgstr for m in merged.messages]
    assert b"<<<<" not in data
    assert format_po(back) == data


@laws
@given(histories())
def test_an_entry_that_is_as_on_one_side_has_its_bytes(history):
    _, ours, theirs = history
    merged = merge_three(*history)[0]
    data = format_po(merged)
    known = {replace(e.message, line=None): e.raw.strip() for side in (theirs, ours) for e in side.entries}
    for entry in parse_po(data, path="fr.po").entries:
        message = replace(entry.message, line=None)
        if message in known:
            assert entry.raw.strip() == known[message]


@laws
@given(histories())
def test_merging_the_result_with_either_side_again_changes_nothing(history):
    base, ours, theirs = history
    merged = merge_three(base, ours, theirs)[0]
    assert merge_three(ours, merged, ours)[0] == merged
    assert merge_three(theirs, merged, theirs)[0] == merged
