"""Count what is translated in a catalogue. Opens no files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from i18n_site.model import Catalogue, MessageState
from i18n_site.words import count_words


@dataclass(frozen=True, slots=True)
class Stats:
    """Messages and words by state; the header and obsolete messages are none. Sums of several add up with `+`."""

    translated: int = 0
    """Messages whose every form has a text that needs no look."""
    fuzzy: int = 0
    missing: int = 0
    """Messages without a text, or with some plural forms only."""
    words: int = 0
    """Words of all msgids."""
    translated_words: int = 0
    """Words of the msgids that are translated."""
    fuzzy_words: int = 0

    def __add__(self, other: Stats) -> Stats:
        return Stats(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def messages(self) -> int:
        """How many messages there are."""
        return self.translated + self.fuzzy + self.missing

    @property
    def missing_words(self) -> int:
        """Words of the msgids without a text."""
        return self.words - self.translated_words - self.fuzzy_words

    @property
    def percent(self) -> float:
        """Translated words in 100; of messages where they hold no words; 100.0 where there is nothing to translate."""
        if self.words:
            return 100.0 * self.translated_words / self.words
        return 100.0 * self.translated / self.messages if self.messages else 100.0


def count(catalogue: Catalogue) -> Stats:
    """States and words of a catalogue's messages; a plural message counts the words of its singular."""
    messages: Counter[MessageState] = Counter()
    words: Counter[MessageState] = Counter()
    for message in catalogue.messages:
        if not message.obsolete:
            messages[message.state] += 1
            words[message.state] += count_words(message.key.msgid)
    return Stats(
        translated=messages[MessageState.TRANSLATED],
        fuzzy=messages[MessageState.FUZZY],
        missing=messages[MessageState.UNTRANSLATED],
        words=words.total(),
        translated_words=words[MessageState.TRANSLATED],
        fuzzy_words=words[MessageState.FUZZY],
    )


def sum_up(parts: Iterable[Stats]) -> Stats:
    """The sum of several, for a language or a section; of none, the empty one."""
    return sum(parts, Stats())
