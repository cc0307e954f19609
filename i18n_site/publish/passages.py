"""The passages of a document as alignment sees them: where they stand, how long they are, what another language keeps of them.

Segments are passages, and so is what stands untranslated between them, which tells where one is. Opens no files.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from i18n_site.formats.reading import read_body
from i18n_site.formats.runs import Mark, Reading, Run
from i18n_site.model import Document, Kind, MessageKey, Reference, Segment, Span
from i18n_site.publish.lexicon import read_words

CODE, MARKUP, RULE, UNREADABLE = "code", "markup", "rule", "unreadable"
"""Kinds of what is never translated, none of which is a segment's; a run without words is unreadable."""

_WORDLESS = frozenset({Kind.PARAGRAPH, Kind.ITEM, Kind.DEFINITION, Kind.FOOTNOTE, Kind.HEADING, Kind.CELL})

_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
_WIDTH = 2.1
"""Letters that an ideograph, a kana or a Hangul syllable stands for: the mean of translations from and into English."""
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
# words of one script that may stand in texts of another language: names, terms, cognates
_WORD = re.compile("[A-Za-z_\u00c0-\u024f][A-Za-z0-9_\u00c0-\u024f]{2,}|[\u0370-\u03ff]{3,}|[\u0400-\u052f]{3,}")
_LETTERS = re.compile(r"[^\W\d_]")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(frozen=True, slots=True)
class Passage:
    """One step of a document."""

    segment: Segment | None
    """None for what is not translated. Where there is no word it stands for what words of another language may say."""
    kind: str
    level: int
    """Of a heading, 1-6; else 0."""
    anchor: str | None
    """The id that a heading's author gave it."""
    containers: tuple[str, ...]
    """The blocks around it, outermost first; a cell has its column's number."""
    marks: tuple[Mark, ...]
    text: str
    """What a reader reads; of a fixed passage, its source."""
    length: float
    """Of the text in letters of an alphabet."""
    tokens: frozenset[str] = frozenset()
    """What another language would keep: addresses, code, numbers, names."""
    words: frozenset[str] = frozenset()
    """What another language would translate; none of what is not translated."""

    @property
    def is_message(self) -> bool:
        """Whether there is something to translate."""
        return self.segment is not None and self.kind != UNREADABLE

    @property
    def is_fixed(self) -> bool:
        """Whether it is the same in every language: code, the markup of an HTML block, a rule."""
        return self.kind in (CODE, MARKUP, RULE)


def read_passages(document: Document, figures: frozenset[str] = frozenset()) -> tuple[Passage, ...]:
    """The passages of a document's body in their order. Fields, slugs and the titles of reference definitions are none."""
    reading = read_body(document.text[document.body :].decode("utf-8"), figures, math=document.math, jsx=document.jsx)
    return tuple(_Walk(document, reading).passages())


class _Walk:
    """One walk through a skeleton, used once."""

    def __init__(self, document: Document, reading: Reading) -> None:
        self.skeleton = reading.skeleton
        self.runs = iter(reading.runs)
        self.offset, self.text, self.path = document.body, document.text, document.path
        self.waiting = sorted(filter(_is_in_body, document.segments), key=_start, reverse=True)
        """Segments that are still to come, the next one last."""
        self.stack: list[str] = []
        self.column = 0
        self.anchor: str | None = None
        self.fixed: list[str] | None = None
        """Lines of the code or HTML block that is open."""

    def passages(self) -> Iterator[Passage]:
        for part in self.skeleton:
            if part == "run":
                yield from self._run(next(self.runs))
            elif part == "Rule":
                yield self._fixed(RULE, "")
            elif isinstance(part, str):
                if self.fixed is not None:
                    self.fixed.append(part)
            elif isinstance(part, tuple):
                yield from self._block(part)
        while self.waiting:
            yield self._other(self.waiting.pop())

    def _block(self, part: tuple[object, ...]) -> Iterator[Passage]:
        tag = str(part[0])
        if tag == "End":
            closed = str(part[1])
            self.stack.pop()
            if self.fixed is not None and closed in ("CodeBlock", "HtmlBlock"):
                yield self._fixed(CODE if closed == "CodeBlock" else MARKUP, "".join(self.fixed))
                self.fixed = None
            elif closed == "Heading":
                self.anchor = None
        elif tag == "Html":
            if self.fixed is not None:
                self.fixed.append(str(part[1]))
        elif tag == "Foreign":
            yield self._fixed(CODE, str(part[1]))
        elif tag != "TaskListMarker":
            self._open(tag, part)

    def _open(self, tag: str, part: tuple[object, ...]) -> None:
        name = tag
        if tag in ("TableRow", "TableHead"):
            self.column = 0
        elif tag == "TableCell":
            self.column += 1
            name = f"TableCell {self.column}"
        elif tag == "List":
            name = "List" if part[1] is None else "List 1"
        elif tag == "Heading":
            self.anchor = part[2] if isinstance(part[2], str) else None
        elif tag in ("CodeBlock", "HtmlBlock"):
            self.fixed = []
        self.stack.append(name)

    def _run(self, run: Run) -> Iterator[Passage]:
        start, end = run.span.start + self.offset, run.span.end + self.offset
        while self.waiting and _start(self.waiting[-1]) < start:
            yield self._other(self.waiting.pop())
        within = []
        while self.waiting and _start(self.waiting[-1]) < end:
            within.append(self.waiting.pop())
        common = (run.level, self.anchor, self._containers(), run.marks, run.text)
        if not within:
            shown = run.text.strip() + " ".join(mark.value for mark in run.marks)
            segment = self._wordless(Span(start, end), run)
            yield Passage(segment, UNREADABLE, *common, _length(shown), _tokens(run.text, run.marks))
        elif len(within) == 1:
            kept, words = _tokens(run.text, run.marks), read_words(within[0].key.msgid)
            yield Passage(within[0], within[0].kind, *common, _length(_visible(run)), kept, words)
        else:  # a run that is several messages: each stands for itself
            yield from (self._other(segment) for segment in within)

    def _wordless(self, span: Span, run: Run) -> Segment | None:
        """A segment of a line that is no message, `code` for instance: in another language it may have an article."""
        text = self.text[span.start : span.end]
        if run.skipped or run.kind not in _WORDLESS or b"\n" in text or b"\r" in text or not text.strip():
            return None
        line = self.text.count(b"\n", 0, span.start) + 1
        return Segment(MessageKey(text.decode().strip()), run.kind, Reference(self.path, line), span)

    def _containers(self) -> tuple[str, ...]:
        return tuple(name for name in self.stack if name not in ("Paragraph", "Heading"))

    def _fixed(self, kind: str, text: str) -> Passage:
        return Passage(None, kind, 0, None, self._containers(), (), text, len(text), _tokens(text, ()))

    def _other(self, segment: Segment) -> Passage:
        """A message that is no run: what an HTML block says, or one of several in a run."""
        msgid = segment.key.msgid
        marks = tuple(Mark("html", tag) for tag in _TAG.findall(msgid)) if segment.kind is Kind.HTML else ()
        text = _TAG.sub(" ", msgid) if marks else msgid
        kept, words = _tokens(text, ()), read_words(msgid)
        return Passage(segment, segment.kind, 0, None, self._containers(), marks, text, _length(text), kept, words)


def _is_in_body(segment: Segment) -> bool:
    return segment.span is not None and segment.field is None and segment.kind is not Kind.LINK_TITLE


def _start(segment: Segment) -> int:
    return segment.span.start if segment.span else -1


def _visible(run: Run) -> str:
    return run.text + "".join(mark.value for mark in run.marks if mark.category == "code")


def _length(text: str) -> float:
    return len(text) + (_WIDTH - 1) * sum(map(len, _WIDE.findall(text)))


def _tokens(text: str, marks: Sequence[Mark]) -> frozenset[str]:
    found = {f"{mark.category} {mark.value}" for mark in marks if mark.category != "html"}
    found.update("#" + re.sub(r"\D", "", number) for number in _NUMBER.findall(text))
    found.update(word.lower() for word in _WORD.findall(text))
    found.update(word.lower() for mark in marks if mark.category == "code" for word in _WORD.findall(mark.value))
    return frozenset(found)


def shared_weights(source: Sequence[Passage], target: Sequence[Passage]) -> Mapping[str, float]:
    """How much each token says that both documents have: what is rare in them says more."""
    ours = Counter(token for passage in source for token in passage.tokens)
    theirs = Counter(token for passage in target for token in passage.tokens)
    return {token: _weight_of(token) / math.sqrt(max(ours[token], theirs[token])) for token in ours.keys() & theirs.keys()}


def _weight_of(token: str) -> float:
    """Addresses and code are copied; a word that both languages have may be there by chance."""
    return 2.0 if " " in token else 1.5 if token.startswith("#") else 1.0


def keeping(passages: Sequence[Passage], weights: Mapping[str, float]) -> list[Passage]:
    """The passages without the tokens that only one of the documents has: those are translated, or new."""
    return [replace(passage, tokens=passage.tokens & weights.keys()) for passage in passages]


def has_letters(text: str) -> bool:
    """Whether there is a letter of any script."""
    return _LETTERS.search(text) is not None
