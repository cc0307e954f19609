"""Prove at a glance that translations leave a page as it was. Knows nothing of catalogues.

The mould of a page is its HTML with every passage taken out. Where the HTML of the page with translations is the mould filled
with the HTML of each translation by itself, each of them stands in its passage's place and nothing else has changed. The parser
makes HTML many times faster than anybody reads its events. What cannot be proved so is not thereby wrong: it is then read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

import pyromark

from i18n_site.formats.dialect import OPTIONS
from i18n_site.formats.foreign import Covered
from i18n_site.formats.frames import splice
from i18n_site.model import Document, Encoder, Frame, Kind, Segment, Span

MARK = "\ue000"
"""Stands for a passage: a character of private use, which no rule of Markdown knows."""
_MARK = MARK.encode()
_LIKE_OURS = re.compile(
    r"</?(?:p|h[1-6]|ul|ol|li|dl|dt|dd|pre|blockquote|table|thead|tbody|tr|th|td|em|strong|del|code|sub|hr|br|sup|input)\b"
    r"|</a>|<a href=\"|<img src=\"[^\"<>]*\" alt=\"[^\"<>]*\"(?: title=\"[^\"<>]*\")? />|<div class=\"footnote-",
    re.IGNORECASE,
)
"""HTML of an author that might be mistaken for what the parser makes of Markdown."""
_TAG = re.compile(r"<[^>]*>")
_CODE_OR_TAG = re.compile(r"<code>[^<]*</code>|<[^>]*>")


Definitions = Mapping[str, tuple[str, str]]
"""Label -> address and title of a body's reference definitions."""


class Mould:
    """The HTML of a body with its passages taken out."""

    __slots__ = ("_held", "_pieces", "_place", "_tags")

    def __init__(self, pieces: Sequence[str], held: Sequence[str], segments: Sequence[int]) -> None:
        """`held` stands between the pieces; `segments` are the indices of the passages."""
        self._pieces = pieces
        self._held = held
        self._place = {index: number for number, index in enumerate(segments)}
        self._tags: dict[int, Sequence[str]] = {}

    def holds(self, segment: int) -> bool:
        """Whether a segment, by its index, is one of the passages."""
        return segment in self._place

    def is_plain(self, segment: int) -> bool:
        """Whether a passage has no markup in the source."""
        return "<" not in self._held[self._place[segment]]

    def fits(self, segment: int, msgstr: str, html: str) -> bool:
        """Whether a passage's translation has the tags and the code of its source, and none that somebody wrote in HTML."""
        tags = self._tags.get(segment)
        if tags is None:
            tags = self._tags[segment] = _tags_of(self._held[self._place[segment]])
        if "<" in msgstr and ("\n" in msgstr or not all(map(_OURS.fullmatch, tags))):
            return False
        return tags == _tags_of(html) and "<img" not in html  # whose alternative text may hold links that do not show

    def filled(self, put: Mapping[int, str]) -> str:
        """The HTML of the page where some passages, by the indices of their segments, have another HTML."""
        held = list(self._held)
        for index, html in put.items():
            held[self._place[index]] = html
        parts = [""] * (len(held) + len(self._pieces))
        parts[::2], parts[1::2] = self._pieces, held
        return "".join(parts)


def make_mould(document: Document, covered: Covered) -> Mould | None:
    """The mould of a document's body; None where its HTML does not tell its structure beyond doubt."""
    text = covered.text
    segments = [index for index, segment in enumerate(document.segments) if is_passage(document, segment)]
    if not segments or document.math or not may_be_filled(text) or any(document.segments[index].sentence for index in segments):
        return None
    spans = [(Span(span.start - document.body, span.end - document.body), _MARK) for span in _spans(document, segments)]
    pieces = pyromark.html(splice(text.encode(), spans).decode(), options=OPTIONS).split(MARK)
    if len(pieces) != len(segments) + 1 or not all("<" in piece for piece in pieces[1:-1]):
        return None
    held = _taken_out(pyromark.html(text, options=OPTIONS), pieces)
    return None if held is None else Mould(pieces, held, segments)


def may_be_filled(text: str) -> bool:
    """Whether nothing in a body with translations is in the way of judging it by its HTML.

    A text by itself says something else than in its document where it refers to footnotes.
    """
    return "[^" not in text and "\0" not in text and MARK not in text and ("<" not in text or _LIKE_OURS.search(text) is None)


def is_passage(document: Document, segment: Segment) -> bool:
    """Whether a segment is a passage of the body that the parser knows: no field or slug, no title of a definition or a line."""
    kind = segment.kind
    return (
        segment.span is not None
        and segment.span.start >= document.body
        and kind is not Kind.LINK_TITLE
        and kind is not Kind.CAPTION
    )


def _spans(document: Document, segments: Sequence[int]) -> Iterator[Span]:
    return (span for index in segments if (span := document.segments[index].span) is not None)


def _taken_out(html: str, pieces: Sequence[str]) -> list[str] | None:
    """What stands between the pieces of a page; None where they are not its own.

    A piece begins with what ends a passage: a block's tag, or the quote of an attribute. No passage holds one.
    """
    position = len(pieces[0])
    last = len(html) - len(pieces[-1])
    if not html.startswith(pieces[0]) or not html.endswith(pieces[-1]):
        return None
    held: list[str] = []
    for piece in pieces[1:-1]:
        end = html.find(piece, position)
        if end < 0:
            return None
        held.append(html[position:end])
        position = end + len(piece)
    return [*held, html[position:last]] if position <= last else None


def inner_htmls(passages: Sequence[tuple[Segment, bytes]], definitions: Definitions) -> list[str] | None:
    """The HTML of translations, each by itself, written as they are for their segments' places; None where one does not show."""
    found: list[str] = []
    texts: list[str] = []
    places: list[int] = []
    for segment, put in passages:
        text, frame = put.decode(), segment.frame
        if ("]:" in text and "\n" in text) or text[:1].isspace() or text[-1:].isspace():
            return None  # a definition may stand in a line of its own; blanks at an edge are the parser's to judge
        if frame.encoder is Encoder.HTML_TEXT or frame.encoder is Encoder.HTML_ATTRIBUTE:
            if not _is_plain_in_html(text, frame):
                return None
            found.append(text)
            continue
        if "\r" in text:
            return None  # a line end to the parser
        if frame.encoder is not Encoder.BLOCK:
            # the beginning of a heading or a cell is never taken for a block's
            text = "# " + (text.replace("\\|", "|") if frame.encoder is Encoder.CELL else text)
        elif "\n" in text:
            text = text.replace((frame.detail or "\n") + frame.prefix, "\n")
        places.append(len(found))
        texts.append(text)
        found.append("")
    for place, html in zip(places, read_each(texts, definitions), strict=True):
        if html is None:
            return None
        if passages[place][0].kind is Kind.IMAGE:
            if "<" in html:
                return None
            html = html.replace('"', "&quot;")
        found[place] = html
    return found


def _is_plain_in_html(text: str, frame: Frame) -> bool:
    """Whether a text stands within HTML of the author as it is written, a text and nothing but a text."""
    quoted = frame.encoder is Encoder.HTML_TEXT or frame.detail != ""
    return quoted and not any(sign in text for sign in "<>&") and any(map(str.isalnum, text))


def read_each(texts: Sequence[str], definitions: Definitions) -> Sequence[str | None]:
    """The HTML within the paragraph or the heading that each text is; None for one that is more, or anything else."""
    together = _APART.join(texts)
    if "]:" not in together:  # nothing of one text says anything about another
        parts = _html(together, definitions).split(_APART_IN_HTML)
        if len(parts) == len(texts):
            return [_within(part) for part in parts]
    return [_within(_html(text, definitions)) for text in texts]


_APART = f"\n\n{MARK}\n\n"
_APART_IN_HTML = f"<p>{MARK}</p>\n"
"""A paragraph, which ends whatever a text may begin; what goes on behind it has it in itself, and is told by their number."""


def _html(text: str, definitions: Definitions) -> str:
    if not definitions or "[" not in text:
        return pyromark.html(text, options=OPTIONS)
    return pyromark.html(text, options=OPTIONS, broken_link_callback=lambda link: definitions.get(link["reference"]))


def _within(html: str) -> str | None:
    if html.startswith("<p>") and html.find("</p>") == len(html) - 5:
        inner = html[3:-5]
    elif html.startswith("<h1>") and html.find("</h1>") == len(html) - 6:
        inner = html[4:-6]
    else:
        return None
    # a passage begins and ends with something that is read
    return inner if inner and not inner.isspace() and not inner.startswith("<br") and not inner.endswith("<br />\n") else None


def text_of_html(html: str) -> str | None:
    """What a reader reads of a passage's HTML, all of it the parser's; None where that is more than stands between the tags."""
    return unescape(_TAG.sub("", html)) if "<img" not in html else None


def _tags_of(html: str) -> Sequence[str]:
    """The tags of a passage, and its code."""
    return _CODE_OR_TAG.findall(html) if "<" in html else ()


_OURS = re.compile(
    r"<code>[^<]*</code>|</?(?:em|strong|del)>|<br />|</a>"
    r"|<(?:a href|img src)=\"[^\"<>]*\"(?: (?:alt|title)=\"[^\"<>]*\")*(?: /)?>"
)
