"""Read and write the four kinds of TOML's strings. Knows nothing of trees or files."""

from __future__ import annotations

import re
from typing import Final

from i18n_site.model import Encoder, Frame

STRING: Final = re.compile(
    rb'''"""(?:[^"\\]|\\.|"(?!""))*+"""(?:"{0,2})'''
    rb"""|'''(?:[^']|'(?!''))*+'''(?:'{0,2})"""
    rb"""|"(?:[^"\\\n]|\\[^\n])*+"|'[^'\n]*+'""",
    re.DOTALL,
)
"""A string of any kind, with its quotes. Whether its characters and escapes are allowed is another's to judge."""

_ESCAPED: Final = re.compile(r"\\(?:[ \t]*\n[ \t\n]*|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_MEANT: Final = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}

# What a string may hold only as an escape, and what editors and other programs take for a line break or for nothing.
_NOT_SHOWN: Final = "\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff"
_TO_ESCAPE: Final = re.compile(f'[\n{_NOT_SHOWN}"\\\\]')
_TO_ESCAPE_IN_LINES: Final = re.compile(f'[{_NOT_SHOWN}\\\\]|""(?=")|"\\Z')
_UNFIT: Final = re.compile(f"['\n{_NOT_SHOWN}]")
_UNFIT_IN_LINES: Final = re.compile(f"'''|'\\Z|[{_NOT_SHOWN}]")
_FENCE: Final = re.compile(r"^\+(?=\+\+[ \t]*$)", re.MULTILINE)
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


def read_string(written: str, newline: str) -> tuple[str, Frame]:
    """The text of a string that stands between its quotes, and its frame. `newline` is that of the file.

    Raises KeyError for an escape that TOML does not have, ValueError for one that stands for no character.
    """
    literal = written[0] == "'"
    if written[:3] not in ('"""', "'''") or len(written) < 6:
        text = written[1:-1]
        return (text, Frame(Encoder.TOML_LITERAL)) if literal else (_unescape(text), Frame(Encoder.TOML_BASIC))
    inner = written[3:-3]
    if "\n" in inner:
        newline = "\r\n" if "\r\n" in inner else "\n"
    opening = newline if inner.startswith(("\n", "\r\n")) else ""
    text = inner.replace("\r\n", "\n").removeprefix("\n")
    detail = f"{opening}|{newline}"
    if literal:
        return text, Frame(Encoder.TOML_LITERAL_LINES, detail=detail)
    return _unescape(text), Frame(Encoder.TOML_LINES, detail=detail)


def write_string(text: str, frame: Frame) -> str:
    """What stands for `text` in place of a string with this frame; reading it gives exactly `text`.

    The kind is kept where it can hold the text; otherwise a literal gives way to its kind with escapes. No line of it is a
    `+++`, which would end the front matter.
    """
    if frame.encoder is Encoder.TOML_LITERAL and not _UNFIT.search(text):
        return f"'{text}'"
    if frame.encoder in (Encoder.TOML_BASIC, Encoder.TOML_LITERAL):
        return '"' + _TO_ESCAPE.sub(_escape, text) + '"'
    opening, _, newline = frame.detail.partition("|")
    if text.startswith("\n"):
        opening = newline  # the first line break is none of the text
    quotes = "'''"
    if frame.encoder is Encoder.TOML_LINES or _UNFIT_IN_LINES.search(text) or _FENCE.search(text):
        quotes, text = '"""', _FENCE.sub(r"\\u002B", _TO_ESCAPE_IN_LINES.sub(_escape, text))
    return quotes + opening + text.replace("\n", newline) + quotes


def _unescape(text: str) -> str:
    return _ESCAPED.sub(_meant, text) if "\\" in text else text


def _meant(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code is None:
        return _MEANT[found[4]] if found[4] else ""
    if 0xD800 <= int(code, 16) < 0xE000:
        raise ValueError("half of a character")
    return chr(int(code, 16))


def _escape(found: re.Match[str]) -> str:
    return "".join(_ESCAPES.get(character) or f"\\u{ord(character):04X}" for character in found.group())
