"""Follow a site while it is written: what was saved is compiled before the next answer, what is broken is told. Knows WSGI only.

The last good pages stay: a file that cannot be read leaves the release before it, a template that cannot be read the one before.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from i18n_site.config import load_site
from i18n_site.errors import I18nSiteError
from i18n_site.workflow.compile import compile_for_editing

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LIVE_PATH: Final = "/static/live.json"
"""What the open page asks a few times a second."""

LIVE_VERSION: Final = "i18n_site.live"
"""The key of the WSGI environment that holds the version of what a page is made from."""

Snapshot = frozenset[tuple[str, int, int]]
"""Path, size and time of change of every file that a page may come from."""

TemplateFaults = Callable[[], str | None]
"""What is wrong with the templates: one line with path, line and advice, or None."""


class Follower:
    """A WSGI middleware that makes the release anew before an answer whose sources have changed."""

    def __init__(
        self,
        app: WSGIApplication,
        root: Path,
        release: Path,
        say: Callable[[str], None],
        *,
        theme: Iterable[Path] = (),
        template_faults: TemplateFaults = lambda: None,
    ) -> None:
        """Compile at once. `theme`: the folders of templates and static files. Raises I18nSiteError for a site that is broken."""
        self.app, self.root, self.release, self.say = app, root, release, say
        self.theme, self.template_faults = tuple(theme), template_faults
        self.lock = threading.Lock()
        self.problem: str | None = None
        self.content, self.look = self._look_at_content(), self._look_at_theme()
        self._compile()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request from the files as they are at that moment."""
        version = self.follow()
        if environ.get("PATH_INFO") == LIVE_PATH and environ.get("REQUEST_METHOD") == "GET":
            return self._tell(version, start_response)
        environ[LIVE_VERSION] = version
        return self.app(environ, start_response)

    def follow(self) -> str:
        """Take up what has changed since the last look, and return the version of what is shown now."""
        with self.lock:
            content, self.look = self._look_at_content(), self._look_at_theme()
            if content != self.content:
                self.content = content
                try:
                    self._compile()
                    self.problem = None
                except I18nSiteError as error:
                    self.problem = str(error)
                    self.say(f"not taken up: {error}")
            return self._version()

    def _compile(self) -> None:
        report = compile_for_editing(load_site(self.root), self.release)
        self.shown = report.release
        for finding in report.findings:
            self.say(str(finding))

    def _version(self) -> str:
        return hashlib.sha256(f"{self.shown}\n{sorted(self.look)}".encode()).hexdigest()[:16]

    def _tell(self, version: str, start_response: StartResponse) -> Iterable[bytes]:
        body = json.dumps({"version": version, "problem": self.problem or self.template_faults()}).encode()
        headers = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Cache-Control": "no-store"}
        start_response("200 OK", list(headers.items()))
        return [body]

    def _look_at_content(self) -> Snapshot:
        return frozenset(file for folder in ("content", "translations") for file in _files(self.root / folder))

    def _look_at_theme(self) -> Snapshot:
        return frozenset(file for folder in self.theme for file in _files(folder))


def _files(folder: Path | str) -> Iterator[tuple[str, int, int]]:
    """Every file below a folder; one that an editor is just replacing is seen at the next look."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        try:
            if entry.is_dir():
                yield from _files(entry.path)
            else:
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns
        except OSError:
            continue
