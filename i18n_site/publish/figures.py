"""Figures and configured values: what stands for a placeholder in a language. Knows nothing of documents.

A percentage is written as people read it, 9.46 for 9.46 %, and keeps its decimals; Arabic shows Latin digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from i18n_site.formats.data import Figure
from i18n_site.formats.runs import PLACEHOLDER
from i18n_site.locales import babel_locale


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that `{name}` may stand for in prose."""

    figures: Mapping[str, Figure]
    """content/data/figures.yaml, by name."""
    values: Mapping[str, str]
    """site.yaml's `values`, the same in every language."""

    @property
    def names(self) -> frozenset[str]:
        """Every placeholder that is one."""
        return frozenset(self.figures) | frozenset(self.values)

    @property
    def numbers(self) -> Mapping[str, int]:
        """Whole figures, which can choose a plural form."""
        values = {name: figure.value for name, figure in self.figures.items()}
        return {name: int(value) for name, value in values.items() if isinstance(value, Decimal) and value == int(value)}

    def text(self, name: str, locale: str) -> str | None:
        """What stands for `{name}` in a language; None for what is no placeholder."""
        figure = self.figures.get(name)
        if figure is None:
            return self.values.get(name)
        if isinstance(figure.value, str):
            return figure.value
        from babel.numbers import format_decimal, format_percent  # most commands write no figures

        if figure.format == "percent":
            return str(format_percent(figure.value / 100, locale=babel_locale(locale), decimal_quantization=False))
        return str(format_decimal(figure.value, locale=babel_locale(locale), decimal_quantization=False))

    def fill(self, text: str, locale: str) -> str:
        """Plain text with its placeholders replaced."""
        if "{" not in text:
            return text
        return PLACEHOLDER.sub(lambda found: self.text(found[1], locale) or found[0], text)
