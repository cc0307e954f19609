"""`compile`: documents x catalogues -> build/site.sqlite3 and the .mo files. What fails leaves the old release as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from i18n_site.cache import Cache
from i18n_site.catalogue.mo import format_mo, parse_mo
from i18n_site.catalogue.po import format_po, read_po
from i18n_site.config import Site
from i18n_site.files import mark_of, note_write, write_atomically
from i18n_site.interface import interface_catalogues
from i18n_site.known import Known
from i18n_site.model import Catalogue, Finding, Severity
from i18n_site.publish.assemble import Assembly, assemble
from i18n_site.publish.protected_schema import protected_path
from i18n_site.publish.release import release_id, write_release
from i18n_site.publish.sources import for_own_pages
from i18n_site.workflow.catalogues import read_shelves
from i18n_site.workflow.extract import INTERFACE
from i18n_site.workflow.former_slugs import read_records
from i18n_site.workflow.in_memory import bring_up_in_memory
from i18n_site.workflow.read_sources import read_sources


@dataclass(frozen=True, slots=True)
class CompileReport:
    """What was published."""

    release: str
    """Its id: the same for the same content."""
    published: Mapping[str, int]
    """Language -> number of documents that it has."""
    documents: int
    findings: tuple[Finding, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to publish, not even what is another generator's."""
        return not self.documents and not any(finding.check == "mdx" for finding in self.findings)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that cost a visitor something: each a passage that fell back, or a thing that is not shown."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


def compile_site(site: Site, *, check: bool = False) -> CompileReport:
    """Make the release and the .mo files; with `check` nothing is written.

    Raises DocumentError, CatalogueError and their kin for what cannot be read: nothing is written then.
    """
    shelves, known = read_shelves(site), _open_cache(site)
    sources = for_own_pages(read_sources(site, keep=not check))
    assembly = assemble(site.config, sources, shelves, _interface(shelves), read_records(site), known)
    if check:
        return _report(assembly, release_id(assembly.content, known))
    compiled = {
        path: data
        for shelf, catalogue in shelves.items()
        if (data := _compile_mo(path := site.catalogue_path(*shelf).with_suffix(".mo"), catalogue, known)) is not None
    }
    release = write_release(site.release_path, assembly.content, known)
    known.save()
    for path in (site.release_path, protected_path(site.release_path)):
        if path.exists():
            note_write(path.resolve(), mark_of(path.stat()))
    for path, data in compiled.items():
        write_atomically(path, data, root=site.root)
    return _report(assembly, release)


def _compile_mo(path: Path, catalogue: Catalogue, known: Known) -> bytes | None:
    """What the MO file of a catalogue is to hold; None where it is known to hold that already."""
    key = known.key("mo", format_po(catalogue))
    made = known.get(key)
    if made is not None and path.is_file() and hashlib.sha256(path.read_bytes()).digest() == made:
        return None
    data = format_mo(catalogue)
    known.put(key, hashlib.sha256(data).digest())
    return data


def rests_on(site: Site) -> tuple[str, ...]:
    """The files beside content/ and translations/ by which it shows whether a release is what it would be once more."""
    return tuple(map(str, (*sorted(site.build.glob("*.sqlite3")), *interface_catalogues().values())))


def compile_for_editing(site: Site, path: Path) -> CompileReport:
    """Make the release that `serve` shows, at a place of its own: what `sync` would make, with drafts. Writes nothing else."""
    sources = read_sources(site, drafts=True)
    shelves = bring_up_in_memory(site, sources, read_shelves(site))
    known = _open_cache(site)
    assembly = assemble(site.config, for_own_pages(sources), shelves, _interface(shelves), read_records(site), known)
    release = write_release(path, assembly.content, known)
    known.save()
    return _report(assembly, release)


def _open_cache(site: Site) -> Cache:
    """What earlier runs have made of pages: `compile` and `serve` share it."""
    return Cache(site.build / "cache" / "pages")


def _interface(shelves: Mapping[tuple[str, str], Catalogue]) -> Mapping[str, Sequence[Catalogue]]:
    """Language -> the site's own interface messages, then the package's."""
    found: dict[str, list[Catalogue]] = {}
    for (locale, domain), catalogue in shelves.items():
        if domain == INTERFACE:
            found.setdefault(locale, []).append(catalogue)
    for locale, path in interface_catalogues().items():
        if path.suffix == ".mo":
            catalogue = parse_mo(path.read_bytes(), path=str(path))
        else:
            catalogue = read_po(path, domain=INTERFACE, locale=locale)
        found.setdefault(locale, []).append(catalogue)
    return found


def _report(assembly: Assembly, release: str) -> CompileReport:
    documents = assembly.content.documents
    languages = [language.tag for language in assembly.content.site.languages]
    published = {tag: sum(tag in document.languages for document in documents) for tag in languages}
    return CompileReport(release, published, len(documents), assembly.findings)
