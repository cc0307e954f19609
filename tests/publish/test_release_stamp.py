"""The stamp beside a release: it names the release of the moment, or sends everybody to the database."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from i18n_site.errors import ReleaseError
from i18n_site.publish.release import ReleaseContent, ReleaseWatch, open_release, write_release
from i18n_site.publish.release_stamp import changing, stamp_path
from support.releases import SITE, content

OPEN_FILES = Path("/proc/self/fd")


@pytest.fixture
def release(tmp_path):
    path = tmp_path / "build" / "site.sqlite3"
    write_release(path, content())
    return path


def empty(word: str) -> ReleaseContent:
    return ReleaseContent(replace(SITE, title=word))


def test_a_release_is_written_with_its_stamp(release):
    with open_release(release) as found:
        assert stamp_path(release).read_bytes() == found.id.encode() == ReleaseWatch(release).current()


def test_every_release_is_seen_at_once_and_without_opening_the_database(release, monkeypatch):
    watch = ReleaseWatch(release)
    watch.current()
    monkeypatch.setattr("i18n_site.publish.release_stamp._LOOK_SECONDS", 1000)
    for word in ("a", "b", "c", "b"):
        assert watch.current() == watch.current()
        assert write_release(release, empty(word)).encode() == watch.current()


def test_while_a_release_is_committed_the_database_is_asked(release):
    watch = ReleaseWatch(release)
    before = watch.current()
    with changing(release):
        assert stamp_path(release).read_bytes() == b"?" * 64
        assert watch.current() == before
    assert stamp_path(release).read_bytes() == before


def test_a_stamp_that_a_killed_writer_left_is_mended_by_the_next(release):
    stamp_path(release).write_bytes(b"?" * 64)
    assert ReleaseWatch(release).current() == write_release(release, content()).encode() == stamp_path(release).read_bytes()


@pytest.mark.parametrize("left", [None, b"", b"short", b"0" * 64, b"x" * 1000])
def test_a_stamp_that_says_something_else_is_not_believed(release, left):
    with open_release(release) as found:
        right = found.id.encode()
    if left is None:
        stamp_path(release).unlink()
    else:
        stamp_path(release).write_bytes(left)
    assert ReleaseWatch(release).current() == right


def test_without_a_release_there_is_none_and_the_first_is_seen_within_a_moment(tmp_path):
    path = tmp_path / "build" / "site.sqlite3"
    watch = ReleaseWatch(path)
    assert watch.current() is None
    assert write_release(path, content()).encode() == watch.current()
    path.unlink()
    time.sleep(0.25)
    assert watch.current() is None
    with pytest.raises(ReleaseError):
        open_release(path)


def test_a_folder_that_is_made_anew_is_followed(tmp_path, release):
    watch = ReleaseWatch(release)
    watch.current()
    release.parent.rename(tmp_path / "old")
    new = write_release(release, empty("anew")).encode()
    time.sleep(0.25)
    assert watch.current() == new


def test_readers_in_many_threads_never_see_an_older_release_than_the_last_commit(release):
    watch, order, wrong, stop = ReleaseWatch(release), {}, [], threading.Event()
    order[watch.current()] = 0
    committed = 0

    def read():
        while not stop.is_set():
            least = committed
            found = watch.current()
            if found in order and order[found] < least:
                wrong.append((order[found], least))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, 40):
        order[write_release(release, empty(str(number))).encode()] = number
        committed = number
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="counts open files as Linux lists them")
def test_a_watch_leaves_no_file_open(release):
    before = len(list(OPEN_FILES.iterdir()))
    for _ in range(20):
        ReleaseWatch(release).current()
    watch = ReleaseWatch(release)
    for word in ("a", "b", "c"):
        stamp_path(release).unlink(missing_ok=True)
        write_release(release, empty(word))
        time.sleep(0.21)
        watch.current()
    assert len(list(OPEN_FILES.iterdir())) <= before + 2
