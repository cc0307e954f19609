"""Read Markdown documents, each once in its life: what was read before is remembered by its content. Writes only the cache."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from i18n_site.cache import Cache, key_of
from i18n_site.formats.markdown import Rules, read_document
from i18n_site.model import Document, Finding, Segment
from i18n_site.publish.sources import is_protected
from i18n_site.workers import spread


@dataclass(frozen=True, slots=True)
class Unread:
    """A document's file, and what decides how it is read."""

    data: bytes
    path: str
    section: str
    slug: str
    rules: Rules

    @property
    def key(self) -> bytes:
        """Names everything that the document is made from."""
        rules = [
            sorted(self.rules.figures),
            self.rules.fields,
            self.rules.known,
            self.rules.address,
            self.rules.slug,
            self.rules.math,
            self.rules.jsx,
        ]
        return key_of(self.path, self.section, self.slug, msgspec.msgpack.encode(rules), self.data)


class _Stored(msgspec.Struct, array_like=True):
    """A document without what whoever asks for it knows."""

    slug: str
    fields: Any
    segments: tuple[Segment, ...]
    body: int
    problems: tuple[Finding, ...]


class _Read(NamedTuple):
    """A document that was read just now."""

    stored: bytes
    document: Document | None
    """None where another process has read it: to send it would take longer than to make it of what is stored."""

    def __reduce__(self) -> tuple[type[_Read], tuple[bytes, None]]:
        """As it is sent to another process."""
        return _Read, (self.stored, None)


def read_documents(unread: Sequence[Unread], cache_path: Path, *, keep: bool = True) -> Iterator[Document]:
    """The documents of some files, in their order. Raises DocumentError and SyntaxFault as `read_document` does.

    What is read is remembered, unless the cache is only to be used (`keep`). Protected documents are read each time: nothing
    of their bodies may lie in build/.
    """
    cache = Cache(cache_path)
    decoder = msgspec.msgpack.Decoder(_Stored)
    keys = [one.key for one in unread]
    known = {key: value for key in keys if (value := cache.get(key)) is not None}
    missing = [one for one, key in zip(unread, keys, strict=True) if key not in known]
    fresh = spread(_read, None, missing, [len(one.data) for one in missing])
    for one, key in zip(unread, keys, strict=True):
        stored = known.get(key)
        if stored is not None:
            try:
                yield _restored(one, decoder.decode(stored))
                continue
            except msgspec.DecodeError:  # a cache of ours that we cannot read: as good as none
                read = _read(None, one)
        else:
            read = next(fresh)
        document = read.document or _restored(one, decoder.decode(read.stored))
        if not is_protected(document):
            cache.put(key, read.stored)
        yield document
    if keep:
        cache.save()


def _read(_: None, one: Unread) -> _Read:
    document = read_document(one.data, path=one.path, section=one.section, slug=one.slug, rules=one.rules)
    stored = _Stored(document.slug, document.fields, document.segments, document.body, document.problems)
    return _Read(msgspec.msgpack.encode(stored), document)


def _restored(one: Unread, stored: _Stored) -> Document:
    return Document(
        path=one.path,
        section=one.section,
        slug=stored.slug,
        fields=stored.fields,
        text=one.data,
        segments=stored.segments,
        body=stored.body,
        problems=stored.problems,
        math=one.rules.math,
        mdx=one.rules.jsx,
        jsx=one.rules.jsx,
    )
