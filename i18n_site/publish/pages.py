"""A localised document -> a page of the release. Opens no files; what a link leads to is asked of the site's map."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from i18n_site.known import Known
from i18n_site.locales import direction, name_in
from i18n_site.model import Document, Finding, Kind, LocalisedDocument, LocalisedSegment, LocalisedText, Severity, Span, State
from i18n_site.publish.bodies import render_known
from i18n_site.publish.decoration import Address, Decoration, Passage
from i18n_site.publish.excerpts import excerpt_of
from i18n_site.publish.figures import Figures
from i18n_site.publish.footnotes import BackTexts
from i18n_site.publish.formulas import is_drawable
from i18n_site.publish.images import Size
from i18n_site.publish.links import LinkIndex, Target, TargetKind, file_url, resolve, url_of, variant
from i18n_site.publish.localise import is_titled
from i18n_site.publish.outlines import outline_of
from i18n_site.publish.plain_html import escape_attribute
from i18n_site.publish.release_content import PageContent, ProtectedBody, ProtectedPageContent
from i18n_site.publish.slugs import Paths
from i18n_site.publish.sources import is_protected
from i18n_site.publish.topics import tags_of
from i18n_site.publish.views import EventView, ImageView, ProtectedView

EXCERPT = 260
"""Characters that a teaser takes from a document without a summary, to the end of a word."""


@dataclass(frozen=True, slots=True)
class SiteMap:
    """Where everything of the site lives, for the links of its pages."""

    index: LinkIndex
    paths: Paths
    languages: Mapping[str, tuple[str, ...]]
    """Document id -> the languages that have it."""
    chains: Mapping[str, tuple[str, ...]]
    files: frozenset[str]
    anchors: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Document id -> the ids of its headings and footnotes."""
    sizes: Mapping[str, Size] = field(default_factory=dict)
    """Image file -> its size."""
    table_labels: Mapping[str, str] = field(default_factory=dict)
    """Language -> what a table is called that stands under no heading."""
    back_texts: Mapping[str, BackTexts] = field(default_factory=dict)
    """Language -> what leads back from footnotes."""

    @property
    def source(self) -> str:
        """The source language: it falls back to none, and ends every other chain."""
        return next(tag for tag, chain in self.chains.items() if not chain)

    def shown(self, document: str, locale: str) -> str:
        """The language in which a document is shown to visitors of a language: its own, else the chain's first."""
        return next(tag for tag in (locale, *self.chains[locale]) if tag in self.languages[document])


class PageMaker:
    """Makes pages of one document; collects what is wrong with its links."""

    def __init__(self, document: Document, site_map: SiteMap, figures: Figures, known: Known | None = None) -> None:
        """`known`: what an earlier run has made. Nothing of what a password guards is looked up there or put into it."""
        self.known = known if known is not None and not is_protected(document) else Known()
        self.document = document
        self.map = site_map
        self.figures = figures
        self.outline = outline_of(document, figures, self.known)
        self.broken: dict[str, str] = {}

    def page(self, locale: str, shown: LocalisedDocument) -> tuple[PageContent | ProtectedPageContent, ProtectedBody | None]:
        """The page of a language, showing the document in the language that `shown` was made for.

        Of a protected document: what anybody may know of it, and apart from it what its password guards.
        """
        page = self._page(locale, shown)
        if not is_protected(self.document):
            return page, None
        known = ProtectedPageContent(
            *(page.document, page.locale, page.path, page.title, page.shown, page.published),
            *(page.coverage, page.stale, page.fallback),
        )
        body = ProtectedView(page.html, page.intro, page.event, page.image)
        return known, ProtectedBody(page.document, page.locale, body)

    def _page(self, locale: str, shown: LocalisedDocument) -> PageContent:
        published = locale == shown.locale
        path = self.map.paths.documents[locale][self.document.id]
        title = self._text(shown.fields.get("title")) or self._file_title(shown.locale)
        passages = [segment for segment in shown.segments if segment.output_span]
        body = [segment for segment in passages if segment.output_span and segment.output_span.start >= shown.body]
        stale = sum(segment.state is State.STALE for segment in passages)
        fallback = sum(segment.state is State.FALLBACK for segment in body)
        html = self._html(locale, shown, body)
        return PageContent(
            document=self.document.id,
            locale=locale,
            path=path,
            title=title,
            html=html,
            shown=shown.locale,
            published=published,
            summary=self._text(shown.fields.get("summary")) or self._excerpt(shown),
            tags=tuple(tags_of(self.document, lambda path: self._text(shown.fields.get(path)), shown.locale)),
            event=self._event(shown),
            image=self._image(locale, shown),
            intro=html.startswith(("<p>", "<p ")) and not html.startswith("<p><img"),
            coverage=shown.coverage,
            stale=stale,
            fallback=fallback,
        )

    def findings(self) -> Iterator[Finding]:
        """Links and images of the document that lead nowhere, formulas that are none."""
        for target, reason in self.broken.items():
            place = self.document.text.find(target.encode())
            line = self.document.text.count(b"\n", 0, place) + 1 if place >= 0 else None
            said = f"the link {target!r} leads nowhere: {reason}"
            yield Finding("broken-link", Severity.WARNING, said, path=self.document.path, line=line)
        for formula in self.outline.formulas:
            if not is_drawable(formula):
                said = f"the formula {formula!r} cannot be drawn, and is shown as it is written; mend its LaTeX"
                yield Finding("math", Severity.WARNING, said, path=self.document.path)

    # -- the body -----------------------------------------------------------------------------------------------------

    def _html(self, locale: str, shown: LocalisedDocument, body: Sequence[LocalisedSegment]) -> str:
        decoration = Decoration(
            locale=shown.locale,
            passages=[passage for segment in body if (passage := _passage(segment, shown))],
            heading_ids=self.outline.heading_ids,
            link=lambda target: self._link(locale, target),
            image=lambda target: self._file(locale, target),
            figure=self.figures.text,
            titles={segment.text: segment.locale for segment in shown.segments if segment.segment.kind is Kind.LINK_TITLE},
            without_title=self.outline.opens_with_title and not is_titled(self.document),
            table_label=self.map.table_labels.get(shown.locale, ""),
            math=self.document.math,
            back=self.map.back_texts.get(shown.locale),
        )
        return render_known(shown.markdown[shown.body :].decode("utf-8"), decoration, self.known, self.document.id, locale)

    def _link(self, locale: str, text: str) -> Address:
        target = resolve(text, self.document.id, self.map.index)
        query = f"?{target.query}" if target.query else ""
        if target.kind is TargetKind.DOCUMENT:
            return self._document_link(locale, text, target, query)
        if target.kind in (TargetKind.SECTION, TargetKind.HOME):
            path = self.map.paths.sections[locale][target.value] if target.kind is TargetKind.SECTION else ""
            return Address(url_of(locale, path) + query + (f"#{target.anchor}" if target.anchor else ""))
        if target.kind is TargetKind.FILE:
            return self._file(locale, text)
        if target.kind is TargetKind.BROKEN:
            self.broken[text] = target.value
        return Address(text)

    def _document_link(self, locale: str, text: str, target: Target, query: str) -> Address:
        known = self.map.anchors.get(target.value, frozenset())
        if target.anchor and target.anchor not in known:
            self.broken[text] = f"the document has no heading or anchor {target.anchor!r}"
        if text.startswith("#"):
            return Address(text)
        shown = self.map.shown(target.value, locale)
        url = url_of(locale, self.map.paths.documents[locale][target.value], anchor=target.anchor)
        path, hash_, anchor = url.partition("#")
        return Address(path + query + hash_ + anchor, shown if shown != locale else None)

    def _file(self, locale: str, text: str) -> Address:
        target = resolve(text, self.document.id, self.map.index)
        if target.kind is TargetKind.BROKEN:
            self.broken[text] = target.value
        if target.kind is not TargetKind.FILE:
            return Address(text)
        found = variant(target.value, locale, self.map.chains[locale], self.map.files)
        anchor = f"#{target.anchor}" if target.anchor else ""
        language = found.locale if found.path != target.value else None
        return Address(f"{file_url(found.path)}{anchor}", language, self.map.sizes.get(found.path))

    # -- fields -------------------------------------------------------------------------------------------------------

    def _text(self, text: LocalisedText | None) -> LocalisedText | None:
        if text is None or not text.text.strip():
            return None
        return LocalisedText(self.figures.fill(text.text, text.locale), text.locale, text.state)

    def _file_title(self, locale: str) -> LocalisedText:
        """Of a document without a title: no message, and so in the source language."""
        name = self.document.slug.rpartition("/")[2] or self.document.section
        title = re.sub(r"[-_]+", " ", name).strip().capitalize()
        source = self.map.source
        return LocalisedText(title, source, State.SOURCE if locale == source else State.FALLBACK)

    def _excerpt(self, shown: LocalisedDocument) -> LocalisedText | None:
        whole = self._text(excerpt_of(shown, self.outline.runs, self.map.source, self.figures.names, self.known))
        if whole is None or len(whole.text) <= EXCERPT:
            return whole
        cut = whole.text[:EXCERPT]
        # languages that write no spaces are cut where they are
        at = cut.rfind(" ", EXCERPT // 2)
        return LocalisedText((cut[:at] if at > 0 else cut).rstrip(" ,;:.–—") + " …", whole.locale, whole.state)

    def _event(self, shown: LocalisedDocument) -> EventView | None:
        event = self.document.fields.get("event")
        if not isinstance(event, dict):
            return None
        place = self._text(shown.fields.get("event.place"))
        if place is None and isinstance(event.get("place"), str):
            place = LocalisedText(str(event["place"]), shown.locale, State.TRANSLATED)
        return EventView(iso_date(event.get("start")), iso_date(event.get("end")), place)

    def _image(self, locale: str, shown: LocalisedDocument) -> ImageView | None:
        image = self.document.fields.get("image")
        source = image.get("src") if isinstance(image, dict) else None
        if not isinstance(source, str) or not source:
            return None
        address = self._file(locale, source)
        width, height = address.size or (None, None)
        return ImageView(address.href, self._text(shown.fields.get("image.alt")), width, height)


def iso_date(value: object) -> str | None:
    """A date of the front matter, or None for what is none: its reader has reported it then."""
    try:
        return value if isinstance(value, str) and datetime.fromisoformat(value) else None
    except ValueError:
        return None


def _passage(segment: LocalisedSegment, shown: LocalisedDocument) -> Passage | None:
    marked = segment.state in (State.FALLBACK, State.STALE)
    if segment.output_span is None or not marked or segment.segment.kind is Kind.LINK_TITLE:
        return None
    start, end = segment.output_span
    attributes = f' lang="{segment.locale}" dir="{direction(segment.locale)}"' if segment.state is State.FALLBACK else ""
    name = escape_attribute(name_in(segment.locale, shown.locale))
    kind = segment.segment.kind
    return Passage(
        Span(start - shown.body, end - shown.body),
        segment.locale,
        # the tag of an attribute is the author's own and may have a class
        attributes if kind is Kind.ATTRIBUTE else f'{attributes} class="{segment.state}" data-language="{name}"',
        image=kind is Kind.IMAGE,
        attribute=kind is Kind.ATTRIBUTE,
        sentence=segment.segment.sentence,
    )
