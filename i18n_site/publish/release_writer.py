"""Write a release. Knows the tables, one transaction and the lock; nothing of how its content came to be.

Killed at any instant, the old release serves on: SQLite rolls back what was not committed.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from operator import itemgetter
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from i18n_site.collation import Key, sort_key
from i18n_site.errors import ReleaseError, WriteError
from i18n_site.known import Known
from i18n_site.model import LocalisedText, State
from i18n_site.publish import release_stamp
from i18n_site.publish.protected_schema import protected_path
from i18n_site.publish.protected_writer import ProtectedRows, holds_protected, protected_rows, write_protected
from i18n_site.publish.release_content import (
    DocumentContent,
    PageContent,
    ProtectedPageContent,
    ReleaseContent,
    TopicContent,
    VersionContent,
)
from i18n_site.publish.release_reader import open_release
from i18n_site.publish.release_schema import INDEXES, SCHEMA_VERSION, SEARCH_INDEX, TABLES, VIEWS
from i18n_site.publish.search import COLUMNS, build_index, index_languages, index_name
from i18n_site.publish.views import InterfaceMessages, SiteView

AnyPage = PageContent | ProtectedPageContent
Row = tuple[str | int | float | bytes | None, ...]
Rows = dict[str, list[Row]]
"""Table -> its rows, in an order that depends on the content alone."""

_LOCK_SECONDS = 60


def write_release(path: Path, content: ReleaseContent, known: Known | None = None) -> str:
    """Make `path` the release of this content and return its id. Writes nothing where it is that release already.

    What passwords guard goes to a file beside it (`protected_path`) and never into it.

    Readers see the old release until the one transaction commits. What stands at `path` and is no sound release of this schema
    is replaced. Raises ReleaseError for content that must not be published or contradicts itself, WriteError where the file
    cannot be written.
    """
    rows, guarded = _rows(content, known), protected_rows(content, _json)
    new_id, beside = _hash(content.site, rows, guarded), protected_path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(path.name + ".lock"), timeout=_LOCK_SECONDS):
            old_id = _sound_id(path)
            if not holds_protected(beside, new_id, guarded):
                write_protected(beside, new_id, guarded, beside=old_id)
            if old_id == new_id:
                release_stamp.renew(path)
            else:
                _replace(path, new_id, content.site, rows)
    except Timeout as error:
        raise WriteError("another process is writing the release", path=str(path), advice="wait for it to end") from error
    except sqlite3.IntegrityError as error:
        raise ReleaseError(f"the content contradicts itself ({error})", path=str(path)) from error
    except (sqlite3.Error, OSError) as error:
        raise WriteError(f"the release cannot be written ({error})", path=str(path)) from error
    return new_id


def release_id(content: ReleaseContent, known: Known | None = None) -> str:
    """SHA-256 of the content and the schema version, hexadecimal: what `write_release` returns. Raises ReleaseError too."""
    return _hash(content.site, _rows(content, known), protected_rows(content, _json))


def _hash(site: SiteView, rows: Rows, guarded: ProtectedRows) -> str:
    digest = hashlib.sha256(_json([SCHEMA_VERSION, site]).encode())
    for table in (*TABLES, *_search_tables(site)):
        digest.update(f"\n{table}\n".encode())
        for row in rows.get(table, ()):
            digest.update(msgspec.json.encode(row))
    # The salts of the passwords are among these: nobody can try what a body may say against the release's id.
    digest.update(msgspec.json.encode(guarded))
    return digest.hexdigest()


# -- the file ----------------------------------------------------------------------------------------------------------


def _sound_id(path: Path) -> str | None:
    """The id of the release that the file holds; None where it holds no sound one."""
    try:
        with open_release(path) as release:
            return release.id if release.is_sound() else None
    except ReleaseError:
        return None


def _replace(path: Path, new_id: str, site: SiteView, rows: Rows) -> None:
    try:
        _fill(path, new_id, site, rows)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise
        # Nobody can be served from it. The log goes first: it must never meet a new database.
        for suffix in (".id", "-wal", "-shm", ""):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        _fill(path, new_id, site, rows)


def _fill(path: Path, new_id: str, site: SiteView, rows: Rows) -> None:
    """Put the rows into the file in one transaction."""
    connection = sqlite3.connect(path, timeout=10.0, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        # What was a page once and is protected now must not be readable in the file's free pages.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        _create_tables(connection, site)
        connection.execute("INSERT INTO release VALUES (?, ?)", (new_id, _json(site)))
        for table in TABLES:
            if rows.get(table):
                marks = ", ".join("?" * len(rows[table][0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows[table])  # noqa: S608  # a name of TABLES
        for table in _search_tables(site):
            columns, marks = ", ".join(("rowid", *COLUMNS)), ", ".join("?" * (1 + len(COLUMNS)))
            connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows[table])  # noqa: S608  # as above
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608  # one tree: smaller, and quick
        if fault := connection.execute("PRAGMA foreign_key_check").fetchone():
            raise ReleaseError(f"the content contradicts itself: {fault[0]} name one of the {fault[2]} that is not there")
        with release_stamp.changing(path):
            connection.execute("COMMIT")
        # A log that is only begun anew keeps the old pages behind its end: what was a page once may be protected now.
        connection.execute("PRAGMA busy_timeout = 1000")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _search_tables(site: SiteView) -> list[str]:
    """The names of the search indexes: letters, digits and underscores."""
    return [index_name(tag) for tag in index_languages(site.languages)]


def _create_tables(connection: sqlite3.Connection, site: SiteView) -> None:
    """Empty tables of this version in place of whatever the file holds; inside the caller's transaction."""
    old = connection.execute("SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT GLOB 'sqlite_*'")
    for kind, name in old.fetchall():
        quoted = name.replace('"', '""')
        connection.execute(f'DROP {kind} IF EXISTS "{quoted}"')  # a full-text table takes its shadows with it
    for name, columns in TABLES.items():
        connection.execute(f"CREATE TABLE {name} ({columns}) STRICT")
    for name in _search_tables(site):
        connection.execute(f"CREATE VIRTUAL TABLE {name} USING {SEARCH_INDEX.format(columns=', '.join(COLUMNS))}")
    for name, columns in INDEXES.items():
        connection.execute(f"CREATE INDEX {name} ON {columns}")
    for name, query in VIEWS.items():
        connection.execute(f"CREATE VIEW {name} AS {query}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


# -- content -> rows ---------------------------------------------------------------------------------------------------


def _rows(content: ReleaseContent, known: Known | None) -> Rows:
    """The rows of every table but `release`. Raises ReleaseError where a protected document shows more than it may."""
    known = known or Known()
    documents = {document.id: document for document in content.documents}
    _refuse_contradictions(content, documents)
    positions = _positions(content, documents, known)
    search = build_index(content, known)
    guarded = {file.path for file in content.files if file.protected_by}
    rows: Rows = {
        "plural_forms": list(content.plural_forms.items()),
        "interface": [(locale, _messages(messages)) for locale, messages in content.messages.items()],
        "site_texts": [(locale, path, *_text(text)) for locale, texts in content.texts.items() for path, text in texts.items()],
        "section_paths": [(section.locale, section.section, section.path) for section in content.sections],
        "documents": [
            (
                *(one.id, one.section, one.source_path, one.date, one.updated, int(one.protected), _json(one.languages)),
                *(one.words, one.revision),
            )
            for one in content.documents
        ],
        "pages": [_page(page, positions.get((page.locale, page.document))) for page in content.pages],
        "bodies": [(page.locale, page.document, page.html) for page in content.pages if isinstance(page, PageContent)],
        "versions": [_version(version) for version in content.versions],
        "former_section_paths": [(former.locale, former.path, former.section) for former in content.former_sections],
        "former_slugs": [(former.locale, former.path, former.document) for former in content.former],
        **_topics(content, documents, known),
        "tables": [(one.locale, one.table.name, one.document, _json(one.table)) for one in content.tables],
        "figures": [
            (one.locale, one.figure.id, _json(replace(one.figure, link=None)), one.link, one.position) for one in content.figures
        ],
        "charts": [(one.locale, one.position, _json(one.chart)) for one in content.charts],
        "files": [
            (file.path, file.size, file.media_type, file.sha256, file.language, file.variant_of)
            for file in content.files
            if file.path not in guarded
        ],
        "made_files": [(path, data) for path, data in content.made.items() if path not in guarded],
        "search_order": list(search.order),
        "search_languages": list(search.languages),
        **{index_name(locale): list(terms) for locale, terms in search.terms.items()},
    }
    for table in rows.values():
        # The handed-in order depends on file systems and workers, and the rows must not. Keys lie in the first three columns.
        table.sort(key=itemgetter(slice(3)))
    return rows


def _refuse_contradictions(content: ReleaseContent, documents: Mapping[str, DocumentContent]) -> None:
    """Raise ReleaseError for what must not be published, and for what no reader could make sense of."""
    places: dict[tuple[str, str], str] = {}
    for page in content.pages:
        document = documents.get(page.document)
        if document is None:
            raise ReleaseError(f"there is a page of {page.document} in {page.locale}, and no such document")
        if document.protected and isinstance(page, PageContent):
            raise ReleaseError(
                f"{page.document} is protected, and its page in {page.locale} carries a body or an excerpt",
                path=document.source_path,
                advice="hand in a ProtectedPageContent",
            )
        if not document.protected and isinstance(page, ProtectedPageContent):
            raise ReleaseError(f"{page.document} has no body in {page.locale} and is not protected", path=document.source_path)
        other = places.setdefault((page.locale, page.path), page.document)
        if other != page.document:
            raise ReleaseError(f"{page.document} is at {page.path!r} in {page.locale}, as is {other}", path=document.source_path)
    for body in content.protected.bodies:
        if body.document not in documents or not documents[body.document].protected:
            raise ReleaseError(f"there is a protected body of {body.document}, which is no protected document")
    for version in content.versions:
        if version.document in documents and documents[version.document].protected:
            raise ReleaseError(f"{version.document} is protected, and its passages in {version.locale} would show its body")
    for table in content.tables:
        if table.document in documents and documents[table.document].protected:
            raise ReleaseError(
                f"the table {table.table.name} would show below {table.document}, which is protected",
                advice="give the table another page",
            )


def _page(page: PageContent | ProtectedPageContent, position: int | None) -> Row:
    head = (page.locale, page.document, page.path, position, *_text(page.title))
    measures = (page.coverage, page.stale, page.fallback)
    if isinstance(page, ProtectedPageContent):
        return (*head, None, None, None, page.shown, int(page.published), "[]", None, None, 0, *measures)
    summary: Row = _text(page.summary) if page.summary else (None, None, None)
    event, image = (None if value is None else _json(value) for value in (page.event, page.image))
    return (*head, *summary, page.shown, int(page.published), _json(page.tags), event, image, int(page.intro), *measures)


def _version(version: VersionContent) -> Row:
    stale = sum(passage.state is State.STALE for passage in version.passages)
    passages = _json(version.passages)
    return version.locale, version.document, int(version.published), version.coverage, stale, passages


def _positions(content: ReleaseContent, documents: Mapping[str, DocumentContent], known: Known) -> dict[tuple[str, str], int]:
    """(locale, document) -> place in its section's list: newest first, undated ones last by title; then by id.

    The home page and a section's own index are in no list, nor is what a language lacks where its section hides that.
    """
    lists: dict[tuple[str, str], list[AnyPage]] = {}
    for page in _listed(content, documents):
        lists.setdefault((page.locale, documents[page.document].section), []).append(page)
    return {
        (page.locale, page.document): position
        for listed in lists.values()
        for position, page in enumerate(_in_order(listed, documents, known))
    }


def _listed(content: ReleaseContent, documents: Mapping[str, DocumentContent]) -> Iterator[AnyPage]:
    """The pages that lists may name."""
    hiding = {section.name for section in content.site.sections if not section.fallbacks}
    for page in content.pages:
        if page.path and not page.document.endswith("/") and (page.published or documents[page.document].section not in hiding):
            yield page


def _in_order(pages: Iterable[AnyPage], documents: Mapping[str, DocumentContent], known: Known) -> list[AnyPage]:
    """Pages of one language as a list has them."""
    listed = sorted(pages, key=lambda page: page.document)
    dated = [page for page in listed if documents[page.document].date]
    dated.sort(key=lambda page: documents[page.document].date or "", reverse=True)
    undated = [page for page in listed if not documents[page.document].date]
    undated.sort(key=lambda page: _sort_key(page.title.text, page.locale, known))
    return dated + undated


def _sort_key(text: str, locale: str, known: Known) -> Key:
    """`sort_key`, remembered: of a long title it takes as long as finding a page in the memory of bodies."""
    return known.remembered(partial(sort_key, text, locale), Key, "sort key", text, locale)


def _topics(content: ReleaseContent, documents: Mapping[str, DocumentContent], known: Known) -> Rows:
    """The topics in the alphabet of each language, and their lists; a topic that lists nothing in a language is none there."""
    listed = {(page.locale, page.document): page for page in _listed(content, documents)}
    topics: list[Row] = []
    pages: list[Row] = []
    places: Counter[str] = Counter()

    def place(topic: TopicContent) -> tuple[str, Key, str]:
        return topic.locale, _sort_key(topic.label.text, topic.locale, known), topic.slug

    for topic in sorted(content.topics, key=place):
        found = [listed[topic.locale, name] for name in topic.documents if (topic.locale, name) in listed]
        if found:
            topics.append(
                (
                    topic.locale,
                    topic.slug,
                    places[topic.locale],
                    *_text(topic.label),
                    len(found),
                    sum(page.published for page in found),
                )
            )
            places[topic.locale] += 1
            ordered = enumerate(_in_order(found, documents, known))
            pages += [(topic.locale, topic.slug, position, page.document) for position, page in ordered]
    return {"topics": topics, "topic_pages": pages}


def _text(text: LocalisedText) -> tuple[str, str, str]:
    return text.text, text.locale, text.state.value


def _messages(messages: InterfaceMessages) -> str:
    ordered = sorted(messages.items(), key=lambda item: (item[0][0] is not None, item[0][0] or "", item[0][1]))
    return _json([(msgctxt, msgid, msgstr, locale) for (msgctxt, msgid), (msgstr, locale) in ordered])


def _json(value: object) -> str:
    """JSON whose bytes depend on the value alone: keys of mappings are sorted."""
    return msgspec.json.encode(value, enc_hook=_plain, order="deterministic").decode()


def _plain(value: object) -> object:
    """A read-only mapping as a dict; msgspec knows no other."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a release cannot hold a {type(value).__name__}")
