"""The package's stylesheet, and the colours that stand in it."""

from __future__ import annotations

import re
from pathlib import Path

from i18n_site import web

CSS = (Path(web.__file__).parent / "static" / "site.css").read_text("utf-8")
SCHEMES = ("light", "dark")
GROUNDS = ("paper", "sheet")


def colours(scheme):
    """The custom properties of a scheme, as `{"ink": (r, g, b)}` in 0-1."""
    number = SCHEMES.index(scheme)
    return {
        name: tuple(int(codes[number][start : start + 2], 16) / 255 for start in (0, 2, 4))
        for name, *codes in re.findall(r"--([a-z]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\);", CSS)
    }


def luminance(colour):
    """WCAG 2.2's relative luminance."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """WCAG 2.2's contrast ratio, 1-21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
