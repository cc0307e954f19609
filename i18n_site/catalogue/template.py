"""Segments -> the template of a domain. Opens no files and knows no clock: the date is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from operator import attrgetter

from i18n_site.catalogue.po import header_message
from i18n_site.model import Catalogue, Entry, Message, MessageKey, Reference, Segment

CREATED = "POT-Creation-Date"
"""The one header field that changes by itself: only when messages do."""


def build_template(domain: str, segments: Iterable[Segment], *, project: str, references: str = "path") -> Catalogue:
    """The template of a domain, its messages in the order of the segments.

    Segments of one key are one message with all their references and comments. `references` is `path`, `line` or
    `none`. The header has no creation date yet: see `dated`.
    """
    found: dict[MessageKey, Message] = {}
    for segment in segments:
        place = _reference(segment.reference, references)
        known = found.get(segment.key)
        if known is not None:
            found[segment.key] = _joined(known, segment, place)
            continue
        plural, flags = segment.msgid_plural, segment.flags
        found[segment.key] = Message(
            segment.key,
            plural,
            ("", "") if plural is not None else ("",),
            tuple(sorted(flags)) if flags else (),
            references=place,
            extracted_comments=segment.comment,
        )
    header = header_message(_header(project).items())
    return Catalogue(domain, entries=tuple(Entry(message) for message in (header, *found.values())))


def _reference(reference: Reference, style: str) -> tuple[Reference, ...]:
    if style == "path":
        return _file(reference.path)
    return (reference,) if style == "line" else ()


@lru_cache(maxsize=16)  # a document has many segments
def _file(path: str) -> tuple[Reference, ...]:
    return (Reference(path),)


def _joined(message: Message, segment: Segment, place: tuple[Reference, ...]) -> Message:
    """A message, seen once more in another place."""
    plural = message.msgid_plural if message.msgid_plural is not None else segment.msgid_plural
    return replace(
        message,
        msgid_plural=plural,
        msgstr=("", "") if plural is not None else ("",),
        flags=tuple(sorted({*message.flags, *segment.flags})),
        references=tuple(dict.fromkeys(message.references + place)),
        extracted_comments=tuple(dict.fromkeys(message.extracted_comments + segment.comment)),
    )


def _header(project: str) -> Mapping[str, str]:
    # Without xgettext's placeholder for Plural-Forms: `pybabel init` and `pybabel update` end in a traceback over it, and
    # whoever begins a catalogue has to write the field anyway.
    return {
        "Project-Id-Version": project,
        CREATED: "",
        "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": "FULL NAME <EMAIL@ADDRESS>",
        "Language-Team": "LANGUAGE <LL@li.org>",
        "Language": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


def same_messages(one: Catalogue, other: Catalogue) -> bool:
    """Whether two templates say the same, their headers aside."""
    return list(map(_content, one.messages)) == list(map(_content, other.messages))


_content = attrgetter(*(field.name for field in fields(Message) if field.name != "line"))
"""All of a message but its line."""
