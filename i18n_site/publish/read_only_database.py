"""A SQLite database that somebody else writes, opened for reading. Knows nothing of its tables."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

Stamp = tuple[int, int, int, bool]
"""Inode, size and modification time of a database, and whether a log lies beside it."""


def stamp_of(path: Path) -> Stamp:
    """What a database file is at this moment. Raises OSError."""
    found = path.stat()
    try:
        # Asked once: the last connection to close takes the log away, between any two questions.
        logged = path.with_name(path.name + "-wal").stat().st_size > 0
    except FileNotFoundError:
        logged = False
    return found.st_ino, found.st_size, found.st_mtime_ns, logged


def connect(path: Path) -> tuple[sqlite3.Connection, Stamp | None]:
    """A read-only connection that has proved able to read; with a stamp where SQLite itself keeps no watch over writers.

    Raises OSError or sqlite3.Error.
    """
    stamp = stamp_of(path)
    uri = f"file:{quote(str(path.absolute()))}?mode=ro"
    try:
        return _prove(sqlite3.connect(uri, uri=True, timeout=5.0, isolation_level=None, check_same_thread=False)), None
    except sqlite3.OperationalError as error:
        # In a read-only folder, or on a full disk, SQLite cannot make the shared-memory file that WAL mode asks for. Without a
        # log the file is whole, and may be read as one that nobody writes. With a log that would be a mix of two releases.
        code = error.sqlite_errorcode
        without_memory = code & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or code == sqlite3.SQLITE_IOERR_SHMSIZE
        if not without_memory or stamp[-1]:
            raise
    return _prove(sqlite3.connect(f"{uri}&immutable=1", uri=True, isolation_level=None, check_same_thread=False)), stamp


def _prove(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The connection, once it has read something; closed where it cannot."""
    try:
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection
