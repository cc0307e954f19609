"""The translation memory of a language: what it remembers, and what it keeps apart."""

from __future__ import annotations

import pytest

from i18n_site.memory.store import Memory
from i18n_site.model import Catalogue, Entry, Match, Message, MessageKey


def message(msgid, *msgstr, context=None, plural=None, line=None, **options):
    return Message(MessageKey(msgid, context), plural, msgstr, line=line, **options)


def catalogue(*messages, domain="news", locale="fr", path=None):
    return Catalogue(domain, locale, path=path, entries=tuple(map(Entry, messages)))


def test_an_exact_translation_comes_with_its_origin():
    memory = Memory.from_catalogues([catalogue(message("Members", "Membres", line=41), path="fr/news.po")])
    assert memory.exact(MessageKey("Members")) == Match("Members", ("Membres",), "fr/news.po:41", 100.0)
    assert memory.exact(MessageKey("members")) is None


def test_an_origin_without_file_or_line_names_what_is_known():
    memory = Memory.from_catalogues([catalogue(message("Members", "Membres"), domain="pages")])
    assert memory.exact(MessageKey("Members")).origin == "pages"


def test_obsolete_translations_are_remembered_behind_active_ones():
    memory = Memory.from_catalogues(
        [
            catalogue(message("Work", "Labeur", obsolete=True), message("Vote", "Scrutin", obsolete=True)),
            catalogue(message("Work", "Travail"), domain="pages"),
        ]
    )
    assert memory.exact(MessageKey("Work")).target == ("Travail",)
    assert memory.exact(MessageKey("Vote")).target == ("Scrutin",)
    assert [match.target for match in memory.similar("Work")] == [("Travail",), ("Labeur",)]


def test_fuzzy_untranslated_and_half_translated_messages_are_not_remembered():
    memory = Memory.from_catalogues(
        [
            catalogue(
                message("Fuzzy", "flou", flags=("fuzzy",)),
                message("Nothing", ""),
                message("one", "un", "", plural="many"),
            )
        ]
    )
    assert len(memory) == 0
    assert memory.exact(MessageKey("Fuzzy")) is memory.exact(MessageKey("one"), "many") is None


def test_the_header_is_no_memory():
    assert len(Memory.from_catalogues([catalogue(message("", "Language: fr\n"))])) == 0


def test_contexts_are_never_mixed_and_an_empty_one_is_not_an_absent_one():
    memory = Memory.from_catalogues(
        [catalogue(message("May", "mai", context="month"), message("May", "vide", context=""), message("May", "peut"))]
    )
    assert [match.target for match in memory.similar("May", "month")] == [("mai",)]
    assert [match.target for match in memory.similar("May", "")] == [("vide",)]
    assert [match.target for match in memory.similar("May")] == [("peut",)]
    assert memory.similar("May", "verb") == []
    assert memory.exact(MessageKey("May", "verb")) is None


def test_a_plural_message_is_not_the_same_as_a_singular_one():
    memory = Memory.from_catalogues([catalogue(message("member", "membre", "membres", plural="members"))])
    assert memory.exact(MessageKey("member")) is None
    assert memory.exact(MessageKey("member"), "members").target == ("membre", "membres")
    assert memory.similar("member")[0].target == ("membre", "membres")


def test_the_same_pair_in_many_catalogues_is_one_suggestion():
    memory = Memory.from_catalogues(
        [catalogue(message("Read more", "Lire la suite", line=number), domain=f"d{number}") for number in range(9)]
    )
    assert memory.similar("Read more!") == [Match("Read more", ("Lire la suite",), "d0:0", pytest.approx(94.7, abs=0.1))]


def test_it_knows_the_catalogues_it_was_made_from():
    one, twin = catalogue(message("a", "b")), catalogue(message("a", "b"))
    assert Memory.from_catalogues([one]).holds(one)
    assert not Memory.from_catalogues([one]).holds(twin)


def test_catalogues_of_several_languages_are_refused():
    with pytest.raises(ValueError, match="one language"):
        Memory.from_catalogues([catalogue(locale="fr"), catalogue(locale="es")])
