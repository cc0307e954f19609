"""Bring a catalogue up to its template without losing a text. Opens no files.

What a message is (source text, references, extracted comments, formats) comes from the template, what a translator made
of it from the old catalogue, or from memory. Where a passage changed in its place, the policy says whether its translation is
still current. A text that no longer has a message becomes obsolete, and comes back as it was when its message does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING

from i18n_site.catalogue.carrying import Carried, carry, declare, previous_of
from i18n_site.catalogue.duplicates import remains, unique_entries
from i18n_site.catalogue.marks import OTHER_FORM, SUGGESTION, is_doubtful, quote_text, without_guesses
from i18n_site.catalogue.policy import Policy
from i18n_site.memory.store import Memory
from i18n_site.model import HEADER_KEY, Catalogue, Entry, Match, Message, MessageKey

if TYPE_CHECKING:
    from i18n_site.catalogue.predecessors import Predecessor

SUGGESTED_FROM = 80.0
"""Below it a text from another passage is no help."""
SURE_PLACE = 60.0
"""A predecessor less alike than this gives way to a suggestion: the passage was rather moved than rewritten."""


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What became of every message, by key. Each of the template's is in one of the first seven."""

    kept: tuple[MessageKey, ...] = ()
    """As they were, translated or not; their comments and references may have changed."""
    carried: tuple[MessageKey, ...] = ()
    """Current with a text that was not theirs: that of what stood in their place before, where the change asks for nothing
    else, or one from another catalogue, where they were translated already."""
    patched: tuple[MessageKey, ...] = ()
    """Current with the text of what stood in their place before, an address, a number or code replaced in it."""
    fuzzied: tuple[MessageKey, ...] = ()
    """With the text of what stood in their place before, patched or not, or whose plural changed, or with one that waits in
    another catalogue: to be looked at."""
    suggested: tuple[MessageKey, ...] = ()
    """With the text of a similar passage: to be looked at."""
    added: tuple[MessageKey, ...] = ()
    """Without a text."""
    revived: tuple[MessageKey, ...] = ()
    """Back from obsolete, as they were."""
    retired: tuple[MessageKey, ...] = ()
    """No longer in the template: obsolete where they had a text."""

    @property
    def settled(self) -> MergeReport:
        """The report of merging once more: every message of the template is kept."""
        merged = (getattr(self, field.name) for field in fields(self) if field.name != "retired")
        return MergeReport(kept=tuple(key for keys in merged for key in keys))

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, in the order above."""
        return {field.name: len(getattr(self, field.name)) for field in fields(self)}


def merge(
    template: Catalogue,
    old: Catalogue,
    memory: Memory | None = None,
    *,
    policy: Policy | None = None,
    same_meaning: Collection[MessageKey] = (),
) -> tuple[Catalogue, MergeReport]:
    """The old catalogue brought up to the template, and what became of each message. Merging twice changes nothing more.

    `memory` may hold the old catalogue or not. `policy` says what becomes of a passage that changed in its place; the default one
    takes the source texts for English. Of `same_meaning` a maintainer declares that they mean what their translations were made
    of. Entries that do not change keep their bytes. The header is the old one's; only POT-Creation-Date is the template's where
    a message changed.
    """
    merging = _Merging(template, old, memory, policy or Policy(), frozenset(same_meaning))
    merged = merging.merge_active()
    entries = [*merged, *merging.retire(merged)]
    report = merging.report()
    header = merging.known.get(HEADER_KEY)
    if header and not header.obsolete:
        before = [entry for entry in old.entries if not entry.is_header]
        entries.insert(0, header if _say_the_same(entries, before) else _dated(header, template))
    return replace(old, entries=tuple(entries)), report


class _Merging:
    """One merge under way: what is known, and what became of each key so far."""

    def __init__(
        self,
        template: Catalogue,
        old: Catalogue,
        memory: Memory | None,
        policy: Policy,
        same_meaning: frozenset[MessageKey],
    ) -> None:
        self.policy, self.same_meaning = policy, same_meaning
        self.template: dict[MessageKey, Entry] = {}
        for entry in template.entries:
            if not entry.obsolete and entry.key != HEADER_KEY:
                self.template.setdefault(entry.key, entry)
        self.known = unique_entries(old.entries)
        self.old = old
        given = () if memory is None else (memory,)
        self.memories = given if memory is not None and memory.holds(old) else (Memory((old,)), *given)
        self.fates: dict[str, list[MessageKey]] = {field.name: [] for field in fields(MergeReport)}

    def report(self) -> MergeReport:
        """What became of each key."""
        return MergeReport(**{fate: tuple(keys) for fate, keys in self.fates.items()})

    def merge_active(self) -> list[Entry]:
        """An entry for each message of the template, in its order."""
        entries = []
        for key, new in self.template.items():
            entry = self.known.get(key)
            if entry and entry.says_all_of(new):  # as nearly all are: nothing more of them is read
                self.fates["kept"].append(key)
                entries.append(entry)
                continue
            fate, message = self._translate(new.message, entry.message if entry else None)
            self.fates[fate].append(key)
            if entry is None:
                entries.append(Entry(message))
            else:
                entries.append(entry if message == entry.message else Entry(message, entry.raw, entry.parsed))
        return entries

    def retire(self, merged: Sequence[Entry]) -> list[Entry]:
        """What stands behind the template's messages: those that it no longer has, with all that were obsolete before."""
        gone = [
            entry for key, entry in self.known.items() if key not in self.template and (entry.obsolete or not entry.is_header)
        ]
        # What is obsolete already and not asked about stays unread.
        alive = _by_texts(merged) if any(not entry.obsolete and entry.message.fuzzy for entry in gone) else None
        retired: list[Entry] = []
        for entry in gone:
            if not entry.obsolete:
                self.fates["retired"].append(entry.key)
                message = entry.message
                if not any(message.msgstr) or (alive and message.fuzzy and _lives_on(message, alive.get(message.msgstr, ()))):
                    continue
                entry = Entry(_retired(message), entry.raw, entry.parsed)
            if alive is not None:
                alive.setdefault(entry.message.msgstr, []).append(entry.message)
            retired.append(entry)
        return retired

    def _translate(self, new: Message, old: Message | None) -> tuple[str, Message]:
        """What becomes of a message of the template, given the entry of the same key, active or obsolete."""
        finished = old is not None and old.translated and not old.fuzzy
        if old and any(old.msgstr) and not (old.obsolete and not finished):
            return self._keep(new, old)
        for memory in self.memories:
            match = memory.exact(new.key, new.msgid_plural)
            if match:
                return "carried", _take(new, old, match)
        if old:  # nothing to keep, or an unfinished text that comes back as it was
            return self._keep(new, old)
        return self._guess(new)

    def _keep(self, new: Message, old: Message) -> tuple[str, Message]:
        """The message with the translation of the same key."""
        fate = "revived" if old.obsolete else "kept"
        comments = old.translator_comments if old.fuzzy else without_guesses(old.translator_comments)
        msgstr, fuzzy, previous = old.msgstr, old.fuzzy, old.previous
        declared = declare(new, old) if new.key in self.same_meaning and fuzzy and not old.obsolete else None
        if declared:
            fate, msgstr, fuzzy, previous = _fate(declared), declared.msgstr, False, None
        if old.msgid_plural != new.msgid_plural:
            msgstr, rest = _reshape(msgstr, old.msgid_plural, new.msgid_plural, self.forms)
            comments += tuple(comment for comment in rest if comment not in comments)
            if any(msgstr) and not fuzzy:
                fate, fuzzy, previous = "fuzzied", True, previous_of(old)
        return fate, replace(
            old,
            msgid_plural=new.msgid_plural,
            msgstr=msgstr,
            flags=_flags(old.flags, new.flags, fuzzy=fuzzy),
            references=new.references,
            extracted_comments=new.extracted_comments,
            translator_comments=comments,
            previous=previous,
            obsolete=False,
        )

    def _guess(self, new: Message) -> tuple[str, Message]:
        """A message that nobody knows, with the text of its predecessor, else of a similar passage, else with none."""
        predecessor = self.predecessors.get(new.key)
        before = self.known[predecessor.key].message if predecessor else None
        here = self._carry(new, before) if before and any(before.msgstr) else None
        # What is current tells by itself that it is the same passage, however short.
        if here and here[0] != "fuzzied":
            return here
        for memory in self.memories:
            waiting = memory.waiting(new.key, new.msgid_plural)
            if waiting and not is_doubtful(waiting):  # as where its document came from another catalogue
                return "fuzzied", self._take_waiting(new, waiting)
        if here and predecessor and predecessor.score >= SURE_PLACE:
            return here
        match = self._best_match(new)
        if match:
            return "suggested", self._suggest(new, match)
        return here or ("added", self._blank(new))

    @cached_property
    def forms(self) -> int:
        """Plural forms of the language."""
        return _count_forms(self.old)

    @cached_property
    def predecessors(self) -> Mapping[MessageKey, Predecessor]:
        """By place; looked for when a message is new, and once."""
        active = {key: entry for key, entry in self.known.items() if not entry.obsolete and key != HEADER_KEY}
        # with what it takes to compare texts it is slow to come, and mostly no message is new
        from i18n_site.catalogue.predecessors import Standing, find_predecessors

        new, old = (Standing(tuple(of), tuple([entry.references for entry in of.values()])) for of in (self.template, active))
        return find_predecessors(new, old)

    def _carry(self, new: Message, old: Message) -> tuple[str, Message]:
        """The message with its predecessor's text: current where the policy or a maintainer says so, else fuzzy."""
        carried = (declare(new, old) if new.key in self.same_meaning else None) or carry(new, old, self.policy)
        fuzzy = not carried.current
        message = Message(
            new.key,
            new.msgid_plural,
            msgstr=_reshape(carried.msgstr, old.msgid_plural, new.msgid_plural, self.forms)[0],
            references=new.references,
            extracted_comments=new.extracted_comments,
            flags=_flags(old.flags, new.flags, fuzzy=fuzzy),
            # A guess stays one: its mark keeps it from being served as an older version of this passage.
            translator_comments=old.translator_comments if old.fuzzy and fuzzy else without_guesses(old.translator_comments),
            # What the text was a translation of.
            previous=(old.previous if old.fuzzy else previous_of(old)) if fuzzy else None,
        )
        return _fate(carried), message

    def _forms_of(self, message: Message) -> int:
        return 1 if message.msgid_plural is None else self.forms

    def _best_match(self, new: Message) -> Match | None:
        matches = [
            match
            for memory in self.memories
            for match in memory.similar(new.key.msgid, new.key.msgctxt, cutoff=SUGGESTED_FROM, limit=1)
        ]
        return max(matches, key=lambda match: match.score, default=None)

    def _suggest(self, new: Message, match: Match) -> Message:
        """The message with the text of another passage, marked as a guess."""
        source = Message(MessageKey(match.source, new.key.msgctxt), msgstr=match.target)
        return replace(
            self._blank(new),
            msgstr=_reshape(match.target, "" if len(match.target) > 1 else None, new.msgid_plural, self.forms)[0],
            flags=_flags((), new.flags, fuzzy=True),
            translator_comments=(f"{SUGGESTION}{int(match.score)}",),
            previous=previous_of(source),
        )

    def _take_waiting(self, new: Message, waiting: Message) -> Message:
        """The message with its own text from another catalogue, where that waits for a look, and waits on."""
        return replace(
            self._blank(new),
            msgstr=waiting.msgstr,
            flags=_flags(waiting.flags, new.flags, fuzzy=True),
            translator_comments=waiting.translator_comments,
            previous=waiting.previous,
        )

    def _blank(self, new: Message) -> Message:
        """The template's message as an untranslated one of this catalogue."""
        return Message(
            new.key,
            new.msgid_plural,
            msgstr=("",) * self._forms_of(new),
            flags=_flags((), new.flags, fuzzy=False),
            references=new.references,
            extracted_comments=new.extracted_comments,
        )


def _say_the_same(one: Sequence[Entry], other: Sequence[Entry]) -> bool:
    return len(one) == len(other) and all(a is b or a.message == b.message for a, b in zip(one, other, strict=True))


def _retired(message: Message) -> Message:
    """A message that no document has any more: only what a translator wrote is left."""
    return Message(
        message.key,
        message.msgid_plural,
        message.msgstr,
        message.flags,
        translator_comments=message.translator_comments,
        previous=message.previous,
        obsolete=True,
        line=message.line,
    )


def _take(new: Message, old: Message | None, match: Match) -> Message:
    """The message with its translation from another catalogue; a text that it had is kept in a comment."""
    own = old or Message(new.key)
    comments = [*without_guesses(own.translator_comments)]
    comments += [comment for comment in remains(own, replace(own, msgstr=match.target)) if comment not in comments]
    return replace(
        own,
        msgid_plural=new.msgid_plural,
        msgstr=match.target,
        flags=_flags(own.flags, new.flags, fuzzy=False),
        references=new.references,
        extracted_comments=new.extracted_comments,
        translator_comments=tuple(comments),
        previous=None,
        obsolete=False,
    )


def _reshape(
    texts: tuple[str, ...], old_plural: str | None, new_plural: str | None, forms: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The old texts in the number of forms that the new message has, and comments with those that found no place."""
    if (old_plural is None) == (new_plural is None):
        return texts, ()
    if new_plural is not None:
        return (*texts[:1], *("",) * (forms - 1)), ()
    text = next(filter(None, texts), "")
    rest = [(number, form) for number, form in enumerate(texts) if form and form != text]
    return (text,), tuple(f"{OTHER_FORM}{number} {quote_text(form)}" for number, form in rest)


def _flags(own: tuple[str, ...], given: tuple[str, ...], *, fuzzy: bool) -> tuple[str, ...]:
    """Formats and ranges of the template, every other flag of the translator; fuzzy as told. The old order if nothing changed."""
    flags = ["fuzzy"] if fuzzy else []
    flags += [flag for flag in given if flag != "fuzzy"]
    flags += [flag for flag in own if flag != "fuzzy" and not _is_format(flag) and flag not in flags]
    return own if set(flags) == set(own) else tuple(flags)


def _is_format(flag: str) -> bool:
    return flag.endswith("-format") or flag.startswith("range:")


def _fate(carried: Carried) -> str:
    return "fuzzied" if not carried.current else "patched" if carried.patched else "carried"


def _by_texts(entries: Iterable[Entry]) -> dict[tuple[str, ...], list[Message]]:
    """Texts -> messages that have them, to tell whether a guess would be lost."""
    found: dict[tuple[str, ...], list[Message]] = {}
    for entry in entries:
        found.setdefault(entry.message.msgstr, []).append(entry.message)
    return found


def _lives_on(guess: Message, others: Sequence[Message]) -> bool:
    """Whether a fuzzy text is all in one of the others, comments included: it was never more than a guess for this key."""
    comments = set(without_guesses(guess.translator_comments))
    return any(comments <= set(other.translator_comments) for other in others)


def _count_forms(catalogue: Catalogue) -> int:
    """Plural forms of the language: the header's, else those of its first plural message, else 2."""
    declared = re.match(r"nplurals\s*=\s*([1-6])\s*(?:;|$)", catalogue.header_field("Plural-Forms") or "")
    if declared:
        return int(declared[1])
    plurals = (message for message in catalogue.messages if message.msgid_plural is not None)
    return next((len(message.msgstr) for message in plurals), 2)


def _dated(header: Entry, template: Catalogue) -> Entry:
    """The header with the template's POT-Creation-Date, where both have one."""
    date = template.header_field("POT-Creation-Date")
    if date is None:
        return header
    lines = header.message.msgstr[0].split("\n")
    for number, line in enumerate(lines):
        if line.lower().startswith("pot-creation-date:"):
            lines[number] = f"{line.partition(':')[0]}: {date}"
    message = replace(header.message, msgstr=("\n".join(lines), *header.message.msgstr[1:]))
    return replace(header, message=message)
