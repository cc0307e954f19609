"""Catalogues as `extract` and `update` would leave them, made in memory. Reads and writes no file.

A passage that its author has just changed is shown as visitors will see it: carried, patched, stale, or fallen back.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from i18n_site.catalogue.merge import merge
from i18n_site.catalogue.policy import policy_of
from i18n_site.catalogue.template import build_template
from i18n_site.config import Site
from i18n_site.memory.shared_texts import SharedTexts
from i18n_site.memory.store import Memory
from i18n_site.model import Catalogue, Message, MessageKey
from i18n_site.publish.sources import Sources
from i18n_site.workflow.catalogues import new_catalogue, target_locales
from i18n_site.workflow.extract import collect_content

Shelf = tuple[str, str]
"""A language and a domain."""


def bring_up_in_memory(site: Site, sources: Sources, shelves: Mapping[Shelf, Catalogue]) -> dict[Shelf, Catalogue]:
    """The catalogues brought up to the sources, those of the interface as they are. What is up to date stays the same object."""
    policy, shared = policy_of(site.config), SharedTexts()

    @cache
    def memory(locale: str) -> Memory:
        own = (catalogue for shelf, catalogue in shelves.items() if shelf[0] == locale)
        return Memory.from_catalogues(own, shared)

    brought = dict(shelves)
    for domain, segments in collect_content(site, sources).items():
        template = build_template(domain, segments, project=site.config.title, references=site.config.references)
        wanted = _texts(template)
        for locale in target_locales(site):
            old = shelves.get((locale, domain)) or new_catalogue(template, locale)
            if _texts(old) != wanted:
                brought[locale, domain], _ = merge(template, old, memory(locale), policy=policy)
    return brought


def _texts(catalogue: Catalogue) -> set[tuple[MessageKey, str | None]]:
    """What there is to translate in a catalogue or template."""
    return {_text(message) for message in catalogue.messages if not message.obsolete}


def _text(message: Message) -> tuple[MessageKey, str | None]:
    return message.key, message.msgid_plural
