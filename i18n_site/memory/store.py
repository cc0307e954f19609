"""What has been translated into one language. Opens no files, guesses nothing: it answers what stands in its catalogues."""

from __future__ import annotations

from collections.abc import Iterable

from i18n_site.memory.similarity import Index
from i18n_site.model import Catalogue, Match, Message, MessageKey


class Memory:
    """The finished translations of some catalogues of one language, obsolete ones included, fuzzy ones not.

    Never changed once made. Where several answer alike, active ones come before obsolete ones, then the order of the
    catalogues and of their entries decides.
    """

    def __init__(self, catalogues: Iterable[Catalogue] = ()) -> None:
        self._catalogues = tuple(catalogues)
        if len({catalogue.locale for catalogue in self._catalogues}) > 1:
            raise ValueError("a memory holds the catalogues of one language")
        self._exact: dict[tuple[MessageKey, str | None], Match] = {}
        self._by_context: dict[str | None, dict[tuple[str, tuple[str, ...]], str]] = {}
        """Context -> (msgid, msgstr) -> origin, each pair once."""
        self._indexes: dict[str | None, Index[Match]] = {}
        """Built when a context is first asked for: an update where nothing is new needs none."""
        finished = [
            (message, catalogue) for catalogue in self._catalogues for message in catalogue.messages if _is_finished(message)
        ]
        for message, catalogue in sorted(finished, key=lambda item: item[0].obsolete):
            origin = _origin(message, catalogue)
            match = Match(message.key.msgid, message.msgstr, origin, 100.0)
            self._exact.setdefault((message.key, message.msgid_plural), match)
            pairs = self._by_context.setdefault(message.key.msgctxt, {})
            pairs.setdefault((message.key.msgid, message.msgstr), origin)

    @classmethod
    def from_catalogues(cls, catalogues: Iterable[Catalogue]) -> Memory:
        """Memory of all translations in catalogues of one language. Raises ValueError for several languages."""
        return cls(catalogues)

    def __len__(self) -> int:
        """How many different pairs of text and translation there are."""
        return sum(map(len, self._by_context.values()))

    def holds(self, catalogue: Catalogue) -> bool:
        """Whether it was made from this very catalogue, among others."""
        return any(catalogue is own for own in self._catalogues)

    def exact(self, key: MessageKey, msgid_plural: str | None = None) -> Match | None:
        """The translation of the same text in the same context, with the same plural or none alike."""
        return self._exact.get((key, msgid_plural))

    def similar(self, text: str, msgctxt: str | None = None, *, cutoff: float = 80.0, limit: int = 5) -> list[Match]:
        """Translations of resembling texts of the same context, best first: at most `limit`, none below the cutoff (0-100)."""
        return [
            Match(hit.text, hit.payload.target, hit.payload.origin, hit.score)
            for hit in self._index(msgctxt).similar(text, cutoff=cutoff, limit=limit)
        ]

    def _index(self, msgctxt: str | None) -> Index[Match]:
        if msgctxt not in self._indexes:
            pairs = self._by_context.get(msgctxt, {})
            self._indexes[msgctxt] = Index(
                (msgid, Match(msgid, msgstr, origin, 100.0)) for (msgid, msgstr), origin in pairs.items()
            )
        return self._indexes[msgctxt]


def _is_finished(message: Message) -> bool:
    return message.translated and not message.fuzzy


def _origin(message: Message, catalogue: Catalogue) -> str:
    """`fr/news.po:41`, or as much of it as is known."""
    name = catalogue.path or catalogue.domain
    return name if message.line is None else f"{name}:{message.line}"
