"""Find texts that resemble a text. Knows nothing of catalogues, languages or files.

The score is rapidfuzz's ratio (2 x longest common subsequence / both lengths, 0-100) of the normalised texts. It is
computed for a few candidates only: those of fitting length that share the rarest grams with the text asked for. The grams of a
long text are the beginnings of its words, those of a short one, or of one without blanks, all of its trigrams.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from math import ceil, floor
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz import fuzz, process

P = TypeVar("P")


class Effort(NamedTuple):
    """How far a round of the search goes; none depends on the size of the index."""

    rarest: int
    """Grams of the text that are looked up, rarest first: an edit of a few words leaves most of them."""
    visits: int
    """Entries of posting lists that are read."""
    candidates: int
    """Texts that are scored in full."""


ROUNDS = (Effort(8, 512, 16), Effort(32, 2048, 24))
"""The second round only where the first found nothing: of what 50,000 paragraphs hold, the first alone misses 0.5 %."""


class Sentence(NamedTuple):
    """From when on a text counts as one of many words."""

    blanks: int
    """At least so many."""
    letters: int
    """To each of them fewer than so many, which tells the scripts without blanks."""


FOUND_BY_WORDS, ASKED_BY_WORDS, FOUND_BY_WORDS_ALONE = Sentence(5, 14), Sentence(9, 12), Sentence(13, 10)
"""A text is found by the beginnings of its words too, asked for by them alone, found by them alone. Between the one and the next
lies more than two texts that resemble each other differ by."""
LONGEST = 4096
"""Characters of a text whose grams are taken; longer texts are told apart by their beginning."""
BEGINNING = 5
"""Letters of a word's beginning."""
NOT_THE_SAME = 99.0
"""The highest score of texts that differ only in case, white space or composition: 100 is the same text."""


@dataclass(frozen=True, slots=True)
class Hit(Generic[P]):
    """A text of the index that resembles the one asked for."""

    text: str
    """As it was given to the index."""
    payload: P
    score: float
    """0-100; 100 only for the same text."""


def normalise(text: str) -> str:
    """The text as it is compared: composed (NFC), without case, every run of white space one blank."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def ratio(one: str, other: str, *, cutoff: float = 0.0) -> float:
    """Similarity of two normalised texts, 0-100; 0 where it is below the cutoff."""
    return fuzz.ratio(one, other, score_cutoff=cutoff)


class Index(Generic[P]):
    """Texts with what belongs to them, ready to be asked; never changed once built.

    Time to build grows with the characters, time to ask does not depend on the number of texts.
    """

    def __init__(self, pairs: Iterable[tuple[str, P]]) -> None:
        grouped: dict[str, list[tuple[str, P]]] = {}
        for text, payload in pairs:
            grouped.setdefault(normalise(text), []).append((text, payload))
        # Ordered by length, a posting list is too, so that the texts of fitting length are a slice of it.
        ordered = sorted(grouped.items(), key=lambda item: len(item[0]))
        self._texts = [text for text, _ in ordered]
        self._given = [given for _, given in ordered]
        self._numbers = {text: number for number, text in enumerate(self._texts)}
        self._lengths = array("I", map(len, self._texts))
        self._postings: dict[str, array[int]] = {}
        for number, text in enumerate(self._texts):
            for gram in _grams(text):
                if gram in self._postings:
                    self._postings[gram].append(number)
                else:
                    self._postings[gram] = array("I", (number,))

    def __len__(self) -> int:
        """How many different texts there are, once normalised."""
        return len(self._texts)

    def similar(
        self, text: str, *, cutoff: float = 80.0, limit: int = 5, among: Callable[[P], bool] | None = None
    ) -> list[Hit[P]]:
        """The most similar texts, best first, then in the order they were given: at most `limit`, none below the cutoff.

        `among` says what counts; what it does not admit is as if it were not there. A text at the cutoff may be missed when
        the edits fell on all of its rarest grams; equal ones never are.
        """
        if not self._texts or limit < 1:  # a language that has only begun is asked thousands of times
            return []
        wanted = normalise(text)
        if not wanted:
            return []
        same = self._numbers.get(wanted)
        equal = [] if same is None else self._admitted(same, among)
        hits = [Hit(given, payload, 100.0 if given == text else NOT_THE_SAME) for given, payload in equal]
        if len(hits) < limit:
            hits += [
                Hit(given, payload, min(NOT_THE_SAME, points))
                for points, number in self._resembling(wanted, cutoff, limit, among)
                for given, payload in self._admitted(number, among)
            ]
        return sorted(hits, key=lambda hit: -hit.score)[:limit]

    def _admitted(self, number: int, among: Callable[[P], bool] | None) -> list[tuple[str, P]]:
        given = self._given[number]
        return given if among is None else [pair for pair in given if among(pair[1])]

    def _resembling(self, wanted: str, cutoff: float, limit: int, among: Callable[[P], bool] | None) -> list[tuple[float, int]]:
        """Score and number of the texts that reach the cutoff, best first, the equal one left out."""
        grams = _beginnings(wanted) if _is(wanted, ASKED_BY_WORDS) else _trigrams(wanted)
        lists = sorted(filter(None, map(self._postings.get, grams)), key=len)
        for effort in ROUNDS:
            numbers = self._candidates(wanted, lists, cutoff, effort, among)
            choices = [self._texts[number] for number in numbers]
            scored = process.extract(wanted, choices, scorer=fuzz.ratio, processor=None, score_cutoff=cutoff, limit=limit + 1)
            found = [(points, numbers[place]) for text, points, place in scored if text != wanted]
            if found:
                return found
        return []

    def _candidates(
        self, wanted: str, lists: list[array[int]], cutoff: float, effort: Effort, among: Callable[[P], bool] | None
    ) -> list[int]:
        """Numbers of the texts of fitting length that have the most of the rarest grams in common."""
        reach = max(cutoff, 1.0) / (200.0 - max(cutoff, 1.0))  # the shorter of two texts that reach the cutoff / the longer
        slack = 1e-9  # a length exactly at the border must not be lost to rounding
        first = bisect_left(self._lengths, ceil(len(wanted) * reach - slack))
        last = bisect_right(self._lengths, floor(len(wanted) / reach + slack))
        centre = bisect_left(self._lengths, len(wanted))
        visits = effort.visits
        shared: Counter[int] = Counter()
        for numbers in lists[: effort.rarest]:
            near = numbers[bisect_left(numbers, first) : bisect_left(numbers, last)]
            if len(near) > visits:
                near = _around(near, bisect_left(near, centre), visits)
            shared.update(near)
            visits -= len(near)
            if visits <= 0:
                break
        if among is None:
            return [number for number, _ in shared.most_common(effort.candidates)]
        admitted = (number for number, _ in shared.most_common() if self._admitted(number, among))
        return list(islice(admitted, effort.candidates))


def _grams(text: str) -> Iterable[str]:
    """What a text of the index is found by."""
    if _is(text, FOUND_BY_WORDS_ALONE):
        return _beginnings(text)
    return [*_trigrams(text), *_beginnings(text)] if _is(text, FOUND_BY_WORDS) else _trigrams(text)


def _is(text: str, sentence: Sentence) -> bool:
    blanks = text.count(" ")
    return blanks >= sentence.blanks and len(text) < sentence.letters * blanks


def _beginnings(text: str) -> Iterable[str]:
    """The beginnings of a text's words in its order, unlike any trigram: what follows changes with the grammar."""
    return dict.fromkeys([f"{word[:BEGINNING]}\n" for word in text[:LONGEST].split(" ")])


def _trigrams(text: str) -> Iterable[str]:
    """The different trigrams of a text in its order, with one blank before and behind it."""
    padded = f" {text[:LONGEST]} "
    return dict.fromkeys(map("".join, zip(padded, padded[1:], padded[2:], strict=False)))


def _around(numbers: array[int], centre: int, size: int) -> array[int]:
    """At most `size` numbers around the one at `centre`."""
    start = max(0, min(centre - size // 2, len(numbers) - size))
    return numbers[start : start + size]
