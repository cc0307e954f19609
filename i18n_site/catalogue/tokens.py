"""Cut a source text into what can change in it: words, punctuation, numbers, code, targets, markup. Opens no files.

Grading compares the tokens of two source texts; patching looks for the places of some of them in a translation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from typing import NamedTuple

from i18n_site.texts import find_code_spans


class Kind(Enum):
    """What a token is."""

    WORD = "word"
    PUNCTUATION = "punctuation"
    NUMBER = "number"
    CODE = "code"
    TARGET = "target"
    MARKUP = "markup"


class Token(NamedTuple):
    """A piece of a text, without the white space around it."""

    kind: Kind
    text: str


class Place(NamedTuple):
    """A token with the characters that it stands at: half-open, in the text that was cut."""

    token: Token
    start: int
    end: int


_TYPOGRAPHY: Mapping[int, str | None] = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛‹›′´ʼ", "'"),
        **dict.fromkeys("“”„‟″«»「」『』", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
        **dict.fromkeys("\u00ad\u200b\u200e\u200f\u2060\ufeff", None),
    }
)
_IN_PLACE: Mapping[int, str] = {code: mark for code, mark in _TYPOGRAPHY.items() if mark is not None and len(mark) == 1}
"""What of it moves no character."""
_WITHOUT_BLANKS = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\u1780-\u17d3"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\uac00-\ud7a3"  # ideographs, Hangul
)
"""Letters of scripts that part no words: a number or an address beside them is none of theirs."""
_OUTSIDE = rf"""\s<>()\[\]*"、。，！？：；（）{_WITHOUT_BLANKS}"""
"""What is no part of an address that stands in a text by itself."""
_TOKEN = rf"""
      (?P<comment> <!--.*?(?:-->|\Z) | \[\^[^\[\]\s]*\] )                       # or a footnote's mark
    | (?P<address> <(?:[A-Za-z][A-Za-z0-9+.-]{{1,31}}:|[^\s<>@]{{1,64}}@)[^\s<>]*>
                 | (?:[A-Za-z][A-Za-z0-9+.-]{{1,20}}://|www\.|mailto:)[^{_OUTSIDE}]*[^{_OUTSIDE}.,:;!?]
                 | (?a:[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}})+) )
    | (?P<tag> </?[A-Za-z][^<>]*> )
    | (?P<target> \](?:\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\[\]]*\]) )
    | (?P<number> \{{[^{{}}]*\}} | %\([^()]*\)[a-zA-Z] | (?:(?<!\w)[+-])?\d+(?:[.,:]\d+)* )
    | (?P<word> [{_WITHOUT_BLANKS}]+ | [^\W\d_](?:(?![{_WITHOUT_BLANKS}])[^\W_])*(?:['-][^\W_]+)* )
    | (?P<markup> \\\n | [*_~\[\]\\|] | !(?=\[) )
    | (?P<punctuation> \.\.\. | \S )
    """
_ATTRIBUTE = re.compile(r"""\b(href|src|alt|title|aria-label|placeholder)\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE)
_TITLE = re.compile(r"""\s("[^"]*"|'[^']*')\s*\)\Z""")
_KINDS: Mapping[str, Kind] = {
    "comment": Kind.MARKUP,
    "address": Kind.TARGET,
    "number": Kind.NUMBER,
    "word": Kind.WORD,
    "markup": Kind.MARKUP,
}


@cache
def _token() -> re.Pattern[str]:
    """Compiled for the first text that has changed, since most commands meet none and it takes milliseconds."""
    return re.compile(_TOKEN, re.VERBOSE | re.DOTALL)


def cut(text: str) -> list[Token]:
    """The tokens of a text; white space, and what typography alone changes, are in none."""
    return [place.token for place in _cut(text, in_place=False)]


def find_places(text: str) -> list[Place]:
    """The tokens of a text with their places, read as `align` has it."""
    return list(_cut(text, in_place=True))


def canonical(text: str) -> str:
    """The text as tokens are compared: composed (NFC), typography plain."""
    return unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)


def align(text: str) -> str:
    """The text with plain typography where that moves no character: places in it are places in the text."""
    return text.translate(_IN_PLACE)


def _cut(text: str, *, in_place: bool) -> Iterator[Place]:
    position = 0
    for start, end in find_code_spans(text):
        yield from _cut_plain(_prepare(text[position:start], in_place=in_place), position)
        yield Place(Token(Kind.CODE, text[start:end]), start, end)
        position = end
    yield from _cut_plain(_prepare(text[position:], in_place=in_place), position)


def _prepare(text: str, *, in_place: bool) -> str:
    return align(text) if in_place else canonical(text)


def _cut_plain(text: str, offset: int) -> Iterator[Place]:
    """The tokens of a text without code, which begins at `offset` of the whole."""
    for match in _token().finditer(text):
        name, found, start = str(match.lastgroup), match[0], match.start() + offset
        if name == "tag":
            yield Place(Token(Kind.MARKUP, " ".join(_ATTRIBUTE.sub("", found).split())), start, match.end() + offset)
            yield from _cut_attributes(found, start)
        elif name == "target":
            title = _TITLE.search(found)
            target = found[1 : title.start() if title else -1]
            yield Place(Token(Kind.MARKUP, "]"), start, start + 1)
            yield Place(Token(Kind.TARGET, target), start + 1, start + 1 + len(target))
            yield from _cut_plain(title[1][1:-1], start + title.start(1) + 1) if title else ()
        else:
            kind = _kind_of_mark(found) if name == "punctuation" else _KINDS[name]
            yield Place(Token(kind, found), start, match.end() + offset)


def _kind_of_mark(mark: str) -> Kind:
    """A currency or a sign goes with numbers; a combining mark that no letter took in, with the words."""
    category = unicodedata.category(mark[0])
    if category[0] == "S" or mark in "%‰":
        return Kind.NUMBER
    return Kind.WORD if category[0] == "M" else Kind.PUNCTUATION


def _cut_attributes(tag: str, offset: int) -> Iterator[Place]:
    """What an HTML tag leads to, and the words that it says to readers."""
    for match in _ATTRIBUTE.finditer(tag):
        value, start = match[2][1:-1], offset + match.start(2) + 1
        if match[1].lower() in ("href", "src"):
            yield Place(Token(Kind.TARGET, value), start, start + len(value))
        else:
            yield from _cut_plain(value, start)
