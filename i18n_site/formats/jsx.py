"""JSX, expressions and modules as MDX reads them: in a text, and on lines of their own. Pure; knows nothing of messages.

Within a line they stay in their message. Lines of their own are no Markdown: what stands on them is covered, and so is what would
make of a paragraph a block of HTML, or of an indented one code, which MDX knows neither of.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from i18n_site.formats.html import TEXT_ATTRIBUTES
from i18n_site.model import Span
from i18n_site.texts import fold_blanks

READABLE = frozenset({*TEXT_ATTRIBUTES, "summary", "description", "caption"})
"""Attributes of a component that a reader meets, as far as names tell."""


class Token(NamedTuple):
    """What MDX or its escaping has to do with at a place of a text."""

    start: int
    end: int
    kind: str
    """`code`, `expression`, `tag`, `comment`, `autolink`, `target`: a link's, in angle brackets. `stray`: a sign that begins
    nothing, `ticks`: those that open no code, `directive`: the colon of one. `unclear`: an expression that ends in a guess."""
    key: str = ""
    """An expression or a tag as it must stay: blanks folded, without what a reader reads of it."""


_NAME = r"(?:[^\W\d]|\$)[\w$-]*"
TAG = re.compile(rf"<(?:/\s*)?(?:{_NAME}(?:\s*:\s*{_NAME}|(?:\s*\.\s*{_NAME})*))?")
_ATTRIBUTE = re.compile(
    rf"\s*(?:(?P<name>{_NAME}(?:\s*:\s*{_NAME})?)(?:\s*=\s*(?:(?P<text>\"[^\"]*\"|'[^']*')|(?P<value>\{{)))?|(?P<spread>\{{))"
)
_TAG_END = re.compile(r"\s*/?\s*>")
_SIGN = re.compile(
    r"\\[!-/:-@\[-`{-~]"
    r"|(?P<ticks>`+)|(?P<target>\]\([ \t\n]*<[^<>\n]*>)|(?P<brace>\{)|(?P<angle><)"
    r"|(?P<colon>(?<!:):(?=[A-Za-z][\w-]*[\[{]))"
)
DIRECTIVE = re.compile(r":[A-Za-z][\w-]*[\[{]")
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+)>", re.ASCII)
_IN_PROGRAM = re.compile(
    r"""[{}]|"(?:[^"\\\n]|\\.){0,300}"|'(?:[^'\\\n]|\\.){0,300}'|`(?:[^`\\]|\\.){0,900}`|/\*(?:(?!\*/).)*(?:\*/|\Z)|//[^\n]*""",
    re.DOTALL,
)
_BRACES = re.compile(r"[{}]")
_TICKS = re.compile(r"`+")
_FARTHEST = 4_000
"""Characters of an expression."""


class Scanner:
    """A text, read from left to right as MDX reads it. Linear."""

    def __init__(self, text: str, guesses: int = 10) -> None:
        """`guesses`: how many braces may open that nobody closes, before no more are looked after."""
        self.text = text
        self.guesses = guesses
        self.ticks: dict[int, list[int]] = {}
        for found in _TICKS.finditer(text):
            self.ticks.setdefault(len(found[0]), []).append(found.start())
        self.partners = _pair_braces(text)

    def tokens(self) -> Iterator[Token]:
        """All tokens; what stands in one is none."""
        token = self.next(0)
        while token is not None:
            yield token
            token = self.next(token.end)

    def next(self, position: int) -> Token | None:
        """The first token that begins at this place or behind it."""
        for found in _SIGN.finditer(self.text, position):
            kind, start, end = found.lastgroup, found.start(), found.end()
            if kind == "ticks":
                return self._code(start, end)
            if kind == "target":
                return Token(start, end, "target", found[0])
            if kind == "brace":
                return self._expression(start)
            if kind == "angle":
                return self.tag(start)
            if kind == "colon":
                named = DIRECTIVE.match(self.text, start)
                return Token(start, end, "directive", named[0] if named else "")
        return None

    def _code(self, start: int, end: int) -> Token:
        closing = self.ticks.get(end - start, [])
        at = bisect_left(closing, end)
        return Token(start, closing[at] + end - start, "code") if at < len(closing) else Token(start, end, "ticks")

    def _expression(self, start: int) -> Token:
        end, kind = self.program(start), "expression"
        if end is None:
            end, kind = self.partners.get(start), "unclear"
        return Token(start, start + 1, "stray") if end is None else Token(start, end, kind, fold_blanks(self.text[start:end]))

    def program(self, start: int) -> int | None:
        """Where the braces end that open here, strings and comments of JavaScript aside."""
        if not self.guesses:
            return None
        depth = 0
        for found in _IN_PROGRAM.finditer(self.text, start, start + _FARTHEST):
            depth += {"{": 1, "}": -1}.get(found[0], 0)
            if not depth:
                return found.end()
        self.guesses -= 1
        return None

    def tag(self, start: int) -> Token:
        """The token that begins with this `<`."""
        text = self.text
        if text.startswith("<!--", start) and (end := text.find("-->", start + 4)) >= 0:
            return Token(start, end + 3, "comment", text[start : end + 3])
        if found := _AUTOLINK.match(text, start):
            return Token(start, found.end(), "autolink", found[0])
        head = TAG.match(text, start)
        position, key = (head.end(), head[0]) if head else (start, "")
        for name, value, end in self._attributes(position):
            key += f" {fold_blanks(text[position:end]) if value is None or not _is_read(name) else name}"
            position = end
        if last := _TAG_END.match(text, position):
            return Token(start, last.end(), "tag", f"{key}{''.join(last[0].split())}")
        return Token(start, start + 1, "stray")

    def texts(self, start: int) -> Iterator[Span]:
        """Where the tag that begins here has texts for its readers: within the quotes of its attributes."""
        head = TAG.match(self.text, start)
        for name, value, _ in self._attributes(head.end()) if head else ():
            if value is not None and _is_read(name) and self.text[value.start : value.end].strip():
                yield value

    def unread(self, token: Token) -> Iterator[tuple[int, int]]:
        """The parts of a token that no reader meets."""
        position = token.start
        for text in self.texts(token.start) if token.kind == "tag" else ():
            yield position, text.start
            position = text.end
        yield position, token.end

    def _attributes(self, position: int) -> Iterator[tuple[str, Span | None, int]]:
        """Name, text within quotes if it has one, and end of each attribute from here on."""
        while found := _ATTRIBUTE.match(self.text, position):
            opening = max(found.start("value"), found.start("spread"))
            end = found.end() if opening < 0 else self.program(opening)
            if end is None:
                return
            text = None if found["text"] is None else Span(found.start("text") + 1, found.end("text") - 1)
            yield found["name"] or "", text, end
            position = end


def enclosed(tags: Sequence[Token], length: int) -> Span | None:
    """What the first and the last tag of a text hold, if they are one element's and that is all of it."""
    if len(tags) < 2 or tags[0].start or tags[-1].end != length:
        return None
    depth = 0
    for tag in tags:
        if not tag.key.endswith("/>") or tag.key == "</>":
            depth += -1 if tag.key.startswith("</") else 1
        if not depth and tag is not tags[-1]:
            return None
    return Span(tags[0].end, tags[-1].start) if not depth and tags[0].end < tags[-1].start else None


def _is_read(name: str) -> bool:
    return name.lower() in READABLE


def _pair_braces(text: str) -> dict[int, int]:
    """Where each brace ends that is closed, all of them counted."""
    opened: list[int] = []
    found: dict[int, int] = {}
    for brace in _BRACES.finditer(text) if "{" in text else ():
        if brace[0] == "{":
            opened.append(brace.start())
        elif opened:
            found[opened.pop()] = brace.end()
    return found


# -- lines ---------------------------------------------------------------------------------------------------------------


class FlowLine(NamedTuple):
    """A line of tags, expressions or modules."""

    span: Span
    """Its bytes, without what its containers put before it and without its line end."""
    texts: tuple[Span, ...]
    """The attributes in it that a reader meets, without their quotes."""
    comment: str
    """A comment that begins on it, and is all that there is; empty braces on its other lines, nothing on all others."""


class Flow(NamedTuple):
    """What MDX reads on lines of their own, and what else of a body CommonMark would read in another way."""

    lines: tuple[FlowLine, ...]
    patches: tuple[tuple[Span, bytes], ...]
    """Bytes to be put there, as many: a heading for a line too short to be a rule, another name for a tag of HTML blocks."""


_COMMENT = "{}"
_CONTAINERS = re.compile(r"[ \t]*(?:(?:>|(?:[-+*]|[0-9]{1,9}[.)]|\[\^[^\]\s]{1,99}\]:)[ \t])[ \t]*){0,20}")
_FENCE = re.compile(r"(`{3,})[^`]*\Z|(~{3,})")
_STATEMENT = re.compile(r"(?:im|ex)port ")
_IN_STATEMENT = re.compile(_IN_PROGRAM.pattern.replace("[{}]", r"[\[\](){}]", 1), re.DOTALL)
_BLANK_LINE = re.compile(r"\n[ \t\r]*(?=\n|\Z)")
_OF_BLOCKS = re.compile(
    r"</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset"
    r"|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes"
    r"|ol|optgroup|option|p|param|pre|script|search|section|style|summary|table|tbody|td|textarea|tfoot|th|thead|title|tr|track|ul)"
    r"(?=[\s/>]|\Z)",
    re.IGNORECASE,
)
"""Tags that begin a block of HTML to CommonMark, whatever follows them: section 4.6, kinds 1 and 6."""
_MANY_GUESSES = 200


def read_flow(data: bytes) -> Flow:
    """What MDX reads on lines of their own in a body. Never raises. Linear."""
    # each byte a character: what is looked for is ASCII, and places are places of bytes
    return _FlowReader(data.decode("latin-1")).read()


def begins_html(line: str) -> bool:
    """Whether a line may begin a block of HTML in the midst of a paragraph, CommonMark section 4.6."""
    line = line.lstrip(" \t")
    return line.startswith("<") and (line.startswith(("<!", "<?")) or _OF_BLOCKS.match(line) is not None)


def disguised(text: bytes) -> bytes:
    """A text of MDX, as long as it is, that begins no block of HTML."""
    found = _OF_BLOCKS.match(text.decode("latin-1"))
    at = found[0].count("/") + 1 if found else 0
    return text[:at] + b"x" + text[at + 1 :] if found else text


class _FlowReader:
    """The state of one reading; used once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.scanner = Scanner(text, _MANY_GUESSES)
        self.unclosed = 0
        self.lines: list[FlowLine] = []
        self.patches: list[tuple[Span, bytes]] = []

    def read(self) -> Flow:
        text, position, fence, free = self.text, 0, "", True
        while position < len(text):
            end = text.find("\n", position)
            end = len(text) if end < 0 else end
            before = _CONTAINERS.match(text, position, end)
            start = before.end() if before else position
            line = text[start:end].rstrip(" \t\r")
            close = None
            if fence:
                fence = "" if line.startswith(fence) and not line.strip(f"{fence[0]} \t") else fence
            elif opening := _FENCE.match(line):
                fence = opening[1] or opening[2]
            elif line.startswith(("<", "{")):
                close = self._flow(start, text.count(">", position, start))
                if close is None and (name := _OF_BLOCKS.match(line)):
                    at = start + name[0].count("/") + 1
                    self.patches.append((Span(at, at + 1), b"x"))
            elif free and start == position and _STATEMENT.match(line):
                close = self._statement_end(start)
                self._take(start, close, 0, ())
            # what can interrupt no paragraph begins behind a blank line, a heading or another block
            free = not line or close is not None or line.startswith("#")
            line_end = text.find("\n", close) if close is not None else end
            position = line_end + 1 if line_end >= 0 else len(text)
        return Flow(tuple(self.lines), tuple(self.patches))

    def _flow(self, start: int, quotes: int) -> int | None:
        """Cover the tags and expressions that begin here, if they have their lines to themselves; where they end."""
        text, position, tags = self.text, start, []
        while position < len(text) and text[position] != "\n":
            if text[position] in " \t\r":
                position += 1
                continue
            end: int | None = None
            if text[position] == "{":
                end = self.scanner.program(position)
            elif text[position] == "<" and (token := self.scanner.tag(position)).kind == "tag":
                end = token.end
                tags.append(position)
            if end is None:
                return None
            position = end
        self._take(start, position, quotes, tags)
        return position

    def _statement_end(self, start: int) -> int:
        """Where an import or export ends: at a blank line, behind the braces that it opens."""
        ends = (found.start() for found in _BLANK_LINE.finditer(self.text, start, start + _FARTHEST))
        first = position = next(ends, len(self.text))
        depth = self._depth(start, position)
        while depth > 0 and self.unclosed < _MANY_GUESSES and (end := next(ends, None)) is not None:
            depth, position = depth + self._depth(position, end), end
        if depth > 0:
            self.unclosed += 1
            return first
        return position

    def _depth(self, start: int, end: int) -> int:
        """How many more brackets of a program open than close."""
        brackets = "".join(found[0] for found in _IN_STATEMENT.finditer(self.text, start, end) if len(found[0]) == 1)
        return sum(map(brackets.count, "([{")) - sum(map(brackets.count, ")]}"))

    def _take(self, start: int, end: int, quotes: int, tags: Sequence[int]) -> None:
        texts = [text for tag in tags for text in self.scanner.texts(tag)]
        said = self.text[start:end].strip()
        comment = said if said.startswith("{/*") and said.endswith("*/}") else ""
        for found in re.compile(rf"[ \t]*(?:>[ \t]*){{0,{quotes}}}([^\n]*)").finditer(self.text, start, end):
            first, last = found.start(1), found.start(1) + len(found[1].rstrip(" \t\r"))
            if last - first >= _RULE:
                within = tuple(text for text in texts if first <= text.start and text.end <= last)
                self.lines.append(FlowLine(Span(first, last), within, comment))
                comment = comment and _COMMENT
            elif first < last:
                self.patches.append((Span(first, last), b"#" * (last - first)))


_RULE = 3
"""Bytes of the shortest rule."""
