"""What has been translated into one language. Opens no files, guesses nothing: it answers what stands in its catalogues."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from threading import Lock
from typing import NamedTuple

from i18n_site.memory.shared_texts import SharedTexts
from i18n_site.model import HEADER_KEY, Catalogue, Entry, Match, Message, MessageKey


class Memory:
    """The finished translations of some catalogues of one language, obsolete ones included, fuzzy ones not.

    Never changed once made; what it is asked for is made ready at the first question, for an update where nothing is new asks
    none. Where several answer alike, active ones come before obsolete ones, then the order of the catalogues and of their
    entries decides. `shared` are the texts that it has in common with other languages of the site.
    """

    def __init__(self, catalogues: Iterable[Catalogue] = (), shared: SharedTexts | None = None) -> None:
        self._catalogues = tuple(catalogues)
        if len({catalogue.locale for catalogue in self._catalogues}) > 1:
            raise ValueError("a memory holds the catalogues of one language")
        self._shared = shared or SharedTexts()
        self._filled: _Shelf | None = None
        self._contexts: dict[str | None, _Own] = {}
        """What `_own` has found."""
        self._lock = Lock()

    @classmethod
    def from_catalogues(cls, catalogues: Iterable[Catalogue], shared: SharedTexts | None = None) -> Memory:
        """Memory of all translations in catalogues of one language. Raises ValueError for several languages."""
        return cls(catalogues, shared)

    def __len__(self) -> int:
        """How many different pairs of text and translation there are."""
        return sum(len(_different(_finished(found))) for found in self._shelf.values())

    def holds(self, catalogue: Catalogue) -> bool:
        """Whether it was made from this very catalogue, among others."""
        return any(catalogue is own for own in self._catalogues)

    def exact(self, key: MessageKey, msgid_plural: str | None = None) -> Match | None:
        """The translation of the same text in the same context, with the same plural or none alike."""
        for found in _finished(self._shelf.get(key, ())):
            if found.entry.message.msgid_plural == msgid_plural:
                return found.match(100.0)
        return None

    def similar(self, text: str, msgctxt: str | None = None, *, cutoff: float = 80.0, limit: int = 5) -> list[Match]:
        """Translations of resembling texts of the same context, best first: at most `limit`, none below the cutoff (0-100)."""
        own = self._own(msgctxt)
        hits = self._shared.similar(text, msgctxt, own, cutoff=cutoff, limit=limit)
        return [found.match(hit.score) for hit in hits for found in _different(own[hit.text])][:limit]

    @property
    def _shelf(self) -> _Shelf:
        """All that was found, by key."""
        with self._lock:
            if self._filled is None:
                self._filled = _fill(self._catalogues)
            return self._filled

    def _own(self, msgctxt: str | None) -> _Own:
        """What was found in a context, by its text, which is then among the shared ones."""
        shelf = self._shelf
        with self._lock:
            if msgctxt not in self._contexts:
                found = {key.msgid: found for key, found in shelf.items() if key.msgctxt == msgctxt}
                self._shared.add(msgctxt, found)
                self._contexts[msgctxt] = _Own(found)
            return self._contexts[msgctxt]


class _Found(NamedTuple):
    """A translation with its place."""

    entry: Entry
    catalogue: Catalogue

    def match(self, score: float) -> Match:
        message = self.entry.message
        return Match(message.key.msgid, message.msgstr, _origin(message, self.catalogue), score)


_Shelf = Mapping[MessageKey, Sequence[_Found]]
"""Of each key, active ones first, then in order; unfinished ones too, for only what is asked about is looked at."""


class _Own:
    """The finished translations of a context by their texts."""

    def __init__(self, found: Mapping[str, Sequence[_Found]]) -> None:
        self._found = found

    def __getitem__(self, text: str) -> Sequence[_Found]:
        return _finished(self._found[text])

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and any(found.entry.finished for found in self._found.get(text, ()))


def _fill(catalogues: Sequence[Catalogue]) -> _Shelf:
    shelf: dict[MessageKey, list[_Found]] = {}
    obsolete: list[_Found] = []
    for catalogue in catalogues:
        for entry in catalogue.entries:
            found = _Found(entry, catalogue)
            if entry.obsolete:
                obsolete.append(found)
            else:
                shelf.setdefault(entry.key, []).append(found)
    for found in obsolete:
        shelf.setdefault(found.entry.key, []).append(found)
    shelf.pop(HEADER_KEY, None)
    return shelf


def _finished(found: Sequence[_Found]) -> Sequence[_Found]:
    return [one for one in found if one.entry.finished]


def _different(found: Sequence[_Found]) -> Collection[_Found]:
    """The translations of one text, of those that are the same the first."""
    unique: dict[tuple[str, ...], _Found] = {}
    for one in found:
        unique.setdefault(one.entry.message.msgstr, one)
    return unique.values()


def _origin(message: Message, catalogue: Catalogue) -> str:
    """`fr/news.po:41`, or as much of it as is known."""
    name = catalogue.path or catalogue.domain
    return name if message.line is None else f"{name}:{message.line}"
