"""The search of a language: /fr/search/?q=…&section=…&page=…. Knows the request, the index and one template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, request

from i18n_site.publish.release import Release
from i18n_site.publish.search_query import MAX_QUERY, Reach
from i18n_site.publish.search_reader import Found, Hit, search, search_others
from i18n_site.web.addresses import Nowhere, RoomAt, public_languages
from i18n_site.web.errors import answer_nowhere
from i18n_site.web.layout import page_response
from i18n_site.web.navigation import Subject
from i18n_site.web.paging import PARAMETER, Paging
from i18n_site.web.visit import speak

ROOM = "search"
_LARGEST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What another language has for a query."""

    locale: str
    total: int
    hits: tuple[tuple[Hit, str], ...]
    """The first of them, each with its address: below the visitor's prefix where the document is shown in that language there."""
    url: str
    """The same search in that language."""


def show_search(release: Release, place: RoomAt) -> Response:
    """The form, and what the language and the others have for a query. The same for no two visitors, and so never kept."""
    if place.rest:
        return answer_nowhere(release, Nowhere(place.locale, (place.rest,)))
    speak(place.locale)
    section = request.args.get("section")
    if section not in [view.name for view in release.site.sections]:
        section = None
    query, found = search(release, place.locale, request.args.get("q", ""), section=section, page=_page())
    others = search_others(release, place.locale, query, section=section)
    if found.reach is Reach.ANY and others:
        # what another language has, all of it, is nearer than some of it here
        found = Found(place.locale, 0, ())
    subject = search_subject(query.text, section)
    response = page_response(
        "search.html",
        subject,
        public_languages(release),
        indexed=False,
        paging=Paging(found.page, found.pages),
        query=query,
        longest=MAX_QUERY,
        found=found,
        found_all=found.reach is Reach.ALL,
        has_near=found.reach is Reach.NEAR,
        narrowed_to=section,
        narrowings=[(name, count, search_subject(query.text, name).url(release, place.locale)) for name, count in found.sections],
        everywhere=search_subject(query.text).url(release, place.locale),
        elsewhere=list(_elsewhere(release, place.locale, query.text, others)),
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def search_subject(text: str = "", section: str | None = None) -> Subject:
    """The search for a text, in every language alike; without one the form alone."""
    narrowed = (("section", section),) if section is not None and text else ()
    return Subject(below=ROOM, query=(("q", text), *narrowed) if text else ())


def _page() -> int:
    """The page that is asked for; the first where that is none."""
    text = request.args.get(PARAMETER, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
    return min(max(number, 1), _LARGEST_PAGE)


def _elsewhere(release: Release, locale: str, text: str, others: tuple[Found, ...]) -> Iterator[Elsewhere]:
    for other in others:
        hits = []
        for hit in other.hits:
            own = release.teaser(locale, hit.teaser.document)
            hits.append((hit, own.url if own is not None and own.shown == other.locale else hit.teaser.url))
        yield Elsewhere(other.locale, other.total, tuple(hits), search_subject(text).url(release, other.locale))
