"""Several files wait for the disk together, and none gets its name before the disk has it."""

from __future__ import annotations

import errno
import os
import sys
import threading
from pathlib import Path

import pytest

from i18n_site.errors import WriteError
from i18n_site.exchange_files import edit_in_steps
from i18n_site.files import write_atomically
from i18n_site.flushing import Flushing, complete

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc tells what a descriptor is of")


def path_of(descriptor: int) -> Path:
    return Path(f"/proc/self/fd/{descriptor}").readlink()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folder(tmp_path):
    for name in ("fr.po", "it.po"):
        (tmp_path / name).write_bytes(b"old")
    return tmp_path


def test_a_file_has_its_name_only_when_the_disk_has_it(folder, monkeypatch):
    may_end = threading.Event()
    monkeypatch.setattr(os, "fsync", lambda _: may_end.wait(10))
    with Flushing() as disk:
        writing = disk.begin(edit_in_steps(folder / "fr.po", lambda old: old + b", new"))
        disk.catch_up()
        assert (folder / "fr.po").read_bytes() == b"old"
        assert not writing.ready
        may_end.set()
        disk.finish()
        assert (folder / "fr.po").read_bytes() == b"old, new"
        assert writing.finish() is True
    assert names(folder) == ["fr.po", "it.po"]


def test_several_files_are_flushed_at_the_same_time(folder, monkeypatch):
    both = threading.Barrier(2, timeout=10)
    main = threading.get_ident()
    monkeypatch.setattr(os, "fsync", lambda _: threading.get_ident() == main or both.wait())
    with Flushing() as disk:
        begun = [disk.begin(edit_in_steps(folder / name, lambda _: b"new")) for name in ("fr.po", "it.po")]
        disk.finish()
        both = threading.Barrier(1)  # the folder comes by itself
    assert [writing.finish() for writing in begun] == [True, True]


def test_what_has_nothing_to_wait_for_is_done_at_once(folder):
    with Flushing() as disk:
        writing = disk.begin(edit_in_steps(folder / "fr.po", lambda old: old))
        assert writing.ready
        assert writing.finish() is False


@on_linux
def test_folders_are_flushed_once_each_at_the_end(tmp_path, monkeypatch):
    flushed = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: flushed.append(path_of(descriptor)))
    folders = [tmp_path / "fr", tmp_path / "it"]
    with Flushing():
        for folder in folders:
            folder.mkdir()
            for name in ("news.po", "pages.po"):
                write_atomically(folder / name, b"msgid")
        assert not set(folders) & set(flushed)
        assert len(flushed) == 4  # each file before it has its name
    assert sorted(flushed[4:]) == folders
    write_atomically(folders[0] / "data.po", b"msgid")
    assert flushed[-1] == folders[0]


def test_files_under_way_stay_as_they_were_where_something_goes_wrong(folder, monkeypatch):
    may_end = threading.Event()
    monkeypatch.setattr(os, "fsync", lambda _: may_end.wait(10))

    def fail_while_writing():
        with Flushing() as disk:
            disk.begin(edit_in_steps(folder / "fr.po", lambda _: b"new"))
            may_end.set()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_while_writing()
    assert names(folder) == ["fr.po", "it.po"]
    assert (folder / "fr.po").read_bytes() == b"old"


def test_what_the_disk_refuses_is_told_of_its_file_and_leaves_the_old_one(folder, monkeypatch):
    def refuse(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)

    def write_both() -> None:
        with Flushing() as disk:
            disk.begin(edit_in_steps(folder / "fr.po", lambda _: b"new"))
            disk.begin(edit_in_steps(folder / "it.po", lambda _: b"new"))

    for write in (write_both, lambda: complete(edit_in_steps(folder / "fr.po", lambda _: b"new"))):
        with pytest.raises(WriteError, match=r"fr\.po: cannot be written: No space left on device; free some space") as caught:
            write()
        assert caught.value.path == str(folder / "fr.po")
    assert names(folder) == ["fr.po", "it.po"]
    assert {(folder / name).read_bytes() for name in names(folder)} == {b"old"}


def test_more_files_than_may_be_open_are_written_too(tmp_path):
    with Flushing() as disk:
        for number in range(300):
            disk.begin(edit_in_steps(tmp_path / f"{number}.po", lambda _: b"new"))
    assert len(names(tmp_path)) == 300
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"new"}
