"""`merge-driver`: what git calls for a catalogue that two branches have changed. Needs no site."""

from __future__ import annotations

from pathlib import Path

from i18n_site.catalogue.po import format_po, parse_po
from i18n_site.catalogue.three_way import ThreeWayReport, merge_three
from i18n_site.errors import CatalogueError
from i18n_site.files import write_atomically
from i18n_site.model import Catalogue, Message


def merge_files(base: Path, ours: Path, theirs: Path, *, shown: str | None = None) -> ThreeWayReport:
    """Merge three versions of a catalogue into the file of ours; an empty base stands for none.

    `shown` is the path by which people know the file, git's own being temporary names. Raises CatalogueError where a
    version cannot be read or the result could not be, WriteError; the file of ours is then as it was.
    """
    versions = [
        _read(path, f"{shown} ({side})" if shown else str(path))
        for path, side in ((base, "base"), (ours, "ours"), (theirs, "theirs"))
    ]
    merged, report = merge_three(*versions)
    data = format_po(merged)
    _verify(data, merged)
    write_atomically(ours, data)
    return report


def _read(path: Path, shown: str) -> Catalogue:
    try:
        data = path.read_bytes()
    except OSError as fault:
        advice = "give three files, as git does with %O %A %B"
        raise CatalogueError(f"cannot be read: {fault.strerror or fault}", path=shown, advice=advice) from fault
    return parse_po(data, path=shown)


def _verify(data: bytes, merged: Catalogue) -> None:
    """Read back what is about to be committed without anybody looking at it. Raises CatalogueError."""
    back = parse_po(data, path=merged.path or "")
    if [_content(entry.message) for entry in back.entries] != [_content(entry.message) for entry in merged.entries]:
        raise CatalogueError("the merged catalogue does not read back as it was", path=merged.path, advice="merge it by hand")


def _content(message: Message) -> tuple[object, ...]:
    return message.key, message.msgid_plural, message.msgstr, message.fuzzy, message.obsolete
