"""Find what a new message was before its text changed, by its place in the document. Opens no files, translates nothing.

The references tell which messages stand in which document, their order is the document's. Messages that both versions have
are the anchors; between two anchors new texts are paired with old ones, in order, by similarity.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from i18n_site.config import SLUG_CONTEXT
from i18n_site.memory import similarity
from i18n_site.model import MessageKey, Reference

ALONE = 40.0
"""What one new and one old text between two anchors must have in common: their place says the rest. Of texts that
have nothing to do with each other one in twenty is as alike, of neighbours in real documents one in four."""
AMONG_OTHERS = 50.0
"""What they must have in common where there is a choice."""
_PASSED_OVER = re.compile(r"(?<=\])\([^()\s]*\)|\b[a-z]{2,8}://[^\s<>()]+|`[^`]+`")
"""Addresses and code: often most of a text's characters, and little of what it says."""
CELLS = 2500
"""The largest gap, new texts times old ones, in which every pair is compared; in larger ones an index finds clear pairs first."""


class Standing(NamedTuple):
    """Messages with the places where they stand, in the order of their catalogue. Quick to compare and to hash."""

    keys: tuple[MessageKey, ...]
    references: tuple[tuple[Reference, ...], ...]
    """Of each message."""


class Predecessor(NamedTuple):
    """The message that stood in a new message's place."""

    key: MessageKey
    score: float
    """How alike the two texts are, 0-100."""


Sequences = dict[str | None, list[MessageKey]]
"""Path of a document -> its messages in order; None for those without references."""
Pair = tuple[int, int]
"""Position among the new texts, position among the old ones."""


@lru_cache(maxsize=64)  # Of a domain each, for its messages are mostly the same ones in every language.
def find_predecessors(new: Standing, old: Standing) -> Mapping[MessageKey, Predecessor]:
    """The predecessor of each message of `new` (a template's) among the active messages `old`, where its place gives one.

    Contexts are never mixed. A message that stands in several documents has the predecessor that is most alike.
    """
    by_reference = any(new.references)
    new_sequences, old_sequences = _sequences(new, by_reference), _sequences(old, by_reference)
    renamed = _renamed(new_sequences, old_sequences)
    found: dict[MessageKey, Predecessor] = {}
    for path, sequence in new_sequences.items():
        before = old_sequences.get(renamed.get(path, path), [])
        slug = _slug(sequence, before) if path is not None else ()
        for key, predecessor in (*_align(sequence, before), *slug):
            known = found.get(key)
            if known is None or known.score < predecessor.score:
                found[key] = predecessor
    return found


def _sequences(messages: Standing, by_reference: bool) -> Sequences:
    """The messages of each document, by line where every reference to it has one, else in the order of the catalogue."""
    placed: dict[str | None, list[tuple[int | None, MessageKey]]] = {}
    for key, references in zip(messages.keys, messages.references, strict=True):
        lines: dict[str | None, int | None] = {}
        for reference in references if by_reference else ():
            lines.setdefault(reference.path, reference.line)
        for path, line in lines.items() or [(None, None)]:
            placed.setdefault(path, []).append((line, key))
    return {path: [key for _, key in _by_line(items)] for path, items in placed.items()}


def _by_line(items: list[tuple[int | None, MessageKey]]) -> list[tuple[int | None, MessageKey]]:
    if any(line is None for line, _ in items):
        return items
    return sorted(items, key=lambda item: item[0] or 0)


def _renamed(new: Sequences, old: Sequences) -> dict[str | None, str | None]:
    """New path -> old path of the documents that were moved: at least half of the smaller one's messages are the same."""
    gone: dict[MessageKey, list[str | None]] = {}
    for path, keys in old.items():
        if path not in new:
            for key in keys:
                gone.setdefault(key, []).append(path)
    renamed: dict[str | None, str | None] = {}
    for path, keys in new.items():
        if path not in old:
            shared = Counter(before for key in keys for before in gone.get(key, ()))
            for before, size in shared.most_common(1):
                if 2 * size >= min(len(keys), len(old[before])):
                    renamed[path] = before
    return renamed


def _slug(new: list[MessageKey], old: list[MessageKey]) -> Iterator[tuple[MessageKey, Predecessor]]:
    """A document's new slug with the one that it had, however unlike they are: it has one, so that its place says all."""
    ours, theirs = ([key for key in keys if key.msgctxt == SLUG_CONTEXT] for keys in (new, old))
    if len(ours) == len(theirs) == 1 and ours != theirs:
        yield ours[0], Predecessor(theirs[0], 100.0)


def _align(new: list[MessageKey], old: list[MessageKey]) -> Iterator[tuple[MessageKey, Predecessor]]:
    """New messages of one document with what stood in their place."""
    new_places = {key: place for place, key in enumerate(new)}
    old_places = {key: place for place, key in enumerate(old)}
    common = [(place, old_places[key]) for key, place in new_places.items() if key in old_places]
    anchors = [(-1, -1), *_increasing(common), (len(new), len(old))]
    for (new_start, old_start), (new_end, old_end) in pairwise(anchors):
        fresh = [key for key in new[new_start + 1 : new_end] if key not in old_places]
        gone = [key for key in old[old_start + 1 : old_end] if key not in new_places]
        if not fresh or not gone:
            continue
        for context in dict.fromkeys(key.msgctxt for key in fresh):
            ours = [key for key in fresh if key.msgctxt == context]
            theirs = [key for key in gone if key.msgctxt == context]
            for mine, its, score in _pair([key.msgid for key in ours], [key.msgid for key in theirs]):
                yield ours[mine], Predecessor(theirs[its], score)


def _pair(new: list[str], old: list[str]) -> Iterator[tuple[int, int, float]]:
    """Positions of the texts of a gap that belong together, with their similarity."""
    clear = _clear_pairs(new, old)
    for (new_start, old_start), (new_end, old_end) in pairwise([(-1, -1), *clear, (len(new), len(old))]):
        if new_end - new_start == 2 and old_end - old_start == 2:  # one of each between two anchors
            score = _score(new[new_end - 1], old[old_end - 1])
            if score >= ALONE:
                yield new_end - 1, old_end - 1, score
        if new_end < len(new):
            yield new_end, old_end, _score(new[new_end], old[old_end])


def _score(new: str, old: str) -> float:
    """How alike two texts are, 0-100: 100 only where they are equal."""
    return 100.0 if new == old else min(similarity.NOT_THE_SAME, _ratio(_Words.of(new), _Words.of(old)))


class _Words(NamedTuple):
    """A text as it is compared."""

    whole: str
    said: str
    """Without addresses and code; the same where there are none, or nothing else."""

    @classmethod
    def of(cls, text: str) -> _Words:
        whole = similarity.normalise(text)
        said = similarity.normalise(_PASSED_OVER.sub("", text)) if _PASSED_OVER.search(text) else ""
        return cls(whole, said or whole)


def _ratio(one: _Words, other: _Words) -> float:
    """How alike two texts are, 0-100: as they stand, or where they say more alike than that, halfway to it.

    Only halfway, for in a list of releases all items may say the same of different addresses.
    """
    ratio = similarity.ratio(one.whole, other.whole)
    if one.said is one.whole and other.said is other.whole:
        return ratio
    return max(ratio, (ratio + similarity.ratio(one.said, other.said)) / 2)


def _clear_pairs(new: list[str], old: list[str]) -> list[Pair]:
    """Pairs that are alike enough to be told from others, in order."""
    if not new or not old or len(new) == len(old) == 1:
        return []
    if len(new) * len(old) <= CELLS:
        return _best_in_order(new, old)
    index = similarity.Index((text, place) for place, text in enumerate(old))
    hits = ((place, index.similar(text, cutoff=AMONG_OTHERS, limit=1)) for place, text in enumerate(new))
    anchors = _increasing([(place, hit[0].payload) for place, hit in hits if hit])
    pairs: list[Pair] = []
    for (new_start, old_start), (new_end, old_end) in pairwise([(-1, -1), *anchors, (len(new), len(old))]):
        ours, theirs = new[new_start + 1 : new_end], old[old_start + 1 : old_end]
        if 1 < len(ours) * len(theirs) <= CELLS:
            pairs += [(new_start + 1 + mine, old_start + 1 + its) for mine, its in _best_in_order(ours, theirs)]
        if new_end < len(new):
            pairs.append((new_end, old_end))
    return pairs


def _best_in_order(new: list[str], old: list[str]) -> list[Pair]:
    """The pairs of `AMONG_OTHERS` and more that keep the order of both and are most alike together."""
    ours, theirs = [*map(_Words.of, new)], [*map(_Words.of, old)]
    best = [[0.0] * (len(old) + 1) for _ in range(len(new) + 1)]
    gains = [[0.0] * len(old) for _ in new]
    for row in range(len(new) - 1, -1, -1):
        for column in range(len(old) - 1, -1, -1):
            score = _ratio(ours[row], theirs[column])
            # Only what exceeds the threshold counts, or two weak pairs would outweigh a strong one.
            gains[row][column] = score - AMONG_OTHERS + 1.0 if score >= AMONG_OTHERS else 0.0
            best[row][column] = max(
                best[row + 1][column],
                best[row][column + 1],
                best[row + 1][column + 1] + gains[row][column],
            )
    pairs: list[Pair] = []
    row = column = 0
    while row < len(new) and column < len(old):
        if gains[row][column] and best[row][column] == best[row + 1][column + 1] + gains[row][column]:
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs


def _increasing(pairs: list[Pair]) -> list[Pair]:
    """The longest subsequence whose second numbers increase, of pairs in order of the first. After Fredman 1975."""
    ends: list[int] = []
    """Smallest second number that a subsequence of each length ends with."""
    owners: list[int] = []
    before: list[int] = []
    for place, (_, value) in enumerate(pairs):
        length = bisect_left(ends, value)
        before.append(owners[length - 1] if length else -1)
        ends[length : length + 1] = [value]
        owners[length : length + 1] = [place]
    chain: list[Pair] = []
    place = owners[-1] if owners else -1
    while place >= 0:
        chain.append(pairs[place])
        place = before[place]
    return chain[::-1]
