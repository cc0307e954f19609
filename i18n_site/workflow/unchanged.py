"""Whether a command would find everything as it left it: then what it would say is known. Knows nothing of what commands do.

A command's outcome rests on files alone, whatever the time of day. What it was, and by which marks its files were known then,
lies under build/cache/; a command that finds the same marks says the same again and touches nothing. Marks are compared, not
contents, so that a site of a thousand documents takes some milliseconds; whatever is in doubt runs in full.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from i18n_site.cache import key_of
from i18n_site.errors import WriteError
from i18n_site.files import Mark, RealPaths, mark_of, noting_writes, write_atomically
from i18n_site.workflow.outcome import Outcome, Run

_TICK = 20_000_000
"""Nanoseconds in which a file may change twice under one time: two ticks of the slowest usual kernel clock."""
_COARSE = 2_000_000_000
"""The same on file systems that know whole seconds only."""
_SECOND = 1_000_000_000
_DERIVED = frozenset({"build", "dist", "node_modules"})
"""Folders that hold no templates or Python of the site's."""


class Scope:
    """The files of a site that a command reads or writes."""

    def __init__(self, root: Path, *, sources: bool = False, interface: bool = False, catalogues: str = "") -> None:
        """`sources`: everything below content/, else site.yaml alone. `interface`: whatever babel.cfg may name.

        `catalogues`: the endings of the files below translations/, apart by blanks.
        """
        self.root = os.path.realpath(root)
        self.sources, self.interface = sources, interface
        self.endings = tuple(catalogues.split())

    def marks(self) -> dict[str, Mark]:
        """Every file of it, by absolute path."""
        content, translations = f"{self.root}/content", f"{self.root}/translations"
        found = dict(_marks_below(content) if self.sources else _marks_of([f"{content}/site.yaml"]))
        if self.endings:
            found.update(_marks_below(translations, self.endings))
        if self.interface and Path(f"{self.root}/babel.cfg").exists():
            found.update(_marks_below(self.root, passed=self._may_hold_interface))
        elif self.interface:
            found[f"{self.root}/babel.cfg"] = (0, 0, 0)
        return found

    def _may_hold_interface(self, folder: str) -> bool:
        name = folder.rpartition("/")[2]
        return (
            name not in _DERIVED
            and not name.startswith("__")
            and folder not in (f"{self.root}/content", f"{self.root}/translations")
        )


def remembered(root: Path, command: Iterable[str], scope: Scope, run: Callable[[], Run]) -> Outcome:
    """The outcome of a command, known from an earlier run where nothing it rests on has changed since.

    `command` is everything that was asked for. What `run` raises passes through, and is not remembered.
    """
    place = root / "build" / "cache" / "commands" / f"{key_of(*command).hex()}.json"
    started, before = time.time_ns(), scope.marks()
    known = _read(place)
    if known is not None and known.state == _digest(before, known.made):
        return known.outcome
    with noting_writes() as notes:
        found = run()
    paths = RealPaths()
    made = tuple(map(paths.find, found.made))
    after = scope.marks()
    if _is_settled(before, {**after, **dict(_marks_of(made))}, notes, started - _TICK, made):
        _write(place, _Record(_digest(after, made), made, found.again))
    return found.outcome


class _Record(NamedTuple):
    state: str
    made: tuple[str, ...]
    outcome: Outcome


def _is_settled(
    before: Mapping[str, Mark], after: Mapping[str, Mark], notes: Mapping[str, Mark], until: int, made: Iterable[str]
) -> bool:
    """Whether every file is as it was read, or as this run wrote it: nobody else has saved since it began."""
    known = {**before, **{path: after[path] for path in made if path in after and path not in notes}}
    for path, mark in after.items():
        if notes.get(path) == mark:
            continue
        changed = mark[2]
        if known.get(path) != mark or changed > until - (_COARSE if changed and changed % _SECOND == 0 else 0):
            return False
    return before.keys() <= after.keys()


def _marks_of(paths: Iterable[str]) -> Iterator[tuple[str, Mark]]:
    for path in paths:
        try:
            yield path, mark_of(os.stat(path))  # noqa: PTH116  # of thousands of files
        except OSError:
            yield path, (0, 0, 0)


def _marks_below(
    folder: str, endings: tuple[str, ...] = (), *, passed: Callable[[str], bool] = bool, above: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Mark]]:
    """Every file below a folder, by the path that it really has; hidden ones aside, and folders that are not `passed`.

    Links are followed, but never in a circle.
    """
    real = os.path.realpath(folder)
    above |= {real}
    with contextlib.suppress(OSError), os.scandir(real) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            with contextlib.suppress(OSError):
                if entry.is_dir():
                    if passed(entry.path) and not (entry.is_symlink() and os.path.realpath(entry.path) in above):
                        yield from _marks_below(entry.path, endings, passed=passed, above=above)
                elif not endings or entry.name.endswith(endings):
                    path = os.path.realpath(entry.path) if entry.is_symlink() else entry.path
                    yield path, mark_of(entry.stat())


def _digest(marks: Mapping[str, Mark], made: Iterable[str]) -> str:
    """One text for a state."""
    state = sorted({**marks, **dict(_marks_of(made))}.items())
    return hashlib.blake2b(repr(state).encode("utf-8", "surrogateescape"), digest_size=20).hexdigest()


def _read(place: Path) -> _Record | None:
    try:
        state, made, lines, code = json.loads(place.read_bytes())
        outcome = Outcome(tuple((bool(err), str(text)) for err, text in lines), int(code))
        return _Record(str(state), tuple(map(str, made)), outcome)
    except (OSError, ValueError, TypeError):
        return None


def _write(place: Path, record: _Record) -> None:
    """Keep a record. Never raises: the command has done its work."""
    said = [record.state, record.made, record.outcome.lines, record.outcome.code]
    with contextlib.suppress(OSError, WriteError, UnicodeError):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(place, json.dumps(said).encode(), durable=False)
