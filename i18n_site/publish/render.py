"""Markdown events -> HTML. Knows nothing of catalogues or of where pages live: links and figures are asked for.

The plain form is pulldown-cmark's own HTML. What publishing adds to it comes from `Decoration`: languages of passages, heading
ids, addresses, figures, and markup that a strict Content-Security-Policy allows (no inline style).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import pairwise
from typing import Any, NamedTuple

import pyromark

from i18n_site.formats.captions import read_caption
from i18n_site.formats.dialect import MOST_EMPTY_CELLS, OPTIONS, Event, count_empty_cells, make_html, options_of
from i18n_site.formats.directives import parse_directives
from i18n_site.formats.foreign import ForeignLine, cover
from i18n_site.formats.runs import PLACEHOLDER
from i18n_site.locales import direction, name_in
from i18n_site.publish.decoration import Decoration, Passage
from i18n_site.publish.footnotes import Notes
from i18n_site.publish.formulas import draw
from i18n_site.publish.html_addresses import resolve_addresses
from i18n_site.publish.html_languages import fill_figures, mark_languages
from i18n_site.publish.plain_html import INLINE_TAGS, PlainRenderer, escape_address, escape_attribute, escape_body
from i18n_site.texts import without_tags


def render(body: str, decoration: Decoration | None = None, *, math: bool = False) -> str:
    """HTML of a Markdown body; without a decoration pulldown-cmark's own, for which `math` says whether `$…$` is a formula.

    Raises nothing: every text is Markdown.
    """
    if decoration is None:
        return make_html(body, math=math)
    # merged texts are quicker, but their bytes are not always those of the source, where sentences lie in them
    parted = any(passage.sentence for passage in decoration.passages)
    options = options_of(math=decoration.math)
    covered = cover(body)
    events = pyromark.events_with_range(covered.text, options=options, merge_text=not parted)
    try:
        return _Decorated(decoration, body, covered.lines).render(events)
    except _BoundlessError:
        return pyromark.html(covered.text, options=options)  # of which nothing is translated


class _BoundlessError(Exception):
    """A body has a table whose cells are more than anybody should be made to wait for."""


class _Way(NamedTuple):
    """Where the links back from a footnote belong."""

    place: int
    """In what is written."""
    note: str
    locale: str
    """The language around them."""
    within: bool
    """Whether a paragraph ends there; else they are one themselves."""


class _OpenLink(NamedTuple):
    """A link whose text is being written."""

    place: int
    """Of its tag in what is written."""
    written: str
    """Its address as its author wrote it."""
    parted: bool
    """Whether its text stands in a span of its own, since its title is in another language."""


class _Decorated(PlainRenderer):
    """The plain form with what publishing adds."""

    def __init__(self, decoration: Decoration, body: str, foreign: Mapping[int, ForeignLine]) -> None:
        super().__init__()
        self.decoration = decoration
        self.foreign = foreign
        self.empty_cells = 0
        self.data = body.encode()
        self.starts = [passage.span.start for passage in decoration.passages]
        self.headings = 0
        self.section = ""
        """The id of the last heading that the page shows."""
        self.regions: set[str] = set()
        """The headings that name a table's region."""
        self.locales = [decoration.locale]
        self.title_from = -1
        self.tail = ""
        self.html: list[str] = []
        self.html_starts: list[int] = []
        self.in_code = False
        self.links: list[_OpenLink] = []
        self.notes = Notes(decoration.back) if decoration.back is not None else None
        self.note = ""
        """The name of the footnote that is being written."""
        self.ways_back: list[_Way] = []
        self.ended = decoration.locale
        """The language of the last block that ended."""

    def passage_from(self, start: int) -> Passage | None:
        """The first marked passage that begins at these bytes or behind them."""
        index = bisect_left(self.starts, start)
        return self.decoration.passages[index] if index < len(self.starts) else None

    def passage_in(self, place: Any) -> Passage | None:
        """The first marked passage that lies within an event's bytes."""
        passage = self.passage_from(place["start"])
        return passage if passage is not None and passage.span.end <= place["end"] else None

    def render(self, events: Iterator[tuple[Event, Any]]) -> str:
        return super().render(self.with_spans(self.cut(events)))

    def cut(self, events: Iterator[tuple[Event, Any]]) -> Iterator[tuple[Event, Any]]:
        """The events, texts cut where a sentence in another language begins or ends."""
        edges = sorted({edge for passage in self.decoration.passages if passage.sentence for edge in passage.span})
        for event, place in events:
            if event == "Rule" and place["start"] in self.foreign:
                yield {"Foreign": self.foreign[place["start"]]}, place
                continue
            text = event.get("Text") if edges and type(event) is not str else None
            start, end = place["start"], place["end"]
            data = b"" if text is None else text.encode()
            within = edges[bisect_right(edges, start) : bisect_left(edges, end)] if len(data) == end - start else ()
            if not within:
                yield event, place
                continue
            for first, last in pairwise([start, *within, end]):
                yield {"Text": data[first - start : last - start].decode()}, {"start": first, "end": last}

    def with_spans(self, events: Iterator[tuple[Event, Any]]) -> Iterator[tuple[Event, Any]]:
        """The events; passages that no element of their own holds (tight items) are put into a span."""
        held_until = -1
        opened: Passage | None = None
        labelled = False
        for event, place in events:
            name, value = (event, None) if type(event) is str else next(iter(event.items()))
            tag = value if type(value) is str else next(iter(value)) if isinstance(value, dict) else ""
            block = (name in ("Start", "End") and tag not in _INLINE) or name in ("Html", "Rule", "Foreign")
            if opened is not None and (block or place["start"] >= opened.span.end):
                self.write("</span>")
                self.locales.pop()
                opened = None
            if labelled and block:
                self.write("</label>")
                labelled = False
            if name == "Start" and tag in _LEAVES:
                held_until = place["end"]
            elif not block and opened is None:
                start = place["start"]
                # an escaped first character: the event begins behind its backslash
                passage = self.passage_from(max(start - 1, 0))
                held = start < held_until and not (passage is not None and passage.sentence)
                if passage is not None and passage.span.start <= start and not passage.image and not held:
                    opened = passage
                    self.write(f"<span{passage.attributes}>")
                    self.locales.append(passage.locale)
            yield event, place
            labelled = labelled or name == "TaskListMarker"
        if opened is not None:
            self.write("</span>")

    def attributes(self, tag: str, place: Any) -> str:
        if tag not in _LEAVES:
            return ""
        passage = self.passage_in(place)
        if passage is None or passage.image or passage.sentence:
            self.locales.append(self.locales[-1])
            return ""
        self.locales.append(passage.locale)
        return passage.attributes

    def end(self, tag: str, detail: Any, place: Any) -> None:
        self.in_code = False
        if tag == "Heading" and self.title_from >= 0:
            del self.out[self.title_from :]
            if self.notes is not None:
                self.notes.mentions.clear()
            self.title_from, self.at_line_start = -1, True
            self.locales.pop()
            return
        if tag == "Heading" and self.tail:
            self.text(self.tail, place)
            self.tail = ""
        if tag == "HtmlBlock" and parse_directives("".join(self.html)) is None:
            # what authors tell translators is no part of the page
            first, last = (bisect_left(self.starts, edge) for edge in (place["start"], place["end"]))
            passages = self.decoration.passages[first:last]
            marked = mark_languages(self.html, self.html_starts, passages, self.locales[-1], self.decoration.figure)
            self.write(self.with_addresses(marked))
        if tag == "Link":
            link = self.links.pop()
            if link.parted:
                self.write("</span>")
            self.call_address(link.place, link.written)
        if tag == "FootnoteDefinition" and self.notes is not None:
            self.lead_back()
        super().end(tag, detail, place)
        if tag in _LEAVES:
            self.ended = self.locales.pop()
        if tag == "Table":
            self.write("</div>\n")

    def start(self, tag: str, detail: Any, place: Any) -> None:
        if tag == "HtmlBlock":
            self.html, self.html_starts = [], []
        self.in_code = tag == "CodeBlock"
        if tag == "FootnoteDefinition":
            self.note = detail
        super().start(tag, detail, place)

    def write_note(self, name: str, attributes: str) -> None:
        # without a role the note is one more paragraph behind the last of the text
        super().write_note(name, ' role="doc-footnote"' if self.notes is not None else attributes)

    def leaf(self, name: str, value: Any, place: Any) -> None:
        if name == "Html":
            self.html.append(value)
            self.html_starts.append(place["start"])
        elif name == "InlineHtml":
            self.write(self.with_addresses(value))
        elif name == "Foreign":
            self.foreign_line(value, place)
        elif name in ("InlineMath", "DisplayMath"):
            self.write(draw(value, block=name == "DisplayMath"))
        elif name == "FootnoteReference" and self.notes is not None:
            named, note = escape_attribute(self.notes.mention(value)), escape_attribute(value)
            number = f'<a href="#{note}" role="doc-noteref">{self.number(value)}</a>'
            self.write(f'<sup class="footnote-reference" id="{named}">{number}</sup>')
        else:
            if name == "TaskListMarker":  # a box needs a name, which is what stands behind it; `with_spans` ends it
                self.write("<label>")
            super().leaf(name, value, place)

    def foreign_line(self, line: ForeignLine, place: Any) -> None:
        """A line that only another generator understands: what its author wrote, with the languages of its captions."""
        self.fresh("<p>")
        position = line.span.start
        for caption in line.captions:
            start, end = caption.span
            passage = self.passage_from(start)
            self.code(self.data[position:start].decode())
            marked = passage is not None and passage.span.start < end
            self.write(f"<span{passage.attributes}>" if marked and passage else "")
            # behind a word nothing in it is a block
            shown = pyromark.html(f"x {read_caption(self.data[start:end].decode(), caption.delimiter)}", options=OPTIONS)
            locale = passage.locale if marked and passage else self.locales[-1]
            self.write(fill_figures(shown.removeprefix("<p>x ").removesuffix("</p>\n"), locale, self.decoration.figure))
            self.write("</span>" if marked else "")
            position = end
        self.code(self.data[position : line.span.end].decode())
        self.write("</p>\n")

    def code(self, text: str) -> None:
        """What only a program reads, if anything."""
        self.write(f"<code>{escape_body(text)}</code>" if text.strip() else text)

    def lead_back(self) -> None:
        """Keep a place for the links back from a note: at the end of its last paragraph, else in one of their own."""
        within = bool(self.out) and self.out[-1] == "</p>\n"
        around = self.ended if within else self.locales[-1]
        self.out[len(self.out) - within : len(self.out) - within] = ("",)
        self.ways_back.append(_Way(len(self.out) - 1 - within, self.note, around, within))

    def finish(self) -> None:
        if self.notes is None:
            return
        for way in self.ways_back:
            links = self.notes.ways_back(way.note, self.number(way.note), way.locale)
            self.out[way.place] = links if way.within or not links else f"<p>{links[1:]}</p>\n"

    def text(self, value: str, place: Any) -> None:
        if self.in_code or "{" not in value:
            super().text(value, place)
            return
        position = 0
        for found in PLACEHOLDER.finditer(value):
            super().text(value[position : found.start()], place)
            self.put_figure(self.figure(found[1]), found[0], place)
            position = found.end()
        super().text(value[position:], place)

    def with_addresses(self, html: str) -> str:
        """HTML whose tags lead where Markdown's links and images would, in the language of the page."""
        return resolve_addresses(html, self.decoration.link, self.decoration.image, self.target_language)

    def put_figure(self, figure: str | None, written: str, place: Any) -> None:
        """What stands for a placeholder; an e-mail address that is in no link becomes one."""
        if figure is not None and not self.links and _EMAIL.fullmatch(figure):
            start = len(self.out)
            self.write_link(f"mailto:{escape_address(figure)}", "", "")
            super().text(figure, place)
            self.call_address(start, figure)
            self.write("</a>")
        else:
            super().text(written if figure is None else figure, place)

    def figure(self, name: str) -> str | None:
        return self.decoration.figure(name, self.locales[-1])

    def heading(self, detail: Any, place: Any) -> None:
        number, self.headings = self.headings, self.headings + 1
        attributes = self.attributes("Heading", place)
        if self.decoration.without_title and number == 0:
            self.title_from = len(self.out)
        ids = self.decoration.heading_ids
        anchor = detail["id"] or (ids[number] if number < len(ids) else None)
        self.section = anchor or "" if self.title_from < 0 else ""
        figures = [name for name, value in detail["attrs"] if value is None and self.figure(name) is not None]
        # `## Members {members}`: the parser takes the figure for an attribute
        self.tail = "".join(f" {{{name}}}" for name in figures)
        pairs = [pair for pair in detail["attrs"] if pair[0] not in figures]
        self.write_heading(detail, anchor, pairs, attributes)

    def link(self, detail: Any) -> None:
        around = self.locales[-1]
        titled = self.decoration.titles.get(detail["title"], around) if detail["title"] else around
        self.links.append(_OpenLink(len(self.out), detail["dest_url"], titled != around))
        if detail["link_type"] in ("Email", "Autolink"):
            super().link(detail)
            return
        address = self.decoration.link(detail["dest_url"])
        language = self.target_language(address.language) if address.language else ""
        if titled != around:  # an attribute is in the language of its element
            language += f' lang="{titled}" dir="{direction(titled)}"'
        self.write_link(escape_address(address.href), detail["title"], language)
        if titled != around:
            self.write(f'<span lang="{around}" dir="{direction(around)}">')

    def call_address(self, start: int, written: str) -> None:
        """Say in the tag of a link that its text is its address, so that nobody repeats it: on paper, addresses follow texts."""
        text = unescape(without_tags("".join(self.out[start:])))
        if _EXTERNAL.match(self.out[start]) and _bare(text) == _bare(written):
            self.out[start] = self.out[start].replace("<a ", '<a class="address" ', 1)

    def target_language(self, language: str) -> str:
        """Attributes that say in which language a link's target is: for programs, and by name where the text is in another."""
        around = self.locales[-1]
        named = f' data-language="{escape_attribute(name_in(language, around))}"' if language != around else ""
        return f' hreflang="{escape_attribute(language)}"{named}'

    def image(self, detail: Any, place: Any, alternative: str) -> None:
        passage = self.passage_in(place)
        if passage is not None and not passage.image:
            passage = None
        locale = passage.locale if passage else self.locales[-1]
        if "{" in alternative:
            figure = self.decoration.figure
            alternative = PLACEHOLDER.sub(lambda found: figure(found[1], locale) or found[0], alternative)
        address = self.decoration.image(detail["dest_url"])
        attributes = address.extent + (passage.attributes if passage else "")
        self.write_image(escape_address(address.href), escape_attribute(alternative), detail["title"], attributes)

    def start_table(self, tag: str, detail: Any, place: Any) -> None:
        if tag == "Table":
            self.empty_cells += count_empty_cells(len(detail), self.data, place)
            if self.empty_cells > MOST_EMPTY_CELLS:
                raise _BoundlessError
            # the heading above says what a table is of, in the reader's own words
            named = self.decoration.table_label
            label = f' aria-label="{escape_attribute(named)}"' if named else ""
            label = f' aria-labelledby="{escape_attribute(self.section)}"' if self.section else label
            # of two landmarks of one name nobody could tell which is which
            role = "region" if self.section and self.section not in self.regions else "group"
            self.regions.add(self.section)
            self.write(f'<div class="table" role="{role}" tabindex="0"{label}>')
        super().start_table(tag, detail, place)

    def cell_attributes(self, alignment: str, place: Any) -> str:
        aligned, marked = self.alignment(alignment), self.attributes("TableCell", place)
        own = _CLASS.search(marked)
        if own and _CLASS.match(aligned):  # of two class attributes browsers drop the second
            aligned = _CLASS.sub(lambda found: f' class="{found[1]} {own[1]}"', aligned, count=1)
            marked = marked.replace(own[0], "", 1)
        return aligned + marked

    def alignment(self, name: str) -> str:
        # inline style is forbidden by the Content-Security-Policy; start and end mirror in right-to-left pages
        logical = {"Left": "start", "Center": "center", "Right": "end"}
        classed = f' class="align-{logical[name]}"' if name in logical else ""
        return classed + (' scope="col"' if self.head else "")


_CLASS = re.compile(r' class="([^"]*)"')


def _bare(address: str) -> str:
    """An address as people write it: without what every one begins and may end with."""
    return _SCHEME.sub("", address.strip()).rstrip("/")


_SCHEME = re.compile(r"(?:https?://(?:www\.)?|www\.|mailto:)", re.IGNORECASE)
_EXTERNAL = re.compile(r'<a href="(?:https?:|mailto:)', re.IGNORECASE)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
_INLINE = frozenset({*INLINE_TAGS, "Link", "Image"})
_LEAVES = frozenset({"Paragraph", "Heading", "TableCell", "DefinitionListTitle"})
