"""Three versions of a catalogue's header -> one, field by field. Knows nothing of entries.

Dates say when something last happened: the later one is right, whoever merges into whom. Every other field is merged as
text is, ours where both sides changed it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from i18n_site.catalogue.three_way_messages import merge_items, pick
from i18n_site.model import Message

_CREATED, _REVISED, _TRANSLATOR, _TYPE = "pot-creation-date", "po-revision-date", "last-translator", "content-type"


def merge_headers(base: Message | None, ours: Message, theirs: Message, *, their_charset: bool | None) -> Message:
    """The header of the merged catalogue; `their_charset` says whose Content-Type is true of it, None where both are."""
    mine, other, before = _lines(ours), _lines(theirs), _lines(base) if base else {}
    right = {} if their_charset is None else {_TYPE: other if their_charset else mine}
    for date, names in ((_CREATED, (_CREATED,)), (_REVISED, (_REVISED, _TRANSLATOR))):
        for side, rest in ((mine, other), (other, mine)):
            if _later(side.get(date), rest.get(date)):
                right |= dict.fromkeys(names, side)
    lines = []
    for name in [*mine, *(name for name in other if name not in mine)]:
        chosen = right.get(name, {}).get(name) or pick(before.get(name), mine.get(name), other.get(name))
        if chosen is not None:
            lines.append(chosen)
    text = "\n".join(lines) + ("\n" if ours.msgstr[0].endswith("\n") or not ours.msgstr[0] else "")
    fuzzy = pick(base is None or base.fuzzy, ours.fuzzy, theirs.fuzzy)
    flags = merge_items(*(tuple(f for f in side.flags if f != "fuzzy") if side else () for side in (base, ours, theirs)))
    return replace(
        ours,
        msgstr=(text, *ours.msgstr[1:]),
        flags=("fuzzy", *flags) if fuzzy else flags,
        translator_comments=merge_items(
            base.translator_comments if base else (), ours.translator_comments, theirs.translator_comments
        ),
    )


def _lines(header: Message) -> dict[str, str]:
    """The lines of a header by the names of their fields; a repeated one is counted, one without a field is its own name."""
    named: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for line in header.msgstr[0].removesuffix("\n").split("\n"):
        field, colon, _ = line.partition(":")
        name = field.strip().lower() if colon else f"\n{line}"
        named[f"{name}\n{seen[name]}" if seen[name] else name] = line
        seen[name] += 1
    return named


def _later(one: str | None, other: str | None) -> bool:
    """Whether the date of the one field is known and later than that of the other."""
    first, second = _instant(one), _instant(other)
    return first is not None and (second is None or first > second)


def _instant(line: str | None) -> datetime | None:
    """The date of a header line: gettext's form or ISO 8601; None for a blank one, a placeholder, anything else."""
    value = re.sub(r"\s+(?=[+-])", "", (line or "").partition(":")[2].strip())
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
