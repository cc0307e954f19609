"""Read a document's front matter, judge its keys, give the segments of its translatable fields. Knows nothing of Markdown.

It may be of YAML, TOML or JSON: their readers give the same nodes.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from i18n_site.formats.front_blocks import Language, find_block
from i18n_site.model import Finding, Kind, MessageKey, Reference, Segment, Severity, Value
from i18n_site.nodes import Node, frame_of
from i18n_site.notes import read_notes
from i18n_site.yaml_positions import read_flag, read_yaml

CHECK: Final = "front-matter"
"""The name of this reader's findings."""

KNOWN: Final[Mapping[str, str]] = {
    "title": "text",
    "summary": "text",
    "slug": "text",
    "date": "date",
    "updated": "date",
    "draft": "flag",
    "protected": "text",
    "tags": "texts",
    "image": "map",
    "image.src": "text",
    "image.alt": "text",
    "event": "map",
    "event.start": "date",
    "event.end": "date",
    "event.place": "text",
    "i18n": "map",
    "i18n.skip": "flag",
    "i18n.fields": "texts",
    "i18n.publish_at": "share",
}
"""Every key that means something, by dotted path, with its type."""


def _reader(language: Language) -> Callable[..., Node]:
    if language == "YAML":
        return read_yaml
    # sites without them should not wait for these
    from i18n_site.json_positions import read_json
    from i18n_site.toml_positions import read_toml

    return {"TOML": read_toml, "JSON": read_json}[language]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands before a document's Markdown."""

    node: Node | None
    """The fields with their places; None where there is no front matter or an empty one."""
    body: int
    """Byte offset at which the Markdown begins, behind front matter and byte order mark."""
    problems: tuple[Finding, ...] = ()
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What the author tells translators, by dotted path."""
    language: Language = "YAML"

    @property
    def fields(self) -> dict[str, Value]:
        """The fields as read: texts; `draft` and `i18n.skip` as flags, `tags` as a list of texts."""
        plain = self.node.plain() if self.node else {}
        fields = plain if isinstance(plain, dict) else {}
        if "draft" in fields:
            fields["draft"] = read_flag(fields["draft"]) is True
        if "tags" in fields:
            tags = fields["tags"]
            # one that is no text keeps its place: `tags.1` is the second of the file
            fields["tags"] = [tag if isinstance(tag, str) else "" for tag in (tags if isinstance(tags, list) else [tags])]
        options = fields.get("i18n")
        if isinstance(options, dict) and "skip" in options:
            options["skip"] = read_flag(options["skip"]) is True
        return fields


def split(data: bytes, *, path: str, fields: Collection[str] = ()) -> FrontMatter:
    """The front matter of a whole file. `fields` are those that the site declares: known, whatever their name.

    Unknown keys and values of the wrong type are findings; front matter that is never closed is one too, and then the whole
    file is the body. Raises SyntaxFault with the line of the file.
    """
    block, bare = find_block(data), 3 if data.startswith(b"\xef\xbb\xbf") else 0
    if block is None:
        return FrontMatter(None, bare)
    if not block.closed:
        said = f"the front matter is not closed; end it with a line `{data[bare : bare + 3].decode()}`"
        return FrontMatter(None, bare, (Finding(CHECK, Severity.ERROR, said, path=path, line=1),))
    node = _reader(block.language)(data[slice(*block.text)], path=path, offset=block.text.start, first_line=block.line)
    if node.kind != "map":
        return FrontMatter(None, block.body)
    problems = tuple(_judge(node, path, fields))
    return FrontMatter(node, block.body, problems, read_notes(data, node), block.language)


def slug_in(fields: Mapping[str, Value], slug: str) -> str:
    """A document's slug: the front matter's own in place of the last part of `slug`, which the file's name gives."""
    own = fields.get("slug")
    return posixpath.join(posixpath.dirname(slug), own.strip("/ ")) if isinstance(own, str) and own.strip("/ ") else slug


def field_segments(front: FrontMatter, *, path: str, fields: Sequence[str], comment: Sequence[str] = ()) -> tuple[Segment, ...]:
    """Segments of the translatable fields, in the order of the file, each with its span.

    `fields` are dotted paths; the front matter's own `i18n.fields` replaces them and `i18n.skip` leaves none. A list gives a
    segment for each of its texts (`tags.0`). `comment` follows the first line of each segment's comment: the page's address.
    """
    if front.node is None or _flag_at(front.node, "i18n.skip"):
        return ()
    own = front.node.at("i18n.fields")
    declared = _texts(own.plain()) if own else list(fields)
    segments = {}
    for name in declared:
        for dotted, node in texts_at(front.node, name):
            kind = Kind.TITLE if dotted == "title" else Kind.TAG if name == "tags" else Kind.FIELD
            said = f"{kind} · {dotted}" if kind is Kind.FIELD else str(kind)
            segments[node.span] = Segment(
                key=MessageKey(node.value or ""),
                kind=kind,
                reference=Reference(path, node.line),
                span=node.span,
                frame=frame_of(node),
                comment=(said, *comment, *front.notes.get(dotted, front.notes.get(name, ()))),
                field=dotted,
            )
    return tuple(segments[span] for span in sorted(segments))


def texts_at(root: Node, name: str) -> Iterator[tuple[str, Node]]:
    """The non-empty texts at a dotted path: one, or each of a list. A single tag counts as a list of one.

    What TOML and JSON have without quotes, a number or a date, is no text.

    A list of mappings is gone through: `steps.title` is the title of each step, `steps.0.title` of the first.
    """
    found = list(_nodes_at(root, name))
    if name == "tags" and [dotted for dotted, _ in found] == ["tags"]:
        found = [("tags.0", found[0][1])]
    yield from ((dotted, child) for dotted, child in found if child.frame and child.value and child.value.strip())


def _nodes_at(root: Node, path: str, above: str = "") -> Iterator[tuple[str, Node]]:
    """Dotted path and node of what lies at a path, lists gone through."""
    node = root.at(path)
    if node is not None:
        where = ".".join(filter(None, (above, path)))
        children = enumerate(node.children) if node.kind == "list" else ()
        yield from [(f"{where}.{number}", child) for number, child in children] or [(where, node)]
        return
    first, _, rest = path.partition(".")
    while rest:
        # the longest head that leads to a list; its members are asked for the rest
        held = root.at(first)
        if held is not None and held.kind == "list":
            for number, child in enumerate(held.children):
                yield from _nodes_at(child, rest, ".".join(filter(None, (above, first, str(number)))))
            return
        part, _, rest = rest.partition(".")
        first = f"{first}.{part}"


def _texts(value: Value) -> list[str]:
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def _flag_at(root: Node, path: str) -> bool:
    node = root.at(path)
    return node is not None and read_flag(node.value) is True


def _judge(root: Node, path: str, declared: Collection[str]) -> Iterator[Finding]:
    """Unknown keys, and known ones whose value is of the wrong type."""
    own = root.at("i18n.fields")
    known = {*declared, *(_texts(own.plain()) if own else ())}
    known |= {name[: found.start()] for name in known for found in re.finditer(r"\.", name)}
    for dotted, key, node in _keys(root):
        wanted = KNOWN.get(dotted)
        if wanted is None:
            if dotted not in known and dotted.partition(".")[0] not in known:
                said = f"unknown key {dotted!r}{_hint(dotted)}"
                yield Finding(CHECK, Severity.WARNING, said, path=path, line=key.line, column=key.column)
        elif node.kind != "null" and not _TYPES[wanted][0](node):
            said = f"{dotted} must be {_TYPES[wanted][1]}"
            yield Finding(CHECK, Severity.WARNING, said, path=path, line=node.line, column=node.column)


@lru_cache(maxsize=256)
def _hint(dotted: str) -> str:
    """What to do about an unknown key; a site's documents have the same ones again and again."""
    close = get_close_matches(dotted, KNOWN, 1)
    return f"; did you mean {close[0]}?" if close else "; remove it, or name it in front_matter.translate or front_matter.known"


def _keys(root: Node) -> Iterator[tuple[str, Node, Node]]:
    for key, node in root.items:
        yield key.value or "", key, node
        if KNOWN.get(key.value or "") == "map":
            yield from ((f"{key.value}.{name.value}", name, value) for name, value in node.items)


def _is_date(node: Node) -> bool:
    try:
        datetime.fromisoformat(node.value or "")
    except ValueError:
        return False
    return True


def is_share(text: str) -> bool:
    """Whether a text is a number from 0 to 1, as `i18n.publish_at` takes it."""
    return bool(re.fullmatch(r"0?\.\d+|0|1(\.0+)?", text))


def _is_texts(node: Node) -> bool:
    return node.kind == "scalar" or (node.kind == "list" and all(child.kind == "scalar" for child in node.children))


_TYPES: Final[Mapping[str, tuple[Callable[[Node], bool], str]]] = {
    "text": (lambda node: node.kind == "scalar", "a text"),
    "flag": (lambda node: read_flag(node.value) is not None, "true or false"),
    "date": (_is_date, "a date like 2017-09-23 or 2017-09-23T18:30"),
    "share": (lambda node: is_share(node.value or ""), "a share between 0 and 1, like 0.8"),
    "texts": (_is_texts, "a list of texts"),
    "map": (lambda node: node.kind == "map", "a mapping of keys to values"),
}
