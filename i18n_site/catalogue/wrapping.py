"""Break a line of text as GNU gettext 0.21 breaks the strings of a PO file. Knows nothing of entries.

The opportunities are those of Unicode line breaking (UAX 14), the filling is that of libunistring's
`ulc_width_linebreaks`; msgcat is the oracle. Text in ASCII takes a regular expression, any other the tables of
`unicode_tables.py`.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate

from i18n_site.catalogue.unicode_tables import CLASSES, WIDE, ZERO_WIDTH

_SEPARATOR = re.compile("[\x85\u2028\u2029]")

_BREAKS = {
    # The classes before a place: the classes after it between which a line may break without a space (UAX 14, LB13-LB30).
    "b": "a$%(0~BhLVT_i[e23rm",
    "!n.": "a$%(0BhLVT_i[e23rm",
    "a0h": "BLVT_i[e23rm",
    "$": "$%B_r",
    "%": "$%BLVT_ie23rm",
    ")": "(BLVT_i[e23rm",
    ",": "a$%(BhLVT_i[e23rm",
    "-": "a$%(~BhLVT_i[e23rm",
    "/": "a$%(BLVT_i[e23rm",
    "}": "a(0BhLVT_i[e23rm",
    "L": "a$(0BhT_i[erm",
    "V2": "a$(0BhL_i[e23rm",
    "T3": "a$(0BhLV_i[e23rm",
    "_": "a$%(0BhLVTi[e23rm",
    "im": "a$(0BhLVT_i[e23rm",
    "e": "a$(0BhLVT_i[e23r",
    "r": "a$%(0BhLVT_i[e23m",
}
_JOINS = {
    # Between which it may not break even with spaces: closing punctuation, and a few pairs.
    "(": 'b!"a$%(),-/0}~BhLVTn_.wi[e23rm',
    "[": 'b!"a$%(),-/0}~BhLVTn_.wi[e23rm',
    '"': "([",
    "}": "n",
    "_": "_",
}
_CLOSING = "!),/}w"
"""No line begins with one of these."""

_HELD = 0x80
"""Set in the class of a column that begins no line."""
_SECOND = bytes(range(_HELD, 0x100))
"""Those columns; where nothing else is held, the second ones of wide characters."""
_AWKWARD = b"zjhr^\n"
"""Classes that `_Cutter` leaves to `opportunities`: those with a memory, and what has no width but is no mark on a letter."""
_SEVERAL_SPACES = re.compile(rb'[(\["}_\xa8\xdb\xa2\xfd\xdf][ \xa0]{2}')
"""So it does with several spaces that may not break."""
_NO_ASCII = re.compile("([^\0-\x7f]+)")


def fits(text: str, *, column: int, width: int, held: Collection[int] = ()) -> bool:
    """Whether an escaped string that starts at `column` stays on its line: it is short enough, or cannot be broken.

    No line may start at an offset in `held`.
    """
    if column + len(text) * (1 if text.isascii() else 2) <= width:
        return True
    laid_out = _outline(text, held)
    if laid_out is None:
        return len(_fill(text, column, width, held)) == 1
    outline, _ = laid_out
    return column + len(outline) <= width or not _cutter(width).can_cut(outline)


def fill(text: str, *, width: int, held: Collection[int] = ()) -> list[str]:
    """The lines of one escaped string without newlines, together `text`; nothing is added or taken away.

    `width` is in display columns. No line starts at an offset in `held`. A piece that cannot be broken may pass the width.
    """
    return fill_all([(text, held)], width=width)[0]


def fill_all(texts: Iterable[tuple[str, Collection[int]]], *, width: int) -> list[list[str]]:
    """`fill` of each text with the offsets that are held in it: one pass cuts them all, in a third of the time."""
    filled: list[list[str]] = []
    outlines: list[bytes] = []
    long: list[tuple[str, _Columns | None, list[str]]] = []
    for text, held in texts:
        laid_out = _outline(text, held) if len(text) * (1 if text.isascii() else 2) > width else (b"", None)
        if laid_out is None:
            filled.append(_fill(text, 0, width, held))
        elif len(laid_out[0]) <= width:
            filled.append([text])
        else:
            filled.append([])
            outlines.append(laid_out[0])
            long.append((text, laid_out[1], filled[-1]))
    pieces = iter(_cutter(width).cut(outlines) if outlines else ())
    for text, columns, lines in long:
        start = column = 0
        for piece in iter(pieces.__next__, b"\n"):
            if columns is None:
                end = start + len(piece.translate(None, _SECOND))
            else:
                column += len(piece)
                end = bisect.bisect_right(columns, column) - 1
            lines.append(text[start:end])
            start = end
    return filled


_Columns = Sequence[int]
"""The column of each character of a text, and the one behind the last."""


def _outline(text: str, held: Collection[int]) -> tuple[bytes, _Columns | None] | None:
    """The classes of a text, one for each of its columns; None where it is awkward. No line begins at an offset in `held`.

    With it where each character stands, unless the columns that are not in `_SECOND` say so.
    """
    if text.isascii():
        outline = text.encode("ascii").translate(_ascii_outlines())
    else:
        ascii_outlines = _ascii_outlines()
        outline = b"".join(
            [
                _run_outline(run) if place % 2 else run.encode("ascii").translate(ascii_outlines)
                for place, run in enumerate(_NO_ASCII.split(text))
            ]
        )
    if outline.startswith((b" ", b"\0")) or len(outline.translate(None, _AWKWARD)) < len(outline):
        return None
    if (b"  " in outline or b"\xa0" in outline) and _SEVERAL_SPACES.search(outline):
        return None
    if b"\0" in outline:
        # a mark goes with the letter before it
        return None if held or b" \0" in outline or b"\xa0\0" in outline else (outline.replace(b"\0", b""), _columns(text))
    if not held:
        return outline, None
    columns = range(len(text) + 1) if len(outline) == len(text) else _columns(text)
    marked = bytearray(outline)
    for place in held:
        marked[columns[place]] |= _HELD
    return bytes(marked), columns


def _columns(text: str) -> _Columns:
    return list(accumulate(map(int, text.translate(_widths())), initial=0))


def _fill(text: str, column: int, width: int, held: Collection[int]) -> list[str]:
    """Put pieces on a line, the first at `column`, until the next would pass the width."""
    widths = column_widths(text)
    separators = {match.start() for match in _SEPARATOR.finditer(text)}
    places = [place for place in opportunities(text) if place not in held]
    lines: list[str] = []
    line_start = piece_start = 0
    last: int | None = None
    for place in (*sorted({*places, *separators}), len(text)):
        columns = sum(widths[piece_start:place])
        if last is not None and column + columns > width:
            lines.append(text[line_start:last])
            line_start, column = last, 0
        if place in separators:
            # libunistring counts anew behind a line separator, though gettext does not end the line there.
            last, column, piece_start = None, 0, place + 1
        else:
            last = piece_start = place
            column += columns
    lines.append(text[line_start:])
    return lines


class _Cutter:
    """Cuts text at the last opportunity of each line, by a regular expression on the classes of its columns."""

    def __init__(self, width: int) -> None:
        letters = "".join(sorted({*CLASSES, "a", "2"} - {*" z^jhr\n"}))
        spaces = [(b"[ \xa0][ \xa0]", "")]
        for before, never in {"": "", **_JOINS}.items():
            bound = _either(before or "".join(letter for letter in letters if letter not in _JOINS))
            spaces.append((bound + b"[ \xa0]", never))
        # in the order of how often they come
        ends = [(before, "".join(letter for letter in letters if letter not in _CLOSING + never)) for before, never in spaces]
        ends += [(_either(before), after) for before, after in _BREAKS.items()]
        end = b"|".join(b"(?<=%b)(?=[%b])" % (before, re.escape(after.encode("ascii"))) for before, after in ends if after)
        # most places lie within a word, which is told at a glance
        self._end = rb"(?!(?<=[a0])[a0])(?:" + end + b")"
        self._pieces = re.compile(rb"(?:[^\n]{1,%d}|[^\n]+?)(?:(?=\n)|%b)|\n" % (width, self._end))

    @functools.cached_property
    def _cut(self) -> re.Pattern[bytes]:
        return re.compile(rb".+?(?:" + self._end + rb")", re.DOTALL)

    def can_cut(self, outline: bytes) -> bool:
        """Whether there is any opportunity."""
        return self._cut.match(outline) is not None

    def cut(self, outlines: Iterable[bytes]) -> list[bytes]:
        """The lines of each outline, and a newline behind them."""
        return self._pieces.findall(b"\n".join([*outlines, b""]))


@functools.cache
def _cutter(width: int) -> _Cutter:
    return _Cutter(width)


def _either(letters: str) -> bytes:
    """A set of classes, held ones among them."""
    plain = letters.encode("ascii")
    return b"[" + re.escape(plain) + b"".join(b"\\x%02x" % (code | _HELD) for code in plain) + b"]"


def opportunities(text: str) -> list[int]:
    """The offsets before which a line may begin, mandatory breaks aside. After libunistring 1.0's `u8_possible_linebreaks`."""
    breaks, joins = _pairs()
    places = []
    last = before = ""  # Classes: of the last character that was no space, and of the one just before.
    spaces = hyphenated = False
    regionals = 0
    for place, kind in enumerate(text.translate(_classes())):
        if kind == " ":
            spaces = True
        elif kind in "^j" or kind == "z":
            # A combining mark belongs to what it follows; behind a space it stands alone, as a letter.
            if kind != "z" and (last == "z" or (spaces and last)):
                places.append(place)
            if kind == "z" or not last or last == "z" or spaces:
                last = "z" if kind == "z" else "a"
            spaces = False
        elif kind == "\n":
            last, spaces = "", False
        else:
            if last == "z":
                places.append(place)
            elif not last or before == "j" or hyphenated:
                pass
            elif last == kind == "r":
                if spaces or regionals % 2 == 0:
                    places.append(place)
            elif last + kind in breaks or (spaces and last + kind not in joins):
                places.append(place)
            last, spaces = kind, False
        hyphenated = before == "h" and kind in "-b"
        regionals = regionals + 1 if kind == "r" else 0
        before = kind
    return places


def column_widths(text: str) -> list[int]:
    """Columns of each character on a terminal that is not East Asian: 0, 1 or 2."""
    return [ord(digit) - ord("0") for digit in text.translate(_widths())]


@functools.cache
def _pairs() -> tuple[frozenset[str], frozenset[str]]:
    """Pairs of classes: those that break without a space, those that do not break even with one."""
    breaks = {a + b for before, after in _BREAKS.items() for a in before for b in after}
    every = {*CLASSES, "a", "2"}
    joins = {a + b for a in every for b in _CLOSING} | {a + b for a, after in _JOINS.items() for b in after}
    return frozenset(breaks), frozenset(joins)


class _Table(dict[int, str]):
    """For `str.translate`: the letter of a code point, looked up among sorted ranges once and then kept."""

    def __init__(self, ranges: Iterable[tuple[str, str]], default: str) -> None:
        super().__init__()
        self._ranges = sorted(
            (int(start, 16), int(end or start, 16), letter)
            for letter, words in ranges
            for start, _, end in (word.partition("-") for word in words.split())
        )
        self._starts = [start for start, _, _ in self._ranges]
        self._default = default

    def __missing__(self, code: int) -> str:
        place = bisect.bisect_right(self._starts, code) - 1
        found = self._default
        if place >= 0 and code <= self._ranges[place][1]:
            found = self._ranges[place][2]
        if found == "3" and (code - 0xAC00) % 28 == 0:
            found = "2"  # Of the Hangul syllables every 28th has no final consonant.
        self[code] = found
        return found


@functools.cache
def _classes() -> _Table:
    return _Table(CLASSES.items(), "a")


class _Outlines(_Table):
    """The class of a character for each of its columns, the second held; NUL for a mark without any."""

    def __init__(self) -> None:
        super().__init__(CLASSES.items(), "a")

    def __missing__(self, code: int) -> str:
        kind = _classes()[code]
        width = _widths()[code]
        found = ("\0" if kind == "^" else "\n") if width == "0" else kind if width == "1" else kind + chr(ord(kind) | _HELD)
        self[code] = found
        return found


@functools.cache
def _outlines() -> _Outlines:
    return _Outlines()


@functools.lru_cache(maxsize=1024)
def _run_outline(run: str) -> bytes:
    """Of characters that are not ASCII: mostly one by itself, the same again and again."""
    return run.translate(_outlines()).encode("latin-1")


@functools.cache
def _ascii_outlines() -> bytes:
    """The same for `bytes.translate`, much faster where it will do."""
    return "".join(_outlines()[code] for code in range(128)).encode("latin-1").ljust(256, b"\0")


@functools.cache
def _widths() -> _Table:
    return _Table([("0", ZERO_WIDTH), ("2", WIDE)], "1")
