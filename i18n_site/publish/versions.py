"""Localised documents -> what became of each passage in a language, and why. For the views beside a page; opens no files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from i18n_site.formats.reading import read_body
from i18n_site.formats.runs import plain_text
from i18n_site.known import Known
from i18n_site.model import Kind, Lack, LocalisedDocument, LocalisedSegment, State
from i18n_site.publish.figures import Figures
from i18n_site.publish.release_content import VersionContent
from i18n_site.publish.sources import domain_of, is_protected
from i18n_site.publish.translations import Lacking, Translations
from i18n_site.publish.views import LackView, PassageView
from i18n_site.texts import fold_blanks, without_tags

_MARKUP = re.compile(r"[*_`\[<&\\~!]")


class VersionMaker:
    """Makes the versions of a site's documents."""

    def __init__(
        self, translations: Translations, chains: Mapping[str, Sequence[str]], figures: Figures, known: Known | None = None
    ) -> None:
        self.translations = translations
        self.chains = chains
        self.figures = figures
        self.known = known or Known()
        self.read: dict[str, str] = {}

    def make(self, localised: Iterable[LocalisedDocument]) -> Iterator[VersionContent]:
        """A version for every language but the source's; none where the document is protected."""
        for one in localised:
            if self.chains[one.locale] and not is_protected(one.document):
                segments = [segment for segment in one.segments if segment.segment.kind is not Kind.SLUG]
                passages = tuple(self._passage(one, segment) for segment in segments)
                yield VersionContent(one.document.id, one.locale, one.published, one.coverage, passages)

    def _passage(self, version: LocalisedDocument, segment: LocalisedSegment) -> PassageView:
        own = segment.segment
        lacks = dict(self._lacks(version, segment)) if segment.state is State.FALLBACK else {}
        lacking = lacks.get(version.locale)
        return PassageView(
            kind=str(own.kind),
            line=own.reference.line,
            source=own.key.msgid,
            text=segment.text,
            source_words=self._words(own.key.msgid, self.translations.source),
            words=self._words(segment.text, segment.locale),
            locale=segment.locale,
            state=segment.state,
            previous=segment.previous or (lacking.previous if lacking else None),
            unserved=(lacking.text or None) if lacking else None,
            lacks=tuple(LackView(tag, lack.reason) for tag, lack in lacks.items()),
        )

    def _lacks(self, version: LocalisedDocument, segment: LocalisedSegment) -> Iterator[tuple[str, Lacking]]:
        """Why each language does not show it, from the version's own to that which does."""
        for tag in (version.locale, *self.chains[version.locale]):
            if tag == segment.locale:
                return
            lacking = self.translations.find_lack(domain_of(version.document), tag, segment.segment)
            yield tag, Lacking(Lack.REFUSED, lacking.text, lacking.previous) if tag in segment.refused else lacking

    def _words(self, text: str, locale: str) -> str:
        if _MARKUP.search(text):
            words = self.read.get(text)
            if words is None:
                words = self.read[text] = self.known.remembered(lambda: _read_words(text), str, "words", text)
            text = words
        return self.figures.fill(text, locale)


def _read_words(text: str) -> str:
    """What a reader reads of inline Markdown; placeholders stay."""
    runs = read_body(without_tags(text)).runs
    return fold_blanks(" ".join(map(plain_text, runs))).strip() or text
