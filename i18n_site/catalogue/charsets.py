"""The character sets that a PO file may declare. Knows nothing of entries."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from i18n_site.errors import CatalogueError, CatalogueSyntaxError

FALLBACK = "utf-8"
CARRIER = "iso-8859-1"
"""Maps every byte to one character and back: reads files without a usable declaration whose bytes are not UTF-8."""

BOM = b"\xef\xbb\xbf"
MAX_BYTES = 256 * 2**20
"""A PO file beyond this is refused; the largest real ones have some 20 MB."""

_BLOCK = 1024
_JOIN = "\\\n"

CODECS = {
    # The names that gettext calls portable and Python can read, and a few spellings that occur in files.
    **{f"iso-8859-{part}": f"iso8859_{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)},
    **{f"cp{page}": f"cp{page}" for page in (850, 866, 874, 932, 949, 950, *range(1250, 1259))},
    **{f"windows-{page}": f"cp{page}" for page in range(1250, 1259)},
    "ascii": "ascii",
    "us-ascii": "ascii",
    "ansi_x3.4-1968": "ascii",
    "utf-8": "utf_8",
    "utf8": "utf_8",
    "latin1": "iso8859_1",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "koi8-t": "koi8_t",
    "tis-620": "tis_620",
    "gb2312": "gb2312",
    "gbk": "gbk",
    "gb18030": "gb18030",
    "big5": "big5",
    "big5-hkscs": "big5hkscs",
    "euc-jp": "euc_jp",
    "euc-kr": "euc_kr",
    "shift_jis": "shift_jis",
}
"""Closed on purpose: Python also has "codecs" such as rot13, utf-7 and unicode_escape, which no catalogue may choose."""

_STRINGS = rb'(?:[ \t\r\n]*"(?:[^"\\\n]|\\.)*+")'
_HEADER = re.compile(
    # The last msgctxt or string before `msgid ""` tells a header from an entry with a context.
    rb'^[ \t]*+(msgctxt[ \t\r\n]*+"(?:[^"\\\n]|\\.)*+"[ \t\r\n]*+)?msgid(?:[ \t\r\n]*+"")++[ \t\r\n]*+msgstr('
    + _STRINGS
    + rb"++)",
    re.MULTILINE,
)
_SEAM = re.compile(rb'"[ \t\r\n]*"')
_CHARSET = re.compile(rb"charset=([^ \t\\]+)")


@dataclass(frozen=True, eq=False)
class Source:
    """The text of a PO file, with the way back to its bytes."""

    text: str
    """Without byte order mark; CRLF is folded to LF where every line ends so. Undecodable bytes are lone surrogates.

    A newline behind a backslash is left out with it, as gettext does before it looks at anything else: a comment that ends in
    one goes on in the next line.
    """
    charset: str
    bom: bool
    newline: str
    clean: bool
    """No surrogates, and one kind of newline throughout."""
    slice_bytes: Callable[[int, int], bytes]
    """The bytes of the file that `text[start:end]` was read from."""
    joins: Sequence[int] = ()
    """Where a newline was left out, in order: before which characters."""

    def line_of(self, offset: int) -> int:
        """The 1-based line on which a character of the text stands."""
        block = offset // _BLOCK
        newlines = self._newlines_before[block] + self.text.count("\n", block * _BLOCK, offset)
        return 1 + newlines + bisect.bisect_right(self.joins, offset)

    @functools.cached_property
    def _newlines_before(self) -> list[int]:
        """The newlines before each block of the text."""
        blocks = range(0, len(self.text), _BLOCK)
        return list(accumulate((self.text.count("\n", start, start + _BLOCK) for start in blocks), initial=0))


@functools.lru_cache(maxsize=64)  # It is asked for every text that is written.
def codec_of(charset: str) -> str | None:
    """Python's name for a character set that PO files may declare; None for any other."""
    return CODECS.get(charset.lower()) or CODECS.get(charset.lower().replace("_", "-"))


def encode_text(text: str, charset: str, *, path: str | None = None, line: int | None = None, errors: str = "strict") -> bytes:
    """`text` in a file's character set. Raises CatalogueError where a character has no place in it."""
    try:
        return text.encode(codec_of(charset) or charset, errors)
    except UnicodeEncodeError as fault:
        character = fault.object[fault.start]
        raise CatalogueError(
            f"{character!a} cannot be written in {charset}",
            path=path,
            line=line,
            advice="convert the file first: msgconv -t UTF-8",
        ) from fault


def declared_charset(data: bytes) -> str | None:
    """The `charset=` of the first header entry, lower case; None where there is none."""
    for header in _HEADER.finditer(data):
        if header[1] is None:
            found = _CHARSET.search(_SEAM.sub(b"", header[2]).rstrip(b'"'))
            return found[1].decode("ascii", "replace").lower() if found else None
    return None


def decode_source(data: bytes, *, path: str) -> Source:
    """Decode a PO file as its header says.

    Without a usable declaration the file is UTF-8 if it can be, else `CARRIER`. Raises CatalogueSyntaxError for a NUL byte
    (UTF-16, a truncated write) and for a file beyond `MAX_BYTES`.
    """
    if len(data) > MAX_BYTES:
        raise CatalogueSyntaxError(f"is larger than {MAX_BYTES} bytes", path=path, advice="split it into several domains")
    nul = data.find(b"\0")
    if nul >= 0:
        raise CatalogueSyntaxError(
            "there is a NUL byte",
            path=path,
            line=data.count(b"\n", 0, nul) + 1,
            column=nul - data.rfind(b"\n", 0, nul),
            advice="save the file as UTF-8, or restore it from a backup if it was cut off",
        )
    bom = data.startswith(BOM)
    data = data.removeprefix(BOM)
    charset = FALLBACK if bom else _choose_charset(data)
    codec = codec_of(charset) or FALLBACK
    text, strict = _decode(data, codec)
    # Counting takes longer than decoding; most files have no CR at all.
    lines, folded = (data.count(b"\n"), data.count(b"\r\n")) if b"\r" in data else (0, 0)
    uniform = folded in (0, lines)
    if folded and uniform:
        text = text.replace("\r\n", "\n")
    newline = "\r\n" if folded * 2 > lines else "\n"
    back = _way_back(data, text, codec, newline if uniform else "\n")
    joins: Sequence[int] = ()
    if _JOIN in text and not (folded and uniform):
        text, joins, back = _join_lines(text, back)
    return Source(text, charset, bom, newline, strict and uniform, back, joins)


def _choose_charset(data: bytes) -> str:
    """What the header declares, where that is a character set of PO files and no file in UTF-8 that says ASCII."""
    declared = declared_charset(data) or ""
    codec = codec_of(declared)
    if codec is not None and (codec != "ascii" or data.isascii()):
        return declared
    try:
        data.decode(FALLBACK)
    except UnicodeDecodeError:
        return CARRIER
    return FALLBACK


def _decode(data: bytes, codec: str) -> tuple[str, bool]:
    """The text, and whether every byte had a meaning."""
    try:
        return data.decode(codec), True
    except UnicodeDecodeError:
        return data.decode(codec, "surrogateescape"), False


def _way_back(data: bytes, text: str, codec: str, newline: str) -> Callable[[int, int], bytes]:
    """How to cut the bytes that a piece of the text was read from."""
    if len(text) == len(data):
        return lambda start, end: data[start:end]
    if newline == "\r\n":
        return lambda start, end: text[start:end].replace("\n", "\r\n").encode(codec, "surrogateescape")
    if codec == "utf_8" or text.encode(codec, "surrogateescape") == data:
        return lambda start, end: text[start:end].encode(codec, "surrogateescape")
    # Shift_JIS and its like have several byte sequences for one character: only counting finds the place again.
    offsets = _offsets(data, codec)
    return lambda start, end: data[offsets[start] : offsets[end]]


def _join_lines(text: str, back: Callable[[int, int], bytes]) -> tuple[str, Sequence[int], Callable[[int, int], bytes]]:
    """The text without newlines behind a backslash, where they were, and how to cut the bytes of a piece of it."""
    pieces = text.split(_JOIN)
    joins = list(accumulate(map(len, pieces[:-1])))

    joined = "".join(pieces)

    def place(offset: int) -> int:
        left_out = len(joins) if offset == len(joined) else bisect.bisect_left(joins, offset)
        return offset + len(_JOIN) * left_out

    return joined, joins, lambda start, end: back(place(start), place(end))


def _offsets(data: bytes, codec: str) -> list[int]:
    """The byte offset at which each character starts, and the end."""
    offsets: list[int] = []
    for start, end in _line_spans(data):
        piece = data[start:end]
        position = start
        for character in piece.decode(codec, "surrogateescape"):
            offsets.append(position)
            position += _width_at(data, position, end, character, codec)
    offsets.append(len(data))
    return offsets


def _line_spans(data: bytes) -> list[tuple[int, int]]:
    """Newlines are single bytes in every character set of `CODECS`."""
    ends = [match.end() for match in re.finditer(rb"\n", data)]
    return list(zip([0, *ends], [*ends, len(data)], strict=True))


def _width_at(data: bytes, position: int, end: int, character: str, codec: str) -> int:
    """How many bytes stand for the character that begins at `position`."""
    for width in range(1, end - position + 1):
        if data[position : position + width].decode(codec, "surrogateescape") == character:
            return width
    return 1
