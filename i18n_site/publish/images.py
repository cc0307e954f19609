"""How large images are, from their first bytes, so that pages keep their place while images load. Opens no files."""

from __future__ import annotations

import re
import struct
from io import BytesIO
from typing import NamedTuple

SUFFIXES = frozenset({".avif", ".bmp", ".gif", ".jfif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})
"""Of the files whose size is read."""

_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?svg\b(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(rb"""\s(width|height|viewBox)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LENGTH = re.compile(r"\s*\+?([0-9]*\.?[0-9]+)(px|pt|pc|in|cm|mm|q)?\s*", re.IGNORECASE)
_PIXELS = {"px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "q": 2.4 / 2.54}
"""CSS pixels of a unit: CSS Values and Units, section 6.2."""


class Size(NamedTuple):
    """Of an image, in CSS pixels."""

    width: int
    height: int


def size_of(data: bytes, suffix: str) -> Size | None:
    """The size that a browser gives an image of itself; None for what is none or does not say."""
    if suffix.lower() not in SUFFIXES:
        return None
    import imagesize  # brings a client of HTTP along, which commands that meet no image should not wait for

    try:
        width, height = _size_of_svg(data) if suffix.lower() == ".svg" else imagesize.get(BytesIO(data))
    except (ValueError, struct.error, IndexError, KeyError, OverflowError, TypeError, AssertionError):
        return None  # a broken file: its own reader tells in many ways
    size = Size(round(width), round(height))
    return size if 0 < size.width < 100_000 and 0 < size.height < 100_000 else None


def _size_of_svg(data: bytes) -> tuple[float, float]:
    """Width and height, a missing one from the proportions of the viewBox. Raises ValueError without either."""
    root = _ROOT.search(data)
    if root is None:
        raise ValueError("no svg element")
    said = {found[1].decode(): (found[2] or found[3] or b"").decode("ascii", "replace") for found in _ATTRIBUTE.finditer(root[0])}
    width, height = _pixels(said.get("width")), _pixels(said.get("height"))
    if width and height:
        return width, height
    _, _, across, down = (float(part) for part in re.split(r"[\s,]+", said.get("viewBox", "").strip()))
    if width:
        return width, width * down / across if across else 0
    if height:
        return (height * across / down if down else 0), height
    return across, down


def _pixels(text: str | None) -> float | None:
    """A length in pixels; None for a share of something and for none."""
    found = _LENGTH.fullmatch(text or "")
    return float(found[1]) * _PIXELS[(found[2] or "px").lower()] if found else None
