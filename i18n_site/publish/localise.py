"""Splice translations into a document, isolate the bad ones, keep the provenance of every passage. Opens no files.

A translation that would change the structure of its page falls to the next language of the chain, alone, and is reported with its
place in the catalogue; everything else ships.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from i18n_site.config import LENIENT, Differences
from i18n_site.formats.compare import Difference, broken_structure, is_link, is_too_long, no_link, too_long
from i18n_site.formats.mdx import mend
from i18n_site.known import Known
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
from i18n_site.publish.excerpts import is_skipped, said_of
from i18n_site.publish.isolate import Effort, find_guilty
from i18n_site.publish.judging import Judge
from i18n_site.publish.splicing import Original, Spliced
from i18n_site.words import count_words


class Origin(Protocol):
    """Where a text stands."""

    @property
    def path(self) -> str:
        """Relative to the site's folder."""

    @property
    def line(self) -> int | None:
        """1-based; few are ever asked for it."""


class Translation(NamedTuple):
    """What a catalogue offers for a segment."""

    text: str
    state: State
    origin: Origin
    """The entry in the catalogue, for reports."""
    previous: str | None = None
    """The msgid that a stale text was made from."""

    @property
    def reference(self) -> Reference:
        """Its origin, for keeping."""
        return Reference(self.origin.path, self.origin.line)


Find = Callable[[str, Segment], Translation | None]
"""The servable translation of a segment in a language, or None."""


class Chosen(NamedTuple):
    """What stands for a segment for now; `step` counts down the chain, its end is the source."""

    step: int
    locale: str
    translation: Translation | None


class Localiser:
    """One document, read once, localised into any number of languages."""

    def __init__(
        self,
        document: Document,
        *,
        source: str,
        figures: frozenset[str] = frozenset(),
        policy: Differences = LENIENT,
        known: Known | None = None,
        outline: bool = False,
    ) -> None:
        """`known`: what an earlier run has found sound. Nothing that a password guards may be known there.

        `outline`: what is a link and nothing else must stay that, for a program that reads no more.
        """
        self.known = known
        self.outline = outline
        self.document = document
        self.source = source
        self.figures = figures
        self.policy = policy
        self.original = Original(document, figures)
        self.judge = Judge(document, self.original, figures=figures, policy=policy)
        self.body = document.body
        self.skipped = is_skipped(document)

    @cached_property
    def digest(self) -> bytes:
        """Names all that a translation is judged by, its own text aside."""
        return self.known.key("document", self.document, sorted(self.figures), self.policy) if self.known else b""

    @cached_property
    def words(self) -> Sequence[int]:
        """How many words each segment has."""
        return (self.known or Known()).remembered(self._count_words, list[int], "word counts", self.digest)

    def _count_words(self) -> list[int]:
        segments = self.document.segments
        return [0 if segment.kind is Kind.SLUG else count_words(segment.key.msgid) for segment in segments]

    def choose(self, locale: str, chain: Sequence[str], find: Find) -> list[Chosen]:
        """What would stand for each segment, were every translation sound: with the document all that `localise` goes by then."""
        steps = self._steps(locale, chain)
        return [self._next(segment, steps, -1, find) for segment in self.document.segments]

    def localise(
        self, locale: str, chain: Sequence[str], find: Find, *, publish_at: float = 0.8, chosen: Sequence[Chosen] | None = None
    ) -> LocalisedDocument:
        """The document in `locale`; what that language lacks is taken from `chain`, whose end is the source language.

        `chosen`: what `choose` gave for the same, where that was asked already.
        """
        steps = self._steps(locale, chain)
        chosen = self.choose(locale, chain, find) if chosen is None else list(chosen)
        findings: dict[Finding, None] = {}
        effort = Effort()
        refusals: dict[int, list[str]] = {}
        while True:
            refused = self._unfit(chosen, findings)
            if not refused:
                spliced = self._splice(chosen)
                refused = self._judge(chosen, spliced, findings, effort)
            if not refused:
                break
            for index in refused:
                refusals.setdefault(index, []).append(chosen[index].locale)
                chosen[index] = self._next(self.document.segments[index], steps, chosen[index].step, find)
        return self._result(locale, chosen, spliced, tuple(findings), refusals, publish_at)

    def _steps(self, locale: str, chain: Sequence[str]) -> list[str]:
        return [tag for tag in (locale, *chain) if tag != self.source]

    def _next(self, segment: Segment, steps: Sequence[str], step: int, find: Find) -> Chosen:
        for number in range(step + 1, len(steps)):
            translation = find(steps[number], segment)
            # Who falls back is better served by what is current in the next language than by what is old in this one.
            if translation is not None and (number == 0 or translation.state is not State.STALE):
                if self.document.mdx:
                    translation = self._mended(segment, translation)
                return Chosen(number, steps[number], translation)
        return Chosen(len(steps), self.source, None)

    def _mended(self, segment: Segment, translation: Translation) -> Translation:
        """A translation that begins no program of MDX by a slip of its translator."""
        if not self.judge.is_read_by_mdx(segment):
            return translation
        return translation._replace(text=mend(segment.key.msgid, translation.text, segment.kind, self.figures))

    def _splice(self, chosen: Sequence[Chosen], only: Iterable[int] | None = None) -> Spliced:
        indices = range(len(chosen)) if only is None else only
        texts = ((index, chosen[index].translation) for index in indices)
        return Spliced(self.original, {index: found.text for index, found in texts if found is not None})

    def _unfit(self, chosen: Sequence[Chosen], findings: dict[Finding, None]) -> list[int]:
        """Translations that are not even put into the page to see what they do there."""
        refused = []
        for index, (segment, choice) in enumerate(zip(self.document.segments, chosen, strict=True)):
            difference = self._fault_at_sight(segment.key.msgid, choice.translation.text) if choice.translation else None
            if difference is not None:
                self._report(index, choice, difference, findings)
                refused.append(index)
        return refused

    def _fault_at_sight(self, msgid: str, msgstr: str) -> Difference | None:
        if is_too_long(msgid, msgstr):
            return too_long(msgid, msgstr)
        return no_link() if self.outline and is_link(msgid) and not is_link(msgstr) else None

    def _judge(self, chosen: Sequence[Chosen], spliced: Spliced, findings: dict[Finding, None], effort: Effort) -> list[int]:
        """`_refused`, unless these very texts are known to be sound in this very document."""
        if self.known is None:
            return self._refused(chosen, spliced, findings, effort)
        texts = [choice.translation.text if choice.translation else None for choice in chosen]
        key = self.known.key("sound", self.digest, texts)
        if self.known.get(key) is not None:
            return []
        refused = self._refused(chosen, spliced, findings, effort)
        stale = any(choice.translation is not None and choice.translation.state is State.STALE for choice in chosen)
        # what is to be told of translations is told each time, with the lines where they stand now; of stale ones nothing is
        if not refused and not findings and not stale:
            self.known.put(key, b"")
        return refused

    def _refused(self, chosen: Sequence[Chosen], spliced: Spliced, findings: dict[Finding, None], effort: Effort) -> list[int]:
        """Which segments must fall to their next language; says why in `findings`."""
        if not spliced.sound:
            run_of = self.original.run_of
            within = [index for index in spliced.replacements if index in run_of or self._is_title(index)]
            put = {index: self._shifted(*spliced.replacements[index]) for index in within}
            body = self.document.text[self.body :]
            refused = find_guilty(
                body,
                put,
                self.figures,
                lambda only: self._splice(chosen, only).sound,
                effort,
                math=self.document.math,
                jsx=self.document.jsx,
            )
            for index in refused:
                translation = chosen[index].translation
                self._report(index, chosen[index], broken_structure(translation.text if translation else ""), findings)
            return refused
        refused = []
        for index in spliced.doubtful():
            blocked = False
            translation = chosen[index].translation
            for difference in self.judge.differences(index, translation.text if translation else "", spliced):
                self._report(index, chosen[index], difference, findings)
                blocked = blocked or difference.blocks
            if blocked:
                refused.append(index)
        if refused:
            return refused
        for wrong, indices in self.judge.broken_together(spliced):
            translated = [index for index in indices if chosen[index].translation is not None]
            for index in translated:
                self._report(index, chosen[index], wrong, findings)
            refused += translated
        return refused

    def _shifted(self, span: Span, text: bytes) -> tuple[Span, bytes]:
        return Span(span.start - self.body, span.end - self.body), text

    def _is_title(self, index: int) -> bool:
        return self.document.segments[index].frame.encoder is Encoder.LINK_TITLE

    def _report(self, index: int, choice: Chosen, difference: Difference, findings: dict[Finding, None]) -> None:
        # That a stale translation does not fit its new source is no fault of its translator, who will look at it anyway.
        if choice.translation is not None and choice.translation.state is State.STALE:
            return
        findings[self._finding(index, choice, difference)] = None

    def _finding(self, index: int, choice: Chosen, difference: Difference) -> Finding:
        segment = self.document.segments[index]
        origin: Origin = choice.translation.origin if choice.translation else segment.reference
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
        chosen: Sequence[Chosen],
        spliced: Spliced,
        findings: Sequence[Finding],
        refusals: Mapping[int, Sequence[str]],
        publish_at: float,
    ) -> LocalisedDocument:
        segments = self._localised_segments(locale, chosen, spliced, refusals)
        coverage = self._coverage(locale, segments)
        fields = self._fields(locale, segments, spliced)
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
        )

    def _localised_segments(
        self, locale: str, chosen: Sequence[Chosen], spliced: Spliced, refusals: Mapping[int, Sequence[str]]
    ) -> list[LocalisedSegment]:
        place = spliced.places
        result = []
        for index, (segment, (_, language, translation)) in enumerate(zip(self.document.segments, chosen, strict=True)):
            refused = tuple(refusals[index]) if index in refusals else ()
            if translation is None:
                text, state, previous = segment.key.msgid, State.SOURCE, None
            else:
                text, state, previous = translation.text, translation.state, translation.previous
            state = state if language == locale else State.FALLBACK
            result.append(LocalisedSegment(segment, text, language, state, place.get(index), previous, refused))
        return result

    def _coverage(self, locale: str, segments: Sequence[LocalisedSegment]) -> float:
        if locale == self.source or all(one.locale == locale or one.segment.kind is Kind.SLUG for one in segments):
            return 1.0  # nobody need count the words
        total = sum(self.words)
        if not total:
            return 1.0
        done = sum(words for words, segment in zip(self.words, segments, strict=True) if segment.locale == locale)
        return done / total

    def _untranslated(self, locale: str) -> dict[str, LocalisedText]:
        """The texts of the front matter as their author wrote them: what is no message is in the source language."""
        state = State.SOURCE if locale == self.source else State.FALLBACK
        return {path: LocalisedText(text, self.source, state) for path, text in _author_texts(self.document)}

    def _fields(self, locale: str, segments: Sequence[LocalisedSegment], spliced: Spliced) -> Mapping[str, LocalisedText]:
        fields = {
            segment.segment.field: LocalisedText(segment.text, segment.locale, segment.state)
            for segment in segments
            if segment.segment.field is not None
        }
        first = None if is_titled(self.document) else self.original.first_run
        if first is not None and first.level == 1:
            fields["title"] = said_of(first.span, self._title(spliced), self.document, segments, locale, self.source)
        return fields

    def _title(self, spliced: Spliced) -> str:
        if self.known is None:
            return spliced.title
        return self.known.remembered(lambda: spliced.title, str, "title", self.digest, [*spliced.texts.items()])

    def _has_required(self, fields: Mapping[str, LocalisedText]) -> bool:
        """Title, and summary where the source has one; a title taken from the file's name is no message."""
        return all(fields[name].state is not State.FALLBACK for name in ("title", "summary") if name in fields)


def is_titled(document: Document) -> bool:
    """Whether its front matter says a document's title; otherwise it is the heading that its body begins with."""
    return any(path == "title" for path, _ in _author_texts(document))


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
