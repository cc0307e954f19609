"""`update`: templates + catalogues + memory -> catalogues. Nothing that a translator wrote is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from i18n_site.catalogue.merge import MergeReport, merge
from i18n_site.catalogue.policy import Policy, policy_of
from i18n_site.config import Site
from i18n_site.errors import DocumentError
from i18n_site.files import Mark, note_write, noting_writes
from i18n_site.flushing import Flushing, Steps, Writing
from i18n_site.memory.shared_texts import SharedTexts
from i18n_site.memory.store import Memory
from i18n_site.model import Catalogue
from i18n_site.publish.former_slugs import Record
from i18n_site.workers import spread, worker_count
from i18n_site.workflow.catalogues import (
    Prepared,
    begin,
    chosen_locales,
    edit_catalogue_in_steps,
    prepare,
    read_files,
)
from i18n_site.workflow.extract import read_templates
from i18n_site.workflow.former_slugs import find_renamed, keep_slugs
from i18n_site.workflow.read_sources import read_places
from i18n_site.workflow.same_meaning import Declaration, Keys, find_declared, union

_GROUPS = 4
"""Groups of languages for each process: what is done for the last of a group waits for the disk."""


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


@dataclass(frozen=True, slots=True)
class Updates:
    """What became of all catalogues: those are what it gives when it is gone through."""

    catalogues: tuple[Update, ...]
    slugs: tuple[Record, ...] = ()
    """What was appended to the former slugs, or would be."""

    def __iter__(self) -> Iterator[Update]:
        return iter(self.catalogues)

    @property
    def settled(self) -> Updates:
        """What becomes of them in an update that finds everything as this one left it."""
        return Updates(tuple(result.settled for result in self.catalogues))

    @property
    def changed(self) -> bool:
        """Whether any file was written, or would be."""
        return bool(self.slugs) or any(result.changed for result in self.catalogues)


def update(site: Site, locales: Sequence[str] = (), *, check: bool = False, same_meaning: Sequence[str] = ()) -> Updates:
    """Bring the catalogues of some languages, or of all, up to the templates; with `check` nothing is written.

    `same_meaning`: places, `content/news/athens.md:12`, of which a maintainer declares that they mean what their translations
    were made of. Raises ConfigError for a language that the site does not have, DocumentError for a place where there is
    nothing to declare; nothing is written then.
    """
    chosen, declared = chosen_locales(site, locales), find_declared(site, same_meaning)
    templates = tuple(read_templates(site))
    work = _Work(site, templates, union(declared), SharedTexts(), policy_of(site.config), check)
    if declared:
        planned = [plan.update for locale in chosen for plan in _plan(work, locale)]
        for declaration in declared:
            _refuse_idle(declaration, planned)
    places = tuple(read_places(site))
    renamed = find_renamed(site, chosen, places, templates)
    weight = sum(site.template_path(template.domain).stat().st_size for template in templates)
    groups = _group(chosen)
    results: list[Update] = []
    for found, notes in spread(_update_languages, work, groups, [weight * len(group) for group in groups]):
        results += found
        for path, mark in notes.items():
            note_write(Path(path), mark)
    return Updates(tuple(results), keep_slugs(site, chosen, places, renamed=renamed, check=check))


@dataclass(frozen=True, slots=True)
class _Work:
    """What is the same for every language."""

    site: Site
    templates: tuple[Catalogue, ...]
    same_meaning: Keys
    shared: SharedTexts
    policy: Policy
    check: bool


def _group(locales: Sequence[str]) -> list[Sequence[str]]:
    """The languages that are done one after the other by the same process, several such groups for each that may work."""
    size = max(len(locales) // (_GROUPS * worker_count()), 1)
    return [locales[start : start + size] for start in range(0, len(locales), size)]


def _update_languages(work: _Work, locales: Sequence[str]) -> tuple[list[Update], dict[str, Mark]]:
    """What became of the catalogues of some languages, and what was written: perhaps by another process than that which asks."""
    with noting_writes() as notes:
        return _carry_out_all(work, locales), notes


def update_language(site: Site, locale: str) -> list[Update]:
    """Bring every catalogue of one language up to its template; what has none yet begins, filled from memory."""
    return _carry_out_all(
        _Work(site, tuple(read_templates(site)), {}, SharedTexts(), policy_of(site.config), check=False), (locale,)
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to become of one catalogue."""

    template: Catalogue
    update: Update
    merging: Callable[[Catalogue], tuple[Catalogue, MergeReport]]
    prepared: Prepared


def _plan(work: _Work, locale: str) -> Iterator[_Plan]:
    """What is to become of every catalogue of a language, as it was before the first was written; nothing is written."""
    site = work.site
    files = {catalogue.domain: (catalogue, data) for catalogue, data in read_files(site, locale)}
    memory = Memory.from_catalogues([old for old, _ in files.values()], work.shared)
    for template in work.templates:
        known, held = files.get(template.domain, (None, None))
        declared = work.same_meaning.get(template.domain, frozenset())
        merging = partial(merge, template, memory=memory, policy=work.policy, same_meaning=declared)
        merged, report = merging(begin(known, template, locale))
        prepared = prepare(known, merged, held=held)
        update = Update(locale, template.domain, report, prepared.before != prepared.after)
        yield _Plan(template, update, merging, prepared)


def _carry_out_all(work: _Work, locales: Sequence[str]) -> list[Update]:
    """Write the catalogues of some languages, unless that is only checked: each while the next is merged."""
    results: list[Update | Writing[Update]] = []
    with Flushing() as disk:
        for locale in locales:
            for plan in _plan(work, locale):
                disk.catch_up()
                written = plan.update.changed and not work.check
                results.append(disk.begin(_carry_out(work.site, plan)) if written else plan.update)
        disk.finish()
        return [result.finish() if isinstance(result, Writing) else result for result in results]


def _carry_out(site: Site, plan: _Plan) -> Steps[Update]:
    """Write one catalogue; what has been saved since it was read is merged instead of it."""
    update = plan.update
    report = update.report

    def change(current: Catalogue | None) -> Catalogue:
        nonlocal report
        merged, report = plan.merging(begin(current, plan.template, update.locale))
        return merged

    changed = yield from edit_catalogue_in_steps(site, update.locale, update.domain, change, prepared=plan.prepared)
    return replace(update, report=report, changed=changed)


def _refuse_idle(declaration: Declaration, planned: Sequence[Update]) -> None:
    """Raise DocumentError where a declaration would make no translation current."""
    for result in planned:
        if declaration.keys.get(result.domain, frozenset()) & {*result.report.carried, *result.report.patched}:
            return
    place = declaration.place
    said = "no translation becomes current here: nothing has changed, or a number, an address or code that cannot be replaced"
    advice = "name the place that was edited, and run `i18n-site extract` before"
    raise DocumentError(said, path=place.path, line=place.line, advice=advice)
