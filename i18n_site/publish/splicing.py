"""A document with translations put into it, looked at no closer than is asked. Knows nothing of catalogues or languages.

Most translations show by the HTML of their page that they fit (`mould.py`); only the others are read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

import pyromark

from i18n_site.formats.compare import may_hold_controls
from i18n_site.formats.dialect import OPTIONS
from i18n_site.formats.foreign import Covered, cover, may_hold_syntax
from i18n_site.formats.frames import encode, moved, splice
from i18n_site.formats.reading import read_body, read_opening
from i18n_site.formats.runs import Reading, plain_text
from i18n_site.model import Document, Kind, Segment, Span
from i18n_site.publish.isolate import have_same_addresses, is_sound, read_definitions
from i18n_site.publish.mould import Mould, inner_htmls, is_passage, make_mould, may_be_filled, text_of_html


class Original:
    """A document as its author wrote it."""

    def __init__(self, document: Document, figures: frozenset[str]) -> None:
        self.document = document
        self.figures = figures
        self.body = document.body
        self.text = document.text[document.body :].decode("utf-8")
        self.definitions = read_definitions(self.text)

    @cached_property
    def reading(self) -> Reading:
        """The source, read whole: few documents need it, since most translations show by their HTML that they fit."""
        return read_body(self.text, self.figures, math=self.document.math)

    @cached_property
    def opening(self) -> Reading:
        """The source as far as its first run."""
        return read_opening(self.text, self.figures, lambda run: True, math=self.document.math)

    @cached_property
    def covered(self) -> Covered:
        """The source as the parser reads it."""
        return cover(self.text)

    @cached_property
    def mould(self) -> Mould | None:
        """The source's HTML without its passages; None where it says too little."""
        return make_mould(self.document, self.covered)

    @cached_property
    def with_syntax(self) -> Collection[int]:
        """Indices of the segments that may hold marks of other generators."""
        mdx = self.document.mdx
        return {
            index
            for index, segment in enumerate(self.document.segments)
            if may_hold_syntax(segment.key.msgid) or (mdx and (segment.kind is Kind.HTML or "<" in segment.key.msgid))
        }

    @cached_property
    def spans(self) -> Sequence[tuple[int, Span]]:
        """Index and place of each segment that has one, in the order of the file."""
        found = [(index, segment.span) for index, segment in enumerate(self.document.segments) if segment.span is not None]
        return sorted(found, key=lambda pair: pair[1])

    @cached_property
    def run_of(self) -> Mapping[int, int]:
        """Index of a segment -> index of the run that holds it."""
        return _runs_of(self.document, self.reading)


class Spliced:
    """A document with some translations in it."""

    def __init__(self, source: Original, texts: Mapping[int, str]) -> None:
        """`texts`: the translations by the indices of their segments, in the order of these."""
        self.source = source
        self.texts = texts
        segments, data = source.document.segments, source.document.text
        self.replacements: dict[int, tuple[Span, bytes]] = {}
        """By the index of the segment; none for what has no place in the file."""
        for index, text in texts.items():
            segment = segments[index]
            if segment.span is not None:
                self.replacements[index] = segment.span, encode(segment.frame, text)
        self.data = splice(data, self.replacements.values()) if self.replacements else data
        before = (len(put) - (end - start) for (start, end), put in self.replacements.values() if end <= source.body)
        self.body = source.body + sum(before)

    def places(self) -> Mapping[int, Span]:
        """Where each segment lies that has a place in the file, by its index."""
        found, shift = {}, 0
        for index, (start, end) in self.source.spans:
            put = self.replacements.get(index)
            length = end - start if put is None else len(put[1])
            found[index] = Span(start + shift, start + shift + length)
            shift += length - (end - start)
        return found

    def doubtful(self) -> list[int]:
        """Translations that are not known to account for all that their sources have, and to hold nothing that could do harm."""
        source, proved, found = self.source, self.proved or {}, []
        mould, segments, with_syntax = source.mould, source.document.segments, source.with_syntax
        mdx = source.document.mdx
        for index, msgstr in self.texts.items():
            segment, put = segments[index], proved.get(index)
            if put is None or mould is None:
                fits = "<" not in msgstr and not is_passage(source.document, segment)
            else:
                fits = mould.fits(index, msgstr, put)
            if segment.kind is Kind.CAPTION or segment.kind is Kind.IMAGE:
                fits = fits and not any(sign in text for sign in "[`<" for text in (msgstr, segment.key.msgid))
            # what is HTML to the parser must be sound JSX to MDX
            fits = fits and not (mdx and "<" in msgstr)
            if not fits or index in with_syntax or may_hold_syntax(msgstr) or may_hold_controls(msgstr):
                found.append(index)
        return found

    @cached_property
    def text(self) -> str:
        """The body."""
        return self.data[self.body :].decode("utf-8") if self.replacements else self.source.text

    @cached_property
    def reading(self) -> Reading:
        """The body, read whole."""
        if not self.replacements:
            return self.source.reading
        return read_body(self.text, self.source.figures, math=self.source.document.math)

    @property
    def title(self) -> str:
        """What a reader reads of the first run."""
        source = self.source
        if not self.replacements:
            return plain_text(source.opening.runs[0])
        whole = Span(*(place + source.body for place in source.opening.runs[0].span))
        index = next((index for index, span in source.spans if span == whole), -1)
        put = (self.proved or {}).get(index)
        text = None if put is None or "<" in self.texts[index] else text_of_html(put)
        if text is None:
            text = plain_text(read_opening(self.text, source.figures, lambda run: True, math=source.document.math).runs[0])
        return text

    @cached_property
    def proved(self) -> Mapping[int, str] | None:
        """The HTML of each translated passage, where it shows that they all stand in their places and nothing else changed."""
        source, mould = self.source, self.source.mould
        if mould is None or not may_be_filled(self.text):
            return None
        passages: dict[int, tuple[Segment, bytes]] = {}
        for index, (_, put) in self.replacements.items():
            segment = source.document.segments[index]
            if mould.holds(index):
                if (segment.kind is Kind.HTML or segment.kind is Kind.ATTRIBUTE) and not mould.is_plain(index):
                    return None
                passages[index] = segment, put
            elif segment.kind is Kind.LINK_TITLE:
                return None
        shown = inner_htmls([*passages.values()], source.definitions)
        if shown is None:
            return None
        found = dict(zip(passages, shown, strict=True))
        covered = cover(self.text)
        if not self._has_lines(covered) or pyromark.html(covered.text, options=OPTIONS) != mould.filled(found):
            return None
        return found

    def _has_lines(self, covered: Covered) -> bool:
        """Whether the lines that only other generators read are the source's, with the captions where splicing put them."""
        source = self.source
        if not covered.lines and not source.covered.lines:
            return True
        (ours, places), (theirs, found) = _lines(source.covered, source.text), _lines(covered, self.text)
        before = [Span(start + source.body, end + source.body) for start, end in places]
        expected = moved(before, [*self.replacements.values()])
        return ours == theirs and [(start + self.body, end + self.body) for start, end in found] == expected

    @cached_property
    def sound(self) -> bool:
        """Whether its structure is the source's."""
        source = self.source
        if not self.replacements:
            return True
        if source.definitions and not have_same_addresses(read_definitions(self.text), source.definitions):
            return False
        return self.proved is not None or is_sound(source.reading, self.reading, [*self.replacements.values()], shift=source.body)


def _lines(covered: Covered, text: str) -> tuple[list[tuple[bytes, str]], list[Span]]:
    """What no translation changes of the lines that the parser does not read, and where their captions are."""
    data = text.encode()
    parts: list[tuple[bytes, str]] = []
    captions: list[Span] = []
    for _, line in sorted(covered.lines.items()):
        position = line.span.start
        for caption in line.captions:
            captions.append(caption.trimmed(data))
            parts.append((data[position : captions[-1].start], caption.head))
            position = captions[-1].end
        parts.append((data[position : line.span.end], ""))
    return parts, captions


def _runs_of(document: Document, reading: Reading) -> dict[int, int]:
    """Index of a segment -> index of the run that holds it."""
    result, number, runs = {}, 0, reading.runs
    for index, segment in enumerate(document.segments):
        if segment.span is None or segment.span.start < document.body:
            continue
        start, end = segment.span.start - document.body, segment.span.end - document.body
        while number < len(runs) and runs[number].span.end < end:
            number += 1
        if number < len(runs) and runs[number].span.start <= start:
            result[index] = number
    return result
