"""What a release hands to its readers. Frozen values; knows nothing of SQLite, files or catalogues.

Paths are in slugs, without language prefix and outer slashes (`actualites/athenes`); the home page's is empty.
URLs carry the prefix and are percent-encoded (`/fr/actualites/athenes/`). Languages are BCP 47 tags.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from i18n_site.model import Lack, LocalisedText, State


@dataclass(frozen=True, slots=True)
class LanguageView:
    """A language of the site, in the order of the switcher."""

    tag: str
    endonym: str
    """Its name in itself: `français`."""
    direction: str
    """`ltr` or `rtl`."""
    public: bool
    """False for a language in preparation: no list, switcher or header of the site names it."""


@dataclass(frozen=True, slots=True)
class HomeView:
    """What the home page shows beside its document."""

    document: str | None = None
    """The document whose body opens the home page; None for lists only."""
    latest: int = 5
    """How many of the newest documents of the chronological sections."""
    teasers: tuple[str, ...] = ()
    """Document ids."""
    figures: tuple[str, ...] = ()
    """Names of figures."""


@dataclass(frozen=True, slots=True)
class MenuItemView:
    """An entry of a menu: exactly one of document, section and url is set."""

    text: str
    """Dotted path of its label for `Release.text`: `menus.main.0.label`. Without such a text the target's title is shown."""
    document: str | None = None
    section: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class SectionView:
    """A first-level folder. Its title and description are `Release.text(locale, "sections.<name>.title")`."""

    name: str
    list: bool
    """Whether it has a chronological list page."""
    per_page: int = 10
    """Documents on one page of its list."""
    fallbacks: bool = True
    """Whether lists of a language name documents of the section that it lacks."""


@dataclass(frozen=True, slots=True)
class SiteView:
    """The configuration, not localised."""

    title: str
    base_url: str
    """Without a trailing slash."""
    source_language: str
    languages: tuple[LanguageView, ...]
    """The source language among them."""
    home: HomeView = HomeView()
    menus: Mapping[str, tuple[MenuItemView, ...]] = field(default_factory=dict)
    """`main`, `footer`."""
    sections: tuple[SectionView, ...] = ()
    """In the order of the configuration, every folder included."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Placeholders of prose that no translation changes: `enquiry_email`."""
    per_page: int = 10
    """Documents on one page of a list that is no section's."""
    figures_page: str | None = None
    """The document below which all figures are shown."""


@dataclass(frozen=True, slots=True)
class TagView:
    """A tag of a document."""

    name: str
    """In the source language: the same in every language, so that pages of one tag find each other."""
    label: LocalisedText
    slug: str = ""
    """Its part of the address of its topic, the same in every language."""


@dataclass(frozen=True, slots=True)
class TopicView:
    """A tag with all that carry it."""

    slug: str
    label: LocalisedText
    size: int
    """How many documents its list has in this language."""


@dataclass(frozen=True, slots=True)
class EventView:
    """When and where something takes place."""

    start: str | None = None
    """As written in front matter: an ISO 8601 date, or date and time. None where only the place is known."""
    end: str | None = None
    place: LocalisedText | None = None


@dataclass(frozen=True, slots=True)
class ImageView:
    """The image of a teaser."""

    src: str
    """URL that a browser may ask for: `/files/chart.svg`."""
    alt: LocalisedText | None = None
    """None or an empty text for an ornament."""
    width: int | None = None
    """Pixels; None where its file does not say."""
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Teaser:
    """A document as lists, menus and feeds of one language name it."""

    document: str
    """Its id: `news/athens`."""
    section: str
    path: str
    """In this language's slugs."""
    url: str
    """`/fr/actualites/athenes/`."""
    title: LocalisedText
    summary: LocalisedText | None
    """The author's summary, else an excerpt of the first paragraph; plain text. None for a protected document, always."""
    date: str | None
    """ISO 8601, from front matter."""
    updated: str | None
    protected: bool
    published: bool
    """Whether this language *has* the document."""
    shown: str
    """The language that the article is shown in; another than the page's for an article-level fallback."""
    languages: tuple[str, ...]
    """The languages that have it, in the site's order."""
    tags: tuple[TagView, ...]
    event: EventView | None
    image: ImageView | None


@dataclass(frozen=True, slots=True)
class Page(Teaser):
    """A document in one language, with its body."""

    html: str
    """The body: links with the visitor's prefix, without the title, foreign blocks marked. Empty for a protected document."""
    intro: bool
    """Whether the body opens with a paragraph that may be set as an introduction."""
    coverage: float
    """Share of words that are translated, stale ones included: 0-1."""
    stale: int
    """Passages whose source has changed since they were translated, title and summary among them."""
    fallback: int
    """Passages in another language than `shown`."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A document as feeds hold it."""

    page: Page
    source_path: str
    """`content/news/athens.md`: what stays the same when a slug changes."""


@dataclass(frozen=True, slots=True)
class Published:
    """Where a document lives in the languages that have it."""

    paths: Mapping[str, str]
    """Language -> path."""
    date: str | None
    updated: str | None


@dataclass(frozen=True, slots=True)
class ProtectedView:
    """What a password guards of a protected document in one language: everything but its title and its address.

    It has no tags: a topic that it alone carries would have no page.
    """

    html: str
    intro: bool = False
    event: EventView | None = None
    image: ImageView | None = None


@dataclass(frozen=True, slots=True)
class LackView:
    """A language of the fallback chain that does not show a passage."""

    language: str
    reason: Lack


@dataclass(frozen=True, slots=True)
class PassageView:
    """One segment of a document in a language, with its provenance. Front matter comes first; slugs are none."""

    kind: str
    """A value of `model.Kind`."""
    line: int | None
    """Where it begins in the source file, 1-based."""
    source: str
    """The source text as it is now: the msgid, inline Markdown."""
    text: str
    """What stands for it: inline Markdown."""
    source_words: str
    """What a reader reads of `source`: no markup, figures filled in."""
    words: str
    """What a reader reads of `text`."""
    locale: str
    """The language that `text` is in."""
    state: State
    previous: str | None = None
    """The msgid that a translation out of date was made from, be it shown or not."""
    unserved: str | None = None
    """The language's own translation where it is not shown: what it says may no longer be true."""
    lacks: tuple[LackView, ...] = ()
    """Why it is shown in no language nearer to the visitor's: of each, in the order of the chain."""


@dataclass(frozen=True, slots=True)
class VersionView:
    """How far a document is translated into a language, passage by passage. Of the source language there is none."""

    document: str
    locale: str
    published: bool
    """Whether the language *has* the document."""
    coverage: float
    """Share of words that are translated, stale ones included: 0-1."""
    words: int
    """Words of the source that are to be translated."""
    source_path: str
    """`content/news/athens.md`."""
    revision: str
    """SHA-256 of the source file, hexadecimal."""
    passages: tuple[PassageView, ...]


@dataclass(frozen=True, slots=True)
class StandView:
    """How one document stands in one language, in a word and a number."""

    document: str
    locale: str
    url: str
    published: bool
    coverage: float | None
    """None in the source language, and for a protected document."""
    stale: int
    """Passages whose source has changed since they were translated."""


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of a table."""

    field: str
    label: LocalisedText
    kind: str = "text"
    """`as` in the data file: text, territory, email, url, number, date, file."""


Cell = LocalisedText | str | None
"""A translated field, a raw value as written (a territory's code, a number, a path of a file), or nothing."""


@dataclass(frozen=True, slots=True)
class TableView:
    """A data file, shown below a document."""

    name: str
    """The data file's name: `members`."""
    caption: LocalisedText | None
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """As many cells a row as there are columns."""
    group: int | None = None
    """The number of the column whose equal cells stand one after another and gather their rows below a heading."""


@dataclass(frozen=True, slots=True)
class FigureView:
    """A number that the site states in many places, and where it comes from."""

    id: str
    text: str
    """The value, formatted for the language."""
    label: LocalisedText
    source: LocalisedText | None = None
    date: str | None = None
    link: Teaser | None = None
    """The document that it comes from."""


@dataclass(frozen=True, slots=True)
class ChartView:
    """Figures drawn side by side."""

    title: LocalisedText
    svg: str
    """An element for a page in that language."""


@dataclass(frozen=True, slots=True)
class FileView:
    """A download or an image."""

    path: str
    """Relative to content/: `files/report.fr.pdf`; `links.file_url` says where it is served."""
    size: int
    """Bytes."""
    media_type: str
    sha256: str
    """Hexadecimal."""
    language: str | None = None
    """The language of a variant (`report.fr.pdf`), else None."""
    variant_of: str | None = None
    """The path of the file that this is a language variant of: `files/report.pdf`."""
    protected_by: tuple[str, ...] = ()
    """Protected documents that alone refer to it: it is served to those who unlocked one of them."""


InterfaceMessages = Mapping[tuple[str | None, str], tuple[tuple[str, ...], str]]
"""(msgctxt, msgid) -> (msgstr, the language that it is in)."""
