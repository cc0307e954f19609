"""Ask the search index of a release. Knows its tables and FTS5; nothing of requests or HTML.

What is nearest is asked for first: pages that meet the whole query as it was typed, then pages that nearly do, then pages that
meet some of it. Best first; of two that are as good, the newer one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from i18n_site.errors import ReleaseError
from i18n_site.model import LocalisedText
from i18n_site.publish.release_reader import Release
from i18n_site.publish.search import COLUMNS, index_languages, index_name
from i18n_site.publish.search_query import Query, Reach, read_query
from i18n_site.publish.search_text import Passage, read_passages, table_passages
from i18n_site.publish.snippets import Fragment, make_snippet, mark_text
from i18n_site.publish.views import Page, Teaser

PER_PAGE: Final = 10
FROM_OTHERS: Final = 3
"""Hits of each other language that are shown beside a visitor's own."""

_RANK: Final = ", ".join(f"{weight:.1f}" for weight in COLUMNS.values())


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found."""

    teaser: Teaser
    """As lists of the language that it was found in name it."""
    title: Fragment
    snippet: tuple[Fragment, ...]
    """Parts of the text with marks; the beginning of it where the words stand elsewhere. Empty for a protected document."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a language has for a query."""

    locale: str
    total: int
    """In the section that was asked for."""
    hits: tuple[Hit, ...]
    """Of one page."""
    page: int = 1
    pages: int = 1
    reach: Reach = Reach.ALL
    sections: tuple[tuple[str, int], ...] = ()
    """Every section with hits, in the site's order, and how many."""


def search(release: Release, locale: str, typed: str, *, section: str | None = None, page: int = 1) -> tuple[Query, Found]:
    """What a language of the site has for a query. A page beyond the last is the last. Raises ReleaseError alone."""
    languages = _text_languages(release)
    query = read_query(typed, [tag for spoken in languages.values() for tag in spoken] or [locale])
    for reach in Reach:
        expression = query.expression(locale, languages.get(locale, ()), reach) if locale in languages else ""
        counted = _count(release, locale, expression) if expression else {}
        if counted:
            break
    names = [view.name for view in release.site.sections]
    sections = tuple(sorted(counted.items(), key=lambda item: names.index(item[0]) if item[0] in names else len(names)))
    total = counted.get(section, 0) if section is not None else sum(counted.values())
    pages = max(-(-total // PER_PAGE), 1)
    page = min(max(page, 1), pages)
    rows = _ranked(release, locale, expression, section, PER_PAGE, PER_PAGE * (page - 1)) if total else []
    hits = tuple(_hit(release, locale, row, query, reach) for row in rows)
    return query, Found(locale, total, hits, page, pages, reach, sections)


def search_others(release: Release, locale: str, query: Query, *, section: str | None = None) -> tuple[Found, ...]:
    """What the site's other languages have beyond that, as it was typed. A document is named once, in the first that has it."""
    languages = _text_languages(release)
    asked = [(locale, query.expression(locale, languages.get(locale, ()), Reach.ALL))] if locale in languages else []
    found = []
    for other in languages:
        expression = query.expression(other, languages[other], Reach.ALL)
        if other == locale or not expression:
            continue
        total = sum(_count(release, other, expression, section, asked).values())
        if total:
            rows = _ranked(release, other, expression, section, FROM_OTHERS, 0, asked)
            hits = tuple(_hit(release, other, row, query, Reach.ALL) for row in rows)
            found.append(Found(other, total, hits))
        asked.append((other, expression))
    return tuple(found)


def _text_languages(release: Release) -> dict[str, tuple[str, ...]]:
    """Every language that may be searched -> the languages that its texts are in, in the site's order."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(index_languages(release.site.languages), ())
    for locale, language in release.select("SELECT locale, language FROM search_languages ORDER BY locale, language"):
        found[locale] = (*found[locale], language)
    return found


Asked = Sequence[tuple[str, str]]
"""Languages with the expression that they were asked before."""


def _matching(locale: str, expression: str, section: str | None, before: Asked) -> tuple[str, list[str]]:
    """FROM and WHERE for the hits of an expression that none of those asked before has, and the values in it."""
    table = index_name(locale)
    clause = f"FROM {table} JOIN search_order AS o ON o.number = {table}.rowid WHERE {table} MATCH ?"
    values = [expression]
    if section is not None:
        clause += " AND o.section = ?"
        values.append(section)
    for other, earlier in before:
        name = index_name(other)
        clause += f" AND {table}.rowid NOT IN (SELECT rowid FROM {name} WHERE {name} MATCH ?)"  # noqa: S608  # a table's name
        values.append(earlier)
    return clause, values


def _count(release: Release, locale: str, expression: str, section: str | None = None, before: Asked = ()) -> dict[str, int]:
    """Section -> how many hits."""
    clause, values = _matching(locale, expression, section, before)
    return dict(release.select(f"SELECT o.section, count(*) {clause} GROUP BY o.section", *values))  # no value in it


def _ranked(
    release: Release, locale: str, expression: str, section: str | None, limit: int, offset: int, before: Asked = ()
) -> list[str]:
    """The ids of documents, the best first."""
    clause, values = _matching(locale, expression, section, before)
    order = f"ORDER BY bm25({index_name(locale)}, {_RANK}), o.number LIMIT ? OFFSET ?"
    return [row[0] for row in release.select(f"SELECT o.document {clause} {order}", *values, limit, offset)]  # as above


def _hit(release: Release, locale: str, document: str, query: Query, reach: Reach) -> Hit:
    page = release.page(locale, document)
    if page is None:  # no release that the writer made is so
        raise ReleaseError(f"the search index of {locale} names {document}, and there is no such page")
    snippet = make_snippet(_passages(release, locale, page), query, reach)
    if not snippet and page.summary is not None:
        snippet = (mark_text(_passage(page.summary), query, reach),)
    return Hit(page, mark_text(_passage(page.title), query, reach), snippet)


def _passages(release: Release, locale: str, page: Page) -> Iterator[Passage]:
    """What stands below a page's title, read as the index was made of it."""
    if not page.protected:
        yield from read_passages(page.html, page.shown)
        for table in release.tables(locale, page.document):
            yield from table_passages(table, locale)


def _passage(text: LocalisedText) -> Passage:
    return Passage(text.text, text.locale)
