"""Captions: what a reader reads of a line that is another generator's, as it stands there and as a text. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from i18n_site.model import Span


class Caption(NamedTuple):
    """What a reader reads of a line: the title of an admonition, the name of a tab."""

    span: Span
    delimiter: str
    """How it is set off: `]`, or a quote with a backslash where backslashes escape, or nothing. `tip |` and `tip "` say that its
    span begins with the kind of its block; `tip ?|` that this is its title as well: `/// tip` is read as `Tip`. `=`: an attribute
    of a tag of JSX, without its quotes, is no caption but in its place."""

    def trimmed(self, data: bytes) -> Span:
        """Its span in these bytes, without the blanks at its edges."""
        start, end = self.span
        while data[start : start + 1] in (b" ", b"\t"):
            start += 1
        while data[end - 1 : end] in (b" ", b"\t"):
            end -= 1
        return Span(start, end)

    @property
    def head(self) -> str:
        """The kind of block that its span begins with."""
        return _HEADED.sub("", self.delimiter) if _HEADED.search(self.delimiter) else ""


def read_caption(written: str, delimiter: str) -> str:
    """The text of a caption as it stands in its line."""
    if delimiter == '\\"':
        return re.sub(r"\\(.)", r"\1", written)
    head = Caption(Span(0, 0), delimiter).head
    if not head:
        return written
    title = written[len(head) :].strip(" \t")
    title = title[1:].strip(" \t") if delimiter.endswith("|") else title[1:-1]
    return title or _title_of(head)


def _title_of(head: str) -> str:
    """What a block is called that has no title."""
    return head.split()[0].capitalize()


_HEADED = re.compile(r' \??[|"]\Z')


def write_caption(text: str, delimiter: str) -> str:
    """A text as it stands in a line, so that it does not end its caption."""
    line = " ".join(text.split())
    if delimiter == '\\"':
        return re.sub(r'(["\\])', r"\\\1", line)
    if "`" in line:
        # one that closes no code would pair with one in the text behind the line, where that is read as one paragraph
        line = _CODE_OR_TICKS.sub(lambda found: found[0] if found[1] or found[2] else "&#96;" * len(found[0]), line)
    if head := Caption(Span(0, 0), delimiter).head:
        if "?" in delimiter and line == _title_of(head):
            return head
        return f"{head} | {line}" if delimiter.endswith("|") else f'{head} "{line.replace(chr(34), "&quot;")}"'
    if delimiter == '"':
        return line.replace('"', "&quot;")
    if delimiter == "]":
        return line if _is_paired(line) else re.sub(r"(?<!\\)([\[\]])", r"\\\1", line)
    return re.sub(r"[{}]", lambda found: f"&#{ord(found[0])};", line)


_CODE_OR_TICKS = re.compile(r"(\\`)|(?<!`)(`+)(?!`).*?(?<!`)\2(?!`)|`+")


def _is_paired(line: str) -> bool:
    depth = 0
    for bracket in re.findall(r"[\[\]]", line):
        depth += 1 if bracket == "[" else -1
        if depth < 0:
            return False
    return depth == 0
