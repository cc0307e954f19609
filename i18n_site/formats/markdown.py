"""The segmenter: Markdown with front matter -> Document with segments. One reading, for extraction and localising alike."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pyromark

from i18n_site.config import DEFAULT_FIELDS, SLUG_CONTEXT
from i18n_site.errors import DocumentError
from i18n_site.formats.dialect import INLINE_TAGS, OPTIONS, fold_line_ends, read_events
from i18n_site.formats.foreign import cover
from i18n_site.formats.front_matter import FrontMatter, field_segments, slug_in, split
from i18n_site.formats.marks import is_module, readable_part
from i18n_site.formats.msgids import markdown_msgid, other_msgid
from i18n_site.formats.reading import read_body
from i18n_site.formats.runs import PLACEHOLDER, Run
from i18n_site.formats.tags import Context
from i18n_site.model import Document, Encoder, Finding, Frame, Kind, MessageKey, Reference, Segment, Severity, Span, Value
from i18n_site.texts import fold_blanks


@dataclass(frozen=True, slots=True)
class Rules:
    """What the site says about reading its documents."""

    figures: frozenset[str] = frozenset()
    """Placeholders that stand for values."""
    fields: Sequence[str] = DEFAULT_FIELDS
    """Dotted paths of the translatable front matter."""
    known: Sequence[str] = ()
    """Keys of it that are for another generator."""
    address: str | None = None
    """Where the page is seen, for the translator's comment."""
    slug: bool = True
    """Whether the last part of the slug is a message of its own."""
    math: bool = False
    """Whether `$…$` is a formula."""
    jsx: bool = False
    """Whether the document is MDX."""


def read_document(data: bytes, *, path: str, section: str, slug: str, rules: Rules | None = None) -> Document:
    """Read one source file. Raises DocumentError when it is not UTF-8, SyntaxFault when its front matter cannot be read."""
    rules = rules or Rules()
    folded = fold_line_ends(data)
    front = split(folded, path=path, fields=(*rules.fields, *rules.known))
    try:
        text = folded[front.body :].decode("utf-8")
    except UnicodeDecodeError as error:
        where = folded.count(b"\n", 0, front.body + error.start) + 1
        raise DocumentError("the file is not UTF-8", path=path, line=where, advice="save it as UTF-8") from error
    document = _Segmenter(folded, text, front, path, section, slug, rules, _newline_of(data, front.body)).document()
    return document if folded == data else replace(document, text=data)


def _newline_of(data: bytes, start: int) -> str:
    """How the lines of a body end that is not as most are."""
    if data.find(b"\r", start) < 0:
        return ""
    if data.find(b"\r\n", start) >= 0:
        return "\r\n"
    return "\r" if data.find(b"\n", start) < 0 else ""


class _Segmenter:
    """The state of reading one document; used once."""

    def __init__(
        self,
        data: bytes,
        text: str,
        front: FrontMatter,
        path: str,
        section: str,
        slug: str,
        rules: Rules,
        newline: str,
    ) -> None:
        self.data, self.text, self.front, self.path = data, text, front, path
        self.section, self.slug, self.rules = section, slug, rules
        self.body = front.body
        self.newline = newline
        self.address = (rules.address,) if rules.address else ()
        self.counted = (0, 1)
        self.headings: list[tuple[int, str]] = []
        self.places: dict[Kind, tuple[str, ...]] = {}
        """By kind, where a segment of the current heading stands."""
        self.outside: list[Span] | None = None
        """Text that stands in no inline markup; looked for where a passage is split."""

    def document(self) -> Document:
        fields = self.front.fields
        self.slug = slug_in(fields, self.slug)
        settings = fields.get("i18n")
        skip = isinstance(settings, dict) and settings.get("skip") is True
        reading = read_body(self.text, self.rules.figures, math=self.rules.math, jsx=self.rules.jsx)
        check = "directive" if reading.whole else "table"
        problems = [
            Finding(
                check,
                Severity.WARNING,
                sentence,
                path=self.path,
                line=self._line(self.body + offset),
            )
            for offset, sentence in sorted(reading.problems)
        ]
        segments: list[Segment] = []
        if not skip:
            segments += self._slug_segment(fields)
            segments += field_segments(self.front, path=self.path, fields=self.rules.fields, comment=self.address)
            titles = () if reading.hides else self._link_titles()  # a reference in a program would make a title part of it
            segments += sorted([*self._body_segments(reading.runs), *titles], key=_place)
        return Document(
            path=self.path,
            section=self.section,
            slug=self.slug,
            fields=fields,
            text=self.data,
            segments=tuple(segments),
            body=self.body,
            problems=(*self.front.problems, *problems),
            math=self.rules.math,
            mdx=self.rules.jsx,
            jsx=self.rules.jsx,
        )

    def _line(self, offset: int) -> int:
        """1-based line of a byte offset; cheap when asked in rising order."""
        position, line = self.counted
        if offset < position:
            position, line = 0, 1
        line += self.data.count(b"\n", position, offset)
        self.counted = (offset, line)
        return line

    def _comment(self, kind: Kind, said: Sequence[str] = ()) -> tuple[str, ...]:
        """Kind and heading path, address, then the author's own words: where a translator stands."""
        place = self.places.get(kind)
        if place is None:
            trail = " > ".join(text for _, text in self.headings)
            place = self.places[kind] = (f"{kind} · {trail}" if trail else str(kind), *self.address)
        return (*place, *said) if said else place

    def _slug_segment(self, fields: dict[str, Value]) -> Iterator[Segment]:
        name = self.slug.rpartition("/")[2]
        if not name or not self.rules.slug:
            return
        node = self.front.node.at("slug") if self.front.node is not None and fields.get("slug") else None
        yield Segment(
            key=MessageKey(name, SLUG_CONTEXT),
            kind=Kind.SLUG,
            reference=Reference(self.path, node.line if node else 1),
            comment=self._comment(Kind.SLUG, ("The last part of the page's address: small letters, digits and hyphens.",)),
            field="slug",
        )

    def _body_segments(self, runs: Sequence[Run]) -> Iterator[Segment]:
        data = self.data[self.body :]
        for run in runs:
            if run.level:
                self.places.clear()
                while self.headings and self.headings[-1][0] >= run.level:
                    self.headings.pop()
            if not run.skipped and is_readable(run.text + run.heard, self.rules.figures):
                yield from self._sentences(data, run) if _is_split(run) else (self._segment(data, run),)
            if run.level:
                self.places.clear()
                self.headings.append((run.level, fold_blanks(run.text.replace("\0", "…"))))

    def _sentences(self, data: bytes, run: Run) -> Iterator[Segment]:
        """The sentences of a run, each a message of its own; markup that holds several of them keeps them together."""
        if self.outside is None:
            self.outside = _outside_markup(self.text, math=self.rules.math, jsx=self.rules.jsx)
        whole = self._segment(data, run)
        pieces = list(self._pieces(data, run.span))
        if len(pieces) == 1:
            yield whole
            return
        for piece in pieces:
            msgid = markdown_msgid(data, piece, run)
            if is_readable(msgid, self.rules.figures):
                yield replace(
                    whole,
                    key=MessageKey(msgid, run.directives.context),
                    reference=Reference(self.path, self._line(self.body + piece.start)),
                    span=Span(self.body + piece.start, self.body + piece.end),
                    flags=frozenset({"python-brace-format"} if self._has_figure(msgid) else ()),
                    sentence=True,
                )

    def _pieces(self, data: bytes, span: Span) -> Iterator[Span]:
        """The sentences of a run, without the blanks and the container's markers between them."""
        from i18n_site.formats.sentences import sentence_starts  # few authors ask for it

        text = data[span.start : span.end].decode()
        begin = span.start
        for at in sentence_starts(text):
            following = span.start + len(text[:at].encode())
            end = following - len(_GAP.search(data[begin:following])[0])  # type: ignore[index]  # it may match nothing, but it matches
            if self._is_outside(end) or (end == following and self._is_outside(end - 1)):
                yield Span(begin, end)
                begin = following
        yield Span(begin, span.end)

    def _is_outside(self, place: int) -> bool:
        """Whether a byte stands in no inline markup."""
        index = bisect_right(self.outside or (), (place, len(self.data))) - 1
        return index >= 0 and (self.outside or ())[index].end > place

    def _has_figure(self, text: str) -> bool:
        return any(name in self.rules.figures for name in PLACEHOLDER.findall(text))

    def _segment(self, data: bytes, run: Run) -> Segment:
        start, end = run.span
        kind = run.kind
        if run.alone and (inner := _alternative_text(data, run)):
            (start, end), kind = inner, Kind.IMAGE
        msgid = markdown_msgid(data, Span(start, end), run) if kind in _MARKDOWN else other_msgid(data, run)
        directives = run.directives
        figures = [mark.value for mark in run.marks if mark.category == "placeholder"] if self.rules.figures else ()
        plural = directives.plural if directives.plural in figures else None
        return Segment(
            MessageKey(msgid, directives.context),
            kind,
            Reference(self.path, self._line(self.body + start)),
            Span(self.body + start, self.body + end),
            self._frame(data, start, end, run) if run.kind in _IN_LINES else _other_frame(data, start, run, self.newline),
            msgid if plural else None,
            plural,
            _WITH_FIGURES if figures else _NO_FLAGS,
            self._comment(kind, directives.comment),
        )

    def _frame(self, data: bytes, start: int, end: int, run: Run) -> Frame:
        """How a passage stands in its lines: what is before it on its first one continues it on the next."""
        line_start = data.rfind(b"\n", 0, start) + 1
        before = data[line_start:start]
        if self.rules.jsx:  # tags around it are on its first line only
            before = before.partition(b"<")[0]
        if not run.level:
            return _frame(Encoder.BLOCK, before, self.newline)
        line_end = data.find(b"\n", end)
        rest = data[end : line_end if line_end >= 0 else len(data)].strip()
        underlined = "" if b"#" in before else "underlined"
        return _frame(Encoder.HEADING, before, f"{underlined} {'closed' if rest else ''}".strip())

    def _link_titles(self) -> Iterator[Segment]:
        """The titles of reference definitions."""
        if "]:" not in self.text:
            return
        data = self.data[self.body :]
        for label, definition in pyromark.reference_definitions(cover(self.text, self.rules.jsx).text, options=OPTIONS).items():
            title = definition["title"]
            if not title or not is_readable(title, self.rules.figures):
                continue
            start, end = definition["span"]["start"], definition["span"]["end"]
            quoted = _QUOTED_TITLE.search(data[start:end])
            if quoted is None:
                continue
            yield Segment(
                key=MessageKey(fold_blanks(title)),
                kind=Kind.LINK_TITLE,
                reference=Reference(self.path, self._line(self.body + start + quoted.start(1))),
                span=Span(self.body + start + quoted.start(1), self.body + start + quoted.end(1)),
                frame=Frame(Encoder.LINK_TITLE),
                comment=(f"{Kind.LINK_TITLE} · [{label}]", *self.address),
            )


_NO_FLAGS: frozenset[str] = frozenset()
_WITH_FIGURES = frozenset({"python-brace-format"})
_QUOTED_TITLE = re.compile(rb"""[ \t\r\n]("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\))[ \t\r\n]*\Z""", re.DOTALL)


_NO_PREFIX = re.compile(r"[^>\t]")
_CELL = Frame(Encoder.CELL)
_HTML = Frame(Encoder.HTML_TEXT)
_TAG_ALONE = re.compile(rb"""</?[A-Za-z][A-Za-z0-9-]*(?:[^<>"'\n]|"[^"\n]*"|'[^'\n]*')*>[ \t]*\r?\n""")
"""What makes HTML of the lines behind it: CommonMark, section 4.6, the seventh kind."""
_CONTAINERS = re.compile(rb"(?:[ \t>*+:-]|[0-9]{1,9}[.)]|\[\^[^\]\s]+\]:)*+")
"""What may stand before such a tag."""
_MARKDOWN = frozenset(Kind) - {Kind.HTML, Kind.ATTRIBUTE, Kind.CAPTION}
"""What is written as Markdown; whether an image stands in a cell or not."""
_IN_LINES = _MARKDOWN - {Kind.CELL}
"""What may go on in the next line."""


@lru_cache(maxsize=256)
def _frame(encoder: Encoder, before: bytes, detail: str) -> Frame:
    """The frame of a text by what stands before it on its first line; most are like many others.

    On the next line list markers and the like are blanks.
    """
    return Frame(encoder, _NO_PREFIX.sub(" ", before.decode()), detail)


def _other_frame(data: bytes, start: int, run: Run, newline: str) -> Frame:
    """The frame of what has one line, or is no Markdown."""
    if run.kind is Kind.CELL:
        return _CELL
    if run.kind is Kind.CAPTION:
        return Frame(Encoder.CAPTION, detail=run.delimiter)
    if run.kind is Kind.HTML:
        before = data[data.rfind(b"\n", 0, start) + 1 : start]
        alone = _TAG_ALONE.match(data, start, run.span.end) and _CONTAINERS.fullmatch(before)
        return _frame(Encoder.HTML_START, before, newline) if alone else _HTML
    quote = data[start - 1 : start].decode("ascii", "replace")
    return Frame(Encoder.HTML_ATTRIBUTE, detail=quote if quote in ("'", '"') else "")


def _is_split(run: Run) -> bool:
    """A plural message is one sentence whatever it holds; so is what is no Markdown."""
    return (
        run.directives.split
        and not run.directives.plural
        and run.kind not in (Kind.HTML, Kind.ATTRIBUTE, Kind.CAPTION)
        and not run.alone
    )


def _outside_markup(text: str, *, math: bool, jsx: bool) -> list[Span]:
    """Where the text of a body stands in no emphasis, link, image or program, soft breaks included."""
    found: list[Span] = []
    context = Context(jsx=jsx)
    depth = 0
    for event, place in read_events(cover(text, jsx).text, math=math):
        name, value = (event, "") if type(event) is str else next(iter(event.items()))
        if name in ("Start", "End"):
            tag = value if type(value) is str else next(iter(value))
            depth += 0 if tag not in INLINE_TAGS else 1 if name == "Start" else -1
        elif name in ("InlineHtml", "Html"):
            context.take(value)
        elif not depth and not context.raw and name in ("Text", "SoftBreak"):
            found.append(Span(place["start"], place["end"]))
    return found


def _place(segment: Segment) -> int:
    return segment.span.start if segment.span else -1


def is_readable(text: str, figures: frozenset[str]) -> bool:
    """Whether there is a word to translate: a letter that is not in a placeholder."""
    if "{" in text:
        text = PLACEHOLDER.sub(lambda found: "" if found[1] in figures else found[0], text)
    if "{" in text or "<" in text:
        text = readable_part(text)
    if is_module(text):
        return False
    return text[:1].isalpha() or any(map(str.isalpha, text))


def _alternative_text(data: bytes, run: Run) -> Span | None:
    """Where the alternative text of `![text](target)` stands; None for other forms of an image and for one with a title."""
    start, end = run.span
    marks = [mark for mark in run.marks if mark.category == "image"]
    target = re.search(rb"\]\(<?([^\s()<>\"']*)>?\)\Z", data[start:end])
    if len(marks) != 1 or target is None or not data.startswith(b"![", start):
        return None
    return Span(start + 2, start + target.start())


_GAP = re.compile(rb"(?:[ \t\r\n]+(?:>[ \t>]*)*)?\Z")
