"""What other generators read within a line, and what programs read of a paragraph: shortcodes, roles, attributes, JSX. Pure.

To CommonMark it is text. It stays in its message, and is compared as code is; of a shortcode's parameters a reader meets some.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from i18n_site.model import Span

_READ = "title|caption|alt|label|summary|description|text|placeholder|aria-label"
"""Parameters of shortcodes that a reader reads."""
_PARAMETER = rf'(?<=[\s])(?:{_READ})\s*=\s*"(?P<value>(?:[^"\\\n]|\\.)*)"'
_NAMED_FIRST = r'\{\{[<%]\s*(?:tab|details|expand|accordion)\s+"(?P<first>(?:[^"\\\n]|\\.)*)"'
# lengths are bounded where a pattern would look on to the end of a document that never closes what it opens
_BRACES = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,50}\}){0,100}\}){0,200}\}"
_IN_TAG = r"""(?:[^<>{}"']|"[^"]{0,200}"|'[^']{0,200}'){0,200}"""
_NOT_ESCAPED = r"(?<!(?<!\\)\\)"
SHORTCODE = r"\{\{(?:(?!\{\{)[\s\S])*?\}\}|\{%(?:(?!\{%)[\s\S])*?%\}"
"""The pattern of a shortcode, a template, an include."""
MARKS = (
    rf"\]\(\{{\{{[<%][^{{}}\n]*[>%]\}}\}}[^()\s]*\)|{SHORTCODE}"
    r"|\{/\*(?:(?!\{/\*)[\s\S])*?\*/\}"
    r"|\{:[^{}\n]*\}|\{\*[^{}\n]{0,500}\*\}"
    # the role of the code behind it, in MyST; a template of ERB or EJS
    r"|(?<![\\\w{])\{[A-Za-z][\w:+.-]{0,60}\}(?=`)|<%(?:(?!%>)[^\n]){0,500}%>"
    # attributes of what stands before them; a NUL stands for code, and of a link without a text there is nothing left
    r"|(?:(?<=[\])*_`>\0])|\A(?=\{[ ]?[.#]))\{[ ]?[^{}\n]{0,200}[.#=][^{}\n]{0,200}\}"
    # a tag of JSX: with an expression in it, it is no tag of HTML
    rf"|{_NOT_ESCAPED}(?:<[A-Za-z][\w.-]*\s{_IN_TAG}(?:{_BRACES}{_IN_TAG})+>"
    r"|</?[A-Za-z][\w-]*\.[\w.-]+>|</?>)"
)
"""The pattern of a mark, for others to look for as well."""
_IN_TEXT, _IN_BYTES = re.compile(MARKS), re.compile(MARKS.encode())
_READ_IN = re.compile(f"{_PARAMETER}|{_NAMED_FIRST}".encode())
_PROGRAMS = ("import", "export", ":::")
"""How a text begins that may be a program."""
_MODULE = re.compile(
    r"""(?:import\s+(?:[\w*{][\w\s*{},$]{0,500}\s+from\s+)?(?:"[^"\s]+"|'[^'\s]+')\s*;?(?:\s|$)"""
    r"|export\s+(?:const|let|var|function|class|async)\s+[\w$]+\s*[=({]|export\s+default\s+\S+.*[;}]\s*$"
    r"|:::\s+[\w.]+\s*$)",
    re.DOTALL,
)


def marks_in(data: bytes, start: int, end: int, without: Callable[[str], bool]) -> Iterator[tuple[int, str]]:
    """Where in these bytes another generator's marks begin, and what they must stay; those that `without` names are none."""
    for found in _IN_BYTES.finditer(data, start, end):
        mark = found[0].decode("utf-8", "replace")
        if not without(mark):
            yield found.start(), _kept(mark)


def has_same_syntax(ours: str, theirs: str) -> bool:
    """Whether a text plainly has the marks and the figures of another; its code is known to be the same.

    What begins a mark within code is none, so the ticks of code must stand between them as they do there.
    """
    return _IN_TURN.findall(ours) == _IN_TURN.findall(theirs)


_IN_TURN = re.compile(rf"{MARKS}|\\*`+|\{{(?:[A-Za-z]|\\?_)(?:[A-Za-z0-9]|\\?[_-])*\\?\}}")
"""Marks, the ticks around code, and placeholders, whose names may be escaped."""


def is_module(text: str) -> bool:
    """Whether a paragraph is a program: what MDX imports and exports, or the name of what mkdocstrings puts there."""
    return text.startswith(_PROGRAMS) and _MODULE.match(text) is not None


def readable_part(text: str) -> str:
    """A text without the marks in it, but for what a reader reads of them."""
    return _IN_TEXT.sub(lambda found: " ".join(_texts(found[0])), text) if "{" in text or "<" in text else text


def translate_marks(text: str, change: Callable[[str], str]) -> str:
    """A mark with what a reader reads of it changed."""
    data, position, parts = text.encode(), 0, []
    for start, end in read_spans(data, 0, len(data)):
        parts += [data[position:start].decode(), change(data[start:end].decode())]
        position = end
    return "".join([*parts, data[position:].decode()])


def _texts(mark: str) -> Iterator[str]:
    data = mark.encode()
    return (data[start:end].decode() for start, end in read_spans(data, 0, len(data)))


def _kept(mark: str) -> str:
    """A mark without what a reader reads of it: the same for every translation of it."""
    return " ".join(translate_marks(mark, lambda _: "").split())


def read_spans(data: bytes, start: int, end: int) -> Iterator[Span]:
    """Where in these bytes texts of a shortcode stand that a reader reads."""
    return read_parameters(data, start, end) if data.find(b"{{", start, end) >= 0 else iter(())


def read_parameters(data: bytes, start: int, end: int) -> Iterator[Span]:
    """The same of bytes that are within a shortcode."""
    for said in _READ_IN.finditer(data, start, end):
        yield Span(*said.span("value" if said["value"] is not None else "first"))
