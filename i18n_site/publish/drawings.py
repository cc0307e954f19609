"""Drawings in other languages: the variants of an SVG file that its translations make. Opens no files.

`chart.svg` gets a `chart.fr.svg` as soon as French has one of its texts, unless somebody has drawn one.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from i18n_site.formats.compare import Difference
from i18n_site.formats.svg import encode_text, put_texts, tags_of
from i18n_site.model import Document, Finding, Kind, Segment, State
from i18n_site.publish.images import size_of
from i18n_site.publish.localise import Translation
from i18n_site.publish.sources import SourceFile
from i18n_site.publish.translations import differences_alone, finding_of

Find = Callable[[str, Segment], Translation | None]


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that no author wrote."""

    file: SourceFile
    data: bytes


def make_drawings(
    drawings: Sequence[Document], chains: Mapping[str, Sequence[str]], find: Find, files: Collection[str]
) -> tuple[list[MadeFile], list[Finding]]:
    """The variants of all drawings that are not there yet, and the translations that were refused."""
    made: list[MadeFile] = []
    findings: dict[Finding, None] = {}
    for drawing in drawings:
        stem, suffix = posixpath.splitext(drawing.path.removeprefix("content/"))
        for locale, chain in chains.items():
            names = {f"{stem}.{locale}{suffix}", f"{stem}.{locale.replace('-', '_')}{suffix}"}
            if not chain or names & set(files):
                continue
            data = localise_drawing(drawing, locale, chain, find, findings)
            if data is not None:
                path, digest = f"{stem}.{locale}{suffix}", hashlib.sha256(data).hexdigest()
                made.append(MadeFile(SourceFile(path, len(data), digest, size_of(data, suffix)), data))
    return made, list(findings)


def localise_drawing(
    drawing: Document, locale: str, chain: Sequence[str], find: Find, findings: dict[Finding, None]
) -> bytes | None:
    """A drawing in a language, whose chain ends in the source's; None where the language has none of its texts."""
    steps = [locale, *chain[:-1]]
    texts = [(segment, *_text_of(segment, steps, chain[-1], find, findings)) for segment in drawing.segments]
    if not any(language == locale for _, _, language in texts):
        return None
    return put_texts(drawing, locale, texts)


def _text_of(segment: Segment, steps: Sequence[str], source: str, find: Find, findings: dict[Finding, None]) -> tuple[str, str]:
    """The text that stands for a segment, and its language."""
    for number, step in enumerate(steps):
        translation = find(step, segment)
        if translation is None or (number and translation.state is State.STALE):
            continue
        refused = False
        for difference in _differences(segment, translation.text):
            findings[finding_of(segment, translation.origin, difference)] = None
            refused = refused or difference.blocks
        if not refused:
            return translation.text, step
    return segment.key.msgid, source


def _differences(segment: Segment, text: str) -> Iterator[Difference]:
    found = list(differences_alone(segment, text))
    yield from found
    if any(difference.code == "length" for difference in found):
        return
    if segment.kind is not Kind.ATTRIBUTE and tags_of(encode_text(text)) != tags_of(segment.key.msgid):
        said = "the tags of the translation are not those of the source, or not closed in order; copy them from the source"
        yield Difference("html", said, True)
