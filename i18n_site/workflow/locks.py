"""One lock a file, for every command and for the web. Knows nothing of what is in the files.

The lock files lie under build/locks/, never beside translations, and stay when they are released: whoever removed one could
let two others in. A process that ends, killed or not, gives its locks back.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from i18n_site.config import Site
from i18n_site.errors import WriteError
from i18n_site.files import telling_faults

LOCK_SECONDS = 60.0
"""A save takes milliseconds and the largest merge seconds; who waits longer waits for something that hangs."""
_POLL_SECONDS = 0.01


@contextmanager
def locked(site: Site, path: Path, *, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the lock of one of the site's files, between threads as between processes. It cannot be taken twice.

    Raises WriteError, naming the lock, where another holds it for longer than `seconds`, or where it cannot be made.
    """
    place = site.build / "locks" / f"{path.relative_to(site.root).as_posix()}.lock"
    lock = FileLock(place)
    with telling_faults(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            _acquire(lock, place.with_name(f"{place.name}.queue"), seconds)
        except Timeout as late:
            advice = f"wait for it to end and try again; it holds {place}"
            raise WriteError("another process is changing it", path=str(path), advice=advice) from late
    try:
        yield
    finally:
        lock.release()


def _acquire(lock: FileLock, queue: Path, seconds: float) -> None:
    """Take a lock, behind whoever waits for it already. Raises Timeout.

    Waiting is asking again and again: one that saves in a loop would take the lock back before anybody has asked. So who has
    to wait holds a second lock meanwhile, the head of the queue, and once there was a queue nobody passes it by.
    """
    until = time.monotonic() + seconds
    if not queue.exists():
        with suppress(Timeout):
            lock.acquire(blocking=False)
            return
    with FileLock(queue).acquire(timeout=seconds, poll_interval=_POLL_SECONDS):
        lock.acquire(timeout=max(until - time.monotonic(), 0.0), poll_interval=_POLL_SECONDS)
