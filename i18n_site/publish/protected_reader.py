"""Read what passwords guard, for those who have one. Knows its tables; whether a visitor may see it is asked elsewhere."""

from __future__ import annotations

import sqlite3
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

import msgspec

from i18n_site.errors import ReleaseError
from i18n_site.publish.protected_schema import PROTECTED_VERSION, protected_path
from i18n_site.publish.read_only_database import connect, stamp_of
from i18n_site.publish.views import FileView, ProtectedView

_BODY = msgspec.json.Decoder(ProtectedView)
_FILE = msgspec.json.Decoder(FileView)
_ADVICE = "run i18n-site compile, and let the server read the file"


@dataclass(frozen=True, slots=True)
class ProtectedStore:
    """The protected part of one release. Opens the file for each question: few visitors ask one."""

    path: Path
    release: str

    def password_hash(self, document: str) -> str:
        """The hash of a document's password; what is none opens nothing. Raises ReleaseError where the store cannot answer."""
        return self._one("SELECT hash FROM keys WHERE release = ? AND document = ?", document) or ""

    def body(self, locale: str, document: str) -> ProtectedView | None:
        """What a protected document shows in a language. Raises ReleaseError."""
        found = self._one("SELECT body FROM bodies WHERE release = ? AND document = ? AND locale = ?", document, locale)
        return None if found is None else _BODY.decode(found)

    def file(self, path: str) -> FileView | None:
        """A file that protected documents alone refer to, by its path below content/. Raises ReleaseError."""
        found = self._one("SELECT file FROM files WHERE release = ? AND path = ?", path)
        return None if found is None else _FILE.decode(found)

    def made_file(self, path: str) -> bytes | None:
        """The bytes of such a file, where it lies in no folder. Raises ReleaseError."""
        found = self._one("SELECT made FROM files WHERE release = ? AND path = ?", path)
        return b64decode(found) if found else None

    def _one(self, statement: str, *values: str) -> str | None:
        try:
            connection, stamp = connect(self.path)
            try:
                connection.execute("BEGIN")
                version = connection.execute("PRAGMA user_version").fetchone()
                known = (
                    version == (PROTECTED_VERSION,)
                    and connection.execute("SELECT 1 FROM releases WHERE release = ?", (self.release,)).fetchone()
                )
                row = connection.execute(statement, (self.release, *values)).fetchone() if known else None
            finally:
                connection.close()
        except (sqlite3.Error, OSError) as error:
            raise ReleaseError(f"protected documents cannot be read ({error})", path=str(self.path), advice=_ADVICE) from error
        if not known or (stamp is not None and stamp != stamp_of(self.path)):
            raise ReleaseError("it holds no protected documents of this release", path=str(self.path), advice=_ADVICE)
        return None if row is None else str(row[0])


def open_protected(release: Path, release_id: str) -> ProtectedStore:
    """The protected part of the release at a path, by the release's id. Nothing is opened yet."""
    return ProtectedStore(protected_path(release), release_id)
