"""Align a document with a translation of it that was made elsewhere: which passage is which, and how sure is it? Opens no files.

Dynamic programming over the passages of both, after Gale and Church 1993, with what a translation keeps besides length: kinds,
headings' anchors, addresses, code, numbers, names. What stands between two clear anchors is aligned by itself.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from rapidfuzz import fuzz

from i18n_site.model import Document, Kind, Segment
from i18n_site.publish.best_way import IMPOSSIBLE, best_way
from i18n_site.publish.leftovers import FLOWING, Step, divided_steps, length_off, lone_steps
from i18n_site.publish.lexicon import Lexicon, learn, weigh
from i18n_site.publish.passages import RULE, UNREADABLE, Passage, has_letters, keeping, read_passages, shared_weights

SURE = 90
"""Confidence from which a pair is a translation."""
DOUBTFUL = 30
"""Confidence below which a pair is none."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A segment of the source and the segment of the translation that stands for it."""

    source: Segment
    target: Segment
    confidence: int
    """0-100, from the two texts, from what else they could be paired with, and from their neighbours."""
    also: Segment | None = None
    """The passage before or after the target that seems to be part of the same translation: the pair is doubtful then."""

    @property
    def text(self) -> str:
        """The translation."""
        if self.also is None:
            return self.target.key.msgid
        first, last = sorted((self.target, self.also), key=lambda segment: segment.span.start if segment.span else -1)
        blank = "" if unicodedata.east_asian_width(first.key.msgid[-1]) in "WF" else " "
        return f"{first.key.msgid}{blank}{last.key.msgid}"


def align(
    source: Document, target: Document, figures: frozenset[str] = frozenset(), lexicon: Lexicon | None = None
) -> tuple[Pair, ...]:
    """The pairs of a document and its translation in the order of the source, those of `DOUBTFUL` and more.

    A segment is in one pair or in none; pairs of the body keep the order of both documents. Slugs are never paired. Texts of the
    front matter are paired by their names, titles of reference definitions by their labels. Time grows with the product of
    what stands between two anchors, up to `_CELLS`, and in proportion to the length beyond. `lexicon` is what has been learned
    from other documents of the two languages, or from these.
    """
    by_name = list(_named_pairs(source, target))
    ours, theirs = read_passages(source, figures), read_passages(target, figures)
    weights = shared_weights(ours, theirs)
    found = _Alignment(keeping(ours, weights), keeping(theirs, weights), weights, lexicon or {}).pairs()
    place = {segment: number for number, segment in reversed([*enumerate(source.segments)])}
    return tuple(sorted([*by_name, *found], key=lambda pair: place[pair.source]))


def learn_words(documents: Iterable[tuple[Document, Document]], figures: frozenset[str] = frozenset()) -> Lexicon:
    """What documents and their translations tell of the words of the two languages, by what is sure of them without a lexicon."""
    pairs = (pair for source, target in documents for pair in align(source, target, figures))
    return learn((pair.source.key.msgid, pair.target.key.msgid) for pair in pairs if pair.confidence >= SURE)


def _named_pairs(source: Document, target: Document) -> Iterator[Pair]:
    """What has the same name in both: fields, and the titles of definitions with the same label."""
    theirs = {_name(segment): segment for segment in target.segments if _name(segment)}
    lists = Counter(_list_of(segment) for segment in source.segments)
    same_lists = {name for name, size in Counter(_list_of(segment) for segment in target.segments).items() if lists[name] == size}
    for segment in source.segments:
        match = theirs.get(_name(segment))
        # of two lists of different lengths nobody knows which text is which
        if match is not None and _list_of(segment) in same_lists:
            yield Pair(segment, match, 100)


def _name(segment: Segment) -> str | None:
    if segment.kind is Kind.LINK_TITLE:
        return segment.comment[0] if segment.comment else None
    return segment.field if segment.kind is not Kind.SLUG else None


def _list_of(segment: Segment) -> str | None:
    """The path of the list that a field's text is in; of any other segment its name."""
    name = _name(segment)
    head, _, number = (name or "").rpartition(".")
    return head if head and number.isdecimal() else name


# -- scores: of the kind of log-odds, what is added is evidence ----------------------------------------------------------


def _score(ours: Passage, theirs: Passage, weights: Mapping[str, float], lexicon: Lexicon, ratio: float) -> float:
    """How much speaks for it that one is the other's translation; 0 is neither for nor against."""
    if ours.is_fixed or theirs.is_fixed:
        return _fixed_score(ours, theirs) if ours.kind == theirs.kind else IMPOSSIBLE
    score = _place_score(ours, theirs) + _marks_score(ours, theirs) + _tokens_score(ours, theirs, weights)
    if ours.text == theirs.text and has_letters(ours.text):
        score += 2.0
    elif lexicon:
        score += weigh(ours.words, theirs.words, lexicon)
    distance = length_off(ours.length, theirs.length, ratio)
    return score - min(0.5 * distance * distance, 6.0)


def _fixed_score(ours: Passage, theirs: Passage) -> float:
    if ours.kind == RULE:
        return 0.5
    if ours.text == theirs.text:
        return 2.0 + min(len(ours.text) / 40.0, 4.0)
    return 5.0 * fuzz.ratio(ours.text, theirs.text) / 100.0 - 1.5


def _place_score(ours: Passage, theirs: Passage) -> float:
    """Kind, level, the blocks around, the author's anchor."""
    score = 1.5
    if ours.kind == theirs.kind:
        score += 1.0
    elif UNREADABLE in (ours.kind, theirs.kind) or (ours.kind in FLOWING and theirs.kind in FLOWING):
        score -= 0.5
    else:
        score -= 3.0
    if ours.level != theirs.level:
        score -= 2.0 if ours.level and theirs.level else 3.0
    if ours.anchor and theirs.anchor:
        score += 8.0 if ours.anchor == theirs.anchor else -4.0
    if ours.containers == theirs.containers:
        return score + 0.5
    common = sum(1 for mine, its in zip(ours.containers, theirs.containers, strict=False) if mine == its)
    return score - min(3.0, 0.7 * (max(len(ours.containers), len(theirs.containers)) - common))


def _marks_score(ours: Passage, theirs: Passage) -> float:
    """As many links, code spans and tags in both."""
    if not ours.marks and not theirs.marks:
        return 0.0
    mine, its = (Counter(mark.category for mark in passage.marks) for passage in (ours, theirs))
    missing = (mine - its).total() + (its - mine).total()
    return 1.3 if not missing else -min(5.0, 1.3 * missing)


def _tokens_score(ours: Passage, theirs: Passage, weights: Mapping[str, float]) -> float:
    """Of what occurs in both documents, how much both passages have, and how much only one."""
    if not ours.tokens and not theirs.tokens:
        return 0.0
    both = sum(weights[token] for token in ours.tokens & theirs.tokens)
    one = sum(weights[token] for token in ours.tokens ^ theirs.tokens)
    return max(-4.0, min(6.0, 1.5 * both - 0.6 * one))


# -- the way through --------------------------------------------------------------------------------------------------

_CELLS = 40_000
"""The largest gap between two anchors, passages times passages, that is aligned as a whole."""
_BAND = 200
"""In a larger one, how far from the diagonal the place to divide it is looked for."""
_CERTAIN = 10.0
"""The margin of an anchor: nothing else comes into question."""
_OTHERWISE = -2.0
"""The score up to which two texts say that they are not each other's, wherever they stand."""
_HALF = 1.9
"""How far off a length is, in deviations, where half of a long text is missing."""
_LONG = 80.0
"""Letters of a text from which its length tells that much."""
_OTHER_LENGTH = 0.9
"""How far off a length speaks against a pair of which the words do too."""
_OTHER_WORDS = -2.0
"""The weight up to which words speak against a pair."""


class _Alignment:
    """One alignment under way."""

    def __init__(
        self, source: Sequence[Passage], target: Sequence[Passage], weights: Mapping[str, float], lexicon: Lexicon
    ) -> None:
        self.source, self.target, self.weights, self.lexicon = source, target, weights, lexicon
        mine, its = (sum(passage.length for passage in passages if passage.is_message) for passages in (source, target))
        self.ratio = min(2.0, max(0.5, (its + 200.0) / (mine + 200.0)))
        self.margins: dict[Step, float] = {}
        """What has been paired, with what the whole would lose by the next best choice for either."""

    def pairs(self) -> Iterator[Pair]:
        """The pairs that are good enough to be shown."""
        self._pair()
        found = {step: self._confidence(step) for step in sorted(self.margins)}
        steps = [step for step, confidence in found.items() if confidence >= DOUBTFUL]
        lone = (step for step in lone_steps(self.source, self.target, steps) if self.score(*step) > _OTHERWISE)
        found.update(dict.fromkeys(lone, DOUBTFUL))
        divided = dict(divided_steps(self.source, self.target, steps, self.ratio))
        for step in sorted(found):
            ours, theirs, confidence = self.source[step[0]], self.target[step[1]], found[step]
            if ours.segment is None or theirs.segment is None or confidence < DOUBTFUL or not _may_translate(ours, theirs):
                continue
            rest = divided.get(step)
            if step in divided or not self._is_whole(ours, theirs):
                confidence = min(confidence, SURE - 1)
            yield Pair(ours.segment, theirs.segment, confidence, None if rest is None else self.target[rest].segment)

    def _pair(self) -> None:
        """Pair all that adds up to the most, from one anchor to the next."""
        for before, after in pairwise([(-1, -1), *self._anchors(), (len(self.source), len(self.target))]):
            self._fill(before[0] + 1, after[0], before[1] + 1, after[1])
            if after[0] < len(self.source):
                self.margins[after] = _CERTAIN

    def score(self, row: int, column: int) -> float:
        return _score(self.source[row], self.target[column], self.weights, self.lexicon, self.ratio)

    def _is_whole(self, ours: Passage, theirs: Passage) -> bool:
        """Whether one says what the other says, as far as lengths and words tell, whatever its place and its links speak for.

        Where it does not, the translation is often of an earlier text, or lacks a sentence.
        """
        off = abs(length_off(ours.length, theirs.length, self.ratio))
        if off > _HALF and max(ours.length, theirs.length) >= _LONG:
            return False
        return off < _OTHER_LENGTH or not self.lexicon or weigh(ours.words, theirs.words, self.lexicon) > _OTHER_WORDS

    def _anchors(self) -> Iterator[Step]:
        """What is in each document once, in one order: headings' anchors, the same code, the same long text."""
        mine, its = _unique_signs(self.source), _unique_signs(self.target)
        ours = [sign for sign in mine if sign in its]
        theirs = [sign for sign in its if sign in mine]
        for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
            for number in range(block.size):
                yield mine[ours[block.a + number]], its[theirs[block.b + number]]

    def _fill(self, top: int, bottom: int, left: int, right: int) -> None:
        """Pair what stands between two anchors."""
        if top == bottom or left == right:
            return
        if bottom - top > 1 and (bottom - top) * (right - left) > _CELLS:
            row, column = self._pivot(top, bottom, left, right)
            self._fill(top, row, left, column)
            self._fill(row, bottom, column, right)
            return
        scores = [[self.score(row, column) for column in range(left, right)] for row in range(top, bottom)]
        for (row, column), margin in best_way(scores):
            self.margins[top + row, left + column] = margin

    def _pivot(self, top: int, bottom: int, left: int, right: int) -> Step:
        """Where to divide a large gap: before a clear pair, near the middle and the diagonal."""
        slope = (right - left) / (bottom - top)
        middle = (top + bottom) // 2
        best, found = IMPOSSIBLE, (middle, left + round((middle - top) * slope))
        for row in range(max(top + 1, middle - 10), min(bottom, middle + 10)):
            at = left + round((row - top) * slope)
            for column in range(max(left, at - _BAND), min(right, at + _BAND)):
                score = self.score(row, column) - abs(column - at) / 20.0
                if score > best:
                    best, found = score, (row, column)
        return found

    def _confidence(self, step: Step) -> int:
        """The chance of a pair in percent, as a logistic regression over documents from which passages had been taken has it."""
        row, column = step
        score = max(-6.0, min(8.0, self.score(row, column)))
        neighbours = sum(self._is_in_step(row + by, column + by) for by in (-3, -2, -1, 1, 2, 3))
        alike = 2.0 * len(self.margins) / (len(self.source) + len(self.target))
        odds = 1.1 * min(self.margins[step], 6.0) + 0.75 * score + 0.4 * neighbours + 1.8 * alike - 4.8
        return round(100.0 / (1.0 + math.exp(-odds)))

    def _is_in_step(self, row: int, column: int) -> bool:
        """Whether two passages are paired, or both documents begin or end there."""
        ends = row >= len(self.source) and column >= len(self.target)
        return (row, column) in self.margins or (row < 0 and column < 0) or ends


def _may_translate(ours: Passage, theirs: Passage) -> bool:
    """Whether one could be the other's translation: what has no word must keep all that the source's words are about."""
    return ours.is_message and (theirs.is_message or Counter(ours.marks) == Counter(theirs.marks))


def _unique_signs(passages: Sequence[Passage]) -> dict[object, int]:
    """What tells a passage from all others of its document -> its position."""
    counts: Counter[object] = Counter()
    places: dict[object, int] = {}
    for number, passage in enumerate(passages):
        sign: object = ("anchor", passage.anchor, passage.level) if passage.anchor else (passage.kind, passage.text)
        if passage.anchor or (len(passage.text) >= 20 and has_letters(passage.text)):
            counts[sign] += 1
            places[sign] = number
    return {sign: number for sign, number in places.items() if counts[sign] == 1}
