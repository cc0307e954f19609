"""The one dialect of Markdown in the house, as pyromark is told it, and what bounds it. Reads nothing into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pyromark
from pyromark import Options

OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_GFM
    | Options.ENABLE_DEFINITION_LIST
    | Options.ENABLE_HEADING_ATTRIBUTES
)
"""The one dialect: CommonMark with tables, footnotes, strikethrough, task lists, alerts, definition lists, heading attributes."""

WITH_MATH = OPTIONS | Options.ENABLE_MATH
"""The same with formulas, `$…$` and `$$…$$`, where a site asks for them: two amounts in dollars are none."""

BLOCKS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_GFM
    | Options.ENABLE_DEFINITION_LIST
    | Options.ENABLE_TASKLISTS
)
"""What tells the blocks of a body apart."""

Event = Any
"""A pyromark event: a string, or a mapping with one key. Its TypedDicts do not narrow, so it is read as it comes."""


def options_of(*, math: bool) -> Options:
    """The dialect of a site that has formulas, or of one that has none."""
    return WITH_MATH if math else OPTIONS


@lru_cache(maxsize=16)  # a page is judged by its HTML before it is shown
def make_html(text: str, *, math: bool = False) -> str:
    """Pyromark's HTML, in the house's dialect."""
    return pyromark.html(text, options=options_of(math=math))


def read_events(text: str, *, math: bool = False) -> Iterator[tuple[Event, Any]]:
    """Pyromark's events with byte ranges, in the house's dialect."""
    return pyromark.events_with_range(text, options=options_of(math=math))


def fold_line_ends(data: bytes) -> bytes:
    """The same with LF for each CR that stands alone: a line end to CommonMark and YAML, and to the parser not everywhere."""
    return _LONE_CR.sub(b"\n", data) if b"\r" in data else data


_LONE_CR = re.compile(rb"\r(?!\n)")

INLINE_TAGS = frozenset({"Emphasis", "Strong", "Strikethrough", "Superscript", "Subscript", "Link", "Image"})

MOST_EMPTY_CELLS = 100_000
"""Cells of all tables of a body that its author did not write: to fill up the rows, a parser may make a thousand of each byte."""


def count_empty_cells(columns: int, data: bytes, place: Any) -> int:
    """How many cells a parser adds to the rows of a table, about."""
    rows = data.count(b"\n", place["start"], place["end"])
    return max(0, columns * (rows - 1) - data.count(b"|", place["start"], place["end"]))
