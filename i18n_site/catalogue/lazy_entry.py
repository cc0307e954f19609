"""Entries of the usual shape, which is nearly every one: checked by one regular expression, read when somebody looks.

A catalogue of 50,000 entries is mostly written back as it came; only what is asked for is turned into messages. The
expressions admit nothing that could fail later: whatever they do not match goes to `po_grammar.py`.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from i18n_site.catalogue.charsets import Source
from i18n_site.catalogue.comments import NO_COMMENTS, Comments, read_comments
from i18n_site.model import Entry, Message, MessageKey, Previous, Reference, Texts

_LINE = r'"[^"\\\r\n]*+(?:\\[abfnrtv"\\][^"\\\r\n]*+)*+"\n'
_MOST_FORMS = 6


def _usual_shape(prefix: str, previous: str, follower: str) -> str:
    """The pattern of an entry as gettext and its editors write it: its strings behind `prefix`, those of `#|` behind `previous`.

    Groups: comment lines; previous msgctxt, msgid, msgid_plural; msgctxt, msgid, msgid_plural, the msgstr[n] lines, msgstr.
    `follower` is what may come after it, so that no string could go on.
    """
    strings = rf"{_LINE}(?:{prefix}{_LINE})*+"
    before = rf"{_LINE}(?:{previous}{_LINE})*+"
    forms = ""
    for number in reversed(range(_MOST_FORMS)):
        forms = rf"{prefix}msgstr\[{number}\] {strings}" + (rf"(?:{forms})?+" if forms else "")
    return (
        r"\n*+((?:#(?:[^~|\n][^\n]*+)?+\n)*+)"
        rf"(?:(?:{previous}msgctxt ({before}))?+{previous}msgid ({before})(?:{previous}msgid_plural ({before}))?+)?+"
        rf"(?:{prefix}msgctxt ({strings}))?+"
        rf"{prefix}msgid ({strings})"
        rf"(?:{prefix}msgid_plural ({strings})({forms})|{prefix}msgstr ({strings}))"
        rf"(?=\n*+(?:{follower}|\Z))"
    )


ACTIVE = re.compile(_usual_shape("", r"\#\| ", r"#|msgid |msgctxt "))
OBSOLETE_PATTERN = _usual_shape("#~ ", r"\#~\| ", r"#~\||#~ msgid |#~ msgctxt |#[^~]|msgid |msgctxt ")
"""For `obsolete_shape`: two milliseconds to compile, and most catalogues have no obsolete entry."""
_MSGID = 6
_FORM = re.compile(r"^(?:#~ )?msgstr\[[0-9]\] ", re.MULTILINE)


@functools.cache
def obsolete_shape() -> re.Pattern[str]:
    """An obsolete entry; its groups are those of `ACTIVE`."""
    return re.compile(OBSOLETE_PATTERN)


class LazyEntry(Entry):
    """An entry as it stands in its file. `replace` makes an ordinary one of it.

    Its fields are empty slots, for which Python asks `__getattr__`, once each.
    """

    __slots__ = ("_place", "key", "obsolete")

    if TYPE_CHECKING:  # Slots to Python, which is told of them above; to a type checker `obsolete` is Entry's.
        _place: tuple[Source, re.Match[str]]
        key: MessageKey

    def __getattr__(self, name: str) -> object:
        """What is looked at for the first time."""
        source, match = self._place
        if name == "key":
            prefix = "#~ " if self.obsolete else ""
            context, msgid = match.group(5, 6)
            value: object = MessageKey(_join(msgid, prefix), None if context is None else _join(context, prefix))
        elif name in ("message", "parsed"):  # the same, for a changed entry is an ordinary one
            value = _read_message(source, match, self.key)
            object.__setattr__(self, "parsed", value)
            name = "message"
        elif name == "raw":
            return source.slice_bytes(*match.span())
        else:
            raise AttributeError(name)
        object.__setattr__(self, name, value)
        return value

    def __new__(cls, message: Message, raw: bytes | None = None, parsed: Message | None = None) -> Entry:  # type: ignore[misc]  # an ordinary one
        """What `dataclasses.replace` calls: an ordinary entry, since this one is being changed."""
        return Entry(message, raw, parsed)

    @classmethod
    def at(cls, source: Source, match: re.Match[str]) -> LazyEntry:
        """The entry of a match of `ACTIVE` or `obsolete_shape` in the source's text."""
        entry: LazyEntry = object.__new__(cls)
        _set_place(entry, (source, match))
        _set_obsolete(entry, match.re is not ACTIVE)
        return entry

    @property
    def references(self) -> tuple[Reference, ...]:
        """Read without the rest."""
        return _read_comments(self._place[1][1]).references

    @property
    def line(self) -> int:
        """Counted without the rest."""
        source, match = self._place
        return source.line_of(match.start(_MSGID))

    @property
    def finished(self) -> bool:
        """Read without the rest."""
        comments, forms, msgstr = self._place[1].group(1, 8, 9)
        if "fuzzy" in comments and says_fuzzy(comments):
            return False
        prefix = "#~ " if self.obsolete else ""
        return all(_read_forms(forms, prefix)) if msgstr is None else _says_something(msgstr, prefix)

    def says_all_of(self, new: Entry) -> bool:
        """As they stand: active both, the same comments and plural, and no mark in them that a merge would take away."""
        if not isinstance(new, LazyEntry):
            return False
        mine, other = self._place[1], new._place[1]
        comments, previous, plural, forms, msgstr = mine.group(1, 3, 7, 8, 9)
        if self.obsolete or new.obsolete or comments != other[1] or plural != other[7] or previous is not None:
            return False
        if "fuzzy" in comments or "i18n-site: " in comments:
            return False
        return any(_read_forms(forms, "")) if msgstr is None else _says_something(msgstr, "")

    def follows(self, other: LazyEntry) -> bool:
        """Whether it stands directly behind the other in their file."""
        return self._place[0] is other._place[0] and self._place[1].start() == other._place[1].end()

    def raw_through(self, last: LazyEntry) -> bytes:
        """The bytes from this entry to the last of those that follow it, cut in one go."""
        return self._place[0].slice_bytes(self._place[1].start(), last._place[1].end())

    def text_through(self, last: LazyEntry) -> str:
        """What those bytes say."""
        return self._place[0].text[self._place[1].start() : last._place[1].end()]

    def read_texts(self) -> Texts | None:
        """Read without the comments, where there is no word of fuzziness in them."""
        comments, plural, forms, msgstr = self._place[1].group(1, 7, 8, 9)
        if "fuzzy" in comments and says_fuzzy(comments) and not self.is_header:
            return None
        prefix = "#~ " if self.obsolete else ""
        if plural is None:
            return Texts(self.key, None, (_join(msgstr, prefix),))
        return Texts(self.key, _join(plural, prefix), _read_forms(forms, prefix))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Entry):
            return NotImplemented
        return (self.message, self.raw, self.parsed) == (other.message, other.raw, other.parsed)

    def __hash__(self) -> int:
        return hash((self.message, self.raw, self.parsed))

    def __reduce__(self) -> tuple[object, ...]:
        return Entry, (self.message, self.raw, self.parsed)


_set_place, _set_obsolete = LazyEntry.__dict__["_place"].__set__, LazyEntry.__dict__["obsolete"].__set__
"""The quick way around `frozen`, for an entry that is being made."""


def _read_message(source: Source, match: re.Match[str], key: MessageKey) -> Message:
    comments, *before, _, _, plural, forms, msgstr = match.groups()
    obsolete = match.re is not ACTIVE
    prefix = "#~ " if obsolete else ""
    if plural is None:
        texts: tuple[str, ...] = (_join(msgstr, prefix),)
    else:
        texts = _read_forms(forms, prefix)
    said = _read_comments(comments)
    return Message(
        key,
        None if plural is None else _join(plural, prefix),
        texts,
        said.flags,
        said.references,
        said.extracted,
        said.translator,
        None if before[1] is None else _read_previous(before, "#~| " if obsolete else "#| "),
        obsolete,
        source.line_of(match.start(_MSGID)),
    )


@functools.lru_cache(maxsize=8192)  # Neighbours are often from one place, and so is a message in every language.
def _read_comments(lines: str) -> Comments:
    return read_comments(lines[:-1].split("\n")) if lines else NO_COMMENTS


def says_fuzzy(comments: str) -> bool:
    """Whether `fuzzy` is a flag in comment lines that have the word."""
    return "fuzzy" in _read_comments(comments).flags


def _says_something(lines: str, prefix: str) -> bool:
    """Whether the text of string lines is not empty: nearly always the first character or the last one tells."""
    return lines[1] != '"' or lines[-3] != '"' or bool(_join(lines, prefix))


def _read_forms(forms: str, prefix: str) -> tuple[str, ...]:
    return tuple(_join(form, prefix) for form in _FORM.split(forms)[1:])


def _read_previous(before: list[str | None], prefix: str) -> Previous:
    context, msgid, plural = (None if lines is None else _join(lines, prefix) for lines in before)
    return Previous(msgid, context, plural)


_ESCAPE = re.compile(r'\\([abfnrtv"\\])')
_MEANINGS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", '"': '"', "\\": "\\"}


def _join(lines: str, prefix: str) -> str:
    """The text of string lines, from the first quote to the last newline."""
    text = lines[1:-2]
    if "\n" in text:
        text = text.replace(f'"\n{prefix}"', "")
    return unescape(text)


def unescape(text: str) -> str:
    """What stands between quotes with the meanings of its escapes."""
    if "\\" not in text:
        return text
    if "\\\\" not in text:
        # Without an escaped backslash each escape can be replaced on its own, much faster than through a function.
        text = text.replace("\\n", "\n").replace('\\"', '"')
        if "\\" not in text:
            return text
    return _ESCAPE.sub(lambda found: _MEANINGS[found[1]], text)
