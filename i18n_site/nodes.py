"""Values of structured text with their places: what the readers of YAML, TOML and JSON give. Knows no syntax; opens no file."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Final, Literal

from i18n_site.errors import SyntaxFault
from i18n_site.model import Frame, Span, Value

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_DEPTH: Final = 64
MAX_NODES: Final = 500_000


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a file with its place."""

    kind: Literal["scalar", "list", "map", "null"]
    span: Span
    """Bytes of the file, quotes and a block's header included, the line break behind a block not."""
    line: int
    """1-based line of the file."""
    column: int
    """1-based, in characters."""
    value: str | None = None
    """A scalar's text; None for everything else."""
    frame: Frame | None = None
    """How a text is written; None for everything else. YAML's scalars are all texts, TOML's and JSON's in quotes only."""
    items: tuple[tuple[Node, Node], ...] = ()
    """A map's keys and values in the order of the file."""
    children: tuple[Node, ...] = ()
    """A list's members."""

    @property
    def style(self) -> str:
        """`plain`, `single`, `double`, `literal` or `folded`; empty for what is no scalar of YAML."""
        return self.frame.encoder.removeprefix("yaml ") if self.frame else ""

    @property
    def indent(self) -> int:
        """Columns by which a block's lines are indented; 0 for everything else."""
        return len(self.frame.prefix) if self.frame else 0

    def plain(self) -> Value:
        """The value without places: texts, None, lists and dictionaries."""
        if self.kind == "map":
            return {key.value or "": value.plain() for key, value in self.items}
        if self.kind == "list":
            return [child.plain() for child in self.children]
        return self.value

    def get(self, key: str) -> Node | None:
        """The value of a map's key; None where there is none or where this is no map."""
        return next((value for name, value in self.items if name.value == key), None)

    def at(self, path: str) -> Node | None:
        """The node at a dotted path (`image.alt`, `tags.0`); the node itself for an empty path; None if there is none."""
        node, rest = self, path
        while rest:
            if node.kind == "list":
                part, _, rest = rest.partition(".")
                if not (part.isascii() and part.isdigit() and len(part) < 9 and int(part) < len(node.children)):
                    return None
                node = node.children[int(part)]
            else:
                # A key may hold dots itself; the longest one that fits is meant.
                fits = [(len(key.value or ""), value) for key, value in node.items if f"{rest}.".startswith(f"{key.value}.")]
                if not fits:
                    return None
                length, node = max(fits, key=itemgetter(0))
                rest = rest[length + 1 :]
        return node

    def walk(self, path: str = "") -> Iterator[tuple[str, Node]]:
        """Every scalar below (or the scalar itself) with its dotted path, in the order of the file; nulls left out."""
        for where, _, node in self.entries(path):
            if node.kind == "scalar":
                yield where, node

    def entries(self, path: str = "", key: Node | None = None) -> Iterator[tuple[str, Node | None, Node]]:
        """This node and every one below: dotted path, the key of a map's value (None for the rest), the node."""
        yield path, key, self
        for name, value in self.items:
            yield from value.entries(f"{path}.{name.value}" if path else name.value or "", name)
        for number, child in enumerate(self.children):
            yield from child.entries(f"{path}.{number}" if path else str(number), None)


def frame_of(node: Node) -> Frame:
    """How a text is written, for its encoder. Raises ValueError for what is none."""
    if node.frame is None:
        raise ValueError(f"a {node.kind} has no frame")
    return node.frame


class Lines:
    """Lines and columns of a part of a file, asked for by its bytes."""

    def __init__(self, data: bytes, offset: int, first_line: int) -> None:
        self.data = data
        self.offset = offset
        """The byte of the file at which `data` begins."""
        self._first_line = first_line
        self._breaks = [found.start() for found in re.finditer(b"\n", data)]

    def line(self, byte: int) -> int:
        """1-based line of the file."""
        return self._first_line + bisect_left(self._breaks, byte)

    def column(self, byte: int) -> int:
        """1-based, in characters."""
        return len(self.data[self.data.rfind(b"\n", 0, byte) + 1 : byte].decode(errors="replace")) + 1


def read_text(data: bytes, error: type[SyntaxFault], *, path: str, first_line: int) -> str:
    """The text of a part of a file that begins in `first_line`. Raises `error` where it is too large, or not UTF-8."""
    if len(data) > MAX_BYTES:
        said = f"the {error.language} is larger than {MAX_BYTES // 1024 // 1024} MiB"
        raise error(said, path=path, advice="split the file")
    try:
        return data.decode()
    except UnicodeDecodeError as fault:
        line = first_line + data.count(b"\n", 0, fault.start)
        raise error("the file is not UTF-8", path=path, line=line, advice="save it as UTF-8") from None
