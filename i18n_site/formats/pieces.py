"""Put other bytes into places of a file. Knows nothing of what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from i18n_site.model import Span


def splice(data: bytes, replacements: Iterable[tuple[Span, bytes]]) -> bytes:
    """`data` with each span replaced; spans are disjoint, in any order."""
    parts: list[bytes] = []
    position = 0
    for span, put in sorted(replacements):
        parts += (data[position : span.start], put)
        position = span.end
    return b"".join([*parts, data[position:]])


def moved(spans: Sequence[Span], replacements: Sequence[tuple[Span, bytes]]) -> list[Span]:
    """Where spans of the source lie after splicing. Each holds a replaced span whole or does not touch it."""
    # the end of each replaced span, and by how much its text is longer
    ordered = [(end, len(put) - (end - start)) for (start, end), put in sorted(replacements)]
    result, shift, at, count = [], 0, 0, len(ordered)
    for start, end in spans:
        while at < count and ordered[at][0] <= start:
            shift += ordered[at][1]
            at += 1
        grown, inner = shift, at
        while inner < count and ordered[inner][0] <= end:
            grown += ordered[inner][1]
            inner += 1
        result.append(Span(start + shift, end + grown))
    return result
