"""C's format directives, and the parts of them that differ from system to system, as GNU gettext 0.21 sees them. Knows nothing
of files.

`<PRIu64>` stands for what the macro of that name says on the machine that reads a catalogue, and the flag `I` in a
translation asks for the digits of a language, which only some C libraries know.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

FORMATS = ("c-format", "objc-format")
"""The flags of the messages in which gettext looks for them."""


def _describe(more: str) -> str:
    """A pattern of one directive, with conversions that another language has more."""
    return rf"""%(?x:
    (?: (?P<number> [0-9]+ ) \$ )?+ (?P<flags> [-+\ #0'I]*+ )
    (?: (?P<width> \* ) (?: (?P<width_number> [0-9]+ ) \$ )?+ | [0-9]++ )?+
    (?: \. (?: (?P<precision> \* ) (?: (?P<precision_number> [0-9]+ ) \$ )?+ | [0-9]++ )?+ )?+
    (?: (?P<macro> < PRI [dioxXu] (?: (?: LEAST | FAST )?+ (?: 8 | 16 | 32 | 64 ) | MAX | PTR ) > )
      | (?P<size> [hlLqjzZt]*+ ) (?P<conversion> [%mcCsSdiuoxXeEfFgGaApn{more}] )
    ))"""


C, OBJECTIVE_C = _describe(""), _describe("@")
_DIRECTIVE = re.compile(OBJECTIVE_C)
"""In search of what depends on the system gettext takes either for both."""
_KINDS = {**dict.fromkeys("di", "d"), **dict.fromkeys("uoxX", "u"), **dict.fromkeys("eEfFgGaA", "e"), "C": "c", "S": "s"}
"""Conversions that take the same argument."""

Span = tuple[int, int]


def may_depend(text: str) -> bool:
    """Whether it is worth looking for such parts: without an `I` there are none."""
    return "%" in text and "I" in text


def is_c_format(flags: Collection[str]) -> bool:
    """Whether gettext takes a message of these flags for one of C's."""
    return any(flag.removeprefix("possible-") in FORMATS for flag in flags)


def system_parts(text: str, *, translated: bool) -> list[Span]:
    """Where the parts stand that depend on the system; none in a text that is no valid format string."""
    spans: list[Span] = []
    arguments: dict[int, object] = {}
    unnumbered = False
    place = text.find("%")
    while place >= 0:
        match = _DIRECTIVE.match(text, place)
        if match is None or ("I" in match["flags"] and not translated):
            return []
        for number, kind in _arguments(match):
            if number is None:
                unnumbered = True
            elif arguments.setdefault(number, kind) != kind:
                return []
        start = match.start("flags")
        spans += [(start + offset, start + offset + 1) for offset, flag in enumerate(match["flags"]) if flag == "I"]
        if match["macro"]:
            spans.append(match.span("macro"))
        place = text.find("%", match.end())
    # Numbered and unnumbered ones are not mixed, and no number is left out.
    complete = sorted(arguments) == list(range(1, len(arguments) + 1))
    return spans if complete and not (arguments and unnumbered) else []


def _arguments(match: re.Match[str]) -> Iterator[tuple[int | None, object]]:
    """What a directive takes: numbers, or None for the next one, with what kind of argument it is."""
    for star in ("width", "precision"):
        if match[star]:
            yield _number(match[f"{star}_number"]), ("d", "")
    if match["macro"]:
        size = match["macro"][5:-1]
        yield _number(match["number"]), ("d" if match["macro"][4] in "di" else "u", "j" if size == "MAX" else size)
    elif match["conversion"] not in "%m":
        yield _number(match["number"]), _kind(match["conversion"], match["size"])


def _number(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def _kind(conversion: str, letters: str) -> object:
    size = ""
    for letter in letters:
        if letter in "hl":
            size = 2 * letter if size in (letter, 2 * letter) else letter
        else:
            size = {"L": "ll", "q": "ll", "Z": "z"}.get(letter, letter)
    kind = _KINDS.get(conversion, conversion)
    if kind in "cs":
        return kind, conversion in "CS" or size.startswith("l")
    return kind, size if kind in "dun" else size == "ll" if kind == "e" else ""
