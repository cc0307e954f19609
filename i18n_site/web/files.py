"""Downloads that the release names, and the stylesheet with its kin. Knows folders; nothing of pages."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from flask import Response, abort, current_app, send_file

from i18n_site.publish.release import FileView
from i18n_site.web.assets import Assets, file_within
from i18n_site.web.layout import cacheable_for_ever, keep_private
from i18n_site.web.protection import guarded_file
from i18n_site.web.visit import current_release

_PACKAGE_STATIC = Path(__file__).parent / "static"


def show_file(path: str) -> Response:
    """A file of content/ that the release names, or that a document guards which the visitor has opened.

    Those of content/files/ come first.
    """
    release, names = current_release(), (f"files/{path}", path)
    entry = next(filter(None, map(release.file, names)), None)
    if entry is None:
        return _show_guarded(next(filter(None, (guarded_file(release, name) for name in names)), None))
    made = release.made_file(entry.path)
    found = _bytes_of(entry, made)
    # a file says itself when it was changed; what the release made is told apart by its bytes
    tag = True if made is None else entry.sha256
    return _in_language(_ask_again(send_file(found, mimetype=entry.media_type, conditional=True, etag=tag)), entry)


def _show_guarded(guarded: tuple[FileView, bytes | None] | None) -> Response:
    """A file that a password guards, for this visitor alone: no part of it, no tag and no date that a cache might ask by."""
    if guarded is None:
        abort(404)
    entry, made = guarded
    response = send_file(_bytes_of(entry, made), mimetype=entry.media_type, conditional=False, etag=False)
    response.headers.pop("Last-Modified", None)
    keep_private(response)
    return _in_language(response, entry)


def _bytes_of(entry: FileView, made: bytes | None) -> Path | BytesIO:
    """What a file holds: what the release made, else what lies in content/."""
    found = file_within(_site() / "content", entry.path) if made is None else BytesIO(made)
    if found is None:
        abort(404)
    return found


def _in_language(response: Response, entry: FileView) -> Response:
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
