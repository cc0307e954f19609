"""MO files: the compiled catalogues that gettext reads at run time. Pure: bytes in, bytes out.

The layout is msgfmt 0.21's, hash table included (GNU gettext manual, "The Format of GNU MO Files"): the same messages give
the same bytes.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from i18n_site.catalogue.active_texts import active_runs
from i18n_site.catalogue.charsets import CARRIER, FALLBACK, codec_of, decode_source, encode_text
from i18n_site.catalogue.gettext_comments import is_current_for_gettext
from i18n_site.catalogue.mo_hash import hash_table
from i18n_site.catalogue.mo_system import DIGITS, SystemPair, SystemReader, cut_message, lay_out_system, measure
from i18n_site.catalogue.mo_system import HEAD as SYSTEM_HEAD
from i18n_site.catalogue.mo_texts import CONTEXT_END, FORM_END, SEAM, Pair, read_file, read_run
from i18n_site.catalogue.po_reader import parse_po
from i18n_site.errors import CatalogueError
from i18n_site.model import Catalogue, Entry, Message, MessageKey, Texts

MAGIC = 0x950412DE
_CONTEXT_END, _FORM_END = CONTEXT_END.decode(), FORM_END.decode()
_UTF_8 = "utf_8"
_NUL = 0
_hash_table = lru_cache(maxsize=64)(hash_table)
"""Remembered: languages that have the same messages translated have the same table."""
_HEAD = 28
"""Bytes: magic, revision, number of strings, offsets of both tables, size and offset of the hash table."""
_MINOR, _MAJOR = 1, 1 << 16
"""Of the revision: there are strings that depend on the system, and there is one that older readers crash over."""
_CREATION_DATE = re.compile(rb"^POT-Creation-Date:[^\n]*\n?", re.MULTILINE)
_CHARSET = re.compile(rb"charset=([^ \t\n]+)")
_C_FORMAT = "c-format"
_DEPENDENT = re.compile(rb"%[-+ #0'0-9$]*I|<PRI")


def compile_po(data: bytes, *, path: str) -> bytes:
    """The bytes of the MO file of a PO file's bytes: what `format_mo` makes of its catalogue, several times as fast.

    `path` is what errors call it. Raises CatalogueSyntaxError as `parse_po` does, CatalogueError as `format_mo` does.
    """
    source = decode_source(data, path=path)
    pairs = None
    if source.clean:
        plain = codec_of(source.charset) == _UTF_8 and not source.bom and source.newline == "\n" and not source.joins
        text = data if plain else source.text.encode()
        pairs = None if _may_depend(text) else read_file(text)
    if pairs is None:
        return format_mo(parse_po(data, path=path))
    return _pack(pairs, source.charset)


def _may_depend(text: bytes) -> bool:
    """Whether a message of a file may be one of `mo_system`. Few files have the flag, and to find it is quick."""
    return _C_FORMAT.encode() in text and _DEPENDENT.search(text.replace(SEAM, b"")) is not None


def format_mo(catalogue: Catalogue) -> bytes:
    """The bytes of an MO file: what msgfmt makes of the catalogue, in the catalogue's character set.

    Obsolete, untranslated and fuzzy messages are left out, but the header stays; of duplicates the first counts. As for
    msgfmt a plural is translated when its first form is. Raises CatalogueError where a text holds a NUL, which ends a string
    here, or has no place in the character set.
    """
    pairs: list[Pair] = []
    system: list[SystemPair] = []
    for pair in _read_pairs(catalogue):
        if isinstance(pair, SystemPair):
            system.append(pair)
        else:
            pairs.append(pair)
    try:
        return _pack(pairs, catalogue.charset, system)
    except UnicodeEncodeError:
        for entry in catalogue.entries:
            texts = "".join(_join_texts(entry, catalogue) or ())
            encode_text(texts, catalogue.charset, path=catalogue.path, line=entry.message.line)
        raise


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
    pairs = list(
        zip(
            _read_table(data, order, originals, count, path),
            _read_table(data, order, translations, count, path),
            strict=True,
        )
    )
    if revision & 0xFFFF and min(originals, translations) >= _HEAD + SYSTEM_HEAD:
        try:
            pairs += SystemReader(data, order, _HEAD).read_pairs()
        except (ValueError, struct.error) as fault:
            raise _damaged("is damaged: its strings that depend on the system are not whole", path) from fault
    charset = _charset(pairs)
    return Catalogue("", charset=charset, entries=tuple(Entry(_decode(pair, charset, path)) for pair in pairs), path=path)


def _read_pairs(catalogue: Catalogue) -> Iterator[Pair | SystemPair]:
    """What is to be compiled, in the catalogue's order."""
    for run in active_runs(catalogue.entries):
        if isinstance(run, Entry):
            yield from _read_pair(run, catalogue)
        elif _C_FORMAT in run[0].text_through(run[-1]):
            for entry in run:
                yield from _read_pair(entry, catalogue)
        else:
            yield from read_run(run)


def _read_pair(entry: Entry, catalogue: Catalogue) -> Iterator[Pair | SystemPair]:
    texts = _join_texts(entry, catalogue)
    if texts is not None:
        original, translation = texts
        yield cut_message(entry.message, original.partition(_FORM_END)[0], translation) or (
            original.encode(),
            translation.encode(),
        )


def _join_texts(entry: Entry, catalogue: Catalogue) -> tuple[str, str] | None:
    """What an entry is found by with its plural, and its translations; None where it is not compiled.

    Raises CatalogueError where there are more NULs than part the forms.
    """
    texts = None if entry.obsolete else entry.read_texts()
    if texts is None and not entry.obsolete and entry.message is entry.parsed and is_current_for_gettext(entry.raw):
        message = entry.message
        texts = Texts(message.key, message.msgid_plural, message.msgstr)
    if texts is None or not texts.msgstr[0]:
        return None
    (msgid, context), plural, msgstr = texts
    original = msgid if context is None else f"{context}{_CONTEXT_END}{msgid}"
    if plural is not None:
        original = f"{original}{_FORM_END}{plural}"
    translation = msgstr[0] if plural is None else _FORM_END.join(msgstr)
    if original.count(_FORM_END) + translation.count(_FORM_END) != (0 if plural is None else len(msgstr)):
        raise CatalogueError(
            f"{msgid!r} holds a NUL, which ends a string in an MO file",
            path=catalogue.path,
            line=entry.message.line,
            advice="take the \\000 out of the PO file",
        )
    return original, translation


def _pack(pairs: Iterable[Pair], charset: str, system: Iterable[SystemPair] = ()) -> bytes:
    """The file with these texts, of those that are found alike the first. Raises UnicodeEncodeError."""
    found: dict[bytes, Pair] = {}
    for pair in pairs if codec_of(charset) == _UTF_8 else _recode(pairs, codec_of(charset) or charset):
        key = pair[0]
        found.setdefault(key.partition(FORM_END)[0] if _NUL in key else key, pair)
    original, header = found.get(b"", (b"", b""))
    if header and not original:
        # msgfmt leaves the date out of the header, so that a new template with the same messages gives the same bytes.
        found[b""] = (b"", _CREATION_DATE.sub(b"", header, count=1))
    keys = tuple(sorted(found))
    codec = codec_of(charset) or charset
    unique = {pair.key.encode(codec): pair for pair in reversed([*system])}
    return _lay_out(
        keys, [found[key] for key in keys], [pair for key, pair in reversed(unique.items()) if key not in found], codec
    )


def _recode(pairs: Iterable[Pair], codec: str) -> Iterator[Pair]:
    for original, translation in pairs:
        yield original.decode().encode(codec), translation.decode().encode(codec)


def _lay_out(keys: tuple[bytes, ...], pairs: Sequence[Pair], system: Sequence[SystemPair], codec: str) -> bytes:
    """Head, both tables of lengths and offsets, hash table, tables of what depends on the system, strings."""
    slots = _hash_table(keys, len(system))
    strings = [original for original, _ in pairs] + [translation for _, translation in pairs]
    lengths = list(map(len, strings))
    count, head = len(pairs), _HEAD + (SYSTEM_HEAD if system else 0)
    tables = head + 8 * len(strings) + 4 * len(slots)
    first = tables + measure(system)
    table = [0] * (2 * len(strings))
    table[::2] = lengths
    *starts, end = accumulate(map((1).__add__, lengths), initial=first)
    table[1::2] = starts
    words = [MAGIC, 0, count, head, head + 8 * count, len(slots), head + 16 * count]
    if not system:
        words += [*table, *slots]
        return struct.pack(f"<{len(words)}I", *words) + b"\0".join([*strings, b""])
    words[1] = _MINOR + (_MAJOR if any(DIGITS in pair.parts for pair in system) else 0)
    apart = lay_out_system(system, codec, tables=tables, strings=end)
    words += [*apart.head, *table, *slots, *apart.words]
    return struct.pack(f"<{len(words)}I", *words) + b"\0".join([*strings, b""]) + apart.strings


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
