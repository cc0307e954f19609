"""`update`: templates + catalogues + memory -> catalogues. Nothing that a translator wrote is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from i18n_site.catalogue.merge import MergeReport, merge
from i18n_site.catalogue.po import format_po
from i18n_site.config import Site
from i18n_site.errors import ConfigError
from i18n_site.memory.store import Memory
from i18n_site.workflow.catalogues import new_catalogue, read_catalogues, target_locales, write_catalogue
from i18n_site.workflow.extract import read_templates


@dataclass(frozen=True, slots=True)
class Update:
    """What became of one catalogue."""

    locale: str
    domain: str
    report: MergeReport
    changed: bool
    """Whether the file was written, or would be."""


def update(site: Site, locales: Sequence[str] = (), *, check: bool = False) -> tuple[Update, ...]:
    """Bring the catalogues of some languages, or of all, up to the templates; with `check` nothing is written.

    Raises ConfigError for a language that the site does not have.
    """
    return tuple(result for locale in _chosen(site, locales) for result in update_language(site, locale, check=check))


def update_language(site: Site, locale: str, *, check: bool = False) -> list[Update]:
    """Bring every catalogue of one language up to its template; what has none yet begins, filled from memory."""
    old = {catalogue.domain: catalogue for catalogue in read_catalogues(site, locale)}
    memory = Memory.from_catalogues(old.values())
    results = []
    for template in read_templates(site):
        known = old.get(template.domain)
        merged, report = merge(template, known or new_catalogue(template, locale), memory)
        changed = known is None or format_po(merged) != format_po(known)
        if changed and not check:
            changed = write_catalogue(site, merged)
        results.append(Update(locale, template.domain, report, changed))
    return results


def _chosen(site: Site, locales: Sequence[str]) -> tuple[str, ...]:
    known = target_locales(site)
    for locale in locales:
        if locale not in known:
            advice = f"the site has {', '.join(known) or 'no other language'}; add one with `i18n-site add-language {locale}`"
            raise ConfigError(f"the site is not translated into {locale!r}", path="content/site.yaml", advice=advice)
    return tuple(locales) or known
