"""`adopt`: translated Markdown that exists already -> catalogues. No text that a catalogue has is overwritten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from i18n_site.catalogue.marks import quote_text
from i18n_site.catalogue.merge import merge
from i18n_site.catalogue.policy import policy_of
from i18n_site.config import Site
from i18n_site.errors import DocumentError, LocaleError
from i18n_site.formats.markdown import Rules, read_document
from i18n_site.locales import canonical_tag, plural_forms
from i18n_site.model import Catalogue, Document, Finding, Message, MessageKey, Severity
from i18n_site.plural_rules import plural_rule
from i18n_site.publish.adoption import CHECK, Adoption, adopt_document, adopted_messages, fill
from i18n_site.publish.align import learn_words
from i18n_site.publish.sources import Sources, domain_of
from i18n_site.workflow.catalogues import chosen_locales, edit_catalogue, new_catalogue, prepare, read_catalogue
from i18n_site.workflow.extract import extract, read_templates
from i18n_site.workflow.read_sources import read_sources
from i18n_site.workflow.translated_files import documents_at, name_documents
from i18n_site.workflow.update import update_language


@dataclass(frozen=True, slots=True)
class Adopted:
    """What was adopted into one catalogue, in messages."""

    domain: str
    sure: int
    """Translations from now on."""
    doubtful: int
    """Fuzzy: to be looked at."""
    known: int
    """There already, with this text or another."""


@dataclass(frozen=True, slots=True)
class AdoptReport:
    """What came of a folder of translated documents."""

    locale: str
    documents: int
    """Translated documents that were read."""
    paired: int
    """Passages of the sources, the older ones where they were given, that have a counterpart."""
    passages: int
    """All passages of those sources."""
    catalogues: tuple[Adopted, ...]
    findings: tuple[Finding, ...]
    """What was left out and why, with its places."""


def adopt(site: Site, locale: str, path: Path, *, older_source: Path | None = None) -> AdoptReport:
    """Adopt a document or the documents of a folder, named as those below content/, as translations into a language of the site.

    `farm.fr.md` stands for `farm.md`. `older_source`: a folder with the sources as they were when they were translated; what
    has changed since is judged as `update` does. Raises ConfigError for a language that the site does not have, DocumentError for
    a path at which there is no document, and for a source that cannot be read; a translation that cannot be read is a finding.
    """
    (tag,) = chosen_locales(site, [canonical_tag(locale)])
    advice = "name the folder whose documents are named as below content/"
    if not path.exists():
        raise DocumentError("it does not exist", path=str(path), advice=advice)
    if older_source is not None and not older_source.is_dir():
        raise DocumentError("it is no folder", path=str(older_source), advice=advice)
    sources = read_sources(site)
    reading = _Reading(site, sources, tag, path, older_source)
    if not reading.files:
        suffixes = " or ".join(site.config.markdown.suffixes)
        raise DocumentError(f"there is no {suffixes} file here", path=str(path), advice=advice)
    adoptions = reading.adoptions()
    extract(site)
    catalogues = []
    for template in read_templates(site):
        if template.domain in adoptions:
            adopted, findings = _adopt_into(site, tag, template, adoptions[template.domain])
            catalogues.append(adopted)
            reading.findings += findings
    update_language(site, tag)
    return AdoptReport(tag, reading.documents, reading.paired, reading.passages, tuple(catalogues), tuple(reading.findings))


class _Reading:
    """The translated documents of a path, read and aligned, with what was found on the way."""

    def __init__(self, site: Site, sources: Sources, locale: str, path: Path, older: Path | None) -> None:
        self.site, self.sources, self.locale, self.path, self.older = site, sources, locale, path, older
        markdown = site.config.markdown
        self.rules = Rules(figures=sources.figures.names, fields=site.config.front_matter.translate, math=markdown.math)
        self.files = tuple(documents_at(path, markdown.suffixes))
        """Whatever may be a translation."""
        self.findings: list[Finding] = []
        self.documents = self.paired = self.passages = 0

    def adoptions(self) -> Mapping[str, list[Adoption]]:
        """What the documents give, by domain. All are read before the first is judged: each tells something of the languages."""
        read = list(self._translated())
        figures = self.sources.figures.names
        lexicon = learn_words(((source, target) for _, source, target in read), figures)
        found: dict[str, list[Adoption]] = {}
        for document, source, target in read:
            adoption = adopt_document(
                document.path,
                source,
                target,
                language=self.site.config.source_language,
                locale=self.locale,
                figures=figures,
                lexicon=lexicon,
            )
            found.setdefault(domain_of(document), []).append(adoption)
            self.documents += 1
            self.paired += sum(pair.source.field != "slug" for pair in adoption.pairs)
            self.passages += sum(segment.field != "slug" for segment in source.segments)
            self.findings += adoption.findings
        return found

    def _translated(self) -> Iterator[tuple[Document, Document, Document]]:
        """Each document that is translated, with the source that its translation was made of, and the translation."""
        named, unknown = name_documents(self.site, self.sources.documents, self.files, self.locale, self.path)
        for path in unknown:
            self._leave_out(path, "no document below content/ is named like this one")
        for path, document in named:
            target = self._read(path, document)
            if target is not None and target.text == document.text:
                self._leave_out(path, "it is its source, word for word")
            elif target is not None:
                yield document, self._older(document) or document, target

    def _leave_out(self, path: Path, why: str) -> None:
        self.findings.append(Finding(CHECK, Severity.WARNING, f"{why}; it is left out", path=str(path)))

    def _older(self, document: Document) -> Document | None:
        """The document as it was; None where nothing is known of that."""
        if self.older is None:
            return None
        path = self.older / document.path.removeprefix("content/")
        return self._read(path, document) if path.is_file() else None

    def _read(self, path: Path, document: Document) -> Document | None:
        """Another version of a document; its slug is the document's unless it says another. None where it cannot be read."""
        try:
            rules = replace(self.rules, jsx=document.jsx)
            return read_document(path.read_bytes(), path=str(path), section=document.section, slug=document.slug, rules=rules)
        except OSError as fault:
            self._leave_out(path, f"it cannot be read: {fault.strerror}")
        except DocumentError as fault:
            said = f"{fault.message}; it is left out"
            self.findings.append(Finding(CHECK, Severity.WARNING, said, path=str(path), line=fault.line, column=fault.column))
        return None


def _adopt_into(site: Site, locale: str, template: Catalogue, adoptions: Sequence[Adoption]) -> tuple[Adopted, list[Finding]]:
    """Write what was adopted for one domain into its catalogue."""
    empty = new_catalogue(template, locale)
    known = read_catalogue(site, locale, template.domain)
    messages, gave_way = adopted_messages(adoptions, _forms_of(known or empty, locale))
    policy = policy_of(site.config)
    # brought up from the sources that were translated to those of today; where they are the same, nothing changes
    given = replace(empty, entries=(*empty.entries, *fill((), messages)[0]))
    brought = [message for message in merge(template, given, policy=policy)[0].messages if not message.obsolete]
    conflicts: tuple[MessageKey, ...] = ()

    def change(current: Catalogue | None) -> Catalogue:
        nonlocal conflicts
        catalogue = current or empty
        entries, conflicts = fill(catalogue.entries, brought)
        return merge(template, replace(catalogue, entries=entries), policy=policy)[0]

    texts = {message.key for message in known.messages if any(message.msgstr)} if known else set()
    edit_catalogue(site, locale, template.domain, change, prepared=prepare(known, change(known)))
    fresh = [message for message in brought if any(message.msgstr) and message.key not in texts]
    had = sum(1 for message in brought if any(message.msgstr)) - len(fresh)
    doubtful = sum(message.fuzzy for message in fresh)
    adopted = Adopted(template.domain, len(fresh) - doubtful, doubtful, had)
    return adopted, [*gave_way, *_conflicts(known, brought, conflicts)]


def _conflicts(known: Catalogue | None, brought: Sequence[Message], keys: Sequence[MessageKey]) -> Iterator[Finding]:
    """A finding for each message that keeps the text it had."""
    if known is None:
        return
    texts = {message.key: message.msgstr[0] for message in brought}
    for message in known.messages:
        if message.key in keys:
            said = f"the catalogue's translation stays; the adopted one is {quote_text(texts[message.key])}"
            yield Finding(CHECK, Severity.WARNING, said, message.key, known.path, message.line)


def _forms_of(catalogue: Catalogue, locale: str) -> int:
    try:
        return plural_rule(catalogue.header_field("Plural-Forms") or plural_forms(locale)).count
    except LocaleError:
        return plural_rule(plural_forms(locale)).count
