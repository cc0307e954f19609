"""What is remembered comes back, and no state of the file does harm."""

from __future__ import annotations

import pytest

from i18n_site.cache import Cache, key_of


def filled(path, **values):
    cache = Cache(path)
    for name, value in values.items():
        cache.put(key_of(name), value)
    cache.save()
    return path


def test_what_was_put_in_comes_back_from_the_file(tmp_path):
    path = filled(tmp_path / "build" / "cache", one=b"1", two=b"", three=b"\0" * 100_000)
    cache = Cache(path)
    assert [cache.get(key_of(name)) for name in ("one", "two", "three", "four")] == [b"1", b"", b"\0" * 100_000, None]


def test_saving_lets_go_what_nobody_asked_for(tmp_path):
    path = filled(tmp_path / "cache", one=b"1", two=b"2")
    cache = Cache(path)
    assert cache.get(key_of("one")) == b"1"
    cache.save()
    assert [Cache(path).get(key_of(name)) for name in ("one", "two")] == [b"1", None]


def test_the_same_values_are_the_same_bytes_and_are_not_written_again(tmp_path):
    one, other = filled(tmp_path / "one", a=b"1", b=b"2"), filled(tmp_path / "other", b=b"2", a=b"1")
    assert one.read_bytes() == other.read_bytes()
    before = one.stat()
    filled(one, b=b"2", a=b"1")
    assert (one.stat().st_ino, one.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("harm", ["empty", "cut", "flipped", "foreign", "longer", "a folder"])
def test_a_cache_that_is_damaged_is_as_good_as_none(tmp_path, harm):
    path = filled(tmp_path / "cache", one=b"1" * 50)
    data = path.read_bytes()
    if harm == "a folder":
        path.unlink()
        path.mkdir()
    else:
        flipped = data[:60] + bytes([data[60] ^ 1]) + data[61:]
        path.write_bytes({"empty": b"", "cut": data[:-7], "flipped": flipped, "foreign": b"SQLite", "longer": data + b"x"}[harm])
    cache = Cache(path)
    assert cache.get(key_of("one")) is None
    cache.put(key_of("one"), b"new")
    cache.save()
    assert harm == "a folder" or Cache(path).get(key_of("one")) == b"new"


def test_a_key_tells_where_one_part_ends_and_the_next_begins():
    keys = [key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of("abc", ""), key_of(b"ab", "d"), key_of("\ud800")]
    assert len(set(keys)) == len(keys)
    assert key_of("ab", "c") == key_of(b"ab", b"c")
