"""Answers to what goes wrong: no such page, no release, a request that cannot be served. Each is a page that helps on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from flask import Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from i18n_site.errors import ReleaseError
from i18n_site.locales import negotiate
from i18n_site.model import LocalisedText
from i18n_site.publish.release import Release
from i18n_site.web.addresses import Nowhere, PageAt, SectionAt, default_language, locate, public_languages
from i18n_site.web.layout import surroundings
from i18n_site.web.navigation import Subject, choices
from i18n_site.web.visit import current_release, speak


@dataclass(frozen=True, slots=True)
class Offer:
    """A page that a visitor of a missing one may have meant."""

    language: str
    title: LocalisedText
    url: str


def answer_nowhere(release: Release, place: Nowhere) -> Response:
    """404 in the language of the prefix, else in the negotiated one, with the languages in which that address exists."""
    public = public_languages(release)
    locale = place.locale or negotiate(request.headers.get("Accept-Language"), public, default_language(release))
    speak(locale)
    found = {offer.url: offer for path in place.paths if path for offer in _offers(release, locale, path)}
    return _answer(release, locale, "missing.html", 404, offers=list(found.values()))


def _offers(release: Release, locale: str, path: str) -> Iterator[Offer]:
    """What lives at a path in any language, and first of all the same in the visitor's own."""
    places = [(tag, locate(release, f"/{tag}/{path}/")) for tag in public_languages(release)]
    found = [(tag, offered) for tag, place in places if (offered := _offered(release, tag, place)) is not None]
    for subject in dict.fromkeys(subject for _tag, (subject, _title) in found):
        own = _offered(release, locale, locate(release, unquote(subject.url(release, locale))))
        if own is not None:
            yield Offer(locale, own[1], subject.url(release, locale))
    for tag, (subject, title) in found:
        yield Offer(tag, title, subject.url(release, tag))


def _offered(release: Release, locale: str, place: object) -> tuple[Subject, LocalisedText] | None:
    """What a language has at a place, and its title; None where the language lacks it."""
    if isinstance(place, PageAt) and place.page.published:
        return Subject(document=place.page.document), place.page.title
    if isinstance(place, SectionAt):
        title = release.text(locale, f"sections.{place.section}.title")
        return (Subject(section=place.section), title) if title else None
    return None


def answer_missing(_error: HTTPException) -> Response:
    """404 for what no view found: the language of the prefix is the visitor's, if it is one."""
    release = current_release()
    place = locate(release, request.path)
    return answer_nowhere(release, place if isinstance(place, Nowhere) else Nowhere(getattr(place, "locale", None), ()))


def answer_error(error: HTTPException) -> Response:
    """Any other refusal, such as a method that a page does not know or a host that is not the site's, in plain words."""
    code = error.code or 500
    body = f"{code} {error.name}\n\n{error.description or ''}\n"
    response = make_response(body, code)
    # What the error itself says must stay: Allow of a 405, Content-Range of a 416.
    response.headers.extend(header for header in error.get_headers() if header[0].lower() != "content-type")
    response.mimetype = "text/plain"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def answer_unready(error: ReleaseError) -> Response:
    """503 where there is nothing to serve: says what to do, to the people who run the site, and when to come back to others."""
    current_app.logger.error("%s", error)
    response = make_response(render_template("unready.html"), 503)
    response.headers["Retry-After"] = "60"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = "en"
    return response


def _answer(release: Release, locale: str, template: str, code: int, **context: object) -> Response:
    """An error page in the visitor's language; the switcher leads to the other home pages."""
    public = public_languages(release)
    html = render_template(
        template,
        shown=locale,
        choices=choices(release, locale, public, lambda tag: Subject().url(release, tag)),
        alternates=(),
        canonical=None,
        **surroundings(release, locale),
        **context,
    )
    response = make_response(html, code)
    response.headers["Content-Language"] = locale
    response.headers["Cache-Control"] = "private, no-store"
    return response
