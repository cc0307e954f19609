"""Write a file only while it is what it was when it was read. Knows nothing of what is in it, and no locks.

An editor that takes no lock may save at any instant, between our last look at the file and our own save too. On Linux the new
file and the old one therefore exchange their names in one step, and what came out is looked at: if it is not what was
expected, it goes back. What came out because of a third writer goes back as well, until what comes out is what was put in.

Elsewhere, and on file systems that cannot exchange names (NFS, SMB), the file is compared immediately before it is replaced. The
window that remains is the time between these two system calls, some ten microseconds; who saves within it is overwritten.
"""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from i18n_site.errors import WriteError
from i18n_site.files import (
    PREFIX,
    STALE_AFTER,
    TEMPORARY,
    discard,
    find_stale,
    read_regular,
    resolve_target,
    telling_faults,
    write_temporary,
)
from i18n_site.flushing import Steps, complete, flush_folder
from i18n_site.kernel_calls import exchange_names, is_being_written, rename_to_new

ATTEMPTS = 40
"""How often an edit is tried before it is given up: some eight seconds in all."""
_LONGEST_PAUSE = 0.25
_SWAP = ".swap"
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


def edit_file(path: Path, change: Callable[[bytes | None], bytes], *, root: Path | None = None, attempts: int = ATTEMPTS) -> bool:
    """Put what `change` makes of the file's bytes (None: there is no file) in their place; False where that is the same.

    Where somebody saves in between, the file is read and changed again. `root` bounds symbolic links as in `write_atomically`.
    Raises WriteError as that does, and where somebody saves every time; what `change` raises passes through.
    """
    return complete(edit_in_steps(path, change, root=root, attempts=attempts))


def edit_in_steps(
    path: Path, change: Callable[[bytes | None], bytes], *, root: Path | None = None, attempts: int = ATTEMPTS
) -> Steps[bool]:
    """The steps of `edit_file`, for whoever writes several files at a time."""
    for attempt in range(attempts):
        with telling_faults(path):
            target = resolve_target(path, root)
            old = read_regular(target, path)
        before = old[0] if old else None
        after = change(before)
        if after == before:
            return False
        with telling_faults(path):
            if (yield from _replace(target, old, after)):
                return True
        time.sleep(min(0.001 * 2**attempt, _LONGEST_PAUSE))
    advice = "close it there and try again"
    raise WriteError("another program has it open for writing, or saves it all the time", path=str(path), advice=advice)


def replace_if_unchanged(path: Path, expected: bytes | None, data: bytes, *, root: Path | None = None) -> bool:
    """Put `data` into the file if it holds `expected` until then, None meaning that there is no file; say whether it was so.

    Everything else is as in `write_atomically`: flushed to the disk, mode and owner kept, links bounded by `root`, WriteError
    where the system refuses. False as well while a program has the file open for writing, where the system tells.
    """
    with telling_faults(path):
        target = resolve_target(path, root)
        old = read_regular(target, path)
        if (old[0] if old else None) != expected:
            return False
        return data == expected or complete(_replace(target, old, data))


def _replace(target: Path, old: tuple[bytes, os.stat_result] | None, data: bytes) -> Steps[bool]:
    """Put `data` into a file that was read as `old` if it is so still."""
    clear_leftovers(target.parent)
    temporary = yield from write_temporary(target, data, old[1] if old else None)
    return _create(temporary, target) if old is None else _swap(temporary, target, old[0], data)


def _create(temporary: Path, target: Path) -> bool:
    """Give a file its name unless somebody else has taken it."""
    try:
        if not rename_to_new(temporary, target):
            _link_to_new(temporary, target)
    except FileExistsError:
        return False
    finally:
        discard(temporary)
    flush_folder(target.parent)
    return True


def _link_to_new(temporary: Path, target: Path) -> None:
    """A second name, which is never one that is taken. Raises FileExistsError."""
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError as fault:
        if fault.errno not in _NO_LINKS:
            raise
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        temporary.replace(target)


def _swap(temporary: Path, target: Path, expected: bytes, data: bytes) -> bool:
    """Exchange the file for the temporary one if it is what was expected. Nothing of either is left but the target."""
    # Should this process be killed, the next writer must know what it may throw away: the name tells.
    parts = (os.urandom(4).hex(), _digest(expected), _digest(data), target.name)
    held = target.with_name(PREFIX + "-".join(parts) + _SWAP)
    try:
        temporary.rename(held)
    except BaseException:
        discard(temporary)
        raise
    try:
        done = target.read_bytes() == expected and exchange_if_expected(held, target, expected, data)
    except FileNotFoundError:  # an editor has moved it away to put another in its place
        done = False
    finally:
        clear_swap(held)
    flush_folder(target.parent)
    return done


def exchange_if_expected(held: Path, target: Path, expected: bytes, data: bytes) -> bool:
    """Give `held`, which holds `data`, the target's name if what comes out is as expected; otherwise put that back.

    `held` is then one of the two, or gone; somebody else's only where two others have saved between the exchanges.
    Who reads the file between an exchange and the way back, some fifty microseconds, sees a version that is withdrawn.
    """
    own = held.stat().st_ino
    if not exchange_names(held, target):
        held.replace(target)
        return True
    if _is_still(held, expected):
        return True
    inside = own
    while True:
        outside = held.stat().st_ino
        if not _put_back(held, target):
            return False
        if held.stat().st_ino == inside and (inside != own or _is_still(held, data)):
            return False
        inside = outside  # what came is a third writer's, and the newest


def _is_still(held: Path, data: bytes) -> bool:
    """Whether a file, whose name nobody else knows any more, holds these bytes for good: nobody has it open to change them."""
    return not is_being_written(held) and held.read_bytes() == data


def _put_back(held: Path, target: Path) -> bool:
    """Exchange once more; False where the target's place was empty, so that nothing came out."""
    while True:
        try:
            return exchange_names(held, target)
        except FileNotFoundError:
            try:
                rename_to_new(held, target)
            except FileExistsError:
                continue
            return False


def clear_leftovers(folder: Path, *, age: float = STALE_AFTER) -> None:
    """Clear what writers that were killed, some in the midst of an exchange, left in a folder at least `age` seconds ago."""
    for leftover in find_stale(folder, (TEMPORARY, _SWAP), age=age):
        if leftover.name.endswith(_SWAP):
            clear_swap(leftover)
        else:
            discard(leftover)


def clear_swap(held: Path) -> None:
    """Remove one side of an exchange where it is the old version or the new one; what is neither is somebody's work.

    That is renamed beside the file, and WriteError says so: only two programs that save within microseconds of an exchange,
    or one and a kill, bring it about.
    """
    try:
        data = held.read_bytes()
    except FileNotFoundError:
        return
    token, old, new, name = held.name.removeprefix(PREFIX).removesuffix(_SWAP).split("-", 3)
    if _digest(data) in (old, new):
        held.unlink(missing_ok=True)
        return
    kept = held.with_name(f"{name}.kept-{token}")
    held.rename(kept)
    flush_folder(kept.parent)
    advice = f"take over from {kept.name} what is missing, remove it, and try again"
    raise WriteError("two programs saved it at the same instant", path=str(held.with_name(name)), advice=advice)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
