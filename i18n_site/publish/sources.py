"""A site's sources, read: what extraction takes messages from and publishing makes pages of. Opens no files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from i18n_site.config import Config
from i18n_site.formats.data import DataFile
from i18n_site.formats.front_matter import is_share
from i18n_site.locales import fallback_chain
from i18n_site.model import Document, Finding, Kind, MessageKey, Reference, Segment, Severity
from i18n_site.publish.figures import Figures
from i18n_site.publish.images import Size

PROTECTED = "protected"
"""The domain of protected documents, whatever their section."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A download or an image as it lies in content/."""

    path: str
    """Relative to content/: `files/report.pdf`."""
    size: int
    sha256: str
    extent: Size | None = None
    """Of an image, in pixels."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that a site's authors wrote, configuration aside."""

    documents: tuple[Document, ...]
    """In the order of their paths, each with an id of its own."""
    data: tuple[DataFile, ...]
    """In the order of their paths."""
    figures: Figures
    files: tuple[SourceFile, ...]
    findings: tuple[Finding, ...] = ()
    """What the readers noticed."""
    drawings: tuple[Document, ...] = ()
    """SVG files that hold a text, in the order of their paths; language variants are none."""

    @property
    def sections(self) -> tuple[str, ...]:
        """Every section that a document is in, in the order of the alphabet."""
        return tuple(sorted({document.section for document in self.documents}))


def for_own_pages(sources: Sources) -> Sources:
    """The sources without documents that are MDX: their components are another generator's, which makes their pages."""
    documents = tuple(document for document in sources.documents if not document.jsx)
    left_out = len(sources.documents) - len(documents)
    if not left_out:
        return sources
    said = f"documents that are MDX are left out, {left_out} of them: `i18n-site localise` writes them for their generator"
    return replace(sources, documents=documents, findings=(*sources.findings, Finding("mdx", Severity.WARNING, said)))


def is_protected(document: Document) -> bool:
    """Whether a document's body is for those with its password. A key without a value guards as well: in doubt, closed."""
    return "protected" in document.fields


def is_draft(document: Document) -> bool:
    """Whether a document is seen only under `serve`."""
    return document.fields.get("draft") is True


def domain_of(document: Document) -> str:
    """The catalogue domain that a document's messages are in."""
    return PROTECTED if is_protected(document) else document.section


def gate_of(config: Config, document: Document, locale: str) -> float:
    """Share of words from which a language has a document: the document's own, else its section's, else the language's."""
    settings = document.fields.get("i18n")
    own = settings.get("publish_at") if isinstance(settings, dict) else None
    if isinstance(own, str) and is_share(own):
        return float(own)
    return config.gate(locale, document.section)


def chains_of(config: Config) -> dict[str, tuple[str, ...]]:
    """Every language's fallback chain, the source language last; the source's own is empty."""
    tags = list(config.languages)
    return {
        tag: ()
        if tag == config.source_language
        else fallback_chain(tag, source=config.source_language, configured=config.fallbacks(), available=tags)
        for tag in tags
    }


def texts_by_field(segments: tuple[Segment, ...]) -> Mapping[str, Segment]:
    """Segments by the dotted path of their field."""
    return {segment.field: segment for segment in segments if segment.field is not None}


def slug_segment(document: Document) -> Segment | None:
    """The segment of a document's slug; None for an index and for a document that is not translated."""
    return next((segment for segment in document.segments if segment.kind is Kind.SLUG), None)


def section_slugs(texts: Mapping[str, Segment]) -> Iterator[tuple[str, Segment]]:
    """Section -> the segment of its slug, of site.yaml's texts by their paths."""
    for path, segment in texts.items():
        first, _, rest = path.partition(".")
        section, _, last = rest.rpartition(".")
        if first == "sections" and last == "slug":
            yield section, segment


def plain_segment(text: str, path: str) -> Segment:
    """A text that is no message, as a segment: it stays in the source language."""
    return Segment(MessageKey(text), Kind.FIELD, Reference(path))
