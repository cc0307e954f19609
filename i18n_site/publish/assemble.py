"""Sources x catalogues -> the content of a release. Opens no files.

Two passes: first every document in every language, so that it is known which languages have which page; then the pages, whose
links say so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from i18n_site.catalogue.policy import policy_of
from i18n_site.config import Config
from i18n_site.formats.data import DataFile
from i18n_site.known import Known, Learned
from i18n_site.locales import direction, endonym
from i18n_site.model import Catalogue, Document, Finding, LocalisedDocument, LocalisedText, Segment, Severity
from i18n_site.passwords import is_password_hash
from i18n_site.publish.figures import Figures
from i18n_site.publish.former_slugs import Record, find_former_paths
from i18n_site.publish.interface_messages import SOURCE as INTERFACE_SOURCE
from i18n_site.publish.interface_messages import back_texts, chain_messages, forms_of, table_label
from i18n_site.publish.links import index_links
from i18n_site.publish.localise import Localiser
from i18n_site.publish.outlines import outline_of
from i18n_site.publish.pages import PageMaker, SiteMap, iso_date
from i18n_site.publish.release_content import (
    ChartContent,
    DocumentContent,
    FigureContent,
    FormerSlug,
    PageContent,
    ProtectedBody,
    ProtectedContent,
    ProtectedPageContent,
    ReleaseContent,
    SectionPath,
    TableContent,
)
from i18n_site.publish.site_files import files_of
from i18n_site.publish.slugs import PAGES, Slug, build_paths
from i18n_site.publish.sources import (
    Sources,
    chains_of,
    domain_of,
    gate_of,
    is_protected,
    plain_segment,
    section_slugs,
    slug_segment,
)
from i18n_site.publish.tables import charts_of, fault_of, figures_of, table_of
from i18n_site.publish.topics import topics_of
from i18n_site.publish.translations import Shelves, Translations
from i18n_site.publish.versions import VersionMaker
from i18n_site.publish.views import HomeView, LanguageView, MenuItemView, SectionView, SiteView
from i18n_site.workers import spread

if TYPE_CHECKING:
    from i18n_site.publish.drawings import MadeFile

FIGURES = "figures"
"""The name of the data file that holds the figures of the prose."""


Made = tuple[PageContent | ProtectedPageContent, ProtectedBody | None]
"""A page, and what its password guards."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """A release's content, and what the translators and authors should know."""

    content: ReleaseContent
    findings: tuple[Finding, ...]


def home_of(config: Config, sources: Sources) -> str | None:
    """The document that opens the home page: the configured one, else content/index.md."""
    known = {document.id for document in sources.documents}
    return next((name for name in (config.home.document, f"{PAGES}/") if name in known), None)


def assemble(
    config: Config,
    sources: Sources,
    shelves: Shelves,
    interface: Mapping[str, Sequence[Catalogue]],
    slugs: Sequence[Record] = (),
    known: Known | None = None,
) -> Assembly:
    """Everything that the web reads. `interface`: language -> catalogues of the interface, those that win first.

    `slugs`: what translations/former-slugs.yaml holds. `known`: what an earlier run has made; it learns what this one makes.
    """
    return _Assembling(config, sources, shelves, interface, slugs, known or Known()).assembly()


class _Assembling:
    """One assembly under way."""

    def __init__(
        self,
        config: Config,
        sources: Sources,
        shelves: Shelves,
        interface: Mapping[str, Sequence[Catalogue]],
        slugs: Sequence[Record],
        known: Known,
    ) -> None:
        self.known = known
        self.config, self.sources, self.interface, self.slugs = config, sources, interface, slugs
        self.source = config.source_language
        self.figures: Figures = sources.figures
        self.chains = chains_of(config)
        self.translations = Translations(
            shelves,
            source=self.source,
            numbers=self.figures.numbers,
            placeholders=self.figures.names,
            policy=policy_of(config),
            math=config.markdown.math,
        )
        self.home = home_of(config, sources)
        self.words: dict[str, int] = {}
        """Document id -> words of its source that are to be translated."""
        self.texts = {text.path: text.segment for text in config.texts}
        self.messages = {tag: chain_messages(tag, [*self.chains[tag], INTERFACE_SOURCE], interface) for tag in config.languages}
        self.findings: list[Finding] = list(sources.findings)
        self.made = self._draw(sources)
        files = sorted((*sources.files, *(made.file for made in self.made)), key=lambda file: file.path)
        self.sources = replace(sources, files=tuple(files))

    def _draw(self, sources: Sources) -> Sequence[MadeFile]:
        """The drawings in other languages that nobody has drawn."""
        if not sources.drawings:
            return ()
        from i18n_site.formats.svg import SECTION as DRAWINGS  # most sites have no drawings with texts
        from i18n_site.publish.drawings import make_drawings

        find = self.translations.find_in(DRAWINGS)
        made, refused = make_drawings(sources.drawings, self.chains, find, {file.path for file in sources.files})
        self.findings += refused
        return made

    def assembly(self) -> Assembly:
        localised = {document.id: self._localise(document) for document in self.sources.documents}
        languages = {
            document: tuple(tag for tag in self.config.languages if versions[tag].published)
            for document, versions in localised.items()
        }
        site_map = self._site_map(languages)
        topics = topics_of(self.sources.documents, self.chains, self._document_text)
        self.findings += topics.findings
        pages = [(topics.named(page), body) for page, body in self._pages(localised, site_map)]
        former = find_former_paths(self.slugs, self.sources.documents, site_map.paths, source=self.source)
        versions = VersionMaker(self.translations, self.chains, self.figures, self.known)
        content = ReleaseContent(
            site=self._site(),
            texts={tag: dict(self._texts(tag)) for tag in self.config.languages},
            documents=tuple(self._documents(localised, languages)),
            pages=tuple(page for page, _body in pages),
            versions=tuple(version for found in localised.values() for version in versions.make(found.values())),
            sections=tuple(
                SectionPath(tag, section, path)
                for tag in self.config.languages
                for section, path in site_map.paths.sections[tag].items()
            ),
            former=tuple(FormerSlug(tag, path, key) for tag, paths in former.documents.items() for path, key in paths.items()),
            former_sections=tuple(
                SectionPath(tag, key, path) for tag, paths in former.sections.items() for path, key in paths.items()
            ),
            topics=tuple(topics.rows()),
            tables=tuple(self._tables()),
            figures=tuple(self._figures()),
            charts=tuple(self._charts()),
            messages=self.messages,
            plural_forms={tag: forms_of(tag, self.interface.get(tag, ())) for tag in self._message_languages()},
            files=tuple(files_of(self.sources, site_map, self.config.languages, self.known)),
            made={made.file.path: made.data for made in self.made},
            protected=ProtectedContent(dict(self._hashes()), tuple(body for _page, body in pages if body is not None)),
        )
        return Assembly(content, tuple(dict.fromkeys([*self.findings, *self.translations.refused])))

    # -- documents ----------------------------------------------------------------------------------------------------

    def _localise(self, document: Document) -> dict[str, LocalisedDocument]:
        """A document in every language of the site."""
        known = None if is_protected(document) else self.known
        figures, policy = self.figures.names, self.config.differences
        localiser = Localiser(document, source=self.source, figures=figures, policy=policy, known=known)
        find = self.translations.find_in(domain_of(document))
        self.words[document.id] = sum(localiser.words)
        found = {}
        for tag in self.config.languages:
            gate = gate_of(self.config, document, tag)
            found[tag] = localiser.localise(tag, self.chains[tag], find, publish_at=gate)
            self.findings += found[tag].findings
        return found

    def _site_map(self, languages: Mapping[str, tuple[str, ...]]) -> SiteMap:
        documents = self.sources.documents
        sections = {section: self.config.section(section).slug for section in self.sources.sections}
        paths = build_paths(documents, sections, self._slugs(), source_language=self.source, home=self.home)
        self.findings += paths.findings
        files = [file.path for file in self.sources.files]
        index = index_links(documents, files, paths.documents[self.source], paths.sections[self.source])
        names = {document.id: outline_of(document, self.figures, self.known).anchors for document in documents}
        sizes = {file.path: file.extent for file in self.sources.files if file.extent is not None}
        labels = {tag: table_label(messages) for tag, messages in self.messages.items()}
        back = {tag: back_texts(messages) for tag, messages in self.messages.items()}
        return SiteMap(index, paths, languages, self.chains, frozenset(files), names, sizes, labels, back)

    def _slugs(self) -> dict[str, dict[str, Slug]]:
        slugs: dict[str, dict[str, Slug]] = {tag: {} for tag in self.config.languages if tag != self.source}
        wanted = [(name, "site", segment) for name, segment in section_slugs(self.texts)]
        for document in self.sources.documents:
            segment = slug_segment(document)
            if segment is not None:
                wanted.append((document.id, domain_of(document), segment))
        for tag, found in slugs.items():
            for name, domain, segment in wanted:
                translation = self.translations.find(domain, tag, segment)
                if translation is not None:
                    found[name] = Slug(translation.text, translation.reference)
        return slugs

    def _documents(
        self, localised: Mapping[str, Mapping[str, LocalisedDocument]], languages: Mapping[str, tuple[str, ...]]
    ) -> Iterator[DocumentContent]:
        for document in self.sources.documents:
            yield DocumentContent(
                id=document.id,
                section=document.section,
                source_path=document.path,
                date=iso_date(document.fields.get("date")),
                updated=iso_date(document.fields.get("updated")),
                protected=is_protected(document),
                languages=languages[document.id],
                words=self.words[document.id],
                revision=hashlib.sha256(document.text).hexdigest(),
            )

    def _pages(
        self, localised: Mapping[str, Mapping[str, LocalisedDocument]], site_map: SiteMap
    ) -> Iterator[tuple[PageContent | ProtectedPageContent, ProtectedBody | None]]:
        documents = self.sources.documents
        making = _Making(documents, localised, site_map, self.figures, tuple(self.config.languages), self.known)
        weights = [len(document.text) * len(self.config.languages) for document in documents]
        for pages, findings, learned in spread(_make_pages, making, range(len(documents)), weights):
            yield from pages
            self.findings += findings
            self.known.add(learned)

    def _hashes(self) -> Iterator[tuple[str, str]]:
        """The password of each protected document; a finding where nobody can open it."""
        for document in filter(is_protected, self.sources.documents):
            stored = document.fields["protected"]
            sound = isinstance(stored, str) and is_password_hash(stored)
            if not sound:
                line = document.text.count(b"\n", 0, max(document.text.find(b"protected"), 0)) + 1
                said = (
                    "nobody can open this document: `protected` is no hash of a password; make one with i18n-site hash-password"
                )
                self.findings.append(Finding("protected", Severity.ERROR, said, path=document.path, line=line))
            yield document.id, stored if isinstance(stored, str) and sound else ""

    # -- the site -----------------------------------------------------------------------------------------------------

    def _site(self) -> SiteView:
        config = self.config
        names = list(dict.fromkeys((*config.sections, *self.sources.sections)))
        return SiteView(
            title=config.title,
            base_url=config.base_url,
            source_language=self.source,
            languages=tuple(
                LanguageView(tag, endonym(tag), direction(tag), language.public) for tag, language in config.languages.items()
            ),
            home=HomeView(self.home, config.home.latest, config.home.teasers, config.home.figures),
            menus={
                name: tuple(
                    MenuItemView(f"menus.{name}.{number}.label", item.document, item.section, item.url)
                    for number, item in enumerate(items)
                )
                for name, items in config.menus.items()
            },
            sections=tuple(
                SectionView(name, config.section(name).list, config.page_size(name), config.section(name).fallbacks == "show")
                for name in names
                if name in self.sources.sections
            ),
            per_page=config.per_page,
            figures_page=next((file.page for file in self.sources.data if file.name == FIGURES and self._page_of(file)), None),
            values=dict(config.values),
        )

    def _texts(self, tag: str) -> Iterator[tuple[str, LocalisedText]]:
        for path, segment in self.texts.items():
            yield path, self._text("site", tag, segment)
        for section in self.sources.sections:
            path = f"sections.{section}.title"
            if path not in self.texts:
                yield path, self._text("site", tag, plain_segment(self.config.section(section).title, path))
        if "title" not in self.texts:
            yield "title", self._text("site", tag, plain_segment(self.config.title, "title"))

    def _text(self, domain: str, tag: str, segment: Segment) -> LocalisedText:
        found = self.translations.text(domain, tag, self.chains[tag], segment)
        return LocalisedText(self.figures.fill(found.text, found.locale), found.locale, found.state)

    def _document_text(self, document: Document, tag: str, segment: Segment) -> LocalisedText:
        return self._text(domain_of(document), tag, segment)

    def _message_languages(self) -> list[str]:
        return sorted({INTERFACE_SOURCE, self.source, *self.config.languages, *self.interface})

    # -- data ---------------------------------------------------------------------------------------------------------

    def _tables(self) -> Iterator[TableContent]:
        known = {document.id: document for document in self.sources.documents}
        for file in self.sources.data:
            page = known.get(file.page or "")
            if file.page is not None and page is None:
                said = f"there is no document {file.page!r} to show the table on; name one as section/slug"
                self.findings.append(Finding("data", Severity.ERROR, said, path=file.document.path))
            elif page is not None and not is_protected(page) and file.name != FIGURES:
                for tag in self.config.languages:
                    yield TableContent(tag, page.id, table_of(file, tag, partial(self._text, "data", tag)))

    def _figures(self) -> Iterator[FigureContent]:
        known = {document.id for document in self.sources.documents}
        for file in self.sources.data:
            if file.name == FIGURES:
                for tag in self.config.languages:
                    yield from figures_of(file, self.figures, tag, partial(self._text, "data", tag), known)

    def _charts(self) -> Iterator[ChartContent]:
        for file in self.sources.data:
            path = file.document.path
            if file.name != FIGURES and file.charts:
                said = f"charts are drawn of figures; put them into {FIGURES}.yaml"
                self.findings.append(Finding("data", Severity.ERROR, said, path=path, line=file.charts[0].line))
            elif file.name == FIGURES:
                faults = [(chart, fault_of(chart, self.figures)) for chart in file.charts]
                self.findings += [Finding("data", Severity.ERROR, said, path=path, line=one.line) for one, said in faults if said]
                for tag in self.config.languages:
                    yield from charts_of(file, self.figures, tag, partial(self._text, "data", tag))

    def _page_of(self, file: DataFile) -> Document | None:
        """The document below which a data file is shown to everybody."""
        found = next((document for document in self.sources.documents if document.id == file.page), None)
        return found if found is not None and not is_protected(found) else None


@dataclass(frozen=True, slots=True)
class _Making:
    """What the pages of all documents are made from."""

    documents: Sequence[Document]
    localised: Mapping[str, Mapping[str, LocalisedDocument]]
    site_map: SiteMap
    figures: Figures
    languages: Sequence[str]
    known: Known


def _make_pages(making: _Making, number: int) -> tuple[list[Made], list[Finding], Learned]:
    """The pages of a document in every language, what is wrong with it, and what is known of it from now on."""
    document, site_map = making.documents[number], making.site_map
    maker = PageMaker(document, site_map, making.figures, making.known)
    versions = making.localised[document.id]
    pages = [maker.page(tag, versions[site_map.shown(document.id, tag)]) for tag in making.languages]
    return pages, list(maker.findings()), making.known.take()
