"""The theme's files under names that change with their bytes, so that a browser need never ask again. Knows folders, not Flask.

`site.css` is served as `site.0f3a….css` too. An address stays good for as long as any cached page may name it: this process keeps
what it has ever handed out, and where it never knew a hash, since a page from before an upgrade names it, the file of today
answers in its place, to be asked for again.
"""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from werkzeug.security import safe_join

PREFIX: Final = "/static/"
"""Where the theme's files live."""

_HASH_LENGTH = 16
_HASHED = re.compile(rf"^(?P<stem>.+)\.(?P<hash>[0-9a-f]{{{_HASH_LENGTH}}})(?P<suffix>\.[^./]+)$")
_URL = re.compile(rb"""url\(\s*(["']?)([^"'()\s:#?]+)\1\s*\)""")
_LARGEST = 2_000_000
"""Bytes: a larger file keeps its plain name, since every version that was handed out is held in memory."""
_MOST_VERSIONS = 200


@dataclass(frozen=True, slots=True)
class Asset:
    """A version of a file."""

    body: bytes
    media_type: str
    hash: str
    current: bool = True
    """Whether it is what was asked for, to the byte, and for ever."""


class Assets:
    """The files of several folders, the first of a name before the others. Serves many threads."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Reads nothing yet."""
        self._folders = tuple(folders)
        self._lock = threading.Lock()
        self._read: dict[str, _Read] = {}
        """Name -> its file as it was last read."""
        self._versions: OrderedDict[tuple[str, str], Asset] = OrderedDict()
        """(name, hash) -> what was ever handed out under it."""

    def address(self, name: str) -> str:
        """Where to ask for a file of the theme; its plain address where it is missing or large."""
        asset = self._present(name)
        if asset is None:
            return PREFIX + quote(name)
        stem, dot, suffix = name.rpartition(".")
        return PREFIX + quote(f"{stem}.{asset.hash}{dot}{suffix}")

    def find(self, path: str) -> Asset | None:
        """What lives at an address with a hash; None for any other path."""
        found = _HASHED.match(path)
        if found is None or self.locate(path) is not None:  # a file whose own name is like that
            return None
        name = found["stem"] + found["suffix"]
        present = self._present(name)
        with self._lock:
            asset = self._versions.get((name, found["hash"]))
        if asset is not None or present is None:
            return asset
        return Asset(present.body, present.media_type, present.hash, current=False)

    def locate(self, path: str) -> Path | None:
        """The file at a path below the folders; None where there is none or the path leads out, by dots or by a symbolic link."""
        return next((found for folder in self._folders if (found := file_within(folder, path)) is not None), None)

    def _present(self, name: str) -> Asset | None:
        """The file as it is now."""
        known = self._read.get(name)
        if known is not None and self._is_fresh(known):
            return known.asset
        file = self.locate(name)
        if file is None or "." not in file.name.strip("."):
            return None
        try:
            read = self._read_file(name, file)
        except OSError:  # an editor is replacing it
            return None
        if len(read.asset.body) > _LARGEST:
            return None
        with self._lock:
            self._read[name] = read
            self._versions[name, read.asset.hash] = read.asset
            if len(self._versions) > _MOST_VERSIONS:
                self._versions.popitem(last=False)
        return read.asset

    def _is_fresh(self, known: _Read) -> bool:
        """Whether a file, what would come before it and what it names are as they were. No name is resolved: every page asks."""
        return (
            _stamp(known.file) == known.stamp
            and not any(map(os.path.lexists, known.before))
            and all(self.address(name) == address for name, address in known.named.items())
        )

    def _addresses(self, names: Iterable[str]) -> dict[str, str]:
        return {name: self.address(name) for name in names}

    def _read_file(self, name: str, file: Path) -> _Read:
        """The file's bytes; in a style sheet, the drawings and fonts beside it are named with their hashes. Raises OSError."""
        stamp, body = _stamp(str(file)), file.read_bytes()
        named = {}
        if file.suffix == ".css":
            folder = name.rpartition("/")[0]
            beside = {found[2]: found[2].decode("utf-8", "replace") for found in _URL.finditer(body)}
            # One style sheet that names another keeps its plain name: two may name each other.
            drawn = {written: path for written, path in beside.items() if not path.endswith(".css")}
            paths = {written: f"{folder}/{path}".removeprefix("/") for written, path in drawn.items()}
            named = self._addresses(paths.values())

            def with_hash(found: re.Match[bytes]) -> bytes:
                path = paths.get(found[2])
                return found[0] if path is None else b'url("%s")' % named[path].encode()

            body = _URL.sub(with_hash, body)
        media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        before = []
        for place in self._folders:
            if file.is_relative_to(place.resolve()):
                break
            before.append(str(place / name))
        return _Read(
            str(file), stamp, tuple(before), named, Asset(body, media_type, hashlib.sha256(body).hexdigest()[:_HASH_LENGTH])
        )


Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that has been read."""

    file: str
    """Its path."""
    stamp: Stamp | None
    """Inode, size and time of change of the file."""
    before: tuple[str, ...]
    """The paths at which another file of that name would be served in its place; none is there."""
    named: Mapping[str, str]
    """The files that it names, and the addresses that stand in it."""
    asset: Asset


def _stamp(path: str) -> Stamp | None:
    try:
        found = os.stat(path)  # noqa: PTH116  four times as fast as pathlib's, and asked for every page
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def file_within(folder: Path, path: str) -> Path | None:
    """The file at a path below a folder; None where there is none or the path leads out, by dots or by a symbolic link."""
    joined = safe_join(str(folder), path)
    if joined is None or "\0" in joined:
        return None
    try:
        found = Path(joined).resolve()
        return found if found.is_file() and found.is_relative_to(folder.resolve()) else None
    except OSError:  # a name that is too long for any file
        return None
