"""Laws of merging over random histories: a site is edited, updated and translated again and again, and no text is lost.

I18N_SITE_LONG=1 runs a thousand histories.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from i18n_site.catalogue.merge import merge
from i18n_site.catalogue.policy import Policy
from i18n_site.catalogue.staleness import Grade, grade
from i18n_site.config import Staleness
from i18n_site.memory.store import Memory
from i18n_site.model import Catalogue, Entry, Message, MessageKey, Reference

HISTORIES = 1000 if os.environ.get("I18N_SITE_LONG") else 100
SENTENCES = (
    "The general assembly met in Athens",
    "Worker cooperatives create decent work in {n} countries",
    "Members elect the board every four years",
    "Our members",
    "News",
    "Social cooperatives care for those whom the market forgets",
)
ENDINGS = ("", ".", " in 2017", " in 2018", " (see [it](/a))", " (see [it](/b))", " again", " and never again", "!", "?")
WARY = Policy(table=Staleness(spacing="fuzzy", final_stop="fuzzy", target="fuzzy", code="fuzzy"))
"""Nothing that changed is current."""
BOLD = Policy(
    table=Staleness(form="carry", target="carry", number="patch", code="carry", markup="carry", wording="carry"),
)
"""As much as a site can ask for."""


@dataclass(frozen=True)
class Round:
    """The site as it is at one update, and what translators do after it."""

    messages: tuple[Message, ...]
    work: tuple[str, ...]


texts = st.builds(str.__add__, st.sampled_from(SENTENCES), st.sampled_from(ENDINGS))
keys = st.builds(MessageKey, texts, st.sampled_from((None, None, None, "slug")))
messages = st.builds(
    lambda key, path, plural: Message(key, "plural" if plural else None, references=(Reference(path),)),
    keys,
    st.sampled_from(("content/news/a.md", "content/news/b.md")),
    st.sampled_from((False, False, False, False, True)),
)
rounds = st.builds(
    Round,
    st.lists(messages, max_size=10, unique_by=lambda message: message.key).map(tuple),
    st.lists(st.sampled_from(("translate", "translate", "leave", "doubt", "half", "repeat")), min_size=10, max_size=10).map(
        tuple
    ),
)
policies = st.sampled_from((Policy(), WARY, BOLD))
histories = settings(max_examples=HISTORIES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def translate(catalogue: Catalogue, round_: Round, number: int) -> Catalogue:
    """What translators make of it: every text names its context and the time it was written."""
    entries, work = [], iter(round_.work * 10)
    for entry in catalogue.entries:
        message, deed = entry.message, next(work)
        new = tuple(f"{message.key.msgctxt}/{number}/{message.key.msgid}/{form}" for form in range(len(message.msgstr)))
        if message.obsolete or deed == "leave":
            pass
        elif deed == "translate":
            message = replace(message, msgstr=new, flags=(), previous=None)
        elif deed == "doubt":
            message = replace(message, flags=("fuzzy",), translator_comments=(f"who wrote {number}?",))
        elif deed == "half":
            message = replace(message, msgstr=(new[0], *message.msgstr[1:]))
        elif deed == "repeat":  # an editor that knows nothing of duplicates
            entries.append(Entry(replace(message, msgstr=new)))
        entries.append(replace(entry, message=message))
    return replace(catalogue, entries=tuple(entries))


def texts_of(catalogue: Catalogue) -> set[str]:
    return {text for message in catalogue.messages for text in message.msgstr if text}


def comments_of(catalogue: Catalogue) -> str:
    return "\n".join(comment for message in catalogue.messages for comment in message.translator_comments)


def template_of(round_: Round, number: int) -> Catalogue:
    header = Message(MessageKey(""), msgstr=(f"POT-Creation-Date: {number}\n",))
    return Catalogue("news", entries=(Entry(header), *map(Entry, round_.messages)))


def new_catalogue() -> Catalogue:
    header = Message(MessageKey(""), msgstr=("POT-Creation-Date: never\nPlural-Forms: nplurals=2; plural=n>1;\n",))
    return Catalogue("news", "fr", entries=(Entry(header),))


def updates(history: list[Round], policy: Policy):
    """Each update of a history: template, the catalogue before it, memory, the catalogue after it, report."""
    catalogue = new_catalogue()
    pages = Memory.from_catalogues(
        [
            Catalogue(
                "pages",
                "fr",
                entries=tuple(Entry(Message(MessageKey(text), msgstr=(f"None/pages/{text}",))) for text in SENTENCES[3:]),
            )
        ]
    )
    for number, round_ in enumerate(history):
        template = template_of(round_, number)
        memory = pages if number % 2 else None
        # Now and then a maintainer declares that nothing has changed its meaning.
        declared = {message.key for message in round_.messages} if number % 4 == 3 else ()
        merged, report = merge(template, catalogue, memory, policy=policy, same_meaning=declared)
        yield template, catalogue, memory, merged, report
        catalogue = translate(merged, round_, number)


@histories
@given(st.lists(rounds, min_size=2, max_size=7), policies)
def test_no_text_is_ever_lost(history, policy):
    for _, before, _, after, _ in updates(history, policy):
        alive, comments = texts_of(after), comments_of(after)
        assert [text for text in texts_of(before) - alive if json.dumps(text)[1:-1] not in comments] == []


@histories
@given(st.lists(rounds, min_size=2, max_size=7), policies)
def test_a_translation_that_was_finished_comes_back_unfuzzied(history, policy):
    for template, before, _, after, _ in updates(history, policy):
        finished = {
            (message.key, message.msgid_plural): message.msgstr
            for message in reversed(before.messages)
            if message.obsolete and message.translated and not message.fuzzy
        }
        active = {message.key for message in before.messages if not message.obsolete}
        back = {message.key: message for message in after.messages}
        for message in template.messages:
            if message.key not in active and (message.key, message.msgid_plural) in finished:
                assert back[message.key].msgstr == finished[message.key, message.msgid_plural]
                assert not back[message.key].fuzzy


@histories
@given(st.lists(rounds, min_size=1, max_size=6), policies)
def test_merging_again_changes_nothing(history, policy):
    for template, _, memory, after, _ in updates(history, policy):
        again, report = merge(template, after, memory, policy=policy)
        assert again == after
        assert len(report.kept) == len(template.messages)


@histories
@given(st.lists(rounds, min_size=1, max_size=6), policies)
def test_the_result_has_the_templates_messages_in_its_order_and_each_key_once(history, policy):
    for template, _, _, after, report in updates(history, policy):
        active = [message for message in after.messages if not message.obsolete]
        assert [message.key for message in active] == [message.key for message in template.messages]
        assert [message.msgid_plural for message in active] == [message.msgid_plural for message in template.messages]
        assert [message.references for message in active] == [message.references for message in template.messages]
        every = [message.key for message in after.messages]
        assert len(every) == len(set(every))
        assert every[: len(active)] == [message.key for message in active]
        names = ("kept", "carried", "patched", "fuzzied", "suggested", "added", "revived")
        fates = [key for name in names for key in getattr(report, name)]
        assert sorted(fates, key=str) == sorted((message.key for message in active), key=str)


@histories
@given(st.lists(rounds, min_size=1, max_size=6), policies)
def test_no_context_takes_the_text_of_another_and_no_guess_is_current(history, policy):
    for _template, before, memory, after, report in updates(history, policy):
        known = {(message.key, text) for message in before.messages for text in message.msgstr}
        in_place = {*report.carried, *report.patched}
        for message in after.messages:
            for text in filter(None, message.msgstr):
                assert text.split("/")[0] == str(message.key.msgctxt)
                guessed = (message.key, text) not in known and not (memory and memory.exact(message.key, message.msgid_plural))
                assert message.fuzzy or not guessed or message.key in in_place


@histories
@given(st.lists(rounds, min_size=1, max_size=6), policies)
def test_what_is_carried_or_patched_without_a_maintainers_word_says_what_it_said(history, policy):
    for number, (_template, before, memory, after, report) in enumerate(updates(history, policy)):
        merged = {message.key: message for message in after.messages}
        for key in (*report.carried, *report.patched):
            message = merged[key]
            if number % 4 == 3 or (memory and memory.exact(key, message.msgid_plural)):
                continue
            # Translations name their time, msgid and all: from it the text that was carried is known.
            made_of = [old for old in before.messages if old.key.msgctxt == key.msgctxt and old.translated and not old.fuzzy]
            least = min(grade(old.key.msgid, key.msgid) for old in made_of)
            assert least < Grade.MEANING
            assert not message.fuzzy
            assert message.previous is None
