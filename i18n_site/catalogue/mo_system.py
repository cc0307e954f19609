"""The strings of an MO file that depend on the system: `<PRIu64>` in a C message is another directive on every machine.

They stand apart, cut where that part belongs, and whoever opens the file puts in what the system says there. Pure: bytes in,
bytes out. The layout is that of `write-mo.c` of GNU gettext 0.21.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from i18n_site.catalogue.c_directives import Span, is_c_format, may_depend, system_parts
from i18n_site.model import Message

HEAD = 20
"""Bytes more that the head of such a file takes: number and offset of the parts, number of messages, two tables of theirs."""
DIGITS = "I"
"""The part that older readers crash over, so that a file that has it says a higher revision."""
_LAST = 0xFFFFFFFF
"""Stands for the part behind the last piece: none."""

Pieces = tuple[str, ...]
"""A text that was cut: a piece, a part that depends on the system, a piece, and so on; the last one is a piece."""


class SystemPair(NamedTuple):
    """A message of which something depends on the system."""

    original: Pieces
    """Context and msgid."""
    plural: str | None
    translation: Pieces
    """All forms, NULs between."""

    @property
    def key(self) -> str:
        """What it is found by, as it stands in the PO file."""
        return "".join(self.original)

    @property
    def parts(self) -> Iterator[str]:
        """What differs, in order."""
        yield from self.original[1::2]
        yield from self.translation[1::2]

    @property
    def texts(self) -> tuple[str, str]:
        """Original and translation, as they stand in the PO file."""
        plural = "" if self.plural is None else f"\0{self.plural}"
        return self.key + plural, "".join(self.translation)


def cut_message(message: Message, original: str, translation: str) -> SystemPair | None:
    """The message cut where something depends on the system; None where nothing does.

    `original` is its context and msgid, `translation` all of its forms, as an MO file has them.
    """
    if not is_c_format(message.flags) or not (may_depend(original) or may_depend(translation)):
        return None
    first = len(original) - len(message.key.msgid)
    originals = [_shift(span, first) for span in system_parts(message.key.msgid, translated=False)]
    starts = accumulate((len(form) + 1 for form in message.msgstr), initial=0)
    translations = [
        _shift(span, start)
        for form, start in zip(message.msgstr, starts, strict=False)
        for span in system_parts(form, translated=True)
    ]
    if not originals and not translations:
        return None
    return SystemPair(_cut(original, originals), message.msgid_plural, _cut(translation, translations))


def _shift(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _cut(text: str, spans: Iterable[Span]) -> Pieces:
    pieces = []
    end = 0
    for start, after in spans:
        pieces += [text[end:start], text[start:after].strip("<>")]
        end = after
    return (*pieces, text[end:])


class SystemTables(NamedTuple):
    """What stands behind the hash table, and behind all other strings."""

    head: tuple[int, ...]
    """Five words."""
    words: tuple[int, ...]
    strings: bytes


def measure(pairs: Sequence[SystemPair]) -> int:
    """Bytes of the words of `lay_out_system`."""
    parts = {part for pair in pairs for part in pair.parts}
    return 4 * sum((2 * len(parts), 2 * len(pairs), *(1 + len(text) + 1 for pair in pairs for text in (pair[0], pair[2]))))


def lay_out_system(pairs: Sequence[SystemPair], codec: str, *, tables: int, strings: int) -> SystemTables:
    """The tables that begin at the offset `tables`, for strings that begin at `strings`. Raises UnicodeEncodeError."""
    parts = {part: number for number, part in enumerate(dict.fromkeys(part for pair in pairs for part in pair.parts))}
    data = [part.encode(codec) + b"\0" for part in parts]
    words: list[int] = []
    for length, start in zip(map(len, data), accumulate(map(len, data), initial=strings), strict=False):
        words += [length, start]
    descriptors: list[list[int]] = []
    place = strings + sum(map(len, data))
    for texts in ([(pair.original, pair.plural) for pair in pairs], [(pair.translation, None) for pair in pairs]):
        for pieces, plural in texts:
            still = [piece.encode(codec) for piece in pieces[::2]]
            still[-1] += b"\0" if plural is None else b"\0" + plural.encode(codec) + b"\0"
            descriptor = [place]
            for piece, number in zip(still, [*(parts[part] for part in pieces[1::2]), _LAST], strict=True):
                descriptor += [len(piece), number]
            descriptors.append(descriptor)
            data += still
            place += sum(map(len, still))
    first = tables + 4 * len(words)
    behind = first + 4 * len(descriptors)
    words += list(accumulate((4 * len(descriptor) for descriptor in descriptors), initial=behind))[:-1]
    head = (len(parts), tables, len(pairs), first, first + 4 * len(pairs))
    return SystemTables(head, (*words, *(word for descriptor in descriptors for word in descriptor)), b"".join(data))


class SystemReader:
    """Reads the messages back out of a file's bytes, its parts as they stand in a PO file.

    Raises struct.error or ValueError for what is no whole file.
    """

    def __init__(self, data: bytes, order: str, head: int) -> None:
        self._data, self._order = data, order
        self._room = 4 * len(data)
        self._count, self._parts, self._messages, *self._tables = self._words(head, 5)

    def read_pairs(self) -> list[tuple[bytes, bytes]]:
        """Original and translation of each, plurals behind a NUL as in other messages."""
        if self._messages * 8 > len(self._data) or self._count * 8 > len(self._data):
            raise ValueError("more than the file can hold")
        originals, translations = (map(self._read, self._words(table, self._messages)) for table in self._tables)
        return list(zip(originals, translations, strict=True))

    def _read(self, descriptor: int) -> bytes:
        (start,) = self._words(descriptor, 1)
        pieces: list[bytes] = []
        place = descriptor + 4
        while True:
            length, number = self._words(place, 2)
            pieces.append(self._slice(start, length))
            if number == _LAST:
                break
            if number >= self._count:
                raise ValueError("no such part")
            part_length, part_start = self._words(self._parts + 8 * number, 2)
            part = self._slice(part_start, part_length).removesuffix(b"\0")
            pieces.append(b"<" + part + b">" if len(part) > 1 else part)
            start, place = start + length, place + 8
        if not pieces[-1].endswith(b"\0"):
            raise ValueError("a string has no end")
        return b"".join(pieces)[:-1]

    def _words(self, offset: int, count: int) -> tuple[int, ...]:
        return struct.unpack_from(f"{self._order}{count}I", self._data, offset)

    def _slice(self, start: int, length: int) -> bytes:
        self._room -= length
        if start + length > len(self._data) or self._room < 0:
            raise ValueError("a string lies behind the end, or strings overlap")
        return self._data[start : start + length]
