"""What becomes of a translation whose source has changed: a site's table, asked with two texts. Opens no files.

Nothing that may have turned the meaning is ever current again without a translator's look, and nobody can set it otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from i18n_site.catalogue.patching import REPLACEABLE
from i18n_site.catalogue.staleness import GRADES, Grade, find_changes
from i18n_site.catalogue.tokens import Kind
from i18n_site.config import Config, Staleness
from i18n_site.model import Message, Previous


class Treatment(StrEnum):
    """What becomes of a translation, the least strict first."""

    CARRY = "carry"
    """It is current as it is."""
    PATCH = "patch"
    """It is current once what changed is replaced in it; where that cannot be done for certain it is fuzzy."""
    PATCH_FUZZY = "patch-fuzzy"
    """What changed is replaced in it, and a translator looks at it."""
    FUZZY = "fuzzy"
    """A translator looks at it."""


_STRICTNESS = {treatment: place for place, treatment in enumerate(Treatment)}


@dataclass(frozen=True, slots=True)
class Policy:
    """A site's table for one source language. Raises ValueError for one that would make a turn of meaning current."""

    language: str = "en"
    """BCP 47 tag of the source texts: it says which words are weighty."""
    table: Staleness = field(default_factory=Staleness)
    """Names of grades in small letters -> names of treatments; `serve_stale`: the name of a grade."""

    def __post_init__(self) -> None:
        carried = [grade.name for grade in Grade if grade >= Grade.MEANING and self._of(grade) is not Treatment.FUZZY]
        if carried:
            raise ValueError(f"a change of grade {' and '.join(carried)} is never carried or patched")
        if self._of(Grade.NUMBER) is Treatment.CARRY:
            raise ValueError("a translation with another number is never current")
        if self.serve_stale >= Grade.MEANING:
            raise ValueError("a translation whose source has turned its meaning is never served")

    @property
    def serve_stale(self) -> Grade:
        """The gravest change after which a fuzzy translation may be served as stale."""
        return Grade[self.table.serve_stale.replace("-", "_").upper()]

    def find_changes(self, was: Previous, now: Message) -> tuple[Grade, ...]:
        """Every grade of change from what a translation was made of to its message as it is now, plural text included."""
        changes = {*find_changes(was.msgid or "", now.key.msgid, language=self.language)}
        if was.msgid_plural is not None and now.msgid_plural is not None:
            changes.update(find_changes(was.msgid_plural, now.msgid_plural, language=self.language))
        elif was.msgid_plural != now.msgid_plural:
            changes.add(Grade.REWRITE)  # forms that nobody wrote, or forms that nobody needs
        return tuple(sorted(changes))

    def treat(self, changes: Iterable[Grade]) -> Treatment:
        """What becomes of a translation after these changes: the strictest that one of them asks for."""
        return max((self._of(grade) for grade in changes), key=_STRICTNESS.__getitem__, default=Treatment.CARRY)

    def patched_kinds(self, changes: Iterable[Grade]) -> tuple[Kind, ...]:
        """What is replaced in a translation after these changes; nothing where words, too, are not what they were."""
        changes = set(changes)
        if max(changes, default=Grade.SAME) >= Grade.MEANING:
            return ()
        patching = (Treatment.PATCH, Treatment.PATCH_FUZZY)
        return tuple(kind for kind in REPLACEABLE if GRADES[kind] in changes and self._of(GRADES[kind]) in patching)

    def serves(self, changes: Collection[Grade]) -> bool:
        """Whether a fuzzy translation may be served as stale; without a change it is not old but doubted, and it is not."""
        return bool(changes) and max(changes) <= self.serve_stale

    def _of(self, grade: Grade) -> Treatment:
        return Treatment.CARRY if grade is Grade.SAME else Treatment(getattr(self.table, grade.name.lower()))


def policy_of(config: Config) -> Policy:
    """The policy of a site."""
    return Policy(config.source_language, config.staleness)
