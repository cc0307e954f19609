"""What belongs to one request: the release that it reads and the language of the interface. Knows nothing of pages."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, g

from i18n_site.publish.release import Release, open_release
from i18n_site.web.addresses import default_language


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
