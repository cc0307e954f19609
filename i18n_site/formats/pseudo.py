"""Pseudo-translation: texts that look translated and are read all the same. Shows what escaped a translator's reach. Pure.

`en-XA` puts accents on every Latin letter and lengthens each text by a third; `ar-XB` writes it in Arabic letters, so that it
runs from right to left. Markup, addresses, code and placeholders stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from html.entities import html5
from typing import Any

import pyromark

from i18n_site.formats.dialect import options_of
from i18n_site.formats.html import attribute_texts, text_ranges
from i18n_site.formats.jsx import Scanner, disguised
from i18n_site.formats.marks import MARKS, translate_marks
from i18n_site.formats.tags import Context
from i18n_site.model import Kind

LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = str.maketrans(LATIN, "áƀçđéƒĝĥíĵķĺḿñóƥɋŕšţúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶĹṀÑÓƤɊŔŠŢÚṼŴẊÝŽ")
_ARABIC = str.maketrans(LATIN, "ابجدهفغحيژكلمنوپقرستعڤشخىز" * 2)
_TABLES: Mapping[str, Mapping[int, int | str | None]] = {"en-XA": _ACCENTED, "ar-XB": _ARABIC}
"""Tag -> what becomes of each Latin letter."""

_TITLE = re.compile(rb"""[ \t\n]("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\))[ \t\n]*\)\Z""", re.DOTALL)
_MARK = re.compile(MARKS.encode())
# what other generators read, the role of code at the end of a text, placeholders, character references
_KEPT = re.compile(
    MARKS + r"|\{[A-Za-z][\w:+.-]{0,60}\}\Z|\{[A-Za-z_][A-Za-z0-9_-]*\}"
    r"|&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);|%\([a-z_]+\)[sd]"
    # bare addresses, which other generators make links of
    r"|(?a:\b(?:https?://|ftp://|mailto:|www\.)[!-;=?-z|}~]*|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+)"
)
_KEPT_IN_MARKDOWN = re.compile(rf"{_KEPT.pattern}|\[\^[^\[\]\s]+\]")
"""Also references to footnotes, whose notes stand elsewhere."""


def pseudo_translate(text: str, locale: str, kind: Kind = Kind.PARAGRAPH, *, math: bool = False, mdx: bool = False) -> str:
    """The text of a message in a pseudo-locale: inline Markdown, or HTML of an HTML block. Raises KeyError for another tag.

    `mdx`: what MDX runs in it stays as well.
    """
    table = _TABLES[locale]
    data = text.encode()
    parts: list[str] = []
    position = letters = 0
    shown = disguised(data) if mdx else data
    read = {Kind.HTML: text_ranges, Kind.ATTRIBUTE: _whole, Kind.LINK_TITLE: _whole}.get(
        kind, partial(_markdown_ranges, math=math)
    )
    ranges: Iterable[tuple[int, int]] = read(shown)
    kept = _KEPT if kind in _READERS else _KEPT_IN_MARKDOWN
    open_ended = True
    if mdx and kind is not Kind.ATTRIBUTE and ("{" in text or "<" in text):
        # each byte a character: places are places of bytes
        scanner = Scanner(data.decode("latin-1"))
        run = [token for token in scanner.tokens() if token.kind in _RUN]
        # behind a last tag there may be no text at all
        open_ended = not run or run[-1].end < len(data)
        ranges = _outside([part for token in run for part in scanner.unread(token)], sorted(ranges))
    for start, end in ranges:
        parts.append(data[position:start].decode())
        words = data[start:end].decode()
        before = data[max(start - 2, 0) : start].decode("ascii", "replace")
        parts.append(_translated(words, table, kept, after=before))
        letters += sum(map(str.isalpha, words))
        position = end
    parts.append(data[position:].decode())
    return "".join(parts) + (_more(letters) if locale == "en-XA" and open_ended else "")


def _whole(data: bytes) -> list[tuple[int, int]]:
    return [(0, len(data))]


def _markdown_ranges(data: bytes, *, math: bool) -> list[tuple[int, int]]:
    """Byte ranges of what a reader reads: text events, those of autolinks aside, titles, attributes of inline tags."""
    found: list[tuple[int, int]] = []
    automatic = 0
    context = Context()
    # behind a word nothing in it is a block
    written = _WORD + data
    # a message stands without the definitions of its document: `[text][label]` is a link all the same
    options = options_of(math=math)
    events = pyromark.events_with_range(written.decode(), options=options, merge_text=True, broken_link_callback=_as_link)
    for event, place in events:
        if not isinstance(event, dict):
            continue
        [(name, value)] = event.items()
        start, end = place["start"], place["end"]
        if name == "Text" and not automatic and not context.raw:
            found.append((start, end))
        elif name == "InlineHtml":
            context.take(written[start:end].decode())
            found += attribute_texts(written, start, end)
        elif name == "Start":
            automatic += _is_automatic(value)
            title = _TITLE.search(written, start, end) if _has_title(value) else None
            found += [(title.start(1) + 1, title.end(1) - 1)] if title else []
        elif name == "End" and automatic and value == "Link":
            automatic -= 1
    shift = len(_WORD)
    return list(_outside_torn_marks(data, [(max(start - shift, 0), end - shift) for start, end in sorted(found) if end > shift]))


_READERS = {Kind.HTML: text_ranges, Kind.ATTRIBUTE: _whole, Kind.LINK_TITLE: _whole}
"""Of what is no Markdown."""
_WORD = b"x "


def _outside_torn_marks(data: bytes, ranges: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The ranges without the marks of other generators that Markdown tears apart: two `{/* */}` hold emphasis between them."""
    marks = [found.span() for found in _MARK.finditer(data)] if b"{" in data else []
    return _outside(marks, ranges, whole=False)


_RUN = frozenset({"expression", "unclear", "tag", "comment"})


def _outside(
    marks: Sequence[tuple[int, int]], ranges: Iterable[tuple[int, int]], *, whole: bool = True
) -> Iterator[tuple[int, int]]:
    """The ranges without the marks that they touch; `whole`: also those that they hold."""
    for start, end in ranges:
        for first, last in marks:
            if start < last and first < end and (whole or not (start <= first and last <= end)):
                if start < first:
                    yield start, first
                start = max(start, last)
        if start < end:
            yield start, end


def _as_link(link: Any) -> tuple[str, str] | None:
    return ("label", "") if link["link_type"] == "Reference" else None


def _has_title(tag: Any) -> bool:
    if not isinstance(tag, dict):
        return False
    detail = tag.get("Link") or tag.get("Image")
    return detail is not None and detail["link_type"] == "Inline" and bool(detail["title"])


def _is_automatic(tag: Any) -> bool:
    return isinstance(tag, dict) and "Link" in tag and tag["Link"]["link_type"] in ("Autolink", "Email")


def _translated(words: str, table: Mapping[int, int | str | None], kept: re.Pattern[str], *, after: str) -> str:
    """`after`: the characters before the words, which tell what some marks belong to, and which are escaped."""
    words = after + words
    position, parts = len(after), []
    for found in kept.finditer(words, position):
        mark = found[0]
        if mark[0] == "&" and mark[1] != "#" and mark[1:] not in html5:
            continue  # no such character: it is read as it stands
        if mark.startswith("{{"):
            mark = translate_marks(mark, lambda said: said.translate(table))
        parts += [words[position : found.start()].translate(table), mark]
        position = found.end()
    return "".join([*parts, words[position:].translate(table)])


def _more(letters: int) -> str:
    """A third more of letters, in words, so that what is too narrow shows."""
    wanted = letters // 3
    return " " + " ".join(["ẋýž" * 2] * (wanted // 6 + 1)) if wanted else ""
