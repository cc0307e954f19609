"""Write a text in place of a YAML scalar, in its own style where that can hold the text. Knows nothing of trees or files."""

from __future__ import annotations

import re
from typing import Final

from yaml.resolver import Resolver

from i18n_site.model import Encoder, Frame

IN_FLOW: Final = "flow"
"""Detail of a plain scalar's frame between brackets, where commas and brackets end it."""

# What a plain or single-quoted scalar and a line of a block can hold as it is: YAML 1.1's printable characters without the
# ones that it takes for line breaks (U+0085, U+2028, U+2029) and without the byte order mark and the tab.
_BESIDE_LINES: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
"""Those it cannot hold, tab and line feed aside: they are few, and `re` compiles a class in the time of its characters."""
_ONE_LINE: Final = re.compile(f"[^\t\n{_BESIDE_LINES}]*")
_BLOCK_TEXT: Final = re.compile(f"[^{_BESIDE_LINES}]*")
_TO_ESCAPE: Final = re.compile(f'[\t\n"\\\\{_BESIDE_LINES}]')
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
# A plain scalar: no indicator in front, nothing that looks like a key, a comment or a document marker, no blank at its ends.
_PLAIN: Final = re.compile(r"(?![,\[\]{}#&*!|>'\"%@`]|[-?:](?: |$)|---|\.\.\.)(?! )(?:(?!: | #).)+(?<![ :])")
_PLAIN_FLOW: Final = re.compile(r"(?![-?:#&*!|>'\"%@`]|\.\.\.)(?! )(?:(?! #)[^,\[\]{}:?])+(?<! )")
_OTHER_WORDS: Final = frozenset({"y", "Y", "n", "N"})
_HEADER: Final = re.compile(r"(\d+)([|>])([-+\d]*)(.*?)(\r?\n)?", re.DOTALL)


def encode_scalar(text: str, frame: Frame) -> bytes:
    """The bytes that stand for `text` in place of a scalar with this frame; reading them gives exactly `text`.

    The style is kept where it can hold the text; otherwise double quotes are used, with escapes for what YAML cannot hold.
    Raises UnicodeEncodeError for a lone surrogate, which no file can hold.
    """
    written: str | None = None
    if frame.encoder is Encoder.YAML_PLAIN:
        written = _plain(text, flow=frame.detail == IN_FLOW)
    elif frame.encoder is Encoder.YAML_SINGLE:
        written = "'" + text.replace("'", "''") + "'" if _ONE_LINE.fullmatch(text) else None
    elif frame.encoder in (Encoder.YAML_LITERAL, Encoder.YAML_FOLDED):
        written = _block(text, frame)
    elif frame.encoder is Encoder.YAML_DOUBLE:
        written = _double(text) + frame.detail
    return (written if written is not None else _double(text)).encode()


def _plain(text: str, *, flow: bool) -> str | None:
    """The text as a plain scalar; None where it would not be read as this text, or as another type by other readers."""
    pattern = _PLAIN_FLOW if flow else _PLAIN
    if not _ONE_LINE.fullmatch(text) or not pattern.fullmatch(text) or text in _OTHER_WORDS:
        return None
    implicit = Resolver.yaml_implicit_resolvers.get(text[0], ())
    return None if any(pattern.match(text) for _, pattern in implicit) else text


def _double(text: str) -> str:
    return '"' + _TO_ESCAPE.sub(_escape, text) + '"'


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    code = ord(character)
    return _ESCAPES.get(character) or (f"\\x{code:02X}" if code < 256 else f"\\u{code:04X}" if code < 65536 else f"\\U{code:08X}")


def _block(text: str, frame: Frame) -> str | None:
    """The text as a block scalar with the frame's header, its chomping and indicator adapted; None where no block can hold it."""
    header = _HEADER.fullmatch(frame.detail)
    if header is None:
        return None
    relative, style, marks, comment, newline = header.groups()
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    if not body or not _BLOCK_TEXT.fullmatch(text) or (ends > 1 and "+" not in marks):
        # Blank lines behind the span would become part of a text whose trailing line breaks are kept.
        return _double(text) + comment
    needed = any(mark.isdigit() for mark in marks) or body.lstrip("\n")[0] in " \t"
    if needed and not 1 <= int(relative) <= 9:
        return _double(text) + comment
    chomping = "-" if ends == 0 else "+" if "+" in marks else ""
    lines = _fold(body) if style == ">" else body.split("\n")
    # The last of the text's line breaks is the one that stands behind the span.
    lines += [""] * (ends - 1)
    head = style + (relative if needed else "") + chomping + comment
    return (newline or "\n").join([head, *(frame.prefix + line if line else "" for line in lines)])


def _fold(body: str) -> list[str]:
    """Lines of a folded block: one line break more wherever folding would turn the only one into a space."""
    lines = []
    before: str | None = None
    for line in body.split("\n"):
        if line:
            if before is not None and before[0] not in " \t" and line[0] not in " \t":
                lines.append("")
            before = line
        lines.append(line)
    return lines
