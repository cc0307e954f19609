"""What a browser's parser says of the HTML of a translation. Knows nothing of Markdown.

nh3 (html5ever) reads as browsers do. What it would take out when only the source's tags, attributes and safe addresses are
allowed is what the translation has beyond its source. The text that ships is the translator's own, or the fallback: as a filter
nh3 would close tags, reorder tables and drop `id` and `dir`.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

import nh3

from i18n_site.formats.verdict import ELEMENTS, SAFE_SCHEMES

_IN_SVG = {
    name.lower(): name
    for name in (
        "animateMotion animateTransform clipPath feImage foreignObject linearGradient radialGradient textPath "
        "attributeName attributeType baseProfile calcMode clipPathUnits diffuseConstant edgeMode filterUnits gradientTransform "
        "gradientUnits kernelMatrix keyPoints keySplines keyTimes lengthAdjust markerHeight markerUnits markerWidth "
        "maskContentUnits maskUnits numOctaves pathLength patternContentUnits patternTransform patternUnits preserveAlpha "
        "preserveAspectRatio primitiveUnits refX refY repeatCount repeatDur requiredExtensions requiredFeatures "
        "specularConstant specularExponent spreadMethod startOffset stdDeviation stitchTiles surfaceScale systemLanguage "
        "tableValues targetX targetY textLength viewBox viewTarget xChannelSelector yChannelSelector zoomAndPan"
    ).split()
}
"""Names that a browser's parser puts back into SVG's own spelling."""
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
_LETTERS = frozenset(string.ascii_lowercase)


def is_harmless_to_browsers(source: str, target: str) -> bool:
    """Whether a browser finds no element, attribute or kind of address in `target` that `source` has not. Both are HTML."""
    ours, theirs = _elements(source), _elements(target)
    if any(not attributes <= ours.get(name, set()) for name, attributes in theirs.items()) or not theirs.keys() <= ours.keys():
        return False
    target += _END
    everything = nh3.clean(
        target,
        tags={*ELEMENTS, *ours, *_IN_SVG.values()},
        clean_content_tags=set(),
        # `@click`, `[href]`: what programs read, and browsers do not
        attributes={name: odd for name, names in theirs.items() if (odd := {one for one in names if one[:1] not in _LETTERS})},
        generic_attribute_prefixes=set(_LETTERS),
        url_schemes=_schemes(target) | SAFE_SCHEMES,
        link_rel=None,
        strip_comments=False,
    )
    allowed = nh3.clean(
        target,
        tags=set(ours),
        clean_content_tags=set(),
        attributes=ours,
        url_schemes=_schemes(source) | SAFE_SCHEMES,
        link_rel=None,
        strip_comments=False,
    )
    return everything == allowed


_END = "\"'>"
"""Closes a tag that is left open: on its page the next one would."""


def _schemes(html: str) -> set[str]:
    # browsers take tabs and line ends out of an address before they look for its scheme
    return set(_SCHEME.findall(re.sub(r"[\t\r\n]", "", unescape(html)).lower()))


@lru_cache(maxsize=512)
def _elements(html: str) -> dict[str, set[str]]:
    """Element -> the attributes that it has somewhere, each also as SVG spells it: `viewBox`."""
    reader = _Elements()
    reader.feed(html + _END)
    reader.close()
    if "image" in reader.found:  # outside of drawings a browser takes it for an `<img>`
        reader.found["img"] = reader.found["image"] | reader.found.get("img", set())
    found = {name: names | {_IN_SVG.get(one, one) for one in names} for name, names in reader.found.items()}
    return found | {_IN_SVG[name]: names for name, names in found.items() if name in _IN_SVG}


class _Elements(HTMLParser):
    """Element -> the attributes that it has somewhere in a text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, set[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.setdefault(tag, set()).update(name for name, _ in attrs)
