"""Splice translations into a document, isolate the bad ones, keep the provenance of every passage. Opens no files.

A translation that would change the structure of its page falls to the next language of the chain, alone, and is reported with its
place in the catalogue; everything else ships.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from i18n_site.config import LENIENT, Differences
from i18n_site.formats.compare import Difference, broken_structure, differences, is_too_long, read_marks, too_long
from i18n_site.formats.frames import encode, moved, splice
from i18n_site.formats.reading import read_body
from i18n_site.formats.runs import PLACEHOLDER, Mark, Reading, plain_text
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
from i18n_site.publish.isolate import Effort, find_guilty, is_sound, read_definitions
from i18n_site.words import count_words, fold_blanks


@dataclass(frozen=True, slots=True)
class Translation:
    """What a catalogue offers for a segment."""

    text: str
    state: State
    origin: Reference
    """The entry in the catalogue, for reports."""
    previous: str | None = None
    """The msgid that a stale text was made from."""


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

    def __init__(
        self, document: Document, *, source: str, figures: frozenset[str] = frozenset(), policy: Differences = LENIENT
    ) -> None:
        self.document = document
        self.source = source
        self.figures = figures
        self.policy = policy
        self.body = document.body
        text = document.text[document.body :].decode("utf-8")
        self.math = document.math
        self.reading = read_body(text, figures, math=self.math)
        self.definitions = read_definitions(text)
        self.skipped = _is_skipped(document)
        self.run_of = _runs_of(document, self.reading)
        self.sentences: dict[int, list[int]] = {}
        for index, number in self.run_of.items():
            if document.segments[index].sentence:
                self.sentences.setdefault(number, []).append(index)
        self.words = [0 if segment.kind is Kind.SLUG else count_words(segment.key.msgid) for segment in document.segments]

    def localise(self, locale: str, chain: Sequence[str], find: Find, *, publish_at: float = 0.8) -> LocalisedDocument:
        """The document in `locale`; what that language lacks is taken from `chain`, whose end is the source language."""
        steps = [tag for tag in (locale, *chain) if tag != self.source]
        chosen = [self._next(segment, steps, -1, find) for segment in self.document.segments]
        findings: dict[Finding, None] = {}
        effort = Effort()
        refusals: dict[int, list[str]] = {}
        while True:
            refused = self._too_long(chosen, findings)
            if not refused:
                spliced = self._splice(chosen)
                refused = self._refused(chosen, spliced, findings, effort)
            if not refused:
                break
            for index in refused:
                refusals.setdefault(index, []).append(chosen[index].locale)
                chosen[index] = self._next(self.document.segments[index], steps, chosen[index].step, find)
        return self._result(locale, chosen, spliced, tuple(findings), refusals, publish_at)

    def _next(self, segment: Segment, steps: Sequence[str], step: int, find: Find) -> _Chosen:
        for number in range(step + 1, len(steps)):
            translation = find(steps[number], segment)
            # Who falls back is better served by what is current in the next language than by what is old in this one.
            if translation is not None and (number == 0 or translation.state is not State.STALE):
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
        body = moved([Span(self.body, self.body)], replacements)[0].start
        text = data[body:].decode("utf-8")
        reading = read_body(text, self.figures, math=self.math)
        sound = is_sound(self.reading, reading, replacements, shift=self.body) and (
            not self.definitions or read_definitions(text) == self.definitions
        )
        return _Spliced(data, body, reading, sound, tuple(replacements))

    def _too_long(self, chosen: Sequence[_Chosen], findings: dict[Finding, None]) -> list[int]:
        """Translations that are not even put into the page to see what they do there."""
        refused = []
        for index, (segment, choice) in enumerate(zip(self.document.segments, chosen, strict=True)):
            if choice.translation is not None and is_too_long(segment.key.msgid, choice.translation.text):
                self._report(index, choice, too_long(segment.key.msgid, choice.translation.text), findings)
                refused.append(index)
        return refused

    def _refused(self, chosen: Sequence[_Chosen], spliced: _Spliced, findings: dict[Finding, None], effort: Effort) -> list[int]:
        """Which segments must fall to their next language; says why in `findings`."""
        translated = [index for index, choice in enumerate(chosen) if choice.translation is not None]
        if not spliced.sound:
            within = [index for index in translated if index in self.run_of or self._is_title(index)]
            put = {index: self._shifted(*self._replacements(chosen, [index])[0]) for index in within}
            body = self.document.text[self.body :]
            refused = find_guilty(body, put, self.figures, lambda only: self._splice(chosen, only).sound, effort, math=self.math)
            for index in refused:
                translation = chosen[index].translation
                self._report(index, chosen[index], broken_structure(translation.text if translation else ""), findings)
            return refused
        refused = []
        for index in translated:
            blocked = False
            for difference in self._differences(index, chosen[index], spliced.reading):
                self._report(index, chosen[index], difference, findings)
                blocked = blocked or difference.blocks
            if blocked:
                refused.append(index)
        return refused or self._broken_together(chosen, spliced.reading, findings)

    def _broken_together(self, chosen: Sequence[_Chosen], reading: Reading, findings: dict[Finding, None]) -> list[int]:
        """Sentences that are sound each by itself, and together are not what their passage was: a link that one lost."""
        refused = []
        for number, indices in self.sentences.items():
            ours, theirs = self.reading.runs[number].marks, reading.runs[number].marks
            wrong = next((difference for difference in differences(ours, theirs, policy=self.policy) if difference.blocks), None)
            for index in indices if wrong else ():
                if wrong is not None and chosen[index].translation is not None:
                    self._report(index, chosen[index], wrong, findings)
                    refused.append(index)
        return refused

    def _shifted(self, span: Span, text: bytes) -> tuple[Span, bytes]:
        return Span(span.start - self.body, span.end - self.body), text

    def _is_title(self, index: int) -> bool:
        return self.document.segments[index].frame.encoder is Encoder.LINK_TITLE

    def _differences(self, index: int, choice: _Chosen, reading: Reading) -> list[Difference]:
        segment = self.document.segments[index]
        msgid, msgstr = segment.key.msgid, choice.translation.text if choice.translation else ""
        if segment.sentence:
            ours, theirs = (read_marks(text, self.figures, math=self.math) or () for text in (msgid, msgstr))
        elif index in self.run_of:
            number = self.run_of[index]
            ours, theirs = self.reading.runs[number].marks, reading.runs[number].marks
        else:
            ours, theirs = self._placeholders(msgid), self._placeholders(msgstr)
        plural = segment.msgid_plural is not None
        return list(differences(ours, theirs, msgid=msgid, msgstr=msgstr, plural=plural, kind=segment.kind, policy=self.policy))

    def _placeholders(self, text: str) -> tuple[Mark, ...]:
        return tuple(Mark("placeholder", name) for name in PLACEHOLDER.findall(text) if name in self.figures)

    def _report(self, index: int, choice: _Chosen, difference: Difference, findings: dict[Finding, None]) -> None:
        # That a stale translation does not fit its new source is no fault of its translator, who will look at it anyway.
        if choice.translation is not None and choice.translation.state is State.STALE:
            return
        findings[self._finding(index, choice, difference)] = None

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
        self,
        locale: str,
        chosen: Sequence[_Chosen],
        spliced: _Spliced,
        findings: Sequence[Finding],
        refusals: Mapping[int, Sequence[str]],
        publish_at: float,
    ) -> LocalisedDocument:
        segments = self._localised_segments(locale, chosen, spliced, refusals)
        coverage = self._coverage(locale, segments)
        fields = self._fields(locale, segments, spliced.reading)
        return LocalisedDocument(
            document=self.document,
            locale=locale,
            markdown=spliced.data,
            body=spliced.body,
            fields={**self._untranslated(locale), **fields},
            segments=tuple(segments),
            coverage=coverage,
            published=locale == self.source or (not self.skipped and coverage >= publish_at and self._has_required(fields)),
            findings=tuple(findings),
            words=sum(self.words),
        )

    def _localised_segments(
        self, locale: str, chosen: Sequence[_Chosen], spliced: _Spliced, refusals: Mapping[int, Sequence[str]]
    ) -> list[LocalisedSegment]:
        indices = [index for index, segment in enumerate(self.document.segments) if segment.span is not None]
        indices.sort(key=lambda index: self.document.segments[index].span or Span(0, 0))
        spans = [span for index in indices if (span := self.document.segments[index].span) is not None]
        place = dict(zip(indices, moved(spans, spliced.replacements), strict=True))
        result = []
        for index, (segment, choice) in enumerate(zip(self.document.segments, chosen, strict=True)):
            text = segment.key.msgid if choice.translation is None else choice.translation.text
            previous = None if choice.translation is None else choice.translation.previous
            state = self._state(locale, choice)
            refused = tuple(refusals.get(index, ()))
            result.append(LocalisedSegment(segment, text, choice.locale, state, place.get(index), previous, refused))
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

    def _untranslated(self, locale: str) -> dict[str, LocalisedText]:
        """The texts of the front matter as their author wrote them: what is no message is in the source language."""
        state = State.SOURCE if locale == self.source else State.FALLBACK
        return {path: LocalisedText(text, self.source, state) for path, text in _author_texts(self.document)}

    def _fields(self, locale: str, segments: Sequence[LocalisedSegment], reading: Reading) -> Mapping[str, LocalisedText]:
        fields = {
            segment.segment.field: LocalisedText(segment.text, segment.locale, segment.state)
            for segment in segments
            if segment.segment.field is not None
        }
        by_run: dict[int, LocalisedSegment] = {}
        for index, number in self.run_of.items():
            # a passage of several sentences is in another language as soon as one of them is
            if number not in by_run or segments[index].state is State.FALLBACK:
                by_run[number] = segments[index]
        own = LocalisedText("", locale, State.SOURCE if locale == self.source else State.TRANSLATED)
        if self.skipped:
            own = LocalisedText("", self.source, State.SOURCE if locale == self.source else State.FALLBACK)

        def text_of(number: int) -> LocalisedText:
            segment = by_run.get(number)
            text = fold_blanks(plain_text(reading.runs[number]))
            return LocalisedText(text, segment.locale, segment.state) if segment else LocalisedText(text, own.locale, own.state)

        runs = reading.runs
        if is_first_heading_title(self.document, self.reading):
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


def is_first_heading_title(document: Document, reading: Reading) -> bool:
    """Whether the document's title is the heading that its body begins with."""
    named = any(path == "title" for path, _ in _author_texts(document))
    return not named and bool(reading.runs) and reading.runs[0].level == 1


def _author_texts(document: Document) -> Iterator[tuple[str, str]]:
    """Dotted path and text of what the front matter shows to readers."""
    fields = document.fields
    for path in ("title", "summary", "image.alt", "event.place"):
        first, _, rest = path.partition(".")
        value = fields.get(first)
        if rest:
            value = value.get(rest) if isinstance(value, dict) else None
        if isinstance(value, str) and value.strip():
            yield path, value
    tags = fields.get("tags")
    for number, tag in enumerate(tags if isinstance(tags, list) else ()):
        if isinstance(tag, str) and tag.strip():
            yield f"tags.{number}", tag


def _is_skipped(document: Document) -> bool:
    settings = document.fields.get("i18n")
    return isinstance(settings, dict) and settings.get("skip") is True


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
