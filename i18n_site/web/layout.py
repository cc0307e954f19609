"""A page's response: its template with all that stands around the content, and a page's headers. Knows nothing of views."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from flask import Response, make_response, redirect, render_template, request

from i18n_site.publish.release import Release
from i18n_site.web.addresses import public_languages
from i18n_site.web.cache import IMMUTABLE, PARAMETERS, PUBLIC, RELEASE
from i18n_site.web.metadata import About, describe, site_title
from i18n_site.web.navigation import FEED_TYPE, Subject, choices, feeds, menu
from i18n_site.web.paging import PARAMETER, Paging, at_page
from i18n_site.web.visit import current_release, interface_language


def page_response(
    template: str,
    subject: Subject,
    languages: Collection[str],
    *,
    shown: str | None = None,
    switch_to: Collection[str] | None = None,
    parameters: Sequence[str] = (),
    paging: Paging | None = None,
    pages_in: Callable[[str], int] = lambda _tag: 1,
    about: About | None = None,
    indexed: bool = True,
    **context: object,
) -> Response:
    """A page about `subject`, its interface in the visitor's language and its content in `shown` (else the same).

    `languages` are those that search engines are told of, `switch_to` (else the same) those that the switcher names first. A page
    that the visitor's language lacks names no alternates, and its canonical address is that of the language shown. It may be
    cached; `parameters` are the query parameters that it reads. `about` is what search engines and shared links say of it; one
    that is not `indexed` is for visitors alone.

    `paging` is the page of a list and `pages_in` how many pages a language's list has. From the second on a page is canonical
    itself and names no alternates; the switcher keeps its number where the other language's list reaches it.
    """
    release, locale = current_release(), interface_language()
    shown = shown or locale
    number = paging.number if paging else 1

    def switched(tag: str) -> str:
        return at_page(subject.url(release, tag), number if number > 1 and number <= pages_in(tag) else 1)

    # A language is remembered together with the page's number only where that leads to a page in every language.
    kept = number > 1 and all(number <= pages_in(tag) for tag in public_languages(release))
    asked = replace(subject, query=((PARAMETER, str(number)),)) if kept else subject
    html = render_template(
        template,
        shown=shown,
        page_id=asked.id,
        current_url=subject.url(release, locale),
        choices=choices(release, locale, languages if switch_to is None else switch_to, switched),
        metadata=describe(release, subject, languages, locale=locale, shown=shown, number=number, indexed=indexed, about=about),
        paging=paging,
        **surroundings(release, locale, shown),
        **context,
    )
    response = make_response(html)
    response.headers["Content-Language"] = shown
    if not indexed:
        response.headers["X-Robots-Tag"] = "noindex"
    return cacheable(response, parameters=(*parameters, PARAMETER) if paging else parameters)


def cacheable(response: Response, *, parameters: Sequence[str] = ()) -> Response:
    """Declare that a response is the same for everybody who asks for its address, while the release stays: it may be cached.

    For what is made of the release, the path and the query `parameters` named here alone; of no cookie, no other header, no clock
    and no file. Those parameters enter the cache's key and no others do, so name none whose every value gets a page: a second
    page of a list that has one must be 404. A view that sets another Cache-Control afterwards, or a cookie, takes it back.
    """
    response.headers["Cache-Control"] = PUBLIC
    request.environ[RELEASE] = current_release().id
    request.environ[PARAMETERS] = tuple(parameters)
    return response


def cacheable_for_ever(response: Response) -> Response:
    """Declare that an address will never mean anything else, whatever the release: that of a file's very bytes."""
    response.headers["Cache-Control"] = IMMUTABLE
    return response


def redirect_to(url: str, query: Sequence[tuple[str, str]] = ()) -> Response:
    """301 from another spelling to the address of a page, with what else the query says."""
    response = make_response(redirect(f"{url}?{urlencode(query)}" if query else url, 301))
    response.headers["Cache-Control"] = "max-age=3600"
    return response


def keep_private(response: Response) -> None:
    """Mark what a password guards: no cache keeps it, no search engine lists it, and it depends on the visitor's cookies."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.vary.add("Cookie")


def surroundings(release: Release, locale: str, shown: str) -> dict[str, object]:
    """What every page has around its content, which is in `shown`."""
    return {
        "site": release.site,
        "locale": locale,
        "site_title": site_title(release, locale),
        # in the head all is in the language of the content, as on the page that search engines are told of
        "site_name": site_title(release, shown),
        "main_menu": menu(release, locale, "main"),
        "footer_menu": menu(release, locale, "footer"),
        "feeds": feeds(release, locale),
        "feed_type": FEED_TYPE,
        "home_url": Subject().url(release, locale),
        "search_url": Subject(below="search").url(release, locale),
    }
