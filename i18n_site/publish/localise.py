"""Splice translations into a document, isolate the bad ones, keep the provenance of every passage. Opens no files.

A translation that would change the structure of its page falls to the next language of the chain, alone, and is reported with its
place in the catalogue; everything else ships.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pyromark

from i18n_site.formats.compare import Difference, differences
from i18n_site.formats.frames import encode, moved, splice
from i18n_site.formats.reading import OPTIONS, PLACEHOLDER, Mark, Reading, plain_text, read_body
from i18n_site.model import (
    Document,
    Encoder,
    Finding,
    Kind,
    LocalisedDocument,
    LocalisedSegment,
    LocalisedText,
    Reference,
    Segment,
    Severity,
    Span,
    State,
)
from i18n_site.words import count_words


@dataclass(frozen=True, slots=True)
class Translation:
    """What a catalogue offers for a segment."""

    text: str
    state: State
    origin: Reference
    """The entry in the catalogue, for reports."""


Find = Callable[[str, Segment], Translation | None]
"""The servable translation of a segment in a language, or None."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What stands for a segment for now; `step` counts down the chain, its end is the source."""

    step: int
    locale: str
    translation: Translation | None


class Localiser:
    """One document, read once, localised into any number of languages."""

    def __init__(self, document: Document, *, source: str, figures: frozenset[str] = frozenset()) -> None:
        self.document = document
        self.source = source
        self.figures = figures
        self.body = document.body
        text = document.text[document.body :].decode("utf-8")
        self.reading = read_body(text, figures)
        self.definitions = _definitions(text)
        self.run_of = _runs_of(document, self.reading)
        self.words = [0 if segment.kind is Kind.SLUG else count_words(segment.key.msgid) for segment in document.segments]

    def localise(self, locale: str, chain: Sequence[str], find: Find, *, publish_at: float = 0.8) -> LocalisedDocument:
        """The document in `locale`; what that language lacks is taken from `chain`, whose end is the source language."""
        steps = [tag for tag in (locale, *chain) if tag != self.source]
        chosen = [self._next(segment, steps, -1, find) for segment in self.document.segments]
        findings: list[Finding] = []
        while True:
            spliced = self._splice(chosen)
            refused = self._refused(chosen, spliced, findings)
            if not refused:
                break
            for index in refused:
                chosen[index] = self._next(self.document.segments[index], steps, chosen[index].step, find)
        return self._result(locale, chosen, spliced, findings, publish_at)

    def _next(self, segment: Segment, steps: Sequence[str], step: int, find: Find) -> _Chosen:
        for number in range(step + 1, len(steps)):
            translation = find(steps[number], segment)
            if translation is not None:
                return _Chosen(number, steps[number], translation)
        return _Chosen(len(steps), self.source, None)

    def _replacements(self, chosen: Sequence[_Chosen], only: Sequence[int] | None = None) -> list[tuple[Span, bytes]]:
        replacements = []
        for index in range(len(chosen)) if only is None else only:
            segment, translation = self.document.segments[index], chosen[index].translation
            if translation is not None and segment.span is not None:
                replacements.append((segment.span, encode(segment.frame, translation.text)))
        return replacements

    def _splice(self, chosen: Sequence[_Chosen], only: Sequence[int] | None = None) -> _Spliced:
        replacements = self._replacements(chosen, only)
        if not replacements:
            return _Spliced(self.document.text, self.body, self.reading, True, ())
        data = splice(self.document.text, replacements)
        runs = [Span(run.span.start + self.body, run.span.end + self.body) for run in self.reading.runs]
        (body, _), *expected = moved([Span(self.body, self.body), *runs], replacements)
        text = data[body:].decode("utf-8")
        reading = read_body(text, self.figures)
        sound = (
            reading.skeleton == self.reading.skeleton
            and [(run.span.start + body, run.span.end + body) for run in reading.runs] == expected
            and (not self.definitions or _definitions(text) == self.definitions)
        )
        return _Spliced(data, body, reading, sound, tuple(replacements))

    def _refused(self, chosen: Sequence[_Chosen], spliced: _Spliced, findings: list[Finding]) -> list[int]:
        """Which segments must fall to their next language; says why in `findings`."""
        translated = [index for index, choice in enumerate(chosen) if choice.translation is not None]
        if not spliced.sound:
            within = [index for index in translated if index in self.run_of or self._is_title(index)]
            refused = _guilty(within, lambda only: self._splice(chosen, only).sound)
            for index in refused:
                findings.append(self._finding(index, chosen[index], _STRUCTURE))
            return refused
        refused = []
        for index in translated:
            blocked = False
            for difference in self._differences(index, chosen[index], spliced.reading):
                finding = self._finding(index, chosen[index], difference)
                if finding not in findings:
                    findings.append(finding)
                blocked = blocked or difference.blocks
            if blocked:
                refused.append(index)
        return refused

    def _is_title(self, index: int) -> bool:
        return self.document.segments[index].frame.encoder is Encoder.LINK_TITLE

    def _differences(self, index: int, choice: _Chosen, reading: Reading) -> list[Difference]:
        segment = self.document.segments[index]
        msgid, msgstr = segment.key.msgid, choice.translation.text if choice.translation else ""
        if index in self.run_of:
            number = self.run_of[index]
            ours, theirs = self.reading.runs[number].marks, reading.runs[number].marks
        else:
            ours, theirs = self._placeholders(msgid), self._placeholders(msgstr)
        return list(differences(ours, theirs, msgid=msgid, msgstr=msgstr, plural=segment.msgid_plural is not None))

    def _placeholders(self, text: str) -> tuple[Mark, ...]:
        return tuple(Mark("placeholder", name) for name in PLACEHOLDER.findall(text) if name in self.figures)

    def _finding(self, index: int, choice: _Chosen, difference: Difference) -> Finding:
        segment = self.document.segments[index]
        origin = choice.translation.origin if choice.translation else segment.reference
        source = f"{segment.reference.path}:{segment.reference.line}"
        return Finding(
            check=difference.code,
            severity=Severity.ERROR if difference.blocks else Severity.WARNING,
            message=f"{difference.message} (source: {source})",
            key=segment.key,
            path=origin.path,
            line=origin.line,
        )

    # -- the result ---------------------------------------------------------------------------------------------------

    def _result(
        self, locale: str, chosen: Sequence[_Chosen], spliced: _Spliced, findings: Sequence[Finding], publish_at: float
    ) -> LocalisedDocument:
        segments = self._localised_segments(locale, chosen, spliced)
        coverage = self._coverage(locale, segments)
        fields = self._fields(locale, segments, spliced.reading)
        return LocalisedDocument(
            document=self.document,
            locale=locale,
            markdown=spliced.data,
            body=spliced.body,
            fields=fields,
            segments=tuple(segments),
            coverage=coverage,
            published=locale == self.source or (coverage >= publish_at and self._has_required(fields)),
            findings=tuple(findings),
        )

    def _localised_segments(self, locale: str, chosen: Sequence[_Chosen], spliced: _Spliced) -> list[LocalisedSegment]:
        indices = [index for index, segment in enumerate(self.document.segments) if segment.span is not None]
        indices.sort(key=lambda index: self.document.segments[index].span or Span(0, 0))
        spans = [span for index in indices if (span := self.document.segments[index].span) is not None]
        place = dict(zip(indices, moved(spans, spliced.replacements), strict=True))
        result = []
        for index, (segment, choice) in enumerate(zip(self.document.segments, chosen, strict=True)):
            text = segment.key.msgid if choice.translation is None else choice.translation.text
            state = self._state(locale, choice)
            result.append(LocalisedSegment(segment, text, choice.locale, state, place.get(index)))
        return result

    def _state(self, locale: str, choice: _Chosen) -> State:
        if choice.locale != locale:
            return State.FALLBACK
        return State.SOURCE if choice.translation is None else choice.translation.state

    def _coverage(self, locale: str, segments: Sequence[LocalisedSegment]) -> float:
        total = sum(self.words)
        if locale == self.source or not total:
            return 1.0
        done = sum(words for words, segment in zip(self.words, segments, strict=True) if segment.locale == locale)
        return done / total

    def _fields(self, locale: str, segments: Sequence[LocalisedSegment], reading: Reading) -> Mapping[str, LocalisedText]:
        fields = {
            segment.segment.field: LocalisedText(segment.text, segment.locale, segment.state)
            for segment in segments
            if segment.segment.field is not None
        }
        by_run = {self.run_of[index]: segment for index, segment in enumerate(segments) if index in self.run_of}
        own = LocalisedText("", locale, State.SOURCE if locale == self.source else State.TRANSLATED)

        def text_of(number: int) -> LocalisedText:
            segment = by_run.get(number)
            text = " ".join(plain_text(reading.runs[number]).split())
            return LocalisedText(text, segment.locale, segment.state) if segment else LocalisedText(text, own.locale, own.state)

        runs = reading.runs
        if "title" not in fields and runs and runs[0].level == 1:
            fields["title"] = text_of(0)
        for number, run in enumerate(runs):
            if run.kind is Kind.PARAGRAPH and not run.quotes and not run.alone and run.text.strip(" \0"):
                fields["excerpt"] = text_of(number)
                break
        return fields

    def _has_required(self, fields: Mapping[str, LocalisedText]) -> bool:
        """Title, and summary where the source has one; a title taken from the file's name is no message."""
        return all(fields[name].state is not State.FALLBACK for name in ("title", "summary") if name in fields)


@dataclass(frozen=True, slots=True)
class _Spliced:
    """A document with some translations in it."""

    data: bytes
    body: int
    reading: Reading
    sound: bool
    """Whether its structure is the source's."""
    replacements: tuple[tuple[Span, bytes], ...]


_STRUCTURE = Difference(
    "structure", "the translation would change the structure of the page; keep it one passage of the source's kind", True
)


def _definitions(text: str) -> dict[str, str]:
    if "]:" not in text:
        return {}
    return {label: definition["dest"] for label, definition in pyromark.reference_definitions(text, options=OPTIONS).items()}


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


def _guilty(items: list[int], is_sound: Callable[[list[int]], bool]) -> list[int]:
    """Those that break the structure by themselves, in O(k log n) parses for k of them; else one that does so among others."""
    if not items:
        return []

    def alone(part: list[int]) -> list[int]:
        if is_sound(part):
            return []
        if len(part) == 1:
            return part
        half = len(part) // 2
        return alone(part[:half]) + alone(part[half:])

    found = alone(items)
    if found:
        return found
    sound, broken = 0, len(items)
    while broken - sound > 1:
        middle = (sound + broken) // 2
        sound, broken = (middle, broken) if is_sound(items[:middle]) else (sound, middle)
    return [items[broken - 1]]
