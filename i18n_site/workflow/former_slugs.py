"""translations/former-slugs.yaml: reads it, and appends what is new. What stands there is never changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from i18n_site.catalogue.marks import is_doubtful
from i18n_site.catalogue.po import parse_po
from i18n_site.config import Site
from i18n_site.errors import CatalogueError, DocumentError
from i18n_site.exchange_files import edit_file
from i18n_site.files import telling_faults
from i18n_site.model import Catalogue, MessageKey
from i18n_site.publish.former_slugs import (
    HEADER,
    Present,
    Record,
    format_records,
    new_records,
    old_paths,
    parse_records,
)
from i18n_site.publish.slugs import PAGES, SLUG_CONTEXT, is_clean
from i18n_site.publish.sources import PROTECTED, section_slugs
from i18n_site.workflow.catalogues import read_catalogues
from i18n_site.workflow.locks import locked
from i18n_site.workflow.read_sources import Place

_BLANK = re.compile(rb"\n(?:[ \t\r]*\n)+")
_MOSTLY = 0.5
"""Share of a file's messages that a new file must have to be the same under another name."""


def read_records(site: Site) -> tuple[Record, ...]:
    """What the file holds; nothing where there is none. Raises YamlError with the line of a fault, DocumentError."""
    path = site.former_slugs_path
    try:
        return parse_records(path.read_bytes(), path=_shown(site))
    except FileNotFoundError:
        return ()
    except OSError as fault:
        raise DocumentError(
            f"it cannot be read: {fault.strerror}", path=_shown(site), advice="make it a readable file"
        ) from fault


def find_renamed(
    site: Site, locales: Sequence[str], places: Sequence[Place], templates: Sequence[Catalogue]
) -> Mapping[str, str]:
    """New files of documents -> the names that they had, as far as catalogues tell that are not up to date yet.

    A file that is gone and one that is new are the same where most messages of the one, as catalogues still have it, are the
    other's now. Asked before `update` brings the references up.
    """
    known = {record.owner for record in read_records(site)}
    present = {place.path for place in places}
    gone = {owner for owner in known - present if not owner.endswith("/")}
    new = present - known
    if not gone or not new:
        return {}
    before: dict[str, set[MessageKey]] = {}
    for locale in locales:
        for catalogue in read_catalogues(site, locale):
            for owner, key in _messages_of(catalogue, gone):
                before.setdefault(owner, set()).add(key)
    after: dict[str, set[MessageKey]] = {}
    for template in templates:
        for owner, key in _messages_of(template, new):
            after.setdefault(owner, set()).add(key)
    found: dict[str, str] = {}
    for owner, keys in sorted(after.items()):
        shares = {old: len(keys & held) / len(held) for old, held in before.items() if old not in found.values()}
        best = max(sorted(shares), key=shares.__getitem__, default=None)
        if best is not None and shares[best] >= _MOSTLY:
            found[owner] = best
    return found


def _messages_of(catalogue: Catalogue, owners: set[str]) -> Iterator[tuple[str, MessageKey]]:
    for message in catalogue.messages:
        for reference in message.references if message.key.msgctxt != SLUG_CONTEXT else ():
            owner = reference.path.removeprefix("content/")
            if owner in owners:
                yield owner, message.key


def keep_slugs(
    site: Site,
    locales: Sequence[str],
    places: Sequence[Place],
    *,
    renamed: Mapping[str, str] | None = None,
    check: bool = False,
) -> tuple[Record, ...]:
    """Append the slugs that documents and sections have come to have; with `check` nothing is written. Returns the records.

    `locales` are the languages whose catalogues are read. Raises YamlError where the file is no list of slugs, WriteError.
    """
    present = tuple(_present(site, locales, places))
    added: tuple[Record, ...] = ()

    def change(data: bytes | None) -> bytes:
        nonlocal added
        records = parse_records(data or b"", path=_shown(site))
        source = site.config.source_language
        moved = {new: old for new, old in (renamed or {}).items() if new.split("/")[0] != old.split("/")[0]}
        # Below another section's address a slug alone says nothing: the whole path is kept.
        whole = [record._replace(owner=new) for new, old in moved.items() for record in old_paths(records, old, source=source)]
        kept = {new: old for new, old in (renamed or {}).items() if new not in moved}
        whole = [record for record in whole if record not in records]
        new = new_records((*records, *whole), present, source=source, languages=locales, renamed=kept)
        added = (*whole, *new)
        if not added:
            return data or b""
        before = data or HEADER.encode()
        return before + (b"" if before.endswith(b"\n") else b"\n") + format_records(added)

    path = site.former_slugs_path
    data = path.read_bytes() if path.is_file() else None
    if change(data) == (data or b"") or check:
        return added
    with locked(site, path):
        with telling_faults(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        edit_file(path, change, root=site.root)
    return added


def _present(site: Site, locales: Sequence[str], places: Sequence[Place]) -> Iterator[Present]:
    """What sections and documents are known by: sections first, each in the order of the alphabet."""
    slugs: dict[tuple[str, str], Mapping[str, str]] = {}

    def find(domain: str, msgid: str, folders: int = 0) -> dict[str, str]:
        texts = {}
        for locale in locales:
            if (locale, domain) not in slugs:
                slugs[locale, domain] = _read_slugs(site, locale, domain)
            text = slugs[locale, domain].get(msgid, "")
            if text and text != msgid and is_clean(text, folders):
                texts[locale] = text
        return texts

    translated = dict(section_slugs({text.path: text.segment for text in site.config.texts}))
    for section in sorted({place.section for place in places} - {PAGES}):
        segment = translated.get(section)
        texts = find("site", segment.key.msgid) if segment else {}
        yield Present(f"{section}/", site.config.section(section).slug, texts)
    for place in sorted(places, key=lambda place: place.path):
        if place.slug:
            yield Present(place.path, place.slug, {} if place.skip else _texts_of(place, find))


def _texts_of(place: Place, find: Callable[[str, str, int], Mapping[str, str]]) -> Mapping[str, str]:
    *folders, last = place.slug.split("/")
    return find(PROTECTED if place.protected else place.section, last, len(folders))


def _read_slugs(site: Site, locale: str, domain: str) -> Mapping[str, str]:
    """Slug of the source -> its translation, those that are in use: fuzzy ones too, but no guesses."""
    path = site.catalogue_path(locale, domain)
    if not path.is_file():
        return {}
    shown = path.relative_to(site.root).as_posix()
    with telling_faults(path):
        data = path.read_bytes()
    # One entry in ten or twenty is a slug; the others need not be read a second time.
    header, *rest = _BLANK.split(data)
    blocks = [header, *(block for block in rest if b'"slug"' in block)]
    try:
        catalogue = parse_po(b"\n\n".join(blocks) + b"\n", path=shown, locale=locale)
    except CatalogueError:  # an entry with a blank line in it
        catalogue = parse_po(data, path=shown, locale=locale)
    found: dict[str, str] = {}
    for message in catalogue.messages:
        if message.key.msgctxt == SLUG_CONTEXT and not message.obsolete and not is_doubtful(message):
            found.setdefault(message.key.msgid, message.msgstr[0])
    return found


def _shown(site: Site) -> str:
    return site.former_slugs_path.relative_to(site.root).as_posix()
