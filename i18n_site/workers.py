"""Spread work over processes where there is enough of it. Knows nothing of what is done.

The results come in the order of what was given, so that no byte depends on how many workers there are. Workers are forked,
which costs milliseconds and shares what has been read already; where forking is not safe, on other systems than Linux and
beside other threads, one process does everything.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

VARIABLE = "I18N_SITE_WORKERS"
"""The environment variable that says how many processes may work; all processors by default, 1: none is started."""
ENOUGH = 1_000_000
"""Bytes of sources below which a second process costs more than it saves: some 0.2 seconds of work."""

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")


def worker_count() -> int:
    """How many processes may work at once: 1 or more."""
    told = os.environ.get(VARIABLE, "")
    if told.isdecimal() and int(told) > 0:
        return int(told)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(function: Callable[[S, T], R], state: S, items: Sequence[T], weights: Sequence[int]) -> Iterator[R]:
    """`function(state, item)` of each item, in their order.

    `weights`: how much there is to read for each, in bytes. `state` is shared, not sent; `function` must be one of a
    module, and items and results such as can be pickled. What `function` raises is raised here, in the order of the items.
    """
    workers = min(worker_count(), len(items), sum(weights) // ENOUGH + 1)
    if workers < 2 or not _may_fork():
        yield from (function(state, item) for item in items)
        return
    import multiprocessing  # most commands have too little to do, and should not wait for these
    from concurrent.futures import ProcessPoolExecutor

    chunks = list(_share(items, weights, workers * _CHUNKS))
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(function, state)) as pool:
        try:
            # Forked workers inherit the mask: Ctrl-C reaches only the process that waits, and no lock stays with a dead worker.
            mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                found = pool.map(_work, chunks)
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            for results, fault in found:
                yield from results
                if fault is not None:
                    raise fault
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


_CHUNKS = 4
"""How many portions each worker gets: one that meets long documents is then waited for a short while only."""


def _may_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1


def _share(items: Sequence[T], weights: Sequence[int], count: int) -> Iterator[list[T]]:
    """The items in portions of about equal weight, together all of them in their order."""
    portion: list[T] = []
    limit, weight = max(sum(weights) // count, 1), 0
    for item, own in zip(items, weights, strict=True):
        portion.append(item)
        weight += own
        if weight >= limit:
            yield portion
            portion, weight = [], 0
    if portion:
        yield portion


_task: tuple[Callable[[Any, Any], Any], Any] | None = None
"""In a worker: what it is for. It has nothing else to do in its life."""


def _begin(function: Callable[[Any, Any], Any], state: Any) -> None:
    global _task  # the one thing that a forked process inherits
    _task = function, state


def _work(items: Sequence[Any]) -> tuple[list[Any], Exception | None]:
    """What came of a portion, up to the first fault."""
    assert _task is not None  # noqa: S101  # set before any work comes
    function, state = _task
    results: list[Any] = []
    try:
        results.extend(function(state, item) for item in items)
    except Exception as fault:
        return results, fault
    return results, None
