"""Keys that are hashed together have the hashes that each has alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.catalogue import mo_hash
from i18n_site.catalogue.mo_hash import hash_keys, hash_table

BEYOND = b"}----&/!"
"""Its last byte carries beyond 32 bits."""


def hash_alone(key: bytes) -> int:
    """hash-string.c of GNU gettext, in as many bits as it takes."""
    code = 0
    for byte in key:
        code = (code << 4) + byte
        high = code & 0xF0000000
        code = code ^ high >> 24 ^ high
    return code & 0xFFFFFFFF


keys = st.binary(max_size=300).map(lambda key: key.replace(b"\0", b"\xff"))


@given(st.lists(keys, max_size=80), st.integers(1, 5))
def test_each_key_has_its_own_hash(some, times):
    some = [key * times for key in some]
    assert list(hash_keys(some)) == [hash_alone(key) for key in some]


def test_a_few_long_keys_among_many_short_ones():
    some = [b"%d" % number for number in range(200)] + [b"long" * 5000, b"\xff" * 70, b""]
    assert list(hash_keys(some)) == [hash_alone(key) for key in some]


def test_what_is_beyond_32_bits_does_not_count():
    some = [BEYOND * times + b"%d" % times for times in range(100)]
    assert (hash_alone(BEYOND[:-1]) << 4) + BEYOND[-1] > 0xFFFFFFFF
    assert list(hash_keys(some)) == [hash_alone(key) for key in some]


def test_every_place_is_in_the_table_once():
    table = hash_table([b"%d" % number for number in range(1000)])
    assert sorted(filter(None, table)) == list(range(1, 1001))
    assert len(table) == 1361  # the prime above 1000 * 4 / 3 = 1333


@given(st.lists(st.lists(keys, max_size=8, unique=True), max_size=6))
def test_what_is_remembered_of_other_tables_changes_none(tables):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mo_hash, "_REMEMBERED", 10)
        patch.setattr(mo_hash, "_remembered", {})
        after_others = [hash_table(some) for some in tables]
        assert len(mo_hash._remembered) <= 10
        for some, table in zip(tables, after_others, strict=True):
            mo_hash._remembered.clear()
            assert hash_table(some) == table
