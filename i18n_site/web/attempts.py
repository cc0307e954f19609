"""Count attempts at passwords, over all workers of a machine, before anything is hashed. Knows one small SQLite file.

The file holds no address: only keyed digests of address and document, and when. Rows go when their time is over, and the bounds
themselves keep the file small: no more rows are written than attempts are let through.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import ipaddress
import os
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from i18n_site.errors import WriteError

WINDOW: Final = 15 * 60
"""Seconds that an attempt counts."""
BY_ADDRESS: Final = 10
"""Attempts that one address has in that time, whatever the documents."""
BY_DOCUMENT: Final = 100
"""Attempts that a document stands in that time, whoever makes them."""

_TABLE: Final = "CREATE TABLE IF NOT EXISTS attempts (id INTEGER PRIMARY KEY, address BLOB, document BLOB, at REAL) STRICT"
_ADVICE: Final = "let the server write into the folder; remove the file if it is broken"


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that was let through."""

    number: int
    """Of its row, to take it back by."""


@dataclass(frozen=True, slots=True)
class Refused:
    """An attempt that must wait."""

    seconds: int
    """Until the next one is let through, at least 1."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """The attempts of the last quarter of an hour."""

    path: Path
    secret: str
    """Keys the digests: the file tells nobody who has tried."""

    def begin(self, address: str, document: str, *, now: float | None = None) -> Attempt | Refused:
        """Count an attempt and let it through, or say how long to wait. Raises WriteError where it cannot be counted."""
        moment = time.time() if now is None else now
        who, what = self._digest("address", network_of(address)), self._digest("document", document)
        with self._transaction() as connection:
            # A clock that was set back must lock nobody out for longer than the window.
            connection.execute("DELETE FROM attempts WHERE at <= ? OR at > ?", (moment - WINDOW, moment + WINDOW))
            waits = [
                _wait(connection, "address", who, BY_ADDRESS, moment),
                _wait(connection, "document", what, BY_DOCUMENT, moment),
            ]
            if any(waits):
                return Refused(max(waits))
            row = connection.execute("INSERT INTO attempts (address, document, at) VALUES (?, ?, ?)", (who, what, moment))
            return Attempt(row.lastrowid or 0)

    def take_back(self, attempt: Attempt) -> None:
        """Forget an attempt that was right: who knows the password guesses nothing. Raises WriteError."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM attempts WHERE id = ?", (attempt.number,))

    def _digest(self, kind: str, text: str) -> bytes:
        return hmac.digest(self.secret.encode(), f"{kind}\0{text}".encode("utf-8", "surrogatepass"), hashlib.sha256)[:16]

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """One transaction at a time, of all processes: to look and to count is one step."""
        try:
            if not self.path.exists():
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with contextlib.suppress(FileExistsError):
                    os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            connection = sqlite3.connect(self.path, timeout=10.0, isolation_level=None)
            try:
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(_TABLE)
                yield connection
                connection.execute("COMMIT")
            finally:
                connection.close()  # rolls back what was not committed
        except (sqlite3.Error, OSError) as error:
            raise WriteError(f"attempts cannot be counted ({error})", path=str(self.path), advice=_ADVICE) from error


def _wait(connection: sqlite3.Connection, column: str, digest: bytes, limit: int, moment: float) -> int:
    """Seconds until there are fewer attempts than `limit`; 0 where there are."""
    rows = connection.execute(f"SELECT at FROM attempts WHERE {column} = ? ORDER BY at DESC LIMIT ?", (digest, limit))  # noqa: S608  # one of two names
    made = [row[0] for row in rows]
    return 0 if len(made) < limit else max(1, int(made[-1] + WINDOW - moment) + 1)


def network_of(address: str) -> str:
    """What one person can send from: an IPv4 address, or the /64 of an IPv6 address; other texts as they are."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
