"""A text -> the terms by which it is found; the same for texts and queries. Pure: knows nothing of SQL or pages.

Words are folded and stemmed by their language; numbers lose their separators; scripts without blanks between words are cut into
pairs of letters, and the last letter of a run stands alone, so that every letter begins a term. Each term knows where its word
stands in the text.
"""

from __future__ import annotations

import re
import sys
import threading
import unicodedata
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import Final, NamedTuple

import Stemmer

from i18n_site.publish.folding import fold, lower, plain

DECIMAL: Final = "·"
"""Between the whole and the rest of a number in its term: no character that the index would cut at."""

_LONGEST: Final = 64
"""Letters of a term."""

# By primary language subtag. Arabic has one of its own below: Snowball's gives a word other stems with and without its article.
_STEMMERS: Final = {
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "st": "sesotho",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
# Plurals that Snowball's stemmers leave apart from their singulars: lois and loi, nações and nação, sociais and social.
_PLURALS: Final = {
    "fr": (("as", "a"), ("is", "i"), ("os", "o"), ("us", "u")),
    "pt": (
        *(("ões", "ão"), ("oes", "ao"), ("ães", "ão"), ("aes", "ao"), ("ais", "al"), ("éis", "el"), ("eis", "el"), ("óis", "ol")),
        *(("ois", "ol"), ("uis", "ul"), ("ns", "m")),
    ),
}
# What an apostrophe ties to a word in languages where it stands between two words.
_ELIDED: Final = {
    "ca": frozenset("d l m n s t".split()),
    "fr": frozenset("c d j jusqu l lorsqu m n puisqu qu quoiqu s t".split()),
    "it": frozenset("agl all c coll d dagl dall degl dell gl l m negl nell pell s sugl sull t un v".split()),
    "oc": frozenset("d l m n qu s t".split()),
}

# Scripts without blanks between words, and Hangul, whose particles cling to words.
_DENSE: Final = (
    "\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e\u0e81-\u0edf\u1000-\u103f\u1050-\u109f\u1780-\u17d3"  # Thai, Lao, Myanmar, Khmer
    "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7fb\uffa0-\uffdc"  # Hangul
    "\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f\U0001aff0-\U0001b16f"  # kana
    "\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303b\u3105-\u312f\u31a0-\u31bf"  # Han, Bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_JOINERS: Final = "\u00ad\u200c-\u200f\u2060\u061c"
_APOSTROPHES: Final = "'\u2019\u02bc\u2018\uff07`\u00b4"
_ONE_APOSTROPHE: Final = {**{ord(mark): "'" for mark in _APOSTROPHES}, ord("·"): None}
_HYPHENS: Final = "-\u2010\u2011\uff0d"
_GROUPED: Final = r"\d{1,3}(?:[ \u00a0\u202f\u2009'\u2019.,\u066c]\d{3}){1,6}(?!\d)(?:[.,\u066b]\d+)?"
_NUMBER: Final = rf"(?:{_GROUPED}|\d+(?:[.,\u066b]\d+)*)"


class Token(NamedTuple):
    """One word, one number, or two letters of a script without blanks."""

    start: int
    """In the text's characters."""
    end: int
    terms: tuple[str, ...]
    """The first takes the word's place in a sequence; the others find it as well."""


class Sort(Enum):
    """What a unit is."""

    WORD = "word"
    """One word, or words with hyphens or elisions between them. Its terms depend on the language; those of others do not."""
    NUMBER = "number"
    RUN = "run"
    """Of a script without blanks between words: its tokens overlap."""


class Unit(NamedTuple):
    """What stands together."""

    tokens: tuple[Token, ...]
    sort: Sort = Sort.WORD
    joined: str | None = None
    """The term of a compound that is written as one word."""

    @property
    def start(self) -> int:
        """In the text's characters."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Behind the last character."""
        return self.tokens[-1].end


def language_of(tag: str) -> str:
    """The part of a tag that analysis depends on: `pt` of `pt-BR`."""
    return re.split("[-_]", tag, maxsplit=1)[0].lower()


def analyse(text: str, tag: str) -> Iterator[Unit]:
    """The units of a text in a language, in their order. Linear in the length of the text; every text will do."""
    language = language_of(tag)
    for found in _units().finditer(text):
        start, kind = found.start(), found.lastgroup
        if kind == "dense":
            yield from _dense(found[0], start)
        elif kind == "number":
            yield from _numbers(found[0], start)
        else:
            yield from _compound(found[0], start, language)


@lru_cache(maxsize=1)
def _units() -> re.Pattern[str]:
    """What stands together, in one pattern; made at first use, since Python's `re` has no class for combining marks."""
    marks = _marks()
    letter, inner = rf"[^\W_{_DENSE}]", rf"(?:[^\W_{_DENSE}]|[{marks}{_JOINERS}])"
    word = rf"{letter}{inner}*(?:[{_APOSTROPHES}·]{letter}{inner}*)*"
    return re.compile(
        rf"(?P<dense>[{_DENSE}][{_DENSE}{marks}{_JOINERS}]*)"
        rf"|(?P<number>{_NUMBER}(?!{inner}))"
        rf"|(?P<word>{word}(?:[{_HYPHENS}]{word})*)"
    )


def _marks() -> str:
    """The combining marks of all scripts, as ranges for a character class."""
    codes = [code for code in range(0x300, min(0x1F000, sys.maxunicode)) if unicodedata.category(chr(code))[0] == "M"]
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


# -- words -------------------------------------------------------------------------------------------------------------

_PARTS: Final = re.compile(rf"[^{_HYPHENS}]+")
_ELISION_PARTS: Final = re.compile(rf"[^{_APOSTROPHES}·]+")


def _compound(text: str, start: int, language: str) -> Iterator[Unit]:
    """A word, or words with hyphens or elisions between them."""
    if text.isalnum():
        if terms := word_terms(text, language):
            yield Unit((Token(start, start + len(text), terms),))
        return
    tokens: list[Token] = []
    splits = language in _ELIDED
    for part in _PARTS.finditer(text):
        pieces = list(_ELISION_PARTS.finditer(part[0])) if splits else [None]
        for number, piece in enumerate(pieces):
            word = piece[0] if piece else part[0]
            if number < len(pieces) - 1 and lower(word, language) in _ELIDED[language]:
                continue
            offset = start + part.start() + (piece.start() if piece else 0)
            if terms := word_terms(word, language):
                tokens.append(Token(offset, offset + len(word), terms))
    if tokens:
        whole = text[tokens[0].start - start :]
        joined = word_terms(re.sub(rf"[{_HYPHENS}{_APOSTROPHES}·]", "", whole), language) if len(tokens) > 1 else ()
        digits = all(token.terms[0].isdecimal() for token in tokens)  # 2013-2014 is no number of eight digits
        yield Unit(tuple(tokens), joined=joined[0] if joined and not digits else None)


@lru_cache(maxsize=1 << 17)
def word_terms(word: str, language: str) -> tuple[str, ...]:
    """The terms of one word: its stem, folded, and the stem of its folded form where that differs. None where nothing is left.

    Stemmers look at accents, and people leave them out: `présentées` is to be found by `presentees` and by `présenter`.
    """
    small = unicodedata.normalize("NFC", lower(plain(word), language))
    small = small.translate(_ONE_APOSTROPHE)
    for ending, singular in _PLURALS.get(language, ()):
        if small.endswith(ending) and len(small) > len(ending) + 1:
            small = small[: -len(ending)] + singular
            break
    folded = fold(small)
    found = dict.fromkeys((fold(_stem(small, language)) or folded, fold(_stem(folded, language)) or folded))
    return tuple(term[:_LONGEST] for term in found if term)


def _stem(word: str, language: str) -> str:
    if language == "ar":
        return _stem_arabic(fold(word))
    stemmer = _stemmer(language)
    return stemmer.stem(word) if stemmer else word


class _Snowball:
    """A stemmer of one language that threads may share."""

    def __init__(self, algorithm: str) -> None:
        self._stemmer = Stemmer.Stemmer(algorithm, 0)
        self._lock = threading.Lock()

    def stem(self, word: str) -> str:
        with self._lock:
            return str(self._stemmer.stemWord(word))


@lru_cache(maxsize=64)
def _stemmer(language: str) -> _Snowball | None:
    return _Snowball(_STEMMERS[language]) if language in _STEMMERS else None


_ARTICLES: Final = ("وال", "بال", "كال", "فال", "ال", "لل")
_ENDINGS: Final = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


def _stem_arabic(word: str) -> str:
    """Light stemming of a folded word, without conjunction, article and endings. After light10 (Larkey and others 2007)."""
    article = next((one for one in _ARTICLES if word.startswith(one) and len(word) >= len(one) + 2), "")
    word = word[len(article) :]
    if not article and word.startswith("و") and len(word) >= 4:
        word = word[1:]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + 2:
            word = word[: -len(ending)]
    return word


# -- numbers -----------------------------------------------------------------------------------------------------------

_ALL_GROUPED: Final = re.compile(_GROUPED)
_DIGITS: Final = re.compile(r"\d+")


def _numbers(text: str, start: int) -> Iterator[Unit]:
    """A number; numbers that are no number together, as in 23.9.2017, one by one."""
    pieces = list(_DIGITS.finditer(text))
    if _ALL_GROUPED.fullmatch(text):
        # behind the groups of three there may be decimals
        decimals = len(pieces[-1][0]) != 3 or text[pieces[-1].start() - 1] == "\u066b"
        whole = pieces[:-1] if decimals else pieces
        term = "".join(_ascii(piece[0]) for piece in whole) + (DECIMAL + _ascii(pieces[-1][0]) if decimals else "")
        yield _number(term, start, start + len(text))
    elif len(pieces) == 2 and (len(pieces[0][0]) <= 3 or len(pieces[1][0]) <= 3):
        yield _number(DECIMAL.join(_ascii(piece[0]) for piece in pieces), start, start + len(text))
    else:
        for piece in pieces:
            yield _number(_ascii(piece[0]), start + piece.start(), start + piece.end())


def _number(term: str, start: int, end: int) -> Unit:
    return Unit((Token(start, end, (term[:_LONGEST],)),), Sort.NUMBER)


def _ascii(digits: str) -> str:
    return "".join(str(unicodedata.decimal(digit)) for digit in digits)


# -- runs --------------------------------------------------------------------------------------------------------------


def _dense(text: str, start: int) -> Iterator[Unit]:
    """A run of a script without blanks: overlapping pairs of letters and, at the end, the last letter by itself."""
    letters: list[tuple[str, int, int]] = []
    for found in _letters().finditer(text):
        letters += ((letter, start + found.start(), start + found.end()) for letter in plain(found[0]))
    following = [*letters[1:], ("", 0, start + len(text))]
    tokens = tuple(
        Token(first, end if letter else last, (one + letter,))
        for (one, first, last), (letter, _, end) in zip(letters, following, strict=True)
    )
    if tokens:
        yield Unit(tokens, Sort.RUN)


@lru_cache(maxsize=1)
def _letters() -> re.Pattern[str]:
    """A letter with what is written upon it: half-width kana have their sound marks behind them."""
    return re.compile("(?s:.)[\u3099\u309a\uff9e\uff9f\ufe00-\ufe0f\U000e0100-\U000e01ef]*")
