"""Downloads that the release names, and the stylesheet with its kin. Knows folders; nothing of pages."""

from __future__ import annotations

from pathlib import Path

from flask import Response, abort, current_app, send_file
from werkzeug.security import safe_join

from i18n_site.web.visit import current_release

_PACKAGE_STATIC = Path(__file__).parent / "static"


def show_file(path: str) -> Response:
    """A file of content/, if the release names it and no protected document keeps it; those of content/files/ come first."""
    entry = current_release().file(f"files/{path}") or current_release().file(path)
    if entry is None or entry.protected_by:
        abort(404)
    found = _within(_site() / "content", entry.path)
    if found is None:
        abort(404)
    response = send_file(found, mimetype=entry.media_type, conditional=True)
    response.headers["Cache-Control"] = "no-cache"
    if entry.language is not None:
        response.headers["Content-Language"] = entry.language
    return response


def show_static(path: str) -> Response:
    """A file of the theme: the site's own before the package's."""
    for folder in (_site() / "static", _PACKAGE_STATIC):
        found = _within(folder, path)
        if found is not None:
            response = send_file(found, conditional=True)
            response.headers["Cache-Control"] = "no-cache"
            return response
    abort(404)


def show_favicon() -> Response:
    """The drawing that browsers ask for by its old name."""
    return show_static("favicon.svg")


def _site() -> Path:
    folder: Path = current_app.config["SITE_FOLDER"]
    return folder


def _within(folder: Path, path: str) -> Path | None:
    """The file at a path below a folder; None where there is none or the path leads out, by dots or by a symbolic link."""
    joined = safe_join(str(folder), path)
    if joined is None or "\0" in joined:
        return None
    try:
        found = Path(joined).resolve()
        return found if found.is_file() and found.is_relative_to(folder.resolve()) else None
    except OSError:  # a name that is too long for any file
        return None
