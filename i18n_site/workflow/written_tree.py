"""A folder that a command writes whole: what an earlier run wrote, and this one does not, goes. Knows nothing of what files mean.

A file in the folder lists what was written, so that nobody else's files are overwritten or removed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from i18n_site.errors import WriteError
from i18n_site.files import RealPaths, remove_stale, telling_faults, write_atomically

MARKER = ".i18n-site-written.json"
"""Lists the files of the folder that were written, and says by what."""

Content = Callable[[], bytes]
"""What a file shall hold; asked for when its turn comes, since downloads may be large."""


@dataclass(frozen=True, slots=True)
class TreeReport:
    """What was done to a folder."""

    written: tuple[str, ...]
    """Files whose bytes changed, new ones included."""
    removed: tuple[str, ...]
    """Files of an earlier run that this one has not."""


def write_tree(out: Path, files: Mapping[str, Content], *, forbidden: Collection[str] = (), force: bool = False) -> TreeReport:
    """Make `files`, by paths with forward slashes, what the folder holds of this program. A second run writes nothing.

    `forbidden` are files and folders that must stay as they are, wherever links lead. Raises WriteError, before anything is
    written, for a folder that somebody else has filled (unless `force`: files of the same names are overwritten then, others
    stay), for a path that leads out of it or to what is forbidden; and for what the system refuses. Each file is written in
    one step, and a run that is killed is made good by the next.
    """
    border = _Border(out)
    banned = frozenset(map(RealPaths().find, forbidden))
    _refuse(border.real, str(out), banned)
    earlier = _read_marker(out, force=force)
    targets = {place: border.target(place) for place in files}
    for place, target in targets.items():
        _refuse(target, f"{out}/{place}", banned)
    stale = [place for place in sorted(earlier - files.keys()) if border.inside(place)]
    with telling_faults(out):
        out.mkdir(parents=True, exist_ok=True)
    _write_marker(out, earlier | files.keys())
    removed = [place for place in stale if _remove(out, place)]
    written = []
    folders: set[str] = set()
    for place in sorted(files):
        folder = place.rpartition("/")[0]
        if folder not in folders:
            folders.add(folder)
            with telling_faults(out / place):
                (out / folder).mkdir(parents=True, exist_ok=True)
                remove_stale(out / folder)
        # what a power cut leaves half is other than it should be, and is written by the next run
        if write_atomically(Path(targets[place]), files[place](), durable=False):
            written.append(place)
    _write_marker(out, files.keys())
    return TreeReport(tuple(written), tuple(removed))


def _refuse(target: str, shown: str, banned: Collection[str]) -> None:
    """Raise WriteError for a path that is forbidden or lies in a folder that is."""
    for path in (target, *_parents(target.rpartition("/")[0])):
        if path in banned:
            advice = "name another folder, like build/localised, or leave out the language that lies there"
            raise WriteError(f"would be written into {path}, which is read", path=shown, advice=advice)


@lru_cache(maxsize=4096)
def _parents(folder: str) -> tuple[str, ...]:
    """A folder and all above it; files share them."""
    return folder, *map(str, Path(folder).parents)


class _Border:
    """The folder that nothing may lead out of, wherever links lead as they are now."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.real = os.path.realpath(out)
        self._within = self.real.rstrip("/") + "/"
        self._paths = RealPaths()

    def target(self, place: str) -> str:
        """Where a file would be written, links followed. Raises WriteError for one outside."""
        target = self.inside(place) if place != MARKER else None
        if target is None:
            shown = str(self.out / place).replace("\0", "\\0")
            raise WriteError(f"leads out of {self.real}", path=shown, advice="remove the link, or name another folder")
        return target

    def inside(self, place: str) -> str | None:
        """Where a path that a file lists leads, links followed; None where that is not in the folder."""
        if "\0" in place or not {"", ".", ".."}.isdisjoint(place.split("/")):
            return None
        target = self._paths.find(self._within + place)
        return target if target.startswith(self._within) else None


def _read_marker(out: Path, *, force: bool) -> frozenset[str]:
    """What earlier runs wrote into the folder."""
    with telling_faults(out):
        if not out.exists():
            return frozenset()
        if not out.is_dir():
            raise WriteError("is no folder", path=str(out), advice="name a folder")
        if not any(out.iterdir()):
            return frozenset()
        try:
            found = json.loads((out / MARKER).read_bytes())["files"]
            if isinstance(found, list) and all(isinstance(place, str) for place in found):
                return frozenset(found)
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            pass
    if force:
        return frozenset()
    advice = "name a new folder, or add --force to overwrite what has the same names"
    raise WriteError("holds files that were not written by this command", path=str(out), advice=advice)


def _write_marker(out: Path, files: Collection[str]) -> None:
    said = {"written by": "i18n-site; it removes from here what it no longer writes", "files": sorted(files)}
    write_atomically(out / MARKER, (json.dumps(said, ensure_ascii=True, indent=0) + "\n").encode(), root=out)


def _remove(out: Path, place: str) -> bool:
    """Remove a file, and the folders that it leaves empty; says whether there was one."""
    path = out / place
    if not path.is_file():
        return False
    with telling_faults(path):
        path.unlink()
        for folder in path.parents:
            if folder == out:
                break
            with suppress(OSError):  # it still holds something, or is gone already
                folder.rmdir()
    return True
