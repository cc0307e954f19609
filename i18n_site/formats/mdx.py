"""What MDX runs in an inline text, and how a translation is kept from giving it anything else. Pure.

To MDX a `{` begins a program and a `<` a tag of JSX, and one that it cannot read ends the build of a whole site. So a translation
is mended first: what begins neither is escaped, in a way that reads the same in CommonMark. What is left of it must then be
what the source has, no more and no less, and nested as JSX must be. Whoever reads less well than MDX here refuses too much, never
too little: of a translation only what stands in its source letter by letter is taken for a program or a tag.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from i18n_site.formats.dialect import INLINE_TAGS, read_events
from i18n_site.formats.frames import escaped_start
from i18n_site.formats.jsx import DIRECTIVE, TAG, Scanner, Token
from i18n_site.formats.runs import PLACEHOLDER
from i18n_site.formats.tags import VOID
from i18n_site.model import Kind
from i18n_site.texts import fold_blanks

_MODULE = re.compile(r"(?:im|ex)port(?= |$)")
_LITERAL_BRACE = re.compile(r"\\\{|&(?:#0*123|#[xX]0*7[bB]|lbrace|lcub);")
_LIKE_A_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_SOFT_BREAK = re.compile(r"(?<![\\ \t])[ \t]?\n[ \t]*")
_MARKUP, _IN_TARGET = re.compile(r"[\\`*_\[\]{}~|!]"), re.compile(r"[()\\{}]")


# -- mending -------------------------------------------------------------------------------------------------------------


def mend(msgid: str, msgstr: str, kind: Kind, figures: Collection[str] = ()) -> str:
    """A translation with all escaped that would begin a program or a tag and is none of its source's.

    `kind`: of its segment, one with a text of a body in it that is read as Markdown.
    """
    text = _SOFT_BREAK.sub(" ", msgstr) if "\n" in msgstr else msgstr
    if any(sign in text for sign in "{<`") or DIRECTIVE.search(text):
        text = _Mender(msgid, text, kind in (Kind.HTML, Kind.CAPTION), figures).mended()
    if kind is Kind.HTML:
        text = escaped_start(fold_blanks(text))
    if kind is Kind.CELL and not _OPENS_CODE.search(text):
        text = _ESCAPED_PIPE.sub(r"\1&#124;", text)
    if kind is Kind.CAPTION and "`" not in text and not _has_pairs(text):
        # a target whose bracket is none is a tag, and has not been read as one
        return mend(msgid, _BRACKET.sub(lambda found: f"&#{ord(found[1])};" if found[1] else found[0], text), kind, figures)
    if (len(text) - len(text.rstrip("\\"))) % 2:
        text = f"{text[:-1]}&#92;"  # it would escape the tag or the bracket behind it
    # a letter by its number begins no import
    return f"&#{ord(text[0])};{text[1:]}" if _MODULE.match(text) else text


_BRACKET = re.compile(r"\\[\[\]\\]|([\[\]])")
_OPENS_CODE = re.compile(r"(?<!\\)(?:\\\\)*`")
_ESCAPED_PIPE = re.compile(r"(?<!\\)((?:\\\\)*)\\\|")
"""In a cell it is escaped twice, and of that readers of tables think differently: to MDX it ends the cell."""


def _has_pairs(text: str) -> bool:
    """Whether the brackets of a caption do not end the label that it stands in, code or not."""
    depth = 0
    for found in _BRACKET.finditer(text):
        depth += {"[": 1, "]": -1}.get(found[0], 0)
        if depth < 0:
            return False
    return not depth


class _Mender:
    """The state of mending one translation; used once."""

    def __init__(self, msgid: str, text: str, in_html: bool, figures: Collection[str]) -> None:
        self.msgid, self.text, self.figures = msgid, text, figures
        found = list(Scanner(msgid).tokens())
        self.known = {token.key for token in found if token.key}
        self.void = {_void_name(token.key): msgid[token.start : token.end] for token in found if _void_name(token.key)}
        # tags of HTML that MDX cannot read end the build of the source as well: it is read by something else
        strays = (_LIKE_A_TAG.match(msgid, token.start) for token in found if token.kind == "stray")
        self.unread = {stray[0] for stray in strays if stray}
        self.literal = _LITERAL_BRACE.search(msgid) is not None
        self.signs = {"{": "&#123;", "<": "&lt;"} if in_html else {"{": "\\{", "<": "\\<"}

    def mended(self) -> str:
        scanner, parts, position = Scanner(self.text), [], 0
        while token := scanner.next(position):
            parts.append(self.text[position : token.start])
            put = self._put(token)
            position = token.end if put is not None else token.start + 1
            parts.append(put if put is not None else self.signs[self.text[token.start]])
        return "".join([*parts, self.text[position:]])

    def _put(self, token: Token) -> str | None:
        """What stands for a token; None where its first sign is to be escaped, and what follows is read anew."""
        written = self.text[token.start : token.end]
        if token.kind == "ticks":
            # they would pair with those of another sentence
            return "\\`" * len(written)
        if token.kind == "code" or (token.kind != "stray" and token.key in self.known):
            return written
        if token.kind == "directive":
            return "\\:" + written[1:] if token.key not in self.msgid else written
        if token.kind == "autolink":
            return self._link(written[1:-1])
        if token.kind == "stray" and (tag := _LIKE_A_TAG.match(self.text, token.start)) and tag[0] in self.unread:
            return written
        if token.kind in ("stray", "unclear"):
            return None
        if token.kind == "expression":
            return None if self._is_text(written) else written
        return self.void.get(_void_name(token.key), written) if token.kind == "tag" else written

    def _is_text(self, written: str) -> bool:
        """Whether braces that the source has not are text: around what it has, or where its own text has braces."""
        name = PLACEHOLDER.fullmatch(written)
        if name is not None and name[1] in self.figures:
            return False
        return self.literal or any(key.startswith("{") and key in written for key in self.known)

    def _link(self, address: str) -> str:
        """An address without its angle brackets: as the source writes it."""
        if re.search(rf"(?<![(<:]){re.escape(address)}", self.msgid):
            return address
        target = address if ":" in address else f"mailto:{address}"
        said, target = _MARKUP.sub(r"\\\g<0>", address), _IN_TARGET.sub(r"\\\g<0>", target)
        return f"[{said}]({target})"


def _is_empty(key: str) -> bool:
    """Whether a tag is an element by itself."""
    return key.endswith("/>") and key != "</>"


def _void_name(key: str) -> str:
    """The name of a tag without attributes whose element is always empty, however it is closed: `br` of `<br>` and `<br/>`."""
    name = key[1:].rstrip("/> ") if key.startswith("<") else ""
    return name if name in VOID else ""


# -- judging -------------------------------------------------------------------------------------------------------------


def faults(msgid: str, msgstr: str, kind: Kind, figures: Collection[str] = ()) -> Iterator[str]:
    """What a mended translation gives to MDX that its source does not, a sentence each; nothing where MDX runs the same."""
    ours, theirs = list(Scanner(msgid).tokens()), list(Scanner(msgstr).tokens())
    if any(token.kind == "unclear" for token in ours):
        yield "MDX may read braces in it in another way; it stays as it is"
        return
    before, after = _run(ours, figures), _run(theirs, figures)
    for key in before - after:
        yield f"the translation lacks {key}; copy it from the source"
    for key in after - before:
        yield f"the source has no {key}; take it out"
    if before != after:
        return
    if any(token.kind == "tag" for token in theirs) and _crosses(msgstr, theirs) and not _crosses(msgid, ours):
        yield "the tags are not closed in order, within the emphasis or link that they are in; order them as in the source"
    elif kind is Kind.CAPTION and not _has_pairs(msgstr):
        yield "a bracket would end the title; pair its square brackets"
    elif any(token.kind == "target" for token in theirs) and not _are_targets(msgstr, theirs):
        yield "the address in angle brackets is no link's; write the link as in the source"
    elif kind not in (Kind.HEADING, Kind.CELL) and _shape(msgid, ours) != _shape(msgstr, theirs):
        yield "MDX takes a line of tags or braces alone for a block; keep text outside and inside of them as in the source"


def _run(tokens: list[Token], figures: Collection[str]) -> Counter[str]:
    """What MDX runs, figures aside, which are compared as such; a link's target in angle brackets must be a link's."""
    return Counter(
        token.key
        for token in tokens
        if token.kind in ("expression", "unclear", "tag", "comment", "target", "autolink")
        and ((name := PLACEHOLDER.fullmatch(token.key)) is None or name[1] not in figures)
    )


def is_nested(text: str) -> bool:
    """Whether the tags of a text are closed in order, and within the emphasis or link in which they are opened."""
    return "<" not in text or not _crosses(text, list(Scanner(text).tokens()))


def _crosses(text: str, tokens: list[Token]) -> bool:
    """Whether an element of JSX is not closed, or is open where emphasis or a link begins and not where that ends."""
    opened: list[tuple[str, int]] = []
    elements: list[tuple[int, int]] = []
    for token in tokens:
        if token.kind != "tag" or _is_empty(token.key):
            continue
        found = TAG.match(text, token.start)
        name = "".join(found[0].strip("</ ").split()) if found else ""
        if not token.key.startswith("</"):
            opened.append((name, token.start))
        elif opened and opened[-1][0] == name:
            elements.append((opened.pop()[1], token.end))
        else:
            return True
    return bool(opened) or any(
        (first < start < last) != (first < end < last) for start, end in _markup(text) for first, last in elements
    )


def _are_targets(text: str, tokens: list[Token]) -> bool:
    """Whether each address in angle brackets is that of a link or an image."""
    links = [(start, end) for start, end in _markup(text) if text[end - 1 : end] == ")"]
    return all(
        any(start < token.start and token.end < end and "](" not in text[token.end : end] for start, end in links)
        for token in tokens
        if token.kind == "target"
    )


def _markup(text: str) -> Iterator[tuple[int, int]]:
    """Where emphasis and links are, in characters."""
    data = f"x {text}".encode()  # behind a word nothing in it is a block
    for event, place in read_events(data.decode()):
        if isinstance(event, dict) and "Start" in event:
            tag = event["Start"]
            if (tag if isinstance(tag, str) else next(iter(tag))) in INLINE_TAGS:
                start, end = place["start"], place["end"]
                yield len(data[2:start].decode()), len(data[2:end].decode(errors="replace"))


def _shape(text: str, tokens: list[Token]) -> tuple[bool, bool]:
    """Whether there is nothing but tags and expressions in a text, and whether in any line behind its first."""
    text = text.replace("\\\n", " \n")  # a hard break, of the same length; at the end of a text it is a backslash
    rest, position = "", 0
    for token in tokens:
        if token.kind in ("expression", "tag", "comment"):
            rest += text[position : token.start] + "\0"
            position = token.end
    lines = f"{rest}{text[position:]}".split("\n")
    alone = [not line.replace("\0", "").strip() and "\0" in line for line in lines]
    # a line of tags and text between them is text to JSX, and a paragraph of nothing else is none
    return _is_wrapped(text, tokens), any(alone[1:])


def _is_wrapped(text: str, tokens: list[Token]) -> bool:
    """Whether no text stands outside of tags and expressions."""
    depth, position, held = 0, 0, False
    for token in tokens:
        if token.kind not in ("expression", "tag", "comment"):
            continue
        if not depth and text[position : token.start].strip(" \t\n"):
            return False
        held = True
        if token.kind == "tag" and not _is_empty(token.key):
            depth += -1 if token.key.startswith("</") else 1
        position = token.end
    return held and not text[position:].strip(" \t\n")
