"""The downloads and images of a release: their languages, and which of them a password guards. Opens no files."""

from __future__ import annotations

import mimetypes
import posixpath
from collections.abc import Collection, Iterator

from i18n_site.formats.reading import read_body
from i18n_site.known import Known
from i18n_site.locales import canonical_prefix
from i18n_site.model import Document
from i18n_site.publish.html_addresses import addresses
from i18n_site.publish.links import TargetKind, resolve
from i18n_site.publish.pages import SiteMap
from i18n_site.publish.sources import Sources, is_protected
from i18n_site.publish.views import FileView

UNKNOWN_TYPE = "application/octet-stream"


def files_of(sources: Sources, site_map: SiteMap, languages: Collection[str], known: Known | None = None) -> Iterator[FileView]:
    """Every file of the site, in the order of the paths.

    `report.fr.pdf` beside `report.pdf` is its French variant. A file that only protected documents refer to is theirs, with
    its variants. `known`: what an earlier run has made.
    """
    paths = {file.path for file in sources.files}
    public, owners = _readers(sources, site_map, known or Known())
    for file in sources.files:
        original, language = language_of(file.path, paths, languages)
        guarded = () if original in public else tuple(sorted(owners.get(original, ())))
        media_type, _ = mimetypes.guess_type(file.path)
        yield FileView(
            path=file.path,
            size=file.size,
            media_type=media_type or UNKNOWN_TYPE,
            sha256=file.sha256,
            language=language,
            variant_of=original if language else None,
            protected_by=guarded,
        )


def language_of(path: str, paths: Collection[str], languages: Collection[str]) -> tuple[str, str | None]:
    """The file that this is a variant of, and the variant's language; the file itself and None for others."""
    stem, suffix = posixpath.splitext(path)
    base, tag = posixpath.splitext(stem)
    language = canonical_prefix(tag[1:], languages) if tag and f"{base}{suffix}" in paths else None
    return (f"{base}{suffix}", language) if language else (path, None)


def _readers(sources: Sources, site_map: SiteMap, known: Known) -> tuple[set[str], dict[str, set[str]]]:
    """Files that something open to all refers to; and file -> the protected documents that refer to it."""
    public = {
        value for file in sources.data for record in file.records for value in record.fields.values() if isinstance(value, str)
    }
    owners: dict[str, set[str]] = {}
    for document in sources.documents:
        for address in _addresses(document, known):
            target = resolve(address, document.id, site_map.index)
            if target.kind is TargetKind.FILE and is_protected(document):
                owners.setdefault(target.value, set()).add(document.id)
            elif target.kind is TargetKind.FILE:
                public.add(target.value)
    return public, owners


def _addresses(document: Document, known: Known) -> Iterator[str]:
    """Every link and image of a document."""
    image = document.fields.get("image")
    source = image.get("src") if isinstance(image, dict) else None
    if isinstance(source, str):
        yield source
    body = document.text[document.body :].decode("utf-8")
    if is_protected(document):
        yield from _addresses_in(body, math=document.math)
    else:
        yield from known.remembered(lambda: _addresses_in(body, math=document.math), list[str], "addresses", body, document.math)


def _addresses_in(body: str, *, math: bool) -> list[str]:
    marks = [mark for run in read_body(body, math=math).runs for mark in run.marks if mark.category in ("link", "image")]
    return [*(mark.value for mark in marks), *addresses(body)]
