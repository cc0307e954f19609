"""The addresses in HTML that an author wrote: they lead where Markdown's links and images would. Knows HTML text only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

from i18n_site.publish.decoration import Address
from i18n_site.publish.plain_html import escape_address

_OPENING_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?:script|style|pre|textarea)\b.*?(?:</|\Z)|<(?P<name>[A-Za-z][A-Za-z0-9-]*)\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>",
    re.DOTALL | re.IGNORECASE,
)
_ADDRESSED = re.compile(r"""(\s(?:href|src|poster)\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""", re.IGNORECASE)
_EXTENT = re.compile(r"\s(?:width|height)\s*=", re.IGNORECASE)
_WITH_FILES = frozenset({"img", "source", "video", "audio", "track"})


def addresses(html: str) -> Iterator[str]:
    """Every address in HTML that `render` resolves, as written."""
    for tag in _OPENING_TAG.finditer(html):
        if (tag["name"] or "").lower() in _WITH_FILES | {"a", "area"}:
            yield from (unescape(found[2] or found[3] or found[4] or "") for found in _ADDRESSED.finditer(tag[0]))


def resolve_addresses(
    html: str, link: Callable[[str], Address], image: Callable[[str], Address], said_of: Callable[[str], str]
) -> str:
    """HTML with its addresses resolved, those of files as an image's; `said_of`: the attributes for a link's language."""

    def resolve_tag(tag: re.Match[str]) -> str:
        """A start tag with its addresses resolved; a comment and what holds code stay as they are."""
        name = (tag["name"] or "").lower()
        put = link if name in ("a", "area") else image if name in _WITH_FILES else None
        if put is None:
            return tag[0]
        further = ""

        def resolve(found: re.Match[str]) -> str:
            nonlocal further
            written = unescape(found[2] or found[3] or found[4] or "")
            address = put(written)
            if name in ("a", "area") and address.language and " hreflang=" not in tag[0]:
                further += said_of(address.language)
            if name == "img" and not _EXTENT.search(tag[0]):
                further += address.extent
            return found[0] if address.href == written else f'{found[1]}"{escape_address(address.href)}"'

        whole = _ADDRESSED.sub(resolve, tag[0])
        end = len(whole) - (2 if whole.endswith("/>") else 1)
        return f"{whole[:end].rstrip()}{further}{whole[end:]}" if further else whole

    return _OPENING_TAG.sub(resolve_tag, html) if "=" in html else html
