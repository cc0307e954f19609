"""Read and write a site's catalogues and templates. Every command that touches translations goes through here.

Nobody's save is overwritten: catalogues are changed under a lock, from what they hold at that moment, and anew where a program
that takes no lock saves in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from operator import is_
from pathlib import Path
from typing import NamedTuple

from i18n_site.catalogue.po import format_po, header_fields, header_message, parse_po, set_header_field
from i18n_site.catalogue.recoding import with_room
from i18n_site.config import Site
from i18n_site.errors import CatalogueError, ConfigError
from i18n_site.exchange_files import edit_in_steps
from i18n_site.files import telling_faults
from i18n_site.flushing import Steps, complete
from i18n_site.locales import gettext_name, is_pseudo, plural_forms
from i18n_site.model import Catalogue, Entry
from i18n_site.workflow.locks import locked


def target_locales(site: Site) -> tuple[str, ...]:
    """The languages that the site is translated into, in the switcher's order; a pseudo-locale needs no catalogue."""
    return tuple(tag for tag in site.config.languages if tag != site.config.source_language and not is_pseudo(tag))


def chosen_locales(site: Site, locales: Sequence[str]) -> tuple[str, ...]:
    """The languages that a command was given, or all where it was given none.

    Raises ConfigError for a language that the site does not have.
    """
    known = target_locales(site)
    for locale in locales:
        if locale == site.config.source_language:
            advice = f"name another language; the site has {', '.join(known) or 'none yet'}"
            raise ConfigError(f"{locale!r} is the language that the site is written in", path="content/site.yaml", advice=advice)
        if locale not in known:
            advice = f"the site has {', '.join(known) or 'no other language'}; add one with `i18n-site add-language {locale}`"
            raise ConfigError(f"the site is not translated into {locale!r}", path="content/site.yaml", advice=advice)
    return tuple(locales) or known


def read_catalogue(site: Site, locale: str, domain: str) -> Catalogue | None:
    """A catalogue of the site, with its path as findings show it; None where there is none yet."""
    found = _read_file(site, site.catalogue_path(locale, domain), locale)
    return None if found is None else found[0]


def read_catalogues(site: Site, locale: str) -> Iterator[Catalogue]:
    """Every catalogue of a language, by domain."""
    return (catalogue for catalogue, _ in read_files(site, locale))


def read_files(site: Site, locale: str) -> Iterator[tuple[Catalogue, bytes]]:
    """The same, each with what its file held."""
    for path in sorted(site.catalogue_path(locale, "x").parent.glob("*.po")):
        found = _read_file(site, path, locale)
        if found is not None:
            yield found


def _read_file(site: Site, path: Path, locale: str) -> tuple[Catalogue, bytes] | None:
    if not path.is_file():
        return None
    shown = path.relative_to(site.root).as_posix()
    try:
        data = path.read_bytes()
    except OSError as fault:
        advice = "see that the file may be read"
        raise CatalogueError(f"cannot be read: {fault.strerror or fault}", path=shown, advice=advice) from fault
    return parse_po(data, path=shown, domain=path.stem, locale=locale), data


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


def begin(known: Catalogue | None, template: Catalogue, locale: str) -> Catalogue:
    """The catalogue that is merged: an empty one where there is none, and with a header where somebody took it out.

    Without one no tool knows the language, its plural forms, nor the character set, which is what the texts are in.
    """
    if known is not None and known.header is not None:
        return known
    new = new_catalogue(template, locale)
    if known is None:
        return new
    new = set_header_field(new, "Content-Type", f"text/plain; charset={known.charset.upper()}")
    return replace(known, entries=(*new.entries, *known.entries))


class Prepared(NamedTuple):
    """A change of a file that is made already, for the case that nobody has saved since."""

    before: bytes | None
    """What the file held; None where there was none."""
    after: bytes


def prepare(known: Catalogue | None, changed: Catalogue, *, held: bytes | None = None) -> Prepared:
    """The change of a catalogue that was read, None where there was no file, into what was made of it.

    `held` is what the file held, where that is at hand.
    """
    before = format_po(known) if held is None and known is not None else held
    if before is not None and known is not None and _same_entries(known, changed):
        return Prepared(before, before)
    return Prepared(before, format_po(with_room(changed)))


def _same_entries(one: Catalogue, other: Catalogue) -> bool:
    """Whether they hold the very same entries, as after a merge that had nothing to do."""
    return len(one.entries) == len(other.entries) and all(map(is_, one.entries, other.entries))


def edit_catalogue(
    site: Site, locale: str, domain: str, change: Callable[[Catalogue | None], Catalogue], *, prepared: Prepared | None = None
) -> bool:
    """Change a catalogue of the site and say whether a byte of it changed.

    `change` is given what the file holds, None where there is none, and may be asked again: where a program that takes no
    lock saves in between, its version is read and changed in turn. It is not asked where `prepared` has the answer. Raises
    CatalogueError for what cannot be read or written down, WriteError for what the system refuses, for a lock that does not come
    free, and for a program that saves all the time; the file is then as that program left it.
    """
    return complete(edit_catalogue_in_steps(site, locale, domain, change, prepared=prepared))


def edit_catalogue_in_steps(
    site: Site, locale: str, domain: str, change: Callable[[Catalogue | None], Catalogue], *, prepared: Prepared | None = None
) -> Steps[bool]:
    """The steps of `edit_catalogue`, for whoever writes several catalogues at a time; the lock is held until the last."""
    return _edit(site, site.catalogue_path(locale, domain), domain, locale, change, prepared)


def edit_template(site: Site, domain: str, change: Callable[[Catalogue | None], Catalogue]) -> bool:
    """Change a template of the site as `edit_catalogue` changes a catalogue."""
    return complete(_edit(site, site.template_path(domain), domain, None, change, None))


def _edit(
    site: Site,
    path: Path,
    domain: str,
    locale: str | None,
    change: Callable[[Catalogue | None], Catalogue],
    prepared: Prepared | None,
) -> Steps[bool]:
    shown = path.relative_to(site.root).as_posix()

    def change_bytes(data: bytes | None) -> bytes:
        if prepared is not None and data == prepared.before:
            return prepared.after
        held = None if data is None else parse_po(data, path=shown, domain=domain, locale=locale)
        return format_po(with_room(change(held)))

    with locked(site, path):
        with telling_faults(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        return (yield from edit_in_steps(path, change_bytes, root=site.root))
