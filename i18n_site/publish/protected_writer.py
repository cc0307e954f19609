"""Write what passwords guard, beside the release and before it. Knows its tables and one transaction.

The file is for the server alone: others than its owner and group may not read it.
"""

from __future__ import annotations

import os
import sqlite3
from base64 import b64encode
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path

from i18n_site.publish.protected_schema import PROTECTED_TABLES, PROTECTED_VERSION
from i18n_site.publish.release_content import ReleaseContent

ProtectedRows = dict[str, list[tuple[str, ...]]]
"""Table -> its rows without the release, in an order that depends on the content alone."""

_MODE = 0o640


def protected_rows(content: ReleaseContent, encode: Callable[[object], str]) -> ProtectedRows:
    """What of the content goes here; `encode` makes JSON whose bytes depend on the value alone."""
    return {
        "keys": sorted(content.protected.hashes.items()),
        "bodies": sorted(
            ((body.document, body.locale, encode(body.body)) for body in content.protected.bodies), key=itemgetter(0, 1)
        ),
        "files": sorted(
            (file.path, encode(file), b64encode(content.made.get(file.path, b"")).decode())
            for file in content.files
            if file.protected_by
        ),
    }


def holds_protected(path: Path, release: str, rows: ProtectedRows) -> bool:
    """Whether the file has all of a release's rows. One that has nothing to hide needs no file, and none that hides something."""
    if not path.exists():
        return not any(rows.values())
    try:
        connection = sqlite3.connect(path, timeout=10.0, isolation_level=None)
        try:
            if connection.execute("PRAGMA user_version").fetchone() != (PROTECTED_VERSION,):
                return False
            found = connection.execute("SELECT 1 FROM releases WHERE release = ?", (release,)).fetchone()
            return found is not None and connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
        finally:
            connection.close()
    except sqlite3.Error:
        return False


def write_protected(path: Path, release: str, rows: ProtectedRows, *, beside: str | None) -> None:
    """Put a release's rows into the file, beside those of the release that is served now; all others go.

    Raises sqlite3.Error and OSError; what the file held for the present release is there then.
    """
    if not any(rows.values()) and not path.exists():
        return
    try:
        _write(path, release, rows, beside)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise
        for suffix in ("-wal", "-shm", ""):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        _write(path, release, rows, beside)


def _write(path: Path, release: str, rows: ProtectedRows, beside: str | None) -> None:
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, _MODE))
    connection = sqlite3.connect(path, timeout=10.0, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        _create_tables(connection)
        for table in PROTECTED_TABLES:
            # The names come from PROTECTED_TABLES.
            connection.execute(f"DELETE FROM {table} WHERE release = ? OR release IS NOT ?", (release, beside))  # noqa: S608
            if rows.get(table):
                marks = ", ".join("?" * (len(rows[table][0]) + 1))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", ((release, *row) for row in rows[table]))  # noqa: S608
        connection.execute("INSERT INTO releases VALUES (?)", (release,))
        connection.execute("COMMIT")
    finally:
        connection.close()


def _create_tables(connection: sqlite3.Connection) -> None:
    """The tables, empty where the file was of another version; inside the caller's transaction."""
    if connection.execute("PRAGMA user_version").fetchone() == (PROTECTED_VERSION,):
        return
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        quoted = name.replace('"', '""')
        connection.execute(f'DROP TABLE IF EXISTS "{quoted}"')
    for name, columns in PROTECTED_TABLES.items():
        connection.execute(f"CREATE TABLE {name} ({columns}) STRICT")
    connection.execute(f"PRAGMA user_version = {PROTECTED_VERSION}")
