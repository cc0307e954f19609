"""The views: what lives at an address becomes a response. Knows Flask, the release and the templates."""

from __future__ import annotations

from flask import Response, make_response, redirect, request
from werkzeug.exceptions import MethodNotAllowed

from i18n_site.locales import gettext_name
from i18n_site.model import LocalisedText, State
from i18n_site.publish.release import FigureView, FileView, Page, Release, TableView, Teaser
from i18n_site.web import addresses, protection, security
from i18n_site.web.attempts import Refused
from i18n_site.web.errors import answer_nowhere
from i18n_site.web.feeds import show_feed
from i18n_site.web.layout import keep_private, page_response
from i18n_site.web.lists import show_section
from i18n_site.web.metadata import about_document, about_site
from i18n_site.web.navigation import Subject, trail, views_beside
from i18n_site.web.paging import tidy_query
from i18n_site.web.rooms import ROOMS, VIEWS
from i18n_site.web.sitemaps import INDEX
from i18n_site.web.visit import LANGUAGE_COOKIE, current_release, speak


def show(**_segments: str) -> Response:
    """Whatever lives at the address of the request."""
    release = current_release()
    place = addresses.locate(release, request.path)
    if request.method in ("POST", "OPTIONS"):
        return _answer_other(release, place)
    match place:
        case addresses.HomeAt(locale):
            return show_home(release, locale)
        case addresses.SectionAt(locale, section):
            return show_section(release, locale, section)
        case addresses.PageAt(locale, page):
            return show_page(release, locale, page)
        case addresses.RoomAt(_, name):
            return ROOMS[name](release, place)
        case addresses.ViewAt(_, _, name):
            return VIEWS[name](release, place)
        case addresses.FeedAt():
            return show_feed(release, place)
        case addresses.Moved():
            return _redirect(place, 301, "max-age=3600")
        case addresses.Unprefixed():
            remembered = request.cookies.get(LANGUAGE_COOKIE)
            accepted = request.headers.get("Accept-Language")
            chosen = addresses.choose(release, place, remembered=remembered, accepted=accepted)
            response = _redirect(chosen, 302, "private, no-cache")
            response.headers["Vary"] = "Accept-Language, Cookie"
            return response
        case addresses.Nowhere():
            return answer_nowhere(release, place)


def show_home(release: Release, locale: str) -> Response:
    """The home page: the mission, the newest documents, figures, pages. No document is named twice."""
    speak(locale)
    home = release.site.home
    page = release.page(locale, home.document) if home.document is not None else None
    latest = newest(release, locale, home.latest)
    named = {teaser.document for teaser in latest} | {home.document}
    found = [release.teaser(locale, document) for document in dict.fromkeys(home.teasers) if document not in named]
    return page_response(
        "home.html",
        Subject(),
        addresses.public_languages(release),
        about=about_site(release, locale),
        page=page,
        beside=views_beside(release, locale, page) if page is not None else {},
        latest=latest,
        teasers=[teaser for teaser in found if teaser is not None],
        figures=release.figures(locale, home.figures),
        figures_page=release.teaser(locale, release.site.figures_page) if release.site.figures_page else None,
    )


def newest(release: Release, locale: str, count: int) -> list[Teaser]:
    """The newest documents of all chronological sections, at most `count`; undated ones last, in their sections' order."""
    count = max(count, 0)
    names = [section.name for section in release.site.sections if section.list]
    # The newest of all are among the newest of each section.
    listed = [teaser for name in names for teaser in release.listing(locale, name, count=count)]
    # Sorting is stable: what shares a day, or has none, keeps the order of its list.
    return sorted(listed, key=lambda teaser: teaser.date or "", reverse=True)[:count]


def show_page(
    release: Release, locale: str, page: Page, *, problem: protection.Wrong | Refused | None = None, status: int = 200
) -> Response:
    """A document, in the visitor's language or, with a notice, in the best one that has it.

    A protected one that the visitor has not opened shows a form for its password, with the `problem` of the last one.
    """
    speak(locale)
    subject = Subject(document=page.document)
    tables = release.tables(locale, page.document)
    shows_figures = page.document == release.site.figures_page
    figures = release.all_figures(locale) if shows_figures else ()
    listed = next((section for section in release.site.sections if section.name == page.section and section.list), None)
    whole = protection.revealed(release, locale, page)
    response = page_response(
        "page.html",
        subject,
        () if page.protected else page.languages,
        shown=page.shown,
        switch_to=page.languages,
        # What search engines and shared links are told is the same for those who have opened it: the title.
        about=about_document(release, page),
        indexed=not page.protected,
        page=whole or page,
        locked=whole is None,
        problem=problem,
        section=listed.name if listed else None,
        tables=tables,
        charts=release.charts(locale) if shows_figures else (),
        figures=figures,
        stale=whole is not None and (page.stale > 0 or any(map(is_stale, tables)) or any(map(is_stale_figure, figures))),
        file_variants=lambda path: variants_for(release, locale, path),
        trail=trail(release, locale, page),
        neighbours=release.neighbours(locale, page.document) if listed else (None, None),
        beside=views_beside(release, locale, page),
        catalogue=f"translations/{gettext_name(locale)}/LC_MESSAGES/{'protected' if page.protected else page.section}.po",
    )
    response.status_code = status
    if page.protected:
        keep_private(response)
    return response


def _answer_other(release: Release, place: addresses.Place) -> Response:
    """What is no reading: a form that opens a protected document, or the question what may be done here."""
    known = addresses.methods_of(place)
    if request.method == "OPTIONS":
        response = Response("")
        response.headers["Allow"] = ", ".join(known)
        return response
    if isinstance(place, addresses.PageAt) and place.page.protected:
        return open_page(release, place.locale, place.page)
    if isinstance(place, addresses.Nowhere):
        return answer_nowhere(release, place)
    raise MethodNotAllowed(known)


def open_page(release: Release, locale: str, page: Page) -> Response:
    """Answer the form of a protected document: 303 to its page with a cookie that opens it, else the page and what is wrong."""
    speak(locale)
    security.check_origin(release.site.base_url)
    problem = protection.try_password(release, page.document, request.form.get("password", ""))
    if isinstance(problem, Refused):
        response = show_page(release, locale, page, problem=problem, status=429)
        response.headers["Retry-After"] = str(problem.seconds)
        return response
    if problem is not None:
        return show_page(release, locale, page, problem=problem, status=400 if problem.empty else 403)
    response = make_response(redirect(Subject(document=page.document).url(release, locale), 303))
    keep_private(response)
    protection.let_in(response, release, page.document)
    return response


def variants_for(release: Release, locale: str, path: str) -> tuple[FileView, ...]:
    """A file in all its languages, the visitor's own first, then in the order of the switcher."""
    source = release.site.source_language
    order = {language.tag: place for place, language in enumerate(release.site.languages)}
    order[locale] = -1
    found = release.files_of(path)
    return tuple(sorted(found, key=lambda file: order.get(file.language or source, len(order))))


def is_stale(table: TableView) -> bool:
    """Whether a table has a text whose original has changed since it was translated."""
    texts = [table.caption, *(column.label for column in table.columns), *(cell for row in table.rows for cell in row)]
    return any(isinstance(text, LocalisedText) and text.state is State.STALE for text in texts)


def is_stale_figure(figure: FigureView) -> bool:
    """Whether a figure's label or source has changed since it was translated."""
    return State.STALE in (figure.label.state, figure.source.state if figure.source else None)


def _redirect(place: addresses.Moved, code: int, cache: str) -> Response:
    """A relative redirect to an address that is built here; only the query is the request's."""
    where = place.url
    query = tidy_query(request.query_string.decode("ascii", "ignore"))
    response = make_response(redirect(f"{where}?{query}" if query else where, code))
    response.headers["Cache-Control"] = cache
    return response


def show_health() -> Response:
    """200 where there is a release to serve."""
    response = Response("ok\n", mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


def show_robots() -> Response:
    """Everything may be read; what is not for search engines says so itself."""
    sitemap = current_release().site.base_url + INDEX
    return Response(f"User-agent: *\nDisallow:\n\nSitemap: {sitemap}\n", mimetype="text/plain")
