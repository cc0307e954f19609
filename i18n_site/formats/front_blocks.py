"""Find where a file's front matter stands, and in which language: YAML, TOML or JSON. Knows nothing of its keys.

That of YAML stands between a first line `---` and the next line `---` or `...`, that of TOML between two lines `+++`, as Hugo
and Zola have it, and that of JSON is a mapping in braces at the very beginning. What does not look as if it had keys is none:
a document may open with a thematic break, or with the braces of a template.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final, Literal

from i18n_site.model import Span

Language = Literal["YAML", "TOML", "JSON"]


@dataclass(frozen=True, slots=True)
class Block:
    """Front matter that has keys, or nothing at all."""

    language: Language
    text: Span
    """Bytes of the file that are to be read, without the lines around them."""
    body: int
    """Byte at which the Markdown begins, behind the block's last line."""
    line: int
    """1-based line at which its text begins."""
    closed: bool = True
    """Whether a line ends it; otherwise nobody can say where the Markdown begins."""


_FENCES: Final[dict[Language, tuple[re.Pattern[bytes], re.Pattern[bytes], re.Pattern[bytes]]]] = {
    "YAML": (
        re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n"),
        re.compile(rb"^(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)", re.MULTILINE),
        re.compile(rb"""(?:[A-Za-z_\x80-\xff][\w.\x80-\xff-]*|"[^"\n]*"|'[^'\n]*')[ \t]*:(?=[ \t\r\n]|\Z)|\{|\Z"""),
    ),
    "TOML": (
        re.compile(rb"(?:\xef\xbb\xbf)?\+\+\+[ \t]*\r?\n"),
        re.compile(rb"^\+\+\+[ \t]*\r?(?:\n|\Z)", re.MULTILINE),
        re.compile(rb"""[ \t]*(?:(?:(?:[\w.\x80-\xff-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+)++=|\[\[?[\w."' \t-]++\]|\Z)"""),
    ),
}
"""Of a language the line that opens it, the one that closes it, and what its first line may be."""

_ASIDE: Final = re.compile(rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*+[ \t]*(?:#[^\n]*\Z)?")
"""Blank lines and comments."""
_JSON: Final = re.compile(rb'\{\s*"')
_JSON_BLOCK: Final = re.compile(
    rb'\{(?:[ \t]*\r?\n\s*|(?=[^\n]*\}[ \t]*\r?$)[ \t]*)"[^"\n]*"\s*:|\{[ \t]*\r?\n\s*//', re.MULTILINE
)
"""A mapping with lines of its own, even where it is none of JSON."""
_LINE_END: Final = re.compile(rb"[ \t]*(?:\r?\n|\Z)")


def find_block(data: bytes) -> Block | None:
    """The front matter of a whole file; None where it has none."""
    for language in _FENCES:
        if (opening := _FENCES[language][0].match(data)) is not None:
            return _fenced(data, language, opening.end())
    return _in_braces(data, 3 if data.startswith(b"\xef\xbb\xbf") else 0)


def _fenced(data: bytes, language: Language, start: int) -> Block | None:
    _, closes, key = _FENCES[language]
    closing = closes.search(data, start)
    text = Span(start, closing.start() if closing else len(data))
    aside = _ASIDE.match(data, *text)
    first_key = key.match(data, aside.end() if aside else start, text.end)
    if first_key is None or (closing is None and not first_key.group().strip()):
        return None
    return Block(language, text, closing.end() if closing else len(data), 2, closing is not None)


def _in_braces(data: bytes, start: int) -> Block | None:
    """A mapping of JSON with the line that it ends in to itself. Braces of a template are none."""
    if not _JSON.match(data, start) and not _JSON_BLOCK.match(data, start):
        return None
    text = data[start:].decode("utf-8", "surrogateescape")
    try:
        value, length = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        # its reader says what is wrong
        return Block("JSON", Span(start, len(data)), len(data), 1) if _JSON_BLOCK.match(data, start) else None
    end = start + len(text[:length].encode("utf-8", "surrogateescape"))
    behind = _LINE_END.match(data, end)
    return Block("JSON", Span(start, end), behind.end(), 1) if behind and isinstance(value, dict) else None
