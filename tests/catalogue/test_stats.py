"""Counting what is translated."""

from __future__ import annotations

import pytest

from i18n_site.catalogue.stats import Stats, count, sum_up
from i18n_site.model import Catalogue, Entry, Message, MessageKey


def catalogue(*messages):
    return Catalogue("news", "fr", entries=tuple(map(Entry, messages)))


def message(msgid, *msgstr, **options):
    return Message(MessageKey(msgid), msgstr=msgstr or ("",), **options)


def test_messages_and_words_are_counted_by_state():
    stats = count(
        catalogue(
            message("", "Language: fr\n"),
            message("one two", "un deux"),
            message("three", "trois", flags=("fuzzy",)),
            message("four five six"),
            message("gone", "parti", obsolete=True),
        )
    )
    assert stats == Stats(translated=1, fuzzy=1, missing=1, words=6, translated_words=2, fuzzy_words=1)
    assert (stats.messages, stats.missing_words) == (3, 3)
    assert stats.percent == pytest.approx(100 * 2 / 6)


def test_a_fuzzy_flag_without_text_is_missing():
    assert count(catalogue(message("a", "", flags=("fuzzy",)))).missing == 1


def test_a_plural_message_lacking_a_form_is_missing_and_counts_its_singular_once():
    stats = count(catalogue(message("a member", "un membre", "", msgid_plural="all of the members")))
    assert (stats.missing, stats.words) == (1, 2)


def test_an_empty_catalogue_is_complete():
    assert count(catalogue()).percent == 100.0


def test_a_catalogue_without_words_goes_by_messages():
    assert count(catalogue(message("{members}", "{members}"), message("`code`"))).percent == 50.0


def test_sums_weigh_by_words():
    one, two = count(catalogue(message("a b c", "x"))), count(catalogue(message("d")))
    assert sum_up([one, two]) == one + two
    assert (one + two).percent == 75.0
    assert sum_up([]).percent == 100.0
