"""Count the words of a text of the site. Knows nothing of segments, catalogues or languages.

A word is what a reader reads: markup, addresses, code and placeholders are none. Scripts that separate words by blanks are
counted by words (as Unicode's text segmentation cuts them, UAX 29), each ideograph and kana is one. Every pattern is linear
in the length of the text.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from i18n_site.texts import find_code_spans

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG_OR_AUTOLINK = re.compile(r"</?[A-Za-z!?][^<>]*>")
_LINK_TARGET = re.compile(r"\](?:\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\[\]]*\])", re.DOTALL)
"""`](target "title")` and `][label]`."""
_TITLE = re.compile(r"""\s(?:"([^"]*)"|'([^']*)')\s*\)\Z""")
"""A link's title is read: it stays."""
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]*\]")
_ADDRESS = re.compile(
    r"\b(?:[A-Za-z][A-Za-z0-9+.-]{1,20}://|www\.|mailto:|tel:)[^\s<>]*|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
)
_IN_ADDRESSES = ("://", "www.", "mailto:", "tel:", "@")
"""No address is without one of these."""
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\([^()]*\)[-#0 +]*[\d.]*[a-zA-Z]|%[sd]\b")
_IDEOGRAPH = re.compile(
    "[\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # iteration marks and zero, hiragana, katakana, half-width katakana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_WORD = re.compile(r"[^\W_]+(?:['’.·:][^\W\d_]+|[.,]\d+|_[^\W_]+)*")
"""An apostrophe or a point inside a word does not end it, nor a comma inside a number."""


@lru_cache(maxsize=32_768)  # A source text is counted for every language.
def count_words(text: str) -> int:
    """Words of a msgid or msgstr in inline Markdown: 0 for a text of markup, code, addresses or placeholders only."""
    # most texts hold no markup at all: a pattern is tried only where a character is that it needs
    if "`" in text:
        text = _without_code(text)
    if "<" in text:
        text = _TAG_OR_AUTOLINK.sub(" ", _COMMENT.sub(" ", text))
    if "]" in text:
        text = _FOOTNOTE.sub(" ", _LINK_TARGET.sub(_title_of, text))
    if any(sign in text for sign in _IN_ADDRESSES):
        text = _ADDRESS.sub(" ", text)
    if "{" in text or "%" in text:
        text = _PLACEHOLDER.sub(" ", text)
    text = _without_marks(html.unescape(text))
    ideographs = 0
    if not text.isascii():
        text, ideographs = _IDEOGRAPH.subn(" ", text)
    return ideographs + len(_WORD.findall(text))


def _without_code(text: str) -> str:
    kept, position = [], 0
    for start, end in find_code_spans(text):
        kept.append(text[position:start])
        position = end
    return " ".join([*kept, text[position:]])


def _title_of(target: re.Match[str]) -> str:
    """What is read of a link's target: its title."""
    title = _TITLE.search(target[0])
    return f" {title[1] or title[2]} " if title else " "


def _without_marks(text: str) -> str:
    """The text without combining marks and joiners, which would end a word for `re` in the middle of it."""
    if text.isascii():
        return text
    # a text has many characters, and few different ones
    marks = {char for char in set(text) if unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf")}
    return text.translate(dict.fromkeys(map(ord, marks))) if marks else text
