"""Which text of a catalogue is served for a segment, and as what."""

from __future__ import annotations

import pytest

from i18n_site.catalogue.policy import Policy
from i18n_site.config import Staleness
from i18n_site.model import Catalogue, Entry, Kind, Message, MessageKey, Previous, Reference, Segment, State
from i18n_site.publish.translations import Translations

NOW = "Members of the organisation meet in the city of Athens."
BEFORE = "Members of the organisation meet in the town of Athens."
HEADER = Message(MessageKey(""), msgstr=("Plural-Forms: nplurals=2; plural=n>1;\n",))


def translations(*messages, policy=None, locale="fr"):
    entries = tuple(map(Entry, (HEADER, *messages)))
    shelves = {(locale, "news"): Catalogue("news", locale, entries=entries, path="fr/news.po")}
    return Translations(shelves, source="en", numbers={"members": 5}, policy=policy or Policy())


def fuzzy(msgid=NOW, msgstr=("Ici.",), *, plural=None, context=None, comments=(), previous=None):
    return Message(
        MessageKey(msgid, context), plural, msgstr, ("fuzzy",), translator_comments=comments, previous=previous, line=7
    )


def stale(*, previous=None, **given):
    """A message that is served as stale, but for what is given."""
    return fuzzy(**given, previous=Previous(**{"msgid": BEFORE, **(previous or {})}))


def find(message, *, kind=Kind.PARAGRAPH, policy=None):
    figure = "members" if message.msgid_plural else None
    segment = Segment(message.key, kind, Reference("a.md", 1), msgid_plural=message.msgid_plural, plural_figure=figure)
    return translations(message, policy=policy).find("news", "fr", segment)


def test_a_fuzzy_text_whose_source_changed_but_little_is_stale_and_says_since_what():
    found = find(stale())
    assert (found.text, found.state, found.previous) == ("Ici.", State.STALE, BEFORE)
    assert found.origin == Reference("fr/news.po", 7)


@pytest.mark.parametrize(
    "message",
    [
        fuzzy(),
        stale(previous={"msgid": None, "msgctxt": "slug"}),
        stale(previous={"msgid": NOW}),
        stale(previous={"msgid": NOW.replace("meet", "must meet")}),
        stale(previous={"msgid": NOW.replace("Athens.", "Athens?")}),
        stale(previous={"msgid": "Something else."}),
        stale(previous={"msgid_plural": "Members"}),
        stale(comments=("note", "i18n-site: suggestion 87")),
        stale(comments=('i18n-site: conflict between "a" and "b"',)),
        stale(msgstr=("",)),
    ],
)
def test_no_other_fuzzy_text_is_served(message):
    assert find(message) is None


def test_a_site_says_up_to_which_grade_a_text_is_served():
    assert find(stale(), policy=Policy(table=Staleness(serve_stale="markup"))) is None
    assert find(stale(previous={"msgid": NOW + "."}), policy=Policy(table=Staleness(serve_stale="final-stop"))) is None
    assert find(stale(previous={"msgid": NOW[:-1]}), policy=Policy(table=Staleness(serve_stale="final-stop")))
    assert find(stale(previous={"msgid": NOW[:-1]}), policy=Policy(table=Staleness(serve_stale="same"))) is None


def test_both_texts_of_a_plural_message_are_weighed():
    message = {"msgid": "A member met.", "plural": "{n} members of ours met.", "msgstr": ("Un.", "Des.")}
    assert find(stale(**message, previous={"msgid": "A member met", "msgid_plural": "{n} members of ours met"})).text == "Des."
    assert find(stale(**message, previous={"msgid": "A member met", "msgid_plural": "{n} members of ours never met."})) is None
    assert find(stale(**message, previous={"msgid": "A member met"})) is None


def test_a_fuzzy_slug_stays_in_use_as_what_it_is():
    found = find(fuzzy("athens", ("athenes",), context="slug"), kind=Kind.SLUG)
    assert (found.text, found.state, found.previous) == ("athenes", State.TRANSLATED, None)


def test_a_text_by_itself_is_stale_in_its_own_language_and_no_fallback_for_another():
    own = translations(stale())
    segment = Segment(MessageKey(NOW), Kind.FIELD, Reference("site.yaml", 1))
    assert (own.text("news", "fr", ("en",), segment).state, own.text("news", "fr", ("en",), segment).text) == (
        State.STALE,
        "Ici.",
    )
    assert own.text("news", "br", ("fr", "en"), segment).text == NOW
    current = translations(Message(MessageKey(NOW), msgstr=("Ici.",)))
    assert (current.text("news", "br", ("fr", "en"), segment).state) is State.FALLBACK


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ici\u202e", "control"),
        ("Ici\u2067", "control"),
        ("Ici {other}", "placeholder"),
        ("Ici", "placeholder"),
        ("I" * 1500, "length"),
    ],
)
def test_a_text_that_stands_alone_and_would_harm_the_page_falls_back_and_is_reported(text, code):
    key = MessageKey("Here are {members}")
    catalogue = Catalogue("site", "fr", entries=(Entry(HEADER), Entry(Message(key, msgstr=(text,), line=9))), path="fr/site.po")
    found = Translations({("fr", "site"): catalogue}, source="en", numbers={}, policy=Policy(), placeholders={"members", "other"})
    segment = Segment(key, Kind.FIELD, Reference("content/site.yaml", 3))
    shown = found.text("site", "fr", ("en",), segment)
    assert (shown.text, shown.locale, shown.state) == (key.msgid, "en", State.FALLBACK)
    (finding,) = {finding.check: finding for finding in found.refused if finding.check == code}.values()
    assert (finding.path, finding.line) == ("fr/site.po", 9)
    assert finding.message.endswith("(source: content/site.yaml:3)")
