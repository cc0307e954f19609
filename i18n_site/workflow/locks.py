"""One lock a file, for every command and for the web. Knows nothing of what is in the files.

The lock files lie under build/locks/, never beside translations, and stay when they are released: whoever removed one could
let two others in. A process that ends, killed or not, gives its locks back.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from i18n_site.config import Site
from i18n_site.errors import WriteError
from i18n_site.files import telling_faults

LOCK_SECONDS = 60.0
"""A save takes milliseconds and the largest merge seconds; who waits longer waits for something that hangs."""
_POLL_SECONDS = 0.01
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def locked(site: Site, path: Path, *, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the lock of one of the site's files, between threads as between processes. It cannot be taken twice.

    Raises WriteError, naming the lock, where another holds it for longer than `seconds`, or where it cannot be made.
    """
    place = f"{site.build}/locks/{path.relative_to(site.root).as_posix()}.lock"
    until = time.monotonic() + seconds
    with telling_faults(Path(place)):
        descriptor = _open(place)
    try:
        with telling_faults(Path(place)):
            taken = _take(descriptor, f"{place}.queue", until)
        if not taken:
            advice = f"wait for it to end and try again; it holds {place}"
            raise WriteError("another process is changing it", path=str(path), advice=advice)
        try:
            yield
        finally:
            from filelock import unlock_descriptor

            # by itself, since a process that was forked meanwhile has the file open too
            unlock_descriptor(descriptor)
    finally:
        os.close(descriptor)


def _open(place: str) -> int:
    try:
        return os.open(place, _FLAGS, 0o666)
    except FileNotFoundError:
        Path(place).parent.mkdir(parents=True, exist_ok=True)
        return os.open(place, _FLAGS, 0o666)


def _take(descriptor: int, queue: str, until: float) -> bool:
    """Take a lock, behind whoever waits for it already; False where it does not come free in time.

    Waiting is asking again and again: one that saves in a loop would take the lock back before anybody has asked. So who has
    to wait holds a second lock meanwhile, the head of the queue, and once there was a queue nobody passes it by.
    """
    if not os.path.exists(queue) and _try(descriptor):  # noqa: PTH110
        return True
    head = os.open(queue, _FLAGS, 0o666)
    try:
        return _wait(head, until) and _wait(descriptor, until)
    finally:
        os.close(head)


def _wait(descriptor: int, until: float) -> bool:
    while not _try(descriptor):
        if time.monotonic() >= until:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _try(descriptor: int) -> bool:
    from filelock import lock_descriptor  # whoever changes nothing does not wait for it to load

    return lock_descriptor(descriptor, blocking=False)
