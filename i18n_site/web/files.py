"""Downloads that the release names, and the stylesheet with its kin. Knows folders; nothing of pages."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from flask import Response, abort, current_app, send_file

from i18n_site.web.assets import Assets, file_within
from i18n_site.web.layout import cacheable_for_ever
from i18n_site.web.visit import current_release

_PACKAGE_STATIC = Path(__file__).parent / "static"


def show_file(path: str) -> Response:
    """A file of content/, if the release names it and no protected document keeps it; those of content/files/ come first."""
    entry = current_release().file(f"files/{path}") or current_release().file(path)
    if entry is None or entry.protected_by:
        abort(404)
    made = current_release().made_file(entry.path)
    found = file_within(_site() / "content", entry.path) if made is None else BytesIO(made)
    if found is None:
        abort(404)
    # a file says itself when it was changed; what the release made is told apart by its bytes
    tag = True if made is None else entry.sha256
    response = _ask_again(send_file(found, mimetype=entry.media_type, conditional=True, etag=tag))
    if entry.language is not None:
        response.headers["Content-Language"] = entry.language
    return response


def show_static(path: str) -> Response:
    """A file of the theme: the site's own before the package's. Under a name with its hash it never changes."""
    asset = theme().find(path)
    if asset is not None:
        response = Response(asset.body, mimetype=asset.media_type)
        return cacheable_for_ever(response) if asset.current else _ask_again(response)
    found = theme().locate(path)
    if found is None:
        abort(404)
    return _ask_again(send_file(found, conditional=True))


def theme() -> Assets:
    """The application's theme files."""
    assets: Assets = current_app.extensions["assets"]
    return assets


def assets_of(site: Path) -> Assets:
    """The theme of a site: its own files, then the package's."""
    return Assets((site / "static", _PACKAGE_STATIC))


def _ask_again(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-cache"
    return response


def show_favicon() -> Response:
    """The drawing that browsers ask for by its old name."""
    return show_static("favicon.svg")


def _site() -> Path:
    folder: Path = current_app.config["SITE_FOLDER"]
    return folder
