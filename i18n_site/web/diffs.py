"""What changed between two texts, word by word. Pure; knows nothing of languages or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, takewhile


class Fate(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that share a fate."""

    fate: Fate
    text: str


# Scripts that write no spaces are compared sign by sign.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|\d+|(?:(?![{_UNSPACED}])[^\W\d])+|\s+|[^\w\s]")
_MANY = 3000
"""Words beyond which two texts are not compared but shown one after the other: a comparison takes their product in time."""


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of both texts in reading order, what was removed before what was added in its place.

    Joined without the added ones they are `old`, without the removed ones `new`.
    """
    olds, news = _TOKEN.findall(old), _TOKEN.findall(new)
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(olds, news, strict=False)))
    rest = list(zip(reversed(olds[head:]), reversed(news[head:]), strict=False))
    tail = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], rest))
    middle_old, middle_new = olds[head : len(olds) - tail], news[head : len(news) - tail]
    pieces = [
        Piece(Fate.KEPT, "".join(olds[:head])),
        *_compare(middle_old, middle_new),
        Piece(Fate.KEPT, "".join(olds[len(olds) - tail :])),
    ]
    return tuple(_joined(pieces))


def _compare(olds: list[str], news: list[str]) -> Iterator[Piece]:
    if max(len(olds), len(news)) > _MANY:
        yield Piece(Fate.REMOVED, "".join(olds))
        yield Piece(Fate.ADDED, "".join(news))
        return
    for kind, start, end, new_start, new_end in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        was, now = "".join(olds[start:end]), "".join(news[new_start:new_end])
        # A lone space between two changes is part of the change: words are read in runs.
        if kind == "equal" and not was.isspace():
            yield Piece(Fate.KEPT, was)
        else:
            yield Piece(Fate.REMOVED, was)
            yield Piece(Fate.ADDED, now)


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Neighbouring changes as one: all that was removed, then all that was added."""
    for is_kept, group in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.fate is Fate.KEPT):
        run = list(group)
        for fate in (Fate.KEPT,) if is_kept else (Fate.REMOVED, Fate.ADDED):
            text = "".join(piece.text for piece in run if piece.fate is fate)
            if text:
                yield Piece(fate, text)
