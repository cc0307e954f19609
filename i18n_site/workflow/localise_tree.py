"""`localise`: content x catalogues -> the whole tree as localised Markdown, laid out for another site generator."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path, PurePath
from typing import NamedTuple

import msgspec

from i18n_site.cache import Cache
from i18n_site.catalogue.policy import policy_of
from i18n_site.config import CONFIG_PATH, Site
from i18n_site.errors import DocumentError
from i18n_site.known import Learned
from i18n_site.model import Document, Finding, LocalisedDocument, Severity
from i18n_site.publish.filling import fill_figures
from i18n_site.publish.kept_anchors import anchors_of, keep_anchors, linked_anchors, rule_for
from i18n_site.publish.layouts import (
    LAYOUTS,
    AnchorRule,
    Layout,
    SlugRule,
    language_name,
    place_config,
    place_data,
    place_document,
    place_file,
)
from i18n_site.publish.links import index_links, variant
from i18n_site.publish.localise import Find, Localiser
from i18n_site.publish.slugs import Paths, Slug, build_paths
from i18n_site.publish.sources import chains_of, domain_of, gate_of, is_protected, slug_segment
from i18n_site.publish.translations import Translations
from i18n_site.publish.written_slugs import set_slug
from i18n_site.workers import spread
from i18n_site.workflow.catalogues import read_catalogues
from i18n_site.workflow.languages import with_language
from i18n_site.workflow.read_sources import content_paths, is_document_path, read_sources
from i18n_site.workflow.written_tree import MARKER, Content, write_tree


@dataclass(frozen=True, slots=True)
class Choices:
    """What is localised, and how it is laid out."""

    layout: Layout = LAYOUTS["plain"]
    threshold: float | None = None
    """Share of words, 0-1, from which a language has a document; None: what the site says for its own pages."""
    keep_below: bool = False
    """Whether a document below the threshold is there in the source language instead of not at all."""
    fill_figures: bool = False
    """Whether values take the place of `{members}`."""
    force: bool = False
    """Whether a folder may be written that holds files of somebody else."""


@dataclass(frozen=True, slots=True)
class LocaliseReport:
    """What was localised."""

    documents: Mapping[str, int]
    """Language -> number of documents that it has."""
    below: Mapping[str, tuple[str, ...]]
    """Language -> sources of the documents of which too little is translated."""
    protected: tuple[str, ...]
    """Sources of documents that are left out because their bodies are for those who know the password."""
    places: tuple[str, ...]
    """All that the folder holds now of what was written, the list of it last."""
    written: tuple[str, ...]
    removed: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def files(self) -> int:
        """How many there are, the list of them aside."""
        return len(self.places) - 1

    @property
    def settled(self) -> LocaliseReport:
        """The report of a run that finds everything as this one left it."""
        return replace(self, written=(), removed=())

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that cost a reader something."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


def localise_tree(site: Site, out: Path, locales: Sequence[str] = (), choices: Choices | None = None) -> LocaliseReport:
    """Write the content tree into `out` in some languages, the source language among them where it is named, or in all public.

    Drafts and protected documents are left out, with files that belong to the latter only. Raises LocaleError for a language
    that the site does not have, DocumentError and CatalogueError for what cannot be read, WriteError for a folder that cannot
    or must not be written: nothing is written then.
    """
    site, tags = _chosen(site, locales)
    tree = _Tree(site, tags, choices or Choices())
    tree.plan()
    content = str(site.content)
    sources = [f"{content}/{path}" for path in content_paths(site)]
    # a folder that content/ only links to is read as well
    forbidden = {content, str(site.translations), *sources, *map(posixpath.dirname, sources)}
    written = write_tree(out, tree.files, forbidden=forbidden, force=tree.choices.force)
    tree.known.save()
    return LocaliseReport(
        documents=tree.documents,
        below={tag: tuple(paths) for tag, paths in tree.below.items()},
        protected=tuple(document.path for document in tree.sources.documents if is_protected(document)),
        places=tuple(f"{out}/{place}" for place in (*sorted(tree.files), MARKER)),
        written=written.written,
        removed=written.removed,
        findings=tuple(dict.fromkeys(tree.findings)),
    )


def _chosen(site: Site, locales: Sequence[str]) -> tuple[Site, tuple[str, ...]]:
    """The languages asked for, or all public ones; the site with the pseudo-locales among them."""
    if not locales:
        return site, tuple(tag for tag, language in site.config.languages.items() if language.public)
    tags: dict[str, None] = {}
    for locale in locales:
        site, tag = with_language(site, locale)
        tags[tag] = None
    return site, tuple(tags)


class _Tree:
    """One tree under way."""

    def __init__(self, site: Site, tags: tuple[str, ...], choices: Choices) -> None:
        self.site, self.tags, self.choices = site, tags, choices
        self.config, self.layout = site.config, choices.layout
        self.source = site.config.source_language
        self.sources = read_sources(site)
        self.figures = self.sources.figures
        self.paths = frozenset(file.path for file in self.sources.files)
        self.drawings = {_below(drawing): drawing for drawing in self.sources.drawings}
        self.chains = chains_of(site.config)
        wanted = {tag for asked in tags for tag in (asked, *self.chains[asked]) if tag != self.source}
        shelves = {(tag, catalogue.domain): catalogue for tag in sorted(wanted) for catalogue in read_catalogues(site, tag)}
        policy = policy_of(site.config)
        self.translations = Translations(
            shelves,
            source=self.source,
            numbers=self.figures.numbers,
            policy=policy,
            math=self.config.markdown.math,
            is_mdx=self._is_mdx,
        )
        # of warnings about sources, keys that only the other generator knows for one, `extract` and `compile` tell
        self.findings = [finding for finding in self.sources.findings if finding.severity is Severity.ERROR]
        self.linked = linked_anchors(self.sources.documents) if self.layout.anchors is not AnchorRule.NONE else {}
        self.anchor_rule = rule_for(self.layout.anchors, self.sources.documents)
        self.known = Cache(site.cache / "localised")
        self.files: dict[str, Content] = {}
        self.origins: dict[str, str] = {}
        self.documents = dict.fromkeys(tags, 0)
        self.below: dict[str, list[str]] = {tag: [] for tag in tags}

    def plan(self) -> None:
        """Decide on every file; what is translated is spliced already, what is copied is read later."""
        slugs = self._slugs() if self.layout.slug is SlugRule.TRANSLATED else {}
        documents = self.sources.documents
        numbers = [number for number, document in enumerate(documents) if not is_protected(document)]
        weights = [len(documents[number].text) * len(self.tags) for number in numbers]
        for number, (found, learned) in zip(numbers, spread(_localise_document, self, numbers, weights), strict=True):
            self.known.add(learned)
            self._add_document(documents[number], found, slugs)
        for file in self.sources.data:
            place = partial(place_data, self.layout, _below(file.document))
            self._add_texts(file.document, "data", place)
        self._add_config()
        self._add_files()

    def _is_mdx(self, path: str) -> bool:
        """Whether a document of this name is compiled as MDX."""
        return self.layout.mdx or self.config.markdown.is_mdx(path)

    def _add(self, place: str, origin: str, content: Content) -> None:
        """One file; raises DocumentError where two sources want the same place."""
        if self.origins.setdefault(place, origin) != origin:
            said = f"this file and {self.origins[place]} would both be written to {place}"
            advice = "rename one of them, move away translations that were made by hand, or choose another --layout"
            raise DocumentError(said, path=origin, advice=advice)
        self.files[place] = content

    # -- documents ----------------------------------------------------------------------------------------------------

    def localise(self, document: Document) -> Iterator[_Localised]:
        """A document in each language; changes nothing here but what is known, since it may be done in another process."""
        document = replace(document, mdx=self._is_mdx(document.path))
        localiser = Localiser(
            document,
            source=self.source,
            figures=self.figures.names,
            policy=self.config.differences,
            outline=_below(document) == self.layout.outline,
        )
        find = self.translations.find_in(domain_of(document))
        anchors = sorted(anchors_of(document, self.linked))
        named = self.known.key(document, self.source, self.config.differences, self._rules, self.anchor_rule, anchors)
        for tag in self.tags:
            gate = gate_of(self.config, document, tag)
            chosen = localiser.choose(tag, self.chains[tag], find)
            texts = [(locale, found and (found.text, found.state)) for _, locale, found in chosen]
            key = self.known.key(named, tag, self.chains[tag], gate, texts)
            stored = self.known.get(key)
            if stored is not None:
                has, data = msgspec.msgpack.decode(stored, type=_Stored)
                yield _Localised(tag, has, data, ())
                continue
            localised = localiser.localise(tag, self.chains[tag], find, publish_at=gate, chosen=chosen)
            made = self._settled(localiser, localised, find)
            # what is to be told of translations is told each time, and what stands for a refused one was not chosen above
            if not made.findings and not any(segment.refused for segment in localised.segments):
                self.known.put(key, msgspec.msgpack.encode((made.has, made.data)))
            yield made

    def _settled(self, localiser: Localiser, localised: LocalisedDocument, find: Find) -> _Localised:
        """What becomes of a document in a language: left out, or in the source language, where too little of it is translated."""
        tag, findings = localised.locale, localised.findings
        has = tag == self.source or self._has(localised)
        if not has:
            if self.layout.falls_back and not self.choices.keep_below:
                return _Localised(tag, has, None, findings)
            localised = localiser.localise(self.source, (), find, publish_at=0)
            findings += localised.findings
        data, unfilled = self._finished(localised)
        return _Localised(tag, has, data, (*findings, *unfilled))

    @cached_property
    def _rules(self) -> Sequence[object]:
        """What else a localised document is made by."""
        choices = self.choices
        figures = self.figures if choices.fill_figures else sorted(self.figures.names)
        return choices.threshold, choices.keep_below, choices.fill_figures, self.layout.falls_back, self.layout.outline, figures

    def _add_document(self, document: Document, found: Iterable[_Localised], slugs: Mapping[tuple[str, str], str]) -> None:
        for tag, has, data, findings in found:
            self.findings += findings
            is_source = tag == self.source
            self.documents[tag] += has
            if not has:
                self.below[tag].append(document.path)
            if data is None:
                continue
            if has and (tag, document.id) in slugs:
                data = set_slug(data, slugs[tag, document.id], path=document.path)
            own = document.fields.get("slug")
            if self.layout.slug is SlugRule.PREFIXED and not is_source and isinstance(own, str):
                data = set_slug(data, f"{language_name(self.layout, tag)}/{own.strip('/')}".rstrip("/"), path=document.path)
            self._add(place_document(self.layout, _below(document), tag, source=is_source), document.path, _holding(data))

    def _has(self, localised: LocalisedDocument) -> bool:
        """Whether enough of a document is translated."""
        if self.choices.threshold is None:
            return localised.published
        return localised.coverage >= self.choices.threshold

    def _finished(self, localised: LocalisedDocument) -> tuple[bytes, tuple[Finding, ...]]:
        localised = keep_anchors(localised, anchors_of(localised.document, self.linked), self.anchor_rule)
        if not self.choices.fill_figures:
            return localised.markdown, ()
        return fill_figures(localised, self.figures)

    def _slugs(self) -> dict[tuple[str, str], str]:
        """(language, document) -> the last part of its address, where that is another than the source's."""
        found: dict[str, dict[str, Slug]] = {tag: {} for tag in self.tags if tag != self.source}
        for document in self.sources.documents:
            segment = slug_segment(document)
            # Hugo takes the addresses of its sections, _index.md, from their folders
            if segment is None or PurePath(document.path).stem == "_index":
                continue
            for tag, slugs in found.items():
                translation = self.translations.find(domain_of(document), tag, segment)
                if translation is not None:
                    slugs[document.id] = Slug(translation.text, translation.reference)
        paths = self._paths(found)
        # what is said of source slugs is about addresses of the site's own
        self.findings += [finding for finding in paths.findings if (finding.path or "").startswith("translations/")]
        last = {tag: {name: path.rpartition("/")[2] for name, path in names.items()} for tag, names in paths.documents.items()}
        return {
            (tag, name): last[tag][name]
            for tag, slugs in found.items()
            for name in slugs
            if last[tag][name] != last[self.source][name]
        }

    def _paths(self, slugs: Mapping[str, Mapping[str, Slug]]) -> Paths:
        sections = {section: self.config.section(section).slug for section in self.sources.sections}
        return build_paths(self.sources.documents, sections, slugs, source_language=self.source)

    # -- everything else ----------------------------------------------------------------------------------------------

    def _add_texts(self, document: Document, domain: str, place: Callable[..., str]) -> None:
        """A YAML file, in every language: there is no threshold for what is a label here and a label there."""
        localiser = Localiser(document, source=self.source, figures=self.figures.names, policy=self.config.differences)
        for tag in self.tags:
            localised = localiser.localise(tag, self.chains[tag], self.translations.find_in(domain), publish_at=0)
            data, unfilled = self._finished(localised)
            self.findings += (*localised.findings, *unfilled)
            self._add(place(locale=tag, source=tag == self.source), document.path, _holding(data))

    def _add_config(self) -> None:
        path = self.site.root / CONFIG_PATH
        if self.layout.config is None or not path.is_file():
            return
        data = _read(path, CONFIG_PATH)
        segments = tuple(text.segment for text in self.config.texts)
        document = Document(CONFIG_PATH, "site", "", {}, data, segments, body=len(data))
        self._add_texts(document, "site", lambda locale, source: str(place_config(self.layout, locale)))

    def _add_files(self) -> None:
        """Every file that is neither a document nor data: drawings in each language, all others as they are."""
        known = {_below(document) for document in self.sources.documents} | {_below(file.document) for file in self.sources.data}
        guarded = self._guarded()
        for path in content_paths(self.site):
            # a document that is not known is a draft
            if path in known or path in guarded or is_document_path(self.site, path) or path == "site.yaml":
                continue
            for tag in self.tags:
                self._add_file(path, tag)

    def _add_file(self, path: str, tag: str) -> None:
        """A file in a language: by the name of the source where the language has a folder of its own, else beside the source."""
        is_source, own = tag == self.source, path
        made = None if is_source else self._drawing(path, tag)
        if made is not None and self.layout.shares_files:
            self._add(place_document(self.layout, path, tag, source=False), f"content/{path}", _holding(made))
            made = None
        elif not is_source and not self.layout.shares_files:
            own = variant(path, tag, self.chains[tag], self.paths).path
        content = _holding(made) if made is not None else partial(_read, self.site.content / own, f"content/{own}")
        self._add(place_file(self.layout, path, tag, source=is_source), f"content/{path}", content)

    def _drawing(self, path: str, tag: str) -> bytes | None:
        """A drawing in a language or, where the language has none of its texts, in one of its chain; None where it is drawn."""
        drawing = self.drawings.get(path)
        if drawing is None:
            return None
        from i18n_site.formats.svg import SECTION as DRAWINGS  # most sites have no drawings with texts
        from i18n_site.publish.drawings import localise_drawing

        for locale in (tag, *self.chains[tag][:-1]):
            if variant(path, locale, (), self.paths).path != path:
                return None
            findings: dict[Finding, None] = {}
            made = localise_drawing(drawing, locale, self.chains[locale], self.translations.find_in(DRAWINGS), findings)
            self.findings += findings
            # a language that shares its files reads that of its chain beside them, where its generator looks for it
            if made is not None or self.layout.shares_files:
                return made
        return None

    def _guarded(self) -> frozenset[str]:
        """Files that only protected documents refer to."""
        documents = self.sources.documents
        if not any(map(is_protected, documents)):
            return frozenset()
        paths = self._paths({})
        # most sites guard nothing, and should not wait for what makes pages
        from i18n_site.publish.pages import SiteMap
        from i18n_site.publish.site_files import files_of

        index = index_links(documents, sorted(self.paths), paths.documents[self.source], paths.sections[self.source])
        site_map = SiteMap(index, paths, {}, self.chains, self.paths, {})
        return frozenset(file.path for file in files_of(self.sources, site_map, self.config.languages) if file.protected_by)


class _Localised(NamedTuple):
    """A document in one language."""

    locale: str
    has: bool
    """Whether enough of it is translated."""
    data: bytes | None
    """None where it is left out."""
    findings: tuple[Finding, ...]


_Stored = tuple[bool, bytes | None]
"""`has` and `data`."""


def _localise_document(tree: _Tree, number: int) -> tuple[list[_Localised], Learned]:
    return list(tree.localise(tree.sources.documents[number])), tree.known.take()


def _below(document: Document) -> str:
    return document.path.removeprefix("content/")


def _holding(data: bytes) -> Content:
    return lambda: data


def _read(path: Path, shown: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise DocumentError(f"it cannot be read: {fault.strerror}", path=shown, advice="make it a readable file") from fault
