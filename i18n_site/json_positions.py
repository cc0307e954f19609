"""Read JSON with the place of every string, and write strings. Knows nothing of what the fields mean; opens no file.

The standard library says whether it is JSON; what it accepts is read here once more, for the places, into the nodes that YAML is
read into. YAML's reader would not do: JSON indents with tabs, and writes characters as pairs of surrogates. What is no string
stays the text that its author wrote (`1.10`, `true`), without a frame; null is None.
"""

from __future__ import annotations

import json
import re
from typing import Final, NoReturn

from i18n_site.errors import JsonError
from i18n_site.model import Encoder, Frame, Span
from i18n_site.nodes import MAX_DEPTH, MAX_NODES, Lines, Node, read_text

__all__ = ["read_json", "write_string"]

_FRAME: Final = Frame(Encoder.JSON)
_BLANK: Final = re.compile(rb"[ \t\r\n]*+")
_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"')
_BARE: Final = re.compile(rb"[A-Za-z0-9.+-]+")
# What editors and other programs take for a line break or for nothing is written as an escape.
_NOT_SHOWN: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def write_string(text: str) -> str:
    """A string of JSON, on one line, with its quotes."""
    return _NOT_SHOWN.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))


def read_json(data: bytes, *, path: str, offset: int = 0, first_line: int = 1) -> Node:
    """The tree of one value of JSON.

    `data` may be a part of a file: `offset` is the byte and `first_line` the line at which it begins there.
    Raises JsonError with the line: bad UTF-8 or syntax, a key that stands twice, half of a surrogate pair, NaN and the like, more
    than MAX_BYTES, MAX_DEPTH or MAX_NODES.
    """
    text = read_text(data, JsonError, path=path, first_line=first_line)
    reader = _Reader(data, path, offset, first_line)
    try:
        root = reader.root()
    except _UnreadError:
        root = None
    try:
        json.loads(text, parse_constant=_refuse, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        line, column = first_line + error.lineno - 1, error.colno
        said = f"the JSON cannot be read: {error.msg}"
        advice = next((help_ for words, help_ in _ADVICE if words in error.msg), "see whether quotes and brackets fit")
        raise JsonError(said, path=path, line=line, column=column, advice=advice) from None
    except (ValueError, RecursionError) as error:
        said = f"the JSON cannot be read: {error}"
        raise JsonError(said, path=path, line=first_line, advice="write a number, or a text in quotes") from None
    if root is None:
        raise JsonError("the JSON cannot be read", path=path, line=first_line, advice="see whether quotes and brackets fit")
    return root


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")


_ADVICE: Final = (
    ("Expecting property name", "a key is a text in double quotes; no comma stands before `}`, and no comment anywhere"),
    ("Expecting ',' delimiter", 'put a comma after each value but the last, and `\\"` for a quote within a text'),
    ("Expecting ':' delimiter", 'write `"name": "text"`'),
    ("Expecting value", "a text needs double quotes around it; no comma stands before `]`"),
    ("Unterminated string", "close the quotes"),
    ("Invalid control character", "a text is one line; write `\\n` for a line break, `\\t` for a tab"),
    ("escape", "write a backslash as \\\\"),
    ("Extra data", "remove what stands behind the last bracket"),
)


class _UnreadError(Exception):
    """This reader meets what is no JSON."""


class _Reader:
    """The state of reading one text; used once."""

    def __init__(self, data: bytes, path: str, offset: int, first_line: int) -> None:
        self.data, self.path = data, path
        self.lines = Lines(data, offset, first_line)
        self.at = 0
        self.nodes = 0

    def root(self) -> Node:
        self._skip()
        root = self._value(1)
        self._skip()
        if self.at < len(self.data):
            raise _UnreadError
        return root

    def _value(self, depth: int) -> Node:
        start, head = self.at, self.data[self.at : self.at + 1]
        self.nodes += 1
        if depth > MAX_DEPTH:
            raise self._error(start, f"the nesting is deeper than {MAX_DEPTH} levels", "write it flatter")
        if self.nodes > MAX_NODES:
            raise self._error(start, f"there are more than {MAX_NODES} values", "split the file")
        if head == b'"':
            return self._string()
        if head == b"{":
            return self._map(depth)
        if head == b"[":
            return self._list(depth)
        found = _BARE.match(self.data, start)
        if found is None:
            raise _UnreadError
        self.at = found.end()
        written = found.group().decode()
        if written == "null":
            return Node("null", self._span(start), *self._place(start))
        return Node("scalar", self._span(start), *self._place(start), written)

    def _map(self, depth: int) -> Node:
        start = self.at
        items: dict[str, tuple[Node, Node]] = {}
        self._after(b"{")
        while not self._next(b"}"):
            key = self._string()
            name = key.value or ""
            if name in items:
                said = f"the key {name!r} stands twice, first in line {items[name][0].line}"
                raise self._error(key.span.start - self.lines.offset, said, "remove one of the two")
            self._skip()
            self._after(b":")
            items[name] = key, self._value(depth + 1)
            self._go_on(b"}")
        self.at += 1
        return Node("map", self._span(start), *self._place(start), items=tuple(items.values()))

    def _list(self, depth: int) -> Node:
        start, children = self.at, []
        self._after(b"[")
        while not self._next(b"]"):
            children.append(self._value(depth + 1))
            self._go_on(b"]")
        self.at += 1
        return Node("list", self._span(start), *self._place(start), children=tuple(children))

    def _go_on(self, closing: bytes) -> None:
        """To the next member, or to the bracket that closes."""
        self._skip()
        if not self._next(closing):
            self._after(b",")

    def _string(self) -> Node:
        start = self.at
        found = _STRING.match(self.data, start)
        if found is None:
            raise _UnreadError
        self.at = found.end()
        try:
            value: str = json.loads(found.group())
            value.encode()
        except UnicodeEncodeError:
            raise self._error(start, "half of a surrogate pair is no character", "write the character itself") from None
        except ValueError:
            raise _UnreadError from None
        return Node("scalar", self._span(start), *self._place(start), value, _FRAME)

    def _span(self, start: int) -> Span:
        return Span(start + self.lines.offset, self.at + self.lines.offset)

    def _place(self, at: int) -> tuple[int, int]:
        return self.lines.line(at), self.lines.column(at)

    def _error(self, at: int, message: str, advice: str) -> JsonError:
        line, column = self._place(at)
        return JsonError(message, path=self.path, line=line, column=column, advice=advice)

    def _next(self, mark: bytes) -> bool:
        return self.data.startswith(mark, self.at)

    def _after(self, mark: bytes) -> None:
        if not self._next(mark):
            raise _UnreadError
        self.at += 1
        self._skip()

    def _skip(self) -> None:
        found = _BLANK.match(self.data, self.at)
        self.at = found.end() if found else self.at
