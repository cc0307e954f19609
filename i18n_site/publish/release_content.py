"""What a release is made of: the writer's input. Frozen values; knows nothing of SQLite.

What anybody may read stands apart from what a password guards: `ProtectedPageContent` has no place for a body, and
`ProtectedContent` goes to a file of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from i18n_site.model import LocalisedText
from i18n_site.publish.views import (
    ChartView,
    EventView,
    FigureView,
    FileView,
    ImageView,
    InterfaceMessages,
    PassageView,
    ProtectedView,
    SiteView,
    TableView,
    TagView,
)


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """A document, in no language yet. Drafts are handed in only for a release that may show them."""

    id: str
    """`news/athens`; a section's index is `news/`."""
    section: str
    source_path: str
    """`content/news/athens.md`."""
    date: str | None = None
    """ISO 8601: an order by text is an order by time."""
    updated: str | None = None
    protected: bool = False
    languages: tuple[str, ...] = ()
    """The languages that have it, in the site's order."""
    words: int = 0
    """Words that are to be translated."""
    revision: str = ""
    """SHA-256 of its source file, hexadecimal."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """A document in one language. One for every language of the site, whether it is published there or falls back."""

    document: str
    locale: str
    path: str
    title: LocalisedText
    html: str
    shown: str
    published: bool
    summary: LocalisedText | None = None
    """Plain text."""
    tags: tuple[TagView, ...] = ()
    event: EventView | None = None
    image: ImageView | None = None
    intro: bool = False
    coverage: float = 1.0
    stale: int = 0
    fallback: int = 0


@dataclass(frozen=True, slots=True)
class ProtectedPageContent:
    """What anybody may know of a protected document in one language."""

    document: str
    locale: str
    path: str
    title: LocalisedText
    shown: str
    published: bool
    coverage: float = 1.0
    stale: int = 0
    fallback: int = 0


@dataclass(frozen=True, slots=True)
class ProtectedBody:
    """What the password of a document guards, in one language."""

    document: str
    locale: str
    """The language of the visitor; the body is in the page's `shown`."""
    body: ProtectedView


@dataclass(frozen=True, slots=True)
class ProtectedContent:
    """What the web may show to those who know a password only."""

    hashes: Mapping[str, str] = field(default_factory=dict)
    """Document id -> hash of its password, as `passwords` writes it; a text that is none opens nothing."""
    bodies: tuple[ProtectedBody, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionContent:
    """What became of each passage of a document in a language, published there or not; none for the source language."""

    document: str
    locale: str
    published: bool
    coverage: float
    passages: tuple[PassageView, ...]


@dataclass(frozen=True, slots=True)
class SectionPath:
    """Where a section's list lives in a language."""

    locale: str
    section: str
    path: str


@dataclass(frozen=True, slots=True)
class FormerSlug:
    """A path of a language at which a document lived once."""

    locale: str
    path: str
    document: str


@dataclass(frozen=True, slots=True)
class TopicContent:
    """A topic in one language."""

    locale: str
    slug: str
    label: LocalisedText
    documents: tuple[str, ...]
    """Ids of those that carry it, in any order; which of them its list shows, and where, is the writer's business."""


@dataclass(frozen=True, slots=True)
class TableContent:
    """A data file in one language, below a document."""

    locale: str
    document: str
    table: TableView


@dataclass(frozen=True, slots=True)
class FigureContent:
    """A figure in one language."""

    locale: str
    figure: FigureView
    """Its `link` is None: the reader makes it of the document below."""
    link: str | None = None
    """The id of the document that it comes from."""
    position: int = 0
    """Its place among all figures."""


@dataclass(frozen=True, slots=True)
class ChartContent:
    """A chart of figures in one language."""

    locale: str
    position: int
    chart: ChartView


@dataclass(frozen=True, slots=True)
class ReleaseContent:
    """Everything that the web reads. The order of rows says nothing: the same set is the same release."""

    site: SiteView
    texts: Mapping[str, Mapping[str, LocalisedText]] = field(default_factory=dict)
    """Language -> dotted path in site.yaml -> text. Every section has a `sections.<name>.title`."""
    documents: tuple[DocumentContent, ...] = ()
    pages: tuple[PageContent | ProtectedPageContent, ...] = ()
    versions: tuple[VersionContent, ...] = ()
    """None of a protected document."""
    sections: tuple[SectionPath, ...] = ()
    former: tuple[FormerSlug, ...] = ()
    former_sections: tuple[SectionPath, ...] = ()
    """Where lists lived once."""
    topics: tuple[TopicContent, ...] = ()
    tables: tuple[TableContent, ...] = ()
    figures: tuple[FigureContent, ...] = ()
    charts: tuple[ChartContent, ...] = ()
    messages: Mapping[str, InterfaceMessages] = field(default_factory=dict)
    """Language -> interface messages along its fallback chain."""
    plural_forms: Mapping[str, str] = field(default_factory=dict)
    """Plural-Forms of every language that a message is in."""
    files: tuple[FileView, ...] = ()
    """Those that protected documents alone refer to go where their bodies go."""
    made: Mapping[str, bytes] = field(default_factory=dict)
    """Path -> bytes of the files that lie in no folder: drawings in other languages."""
    protected: ProtectedContent = ProtectedContent()
