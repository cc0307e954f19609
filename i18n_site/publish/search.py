"""The search index of a release: what is found by which words. Knows release content and terms; nothing of SQL or queries.

Each language has an index of the pages that it has; a page's texts are analysed in the language that each of them is in. Of a
protected document there is its title, which anybody may know, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from i18n_site.known import Known, Learned
from i18n_site.model import LocalisedText
from i18n_site.publish.analysis import Sort, analyse, language_of
from i18n_site.publish.release_content import DocumentContent, PageContent, ProtectedPageContent, ReleaseContent
from i18n_site.publish.search_query import FOREIGN
from i18n_site.publish.search_text import Passage, read_passages, table_passages
from i18n_site.publish.views import LanguageView, TableView
from i18n_site.workers import spread

COLUMNS: Final[Mapping[str, float]] = {"title": 400.0, "summary": 20.0, "headings": 20.0, "labels": 20.0, "body": 1.0}
"""What an index tells apart, and how much a word weighs there. Labels are topics and the place of an event.

BM25 lets each further mention count less, after weighing: only weights as far apart as these keep a title above a body that says
the same word twenty times.
"""

GAP: Final = FOREIGN
"""A term that nobody asks for: what stands before and behind it is not one after the other."""


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The rows of every index. The same content has the same rows."""

    order: tuple[tuple[int, str, str], ...]
    """Number, document, section: the number is the document's in every index, and of two the newer has the smaller."""
    terms: Mapping[str, tuple[tuple[int | str, ...], ...]]
    """Page language -> the number of a document and the terms of each column."""
    languages: tuple[tuple[str, str], ...]
    """Page language, and a language that its texts are in."""


def index_name(locale: str) -> str:
    """The table that holds the index of a page language."""
    return "search_" + locale.replace("-", "_")


def index_languages(languages: Iterable[LanguageView]) -> list[str]:
    """The languages that have an index: those that visitors may search in."""
    return [language.tag for language in languages if language.public]


def build_index(content: ReleaseContent, known: Known | None = None) -> SearchIndex:
    """The search index of everything that the languages of a site have. `known`: what an earlier run has made."""
    known = known or Known()
    numbers = _numbers(content.documents)
    sections = {document.id: document.section for document in content.documents}
    tables: dict[tuple[str, str], list[TableView]] = {}
    for table in sorted(content.tables, key=lambda one: (one.locale, one.document, one.table.name)):
        tables.setdefault((table.locale, table.document), []).append(table.table)
    terms: dict[str, list[tuple[int | str, ...]]] = {tag: [] for tag in index_languages(content.site.languages)}
    spoken: set[tuple[str, str]] = set()
    pages = [page for page in content.pages if page.locale in terms and page.published and page.document in numbers]
    weights = [len(page.html) if isinstance(page, PageContent) else 0 for page in pages]
    found = spread(_analyse_page, (pages, tables, known), range(len(pages)), weights)
    for page, (columns, languages, learned) in zip(pages, found, strict=True):
        known.add(learned)
        terms[page.locale].append((numbers[page.document], *columns))
        spoken |= {(page.locale, language) for language in languages}
    return SearchIndex(
        order=tuple((number, document, sections[document]) for document, number in numbers.items()),
        terms={tag: tuple(sorted(rows)) for tag, rows in terms.items()},
        languages=tuple(sorted(spoken)),
    )


Pages = Sequence[PageContent | ProtectedPageContent]
Tables = Mapping[tuple[str, str], Sequence[TableView]]


class _Terms(msgspec.Struct, array_like=True):
    """The terms of each column of a page, and the languages that they are in."""

    columns: list[str]
    languages: list[str]


def _analyse_page(content: tuple[Pages, Tables, Known], number: int) -> tuple[list[str], list[str], Learned]:
    """The terms of each column of a page, the languages that they are in, and what is known of it from now on."""
    pages, tables, known = content
    page = pages[number]
    shown = tables.get((page.locale, page.document), ())
    if isinstance(page, ProtectedPageContent):
        found = _terms(page, shown)
        return found.columns, found.languages, {}
    texts = (page.html, page.shown, page.title, page.summary, page.tags, page.event and page.event.place)
    found = known.remembered(lambda: _terms(page, shown), _Terms, "terms", page.locale, texts, shown)
    return found.columns, found.languages, known.take()


def _terms(page: PageContent | ProtectedPageContent, tables: Sequence[TableView]) -> _Terms:
    columns = _columns(page, tables, language_of(page.locale))
    languages = {language for column in columns.values() for language in column.languages}
    return _Terms([columns[name].terms for name in COLUMNS], sorted(languages))


def _numbers(documents: Iterable[DocumentContent]) -> dict[str, int]:
    """The newest document is 1; undated ones come last, by id."""
    ordered = sorted(documents, key=lambda document: document.id)
    ordered.sort(key=lambda document: document.date or "", reverse=True)
    return {document.id: number for number, document in enumerate(ordered, 1)}


class _Column(NamedTuple):
    """What an index holds of one part of a page."""

    terms: str = ""
    languages: frozenset[str] = frozenset()
    """Those that the part's texts are in."""


def _columns(page: PageContent | ProtectedPageContent, tables: Iterable[TableView], own: str) -> dict[str, _Column]:
    """Each column of a page; `own` is the page's language."""
    found = dict.fromkeys(COLUMNS, _Column()) | {"title": _column([_passage(page.title)], own)}
    if isinstance(page, ProtectedPageContent):
        return found
    labels = [tag.label for tag in page.tags]
    if page.event is not None and page.event.place is not None:
        labels.append(page.event.place)
    found["labels"] = _column(map(_passage, labels), own)
    found["summary"] = _column([_passage(page.summary)] if page.summary else [], own)
    rows = [passage for table in tables for passage in table_passages(table, page.locale)]
    for name, ours, heading in zip(("headings", "body"), _body(page.html, page.shown, own), (True, False), strict=True):
        theirs = _column((row for row in rows if row.heading is heading), own)
        found[name] = _Column(" ".join(filter(None, (ours.terms, theirs.terms))), ours.languages | theirs.languages)
    return found


# A server of a site that is being written compiles it after every edit, and most pages are then as they were.
@lru_cache(maxsize=2048)
def _body(html: str, shown: str, own: str) -> tuple[_Column, _Column]:
    """Headings and all else of a body."""
    passages = read_passages(html, shown)
    return _column((one for one in passages if one.heading), own), _column((one for one in passages if not one.heading), own)


def _passage(text: LocalisedText) -> Passage:
    return Passage(text.text, text.locale)


def _column(passages: Iterable[Passage], own: str) -> _Column:
    """The terms, between blanks: those in a sequence, a gap behind each passage, then what finds a word as well."""
    sequence: list[str] = []
    others: dict[str, None] = {}
    languages: set[str] = set()
    for passage in passages:
        for start, end, tag in passage.runs():
            language = language_of(tag)
            languages.add(language)
            mark = "" if language == own else f"{language}{FOREIGN}"
            for tokens, sort, joined in analyse(passage.text[start:end], tag):
                before = mark if sort is Sort.WORD else ""
                for token in tokens:
                    term, *more = token.terms
                    sequence.append(before + term)
                    if more:
                        others.update((before + one, None) for one in more)
                if joined is not None:
                    others[before + joined] = None
        sequence.append(GAP)
    return _Column(" ".join((*sequence, *(part for term in others for part in (term, GAP)))), frozenset(languages))
