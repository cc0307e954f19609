"""Elements whose attribute is in another language than the texts within: HTML has one `lang` for both. Knows HTML text only.

The element gets the attribute's language, and all that is in it an element of its own with the language of the page.
"""

from __future__ import annotations

import re
from typing import Final

from i18n_site.locales import direction

MARK: Final = "\0"
"""Stands in a start tag, behind its name, before the attributes that say the language of a foreign one."""

_MARKED = re.compile(r"<([A-Za-z][^ \t\r\n\f/>\0]*)\0( lang=\"[^\"]*\" dir=\"[^\"]*\")")
_REST_OF_TAG = re.compile(r"(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_HOLDS_BLOCKS: Final = frozenset("article aside blockquote dd div footer form header li main nav section td th".split())
_HOLDS_WORDS: Final = frozenset(
    "a abbr address b bdi button cite code dfn em h1 h2 h3 h4 h5 h6 i ins kbd label mark p q s samp small span strong "
    "sub summary sup time u var".split()
)


def enclose(html: str, around: str) -> str:
    """HTML whose marked tags say their attribute's language, and within them that of the page, `around`.

    A marked tag that may not hold an element of its own, such as a table's, stays as it was, and so does one whose end is not
    there: better one attribute than all texts in the wrong language.
    """
    position = 0
    while found := _MARKED.search(html, position):
        name, attributes = found[1].lower(), found[2]
        rest = _REST_OF_TAG.match(html, found.end())
        end = _end_of(name, html, rest.end()) if rest else -1
        holder = "div" if name in _HOLDS_BLOCKS else "span" if name in _HOLDS_WORDS else ""
        if rest is None or end < 0 or not holder or _says_language(rest[0]):
            html = f"{html[: found.start()]}<{found[1]}{html[found.end() :]}"
        else:
            within = f'<{holder} lang="{around}" dir="{direction(around)}">{html[rest.end() : end]}</{holder}>'
            html = f"{html[: found.start()]}<{found[1]}{attributes}{rest[0]}{within}{html[end:]}"
        position = found.start() + 1
    return html


def _says_language(rest: str) -> bool:
    return re.search(r"\slang\s*=", rest, re.IGNORECASE) is not None


def _end_of(name: str, html: str, position: int) -> int:
    """Where the end tag of an element stands whose start tag ends at a position; -1 where it is not there."""
    depth = 1
    for tag in re.compile(rf"<(/?){name}\b", re.IGNORECASE).finditer(html, position):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.start()
    return -1
