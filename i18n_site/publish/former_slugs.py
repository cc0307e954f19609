"""Addresses that documents and sections have left, and where they lead now. Pure; knows nothing of files or catalogues.

A *record* says that an owner was known by a slug in a language: `[fr, news/athens.md, athenes]`. `update` appends one whenever
a slug is new, so that the last record of an owner is its present slug and those before it are the ones that it has left; that
a translator changed a slug can be told in no other way, since a catalogue holds only what is. Records are never removed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, NamedTuple

from i18n_site.errors import YamlError
from i18n_site.model import Document, Encoder, Frame
from i18n_site.publish.slugs import PAGES, Paths
from i18n_site.yaml_positions import read_yaml
from i18n_site.yaml_scalars import IN_FLOW, encode_scalar

HEADER: Final = """\
# Kept by `i18n-site update`; commit it. Each line: a language, a file or section below content/, a slug that it has or had there.
# Who asks for an address of before is sent to the present one. Lines are appended and never change. To let an address that is
# not of this site's making lead to a document, add a line with its whole path: [fr, news/athens.md, /vieux/chemin]
"""

_PLAIN: Final = Frame(Encoder.YAML_PLAIN, detail=IN_FLOW)
# As `format_records` writes most lines: plain scalars. What is quoted, or written by hand in another way, is read as YAML.
_SCALAR: Final = r"[^\s\[\]{},:#\"'&*!|>%@`\\?~-][^\s\[\]{},:#\"'\\]*"
_LINE: Final = re.compile(rf"- \[({_SCALAR}), ({_SCALAR}(?: {_SCALAR})*), ({_SCALAR})\]")
_NULLS: Final = frozenset({"null", "Null", "NULL"})


class Record(NamedTuple):
    """An owner was known by a slug in a language."""

    language: str
    owner: str
    """A document's file below content/, `news/athens.md`; a section, `news/`."""
    slug: str
    """As the source or a translator has it; a whole path where it begins with a slash: `/old/path`."""


@dataclass(frozen=True, slots=True)
class Present:
    """What an owner is known by at present."""

    owner: str
    source: str
    """Its slug in the source language, with the folders before it."""
    texts: Mapping[str, str]
    """Language -> its translated slug, where there is one that may be used."""


@dataclass(frozen=True, slots=True)
class FormerPaths:
    """Language -> a path that nothing has at present -> what had it."""

    documents: Mapping[str, Mapping[str, str]]
    """The values are document ids."""
    sections: Mapping[str, Mapping[str, str]]


# -- the file ----------------------------------------------------------------------------------------------------------


def parse_records(data: bytes, *, path: str) -> tuple[Record, ...]:
    """The records of a file in their order. Raises YamlError with the line of what is none."""
    try:
        lines = data.decode().split("\n")
    except UnicodeDecodeError:
        return _parse_yaml(data, path)
    found = []
    for line in lines:
        match = _LINE.fullmatch(line)
        if match and _NULLS.isdisjoint(match.groups()):
            found.append(Record(*match.groups()))
        elif line and not line.startswith("#"):
            return _parse_yaml(data, path)
    return tuple(found)


def _parse_yaml(data: bytes, path: str) -> tuple[Record, ...]:
    advice = "keep the lines of both sides of the merge, and no marker"
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.startswith((b"<<<<<<< ", b"=======", b">>>>>>> ")):
            raise YamlError("a merge has left its marker here", path=path, line=number, advice=advice)
    root = read_yaml(data, path=path)
    advice = "write lines like `- [fr, news/athens.md, athenes]`"
    if root.kind not in ("list", "null"):
        raise YamlError("this is no list of slugs", path=path, line=root.line, advice=advice)
    found = []
    for node in root.children:
        values = [child.value for child in node.children]
        if node.kind != "list" or len(values) != 3 or not all(values):
            raise YamlError("this is no language, file and slug", path=path, line=node.line, advice=advice)
        found.append(Record(*(value or "" for value in values)))
    return tuple(found)


def format_records(records: Iterable[Record]) -> bytes:
    """The lines of some records."""
    return b"".join(b"- [" + b", ".join(encode_scalar(part, _PLAIN) for part in record) + b"]\n" for record in records)


# -- what is new -------------------------------------------------------------------------------------------------------


def new_records(
    records: Iterable[Record],
    present: Iterable[Present],
    *,
    source: str,
    languages: Sequence[str],
    renamed: Mapping[str, str] | None = None,
) -> tuple[Record, ...]:
    """What is to be appended so that the records hold every present slug; none the second time.

    `languages` are those whose catalogues were read, `source` the source language. `renamed`: the new name of a file -> the
    old one, whose records it takes over.
    """
    slugs: dict[tuple[str, str], list[str]] = {}
    for record in records:
        slugs.setdefault(record[:2], []).append(record.slug)
    added: list[Record] = []

    def append(language: str, owner: str, slug: str) -> None:
        held = slugs.setdefault((language, owner), [])
        if not held or held[-1] != slug:
            held.append(slug)
            added.append(Record(language, owner, slug))

    inherited: dict[str, list[tuple[str, str]]] = {}
    for (language, owner), held in slugs.items():
        inherited.setdefault(owner, []).extend((language, slug) for slug in held)
    for now in present:
        for language, slug in inherited.get((renamed or {}).get(now.owner, ""), ()):
            append(language, now.owner, slug)
        before = tuple(slugs.get((source, now.owner), ()))
        append(source, now.owner, now.source)
        for language in languages:
            text = now.texts.get(language)
            has_own = (language, now.owner) in slugs
            # A language without a slug of its own lives at the source's: those it has left once it gets one.
            for slug in before if text is not None and not has_own else ():
                append(language, now.owner, slug)
            if text is not None or has_own:
                append(language, now.owner, now.source if text is None else text)
    return tuple(added)


# -- where they lead ---------------------------------------------------------------------------------------------------


def find_former_paths(records: Sequence[Record], documents: Iterable[Document], paths: Paths, *, source: str) -> FormerPaths:
    """Every path that a document or section has left and nothing has at present, in every language.

    Where two have left the same one, it leads to the one that had it last. A document's former paths are its slugs below each
    slug that its section had.
    """
    known = _Known(records, source)
    by_owner = {owner_of(document): document for document in documents}
    found_documents: dict[str, dict[str, str]] = {}
    found_sections: dict[str, dict[str, str]] = {}
    for language, present in paths.documents.items():
        sections = paths.sections[language]
        taken = {*present.values(), *sections.values(), ""}
        found_documents[language], found_sections[language] = {}, {}
        # Those that had a path last come last, and stay.
        claims = {claim.path: claim for claim in sorted(_claims(known, by_owner, language, sections), key=lambda one: one.order)}
        for path in claims.keys() - taken:
            found = found_documents if claims[path].is_document else found_sections
            found[language][path] = claims[path].value
    return FormerPaths(found_documents, found_sections)


class _Claim(NamedTuple):
    """Something had a path, at the latest when the record of that place was made."""

    order: int
    path: str
    is_document: bool
    value: str


def _claims(known: _Known, by_owner: Mapping[str, Document], language: str, sections: Mapping[str, str]) -> Iterator[_Claim]:
    prefixes = {section: [(0, path), *known.slugs(language, f"{section}/")] for section, path in sections.items()}
    for section, held in prefixes.items():
        for order, slug in held:
            yield _Claim(order, unicodedata.normalize("NFC", slug.strip("/")), False, section)
    for owner, document in by_owner.items():
        above = [(0, "")] if document.section == PAGES else prefixes.get(document.section, [])
        for (above_order, prefix), (order, slug) in product(above, known.slugs(language, owner)):
            path = unicodedata.normalize("NFC", _path(prefix, slug, document.slug))
            yield _Claim(max(above_order, order), path, True, document.id)


def old_paths(records: Sequence[Record], owner: str, *, source: str) -> Iterator[Record]:
    """The records of an owner with whole paths in the place of slugs: for one that is moved to another section."""
    known = _Known(records, source)
    section = owner.split("/")[0] if "/" in owner else PAGES
    for language in dict.fromkeys((source, *(record.language for record in records if record.owner == owner))):
        above = [(0, "")] if section == PAGES else known.slugs(language, f"{section}/")
        for (_, prefix), (_, slug) in product(above, known.slugs(language, owner)):
            yield Record(language, owner, f"/{_path(prefix, slug, slug)}")


def owner_of(document: Document) -> str:
    """How records name a document."""
    return document.path.removeprefix("content/")


def _path(prefix: str, slug: str, present: str) -> str:
    """The path of a slug below its section's; folders that a translated slug does not name are the present ones."""
    if slug.startswith("/"):
        return slug.strip("/")
    folders = present.split("/")[:-1]
    kept = folders[: max(len(folders) - slug.count("/"), 0)]
    return "/".join([*([prefix] if prefix else []), *kept, slug])


class _Known:
    """Records by language and owner, each with its place in the file."""

    def __init__(self, records: Iterable[Record], source: str) -> None:
        self.source = source
        self.held: dict[tuple[str, str], dict[str, int]] = {}
        for order, record in enumerate(records, 1):
            self.held.setdefault((record.language, record.owner), {})[record.slug] = order

    def slugs(self, language: str, owner: str) -> list[tuple[int, str]]:
        """(place, slug) of an owner in a language; the source's where the language has never had one of its own."""
        held = self.held.get((language, owner)) or self.held.get((self.source, owner), {})
        return [(order, slug) for slug, order in held.items()]
