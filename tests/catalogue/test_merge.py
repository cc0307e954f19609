"""Merging a catalogue with its template: what is kept, guessed, retired and brought back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from i18n_site.catalogue.merge import MergeReport, merge
from i18n_site.memory.store import Memory
from i18n_site.model import Catalogue, Entry, Message, MessageKey, Previous, Reference

HEADER = (
    "Project-Id-Version: site\nPOT-Creation-Date: 2024-01-01 10:00+0000\nX-Own: kept\n"
    "Plural-Forms: nplurals=3; plural=(n==0 ? 0 : n==1 ? 1 : 2);\n"
)
ATHENS = "The general assembly met in Athens and elected a new board"
ATHENS_NOW = "The general assembly met in Athens and elected the new board"
HOUSING = "Housing cooperatives build homes for their members in every region"
UNLIKE = "zzz 777 qqq"


def source(msgid, path="content/news/a.md", line=None, *, context=None, **options):
    """A message of a template."""
    places = options.pop("places", None) or ((path, line),)
    references = tuple(Reference(*place) for place in places)
    return Message(MessageKey(msgid, context), references=references, **options)


def known(msgid, *msgstr, path="content/news/a.md", line=None, context=None, **options):
    """A message of a catalogue."""
    references = () if options.get("obsolete") else (Reference(path, line),)
    return Message(MessageKey(msgid, context), msgstr=msgstr or ("",), references=references, **options)


def template(*messages, date="2024-02-02 12:00+0000"):
    header = Message(MessageKey(""), msgstr=(f"POT-Creation-Date: {date}\n",))
    return Catalogue("news", entries=tuple(map(Entry, (header, *messages))))


def catalogue(*messages, header=HEADER, domain="news", locale="fr"):
    """As a reader gives it: every entry with its bytes."""
    given = (Message(MessageKey(""), msgstr=(header,)), *messages) if header else messages
    numbered = [replace(message, line=3 * number) for number, message in enumerate(given, 1)]
    return Catalogue(domain, locale, entries=tuple(Entry(message, b"%d" % message.line, message) for message in numbered))


def find(merged, msgid, context=None):
    (message,) = [message for message in merged.messages if message.key == (msgid, context)]
    return message


def look(message):
    return message.msgstr[0], message.fuzzy, message.obsolete


# -- what stays ---------------------------------------------------------------------------------------------------------


def test_nothing_changes_where_the_template_did_not():
    old = catalogue(
        known("One", "Un", flags=("no-wrap", "fuzzy"), translator_comments=("ask Ana",), previous=Previous("Ones")),
        known("Two"),
        known("Gone", "Parti", obsolete=True),
    )
    merged, report = merge(template(source("One"), source("Two")), old)
    assert merged == old
    assert all(mine is theirs for mine, theirs in zip(merged.entries, old.entries, strict=True))
    assert report == MergeReport(kept=(MessageKey("One"), MessageKey("Two")))


def test_references_comments_and_formats_are_the_templates_and_the_rest_the_translators():
    new = source("{n} members", "content/news/b.md", 7, flags=("python-brace-format",), extracted_comments=("paragraph · News",))
    own = known("{n} members", "{n} membres", flags=("python-format", "no-wrap", "fuzzy"), translator_comments=("note",))
    merged, _ = merge(template(new), catalogue(replace(own, extracted_comments=("old",))))
    assert find(merged, "{n} members") == replace(
        new,
        msgstr=("{n} membres",),
        flags=("fuzzy", "python-brace-format", "no-wrap"),
        translator_comments=("note",),
        line=6,
    )


def test_an_entry_keeps_the_bytes_it_was_read_from_when_only_its_line_moves():
    merged, _ = merge(template(source("One", line=9)), catalogue(known("One", "Un", line=3)))
    assert merged.entries[1].raw == b"6"
    assert merged.entries[1].parsed != merged.entries[1].message


def test_the_order_is_the_templates_and_obsolete_ones_come_last_in_their_own():
    old = catalogue(known("C", "c"), known("X", "x", obsolete=True), known("B", "b"), known("D", "d"), known("A", "a"))
    merged, _ = merge(template(source("A"), source("B"), source("New"), source("C")), old)
    assert [message.key.msgid for message in merged.messages] == ["A", "B", "New", "C", "X", "D"]


def test_only_the_creation_date_of_the_header_changes_and_only_when_a_message_does():
    old = catalogue(known("One", "Un"))
    merged, _ = merge(template(source("One")), old)
    assert merged.header == old.header
    merged, _ = merge(template(source("One"), source("Two")), old)
    assert merged.header.msgstr[0] == HEADER.replace("2024-01-01 10:00", "2024-02-02 12:00")


def test_a_header_without_a_creation_date_gets_none_and_a_file_without_header_stays_so():
    merged, _ = merge(template(source("One")), catalogue(header="Language: fr\n"))
    assert merged.header.msgstr == ("Language: fr\n",)
    merged, _ = merge(template(source("One")), catalogue(header=None))
    assert merged.header is None
    assert len(merged.entries) == 1


# -- what comes and goes ------------------------------------------------------------------------------------------------


def test_a_retired_text_becomes_obsolete_and_an_empty_one_goes():
    old = catalogue(known("Kept", "Gardé"), known("Gone", "Parti", translator_comments=("note",)), known("Empty"))
    merged, report = merge(template(source("Kept")), old)
    assert find(merged, "Gone") == Message(
        MessageKey("Gone"), msgstr=("Parti",), obsolete=True, translator_comments=("note",), line=9
    )
    assert len(merged.messages) == 2
    assert report.retired == (MessageKey("Gone"), MessageKey("Empty"))


def test_a_returning_message_is_revived_unfuzzied():
    old = catalogue(known("Back", "Revenu", obsolete=True, translator_comments=("note",)))
    merged, report = merge(template(source("Back")), old)
    assert look(find(merged, "Back")) == ("Revenu", False, False)
    assert find(merged, "Back").references == (Reference("content/news/a.md"),)
    assert report.revived == (MessageKey("Back"),)


def test_a_returning_message_that_was_fuzzy_is_fuzzy_still():
    old = catalogue(known("Back", "Revenu", obsolete=True, flags=("fuzzy",), previous=Previous("Before")))
    merged, _ = merge(template(source("Back")), old)
    assert look(find(merged, "Back")) == ("Revenu", True, False)
    assert find(merged, "Back").previous == Previous("Before")


def test_an_edit_that_is_taken_back_brings_the_translation_back_unfuzzied():
    old = catalogue(known(ATHENS, "Athènes"))
    edited, _ = merge(template(source(ATHENS_NOW)), old)
    reverted, _ = merge(template(source(ATHENS)), edited)
    assert [look(message) for message in reverted.messages] == [("Athènes", False, False)]


# -- by place -----------------------------------------------------------------------------------------------------------


def test_an_edited_paragraph_keeps_its_text_fuzzy_with_what_it_was():
    old = catalogue(known("A", "a"), known(ATHENS, "Athènes", translator_comments=("note",), flags=("no-wrap",)), known("B", "b"))
    merged, report = merge(template(source("A"), source(ATHENS_NOW), source("B")), old)
    message = find(merged, ATHENS_NOW)
    assert look(message) == ("Athènes", True, False)
    assert message.previous == Previous(ATHENS)
    assert message.translator_comments == ("note",)
    assert message.flags == ("fuzzy", "no-wrap")
    assert look(find(merged, ATHENS)) == ("Athènes", False, True)
    assert report.fuzzied == (MessageKey(ATHENS_NOW),)


def test_little_likeness_is_enough_between_two_anchors_but_none_is_not():
    half = "The assembly of last week was held in Greece, where a president was elected"
    old = catalogue(known("A", "a"), known(ATHENS, "Athènes"), known("B", "b"))
    merged, _ = merge(template(source("A"), source(half), source("B")), old)
    assert look(find(merged, half)) == ("Athènes", True, False)
    merged, report = merge(template(source("A"), source(UNLIKE), source("B")), old)
    assert look(find(merged, UNLIKE)) == ("", False, False)
    assert report.added == (MessageKey(UNLIKE),)


def test_in_a_gap_of_several_each_gets_its_own_and_the_new_one_none():
    rows = [f"Report of the {name} committee for the year" for name in ("audit", "gender", "youth", "housing")]
    old = catalogue(known("A", "a"), *(known(row, f"fr {row}") for row in rows), known("B", "b"))
    edited = [f"{row} 2017" for row in rows]
    fresh = "Photographs: Maria Papadopoulou, all rights reserved"
    new = [edited[0], edited[1], fresh, edited[2], edited[3]]
    merged, report = merge(template(source("A"), *map(source, new), source("B")), old)
    assert [find(merged, text).msgstr[0] for text in edited] == [f"fr {row}" for row in rows]
    assert report.added == (MessageKey(fresh),)


@pytest.mark.parametrize(
    "gone",
    [
        "(https://www.ica.coop/en/media/library/research-and-reviews/statement-on-the-cooperative-identity)",
        "`docs/en/docs/about/the-international-organisation/statement-on-the-cooperative-identity.md`",
    ],
)
def test_what_most_of_the_characters_were_may_go_where_readers_see_another_text_than_that(gone):
    was, elsewhere = f"Read the statement [here]{gone} by Friday", "Read the statement aloud by Friday"
    old = catalogue(known(was, "Lisez ceci"), known(elsewhere, "Lisez cela", path="content/news/b.md"))
    merged, _ = merge(template(source("Read the statement [here] by Friday"), source(elsewhere, "content/news/b.md")), old)
    assert find(merged, "Read the statement [here] by Friday").previous == Previous(was)


def test_items_that_differ_in_their_addresses_alone_keep_their_own_texts():
    first, second, third = (f"Add the report of [Oslo](https://ica.coop/reports/{place})" for place in ("aaaa", "bbbb", "cccc"))
    old = catalogue(*(known(text, text.upper()) for text in (first, second, third)))
    now = [text.replace("Add the", "Add a") for text in (second, third)]
    merged, _ = merge(template(*map(source, now)), old)
    assert [find(merged, text).msgstr[0] for text in now] == [second.upper(), third.upper()]


def test_a_large_rewritten_document_is_aligned_too():
    rows = [f"Paragraph {number * 37 % 101} speaks of {'abcdefghij'[number % 10] * 9} and {number}" for number in range(120)]
    old = catalogue(*(known(row, f"fr {row}") for row in rows))
    merged, report = merge(template(*(source(f"{row} again") for row in rows)), old)
    assert len(report.fuzzied) == 120
    assert [message.msgstr[0] for message in merged.messages[:120]] == [f"fr {row}" for row in rows]


def test_an_untranslated_neighbour_holds_its_place():
    # Without it the other's text would slip into the wrong passage.
    old = catalogue(known("A", "a"), known("Read the report of 2016"), known("Read the report of 2015", "2015"), known("B", "b"))
    merged, _ = merge(
        template(source("A"), source("Read the report of 2016!"), source("Read the report of 2015!"), source("B")), old
    )
    assert find(merged, "Read the report of 2015!").previous == Previous("Read the report of 2015")
    assert find(merged, "Read the report of 2015!").translator_comments == ()


def test_a_text_of_two_documents_that_changes_in_one_is_its_predecessor_and_stays():
    old = catalogue(
        replace(known(ATHENS, "Athènes"), references=(Reference("content/news/a.md"), Reference("content/news/b.md"))),
        known("B", "b", path="content/news/b.md"),
    )
    new = template(source(ATHENS), source(ATHENS_NOW, "content/news/b.md"), source("B", "content/news/b.md"))
    merged, report = merge(new, old)
    assert look(find(merged, ATHENS)) == ("Athènes", False, False)
    assert look(find(merged, ATHENS_NOW)) == ("Athènes", True, False)
    assert report.fuzzied == (MessageKey(ATHENS_NOW),)


def test_a_document_that_was_renamed_is_aligned_with_what_it_was():
    old = catalogue(known("A", "a", path="content/old.md"), known(ATHENS, "Athènes", path="content/old.md"))
    half = "The assembly of last week was held in Greece, where a president was elected"
    merged, _ = merge(template(source("A", "content/new.md"), source(half, "content/new.md")), old)
    assert look(find(merged, half)) == ("Athènes", True, False)


def test_without_references_the_whole_catalogue_is_one_document():
    old = catalogue(known("A", "a"), known(ATHENS, "Athènes"), known("B", "b"))
    half = "The assembly of last week was held in Greece, where a president was elected"
    bare = [Message(MessageKey(text)) for text in ("A", half, "B")]
    merged, _ = merge(template(*bare), old)
    assert look(find(merged, half)) == ("Athènes", True, False)


def test_lines_order_a_document_whose_catalogue_was_sorted():
    old = catalogue(
        known("B", "b", line=9), known("A", "a", line=1), known(HOUSING, "maisons", line=30), known(ATHENS, "Athènes", line=5)
    )
    half = "The assembly of last week was held in Greece, where a president was elected"
    merged, _ = merge(template(source("A", line=1), source(half, line=5), source("B", line=9), source(HOUSING, line=30)), old)
    assert look(find(merged, half)) == ("Athènes", True, False)


def test_a_second_edit_keeps_the_first_previous_text_and_leaves_no_copy_behind():
    once, _ = merge(template(source(ATHENS_NOW)), catalogue(known(ATHENS, "Athènes")))
    twice, _ = merge(template(source(ATHENS_NOW + " today")), once)
    assert find(twice, ATHENS_NOW + " today").previous == Previous(ATHENS)
    assert [message.key.msgid for message in twice.messages] == [ATHENS_NOW + " today", ATHENS]


def test_a_fuzzy_text_that_a_translator_worked_on_is_not_dropped_when_its_message_goes():
    old = catalogue(known("A", "a"), known(ATHENS, "Athènes, presque", flags=("fuzzy",), translator_comments=("unsure",)))
    merged, _ = merge(template(source("A")), old)
    assert look(find(merged, ATHENS)) == ("Athènes, presque", True, True)


def test_a_text_marked_fuzzy_by_hand_is_carried_without_a_previous_text():
    # With one it might be served as an older version, though its translator doubts it.
    merged, _ = merge(template(source(ATHENS_NOW)), catalogue(known(ATHENS, "Athènes?", flags=("fuzzy",))))
    assert look(find(merged, ATHENS_NOW)) == ("Athènes?", True, False)
    assert find(merged, ATHENS_NOW).previous is None


# -- by similarity ------------------------------------------------------------------------------------------------------


def test_a_similar_passage_of_another_document_is_a_marked_suggestion():
    old = catalogue(known("A", "a"), known(ATHENS, "Athènes", path="content/news/b.md", translator_comments=("note",)))
    new = template(source("A"), source(ATHENS_NOW), source(ATHENS, "content/news/b.md"))
    merged, report = merge(new, old)
    message = find(merged, ATHENS_NOW)
    assert look(message) == ("Athènes", True, False)
    assert message.previous == Previous(ATHENS)
    assert message.translator_comments == ("i18n-site: suggestion 96",)
    assert report.suggested == (MessageKey(ATHENS_NOW),)


def test_a_suggestion_that_was_confirmed_loses_its_mark_and_nothing_else():
    confirmed = known("One", "Un", translator_comments=("note", "i18n-site: suggestion 87"))
    merged, _ = merge(template(source("One")), catalogue(confirmed))
    assert find(merged, "One").translator_comments == ("note",)
    assert look(find(merged, "One")) == ("Un", False, False)
    waiting = replace(confirmed, flags=("fuzzy",))
    merged, _ = merge(template(source("One")), catalogue(waiting))
    assert find(merged, "One").translator_comments == confirmed.translator_comments


def test_a_suggestion_whose_passage_is_edited_stays_a_suggestion():
    old = catalogue(
        known(ATHENS, "deviné", flags=("fuzzy",), translator_comments=("i18n-site: suggestion 87",), previous=Previous("x"))
    )
    merged, _ = merge(template(source(ATHENS_NOW)), old)
    assert find(merged, ATHENS_NOW).translator_comments == ("i18n-site: suggestion 87",)
    assert find(merged, ATHENS_NOW).previous == Previous("x")


def test_a_passage_that_moved_and_changed_prefers_its_own_text_to_an_unlike_one_in_its_new_place():
    half = "The assembly of last week was held in Greece, where a president was elected"
    old = catalogue(known("A", "a"), known(half, "autre"), known("B", "b"), known(ATHENS, "Athènes"))
    merged, report = merge(template(source("A"), source(ATHENS_NOW), source("B")), old)
    assert look(find(merged, ATHENS_NOW)) == ("Athènes", True, False)
    assert report.suggested == (MessageKey(ATHENS_NOW),)
    assert {look(message) for message in merged.messages[3:]} == {("autre", False, True), ("Athènes", False, True)}


def test_fuzzy_texts_are_not_suggested_elsewhere():
    old = catalogue(known(ATHENS, "Athènes", path="content/news/b.md", flags=("fuzzy",)))
    merged, _ = merge(template(source(ATHENS, "content/news/b.md"), source(ATHENS_NOW)), old)
    assert find(merged, ATHENS_NOW).msgstr == ("",)


@pytest.mark.parametrize("context", [None, "", "slug", "verb"])
def test_a_context_never_takes_the_text_of_another(context):
    others = [other for other in (None, "", "slug", "verb") if other != context]
    old = catalogue(known("A", "a"), *(known(ATHENS, f"{other}", context=other) for other in others), known("B", "b"))
    memory = Memory.from_catalogues([catalogue(*(known(ATHENS_NOW, "m", context=other) for other in others), domain="pages")])
    merged, _ = merge(template(source("A"), source(ATHENS_NOW, context=context), source("B")), old, memory)
    assert look(find(merged, ATHENS_NOW, context)) == ("", False, False)


# -- memory -------------------------------------------------------------------------------------------------------------


def test_an_exact_translation_of_another_catalogue_is_taken_unfuzzied():
    memory = Memory.from_catalogues([catalogue(known(ATHENS, "Athènes"), domain="pages")])
    merged, report = merge(template(source(ATHENS)), catalogue(), memory)
    assert look(find(merged, ATHENS)) == ("Athènes", False, False)
    assert report.carried == (MessageKey(ATHENS),)


def test_a_fuzzy_text_of_the_same_message_comes_along_from_another_catalogue_as_what_it_is():
    waiting = known(ATHENS_NOW, "Athènes", flags=("fuzzy",), previous=Previous(ATHENS), translator_comments=("a note",))
    memory = Memory.from_catalogues([catalogue(waiting, domain="pages")])
    merged, report = merge(template(source(ATHENS_NOW)), catalogue(), memory)
    found = find(merged, ATHENS_NOW)
    assert look(found) == ("Athènes", True, False)
    assert (found.previous, found.translator_comments) == (Previous(ATHENS), ("a note",))
    assert report.fuzzied == (MessageKey(ATHENS_NOW),)
    assert merge(template(source(ATHENS_NOW)), merged, memory)[0] == merged


@pytest.mark.parametrize("comment", ["i18n-site: suggestion 83", 'i18n-site: conflict between "a" and "b"'])
def test_a_doubtful_text_stays_in_its_catalogue(comment):
    waiting = known(ATHENS, "Athènes", flags=("fuzzy",), previous=Previous(HOUSING), translator_comments=(comment,))
    merged, report = merge(template(source(ATHENS)), catalogue(), Memory.from_catalogues([catalogue(waiting, domain="pages")]))
    assert look(find(merged, ATHENS)) == ("", False, False)
    assert report.added == (MessageKey(ATHENS),)


def test_a_current_text_goes_before_one_that_waits_in_another_catalogue():
    waiting = known(f"{ATHENS}.", "Peut-être.", flags=("fuzzy",), previous=Previous(HOUSING))
    memory = Memory.from_catalogues([catalogue(waiting, domain="pages")])
    merged, _ = merge(template(source(f"{ATHENS}.")), catalogue(known(ATHENS, "Athènes")), memory)
    assert look(find(merged, f"{ATHENS}.")) == ("Athènes", False, False)


def test_a_message_that_waits_untranslated_is_filled_by_an_exact_translation_but_never_by_a_guess():
    memory = Memory.from_catalogues([catalogue(known("Vote", "Scrutin"), known(ATHENS, "Athènes"), domain="pages")])
    old = catalogue(known("Vote", translator_comments=("note",)), known(ATHENS_NOW))
    merged, _ = merge(template(source("Vote"), source(ATHENS_NOW)), old, memory)
    assert look(find(merged, "Vote")) == ("Scrutin", False, False)
    assert find(merged, "Vote").translator_comments == ("note",)
    assert look(find(merged, ATHENS_NOW)) == ("", False, False)


def test_memory_never_replaces_a_text_of_the_catalogue():
    memory = Memory.from_catalogues(
        [catalogue(known("a", "x"), known("b", "x"), known("c", "x"), known("d", "x"), domain="pages")]
    )
    old = catalogue(known("a", "a"), known("b", "b", flags=("fuzzy",)), known("c", "c", obsolete=True))
    merged, _ = merge(template(source("a"), source("b"), source("c")), old, memory)
    assert [look(message) for message in merged.messages] == [("a", False, False), ("b", True, False), ("c", False, False)]


def test_a_finished_translation_goes_before_an_unfinished_obsolete_one_whose_text_is_kept_in_a_comment():
    memory = Memory.from_catalogues([catalogue(known("a", "fini"), domain="pages")])
    old = catalogue(known("a", 'à "moitié"\n', obsolete=True, flags=("fuzzy",), previous=Previous("b")))
    merged, _ = merge(template(source("a")), old, memory)
    assert look(find(merged, "a")) == ("fini", False, False)
    assert find(merged, "a").previous is None
    assert find(merged, "a").translator_comments == ('i18n-site: also translated as "à \\"moitié\\"\\n"',)


def test_a_memory_with_or_without_the_catalogue_itself_gives_the_same():
    old = catalogue(known("A", "a"), known(HOUSING, "maisons", path="content/news/b.md"))
    other = catalogue(known(ATHENS, "Athènes"), domain="pages")
    new = template(source("A"), source(HOUSING + "!"), source(ATHENS_NOW))
    with_own, without = Memory.from_catalogues([other, old]), Memory.from_catalogues([other])
    assert merge(new, old, with_own) == merge(new, old, without)


# -- duplicates and plurals ---------------------------------------------------------------------------------------------


def test_the_first_of_duplicates_is_kept_and_the_others_live_on_in_its_comments():
    old = catalogue(
        known("One", "Un"),
        known("One", "Une\nautre", translator_comments=("note",)),
        known("One", "Un"),
        known("One", "Uns", obsolete=True),
    )
    merged, _ = merge(template(source("One")), old)
    assert look(find(merged, "One")) == ("Un", False, False)
    assert find(merged, "One").translator_comments == (
        "note",
        'i18n-site: also translated as "Une\\nautre"',
        'i18n-site: also translated as "Uns"',
    )


@pytest.mark.parametrize("newline", ["\n", "\r", "\x0b", "\x85", "\u2028", "\u2029"])
def test_a_text_in_a_comment_cannot_begin_a_line_of_the_file(newline):
    merged, _ = merge(template(source("One")), catalogue(known("One", "Un"), known("One", f'x{newline}msgid "forged"')))
    (comment,) = find(merged, "One").translator_comments
    assert comment.splitlines() == [comment]


def test_an_empty_entry_beside_a_translated_obsolete_one_gives_way_to_it():
    merged, report = merge(template(source("One")), catalogue(known("One"), known("One", "Un", obsolete=True)))
    assert [look(message) for message in merged.messages] == [("Un", False, False)]
    assert report.revived == (MessageKey("One"),)


def test_duplicates_in_the_template_are_one_message():
    merged, _ = merge(template(source("One"), source("One", "content/b.md")), catalogue(known("One", "Un")))
    assert len(merged.messages) == 1


def test_a_singular_that_becomes_plural_is_the_first_form_and_fuzzy():
    merged, report = merge(template(source("member", msgid_plural="members")), catalogue(known("member", "membre")))
    message = find(merged, "member")
    assert message.msgstr == ("membre", "", "")
    assert message.fuzzy
    assert message.previous == Previous("member")
    assert report.fuzzied == (MessageKey("member"),)


def test_a_plural_that_becomes_singular_keeps_every_form():
    old = catalogue(known("member", "membre", "membres", "des membres", msgid_plural="members"))
    merged, _ = merge(template(source("member")), old)
    message = find(merged, "member")
    assert message.msgstr == ("membre",)
    assert message.fuzzy
    assert message.previous == Previous("member", None, "members")
    assert message.translator_comments == ('i18n-site: plural form 1 "membres"', 'i18n-site: plural form 2 "des membres"')


def test_another_plural_text_is_fuzzy_and_a_message_without_text_is_not():
    old = catalogue(known("file", "f", "ff", "fff", msgid_plural="files"), known("page", "", "", "", msgid_plural="pages"))
    merged, _ = merge(template(source("file", msgid_plural="documents"), source("page", msgid_plural="sheets")), old)
    assert find(merged, "file").msgstr == ("f", "ff", "fff")
    assert find(merged, "file").previous == Previous("file", None, "files")
    assert not find(merged, "page").fuzzy


@pytest.mark.parametrize(
    ("forms", "count"),
    [("nplurals=1; plural=0;", 1), ("nplurals = 6; plural=n;", 6), ("nplurals=999999999; plural=n;", 2), ("INTEGER", 2), ("", 2)],
)
def test_a_new_plural_message_has_the_forms_of_the_language(forms, count):
    merged, _ = merge(template(source("a", msgid_plural="b")), catalogue(header=f"Plural-Forms: {forms}\n"))
    assert find(merged, "a").msgstr == ("",) * count


# -- the report ---------------------------------------------------------------------------------------------------------


def test_the_report_counts_what_it_names():
    old = catalogue(known("One", "Un"), known("Gone", "Parti"), known("Back", "Revenu", obsolete=True))
    _, report = merge(template(source("One"), source("Back"), source(UNLIKE)), old)
    assert report.counts == {
        "kept": 1,
        "carried": 0,
        "patched": 0,
        "fuzzied": 0,
        "suggested": 0,
        "added": 1,
        "revived": 1,
        "retired": 1,
    }
