"""Put the application together: settings, templates, routes. Knows nothing of what a page holds."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask, request
from flask_babel import Babel
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from i18n_site.errors import ReleaseError
from i18n_site.locales import babel_locale
from i18n_site.publish.release import ReleaseWatch
from i18n_site.web import errors, files, language, pages, protection, security, sitemaps
from i18n_site.web.cache import PageCache
from i18n_site.web.messages import ReleaseDomain
from i18n_site.web.templating import install_in
from i18n_site.web.visit import close_release, current_release, interface_language

_PACKAGE = Path(__file__).parent

_WITHOUT_RELEASE = frozenset({"static", "favicon"})
"""Endpoints that answer whatever the state of the release."""


MAX_FORM = 16 * 1024
"""Bytes: no form of the site is longer."""


def create_app(
    site: Path | None = None, *, release: Path | None = None, page_cache: float | None = None, secret_key: str | None = None
) -> Flask:
    """The WSGI application of a site's folder; `site` is $I18N_SITE or the current folder, `release` its build/site.sqlite3.

    `secret_key` is $I18N_SECRET_KEY: it signs what visitors have opened. Raises ConfigError where it is missing and the site has
    protected documents, and where it is too short.

    A missing release is no error here: every page answers 503 with advice until there is one. Settings, also from the environment
    with the prefix I18N_: TRUSTED_HOSTS, the host names that the site answers for, as a list or separated by commas; PROXIES, how
    many proxies of the site's own stand before the server and say who asks; PAGE_CACHE, how many megabytes of pages a process may
    keep, 64 unless set, 0 for none. `page_cache` overrides it.
    """
    root = (site or Path(os.environ.get("I18N_SITE") or ".")).resolve()
    app = Flask("i18n_site.web", static_folder=None)
    app.config.from_mapping(PAGE_CACHE=64)
    app.config.from_prefixed_env("I18N")
    app.request_class = security.AnyHostRequest
    hosts = app.config.get("TRUSTED_HOSTS")
    if isinstance(hosts, str):
        app.config["TRUSTED_HOSTS"] = [name.strip() for name in hosts.split(",")]
    path = release or root / "build" / "site.sqlite3"
    # Not by from_prefixed_env, which takes a text of digits for a number.
    key = secret_key or os.environ.get("I18N_SECRET_KEY") or None
    protection.check_key(key, path)
    app.config.update(SITE_FOLDER=root, RELEASE=path, SECRET_KEY=key, MAX_CONTENT_LENGTH=MAX_FORM)
    app.config["ATTEMPTS"] = path.with_name("attempts.sqlite3")
    proxies = app.config.get("PROXIES")
    if isinstance(proxies, int) and proxies > 0:
        # Never the host: absolute addresses come from base_url, and the Host header is checked as it is.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]  # Flask's manner
    # Our own canonicaliser (addresses.py) answers for spelling; Werkzeug's would redirect once more.
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    package = PackageLoader("i18n_site.web")
    # `{% extends "package/base.html" %}` lets a site's own base.html change one block of the package's.
    app.jinja_loader = ChoiceLoader([FileSystemLoader(root / "templates"), package, PrefixLoader({"package": package})])

    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    domain = ReleaseDomain(current_release, interface_language)
    Babel(  # type: ignore[no-untyped-call]  # Flask-Babel is only partly annotated
        app, configure_jinja=False, locale_selector=lambda: str(babel_locale(interface_language()))
    )
    app.extensions["assets"] = files.assets_of(root)
    install_in(app.jinja_env, domain)

    app.add_url_rule("/static/<path:path>", "static", files.show_static)
    app.add_url_rule("/favicon.ico", "favicon", files.show_favicon)
    app.add_url_rule("/files/<path:path>", "file", files.show_file)
    app.add_url_rule("/healthz", "healthz", pages.show_health)
    app.add_url_rule("/robots.txt", "robots", pages.show_robots)
    app.add_url_rule("/language", "language", language.remember, methods=["GET", "POST"])
    app.add_url_rule(sitemaps.INDEX, "sitemaps", sitemaps.show_index)
    app.add_url_rule("/sitemap-<name>.xml", "sitemap", sitemaps.show_sitemap)
    app.add_url_rule("/", "root", pages.show)
    methods = ["GET", "POST", "OPTIONS"]
    app.add_url_rule("/<locale>/", "home", pages.show, methods=methods)
    app.add_url_rule("/<locale>/<path:path>/", "page", pages.show, methods=methods)

    @app.before_request
    def begin() -> None:
        if request.endpoint not in _WITHOUT_RELEASE:
            domain.as_default()  # type: ignore[no-untyped-call]  # as above
            security.check_host(current_release().site.base_url)

    app.teardown_appcontext(close_release)
    app.after_request(security.add_headers)
    app.register_error_handler(ReleaseError, errors.answer_unready)
    app.register_error_handler(404, errors.answer_missing)
    app.register_error_handler(HTTPException, errors.answer_error)
    limit = int(float(app.config["PAGE_CACHE"] if page_cache is None else page_cache) * 1_000_000)
    app.wsgi_app = PageCache(app.wsgi_app, ReleaseWatch(app.config["RELEASE"]), limit)  # type: ignore[method-assign]  # Flask's manner
    return app


def theme_folders(root: Path) -> tuple[Path, ...]:
    """Where templates and static files lie, those of the site in `root` first."""
    return tuple(folder / name for name in ("templates", "static") for folder in (root, _PACKAGE))
