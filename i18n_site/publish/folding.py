"""What two spellings of a word have in common: case, width, diacritics, forms of Arabic letters. Pure; knows no words.

After UAX 15, and UTS 30, which was withdrawn and still lists what people leave out; for Arabic after Larkey and others 2007.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Marks that readers of these scripts leave out or add: in Indic and South-East Asian scripts marks are vowels and stay.
_DIACRITICS: Final = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"  # Latin, Greek, Cyrillic
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08ca-\u08ff"  # Arabic
    "\u0711\u0730-\u074a]"  # Syriac
)
_LETTERS: Final = str.maketrans(
    {
        # letters that no decomposition reaches
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ø": "o",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "ŋ": "n",
        "ĸ": "k",
        "ƀ": "b",
        "ɨ": "i",
        "ʉ": "u",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        # Arabic: alef wasla, dotless yeh, teh marbuta, the hamza that stands alone; Persian and Urdu forms of the same letters
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ة": "ه",
        "ۀ": "ه",
        "ە": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ک": "ك",
        "ء": "",
    }
)
_IMPURE: Final = re.compile(r"[\x00-/:-@\[-`{-\x7f]")
"""ASCII that would end a term in the index: only letters and digits are left."""


@lru_cache(maxsize=8)
def _invisible() -> dict[int, None]:
    """Format characters: joiners, soft hyphens, marks of direction."""
    kept = range(0x2100)
    return {code: None for code in (*kept, 0xFEFF) if unicodedata.category(chr(code)) == "Cf"}


def plain(text: str) -> str:
    """The text in compatibility form, without characters that nobody sees."""
    return unicodedata.normalize("NFKC", text if text.isascii() else text.translate(_invisible()))


def lower(text: str, language: str) -> str:
    """The text in small letters: a Turkish `I` is `ı`."""
    if language in ("tr", "az"):
        text = text.replace("I", "ı").replace("İ", "i")
    return text.lower()


def fold(text: str) -> str:
    """Letters and digits that all spellings of a word share; it may be empty. Folding twice changes nothing."""
    if text.isascii():
        return _IMPURE.sub("", text.lower())
    bare = _DIACRITICS.sub("", unicodedata.normalize("NFKD", text.casefold())).casefold()
    joined = unicodedata.normalize("NFC", bare.translate(_LETTERS))
    return _IMPURE.sub("", joined.translate(_invisible()))
