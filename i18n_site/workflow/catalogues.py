"""Read and write a site's catalogues. Every command that touches translations goes through here."""

from __future__ import annotations

from collections.abc import Iterator

from i18n_site.catalogue.po import header_fields, header_message, parse_po, write_po
from i18n_site.config import Site
from i18n_site.errors import CatalogueError
from i18n_site.locales import gettext_name, plural_forms
from i18n_site.model import Catalogue, Entry


def target_locales(site: Site) -> tuple[str, ...]:
    """The languages that the site is translated into, in the switcher's order."""
    return tuple(tag for tag in site.config.languages if tag != site.config.source_language)


def read_catalogue(site: Site, locale: str, domain: str) -> Catalogue | None:
    """A catalogue of the site, with its path as findings show it; None where there is none yet."""
    path = site.catalogue_path(locale, domain)
    if not path.is_file():
        return None
    shown = path.relative_to(site.root).as_posix()
    try:
        data = path.read_bytes()
    except OSError as fault:
        advice = "see that the file may be read"
        raise CatalogueError(f"cannot be read: {fault.strerror or fault}", path=shown, advice=advice) from fault
    return parse_po(data, path=shown, domain=domain, locale=locale)


def read_catalogues(site: Site, locale: str) -> Iterator[Catalogue]:
    """Every catalogue of a language, by domain."""
    for path in sorted(site.catalogue_path(locale, "x").parent.glob("*.po")):
        catalogue = read_catalogue(site, locale, path.stem)
        if catalogue is not None:
            yield catalogue


def read_shelves(site: Site) -> dict[tuple[str, str], Catalogue]:
    """Every catalogue of the site, by language and domain."""
    return {(tag, catalogue.domain): catalogue for tag in target_locales(site) for catalogue in read_catalogues(site, tag)}


def new_catalogue(template: Catalogue, locale: str) -> Catalogue:
    """An empty catalogue of a language: the template's header with the language and gettext's plural forms.

    Who translates, and when, is for the translator's tool to say.
    """
    fields = dict(header_fields(template))
    fields["Language"] = gettext_name(locale)
    fields.pop("Plural-Forms", None)
    fields["Plural-Forms"] = plural_forms(locale)
    return Catalogue(template.domain, locale, entries=(Entry(header_message(fields.items())),))


def write_catalogue(site: Site, catalogue: Catalogue) -> bool:
    """Write a catalogue to its place; says whether a byte changed."""
    if catalogue.locale is None:
        raise ValueError("a template is no catalogue")
    path = site.catalogue_path(catalogue.locale, catalogue.domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_po(path, catalogue, root=site.root)
