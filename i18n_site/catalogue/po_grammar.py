"""gettext's whole grammar for PO entries, one token after the other: for what `po_reader.py` does not take at a glance.

The order of `po-gram.y` of GNU gettext 0.21: comments, then previous strings (`#|`), then msgctxt, msgid, msgid_plural and
msgstr; blanks and newlines count for nothing but the end of `#` marks. Every error has its place and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import NoReturn

from i18n_site.catalogue.charsets import Source, codec_of
from i18n_site.catalogue.comments import read_comments
from i18n_site.errors import CatalogueSyntaxError
from i18n_site.model import Message, MessageKey, Previous

MAX_FORMS = 100


class Token(Enum):
    """What the lexer tells apart."""

    COMMENT = auto()
    KEYWORD = auto()
    INDEX = auto()
    STRING = auto()
    JUNK = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class _Lexeme:
    token: Token
    text: str
    """As written; for a string without its quotes, for an index its digits."""
    start: int
    end: int
    obsolete: bool
    """Behind `#~` on its line."""
    previous: bool
    """Behind `#|` or `#~|` on its line."""


_LEXEME = re.compile(
    r"""
      (?P<blank> [ \t\r\f\v]++ )
    | (?P<newline> \n )
    | (?P<mark> \#~\|? | \#\| )
    | (?P<COMMENT> \#[^\n]*+ )
    | "(?P<STRING> (?: [^"\\\n] | \\ [^\r] )*+ )"
    | (?P<KEYWORD> [A-Za-z_] [A-Za-z0-9_$]*+ )
    | \[ \s*+ (?P<INDEX> [0-9]{1,9} ) \s*+ \]
    | (?P<JUNK> . )
    """,
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:([abfnrtv\"\\])|([0-7]{1,3})|x([0-9A-Fa-f]+))|(\\)")
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", '"': '"', "\\": "\\"}
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |\r?\n|\Z)")
_WORD = re.compile(r"\S{1,30}")
_REST_OF_LINE = re.compile(r"[ \t\r\f\v]*+\n?")


class Grammar:
    """Reads the entries of one file. Holds its place in it, nothing else."""

    def __init__(self, source: Source, path: str) -> None:
        self._source = source
        self._path = path
        self._last = _Lexeme(Token.END, "", 0, 0, False, False)
        """The last string taken: the entry ends behind it."""

    def read_entry(self, position: int) -> tuple[Message | None, int]:
        """The entry that begins at `position`, and the offset behind it.

        None where only blanks and comments are left. Raises CatalogueSyntaxError.
        """
        # An entry may begin in the middle of a line, behind its `#~`.
        same_line = self._last.end == position
        self._lexemes = self._lex(position, same_line and self._last.obsolete, same_line and self._last.previous)
        self._next = next(self._lexemes)
        comments = self._read_comments()
        if self._next.token is Token.END:
            return None, position
        previous = self._read_previous() if self._next.previous else None
        obsolete = self._next.obsolete
        first = self._next
        context = self._read_field("msgctxt", obsolete) if self._at("msgctxt") else None
        if not self._at("msgid"):
            self._refuse_start(context is not None, previous is not None)
        line = self._source.line_of(self._next.start)
        msgid = self._read_field("msgid", obsolete)
        plural = self._read_field("msgid_plural", obsolete) if self._at("msgid_plural") else None
        if not self._at("msgstr"):
            self._fail_at_missing_msgstr(plural is not None)
        msgstr = (self._read_field("msgstr", obsolete),) if plural is None else self._read_forms(obsolete)
        if previous is not None and previous[1] != obsolete:
            advice = "write #~| before the previous strings of an obsolete entry, #| before others"
            self._fail("the entry is only in part obsolete", first.start, advice)
        said = read_comments(comments)
        message = Message(
            MessageKey(msgid, context),
            plural,
            msgstr,
            said.flags,
            said.references,
            said.extracted,
            said.translator,
            previous[0] if previous else None,
            obsolete,
            line,
        )
        return message, self._end_of_entry()

    def _read_comments(self) -> list[str]:
        """The comment lines; `domain` directives, which belong to msgfmt's output files, are passed over."""
        comments = []
        while True:
            if self._next.token is Token.COMMENT:
                if "\ud800" <= self._next.text[1:2] <= "\udfff":
                    self._fail(f"a byte is no {self._source.charset}", self._next.start + 1, "put a blank behind the #")
                comments.append(self._take().text.removesuffix("\r"))
            elif self._at("domain"):
                self._read_field("domain", self._next.obsolete)
            else:
                return comments

    def _read_previous(self) -> tuple[Previous, bool]:
        """The previous strings, and whether they are marked obsolete."""
        obsolete = self._next.obsolete
        context = self._read_field("msgctxt", obsolete, previous=True) if self._at("msgctxt", previous=True) else None
        if not self._at("msgid", previous=True):
            self._fail(f"{self._shown()} where the previous msgid should be", self._next.start, "write #| msgid before it")
        msgid = self._read_field("msgid", obsolete, previous=True)
        plural = self._at("msgid_plural", previous=True)
        return Previous(msgid, context, self._read_field("msgid_plural", obsolete, previous=True) if plural else None), obsolete

    def _read_forms(self, obsolete: bool) -> tuple[str, ...]:
        forms: list[str] = []
        while self._at("msgstr"):
            keyword = self._take()
            if self._next.token is not Token.INDEX:
                self._fail("a plural entry's msgstr has no number", keyword.start, "write msgstr[0], msgstr[1] ...")
            if int(self._next.text) != len(forms) or len(forms) >= MAX_FORMS:
                self._fail(
                    f"msgstr[{self._next.text}] stands where msgstr[{len(forms)}] should be",
                    keyword.start,
                    "number the plural forms 0, 1, 2 ... without a gap",
                )
            self._take()
            forms.append(self._read_strings(f"msgstr[{len(forms)}]", obsolete, previous=False))
        return tuple(forms)

    def _read_field(self, keyword: str, obsolete: bool, *, previous: bool = False) -> str:
        self._take()
        if self._next.token is Token.INDEX:
            self._fail(
                f"{keyword}[{self._next.text}] in an entry without msgid_plural", self._next.start, "add the msgid_plural line"
            )
        return self._read_strings(keyword, obsolete, previous)

    def _read_strings(self, keyword: str, obsolete: bool, previous: bool) -> str:
        first = self._next
        strings = []
        while self._next.token is Token.STRING and self._next.previous == previous:
            if self._next.obsolete != obsolete:
                self._fail("the entry is only in part obsolete", self._next.start, "begin all of its lines with #~, or none")
            strings.append(self._take())
        if not strings:
            if self._next.token is Token.JUNK:
                self._fail_at_token()
            self._fail(f"{self._shown()} where the text of {keyword} should be", self._next.start, 'put it between " quotes')
        text = self._join(strings)
        if text.isascii() or self._source.clean:
            return text
        if any("\ud800" <= character <= "\udfff" for character in text):
            offset = self._first_surrogate(first.start)
            self._fail(
                f"a byte is no {self._source.charset}",
                offset,
                "save the file in the character set that its header declares",
            )
        return text

    def _join(self, strings: list[_Lexeme]) -> str:
        """The texts of string tokens as one; octal and hex escapes are bytes of the file's character set."""
        parts: list[str | bytes] = []
        for string in strings:
            position = 0
            for match in _ESCAPE.finditer(string.text):
                simple, octal, hexadecimal, stray = match.groups()
                if stray:
                    shown = string.text[match.start() : match.start() + 2]
                    advice = "write \\\\ for a backslash"
                    self._fail(f"{shown} is no escape that gettext knows", string.start + 1 + match.start(), advice)
                parts.append(string.text[position : match.start()])
                if octal or hexadecimal:
                    parts.append(bytes([int(octal, 8) & 0xFF if octal else int(hexadecimal[-2:], 16)]))
                elif simple:
                    parts.append(_SIMPLE[simple])
                position = match.end()
            parts.append(string.text[position:])
        text: list[str] = []
        pending = bytearray()
        for part in parts:
            # Bytes that follow one another, even from one string to the next, make characters together.
            if isinstance(part, bytes):
                pending += part
            elif part:
                text += self._decode(pending, strings[0]), part
                pending.clear()
        return "".join(text) + self._decode(pending, strings[0])

    def _decode(self, escaped: bytearray, string: _Lexeme) -> str:
        try:
            return escaped.decode(codec_of(self._source.charset) or "utf-8")
        except UnicodeDecodeError:
            advice = "write the character itself"
            self._fail(f"escapes make no character of {self._source.charset}", string.start, advice)

    def _end_of_entry(self) -> int:
        """Behind the line of the last string where nothing else stands on it."""
        rest = _REST_OF_LINE.match(self._source.text, self._last.end)
        whole = rest is not None and (rest[0].endswith("\n") or rest.end() == len(self._source.text))
        return rest.end() if rest is not None and whole else self._last.end

    # -- tokens -------------------------------------------------------------------------------------------------

    def _lex(self, at: int, obsolete: bool, previous: bool) -> Iterator[_Lexeme]:
        """The tokens from offset `at` on, which stands behind the given marks."""
        text = self._source.text
        while at < len(text):
            match = _LEXEME.match(text, at)
            if match is None:
                break  # Never: there is a rule for every character.
            at = match.end()
            kind = match.lastgroup
            if kind == "newline":
                obsolete = previous = False
            elif kind == "mark":
                obsolete = obsolete or "~" in match[0]
                previous = previous or match[0].endswith("|")
            elif kind != "blank" and kind is not None:
                yield _Lexeme(Token[kind], match[kind], match.start(), at, obsolete, previous)
                if kind == "COMMENT":
                    # Its newline goes with it: a mark of previous strings before it holds in the next line too.
                    obsolete = False
                    at += 1
        yield _Lexeme(Token.END, "", len(text), len(text), False, False)

    def _at(self, keyword: str, *, previous: bool = False) -> bool:
        return self._next.token is Token.KEYWORD and self._next.text == keyword and self._next.previous == previous

    def _take(self) -> _Lexeme:
        taken = self._next
        if taken.token is Token.STRING:
            self._refuse_control_characters(taken)
            self._last = taken
        self._next = next(self._lexemes)
        return taken

    # -- faults -------------------------------------------------------------------------------------------------

    def _refuse_control_characters(self, string: _Lexeme) -> None:
        bare = string.text.find("\r")
        if bare < 0 and self._source.newline == "\r\n":
            bare = string.text.find("\n")  # A line that goes on behind a backslash: not before CRLF.
        if bare >= 0:
            self._fail("a carriage return stands inside a string", string.start + 1 + bare, "write \\r, or take it out")

    def _refuse_start(self, context: bool, previous: bool) -> NoReturn:
        start = self._next.start
        if context or previous:
            advice = "write the msgid line directly behind it, without comments between"
            self._fail(f"{self._shown()} where msgid should be", start, advice)
        if self._at("msgstr") or self._at("msgid_plural"):
            self._fail(f"{self._next.text} without a msgid before it", start, "add the msgid line, or take this one out")
        self._fail_at_token()

    def _fail_at_missing_msgstr(self, plural: bool) -> NoReturn:
        keyword = "msgstr[0]" if plural else "msgstr"
        if self._next.token is Token.JUNK or (self._next.token is Token.KEYWORD and not self._at("msgid")):
            self._fail_at_token()
        self._fail(f"the entry has no {keyword}", self._next.start, f'add the line {keyword} ""')

    def _fail_at_token(self) -> NoReturn:
        text, start = self._source.text, self._next.start
        line_start = text.rfind("\n", 0, start) + 1
        if _CONFLICT.match(text, line_start):
            advice = "keep what is right of both sides and delete the lines with the markers"
            self._fail("there is a conflict marker of a version control system", line_start, advice)
        if self._next.text == '"' and self._next.token is Token.JUNK:
            self._fail("the string is not closed", start, 'end it with " on its own line')
        advice = "put texts between quotes and comments behind #"
        self._fail(f"{self._shown()} has no meaning here", start, advice)

    def _shown(self) -> str:
        if self._next.token is Token.END:
            return "the file ends"
        word = _WORD.match(self._source.text, self._next.start)
        return f"{word[0]!r}" if word else "this"

    def _first_surrogate(self, start: int) -> int:
        text = self._source.text
        return next(offset for offset in range(start, len(text)) if "\ud800" <= text[offset] <= "\udfff")

    def _fail(self, message: str, offset: int, advice: str) -> NoReturn:
        text = self._source.text
        raise CatalogueSyntaxError(
            message,
            path=self._path,
            line=self._source.line_of(offset),
            column=offset - text.rfind("\n", 0, offset),
            advice=advice,
        )
