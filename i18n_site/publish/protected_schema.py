"""The tables of what a password guards: `build/protected.sqlite3`, beside the release and never a part of it. Knows SQL only.

Every row names the release that it belongs to. The bodies of a new release are written before it and those of the one before
stay beside them, so that a reader of either finds its own.
"""

from __future__ import annotations

from pathlib import Path

PROTECTED_VERSION = 1
"""PRAGMA user_version. Raise it with every change of a table or of what a column means."""

PROTECTED_TABLES: dict[str, str] = {
    "releases": "release TEXT PRIMARY KEY",
    "keys": """
        release TEXT NOT NULL, document TEXT NOT NULL, hash TEXT NOT NULL /* of the password; opens nothing where it is none */,
        PRIMARY KEY (release, document)
    """,
    "bodies": """
        release TEXT NOT NULL, document TEXT NOT NULL, locale TEXT NOT NULL, body TEXT NOT NULL /* JSON: ProtectedView */,
        PRIMARY KEY (release, document, locale)
    """,
    "files": """
        release TEXT NOT NULL, path TEXT NOT NULL, file TEXT NOT NULL /* JSON: FileView */,
        made TEXT NOT NULL /* its bytes in Base64, where it lies in no folder; else empty */,
        PRIMARY KEY (release, path)
    """,
}
"""Name -> columns; the first is always the release."""


def protected_path(release: Path) -> Path:
    """Where the bodies of a release lie: `protected.sqlite3` beside `site.sqlite3`."""
    return release.with_name("protected.sqlite3" if release.stem == "site" else f"{release.stem}-protected.sqlite3")
