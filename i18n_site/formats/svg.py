"""SVG drawings -> the texts that are read in them, with byte spans; and a drawing in another language. Knows no catalogues.

Messages are the `<title>`, the `<desc>`, each `<text>` with the spans in it, and `aria-label`. What holds them is the author's:
a translation keeps the tags of its source, and the drawing stays well-formed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from html.entities import html5
from typing import Any, Final
from xml.parsers import expat

from i18n_site.formats.html import escape_lost
from i18n_site.formats.pieces import splice
from i18n_site.model import Document, Encoder, Finding, Frame, Kind, MessageKey, Reference, Segment, Severity, Span
from i18n_site.texts import fold_blanks, without_tags

SECTION: Final = "data"
"""The section, and the domain, of every drawing: its texts are labels, as those of data are."""
LARGEST: Final = 2_000_000
"""Bytes of a drawing whose texts are read."""

_TEXTS = frozenset({"title", "desc", "text"})
_TAG = re.compile(rb"""<[^\s/>]+(?P<attributes>(?:[^>"']|"[^"]*"|'[^']*')*?)/?>""")
_LABEL = re.compile(rb"""\saria-label\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LANGUAGE = re.compile(rb"""\s(?:xml:)?lang\s*=\s*(?:"[^"]*"|'[^']*')""")
_NAME = re.compile(rb"<[^\s/>]+")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)|&(?!#[0-9]+;|#x[0-9A-Fa-f]+;)")
_BARE = re.compile("<(?![A-Za-z/!?])")
"""What begins a shortcode or a template elsewhere, `{{< ` or `<%`, and in XML a tag without a name."""
_OF_XML = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})


def read_svg(data: bytes, *, path: str) -> Document:
    """A drawing and its messages. One that is no well-formed XML in UTF-8, or declares entities, has none and says so."""
    reader = _Reader(data, path)
    problem = reader.read()
    problems = (Finding("svg", Severity.WARNING, problem, path=path, line=reader.line),) if problem else ()
    segments = () if problem else tuple(reader.segments)
    return Document(path, SECTION, path, {}, data, segments, problems=problems)


def tags_of(text: str) -> Sequence[tuple[str, ...]] | None:
    """The tags of a message in their order, attributes included; None for what is not well-formed."""
    found: list[tuple[str, ...]] = []
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.StartElementHandler = lambda name, attributes: found.append((name, *attributes))
    parser.EndElementHandler = lambda name: found.append(("/", name))
    parser.CommentHandler = lambda text: found.append(("comment", text))
    parser.ProcessingInstructionHandler = lambda target, text: found.append(("instruction", target, text))
    parser.StartCdataSectionHandler = lambda: found.append(("cdata",))
    try:
        # prefixes need no declaration: without a namespace separator expat takes them for part of the name
        parser.Parse(f"<t>{text}</t>".encode(), True)
    except expat.ExpatError:
        return None
    return found[1:-1]


def encode_text(text: str) -> str:
    """A message as it is written between tags: what is innocent, a bare `&` or `<`, a named character, is mended."""

    def put(found: re.Match[str]) -> str:
        name = found[1]
        if name in _OF_XML:
            return found[0]
        return html5[name] if name in html5 else "&amp;" + (name or "")

    return _BARE.sub("&lt;", escape_lost(_ENTITY.sub(put, fold_blanks(text))))


def put_texts(drawing: Document, locale: str, texts: Sequence[tuple[Segment, str, str]]) -> bytes:
    """The drawing in a language: for each of its segments a text and the language that it is in, which the drawing says."""
    data = drawing.text
    replacements: list[tuple[Span, bytes]] = []
    root = _root_of(data)
    own = _LANGUAGE.search(data, root.start, root.end)
    said = f' xml:lang="{locale}"'.encode()
    name = _NAME.match(data, root.start)
    at = name.end() if name else root.start
    replacements.append((Span(own.start(), own.end()) if own else Span(at, at), said))
    for segment, text, language in texts:
        span = segment.span
        if span is None:
            continue
        if segment.kind is Kind.ATTRIBUTE:
            replacements.append((span, _encode_label(text)))
            continue
        replacements.append((span, encode_text(text).encode()))
        start = data.rfind(b"<", 0, span.start)
        tag = _TAG.match(data, start)
        if language != locale and tag and not _LANGUAGE.search(tag["attributes"]):
            end = start + len(_NAME.match(data, start)[0])  # type: ignore[index]  # a tag has a name
            replacements.append((Span(end, end), f' xml:lang="{language}"'.encode()))
    return splice(data, replacements)


def _encode_label(text: str) -> bytes:
    line = fold_blanks(text).replace("&", "&amp;").replace("<", "&lt;")
    return line.replace('"', "&quot;").replace("'", "&#39;").encode()


def _root_of(data: bytes) -> Span:
    """The start tag of the root."""
    parser = expat.ParserCreate()
    found: list[int] = []
    parser.StartElementHandler = lambda name, attributes: found.append(parser.CurrentByteIndex)
    parser.Parse(data, True)
    tag = _TAG.match(data, found[0])
    return Span(found[0], tag.end() if tag else found[0])


class _Reader:
    """The state of reading one drawing; used once."""

    def __init__(self, data: bytes, path: str) -> None:
        self.data, self.path = data, path
        self.segments: list[Segment] = []
        self.line = 1
        self.silent = 0
        """How many elements are open from the one on that says `translate="no"`."""
        self.open: tuple[str, int, int] | None = None
        """The text that is open: its element, where it begins, how many elements are open in it."""
        self.declares = False
        self.parser = expat.ParserCreate()

    def read(self) -> str | None:
        """What is wrong with the drawing; None where it was read."""
        if len(self.data) > LARGEST:
            return f"the drawing is larger than {LARGEST // 1_000_000} MB; its texts are not read"
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.EntityDeclHandler = self.declare
        self.parser.XmlDeclHandler = self.encoding
        try:
            self.data.decode("utf-8")
            self.parser.Parse(self.data, True)
        except UnicodeDecodeError:
            return "the drawing is not UTF-8; its texts cannot be translated"
        except expat.ExpatError as error:
            self.line = error.lineno
            return f"the drawing is not well-formed XML ({expat.ErrorString(error.code)}); its texts cannot be translated"
        if self.declares:
            return "the drawing declares entities or an encoding other than UTF-8; its texts cannot be translated"
        return None

    def declare(self, *declaration: Any) -> None:
        self.declares = True

    def encoding(self, version: str, encoding: str | None, standalone: int) -> None:
        self.declares = self.declares or (encoding or "utf-8").lower() not in ("utf-8", "us-ascii")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        tag = _TAG.match(self.data, at)
        if self.silent or attributes.get("translate") == "no" or tag is None:
            # within a text it stays part of the message, as in HTML
            self.silent += self.open is None
        elif self.open is None:
            label = _LABEL.search(self.data, at, tag.end())
            if label:
                begin = label.start(1) if label[1] is not None else label.start(2)
                self.add(Kind.ATTRIBUTE, "aria-label", begin, label.end() - 1)
            if name.rpartition(":")[2] in _TEXTS:
                self.open = (name.rpartition(":")[2], tag.end(), 0)
                return
        if self.open is not None:
            self.open = (*self.open[:2], self.open[2] + 1)

    def end(self, name: str) -> None:
        if self.open is None:
            self.silent -= self.silent > 0
        elif self.open[2]:
            self.open = (*self.open[:2], self.open[2] - 1)
        else:
            self.add(Kind.HTML, self.open[0], self.open[1], self.parser.CurrentByteIndex)
            self.open = None

    def add(self, kind: Kind, role: str, start: int, end: int) -> None:
        """A message from the text at these bytes, without the blanks at its edges."""
        while start < end and self.data[start : start + 1].isspace():
            start += 1
        while end > start and self.data[end - 1 : end].isspace():
            end -= 1
        source = fold_blanks(self.data[start:end].decode())
        tags = tags_of(source)
        if tags is None or ("cdata",) in tags or not any(map(str.isalpha, unescape(without_tags(source)))):
            return
        self.segments.append(
            Segment(
                key=MessageKey(unescape(source) if kind is Kind.ATTRIBUTE else source),
                kind=kind,
                reference=Reference(self.path, self.data.count(b"\n", 0, start) + 1),
                span=Span(start, end),
                frame=Frame(Encoder.HTML_ATTRIBUTE if kind is Kind.ATTRIBUTE else Encoder.HTML_TEXT),
                comment=(f"drawing · {role}",),
            )
        )
