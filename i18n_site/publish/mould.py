"""Prove at a glance that translations leave a page as it was. Knows nothing of catalogues.

The mould of a page is its HTML with every passage taken out: a mark stands on either side of each, and what lies between the
passages is the page. Where a page with translations has the same mould, each of them stands in its passage's place and nothing
else has changed. The parser makes HTML many times faster than anybody reads its events. What cannot be proved so is not thereby
wrong: it is then read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape

import pyromark

from i18n_site.formats.dialect import OPTIONS, make_html
from i18n_site.formats.foreign import Covered
from i18n_site.formats.frames import encode
from i18n_site.formats.html import HtmlRun, HtmlState, read_html
from i18n_site.formats.pieces import splice
from i18n_site.formats.verdict import is_plain_tag
from i18n_site.model import Document, Encoder, Frame, Kind, Segment, Span
from i18n_site.texts import without_tags

MARK = "\u2e3f"
"""Stands at both ends of a passage: rare punctuation, beside which emphasis begins and ends as it does at the end of a line."""
_MARK = MARK.encode()
_LIKE_OURS = re.compile(r"</?(?:em|strong|del|code|br|sup|a|img)\b", re.IGNORECASE)
"""HTML of an author that might be mistaken for what the parser makes of Markdown within a passage."""
_OF_BLOCK = re.compile(r"<(?i:/?(?:p|h[1-6]|ul|ol|li|dl|dt|dd|pre|blockquote|table|thead|tbody|tr|th|td|hr|div|input)\b)")
_EDGES = (f"{MARK}<br", f"<br />\n{MARK}")
"""A passage begins and ends with something that is read."""
_TAG = re.compile(r"<[^>]*>")
_TITLE = re.compile(r' title="[^"<>]*"')
_CODE_OR_TAG = re.compile(r"<code>[^<]*</code>|<[^>]*>")


class Mould:
    """The HTML of a body with its passages taken out."""

    __slots__ = ("_held", "_pieces", "_tags", "passages", "special")

    def __init__(self, html: str, passages: Mapping[int, Segment]) -> None:
        """`html` has marks at both ends of each passage; `passages`: their segments by index."""
        parts = html.split(MARK)
        self.passages: Sequence[int] = [*passages]
        self.special = {index for index, segment in passages.items() if segment.kind in _WITHIN_TAGS}
        """Passages that stand within tags, or among them."""
        self._pieces, held = parts[::2], parts[1::2]
        self._held = dict(zip(passages, held, strict=True))
        self._tags: dict[int, Sequence[str]] = {}

    def taken_out(self, html: str) -> dict[int, str] | None:
        """The HTML of each passage of a page with marks; None where the page is not of this mould."""
        parts = html.split(MARK)
        shown = parts[1::2]
        if parts[::2] != self._pieces or "" in shown or any(map(str.isspace, shown)):
            return None
        if any(edge in html for edge in _EDGES) or _OF_BLOCK.search(MARK.join(shown)):
            return None
        return dict(zip(self.passages, shown, strict=True))

    def holds(self, index: int, segment: Segment, msgstr: str, html: str) -> bool:
        """Whether a translation is one passage; to be asked of those that have a `<`, and of special ones."""
        kind = segment.kind
        if kind is Kind.IMAGE and "<" in html:
            return False
        if kind is Kind.HTML or kind is Kind.ATTRIBUTE:
            held = self._held[index]
            return _is_plain_in_html(html, segment.frame) if "<" not in held else kind is Kind.HTML and _has_same_tags(held, html)
        # a line that begins with a tag may begin a block of HTML, which does not always show
        begins = "<" in msgstr and segment.frame.encoder is Encoder.BLOCK and ("\n" in msgstr or msgstr.lstrip()[:1] == "<")
        return not begins or _is_paragraph(encode(_PARAGRAPH, msgstr).decode())

    def fits(self, index: int, segment: Segment, msgstr: str, html: str) -> bool:
        """Whether a passage's translation plainly has the tags and the code of its source."""
        held, msgid = self._held[index], segment.key.msgid
        if "<" not in held and "<" not in html:
            return "<" not in msgstr or "\n" not in msgstr
        tags = self._tags.get(index)
        if tags is None:
            tags = self._tags[index] = _tags_of(held)
        if ("<" in msgid or "<" in msgstr) and not (
            "\n" not in msgstr
            and segment.kind is not Kind.HTML
            and _LIKE_OURS.search(msgid + msgstr) is None
            and all(_OURS.fullmatch(tag) or is_plain_tag(tag) for tag in tags)
        ):
            return False
        return tags == _tags_of(html) and "<img" not in html  # whose alternative text may hold links that do not show


_WITHIN_TAGS = frozenset({Kind.IMAGE, Kind.HTML, Kind.ATTRIBUTE})


def make_mould(document: Document, covered: Covered, spans: Iterable[tuple[int, Span]]) -> Mould | None:
    """The mould of a document's body; None where its HTML does not tell its structure beyond doubt.

    `spans`: the index and the place of each segment that has one, in the order of the file.
    """
    text, segments = covered.text, document.segments
    places = {index: span for index, span in spans if is_passage(document, segments[index])}
    if (
        not places
        or document.math
        or document.jsx
        or not may_be_filled(text)
        or any(segments[index].sentence for index in places)
    ):
        return None
    html = pyromark.html(mark(text, places.values(), document.body), options=OPTIONS)
    pieces = html.split(MARK)[::2]
    if len(pieces) != len(places) + 1 or not all("<" in piece for piece in pieces[1:-1]):
        return None
    return Mould(html, {index: segments[index] for index in places}) if shows(text, html) else None


def mark(text: str, spans: Iterable[Span], body: int) -> str:
    """A body with a mark at both ends of each passage; their spans count from where the body lies `body` behind."""
    data = text.encode()
    places = [Span(start - body, end - body) for start, end in spans]
    return splice(data, [(place, _MARK + data[place.start : place.end] + _MARK) for place in places]).decode()


def shows(text: str, html: str) -> bool:
    """Whether the marks in a page are all that it has beyond the HTML of its text."""
    return make_html(text) == html.replace(MARK, "")


def may_be_filled(text: str) -> bool:
    """Whether nothing in a body with translations is in the way of judging it by its HTML."""
    return "\0" not in text and MARK not in text


def is_passage(document: Document, segment: Segment) -> bool:
    """Whether a segment is a passage of the body that the parser knows: no field or slug, no title of a definition or a line."""
    kind = segment.kind
    return (
        segment.span is not None
        and segment.span.start >= document.body
        and kind is not Kind.LINK_TITLE
        and kind is not Kind.CAPTION
    )


def _is_plain_in_html(text: str, frame: Frame) -> bool:
    """Whether a text stands within HTML of the author as it is written, a text and nothing but a text."""
    quoted = frame.encoder is Encoder.HTML_TEXT or frame.detail != ""
    return quoted and text == text.strip() and not any(sign in text for sign in "<>&") and any(map(str.isalnum, text))


def _has_same_tags(ours: str, theirs: str) -> bool:
    """Whether a text within HTML of the author is one text, and has the tags of another that is."""
    data = theirs.encode()
    parts = read_html(data, [Span(0, len(data))], HtmlState())
    whole = len(parts) == 1 and isinstance(parts[0], HtmlRun) and parts[0].span == (0, len(data))
    return whole and _find_all(_TAG, ours) == _find_all(_TAG, theirs)


_PARAGRAPH = Frame(Encoder.BLOCK)


def _is_paragraph(text: str) -> bool:
    html = pyromark.html(text, options=OPTIONS)
    return html.startswith("<p>") and html.find("</p>") == len(html) - len("</p>\n")


def text_of_html(html: str) -> str | None:
    """What a reader reads of a passage's HTML, all of it the parser's; None where that is not what stands between the tags."""
    return unescape(without_tags(html)) if "<img" not in html and "<sup" not in html else None


def _find_all(tag: re.Pattern[str], html: str) -> list[str]:
    # behind the last `>` each `<` would be looked through to the end
    return tag.findall(html, 0, html.rfind(">") + 1)


def _tags_of(html: str) -> Sequence[str]:
    """The tags of a passage, without their titles, which are the translators', and its code."""
    tags: Sequence[str] = _find_all(_CODE_OR_TAG, html) if "<" in html else ()
    return (
        [_TITLE.sub("", tag) if ' title="' in tag and tag[:6] != "<code>" else tag for tag in tags]
        if ' title="' in html
        else tags
    )


_OURS = re.compile(
    r"<code>[^<]*</code>|</?(?:em|strong|del)>|<br />|</a>"
    r"|<(?:a href|img src)=\"[^\"<>]*\"(?: (?:alt|title)=\"[^\"<>]*\")*(?: /)?>"
)
