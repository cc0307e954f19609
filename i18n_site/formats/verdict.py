"""Whether a translation's HTML may stand on a page: judged by a browser's parser, not filtered. Knows nothing of Markdown.

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

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms", "ftp", "xmpp", "irc"})
"""What a link of a translation may begin with where the source's does not; everything else could be active content."""

_NAMES = frozenset(
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br "
    "button canvas caption center cite code col colgroup command content data datalist dd del details dfn dialog dir div dl "
    "dt element em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr "
    "html i iframe image img input ins isindex kbd keygen label legend li link listing main map mark marquee menu menuitem "
    "meta meter multicol nav nextid nobr noembed noframes noscript object ol optgroup option output p param picture "
    "plaintext portal pre progress q rb rp rt rtc ruby s samp script search section select selectmenu shadow slot small "
    "source spacer span strike strong style sub summary sup table tbody td template textarea tfoot th thead time title tr "
    "track tt u ul var video wbr xmp svg animate animatemotion animatetransform circle clippath defs desc ellipse feimage "
    "filter foreignobject g handler line lineargradient marker mask metadata mpath path pattern polygon polyline "
    "radialgradient rect set stop switch symbol text textpath tspan use view math maction annotation annotation-xml "
    "menclose mi mn mo mrow ms mspace mtext semantics".split()
)
"""Every element that does something in a browser. Others are plain boxes, which the comparison of structures refuses."""
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


def is_harmless(source: str, target: str) -> bool:
    """Whether a browser finds no element, attribute or kind of address in `target` that `source` has not. Both are HTML."""
    if "<" not in target or _has_only_tags_of(source, target):
        return True
    ours, theirs = _elements(source), _elements(target)
    if any(not attributes <= ours.get(name, set()) for name, attributes in theirs.items()) or not theirs.keys() <= ours.keys():
        return False
    target += _END
    everything = nh3.clean(
        target,
        tags={*_NAMES, *ours, *_IN_SVG.values()},
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


_PLAIN_TAG = re.compile(r"""</?([A-Za-z][A-Za-z0-9]*)(?:[ \t\r\n]+[A-Za-z-]+="[^"<>]*")*[ \t\r\n]*/?>""")
"""A tag that nobody reads in another way: every attribute quoted, nothing in it that opens or closes a tag."""
_READ = re.compile(r"""([ \t\r\n](?:title|alt|aria-label)=)"[^"<>]*\"""")
"""Attributes that are only read: what they say does nothing."""
_PLAIN_ELEMENTS = frozenset(
    "a abbr b bdi bdo blockquote br cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins "
    "kbd li mark ol p pre q s samp section small span strong sub summary sup table tbody td th thead tr u ul var".split()
)
"""Those whose content a browser reads as it reads a page's, as it reads that of elements which it does not know."""


def _has_only_tags_of(source: str, target: str) -> bool:
    """Whether all that `target` has of HTML are plain tags that `source` has, but for what is only read in them."""
    ours, theirs = _plain_tags(source), _plain_tags(target)
    return ours is not None and theirs is not None and theirs <= ours


def _plain_tags(html: str) -> frozenset[str] | None:
    """The tags of a text whose HTML is plain; None where anything in it might be read as something else."""
    tags: set[str] = set()

    def take(found: re.Match[str]) -> str:
        tags.add(_READ.sub(r"\1", found[0]))
        return " " if _is_plain_element(found[1]) else found[0]

    rest = _PLAIN_TAG.sub(take, html)
    return None if "<" in rest or ">" in rest else frozenset(tags)


def is_plain_tag(tag: str) -> bool:
    """Whether nobody reads a tag in another way, or otherwise what stands behind it."""
    found = _PLAIN_TAG.fullmatch(tag)
    return found is not None and _is_plain_element(found[1])


def _is_plain_element(name: str) -> bool:
    return name.lower() in _PLAIN_ELEMENTS or name.lower() not in _NAMES


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
