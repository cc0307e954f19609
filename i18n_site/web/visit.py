"""What belongs to one request: the release that it reads and the language of the interface. Knows nothing of pages."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, g, request

from i18n_site.locales import canonical_prefix, negotiate
from i18n_site.publish.release import Release, open_release
from i18n_site.web.addresses import default_language, public_languages

LANGUAGE_COOKIE = "language"
"""Holds the language that a visitor has asked to be remembered, and nothing else. The privacy page names it."""


def current_release() -> Release:
    """The release of this request, opened at its first use and read in one transaction. Raises ReleaseError."""
    if "release" not in g:
        path: Path = current_app.config["RELEASE"]
        g.release = open_release(path)
    release: Release = g.release
    return release


def close_release(_error: BaseException | None = None) -> None:
    """End the request's transaction, if it began one."""
    release: Release | None = g.pop("release", None)
    if release is not None:
        release.close()


def interface_language() -> str:
    """The language that the visitor reads the interface in; the site's own until `speak` is called."""
    language: str = g.get("interface_language") or default_language(current_release())
    return language


def speak(locale: str) -> None:
    """Set the interface's language for the rest of the request."""
    g.interface_language = locale


def language_of_answer(release: Release) -> str:
    """The language for an answer that is no page: one that was set, else the address's, else the visitor's wish."""
    spoken: str | None = g.get("interface_language")
    return spoken or canonical_prefix(request.path.split("/")[1], public_languages(release)) or wished_language(release)


def wished_language(release: Release) -> str:
    """The public language that suits the visitor best: the remembered one, else by Accept-Language, else the site's own."""
    public = public_languages(release)
    remembered = request.cookies.get(LANGUAGE_COOKIE)
    if remembered in public:
        return str(remembered)
    return negotiate(request.headers.get("Accept-Language"), public, default_language(release))
