"""The comment lines of an entry as GNU gettext 0.21 reads them, where that is less than what they say. Knows no files.

Of several lines of flags the last one counts, `#=` opens a comment like any other, a carriage return is a letter, and so are
the isolates about a path with blanks: its words are places of their own. What is kept and shown to people is `comments.py`'s
reading; msgcat's output and msgfmt's follow this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from i18n_site.catalogue.comments import fill_references, read_flags, read_references, write_reference

_UNUSUAL = re.compile(rb"\r|\xe2\x81\xa8|^[ \t]*#=|^[ \t]*#[,!](?s:.*?)^[ \t]*#[,!]", re.MULTILINE)
_ISOLATE, _LETTER = "\u2068", "\ue068"
"""What `comments.py` takes for a mark, and what it takes for a letter; nobody writes this one."""
_JOIN = re.compile(r"\\\n")
_OBSOLETE = "#~"
_PASSED_OVER = re.compile(r"domain\b|\Z")


class GettextComments(NamedTuple):
    """What gettext makes of the lines above the strings."""

    lines: tuple[str, ...]
    """As msgcat writes them, without flags."""
    flags: tuple[str, ...]


def read_as_gettext(raw: bytes | None, codec: str) -> GettextComments | None:
    """Gettext's reading of the comments in an entry's bytes; None where it is that of `comments.py`."""
    if raw is None or not _UNUSUAL.search(raw):
        return None
    lines = [*_comment_lines(raw.decode(codec, "surrogateescape"))]
    flags: list[str] = []
    words: dict[str, None] = {}
    plain: list[str] = []
    for line in lines:
        mark = line[1:2]
        if mark in (",", "!"):
            flags = read_flags(line[2:])
        elif mark == ":":
            words |= dict.fromkeys(_words(line[2:]))
        elif mark == ".":
            continue
        else:
            plain.append(_written("#", line[1:]))
    extracted = [_written("#.", line[2:]) for line in lines if line[1:2] == "."]
    return GettextComments((*plain, *extracted, *fill_references([*words], codec)), tuple(flags))


def is_current_for_gettext(raw: bytes | None) -> bool:
    """Whether an entry that says fuzzy somewhere is not fuzzy for msgfmt: a later line of flags does not say so."""
    read = read_as_gettext(raw, "latin-1")
    return read is not None and "fuzzy" not in read.flags


def _comment_lines(text: str) -> Iterator[str]:
    """The lines from their `#` on that stand before the strings."""
    for given in _JOIN.sub("", text).split("\n"):
        line = given.lstrip(" \t\f\v\r")
        if line.startswith(_OBSOLETE):
            line = line.removeprefix(_OBSOLETE).lstrip(" \t")
        if line.startswith("#") and line[1:2] not in ("~", "|"):
            yield line
        elif not _PASSED_OVER.match(line):
            return


def _words(line: str) -> Iterator[str]:
    """The places of a `#:` line as msgcat writes them."""
    words = line.removesuffix("\r").replace(_ISOLATE, _LETTER)
    *first, last = [write_reference(place).replace(_LETTER, _ISOLATE) for place in read_references(words)] or [""]
    yield from first
    if last:
        yield last + "\r" * line.endswith("\r")


def _written(mark: str, text: str) -> str:
    content = text[1:] if text.startswith(" ") else text
    return f"{mark} {content}" if content else mark
