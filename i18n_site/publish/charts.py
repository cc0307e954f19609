"""Figures -> a bar chart in SVG. Pure: knows nothing of files, releases or pages.

The chart stretches with the page and its text does not: lengths are percentages and ems, so that it is as legible on a telephone
as on a wall. Colours and type are the stylesheet's, by class. It begins at the side where its language begins.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Final

from i18n_site.locales import direction
from i18n_site.model import LocalisedText

_LONGEST: Final = Decimal(74)
"""Per cent of the width that the longest bar takes; the rest is for its number."""
_LINE: Final = Decimal("1.4")
_BAR: Final = Decimal("1.1")
_GAP: Final = Decimal("1.1")
"""Heights in ems: of a line of a label, of a bar, of the room below it."""
_MEASURE: Final = 36
"""Half ems of a label's line: what the narrowest page has room for."""
_NEVER_FIRST: Final = frozenset("、。，．・：；？！ー）」』】〉》ぁぃぅぇぉっゃゅょァィゥェォッャュョ々")


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure of a chart."""

    label: LocalisedText
    value: Decimal
    text: str
    """The value as the chart's language writes it."""


def bar_chart(name: str, title: LocalisedText, bars: Sequence[Bar], locale: str, *, whole: Decimal | None = None) -> str:
    """An SVG element for a page in a language: a bar for each figure, below its label and beside its number.

    `name` makes its ids unique within the page. `whole` is what all figures are parts of: then each bar lies on a track of that
    length. Without it the longest bar gives the scale. What is below nothing has no bar.
    """
    drawing = _Drawing(locale, max([*(bar.value for bar in bars), whole or Decimal(0)]) or Decimal(1))
    body = "".join(part for bar in bars for part in drawing.bar(bar, whole))
    described = {text.locale for text in (title, *(bar.label for bar in bars))} == {title.locale}
    ids = f"{name}-title {name}-desc" if described else f"{name}-title"
    words = "; ".join(f"{bar.label.text}: {bar.text}" for bar in bars)
    description = f'<desc id="{name}-desc"{_language(title.locale, locale)}>{escape(words)}</desc>' if described else ""
    return (
        f'<svg class="chart" role="img" aria-labelledby="{ids}" width="100%" height="{drawing.place}em" '
        f'direction="{direction(locale)}" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-title"{_language(title.locale, locale)}>{escape(title.text)}</title>{description}{body}</svg>'
    )


class _Drawing:
    """A chart under way, from above to below."""

    def __init__(self, locale: str, scale: Decimal) -> None:
        self.locale = locale
        self.scale = scale
        self.mirrored = direction(locale) == "rtl"
        self.place = Decimal(0)

    def bar(self, bar: Bar, whole: Decimal | None) -> Iterator[str]:
        yield self._label(bar.label)
        top = self.place + Decimal("0.3")
        length = self._length(max(bar.value, Decimal(0)))
        if whole is not None:
            yield self._rectangle("track", top, self._length(whole))
        if length:
            yield self._rectangle("bar", top, length)
        beyond = self._length(whole) if whole is not None else length
        shift = "-0.5em" if self.mirrored else "0.5em"
        yield (
            f'<text class="number" x="{self._side(beyond)}%" dx="{shift}" y="{top + _BAR - Decimal("0.2")}em">'
            f"{escape(bar.text)}</text>"
        )
        self.place = top + _BAR + _GAP

    def _label(self, label: LocalisedText) -> str:
        lines = wrap(label.text)
        foreign = direction(label.locale) != direction(self.locale)
        turned = f' direction="{direction(label.locale)}" text-anchor="end"' if foreign else ""
        x = self._side(Decimal(0))
        spans = "".join(
            f'<tspan x="{x}%" y="{self.place + _LINE * number - Decimal("0.3")}em">{escape(line)}</tspan>'
            for number, line in enumerate(lines, 1)
        )
        self.place += _LINE * len(lines)
        return f"<text{_language(label.locale, self.locale)}{turned}>{spans}</text>"

    def _length(self, value: Decimal) -> Decimal:
        """Per cent of the width; what is not nothing can be seen."""
        return max(round(value / self.scale * _LONGEST, 2), Decimal("0.4")) if value else Decimal(0)

    def _side(self, offset: Decimal) -> Decimal:
        """A place so many per cent from the side where the language begins."""
        return 100 - offset if self.mirrored else offset

    def _rectangle(self, kind: str, top: Decimal, length: Decimal) -> str:
        x = 100 - length if self.mirrored else Decimal(0)
        return f'<rect class="{kind}" x="{x}%" y="{top}em" width="{length}%" height="{_BAR}em"/>'


def wrap(text: str, measure: int = _MEASURE) -> list[str]:
    """A text in lines of so many half ems, at spaces; ideographs and kana part anywhere but before a closing mark."""
    lines = [""]
    for piece in _pieces(" ".join(text.split())):
        joined = lines[-1] + piece
        if lines[-1] and _width(joined.rstrip()) > measure:
            lines[-1] = lines[-1].rstrip()
            lines.append(piece.lstrip())
        else:
            lines[-1] = joined
    return [line.strip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """What may stand at the beginning of a line, one after another."""
    piece = ""
    for char in text:
        begins = _is_wide(char) or piece[-1:] == " " or _is_wide(piece[-1:])
        if piece and begins and char != " " and char not in _NEVER_FIRST:
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _is_wide(char: str) -> bool:
    return bool(char) and unicodedata.east_asian_width(char) in "WF"


def _width(text: str) -> int:
    """Half ems, about."""
    return sum(2 if _is_wide(char) else 0 if unicodedata.combining(char) else 1 for char in text)


def _language(tag: str, around: str) -> str:
    return f' lang="{tag}"' if tag != around else ""
