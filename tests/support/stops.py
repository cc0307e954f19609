"""One address, or more, for each thing that a template may show: the rounds of accessibility, validity and language stop here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from werkzeug.exceptions import default_exceptions
from werkzeug.test import TestResponse

from i18n_site.config import Site, load_site
from i18n_site.publish.release import Release, open_release
from i18n_site.publish.slugs import VIEW_MARK
from i18n_site.web import create_app
from i18n_site.web.attempts import BY_ADDRESS
from i18n_site.workflow.compile import compile_site
from i18n_site.workflow.extract import extract
from i18n_site.workflow.update import update
from support.halves import PASSWORD

FAILURES = (400, 403, 405, 413, 429, 500, 503)
"""What `failing_app` may be asked for, at `/fr/failure/503/`."""


@dataclass(frozen=True)
class Stop:
    """A page, and how to come by it."""

    name: str
    path: str
    """With its query, percent-encoded."""
    status: int = 200
    passwords: tuple[str, ...] = ()
    """Sent by the form of a protected page, one after another."""
    then_read: bool = False
    """Whether the page is read after that, instead of the form's answer."""

    def ask(self, app: Flask) -> TestResponse:
        """The page, for a visitor that nobody has seen before. Asserts its status."""
        number = next(_visitors)
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"192.0.{number // 250}.{number % 250}"
        responses = [
            client.post(self.path, data={"password": password}, headers={"Origin": "http://localhost"}, buffered=True)
            for password in self.passwords
        ]
        response = client.get(self.path, buffered=True) if self.then_read or not responses else responses[-1]
        assert response.status_code == self.status, (self, response.status_code)
        return response


_visitors = count(1)


def stops(release: Release, locale: str) -> Iterator[Stop]:
    """Every stop of the site `halves` in a language."""
    yield Stop("home", f"/{locale}/")
    for name, document in {
        "everything": "pages/everything",
        "below another": "pages/below/deep",
        "below a gated one": "pages/gated/cell",
        "gated": "pages/gated",
        "figures": "pages/figures",
        "tables": "pages/people",
        "event": "news/everyone",
        "oldest": "news/plain",
        "stale": "news/late",
    }.items():
        yield Stop(name, release.teaser(locale, document).url)
    closed = release.teaser(locale, "news/closed").url
    yield Stop("locked", closed)
    yield Stop("no password", closed, 400, ("",))
    yield Stop("wrong password", closed, 403, ("guess",))
    yield Stop("too many passwords", closed, 429, ("guess",) * (BY_ADDRESS + 1))
    yield Stop("unlocked", closed, 200, (PASSWORD,), then_read=True)
    news = f"/{locale}/{quote(release.section_path(locale, 'news'))}/"
    yield Stop("list", news)
    for number in range(2, 6):
        yield Stop(f"list, page {number}", f"{news}?page={number}")
    yield Stop("list with a text", f"/{locale}/{quote(release.section_path(locale, 'letters'))}/")
    yield Stop("empty list", f"/{locale}/{quote(release.section_path(locale, 'empty'))}/")
    yield Stop("topics", f"/{locale}/tags/")
    yield Stop("topic", f"/{locale}/tags/{release.teaser(locale, 'news/everyone').tags[0].slug}/")
    yield from searches(release, locale)
    yield Stop("status", f"/{locale}/status/")
    if locale != release.site.source_language:
        for document in ("pages/everything", "pages/gated", "pages/below"):
            for view in ("side-by-side", "changes"):
                yield Stop(f"{view} of {document}", f"{release.teaser(locale, document).url}{VIEW_MARK}/{view}/")
    yield Stop("missing", f"/{locale}/nothing/", 404)
    yield Stop("missing, and elsewhere", f"/{locale}/{elsewhere(release, locale)}/", 404)


def elsewhere(release: Release, locale: str) -> str:
    """The path of a page in another language's slugs."""
    paths = [release.teaser(other.tag, "news/everyone").path for other in release.site.languages]
    return quote(next(path for path in paths if release.page_at(locale, path) is None and release.former(locale, path) is None))


def searches(release: Release, locale: str) -> Iterator[Stop]:
    """Search: its form, and every sort of answer."""
    words = release.teaser(locale, "news/everyone").title.text.split()

    def ask(text: str, more: str = "") -> str:
        return f"/{locale}/search/?q={quote(text)}{more}"

    yield Stop("search", f"/{locale}/search/")
    yield Stop("search, nothing found", ask("<b>qqqq</b> & zzzz"))
    yield Stop("search, found", ask(" ".join(words)))
    yield Stop("search, near", ask(words[0][:4]))
    yield Stop("search, one section", ask(words[0], "&section=news"))
    yield Stop("search, some of the words", ask(f"{words[0]} zzzz"))
    yield Stop("search, other languages", ask("stays"))
    other = next(
        language.tag for language in release.site.languages if language.tag not in (locale, release.site.source_language)
    )
    yield Stop("search, much in another language", ask(release.teaser(other, "news/anna").title.text.split()[0]))
    title = release.teaser(locale, "news/closed").title.text
    yield Stop("search, a protected title", ask(title))
    anna = release.teaser(locale, "news/anna")
    yield Stop("search, many pages", ask(anna.title.text.split()[0]))
    yield Stop("search, amid a long text", ask(release.page(locale, "news/anna").html.partition("<em>")[2].partition("<")[0]))


def failing_app(root: Path) -> Flask:
    """A site's application that fails where it is asked to."""
    app = create_app(root)
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.route("/<locale>/failure/<int:code>/")
    def fail(locale: str, code: int) -> str:
        raise default_exceptions[code](f"as asked in {locale}")

    return app


def failures(locale: str) -> Iterator[Stop]:
    """Every page that says what went wrong, of `failing_app`."""
    for code in FAILURES:
        yield Stop(f"failure {code}", f"/{locale}/failure/{code}/", code)


def bare_site(folder: Path, settings: str, **documents: str) -> Site:
    """A site that has next to nothing: its settings and some documents, all of them untranslated; compiled."""
    (folder / "content").mkdir(parents=True)
    (folder / "content" / "site.yaml").write_text(settings, encoding="utf-8")
    for name, text in documents.items():
        (folder / "content" / f"{name}.md").write_text(text, encoding="utf-8")
    site = load_site(folder)
    extract(site)
    update(site)
    compile_site(site)
    return site


BARE = {
    "alone": ("title: Alone\n", {"about": "Words.\n"}, ("/en/", "/en/about/", "/en/search/", "/en/tags/", "/en/nothing/")),
    "with an address": (
        'title: Two\nbase_url: https://two.example\nlanguages: {en: {}, fr: {}}\nvalues: {translate_url: "https://weblate.example/"}\n',
        {"about": "Words.\n", "index": "Welcome.\n"},
        ("/fr/", "/fr/about/"),
    ),
    "without an address": (
        "title: Two\nbase_url: https://two.example\nlanguages: {en: {}, fr: {}}\n",
        {"about": "Words.\n"},
        ("/fr/about/",),
    ),
}
"""Name -> settings, documents, addresses of sites that lack what others have."""


def bare_apps(folder: Path) -> Iterator[tuple[Flask, str]]:
    """Each application of a bare site, with an address."""
    for name, (settings, documents, paths) in BARE.items():
        app = create_app(bare_site(folder / name, settings, **documents).root)
        for path in paths:
            yield app, path


def unready_app(folder: Path) -> Flask:
    """The application of a site that has never been compiled."""
    folder.mkdir(parents=True, exist_ok=True)
    return create_app(folder)


def release_of(site: Site) -> Release:
    """The site's release, open."""
    return open_release(site.release_path)
