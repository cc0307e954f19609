"""Read gettext's Plural-Forms: a parser of its C expressions. Knows nothing of languages or catalogues; evaluates no code.

The grammar is that of GNU gettext's plural.y: `?:` (to the right), `||`, `&&`, `== !=`, `< > <= >=`, `+ -`, `* / %`, `!`,
parentheses, `n` and decimal integers, computed in unsigned 64 bits as C computes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NoReturn

from i18n_site.errors import LocaleError

MAX_FORMS: Final = 6
"""No language of CLDR or gettext has more."""
MAX_LENGTH: Final = 1500
"""Characters of an expression; the longest of gettext's own table has some 400."""
MAX_DEPTH: Final = 60
"""Levels of an expression, parentheses included."""
PROVED: Final = 1000
"""Every n from 0 to here is tried before a rule is accepted, as msgfmt does."""

_MASK: Final = 2**64 - 1
_FORMS: Final = re.compile(r"\s*nplurals\s*=\s*(?P<count>[0-9]+)\s*;\s*plural\s*=(?P<plural>[^;]*);?\s*", re.ASCII)
_TOKEN: Final = re.compile(r"\s*(?:(?P<number>[0-9]+)|(?P<n>n)|(?P<sign>\|\||&&|[=!<>]=|[-+*/%!<>?:()]))", re.ASCII)

Term = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class PluralRule:
    """How many plural forms there are, and which one a number takes."""

    count: int
    index: Callable[[int], int]
    """The form for a number, always below `count`; 0 where the expression fails for a number beyond PROVED."""


@lru_cache(maxsize=256)
def plural_rule(forms: str) -> PluralRule:
    """The rule that a Plural-Forms value states: `nplurals=2; plural=(n != 1);`.

    Raises LocaleError that says what is wrong: the form of the value, more than MAX_FORMS forms, the grammar, a division by
    zero, an index that is out of range for some n from 0 to PROVED.
    """
    found = _FORMS.fullmatch(forms) if len(forms) <= MAX_LENGTH else None
    if found is None:
        _refuse(f"Plural-Forms is not understood: {forms[:80]!r}")
    count = int(found["count"]) if len(found["count"]) < 4 else MAX_FORMS + 1
    if not 1 <= count <= MAX_FORMS:
        _refuse(f"nplurals={found['count'][:20]} is not between 1 and {MAX_FORMS}")
    term = _Parser(found["plural"]).parse()
    for n in range(PROVED + 1):
        try:
            index = term(n)
        except ZeroDivisionError:
            _refuse(f"the plural expression divides by zero for n = {n}")
        if index >= count:
            _refuse(f"the plural expression gives {index} for n = {n}, but nplurals is {count}")

    def index_of(n: int) -> int:
        try:
            index = term(abs(n) & _MASK)
        except ZeroDivisionError:
            return 0
        return index if index < count else 0

    return PluralRule(count, index_of)


def _refuse(message: str) -> NoReturn:
    raise LocaleError(message, advice="copy the language's Plural-Forms from a catalogue that msgfmt accepts")


_OPERATORS: Final[dict[str, tuple[int, Callable[[Term, Term], Term]]]] = {
    "||": (1, lambda a, b: lambda n: int(bool(a(n)) or bool(b(n)))),
    "&&": (2, lambda a, b: lambda n: int(bool(a(n)) and bool(b(n)))),
    "==": (3, lambda a, b: lambda n: int(a(n) == b(n))),
    "!=": (3, lambda a, b: lambda n: int(a(n) != b(n))),
    "<": (4, lambda a, b: lambda n: int(a(n) < b(n))),
    ">": (4, lambda a, b: lambda n: int(a(n) > b(n))),
    "<=": (4, lambda a, b: lambda n: int(a(n) <= b(n))),
    ">=": (4, lambda a, b: lambda n: int(a(n) >= b(n))),
    "+": (5, lambda a, b: lambda n: (a(n) + b(n)) & _MASK),
    "-": (5, lambda a, b: lambda n: (a(n) - b(n)) & _MASK),
    "*": (6, lambda a, b: lambda n: (a(n) * b(n)) & _MASK),
    "/": (6, lambda a, b: lambda n: a(n) // b(n)),
    "%": (6, lambda a, b: lambda n: a(n) % b(n)),
}
"""Binary operators, all to the left: how tightly each binds, and the closure that computes it."""


class _Parser:
    """Precedence climbing over the tokens; every term comes with its depth, which is bounded."""

    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        at = 0
        text = text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                _refuse(f"the plural expression has {text[at:].strip()[:1]!r}, which is not of gettext's grammar")
            self._tokens.append((found.lastgroup or "", found.group().strip()))
            at = found.end()
        self._tokens.append(("end", "its end"))
        self._at = 0

    def parse(self) -> Term:
        """The whole expression as one closure."""
        term, _ = self._ternary(0)
        self._expect("end", "its end")
        return term

    def _ternary(self, level: int) -> tuple[Term, int]:
        condition, depth = self._binary(1, level)
        if self._sign() != "?":
            return condition, depth
        self._at += 1
        then, second = self._ternary(level + 1)
        self._expect("sign", ":")
        otherwise, third = self._ternary(level + 1)
        return (lambda n: then(n) if condition(n) else otherwise(n)), self._deeper(depth, second, third)

    def _binary(self, lowest: int, level: int) -> tuple[Term, int]:
        left, depth = self._unary(level)
        while (operator := _OPERATORS.get(self._sign())) is not None and operator[0] >= lowest:
            self._at += 1
            right, second = self._binary(operator[0] + 1, level)
            left, depth = operator[1](left, right), self._deeper(depth, second)
        return left, depth

    def _unary(self, level: int) -> tuple[Term, int]:
        self._deeper(level)
        kind, word = self._tokens[self._at]
        self._at += 1
        if kind == "n":
            return (lambda n: n), 1
        if kind == "number":
            number = int(word) if len(word) <= 20 else _MASK
            return (lambda _: number), 1
        if word == "(":
            term, depth = self._ternary(level + 1)
            self._expect("sign", ")")
            return term, depth
        if word == "!":
            inner, depth = self._unary(level + 1)
            return (lambda n: int(not inner(n))), self._deeper(depth)
        _refuse(f"the plural expression has {word} where a number, n or ( must stand")

    def _sign(self) -> str:
        kind, token = self._tokens[self._at]
        return token if kind == "sign" else ""

    def _expect(self, kind: str, token: str) -> None:
        if self._tokens[self._at] != (kind, token):
            _refuse(f"the plural expression has {self._tokens[self._at][1]} where {token} must stand")
        self._at += 1

    def _deeper(self, *depths: int) -> int:
        depth = max(depths) + 1
        if depth > MAX_DEPTH:
            _refuse(f"the plural expression is deeper than {MAX_DEPTH} levels")
        return depth
