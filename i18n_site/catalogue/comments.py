"""The comment lines of an entry, read and written: `# `, `#.`, `#:`, `#,` and `#=`. Knows nothing of strings or files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from i18n_site.model import Reference

PAGE_WIDTH = 79

FORMATS = (
    # The order in which gettext 0.21 writes them.
    *("c", "objc", "python", "python-brace", "java", "java-printf", "csharp", "javascript", "scheme", "lisp", "elisp"),
    *("librep", "ruby", "sh", "awk", "lua", "object-pascal", "smalltalk", "qt", "qt-plural", "kde", "kde-kuit", "boost"),
    *("tcl", "perl", "perl-brace", "php", "gcc-internal", "gfc-internal", "ycp"),
)

_FLAG = re.compile(r"range:\s*[^\s,]+|[^\s,]+")
_RANGE = re.compile(r"range:\s*")
_REFERENCE = re.compile(r"(?:\u2068([^\u2069]*)\u2069|([^\s\u2068]\S*))(?:\s*:\s*([0-9]{1,15})(?=\s|$))?")
_SPACE = re.compile(r"\s")
_HERE = re.compile(r"\A(?:\./)+")
_LINE_BREAK = re.compile(r"\r\n?|\n|\0")
"""NUL with them: no PO file may hold one."""
_LIKE_A_LINE = re.compile(r":[0-9]+\Z")


@dataclass(frozen=True, slots=True)
class Comments:
    """What the comment lines before an entry say."""

    translator: tuple[str, ...] = ()
    extracted: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    flags: tuple[str, ...] = ()


NO_COMMENTS = Comments()


def read_comments(lines: Iterable[str]) -> Comments:
    """Sort comment lines, each from its `#` to before its newline, by what they are."""
    translator: list[str] = []
    extracted: list[str] = []
    references: list[Reference] = []
    flags: list[str] = []
    for line in lines:
        mark = line[1:2]
        if mark == ":":
            references += read_references(line[2:])
        elif mark == ".":
            extracted.append(_content(line[2:]))
        elif mark in (",", "!", "="):
            flags += [flag for flag in read_flags(line[2:]) if flag not in flags]
        else:
            translator.append(_content(line[1:]))
    return Comments(tuple(translator), tuple(extracted), tuple(references), tuple(flags))


def read_flags(text: str) -> list[str]:
    """The flags of a `#,` line; gettext separates them by commas and by blanks alike."""
    return [_RANGE.sub("range: ", flag) for flag in _FLAG.findall(text)]


def read_references(text: str) -> list[Reference]:
    """The places of a `#:` line. A name with blanks stands between U+2068 and U+2069."""
    if "\u2068" not in text and " :" not in text and ": " not in text:
        return [_read_reference(word) for word in text.split()]
    references = []
    for match in _REFERENCE.finditer(text):
        quoted, name, line = match.groups()
        if name is not None and line is None:
            references.append(_read_reference(name))
        else:
            references.append(Reference(name if quoted is None else quoted, None if line is None else int(line)))
    return references


def _read_reference(word: str) -> Reference:
    name, _, line = word.rpartition(":")
    if name and line.isdecimal() and line.isascii() and len(line) <= 15:
        return Reference(name, int(line))
    return Reference(word)


def sticky_flags(raw: str) -> frozenset[str]:
    """The flags that stand on `#=` lines (gettext 0.26 and later) in an entry as it was read."""
    return frozenset(flag for line in raw.split("\n") if line.startswith("#=") for flag in read_flags(line[2:]))


def write_comments(mark: str, comments: Iterable[str]) -> list[str]:
    """Comment lines; a text with line breaks becomes several, so that none can pass for an entry.

    One that ends in a backslash would go on in the next line: a blank stands behind it, which is not read with it.
    """
    return [
        (f"{mark} {line} " if "\\" in line and _ends_in_backslash(line) else f"{mark} {line}") if line else mark
        for text in comments
        for line in ((text,) if text.isprintable() else _LINE_BREAK.split(text))
    ]


@lru_cache(maxsize=4096)  # A site writes the same ones in every language.
def write_references(references: tuple[Reference, ...], codec: str = "utf-8") -> tuple[str, ...]:
    """`#:` lines, as many places on each as the page allows. gettext counts the bytes of the file's character set."""
    if len(references) == 1:
        return (f"#: {write_reference(references[0])}",)
    return fill_references(dict.fromkeys(map(write_reference, references)), codec)


def fill_references(places: Iterable[str], codec: str) -> tuple[str, ...]:
    """`#:` lines with places that are written already."""
    lines: list[list[str]] = []
    column = PAGE_WIDTH
    for place in places:
        width = 1 + len(place.encode(codec, "replace"))
        if not lines or column + width > PAGE_WIDTH:
            lines.append(["#:"])
            column = len("#:")
        lines[-1].append(place)
        column += width
    return tuple(" ".join(line) for line in lines)


def write_reference(reference: Reference) -> str:
    """A place as it stands on a `#:` line."""
    path = _write_path(reference.path, reference.line is None)
    return path if reference.line is None else f"{path}:{reference.line}"


@lru_cache(maxsize=4096)
def _write_path(path: str, alone: bool) -> str:
    """A path so that it is read as what it is; a document has many messages. `alone`: without a line behind it."""
    path = _HERE.sub("", _LINE_BREAK.sub(" ", path))
    ambiguous = path.startswith(":") or (alone and (path.endswith("\\") or _LIKE_A_LINE.search(path)))
    return f"\u2068{path}\u2069" if ambiguous or not path or _SPACE.search(path) else path


@lru_cache(maxsize=512)  # There are few flags.
def write_flags(flags: tuple[str, ...], sticky: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """A `#,` line in gettext's order, unknown flags behind; those in `sticky` on a `#=` line."""
    known = [part for flag in flags for part in read_flags(_LINE_BREAK.sub(" ", flag))]
    ordered = sorted(dict.fromkeys(known), key=_flag_order)
    usual = [flag for flag in ordered if flag not in sticky]
    kept = [flag for flag in ordered if flag in sticky]
    lines = (f"{mark} {', '.join(some)}" for mark, some in (("#,", usual), ("#=", kept)) if some)
    return tuple(f"{line} " if line.endswith("\\") else line for line in lines)


def canonical_flags(flags: Iterable[str]) -> tuple[str, ...]:
    """The flags that msgcat 0.21 writes, in its order: it knows fuzzy, formats, range and no-wrap.

    Of two that contradict each other the last counts.
    """
    found = {}
    for flag in flags:
        known = re.sub(r"^possible-(?=.*-format$)", "", flag)
        found[_flag_order(known)] = known
    return tuple(known for order, known in sorted(found.items()) if order < _UNKNOWN)


_UNKNOWN = 4 + len(FORMATS)
_FLAG_ORDER = {"fuzzy": 0, **{f"{name}-format": 1 + place for place, name in enumerate(FORMATS)}, "no-wrap": 3 + len(FORMATS)}


def _flag_order(flag: str) -> int:
    if flag.startswith("range:"):
        return 2 + len(FORMATS)
    return _FLAG_ORDER.get(flag.removeprefix("no-") if flag.endswith("-format") else flag, _UNKNOWN)


def _content(text: str) -> str:
    """Without the blank that every tool writes behind the mark, and that behind a backslash at the end."""
    content = text[1:] if text[:1] == " " else text
    return content[:-1] if content[-1:] == " " and _ends_in_backslash(content) else content


def _ends_in_backslash(text: str) -> bool:
    """But for blanks, so that one more says that there was one less."""
    return text.rstrip(" ").endswith("\\")
