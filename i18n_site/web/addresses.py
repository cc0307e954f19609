"""From an address to what lives there. Knows the release and language tags; nothing of Flask, headers or HTML.

One canonicaliser: every path is read here, and every redirect goes to a place that is built anew from language and slugs,
never to something that the request spelled out. A canonical address is found as it stands, so no redirect leads to another.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from i18n_site.locales import canonical_prefix, negotiate
from i18n_site.publish.links import url_of
from i18n_site.publish.release import Page, Release
from i18n_site.publish.slugs import FEED, VIEW_MARK, topic_slug


@dataclass(frozen=True, slots=True)
class HomeAt:
    """The home page of a language."""

    locale: str


@dataclass(frozen=True, slots=True)
class SectionAt:
    """The list of a section."""

    locale: str
    section: str


@dataclass(frozen=True, slots=True)
class PageAt:
    """A document in a language."""

    locale: str
    page: Page


@dataclass(frozen=True, slots=True)
class RoomAt:
    """A page that is made for every language and is no document: search, the site's status."""

    locale: str
    name: str
    """One of `ROOMS`."""
    rest: str
    """What follows its name, without slashes around it."""


@dataclass(frozen=True, slots=True)
class ViewAt:
    """Another view of a document: what changed, both languages side by side."""

    locale: str
    page: Page
    name: str
    """One of `VIEWS`."""


@dataclass(frozen=True, slots=True)
class FeedAt:
    """The feed of a section's list, or of all lists of a language."""

    locale: str
    section: str | None


@dataclass(frozen=True, slots=True)
class Moved:
    """Another spelling of an address: the canonical one is `path` below `locale`."""

    locale: str
    path: str
    is_file: bool = False
    """Whether it ends without a slash."""

    @property
    def url(self) -> str:
        """The canonical address, relative to the site."""
        url = url_of(self.locale, self.path)
        return url.rstrip("/") if self.is_file else url


@dataclass(frozen=True, slots=True)
class Unprefixed:
    """An address without a language: one of `languages` is to be chosen."""

    document: str | None
    """None for the home page and for a section."""
    section: str | None
    languages: tuple[str, ...]
    """Those that have what lives there, in the site's order."""
    below: str = ""
    """What follows in every language alike: a room's path, `VIEW_MARK` and a view's name, a feed's."""

    @property
    def is_file(self) -> bool:
        """Whether it ends without a slash."""
        return self.below == FEED


@dataclass(frozen=True, slots=True)
class Nowhere:
    """Nothing lives there."""

    locale: str | None
    """The language of the prefix; None where there was no good one."""
    paths: tuple[str, ...]
    """What a visitor may have meant, without prefix: the first first."""


Place = HomeAt | SectionAt | PageAt | RoomAt | ViewAt | FeedAt | Moved | Unprefixed | Nowhere

ROOMS: Final = frozenset({"search", "status", "tags"})
"""First segments of a language that are no documents': each is reserved in `publish.slugs`."""

VIEWS: Final = frozenset({"changes", "side-by-side", "status"})
"""What follows a document's path and `VIEW_MARK`."""

PARAMETERS: Final[frozenset[str]] = frozenset({"page", "q", "section"})
"""The query parameters that say something. Links keep them where they hold; all others are passed over."""


def methods_of(place: Place) -> tuple[str, ...]:
    """The HTTP methods that a place knows: only a protected document has a form of its own."""
    guarded = isinstance(place, PageAt) and place.page.protected
    return ("GET", "HEAD", "OPTIONS", *(("POST",) if guarded else ()))


def public_languages(release: Release) -> tuple[str, ...]:
    """The tags that visitors may choose from, in the site's order."""
    return tuple(language.tag for language in release.site.languages if language.public)


def default_language(release: Release) -> str:
    """Where no wish of the visitor's is known: the source language, or the first public one."""
    public = public_languages(release)
    source = release.site.source_language
    return source if source in public or not public else public[0]


def locate(release: Release, address: str) -> Place:
    """What lives at `address`: the decoded path of a URL, `/fr/actualites/athenes/`. Never raises for what a visitor may ask."""
    segments = address.split("/")[1:]
    complete = segments[-1:] == [""]
    if complete:
        segments.pop()
    if not segments:
        return Unprefixed(None, None, public_languages(release))
    prefix, rest = segments[0], "/".join(segments[1:])
    locale = canonical_prefix(prefix, public_languages(release))
    if "" in segments or any(segment in (".", "..") for segment in segments):
        return Nowhere(locale, ())
    if locale is None:
        return _without_prefix(release, [unicodedata.normalize("NFC", segment) for segment in segments])
    path = unicodedata.normalize("NFC", rest)
    found = _below(release, locale, path)
    is_file = isinstance(found, FeedAt)
    if isinstance(found, Nowhere | Moved) or ((prefix, rest) == (locale, path) and complete is not is_file):
        return found
    return Moved(locale, path, is_file)


def _below(release: Release, locale: str, path: str) -> Place:
    """What lives at a path of a language, its own spelling and the prefix's taken for right."""
    if not path:
        return HomeAt(locale)
    name, _, rest = path.partition("/")
    if name in ROOMS:
        return RoomAt(locale, name, rest)
    owner, marked, view = f"/{path}".partition(f"/{VIEW_MARK}/")
    if marked:
        return _view(release, locale, owner.removeprefix("/"), view)
    if section := _list_at(release, locale, path):
        return SectionAt(locale, section)
    if path == FEED:
        return FeedAt(locale, None)
    if path.endswith(f"/{FEED}"):
        return _feed(release, locale, path.removesuffix(f"/{FEED}"))
    page = release.page_at(locale, path)
    if page is None and (document := release.former(locale, path)) is not None:
        page = release.page(locale, document)
    if page is None:
        section = _former_list_at(release, locale, path)
        return Moved(locale, release.section_path(locale, section)) if section else Nowhere(locale, (path,))
    canonical = "" if page.document == release.site.home.document else page.path
    return PageAt(locale, page) if canonical == path else Moved(locale, canonical)


def _feed(release: Release, locale: str, path: str) -> Place:
    """The feed of the list at a path, or of the one that was there."""
    if section := _list_at(release, locale, path):
        return FeedAt(locale, section)
    if section := _former_list_at(release, locale, path):
        return Moved(locale, f"{release.section_path(locale, section)}/{FEED}", is_file=True)
    return Nowhere(locale, (path,))


def _view(release: Release, locale: str, path: str, name: str) -> Place:
    """The view of that name of the document at a path; that of the home page or a list is of the document that it opens with."""
    place = _below(release, locale, path)
    opening = _opening(release, place.section if isinstance(place, SectionAt) else None)
    if isinstance(place, HomeAt | SectionAt) and opening is not None and (page := release.page(locale, opening)) is not None:
        place = PageAt(locale, page)
    if isinstance(place, Moved):
        return Moved(locale, "/".join(filter(None, (place.path, VIEW_MARK, name))))
    return ViewAt(locale, place.page, name) if isinstance(place, PageAt) and name in VIEWS else Nowhere(locale, (path,))


def _opening(release: Release, section: str | None) -> str | None:
    """The document that a section's list opens with, or the home page where no section is named."""
    return release.site.home.document if section is None else f"{section}/"


def _room_without_prefix(release: Release, name: str, rest: str) -> Place:
    """A room in every language, or a topic in those that have a document of it."""
    if not rest:
        return Unprefixed(None, None, public_languages(release), name)
    slug = topic_slug(rest)
    languages = topic_languages(release, slug) if name == "tags" else ()
    return Unprefixed(None, None, languages, f"{name}/{slug}") if languages else Nowhere(None, (f"{name}/{rest}",))


def _without_prefix_at(release: Release, path: str) -> Place:
    """What lives at a path of source slugs, the empty one being the home page's."""
    segments = [segment for segment in path.split("/") if segment]
    return _without_prefix(release, segments) if segments else Unprefixed(None, None, public_languages(release))


def _below_without_prefix(release: Release, place: Place, below: str) -> Place:
    """A view of a document, or the feed of a list or of all lists, in the languages that have it."""
    if not isinstance(place, Unprefixed) or place.below:
        return place if isinstance(place, Nowhere) else Nowhere(None, ())
    found = replace(place, below=below)
    if below != FEED:
        document = place.document or _opening(release, place.section)
        teaser = release.teaser(release.site.source_language, document) if document is not None else None
        known = below.removeprefix(f"{VIEW_MARK}/") in VIEWS and teaser is not None and not teaser.protected
        return (
            replace(found, document=document, section=None, languages=public_languages(release)) if known else Nowhere(None, ())
        )
    languages = tuple(tag for tag in public_languages(release) if _has(release, found, tag))
    return replace(found, languages=languages) if languages and place.document is None else Nowhere(None, ())


def _has(release: Release, place: Unprefixed, locale: str) -> bool:
    """Whether a language has anything to show at a place: topics and feeds alone know no fallback."""
    if place.below == FEED:
        sections = [place.section] if place.section else [view.name for view in release.site.sections if view.list]
        return any(release.has_feed(locale, section) for section in sections)
    name, _, slug = place.below.partition("/")
    return name != "tags" or not slug or release.topic(locale, slug) is not None


def _without_prefix(release: Release, segments: Sequence[str]) -> Place:
    """An address in source slugs, or nothing."""
    path = "/".join(segments)
    source = release.site.source_language
    if segments[0] in ROOMS:
        return _room_without_prefix(release, segments[0], "/".join(segments[1:]))
    owner, marked, view = f"/{path}".partition(f"/{VIEW_MARK}/")
    if marked or segments[-1] == FEED:
        below = f"{VIEW_MARK}/{view}" if marked else FEED
        return _below_without_prefix(release, _without_prefix_at(release, owner.removeprefix("/").removesuffix(FEED)), below)
    if section := _list_at(release, source, path):
        return Unprefixed(None, section, section_languages(release, section))
    document = release.document_at_source(path) or release.former(source, path)
    if document is None and (section := _former_list_at(release, source, path)):
        return Unprefixed(None, section, section_languages(release, section))
    if document == release.site.home.document and document is not None:
        return Unprefixed(None, None, public_languages(release))
    teaser = release.teaser(source, document) if document is not None else None
    if teaser is None:
        return Nowhere(None, (path, "/".join(segments[1:])))
    return Unprefixed(document, None, _public(release, teaser.languages))


def _list_at(release: Release, locale: str, path: str) -> str | None:
    """The section whose list lives at a path of a language, if it has one."""
    return _with_list(release, release.section_at(locale, path))


def _former_list_at(release: Release, locale: str, path: str) -> str | None:
    """The section whose list lived at a path of a language once."""
    return _with_list(release, release.former_section(locale, path))


def _with_list(release: Release, section: str | None) -> str | None:
    return section if any(view.name == section and view.list for view in release.site.sections) else None


def _public(release: Release, languages: Collection[str]) -> tuple[str, ...]:
    return tuple(tag for tag in public_languages(release) if tag in languages)


def section_languages(release: Release, section: str) -> tuple[str, ...]:
    """The languages that have at least one document of a section, in the site's order."""
    return tuple(tag for tag in public_languages(release) if release.has_published(tag, section))


def topic_languages(release: Release, slug: str | None = None) -> tuple[str, ...]:
    """The languages that have at least one document of a topic, or of any topic, in the site's order."""
    return _public(release, release.topic_languages(slug))


def choose(release: Release, place: Unprefixed, *, remembered: str | None, accepted: str | None) -> Moved:
    """Where an unprefixed address leads a visitor: the remembered language, else the best of those that have the page.

    `remembered` is what the visitor's cookie holds and `accepted` the Accept-Language header, both as they came. A remembered
    language wins even where it lacks the page: the visitor asked for it, and the fallback says what it is.
    """
    public = public_languages(release)
    offered = place.languages or public
    default = default_language(release)
    if remembered is not None and remembered in public and _has(release, place, remembered):
        locale = remembered
    else:
        locale = negotiate(accepted, offered, default if default in offered or not offered else offered[0])
    path = path_of(release, locale, document=place.document, section=place.section)
    # the source language has no views beside a page
    below = "" if place.below.startswith(f"{VIEW_MARK}/") and locale == release.site.source_language else place.below
    return Moved(locale, "/".join(filter(None, (path, below))), place.is_file)


def path_of(release: Release, locale: str, *, document: str | None = None, section: str | None = None) -> str:
    """The path of a document or a section's list in a language; the home page's where neither is named."""
    if section is not None:
        return release.section_path(locale, section)
    teaser = release.teaser(locale, document) if document is not None else None
    return teaser.path if teaser is not None and teaser.document != release.site.home.document else ""
