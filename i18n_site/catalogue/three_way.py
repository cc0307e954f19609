"""Merge two versions of a catalogue or template that come from one, entry by entry. Opens no files.

What git does with lines, by msgctxt and msgid: a text that only one side changed is taken, and two translations of one
message become a fuzzy entry that names both. The result is always a valid catalogue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import NamedTuple

from i18n_site.catalogue.charsets import codec_of
from i18n_site.catalogue.marks import DUPLICATE, quote_text, without_guesses
from i18n_site.catalogue.three_way_header import merge_headers
from i18n_site.catalogue.three_way_messages import merge_messages, new_paths, pick, same_content
from i18n_site.model import Catalogue, Entry, Message, MessageKey


@dataclass(frozen=True, slots=True)
class ThreeWayReport:
    """What the merge did to our side, by key. What stayed as it is with us is in none."""

    taken: tuple[MessageKey, ...] = ()
    """Changed by them alone."""
    added: tuple[MessageKey, ...] = ()
    """New with them."""
    combined: tuple[MessageKey, ...] = ()
    """Changed on both sides, in ways that go together."""
    conflicts: tuple[MessageKey, ...] = ()
    """Translated differently on both sides: fuzzy now, ours with both in a comment."""
    retired: tuple[MessageKey, ...] = ()
    """Removed on one side, obsolete now since they have a text."""
    removed: tuple[MessageKey, ...] = ()
    """Removed on one side, and gone."""

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, in the order above."""
        return {field.name: len(getattr(self, field.name)) for field in fields(self)}


class _Identity(NamedTuple):
    """A message among those of a file, where a key may stand twice."""

    key: MessageKey
    number: int
    """How many of the same key stand before it."""


_HEADER = _Identity(MessageKey(""), 0)


def merge_three(base: Catalogue, ours: Catalogue, theirs: Catalogue) -> tuple[Catalogue, ThreeWayReport]:
    """Both changes of a catalogue in one, and what that did to ours. An empty base stands for none.

    Where one side is as the base was, the other is the result as it stands. Else a text that one side removed stays as an
    obsolete one unless it was obsolete before. Entries that are as on one side keep its bytes.
    """
    if _same_file(theirs, base) or _same_file(ours, theirs):
        return ours, ThreeWayReport()
    if _same_file(ours, base):
        return replace(theirs, domain=ours.domain, locale=ours.locale, path=ours.path), _report_changes(base, theirs)
    merging = _Merging(base, ours, theirs)
    return merging.merge(), merging.report()


def _same_file(one: Catalogue, other: Catalogue) -> bool:
    return replace(one, domain="", locale=None, path=None) == replace(other, domain="", locale=None, path=None)


def _report_changes(base: Catalogue, theirs: Catalogue) -> ThreeWayReport:
    old, new = _identify(base), _identify(theirs)
    shared = [name for name in new if name in old]
    return ThreeWayReport(
        taken=tuple(name.key for name in shared if not same_content(old[name].message, new[name].message)),
        added=tuple(name.key for name in new if name not in old),
        removed=tuple(name.key for name in old if name not in new),
    )


def _identify(catalogue: Catalogue) -> dict[_Identity, Entry]:
    """The entries in file order."""
    seen: Counter[MessageKey] = Counter()
    found = {}
    for entry in catalogue.entries:
        key = entry.key
        found[_Identity(key, seen[key])] = entry
        seen[key] += 1
    return found


class _Merging:
    """One merge under way: the three versions, and what became of each entry so far."""

    def __init__(self, base: Catalogue, ours: Catalogue, theirs: Catalogue) -> None:
        self.catalogues = base, ours, theirs
        self.base, self.ours, self.theirs = map(_identify, self.catalogues)
        self.fates: dict[str, list[MessageKey]] = {field.name: [] for field in fields(ThreeWayReport)}
        self.spare: dict[_Identity, tuple[str, ...]] = {}
        """Texts that gave way to another of their own message."""
        self.guesses: dict[_Identity, Message] = {}
        """Removed on one side, fuzzy on the other: to be kept where their texts are nowhere else."""

    def report(self) -> ThreeWayReport:
        """What became of each key."""
        return ThreeWayReport(**{fate: tuple(keys) for fate, keys in self.fates.items()})

    def merge(self) -> Catalogue:
        """The merged catalogue. Call it once."""
        base, ours, theirs = self.catalogues
        before = base if base.entries else None
        their_charset = self._takes_their_charset()
        result = replace(
            ours,
            charset=(theirs if their_charset else ours).charset,
            newline=pick(before.newline, ours.newline, theirs.newline) if before else ours.newline,
            bom=pick(before.bom, ours.bom, theirs.bom) if before else ours.bom,
            tail=pick(base.tail, ours.tail, theirs.tail) if _same_bytes(ours, theirs) else ours.tail,
        )
        merged: dict[_Identity, Entry] = {}
        for name in {**self.ours, **self.theirs}:
            entry = self._merge_header(their_charset=their_charset) if name == _HEADER else self._merge_entry(name)
            if entry is not None:
                merged[name] = entry
        self._keep_texts(merged)
        return replace(result, entries=tuple(self._lay_out(result, self._order(merged), merged)))

    # -- one entry --------------------------------------------------------------------------------------------------

    def _merge_entry(self, name: _Identity) -> Entry | None:
        """The entry of a name that at least one side has; None where it goes."""
        old, mine, other = self.base.get(name), self.ours.get(name), self.theirs.get(name)
        if mine is None or other is None:
            return self._merge_alone(name, old, mine, other)
        if same_content(mine.message, other.message):
            # Only the layout may differ: the side that gave it a new one.
            return other if old is not None and old.raw == mine.raw != other.raw else mine
        if old is not None and same_content(old.message, other.message):
            return mine
        if old is not None and same_content(old.message, mine.message):
            self.fates["taken"].append(name.key)
            return other
        merged = merge_messages(old.message if old else None, mine.message, other.message)
        self.fates["conflicts" if merged.conflict else "combined"].append(name.key)
        self.spare[name] = merged.spare
        return _entry_of(merged.message, mine, other)

    def _merge_alone(self, name: _Identity, old: Entry | None, mine: Entry | None, other: Entry | None) -> Entry | None:
        """The entry that only one side has: new there, or removed on the other."""
        entry = mine or other
        if entry is None:
            return None
        if old is None:
            if mine is None:
                self.fates["added"].append(name.key)
            return entry
        message = entry.message
        changed = not same_content(old.message, message)
        if changed and (old.message.obsolete or message.obsolete):
            return entry  # Revived, edited among the obsolete ones, or retired: not what the other side removed.
        paths = new_paths(old.message, message) if changed else frozenset()
        if paths:
            if mine is None:
                self.fates["added"].append(name.key)
            places = tuple(place for place in message.references if place.path in paths)
            return replace(entry, message=replace(message, references=places))
        if message.obsolete or not any(message.msgstr):
            self.fates["removed"].append(name.key)
            return None
        retired = replace(message, obsolete=True, references=(), extracted_comments=())
        if message.fuzzy and not without_guesses(message.translator_comments):
            self.guesses[name] = message
        self.fates["retired"].append(name.key)
        return replace(entry, message=retired)

    def _merge_header(self, *, their_charset: bool) -> Entry | None:
        """A header is never removed: what stands behind it could not be read."""
        old, mine, other = self.base.get(_HEADER), self.ours.get(_HEADER), self.theirs.get(_HEADER)
        if mine is None or other is None:
            return mine or other
        _, ours, theirs = self.catalogues
        whose = None if codec_of(ours.charset) == codec_of(theirs.charset) else their_charset
        message = merge_headers(old.message if old else None, mine.message, other.message, their_charset=whose)
        return _entry_of(message, mine, other)

    def _keep_texts(self, merged: dict[_Identity, Entry]) -> None:
        """Let guesses go that live on elsewhere, and put other texts that gave way into comments."""
        alive = Counter(text for entry in merged.values() for text in entry.message.msgstr if text)
        for name, message in self.guesses.items():
            if all(alive[text] > message.msgstr.count(text) for text in message.msgstr if text):
                alive.subtract(text for text in message.msgstr if text)
                del merged[name]
                self.fates["retired"].remove(name.key)
                self.fates["removed"].append(name.key)
        for name, texts in self.spare.items():
            message = merged[name].message
            said = [DUPLICATE + quote_text(text) for text in texts if not alive[text]]
            comments = tuple(dict.fromkeys((*message.translator_comments, *said)))
            if comments != message.translator_comments:
                merged[name] = replace(merged[name], message=replace(message, translator_comments=comments))

    # -- order ------------------------------------------------------------------------------------------------------

    def _order(self, merged: Mapping[_Identity, Entry]) -> list[_Identity]:
        """Our order with what is theirs behind its predecessor; their order where only they have changed it."""
        shared = [name for name in self.base if name in self.ours and name in self.theirs]
        mine, other = ([name for name in side if name in self.base and name in rest] for side, rest in self._sides())
        lead, follow = (self.theirs, self.ours) if mine == shared != other else (self.ours, self.theirs)

        def is_at_home(name: _Identity, side: Mapping[_Identity, Entry]) -> bool:
            return name in side and name in merged and side[name].message.obsolete == merged[name].message.obsolete

        # Each name that keeps its place in the lead, with what comes in behind it; None is the beginning.
        behind: dict[_Identity | None, list[_Identity]] = {None: []}
        behind |= {name: [] for name in lead if is_at_home(name, lead)}
        last: list[_Identity] = []
        root: dict[_Identity, _Identity | None] = {name: name for name in behind if name is not None}
        anchors: dict[bool, _Identity | None] = {False: _HEADER if _HEADER in behind else None}
        for name in follow:
            if not is_at_home(name, follow):
                continue
            obsolete = follow[name].message.obsolete
            if name not in root:
                if obsolete and True not in anchors:
                    last.append(name)
                    continue
                root[name] = anchors[obsolete]
                behind[root[name]].append(name)
            anchors[obsolete] = root[name]
        ordered = [place for name, rest in behind.items() for place in ([name, *rest] if name is not None else rest)]
        placed = {*ordered, *last}
        return [*ordered, *last, *(name for name in merged if name not in placed)]

    def _sides(self) -> tuple[tuple[Mapping[_Identity, Entry], Mapping[_Identity, Entry]], ...]:
        return (self.ours, self.theirs), (self.theirs, self.ours)

    # -- bytes ------------------------------------------------------------------------------------------------------

    def _takes_their_charset(self) -> bool:
        """UTF-8 where either side is in it, for it holds what the other wrote; else the one that changed."""
        base, ours, theirs = (codec_of(catalogue.charset) for catalogue in self.catalogues)
        if "utf_8" in (ours, theirs):
            return ours != "utf_8"
        return bool(self.base) and theirs != ours == base

    def _lay_out(self, result: Catalogue, order: Sequence[_Identity], merged: Mapping[_Identity, Entry]) -> Iterator[Entry]:
        """The entries as they are to be written: in the result's character set, a blank line before each new neighbour."""
        _, ours, theirs = self.catalogues
        neighbours = [set(pairwise(self.ours)), set(pairwise(self.theirs))]
        at_home = [_same_bytes(ours, result), _same_bytes(theirs, result)]
        before: tuple[_Identity | None, bool] = None, False
        for name in order:
            entry = merged[name]
            is_theirs = name not in self.ours or entry is self.theirs.get(name)
            if not at_home[is_theirs]:
                entry = Entry(entry.message)
            elif before[0] is not None and (before[1] != is_theirs or (before[0], name) not in neighbours[is_theirs]):
                entry = _set_apart(entry, result.newline.encode())
            yield entry
            before = name, is_theirs


def _set_apart(entry: Entry, newline: bytes) -> Entry:
    """The entry behind a blank line, if only one that it had already."""
    if entry.raw is None or entry.raw.startswith((b"\n", b"\r\n")):
        return entry
    return Entry(entry.message, newline + entry.raw, entry.parsed)


def _entry_of(message: Message, *sides: Entry) -> Entry:
    """The entry of a side that says the same, bytes and all; else ours, changed."""
    for side in sides:
        if same_content(message, side.message):
            return side
    return replace(sides[0], message=message)


def _same_bytes(one: Catalogue, other: Catalogue) -> bool:
    """Whether the bytes of an entry of one file mean the same in the other."""
    return codec_of(one.charset) == codec_of(other.charset) and one.newline == other.newline
