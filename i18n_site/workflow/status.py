"""`status`: how far each language is, section by section. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from i18n_site.catalogue.merge import merge
from i18n_site.catalogue.policy import policy_of
from i18n_site.catalogue.stats import Stats, count, sum_up
from i18n_site.config import Site
from i18n_site.workflow.catalogues import new_catalogue, read_catalogue, target_locales
from i18n_site.workflow.extract import build_templates
from i18n_site.workflow.read_sources import read_sources


@dataclass(frozen=True, slots=True)
class LanguageStatus:
    """How far one language is."""

    locale: str
    sections: Mapping[str, Stats]
    """By domain, in the order of the alphabet."""

    @property
    def total(self) -> Stats:
        """All domains together."""
        return sum_up(self.sections.values())


def status(site: Site) -> tuple[LanguageStatus, ...]:
    """The state of every language against the sources as they are now: what `extract` and `update` would find counts."""
    templates = build_templates(site, read_sources(site))
    found = []
    for locale in target_locales(site):
        sections = {}
        for domain, template in templates.items():
            old = read_catalogue(site, locale, domain) or new_catalogue(template, locale)
            merged, _ = merge(template, old, policy=policy_of(site.config))
            sections[domain] = count(merged)
        found.append(LanguageStatus(locale, sections))
    return tuple(found)


def as_json(languages: tuple[LanguageStatus, ...]) -> dict[str, object]:
    """`{"languages": {"fr": {"percent": …, "translated": …, "fuzzy": …, "missing": …, "words": …, "sections": {…}}}}`."""
    return {
        "languages": {
            language.locale: {
                **_numbers(language.total),
                "sections": {domain: _numbers(stats) for domain, stats in language.sections.items()},
            }
            for language in languages
        }
    }


def _numbers(stats: Stats) -> dict[str, float | int]:
    return {
        "percent": percent(stats),
        "translated": stats.translated,
        "fuzzy": stats.fuzzy,
        "missing": stats.missing,
        "words": stats.words,
    }


def percent(stats: Stats) -> float:
    """One decimal; 100.0 only when nothing is left to do."""
    rounded = round(stats.percent, 1)
    return rounded if stats.fuzzy + stats.missing == 0 else min(rounded, 99.9)
