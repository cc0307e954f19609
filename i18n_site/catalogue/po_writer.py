"""Write PO and POT files as GNU gettext 0.21 writes them. The door is `po.py`.

Two forms. The lossless one, which goes to disk, gives every untouched entry its own bytes back and writes only changed ones
anew. The canonical one is what msgcat makes of the file: it leaves out what msgcat 0.21 leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import cast

from i18n_site.catalogue.charsets import BOM, codec_of, encode_text
from i18n_site.catalogue.comments import (
    canonical_flags,
    sticky_flags,
    write_comments,
    write_flags,
    write_references,
)
from i18n_site.catalogue.format_directives import directive_insides
from i18n_site.catalogue.gettext_comments import read_as_gettext
from i18n_site.catalogue.lazy_entry import LazyEntry
from i18n_site.catalogue.wrapping import fill, fill_all, fits
from i18n_site.errors import CatalogueError
from i18n_site.files import write_atomically
from i18n_site.model import Catalogue, Entry, Message

_WIDTH = 77
"""Columns between the quotes of a string without a prefix: a page of 79."""

_SPECIAL = re.compile(r'[\x00\a\b\t\n\v\f\r"\\]')
_ESCAPES = str.maketrans(
    {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v", '"': '\\"', "\\": "\\\\"}
    | {"\0": "\\000"}
)
_PORTION = re.compile(r"[^\n]*\n|[^\n]+")
_ESCAPE = re.compile(r"\\(?:000|.)")
_NOTHING: Mapping[str, Sequence[str]] = {}
_MANY = 50
"""Entries made in memory that are cut into lines all at once; fewer are new messages of a catalogue, the same in every language,
and rather remembered."""
_NEWLINES = (b"\n", b"\r\n")
_BLANK_LINES = re.compile(rb"(?:[ \t\f\v]*\r?\n)*")
_DOMAIN = re.compile(rb'^[ \t]*domain[ \t]*"[^\n]*\n', re.MULTILINE)


def write_po(path: Path, catalogue: Catalogue, *, root: Path | None = None) -> bool:
    """Put the catalogue's lossless form into the file, in one step; False where the file holds it already.

    `root` bounds symbolic links as in `write_atomically`. Raises CatalogueError where a text has no place in the
    catalogue's character set and WriteError where the file cannot be written; the old file is then intact.
    """
    return write_atomically(path, format_po(catalogue), root=root)


def format_po(catalogue: Catalogue, *, canonical: bool = False) -> bytes:
    """The bytes of a PO file.

    Lossless by default: entries that are as they were read keep their bytes, the others are written in gettext's form, in
    the catalogue's character set and newlines. `canonical` gives msgcat's form of the whole: obsolete entries last, LF,
    no byte order mark. Raises CatalogueError where a text has no place in the character set.
    """
    if codec_of(catalogue.charset) is None:
        raise CatalogueError(f"{catalogue.charset!r} is no character set of PO files", path=catalogue.path, advice="use UTF-8")
    return b"".join(_canonical(catalogue) if canonical else _lossless(catalogue))


def _lossless(catalogue: Catalogue) -> Iterator[bytes]:
    if catalogue.bom:
        yield BOM
    newline = catalogue.newline.encode("ascii")
    before: bytes | None = None
    made_before = behind_mark = False
    for entries, stretch in _stretches(catalogue.entries):
        entry = entries[0]
        made = stretch is None and entry.raw is None
        raw = _untouched(entry, behind_mark) if stretch is None else stretch
        piece = raw if raw is not None else _make(entries, catalogue) if made else _rewrite(entry, catalogue)
        if before is not None:
            # Beside an entry made in memory no bytes say what stands between: a blank line.
            apart = made or made_before
            if apart and not piece.startswith(_NEWLINES):
                piece = newline + piece
            own_line = apart or raw is None or piece.startswith(_NEWLINES) or (behind_mark and not entry.obsolete)
            if own_line and not before.endswith(b"\n"):
                piece = newline + piece
        yield piece
        before, made_before = piece, made
        # What comes next on the same line is obsolete too.
        behind_mark = not piece.endswith(b"\n") and entry.obsolete
    yield catalogue.tail


def _stretches(entries: Iterable[Entry]) -> Iterator[tuple[list[Entry], bytes | None]]:
    """The entries one by one; those made in memory that stand together at once.

    So too those that follow one another as in their file, with the bytes of all.
    """
    for kind, together in groupby(entries, _kind_of):
        if kind == _MADE:
            yield list(together), None
        elif kind == _LAZY:
            yield from _lazy_stretches(cast("Iterator[LazyEntry]", together))
        else:
            yield from (([entry], None) for entry in together)


_LAZY, _MADE, _OTHER = range(3)


def _kind_of(entry: Entry) -> int:
    return _LAZY if isinstance(entry, LazyEntry) else _MADE if entry.raw is None else _OTHER


def _lazy_stretches(entries: Iterator[LazyEntry]) -> Iterator[tuple[list[Entry], bytes | None]]:
    first = last = next(entries)
    for entry in entries:
        if not entry.follows(last):
            yield [first], first.raw_through(last)
            first = entry
        last = entry
    yield [first], first.raw_through(last)


def _untouched(entry: Entry, behind_mark: bool) -> bytes | None:
    """The bytes of an entry that is as it was read; None where it must be written anew."""
    if entry.raw is None or (entry.message is not entry.parsed and entry.message != entry.parsed):
        return None
    if entry.obsolete and not behind_mark and not entry.raw.lstrip().startswith((b"#", b"domain")):
        return None  # It stood behind another on one line, whose `#~` is not its own.
    return entry.raw


def _make(entries: Sequence[Entry], catalogue: Catalogue) -> bytes:
    """Entries made in memory, a blank line between them."""
    messages = [entry.message for entry in entries]
    laid_out = _NOTHING
    if len(messages) > _MANY:
        laid_out = _lay_out_long(text for message in messages for text in (message.key.msgid, *message.msgstr))
    blocks = [
        (_comment_lines(message, message.flags, frozenset(), catalogue), _string_block(message, catalogue, laid_out))
        for message in messages
    ]
    try:
        lines = [line for comments, block in blocks for line in (*comments, *block, "")]
        return catalogue.newline.join(lines).encode(codec_of(catalogue.charset) or catalogue.charset)
    except UnicodeEncodeError:
        newline = catalogue.newline.encode("ascii")
        return newline.join(
            _encode(comments, block, message, catalogue, catalogue.newline)
            for message, (comments, block) in zip(messages, blocks, strict=True)
        )


def _rewrite(entry: Entry, catalogue: Catalogue) -> bytes:
    """A changed entry, behind the blank lines and `domain` directives that stood before it."""
    lead, sticky = b"", frozenset[str]()
    if entry.raw is not None:
        blank = _BLANK_LINES.match(entry.raw)
        lead = (blank[0] if blank else b"") + b"".join(_DOMAIN.findall(entry.raw))
        if b"#=" in entry.raw:
            sticky = sticky_flags(entry.raw.decode("latin-1"))
    message = entry.message
    comments = _comment_lines(message, message.flags, sticky, catalogue)
    return lead + _encode(comments, _string_block(message, catalogue), message, catalogue, catalogue.newline)


def _canonical(catalogue: Catalogue) -> Iterator[bytes]:
    active = [entry for entry in catalogue.entries if not entry.obsolete]
    retired = [entry for entry in catalogue.entries if entry.obsolete and _first(entry.message)]
    for number, entry in enumerate([*active, *retired]):
        if number:
            yield b"\n"
        message = entry.message
        unchanged = message is entry.parsed or message == entry.parsed
        read = read_as_gettext(entry.raw, codec_of(catalogue.charset) or "utf-8") if unchanged else None
        if read is not None:
            message = replace(message, flags=read.flags)
        flags = canonical_flags(flag for flag in message.flags if flag != "fuzzy" or _first(message))
        if message.obsolete:
            flags = tuple(flag for flag in flags if not flag.startswith("range:"))
        comments = _comment_lines(message, flags, frozenset(), catalogue) if read is None else [*read.lines, *write_flags(flags)]
        yield _encode(comments, _string_block(message, catalogue), message, catalogue, "\n")


def _first(message: Message) -> str:
    return message.msgstr[0] if message.msgstr else ""


def _encode(comments: list[str], block: list[str], message: Message, catalogue: Catalogue, newline: str) -> bytes:
    """The bytes of an entry. Comments may hold bytes without a meaning, which go back as they came; strings may not."""
    try:
        return newline.join([*comments, *block, ""]).encode(codec_of(catalogue.charset) or catalogue.charset)
    except UnicodeEncodeError:
        above, strings = (newline.join([*lines, ""]) for lines in (comments, block))
        return b"".join(
            encode_text(text, catalogue.charset, path=catalogue.path, line=message.line, errors=errors)
            for text, errors in ((above, "surrogateescape"), (strings, "strict"))
        )


def _comment_lines(message: Message, flags: tuple[str, ...], sticky: frozenset[str], catalogue: Catalogue) -> list[str]:
    """The lines above the strings, in gettext's order."""
    lines = write_comments("#", message.translator_comments) if message.translator_comments else []
    if message.extracted_comments:
        lines += write_comments("#.", message.extracted_comments)
    if message.references:
        lines += write_references(message.references, codec_of(catalogue.charset) or "utf-8")
    if flags:
        lines += write_flags(flags, sticky)
    return lines


def _string_block(message: Message, catalogue: Catalogue, laid_out: Mapping[str, Sequence[str]] = _NOTHING) -> list[str]:
    """The lines of previous strings, context, msgid and translations. Raises CatalogueError for forms without a plural.

    `laid_out`: the lines of texts as `_lay_out_long` gives them.
    """
    if message.msgid_plural is None and len(message.msgstr) > 1:
        raise CatalogueError(
            f"{message.key.msgid!r} has {len(message.msgstr)} translations but no msgid_plural",
            path=catalogue.path,
            line=message.line,
            advice="give it a msgid_plural, or one translation",
        )
    mark, old = ("#~ ", "#~| ") if message.obsolete else ("", "#| ")
    fields: list[tuple[str, str, str | None]] = []
    was = message.previous
    if was is not None and any(text is not None for text in was):
        # gettext's grammar wants the msgid; without one it is the context or the plural that has changed.
        msgid = message.key.msgid if was.msgid is None else was.msgid
        fields += [(old, "msgctxt", was.msgctxt), (old, "msgid", msgid), (old, "msgid_plural", was.msgid_plural)]
    fields += [(mark, "msgctxt", message.key.msgctxt), (mark, "msgid", message.key.msgid)]
    if message.msgid_plural is None:
        fields.append((mark, "msgstr", _first(message)))
    else:
        fields.append((mark, "msgid_plural", message.msgid_plural))
        fields += [(mark, f"msgstr[{number}]", form) for number, form in enumerate(message.msgstr or ("",))]
    known = laid_out if not message.obsolete and _has_no_format(message.flags) else _NOTHING
    lines: list[str] = []
    for prefix, keyword, text in fields:
        if text is None:
            continue
        if not text:
            lines.append(f'{prefix}{keyword} ""')
        elif not prefix and text in known:
            lines.append(f'{keyword} ""')
            lines += known[text]
        else:
            lines += string_lines(keyword, text, prefix, message.flags)
    return lines


def _lay_out_long(texts: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """The lines of those texts that take several, without the keyword's own: many are cut at once in a third of the time.

    They stand in entries without a format, behind no prefix.
    """
    portions = {text: _portions(text) for text in texts if len(text) * (1 if text.isascii() else 2) > _WIDTH}
    filled = iter(fill_all((portion for some in portions.values() for portion in some), width=_WIDTH))
    lines = {text: [f'"{line}"' for portion in some for line in next(filled)] for text, some in portions.items()}
    return {text: some for text, some in lines.items() if len(some) > 1}


def string_lines(keyword: str, text: str, prefix: str = "", flags: Collection[str] = ()) -> list[str]:
    """A keyword with its text as gettext lays it out behind `prefix`: on one line, or each portion from the next line on.

    A portion ends with a newline of the text. `flags` are the entry's: `no-wrap` and the formats change where lines end.
    """
    width = _WIDTH - len(prefix)
    if len(keyword) + 1 + (1 if text.isascii() else 2) * len(text) <= width and _is_plain(text):
        return [f'{prefix}{keyword} "{text}"']
    if _has_no_format(flags):
        return [*_lines_without_format(keyword, text, prefix)]
    return _lines(keyword, text, prefix, flags)


@lru_cache(maxsize=32_768)
def _lines_without_format(keyword: str, text: str, prefix: str) -> tuple[str, ...]:
    """As `string_lines`; remembered, since a msgid is laid out alike in the catalogues of every language."""
    if not _is_plain(text):
        return tuple(_lines(keyword, text, prefix, ()))
    width = _WIDTH - len(prefix)
    filled = fill(text, width=width)
    if len(filled) == 1 and fits(text, column=len(keyword) + 1, width=width):
        return (f'{prefix}{keyword} "{text}"',)
    return (f'{prefix}{keyword} ""', *[f'{prefix}"{line}"' for line in filled])


def _lines(keyword: str, text: str, prefix: str, flags: Collection[str]) -> list[str]:
    width = _WIDTH - len(prefix)
    if "no-wrap" in flags:
        filled = [[_escape(portion)] for portion, _ in _split(text)]
        one_line = len(filled) == 1
    else:
        portions = _portions(text, directive_insides(text, flags))
        filled = fill_all(portions, width=width)
        escaped, held = portions[0]
        one_line = len(filled) == len(filled[0]) == 1 and fits(escaped, column=len(keyword) + 1, width=width, held=held)
    if one_line:
        return [f'{prefix}{keyword} "{filled[0][0]}"']
    return [f'{prefix}{keyword} ""', *(f'{prefix}"{line}"' for lines in filled for line in lines)]


def _escape(text: str) -> str:
    return text if _is_plain(text) else text.translate(_ESCAPES)


def _is_plain(text: str) -> bool:
    """Whether a text is written as it is."""
    return (text.isprintable() and '"' not in text and "\\" not in text) or not _SPECIAL.search(text)


def _has_no_format(flags: Collection[str]) -> bool:
    return not flags or flags == ("fuzzy",)


def _split(text: str) -> Iterator[tuple[str, int]]:
    """The portions of a text, each with its offset; an empty text is one."""
    if not text:
        yield "", 0
    for match in _PORTION.finditer(text):
        yield match[0], match.start()


_Portion = tuple[str, Collection[int]]
"""What stands between the quotes before it is cut into lines, and the offsets at which no line begins."""


def _portions(text: str, insides: Collection[int] = ()) -> Sequence[_Portion]:
    """The portions of a text with `insides` of format directives, in which no line begins."""
    if not insides and _is_plain(text):
        return ((text, ()),)
    found: list[_Portion] = []
    for portion, start in _split(text):
        escaped = _escape(portion)
        found.append((escaped, _held(portion, escaped, insides, start)))
    return found


def _held(portion: str, escaped: str, insides: Collection[int], offset: int) -> set[int]:
    """Offsets in the escaped portion at which no line may begin: in an escape, in a directive, before the last newline."""
    if escaped is portion:
        return {place - offset for place in insides if offset <= place < offset + len(portion)}
    held = {place for match in _ESCAPE.finditer(escaped) for place in range(match.start() + 1, match.end())}
    if portion.endswith("\n"):
        held.add(len(escaped) - 2)
    if insides:
        place = 0
        for number, character in enumerate(portion):
            if number + offset in insides:
                held.add(place)
            place += len(character.translate(_ESCAPES))
    return held
