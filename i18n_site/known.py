"""What was made before, by a key that names all that it is made from. A value in memory: opens no files.

Work that is spread over processes asks a copy; `take` gives what a copy has learned, to be added to the original.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import msgspec

DIGEST = 20
"""Bytes of a key."""

T = TypeVar("T")
Learned = Mapping[bytes, bytes | None]
"""What a copy has been asked for or has put in; None for what the original knows as well."""


class Known:
    """Values by key: those of an earlier run, `old`, and those that this one has `used`."""

    def __init__(self, old: Mapping[bytes, bytes] | None = None, version: bytes = b"") -> None:
        """`version` names the program that makes the values: what another one has made is not known."""
        self.version = version
        self.old: Mapping[bytes, bytes] = old or {}
        self.used: dict[bytes, bytes] = {}
        self._touched: dict[bytes, bytes] = {}
        """What has been used since `take` was last asked."""

    def key(self, *parts: Any) -> bytes:
        """The key of what is made from these values, in this order; values of dataclasses and of what they hold."""
        return hashlib.blake2b(self.version + encode(parts), digest_size=DIGEST).digest()

    def get(self, key: bytes) -> bytes | None:
        """What was put in under this key; None where nothing is known."""
        value = self._touched.get(key, self.used.get(key, self.old.get(key)))
        if value is not None:
            self._touched[key] = value
        return value

    def put(self, key: bytes, value: bytes) -> None:
        """Remember a value, in place of another that the key had."""
        self._touched[key] = value

    def remembered(self, make: Callable[[], T], kind: Any, *parts: Any) -> T:
        """What `make` makes of these values alone, made once. `kind`: its type, as msgspec reads it."""
        key = self.key(*parts)
        if (stored := self.get(key)) is not None:
            return cast("T", msgspec.msgpack.decode(stored, type=kind))
        made = make()
        self.put(key, encode(made))
        return made

    def take(self) -> Learned:
        """What has been asked for or put in since this was last asked, which is forgotten here."""
        taken = {key: None if self.old.get(key) == value else value for key, value in self._touched.items()}
        self._touched = {}
        return taken

    def add(self, taken: Learned) -> None:
        """Take over what a copy, or this itself, has taken."""
        for key, value in taken.items():
            self.used[key] = self.old[key] if value is None else value


def encode(value: Any) -> bytes:
    """Bytes that depend on a value alone: keys of mappings are sorted."""
    return msgspec.msgpack.encode(value, enc_hook=_plain, order="deterministic")


def _plain(value: object) -> object:
    """A read-only mapping as a dict; msgspec knows no other."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"nothing is known of a {type(value).__name__}")
