"""Write files so that a crash leaves the old one or the new one, never half. Knows nothing of what is in them.

What must not overwrite what somebody else has saved in the meantime goes through `exchange_files.py`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple

from i18n_site.errors import WriteError
from i18n_site.flushing import Steps, complete, flush_folder

ADVICE = {
    errno.ENOSPC: "free some space on the disk and try again",
    errno.EDQUOT: "free some space in your quota and try again",
    errno.EACCES: "allow writing to the folder",
    errno.EPERM: "allow writing to the folder",
    errno.EROFS: "the disk is mounted read-only; remount it or choose another place",
    errno.ENOENT: "create the folder first",
    errno.ENOTDIR: "a part of the path is a file; choose another path",
    errno.ENAMETOOLONG: "choose a shorter name",
}
"""What to do about the faults that a person can mend; others get a general sentence."""
PREFIX = ".i18n-site-"
"""How the names of temporary files begin: hidden, and told from those of any other program."""
TEMPORARY = ".tmp"
"""How they end."""
STALE_AFTER = 3600.0
"""Seconds: a write takes far less than one, so that an older temporary file is what a killed process left."""


def write_atomically(path: Path, data: bytes, *, root: Path | None = None, durable: bool = True) -> bool:
    """Put `data` into the file and say whether anything was written; a file that holds it already is not touched.

    The new file is written beside the old one, flushed to the disk, and takes its name in one step; mode is kept, owner
    and group as far as the system allows. A symbolic link is followed, and stays a link, while the file it leads to lies
    in `root` (without `root`: in the link's own folder). Raises WriteError otherwise, and whenever the system refuses;
    what stood there before is then intact and no temporary file is left.

    Without `durable` nothing waits for the disk, and what killed writers left stays: for what is derived and can be made anew,
    since a power cut may leave an empty file.
    """
    with telling_faults(path):
        target = resolve_target(path, root)
        old = read_regular(target, path)
        if old is not None and old[0] == data:
            return False
        if durable:
            remove_stale(target.parent)
        temporary = complete(write_temporary(target, data, old[1] if old else None, durable=durable))
        try:
            os.replace(temporary, target)  # noqa: PTH105  # which returns no path that nobody asks for
        except BaseException:
            discard(temporary)
            raise
        if durable:
            flush_folder(target.parent)
    return True


Mark = tuple[int, int, int]
"""What tells one version of a file from the next without reading it: inode, size, nanosecond of the last change."""


class RealPaths:
    """Where files really are, links followed: each folder is looked at once, since most files lie beside others.

    Names are texts here: thousands are asked for, and to make paths of them takes longer than to look.
    """

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}

    def find(self, path: str) -> str:
        """The path that a file really has, whether there is one or not."""
        found = self.place(path)
        return os.path.realpath(found) if os.path.islink(found) else found  # noqa: PTH114

    def place(self, path: str) -> str:
        """The same for a file that is no link itself."""
        folder, slash, name = path.rpartition("/")
        real = self._folders.get(folder + slash)
        if real is None:
            real = self._folders[folder + slash] = self._find_folder(folder, slash)
        return f"{real}/{name}"

    def _find_folder(self, folder: str, slash: str) -> str:
        """Where a folder really is, without a slash at its end: below the one that it is in, unless it is a link itself."""
        name = folder.rpartition("/")[2]
        by_itself = not slash or "/" not in folder or name in ("", os.curdir, os.pardir)
        return (os.path.realpath(folder + slash or os.curdir) if by_itself else self.find(folder)).rstrip("/")


class _Notes(NamedTuple):
    """What has been written since somebody began to note it."""

    marks: dict[str, Mark]
    """By the path that a file really has."""
    paths: RealPaths


_notes: ContextVar[_Notes | None] = ContextVar("notes", default=None)


def mark_of(status: os.stat_result) -> Mark:
    """The mark of a file by its state."""
    return status.st_ino, status.st_size, status.st_mtime_ns


@contextlib.contextmanager
def noting_writes() -> Iterator[dict[str, Mark]]:
    """The marks, by absolute path, of what this thread writes within: each taken before the file gets its name.

    Whoever finds the same mark later knows that nobody has written since.
    """
    notes = _Notes({}, RealPaths())
    token = _notes.set(notes)
    try:
        yield notes.marks
    finally:
        _notes.reset(token)


def note_write(path: Path, mark: Mark) -> None:
    """Note a file that was written in another way than by this module; `path` is no link."""
    notes = _notes.get()
    if notes is not None:
        notes.marks[notes.paths.place(str(path))] = mark


@contextlib.contextmanager
def telling_faults(path: Path) -> Iterator[None]:
    """Turn the faults of the system into WriteErrors about `path` that say what to do."""
    try:
        yield
    except OSError as fault:
        reason = fault.strerror or str(fault)
        advice = ADVICE.get(fault.errno or 0, "see that the folder can be written to and try again")
        raise WriteError(f"cannot be written: {reason}", path=str(path), advice=advice) from fault
    except ValueError as fault:  # A NUL in the path.
        raise WriteError(f"is no path: {fault}", path=repr(str(path)), advice="choose another name") from fault


def resolve_target(path: Path, root: Path | None) -> Path:
    """The file that `path` stands for, links followed. Raises WriteError where it lies outside."""
    if root is None and not os.path.islink(path):  # noqa: PTH114  # of thousands of files
        return path
    border = os.path.realpath(path.parent if root is None else root)
    target = os.path.realpath(path)
    if os.path.islink(target):  # noqa: PTH114
        raise WriteError("is a symbolic link that leads in a circle", path=str(path), advice="replace it by a file")
    if target != border and not target.startswith(border.rstrip(os.sep) + os.sep):
        raise WriteError(
            f"leads out of {border} to {target}", path=str(path), advice="replace the symbolic link by a file of its own"
        )
    return path if target == str(path) else Path(target)


def read_regular(target: Path, path: Path) -> tuple[bytes, os.stat_result] | None:
    """What the file holds and how it stands in the folder; None where there is none yet."""
    try:
        status = target.stat()
        if not stat.S_ISREG(status.st_mode):
            raise WriteError("is no regular file", path=str(path), advice="move it away or choose another path")
        return target.read_bytes(), status
    except FileNotFoundError:
        return None


def write_temporary(target: Path, data: bytes, old: os.stat_result | None, *, durable: bool = True) -> Steps[Path]:
    """A file in the target's folder that holds `data`, on the disk, with the mode and owner of the old one if there is one.

    Without `durable` nothing waits for the disk.
    """
    temporary = target.with_name(f"{PREFIX}{os.urandom(8).hex()}{TEMPORARY}")
    # 0o666 less the umask, as any new file gets it; O_EXCL never follows what somebody put there.
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            if old is not None:
                _keep_owner_and_mode(stream.fileno(), old)
            stream.write(data)
            stream.flush()
            if durable:
                yield stream.fileno()
            note_write(target, mark_of(os.fstat(stream.fileno())))
    except BaseException:
        discard(temporary)
        raise
    return temporary


def discard(temporary: Path) -> None:
    """Remove a temporary file; the fault that made it useless is the one to tell."""
    with contextlib.suppress(OSError):
        temporary.unlink()


def remove_stale(folder: Path, *, age: float = STALE_AFTER) -> None:
    """Remove what writers that were killed left in a folder at least `age` seconds ago."""
    for leftover in find_stale(folder, (TEMPORARY,), age=age):
        discard(leftover)


def find_stale(folder: Path, suffixes: tuple[str, ...], *, age: float) -> list[Path]:
    """Temporary files with one of these suffixes whose last change, a new name included, lies at least `age` seconds back."""
    found = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and entry.name.endswith(suffixes):
                with contextlib.suppress(FileNotFoundError):  # its writer has just ended
                    if time.time() - entry.stat(follow_symlinks=False).st_ctime >= age:
                        found.append(Path(entry.path))
    return sorted(found)


def _keep_owner_and_mode(descriptor: int, old: os.stat_result) -> None:
    """Owner first: changing it clears the set-id bits of the mode."""
    new = os.fstat(descriptor)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        # Only root may give files away; a group one belongs to may still be set.
        for owner, group in ((old.st_uid, old.st_gid), (-1, old.st_gid)):
            with contextlib.suppress(OSError):
                os.fchown(descriptor, owner, group)
                break
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))
