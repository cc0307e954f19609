"""What has been translated into one language. Opens no files, guesses nothing: it answers what stands in its catalogues."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import NamedTuple

from i18n_site.memory.shared_texts import SharedTexts
from i18n_site.model import HEADER_KEY, Catalogue, Entry, Match, Message, MessageKey


class Memory:
    """The finished translations of some catalogues of one language, obsolete ones included; a fuzzy one only for its own message.

    Never changed once made; what it is asked for is made ready at the first question, for an update where nothing is new asks
    none. Where several answer alike, active ones come before obsolete ones, then the order of the catalogues and of their
    entries decides. `shared` are the texts that it has in common with other languages of the site.
    """

    def __init__(self, catalogues: Iterable[Catalogue] = (), shared: SharedTexts | None = None) -> None:
        self._catalogues = tuple(catalogues)
        if len({catalogue.locale for catalogue in self._catalogues}) > 1:
            raise ValueError("a memory holds the catalogues of one language")
        self._shared = shared or SharedTexts()
        self._filled: _Shelves | None = None
        self._contexts: dict[str | None, _Own] = {}
        """What `_own` has found."""
        self._lock = Lock()

    @classmethod
    def from_catalogues(cls, catalogues: Iterable[Catalogue], shared: SharedTexts | None = None) -> Memory:
        """Memory of all translations in catalogues of one language. Raises ValueError for several languages."""
        return cls(catalogues, shared)

    def __len__(self) -> int:
        """How many different pairs of text and translation there are."""
        keys = {key: None for _, shelf in self._shelves for key in shelf}
        return sum(len(_different(_finished(_find(self._shelves, key)))) for key in keys)

    def holds(self, catalogue: Catalogue) -> bool:
        """Whether it was made from this very catalogue, among others."""
        return any(catalogue is own for own in self._catalogues)

    def exact(self, key: MessageKey, msgid_plural: str | None = None) -> Match | None:
        """The translation of the same text in the same context, with the same plural or none alike."""
        if key not in self._keys:  # as with most that is asked for
            return None
        for found in _finished(_find(self._shelves, key)):
            if found.entry.message.msgid_plural == msgid_plural:
                return found.match(100.0)
        return None

    def waiting(self, key: MessageKey, msgid_plural: str | None = None) -> Message | None:
        """The message of the same text, context and plural that has a fuzzy translation: for who has none at all."""
        if key not in self._keys:
            return None
        found = (one.entry.message for one in _find(self._shelves, key))
        return next(
            (message for message in found if message.fuzzy and any(message.msgstr) and message.msgid_plural == msgid_plural), None
        )

    def similar(self, text: str, msgctxt: str | None = None, *, cutoff: float = 80.0, limit: int = 5) -> list[Match]:
        """Translations of resembling texts of the same context, best first: at most `limit`, none below the cutoff (0-100)."""
        own = self._own(msgctxt)
        hits = self._shared.similar(text, msgctxt, own, cutoff=cutoff, limit=limit)
        return [found.match(hit.score) for hit in hits for found in _different(own[hit.text])][:limit]

    @property
    def _shelves(self) -> _Shelves:
        with self._lock:
            if self._filled is None:
                self._filled = [(catalogue, _shelve(catalogue)) for catalogue in self._catalogues]
            return self._filled

    @cached_property
    def _keys(self) -> frozenset[MessageKey]:
        """Of all shelves."""
        return frozenset().union(*(shelf for _, shelf in self._shelves))

    def _own(self, msgctxt: str | None) -> _Own:
        """What was found in a context, by its text, which is then among the shared ones."""
        shelves = self._shelves
        with self._lock:
            if msgctxt not in self._contexts:
                found = [(key, shelf[key][0]) for _, shelf in shelves for key in shelf if key.msgctxt == msgctxt]
                active = [key.msgid for key, entry in found if not entry.obsolete]
                texts = dict.fromkeys([*active, *(key.msgid for key, _ in found)])
                self._shared.add(msgctxt, texts)
                self._contexts[msgctxt] = _Own(shelves, msgctxt, texts)
            return self._contexts[msgctxt]


class _Found(NamedTuple):
    """A translation with its place."""

    entry: Entry
    catalogue: Catalogue

    def match(self, score: float) -> Match:
        message = self.entry.message
        return Match(message.key.msgid, message.msgstr, _origin(message, self.catalogue), score)


_Shelf = Mapping[MessageKey, Sequence[Entry]]
"""Of each key the entries of a catalogue, active ones first; unfinished ones too, for only what is asked about is looked at."""
_Shelves = Sequence[tuple[Catalogue, _Shelf]]


class _Own:
    """The finished translations of a context by their texts."""

    def __init__(self, shelves: _Shelves, msgctxt: str | None, texts: Container[str]) -> None:
        self._shelves, self._msgctxt, self._texts = shelves, msgctxt, texts

    def __getitem__(self, text: str) -> Sequence[_Found]:
        return _finished(_find(self._shelves, MessageKey(text, self._msgctxt)))

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and text in self._texts and bool(self[text])


def _shelve(catalogue: Catalogue) -> _Shelf:
    shelf: dict[MessageKey, Sequence[Entry]] = {entry.key: (entry,) for entry in catalogue.entries}
    if len(shelf) < len(catalogue.entries):
        groups: dict[MessageKey, list[Entry]] = {}
        for entry in sorted(catalogue.entries, key=lambda entry: entry.obsolete):
            groups.setdefault(entry.key, []).append(entry)
        shelf.update(groups)
    shelf.pop(HEADER_KEY, None)
    return shelf


def _find(shelves: _Shelves, key: MessageKey) -> Sequence[_Found]:
    """All that was found of a key: active ones first, then in order."""
    found = [_Found(entry, catalogue) for catalogue, shelf in shelves for entry in shelf.get(key, ())]
    return found if len(found) < 2 else sorted(found, key=lambda one: one.entry.obsolete)


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
