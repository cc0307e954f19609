"""Wait for the disk: for one file, or for many at a time. Knows nothing of what is in them, nor why they are written.

Writing a file for good means to wait until the disk has it, milliseconds in which nothing else of it may be done. A disk
takes several files in the time of one. So whoever writes says where it waits, and whoever has it written decides how: at once,
or with others. Nothing but the waiting is done by other threads.
"""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Callable, Generator
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

T = TypeVar("T")

Steps = Generator[int, None, T]
"""The writing of a file: gives each descriptor whose file the disk must have before it goes on, and returns what came of it."""

_THREADS = 8
_MOST = 32
"""Files under way at a time: each keeps two or three descriptors open."""


def complete(steps: Steps[T]) -> T:
    """What comes of the steps; every file is waited for."""
    try:
        descriptor = next(steps)
    except StopIteration as end:
        value: T = end.value
        return value
    return _carry_on(steps, partial(os.fsync, descriptor))


def _carry_on(steps: Steps[T], wait: Callable[[], object]) -> T:
    """What comes of steps that have given a descriptor, which `wait` waits for."""
    try:
        while True:
            try:
                wait()
            except OSError as fault:
                descriptor = steps.throw(fault)
            else:
                descriptor = next(steps)
            wait = partial(os.fsync, descriptor)
    except StopIteration as end:
        value: T = end.value
        return value


class Writing(Generic[T]):
    """A file on its way to the disk."""

    def __init__(self, steps: Steps[T], threads: ThreadPoolExecutor) -> None:
        self._steps = steps
        self._value: T
        try:
            self._flushed = threads.submit(os.fsync, next(steps))
            self.done = False
        except StopIteration as end:
            self._value = end.value
            self.done = True

    @property
    def ready(self) -> bool:
        """Whether the disk has it, or the system has refused it."""
        return self.done or self._flushed.done()

    def finish(self) -> T:
        """What comes of it, once it has its name. What the steps raise passes through."""
        if not self.done:
            self.done = True
            self._value = _carry_on(self._steps, self._flushed.result)
        return self._value

    def give_up(self) -> None:
        """Leave the old file as it is, without a trace of the new one; nothing where it has its name already."""
        if not self.done:
            self._flushed.exception()  # waits: a descriptor is not closed while a thread flushes it
            self._steps.close()


class Flushing:
    """Files that are written while others are made: all have their names, and lie on the disk, at the end of the `with`.

    Folders in which files get their names are flushed then, each once. Where something is raised within, the files that were
    under way stay as they were. They are written by the thread that asks for it.
    """

    def __init__(self) -> None:
        self._threads: ThreadPoolExecutor | None = None
        self._pending: deque[Writing[Any]] = deque()
        self._folders: set[Path] = set()

    def begin(self, steps: Steps[T]) -> Writing[T]:
        """Have a file written up to where it waits for the disk."""
        while len(self._pending) >= _MOST:
            self._pending.popleft().finish()
        if self._threads is None:
            from concurrent.futures import ThreadPoolExecutor  # mostly nothing has changed, and nothing waits for it

            self._threads = ThreadPoolExecutor(_THREADS)
        writing = Writing(steps, self._threads)
        if not writing.done:
            self._pending.append(writing)
        return writing

    def catch_up(self) -> None:
        """Give those their names that the disk has by now."""
        while self._pending and self._pending[0].ready:
            self._pending.popleft().finish()

    def finish(self) -> None:
        """Give all their names."""
        while self._pending:
            self._pending.popleft().finish()

    def __enter__(self) -> Self:
        self._token = _unflushed.set(self._folders)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self.finish()
        finally:
            for writing in self._pending:
                writing.give_up()
            _unflushed.reset(self._token)
            folders = sorted(self._folders)
            if self._threads is None:
                list(map(flush_folder, folders))
            else:
                with self._threads as threads:
                    list(threads.map(flush_folder, folders))


_unflushed: ContextVar[set[Path] | None] = ContextVar("unflushed", default=None)


def flush_folder(folder: Path) -> None:
    """Have the names of a folder's files on the disk: at once, or at the end of the `Flushing` around it.

    A rename lies in the folder. Some file systems cannot flush one, and have it written anyway.
    """
    unflushed = _unflushed.get()
    if unflushed is not None:
        unflushed.add(folder)
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
