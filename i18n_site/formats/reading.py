"""One reading of a Markdown body: its block skeleton and its runs of inline content. Knows nothing of messages.

The skeleton is everything that a translation must leave as it is; a run is what it may change. Two bodies have the same
structure when their skeletons are equal and their runs lie where splicing put them. Parsing is pulldown-cmark's
(through pyromark), whose events carry byte ranges.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import lru_cache
from html import unescape
from typing import Any

from i18n_site.formats.captions import read_caption
from i18n_site.formats.dialect import INLINE_TAGS, MOST_EMPTY_CELLS, Event, count_empty_cells, fold_line_ends, read_events
from i18n_site.formats.directives import NOTHING_SAID, Directives, Said, parse_directives
from i18n_site.formats.foreign import ForeignLine, cover
from i18n_site.formats.html import HtmlRun, HtmlState, read_html
from i18n_site.formats.inline import Inline, read_inline, tag_of
from i18n_site.formats.marks import is_module, marks_in
from i18n_site.formats.runs import PLACEHOLDER, Mark, Reading, Run
from i18n_site.formats.tags import Context
from i18n_site.model import Kind, Span
from i18n_site.texts import fold_blanks

_PLAIN_BLOCKS = frozenset({"Paragraph", "Item", "TableHead", "TableRow", "TableCell"})
_STARTS = {tag: (tag, None) for tag in _PLAIN_BLOCKS}
_ENDS = {tag: ("End", tag) for tag in _PLAIN_BLOCKS}
"""The same values again and again: they are made once, and compared at a glance."""
_KIND_OF = {
    "Heading": Kind.HEADING,
    "TableCell": Kind.CELL,
    "DefinitionListTitle": Kind.TERM,
    "DefinitionListDefinition": Kind.DEFINITION,
    "Item": Kind.ITEM,
    "FootnoteDefinition": Kind.FOOTNOTE,
}
_FIGURE_BEHIND = re.compile(rb"[ \t]*(\{([A-Za-z_][A-Za-z0-9_-]*)\})")


class _Reader:
    """The state of one reading; used once. Blocks are read one event at a time, a run in one go."""

    def __init__(self, text: str, figures: frozenset[str], math: bool, jsx: bool = False) -> None:
        self.math, self.jsx = math, jsx
        self.data = fold_line_ends(text.encode())
        covered = cover(text, jsx)
        self.text, self.foreign, self.indents = covered.text, covered.lines, covered.items
        self.covered = self.data if self.text is text else self.text.encode()
        self.figures = figures
        self.skeleton: list[Hashable] = []
        self.runs: list[Run] = []
        self.problems: list[tuple[int, str]] = []
        self.stack: list[str] = []
        self.quotes = 0
        self.level = 0
        self.heading_end = 0
        self.said = Said()
        self.opened = HtmlState(context=Context(jsx=jsx))
        self.hidden_from = 0
        self.hides = False
        self.html: list[str] = []
        self.html_places: list[Span] = []
        self.empty_cells = 0

    def read(self, until: Callable[[Run], bool] | None = None) -> Reading:
        """The whole body, or what there is up to the first run that will do."""
        events = read_events(self.text, math=self.math)
        skeleton, stack, said = self.skeleton, self.stack, self.said
        for following in events:
            pair: tuple[Event, Any] | None = following
            while pair is not None:  # a run ends with the event of a block
                event, place = pair
                pair = None
                if type(event) is str:
                    if event != "Rule":
                        pair = self._run((event, place), events)
                    elif place["start"] in self.foreign:
                        self._foreign_line(self.foreign[place["start"]])
                    else:
                        skeleton.append("Rule")
                        said.pending = NOTHING_SAID
                    continue
                (name,) = event
                value = event[name]
                if name == "Start":
                    if type(value) is str and value in _PLAIN_BLOCKS:  # two in three
                        skeleton.append(_STARTS[value])
                        if said.pending is not NOTHING_SAID:
                            said.open_block(len(stack))
                        stack.append(value if place["start"] not in self.indents or value != "Item" else "Indent")
                    else:
                        tag, detail = tag_of(value)
                        if tag in INLINE_TAGS:
                            pair = self._run((event, place), events)
                            continue
                        self._start_block(tag, detail, place, events)
                        if self.empty_cells > MOST_EMPTY_CELLS:
                            return self._unread(place["start"])
                elif name == "End":
                    if type(value) is str and value in _PLAIN_BLOCKS:
                        skeleton.append(_ENDS[value])
                        stack.pop()
                        if said.scopes:
                            said.close_blocks(len(stack))
                    else:
                        self._end_block(tag_of(value)[0], place)
                elif name == "TaskListMarker":
                    skeleton.append(("TaskListMarker", value))
                elif name == "Html":
                    self.html.append(value)
                    self.html_places.append(Span(place["start"], place["end"]))
                elif not stack or stack[-1] != "HtmlBlock":  # in one, a text is what the parser has left of a tab
                    pair = self._run((event, place), events)
            if until is not None and self.runs and until(self.runs[-1]):
                break
        if self.opened.hides:
            self.problems.append((self.hidden_from, f"{self.opened.culprit} is never closed; nothing behind it is translated"))
        said.end()
        return Reading(tuple(self.skeleton), tuple(self.runs), (*self.problems, *said.problems), hides=self.hides)

    def _unread(self, start: int) -> Reading:
        """What is known of a body that nobody reads to its end: it is one thing, and stays as it is."""
        said = (
            f"the rows of a table lack more than {MOST_EMPTY_CELLS} cells that its head has, and nothing of the document is "
            "translated; give the rows all their cells, or the head as few as they have"
        )
        return Reading((("Unread", self.text),), (), ((start, said),), whole=False)

    # -- inline -------------------------------------------------------------------------------------------------------

    def _run(self, first: tuple[Event, Any], events: Iterator[tuple[Event, Any]]) -> tuple[Event, Any] | None:
        """Read a run that begins with this event; gives back the event that ends it."""
        self.opened.context.end_blocks()
        hid = self.opened.hides
        inline = read_inline(first, events, self.data, self.opened.context)
        self._note_hiding(hid, inline.start)
        if inline.start >= 0:
            self._take_run(inline)
        return inline.following

    def _take_run(self, inline: Inline) -> None:
        data = self.data
        start, end, texts, marks, heard, breaks, literals, labels, image, hidden, _ = inline
        self.hides = self.hides or hidden or bool(self.opened.context.raw)
        if self.heading_end:
            end = self._take_in_figures(end, texts)
        while end > start + 1 and data[end - 1] in b" \t":
            end -= 1
        text = texts[0] if len(texts) == 1 else "".join(texts)
        if "{" in text:
            marks += self._placeholders(text)
        if "{" in text or "<" in text:
            marks += self._foreign_marks(Span(start, end), literals)
        if is_module(text):
            marks.append(Mark("syntax", fold_blanks(text)))
        stack = self.stack
        holder = stack[-1] if stack else "Paragraph"
        if holder == "Paragraph" and len(stack) > 1:
            holder = stack[-2]
        directives = self.said.take()
        if self.jsx and text.startswith("\0"):
            start, end, text = self._unwrap(start, end, text, marks, directives)
        self.skeleton.append("run")
        self.runs.append(
            Run(
                Span(start, end),
                _KIND_OF.get(holder, Kind.PARAGRAPH),
                self.quotes,
                self.level,
                tuple(marks) if marks else (),
                text,
                " ".join(heard) if heard else "",
                tuple(breaks) if breaks else (),
                tuple(literals) if literals else (),
                tuple(labels) if labels else (),
                image if image == (start, end) else None,
                directives,
                self.said.skip_from is not None or directives.skip or hidden or self.opened.hides,
            )
        )

    def _unwrap(self, start: int, end: int, text: str, marks: list[Mark], directives: Directives) -> tuple[int, int, str]:
        """A run without the tags that hold all of it: these stay, and their texts are runs of their own."""
        from i18n_site.formats.jsx import Scanner, enclosed  # for MDX only

        while True:
            # each byte a character: places are places of bytes
            scanner = Scanner(self.data[start:end].decode("latin-1"))
            tags = [token for token in scanner.tokens() if token.kind == "tag"]
            inner = enclosed(tags, end - start)
            html = [number for number, mark in enumerate(marks) if mark.category == "html"]
            if inner is None or len(html) < 2 or not (text.startswith("\0") and text.endswith("\0")):
                return start, end, text
            del marks[html[-1]], marks[html[0]]
            skipped = self.said.skip_from is not None or directives.skip
            for said in scanner.texts(0):
                self.skeleton.append("run")
                self._take_attribute(Span(start + said.start, start + said.end), directives, skipped=skipped)
            first, last = start + inner.start, start + inner.end
            while first < last and self.data[first : first + 1].isspace():
                first += 1
            while first < last and self.data[last - 1 : last].isspace():
                last -= 1
            self.skeleton.append(("Foreign", self.data[start:first].decode(), self.data[last:end].decode()))
            start, end, text = first, last, text[1:-1].strip()

    def _take_attribute(self, span: Span, directives: Directives, *, skipped: bool) -> None:
        """The text of an attribute of a tag of JSX."""
        text = unescape(self.data[span.start : span.end].decode())
        marks = tuple(self._placeholders(text))
        run = Run(span, Kind.ATTRIBUTE, self.quotes, 0, marks, text, "", (), (), (), None, directives, skipped)
        self.runs.append(run)

    def _take_in_figures(self, end: int, texts: list[str]) -> int:
        """`## Members {members}`: the parser takes the figure for an attribute block; it belongs to the text."""
        match = _FIGURE_BEHIND.match(self.data, end, self.heading_end)
        self.heading_end = 0
        if match and match[2].decode() in self.figures:
            texts.append(f" {match[1].decode()}")
            return match.end()
        return end

    # -- blocks -------------------------------------------------------------------------------------------------------

    def _start_block(self, tag: str, detail: Any, place: Any, events: Iterator[tuple[Event, Any]]) -> None:
        if tag == "Heading":
            attrs = tuple(pair for pair in detail["attrs"] if not (pair[1] is None and pair[0] in self.figures))
            self.skeleton.append((tag, detail["level"], detail["id"], tuple(detail["classes"]), attrs))
            self.level = int(detail["level"][1])
            self.heading_end = place["end"] if len(attrs) != len(detail["attrs"]) else 0
        else:
            self.skeleton.append((tag, _hashable(detail)))
        if tag == "Table":
            self.empty_cells += count_empty_cells(len(detail), self.data, place)
        if tag == "HtmlBlock":
            self.html, self.html_places = [], []
        else:
            self.said.open_block(len(self.stack))
        if tag == "CodeBlock":
            self._code(events)
            return
        if tag == "BlockQuote":
            self.quotes += 1
        self.stack.append(tag)

    def _code(self, events: Iterator[tuple[Event, Any]]) -> None:
        """The lines of a code block, which holds nothing else."""
        for event, _ in events:
            if "End" in event:
                break
            self.skeleton.append(event["Text"])
        self.skeleton.append(("End", "CodeBlock"))
        self.said.close_blocks(len(self.stack))

    def _end_block(self, tag: str, place: Any) -> None:
        self.skeleton.append(("End", tag))
        self.stack.pop()
        self.said.close_blocks(len(self.stack))
        if tag == "BlockQuote":
            self.quotes -= 1
        elif tag == "Heading":
            self.level = self.heading_end = 0
        elif tag == "HtmlBlock":
            html = "".join(self.html)
            found = parse_directives(html)
            if found is None:
                self._html_block(html, place["start"])
            else:
                self.skeleton.append(html)
                self.said.hear(found, place["start"])

    def _html_block(self, html: str, start: int) -> None:
        """The texts of an HTML block become runs; the rest of it is skeleton."""
        directives = self.said.take()
        hid = self.opened.hides
        if b"".join([self.covered[begin:end] for begin, end in self.html_places]).decode("utf-8", "replace") != html:
            self.skeleton.append(html)  # the parser changed it (a NUL, a tab): its bytes are not where the events say
            self.opened.context.take(html)
            self._note_hiding(hid, start)
            return
        if self.opened.is_clear and (fixed := _read_textless(html)) is not None:
            self.skeleton += fixed
            return
        for part in read_html(self.data, self.html_places, self.opened):
            if isinstance(part, HtmlRun):
                self._html_run(part, directives)
            else:
                self.skeleton.append(part)
        self._note_hiding(hid, start)

    def _note_hiding(self, hid: bool, start: int) -> None:
        """Remember what hides all that follows, where nothing before it did."""
        if self.opened.hides and not hid:
            self.hidden_from = start

    def _html_run(self, part: HtmlRun, directives: Directives) -> None:
        marks = [Mark(*mark) for mark in part.marks]
        marks += self._placeholders(part.text)
        marks += self._foreign_marks(part.span, ()) if "{" in part.text or "<" in part.text else []
        skipped = self.said.skip_from is not None or directives.skip
        self.skeleton.append("run")
        self.runs.append(
            Run(part.span, part.kind, self.quotes, 0, tuple(marks), part.text, "", (), (), (), None, directives, skipped)
        )

    def _placeholders(self, text: str) -> list[Mark]:
        return [Mark("placeholder", name) for name in PLACEHOLDER.findall(text) if name in self.figures]

    def _foreign_marks(self, span: Span, literals: Sequence[Span]) -> list[Mark]:
        """What other generators read in a run; not what stands in code."""

        def is_figure(mark: str) -> bool:
            name = PLACEHOLDER.fullmatch(mark[1:-1]) or PLACEHOLDER.fullmatch(mark)
            return name is not None and name[1] in self.figures

        found = list(marks_in(self.data, span.start, span.end, is_figure))
        return [Mark("syntax", mark) for at, mark in found if not any(code.start <= at < code.end for code in literals)]

    def _foreign_line(self, line: ForeignLine) -> None:
        """A line of another generator: its captions are runs, the rest of it stays."""
        if line.comment:
            self.skeleton.append(("Foreign", self.data[line.span.start : line.span.end].decode(), ""))
            if (found := parse_directives(line.comment)) is not None:
                self.said.hear(found, line.span.start)
            return
        directives = self.said.take()
        skipped = self.said.skip_from is not None or directives.skip or self.opened.hides
        position = line.span.start
        for caption in line.captions:
            start, end = caption.trimmed(self.data)
            self.skeleton.append(("Foreign", self.data[position:start].decode(), caption.head))
            self.skeleton.append("run")
            written = self.data[start:end].decode()
            position = end
            if caption.delimiter == "=":
                self._take_attribute(Span(start, end), directives, skipped=skipped)
                continue
            text, marks = _read_caption(written, caption.delimiter, self.figures, self.math)
            self.runs.append(
                Run(
                    *(Span(start, end), Kind.CAPTION, self.quotes, 0, marks, text, "", (), (), (), None),
                    *(directives, skipped, caption.delimiter),
                )
            )
        self.skeleton.append(("Foreign", self.data[position : line.span.end].decode(), ""))


@lru_cache(maxsize=1024)
def _read_caption(written: str, delimiter: str, figures: frozenset[str], math: bool) -> tuple[str, tuple[Mark, ...]]:
    """What a reader reads of a caption, and its marks. Most are like many others."""
    # behind a word nothing in it is a block
    inner = read_body(f"x {read_caption(written, delimiter)}", figures, math=math).runs
    return (
        (inner[0].text[2:], inner[0].marks) if len(inner) == 1 and not inner[0].skipped else (written, (Mark("syntax", written),))
    )


@lru_cache(maxsize=1024)
def _read_textless(html: str) -> tuple[str, ...] | None:
    """The parts of an HTML block that holds no text and leaves nothing open; None for any other. Most are like many others."""
    data, state = html.encode(), HtmlState()
    parts = read_html(data, [Span(0, len(data))], state)
    fixed = tuple(part for part in parts if isinstance(part, str))
    return fixed if state.is_clear and len(fixed) == len(parts) else None


def _hashable(detail: Any) -> Hashable:
    if isinstance(detail, dict):
        return tuple((key, _hashable(value)) for key, value in detail.items())
    return tuple(detail) if isinstance(detail, list) else detail


def read_body(text: str, figures: frozenset[str] = frozenset(), *, math: bool = False, jsx: bool = False) -> Reading:
    """The skeleton and the runs of a Markdown body. `figures` are the placeholders that stand for values.

    `math`: `$…$` is a formula. `jsx`: it is read as MDX reads it. Never raises: every text is Markdown. Linear in the length
    of the text.
    """
    return _Reader(text, figures, math, jsx).read()


def read_opening(
    text: str, figures: frozenset[str], until: Callable[[Run], bool], *, math: bool = False, jsx: bool = False
) -> Reading:
    """What `read_body` finds up to the first run that will do, its block included, and no more."""
    return _Reader(text, figures, math, jsx).read(until)
