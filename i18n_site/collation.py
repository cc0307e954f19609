"""Order texts as a language's dictionaries do: a key for `sorted`. Pure; knows nothing of what is ordered.

After the Unicode Collation Algorithm (UTS #10) and CLDR's root order and tailorings: first letters, then accents, then capitals.
The languages' own letters stand in a table here, for the whole of CLDR is 45 MB of ICU, and pyuca knows no language at all;
`tests/test_collation.py` compares the orders with those of ICU in Chromium.

Chinese and Japanese ideographs follow the national standards, whose first levels are ordered by reading: JIS X 0208, GB 2312;
Traditional Chinese follows Big5, which is by strokes. Names that are read otherwise than written need a reading to be right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from i18n_site.locales import script

Primary = tuple[int, int, int]
"""Script, letter, place among the letters that a language puts behind that letter."""
Key = tuple[tuple[Primary, ...], tuple[int, ...], tuple[int, ...], str]

_TAILORINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "az": "c<ç e<ə g<ğ h<x<ı k<q o<ö s<ş u<ü z<w",
        "be": "е<ё у<ў",
        "bs": "c<č<ć d<dž<đ l<lj n<nj s<š z<ž",
        "ca": "l=l·",
        "cs": "c<č h<ch r<ř s<š z<ž",
        "cy": "c<ch d<dd f<ff g<ng l<ll p<ph r<rh t<th",
        "da": "d=đ y=ü=ű z<æ=ä<ø=ö=ő<å=aa",
        "eo": "c<ĉ g<ĝ h<ĥ j<ĵ s<ŝ u<ŭ",
        "es": "n<ñ",
        "et": "s<š<z<ž w<õ<ä<ö<ü",
        "fa": "آ<ا=ٱ<ء=أ=إ=ؤ=ئ ك=ک ن<و<ه=ة=ۀ ى=ی=ي",
        "fi": "d=đ n=ŋ y=ü z<å<ä=æ<ö=ø",
        "gl": "n<ñ",
        "hr": "c<č<ć d<dž<đ l<lj n<nj s<š z<ž",
        "hu": "c<cs d<dz<dzs g<gy l<ly n<ny o<ö=ő s<sz t<ty u<ü=ű z<zs",
        "is": "a<á d<ð e<é i<í o<ó u<ú y<ý z<þ<æ=ä<ö=ø<å",
        "lt": "c<č i=y s<š z<ž",
        "lv": "a<ā c<č e<ē g<ģ i<y<ī k<ķ l<ļ n<ņ o<ō r<ŗ s<š u<ū z<ž",
        "mk": "ђ<ѓ ћ<ќ",
        "mt": "b<ċ f<ġ g<għ h<ħ y<ż",
        "nb": "d=đ y=ü=ű z<æ=ä<ø=ö=ő=œ<å=aa",
        "pl": "a<ą c<ć e<ę l<ł n<ń o<ó s<ś z<ź<ż",
        "ro": "a<ă<â i<î s<ş=ș t<ţ=ț",
        "sk": "a<ä c<č h<ch o<ô r<ř s<š z<ž",
        "sl": "c<č<ć d<dž<đ s<š z<ž",
        "sq": "c<ç d<dh e<ë g<gj l<ll n<nj r<rr s<sh t<th x<xh z<zh",
        "sv": "d=đ y=ü=ű z<å<ä=æ=ę<ö=ø=ő=œ=ô",
        "tr": "c<ç g<ğ h<ı o<ö s<ş u<ü",
        "uk": "г<ґ і<ї",
        "vi": "a<ă<â d<đ e<ê o<ô<ơ u<ư",
        "ar": "ء=أ=ؤ=إ=ئ=ا ة=ت ى=ي",
    }
)
"""Language -> chains: `n<ñ`, a letter of its own behind n; `y=ü`, one letter with y and told apart like accents."""
_SAME_AS: Final = MappingProxyType({"nn": "nb", "no": "nb", "fo": "da", "eu": "es", "ast": "es", "fil": "es"})

_CAPITALS_FIRST: Final = frozenset({"da", "mt"})
_DOTLESS: Final = frozenset({"az", "tr"})
_DOTTED: Final = MappingProxyType({"I": "ı", "İ": "i"})
_REPLACEMENTS: Final = MappingProxyType(
    {"ar": (("ا\u0653", "اا"),), "az": (("I\u0307", "İ"),), "tr": (("I\u0307", "İ"),)}  # madda is a second alif
)

_EVERYWHERE: Final = "e<ə i<ı n<ŋ z<þ і<й"
"""What CLDR's root has beside the order of the code points."""
_EXPANSIONS: Final = MappingProxyType(
    {"æ": "ae", "œ": "oe", "ß": "ss", "ð": "d", "đ": "d", "ø": "o", "ł": "l", "ħ": "h", "ŧ": "t"}
)
"""Letter -> those that it counts as; told apart from them like accents."""
_ACCENTS: Final = "\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0338\u0327\u0328\u0304\u031b\u0326"
"""Combining marks in their order; others follow."""
_SIGNS: Final = "_-‐‑–—,;:!?.…·‘’‚“”„«»‹›()[]{}@*/&#%•+<=>|~$€"
"""Punctuation and signs in their order; others follow."""
_ARABIC: Final = "ءآأٱؤإئابپةتثٹجچحخدذڈرزڑژسشصضطظعغفقكکگلمنںهھەوىيیے"
_CYRILLIC: Final = "абвгґдђеєжзѕиійјклљмнњопрстћуфхцчџшщъыьэюя"
_SCRIPTS: Final = ("LATIN", "GREEK", "CYRILLIC", "GEORGIAN", "ARMENIAN", "HEBREW", "ARABIC")
_LAST_SCRIPTS: Final = ("HANGUL", "HIRAGANA", "CJK")
_OWN_SCRIPTS: Final = MappingProxyType(
    {
        "Jpan": ("LATIN", "HIRAGANA", "CJK"),
        "Kore": ("HANGUL", "CJK"),
        "Hans": ("CJK",),
        "Hant": ("CJK",),
        "Grek": ("GREEK",),
        "Cyrl": ("CYRILLIC",),
        "Geor": ("GEORGIAN",),
        "Armn": ("ARMENIAN",),
        "Hebr": ("HEBREW",),
        "Arab": ("ARABIC",),
        "Deva": ("DEVANAGARI",),
        "Thai": ("THAI",),
    }
)
"""ISO 15924 -> the scripts that come before all others, by the first word of their characters' names."""
_LETTER_CLASSES: Final = frozenset({0, 9, 84, 91, 103, 118, 129, 130, 132})
"""Combining classes of what is a vowel or a virama, and counts as a letter: Thai ุ as much as ะ."""
_THAI_SIGNS: Final = "\u0e47\u0e4c\u0e4d\u0e4e"
_SPACE, _SIGN, _DIGIT, _LETTER = 0, 1, 2, 10
_PLAIN: Final = 0x20
"""Weight of a letter without an accent; those of accents are greater."""
_STANDARDS: Final = MappingProxyType({"Jpan": "euc_jp", "Hans": "gb2312", "Hant": "big5", "Kore": "euc_kr"})

_BEFORE_VOWEL: Final = re.compile("([เ-ไ])(.)", re.DOTALL)
_ACCENTED: Final = re.compile("[^\u0300-\u036f][\u0300-\u036f]{2,}")
_SMALL_KANA: Final = MappingProxyType(dict(zip("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ", strict=True)))
_LONG: Final = "ー"
_VOWELS: Final = (
    ("あ", "あかさたなはまやらわ"),
    ("い", "いきしちにひみりゐ"),
    ("う", "うくすつぬふむゆる"),
    ("え", "えけせてねへめれゑ"),
    ("お", "おこそとのほもよろを"),
)


def sort_key(text: str, locale: str) -> Key:
    """What to sort a text by, in the order of a language given by its tag. Only keys of one language compare."""
    order = _order(locale)
    primary: list[Primary] = []
    secondary: list[int] = []
    tertiary: list[int] = []
    for letter, accent, form in order.elements(text):
        if letter is None:
            secondary.append(accent)
        else:
            primary.append(letter)
            secondary += (_PLAIN, accent) if accent else (_PLAIN,)
        tertiary.append(form)
    return tuple(primary), tuple(secondary), tuple(tertiary), text


Element = tuple[Primary | None, int, int]
"""A letter, or None for an accent alone; the accent's weight, 0 for none; the form, 0 for a small letter."""


@dataclass(frozen=True, slots=True)
class _Order:
    """The order of one language."""

    ranks: Mapping[str, int]
    """Script -> its place."""
    standard: str | None
    """The codec whose codes order ideographs."""
    tokens: Mapping[str, tuple[Primary, int]] = field(default_factory=dict)
    """Decomposed small letters -> the letter that they are, and what tells them from others of it."""
    longest: int = 1
    capitals_first: bool = False
    replacements: tuple[tuple[str, str], ...] = ()
    """What is read as something else, decomposed."""
    small_letters: Mapping[str, str] = field(default_factory=dict)
    """Capital -> small letter, where they are not Unicode's."""

    def elements(self, text: str) -> Iterator[Element]:
        decomposed = _BEFORE_VOWEL.sub(r"\2\1", unicodedata.normalize("NFKD", text))
        for seen, meant in self.replacements:
            decomposed = decomposed.replace(seen, meant)
        small = "".join(
            self.small_letters.get(char) or (lower if len(lower := char.lower()) == 1 else char) for char in decomposed
        )
        decomposed, small = self._gather(decomposed, small)
        place = 0
        before = ""
        while place < len(small):
            form = int((small[place] != decomposed[place]) != self.capitals_first)
            token, length = self._token(small, place)
            if token:
                yield token[0], token[1], form
                before = small[place]
            else:
                yield from self._plain(small[place], before, form)
                before = small[place] if _is_letter(small[place]) else before
            place += length

    def _gather(self, decomposed: str, small: str) -> tuple[str, str]:
        """Both texts with the accent that makes a letter of its own right behind its base: `ộ` is `ô` with a dot below."""
        found = list(range(len(small)))
        for run in _ACCENTED.finditer(small):
            base, marks = run[0][0], run[0][1:]
            at = next((at for at, mark in enumerate(marks) if base + mark in self.tokens), 0)
            if at:
                start = run.start() + 1
                found[start : start + at + 1] = [start + at, *range(start, start + at)]
        return "".join(decomposed[place] for place in found), "".join(small[place] for place in found)

    def _token(self, small: str, place: int) -> tuple[tuple[Primary, int] | None, int]:
        """The letter of its own that stands at a place, and its length; None and 1 where there is none."""
        for length in range(min(self.longest, len(small) - place), 0, -1):
            if found := self.tokens.get(small[place : place + length]):
                return found, length
        return None, 1

    def _plain(self, char: str, before: str, form: int) -> Iterator[Element]:
        if not _is_letter(char):
            at = _ACCENTS.find(char)
            yield None, _PLAIN + 1 + (at if at >= 0 else len(_ACCENTS) + ord(char)), form
        elif expansion := _EXPANSIONS.get(char):
            yield self.letter(expansion[0]), _PLAIN + 1 + _ACCENTS.index("\u0338"), form
            for more in expansion[1:]:
                yield self.letter(more), 0, form
        elif char == _LONG and (vowel := _vowel(before)):
            yield self.letter(vowel), 0, 0
        elif char not in "\u0640" and unicodedata.category(char) not in ("Cc", "Cf"):
            plain, variant = _kana(char)
            yield self.letter(plain), 0, form or variant

    def letter(self, char: str) -> Primary:
        """The letter that a character is by itself."""
        category = unicodedata.category(char)
        if category[0] == "Z":
            return _SPACE, 0, 0
        if category[0] in "PS":
            at = _SIGNS.find(char)
            return _SIGN, at if at >= 0 else len(_SIGNS) + ord(char), 0
        if category[0] == "N" and (value := unicodedata.digit(char, -1)) >= 0:
            return _DIGIT, value, 0
        name = _script_of(char)
        rank = self.ranks.get(name, self.ranks[""])
        if name == "CJK" and self.standard:
            code = char.encode(self.standard, "ignore")
            return rank, int.from_bytes(code, "big") if len(code) == 2 else 0x10000 + ord(char), 0
        for alphabet in (_ARABIC, _CYRILLIC):
            if (at := alphabet.find(char)) >= 0:
                return rank, ord(alphabet[0]) + at, 0
        return rank, ord(char), 0


@cache
def _order(locale: str) -> _Order:
    writing = script(locale)
    own = _OWN_SCRIPTS.get(writing, ())
    first = [name for name in (*own, *_SCRIPTS) if name not in _LAST_SCRIPTS or name in own]
    names = list(dict.fromkeys((*first, "", *_LAST_SCRIPTS)))
    ranks = {name: _LETTER + place for place, name in enumerate(names)}
    bare = _Order(ranks, _STANDARDS.get(writing))
    language = locale.partition("-")[0]
    rules = _TAILORINGS.get(_SAME_AS.get(language, language), "")
    tokens = dict(_tokens(bare, _EVERYWHERE, 100)) | dict(_tokens(bare, rules, 1))
    longest = max(map(len, tokens))
    replacements, small_letters = _REPLACEMENTS.get(language, ()), _DOTTED if language in _DOTLESS else {}
    return _Order(ranks, bare.standard, tokens, longest, language in _CAPITALS_FIRST, replacements, small_letters)


def _tokens(order: _Order, rules: str, start: int) -> Iterator[tuple[str, tuple[Primary, int]]]:
    """The letters of chains; those behind a letter are numbered from `start`."""
    for chain in rules.split():
        first, *groups = (group.split("=") for group in chain.split("<"))
        anchor = order.letter(unicodedata.normalize("NFKD", first[0])[0])
        for place, group in enumerate([first, *groups]):
            letter = (anchor[0], anchor[1], start + place - 1 if place else 0)
            for number, token in enumerate(group):
                # Weights below those of accents: what is one letter with another differs less than an accent makes it.
                yield unicodedata.normalize("NFKD", token), (letter, number)


def _is_letter(char: str) -> bool:
    """Whether a character stands by itself, and is no accent of the one before it."""
    return unicodedata.combining(char) in _LETTER_CLASSES and char not in _THAI_SIGNS


@lru_cache(maxsize=4096)
def _script_of(char: str) -> str:
    name = unicodedata.name(char, "").partition(" ")[0]
    return {"KATAKANA": "HIRAGANA"}.get(name, name)


def _kana(char: str) -> tuple[str, int]:
    """Hiragana for either kana, and the form: small ones before others, hiragana before katakana."""
    katakana = "ァ" <= char <= "ヶ"
    hiragana = chr(ord(char) - 0x60) if katakana else char
    full = _SMALL_KANA.get(hiragana, hiragana)
    if not "ぁ" <= hiragana <= "ゖ":
        return char, 0
    return full, 1 + katakana + 2 * (full == hiragana)


def _vowel(before: str) -> str | None:
    """The vowel that a long mark prolongs."""
    plain = _kana(before)[0] if before else ""
    return next((vowel for vowel, row in _VOWELS if plain and plain in row), None)
