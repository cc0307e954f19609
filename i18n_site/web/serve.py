"""`serve`: the site while it is written. Every request is answered from the files as they are at that moment.

Writes a release of its own, `build/serve.sqlite3`, drafts included, and nothing under content/ or translations/: a catalogue
may be open in a translator's editor.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

from i18n_site.config import Site, load_site
from i18n_site.errors import I18nSiteError, WriteError
from i18n_site.web.app import create_app
from i18n_site.workflow.compile import compile_for_editing

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Snapshot = frozenset[tuple[str, int, int]]
"""Path, size and time of change of every file that a page may come from."""


class Follower:
    """A WSGI middleware that makes the release anew before a page is answered whose sources have changed."""

    def __init__(self, app: WSGIApplication, root: Path, release: Path, say: Callable[[str], None]) -> None:
        """Compile at once. Raises I18nSiteError for a site that cannot be read at all."""
        self.app, self.root, self.release, self.say = app, root, release, say
        self.lock = threading.Lock()
        self.seen = self._look()
        self._compile()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request; a broken file leaves the last good pages and is told on the terminal."""
        self.follow()
        return self.app(environ, start_response)

    def follow(self) -> None:
        """Take up what has changed since the last look."""
        with self.lock:
            now = self._look()
            if now == self.seen:
                return
            self.seen = now
            try:
                self._compile()
            except I18nSiteError as error:
                self.say(f"not taken up: {error}")

    def _compile(self) -> None:
        report = compile_for_editing(load_site(self.root), self.release)
        for finding in report.findings:
            self.say(str(finding))

    def _look(self) -> Snapshot:
        return frozenset(_files(self.root / "content")) | frozenset(_files(self.root / "translations"))


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    for path in folder.rglob("*"):
        try:
            found = path.stat()
        except OSError:
            continue  # an editor has just replaced it; the next look sees the new one
        yield str(path), found.st_size, found.st_mtime_ns


class _Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """What went well is not worth a line."""


def serve(site: Site, *, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve a site until it is interrupted. Raises I18nSiteError when it cannot be read, WriteError when the port is taken."""
    release = site.build / "serve.sqlite3"
    app = create_app(site.root, release=release)
    app.config["TEMPLATES_AUTO_RELOAD"] = True
    follower = Follower(app.wsgi_app, site.root, release, say)
    try:
        server = make_server(host, port, follower, threaded=True, request_handler=_Quiet)
    except (OSError, SystemExit) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is in use"
        raise WriteError(f"cannot listen on {host}:{port}: {reason}", advice="choose another with --port") from None
    say(f"Serving {site.config.title} on http://{host}:{server.server_port}/ (stop with Ctrl+C)")
    sys.stderr.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("Stopped.")
    finally:
        server.server_close()
