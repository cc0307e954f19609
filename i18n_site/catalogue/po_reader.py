"""Read PO and POT files. The door is `po.py`.

Entries of the usual shape go to `lazy_entry.py`, any other to `po_grammar.py`, which knows all of gettext's grammar and
says what is wrong.
"""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from i18n_site.catalogue.charsets import Source, decode_source
from i18n_site.catalogue.lazy_entry import ACTIVE, LazyEntry, obsolete_shape
from i18n_site.catalogue.po_grammar import Grammar
from i18n_site.errors import CatalogueError, CatalogueSyntaxError
from i18n_site.model import Catalogue, Entry

MAX_ENTRIES = 1_000_000
MAX_ENTRY = 4 * 2**20
"""Characters that one entry may take, comments included."""


def read_po(path: Path, *, domain: str | None = None, locale: str | None = None) -> Catalogue:
    """The catalogue in a file; its domain is the file's name unless it is given.

    Raises CatalogueError where the file cannot be opened, CatalogueSyntaxError where it is no valid gettext.
    """
    try:
        data = path.read_bytes()
    except OSError as fault:
        advice = "see that the file exists and may be read"
        raise CatalogueError(f"cannot be read: {fault.strerror or fault}", path=str(path), advice=advice) from fault
    return parse_po(data, path=str(path), domain=path.stem if domain is None else domain, locale=locale)


def parse_po(data: bytes, *, path: str, domain: str = "", locale: str | None = None) -> Catalogue:
    """The catalogue in the bytes of a PO or POT file; `path` is what errors and findings call it.

    Duplicates are kept. Raises CatalogueSyntaxError with line and column for all that msgfmt refuses as syntax, and for
    what it would silently cut: NUL and bare CR in a string.
    """
    source = decode_source(data, path=path)
    entries, end = _read_entries(source, path)
    return Catalogue(
        domain=domain,
        locale=locale,
        charset=source.charset,
        bom=source.bom,
        newline=source.newline,
        entries=tuple(entries),
        tail=source.slice_bytes(end, len(source.text)),
        path=path,
    )


def _read_entries(source: Source, path: str) -> tuple[list[Entry], int]:
    """The entries and the offset behind the last; what follows belongs to none."""
    text, clean = source.text, source.clean
    obsolete = obsolete_shape() if clean and "#~" in text else None
    grammar = Grammar(source, path)
    entries: list[Entry] = []
    position = 0
    while True:
        match = ACTIVE.match(text, position) if clean else None
        if match is None and obsolete is not None:
            match = obsolete.match(text, position)
        if match is not None:
            end = match.end()
            entries.append(LazyEntry.at(source, match))
        else:
            message, end = grammar.read_entry(position)
            if message is None:
                return entries, position
            entries.append(Entry(message, source.slice_bytes(position, end), message))
        if end - position > MAX_ENTRY:
            _refuse(f"the entry has more than {MAX_ENTRY} characters", path, source.line_of(position), "split its text")
        if len(entries) > MAX_ENTRIES:
            _refuse(f"there are more than {MAX_ENTRIES} entries", path, source.line_of(position), "split the domain")
        position = end


def _refuse(message: str, path: str, line: int, advice: str) -> NoReturn:
    raise CatalogueSyntaxError(message, path=path, line=line, advice=advice)
