"""Read YAML with the place and the style of every scalar. Knows nothing of what the fields mean; opens no file.

PyYAML's events give the structure; its marks count characters of decoded text, so they are mapped to bytes of the file here.
Safe and bounded: no aliases, anchors or tags, one document, limits on size, depth and number of nodes, no duplicate keys.
Every scalar stays the text that its author wrote (`no`, `1.10`, `2017-09-23` are strings); only null is None.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Any, Final

from yaml import YAMLError
from yaml.cyaml import CSafeLoader
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.reader import ReaderError
from yaml.scanner import ScannerError

from i18n_site.errors import YamlError
from i18n_site.model import Encoder, Frame, Span, Value
from i18n_site.nodes import MAX_DEPTH, MAX_NODES, Lines, Node, frame_of, read_text
from i18n_site.yaml_scalars import IN_FLOW, encode_scalar

__all__ = ["Node", "encode_scalar", "frame_of", "read_flag", "read_yaml"]

TRUE_WORDS: Final = frozenset({"true", "yes", "on"})
FALSE_WORDS: Final = frozenset({"false", "no", "off"})
"""YAML 1.1's words for flags, in any case."""

_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_STYLES: Final = {
    "": Frame(Encoder.YAML_PLAIN),
    "'": Frame(Encoder.YAML_SINGLE),
    '"': Frame(Encoder.YAML_DOUBLE),
}
_PLAIN_IN_FLOW: Final = Frame(Encoder.YAML_PLAIN, detail=IN_FLOW)
_EXOTIC_BREAK: Final = re.compile(rb"(?:\xc2\x85|\xe2\x80[\xa8\xa9])\Z")
_STEP: Final = 64


class _Places(Lines):
    """Bytes and lines of the file for PyYAML's marks."""

    def __init__(self, text: str, data: bytes, offset: int, first_line: int) -> None:
        super().__init__(data, offset, first_line)
        self.length = len(text.rstrip())
        """Characters before the blank end of the text."""
        self._text = text
        self._checkpoints: list[int] | None = None
        if len(text) != len(data):
            sizes = (len(text[start : start + _STEP].encode()) for start in range(0, len(text), _STEP))
            self._checkpoints = list(accumulate(sizes, initial=0))

    def byte(self, index: int) -> int:
        """Byte of `data` at which the character with this index begins."""
        if self._checkpoints is None:
            return min(index, len(self.data))  # libyaml counts a line break that it supplies at the end
        step = min(index // _STEP, len(self._checkpoints) - 1)
        return self._checkpoints[step] + len(self._text[step * _STEP : index].encode())


def read_yaml(data: bytes, *, path: str, offset: int = 0, first_line: int = 1) -> Node:
    """The tree of one YAML document; kind `null` for an empty one.

    `data` may be a part of a file: `offset` is the byte and `first_line` the line at which it begins there.
    Raises YamlError with the line: bad UTF-8 or syntax, an alias, anchor or tag, a second document, a duplicate key, a key that
    is no text, more than MAX_BYTES, MAX_DEPTH or MAX_NODES.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        data, offset = data[3:], offset + 3
    text = read_text(data, YamlError, path=path, first_line=first_line)
    places = _Places(text, data, offset, first_line)
    try:
        return _Builder(places, path).build(CSafeLoader(text))
    except ReaderError as error:
        code: Any = error.character  # a number, as libyaml tells it
        said, line = f"the character U+{code:04X} is not allowed in YAML", places.line(error.position)
        raise YamlError(said, path=path, line=line, advice="remove it, or write it as an escape in double quotes") from None
    except YAMLError as error:
        raise _syntax_error(error, places, path) from None


def read_flag(value: Value) -> bool | None:
    """What `true`, `yes`, `on` and their opposites mean where a flag is expected; None for anything else."""
    word = value.lower() if isinstance(value, str) else ""
    return True if word in TRUE_WORDS else False if word in FALSE_WORDS else None


class _Open:
    """A collection that is being read."""

    __slots__ = ("column", "entries", "flow", "is_map", "keys", "start")

    def __init__(self, start: int, column: int, *, flow: bool, is_map: bool) -> None:
        self.start = start
        self.column = column
        self.flow = flow
        self.is_map = is_map
        self.entries: list[Node] = []
        self.keys: dict[str, int] = {}


class _Builder:
    """Events -> nodes, without recursion."""

    def __init__(self, places: _Places, path: str) -> None:
        self.places = places
        self.path = path

    def build(self, parser: CSafeLoader) -> Node:
        """The root node."""
        open_: list[_Open] = []
        root: Node | None = None
        nodes = 0
        while (event := parser.get_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                self._refuse_properties(event)
                node = self._scalar(event, open_[-1] if open_ else None)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._refuse_properties(event)
                open_.append(self._open(event, is_map=kind is MappingStartEvent))
                if len(open_) > MAX_DEPTH:
                    raise self._error(event, f"the nesting is deeper than {MAX_DEPTH} levels", "write it flatter")
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                node = self._close(event, open_.pop())
            elif kind is AliasEvent:
                raise self._error(event, "an alias is not allowed here", "repeat the value; in a text, put it in quotes")
            elif kind is DocumentStartEvent and root is not None:
                raise self._error(event, "a second document begins here", "remove the line `---`")
            else:
                continue
            nodes += 1
            if nodes > MAX_NODES:
                raise self._error(event, f"there are more than {MAX_NODES} values", "split the file")
            if open_:
                self._add(node, open_[-1])
            else:
                root = node
        if root is None:
            start = self.places.offset
            return Node("null", Span(start, start), self.places.line(0), 1)
        return root

    def _error(self, event: Any, message: str, advice: str) -> YamlError:
        mark = event.start_mark
        line = self.places.line(self.places.byte(mark.index))
        return YamlError(message, path=self.path, line=line, column=mark.column + 1, advice=advice)

    def _refuse_properties(self, event: Any) -> None:
        if event.anchor is not None:
            raise self._error(event, f"the anchor &{event.anchor} is not allowed here", "remove it; in a text, put it in quotes")
        if event.tag is not None:
            raise self._error(event, f"the tag {event.tag} is not allowed here", "remove it; in a text, put it in quotes")

    def _open(self, event: Any, *, is_map: bool) -> _Open:
        mark = event.start_mark
        return _Open(mark.index, mark.column, flow=bool(event.flow_style), is_map=is_map)

    def _close(self, event: Any, opened: _Open) -> Node:
        start = self.places.byte(opened.start)
        # The end of a block collection is the next token's; its last entry's end is where its own text ends.
        end = self.places.byte(event.end_mark.index)
        span = Span(start + self.places.offset, end + self.places.offset)
        if not opened.flow and opened.entries:
            span = Span(span.start, max(span.start, opened.entries[-1].span.end))
        line = self.places.line(start)
        if opened.is_map:
            pairs = tuple(zip(opened.entries[::2], opened.entries[1::2], strict=True))
            return Node("map", span, line, opened.column + 1, items=pairs)
        return Node("list", span, line, opened.column + 1, children=tuple(opened.entries))

    def _add(self, node: Node, parent: _Open) -> None:
        if parent.is_map and len(parent.entries) % 2 == 0:
            place: dict[str, Any] = {"path": self.path, "line": node.line, "column": node.column}
            if not node.value:
                raise YamlError("a key must be a text", **place, advice="write `name: value`, the name in quotes if need be")
            if node.value in parent.keys:
                said = f"the key {node.value!r} stands twice, first in line {parent.keys[node.value]}"
                raise YamlError(said, **place, advice="remove one of the two")
            parent.keys[node.value] = node.line
        parent.entries.append(node)

    def _scalar(self, event: Any, parent: _Open | None) -> Node:
        mark, places = event.start_mark, self.places
        start, end = places.byte(mark.index), places.byte(event.end_mark.index)
        style, value = event.style or "", event.value
        column = mark.column + 1
        if not style and value in _NULLS:
            return Node("null", Span(start + places.offset, end + places.offset), places.line(start), column)
        if style in ("|", ">"):
            frame, end = _read_block(places.data[start:end], value, max(parent.column, 0) if parent else 0)
            end += start
        else:
            frame = _STYLES[style]
            if not style and parent and parent.flow:
                frame = _PLAIN_IN_FLOW
        return Node("scalar", Span(start + places.offset, end + places.offset), places.line(start), column, value, frame)


def _read_block(raw: bytes, value: str, base: int) -> tuple[Frame, int]:
    """Frame of a block scalar and its length without trailing blank lines that are no part of the text.

    `base` is the column of the collection that holds it, to which an indentation indicator adds. The frame's detail is the
    relative indentation followed by the header's line as it stands, comment and line break included.
    """
    header, newline, content = raw.partition(b"\n")
    head = header.decode()
    indicators = re.match(r"[|>][-+\d]*", head)
    marks = indicators.group() if indicators else ""
    given = next((int(mark) for mark in marks if mark.isdigit()), 0)
    indent = base + given
    if not given:
        filled = (line for line in content.split(b"\n") if line.strip(b" \r"))
        first = next(filled, None)
        indent = base + 2 if first is None else len(first) - len(first.lstrip(b" "))
    end = len(raw)
    closed = raw.endswith(b"\n")
    if closed:
        end = _before_break(raw, end)
        while "+" not in marks and end > len(header):
            start = raw.rfind(b"\n", 0, end) + 1
            line = raw[start:end]
            if line.strip(b" ") or len(line) > indent:
                break
            end = _before_break(raw, start)
    if not closed:
        # At the end of a file without a line break no block can end in one; double quotes can, with the header's comment behind.
        # What only YAML 1.1 takes for a line break (U+0085, U+2028, U+2029) still parts them from what follows.
        exotic = _EXOTIC_BREAK.search(raw)
        end = exotic.start() if exotic else end
        return Frame(Encoder.YAML_DOUBLE, " " * indent, head[len(marks) :].rstrip("\r")), end
    encoder = Encoder.YAML_LITERAL if marks[:1] == "|" else Encoder.YAML_FOLDED
    return Frame(encoder, " " * indent, f"{indent - base}{head}{newline.decode()}"), end


def _before_break(raw: bytes, end: int) -> int:
    """The offset before the line break that ends at `end`."""
    return end - 2 if raw[end - 2 : end] == b"\r\n" else end - 1


def _syntax_error(error: YAMLError, places: _Places, path: str) -> YamlError:
    """PyYAML's complaint with the line of the file and what usually helps."""
    mark: Any = getattr(error, "problem_mark", None)
    if isinstance(error, ScannerError) and mark is not None and mark.index >= places.length:
        mark = error.context_mark or mark  # quotes that run to the end of the file are at fault where they begin
    problem = " ".join(part for part in (getattr(error, "problem", None), getattr(error, "context", None)) if part) or str(error)
    advice = next((help_ for words, help_ in _ADVICE if words in problem), "see whether quotes, brackets and indentation fit")
    said = f"the YAML cannot be read: {problem}"
    if mark is None:
        return YamlError(said, path=path, advice=advice)
    # Behind the text libyaml stands on a line of its own making.
    column = mark.column + 1 if mark.index < places.length else None
    line = places.line(places.byte(min(mark.index, places.length)))
    return YamlError(said, path=path, line=line, column=column, advice=advice)


_ADVICE: Final = (
    ("mapping values are not allowed", "a text that contains a colon and a space needs quotes around it"),
    ("cannot start any token", "a text that begins with @, %, ` or a tab needs quotes around it; indent with spaces"),
    ("found unexpected end of stream", "close the quotes"),
    ("expected ',' or", "close the bracket, or put the text in quotes"),
    ("unknown escape character", "write a backslash as \\\\, or use single quotes"),
    ("tab character", "indent with spaces"),
)
