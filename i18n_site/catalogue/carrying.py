"""What becomes of a translation whose passage changed in its place. Pure; knows one message and what it was.

A text goes on as it is, with an address, a number or code replaced in it, or as something to be looked at. A text that was to be
looked at before stays so: of its own accord nothing becomes current that a translator has not seen, but by a maintainer's word.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from i18n_site.catalogue.marks import is_doubtful
from i18n_site.catalogue.patching import REPLACEABLE, find_replacements, patch
from i18n_site.catalogue.policy import Policy, Treatment
from i18n_site.catalogue.staleness import GRADES
from i18n_site.catalogue.tokens import Kind
from i18n_site.config import SLUG_CONTEXT
from i18n_site.model import Message, MessageKey, Previous


@dataclass(frozen=True, slots=True)
class Carried:
    """A text for a passage that changed."""

    msgstr: tuple[str, ...]
    current: bool
    """Whether it may be served without a translator's look."""
    patched: bool
    """Whether something was replaced in it."""


def previous_of(old: Message) -> Previous:
    """What the text of a message was a translation of, as gettext's `#|` lines say it."""
    return Previous(old.key.msgid, old.key.msgctxt, old.msgid_plural)


def carry(new: Message, old: Message, policy: Policy) -> Carried:
    """The text of `old`, which stood in the place of `new`, as the policy treats the change from one to the other."""
    was = previous_of(old)
    treatment, kinds = _weigh(policy, was, previous_of(new))
    # A slug is an address, which changes by a translator's hand only; a doubtful text may be another passage's.
    patchable = kinds and new.key.msgctxt != SLUG_CONTEXT and not is_doubtful(old)
    patched = _patch_forms(old.msgstr, was, new, kinds) if patchable else None
    finished = old.translated and not old.fuzzy and _ends_alike(new, old.msgstr)
    current = finished and (treatment is Treatment.CARRY or (treatment is Treatment.PATCH and patched is not None))
    return Carried(patched or old.msgstr, current, patched not in (None, old.msgstr))


@lru_cache(maxsize=4096)  # The source changes for all languages alike.
def _weigh(policy: Policy, was: Previous, now: Previous) -> tuple[Treatment, tuple[Kind, ...]]:
    """What becomes of a translation of one text for another, and which kinds of what changed are replaced in it."""
    changes = policy.find_changes(was, Message(MessageKey(now.msgid or "", now.msgctxt), now.msgid_plural))
    return policy.treat(changes), policy.patched_kinds(changes)


def declare(new: Message, old: Message) -> Carried | None:
    """The text of `old` for `new`, where a maintainer says that the source means what the text was made of; None where that
    does not help.

    It does not help a guess, a text that somebody doubts, nor where a number, an address or code changed and cannot be replaced:
    such a change says something. `old` is the message in the place of `new`, or `new` itself as it waits for a look.
    """
    was = old.previous if old.fuzzy else previous_of(old)
    if was is None or was.msgid is None or is_doubtful(old) or not old.translated:
        return None
    if not (was.msgid_plural is None) == (old.msgid_plural is None) == (new.msgid_plural is None):
        return None
    # A text that waits may have followed its source up to the message that it stands at.
    text = _patch_changes(old.msgstr, previous_of(old), new) or old.msgstr
    patched = _patch_changes(text, was, new, done=True)
    if patched is None or not _ends_alike(new, patched):
        return None
    return Carried(patched, True, patched != old.msgstr)


def _patch_changes(msgstr: tuple[str, ...], was: Previous, new: Message, *, done: bool = False) -> tuple[str, ...] | None:
    """Every plural form with all replaced that did change and can be; a slug, an address itself, changes by hand only."""
    changes = Policy().find_changes(was, new)
    kinds = [kind for kind in REPLACEABLE if GRADES[kind] in changes and new.key.msgctxt != SLUG_CONTEXT]
    return _patch_forms(msgstr, was, new, kinds, done=done)


def _patch_forms(
    msgstr: tuple[str, ...], was: Previous, new: Message, kinds: Collection[Kind], *, done: bool = False
) -> tuple[str, ...] | None:
    """Every plural form with what changed of some kinds replaced, None where one of them cannot be; `done` as for `patch`."""
    pairs = [(was.msgid or "", new.key.msgid)]
    if was.msgid_plural is not None and new.msgid_plural is not None:
        pairs.append((was.msgid_plural, new.msgid_plural))
    replacements = find_replacements((*pairs,), (*kinds,))
    forms = [patch(text, replacements, done=done) for text in msgstr] if replacements is not None else [None]
    return None if None in forms else tuple(form for form in forms if form is not None)


def _ends_alike(new: Message, msgstr: tuple[str, ...]) -> bool:
    """Whether every text begins and ends with a newline as the msgid does: gettext wants it so."""
    begins, ends = new.key.msgid.startswith("\n"), new.key.msgid.endswith("\n")
    return all(text.startswith("\n") == begins and text.endswith("\n") == ends for text in msgstr)
