"""PO and POT files: the public face of reader and writer, and of the header inside them.

`read_po` and `write_po` touch files, `parse_po` and `format_po` do not. What is read and written back unchanged is the same
to the byte; see `po_reader.py` and `po_writer.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from i18n_site.catalogue.po_reader import parse_po, read_po
from i18n_site.catalogue.po_writer import format_po, write_po
from i18n_site.model import Catalogue, Entry, Message, MessageKey

__all__ = ["format_po", "header_fields", "header_message", "parse_po", "read_po", "set_header_field", "write_po"]


def header_fields(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Names and values of the header in its order; lines without a colon, which gettext ignores, are left out."""
    header = catalogue.header
    pairs = (line.partition(":") for line in header.msgstr[0].split("\n")) if header else ()
    return tuple((name.strip(), value.strip()) for name, colon, value in pairs if colon)


def header_message(fields: Iterable[tuple[str, str]], *, comments: Iterable[str] = (), fuzzy: bool = False) -> Message:
    """The header entry of a new catalogue, `comments` being the lines above it."""
    text = "".join(f"{name}: {_one_line(value)}\n" for name, value in fields)
    return Message(MessageKey(""), msgstr=(text,), flags=("fuzzy",) if fuzzy else (), translator_comments=tuple(comments))


def set_header_field(catalogue: Catalogue, name: str, value: str) -> Catalogue:
    """The catalogue with one field of its header set: in its place where there is one, else last.

    Every other line of the header stays as it is. A catalogue without a header gets one.
    """
    line = f"{name}: {_one_line(value)}"
    header = catalogue.header
    if header is None:
        return replace(catalogue, entries=(Entry(header_message([(name, value)])), *catalogue.entries))
    lines = header.msgstr[0].split("\n")
    places = [place for place, old in enumerate(lines) if old.partition(":")[0].strip().lower() == name.lower() and ":" in old]
    if places:
        lines[places[0]] = line
    else:
        lines.insert(len(lines) - (not lines[-1]), line)
        lines += [] if lines[-1] == "" else [""]
    changed = replace(header, msgstr=("\n".join(lines),))
    return replace(
        catalogue,
        entries=tuple(replace(entry, message=changed) if entry.message is header else entry for entry in catalogue.entries),
    )


def _one_line(value: str) -> str:
    """A line break would begin a field of its own."""
    return " ".join(value.split())
