"""Read a release. Knows the tables, one read transaction and the views; nothing of content files, catalogues or requests.

A `Release` sees the database as it was at its first read, whatever is written meanwhile. It belongs to one thread.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType, TracebackType

from i18n_site.errors import ReleaseError
from i18n_site.model import LocalisedText, State
from i18n_site.publish.read_only_database import Stamp, connect, stamp_of
from i18n_site.publish.release_rows import (
    CHART,
    FIGURE,
    PASSAGES,
    TABLE,
    Row,
    file_of,
    page_of,
    read_messages,
    read_site,
    stand_of,
    teaser_of,
    topic_of,
)
from i18n_site.publish.release_schema import SCHEMA_VERSION
from i18n_site.publish.views import (
    ChartView,
    FeedEntry,
    FigureView,
    FileView,
    InterfaceMessages,
    Page,
    Published,
    SiteView,
    StandView,
    TableView,
    Teaser,
    TopicView,
    VersionView,
)

_ADVICE = "run i18n-site compile"
_LAST = 2**62
"""A place that no document of a list has."""

_IN_FEED = (
    "{0}locale = ? AND {0}section = ? AND {0}published AND NOT {0}protected AND {0}position IS NOT NULL"
    " AND coalesce({0}date, {0}updated) IS NOT NULL"
)
"""Conditions on a row of `teasers`; the braces take its alias."""


def open_release(path: Path) -> Release:
    """The release at `path`, its read transaction begun. Use it as a context manager, one a request.

    Raises ReleaseError, with advice, where the file is missing, empty, no release, or of another schema version.
    """
    try:
        connection, watched = connect(path)
    except FileNotFoundError as error:
        raise ReleaseError("there is no release", path=str(path), advice=_ADVICE) from error
    except (sqlite3.Error, OSError) as error:
        raise ReleaseError(f"the release cannot be opened ({error})", path=str(path), advice=_ADVICE) from error
    try:
        connection.execute("BEGIN")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version != SCHEMA_VERSION:
            said = f"the database has schema version {version}; this i18n-site reads {SCHEMA_VERSION}"
            raise ReleaseError(said if version else "the database holds no release", path=str(path), advice=_ADVICE)
        row = connection.execute("SELECT id, site FROM release").fetchone()
        if row is None:
            raise ReleaseError("the database holds no release", path=str(path), advice=_ADVICE)
        return Release(connection, row[0], read_site(row[1]), path, watched)
    except sqlite3.Error as error:
        connection.close()
        raise ReleaseError(f"the release cannot be read ({error})", path=str(path), advice=_ADVICE) from error
    except BaseException:
        connection.close()
        raise


class Release:
    """One state of the site. Every method reads the same transaction; texts come with the language that they are in."""

    __slots__ = ("_connection", "_path", "_stamp", "id", "site")

    def __init__(
        self, connection: sqlite3.Connection, release_id: str, site: SiteView, path: Path, watched: Stamp | None = None
    ) -> None:
        self._connection = connection
        self._path = path
        self._stamp = watched
        """What the file must still be after every read; None where SQLite sees to that."""
        self.id = release_id
        """SHA-256 of the content, hexadecimal: the same content, the same id."""
        self.site = site

    def __enter__(self) -> Release:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the transaction and the connection. Nothing can be read afterwards."""
        self._connection.close()

    def is_sound(self) -> bool:
        """Whether SQLite finds no fault in the whole file. Reads all of it."""
        try:
            return bool(self._connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        except sqlite3.Error:
            return False

    # -- texts ---------------------------------------------------------------------------------------------------------

    def text(self, locale: str, path: str) -> LocalisedText | None:
        """A text of site.yaml by its dotted path (`title`, `sections.news.title`); None where site.yaml has none there."""
        row = self._one("SELECT text, text_locale, state FROM site_texts WHERE locale = ? AND path = ?", locale, path)
        return LocalisedText(row[0], row[1], State(row[2])) if row else None

    def messages(self, locale: str) -> InterfaceMessages:
        """The interface messages of a language along its fallback chain; empty for an unknown language."""
        row = self._one("SELECT messages FROM interface WHERE locale = ?", locale)
        return read_messages(row[0]) if row else MappingProxyType({})

    def plural_forms(self, locale: str) -> str:
        """The Plural-Forms value of a language that messages may be in. Raises KeyError for a language that the release lacks."""
        row = self._one("SELECT forms FROM plural_forms WHERE locale = ?", locale)
        if row is None:
            raise KeyError(locale)
        return str(row[0])

    # -- pages ---------------------------------------------------------------------------------------------------------

    def page_at(self, locale: str, path: str) -> Page | None:
        """The page that lives at a path of a language: the source's path where the language has no slug for a document."""
        return page_of(self._one("SELECT * FROM articles WHERE locale = ? AND path = ?", locale, path))

    def page(self, locale: str, document: str) -> Page | None:
        """A document in a language."""
        return page_of(self._one("SELECT * FROM articles WHERE locale = ? AND document = ?", locale, document))

    def teaser(self, locale: str, document: str) -> Teaser | None:
        """A document as lists of a language name it, without its body."""
        row = self._one("SELECT * FROM teasers WHERE locale = ? AND document = ?", locale, document)
        return teaser_of(row) if row else None

    def alternates(self, document: str) -> tuple[Teaser, ...]:
        """The document in every language that has it, in the site's order: what hreflang and the switcher list."""
        rows = self.select("SELECT * FROM teasers WHERE document = ? AND published", document)
        order = {language.tag: position for position, language in enumerate(self.site.languages)}
        return tuple(teaser_of(row) for row in sorted(rows, key=lambda row: order.get(row[3], len(order))))

    def documents(self) -> tuple[str, ...]:
        """The ids of all documents, sorted."""
        return tuple(row[0] for row in self.select("SELECT id FROM documents ORDER BY id"))

    def has_protected(self) -> bool:
        """Whether a password guards any document."""
        return self._one("SELECT 1 FROM documents WHERE protected LIMIT 1") is not None

    def document_at_source(self, path: str) -> str | None:
        """The document at a path in source slugs, as in URLs without a language."""
        row = self._one("SELECT document FROM pages WHERE locale = ? AND path = ?", self.site.source_language, path)
        return str(row[0]) if row else None

    def former(self, locale: str, path: str) -> str | None:
        """The document that lived at a path of a language once."""
        row = self._one("SELECT document FROM former_slugs WHERE locale = ? AND path = ?", locale, path)
        return str(row[0]) if row else None

    def version(self, locale: str, document: str) -> VersionView | None:
        """How a language stands to a document, passage by passage; None for the source language and a protected document."""
        query = """
            SELECT v.document, v.locale, v.published, v.coverage, d.words, d.source_path, d.revision, v.passages
            FROM versions AS v JOIN documents AS d ON d.id = v.document WHERE v.locale = ? AND v.document = ?
        """
        row = self._one(query, locale, document)
        if row is None:
            return None
        published, coverage, words, source_path, revision, passages = row[2:]
        decoded = PASSAGES.decode(passages)
        return VersionView(document, locale, bool(published), coverage, words, source_path, revision, decoded)

    def stands(self, documents: Collection[str]) -> tuple[StandView, ...]:
        """How some documents stand in every language, in the order of their ids."""
        marks = ", ".join("?" * len(documents))
        query = f"""
            SELECT p.document, p.locale, p.path, p.published, v.coverage, v.stale
            FROM pages AS p LEFT JOIN versions AS v ON v.locale = p.locale AND v.document = p.document
            WHERE p.document IN ({marks}) ORDER BY p.document, p.locale
        """  # noqa: S608  # question marks only
        return tuple(stand_of(row) for row in self.select(query, *documents))

    def register(self, locale: str, *, start: int, count: int) -> tuple[Teaser, ...]:
        """Some of all documents as a language names them: section by section, in each those of no list first."""
        query = "SELECT * FROM teasers WHERE locale = ? ORDER BY section, position, document LIMIT ? OFFSET ?"
        return tuple(teaser_of(row) for row in self.select(query, locale, count, start))

    def coverages(self) -> dict[str, float]:
        """Language -> the share of all documents' words that it has translated, stale ones included: 0-1. None is protected."""
        query = """
            SELECT v.locale, sum(v.coverage * d.words) / sum(d.words)
            FROM versions AS v JOIN documents AS d ON d.id = v.document WHERE d.words > 0 GROUP BY v.locale
        """
        return dict(self.select(query))

    # -- sections ------------------------------------------------------------------------------------------------------

    def listing(self, locale: str, section: str, *, start: int = 0, count: int = -1) -> tuple[Teaser, ...]:
        """The documents of a section but its index: newest first, undated ones last by their title in this language.

        At most `count` of them, all where that is negative, from the place `start` on.
        """
        # Places have no gaps, so that a page of a long list is found by them.
        end = start + count if count >= 0 else _LAST
        query = "SELECT * FROM teasers WHERE locale = ? AND section = ? AND position >= ? AND position < ? ORDER BY position"
        return tuple(teaser_of(row) for row in self.select(query, locale, section, start, end))

    def listing_size(self, locale: str, section: str) -> int:
        """How many documents a section's list has in a language."""
        row = self._one("SELECT coalesce(max(position) + 1, 0) FROM teasers WHERE locale = ? AND section = ?", locale, section)
        return int(row[0]) if row else 0

    def neighbours(self, locale: str, document: str) -> tuple[Teaser | None, Teaser | None]:
        """The documents before and after one in time, below and above it in its section's list; only what the language has."""
        row = self._one("SELECT position, section FROM teasers WHERE locale = ? AND document = ?", locale, document)
        if row is None or row[0] is None:
            return None, None
        # Both ends of the range are named, so that SQLite walks the index of places and stops at the first.
        query = "SELECT * FROM teasers WHERE locale = ? AND section = ? AND published AND position > ? AND position < ?"
        before = self._one(f"{query} ORDER BY position LIMIT 1", locale, row[1], row[0], _LAST)
        after = self._one(f"{query} ORDER BY position DESC LIMIT 1", locale, row[1], -1, row[0])
        return teaser_of(before) if before else None, teaser_of(after) if after else None

    def section_at(self, locale: str, path: str) -> str | None:
        """The section whose list lives at a path of a language."""
        row = self._one("SELECT section FROM section_paths WHERE locale = ? AND path = ?", locale, path)
        return str(row[0]) if row else None

    def former_section(self, locale: str, path: str) -> str | None:
        """The section whose list lived at a path of a language once."""
        row = self._one("SELECT section FROM former_section_paths WHERE locale = ? AND path = ?", locale, path)
        return str(row[0]) if row else None

    def section_path(self, locale: str, section: str) -> str:
        """The path of a section's list. Raises KeyError for a section or language that the release lacks."""
        row = self._one("SELECT path FROM section_paths WHERE locale = ? AND section = ?", locale, section)
        if row is None:
            raise KeyError((locale, section))
        return str(row[0])

    def has_published(self, locale: str, section: str) -> bool:
        """Whether a language has at least one document of a section's list."""
        query = "SELECT 1 FROM teasers WHERE locale = ? AND section = ? AND published AND position IS NOT NULL LIMIT 1"
        return self._one(query, locale, section) is not None

    def feed(self, locale: str, section: str, count: int) -> tuple[FeedEntry, ...]:
        """The newest documents of a section's list that the language has, that are not protected and have a date."""
        query = f"""
            SELECT a.*, d.source_path FROM articles AS a JOIN documents AS d ON d.id = a.document
            WHERE {_IN_FEED.format("a.")} ORDER BY a.position LIMIT ?
        """  # noqa: S608  a constant
        rows = self.select(query, locale, section, count)
        return tuple(FeedEntry(page, row[-1]) for row in rows if (page := page_of(row[:-1])) is not None)

    def has_feed(self, locale: str, section: str) -> bool:
        """Whether `feed` would find anything."""
        query = f"SELECT 1 FROM teasers WHERE {_IN_FEED.format('')} LIMIT 1"  # noqa: S608  a constant
        return self._one(query, locale, section) is not None

    def published_paths(self) -> Mapping[str, Published]:
        """Every document that is not protected, by its id, with its path in each language that has it."""
        query = "SELECT document, locale, path, date, updated FROM teasers WHERE published AND NOT protected ORDER BY document"
        days: dict[str, tuple[str | None, str | None]] = {}
        paths: dict[str, dict[str, str]] = {}
        for document, locale, path, *dates in self.select(query):
            days[document] = (dates[0], dates[1])
            paths.setdefault(document, {})[locale] = path
        return {document: Published(found, *days[document]) for document, found in paths.items()}

    # -- topics --------------------------------------------------------------------------------------------------------

    def topics(self, locale: str) -> tuple[TopicView, ...]:
        """The topics that have a document in the lists of a language, in its alphabet."""
        query = "SELECT slug, label, label_locale, label_state, size FROM topics WHERE locale = ? ORDER BY position"
        return tuple(topic_of(row) for row in self.select(query, locale))

    def topic(self, locale: str, slug: str) -> TopicView | None:
        """A topic in a language."""
        query = "SELECT slug, label, label_locale, label_state, size FROM topics WHERE locale = ? AND slug = ?"
        row = self._one(query, locale, slug)
        return topic_of(row) if row else None

    def tagged(self, locale: str, slug: str, *, start: int = 0, count: int = -1) -> tuple[Teaser, ...]:
        """The documents of a topic, ordered and counted as `listing` does."""
        query = """SELECT t.* FROM topic_pages AS p JOIN teasers AS t ON t.locale = p.locale AND t.document = p.document
                   WHERE p.locale = ? AND p.topic = ? AND p.position >= ? AND p.position < ? ORDER BY p.position"""
        rows = self.select(query, locale, slug, start, start + count if count >= 0 else _LAST)
        return tuple(teaser_of(row) for row in rows)

    def topic_languages(self, slug: str | None = None) -> frozenset[str]:
        """The languages that have at least one document of a topic; of any where none is named."""
        query = "SELECT DISTINCT locale FROM topics WHERE published"
        rows = self.select(query) if slug is None else self.select(f"{query} AND slug = ?", slug)
        return frozenset(row[0] for row in rows)

    # -- data and files ------------------------------------------------------------------------------------------------

    def tables(self, locale: str, document: str) -> tuple[TableView, ...]:
        """The data files that are shown below a document, by name."""
        rows = self.select("SELECT content FROM tables WHERE locale = ? AND document = ? ORDER BY name", locale, document)
        return tuple(TABLE.decode(row[0]) for row in rows)

    def figures(self, locale: str, names: Iterable[str]) -> tuple[FigureView, ...]:
        """The figures of these names, in their order; a name that the release lacks is left out."""
        found = []
        for name in names:
            row = self._one("SELECT content, link FROM figures WHERE locale = ? AND id = ?", locale, name)
            if row:
                figure = FIGURE.decode(row[0])
                link = self.teaser(locale, row[1]) if row[1] else None
                found.append(replace(figure, link=link))
        return tuple(found)

    def all_figures(self, locale: str) -> tuple[FigureView, ...]:
        """Every figure, in the order of their file."""
        return self.figures(
            locale, [row[0] for row in self.select("SELECT id FROM figures WHERE locale = ? ORDER BY position", locale)]
        )

    def charts(self, locale: str) -> tuple[ChartView, ...]:
        """The charts of figures, in their order."""
        rows = self.select("SELECT content FROM charts WHERE locale = ? ORDER BY position", locale)
        return tuple(CHART.decode(row[0]) for row in rows)

    def file(self, path: str) -> FileView | None:
        """A file by its path below content/: `files/report.pdf`; None for one that a password guards."""
        row = self._one("SELECT * FROM files WHERE path = ?", path)
        return file_of(row) if row else None

    def made_file(self, path: str) -> bytes | None:
        """The bytes of a file that the release itself holds; None for one that lies in content/."""
        row = self._one("SELECT data FROM made_files WHERE path = ?", path)
        return bytes(row[0]) if row else None

    def files_of(self, path: str) -> tuple[FileView, ...]:
        """A file and its language variants; the file itself first, then by path."""
        rows = self.select(
            "SELECT * FROM files WHERE path = ? OR variant_of = ? ORDER BY variant_of IS NOT NULL, path", path, path
        )
        return tuple(file_of(row) for row in rows)

    # -- rows ----------------------------------------------------------------------------------------------------------

    def select(self, statement: str, *values: str | int) -> list[Row]:
        """All rows of a query: for modules beside this one too, which read tables of their own.

        Raises ReleaseError where the file cannot be read, or somebody writes to it unwatched.
        """
        try:
            rows = self._connection.execute(statement, values).fetchall()
            self._refuse_if_replaced()
        except (sqlite3.Error, OSError) as error:
            self._refuse_if_replaced()
            raise ReleaseError(f"the release cannot be read ({error})", path=str(self._path), advice=_ADVICE) from error
        return rows

    def _refuse_if_replaced(self) -> None:
        if self._stamp is not None and self._stamp != stamp_of(self._path):
            raise ReleaseError("the release was replaced while it was read", path=str(self._path), advice="ask again")

    def _one(self, statement: str, *values: str | int) -> Row | None:
        rows = self.select(statement, *values)
        return rows[0] if rows else None
