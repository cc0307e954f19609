"""`update`: templates + catalogues + memory -> catalogues. Nothing that a translator wrote is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import is_
from pathlib import Path

from i18n_site.catalogue.merge import MergeReport, merge
from i18n_site.catalogue.po import format_po
from i18n_site.catalogue.policy import policy_of
from i18n_site.config import Site
from i18n_site.errors import DocumentError
from i18n_site.files import Mark, note_write, noting_writes
from i18n_site.memory.store import Memory
from i18n_site.model import Catalogue
from i18n_site.workflow.catalogues import chosen_locales, edit_catalogue, new_catalogue, read_catalogues
from i18n_site.workflow.extract import read_templates
from i18n_site.workflow.same_meaning import Declaration, Keys, find_declared, union
from i18n_site.workflow.workers import spread


@dataclass(frozen=True, slots=True)
class Update:
    """What became of one catalogue."""

    locale: str
    domain: str
    report: MergeReport
    changed: bool
    """Whether the file was written, or would be."""

    @property
    def settled(self) -> Update:
        """What becomes of it in an update that finds everything as this one left it."""
        return replace(self, report=self.report.settled, changed=False)


def update(
    site: Site, locales: Sequence[str] = (), *, check: bool = False, same_meaning: Sequence[str] = ()
) -> tuple[Update, ...]:
    """Bring the catalogues of some languages, or of all, up to the templates; with `check` nothing is written.

    `same_meaning`: places, `content/news/athens.md:12`, of which a maintainer declares that they mean what their translations
    were made of. Raises ConfigError for a language that the site does not have, DocumentError for a place where there is
    nothing to declare; nothing is written then.
    """
    chosen, declared = chosen_locales(site, locales), find_declared(site, same_meaning)
    templates, keys = tuple(read_templates(site)), union(declared)
    if declared:
        planned = [result for locale in chosen for result in _update(site, locale, templates, keys, check=True)]
        for declaration in declared:
            _refuse_idle(declaration, planned)
    work = _Work(site, templates, keys, check)
    weight = sum(site.template_path(template.domain).stat().st_size for template in templates)
    results: list[Update] = []
    for found, notes in spread(_update_language, work, chosen, [weight] * len(chosen)):
        results += found
        for path, mark in notes.items():
            note_write(Path(path), mark)
    return tuple(results)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is the same for every language."""

    site: Site
    templates: tuple[Catalogue, ...]
    same_meaning: Keys
    check: bool


def _update_language(work: _Work, locale: str) -> tuple[list[Update], dict[str, Mark]]:
    """What became of a language's catalogues, and what was written: perhaps by another process than that which asks."""
    with noting_writes() as notes:
        return _update(work.site, locale, work.templates, work.same_meaning, check=work.check), notes


def update_language(site: Site, locale: str) -> list[Update]:
    """Bring every catalogue of one language up to its template; what has none yet begins, filled from memory."""
    return _update(site, locale, tuple(read_templates(site)), {}, check=False)


def _update(site: Site, locale: str, templates: Sequence[Catalogue], same_meaning: Keys, *, check: bool) -> list[Update]:
    old = {catalogue.domain: catalogue for catalogue in read_catalogues(site, locale)}
    memory, policy = Memory.from_catalogues(old.values()), policy_of(site.config)
    results = []
    for template in templates:
        declared = same_meaning.get(template.domain, frozenset())
        merging = partial(merge, template, memory=memory, policy=policy, same_meaning=declared)
        results.append(_bring_up(site, template, locale, old.get(template.domain), merging, check=check))
    return results


def _bring_up(
    site: Site,
    template: Catalogue,
    locale: str,
    known: Catalogue | None,
    merging: Callable[[Catalogue], tuple[Catalogue, MergeReport]],
    *,
    check: bool,
) -> Update:
    """Bring one catalogue up to its template; what has been saved since `known` was read is merged instead of it."""
    merged, report = merging(known or new_catalogue(template, locale))
    if known is not None and all(map(is_, merged.entries, known.entries)) and len(merged.entries) == len(known.entries):
        return Update(locale, template.domain, report, False)
    if check:
        return Update(locale, template.domain, report, known is None or format_po(merged) != format_po(known))

    def change(current: Catalogue | None) -> Catalogue:
        nonlocal merged, report
        if current is not known:
            merged, report = merging(current or new_catalogue(template, locale))
        return merged

    changed = edit_catalogue(site, locale, template.domain, change, known=known)
    return Update(locale, template.domain, report, changed)


def _refuse_idle(declaration: Declaration, planned: Sequence[Update]) -> None:
    """Raise DocumentError where a declaration would make no translation current."""
    for result in planned:
        if declaration.keys.get(result.domain, frozenset()) & {*result.report.carried, *result.report.patched}:
            return
    place = declaration.place
    said = "no translation becomes current here: nothing has changed, or a number, an address or code that cannot be replaced"
    advice = "name the place that was edited, and run `i18n-site extract` before"
    raise DocumentError(said, path=place.path, line=place.line, advice=advice)
