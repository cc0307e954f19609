"""`/fr/status/`: how far every page is translated into every language, for everybody to see. Knows Flask and the release."""

from __future__ import annotations

from flask import Response

from i18n_site.publish.release import Release, StandView
from i18n_site.web.addresses import Nowhere, RoomAt, public_languages
from i18n_site.web.errors import answer_nowhere
from i18n_site.web.layout import page_response
from i18n_site.web.lists import asked_page
from i18n_site.web.navigation import Subject
from i18n_site.web.paging import pages_of
from i18n_site.web.visit import speak

ROWS = 100
"""Documents on a page."""


def show_site_status(release: Release, place: RoomAt) -> Response:
    """The table of documents and languages, and above it how much of each language is done."""
    if place.rest:
        return answer_nowhere(release, Nowhere(place.locale, (place.rest,)))
    subject = Subject(below=place.name)
    count = pages_of(len(release.documents()), ROWS)
    paging = asked_page(release, subject, place.locale, count)
    if isinstance(paging, Response):
        return paging
    speak(place.locale)
    languages = public_languages(release)
    teasers = release.register(place.locale, start=(paging.number - 1) * ROWS, count=ROWS)
    stands: dict[str, dict[str, StandView]] = {teaser.document: {} for teaser in teasers}
    for stand in release.stands(list(stands)):
        stands[stand.document][stand.locale] = stand
    return page_response(
        "status.html",
        subject,
        (),
        switch_to=languages,
        indexed=False,
        paging=paging,
        pages_in=lambda _tag: count,
        tags=languages,
        coverages=release.coverages(),
        rows=[(teaser, [stands[teaser.document][tag] for tag in languages]) for teaser in teasers],
    )
