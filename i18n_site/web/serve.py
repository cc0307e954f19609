"""`serve`: the site while it is written. Every request is answered from the files as they are at that moment.

Writes a release of its own, `build/serve.sqlite3`, drafts included, and nothing under content/ or translations/: a catalogue
may be open in a translator's editor. The open page follows what is saved.
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable

from jinja2 import BaseLoader
from werkzeug.serving import WSGIRequestHandler, make_server

from i18n_site.config import Site
from i18n_site.errors import WriteError
from i18n_site.web import security
from i18n_site.web.app import create_app, theme_folders
from i18n_site.web.follow import Follower
from i18n_site.web.template_loading import LastGoodLoader, place_in_template


class _Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """What went well is not worth a line."""


def follow_site(site: Site, say: Callable[[str], None]) -> Follower:
    """The application that `serve` runs. Raises I18nSiteError when the site cannot be read at all."""
    release, folders = site.build / "serve.sqlite3", theme_folders(site.root)
    # A template may change while the release does not, so every page is made anew.
    app = create_app(site.root, release=release, page_cache=0, secret_key=secrets.token_hex(32))
    app.config["LIVE"] = True
    if (hosts := app.config.get("TRUSTED_HOSTS")) is not None:
        # who writes the site looks at it on this machine, whatever names it answers for elsewhere
        app.config["TRUSTED_HOSTS"] = [*hosts, *security.LOOPBACK]
    app.jinja_env.auto_reload = True
    templates = app.jinja_loader = LastGoodLoader(app.jinja_loader or BaseLoader(), say)

    @app.errorhandler(Exception)
    def tell_template_fault(error: Exception) -> tuple[str, int, dict[str, str]]:
        """A template that fails while a page is made: said in one line, for the open page to show."""
        place = place_in_template(error, folders)
        if place is None:
            raise error
        fault = f"{place}: {error}; mend the template"
        say(fault)
        return f"{fault}\n", 500, {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}

    return Follower(app.wsgi_app, site.root, release, say, theme=folders, template_faults=templates.find_fault)


def serve(site: Site, *, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve a site until it is interrupted. Raises I18nSiteError when it cannot be read, WriteError when the port is taken."""
    follower = follow_site(site, say)
    name = f"[{host}]" if ":" in host else host
    try:
        server = make_server(host, port, follower, threaded=True, request_handler=_Quiet)
    except (OSError, SystemExit) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is in use"
        raise WriteError(f"cannot listen on {name}:{port}: {reason}", advice="choose another with --port") from None
    say(f"Serving {site.config.title} on http://{name}:{server.server_port}/ (stop with Ctrl+C)")
    sys.stderr.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("Stopped.")
    finally:
        server.server_close()
