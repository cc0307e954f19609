"""Lists of documents, page by page: sections and topics. Knows Flask, the release and the templates."""

from __future__ import annotations

from flask import Response, request

from i18n_site.publish.release import Release, SectionView
from i18n_site.publish.slugs import topic_slug
from i18n_site.web import addresses
from i18n_site.web.errors import answer_nowhere
from i18n_site.web.layout import page_response, redirect_to
from i18n_site.web.metadata import About, about_section
from i18n_site.web.navigation import TOPICS, Subject, topic_subject, views_beside
from i18n_site.web.paging import PARAMETER, Paging, is_canonical, pages_of, read_page
from i18n_site.web.visit import speak


def show_section(release: Release, locale: str, section: str) -> Response:
    """One page of a section's list, newest first; the first below the section's own index document where it has one."""
    view = next(view for view in release.site.sections if view.name == section)
    subject = Subject(section=section)
    paging = asked_page(release, subject, locale, _pages(release, view, locale))
    if isinstance(paging, Response):
        return paging
    speak(locale)
    size = release.listing_size(locale, section)
    page = release.page(locale, f"{section}/") if paging.number == 1 else None
    return page_response(
        "list.html",
        subject,
        addresses.section_languages(release, section),
        about=about_section(release, locale, section),
        paging=paging,
        pages_in=lambda tag: _pages(release, view, tag),
        section=section,
        page=page,
        beside=views_beside(release, locale, page) if page is not None else {},
        size=size,
        has_topics=bool(release.topics(locale)),
        teasers=release.listing(locale, section, start=(paging.number - 1) * view.per_page, count=view.per_page),
    )


def _pages(release: Release, section: SectionView, locale: str) -> int:
    return pages_of(release.listing_size(locale, section.name), section.per_page)


def show_topics(release: Release, place: addresses.RoomAt) -> Response:
    """All topics of the site, or one page of the documents of the one that the rest of the address names."""
    locale, slug = place.locale, place.rest
    if not slug:
        speak(locale)
        return page_response("topics.html", TOPICS, addresses.topic_languages(release), topics=release.topics(locale))
    topic = release.topic(locale, slug)
    if topic is None:
        known = topic_slug(slug)
        if known != slug and release.topic(locale, known):
            return redirect_to(topic_subject(known).url(release, locale))
        return answer_nowhere(release, addresses.Nowhere(locale, (TOPICS.path(release, locale),)))
    subject, per_page = topic_subject(slug), release.site.per_page
    paging = asked_page(release, subject, locale, pages_of(topic.size, per_page))
    if isinstance(paging, Response):
        return paging
    speak(locale)
    return page_response(
        "topic.html",
        subject,
        addresses.topic_languages(release, slug),
        about=About(topic.label),
        paging=paging,
        pages_in=lambda tag: pages_of(found.size if (found := release.topic(tag, slug)) else 0, per_page),
        topic=topic,
        teasers=release.tagged(locale, slug, start=(paging.number - 1) * per_page, count=per_page),
    )


def asked_page(release: Release, subject: Subject, locale: str, count: int) -> Paging | Response:
    """The page of a list that the request asks for; 301 to its canonical address, 404 where there is none.

    A number that the list does not reach is no page: an archive that shrinks must not leave empty ones behind.
    """
    value = request.args.get(PARAMETER)
    number = read_page(value, count)
    if number is None:
        return answer_nowhere(release, addresses.Nowhere(locale, (subject.path(release, locale),)))
    if not is_canonical(value, number):
        others = [(key, value) for key, value in request.args.items(multi=True) if key != PARAMETER]
        wanted = others if number == 1 else [(PARAMETER, str(number)), *others]
        return redirect_to(subject.url(release, locale), wanted)
    return Paging(number, count)
