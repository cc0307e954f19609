"""Where format directives lie in a text, by the entry's `*-format` flag: gettext breaks no line inside one."""

from __future__ import annotations

import re
from collections.abc import Collection

from i18n_site.catalogue.comments import FORMATS

_NUMBERED = r"%(?:\d+\$)?"
_C = (
    _NUMBERED + r"(?:I|[-+ #0'])*(?:\*(?:\d+\$)?|\d+)?(?:\.(?:\*(?:\d+\$)?|\d+)?)?(?:<PRI\w+>|(?:hh|h|ll|l|q|j|z|t|L)?[a-zA-Z@%])"
)
_BRACES = r"\{[^{}]*\}"
_DIRECTIVES = {
    "c": _C,
    "objc": _C,
    "python": r"%(?:\([^()]*\))?[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?[hlL]?[diouxXeEfFgGcrsa%]",
    "python-brace": r"\{\{|\}\}|\{(?:[^{}]|\{[^{}]*\})*\}",
    "java": _BRACES,
    "csharp": _BRACES,
    "java-printf": r"%(?:\d+\$|<)?[-+ #0,(]*\d*(?:\.\d+)?(?:[tT])?[a-zA-Z%]",
    "javascript": _C,
    "ruby": r"%(?:<\w+>)?(?:\d+\$|[-+ #0])*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?(?:<\w+>)?(?:[a-zA-Z%]|\{\w+\})",
    "sh": r"\$(?:\w+|\{\w+\})",
    "awk": _C,
    "lua": r"%[-+ #0]*\d*(?:\.\d*)?[a-zA-Z%]",
    "object-pascal": r"%(?:\d+:)?-?(?:\*|\d+)?(?:\.(?:\*|\d+))?[a-zA-Z%]",
    "qt": r"%L?\d{1,2}",
    "qt-plural": r"%n",
    "kde": r"%\d+",
    "kde-kuit": r"%\d+",
    "boost": r"%%|%\d+%|%\|[^|]*\||" + _C,
    "tcl": r"%(?:\d+\$)?[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?[hl]?[a-zA-Z%]",
    "perl": _NUMBERED + r"[-+ #0]*(?:v|\*v)?(?:\*(?:\d+\$)?|\d+)?(?:\.(?:\*(?:\d+\$)?|\d*))?(?:hh|h|ll|l|q|L|V|z|t|j)?[a-zA-Z%]",
    "perl-brace": r"\{\w+\}",
    "php": r"%(?:\d+\$)?(?:[-+ 0]|'.)*\d*(?:\.\d+)?[a-zA-Z%]",
    "gcc-internal": r"%(?:\d+\$)?[-+ #0qw']*(?:\*(?:\d+\$)?|\d+)?(?:\.(?:\*(?:\d+\$)?|\d*))?(?:hh|h|ll|l|w|z|t)?(?:[a-zA-Z%<>']|$)",
    "gfc-internal": r"%(?:\d+\$)?[a-zA-Z%<>']",
    "ycp": r"%[1-9%]",
}
"""Lisp's, Scheme's and Smalltalk's directives have no place at which a line could break."""


def directive_insides(text: str, flags: Collection[str]) -> frozenset[int]:
    """Offsets of the characters inside directives, the first of each left out; none without an active format flag."""
    pattern = next((_DIRECTIVES.get(name) for name in FORMATS if _active(name, flags)), None) if flags else None
    if pattern is None:
        return frozenset()
    return frozenset(place for match in re.finditer(pattern, text) for place in range(match.start() + 1, match.end()))


def _active(name: str, flags: Collection[str]) -> bool:
    return f"{name}-format" in flags or f"possible-{name}-format" in flags
