"""Source texts that the memories of several languages have in common. Opens no files, knows no translations.

In a site of many languages nearly every text is in the memory of nearly every language. It is indexed once here, and each
language asks for those that it has itself.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from i18n_site.memory.similarity import Hit

_MORE = 8
"""Resembling texts that are looked for whichever language has them: the answer serves the next language too."""


class SharedTexts:
    """The texts of each context, as far as they were added. May be asked by several threads at once."""

    def __init__(self) -> None:
        self._layers: dict[str | None, list[_Layer]] = {}
        self._known: dict[str | None, set[str]] = {}
        self._lock = Lock()

    def add(self, msgctxt: str | None, texts: Iterable[str]) -> None:
        """Index the texts of a context that are not indexed yet.

        They make a layer of their own, joined with those before it that are not much larger: a text is indexed anew a few
        times at most, and there are few layers.
        """
        with self._lock:
            known = self._known.setdefault(msgctxt, set())
            fresh = [text for text in dict.fromkeys(texts) if text not in known]
            if not fresh:
                return
            known.update(fresh)
            layers = self._layers.setdefault(msgctxt, [])
            while layers and len(layers[-1].texts) <= 2 * len(fresh):
                fresh = [*layers.pop().texts, *fresh]
            layers.append(_Layer(fresh))

    def similar(self, text: str, msgctxt: str | None, own: Container[str], *, cutoff: float, limit: int) -> list[Hit[str]]:
        """Those of one's `own` texts, which were added, that resemble a text: the best first."""
        with self._lock:
            hits = [hit for layer in self._layers.get(msgctxt, ()) for hit in layer.similar(text, own, cutoff, limit)]
        return sorted(hits, key=lambda hit: -hit.score)[:limit]


class _Layer:
    """Some of the texts, with the answers that were given from them."""

    def __init__(self, texts: list[str]) -> None:
        from i18n_site.memory.similarity import Index  # slow to come, and for new messages only

        self.texts = texts
        self._index = Index((text, text) for text in texts)
        self._answers: dict[tuple[str, float], list[Hit[str]]] = {}

    def similar(self, text: str, own: Container[str], cutoff: float, limit: int) -> list[Hit[str]]:
        if (text, cutoff) not in self._answers:
            self._answers[text, cutoff] = self._index.similar(text, cutoff=cutoff, limit=_MORE)
        answer = self._answers[text, cutoff]
        hits = [hit for hit in answer if hit.payload in own]
        if len(hits) >= limit or len(answer) < _MORE:
            return hits
        return self._index.similar(text, cutoff=cutoff, limit=limit, among=own.__contains__)
