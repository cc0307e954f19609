"""Where a page's links lead: languages, menus, alternates for search engines. Knows the release; nothing of requests or HTML."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode

from i18n_site.model import LocalisedText
from i18n_site.publish.links import url_of
from i18n_site.publish.release import LanguageView, MenuItemView, Page, Release, Teaser
from i18n_site.publish.slugs import FEED, VIEW_MARK
from i18n_site.web.addresses import (
    PARAMETERS,
    VIEWS,
    Moved,
    Nowhere,
    Unprefixed,
    locate,
    path_of,
    public_languages,
)

FEED_TYPE: Final = "application/atom+xml"


@dataclass(frozen=True, slots=True)
class Choice:
    """A language in the switcher."""

    language: LanguageView
    url: str
    """The same page in that language."""
    current: bool
    available: bool
    """Whether that language has the page."""


@dataclass(frozen=True, slots=True)
class MenuLink:
    """An entry of a menu, ready to be shown."""

    label: LocalisedText
    url: str
    shown: str | None = None
    """The language that its target is in, where that is another than the visitor's."""


@dataclass(frozen=True, slots=True)
class Alternate:
    """A line of hreflang."""

    language: str
    """A tag, or `x-default`."""
    url: str
    """Absolute."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed of the visitor's language."""

    section: str | None
    """None for that of the whole site."""
    url: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is about, the same in every language: a document, a section's list, or the home page where neither is named."""

    document: str | None = None
    section: str | None = None
    below: str = ""
    """What follows in every language alike: a room's path, or `VIEW_MARK` and the name of a view."""

    query: tuple[tuple[str, str], ...] = ()
    """What of `addresses.PARAMETERS` belongs to it, the same in every language: `(("page", "2"),)`."""

    def path(self, release: Release, locale: str) -> str:
        """Its path in a language's slugs. The source language has no views beside a page: there it is the page's own."""
        path = path_of(release, locale, document=self.document, section=self.section)
        is_source_view = self.below.startswith(f"{VIEW_MARK}/") and locale == release.site.source_language
        return "/".join(filter(None, (path, "" if is_source_view else self.below)))

    def url(self, release: Release, locale: str) -> str:
        """Its address in a language."""
        asked = f"?{urlencode(self.query)}" if self.query else ""
        return url_of(locale, self.path(release, locale)) + asked

    @property
    def id(self) -> str:
        """What a form names it by: `news/athens`, `news`, `:search?q=x`; nothing for the home page."""
        below = f":{quote(self.below)}" if self.below else ""
        asked = f"?{urlencode(self.query)}" if self.query else ""
        return quote(self.document or self.section or "") + below + asked


def subject_of(release: Release, page_id: str, locale: str) -> Subject:
    """The subject of an `id`, whoever sent it, for a visitor of `locale`; the home page where nothing lives at its address."""
    target, _, asked = page_id.partition("?")
    owner, _, below = target.partition(":")
    name = unquote(owner)
    subject = Subject(
        document=name if "/" in name else None,
        section=None if "/" in name or not name else name,
        below=unquote(below),
        query=tuple(pair for pair in parse_qsl(asked) if pair[0] in PARAMETERS),
    )
    if not _exists(release, subject):
        return Subject()
    place = locate(release, unquote(subject.url(release, locale).partition("?")[0]))
    return Subject() if isinstance(place, Nowhere | Moved | Unprefixed) else subject


def _exists(release: Release, subject: Subject) -> bool:
    """Whether the release has the document or the section that a subject names, if it names one."""
    if subject.section is not None:
        return any(view.name == subject.section for view in release.site.sections)
    return subject.document is None or release.teaser(release.site.source_language, subject.document) is not None


TOPICS: Final = Subject(below="tags")
"""The list of all topics."""


def topic_subject(slug: str) -> Subject:
    """The list of one topic's documents."""
    return Subject(below=f"{TOPICS.below}/{slug}")


def feed_url(release: Release, locale: str, section: str | None = None) -> str:
    """The address of the feed of a section's list, or of a language's whole site."""
    return Subject(section=section).url(release, locale) + FEED


def feeds(release: Release, locale: str) -> tuple[FeedLink, ...]:
    """The feeds of a language that have an entry: the site's, then each list's where there are several."""
    lists = [section.name for section in release.site.sections if section.list]
    found = [name for name in lists if release.has_feed(locale, name)]
    names = [None, *found] if len(lists) > 1 else [None]
    return tuple(FeedLink(name, feed_url(release, locale, name)) for name in names) if found else ()


def choices(release: Release, locale: str, available: Collection[str], url: Callable[[str], str]) -> tuple[Choice, ...]:
    """The switcher's languages, in the site's order: those that have the page first, then the others."""
    found = [
        Choice(language, url(language.tag), language.tag == locale, language.tag in available)
        for language in release.site.languages
        if language.public
    ]
    return tuple(sorted(found, key=lambda choice: not choice.available))


def alternates(release: Release, subject: Subject, languages: Collection[str]) -> tuple[Alternate, ...]:
    """The hreflang lines of a page that `languages` have: itself among them, and `x-default`."""
    base = release.site.base_url
    listed = [Alternate(tag, base + subject.url(release, tag)) for tag in public_languages(release) if tag in languages]
    if subject == Subject():
        # The bare address negotiates, which is what x-default is for.
        return (*listed, Alternate("x-default", f"{base}/"))
    source = release.site.source_language
    return (*listed, *(Alternate("x-default", one.url) for one in listed if one.language == source))


def menu(release: Release, locale: str, name: str) -> tuple[MenuLink, ...]:
    """The entries of a menu in a language; an entry whose target the release lacks is left out.

    A site without a main menu gets its lists, so that every page can be reached.
    """
    items = release.site.menus.get(name, ())
    if not items and name == "main":
        items = tuple(MenuItemView(f"sections.{one.name}.title", section=one.name) for one in release.site.sections if one.list)
    return tuple(link for item in items if (link := _menu_link(release, locale, item)) is not None)


def trail(release: Release, locale: str, page: Teaser) -> tuple[MenuLink, ...]:
    """What stands above a page: its section's list, and the documents whose addresses its own goes on from."""
    found = []
    listed = {section.name for section in release.site.sections if section.list}
    parts = page.path.split("/")[:-1]
    for path in ("/".join(parts[: length + 1]) for length in range(len(parts))):
        section = release.section_at(locale, path)
        above = release.page_at(locale, path)
        label = release.text(locale, f"sections.{section}.title") if section in listed else None
        if section is not None and label is not None:
            found.append(MenuLink(label, Subject(section=section).url(release, locale)))
        elif above is not None:
            found.append(MenuLink(above.title, above.url, above.shown if above.shown != locale else None))
    return tuple(found)


def views_beside(release: Release, locale: str, page: Page) -> dict[str, str]:
    """The addresses of the views beside a page, by name; none of a protected page, and none in the source language."""
    if page.protected or locale == release.site.source_language:
        return {}
    return {name: Subject(document=page.document, below=f"{VIEW_MARK}/{name}").url(release, locale) for name in sorted(VIEWS)}


def _menu_link(release: Release, locale: str, item: MenuItemView) -> MenuLink | None:
    label = release.text(locale, item.text)
    if item.url is not None:
        return MenuLink(label, item.url) if label else None
    if item.section is not None:
        label = label or release.text(locale, f"sections.{item.section}.title")
        return MenuLink(label, Subject(section=item.section).url(release, locale)) if label else None
    teaser = release.teaser(locale, item.document) if item.document is not None else None
    if teaser is None:
        return None
    shown = teaser.shown if teaser.shown != locale else None
    return MenuLink(label or teaser.title, Subject(document=teaser.document).url(release, locale), shown)
