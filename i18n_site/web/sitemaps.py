"""Sitemaps: exactly the pages that a language has, each with its counterparts. Knows the release; the views are at the end.

After https://www.sitemaps.org/protocol.html, and Google's xhtml:link for languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from flask import Response, abort

from i18n_site.publish.links import url_of
from i18n_site.publish.release import Release
from i18n_site.web.addresses import public_languages, section_languages, topic_languages
from i18n_site.web.layout import cacheable
from i18n_site.web.navigation import TOPICS, Alternate, Subject, alternates, topic_subject
from i18n_site.web.visit import current_release
from i18n_site.web.xml_writing import moment

INDEX = "/sitemap.xml"
"""The address of the sitemap of sitemaps."""
MAX_URLS = 50_000
MAX_BYTES = 50_000_000
"""What the protocol allows for one file; it says 52,428,800 bytes."""

_OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
_CLOSING = "</urlset>\n"
_NAME = re.compile(r"(?P<tag>.+)-(?P<number>[1-9][0-9]{0,5})")


@dataclass(frozen=True, slots=True)
class Group:
    """One page in all languages that have it."""

    alternates: tuple[Alternate, ...]
    """As each of its pages lists them."""
    changed: str | None = None
    """When it was last changed, from front matter alone: an ISO 8601 date."""


def groups(release: Release) -> Iterator[Group]:
    """The home page, the lists, those of topics too, then the documents."""
    yield Group(alternates(release, Subject(), public_languages(release)))
    lists = [section.name for section in release.site.sections if section.list]
    for section in lists:
        yield Group(alternates(release, Subject(section=section), section_languages(release, section)))
    topics = {topic.slug for tag in public_languages(release) for topic in release.topics(tag)}
    if topics:
        yield Group(alternates(release, TOPICS, topic_languages(release)))
    for slug in sorted(topics):
        yield Group(alternates(release, topic_subject(slug), topic_languages(release, slug)))
    # A list lives at the address of its section's index, and the home page at that of its document.
    elsewhere = {release.site.home.document, *(f"{section}/" for section in lists)}
    for document, found in release.published_paths().items():
        if document not in elsewhere:
            yield Group(_alternates_of(release, found.paths), found.updated or found.date)


def _alternates_of(release: Release, paths: Mapping[str, str]) -> tuple[Alternate, ...]:
    """What `alternates` says of a document, by paths that are known already: asking for each would take a query a language."""
    base, source = release.site.base_url, release.site.source_language
    listed = [Alternate(tag, base + url_of(tag, paths[tag])) for tag in public_languages(release) if tag in paths]
    return (*listed, *(Alternate("x-default", one.url) for one in listed if one.language == source))


def entries(found: Iterable[Group], locale: str) -> Iterator[str]:
    """The `<url>` elements of a language."""
    for group in found:
        own = next((one.url for one in group.alternates if one.language == locale), None)
        if own is None:
            continue
        when = moment(group.changed)
        # A time without a zone is no W3C date: then the day alone.
        has_zone = when is not None and group.changed is not None and re.search(r"T.*(?:Z|[+-]\d\d:?\d\d)$", group.changed)
        said = "" if when is None else when.isoformat(timespec="seconds") if has_zone else when.date().isoformat()
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{one.language}" href={quoteattr(one.url)}/>\n' for one in group.alternates
        )
        changed = f"<lastmod>{said}</lastmod>\n" if said else ""
        yield f"<url>\n<loc>{escape(own)}</loc>\n{changed}{links}</url>\n"


def files(written: Iterable[str], max_urls: int, max_bytes: int) -> Iterator[str]:
    """The entries in as few files as the protocol allows; none for none."""
    held: list[str] = []
    size = room = max_bytes - len(_OPENING) - len(_CLOSING)
    for entry in written:
        length = len(entry.encode())
        if held and (len(held) == max_urls or length > size):
            yield _OPENING + "".join(held) + _CLOSING
            held, size = [], room
        held.append(entry)
        size -= length
    if held:
        yield _OPENING + "".join(held) + _CLOSING


def address_of(locale: str, number: int) -> str:
    """Where a language's sitemap lives: `/sitemap-fr.xml`, and from the second on `/sitemap-fr-2.xml`."""
    return f"/sitemap-{locale}.xml" if number == 1 else f"/sitemap-{locale}-{number}.xml"


def show_index() -> Response:
    """The sitemap of sitemaps: one or more for each language."""
    release = current_release()
    found = tuple(groups(release))
    lines = [
        f"<sitemap>\n<loc>{escape(release.site.base_url + address_of(tag, number))}</loc>\n</sitemap>\n"
        for tag in public_languages(release)
        for number, _file in enumerate(files(entries(found, tag), MAX_URLS, MAX_BYTES), 1)
    ]
    opening = _OPENING.partition("<urlset")[0] + '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return _xml(opening + "".join(lines) + "</sitemapindex>\n")


def show_sitemap(name: str) -> Response:
    """One file of a language's sitemap; 404 for a language that is not public, and for a number that it does not reach."""
    release = current_release()
    tag, number = name, 1
    if tag not in public_languages(release) and (numbered := _NAME.fullmatch(name)):
        tag, number = numbered["tag"], int(numbered["number"])
    if tag not in public_languages(release) or name != address_of(tag, number)[len("/sitemap-") : -len(".xml")]:
        abort(404)
    for count, file in enumerate(files(entries(groups(release), tag), MAX_URLS, MAX_BYTES), 1):
        if count == number:
            return _xml(file)
    abort(404)


def _xml(text: str) -> Response:
    return cacheable(Response(text, mimetype="application/xml"))
