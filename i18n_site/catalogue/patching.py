"""Replace in a translation what changed in its source by itself: an address, a number, code. Opens no files.

Only what can be told for certain is replaced: a piece that stands once in the old source, and once in the translation, as a
piece of its own. `1` is no part of `1er`, nor of `1 005`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from i18n_site.catalogue.tokens import Kind, Place, Token, align, canonical, find_places

REPLACEABLE = (Kind.TARGET, Kind.NUMBER, Kind.CODE)
"""What reads the same in every language."""


class Piece(NamedTuple):
    """An address, a number or code, as it is compared."""

    kind: Kind
    text: str


class Replacement(NamedTuple):
    """What comes in place of a piece."""

    piece: Piece
    written: str
    """As its author wrote it."""


_BRACKETS = "([<"
_BREAKS_OUT = re.compile(r"""["'<>\s]""")
_NUMBER = re.compile(r"(?:(?<![^\W_])[+-])?\d+(?:[.,:]\d+)*")
_GAPS = (" ", "\u00a0", "\u2009", "\u202f", "'")
"""What parts the thousands of a number, beside full stop and comma."""
_FIRST_DIGITS = re.compile(r"[+-]?\d{1,3}(?:\D\d{3})*")
_NEXT_DIGITS = re.compile(r"\d{3}(?:[.,]\d+)*")
_HIDDEN = "\0"
"""Stands in the search for numbers where there is none to be found: in addresses, code, tags, placeholders."""


@lru_cache(maxsize=4096)  # A site asks the same of every language.
def find_replacements(pairs: tuple[tuple[str, str], ...], kinds: tuple[Kind, ...]) -> Mapping[Piece, Replacement] | None:
    """What of some kinds changed between old and new source texts, piece by piece.

    None where that cannot be told, and where of one kind nothing did: whatever it is that changed, it is no piece.
    """
    found: dict[Piece, Replacement] = {}
    for old, new in pairs:
        for kind in kinds:
            before = [place for place in _pieces(old) if place.token.kind is kind]
            after = [place for place in _pieces(new) if place.token.kind is kind]
            if len(before) != len(after):
                return None
            counts = Counter(map(_piece, before))
            for one, other in zip(before, after, strict=True):
                piece, replacement = _piece(one), Replacement(_piece(other), other.token.text)
                # A number is what it says, however it is set; an address and code are what is written.
                if one.token.text == other.token.text or (kind is Kind.NUMBER and piece == replacement.piece):
                    continue
                if counts[piece] > 1 or found.setdefault(piece, replacement) != replacement or not _fits(one, other):
                    return None
    return found if {piece.kind for piece in found} == {*kinds} else None


def patch(text: str, replacements: Mapping[Piece, Replacement], *, done: bool = False) -> str | None:
    """A translation with its pieces replaced; None where one of them does not stand in it exactly once.

    `done`: a piece that is not there counts as replaced where what comes in its place is there already.
    """
    pieces = _pieces(text)
    counts = Counter(map(_piece, pieces))
    for piece, (wanted, _) in replacements.items():
        if counts[piece] != 1 and not (done and not counts[piece] and counts[wanted]):
            return None
    patched, position = "", 0
    for place in pieces:
        if replacement := replacements.get(_piece(place)):
            patched += text[position : place.start] + replacement.written
            position = place.end
    patched += text[position:]
    expected = [replacements[piece].piece if piece in replacements else piece for piece in map(_piece, pieces)]
    # What was put in must read as what it is, and as nothing more: `5` beside a letter would be another number.
    return patched if [*map(_piece, _pieces(patched))] == expected else None


def _piece(place: Place) -> Piece:
    return Piece(place.token.kind, canonical(place.token.text))


def _fits(old: Place, new: Place) -> bool:
    """Whether a target may stand where another stood: in the same brackets, and without what would end an attribute."""
    if old.token.kind is not Kind.TARGET:
        return True
    one, other = old.token.text[:1], new.token.text[:1]
    if one in _BRACKETS or other in _BRACKETS:
        return one == other
    return not _BREAKS_OUT.search(new.token.text)


def _pieces(text: str) -> list[Place]:
    """The replaceable pieces of a text in order, written as they stand in it."""
    pieces: list[Place] = []
    seen, position = "", 0
    for (kind, found), start, end in find_places(text):
        if kind in REPLACEABLE and not (kind is Kind.NUMBER and found[-1:].isdecimal()):
            pieces.append(_written(text, kind, start, end))
        if kind in (Kind.TARGET, Kind.CODE, Kind.MARKUP) or (kind is Kind.NUMBER and found[-1:] in ("}", ")")):
            start = max(start, position)
            seen += text[position:start] + _HIDDEN * (end - start)
            position = max(position, end)
    # Scripts without blanks have their numbers inside words, where the tokens do not tell them apart.
    numbers = [_written(text, Kind.NUMBER, start, end) for start, end in _find_numbers(align(seen + text[position:]))]
    return sorted([*pieces, *numbers], key=lambda place: place.start)


def _find_numbers(text: str) -> list[tuple[int, int]]:
    """Where numbers stand, each whole: with whatever parts its thousands, and with the letters that make a word of it."""
    found: list[tuple[int, int]] = []
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        if found and _continues(text[slice(*found[-1])], text[found[-1][1] : start], match[0]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return sorted({_with_letters(text, start, end) for start, end in found})


def _continues(before: str, gap: str, digits: str) -> bool:
    """Whether digits are the next three of the number before them."""
    return gap in _GAPS and bool(_FIRST_DIGITS.fullmatch(before) and _NEXT_DIGITS.fullmatch(digits))


def _with_letters(text: str, start: int, end: int) -> tuple[int, int]:
    """A number is a word of its language with letters beside it, or behind a hyphen: `1er`, `2nd`, `5km`, `COVID-19`."""
    while start and _clings(text, start - 1):
        start -= 1
    while end < len(text) and _clings(text, end):
        end += 1
    return start, end


def _clings(text: str, place: int) -> bool:
    if text[place] == "-":
        return any(map(_is_letter, text[max(place - 1, 0) : place + 2]))
    return _is_letter(text[place]) or text[place].isdecimal()


def _is_letter(char: str) -> bool:
    """Letters of scripts without capitals stand beside numbers that are none of their word."""
    return char.lower() != char.upper() or char in "ºª"


def _written(text: str, kind: Kind, start: int, end: int) -> Place:
    return Place(Token(kind, text[start:end]), start, end)
