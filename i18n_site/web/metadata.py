"""What a page says of itself to search engines and to those who pass links on. Knows the release; nothing of requests or HTML."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from i18n_site.locales import locale_with_territory
from i18n_site.model import LocalisedText, State
from i18n_site.publish.release import ImageView, Page, Release
from i18n_site.web.navigation import Alternate, Subject, alternates
from i18n_site.web.paging import at_page


@dataclass(frozen=True, slots=True)
class About:
    """What a page is about, in words that stand outside of it as well: in results of a search, below a shared link."""

    title: LocalisedText
    description: LocalisedText | None = None
    image: ImageView | None = None
    is_article: bool = False
    """Whether it is one among others of a chronological list: only then are the dates below its own."""
    date: str | None = None
    """ISO 8601, from front matter."""
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """The machine-readable part of a page's head."""

    canonical: str
    """Absolute."""
    alternates: tuple[Alternate, ...]
    """Lines of hreflang: none for a page that its language lacks, or that is not for search engines."""
    indexed: bool
    description: str | None
    properties: tuple[tuple[str, str], ...]
    """Open Graph, https://ogp.me: names and contents in their order."""


def describe(
    release: Release,
    subject: Subject,
    languages: Collection[str],
    *,
    locale: str,
    shown: str,
    number: int = 1,
    indexed: bool = True,
    about: About | None = None,
) -> Metadata:
    """What the page about `subject` in `locale`, whose content is in `shown`, says of itself. `languages` are those that have it.

    A page that is not for search engines names no other as its canonical one: one of both would go unheard. `number` is that of
    a list's page; from the second on it is canonical itself, has no counterparts and no description that another has.
    """
    base = release.site.base_url
    canonical = base + at_page(subject.url(release, shown if indexed else locale), number)
    others = alternates(release, subject, languages) if indexed and number == 1 and locale in languages else ()
    words = about.description if about is not None and number == 1 else None
    # What says nothing in the page's own language would be read out, and shown in results, as if it were in it.
    description = words.text if words is not None and words.locale == shown else None
    found = tuple(_open_graph(release, canonical, others, shown, description, about)) if about is not None else ()
    return Metadata(canonical, others, indexed, description, found)


def about_document(release: Release, page: Page) -> About:
    """Of a document: an article where its section is a chronological list. Nothing of a protected one's body."""
    is_listed = any(section.name == page.section and section.list for section in release.site.sections)
    if page.protected:
        return About(page.title)
    return About(page.title, page.summary, page.image, is_listed, page.date, page.updated)


def about_section(release: Release, locale: str, section: str) -> About:
    """Of a section's list."""
    title = release.text(locale, f"sections.{section}.title")
    source = release.site.source_language
    return About(title or LocalisedText(section, source, State.SOURCE), release.text(locale, f"sections.{section}.description"))


def about_site(release: Release, locale: str) -> About:
    """Of the home page."""
    return About(site_title(release, locale), release.text(locale, "description"))


def site_title(release: Release, locale: str) -> LocalisedText:
    """The site's name."""
    return release.text(locale, "title") or LocalisedText(release.site.title, release.site.source_language, State.SOURCE)


def _open_graph(
    release: Release, canonical: str, others: Collection[Alternate], shown: str, description: str | None, about: About
) -> Iterator[tuple[str, str]]:
    yield "og:site_name", site_title(release, shown).text
    yield "og:type", "article" if about.is_article else "website"
    yield "og:title", about.title.text
    if description is not None:
        yield "og:description", description
    yield "og:url", canonical
    yield "og:locale", locale_with_territory(shown)
    for other in others:
        if other.language not in (shown, "x-default"):
            yield "og:locale:alternate", locale_with_territory(other.language)
    if about.image is not None:
        yield "og:image", absolute(release, about.image.src)
        if about.image.alt is not None and about.image.alt.text and about.image.alt.locale == shown:
            yield "og:image:alt", about.image.alt.text
    if about.is_article:
        for name, day in (("article:published_time", about.date), ("article:modified_time", about.updated)):
            if day is not None:
                yield name, day


def absolute(release: Release, url: str) -> str:
    """An address of the site's own as others may ask for it; one of another site as it is."""
    return release.site.base_url + url if url.startswith("/") and not url.startswith("//") else url
