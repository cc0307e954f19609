"""What the package says in translator comments: where a text is from, and texts that have no other place. Opens no files."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from i18n_site.model import Message

SUGGESTION = "i18n-site: suggestion "
"""Opens the translator comment of a guess from another passage; its score follows. It goes with the fuzzy flag."""
ADOPTED = "i18n-site: adopted "
"""Opens the translator comment of a text from an existing translation that may be another passage's; how sure it is, 0-100,
follows. It goes with the fuzzy flag."""
GUESSES = (SUGGESTION, ADOPTED)
"""What goes with the fuzzy flag."""
CONFLICT = "i18n-site: conflict between "
"""Opens the translator comment with both texts where two people translated a message differently; it is fuzzy for that."""
DUPLICATE = "i18n-site: also translated as "
"""Opens the translator comment that keeps the text of a second entry of the same key, as a quoted string."""
OTHER_FORM = "i18n-site: plural form "
"""Opens the translator comment that keeps a plural form of a message that has none any more."""


def quote_text(text: str) -> str:
    """The text on one line, as JSON quotes it: whatever some tool takes for a newline would forge a line of the file."""
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029]", lambda match: f"\\u{ord(match[0]):04x}", quoted)


def conflict_comment(one: Sequence[str], other: Sequence[str]) -> str:
    """Both translations, plural forms separated by slashes."""
    return f"{CONFLICT}{_quote_forms(one)} and {_quote_forms(other)}"


def is_doubtful(message: Message) -> bool:
    """Whether a fuzzy text may never have been this passage's: a guess, or one of two that are in conflict."""
    return message.fuzzy and any(comment.startswith((*GUESSES, CONFLICT)) for comment in message.translator_comments)


def without_guesses(comments: Sequence[str]) -> tuple[str, ...]:
    """What people said; the mark of a guess goes with the fuzzy mark."""
    return tuple(comment for comment in comments if not comment.startswith(GUESSES))


def _quote_forms(forms: Sequence[str]) -> str:
    return " / ".join(map(quote_text, forms))
