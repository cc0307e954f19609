"""XML for machines: what every document of it needs. Knows nothing of feeds, sitemaps or releases."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, indent, tostring

# What XML 1.0 has no place for, not even as a reference (section 2.2); a text of the site may hold some.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """The text without the characters that XML 1.0 cannot hold."""
    return _FORBIDDEN.sub("", text)


def write_xml(root: Element) -> bytes:
    """The file of a tree, UTF-8, with its declaration; an element a line."""
    indent(root, "")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"


def moment(text: str | None) -> datetime | None:
    """A date of front matter as a moment: at midnight without a time, in UTC without a zone. None for what is no date."""
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)
