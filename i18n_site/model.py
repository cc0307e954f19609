"""The frozen types that flow through the house. Knows nothing of files, gettext syntax or Markdown.

Values are never changed in place: `dataclasses.replace` makes the next one. Languages are BCP 47 tags everywhere
(`pt-BR`); only `locales.py` knows gettext's names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

Value = str | bool | None | list["Value"] | dict[str, "Value"]
"""What YAML holds once read: numbers and dates stay the text that the author wrote."""


class Span(NamedTuple):
    """A half-open range of byte offsets."""

    start: int
    end: int


class Reference(NamedTuple):
    """A place in a source file."""

    path: str
    """Relative to the site's folder, with forward slashes."""
    line: int | None = None
    """1-based."""


class MessageKey(NamedTuple):
    """The identity of a message in its domain. An empty context is not an absent one."""

    msgid: str
    msgctxt: str | None = None


HEADER_KEY = MessageKey("")
"""The key of a catalogue's header."""


class Kind(StrEnum):
    """The role that a segment plays in its document."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CELL = "cell"
    TERM = "term"
    DEFINITION = "definition"
    FOOTNOTE = "footnote"
    IMAGE = "image"
    LINK_TITLE = "link title"
    CAPTION = "caption"
    """What a line of another generator says to readers: the title of an admonition, the name of a tab."""
    HTML = "html"
    ATTRIBUTE = "attribute"
    TITLE = "title"
    FIELD = "field"
    SLUG = "slug"
    TAG = "tag"


class Encoder(StrEnum):
    """How a text is written at its place in the source file."""

    BLOCK = "block"
    """Lines of a Markdown paragraph, tight item and the like: every line but the first gets the prefix."""
    HEADING = "heading"
    """A heading: one line, which must not end like a closing sequence or an attribute block."""
    CELL = "cell"
    """A table cell: one line, pipes escaped."""
    LINK_TITLE = "link title"
    """The title of a reference definition, with its quotes."""
    CAPTION = "caption"
    """The title in a line of another generator, with its delimiters."""
    YAML_PLAIN = "yaml plain"
    YAML_SINGLE = "yaml single"
    YAML_DOUBLE = "yaml double"
    YAML_LITERAL = "yaml literal"
    YAML_FOLDED = "yaml folded"
    TOML_BASIC = "toml basic"
    TOML_LITERAL = "toml literal"
    TOML_LINES = "toml lines"
    """Three double quotes on either side."""
    TOML_LITERAL_LINES = "toml literal lines"
    JSON = "json"
    HTML_TEXT = "html text"
    HTML_START = "html start"
    """A text of HTML that begins with the tag which makes HTML of its lines, and which therefore has a line to itself."""
    HTML_ATTRIBUTE = "html attribute"


@dataclass(frozen=True, slots=True)
class Frame:
    """How a segment's text stands in its source."""

    encoder: Encoder
    prefix: str = ""
    """What every continuation line begins with: container markers in Markdown, indentation in YAML blocks."""
    detail: str = ""
    """What only the encoder reads: a YAML block's header (`|-`), an attribute's quote, a paragraph's line end."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One translatable unit of a source file."""

    key: MessageKey
    kind: Kind
    reference: Reference
    span: Span | None = None
    """Bytes that hold the text in the source; None for what is never spliced (slugs, tags). Spans are disjoint."""
    frame: Frame = Frame(Encoder.BLOCK)
    msgid_plural: str | None = None
    plural_figure: str | None = None
    """The figure whose value chooses the plural form; None without `plural=`."""
    flags: frozenset[str] = frozenset()
    comment: tuple[str, ...] = ()
    """Extracted comments, a line each: kind, heading path and address first, then what the author says."""
    field: str | None = None
    """Dotted path of the front-matter or data field that holds it; None in a Markdown body."""
    sentence: bool = False
    """Whether it is one sentence of a passage that its author has split."""


@dataclass(frozen=True, slots=True)
class Document:
    """One source file, read once."""

    path: str
    """Relative to the site's folder, with forward slashes: `content/news/athens.md`."""
    section: str
    slug: str
    """In the source language, deeper folders included: `2017/athens`. Empty for a section's own index."""
    fields: Mapping[str, Value]
    """Front matter as read, untranslated."""
    text: bytes
    """The whole file."""
    segments: tuple[Segment, ...]
    """In the order of the source; those without a span first."""
    body: int = 0
    """Byte offset at which the Markdown begins, behind front matter and byte order mark."""
    problems: tuple[Finding, ...] = ()
    """What the reader noticed: unknown keys, unclosed ranges."""
    math: bool = False
    """Whether `$…$` in its body is a formula."""
    mdx: bool = False
    """Whether its body is compiled as MDX, to which `{` and `<` begin programs."""
    jsx: bool = False
    """Whether its body was read as MDX reads it; it is compiled so as well."""

    @property
    def id(self) -> str:
        """`section/slug`: the name of the document for every other part. A section's index is `section/`."""
        return f"{self.section}/{self.slug}"


class Previous(NamedTuple):
    """What a message was before it became fuzzy: gettext's `#|` lines."""

    msgid: str | None = None
    msgctxt: str | None = None
    msgid_plural: str | None = None


class MessageState(StrEnum):
    """Where a message of a catalogue stands."""

    TRANSLATED = "translated"
    FUZZY = "fuzzy"
    UNTRANSLATED = "untranslated"
    OBSOLETE = "obsolete"


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of a catalogue."""

    key: MessageKey
    msgid_plural: str | None = None
    msgstr: tuple[str, ...] = ("",)
    """One text, or as many as there are plural forms."""
    flags: tuple[str, ...] = ()
    """In the order of the file."""
    references: tuple[Reference, ...] = ()
    extracted_comments: tuple[str, ...] = ()
    translator_comments: tuple[str, ...] = ()
    previous: Previous | None = None
    obsolete: bool = False
    line: int | None = None
    """1-based line of `msgid` in the file it was read from."""

    @property
    def is_header(self) -> bool:
        """The entry with an empty msgid and no context."""
        return self.key == HEADER_KEY

    @property
    def fuzzy(self) -> bool:
        """Needs a translator's look; never served as current."""
        return "fuzzy" in self.flags

    @property
    def translated(self) -> bool:
        """Every plural form has a text; says nothing of fuzziness."""
        return all(self.msgstr)

    @property
    def state(self) -> MessageState:
        """Obsolete before all; fuzzy only where there is some text."""
        if self.obsolete:
            return MessageState.OBSOLETE
        if self.fuzzy and any(self.msgstr):
            return MessageState.FUZZY
        return MessageState.TRANSLATED if self.translated else MessageState.UNTRANSLATED


class Texts(NamedTuple):
    """What of a message the gettext of a running program needs."""

    key: MessageKey
    msgid_plural: str | None
    msgstr: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A message with the bytes that it was read from."""

    message: Message
    """As it is now."""
    raw: bytes | None = None
    """As it stood in the file, blank lines before it included; None for an entry made in memory."""
    parsed: Message | None = None
    """As it was read; `raw` is written back where it equals `message`."""

    # What is asked of every entry of a catalogue stands here too, for those that are read only when somebody looks.

    @property
    def key(self) -> MessageKey:
        """The key of its message."""
        return self.message.key

    @property
    def obsolete(self) -> bool:
        """Whether its message is obsolete."""
        return self.message.obsolete

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references of its message."""
        return self.message.references

    @property
    def line(self) -> int | None:
        """The line of its message."""
        return self.message.line

    @property
    def finished(self) -> bool:
        """Whether its message has all its texts and nobody need look at them."""
        return self.message.translated and not self.message.fuzzy

    @property
    def is_header(self) -> bool:
        """Whether it is the header, or what once was."""
        return self.key == HEADER_KEY

    def says_all_of(self, new: Entry) -> bool:
        """Whether it is translated, and has all that a template's entry of the same key gives it. False where that is unclear."""
        return False

    def read_texts(self) -> Texts | None:
        """Its texts; None where it is fuzzy and no header, or has none."""
        message = self.message
        if not message.msgstr or (message.fuzzy and not message.is_header):
            return None
        return Texts(message.key, message.msgid_plural, message.msgstr)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A PO file, or a template where `locale` is None."""

    domain: str
    locale: str | None = None
    """BCP 47 tag."""
    charset: str = "utf-8"
    bom: bool = False
    newline: str = "\n"
    entries: tuple[Entry, ...] = ()
    """In file order, the header first where there is one, obsolete ones included."""
    tail: bytes = b""
    """What follows the last entry: blank lines, comments that belong to none."""
    path: str | None = None
    """As it is shown in findings; None for one made in memory."""

    @property
    def messages(self) -> tuple[Message, ...]:
        """Every message but the header, in file order, obsolete ones included."""
        return tuple(entry.message for entry in self.entries if not entry.is_header)

    @property
    def header(self) -> Message | None:
        """The header entry, or None."""
        for entry in self.entries:
            if entry.is_header and not entry.obsolete:
                return entry.message
        return None

    def header_field(self, name: str) -> str | None:
        """A field of the header by its name in any case, or None."""
        header = self.header
        for line in header.msgstr[0].split("\n") if header else ():
            head, colon, value = line.partition(":")
            if colon and head.strip().lower() == name.lower():
                return value.strip()
        return None


@dataclass(frozen=True, slots=True)
class Match:
    """A suggestion from the translation memory."""

    source: str
    target: tuple[str, ...]
    origin: str
    """Where it comes from: `fr/news.po:41`."""
    score: float
    """0-100; 100 is the same text."""


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    """A fault that costs a visitor something: a passage that falls back, a page that is not served."""
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault in somebody's text, with its place. Printed as `path:line:column: severity check message`."""

    check: str
    severity: Severity
    message: str
    key: MessageKey | None = None
    path: str | None = None
    line: int | None = None
    column: int | None = None
    fix: str | None = None

    def __str__(self) -> str:
        """One line for people and editors."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        said = f"{self.severity} {self.check} {self.message}"
        return f"{place}: {said}" if place else said


class State(StrEnum):
    """How a passage of a published page stands to its source."""

    SOURCE = "source"
    """The page is in the source language."""
    TRANSLATED = "translated"
    STALE = "stale"
    """Translated, but the source has changed since."""
    FALLBACK = "fallback"
    """In another language than the page's."""


class Lack(StrEnum):
    """Why a language does not show a passage."""

    MISSING = "missing"
    """There is no translation."""
    CHANGED = "changed"
    """The source has changed since, and what it says may be something else now."""
    DOUBTFUL = "doubtful"
    """It may never have been this passage's: a guess, or one of two in conflict."""
    OUTDATED = "outdated"
    """It is a little out of date, which its own visitors are shown and those of other languages are not."""
    REFUSED = "refused"
    """It would have broken the page."""


@dataclass(frozen=True, slots=True)
class LocalisedText:
    """A text of a page with the language that it is in."""

    text: str
    locale: str
    state: State


class LocalisedSegment(NamedTuple):
    """What became of a segment in one language."""

    segment: Segment
    text: str
    locale: str
    """The language the text is in."""
    state: State
    output_span: Span | None
    """Bytes of `LocalisedDocument.markdown`; None for what is never spliced."""
    previous: str | None = None
    """The msgid that a stale text was made from; None for every other."""
    refused: tuple[str, ...] = ()
    """The languages whose translation would have broken the page."""


@dataclass(frozen=True, slots=True)
class LocalisedDocument:
    """A document in one language."""

    document: Document
    locale: str
    """The language that it was made for."""
    markdown: bytes
    """The whole file, front matter included."""
    body: int
    """Byte offset at which the Markdown begins in `markdown`."""
    fields: Mapping[str, LocalisedText]
    """Translated front-matter fields by dotted path: `title`, `image.alt`, `tags.0`."""
    segments: tuple[LocalisedSegment, ...]
    coverage: float
    """Share of words that are translated, stale ones included: 0-1."""
    published: bool
    """Whether the language *has* this document: enough words, and the required fields."""
    findings: tuple[Finding, ...] = field(default=())
    """Translations that were refused, with the place in the catalogue."""
