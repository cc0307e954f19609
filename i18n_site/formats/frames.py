"""Write texts into the places they came from: the encoders of `model.Frame`. Knows nothing of messages.

Encoding repairs what is innocent: a translation that merely begins like a list, heading or quote, or holds a pipe in a table
cell, is escaped so that it reads as the text it is. Everything else is left for the comparison of structures to judge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from i18n_site.formats.captions import write_caption
from i18n_site.formats.html import escape_lost
from i18n_site.formats.jsx import begins_html
from i18n_site.model import Encoder, Frame
from i18n_site.texts import fold_blanks
from i18n_site.yaml_positions import encode_scalar


def encode(frame: Frame, text: str) -> bytes:
    """The bytes that stand for `text` in a place of this frame."""
    if frame.encoder is Encoder.BLOCK:  # most are
        return _encode_block(frame, text).encode()
    encoder = _ENCODERS.get(frame.encoder)
    return encoder(frame, text).encode() if encoder else encode_scalar(text, frame)


_LIKE_A_BLOCK = re.compile(
    r"""(?P<one>
          [-+](?=[ \t]|$)                      # list items
        | \*(?=[ \t]|$)
        | -(?=[ \t]*-[ \t]*-[-\ \t]*$)         # thematic breaks; - and = also underline a heading
        | \*(?=[ \t]*\*[ \t]*\*[*\ \t]*$)
        | _(?=[ \t]*_[ \t]*_[_\ \t]*$)
        | [-=](?=[-=]*[ \t]*$)
        | \#(?=\#{0,5}(?:[ \t]|$))             # headings
        | >                                    # quotes
        | :                                    # definitions
        | \|                                   # rows of a table
        | !(?=!!)                              # lines of other generators
        | \?(?=\?\?)
        | /(?=//)
        | \[(?=[ xX]\][ \t])                   # tasks
        | \[(?=![A-Za-z]+\][ \t]*$)            # alerts
        )
      | (?P<number>[0-9]{1,9})(?=[.)](?:[ \t]|$))""",
    re.VERBOSE,
)


def escaped_start(line: str) -> str:
    """A line that begins like a block, escaped so that it begins a paragraph's line."""
    if line[:1].isalpha():
        return line
    found = _LIKE_A_BLOCK.match(line)
    if found is None:
        return line
    at = 0 if found["one"] else found.end("number")
    return f"{line[:at]}\\{line[at:]}"


def _one_line(text: str) -> str:
    if "\n" not in text:
        return text.strip(" \t")
    return " ".join(line.strip(" \t") for line in re.sub(r"(?:(?<! ) {2,}|\\)\n", "\n", text).split("\n")).strip(" \t")


def _encode_block(frame: Frame, text: str) -> str:
    text = text.strip(" \t\n")
    if "\n" not in text:
        if text.startswith("<") and (tag := _LONE_TAG.fullmatch(text)):
            # on one line with nothing else it would begin a block of HTML
            return f"{tag[1]}{frame.detail or chr(10)}{frame.prefix}{tag[2]}"
        return escaped_start(text)
    lines = text.split("\n")
    for number, line in enumerate(lines):
        hard = number < len(lines) - 1 and line.endswith("  ")
        # what is indented goes on with its paragraph, whatever tag it begins with
        lines[number] = "    " * (number > 0 and begins_html(line)) + escaped_start(line.strip(" \t")) + ("\\" if hard else "")
    return ((frame.detail or "\n") + frame.prefix).join(lines)


_LONE_TAG = re.compile(r"""(<[A-Za-z][A-Za-z0-9-]*)[ \t]+((?:[^<>"']|"[^"]*"|'[^']*')+>)""")


def _encode_heading(frame: Frame, text: str) -> str:
    if "underlined" in frame.detail:
        line = _encode_block(Frame(Encoder.BLOCK, frame.prefix), text)
    else:
        line = _one_line(text)
        if line.endswith("#"):
            line = re.sub(r"(^|(?<=[ \t]))(#+)$", r"\1\\\2", line)
    # braces at the end of a heading would be its attributes, unless they are double: `{{ version }}` is another program's;
    # an escaped brace is one in every dialect
    if not line.endswith("}") or line.endswith("}}") or "closed" in frame.detail:
        return line
    return re.sub(r"(?<!\\)((?:\\\\)*)\}$", r"\1\\}", line)


def _encode_cell(frame: Frame, text: str) -> str:
    line = _one_line(text).replace("|", "\\|")
    # a backslash at the end would escape the pipe that closes the cell
    return f"{line[:-1]}&#92;" if line.endswith("\\") else line


def _encode_link_title(frame: Frame, text: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", _one_line(text)) + '"'


def _encode_html_text(frame: Frame, text: str) -> str:
    # a blank line would end the HTML block
    return escape_lost(fold_blanks(text))


def _encode_html_start(frame: Frame, text: str) -> str:
    line = _encode_html_text(frame, text)
    tag = _START.match(line)
    return f"{tag[1]}{frame.detail or chr(10)}{frame.prefix}{line[tag.end() :]}" if tag else line


_START = re.compile(r"""(</?[A-Za-z][A-Za-z0-9-]*(?:[^<>"']|"[^"]*"|'[^']*')*>) *(?=\S)""")


def _encode_html_attribute(frame: Frame, text: str) -> str:
    line = fold_blanks(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = line.replace('"', "&quot;").replace("'", "&#39;")
    if frame.detail:
        return line
    return re.sub(r"[ =`]", lambda found: f"&#{ord(found[0])};", line)


def _encode_caption(frame: Frame, text: str) -> str:
    return write_caption(_one_line(text), frame.detail)


def _encode_toml(frame: Frame, text: str) -> str:
    from i18n_site.toml_strings import write_string  # sites without TOML should not wait for it

    return write_string(text, frame)


def _encode_json(_frame: Frame, text: str) -> str:
    from i18n_site.json_positions import write_string

    return write_string(text)


_ENCODERS: Mapping[Encoder, Callable[[Frame, str], str]] = {
    Encoder.HEADING: _encode_heading,
    Encoder.CELL: _encode_cell,
    Encoder.LINK_TITLE: _encode_link_title,
    Encoder.CAPTION: _encode_caption,
    Encoder.HTML_TEXT: _encode_html_text,
    Encoder.HTML_START: _encode_html_start,
    Encoder.HTML_ATTRIBUTE: _encode_html_attribute,
    Encoder.TOML_BASIC: _encode_toml,
    Encoder.TOML_LITERAL: _encode_toml,
    Encoder.TOML_LINES: _encode_toml,
    Encoder.TOML_LITERAL_LINES: _encode_toml,
    Encoder.JSON: _encode_json,
}
