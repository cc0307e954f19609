"""The stamp of a release: a file beside the database that says which release it holds, for those who ask at every request.

To ask SQLite takes microseconds of system calls; to read 64 bytes from an open file takes a third of one. The writer keeps the
promise: before it commits, the stamp says that nobody knows, and after, the new id; so whoever reads an id from it reads the
release of that moment. Where there is no stamp, or another hand has put a database in place, the database is asked.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from i18n_site.errors import ReleaseError
from i18n_site.publish.release_reader import open_release

LENGTH = 64
"""Bytes: a SHA-256 in hexadecimal."""

_UNKNOWN = b"?" * LENGTH
_LOOK_SECONDS = 0.2
"""How often the files themselves are looked at: what is put in place by another hand is seen after this time."""


def stamp_path(release: Path) -> Path:
    """Where the stamp of a release lies."""
    return release.with_name(release.name + ".id")


@contextlib.contextmanager
def changing(release: Path) -> Iterator[None]:
    """Around a commit: whoever reads the stamp meanwhile is told to ask the database, and afterwards what that holds.

    Killed in between, the stamp keeps on sending everybody to the database: slower, and right.
    """
    _write(release, _UNKNOWN)
    try:
        yield
    finally:
        renew(release)


def renew(release: Path) -> None:
    """Make the stamp say what the database holds; writes nothing where it does so already. The writer's lock must be held."""
    held = _held(release) or _UNKNOWN
    with contextlib.suppress(OSError):
        if stamp_path(release).read_bytes() == held:
            return
    _write(release, held)


def _write(release: Path, text: bytes) -> None:
    """Overwrite the stamp in its place, never shorter than it was: readers keep it open."""
    descriptor = os.open(stamp_path(release), os.O_WRONLY | os.O_CREAT, 0o644)
    try:
        os.write(descriptor, text)
    finally:
        os.close(descriptor)


def _held(release: Path) -> bytes | None:
    """The id of the release in the database; None where there is none to read."""
    try:
        with open_release(release) as found:
            return found.id.encode("ascii")
    except ReleaseError:
        return None


Files = tuple[tuple[int, ...] | None, ...]
"""What the stamp, the database and its log are to the file system; None for a file that is not there."""


class ReleaseWatch:
    """Which release a database holds, asked again and again. Serves many threads."""

    def __init__(self, release: Path) -> None:
        """Opens nothing yet: a process that forks first shares nothing."""
        self._path = release
        self._lock = threading.Lock()
        self._open: int | None = None
        self._place: tuple[int, ...] | None = None
        """Device and inode of the stamp that is open."""
        self._trusted: int | None = None
        """The open stamp, while it says what the database says."""
        self._retired: int | None = None
        """A stamp that has been replaced; another thread may be reading it, so it is closed at the next look."""
        self._files: Files = ()
        self._due = 0.0
        """The time, of the monotonic clock, of the next look at the files."""

    def current(self) -> bytes | None:
        """The id of the release of this moment; None where there is none to read."""
        if time.monotonic() >= self._due:
            with self._lock:
                self._look()
        descriptor = self._trusted
        if descriptor is not None:
            found = os.pread(descriptor, LENGTH, 0)
            if len(found) == LENGTH and found != _UNKNOWN:
                return found
        return _held(self._path)

    def _look(self) -> None:
        """Trust the stamp only while it says what the database says, which is asked whenever one of the files has changed."""
        self._due = time.monotonic() + _LOOK_SECONDS
        if self._retired is not None:
            os.close(self._retired)
            self._retired = None
        stamp, log = stamp_path(self._path), self._path.with_name(f"{self._path.name}-wal")
        files = (_look_at(stamp), _look_at(self._path), _look_at(log))
        if files == self._files:
            return
        # The same file, written anew, stays open: its time has changed, not its place.
        place = files[0][:2] if files[0] else None
        if place != self._place:
            self._retired, self._open, self._trusted, self._place = self._open, _open(stamp), None, place
        agreed = self._open is not None and os.pread(self._open, LENGTH, 0) == _held(self._path)
        self._trusted = self._open if agreed else None
        self._files = files if agreed else ()

    def __del__(self) -> None:
        for descriptor in (self._open, self._retired):
            if descriptor is not None:
                os.close(descriptor)


def _open(stamp: Path) -> int | None:
    """The stamp, open for reading; None where there is none, or the system cannot read at a place (Windows)."""
    try:
        return os.open(stamp, os.O_RDONLY) if hasattr(os, "pread") else None
    except OSError:
        return None


def _look_at(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
