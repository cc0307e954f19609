"""Three versions of one message -> one. Knows nothing of catalogues and of where entries stand.

What is a translation (text, plural, fuzzy mark, what it was a translation of) is taken from one side whole, for its parts
say something of each other; comments, references and flags are merged one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple, TypeVar

from i18n_site.catalogue.marks import GUESSES, conflict_comment, without_guesses
from i18n_site.model import Message, Previous

T = TypeVar("T")


class _Rank(IntEnum):
    """How much a person has done for a translation."""

    EMPTY = 0
    GUESS = 1
    """Found by a program in another passage."""
    UNFINISHED = 2
    """Fuzzy, or without some plural form."""
    FINISHED = 3


class _Translation(NamedTuple):
    """What of a message is its translation."""

    plural: str | None
    texts: tuple[str, ...]
    fuzzy: bool
    previous: Previous | None
    guesses: tuple[str, ...]
    """The comments that go with the fuzzy mark."""

    @property
    def rank(self) -> _Rank:
        if not any(self.texts):
            return _Rank.EMPTY
        if self.fuzzy and self.guesses:
            return _Rank.GUESS
        return _Rank.UNFINISHED if self.fuzzy or not all(self.texts) else _Rank.FINISHED


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of a message that both sides have and both have changed."""

    message: Message
    conflict: bool = False
    spare: tuple[str, ...] = ()
    """Texts that gave way to a better one and are to be kept in comments, unless they live on elsewhere."""


def pick(base: T, ours: T, theirs: T) -> T:
    """The side that differs from the base; ours where both do."""
    return theirs if ours == base else ours


def merge_items(base: tuple[T, ...], ours: tuple[T, ...], theirs: tuple[T, ...]) -> tuple[T, ...]:
    """Ours without what they took out, then what they added."""
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    kept = tuple(item for item in ours if item in theirs or item not in base)
    return kept + tuple(item for item in theirs if item not in base and item not in ours)


def same_content(one: Message, other: Message) -> bool:
    """Whether two messages say the same, wherever they stand."""
    return one == other or replace(one, line=None) == replace(other, line=None)


def new_paths(base: Message, changed: Message) -> frozenset[str]:
    """The files in which a message is used since; lines alone say nothing, they move by themselves."""
    return frozenset(place.path for place in changed.references) - {place.path for place in base.references}


def merge_messages(base: Message | None, ours: Message, theirs: Message) -> Merged:
    """One message of two that were changed on both sides, `base` being None where both sides added it."""
    before = base or Message(ours.key)
    translation, conflict, spare = _merge_translations(before, _translation(before), _translation(ours), _translation(theirs))
    comments = merge_items(*(without_guesses(side.translator_comments) for side in (before, ours, theirs)))
    for side in (ours, theirs):
        if (without_guesses(side.translator_comments), _guesses(side)) == (comments, translation.guesses):
            comments = side.translator_comments
            break
    else:
        comments += translation.guesses
    if conflict:
        said = conflict_comment(ours.msgstr, theirs.msgstr)
        comments += (said,) if said not in comments else ()
    obsolete = _is_obsolete(base, ours, theirs)
    retired = obsolete and not (ours.obsolete and theirs.obsolete)
    message = replace(
        ours,
        msgid_plural=translation.plural,
        msgstr=translation.texts,
        flags=_merge_flags(before, ours, theirs, fuzzy=translation.fuzzy),
        references=() if retired else merge_items(before.references, ours.references, theirs.references),
        extracted_comments=()
        if retired
        else merge_items(before.extracted_comments, ours.extracted_comments, theirs.extracted_comments),
        translator_comments=comments,
        previous=translation.previous,
        obsolete=obsolete,
    )
    return Merged(message, conflict, spare)


def _is_obsolete(base: Message | None, ours: Message, theirs: Message) -> bool:
    if base is None or ours.obsolete == theirs.obsolete:
        return ours.obsolete and theirs.obsolete
    if base.obsolete:
        return False
    # One side has no use for it any more; the other may have found a new one meanwhile.
    return not new_paths(base, theirs if ours.obsolete else ours)


def _merge_flags(base: Message, ours: Message, theirs: Message, *, fuzzy: bool) -> tuple[str, ...]:
    flags = merge_items(*(tuple(flag for flag in side.flags if flag != "fuzzy") for side in (base, ours, theirs)))
    flags = ("fuzzy", *flags) if fuzzy else flags
    return next((side.flags for side in (ours, theirs) if set(side.flags) == set(flags)), flags)


# -- translations ---------------------------------------------------------------------------------------------------


def _guesses(message: Message) -> tuple[str, ...]:
    return tuple(comment for comment in message.translator_comments if comment.startswith(GUESSES))


def _translation(message: Message) -> _Translation:
    return _Translation(message.msgid_plural, message.msgstr, message.fuzzy, message.previous, _guesses(message))


_Outcome = tuple[_Translation, bool, tuple[str, ...]]
"""The translation, whether it is one of two that are at odds, and the texts that gave way."""


def _merge_translations(message: Message, base: _Translation, ours: _Translation, theirs: _Translation) -> _Outcome:
    if theirs in (base, ours):
        return ours, False, ()
    if ours == base:
        return theirs, False, ()
    if ours.plural != theirs.plural:
        return _merge_shapes(message, base, ours, theirs)
    if ours.rank != theirs.rank or ours.rank is _Rank.GUESS:
        # What a person finished is not put in doubt by what nobody has.
        better, other = (ours, theirs) if ours.rank >= theirs.rank else (theirs, ours)
        return better, False, _fresh(other, base, better)
    return _merge_forms(base, ours, theirs)


def _merge_shapes(message: Message, base: _Translation, ours: _Translation, theirs: _Translation) -> _Outcome:
    """One side has a plural that the other has not: the new shape, with the texts of the old one where it has none."""
    shape, other = (theirs, ours) if ours.plural == base.plural else (ours, theirs)
    fresh = _fresh(other, base, shape)
    if not fresh or any(shape.texts):
        return shape, False, fresh
    texts = (fresh[0], *shape.texts[1:])
    was = Previous(message.key.msgid, message.key.msgctxt, other.plural)
    return shape._replace(texts=texts, fuzzy=True, previous=was), False, fresh[1:]


def _merge_forms(base: _Translation, ours: _Translation, theirs: _Translation) -> _Outcome:
    """Two translations of equal rank, form by form; fuzzy where a form has two texts."""
    previous = pick(base.previous, ours.previous, theirs.previous)
    if len(ours.texts) != len(theirs.texts):
        one_sided = base.texts in (ours.texts, theirs.texts) or not any(ours.texts)
        texts: tuple[str | None, ...] = pick(base.texts, ours.texts, theirs.texts) if one_sided else (None,)
    else:
        before = base.texts + ("",) * (len(ours.texts) - len(base.texts))
        texts = tuple(_merge_text(*forms) for forms in zip(before, ours.texts, theirs.texts, strict=False))
    agreed = tuple(text for text in texts if text is not None)
    if len(agreed) < len(texts):
        return ours._replace(fuzzy=True, previous=ours.previous or theirs.previous, guesses=()), True, ()
    fuzzy = pick(base.fuzzy, ours.fuzzy, theirs.fuzzy) if ours.texts == theirs.texts else ours.fuzzy or theirs.fuzzy
    guesses = pick(base.guesses, ours.guesses, theirs.guesses)
    return _Translation(ours.plural, agreed, fuzzy, previous, guesses), False, ()


def _merge_text(base: str, ours: str, theirs: str) -> str | None:
    """The text of one form; None where the sides are at odds."""
    if theirs in (base, ours):
        return ours
    if ours == base or not ours:
        return theirs
    return None if theirs else ours


def _fresh(side: _Translation, *known: _Translation) -> tuple[str, ...]:
    """The texts of a side that none of the others has."""
    old: Iterable[str] = {text for other in known for text in other.texts}
    return tuple(text for text in dict.fromkeys(side.texts) if text and text not in old)
