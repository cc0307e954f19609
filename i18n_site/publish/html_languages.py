"""An HTML block whose texts are in several languages: each says its own, by markup that neither HTML nor a drawing breaks on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from i18n_site.formats.runs import PLACEHOLDER
from i18n_site.formats.tags import NAME, VOID
from i18n_site.publish.decoration import Passage
from i18n_site.publish.foreign_attributes import MARK, enclose
from i18n_site.publish.plain_html import escape_attribute

_OF_DRAWINGS = re.compile(
    rb"<(/?)(svg|text|title|desc|foreignObject)(?=[\s>])(?:[^>\"']|\"[^\"]*\"|'[^']*')*(?<!/)>", re.IGNORECASE
)
_LANGUAGE = re.compile(r' lang="[^"]*"')
_DIRECTION = re.compile(r' dir="[^"]*"')
_WITHOUT_TEXTS = VOID | {"iframe", "textarea"}
_TAG_NAME = re.compile(b"<" + NAME)
_TAG_OR_FIGURE = re.compile(r"<[A-Za-z/!?][^>]*(?:>|\Z)|" + PLACEHOLDER.pattern.replace("(", "(?P<name>", 1))

Figure = Callable[[str, str], str | None]
"""The text of a figure in a language; None for what is no figure."""


def mark_languages(texts: Sequence[str], starts: Sequence[int], passages: Iterable[Passage], around: str, figure: Figure) -> str:
    """The HTML block with its foreign texts in spans, and the language of foreign attributes on their tags.

    `texts` are its lines, which begin at the bytes `starts` of the body; `around` is the language that the block stands in.
    """
    pieces = [text.encode() for text in texts]
    block = b"".join(pieces)
    places = [0, *accumulate(map(len, pieces))]

    def position(offset: int, *, end: bool = False) -> int:
        number = bisect_right(starts, offset - end) - 1
        return places[number] + offset - starts[number]

    def plain(start: int, end: int | None) -> str:
        return fill_figures(block[start:end].decode(), around, figure)

    parts: list[str] = []
    done = 0
    for passage in passages:
        start, end = position(passage.span.start), position(passage.span.end, end=True)
        if passage.attribute:
            # a stale one says nothing: it is in the language of the page
            tag = _TAG_NAME.match(block, max(block.rfind(b"<", 0, start), 0)) if passage.attributes else None
            if tag and tag.end() >= done and b" lang=" not in block[tag.end() : start]:
                # on an element with texts within it would say the language of these as well
                alone = tag[0][1:].lower().decode() in _WITHOUT_TEXTS
                parts += [plain(done, tag.end()), "" if alone else MARK, passage.attributes]
                done = tag.end()
            continue
        text = fill_figures(block[start:end].decode(), passage.locale, figure)
        drawn = _place_in_drawing(block, start)
        if drawn is None:
            parts += [plain(done, start), f"<span{passage.attributes}>{text}</span>"]
        elif drawn.named:
            # a name holds text only: its own tag says the language
            own = b" lang=" in block[drawn.tag_start : start]
            language = None if own else _LANGUAGE.search(passage.attributes)
            parts += [plain(done, drawn.tag_end), language[0] if language else "", plain(drawn.tag_end, start), text]
        else:
            # a span would end the drawing
            said = _DIRECTION.sub("", passage.attributes)
            parts += [plain(done, start), f"<tspan{said}>{text}</tspan>"]
        done = end
    return enclose("".join([*parts, plain(done, None)]), around)


def fill_figures(html: str, locale: str, figure: Figure) -> str:
    """HTML with the figures in its texts; those in tags are no placeholders."""

    def put(found: re.Match[str]) -> str:
        value = figure(found["name"], locale) if found["name"] else None
        return found[0] if value is None else escape_attribute(value)

    return _TAG_OR_FIGURE.sub(put, html)


class _DrawnPlace(NamedTuple):
    """Where in an inline drawing a text stands."""

    named: bool
    """Whether it is the drawing's `<title>` or `<desc>`, and not painted."""
    tag_start: int
    tag_end: int
    """Of the name of the element that holds it."""


def _place_in_drawing(block: bytes, position: int) -> _DrawnPlace | None:
    """Where in a drawing these bytes of an HTML block stand; None for HTML, which a `<foreignObject>` holds too."""
    if block.find(b"<svg", 0, position) < 0 and block.find(b"<SVG", 0, position) < 0:
        return None
    opened: list[re.Match[bytes]] = []
    for tag in _OF_DRAWINGS.finditer(block, 0, position):
        if not tag[1]:
            opened.append(tag)
        elif opened:
            opened.pop()
    if not opened or opened[-1][2].lower() == b"foreignobject" or all(tag[2].lower() != b"svg" for tag in opened):
        return None
    return _DrawnPlace(opened[-1][2].lower() in (b"title", b"desc"), opened[-1].start(), opened[-1].end(2))
