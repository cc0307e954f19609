"""Which words of two languages go together, learned from passages that are sure to be each other's translations. Opens no files.

A first alignment, by places and by what a translation keeps, tells which words are translated by which; a second one knows
then that two passages speak of different things, though they look alike. After Varga and others 2005 (hunalign).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_ASIDE = re.compile(r"`[^`]*`|\]\([^)]{0,2000}\)|<[^>]{0,2000}>")
_TOKEN = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff]+|[^\\W\\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{3,}"
)
_STEM = 6
"""Letters that a word is known by: endings are grammar."""
_RARE = 2
"""Passages in which a word must be before anything is learned of it."""
_COMMON = 0.1
"""Share of passages above which a word is grammar, where that is more than `_FEW` of them."""
_FEW = 8
_TOGETHER = 0.3
"""Association from which two words go together: 1 where each is wherever the other is."""

Lexicon = Mapping[str, Mapping[str, float]]
"""Word of the source -> words that translate it, with their association, 0-1; the weight of the word itself is under ""."""


def read_words(text: str) -> frozenset[str]:
    """The words of a text in inline Markdown, by their stems; pairs of letters of scripts without blanks. No code, no address."""
    found: set[str] = set()
    for token in _TOKEN.findall(_ASIDE.sub(" ", text).lower()):
        if token[0] >= "\u3040" or "\u0e00" <= token[0] <= "\u0eff":
            found.update(token[at : at + 2] for at in range(len(token) - 1))
        else:
            found.add(token[:_STEM])
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Counts:
    passages: int
    source: Counter[str]
    target: Counter[str]

    def tells(self, word: str, counts: Counter[str]) -> bool:
        return _RARE <= counts[word] <= max(_FEW, _COMMON * self.passages)


def learn(pairs: Iterable[tuple[str, str]]) -> Lexicon:
    """The lexicon of pairs of texts; empty where there are too few to learn from."""
    texts = [(read_words(source), read_words(target)) for source, target in set(pairs) if source != target]
    counts = _Counts(
        len(texts),
        Counter(word for ours, _ in texts for word in ours),
        Counter(word for _, theirs in texts for word in theirs),
    )
    together: dict[str, Counter[str]] = {}
    for ours, theirs in texts:
        telling = [word for word in theirs if counts.tells(word, counts.target)]
        for word in ours:
            if counts.tells(word, counts.source):
                together.setdefault(word, Counter()).update(telling)
    lexicon = {}
    for word, others in together.items():
        entry = {
            other: association
            for other, both in others.items()
            if both >= _RARE and (association := 2.0 * both / (counts.source[word] + counts.target[other])) >= _TOGETHER
        }
        if entry:
            entry[""] = min(1.5, 0.3 * math.log(counts.passages / counts.source[word]))
            lexicon[word] = entry
    return lexicon


def weigh(ours: frozenset[str], theirs: frozenset[str], lexicon: Lexicon) -> float:
    """How much the words of two texts speak for it that one translates the other; 0 where nothing is known of them."""
    score = 0.0
    for word in ours:
        entry = lexicon.get(word)
        if entry is not None:
            hit = max((entry[other] for other in theirs if other in entry), default=0.0)
            # a word that is always translated alike says as much by its absence
            score += entry[""] * (2.0 * hit if hit else -max(association for other, association in entry.items() if other))
    return max(-4.0, min(7.0, score))
