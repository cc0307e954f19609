"""Labels of references that a translation made elsewhere has for itself: its texts with the source's labels. Opens no files.

`[ferme][ferme]` under `[ferme]: farm.md` says what `[ferme][farm]` says in a document that has `[farm]: farm.md`; only of the
latter can the source's page be made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from i18n_site.model import Document, MessageKey, Segment
from i18n_site.publish.isolate import read_definitions
from i18n_site.texts import fold_blanks

_LABEL = re.compile(r"(?<=\]\[)((?:[^\[\]\\]|\\.)+)(?=\])")


def with_labels_of(source: Document, target: Document) -> Document:
    """The translation `target`, its texts naming what both define as the source names it."""
    names = _names(source, target)
    return replace(target, segments=tuple(_renamed(segment, names) for segment in target.segments)) if names else target


def _names(source: Document, target: Document) -> Mapping[str, str]:
    """Folded labels that only the translation has -> the source's for the same address, where there is one."""
    ours, theirs = _definitions(source), _definitions(target)
    known = {_folded(label) for label in ours}
    of_address = {address: label for label, address in reversed(ours.items())}
    return {
        _folded(label): of_address[address]
        for label, address in theirs.items()
        if _folded(label) not in known and address in of_address
    }


def _definitions(document: Document) -> dict[str, str]:
    found = read_definitions(document.text[document.body :].decode(), jsx=document.jsx)
    return {label: address for label, (address, _) in found.items()}


def _folded(label: str) -> str:
    """As labels match: CommonMark 0.31, section 4.7."""
    return fold_blanks(label).casefold()


def _renamed(segment: Segment, names: Mapping[str, str]) -> Segment:
    text = segment.key.msgid
    if "][" not in text or segment.field is not None:
        return segment
    said = _LABEL.sub(lambda found: names.get(_folded(found[1]), found[1]), text)
    return segment if said == text else replace(segment, key=MessageKey(said, segment.key.msgctxt))
