"""Messages that stand twice in a catalogue, and texts that give way to others: what they say stays in comments. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from i18n_site.catalogue.marks import DUPLICATE, quote_text, without_guesses
from i18n_site.model import Entry, Message, MessageKey


def unique_entries(entries: Sequence[Entry]) -> dict[MessageKey, Entry]:
    """One entry a key, in file order: gettext refuses a key that is there twice, be one of them obsolete.

    The first with a text is kept, active ones before obsolete ones; the texts of the others go into comments of it.
    """
    unique = {entry.key: entry for entry in entries}
    if len(unique) == len(entries):
        return unique
    grouped: dict[MessageKey, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.key, []).append(entry)
    for key, group in grouped.items():
        entry = group[0] if len(group) == 1 else min(group, key=_precedence)
        comments = tuple(comment for other in group if other is not entry for comment in remains(other.message, entry.message))
        unique[key] = entry if not comments else _with_comments(entry, comments)
    return unique


def _precedence(entry: Entry) -> tuple[bool, bool, bool]:
    message = entry.message
    return not any(message.msgstr), message.obsolete, message.obsolete and message.fuzzy


def remains(duplicate: Message, kept: Message) -> Iterator[str]:
    """The comments in which a second entry of a key lives on in the one that is kept."""
    yield from without_guesses(duplicate.translator_comments)
    for text in dict.fromkeys(duplicate.msgstr):
        if text and text not in kept.msgstr:
            yield DUPLICATE + quote_text(text)


def _with_comments(entry: Entry, comments: Sequence[str]) -> Entry:
    message = entry.message
    merged = tuple(dict.fromkeys((*message.translator_comments, *comments)))
    return replace(entry, message=replace(message, translator_comments=merged))
