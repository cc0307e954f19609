"""Catalogues to and from polib, for other Python code. Lossless for what polib can hold; opens no files.

polib has no place for raw bytes, a byte order mark, the order of flags among several `#,` lines, `#=` and the place of
obsolete entries between active ones; everything else survives both ways.
"""

from __future__ import annotations

import polib

from i18n_site.model import Catalogue, Entry, Message, MessageKey, Previous, Reference


def to_polib(catalogue: Catalogue) -> polib.POFile:
    """The catalogue as polib has it."""
    file = polib.POFile(encoding=catalogue.charset, wrapwidth=78)
    header = catalogue.header
    if header is not None:
        lines = (line.partition(":") for line in header.msgstr[0].split("\n"))
        # Without the one blank that polib puts behind the colon.
        file.metadata = {name.strip(): value.removeprefix(" ") for name, colon, value in lines if colon}
        file.header = "\n".join(header.translator_comments)
        file.metadata_is_fuzzy = header.fuzzy
    for message in catalogue.messages:
        file.append(_entry(message))
    return file


def _entry(message: Message) -> polib.POEntry:
    previous = message.previous or Previous()
    plural = message.msgid_plural is not None
    return polib.POEntry(
        msgid=message.key.msgid,
        msgctxt=message.key.msgctxt,
        msgid_plural=message.msgid_plural or "",
        msgstr="" if plural else message.msgstr[0],
        msgstr_plural=dict(enumerate(message.msgstr)) if plural else {},
        obsolete=message.obsolete,
        comment="\n".join(message.extracted_comments),
        tcomment="\n".join(message.translator_comments),
        occurrences=[(place.path, "" if place.line is None else str(place.line)) for place in message.references],
        flags=list(message.flags),
        previous_msgctxt=previous.msgctxt,
        previous_msgid=previous.msgid,
        previous_msgid_plural=previous.msgid_plural,
        linenum=message.line,
    )


def from_polib(file: polib.POFile, *, domain: str, locale: str | None = None) -> Catalogue:
    """A catalogue of what polib read or what was made with it."""
    text = "".join(f"{name}: {value}\n" for name, value in file.metadata.items())
    comments = tuple(file.header.split("\n")) if file.header else ()
    header = Message(
        MessageKey(""), msgstr=(text,), flags=("fuzzy",) if file.metadata_is_fuzzy else (), translator_comments=comments
    )
    entries = [Entry(header)] if text else []
    entries += [Entry(_message(entry)) for entry in file]
    return Catalogue(domain, locale, charset=file.encoding, entries=tuple(entries))


def _message(entry: polib.POEntry) -> Message:
    plural = entry.msgid_plural or None
    before = Previous(entry.previous_msgid, entry.previous_msgctxt, entry.previous_msgid_plural)
    return Message(
        MessageKey(entry.msgid, entry.msgctxt),
        msgid_plural=plural,
        msgstr=tuple(entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)) if plural else (entry.msgstr,),
        flags=tuple(entry.flags),
        references=tuple(Reference(path, int(line) if line else None) for path, line in entry.occurrences),
        extracted_comments=tuple(entry.comment.split("\n")) if entry.comment else (),
        translator_comments=tuple(entry.tcomment.split("\n")) if entry.tcomment else (),
        previous=before if before != Previous() else None,
        obsolete=bool(entry.obsolete),
        line=entry.linenum,
    )
