"""HTML blocks -> the texts and attributes that a reader meets, with byte spans. Knows nothing of Markdown or messages.

A text is what stands between the tags of block-level elements, or in a `<title>`, `<desc>` or `<text>` of a drawing; inline
elements stay in it. Code, scripts, styles, comments and what is marked `translate="no"` are no texts. Whatever browsers take for
no tag is text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple, TypeGuard

from i18n_site.formats.tags import ATTRIBUTE, START_TAG, VOID, WRITTEN, Context, Token, is_tag, tokens
from i18n_site.model import Kind, Span
from i18n_site.texts import fold_blanks

INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd mark q rb rp rt ruby s samp small span strike "
    "strong sub sup time tt u var wbr tspan textpath".split()
)
"""Elements that stay within a text, those of a drawing's texts included; every other one ends it."""

TEXT_ATTRIBUTES = frozenset(
    "alt title label placeholder aria-label aria-description aria-placeholder aria-roledescription aria-valuetext".split()
)
"""Attributes that a reader meets, seen or heard."""

_CODE = frozenset({"code", "kbd", "samp", "var", "tt"})
_OPAQUE = frozenset({"script", "style", "pre", "textarea", "math", "template", "noscript", "iframe"})
_DESCRIPTIONS = frozenset({"description", "og:title", "og:description", "og:image:alt", "twitter:title", "twitter:description"})

_LESS_THAN = re.compile(rb"(\{\{<(?=[ \t])|<%)|<")


class HtmlMark(NamedTuple):
    """A tag, or the text of a code element, in a text."""

    category: str
    """`html` or `code`."""
    value: str


@dataclass(frozen=True, slots=True)
class HtmlRun:
    """A text or an attribute of an HTML block."""

    span: Span
    """In the bytes that the block was read from; without the blanks around it."""
    kind: Kind
    """HTML or ATTRIBUTE."""
    text: str
    """What a reader reads; a NUL for each tag and each code element."""
    marks: tuple[HtmlMark, ...] = ()


@dataclass
class HtmlState:
    """What an HTML block leaves open for the next."""

    silent: list[str] = field(default_factory=list)
    """Names of the open elements within the outermost `translate="no"`, of its own name only."""
    context: Context = field(default_factory=Context)

    @property
    def hides(self) -> bool:
        """Whether what follows is not to be translated: it is marked so, or no text of the page."""
        return bool(self.silent or self.context.raw)

    @property
    def culprit(self) -> str:
        """What hides it, as its author wrote it."""
        if self.silent:
            return f'<{self.silent[0]} translate="no">'
        name = self.context.raw
        return f"an attribute's value that begins with {name}" if name in ("'", '"') else "<!--" if name == "!--" else f"<{name}>"

    @property
    def is_clear(self) -> bool:
        """Whether nothing is open."""
        return not self.silent and self.context.is_clear


def read_html(data: bytes, pieces: Sequence[Span], state: HtmlState) -> list[str | HtmlRun]:
    """The parts of an HTML block in their order: runs, and as strings everything that a translation must leave alone.

    `pieces` are the spans of the block's lines in `data`, container markers aside. Never raises. Linear.
    """
    return _HtmlReader(data, pieces, state).read()


_BUTTON = re.compile(rb"""<input\b[^>]*\stype\s*=\s*["']?(?:submit|button|reset)\b""", re.IGNORECASE)


def _texts_of(tag: bytes) -> Collection[str]:
    """The attributes of a tag that a reader meets: of a button also what stands on it."""
    return {*TEXT_ATTRIBUTES, "value"} if _BUTTON.match(tag) else TEXT_ATTRIBUTES


def _name_of(attribute: re.Match[bytes]) -> str:
    return attribute[1].decode("utf-8", "replace").lower()


def _is_text(value: bytes | None) -> TypeGuard[bytes]:
    """Whether an attribute has a value that may be read: `{…}` is a program's."""
    return value is not None and not value.startswith(b"{")


def _behind_name(data: bytes, start: int) -> int:
    found = START_TAG.match(data, start)
    return found.end() if found else start


def attribute_texts(data: bytes, start: int, end: int) -> list[tuple[int, int]]:
    """Byte ranges of the attributes of a tag that a reader meets."""
    found = []
    texts = _texts_of(data[start:end])
    for attribute in ATTRIBUTE.finditer(data, _behind_name(data, start), end):
        value = attribute[2]
        if _is_text(value) and _name_of(attribute) in texts:
            quoted = value[:1] in (b'"', b"'")
            found.append((attribute.start(2) + quoted, attribute.end(2) - quoted))
    return found


def without_texts(tag: str) -> str:
    """A tag without what its reader meets: the same for every translation of it."""
    data = tag.encode()
    if not data.startswith(b"</") and not is_tag(data):
        return fold_blanks(tag)
    texts = _texts_of(data)

    def cut(found: re.Match[bytes]) -> bytes:
        name = _name_of(found)
        return f" {name}".encode() if _is_text(found[2]) and name in texts else found[0]

    name = START_TAG.match(data)
    return fold_blanks((name[0] + ATTRIBUTE.sub(cut, data[name.end() :])).decode() if name else tag)


_ADDRESSES = {b"a": ("link", b"href"), b"img": ("image", b"src")}
_PROGRAMS = re.compile(rb"[{}$<]")
_BREAKS = re.compile("[\t\r\n]")
"""What browsers take out of an address before they read it."""


def cut_address(tag: str) -> tuple[str, HtmlMark | None]:
    """A start tag without the address that it leads to or shows, and that address as Markdown's links and images have theirs.

    An address that a program makes stays in its tag: `href="{{ url }}"`.
    """
    data = tag.encode()
    name = START_TAG.match(data)
    category, wanted = _ADDRESSES.get(name[0][1:].lower() if name else b"", ("", b""))
    for attribute in ATTRIBUTE.finditer(data, name.end()) if name and category and is_tag(data) else ():
        value = attribute[2]
        if attribute[1].lower() != wanted:
            continue
        if value is None or _PROGRAMS.search(value):
            break
        address = _BREAKS.sub("", unescape(value.decode().strip("\"'"))).strip()
        return (data[: attribute.start(2)] + data[attribute.end(2) :]).decode(), HtmlMark(category, address)
    return tag, None


def escape_lost(text: str) -> str:
    """A text with every `<` escaped that begins no tag: browsers take more for tags than CommonMark's grammar has.

    `{{< ` begins a shortcode of Hugo, `<%` a template, and to a browser neither is anything.
    """
    data, position = text.encode(), 0
    parts: list[bytes] = []
    for found in WRITTEN.finditer(data):
        written = found[0] if found["lost"] is None else _without_tags(found[0])
        parts += (_without_tags(data[position : found.start()]), written)
        position = found.end()
    return b"".join([*parts, _without_tags(data[position:])]).decode()


def _without_tags(data: bytes) -> bytes:
    return _LESS_THAN.sub(lambda found: found[1] or b"&lt;", data) if b"<" in data else data


def text_ranges(data: bytes) -> list[tuple[int, int]]:
    """Byte ranges of what a reader reads in the text of an HTML block: texts and attributes, code and names aside."""
    found: list[tuple[int, int]] = []
    kept: list[str] = []
    for token in tokens(data, Context()):
        if token.kind == "text" and not kept:
            found.append((token.start, token.end))
        elif token.kind == "open":
            found += [] if kept else attribute_texts(data, token.start, token.end)
            if token.name not in VOID and (kept or token.silent or token.name in _CODE):
                kept.append(token.name)
        elif token.kind == "close" and token.name in kept:
            del kept[kept.index(token.name) :]
    return found


class _HtmlReader:
    """The state of reading one block; used once."""

    def __init__(self, data: bytes, pieces: Sequence[Span], state: HtmlState) -> None:
        self.block = b"".join(data[piece.start : piece.end] for piece in pieces)
        self.state = state
        self.places = [piece.start for piece in pieces]
        self.starts: list[int] = []
        length = 0
        for piece in pieces:
            self.starts.append(length)
            length += piece.end - piece.start
        self.parts: list[str | HtmlRun] = []
        self.held: list[Token] = []

    def read(self) -> list[str | HtmlRun]:
        opaque = ""
        for token in tokens(self.block, self.state.context):
            if opaque:
                self.keep(token)
                if token.kind == "close" and token.name == opaque:
                    opaque = ""
            elif self.state.silent or (token.silent and token.name not in INLINE):
                self.close_text()
                self.keep(token)
                self.follow_silence(token)
            elif token.kind == "text" or (token.name in INLINE and token.kind in ("open", "close")):
                self.held.append(token)
            else:
                self.close_text()
                if token.kind == "open":
                    self.attributes(token)
                    opaque = token.name if token.name in _OPAQUE else ""
                else:
                    self.keep(token)
        self.close_text()
        return self.parts

    def follow_silence(self, token: Token) -> None:
        """Count the elements of the name that began the silence, until it ends."""
        if token.kind == "open" and token.name not in VOID and (not self.state.silent or token.name == self.state.silent[0]):
            self.state.silent.append(token.name)
        elif token.kind == "close" and self.state.silent and token.name == self.state.silent[0]:
            self.state.silent.pop()

    def source(self, start: int, end: int) -> str:
        return self.block[start:end].decode("utf-8", "replace")

    def keep(self, token: Token) -> None:
        """A part that stays as it is."""
        text = fold_blanks(self.source(token.start, token.end))
        if text:
            self.parts.append(text)

    def run(self, start: int, end: int, kind: Kind, text: str, marks: Sequence[HtmlMark] = ()) -> HtmlRun:
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1) - 1
        span = Span(self.places[first] + start - self.starts[first], self.places[last] + end - self.starts[last])
        return HtmlRun(span, kind, text, tuple(marks))

    def attributes(self, token: Token) -> None:
        """A tag outside texts: its texts are runs, the rest of it stays."""
        if token.silent:
            self.keep(token)
            return
        begin = token.start
        tag = self.source(token.start, token.end).lower()
        texts = _texts_of(self.block[token.start : token.end])
        described = token.name == "meta" and any(f'"{name}"' in tag or f"'{name}'" in tag for name in _DESCRIPTIONS)
        for found in ATTRIBUTE.finditer(self.block, _behind_name(self.block, token.start), token.end):
            name, value = _name_of(found), found[2]
            if not _is_text(value) or not (name in texts or (described and name == "content")):
                continue
            quoted = value[:1] in (b'"', b"'")
            start, end = found.start(2) + quoted, found.end(2) - quoted
            text = self.source(start, end)
            if text.strip():
                self.parts.append(fold_blanks(self.source(begin, start)))
                self.parts.append(self.run(start, end, Kind.ATTRIBUTE, unescape(text)))
                begin = end
        rest = fold_blanks(self.source(begin, token.end))
        self.parts.append(rest)

    def close_text(self) -> None:
        """End the text that is held, if any."""
        before, inner, after = self._unwrapped(self.held)
        self.held = []
        self.tags(before)
        if inner:
            self._text(inner)
        self.tags(after)

    def tags(self, tokens: Sequence[Token]) -> None:
        """Tokens that are no text: their attributes may be."""
        for token in tokens:
            if token.kind == "open":
                self.attributes(token)
            else:
                self.keep(token)

    def _unwrapped(self, tokens: list[Token]) -> tuple[list[Token], list[Token], list[Token]]:
        """Blanks at the edges and elements that hold the whole text are no part of it."""
        first, last = 0, len(tokens)
        before: list[Token] = []
        after: list[Token] = []  # the last one first
        partner = _partners(tokens)
        partnered = partner.keys() | set(partner.values())
        while first < last:
            if self._is_blank(tokens[first]):
                first += 1
            elif self._is_blank(tokens[last - 1]):
                last -= 1
            elif tokens[first].kind == "close" or self._is_lost(first, tokens, partnered):
                before.append(tokens[first])
                first += 1
            elif self._is_lost(last - 1, tokens, partnered):
                after.append(tokens[last - 1])
                last -= 1
            elif partner.get(first) == last - 1 and tokens[first].name not in _CODE:
                before.append(tokens[first])
                after.append(tokens[last - 1])
                first, last = first + 1, last - 1
            else:
                break
        return before, tokens[first:last], after[::-1]

    @staticmethod
    def _is_lost(index: int, tokens: Sequence[Token], partnered: Collection[int]) -> bool:
        """Whether a tag at the edge has no counterpart in the text."""
        token = tokens[index]
        return index not in partnered and (token.kind == "close" or (token.kind == "open" and token.name not in VOID))

    def _is_blank(self, token: Token) -> bool:
        return token.kind == "text" and not self.block[token.start : token.end].strip()

    def _text(self, tokens: list[Token]) -> None:
        texts: list[str] = []
        marks: list[HtmlMark] = []
        kept: list[str] = []
        for token in tokens:
            source = self.source(token.start, token.end)
            if token.kind == "text":
                if kept:
                    marks.append(HtmlMark("code", unescape(source)))
                    texts.append("\0")
                else:
                    texts.append(unescape(source))
                continue
            if token.kind == "open" and token.name not in VOID and (kept or token.silent or token.name in _CODE):
                kept.append(token.name)
            elif token.kind == "close" and token.name in kept:
                del kept[kept.index(token.name) :]
            marks.append(HtmlMark("html", source))
            texts.append("\0")
        text = "".join(texts)
        if not any(map(str.isalnum, text)):
            # no word: its tags may have texts all the same, as the alternative text of an image
            self.tags(tokens)
            return
        start, end = tokens[0].start, tokens[-1].end
        while self.block[start : start + 1].isspace():
            start += 1
        while self.block[end - 1 : end].isspace():
            end -= 1
        self.parts.append(self.run(start, end, Kind.HTML, fold_blanks(text), marks))


def _partners(tokens: Sequence[Token]) -> dict[int, int]:
    """Index of a start tag -> index of its end tag."""
    found, opened = {}, []
    for index, token in enumerate(tokens):
        if token.kind == "open" and token.name not in VOID:
            opened.append(index)
        elif token.kind == "close":
            while opened:
                start = opened.pop()
                if tokens[start].name == token.name:
                    found[start] = index
                    break
    return found
