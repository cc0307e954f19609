"""Answers to what goes wrong: no such page, no release, a request that cannot be served. Each is a page that helps on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from flask import Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from i18n_site.errors import ReleaseError
from i18n_site.model import LocalisedText
from i18n_site.publish.release import Release
from i18n_site.web.addresses import Nowhere, PageAt, SectionAt, locate, methods_of, public_languages
from i18n_site.web.layout import surroundings
from i18n_site.web.navigation import Subject, choices
from i18n_site.web.security import ForeignHost
from i18n_site.web.unready import unready_page
from i18n_site.web.visit import current_release, language_of_answer, speak, wished_language


@dataclass(frozen=True, slots=True)
class Offer:
    """A page that a visitor of a missing one may have meant."""

    language: str
    title: LocalisedText
    url: str


def answer_nowhere(release: Release, place: Nowhere) -> Response:
    """404 in the language of the prefix, else in the negotiated one, with the languages in which that address exists."""
    locale = place.locale or wished_language(release)
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


def answer_missing(error: HTTPException) -> Response:
    """404 for what no view found: the language of the prefix is the visitor's, if it is one."""
    try:
        release = current_release()
    except ReleaseError:  # a static file that is not there
        return _plain(error)
    place = locate(release, request.path)
    return answer_nowhere(release, place if isinstance(place, Nowhere) else Nowhere(getattr(place, "locale", None), ()))


def answer_error(error: HTTPException) -> Response:
    """Any other refusal or failure: a page in the visitor's language, or plain words where there can be none.

    Nobody who asks for another host is shown a page of this site.
    """
    code = error.code or 500
    if isinstance(error, MethodNotAllowed) and error is request.routing_exception and request.path != "/language":
        # The router speaks of all pages; this one may have no form.
        error.valid_methods = methods_of(locate(current_release(), request.path))
    retry_after = getattr(error, "retry_after", None)
    try:
        page = None if isinstance(error, ForeignHost) else _error_page(code, retry_after)
    except Exception:  # What has failed may be what the page is made of.
        current_app.logger.exception("The page for an error cannot be made")
        page = None
    response = page or _plain(error)
    # What the error itself says must stay: Allow of a 405, Content-Range of a 416, Retry-After.
    response.headers.extend(header for header in error.get_headers() if header[0].lower() != "content-type")
    return response


def answer_unready(error: ReleaseError) -> Response:
    """503 where there is nothing to serve: says what to do, to the people who run the site, and when to come back to others."""
    current_app.logger.error("%s", error)
    try:
        response = _error_page(503)
    except Exception:  # No release, and so no language, no messages and no name.
        response = unready_page()
    response.headers["Retry-After"] = "60"
    response.headers["Cache-Control"] = "no-store"
    return response


def _plain(error: HTTPException) -> Response:
    """A refusal in plain words, for programs and for those who run the site."""
    code = error.code or 500
    response = make_response(f"{code} {error.name}\n\n{error.description or ''}\n", code)
    response.mimetype = "text/plain"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _error_page(code: int, retry_after: int | None = None) -> Response:
    """The page that says what an error means for the visitor. Raises whatever keeps it from being made."""
    release = current_release()
    locale = language_of_answer(release)
    speak(locale)
    minutes = max(1, -(-retry_after // 60)) if retry_after else None
    return _answer(release, locale, "error.html", code, code=code, minutes=minutes)


def _answer(release: Release, locale: str, template: str, status: int, **context: object) -> Response:
    """An error page in the visitor's language; the switcher leads to the other home pages."""
    public = public_languages(release)
    home = Subject()
    html = render_template(
        template,
        shown=locale,
        page_id=home.id,
        choices=choices(release, locale, public, lambda tag: home.url(release, tag)),
        **surroundings(release, locale, locale),
        **context,
    )
    response = make_response(html, status)
    response.headers["Content-Language"] = locale
    response.headers["Cache-Control"] = "private, no-store"
    return response
