"""The cache before the application: a page is rendered once for each release, and then sent from memory. Knows WSGI, not Flask.

Whether a page may be kept is the page's own affair: it says `Cache-Control: PUBLIC` as any shared cache reads it, and leaves in
the environment of its request which release it was made from and which query parameters it reads (`layout.cacheable` does all
three). So it is with files of the theme under an address with their hash, which say `IMMUTABLE` and belong to no release. Nothing
else is kept: no error, no redirect, nothing that sets a cookie or varies by more than the coding.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from i18n_site.publish.release import ReleaseWatch
from i18n_site.web.representations import Headers, Representations

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PUBLIC: Final = "public, max-age=0, s-maxage=60, must-revalidate"
"""Shared caches may keep it for a minute, browsers ask every time."""

IMMUTABLE: Final = "public, max-age=31536000, immutable"
"""For an address that will never mean anything else."""

RELEASE: Final = "i18n_site.release"
"""In a request's environment: the id of the release that its page was made from."""
PARAMETERS: Final = "i18n_site.parameters"
"""In a request's environment: the names of the query parameters that its page reads."""

_LONGEST_QUERY = 1000
_OVERHEAD = 3000
"""Bytes that a page takes besides its bodies: its headers, keys and objects."""
_MOST_HOSTS = 1000

_Start = tuple[str, Headers, "OptExcInfo | None"]
"""What an application tells start_response."""


class _Page(Representations):
    """A page in the cache."""

    __slots__ = ("asked", "counted", "shelf")

    def __init__(self, headers: Headers, body: bytes) -> None:
        super().__init__(headers, body)
        self.asked = False
        """Whether anybody has asked for it since it was last weighed for removal."""
        self.counted = 0
        """Bytes that it is charged with."""
        self.shelf: _Shelf | None = None
        """Where it is kept."""


class _Shelf:
    """The pages of one release. One is put in the place of another in one step, so that no page meets another release."""

    def __init__(self, release: bytes | None, limit: int) -> None:
        self.release = release
        self.hosts: set[str] = set()
        """Host headers, as they came, for which the application has answered with a page of this release."""
        self.pages: OrderedDict[Hashable, _Page] = OrderedDict()
        self._parameters: dict[str, tuple[str, ...]] = {}
        """Path -> the query parameters that its page reads, where there are any."""
        self._limit = limit
        self._held = 0
        self._lock = threading.Lock()

    def key(self, path: str, query: str) -> Hashable:
        """What a page is kept under: its path, and the values of the parameters that it reads."""
        names = self._parameters.get(path)
        if not names:
            return path
        pairs = parse_qsl(query[:_LONGEST_QUERY], keep_blank_values=True, errors="surrogateescape")
        given = dict(reversed(pairs))  # the first of a name counts
        values = tuple(given.get(name) for name in names)
        return path if all(value is None for value in values) else (path, values)

    def put(self, path: str, query: str, parameters: tuple[str, ...], host: str | None, page: _Page) -> None:
        """Keep a page, which was given to a request for that host."""
        if len(query) > _LONGEST_QUERY or page.size + _OVERHEAD > self._limit:
            return
        with self._lock:
            if parameters:
                self._parameters[path] = parameters
            if host is not None:
                if len(self.hosts) >= _MOST_HOSTS:  # any port is the site's own, so somebody may try them all
                    self.hosts.clear()
                self.hosts.add(host)
            key = self.key(path, query)
            if (before := self.pages.pop(key, None)) is not None:
                self._held -= before.counted
            self.pages[key] = page
            page.shelf = self
            self._charge(page)

    def recount(self, page: _Page) -> None:
        """Charge for a coding that has just been made."""
        with self._lock:
            self._charge(page)

    def _charge(self, page: _Page) -> None:
        """Count what a page takes, and make room: the oldest goes, but one that was asked for meanwhile has another turn."""
        size = page.size + _OVERHEAD
        self._held += size - page.counted
        page.counted = size
        while self._held > self._limit and self.pages:
            key, oldest = self.pages.popitem(last=False)
            if oldest.asked:
                oldest.asked = False
                self.pages[key] = oldest
            else:
                self._held -= oldest.counted


class PageCache:
    """A WSGI middleware that answers for pages of the present release. Serves many threads."""

    def __init__(self, app: WSGIApplication, watch: ReleaseWatch, limit: int) -> None:
        """`limit`: bytes to keep, 0 for nothing; pages still get their ETag and coding then."""
        self._app = app
        self._watch = watch
        self._limit = limit
        self._shelf = _Shelf(None, limit)
        self._assets = _Shelf(None, limit // 8)
        """What is the same in every release."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from the cache, else from the application."""
        method = environ["REQUEST_METHOD"]
        if method != "GET" and method != "HEAD":
            return self._app(environ, start_response)
        shelf, path, query = self._shelf, environ["PATH_INFO"], environ.get("QUERY_STRING")
        page = shelf.pages.get(shelf.key(path, query) if query else path)
        if page is None:
            page = self._assets.pages.get(path)
        # The application judges hosts: only those that it has answered for are known here.
        elif environ.get("HTTP_HOST") not in shelf.hosts or self._watch.current() != shelf.release:
            page = None
        if page is None:
            return self._ask(environ, start_response)
        page.asked = True
        return self._send(page, environ, start_response)

    def _send(self, page: _Page, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        status, headers, body = page.answer(environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_IF_NONE_MATCH"))
        if page.shelf is not None and page.counted != page.size + _OVERHEAD:
            page.shelf.recount(page)
        start_response(status, headers)
        return [body] if environ["REQUEST_METHOD"] == "GET" else []  # granian takes a list faster than a tuple, by a sixth

    def _ask(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The application's answer; a page in the coding that the request accepts, and kept."""
        head = environ["REQUEST_METHOD"] == "HEAD"
        # The answer to HEAD has the headers that GET's would have, so the page must be made.
        asked = {**environ, "REQUEST_METHOD": "GET"} if head else environ
        started: list[_Start] = []

        def start(status: str, headers: Headers, error: OptExcInfo | None = None) -> Callable[[bytes], object]:
            started[:] = [(status, headers, error)]
            return _write

        parts = self._app(asked, start)
        status, headers, error = started[0]
        kind = _kind(status, headers)
        if kind is None:
            start_response(status, headers, error) if error else start_response(status, headers)
            if not head:
                return parts
            _close(parts)
            return ()
        try:
            page = _Page(headers, b"".join(parts))
        finally:
            _close(parts)
        if kind == IMMUTABLE:
            self._assets.put(asked["PATH_INFO"], "", (), None, page)
        elif RELEASE in asked:
            self._keep(page, asked)
        return self._send(page, environ, start_response)

    def _keep(self, page: _Page, environ: WSGIEnvironment) -> None:
        release = environ[RELEASE].encode("ascii")
        if not self._limit:
            return
        shelf = self._shelf
        if shelf.release != release:
            if self._watch.current() != release:  # it was made from a release that has just gone
                return
            shelf = self._shelf = _Shelf(release, self._limit)
        shelf.put(environ["PATH_INFO"], environ.get("QUERY_STRING", ""), environ[PARAMETERS], environ.get("HTTP_HOST"), page)


def _kind(status: str, headers: Headers) -> str | None:
    """`PUBLIC` or `IMMUTABLE` where the answer says itself that everybody may have it; None for any other."""
    said = {name.lower(): value for name, value in headers}
    shared = said.get("vary", "accept-encoding").lower() == "accept-encoding"
    alone = said.keys().isdisjoint({"set-cookie", "content-encoding"})
    kind = said.get("cache-control")
    return kind if status.startswith("200") and shared and alone and kind in (PUBLIC, IMMUTABLE) else None


def _write(_data: bytes) -> None:
    raise NotImplementedError("the application returns its body")  # Flask does; PEP 3333's write() is for older ones


def _close(parts: Iterable[bytes]) -> None:
    close = getattr(parts, "close", None)
    if close is not None:
        close()
