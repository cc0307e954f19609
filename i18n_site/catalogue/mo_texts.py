"""The texts of a PO file that an MO file has, of all its messages at once. Pure: bytes in UTF-8.

One expression takes them out of all entries of the usual shape, in a small part of the time that it takes to look at each, and
shows whether there is anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from i18n_site.catalogue.gettext_comments import is_current_for_gettext
from i18n_site.catalogue.lazy_entry import ACTIVE, OBSOLETE_PATTERN, LazyEntry, says_fuzzy, unescape
from i18n_site.catalogue.po_reader import MAX_ENTRIES, MAX_ENTRY

Pair = tuple[bytes, bytes]
"""What a message is found by, and its translation, as MO files in UTF-8 hold them: the context before `CONTEXT_END`, plurals
behind `FORM_END`."""
CONTEXT_END = b"\x04"
FORM_END = b"\0"

_OBSOLETE = re.sub(r"\((?!\?)", "(?:", OBSOLETE_PATTERN)
"""The same without groups: nothing of it is asked for."""
_ENTRIES = re.compile(rf"{ACTIVE.pattern}|{_OBSOLETE}|((?s:.+))".encode())
"""Groups: those of `ACTIVE`, empty for an obsolete entry, and all that stands behind the last entry of the usual shape.

Each match begins where the one before ended, so that nothing but this last group is passed over.
"""
_FORM = re.compile(rb"^msgstr\[[0-9]\] ", re.MULTILINE)
SEAM = b'"\n"'
"""Between two string lines of one text; it stands inside of none."""
_FUZZY = b"fuzzy"
_BACKSLASH = ord("\\")
"""A number, for bytes are asked four times as fast whether they hold one."""

_Row = tuple[bytes, ...]


def read_file(text: bytes) -> list[Pair] | None:
    """The current translations in a whole PO file in UTF-8, and its header, in their order; untranslated ones left out.

    None where anything in it is not of the usual shape, be it wrong or not.
    """
    rows: list[_Row] = _ENTRIES.findall(text)
    unusual = rows and rows[-1][-1].strip(b"\n")
    return None if unusual or len(rows) > MAX_ENTRIES or _holds_long_one(text) else _read_rows(rows)


def _holds_long_one(text: bytes) -> bool:
    return len(text) > MAX_ENTRY and any(match.end() - match.start() > MAX_ENTRY for match in _ENTRIES.finditer(text))


def read_run(run: Sequence[LazyEntry]) -> list[Pair]:
    """The same of active entries that lie side by side in their file."""
    return _read_rows(_ENTRIES.findall(run[0].text_through(run[-1]).encode()))


def _read_rows(rows: Iterable[_Row]) -> list[Pair]:
    pairs: list[Pair] = []
    for comments, _, _, _, context, msgid, plural, forms, msgstr, _ in rows:
        if not msgid or (comments.find(_FUZZY) >= 0 and _is_fuzzy(comments) and (context or msgid.strip(b'"\n'))):
            continue
        if plural:
            msgid, msgstr = _join_plural(msgid, plural, forms)
        if translation := _join(msgstr):
            original = _join(msgid)
            pairs.append((_join(context) + CONTEXT_END + original if context else original, translation))
    return pairs


def _is_fuzzy(comments: bytes) -> bool:
    return says_fuzzy(comments.decode()) and not is_current_for_gettext(comments)


def _join_plural(msgid: bytes, plural: bytes, forms: bytes) -> tuple[bytes, bytes]:
    """The string lines of a plural message as if it were none; those of its translation empty where its first form is."""
    first, *others = _FORM.split(forms)[1:]
    others = [FORM_END + form[1:-2] for form in others] if first.strip(b'"\n') else []
    return msgid[:-2] + FORM_END + plural[1:], b"".join([first[:-2], *others, first[-2:]])


def _join(lines: bytes) -> bytes:
    """The text of string lines, from the first quote to the last newline."""
    text = lines[1:-2].replace(SEAM, b"")
    return unescape(text.decode()).encode() if _BACKSLASH in text else text
