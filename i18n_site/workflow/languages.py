"""The languages that a command is asked for: those of the site, and the pseudo-locales, which every site has at hand."""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs

from i18n_site.config import Language, Site
from i18n_site.errors import LocaleError
from i18n_site.locales import canonical_tag, is_pseudo


def with_language(site: Site, locale: str) -> tuple[Site, str]:
    """The site, and the tag of one of its languages; a pseudo-locale is at hand in every site."""
    tag = canonical_tag(locale)
    if tag in site.config.languages:
        return site, tag
    if not is_pseudo(tag):
        known = ", ".join(site.config.languages)
        raise LocaleError(f"the site has no language {tag}", advice=f"it has {known}; add one with `i18n-site add-language`")
    languages = {**site.config.languages, tag: Language(tag)}
    return replace(site, config=structs.replace(site.config, languages=languages)), tag
