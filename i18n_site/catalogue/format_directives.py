"""Where format directives lie in a text, by the entry's `*-format` flag: gettext breaks no line inside one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from i18n_site.catalogue.c_directives import OBJECTIVE_C, C
from i18n_site.catalogue.comments import FORMATS

_PLACE = r"%(?:\d+\$)?"
_STAR = r"(?:\*(?:\d+\$)?|\d+)?"
_NUMBERED_BRACE = r"\{\d+(?:,[^{}]*)?(?::[^{}]*)?\}"

_DIRECTIVES = {
    "c": C,
    "objc": OBJECTIVE_C,
    "python": r"%(?:\([^()]*\))?[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?[hlL]?[diouxXeEfFgGcrsa%]",
    "python-brace": r"\{\{|\{(?:[A-Za-z_]\w*|\d+)(?:\.[A-Za-z_]\w*|\[[^][{}]+\])*(?:![rsa])?(?::(?:[^{}]|\{[^{}]*\})*)?\}",
    "java": _NUMBERED_BRACE,
    "csharp": r"\{\{|" + _NUMBERED_BRACE,
    "java-printf": r"%(?:\d+\$|<)?[-+ #0,(]*\d*(?:\.\d+)?(?:[tT][a-zA-Z]|[bBhHsScCdoxXeEfgGaAn%])",
    "javascript": rf"{_PLACE}[-+ #0'I]*{_STAR}(?:\.{_STAR})?[bcdjosxXfeEgG%]",
    "ruby": r"%(?:[-+ #0]|\d+\$|<\w+>)*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?(?:<\w+>)?(?:[diouxXeEfgGaAcspbB%]|\{\w+\})",
    "sh": r"\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})",
    "awk": rf"{_PLACE}[-+ #0]*{_STAR}(?:\.{_STAR})?[diouxXeEfFgGcs%]",
    "lua": r"%[-+ #0]*\d*(?:\.\d*)?[acdeEfgGiosuxXAq%]",
    "object-pascal": r"%(?:\d+:)?-?(?:\*|\d+)?(?:\.(?:\*|\d+))?[diuxXeEfFgGnNmMpPsS%]",
    "qt": r"%L?\d{1,2}",
    "qt-plural": r"%n",
    "kde": r"%\d+",
    "kde-kuit": r"%\d+",
    "boost": rf"%%|%\d+%|%\|[^|]*\||{C}",
    "tcl": r"%(?:\d+\$)?[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?[hl]?[diouxXeEfgGcs%]",
    "perl": rf"{_PLACE}[-+ #0]*(?:\*?v)?{_STAR}(?:\.(?:\*(?:\d+\$)?|\d*))?(?:hh|h|ll|l|q|L|V|z|t|j)?[%csdiouxXeEfFgGaApnDUObB]",
    "perl-brace": r"\{[A-Za-z_]\w*\}",
    "php": r"%(?:\d+\$)?(?:[-+ 0]|'.)*\d*(?:\.\d+)?[bcdeEfFgGosuxX%]",
    "gcc-internal": rf"{_PLACE}[-+ #0qw']*{_STAR}(?:\.{_STAR})?(?:hh|h|ll|l|w|z|t)?[a-zA-Z%<>']",
    "gfc-internal": r"%(?:\d+\$)?[a-zA-Z%<>']",
    "ycp": r"%[1-9%]",
}
"""What a valid directive looks like. Lisp's, Scheme's and Smalltalk's have no place at which a line could break."""

_MISPLACED = "python-brace"

_FORGIVING = {"sh", "qt", "qt-plural", "kde", "kde-kuit", "perl-brace", "ycp"}
"""Formats whose mark may also stand for itself; in the others gettext stops looking at the first invalid directive."""


def directive_insides(text: str, flags: Collection[str]) -> frozenset[int]:
    """Offsets of the characters inside directives, the first of each left out; none without an active format flag."""
    formats = [flag for flag in flags if flag.endswith("-format")]
    name = next((name for name in FORMATS if _is_active(name, formats)), None) if formats else None
    if name is None or name not in _DIRECTIVES:
        return frozenset()
    if name == _MISPLACED:
        return _misplaced_insides(text)
    return frozenset(place for start, end in _directives(text, name) for place in range(start + 1, end))


def _misplaced_insides(text: str) -> frozenset[int]:
    """Gettext 0.21 counts from each directive's own beginning: what it keeps whole is as much of the text's beginning as the
    shortest one is long, in bytes.
    """
    ends = [len(text[start:end].encode()) for start, end in _directives(text, _MISPLACED) if text[start:end] != "{{"]
    begun = sum(byte & 0xC0 != 0x80 for byte in text.encode()[: min(ends, default=0)])  # characters, not their further bytes
    return frozenset(range(1, begun))


def _directives(text: str, name: str) -> Iterator[tuple[int, int]]:
    pattern = _DIRECTIVES[name]
    mark = "[%{$]" if name in _FORGIVING else "%" if pattern.startswith("%") else r"\{"
    for match in re.finditer(rf"({pattern})|{mark}", text):
        if match[1] is not None:
            yield match.span()
        elif name not in _FORGIVING:
            return


def _is_active(name: str, flags: Collection[str]) -> bool:
    return f"{name}-format" in flags or f"possible-{name}-format" in flags
