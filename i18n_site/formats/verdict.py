"""Whether a translation's HTML may stand on a page: judged, not filtered. Knows nothing of Markdown.

Plain tags that its source has are told at a glance; about all else a browser's parser is asked (`browser_verdict.py`).
"""

from __future__ import annotations

import re

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms", "ftp", "xmpp", "irc"})
"""What a link of a translation may begin with where the source's does not; everything else could be active content."""

ELEMENTS = frozenset(
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


def is_harmless(source: str, target: str) -> bool:
    """Whether a browser finds no element, attribute or kind of address in `target` that `source` has not. Both are HTML."""
    if "<" not in target or _has_only_tags_of(source, target):
        return True
    from i18n_site.formats.browser_verdict import is_harmless_to_browsers  # slow to come, and few translations have such HTML

    return is_harmless_to_browsers(source, target)


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
    return name.lower() in _PLAIN_ELEMENTS or name.lower() not in ELEMENTS
