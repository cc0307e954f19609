"""A database that somebody else writes, at the moments when its files come and go."""

from __future__ import annotations

import subprocess
import sys

import pytest

from i18n_site.publish.read_only_database import stamp_of


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "site.sqlite3"
    path.write_bytes(b"a database")
    return path


def test_a_stamp_says_whether_a_log_with_anything_in_it_lies_beside_the_database(database):
    log = database.with_name("site.sqlite3-wal")
    assert stamp_of(database)[-1] is False
    log.touch()
    assert stamp_of(database)[-1] is False
    log.write_bytes(b"pages")
    assert stamp_of(database)[-1] is True
    log.unlink()
    assert stamp_of(database)[-1] is False


COME_AND_GO = "import os, sys\nwhile True: os.close(os.open(sys.argv[1], os.O_CREAT)); os.unlink(sys.argv[1])"


def test_a_log_that_is_taken_away_at_any_instant_is_no_missing_database(database):
    with subprocess.Popen([sys.executable, "-S", "-c", COME_AND_GO, f"{database}-wal"], stderr=subprocess.DEVNULL) as writer:
        try:
            seen = [stamp_of(database)[-1] for _ in range(30_000)]
        finally:
            writer.kill()
    assert not any(seen)


def test_a_missing_database_is_said_to_be_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        stamp_of(tmp_path / "site.sqlite3")
