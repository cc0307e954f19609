"""Lines of Markdown that other generators read and CommonMark takes for text. Pure.

Admonitions and tabs of MkDocs, containers of Docusaurus and Starlight, shortcodes of Hugo, includes of mdBook, templates,
attribute lists. A translation joins the lines of its paragraph, and would take such a line into it; so each line is covered, byte
for byte, by what CommonMark reads as a block of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import pyromark

from i18n_site.formats.captions import Caption
from i18n_site.formats.dialect import BLOCKS, fold_line_ends
from i18n_site.formats.indents import without_code
from i18n_site.formats.marks import SHORTCODE, read_parameters, read_spans
from i18n_site.formats.pieces import splice
from i18n_site.model import Span


@dataclass(frozen=True, slots=True)
class ForeignLine:
    """A line that only another generator understands."""

    span: Span
    """Its bytes, without what its containers put before it and without its line end."""
    captions: tuple[Caption, ...] = ()
    comment: str = ""
    """Of MDX, `{/* … */}`, where it begins on this line and is all that there is; `{}` on its other lines."""


@dataclass(frozen=True, slots=True)
class Covered:
    """A body as CommonMark is to read it."""

    text: str
    """As long as the source, byte by byte; a CR by itself is an LF."""
    lines: Mapping[int, ForeignLine] = field(default_factory=dict)
    """By where the rule begins that stands for the line."""
    items: frozenset[int] = frozenset()
    """Where items begin that stand for what is indented, and are none."""


_MARKERS = rb"[ \t]*(?:(?:>|(?:[-+*:]|[0-9]{1,9}[.)]|\[\^[^\]\s]{1,99}\]:)[ \t])[ \t]*){0,20}"
"""What quotes, items, definitions and notes put before a line."""
_BEFORE = rb"^(?P<before>" + _MARKERS + rb")"
_END = rb"[ \t]*(?P<end>\r?$)"
_TITLED = (
    rb"admonition|dropdown|details|card|tab-item|tab|grid-item-card|note|tip|info|warning|danger|caution|important|hint|seealso"
)
_RULES = (
    # containers and leaves: `:::note[Title]{.class}`, `:::tip Title`, `:::{admonition} Title`, `::video[Title]{id=x}`, `:::`
    rb":{3,}[ \t]*(?:(?:[A-Za-z][\w-]*|\{(?:"
    + _TITLED
    + rb")\})(?:[ \t]*\[(?P<label>[^\n]{0,300})\])?(?:[ \t]+(?P<title>[^\s{\[][^\n{}]{0,300}?))?"
    rb"[ \t]*(?:\{[^{}\n]*\})?)?(?=[ \t]*\r?$)"
    # MyST, Pandoc, mkdocstrings and others
    rb"|:{3,}[^\n]*?"
    rb"|::[A-Za-z][\w-]*(?:\[(?P<leaf>[^\n]{0,300})\])?(?:\{[^{}\n]*\})?"
    # blocks: `/// note | Title`, `///`
    rb"|/{3,}(?:[ \t]*(?!html\b)(?P<kind>[A-Za-z][\w-]*)(?:[ \t]*\|[ \t]*(?P<block>[^\n]{0,300}?))?|[ \t]*html[^\n]*?)?"
    # attribute lists, contents, snippets
    rb"|\{:[^{}\n]*\}|\{[ ]?[.#][^{}\n]*\}"
    rb"|\[TOC\]|\[\[_?TOC_?\]\]|!\[\[[^\[\]\n]*\]\]"
    rb"|-{1,}8<-{1,}[^\n]*?|\{\*[^{}\n]*\*\}"
    # where a block of MyST or Jupytext ends, with what programs know of the next
    rb"|\+{3}(?:[ \t]*\{[^\n]*?\})?"
    # shortcodes, templates and includes that have a line to themselves
    rb"|(?:(?:" + SHORTCODE.replace("[\\s\\S]", "[^\\n]").encode() + rb")[ \t]*)+"
)
_CONTAINERS = (
    rb"(?:!!!|\?\?\?\+?)[ ]?(?P<class>[A-Za-z][\w-]*(?:[ ]+[\w-]+)*)(?:[ ]+\"(?P<quoted>[^\n]{0,300})\")?"
    rb"|===[!+]?[ ]\"(?P<tab>[^\n]{0,300})\""
)
_LINE = re.compile(
    _BEFORE + rb"(?:(?P<item>" + _CONTAINERS + rb")|(?P<rule>" + _RULES + rb"))" + _END, re.MULTILINE | re.IGNORECASE
)
_OPENED = re.compile(_BEFORE + rb"(?P<line>\{\{(?P<sign>[<%])(?:(?!\}\}|\{\{)[^\n])*)$", re.MULTILINE)
_VERBATIM = re.compile(
    _BEFORE + rb"\{(?:\{[<%]|%)-?[ ]*(?P<name>highlight|mermaid|math|katex|chem|chart|code)\b[^\n]*\}[ \t]*$", re.MULTILINE
)
_DELIMITERS = {"label": "]", "leaf": "]", "title": "", "tab": '"'}
_HEADS = (("kind", "block", "|"), ("class", "quoted", '"'))
_ADMONITIONS = frozenset(
    b"abstract attention bug caution check cite danger details done error example fail failure faq help hint important info "
    b"missing note question quote success summary tip tldr todo warning".split()
)
"""Kinds of blocks that are titled by their kind."""
_LONGEST, _FARTHEST = 40, 4_000
"""Lines and bytes of a shortcode."""


@lru_cache(maxsize=16)  # a body is read again and again while its page is made
def cover(text: str, jsx: bool = False) -> Covered:
    """A body with its foreign lines covered, those of MDX on request. Never raises. Linear."""
    data = text.encode()
    if "\r" in text and (folded := fold_line_ends(data)) != data:
        data, text = folded, folded.decode()
    starts = list(_line_starts(data))
    if jsx:
        return _cover_mdx(data, starts)
    if not starts:
        return Covered(text)
    found = {line.span.start: (line, cover) for line, cover in _find_lines(data, starts)}
    verbatim: list[tuple[Span, Span]] = []
    if b"{{" in data or b"{%" in data:
        verbatim = list(_find_verbatim(data))
        for line, put in _find_opened(data):
            found.setdefault(line.span.start, (line, put))
    inside = [Span(first.end, last.start) for first, last in verbatim]
    for first, last in verbatim:
        found.pop(first.start, None)
        found.pop(last.start, None)
    if not found and not verbatim:
        return Covered(text)
    fence = "~~~" if "~~~" not in text else "```"
    fences = [span for pair in verbatim for span in pair] if fence == "~~~" or "```" not in text else []
    suspects: list[tuple[ForeignLine, bytes]] = []
    for _, (line, put) in sorted(found.items()):
        start = line.span.start
        within = any(first <= start < last for first, last in inside)
        # a line that goes on from another may be found once more behind its marker
        if not within and not (suspects and start < suspects[-1][0].span.end):
            suspects.append((line, put))
    fixed = [(span, fence.encode().ljust(span.end - span.start)) for span in fences]
    blocks = [suspects[number] for number in _find_blocks(data, text, [(line.span, put) for line, put in suspects], fixed)]
    covered = splice(data, [*((line.span, put) for line, put in blocks), *fixed])
    return Covered(covered.decode(), {line.span.start + put.index(b"_"): line for line, put in blocks})


def _find_blocks(data: bytes, text: str, covers: Sequence[_Patch], fixed: Sequence[_Patch]) -> list[int]:
    """Which covers would be blocks, by their numbers: what stands in code, in HTML, or too far in is none.

    Headings are blocks where rules are, and say in the HTML of the body which they are.
    """
    sign = next(character for character in map(chr, range(0xE000, 0xF900)) if character not in text)
    named = [(span, put[: put.index(b"_")] + f"# {sign}{number}".encode()) for number, (span, put) in enumerate(covers)]
    html = pyromark.html(splice(data, [*named, *fixed]).decode(), options=BLOCKS)
    return [int(number) for number in re.findall(f"<h1>{sign}([0-9]+)</h1>", html)]


_Patch = tuple[Span, bytes]


def _cover_mdx(data: bytes, starts: Iterable[int]) -> Covered:
    """A body as CommonMark is to read it where MDX reads it."""
    from i18n_site.formats.jsx import read_flow  # for MDX only

    flow = read_flow(data)
    found = {line.span.start: (line, put) for line, put in _find_lines(data, starts)}
    taken = [(line.span.start, line.span.end) for line in flow.lines]
    for at in [at for at in found if (index := bisect_right(taken, (at, len(data)))) and taken[index - 1][1] > at]:
        del found[at]
    for span, texts, comment in flow.lines:
        said = comment.encode("latin-1").decode("utf-8", "replace")
        captions = tuple(Caption(text, "=") for text in texts)
        found[span.start] = ForeignLine(span, captions, said), _cover_of(span, item=False)
    patches = [(line.span, put) for line, put in found.values()]
    covered, rules, items = without_code(splice(data, [*patches, *flow.patches]))
    lines = _lines_at(rules, data, found.values())
    if len(lines) < len(patches):
        kept = {line.span for line in lines.values()}
        covered, rules, items = without_code(splice(data, [*(patch for patch in patches if patch[0] in kept), *flow.patches]))
        lines = _lines_at(rules, data, [(line, put) for line, put in found.values() if line.span in kept])
    return Covered(covered.decode(), lines, items)


def _lines_at(rules: Iterable[int], data: bytes, found: Iterable[tuple[ForeignLine, bytes]]) -> dict[int, ForeignLine]:
    """The foreign lines by where the rules begin that stand for them."""
    at = {data.rfind(b"\n", 0, line.span.start): line for line, _ in found}
    starts = ((rule, at.get(data.rfind(b"\n", 0, rule + 1))) for rule in rules)
    return {rule: line for rule, line in starts if line is not None}


def _line_starts(data: bytes) -> Iterator[int]:
    """Where a line begins that may be foreign: all patterns of lines begin in one of a few ways."""
    if _FIRST.match(data):
        yield 0
    yield from (found.start() + 1 for found in _NEXT.finditer(data))


# most lines begin with a letter, which is seen at once
_BEGINNING = (
    rb"(?=[ \t]*+[!?=:/{\[>\-+*0-9])" + _MARKERS + rb"(?:!!!|!\[\[|\?\?\?|===|::|///|\{[:.# {%*]|\[\[?_?[Tt][Oo][Cc]|-+8<|\+\+\+)"
)
_FIRST, _NEXT = re.compile(_BEGINNING), re.compile(rb"\n" + _BEGINNING)
"""A line end in front lets the search leap from line to line."""


def _find_lines(data: bytes, starts: Iterable[int]) -> Iterator[tuple[ForeignLine, bytes]]:
    for found in filter(None, (_LINE.match(data, start) for start in starts)):
        span = Span(found.end("before"), found.start("end"))
        span = Span(span.start, span.start + len(data[span.start : span.end].rstrip(b" \t\r")))
        if span.end - span.start < (5 if found["item"] is not None else 3):
            continue
        captions = [
            Caption(Span(*found.span(name)), delimiter)
            for name, delimiter in _DELIMITERS.items()
            if found[name] is not None and found[name].strip()
        ]
        for head, title, sign in _HEADS:
            named = found[head] is not None and (head == "class" or found[head].lower() in _ADMONITIONS)
            if (named and found[title] is None) or (found[title] is not None and found[title].strip()):
                said = f"{found[head].decode()} {'?' if found[title] is None else ''}{sign}"
                captions.append(Caption(Span(found.start(head), span.end), said))
        captions += [Caption(text, '\\"') for text in read_spans(data, span.start, span.end) if text.start < text.end]
        yield ForeignLine(span, tuple(captions)), _cover_of(span, item=found["item"] is not None)
        if data.startswith(b":::", span.start) and data.find(b"{", span.start, span.end) >= 0:
            yield from _find_options(data, found.end())


_OPTION = re.compile(
    rb"\r?\n(?P<before>[ \t]*(?:>[ \t]*){0,20})(?P<option>:(?P<name>[A-Za-z][\w-]*):(?:[ \t]+(?P<text>[^\n]*?))?)[ \t]*(?=\r?$)",
    re.MULTILINE,
)


def _find_options(data: bytes, position: int) -> Iterator[tuple[ForeignLine, bytes]]:
    """The options of a directive of MyST, `:class: wide`, on the lines behind its first."""
    while found := _OPTION.match(data, position):
        span = Span(*found.span("option"))
        read = found["name"] in _READ_OPTIONS and found["text"]
        captions = (Caption(Span(*found.span("text")), ""),) if read else ()
        yield ForeignLine(span, captions), _cover_of(span, item=False)
        position = found.end()


_READ_OPTIONS = frozenset({b"alt", b"caption", b"title", b"subtitle", b"link-alt", b"img-alt", b"figcaption"})
"""Those that a reader meets."""


def _cover_of(span: Span, *, item: bool) -> bytes:
    """A rule, or an item that begins with one and holds what is indented by four."""
    length = span.end - span.start
    before = (b"+   ", b"+  ", b"+ ")[max(0, 7 - length)] if item else b""
    # underscores: behind a star of a list, stars would be one rule
    return before + b"_" * (length - len(before))


def _find_opened(data: bytes) -> Iterator[tuple[ForeignLine, bytes]]:
    """The lines of a shortcode that does not end on its first."""
    for found in _OPENED.finditer(data):
        close = data.find(b">}}" if found["sign"] == b"<" else b"%}}", found.end(), found.end() + _FARTHEST)
        if close < 0 or data.count(b"\n", found.end(), close) > _LONGEST or _BLANK_LINE.search(data, found.start(), close):
            continue
        line_end = data.find(b"\n", close)
        if data[close + 3 : line_end if line_end >= 0 else len(data)].strip():
            continue
        spans = list(_lines_between(data, found.start("line"), close + 3, found["before"].count(b">")))
        if all(span.end - span.start >= 3 for span in spans):
            for span in spans:
                texts = read_parameters(data, span.start, span.end)
                captions = tuple(Caption(text, '\\"') for text in texts if text.start < text.end)
                yield ForeignLine(span, captions), _cover_of(span, item=False)


_BLANK_LINE = re.compile(rb"\n[ \t>]*\r?\n")


def _lines_between(data: bytes, start: int, end: int, quotes: int) -> Iterator[Span]:
    for found in re.compile(rb"[ \t]*(?:>[ \t]*){0,%d}([^\n]*)" % quotes).finditer(data, start, end):
        first = found.start(1)
        last = first + len(found[1].rstrip(b" \t\r"))
        if first < last:
            yield Span(first, last)


def _find_verbatim(data: bytes) -> Iterator[tuple[Span, Span]]:
    """The first and the last line of what a shortcode holds as it is."""
    position = 0
    unclosed: set[bytes] = set()
    while opening := _VERBATIM.search(data, position):
        position = opening.end()
        if opening["name"] in unclosed:
            continue
        name = re.escape(opening["name"])
        closing = re.compile(
            rb"^[ \t]*(?:>[ \t]*)*(?P<line>\{(?:\{[<%][ ]*/[ ]*" + name + rb"|%-?[ ]*end" + name + rb")[^\n]*\})[ \t]*\r?$",
            re.MULTILINE,
        ).search(data, position)
        if closing is None:
            unclosed.add(opening["name"])
        else:
            yield Span(opening.end("before"), opening.start() + len(opening[0].rstrip(b" \t\r"))), Span(*closing.span("line"))
            position = closing.end()
