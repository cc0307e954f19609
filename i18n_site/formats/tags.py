"""HTML -> its tags and the text between them, cut as browsers cut it: the HTML standard, section 13.2.5. Knows nothing of texts.

What stands in `<script>` or `<textarea>` holds no tags but the one that ends it; in a drawing `<title>` does. What a block leaves
open, browsers read on in the next: so does a `Context`.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""Elements without an end tag."""

RAW = frozenset("script style textarea title xmp iframe noembed noframes noscript plaintext".split())
"""Elements of HTML whose text holds no tags, with scripts switched on."""

NAME = rb"[A-Za-z][^ \t\r\n\f/>]*+"
"""The name of a tag: `https:` in `<https://example.org>`."""
_WRITTEN_NAME = rb"[A-Za-z][A-Za-z0-9-]*+"
"""What CommonMark takes for one, section 6.6."""
_ATTRIBUTE = (
    rb"""(?>(?:[ \t\r\n\f/]+|(?<=["']))([^ \t\r\n\f/>][^ \t\r\n\f/>=]*+)(?:[ \t\r\n\f]*=[ \t\r\n\f]*"""
    rb"""(?:("[^"]*"|'[^']*'|[^ \t\r\n\f>"'][^ \t\r\n\f>]*)|(?=>))|(?![ \t\r\n\f]*=)))"""
)
"""As browsers have them: `@click`, `[title]`, `=`, one close behind the quote of another, one with a sign and no value."""
# no way back: what might be a value or the next attribute is not tried as both
_ATTRIBUTES = rb"(?P<attributes>(?:" + _ATTRIBUTE.replace(b"([^", b"(?:[^").replace(b'("[', b'(?:"[') + rb")*+)"
_END = rb"[ \t\r\n\f/]*>"
_COMMENT = rb"(?P<comment><!--(?:-?>|.*?(?:--!?>|\Z)))"

_TOKEN = re.compile(
    _COMMENT + rb"|(?P<other><(?:[!?]|/(?![A-Za-z]))[^>]*(?:>|\Z))"
    rb"|<(?P<close>/)?(?P<name>" + NAME + rb")" + _ATTRIBUTES + rb"(?:" + _END + rb"|(?P<lost>.*\Z))",
    re.DOTALL,
)
WRITTEN = re.compile(
    _COMMENT + rb"|<[!?][^>]*(?:>|\Z)|</?" + _WRITTEN_NAME + _ATTRIBUTES + rb"(?:" + _END + rb"|(?P<lost>))", re.DOTALL
)
"""A tag or a comment as people write them, which browsers read as such; `lost`: what begins like a tag and is none."""
ATTRIBUTE = re.compile(_ATTRIBUTE)
"""One attribute, behind the name of its tag: name and value."""
START_TAG = re.compile(b"<" + NAME)
_NAME = re.compile(rb"<(/)?(" + NAME + rb")")
_TAG = re.compile(rb"</?" + NAME + _ATTRIBUTES + _END)
_OPEN_QUOTE = re.compile(rb"""[ \t\r\n\f/]*[^ \t\r\n\f/>][^ \t\r\n\f/>=]*+[ \t\r\n\f]*=[ \t\r\n\f]*["']""")
_SILENT = re.compile(rb"""\stranslate\s*=\s*["']?no\b""", re.IGNORECASE)
_CDATA = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_SCRIPT = re.compile(rb"<!(?=--)|-->|<(?P<close>/)?script(?=[ \t\r\n\f/>])", re.IGNORECASE)

_FOREIGN = frozenset({"svg", "math"})
_TELLING = RAW | _FOREIGN
"""Start tags that tell how what follows is cut."""
_HTML_WITHIN = {
    "svg": frozenset({"foreignobject", "desc", "title"}),
    "math": frozenset({"mi", "mo", "mn", "ms", "mtext"}),
}
"""Elements of drawings and formulas in which HTML stands: section 13.2.6.1."""
_BREAK_OUT = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p "
    "pre ruby s small span strong strike sub sup table tt u ul var".split()
)
"""Start tags that end a drawing or a formula: section 13.2.6.5."""


class Token(NamedTuple):
    """One piece of HTML."""

    start: int
    end: int
    kind: str
    """`text`, `open`, `close`, `other`."""
    name: str = ""
    """Of a tag, in small letters."""
    silent: bool = False
    """For a start tag: whether it says `translate="no"`."""


@dataclass
class Context:
    """What the tags before leave open, as far as it tells how browsers cut what follows."""

    jsx: bool = False
    """Tags are MDX's, which closes all that it opens."""
    raw: str = ""
    """The element whose text goes on; `!--` for a comment; a quote for the value of an attribute, which nothing ends."""
    foreign: list[str] = field(default_factory=list)
    """Open drawings and formulas, and the elements in them that hold HTML."""

    @property
    def is_clear(self) -> bool:
        """Whether what follows is cut as if nothing stood before it."""
        return not self.raw and not self.foreign

    def open(self, name: str, *, closed: bool) -> None:
        """A start tag; `closed`: it ends in `/>`, which closes nothing but elements of drawings, of formulas and of JSX."""
        top = self.foreign[-1] if self.foreign else ""
        if top in _FOREIGN and name in _BREAK_OUT:
            self.foreign.clear()
        elif name in _FOREIGN or name in _HTML_WITHIN.get(top, ()):
            if not closed:
                self.foreign.append(name)
        elif top not in _FOREIGN and name in (_OF_JSX if self.jsx else RAW) and not (closed and self.jsx):
            self.raw = name

    def close(self, name: str) -> None:
        """An end tag."""
        if name in self.foreign:
            del self.foreign[len(self.foreign) - 1 - self.foreign[::-1].index(name) :]
        elif self.foreign and self.foreign[-1] in _FOREIGN and name in _BREAK_OUT:
            self.foreign.clear()

    def take(self, html: str) -> None:
        """HTML of which nothing else need be known: a tag within a line of Markdown, or a comment."""
        for _ in tokens(html.encode(), self):
            pass

    def end_blocks(self) -> None:
        """Markdown that is no HTML begins: its own tags end drawings and formulas."""
        self.foreign.clear()


_OF_JSX = frozenset({"script", "style"})
_ENDS = {name: re.compile(rb"</%s(?=[ \t\r\n\f/>])" % name.encode(), re.IGNORECASE) for name in RAW - {"plaintext", "script"}}
_END_OF_COMMENT = re.compile(rb"--!?>")


def _end_of_script(data: bytes, position: int) -> int:
    """Where the end tag of a script stands; below 0 where there is none. In `<!-- <script>` another ends that of the comment."""
    escaped = within = False
    for found in _SCRIPT.finditer(data, position):
        if found[0] == b"<!":
            escaped = True
        elif found[0] == b"-->":
            escaped = within = False
        elif not found["close"]:
            within = escaped
        elif within:
            within = False
        else:
            return found.start()
    return -1


def tokens(data: bytes, context: Context) -> Iterator[Token]:
    """The pieces of some HTML in their order, all of it. A tag that is not closed in it is `other`. Never raises. Linear."""
    position = 0
    if context.raw:
        position = yield from _raw(data, 0, context)
    while found := _TOKEN.search(data, position):
        start, end = found.span()
        if position < start:
            yield Token(position, start, "text")
        position = end
        if found["name"] is None:
            if context.foreign and (section := _CDATA.match(data, start)):
                position = section.end()
            elif found["comment"] is not None and not found[0].endswith((b"-->", b"--!>")):
                context.raw = "" if context.jsx else "!--"
            yield Token(start, position, "other")
        elif found["lost"] is not None:
            if not context.jsx and (quote := _OPEN_QUOTE.match(found["lost"])):
                context.raw = quote[0][-1:].decode()
            yield Token(start, end, "other")
        else:
            name = found["name"].decode("utf-8", "replace").lower()
            if found["close"]:
                if context.foreign:
                    context.close(name)
                yield Token(start, end, "close", name)
                continue
            if context.foreign or name in _TELLING:
                context.open(name, closed=data.endswith(b"/>", found.end("attributes"), end))
            attributes = found["attributes"]
            yield Token(start, end, "open", name, bool(attributes) and _SILENT.search(attributes) is not None)
            if context.raw:
                position = yield from _raw(data, end, context)
    if position < len(data):
        yield Token(position, len(data), "text")


def _raw(data: bytes, start: int, context: Context) -> Generator[Token, None, int]:
    """What holds no tags, from where it begins or goes on; gives back where it ends."""
    name, end = context.raw, -1
    if name == "script":
        end = _end_of_script(data, start)
    elif pattern := _END_OF_COMMENT if name == "!--" else _ENDS.get(name):
        found = pattern.search(data, start)
        end = -1 if found is None else found.end() if name == "!--" else found.start()
    if end < 0:
        end = len(data)
    else:
        context.raw = ""
    if start < end:
        # the title of a page is text, and a sign in it that looks like a tag's is no one's to write anew
        yield Token(start, end, "text" if name == "title" and data.find(b"<", start, end) < 0 else "other")
    return end


def is_tag(html: bytes) -> bool:
    """Whether this is one tag and nothing else."""
    return _TAG.fullmatch(html) is not None


def name_of(html: str) -> tuple[bool, str]:
    """Whether the tag that begins some HTML is an end tag, and its name in small letters; empty where there is no tag."""
    found = _NAME.match(html.encode())
    return (bool(found[1]), found[2].decode("utf-8", "replace").lower()) if found else (False, "")
