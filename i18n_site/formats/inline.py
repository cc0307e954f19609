"""A run of inline content, from its first event to the event of a block that ends it. Knows nothing of blocks or messages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

from i18n_site.formats.dialect import INLINE_TAGS, Event
from i18n_site.formats.html import attribute_texts
from i18n_site.formats.runs import Mark
from i18n_site.formats.tags import Context
from i18n_site.model import Span
from i18n_site.texts import fold_blanks

_WITH_ADDRESS = frozenset({"Link", "Image"})
_INLINE_EVENTS = {"InlineHtml": "html", "FootnoteReference": "footnote", "InlineMath": "math", "DisplayMath": "math"}
"""Event -> the category of its mark."""
_AUTOLINKS = frozenset({"Autolink", "Email"})
_WITH_OWN_LABEL = frozenset({"Shortcut", "Collapsed"})


class Inline(NamedTuple):
    """What the events of a run say; fields as those of `Run`."""

    start: int
    """Below 0 where there was nothing."""
    end: int
    texts: list[str]
    """Parts of what a reader reads, a NUL for each that is no text."""
    marks: list[Mark]
    heard: list[str]
    breaks: list[Span]
    literals: list[Span]
    labels: list[tuple[int, int, str]]
    image: Span | None
    """Of the one image that the run begins with."""
    hidden: bool
    """Whether it is no text of the page, or holds a program of several lines, which is not one that is written on one line."""
    following: tuple[Event, Any] | None
    """The event that ended it; None where the events ended."""


class _Raw(NamedTuple):
    """A start tag behind which no tag is one but its end tag."""

    start: int
    end: int
    counts: list[int]
    """How much was found before it."""


def read_inline(first: tuple[Event, Any], events: Iterator[tuple[Event, Any]], data: bytes, context: Context) -> Inline:
    """Read the run that begins with an event, in the context of the HTML before it, which goes on with the run's own."""
    start = end = -1
    texts: list[str] = []
    # most runs have none of these
    marks: list[Mark] = []
    heard: list[str] = []
    breaks: list[Span] = []
    literals: list[Span] = []
    labels: list[tuple[int, int, str]] = []
    links: list[tuple[str, Any, int]] = []
    image: Span | None = None
    images = 0
    following: tuple[Event, Any] | None = None
    hidden = bool(context.raw)
    raw: _Raw | None = None
    kept: tuple[list[Any], ...] = (texts, marks, heard, literals, labels)
    for event, place in chain((first,), events):
        if type(event) is str:
            if event == "Rule":
                following = event, place
                break
            texts.append(" ")
            if event == "HardBreak":
                breaks.append(Span(place["start"], place["end"]))
            continue
        (name,) = event
        value = event[name]
        # in the order of how often they come: every second event is a text
        if name == "Text":
            # a NUL stands for what is no text; the author's own is shown as U+FFFD, after CommonMark, section 2.3
            texts.append(value.replace("\0", "\ufffd") if "\0" in value else value)
        elif name == "End":
            tag = value if type(value) is str else tag_of(value)[0]
            if tag not in INLINE_TAGS:
                following = event, place
                break
            close = place["end"]
            if tag in _WITH_ADDRESS:
                category, detail, position = links.pop()
                if category == "autolink":
                    del texts[position:]
                    texts.append("\0")
                elif detail["link_type"] in _WITH_OWN_LABEL:
                    # pulldown-cmark's range leaves out the empty brackets of a collapsed reference
                    inner, close = close, close + 2 if data[close : close + 2] == b"[]" else close
                    labels.append((inner, close, detail["id"]))
            if close > end:
                end = close
            continue
        elif name == "Code":
            marks.append(Mark("code", value))
            texts.append("\0")
            literals.append(Span(place["start"], place["end"]))
        elif name == "Start":
            tag, detail = tag_of(value)
            if tag not in INLINE_TAGS:
                following = event, place
                break
            if detail is not None:
                category = "autolink" if detail["link_type"] in _AUTOLINKS else tag.lower()
                marks.append(Mark(category, detail["dest_url"]))
                links.append((category, detail, len(texts)))
                if detail["title"] and detail["link_type"] == "Inline":
                    heard.append(detail["title"])
                if tag == "Image" and start in (-1, place["start"]):
                    image, images = Span(place["start"], place["end"]), images + 1
        elif name in _INLINE_EVENTS:
            if context.jsx:  # its name may be covered
                value = data[place["start"] : place["end"]].decode()
            if name == "InlineHtml":
                context.take(value)
                if raw is not None and not context.raw:
                    held = data[raw.start : place["start"]]
                    if raw.end < place["start"]:
                        # what stands in it is a program's, whole and as it is
                        hidden = hidden or b"\n" in held
                        for parts, count in zip(kept, raw.counts, strict=True):
                            del parts[count:]
                        marks.append(Mark("html", held.decode()))
                        texts.append("\0")
                    raw = None
                elif raw is None and context.raw:
                    raw = _Raw(place["start"], place["end"], [len(parts) for parts in kept])
                found = attribute_texts(data, place["start"], place["end"])
                heard += [data[begin:close].decode() for begin, close in found]
            marks.append(Mark(_INLINE_EVENTS[name], fold_blanks(value) if "Math" in name else value))
            texts.append("\0")
        else:
            following = event, place
            break
        if start < 0:
            start = place["start"]
            # an escaped first character: the event begins behind its backslash
            if start and data[start - 1] == 0x5C:
                start -= 1
        if name != "Start" and place["end"] > end:
            end = place["end"]
    return Inline(start, end, texts, marks, heard, breaks, literals, labels, image if images == 1 else None, hidden, following)


def tag_of(value: Any) -> tuple[str, Any]:
    """The tag of a `Start` or an `End`, and what else is said of it."""
    if type(value) is str:
        return value, None
    (tag,) = value
    return tag, value[tag]
