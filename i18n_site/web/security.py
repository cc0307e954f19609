"""Headers that every response carries, and the hosts that the site answers for. Knows nothing of pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, current_app, request
from werkzeug.exceptions import BadRequest

HEADERS = {
    # No inline style or script anywhere: tables align by class.
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def add_headers(response: Response) -> Response:
    """The response with the security headers that it does not set itself."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def check_host(base_url: str) -> None:
    """Raise BadRequest for a Host header that is not the site's own.

    The setting TRUSTED_HOSTS names the hosts (a leading dot admits subdomains). Without it they are the host of `base_url` and
    this machine's loopback names, from which nobody else's page can be reached.
    """
    configured = current_app.config.get("TRUSTED_HOSTS")
    trusted = [*_LOOPBACK, urlsplit(base_url).hostname or ""] if configured is None else configured
    asked = urlsplit(f"//{request.host}").hostname or ""
    if not any(asked == name or (name.startswith(".") and f".{asked}".endswith(name)) for name in trusted if name):
        raise BadRequest("This server does not answer for that host name. Name it in base_url or in TRUSTED_HOSTS.")
