"""MO files: the compiled catalogues that gettext reads at run time. Pure: bytes in, bytes out.

The layout is msgfmt 0.21's, hash table included (GNU gettext manual, "The Format of GNU MO Files"): the same messages give
the same bytes.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain

from i18n_site.catalogue.active_texts import read_active_texts
from i18n_site.catalogue.charsets import CARRIER, FALLBACK, codec_of, encode_text
from i18n_site.catalogue.mo_hash import hash_table
from i18n_site.errors import CatalogueError
from i18n_site.model import Catalogue, Entry, Message, MessageKey, Texts

MAGIC = 0x950412DE
_CONTEXT_END = "\x04"
_FORM_END = "\0"
_HEAD = 28
"""Bytes: magic, revision, number of strings, offsets of both tables, size and offset of the hash table."""
_EXTENDED_HEAD = 48
"""The same of revision 0.1, with a table of strings that depend on the system."""
_CREATION_DATE = re.compile(r"^POT-Creation-Date:[^\n]*\n?", re.MULTILINE)
_CHARSET = re.compile(rb"charset=([^ \t\n]+)")


def format_mo(catalogue: Catalogue) -> bytes:
    """The bytes of an MO file: what msgfmt makes of the catalogue, in the catalogue's character set.

    Obsolete, untranslated and fuzzy messages are left out, but the header stays; of duplicates the first counts. As for
    msgfmt a plural is translated when its first form is. Raises CatalogueError where a text holds a NUL, which ends a string
    here, or has no place in the character set.
    """
    codec = codec_of(catalogue.charset) or catalogue.charset
    pairs: dict[bytes, tuple[bytes, bytes]] = {}
    for entry, texts in read_active_texts(catalogue.entries):
        if texts.msgstr[0]:
            found, original, translation = _join_texts(texts)
            if _FORM_END in original or _FORM_END in translation:
                _refuse_nul(texts, original + translation, entry, catalogue)
            try:
                key = found.encode(codec)
                whole = key if original is found else original.encode(codec)
                pairs.setdefault(key, (whole, translation.encode(codec)))
            except UnicodeEncodeError:
                encode_text(original + translation, catalogue.charset, path=catalogue.path, line=entry.message.line)
                raise
    keys = sorted(pairs)
    return _lay_out(keys, [pairs[key] for key in keys])


def parse_mo(data: bytes, *, path: str) -> Catalogue:
    """The catalogue in the bytes of an MO file, of either byte order. `path` is what errors call it.

    Raises CatalogueError for anything that is no whole MO file, and nothing else.
    """
    order = {MAGIC.to_bytes(4, "little"): "<", MAGIC.to_bytes(4, "big"): ">"}.get(data[:4])
    if order is None or len(data) < _HEAD:
        raise _damaged("is no MO file" if data else "is empty", path)
    revision, count, originals, translations = struct.unpack_from(f"{order}4I", data, 4)
    if revision >> 16 > 1 or revision & 0xFFFF > 1:
        raise _damaged(f"has the unknown revision {revision >> 16}.{revision & 0xFFFF}", path)
    extended = revision & 0xFFFF and min(originals, translations) >= _EXTENDED_HEAD <= len(data)
    if extended and struct.unpack_from(f"{order}I", data, _HEAD + 8) != (0,):
        raise _damaged("has strings that depend on the system (<PRIu64> and the like), which are not read here", path)
    pairs = list(
        zip(
            _read_table(data, order, originals, count, path),
            _read_table(data, order, translations, count, path),
            strict=True,
        )
    )
    charset = _charset(pairs)
    return Catalogue("", charset=charset, entries=tuple(Entry(_decode(pair, charset, path)) for pair in pairs), path=path)


def _join_texts(texts: Texts) -> tuple[str, str, str]:
    """What the message is found by, the original with its plural, and the translations."""
    (key, context), plural, msgstr = texts
    if context is not None:
        key = context + _CONTEXT_END + key
    if plural is not None:
        return key, key + _FORM_END + plural, _FORM_END.join(msgstr)
    # msgfmt leaves the date out of the header, so that a new template with the same messages gives the same bytes.
    return key, key, msgstr[0] if key else _CREATION_DATE.sub("", msgstr[0])


def _refuse_nul(texts: Texts, joined: str, entry: Entry, catalogue: Catalogue) -> None:
    """Raise CatalogueError where there are more NULs than part the forms."""
    if joined.count(_FORM_END) != (0 if texts.msgid_plural is None else len(texts.msgstr)):
        raise CatalogueError(
            f"{texts.key.msgid!r} holds a NUL, which ends a string in an MO file",
            path=catalogue.path,
            line=entry.message.line,
            advice="take the \\000 out of the PO file",
        )


def _lay_out(keys: Sequence[bytes], pairs: Sequence[tuple[bytes, bytes]]) -> bytes:
    """Head, both tables of lengths and offsets, hash table, strings."""
    slots = hash_table(keys)
    strings = [original for original, _ in pairs] + [translation for _, translation in pairs]
    lengths = list(map(len, strings))
    count, first = len(pairs), _HEAD + 8 * len(strings) + 4 * len(slots)
    offsets = accumulate((length + 1 for length in lengths), initial=first)
    table = chain.from_iterable(zip(lengths, offsets, strict=False))
    words = [MAGIC, 0, count, _HEAD, _HEAD + 8 * count, len(slots), _HEAD + 16 * count, *table, *slots]
    return struct.pack(f"<{len(words)}I", *words) + b"".join(string + b"\0" for string in strings)


def _read_table(data: bytes, order: str, offset: int, count: int, path: str) -> list[bytes]:
    """The strings that a table of lengths and offsets names."""
    if offset + 8 * count > len(data):
        raise _damaged("is cut off: its tables lie behind its end", path)
    numbers = struct.unpack_from(f"{order}{2 * count}I", data, offset)
    strings = []
    for length, start in zip(numbers[::2], numbers[1::2], strict=True):
        if start + length >= len(data) or data[start + length] != 0:
            raise _damaged("is damaged: a string has no end", path)
        strings.append(data[start : start + length])
    if sum(map(len, strings)) > 2 * len(data):
        raise _damaged("is damaged: its strings overlap", path)
    return strings


def _charset(pairs: Iterable[tuple[bytes, bytes]]) -> str:
    """What the header declares; else UTF-8 where all is UTF-8, as for PO files."""
    pairs = list(pairs)
    for original, translation in pairs:
        found = _CHARSET.search(translation) if original == b"" else None
        if found is not None and codec_of(found[1].decode("ascii", "replace")):
            return found[1].decode("ascii").lower()
    try:
        b"".join(text for pair in pairs for text in pair).decode(FALLBACK)
    except UnicodeDecodeError:
        return CARRIER
    return FALLBACK


def _decode(pair: tuple[bytes, bytes], charset: str, path: str) -> Message:
    try:
        original, translation = (text.decode(codec_of(charset) or FALLBACK) for text in pair)
    except UnicodeDecodeError as fault:
        raise _damaged(f"holds text that is no {charset}", path) from fault
    key, mark, plural = original.partition(_FORM_END)
    context, end, msgid = key.partition(_CONTEXT_END)
    return Message(
        MessageKey(msgid, context) if end else MessageKey(key),
        plural if mark else None,
        tuple(translation.split(_FORM_END)) if mark else (translation,),
    )


def _damaged(what: str, path: str) -> CatalogueError:
    return CatalogueError(what, path=path, advice="build it again from its PO file")
