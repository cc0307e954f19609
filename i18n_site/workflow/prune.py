"""`prune`: take obsolete translations out of catalogues. The one command that lets texts go, and only when it is asked to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from i18n_site.config import Site
from i18n_site.errors import CatalogueError
from i18n_site.model import Catalogue
from i18n_site.workflow.catalogues import chosen_locales, edit_catalogue, prepare, read_catalogues


@dataclass(frozen=True, slots=True)
class Pruned:
    """What went from one catalogue."""

    locale: str
    domain: str
    removed: int
    """Obsolete entries that were there."""


def prune(site: Site, locales: Sequence[str] = (), *, check: bool = False) -> tuple[Pruned, ...]:
    """Remove the obsolete entries of some languages, or of all; with `check` nothing is written, only counted.

    Every other entry keeps its bytes. Raises ConfigError for a language that the site does not have, CatalogueError
    where a catalogue cannot be read, in both cases before anything is written.
    """
    catalogues = [(locale, known) for locale in chosen_locales(site, locales) for known in read_catalogues(site, locale)]
    return tuple(
        Pruned(locale, known.domain, _count(known) if check else _prune(site, locale, known)) for locale, known in catalogues
    )


def _prune(site: Site, locale: str, known: Catalogue) -> int:
    """How many entries went from what the catalogue held when it was written, which may be more than we know."""
    removed = 0

    def without_obsolete(catalogue: Catalogue | None) -> Catalogue:
        nonlocal removed
        if catalogue is None:
            raise CatalogueError("somebody has removed the catalogue", path=known.path, advice="start `i18n-site prune` again")
        removed = _count(catalogue)
        return replace(catalogue, entries=tuple(entry for entry in catalogue.entries if not entry.obsolete))

    if _count(known):
        edit_catalogue(site, locale, known.domain, without_obsolete, prepared=prepare(known, without_obsolete(known)))
    return removed


def _count(catalogue: Catalogue) -> int:
    return sum(entry.obsolete for entry in catalogue.entries)
