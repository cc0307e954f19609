"""English texts to fill catalogues with, by document, and texts that resemble none of them. The same every time.

They come from the Markdown of `$I18N_SITE_CORPORA` (`../shared/corpora` beside the checkout), else from a generator with a fixed
seed. Where there are too few, paragraphs are made of their sentences in new combinations.
"""

from __future__ import annotations

import os
import random
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rapidfuzz import fuzz, process

from i18n_site.errors import DocumentError
from i18n_site.formats.markdown import read_document

SEED = 2012
CHECKOUT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("comprehensive-rust/src", "fastapi-docs/en", "commonmark")
"""Folders of the corpora with Markdown in English."""
TOO_ALIKE = 70.0
"""A held-out text that has as much in common with one of the others is no new one."""
HELD_OUT = 6
"""Every so manieth document is kept for new texts."""
LENGTH = 40
"""Texts of a document that is made here."""
GENERATED = 12_000
_SENTENCE = re.compile(r"(?<=[.!?:]) +")


@dataclass(frozen=True)
class Texts:
    """What a catalogue holds, and what has yet to be written."""

    documents: tuple[tuple[str, ...], ...]
    """Each text once."""
    fresh: tuple[str, ...]
    """From documents that are not among the others."""
    source: str
    """Where they come from, in words."""


def make_texts(count: int, fresh: int) -> Texts:
    """So many texts in documents, and so many fresh ones."""
    chance = random.Random(SEED)
    documents = list(_read_documents())
    source = "texts of the corpora" if documents else "generated texts"
    documents = documents or list(_generate_documents(GENERATED, chance))
    chance.shuffle(documents)
    unseen = _Unseen()
    known = [unseen.take(texts) for number, texts in enumerate(documents) if number % HELD_OUT]
    held_out = unseen.take(text for texts in documents[::HELD_OUT] for text in texts)
    chosen = list(_cut(known, count))
    missing = count - sum(map(len, chosen))
    if missing:
        source += ", recombined"
        made = unseen.take(_recombine([text for texts in known for text in texts], missing, chance))
        chosen += [made[start : start + LENGTH] for start in range(0, len(made), LENGTH)]
    chance.shuffle(held_out)
    new = list(islice(_unlike(held_out, [text for texts in known for text in texts]), fresh))
    new += unseen.take(_recombine(held_out, fresh - len(new), chance))
    return Texts(tuple(map(tuple, chosen)), tuple(new), source)


class _Unseen:
    """Remembers what it has given out."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def take(self, texts: Iterable[str]) -> list[str]:
        """The texts that nobody had yet."""
        taken = [text for text in dict.fromkeys(texts) if text not in self._seen]
        self._seen.update(taken)
        return taken


def _read_documents() -> Iterator[list[str]]:
    """The texts of each document of the corpora, if they are here."""
    corpora = Path(os.environ.get("I18N_SITE_CORPORA") or CHECKOUT.parent / "shared" / "corpora")
    for folder in DOCUMENTS:
        for path in sorted((corpora / folder).rglob("*.md")):
            try:
                document = read_document(path.read_bytes(), path=path.name, section="news", slug=path.stem)
            except DocumentError:
                continue
            texts = [segment.key.msgid for segment in document.segments if segment.key.msgctxt is None]
            if texts:
                yield texts


def _generate_documents(count: int, chance: random.Random) -> Iterator[list[str]]:
    """Documents of made-up words, some words far more frequent than others, as in any language."""
    syllables = [first + second for first in "bdfglmnprstv" for second in ("a", "e", "i", "o", "u", "an", "er", "is")]
    words = sorted({"".join(chance.choices(syllables, k=chance.choice((1, 1, 2, 2, 3, 4)))) for _ in range(8000)})
    chance.shuffle(words)
    weights = [1 / (rank + 3) for rank in range(len(words))]
    for _ in range(0, count, LENGTH):
        yield [
            " ".join(chance.choices(words, weights, k=chance.choice((2, 3, 6, 10, 16, 24, 30)))).capitalize()
            + chance.choice(".:")
            for _ in range(LENGTH)
        ]


def _cut(documents: Iterable[list[str]], count: int) -> Iterator[list[str]]:
    """The first documents, `count` texts in all, the last one cut off."""
    for texts in documents:
        if count > 0 and texts:
            yield texts[:count]
        count -= len(texts)


def _recombine(texts: Iterable[str], count: int, chance: random.Random) -> Iterator[str]:
    """So many different paragraphs, each sentence the first half of one of the texts' with the second half of another."""
    sentences = sorted({part for text in texts for part in _SENTENCE.split(text) if len(part.split()) >= 4})
    halves = [(words[: len(words) // 2], words[len(words) // 2 :]) for words in (sentence.split() for sentence in sentences)]
    made: set[str] = set()
    while len(made) < count:
        pairs = (chance.sample(halves, 2) for _ in range(chance.choice((1, 1, 1, 2))))
        text = " ".join(word for first, second in pairs for word in (*first[0], *second[1]))
        if text not in made:
            made.add(text)
            yield text


def _unlike(texts: Sequence[str], others: Iterable[str]) -> Iterator[str]:
    """The texts that have too little in common with any other to be taken for a version of it."""
    ordered = sorted(others, key=len)
    lengths = [len(text) for text in ordered]
    reach = TOO_ALIKE / (200 - TOO_ALIKE)
    for text in texts:
        near = ordered[bisect_left(lengths, int(len(text) * reach)) : bisect_right(lengths, int(len(text) / reach) + 1)]
        if process.extractOne(text, near, scorer=fuzz.ratio, score_cutoff=TOO_ALIKE) is None:
            yield text
