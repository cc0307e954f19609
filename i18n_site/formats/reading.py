"""One reading of a Markdown body: its block skeleton and its runs of inline content. Knows nothing of messages.

The skeleton is everything that a translation must leave as it is; a run is what it may change. Two bodies have the same
structure when their skeletons are equal and their runs lie where splicing put them. Parsing is pulldown-cmark's
(through pyromark), whose events carry byte ranges.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from typing import Any

import pyromark
from pyromark import Options

from i18n_site.formats.directives import NOTHING_SAID, Directives, parse_directives
from i18n_site.formats.foreign import ForeignLine, cover, is_module, marks_in, read_caption
from i18n_site.formats.html import HtmlRun, HtmlState, attribute_texts, read_html
from i18n_site.formats.runs import PLACEHOLDER, Mark, Reading, Run
from i18n_site.model import Kind, Span
from i18n_site.words import fold_blanks

OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_GFM
    | Options.ENABLE_DEFINITION_LIST
    | Options.ENABLE_HEADING_ATTRIBUTES
)
"""The one dialect: CommonMark with tables, footnotes, strikethrough, task lists, alerts, definition lists, heading attributes."""

WITH_MATH = OPTIONS | Options.ENABLE_MATH
"""The same with formulas, `$…$` and `$$…$$`, where a site asks for them: two amounts in dollars are none."""

Event = Any
"""A pyromark event: a string, or a mapping with one key. Its TypedDicts do not narrow, so it is read as it comes."""


def read_events(text: str, *, math: bool = False) -> Iterator[tuple[Event, Any]]:
    """Pyromark's events with byte ranges, in the house's dialect."""
    return pyromark.events_with_range(text, options=WITH_MATH if math else OPTIONS)


INLINE_TAGS = frozenset({"Emphasis", "Strong", "Strikethrough", "Superscript", "Subscript", "Link", "Image"})
_INLINE_EVENTS = frozenset({"InlineHtml", "FootnoteReference", "InlineMath", "DisplayMath"})
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
_AUTOLINKS = frozenset({"Autolink", "Email"})
_WITH_OWN_LABEL = frozenset({"Shortcut", "Collapsed"})


class _Reader:
    """The state of one reading; used once."""

    def __init__(self, text: str, figures: frozenset[str], math: bool) -> None:
        self.math = math
        self.data = text.encode()
        covered = cover(text)
        self.text, self.foreign = covered.text, covered.lines
        self.covered = self.data if self.text is text else self.text.encode()
        self.figures = figures
        self.skeleton: list[Hashable] = []
        self.runs: list[Run] = []
        self.problems: list[tuple[int, str]] = []
        self.stack: list[str] = []
        self.in_code = False
        self.quotes = 0
        self.level = 0
        self.heading_end = 0
        self.pending = NOTHING_SAID
        self.scopes: list[tuple[int, Directives]] = []
        self.skip_from: int | None = None
        self.silent = HtmlState()
        self.silent_from = 0
        # of the run that is open
        self.start = -1
        self.end = -1
        self.marks: list[Mark] = []
        self.texts: list[str] = []
        self.heard: list[str] = []
        self.breaks: list[Span] = []
        self.literals: list[Span] = []
        self.labels: list[tuple[int, int, str]] = []
        self.links: list[tuple[str, Any, int]] = []
        self.image: Span | None = None
        self.images = 0

    def _clear(self) -> None:
        self.start = self.end = -1
        self.texts = []
        self.image = None
        self.images = 0
        # most runs have none of these
        for found in (self.marks, self.heard, self.breaks, self.literals, self.labels, self.links):
            if found:
                found.clear()

    def read(self) -> Reading:
        skeleton = self.skeleton
        for event, place in read_events(self.text, math=self.math):
            start, end = place["start"], place["end"]
            if type(event) is str:
                if event == "Rule":
                    self._close()
                    if start in self.foreign:
                        self._foreign_line(self.foreign[start])
                    else:
                        skeleton.append("Rule")
                        self._take_pending()
                else:
                    self._break(event, start, end)
                continue
            (name,) = event
            value = event[name]
            # in the order of how often they come: every second event is a text
            if name == "Text":
                if self.in_code:
                    skeleton.append(value)
                    continue
                if self.start < 0:
                    self._open(start)
                self.end = end
                # a NUL stands for what is no text; the author's own is shown as U+FFFD, after CommonMark, section 2.3
                self.texts.append(value.replace("\0", "\ufffd") if "\0" in value else value)
            elif name == "Start":
                if type(value) is str and value in _PLAIN_BLOCKS:
                    self._start_plain(value)
                else:
                    self._start(value, start, end)
            elif name == "End":
                if value == "Strong" or value == "Emphasis":
                    self.end = max(self.end, end)
                    continue
                self._end(value if type(value) is str else next(iter(value)), start, end)
            elif name == "Code":
                if self.start < 0:
                    self._open(start)
                self.end = end
                self.marks.append(Mark("code", value))
                self.texts.append("\0")
                self.literals.append(Span(start, end))
            elif name in _INLINE_EVENTS:
                self._inline(name, value, start, end)
            elif name == "TaskListMarker":
                skeleton.append(("TaskListMarker", value))
            else:
                self.html.append(value)
                self.html_places.append(Span(start, end))
        self._close()
        if self.silent.silent:
            unclosed = f'<{self.silent.silent[0]} translate="no"> is never closed; nothing behind it is translated'
            self.problems.append((self.silent_from, unclosed))
        if self.skip_from is not None:
            unclosed = "skip-start is never closed; write <!-- i18n: skip-end --> where it should end"
            self.problems.append((self.skip_from, unclosed))
        return Reading(tuple(self.skeleton), tuple(self.runs), tuple(self.problems))

    # -- inline -------------------------------------------------------------------------------------------------------

    def _open(self, start: int) -> None:
        if self.start < 0:
            # an escaped first character: the event begins behind its backslash
            self.start = start - 1 if start and self.data[start - 1] == 0x5C else start

    def _inline(self, name: str, value: str, start: int, end: int) -> None:
        self._open(start)
        self.end = end
        if name == "InlineHtml":
            self.marks.append(Mark("html", value))
            self.texts.append("\0")
            self.heard += [self.data[begin:close].decode() for begin, close in attribute_texts(self.data, start, end)]
        elif name == "FootnoteReference":
            self.marks.append(Mark("footnote", value))
            self.texts.append("\0")
        else:
            self.marks.append(Mark("math", fold_blanks(value)))
            self.texts.append("\0")

    def _break(self, name: str, start: int, end: int) -> None:
        self.texts.append(" ")
        if name == "HardBreak":
            self.breaks.append(Span(start, end))

    def _start(self, value: Any, start: int, end: int) -> None:
        tag: str
        detail: Any
        tag, detail = (value, None) if type(value) is str else next(iter(value.items()))
        if tag not in INLINE_TAGS:
            self._start_block(tag, detail, start, end)
            return
        if self.start < 0:
            self._open(start)
        if detail is not None:
            category = "autolink" if detail["link_type"] in _AUTOLINKS else tag.lower()
            self.marks.append(Mark(category, detail["dest_url"]))
            if tag == "Image" and start == self.start:
                self.image = Span(start, end)
                self.images += 1
            self.links.append((category, detail, len(self.texts)))

    def _end_inline(self, tag: str, start: int, end: int) -> None:
        if tag in ("Link", "Image"):
            category, detail, position = self.links.pop()
            if category == "autolink":
                del self.texts[position:]
                self.texts.append("\0")
            elif detail["link_type"] in _WITH_OWN_LABEL:
                # pulldown-cmark's range leaves out the empty brackets of a collapsed reference
                close = end + 2 if self.data[end : end + 2] == b"[]" else end
                self.labels.append((end, close, detail["id"]))
                end = close
        if end > self.end:
            self.end = end

    # -- blocks -------------------------------------------------------------------------------------------------------

    def _start_block(self, tag: str, detail: Any, start: int, end: int) -> None:
        self._close()
        if tag == "Heading":
            attrs = tuple(pair for pair in detail["attrs"] if not (pair[1] is None and pair[0] in self.figures))
            self.skeleton.append((tag, detail["level"], detail["id"], tuple(detail["classes"]), attrs))
            self.level = int(detail["level"][1])
            self.heading_end = end if len(attrs) != len(detail["attrs"]) else 0
        else:
            self.skeleton.append((tag, _hashable(detail)))
        if tag == "BlockQuote":
            self.quotes += 1
        if tag == "HtmlBlock":
            self.html: list[str] = []
            self.html_places: list[Span] = []
        elif self.pending is not NOTHING_SAID and self.pending:
            self.scopes.append((len(self.stack), self.pending))
            self.pending = NOTHING_SAID
        self.stack.append(tag)
        self.in_code = tag == "CodeBlock"

    def _start_plain(self, tag: str) -> None:
        """As `_start_block`, of a block that says nothing of itself: two in three."""
        if self.start >= 0 or self.texts:
            self._close()
        self.skeleton.append(_STARTS[tag])
        if self.pending is not NOTHING_SAID and self.pending:
            self.scopes.append((len(self.stack), self.pending))
            self.pending = NOTHING_SAID
        self.stack.append(tag)

    def _end(self, tag: str, start: int, end: int) -> None:
        if tag in INLINE_TAGS:
            self._end_inline(tag, start, end)
            return
        if self.start >= 0 or self.texts:
            self._close()
        self.skeleton.append(_ENDS.get(tag) or ("End", tag))
        self.stack.pop()
        if self.scopes:
            while self.scopes and self.scopes[-1][0] >= len(self.stack):
                self.scopes.pop()
        if tag in _PLAIN_BLOCKS:
            return
        self.in_code = False  # a code block holds no other
        if tag == "BlockQuote":
            self.quotes -= 1
        elif tag == "Heading":
            self.level = 0
        elif tag == "HtmlBlock":
            html = "".join(self.html)
            found = parse_directives(html)
            if found is None:
                self._html_block(html, start)
            else:
                self.skeleton.append(html)
                self._directive(found, start)

    def _html_block(self, html: str, start: int) -> None:
        """The texts of an HTML block become runs; the rest of it is skeleton."""
        directives = self._take_directives()
        if b"".join(self.covered[place.start : place.end] for place in self.html_places).decode("utf-8", "replace") != html:
            self.skeleton.append(html)  # the parser changed it (a NUL, a tab): its bytes are not where the events say
            return
        was_silent = bool(self.silent.silent)
        for part in read_html(self.data, self.html_places, self.silent):
            if isinstance(part, HtmlRun):
                self._html_run(part, directives)
            else:
                self.skeleton.append(part)
        if self.silent.silent and not was_silent:
            self.silent_from = start

    def _html_run(self, part: HtmlRun, directives: Directives) -> None:
        marks = [Mark(*mark) for mark in part.marks]
        marks += self._placeholders(part.text)
        marks += self._foreign_marks(part.span.start, part.span.end) if "{" in part.text or "<" in part.text else []
        skipped = self.skip_from is not None or directives.skip
        self.skeleton.append("run")
        self.runs.append(
            Run(part.span, part.kind, self.quotes, 0, tuple(marks), part.text, "", (), (), (), None, directives, skipped)
        )

    def _directive(self, found: tuple[Directives, str | None], start: int) -> None:
        directives, problem = found
        if problem:
            self.problems.append((start, problem))
        if directives.skip_start and self.skip_from is None:
            self.skip_from = start
        elif directives.skip_end:
            if self.skip_from is None:
                self.problems.append((start, "skip-end without a skip-start before it; take it out"))
            self.skip_from = None
        self.pending = self.pending.joined(directives)

    def _take_pending(self) -> Directives:
        taken, self.pending = self.pending, NOTHING_SAID
        return taken

    def _close(self) -> None:
        """End the run that is open, if any."""
        if self.start < 0:
            if self.texts or self.breaks:
                self._clear()
            return
        if self.heading_end:
            self._take_in_figures()
        while self.end > self.start + 1 and self.data[self.end - 1] in b" \t":
            self.end -= 1
        text = self.texts[0] if len(self.texts) == 1 else "".join(self.texts)
        if "{" in text:
            self.marks += self._placeholders(text)
        if "{" in text or "<" in text:
            self.marks += self._foreign_marks(self.start, self.end)
        if text.startswith(("import", "export")) and is_module(text):
            self.marks.append(Mark("syntax", fold_blanks(text)))
        holder = self.stack[-1] if self.stack else "Paragraph"
        if holder == "Paragraph" and len(self.stack) > 1:
            holder = self.stack[-2]
        directives = self._take_directives()
        alone = self.image if self.images == 1 and self.image == (self.start, self.end) else None
        kind = _KIND_OF.get(holder, Kind.PARAGRAPH)
        self.skeleton.append("run")
        self.runs.append(
            Run(
                Span(self.start, self.end),
                kind,
                self.quotes,
                self.level,
                tuple(self.marks),
                text,
                " ".join(self.heard) if self.heard else "",
                tuple(self.breaks),
                tuple(self.literals),
                tuple(self.labels),
                alone,
                directives,
                self.skip_from is not None or directives.skip or bool(self.silent.silent),
            )
        )
        self._clear()

    def _placeholders(self, text: str) -> list[Mark]:
        return [Mark("placeholder", name) for name in PLACEHOLDER.findall(text) if name in self.figures]

    def _foreign_marks(self, start: int, end: int) -> list[Mark]:
        """What other generators read in a run; not what stands in code."""

        def is_figure(mark: str) -> bool:
            name = PLACEHOLDER.fullmatch(mark[1:-1])
            return name is not None and name[1] in self.figures

        found = list(marks_in(self.data, start, end, is_figure))
        return [Mark("syntax", mark) for at, mark in found if not any(code.start <= at < code.end for code in self.literals)]

    def _foreign_line(self, line: ForeignLine) -> None:
        """A line of another generator: its captions are runs, the rest of it stays."""
        directives = self._take_directives()
        skipped = self.skip_from is not None or directives.skip or bool(self.silent.silent)
        position = line.span.start
        for caption in line.captions:
            start, end = caption.span
            while self.data[start : start + 1] in (b" ", b"\t"):
                start += 1
            while self.data[end - 1 : end] in (b" ", b"\t"):
                end -= 1
            self.skeleton.append(("Foreign", self.data[position:start].decode(), caption.head))
            self.skeleton.append("run")
            written = self.data[start:end].decode()
            # behind a word nothing in it is a block
            inner = read_body(f"x {read_caption(written, caption.delimiter)}", self.figures, math=self.math).runs
            text, marks = (inner[0].text[2:], inner[0].marks) if len(inner) == 1 else (written, (Mark("syntax", written),))
            self.runs.append(
                Run(
                    *(Span(start, end), Kind.CAPTION, self.quotes, 0, marks, text, "", (), (), (), None),
                    *(directives, skipped, caption.delimiter),
                )
            )
            position = end
        self.skeleton.append(("Foreign", self.data[position : line.span.end].decode(), ""))

    def _take_directives(self) -> Directives:
        """Everything that is said of what comes now: of it alone, and of all that it stands in."""
        if self.pending is NOTHING_SAID and not self.scopes:
            return NOTHING_SAID
        directives = self._take_pending()
        for _, scope in self.scopes:
            directives = scope.joined(directives)
        return directives

    def _take_in_figures(self) -> None:
        """`## Members {members}`: the parser takes the figure for an attribute block; it belongs to the text."""
        tail = self.data[self.end : self.heading_end]
        match = re.match(rb"[ \t]*(\{([A-Za-z_][A-Za-z0-9_-]*)\})", tail)
        if match and match[2].decode() in self.figures:
            self.end += match.end()
            self.texts.append(f" {match[1].decode()}")
        self.heading_end = 0


def _hashable(detail: Any) -> Hashable:
    if isinstance(detail, dict):
        return tuple((key, _hashable(value)) for key, value in detail.items())
    return tuple(detail) if isinstance(detail, list) else detail


def read_body(text: str, figures: frozenset[str] = frozenset(), *, math: bool = False) -> Reading:
    """The skeleton and the runs of a Markdown body. `figures` are the placeholders that stand for values.

    `math`: `$…$` is a formula. Never raises: every text is Markdown. Linear in the length of the text.
    """
    return _Reader(text, figures, math).read()
