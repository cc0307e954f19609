"""Single texts of the interface from the package's own catalogues, for when there is no release that would hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from i18n_site.catalogue.mo import parse_mo
from i18n_site.catalogue.po import read_po
from i18n_site.errors import I18nSiteError
from i18n_site.interface import interface_catalogues
from i18n_site.model import Catalogue
from i18n_site.publish.interface_messages import SOURCE, chain_messages
from i18n_site.workflow.extract import INTERFACE


def interface_languages() -> tuple[str, ...]:
    """The languages that the interface is in, its own first."""
    return (SOURCE, *interface_catalogues())


@cache
def interface_texts(language: str, texts: tuple[str, ...]) -> Mapping[str, str] | None:
    """Each text in a language; None where the language lacks one of them, or its catalogue cannot be read."""
    if language == SOURCE:
        return {text: text for text in texts}
    try:
        messages = chain_messages(language, (), {language: _catalogues(language)})
    except (I18nSiteError, OSError):
        return None
    found = {text: messages[None, text][0][0] for text in texts if (None, text) in messages}
    return found if len(found) == len(texts) else None


def _catalogues(language: str) -> Sequence[Catalogue]:
    path = interface_catalogues()[language]
    if path.suffix == ".mo":
        return [parse_mo(path.read_bytes(), path=str(path))]
    return [read_po(path, domain=INTERFACE, locale=language)]
