"""What a change of a source text means for its translation. Opens no files, knows nothing of catalogues.

Both texts are cut into tokens: words, punctuation, numbers, code, targets, markup. What differs in which kind says how grave
the change is. In doubt it is the graver one: a translation that says the opposite of its source is worse than none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, IntEnum
from typing import NamedTuple

from rapidfuzz.distance import Indel

from i18n_site.catalogue.weighty_words import NEGATING_PREFIXES, NEGATING_SUFFIXES, WEIGHTY_WORDS
from i18n_site.words import find_code_spans


class Grade(IntEnum):
    """How grave a change is, the least first."""

    SAME = 0
    SPACING = 1
    """White space and typography: the kind of quotation marks, dashes, apostrophes; one character or three dots."""
    FINAL_STOP = 2
    """A full stop or an ellipsis at the end came, went or took the other's place."""
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
    """A word of negation, modality, quantity or time; a statement that became a question, or the other way round."""
    REWRITE = 10
    """More words than a reader could pass over, or the same ones in another order."""


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
_STOPS = ("", ".", "...", "。")
_QUESTIONS = "?？؟\u037e"
_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´ʼ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
        **dict.fromkeys("\u00ad\u200b\u200e\u200f\u2060\ufeff", None),
    }
)
_TOKEN = re.compile(
    r"""
      (?P<comment> <!--.*?(?:-->|\Z) | \[\^[^\[\]\s]*\] )                       # or a footnote's mark
    | (?P<address> <(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:|[^\s<>@]{1,64}@)[^\s<>]*>
                 | (?:[A-Za-z][A-Za-z0-9+.-]{1,20}://|www\.|mailto:)[^\s<>()\[\]*"]*[^\s<>()\[\]*".,:;!?]
                 | [\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+ )
    | (?P<tag> </?[A-Za-z][^<>]*> )
    | (?P<target> \](?:\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\[\]]*\]) )
    | (?P<number> \{[^{}]*\} | %\([^()]*\)[a-zA-Z] | (?:(?<!\w)[+-])?\d+(?:[.,:]\d+)* )
    | (?P<word> [^\W\d_][^\W_]*(?:['-][^\W_]+)* )
    | (?P<markup> \\\n | [*_~\[\]\\|] | !(?=\[) )
    | (?P<punctuation> \.\.\. | \S )
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""\b(href|src|alt|title|aria-label|placeholder)\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE)
_TITLE = re.compile(r"""\s("[^"]*"|'[^']*')\s*\)\Z""")


def grade(old: str, new: str, *, language: str = "en") -> Grade:
    """The gravest change from one source text to the next; `language` is the BCP 47 tag of both."""
    return max(find_changes(old, new, language=language), default=Grade.SAME)


def find_changes(old: str, new: str, *, language: str = "en") -> tuple[Grade, ...]:
    """Every grade of change between two source texts, the least grave first; none for equal ones."""
    if old == new:
        return ()
    before, after = [*_tokens(old)], [*_tokens(new)]
    changes = {of_kind for kind, of_kind in GRADES.items() if _texts(before, kind) != _texts(after, kind)}
    read_before, end_before = _split_end(before)
    read_after, end_after = _split_end(after)
    if end_before != end_after:
        changes.add(Grade.FINAL_STOP if end_before in _STOPS and end_after in _STOPS else Grade.FORM)
    if _count_questions(before) != _count_questions(after):
        changes.add(Grade.MEANING)
    if [*map(_fold, read_before)] != [*map(_fold, read_after)]:
        changes.add(_grade_wording([*map(_fold, read_before)], [*map(_fold, read_after)], language))
    elif _texts(before, Kind.WORD) != _texts(after, Kind.WORD):
        changes.add(Grade.FORM)
    elif not changes and [*map(_fold, before)] != [*map(_fold, after)]:
        changes.add(Grade.MARKUP)  # the same marks around other words
    return tuple(sorted(changes or {Grade.SPACING}))


def _tokens(text: str) -> Iterator[Token]:
    """The tokens of a text; white space, and what typography alone changes, are in none."""
    position = 0
    for start, end in find_code_spans(text):
        yield from _plain_tokens(text[position:start])
        yield Token(Kind.CODE, text[start:end])
        position = end
    yield from _plain_tokens(text[position:])


def _plain_tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)):
        name, found = str(match.lastgroup), match[0]
        if name == "tag":
            yield Token(Kind.MARKUP, " ".join(_ATTRIBUTE.sub("", found).split()))
            yield from _attribute_tokens(found)
        elif name == "target":
            title = _TITLE.search(found)
            yield Token(Kind.MARKUP, "]")
            yield Token(Kind.TARGET, found[1 : title.start() if title else -1])
            yield from _plain_tokens(title[1][1:-1]) if title else ()
        elif name == "punctuation":
            yield Token(_kind_of_mark(found), found)
        else:
            yield Token(_KINDS[name], found)


_KINDS: Mapping[str, Kind] = {
    "comment": Kind.MARKUP,
    "address": Kind.TARGET,
    "number": Kind.NUMBER,
    "word": Kind.WORD,
    "markup": Kind.MARKUP,
}


def _kind_of_mark(mark: str) -> Kind:
    """A currency or a sign goes with numbers; a combining mark that no letter took in, with the words."""
    category = unicodedata.category(mark[0])
    if category[0] == "S" or mark in "%‰":
        return Kind.NUMBER
    return Kind.WORD if category[0] == "M" else Kind.PUNCTUATION


def _attribute_tokens(tag: str) -> Iterator[Token]:
    """What an HTML tag leads to, and the words that it says to readers."""
    for name, value in _ATTRIBUTE.findall(tag):
        if name.lower() in ("href", "src"):
            yield Token(Kind.TARGET, value[1:-1])
        else:
            yield from _plain_tokens(value[1:-1])


def _texts(tokens: Sequence[Token], kind: Kind) -> list[str]:
    return [token.text for token in tokens if token.kind is kind]


def _split_end(tokens: Sequence[Token]) -> tuple[list[Token], str]:
    """What a reader sees, and the punctuation at its end."""
    read = [token for token in tokens if token.kind in _READ]
    end = ""
    while read and read[-1].kind is Kind.PUNCTUATION:
        end = read.pop().text + end
    return read, end


def _fold(token: Token) -> Token:
    """The token as its place is compared: words without case; of what is compared by kind, the kind."""
    if token.kind is Kind.WORD:
        return Token(token.kind, token.text.casefold())
    return token if token.kind in (Kind.PUNCTUATION, Kind.MARKUP) else Token(token.kind, "")


def _count_questions(tokens: Sequence[Token]) -> int:
    return sum(token.kind is Kind.PUNCTUATION and token.text in _QUESTIONS for token in tokens)


def _grade_wording(old: Sequence[Token], new: Sequence[Token], language: str) -> Grade:
    """Small wording, a turn of meaning, or a rewrite; both texts folded."""
    if max(len(old), len(new)) > MOST_TOKENS:
        return Grade.REWRITE
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
    return Grade.MEANING if _turns_meaning(lost, gained, language) else Grade.WORDING


def _words(tokens: Counter[Token]) -> list[str]:
    return [token.text for token in tokens.elements() if token.kind is Kind.WORD]


def _turns_meaning(lost: Sequence[str], gained: Sequence[str], language: str) -> bool:
    """Whether one of the words that went or came is of great weight, or one is another's opposite by its form."""
    changed = {*lost, *gained}
    weighty = WEIGHTY_WORDS.get(language.split("-")[0].lower())
    if weighty is None:
        return bool(changed)
    if any(word in weighty or word.endswith("n't") or word.split("'")[0] in weighty for word in changed):
        return True
    if any(prefix + word in changed for word in changed for prefix in NEGATING_PREFIXES):
        return True
    return any(word.endswith(suffix) for word in changed for suffix in NEGATING_SUFFIXES)
