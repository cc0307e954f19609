"""Put the values of figures into a localised file, each at its bytes. Opens no files.

For programs that know nothing of `{members}`: what stands there is then an ordinary text, written for its passage's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import chain
from typing import Any

import pyromark

from i18n_site.formats.dialect import Event, options_of
from i18n_site.formats.foreign import cover
from i18n_site.formats.frames import encode
from i18n_site.formats.pieces import splice
from i18n_site.formats.reading import read_body
from i18n_site.formats.runs import PLACEHOLDER
from i18n_site.model import Finding, LocalisedDocument, LocalisedSegment, Severity, Span
from i18n_site.publish.figures import Figures

Replacement = tuple[Span, bytes]


def fill_figures(localised: LocalisedDocument, figures: Figures) -> tuple[bytes, tuple[Finding, ...]]:
    """The file with values for its placeholders, and what could not be filled in: that stays as it is.

    Placeholders in code stay too, as on a rendered page.
    """
    data, at = localised.markdown, localised.body
    fields = list(_in_fields(localised, figures))
    if b"{" not in data[at:]:
        return splice(data, fields), ()
    body = data[at:].decode("utf-8")
    replacements = list(_BodyFiller(localised, figures, body).replacements())
    filled = splice(data[at:], replacements)
    math = localised.document.math
    before, after = (
        read_body(text, figures.names, math=math, jsx=localised.document.jsx) for text in (body, filled.decode("utf-8"))
    )
    left = {mark.value for run in after.runs for mark in run.marks if mark.category == "placeholder"}
    if before.skeleton != after.skeleton or len(before.runs) != len(after.runs):
        said = "its figures cannot be filled in without changing the structure of the page; write them inside a sentence"
        finding = Finding("figures", Severity.ERROR, said, path=localised.document.path)
        return splice(data, fields), (finding,)
    findings = [
        Finding("figures", Severity.ERROR, f"{{{name}}} cannot be filled in where it stands", path=localised.document.path)
        for name in sorted(left)
    ]
    return splice(data[:at], fields) + filled, tuple(findings)


def _in_fields(localised: LocalisedDocument, figures: Figures) -> Iterator[Replacement]:
    """Translatable fields of front matter and data that hold a placeholder."""
    for part in localised.segments:
        if part.output_span is None or part.output_span.end > localised.body or "{" not in part.text:
            continue
        filled = figures.fill(part.text, part.locale)
        if filled != part.text:
            yield part.output_span, encode(part.segment.frame, filled)


class _BodyFiller:
    """Finds the placeholders of a body in its bytes."""

    def __init__(self, localised: LocalisedDocument, figures: Figures, body: str) -> None:
        self.figures = figures
        self.covered = cover(body, localised.document.jsx)
        self.data = body.encode()
        self.locale = localised.locale
        self.options = options_of(math=localised.document.math)
        spans = [(part.output_span, part) for part in localised.segments if part.output_span is not None]
        self.parts: list[tuple[Span, LocalisedSegment]] = [
            (Span(span.start - localised.body, span.end - localised.body), part)
            for span, part in sorted(spans, key=lambda pair: pair[0])
            if span.start >= localised.body
        ]

    def replacements(self) -> Iterator[Replacement]:
        """One for each placeholder that is a figure and stands in a text."""
        code = False
        heading: tuple[Any, Span] | None = None
        event: Event
        for event, place in pyromark.events_with_range(self.covered.text, options=self.options, merge_text=True):
            if not isinstance(event, dict):
                line = self.covered.lines.get(place["start"]) if event == "Rule" else None
                for caption in line.captions if line else ():
                    yield from self._in_text(caption.span)
                continue
            span = Span(place["start"], place["end"])
            [(name, value)] = event.items()
            tag, detail = next(iter(value.items())) if isinstance(value, dict) else (value, None)
            if name == "Start":
                code = code or tag == "CodeBlock"
                heading = (detail, span) if tag == "Heading" else heading
            elif name == "End":
                code = code and tag != "CodeBlock"
                if tag == "HtmlBlock":
                    yield from self._in_html(span)
                elif tag == "Heading" and heading is not None:
                    yield from self._in_attributes(*heading)
            elif name == "Text" and not code and "{" in value:
                yield from self._in_text(span)

    def _value(self, name: str, position: int) -> str | None:
        for span, part in self.parts:
            if span.start <= position < span.end:
                return self.figures.text(name, part.locale)
        return self.figures.text(name, self.locale)

    def _in_text(self, span: Span) -> Iterator[Replacement]:
        for found in _WRITTEN.finditer(self.data, span.start, span.end):
            value = self._value(found[1].replace(b"\\", b"").decode(), found.start())
            if value is not None:
                start = found.start() - _is_escaped(self.data, found.start())
                yield Span(start, found.end()), self._as_text(value, start, found.end())

    def _as_text(self, value: str, start: int, end: int) -> bytes:
        """A value that is read as it is: what is markup in it is escaped."""
        text = _MARKUP.sub(r"\\\g<0>", " ".join(value.split()) if "\n" in value else value)
        before = self.data[self.data.rfind(b"\n", 0, start) + 1 : start]
        if _NUMBER.fullmatch(text) and not before.strip(b" \t>*+-") and _MARKER_END.match(self.data, end):
            text += "\\"  # at a line's start `1990.` would begin a list
        return text.encode()

    def _in_attributes(self, detail: Any, span: Span) -> Iterator[Replacement]:
        """`## Members {members}`, which the parser takes for an attribute."""
        for name, given in detail["attrs"]:
            written = f"{{{name}}}".encode()
            start = self.data.rfind(written, span.start, span.end)
            value = self._value(name, start) if given is None and start >= 0 else None
            if value is not None:
                yield Span(start, start + len(written)), self._as_text(value, start, start + len(written))

    def _in_html(self, span: Span) -> Iterator[Replacement]:
        tags_end = self.data.rfind(b">", span.start, span.end) + 1 or span.start
        for found in chain(
            _TAG_OR_WRITTEN.finditer(self.data, span.start, tags_end), _WRITTEN_IN_HTML.finditer(self.data, tags_end, span.end)
        ):
            value = self._value(found[1].decode(), found.start()) if found[1] else None
            if value is not None:
                yield Span(*found.span()), escape(value, quote=False).encode()


_WRITTEN = re.compile(rb"\{((?:[A-Za-z]|\\?_)(?:[A-Za-z0-9]|\\?[_-])*)\\?\}")
"""As a placeholder may be written in Markdown: `{enquiry\\_email\\}` reads the same."""
_WRITTEN_IN_HTML = re.compile(PLACEHOLDER.pattern.encode())
_TAG_OR_WRITTEN = re.compile(rb"<[^>]*>|" + _WRITTEN_IN_HTML.pattern)
_MARKUP = re.compile(r"[\\`*\[\]<|~{]|&(?=[#\w])|(?<!\w)_|_(?!\w)")
_NUMBER = re.compile(r"[0-9]{1,9}")
_MARKER_END = re.compile(rb"[.)](?=[ \t\r\n]|\Z)")


def _is_escaped(data: bytes, position: int) -> bool:
    """Whether an odd number of backslashes stands before a byte."""
    first = position
    while first and data[first - 1] == 0x5C:
        first -= 1
    return (position - first) % 2 == 1
