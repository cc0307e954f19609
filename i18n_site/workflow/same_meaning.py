"""What a maintainer declares to mean what it meant: places in source files -> the messages that stand there. Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from i18n_site.config import CONFIG_PATH, Site
from i18n_site.errors import DocumentError
from i18n_site.model import MessageKey, Reference, Segment
from i18n_site.workflow.extract import collect
from i18n_site.workflow.read_sources import read_sources

Keys = Mapping[str, frozenset[MessageKey]]
"""Domain -> messages."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One place with the messages that stand there."""

    place: Reference
    keys: Keys


def find_declared(site: Site, places: Sequence[str]) -> tuple[Declaration, ...]:
    """The messages at some places, `content/news/athens.md` or `content/news/athens.md:12`, any line of a passage.

    Raises DocumentError for a place at which no text is translated.
    """
    if not places:
        return ()
    sources = read_sources(site)
    texts = {document.path: document.text for document in (*sources.documents, *(file.document for file in sources.data))}
    if (site.root / CONFIG_PATH).is_file():
        texts[CONFIG_PATH] = (site.root / CONFIG_PATH).read_bytes()
    segments = collect(site, sources)
    return tuple(_declare(_parse_place(place), segments, texts) for place in places)


def union(declared: Sequence[Declaration]) -> Keys:
    """The messages of all places together."""
    domains = dict.fromkeys(domain for declaration in declared for domain in declaration.keys)
    return {domain: frozenset().union(*(found.keys.get(domain, ()) for found in declared)) for domain in domains}


def _parse_place(text: str) -> Reference:
    path, line = (found[1], int(found[2])) if (found := re.fullmatch(r"(.+):([0-9]{1,9})", text)) else (text, None)
    return Reference(PurePosixPath(path).as_posix(), line)


def _declare(place: Reference, segments: Mapping[str, Sequence[Segment]], texts: Mapping[str, bytes]) -> Declaration:
    keys: dict[str, frozenset[MessageKey]] = {}
    for domain, found in segments.items():
        here = frozenset(segment.key for segment in found if _stands_at(segment, place, texts.get(place.path, b"")))
        if here:
            keys[domain] = here
    if not keys:
        advice = "name a source file as it lies in the site, and a line of a passage: content/news/athens.md:12"
        raise DocumentError("nothing that is translated stands here", path=place.path, line=place.line, advice=advice)
    return Declaration(place, keys)


def _stands_at(segment: Segment, place: Reference, text: bytes) -> bool:
    return segment.reference.path == place.path and (place.line is None or place.line in _lines(segment, text))


def _lines(segment: Segment, text: bytes) -> Iterator[int]:
    """The lines of a segment's file that it stands in."""
    first = segment.reference.line or 1
    more = text.count(b"\n", *segment.span) if segment.span else 0
    yield from range(first, first + more + 1)
