"""Attempts at passwords are counted across workers and bounded by address and by document (rule 27)."""

from __future__ import annotations

import sqlite3

import pytest

from i18n_site.errors import WriteError
from i18n_site.web.attempts import BY_ADDRESS, BY_DOCUMENT, WINDOW, Attempt, Attempts, Refused, network_of
from support.processes import run_program

NOW = 1_000_000.0


@pytest.fixture
def attempts(tmp_path):
    return Attempts(tmp_path / "build" / "attempts.sqlite3", "a secret key")


def rows_of(attempts) -> int:
    connection = sqlite3.connect(attempts.path)
    (count,) = connection.execute("SELECT count(*) FROM attempts").fetchone()
    connection.close()
    return count


def test_an_address_has_so_many_attempts_over_all_documents_and_others_are_not_touched(attempts):
    for number in range(BY_ADDRESS):
        assert isinstance(attempts.begin("192.0.2.1", f"news/{number}", now=NOW + number), Attempt)
    assert attempts.begin("192.0.2.1", "news/another", now=NOW + 20) == Refused(WINDOW - 20 + 1)
    assert isinstance(attempts.begin("192.0.2.2", "news/0", now=NOW + 20), Attempt)


def test_a_document_stands_so_many_attempts_whoever_makes_them(attempts):
    for number in range(BY_DOCUMENT):
        assert isinstance(attempts.begin(f"192.0.2.{number}", "news/letter", now=NOW), Attempt)
    assert isinstance(attempts.begin("198.51.100.1", "news/letter", now=NOW), Refused)
    assert isinstance(attempts.begin("198.51.100.1", "news/other", now=NOW), Attempt)


def test_after_the_wait_that_was_told_the_next_attempt_is_let_through_and_not_before(attempts):
    for number in range(BY_ADDRESS):
        attempts.begin("192.0.2.1", "news/letter", now=NOW + number)
    refused = attempts.begin("192.0.2.1", "news/letter", now=NOW + 60)
    assert isinstance(attempts.begin("192.0.2.1", "news/letter", now=NOW + 60 + refused.seconds - 2), Refused)
    assert isinstance(attempts.begin("192.0.2.1", "news/letter", now=NOW + 60 + refused.seconds), Attempt)


def test_a_refused_attempt_is_not_counted_so_that_waiting_helps_and_the_file_stays_small(attempts):
    for _ in range(500):
        attempts.begin("192.0.2.1", "news/letter", now=NOW)
    assert rows_of(attempts) == BY_ADDRESS
    attempts.begin("192.0.2.9", "news/letter", now=NOW + WINDOW + 1)
    assert rows_of(attempts) == 1, "what is over is forgotten"


def test_who_was_right_has_guessed_nothing(attempts):
    for _ in range(3 * BY_ADDRESS):
        attempt = attempts.begin("192.0.2.1", "news/letter", now=NOW)
        assert isinstance(attempt, Attempt)
        attempts.take_back(attempt)


def test_a_clock_that_is_set_back_locks_nobody_out_for_ever(attempts):
    for _ in range(BY_ADDRESS):
        attempts.begin("192.0.2.1", "news/letter", now=NOW + 10 * WINDOW)
    assert isinstance(attempts.begin("192.0.2.1", "news/letter", now=NOW), Attempt)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_an_address_stands_for_what_one_person_can_send_from(address, network):
    assert network_of(address) == network


def test_the_file_names_no_address_and_no_document(attempts):
    attempts.begin("192.0.2.77", "news/letter", now=NOW)
    data = attempts.path.read_bytes()
    assert b"192.0.2.77" not in data
    assert b"letter" not in data


def test_what_cannot_be_counted_is_refused(tmp_path):
    (tmp_path / "attempts.sqlite3").mkdir()
    with pytest.raises(WriteError, match="attempts cannot be counted"):
        Attempts(tmp_path / "attempts.sqlite3", "k").begin("192.0.2.1", "news/letter")
    (tmp_path / "broken.sqlite3").write_bytes(b"garbage" * 500)
    with pytest.raises(WriteError, match="remove the file"):
        Attempts(tmp_path / "broken.sqlite3", "k").begin("192.0.2.1", "news/letter")


def test_workers_that_count_at_once_let_no_more_through_than_one_would(attempts):
    program = """
        import sys
        from pathlib import Path
        from i18n_site.web.attempts import Attempt, Attempts
        from support.processes import fork, join

        attempts = Attempts(Path(sys.argv[1]), "a secret key")
        out = Path(sys.argv[1]).parent.parent

        def guess(number):
            let = sum(isinstance(attempts.begin("192.0.2.1", "news/letter"), Attempt) for _ in range(8))
            (out / f"let-{number}").write_text(str(let))

        join(*[fork(lambda number=number: guess(number)) for number in range(6)])
        print(sum(int((out / f"let-{number}").read_text()) for number in range(6)))
    """
    assert int(run_program(program, attempts.path)) == BY_ADDRESS
