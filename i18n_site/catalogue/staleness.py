"""What a change of a source text means for its translation. Opens no files, knows nothing of catalogues.

Both texts are cut into tokens (tokens.py). What differs in which kind says how grave the change is. In doubt it is the graver
one: a translation that says the opposite of its source is worse than none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from enum import IntEnum
from functools import lru_cache

from i18n_site.catalogue.tokens import Kind, Token, cut, find_places
from i18n_site.catalogue.weighty_words import (
    NEGATING_PREFIXES,
    NEGATING_SUFFIXES,
    WEIGHTY_PHRASES,
    WEIGHTY_SIGNS,
    WEIGHTY_WORDS,
)


class Grade(IntEnum):
    """How grave a change is, the least first."""

    SAME = 0
    SPACING = 1
    """White space and typography: the kind of quotation marks, dashes, apostrophes; one character or three dots."""
    FINAL_STOP = 2
    """A full stop or an ellipsis at the end came, went, took the other's place, or one before a closing mark."""
    FORM = 3
    """Capitals, or another mark at the end; a question mark aside."""
    TARGET = 4
    """Where a link leads, an image's file, an address in the text."""
    NUMBER = 5
    """A number, its sign or currency; which figure stands there."""
    CODE = 6
    """What stands in a code span."""
    MARKUP = 7
    """Emphasis, links, tags around the same words."""
    WORDING = 8
    """Few words, none of them one of great weight; punctuation inside."""
    MEANING = 9
    """A word of negation, modality, quantity or time, a sign of comparison or consent; a statement that became a question, or
    the other way round."""
    REWRITE = 10
    """More words than a reader could pass over, or the same ones in another order."""


GRADES: Mapping[Kind, Grade] = {
    Kind.TARGET: Grade.TARGET,
    Kind.NUMBER: Grade.NUMBER,
    Kind.CODE: Grade.CODE,
    Kind.MARKUP: Grade.MARKUP,
}
"""What it means that the tokens of a kind differ. Words and punctuation are compared where they stand."""
FEW = 4
"""Small wording is one word in so many at most: of three words none can change without changing it all."""
MOST_TOKENS = 5000
"""A longer text whose words change is taken for rewritten: to align its words would take too long."""

_READ = (Kind.WORD, Kind.PUNCTUATION, Kind.NUMBER, Kind.CODE)
"""What a reader sees of a text, in order."""
_STOP = re.compile(r"\.\.\.|[.。．｡۔।]")
_QUESTIONS = "?？؟﹖︖⁇⁈⁉‽⸮՞፧"
_PARTS = re.compile("['-]")
"""Between the words that are one: twenty-five, qu'aucun."""
_STEM, _ENDING, _LONGEST = 4, 3, 40
"""Letters that tell a word from others, those of its ending that change with its place in a sentence, and those looked at."""
_STRIKES = re.compile(r"~|</?(?:del|s|strike)\b.*>", re.IGNORECASE | re.DOTALL)
"""What strikes words out: they are said no longer, though they stand there still."""


def grade(old: str, new: str, *, language: str = "en") -> Grade:
    """The gravest change from one source text to the next; `language` is the BCP 47 tag of both."""
    return max(find_changes(old, new, language=language), default=Grade.SAME)


@lru_cache(maxsize=4096)  # A site asks the same of every language.
def find_changes(old: str, new: str, *, language: str = "en") -> tuple[Grade, ...]:
    """Every grade of change between two source texts, the least grave first; none for equal ones."""
    if old == new:
        return ()
    before, after = cut(old), cut(new)
    changes = {of_kind for kind, of_kind in GRADES.items() if _texts(before, kind) != _texts(after, kind)}
    # Typography, of which ASCII has none, is part of an address.
    if not (old.isascii() and new.isascii()) and _targets(old) != _targets(new):
        changes.add(Grade.TARGET)
    read_before, end_before = _split_end(before)
    read_after, end_after = _split_end(after)
    if end_before != end_after:
        changes.add(Grade.FINAL_STOP if _without_stop(end_before) == _without_stop(end_after) else Grade.FORM)
    if any(count(before, language) != count(after, language) for count in (_questions, _signs, _struck)):
        changes.add(Grade.MEANING)
    folded_before, folded_after = [*map(_fold, read_before)], [*map(_fold, read_after)]
    if folded_before != folded_after:
        changes.add(_grade_wording(folded_before, folded_after, language))
    elif _texts(before, Kind.WORD) != _texts(after, Kind.WORD):
        changes.add(Grade.FORM)
    elif not changes and [*map(_fold, before)] != [*map(_fold, after)]:
        changes.add(Grade.MARKUP)  # the same marks around other words
    return tuple(sorted(changes or {Grade.SPACING}))


def _texts(tokens: Sequence[Token], kind: Kind) -> list[str]:
    return [token.text for token in tokens if token.kind is kind]


def _split_end(tokens: Sequence[Token]) -> tuple[list[Token], str]:
    """What a reader sees, and the punctuation at its end."""
    read = [token for token in tokens if token.kind in _READ]
    end = ""
    while read and read[-1].kind is Kind.PUNCTUATION:
        end = read.pop().text + end
    return read, end


def _without_stop(end: str) -> str:
    return _STOP.sub("", end, count=1)


def _fold(token: Token) -> Token:
    """The token as its place is compared: words without case; of what is compared by kind, the kind."""
    if token.kind is Kind.WORD:
        return Token(token.kind, token.text.casefold())
    return token if token.kind in (Kind.PUNCTUATION, Kind.MARKUP) else Token(token.kind, "")


def _targets(text: str) -> list[str]:
    """Where the links of a text lead, letter by letter."""
    return [text[place.start : place.end] for place in find_places(text) if place.token.kind is Kind.TARGET]


def _questions(tokens: Sequence[Token], language: str) -> int:
    # Greek asks with a semicolon, whose own code point is composed (NFC) into the Latin one.
    marks = _QUESTIONS + (";" if _primary(language) == "el" else "")
    return sum(token.kind is Kind.PUNCTUATION and token.text in marks for token in tokens)


def _signs(tokens: Sequence[Token], _: str) -> list[str]:
    """The signs that compare, negate or consent: at least, more than, yes, no."""
    return [token.text for token in tokens if token.kind is Kind.NUMBER and token.text in WEIGHTY_SIGNS]


def _struck(tokens: Sequence[Token], _: str) -> list[str]:
    """The words that are struck out."""
    words, inside, before = [], False, False
    for token in tokens:
        strikes = token.kind is Kind.MARKUP and _STRIKES.fullmatch(token.text) is not None
        inside ^= strikes and not before  # two tildes are one mark
        before = strikes
        if inside and token.kind is Kind.WORD:
            words.append(token.text.casefold())
    return words


def _grade_wording(old: Sequence[Token], new: Sequence[Token], language: str) -> Grade:
    """Small wording, a turn of meaning, or a rewrite; both texts folded."""
    if max(len(old), len(new)) > MOST_TOKENS:
        return Grade.REWRITE
    from rapidfuzz.distance import Indel  # slow to come, and for changed texts only

    gone: Counter[Token] = Counter()
    come: Counter[Token] = Counter()
    for step in Indel.opcodes(old, new):
        if step.tag == "delete":
            gone.update(old[step.src_start : step.src_end])
        elif step.tag == "insert":
            come.update(new[step.dest_start : step.dest_end])
    moved = any(token.kind is not Kind.PUNCTUATION for token in gone & come)
    lost, gained = _words(gone), _words(come)
    size = max(sum(token.kind is Kind.WORD for token in text) for text in (old, new))
    if moved or FEW * max(len(lost), len(gained)) > size:
        return Grade.REWRITE
    if _turns_meaning(lost, gained, language) or _phrases(old, language) != _phrases(new, language):
        return Grade.MEANING
    return Grade.WORDING


def _words(tokens: Counter[Token]) -> list[str]:
    return [token.text for token in tokens.elements() if token.kind is Kind.WORD]


def _turns_meaning(lost: Sequence[str], gained: Sequence[str], language: str) -> bool:
    """Whether one of the words that went or came is of great weight, or one is another's opposite by its form."""
    changed = {*lost, *gained}
    weighty = WEIGHTY_WORDS.get(_primary(language))
    if weighty is None:
        return bool(changed)
    if any(word.endswith("n't") or not weighty.isdisjoint((word, *_PARTS.split(word))) for word in changed):
        return True
    return _are_opposed(changed) or any(word.endswith(suffix) for word in changed for suffix in NEGATING_SUFFIXES)


def _are_opposed(words: Collection[str]) -> bool:
    """Whether one of the words is another's opposite by its beginning, whatever their endings are: agrees, disagreed."""
    beginnings = {word[:length] for word in words for length in range(_STEM, min(len(word), _LONGEST) + 1)}
    stems = [word[len(prefix) :] for word in words for prefix in NEGATING_PREFIXES if word.startswith(prefix)]
    return any(stem in words or stem[: max(len(stem) - _ENDING, _STEM)] in beginnings for stem in stems)


def _phrases(tokens: Sequence[Token], language: str) -> list[int]:
    """How often each of the weighty phrases stands in a text."""
    said = f" {' '.join(token.text for token in tokens if token.kind is Kind.WORD)} "
    return [said.count(f" {phrase} ") for phrase in WEIGHTY_PHRASES.get(_primary(language), ())]


def _primary(language: str) -> str:
    """`fr` of `fr-CA`."""
    return language.split("-")[0].lower()
