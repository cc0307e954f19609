"""A catalogue in another character set. Pure.

A translator's tool that wrote EUC-JP ten years ago could not know that an author would set a dash or a smiley today.
"""

from __future__ import annotations

import re
from dataclasses import replace

from i18n_site.catalogue.charsets import FALLBACK, codec_of
from i18n_site.catalogue.po_writer import format_po
from i18n_site.errors import CatalogueError
from i18n_site.model import Catalogue, Entry

_CHARSET = re.compile(r"^(Content-Type:.*?charset=)([^\s;]+)", re.IGNORECASE | re.MULTILINE)


def with_room(catalogue: Catalogue) -> Catalogue:
    """The catalogue as it is where its character set has a place for all of it, else in UTF-8, as msgmerge makes it.

    It also stays as it is where its header does not say what it is in: what its bytes mean is then a guess.
    """
    codec = codec_of(catalogue.charset)
    if codec in (None, codec_of(FALLBACK)) or not _declares(catalogue, codec):
        return catalogue
    try:
        format_po(catalogue)
    except CatalogueError:
        return recode(catalogue)
    return catalogue


def recode(catalogue: Catalogue) -> Catalogue:
    """The catalogue in UTF-8, its entries laid out as they were.

    Bytes in comments that had no meaning in the old character set stay the bytes that they are.
    """
    codec = codec_of(catalogue.charset) or FALLBACK
    entries = tuple(_recode_entry(entry, codec) for entry in catalogue.entries)
    return replace(catalogue, charset=FALLBACK, entries=entries, tail=_recode(catalogue.tail, codec))


def _recode_entry(entry: Entry, codec: str) -> Entry:
    message, raw = entry.message, entry.raw
    if message.is_header and not message.obsolete:
        text = _CHARSET.sub(rf"\1{FALLBACK.upper()}", message.msgstr[0], count=1)
        message = replace(message, msgstr=(text, *message.msgstr[1:]))
    return Entry(message, None if raw is None else _recode(raw, codec), entry.parsed)


def _recode(data: bytes, codec: str) -> bytes:
    return data.decode(codec, "surrogateescape").encode(FALLBACK, "surrogateescape")


def _declares(catalogue: Catalogue, codec: str | None) -> bool:
    declared = _CHARSET.search(catalogue.header.msgstr[0]) if catalogue.header else None
    return declared is not None and codec_of(declared[2]) == codec
