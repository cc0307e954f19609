"""Formulas in LaTeX -> MathML, which browsers draw and read aloud by themselves. Pure; knows nothing of Markdown.

What cannot be understood stays what its author wrote, in a `<code>`. Nothing but the marks of mathematics gets through: no
addresses, no styles, no text that a browser would take for a tag.
"""

from __future__ import annotations

from functools import lru_cache
from html import unescape
from typing import Final
from xml.etree.ElementTree import Element, tostring

from i18n_site.publish.plain_html import escape_attribute, escape_body

LONGEST: Final = 4_000
"""Characters of a formula that is drawn."""

_ATTRIBUTES: Final = frozenset(
    "accent accentunder align columnalign columnlines columnspacing columnspan depth dir display displaystyle fence form height "
    "largeop linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits notation rowalign "
    "rowlines rowspacing rowspan rspace scriptlevel separator stretchy symmetric voffset width".split()
)
"""What says how something is drawn, after MathML Core and MathML 3."""


def draw(formula: str, *, block: bool) -> str:
    """The HTML of a formula."""
    drawn = _mathml(formula.strip(), block)
    return drawn if drawn is not None else f'<code class="math">{escape_body(formula.strip())}</code>'


def is_drawable(formula: str) -> bool:
    """Whether it becomes more than its own source text."""
    return _mathml(formula.strip(), False) is not None


@lru_cache(maxsize=4096)
def _mathml(formula: str, block: bool) -> str | None:
    if not formula or len(formula) > LONGEST:
        return None
    # the tables of the library are long to load, and few sites have formulas
    from latex2mathml.converter import convert_to_element

    try:
        root = convert_to_element(formula, display="block" if block else "inline")
        _clean(root)
        root.attrib = {"display": "block" if block else "inline"}
        said = tostring(root, encoding="unicode", short_empty_elements=False)
    except Exception:  # whatever the library makes of a text that is no formula: its errors have no common name
        return None
    return said.replace("<math ", f'<math alttext="{escape_attribute(formula)}" ', 1)


def _clean(element: Element) -> None:
    """Only what draws is left; the library writes characters as references, and texts as they come."""
    element.attrib = {name: value for name, value in element.attrib.items() if name in _ATTRIBUTES}
    element.text = unescape(element.text) if element.text else None
    element.tail = unescape(element.tail) if element.tail else None
    for child in element:
        _clean(child)
