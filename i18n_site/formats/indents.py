"""Indented text that is no code, as MDX has it: read as the content of items that are none. Pure."""

from __future__ import annotations

import pyromark

from i18n_site.formats.dialect import BLOCKS
from i18n_site.formats.pieces import splice
from i18n_site.model import Span

_INDENTED, _ITEM = {"Start": {"CodeBlock": "Indented"}}, b"+   "


_DEEPEST = 12
"""How many times a body is read for what is indented in what is indented."""


def without_code(covered: bytes) -> tuple[bytes, set[int], frozenset[int]]:
    """A body in which what is indented by four is no code but an item's content; where it has rules, and where such items."""
    rules: set[int] = set()
    items: set[int] = set()
    for _ in range(_DEEPEST):
        rules, patches, before = set(), [], -1
        for event, place in pyromark.events_with_range(covered.decode(), options=BLOCKS):
            if event == "Rule":
                before = place["start"]
                rules.add(before)
            elif event == _INDENTED:
                patches += _dedented(covered, place["start"], before)
            elif "End" not in event:
                before = -1
        if not patches:
            break
        items.update(span.start for span, put in patches if put.startswith(b"+"))
        covered = splice(covered, patches)
    return covered, rules, frozenset(items)


def _dedented(covered: bytes, start: int, before: int) -> list[tuple[Span, bytes]]:
    """What makes no code of what begins here; `before`: where the rule begins that it follows, or -1."""
    blanks = covered[max(start - len(_ITEM), 0) : start]
    if blanks == b" " * len(_ITEM):
        return [(Span(start - len(_ITEM), start), _ITEM)]
    # a tab is as wide as four blanks, but holds one byte; two of them are a marker and a blank
    if blanks.endswith(b"\t\t"):
        return [(Span(start - 2, start), b"+\t")]
    if blanks.endswith(b"\t") and covered.startswith(b"___", start):
        return [(Span(start - 1, start), b"_")]
    if blanks.endswith(b"\t") and before >= 0 and covered.startswith(b"_____", before):
        return [(Span(before, before + 2), b"+ ")]
    return []
