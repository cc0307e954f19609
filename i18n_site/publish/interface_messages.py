"""The interface's messages along a language's fallback chain, as the release holds them. Opens no files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from i18n_site.locales import plural_forms
from i18n_site.model import Catalogue
from i18n_site.publish.views import InterfaceMessages


def chain_messages(locale: str, chain: Sequence[str], catalogues: Mapping[str, Sequence[Catalogue]]) -> InterfaceMessages:
    """Every message of the interface in the first language of the chain that has it current.

    `catalogues`: language -> its catalogues, those that win first: a site's own before the package's.
    """
    found: dict[tuple[str | None, str], tuple[tuple[str, ...], str]] = {}
    for tag in (locale, *chain):
        for catalogue in catalogues.get(tag, ()):
            for message in catalogue.messages:
                if not message.obsolete and not message.fuzzy and message.translated:
                    found.setdefault((message.key.msgctxt, message.key.msgid), (message.msgstr, tag))
    return found


def forms_of(locale: str, catalogues: Sequence[Catalogue]) -> str:
    """The Plural-Forms that a language's messages were translated for; gettext's own where no catalogue says."""
    stated = (catalogue.header_field("Plural-Forms") for catalogue in catalogues)
    return next((forms for forms in stated if forms), None) or plural_forms(locale)
