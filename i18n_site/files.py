"""Write files so that a crash leaves the old one or the new one, never half. Knows nothing of what is in them."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path

from i18n_site.errors import WriteError

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


def write_atomically(path: Path, data: bytes, *, root: Path | None = None) -> bool:
    """Put `data` into the file and say whether anything was written; a file that holds it already is not touched.

    The new file is written beside the old one, flushed to the disk, and takes its name in one step; mode is kept, owner
    and group as far as the system allows. A symbolic link is followed, and stays a link, while the file it leads to lies
    in `root` (without `root`: in the link's own folder). Raises WriteError otherwise, and whenever the system refuses;
    what stood there before is then intact and no temporary file is left.
    """
    try:
        target = _resolve(path, root)
        old = _read_regular(target, path)
        if old is not None and old[0] == data:
            return False
        _replace(target, data, old[1] if old else None)
    except OSError as fault:
        reason = fault.strerror or str(fault)
        advice = ADVICE.get(fault.errno or 0, "see that the folder can be written to and try again")
        raise WriteError(f"cannot be written: {reason}", path=str(path), advice=advice) from fault
    except ValueError as fault:  # A NUL in the path.
        raise WriteError(f"is no path: {fault}", path=repr(str(path)), advice="choose another name") from fault
    return True


def _resolve(path: Path, root: Path | None) -> Path:
    """The file that `path` stands for, links followed. Raises WriteError where it lies outside."""
    if root is None and not path.is_symlink():
        return path
    border = Path(os.path.realpath(path.parent if root is None else root))
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise WriteError("is a symbolic link that leads in a circle", path=str(path), advice="replace it by a file")
    if not target.is_relative_to(border):
        raise WriteError(
            f"leads out of {border} to {target}", path=str(path), advice="replace the symbolic link by a file of its own"
        )
    return target


def _read_regular(target: Path, path: Path) -> tuple[bytes, os.stat_result] | None:
    """What the file holds and how it stands in the folder; None where there is none yet."""
    try:
        status = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise WriteError("is no regular file", path=str(path), advice="move it away or choose another path")
    return target.read_bytes(), status


def _replace(target: Path, data: bytes, old: os.stat_result | None) -> None:
    """Write a temporary file in the target's folder and let it take the target's name."""
    temporary = target.with_name(f".i18n-site-{secrets.token_hex(8)}.tmp")
    # 0o666 less the umask, as any new file gets it; O_EXCL never follows what somebody put there.
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            if old is not None:
                _keep_owner_and_mode(stream.fileno(), old)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _flush_folder(target.parent)


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


def _flush_folder(folder: Path) -> None:
    """The rename itself lies in the folder; some file systems cannot flush one, and have it written anyway."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
