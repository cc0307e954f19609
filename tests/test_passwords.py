"""Hashes of passwords: what opens, what does not, and what a hash may ask of the server (rule 27)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_site.passwords import MAX_PASSWORD, check_password, hash_password, is_password_hash
from support.releases import PASSWORD, PASSWORD_HASH


def test_a_password_opens_its_own_hash_and_no_other_does():
    stored = hash_password("clé à moi")
    assert is_password_hash(stored)
    assert check_password("clé à moi", stored)
    assert check_password("cle\u0301 a\u0300 moi", stored), "however the keyboard composes an accent"
    for other in ("", "clé à mo", "clé à moi ", "Clé à moi", "cle a moi"):
        assert not check_password(other, stored)


def test_two_hashes_of_one_password_differ():
    assert hash_password("x") != hash_password("x")


def test_a_hash_of_an_earlier_cost_stays_good():
    assert check_password(PASSWORD, PASSWORD_HASH)


@pytest.mark.parametrize("password", ["", "x" * (MAX_PASSWORD + 1), "é" * MAX_PASSWORD])
def test_an_empty_password_and_a_book_are_refused(password):
    with pytest.raises(ValueError, match="1 to 1024"):
        hash_password(password)
    assert not check_password(password, PASSWORD_HASH)


PARTS = PASSWORD_HASH.split("$")


@pytest.mark.parametrize(
    "stored",
    [
        *("", "scrypt", "secret", "scrypt$$$$$", "$" * 5, PASSWORD_HASH + "$", PASSWORD_HASH[:-2], PASSWORD_HASH + "\n"),
        "$".join(["bcrypt", *PARTS[1:]]),
        *(
            "$".join([*PARTS[:1], cost, *PARTS[2:]])
            for cost in ("0", "1", "1024", "16385", "-16384", "1048576", "٣", "9" * 400, "")
        ),
        *("$".join([*PARTS[:2], block, *PARTS[3:]]) for block in ("0", "64", "99999999")),
        *("$".join([*PARTS[:3], parallel, *PARTS[4:]]) for parallel in ("0", "17", "99999999")),
        *("$".join([*PARTS[:4], salt, PARTS[5]]) for salt in ("", "AA==", "not base64")),
        *("$".join([*PARTS[:5], digest]) for digest in ("", "AA==", "A" * 400)),
    ],
)
def test_what_is_no_hash_or_asks_too_much_opens_nothing_and_costs_nothing(stored):
    start = time.process_time()
    assert not is_password_hash(stored)
    assert not check_password(PASSWORD, stored)
    assert time.process_time() - start < 0.03  # the cheapest hash takes longer


@given(st.text(max_size=40))
@settings(max_examples=300)
def test_no_text_breaks_the_reader_of_hashes(text):
    assert not check_password(text, text)
    is_password_hash(PASSWORD_HASH[:20] + text)
