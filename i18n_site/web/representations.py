"""One response in every coding: bodies, strong ETags, 304 (RFC 9110). Knows headers; nothing of Flask, pages or releases."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import brotli

Headers = list[tuple[str, str]]
Answer = tuple[str, Headers, bytes]
"""Status line, headers, body."""

CODINGS: Final = ("br", "gzip", "identity")
"""What we can send, the best first."""

SMALLEST: Final = 500
"""Bytes: a shorter body is sent as it is, since it fits into the packet of its headers either way."""

_BROTLI_QUALITY = 6
_GZIP_LEVEL = 6

_OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding", "content-language"})
"""Headers that describe a body, for which a 304, which has none, has no use."""
_MADE_HERE = frozenset({"content-length", "content-encoding", "etag", "vary"})

_ITEM = re.compile(r"\s*([!#$%&'*+.^_`|~0-9a-z-]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?", re.IGNORECASE)
_ENTITY_TAG = re.compile(r'(?:W/)?("[^"]*")')


@lru_cache(maxsize=512)
def choose_coding(accepted: str) -> str:
    """One of `CODINGS` for an Accept-Encoding header: that with the highest weight, the first where several have it.

    `identity` where nothing else is acceptable: a page that can be read is better than 406. A malformed item is dropped.
    """
    weights: dict[str, float] = {}
    for item in accepted[:1000].split(","):
        if found := _ITEM.fullmatch(item):
            weights.setdefault(found[1].lower().replace("x-gzip", "gzip"), float(found[2] or 1))
    other = weights.get("*", 0.0)
    # Identity is acceptable unless it is refused, and wanted before a coding only where it is named with a higher weight.
    offered = {coding: weights.get(coding, other if coding != "identity" else 0.0) for coding in CODINGS}
    best = max(CODINGS, key=lambda coding: offered[coding])
    return best if offered[best] > 0 else "identity"


class Representations:
    """A response whose body is compressed once for each coding. Answers any number of requests, from many threads."""

    __slots__ = ("_answers", "_headers", "_not_modified", "_tag", "_varies", "body", "size")

    def __init__(self, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        """`headers`: all but those that depend on the coding, which are made here."""
        self.body = body
        self.size = len(body)
        """Bytes of all bodies made so far."""
        self._tag = hashlib.sha256(body).hexdigest()[:32]
        self._varies = len(body) >= SMALLEST
        self._headers = [(name, value) for name, value in headers if name.lower() not in _MADE_HERE]
        self._headers.append(("Vary", "Accept-Encoding"))
        self._not_modified = [(name, value) for name, value in self._headers if name.lower() not in _OF_THE_BODY]
        self._answers: dict[str, tuple[str, Headers, Headers, bytes]] = {}

    def answer(self, accepted: str, known: str | None) -> Answer:
        """What is sent to a request with this Accept-Encoding and this If-None-Match. The headers are the caller's own."""
        coding = choose_coding(accepted) if accepted else "identity"
        etag, headers, not_modified, body = self._answers.get(coding) or self._make(coding)
        if known is not None and is_known(etag, known):
            return "304 NOT MODIFIED", not_modified[:], b""
        return "200 OK", headers[:], body

    def _make(self, coding: str) -> tuple[str, Headers, Headers, bytes]:
        """The body in a coding, kept from now on; as it is where that coding would not make it smaller."""
        body = _encode(self.body, coding) if self._varies else self.body
        if coding != "identity" and len(body) >= len(self.body):
            made = self._answers.get("identity") or self._make("identity")
        else:
            etag = f'"{self._tag}"' if coding == "identity" else f'"{self._tag}-{coding}"'
            encoding = [] if coding == "identity" else [("Content-Encoding", coding)]
            headers = [*self._headers, *encoding, ("Content-Length", str(len(body))), ("ETag", etag)]
            made = (etag, headers, [*self._not_modified, ("ETag", etag)], body)
            self.size += len(body) if coding != "identity" else 0
        self._answers[coding] = made
        return made


def _encode(body: bytes, coding: str) -> bytes:
    """The body in a coding: the same bytes at any time, on any machine that has the same libraries."""
    if coding == "br":
        return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=_BROTLI_QUALITY))
    return gzip.compress(body, _GZIP_LEVEL, mtime=0) if coding == "gzip" else body


def is_known(etag: str, header: str) -> bool:
    """Whether an If-None-Match header names a strong entity tag, by weak comparison (RFC 9110, 8.8.3.2 and 13.1.2)."""
    return header == etag or header.strip() == "*" or etag in _ENTITY_TAG.findall(header)
