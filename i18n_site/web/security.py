"""Headers that every response carries, the hosts that the site answers for, whose forms it takes. Knows nothing of pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Request, Response, current_app, request
from werkzeug.exceptions import BadRequest, Forbidden

HEADERS = {
    # No inline style or script anywhere: tables align by class.
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class ForeignHost(BadRequest):
    """The request is for another host name than the site's."""


class AnyHostRequest(Request):
    """A request whose host `check_host` alone judges: Werkzeug's own comparison knows no IPv6 address (`[::1]:8000`)."""

    @property
    def trusted_hosts(self) -> None:  # Flask sets it from TRUSTED_HOSTS at every request
        """None: no host is refused before the application is asked."""

    @trusted_hosts.setter
    def trusted_hosts(self, _names: object) -> None:
        pass


LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""The names by which a machine calls itself."""


def add_headers(response: Response) -> Response:
    """The response with the security headers that it does not set itself."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def check_host(base_url: str) -> None:
    """Raise ForeignHost for a Host header that is not the site's own.

    The setting TRUSTED_HOSTS names the hosts (a leading dot admits subdomains). Without it they are the host of `base_url` and
    this machine's loopback names, from which nobody else's page can be reached.
    """
    configured = current_app.config.get("TRUSTED_HOSTS")
    names = [*LOOPBACK, urlsplit(base_url).hostname or ""] if configured is None else configured
    trusted = [_host_name(name) for name in names if name]
    asked = urlsplit(f"//{request.host}").hostname or ""
    if not any(asked == name or (name.startswith(".") and f".{asked}".endswith(name)) for name in trusted):
        raise ForeignHost("This server does not answer for that host name. Name it in base_url or in TRUSTED_HOSTS.")


def _host_name(written: str) -> str:
    """A host name as a browser sends it: in ASCII, small letters, an IPv6 address without its brackets."""
    name = written.strip().strip("[]").lower()
    dot = "." if name.startswith(".") else ""
    try:
        return name if name.isascii() else dot + name.lstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        return name  # no browser can ask for it


def check_origin(base_url: str) -> None:
    """Raise Forbidden for a form that another site's page has sent, or that does not say where it comes from.

    Browsers name the page's origin with every POST, or at least its address. The Host header has been checked before.
    """
    sender = request.headers.get("Origin") or _origin_of(request.headers.get("Referer", ""))
    # Behind a proxy that ends TLS, the page was https and the request that arrives is not.
    own = {_origin_of(base_url), f"{request.scheme}://{request.host}", f"https://{request.host}"}
    if not sender or sender.lower() not in own:
        raise Forbidden("The form was not sent from a page of this site.")


def is_https(base_url: str) -> bool:
    """Whether the visitor's browser speaks https: as the server sees it, or as `base_url` says of its own host name."""
    base = urlsplit(base_url)
    return request.is_secure or (base.scheme == "https" and base.hostname == urlsplit(f"//{request.host}").hostname)


def _origin_of(address: str) -> str:
    """The origin of an absolute address, as browsers write it; empty for what has none."""
    try:
        found = urlsplit(address.lower())
    except ValueError:
        return ""
    return f"{found.scheme}://{found.netloc}" if found.scheme in ("http", "https") and found.netloc else ""
