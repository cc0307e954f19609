"""How a text is kept in a translator comment, when an entry has no other place for it. Knows nothing of entries."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

CONFLICT = "i18n-site: conflict between "
"""Opens the translator comment with both texts where two people translated a message differently; it is fuzzy for that."""


def quote_text(text: str) -> str:
    """The text on one line, as JSON quotes it: whatever some tool takes for a newline would forge a line of the file."""
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029]", lambda match: f"\\u{ord(match[0]):04x}", quoted)


def conflict_comment(one: Sequence[str], other: Sequence[str]) -> str:
    """Both translations, plural forms separated by slashes."""
    return f"{CONFLICT}{_quote_forms(one)} and {_quote_forms(other)}"


def _quote_forms(forms: Sequence[str]) -> str:
    return " / ".join(map(quote_text, forms))
