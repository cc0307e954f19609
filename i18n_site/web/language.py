"""Remember a visitor's language, on request only (rule 6 of what a visitor is owed). Knows forms and one cookie."""

from __future__ import annotations

from flask import Response, make_response, redirect, request
from werkzeug.exceptions import BadRequest, MethodNotAllowed

from i18n_site.publish.release import Release
from i18n_site.web import security
from i18n_site.web.addresses import public_languages
from i18n_site.web.navigation import Subject, subject_of
from i18n_site.web.visit import LANGUAGE_COOKIE, current_release, speak

YEAR = 365 * 24 * 60 * 60
"""Seconds that a choice is kept."""

CONFIRMATION = "language-remembered"
"""The part of every page that says so, shown to those who come from here."""


def remember() -> Response:
    """Answer the form of the language switcher: 303 to the page that it names, in the language that it asks for.

    The address is built here from the language and the page's id; nothing of it is the request's.
    """
    if request.method != "POST":
        # Said here: to the router, the address is that of a language's home page too.
        raise MethodNotAllowed(["POST", "OPTIONS"])
    release = current_release()
    language = request.form.get("language", "")
    known = language in public_languages(release)
    if known:
        speak(language)
    security.check_origin(release.site.base_url)
    if not known:
        raise BadRequest("The form names no language of this site.")
    subject = subject_of(release, request.form.get("page", ""), language)
    response = _lead_to(release, subject, language)
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=YEAR,
        secure=security.is_https(release.site.base_url),
        httponly=True,
        samesite="Lax",
    )
    return response


def _lead_to(release: Release, subject: Subject, language: str) -> Response:
    response = make_response(redirect(f"{subject.url(release, language)}#{CONFIRMATION}", 303))
    response.headers["Cache-Control"] = "private, no-store"
    return response
