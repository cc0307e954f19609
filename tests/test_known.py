"""What is known comes back under its key, and a copy tells the original what it has learned."""

from __future__ import annotations

import copy
from types import MappingProxyType

import pytest

from i18n_site.known import Known, encode


def test_a_copy_tells_what_it_asked_for_and_what_is_new():
    known = Known({b"a": b"1", b"b": b"2"})
    other = copy.deepcopy(known)
    assert (other.get(b"a"), other.get(b"c")) == (b"1", None)
    other.put(b"c", b"3")
    taken = other.take()
    assert taken == {b"a": None, b"c": b"3"}
    assert other.take() == {}
    known.add(taken)
    assert known.used == {b"a": b"1", b"c": b"3"}


def test_a_value_that_is_put_in_takes_the_place_of_the_one_from_before():
    known = Known({b"a": b"1"})
    known.put(b"a", b"2")
    assert known.get(b"a") == b"2"
    known.add(known.take())
    assert (known.get(b"a"), known.used) == (b"2", {b"a": b"2"})


def test_a_key_names_every_value_and_the_program():
    keys = [
        Known().key("a", "b"),
        Known().key("ab"),
        Known().key(["a", "b"]),
        Known().key("a", None),
        Known(version=b"1").key("a", "b"),
    ]
    assert len(set(keys)) == len(keys)
    assert Known().key({"x": 1, "y": 2}) == Known().key(MappingProxyType({"y": 2, "x": 1}))
    with pytest.raises(TypeError, match="nothing is known of a object"):
        encode(object())
