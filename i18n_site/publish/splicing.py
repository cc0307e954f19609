"""A document with translations put into it, looked at no closer than is asked. Knows nothing of catalogues or languages.

Most translations show by the HTML of their page that they fit (`mould.py`); only the others are read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import pyromark

from i18n_site.formats.compare import may_hold_controls
from i18n_site.formats.dialect import OPTIONS
from i18n_site.formats.foreign import Covered, cover
from i18n_site.formats.frames import encode
from i18n_site.formats.marks import has_same_syntax, is_module
from i18n_site.formats.pieces import moved
from i18n_site.formats.reading import read_body, read_opening
from i18n_site.formats.runs import Reading, plain_text
from i18n_site.model import Document, Kind, Span
from i18n_site.publish.isolate import have_same_addresses, is_sound, read_definitions
from i18n_site.publish.mould import Mould, is_passage, make_mould, mark, may_be_filled, shows, text_of_html


class FirstRun(NamedTuple):
    """What a body begins with that is read."""

    level: int
    """Of a heading; else 0."""
    span: Span
    """In the body."""


class Original:
    """A document as its author wrote it."""

    def __init__(self, document: Document, figures: frozenset[str]) -> None:
        self.document = document
        self.figures = figures
        self.body = document.body
        self.text = document.text[document.body :].decode("utf-8")
        self.definitions = read_definitions(self.text, jsx=document.jsx)

    @cached_property
    def reading(self) -> Reading:
        """The source, read whole: few documents need it, since most translations show by their HTML that they fit."""
        return read_body(self.text, self.figures, math=self.document.math, jsx=self.document.jsx)

    @cached_property
    def opening(self) -> Reading:
        """The source as far as its first run."""
        return read_opening(self.text, self.figures, lambda run: True, math=self.document.math, jsx=self.document.jsx)

    @cached_property
    def first_run(self) -> FirstRun | None:
        """Where the body begins to be read; None where there is nothing to read."""
        for index, (start, end) in self.spans:
            if start >= self.body:
                segment = self.document.segments[index]
                titled = segment.kind is Kind.HEADING and not segment.sentence
                if titled and _TITLE_MARK.fullmatch(self.document.text, self.body, start):
                    return FirstRun(1, Span(start - self.body, end - self.body))
                break
        runs = self.opening.runs
        return FirstRun(runs[0].level, runs[0].span) if runs else None

    @cached_property
    def covered(self) -> Covered:
        """The source as the parser reads it."""
        return cover(self.text, self.document.jsx)

    @cached_property
    def mould(self) -> Mould | None:
        """The source's HTML without its passages; None where it says too little."""
        return make_mould(self.document, self.covered, self.spans)

    @cached_property
    def spans(self) -> Sequence[tuple[int, Span]]:
        """Index and place of each segment that has one, in the order of the file."""
        found = [(index, segment.span) for index, segment in enumerate(self.document.segments) if segment.span is not None]
        return sorted(found, key=lambda pair: pair[1])

    @cached_property
    def run_of(self) -> Mapping[int, int]:
        """Index of a segment -> index of the run that holds it."""
        return _runs_of(self.document, self.reading)


_TITLE_MARK = re.compile(rb"(?:\s|<!--(?>.*?-->)[ \t]*\n)*#[ \t]*", re.DOTALL)
"""What stands before the text of a heading of the first level where nothing before it is read: blanks and comments."""


class Spliced:
    """A document with some translations in it."""

    def __init__(self, source: Original, texts: Mapping[int, str]) -> None:
        """`texts`: the translations by the indices of their segments, in the order of these."""
        self.source = source
        self.texts = texts
        segments, data = source.document.segments, source.document.text
        self.replacements: dict[int, tuple[Span, bytes]] = {}
        """By the index of the segment, in the order of the file; none for what has no place in it."""
        self.places: dict[int, Span] = {}
        """Where each segment lies that has a place in the file, by its index."""
        self.body = source.body
        parts: list[bytes] = []
        position = shift = 0
        for index, span in source.spans:
            start, end = span
            text = texts.get(index)
            if text is None:
                self.places[index] = Span(start + shift, end + shift)
                continue
            put = encode(segments[index].frame, text)
            self.replacements[index] = span, put
            self.places[index] = Span(start + shift, start + shift + len(put))
            parts += (data[position:start], put)
            position, shift = end, shift + len(put) - (end - start)
            if end <= source.body:
                self.body = source.body + shift
        self.data = b"".join([*parts, data[position:]]) if parts else data

    def doubtful(self) -> list[int]:
        """Translations that are not known to account for all that their sources have, and to hold nothing that could do harm."""
        source, proved, found = self.source, self.proved or {}, []
        mould, segments, mdx = source.mould, source.document.segments, source.document.mdx
        for index, msgstr in self.texts.items():
            segment, put = segments[index], proved.get(index)
            msgid = segment.key.msgid
            if put is None or mould is None:
                fits = "<" not in msgstr and not is_passage(source.document, segment)
            else:
                fits = mould.fits(index, segment, msgstr, put)
            if segment.kind is Kind.CAPTION or segment.kind is Kind.IMAGE:
                fits = fits and not any(sign in text for sign in "[`<" for text in (msgstr, msgid))
            if "{" in msgid or "{" in msgstr or "<" in msgid or "<" in msgstr:
                # what is HTML to the parser must be sound JSX to MDX; behind a tag or the sign of a quote a brace may begin a
                # mark that it does not begin by itself
                behind = segment.kind is Kind.HTML or segment.frame.prefix.endswith(">")
                fits = fits and not mdx and not behind and has_same_syntax(msgid, msgstr)
            if not fits or is_module(msgstr) or may_hold_controls(msgstr) or (mdx and segment.kind is Kind.HTML):
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
        return read_body(self.text, self.source.figures, math=self.source.document.math, jsx=self.source.document.jsx)

    @property
    def title(self) -> str:
        """What a reader reads of the first run."""
        source = self.source
        if not self.replacements or source.first_run is None:
            return plain_text(source.opening.runs[0])
        whole = Span(*(place + source.body for place in source.first_run.span))
        index = next((index for index, span in source.spans if span == whole), -1)
        put = (self.proved or {}).get(index)
        said = "<" if put is None else self.texts.get(index, source.document.segments[index].key.msgid)
        text = text_of_html(put) if put is not None and "<" not in said else None
        if text is None:
            text = plain_text(self._opening.runs[0])
        return text

    @property
    def _opening(self) -> Reading:
        document = self.source.document
        return read_opening(self.text, self.source.figures, lambda run: True, math=document.math, jsx=document.jsx)

    @cached_property
    def proved(self) -> Mapping[int, str] | None:
        """The HTML of each passage, where it shows that they all stand in their places and nothing else changed."""
        source, mould = self.source, self.source.mould
        if mould is None or not may_be_filled(self.text):
            return None
        segments = source.document.segments
        if source.definitions and any(segments[index].kind is Kind.LINK_TITLE for index in self.replacements):
            return None
        covered = cover(self.text)
        if not self._has_lines(covered):
            return None
        html = pyromark.html(mark(covered.text, map(self.places.__getitem__, mould.passages), self.body), options=OPTIONS)
        found = mould.taken_out(html)
        if found is None or not shows(covered.text, html):
            return None
        for index, msgstr in self.texts.items():
            suspect = ("<" in msgstr or index in mould.special) and index in found
            if suspect and not mould.holds(index, segments[index], msgstr, found[index]):
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
        if source.definitions and not have_same_addresses(
            read_definitions(self.text, jsx=source.document.jsx), source.definitions
        ):
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
