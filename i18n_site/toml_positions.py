"""Read TOML with the place and the kind of every string. Knows nothing of what the fields mean; opens no file.

The standard library says whether it is TOML; what it accepts is read here once more, for the places, into the nodes that YAML is
read into. What is no string stays the text that its author wrote (`1_000`, `2017-09-23`, `true`), without a frame: a translation
could not stand there.
"""

from __future__ import annotations

import re
from typing import Final, Literal, TypeVar

from i18n_site.errors import TomlError
from i18n_site.model import Frame, Span
from i18n_site.nodes import MAX_DEPTH, MAX_NODES, Lines, Node, read_text
from i18n_site.toml_strings import STRING, read_string

__all__ = ["read_toml"]

_BLANK: Final = re.compile(rb"(?:[ \t\r\n]+|#[^\n]*)*+")
_SPACE: Final = re.compile(rb"[ \t]*+")
_LINE_END: Final = re.compile(rb"[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)")
_BARE_KEY: Final = re.compile(rb"[A-Za-z0-9_-]+")
_DATE: Final = re.compile(rb"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:[0-9:.]+(?:[Zz]|[+-]\d\d:\d\d)?)?")
_BARE: Final = re.compile(rb"[A-Za-z0-9_+.:-]+")


def read_toml(data: bytes, *, path: str, offset: int = 0, first_line: int = 1) -> Node:
    """The tree of a TOML document, a map.

    `data` may be a part of a file: `offset` is the byte and `first_line` the line at which it begins there.
    Raises TomlError with the line: bad UTF-8 or syntax, a key or table that stands twice, more than MAX_BYTES, MAX_DEPTH or
    MAX_NODES.
    """
    text = read_text(data, TomlError, path=path, first_line=first_line)
    reader = _Reader(data, path, offset, first_line)
    try:
        root = reader.root()
    except _UnreadError as unread:
        root, where = None, unread.at
    _judge(text, path, first_line)
    if root is None:
        # What this reader does not know, and the library does: TOML of a later version.
        said, line, column = "the TOML cannot be read here", reader.lines.line(where), reader.lines.column(where)
        raise TomlError(said, path=path, line=line, column=column, advice="write it as TOML 1.0 has it")
    return root.node(reader.lines)


def _judge(text: str, path: str, first_line: int) -> None:
    """Raise TomlError for what is no TOML."""
    import tomllib  # few sites have any

    try:
        tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        said, place = str(error), re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z", str(error))
        line = column = None
        if place:
            said = said[: place.start()]
            # at the end, the last line that says something
            line = first_line + (int(place[1]) - 1 if place[1] else text.rstrip().count("\n"))
            column = int(place[2]) if place[2] else None
        advice = next((help_ for words, help_ in _ADVICE if words in said), "see whether quotes and brackets fit")
        raise TomlError(f"the TOML cannot be read: {said}", path=path, line=line, column=column, advice=advice) from None


_ADVICE: Final = (
    ("Expected '='", 'write `name = "text"`'),
    ("Invalid value", "a text needs quotes around it"),
    ("Invalid statement", "begin the line with a name, or with [ for a table"),
    ("Expected newline or end of document", "a text needs quotes around the whole of it, and each key a line of its own"),
    ("Cannot overwrite", "the key stands twice; remove one of the two"),
    ("Cannot declare", "the table stands twice; put its keys under one heading"),
    ("Duplicate inline table key", "remove one of the two"),
    ("Illegal character", "close the quotes; a text of several lines needs three on either side"),
    ("Unterminated string", "close the quotes"),
    ('Expected "\'"', "close the quotes"),
    ("Unescaped '\\'", "write a backslash as \\\\, or the text in single quotes"),
    ("Unclosed", "close the bracket"),
    ("Invalid date", "write it like 2017-09-23 or 2017-09-23T18:30:00"),
)


class _UnreadError(Exception):
    """This reader meets what it does not know."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at
        """Byte of the text."""


class _Table:
    """A table that more keys may come to."""

    __slots__ = ("depth", "end", "entries", "start")

    def __init__(self, start: int, depth: int) -> None:
        self.start = self.end = start
        self.depth = depth
        self.entries: dict[str, tuple[Node, Node | _Table | _Array]] = {}

    def node(self, lines: Lines) -> Node:
        """It as it is at the end. It reaches from its first mention to its last value."""
        items = tuple((key, value if isinstance(value, Node) else value.node(lines)) for key, value in self.entries.values())
        end = max([self.end + lines.offset, *(value.span.end for _, value in items)])
        span = Span(self.start + lines.offset, end)
        return Node("map", span, lines.line(self.start), lines.column(self.start), items=items)


class _Array:
    """An array of tables; there is one at least."""

    __slots__ = ("depth", "start", "tables")

    def __init__(self, start: int, depth: int) -> None:
        self.start = start
        self.depth = depth
        self.tables: list[_Table] = []

    def node(self, lines: Lines) -> Node:
        """It as it is at the end."""
        children = tuple(table.node(lines) for table in self.tables)
        span = Span(self.start + lines.offset, max(child.span.end for child in children))
        return Node("list", span, lines.line(self.start), lines.column(self.start), children=children)


_Growing = TypeVar("_Growing", _Table, _Array)


class _Reader:
    """The state of reading one text; used once."""

    def __init__(self, data: bytes, path: str, offset: int, first_line: int) -> None:
        self.data, self.path = data, path
        self.lines = Lines(data, offset, first_line)
        self.newline = "\r\n" if b"\r\n" in data else "\n"
        self.at = 0
        self.nodes = 0

    def root(self) -> _Table:
        root = table = _Table(0, 1)
        self._skip(_BLANK)
        while self.at < len(self.data):
            if self._next(b"["):
                table = self._header(root)
            else:
                self._pair(table)
            if not self._skip(_LINE_END):
                raise _UnreadError(self.at)
            self._skip(_BLANK)
        root.end = len(self.data)
        return root

    def _header(self, root: _Table) -> _Table:
        start, many = self.at, self.data.startswith(b"[[", self.at)
        self.at += 1 + many
        keys = self._keys()
        if not self._next(b"]]" if many else b"]"):
            raise _UnreadError(self.at)
        self.at += 1 + many
        above, key = self._descend(root, keys[:-1]), keys[-1]
        held = above.entries.get(key.value or "")
        if many:
            array = held[1] if held else self._enter(above, key, _Array(start, above.depth + 1))
            if not isinstance(array, _Array):
                raise _UnreadError(start)
            table = _Table(start, array.depth + 1)
            self._count(start, table.depth)
            array.tables.append(table)
        else:
            # there is one where its own tables came first
            found = held[1] if held else self._enter(above, key, _Table(start, above.depth + 1))
            if not isinstance(found, _Table):
                raise _UnreadError(start)
            table = found
        table.end = self.at
        return table

    def _pair(self, table: _Table) -> None:
        keys = self._keys()
        if not self._next(b"="):
            raise _UnreadError(self.at)
        self.at += 1
        self._skip(_SPACE)
        holder, key = self._descend(table, keys[:-1]), keys[-1]
        if (key.value or "") in holder.entries:
            raise _UnreadError(self.at)
        holder.entries[key.value or ""] = key, self._value(holder.depth + 1)

    def _descend(self, table: _Table, keys: list[Node]) -> _Table:
        """The table that the keys lead to, made where there is none; of an array the last."""
        for key in keys:
            held, start = table.entries.get(key.value or ""), key.span.start - self.lines.offset
            value = held[1] if held else self._enter(table, key, _Table(start, table.depth + 1))
            if isinstance(value, Node):
                raise _UnreadError(self.at)
            table = value.tables[-1] if isinstance(value, _Array) else value
        return table

    def _enter(self, above: _Table, key: Node, value: _Growing) -> _Growing:
        self._count(value.start, value.depth)
        above.entries[key.value or ""] = key, value
        return value

    def _keys(self) -> list[Node]:
        """A dotted key, part by part."""
        keys = []
        while True:
            self._skip(_SPACE)
            start = self.at
            if found := _BARE_KEY.match(self.data, start):
                self.at = found.end()
                keys.append(self._node("scalar", start, found.group().decode()))
            else:
                keys.append(self._string())
            if len(keys) > MAX_DEPTH:
                raise self._too_deep(start)
            self._skip(_SPACE)
            if not self._next(b"."):
                return keys
            self.at += 1

    def _value(self, depth: int) -> Node:
        start = self.at
        self._count(start, depth)
        head = self.data[start : start + 1]
        if head in (b'"', b"'"):
            return self._string()
        if head == b"[":
            return self._array(depth)
        if head == b"{":
            return self._inline_table(depth)
        found = _DATE.match(self.data, start)
        date = found is not None
        if found is None and (found := _BARE.match(self.data, start)) is None:
            raise _UnreadError(start)
        self.at = found.end()
        written = found.group().decode()
        # a date's letters are T and Z to whoever reads dates
        return self._node("scalar", start, written.upper() if date else written)

    def _array(self, depth: int) -> Node:
        start, children = self.at, []
        self.at += 1
        self._skip(_BLANK)
        while not self._next(b"]"):
            children.append(self._value(depth + 1))
            self._go_on(b"]")
        self.at += 1
        return self._node("list", start, children=tuple(children))

    def _inline_table(self, depth: int) -> Node:
        table = _Table(self.at, depth)
        self.at += 1
        self._skip(_BLANK)
        while not self._next(b"}"):
            self._pair(table)
            self._go_on(b"}")
        self.at += 1
        table.end = self.at
        return table.node(self.lines)

    def _go_on(self, closing: bytes) -> None:
        """To the next member, or to the bracket that closes."""
        self._skip(_BLANK)
        if self._next(b","):
            self.at += 1
            self._skip(_BLANK)
        elif not self._next(closing):
            raise _UnreadError(self.at)

    def _string(self) -> Node:
        start = self.at
        found = STRING.match(self.data, start)
        if found is None:
            raise _UnreadError(start)
        self.at = found.end()
        try:
            text, frame = read_string(found.group().decode(), self.newline)
        except (KeyError, ValueError):
            raise _UnreadError(start) from None
        return self._node("scalar", start, text, frame)

    def _node(
        self,
        kind: Literal["scalar", "list"],
        start: int,
        value: str | None = None,
        frame: Frame | None = None,
        children: tuple[Node, ...] = (),
    ) -> Node:
        span = Span(start + self.lines.offset, self.at + self.lines.offset)
        return Node(kind, span, self.lines.line(start), self.lines.column(start), value, frame, children=children)

    def _next(self, mark: bytes) -> bool:
        return self.data.startswith(mark, self.at)

    def _skip(self, what: re.Pattern[bytes]) -> bool:
        found = what.match(self.data, self.at)
        if found is not None:
            self.at = found.end()
        return found is not None

    def _count(self, at: int, depth: int) -> None:
        self.nodes += 1
        if depth > MAX_DEPTH:
            raise self._too_deep(at)
        if self.nodes > MAX_NODES:
            said = f"there are more than {MAX_NODES} values"
            raise TomlError(said, path=self.path, line=self.lines.line(at), advice="split the file")

    def _too_deep(self, at: int) -> TomlError:
        said = f"the nesting is deeper than {MAX_DEPTH} levels"
        return TomlError(said, path=self.path, line=self.lines.line(at), column=self.lines.column(at), advice="write it flatter")
