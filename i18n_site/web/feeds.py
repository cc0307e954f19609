"""Atom feeds (RFC 4287): the newest documents that a language has, whole, of the site and of each of its lists.

Reads the release. What a feed says depends on the documents and their front matter alone, never on the clock.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from html import escape
from xml.etree.ElementTree import Element, SubElement

from flask import Response

from i18n_site.locales import direction
from i18n_site.model import LocalisedText
from i18n_site.publish.release import FeedEntry, Release
from i18n_site.web.absolute_links import with_absolute_links
from i18n_site.web.addresses import FeedAt, Nowhere
from i18n_site.web.errors import answer_nowhere
from i18n_site.web.layout import cacheable
from i18n_site.web.metadata import absolute, site_title
from i18n_site.web.navigation import FEED_TYPE, Subject, feed_url
from i18n_site.web.xml_writing import clean, moment, write_xml

ENTRIES = 50
"""The newest documents that a feed holds."""


def show_feed(release: Release, place: FeedAt) -> Response:
    """The feed of a section's list or of all lists together; 404 where the language has nothing with a date in it."""
    found = newest_entries(release, place.locale, place.section)
    if not found:
        return answer_nowhere(release, Nowhere(place.locale, ()))
    response = cacheable(Response(write_feed(release, place, found), content_type=f"{FEED_TYPE}; charset=utf-8"))
    response.headers["Content-Language"] = place.locale
    return response


def newest_entries(release: Release, locale: str, section: str | None) -> Sequence[FeedEntry]:
    """What a feed holds, the newest first: documents that the language itself has, none of them protected."""
    lists = [one.name for one in release.site.sections if one.list and section in (None, one.name)]
    found = [entry for name in lists for entry in release.feed(locale, name, ENTRIES)]
    return sorted(found, key=lambda entry: entry.page.date or entry.page.updated or "", reverse=True)[:ENTRIES]


def write_feed(release: Release, place: FeedAt, found: Sequence[FeedEntry]) -> bytes:
    """The file of a feed."""
    locale, base = place.locale, release.site.base_url
    own, page = feed_url(release, locale, place.section), Subject(section=place.section).url(release, locale)
    title, tagline = site_title(release, locale), release.text(locale, "tagline")
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": locale})
    SubElement(root, "id").text = _urn(base, locale, f"feed of {place.section}" if place.section else "feed")
    _text(root, "title", title, locale)
    if place.section is not None:
        heading = release.text(locale, f"sections.{place.section}.title")
        tagline = release.text(locale, f"sections.{place.section}.description")
        # Readers show this name alone, among those of other sites.
        root[-1].text = clean(f"{title.text} – {heading.text if heading else place.section}")
    if tagline is not None:
        _text(root, "subtitle", tagline, locale)
    SubElement(root, "link", rel="self", type=FEED_TYPE, href=base + own)
    SubElement(root, "link", rel="alternate", type="text/html", hreflang=locale, href=base + page)
    SubElement(root, "updated").text = max(map(_updated, found))
    SubElement(SubElement(root, "author"), "name").text = clean(title.text)
    for entry in found:
        root.append(_entry(release, locale, entry))
    return write_xml(root)


def _entry(release: Release, locale: str, entry: FeedEntry) -> Element:
    page, base = entry.page, release.site.base_url
    root = Element("entry")
    # Of the file, not of its address: who changes a slug does not publish a second time.
    SubElement(root, "id").text = _urn(base, locale, entry.source_path)
    _text(root, "title", page.title, locale)
    SubElement(root, "link", rel="alternate", type="text/html", hreflang=locale, href=base + page.url)
    if published := _date(page.date):
        SubElement(root, "published").text = published
    SubElement(root, "updated").text = _updated(entry)
    for tag in page.tags:
        SubElement(root, "category", term=clean(tag.name), label=clean(tag.label.text))
    if page.summary is not None:
        _text(root, "summary", page.summary, locale)
    image = (
        f'<p><img src="{escape(page.image.src)}" alt="{escape(page.image.alt.text if page.image.alt else "")}"></p>\n'
        if page.image
        else ""
    )
    body = with_absolute_links(image + page.html, absolute(release, page.url))
    content = SubElement(root, "content", type="html")
    content.text = clean(f'<div lang="{locale}" dir="{direction(locale)}">\n{body}\n</div>')
    return root


def _text(parent: Element, name: str, text: LocalisedText, locale: str) -> None:
    """A text, with its language where that is not the feed's."""
    SubElement(parent, name, {} if text.locale == locale else {"xml:lang": text.locale}).text = clean(text.text)


def _urn(base: str, locale: str, name: str) -> str:
    """An id that stays: of the site, the language and a name that does not move. After RFC 9562, section 5.5."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{base}/{locale}/{name}')}"


def _updated(entry: FeedEntry) -> str:
    """When a document was last changed, as its author says. Entries of a feed have at least one date."""
    return _date(entry.page.updated) or _date(entry.page.date) or "1970-01-01T00:00:00+00:00"


def _date(text: str | None) -> str | None:
    """RFC 3339, as the form of Atom wants it."""
    found = moment(text)
    return found.isoformat(timespec="seconds") if found else None
