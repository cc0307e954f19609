"""The catalogues of a site as publishing asks them: which text stands for a segment in a language? Opens no files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from i18n_site.catalogue.active_texts import read_all_texts
from i18n_site.catalogue.marks import is_doubtful
from i18n_site.catalogue.policy import Policy
from i18n_site.errors import LocaleError
from i18n_site.formats.compare import Difference, differences, is_too_long, too_long
from i18n_site.formats.runs import PLACEHOLDER, Mark
from i18n_site.locales import is_pseudo, plural_forms
from i18n_site.model import (
    Catalogue,
    Entry,
    Finding,
    Kind,
    Lack,
    LocalisedText,
    Message,
    MessageKey,
    Reference,
    Segment,
    Severity,
    State,
    Texts,
)
from i18n_site.plural_rules import PluralRule, plural_rule
from i18n_site.publish.localise import Find, Origin, Translation

Shelves = Mapping[tuple[str, str], Catalogue]
"""(language, domain) -> catalogue."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """Why a language has nothing to serve for a segment."""

    reason: Lack
    text: str = ""
    """What its catalogue has all the same."""
    previous: str | None = None
    """The msgid that this was made from, where it is known."""


class _EntryOrigin(NamedTuple):
    """Where an entry stands, which nobody counts before somebody asks."""

    path: str
    entry: Entry

    @property
    def line(self) -> int | None:
        """1-based."""
        return self.entry.line


class Translations:
    """What may be served: current translations, and as stale ones those whose source has changed but little since.

    Every other fuzzy one falls back; a fuzzy slug stays in use, but for a guess, which never was.
    """

    def __init__(
        self,
        shelves: Shelves,
        *,
        source: str,
        numbers: Mapping[str, int],
        policy: Policy,
        placeholders: Collection[str] = (),
        math: bool = False,
        is_mdx: Callable[[str], bool] | None = None,
    ) -> None:
        """`numbers`: the whole figures that choose plural forms. `placeholders`: the names of all figures and values.

        `source`: the msgids' language. `math`: `$…$` is a formula. `is_mdx`: whether MDX compiles the document of this path.
        """
        self.math = math
        self.is_mdx = is_mdx
        self.source = source
        self.policy = policy
        self.numbers = numbers
        self.placeholders = placeholders
        self.refused: dict[Finding, None] = {}
        """What `text` has found in translations that it was asked for."""
        self.current: dict[tuple[str, str], dict[MessageKey, tuple[Entry, Texts]]] = {}
        """Where nobody need look at them. Most are, and of a message no more is read than its texts."""
        self.doubtful: dict[tuple[str, str], dict[MessageKey, Message]] = {}
        """Fuzzy ones."""
        self.paths: dict[tuple[str, str], str] = {}
        self.rules: dict[tuple[str, str], PluralRule] = {}
        for shelf, catalogue in shelves.items():
            self.current[shelf], self.doubtful[shelf] = _sorted_out(catalogue)
            self.paths[shelf] = catalogue.path or ""
            self.rules[shelf] = _rule_of(catalogue, shelf[0])

    def find_in(self, domain: str) -> Find:
        """How `Localiser` asks for the translations of a document whose messages lie in `domain`."""
        return partial(self.find, domain)

    def find(self, domain: str, locale: str, segment: Segment) -> Translation | None:
        """The servable translation of a segment in a language, or None."""
        if is_pseudo(locale):
            from i18n_site.formats.pseudo import pseudo_translate  # few sites have such a language

            mdx = self.is_mdx is not None and self.is_mdx(segment.reference.path)
            text = pseudo_translate(segment.key.msgid, locale, segment.kind, math=self.math, mdx=mdx)
            return None if segment.kind is Kind.SLUG else Translation(text, State.TRANSLATED, segment.reference)
        shelf = (locale, domain)
        current = self.current.get(shelf)
        if current is None:
            return None
        found = current.get(segment.key)
        if found is None:
            return self._find_doubtful(shelf, segment)
        entry, texts = found
        text = self._form(shelf, segment, texts.msgstr)
        return Translation(text, State.TRANSLATED, _EntryOrigin(self.paths[shelf], entry)) if text else None

    def _find_doubtful(self, shelf: tuple[str, str], segment: Segment) -> Translation | None:
        """What may be served although somebody ought to look at it."""
        message = self.doubtful[shelf].get(segment.key)
        if message is None:
            return None
        stale = segment.kind is not Kind.SLUG
        if not self._serves(message) if stale else is_doubtful(message):
            return None
        text = self._form(shelf, segment, message.msgstr)
        if not text:
            return None
        origin = Reference(self.paths[shelf], message.line)
        if stale and message.previous is not None:
            return Translation(text, State.STALE, origin, message.previous.msgid)
        return Translation(text, State.TRANSLATED, origin)

    def _form(self, shelf: tuple[str, str], segment: Segment, msgstr: tuple[str, ...]) -> str:
        """The form that fits the segment's figure; empty where there is none, or nothing in it but blanks."""
        form = 0
        if segment.plural_figure is not None and len(msgstr) > 1:
            form = self.rules[shelf].index(self.numbers.get(segment.plural_figure, 0))
        text = msgstr[form] if form < len(msgstr) else ""
        return "" if text.isspace() else text

    def find_lack(self, domain: str, locale: str, segment: Segment) -> Lacking:
        """Why `find` has no text for a segment, or only one that is out of date."""
        shelf = (locale, domain)
        current = self.current.get(shelf, {}).get(segment.key)
        message = current[0].message if current else self.doubtful.get(shelf, {}).get(segment.key)
        text = message.msgstr[0] if message is not None else ""
        if message is None or not text.strip():
            return Lacking(Lack.MISSING)
        previous = message.previous.msgid if message.previous is not None else None
        if is_doubtful(message) or previous is None:
            return Lacking(Lack.DOUBTFUL, text)
        return Lacking(Lack.OUTDATED if self._serves(message) else Lack.CHANGED, text, previous)

    def _serves(self, message: Message) -> bool:
        """Whether a fuzzy message may be served as stale: it was this passage's translation, and the change is small."""
        was = message.previous
        if was is None or was.msgid is None or is_doubtful(message):
            return False
        return self.policy.serves(self.policy.find_changes(was, message))

    def text(self, domain: str, locale: str, chain: tuple[str, ...], segment: Segment) -> LocalisedText:
        """A text that stands by itself, in the first language of the chain that has it and does no harm with it."""
        for tag in (locale, *chain):
            found = self.find(domain, tag, segment) if tag != self.source else None
            if found is None or (tag != locale and found.state is State.STALE) or self._refuses(segment, found):
                continue
            return LocalisedText(found.text, tag, found.state if tag == locale else State.FALLBACK)
        return LocalisedText(segment.key.msgid, self.source, State.SOURCE if locale == self.source else State.FALLBACK)

    def _refuses(self, segment: Segment, found: Translation) -> bool:
        """Whether a text that stands by itself would harm the page around it; noted in `refused`."""
        unlike = list(differences_alone(segment, found.text, self.placeholders))
        # that a stale one does not fit its new source is no fault of its translator
        for difference in unlike if found.state is State.TRANSLATED else ():
            self.refused[finding_of(segment, found.origin, difference)] = None
        return any(difference.blocks for difference in unlike)


def differences_alone(segment: Segment, text: str, placeholders: Collection[str] = ()) -> Iterator[Difference]:
    """How a translation that is shown as plain text differs from its source in what matters there."""
    msgid = segment.key.msgid
    if is_too_long(msgid, text):
        yield too_long(msgid, text)
        return
    ours, theirs = (
        [Mark("placeholder", name) for name in PLACEHOLDER.findall(words) if name in placeholders] for words in (msgid, text)
    )
    yield from differences(ours, theirs, msgid=msgid, msgstr=text, kind=Kind.ATTRIBUTE)


def finding_of(segment: Segment, origin: Origin, difference: Difference) -> Finding:
    """What is reported of a translation, at its place in the catalogue."""
    said = f"{difference.message} (source: {segment.reference.path}:{segment.reference.line})"
    severity = Severity.ERROR if difference.blocks else Severity.WARNING
    return Finding(difference.code, severity, said, segment.key, origin.path, origin.line)


def _sorted_out(catalogue: Catalogue) -> tuple[dict[MessageKey, tuple[Entry, Texts]], dict[MessageKey, Message]]:
    """The active messages of a catalogue: current ones, and fuzzy ones. Of two with the same key the first counts."""
    current: dict[MessageKey, tuple[Entry, Texts]] = {}
    doubtful: dict[MessageKey, Message] = {}
    for entry, texts in read_all_texts(catalogue.entries):
        if texts is None:
            if entry.key not in current:
                doubtful.setdefault(entry.key, entry.message)
        elif texts.key not in doubtful:
            current.setdefault(texts.key, (entry, texts))
    return current, doubtful


def _rule_of(catalogue: Catalogue, locale: str) -> PluralRule:
    """The catalogue's own plural rule; gettext's for the language where the header has none that can be read."""
    try:
        return plural_rule(catalogue.header_field("Plural-Forms") or plural_forms(locale))
    except LocaleError:
        return plural_rule(plural_forms(locale))
