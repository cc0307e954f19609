"""The link graph: slugs to paths, links to targets, files to variants. Pure; knows nothing of files, HTML or catalogues.

A *path* is in slugs, without language prefix and outer slashes: `actualites/athenes`. A *source file* is named from content/:
`news/athens.md`, `files/report.pdf`.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import quote, unquote

from i18n_site.config import INDEX_NAMES
from i18n_site.model import Document


def url_of(locale: str, path: str, *, anchor: str = "") -> str:
    """The URL of a path in a language: `/fr/actualit%C3%A9s/` of ("fr", "actualités"). After RFC 3987, section 3.1."""
    return f"/{locale}/{encode_path(path)}/{_fragment(anchor)}" if path else f"/{locale}/{_fragment(anchor)}"


def file_url(path: str) -> str:
    """The URL of a file of content/: all live below /files/, those of content/files/ without saying it twice."""
    return f"/files/{encode_path(path.removeprefix('files/'))}"


def encode_path(path: str) -> str:
    """A path as a URL carries it: UTF-8, percent-encoded but for what RFC 3986 allows in a path. Slashes stay."""
    return quote(unicodedata.normalize("NFC", path), safe="/-._~!$&'()*+,;=:@")


def _fragment(anchor: str) -> str:
    return "#" + quote(unicodedata.normalize("NFC", anchor), safe="/?-._~!$&'()*+,;=:@") if anchor else ""


class TargetKind(StrEnum):
    """What a link leads to."""

    HOME = "home"
    """The home page of a site whose home is no document."""
    DOCUMENT = "document"
    SECTION = "section"
    FILE = "file"
    EXTERNAL = "external"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Target:
    """What the target of a link means."""

    kind: TargetKind
    value: str
    """A document's id, a section's name, a file (`files/report.pdf`), the address as written, or the reason why it is broken."""
    query: str = ""
    """Without its question mark, as written."""
    anchor: str = ""
    """Without its hash, percent-decoded."""


@dataclass(frozen=True, slots=True)
class LinkIndex:
    """What links may lead to. Made by `index_links`; keys are in NFC."""

    places: Mapping[str, tuple[TargetKind, str]]
    """Every name of a document, section or file: source files, the same without `.md` or with `.html`, folders that have an
    index, paths in source slugs."""
    sources: Mapping[str, str]
    """Document id -> its source file."""
    folded: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case -> the name, to say what was meant."""
    folders: frozenset[str] = frozenset()
    """Every folder in which one of the places lies."""


# Schemes that run or read something in the visitor's own browser: no text of a site needs them.
_REFUSED_SCHEMES = frozenset({"about", "blob", "data", "file", "filesystem", "javascript", "vbscript", "view-source"})
# What the site answers outside its languages and its content: a theme's files, what machines ask for.
_FIXED = re.compile(r"/(?:static/.*|robots\.txt|favicon\.ico|sitemap[^/]*)\Z")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def index_links(
    documents: Iterable[Document], files: Iterable[str], paths: Mapping[str, str], sections: Mapping[str, str]
) -> LinkIndex:
    """The index of everything that a link of the site may lead to.

    `files` are named from content/ (`files/report.pdf`); `paths` (document id -> path) and `sections` (section -> path) are those
    of the source language, so that a link may also be the page's own address. Where names meet, a source file's full name wins,
    then a section, then a shortened name.
    """
    exact: dict[str, tuple[TargetKind, str]] = {}
    loose: dict[str, tuple[TargetKind, str]] = {}
    sources = {}
    for section, path in sections.items():
        loose[_nfc(section)] = loose[_nfc(path)] = (TargetKind.SECTION, section)
    for document in sorted(documents, key=lambda document: document.path):
        target = (TargetKind.DOCUMENT, document.id)
        source = _nfc(document.path.removeprefix("content/"))
        exact[source] = target
        sources[document.id] = source
        stem, _ = posixpath.splitext(source)
        for name in (stem, f"{stem}.html", document.id.rstrip("/"), paths.get(document.id)):
            if name is not None:
                loose.setdefault(_nfc(name), target)
        folder, name = posixpath.split(stem)
        if name.lower() in INDEX_NAMES:
            exact.setdefault(folder, target)
    exact.update({_nfc(file): (TargetKind.FILE, file) for file in files})
    places = loose | exact
    folders = {name[:at] for name in places for at in range(1, len(name)) if name[at] == "/"}
    return LinkIndex(places, sources, {name.casefold(): name for name in sorted(places, reverse=True)}, frozenset(folders))


def resolve(target: str, document: str, index: LinkIndex) -> Target:
    """What the target of a link or image in a document (its id) means. What leads nowhere is broken, with the reason.

    Relative targets start at the document's source file, those with one leading slash at content/. Read as browsers read them
    (WHATWG URL): surrounding spaces go, tabs and newlines go, percent-encoded dots are dots.
    """
    text = re.sub(r"[\t\n\r]", "", target.strip("".join(map(chr, range(0x21)))))
    if scheme := _SCHEME.match(text):
        if scheme[1].lower() in _REFUSED_SCHEMES:
            return Target(TargetKind.BROKEN, f"an address of the scheme {scheme[1].lower()} is not served")
        return Target(TargetKind.EXTERNAL, text)
    if text.startswith("//") or _FIXED.match(text):
        return Target(TargetKind.EXTERNAL, text)
    rest, _, anchor = text.partition("#")
    path, _, query = rest.partition("?")
    if not text:
        return Target(TargetKind.BROKEN, "the address is empty")
    kind, value = _place(path, index.sources[document], index) if path else (TargetKind.DOCUMENT, document)
    return Target(kind, value) if kind is TargetKind.BROKEN else Target(kind, value, query, unquote(anchor))


def _place(path: str, source: str, index: LinkIndex) -> tuple[TargetKind, str]:
    """The place that a path leads to from a source file; (BROKEN, reason) where there is none."""
    if "\\" in path:
        return TargetKind.BROKEN, "the address has a backslash, which browsers take for a slash"
    parts = [] if path.startswith("/") else source.split("/")[:-1]
    for encoded in path.split("/"):
        try:
            part = unquote(encoded, errors="strict")
        except UnicodeDecodeError:
            return TargetKind.BROKEN, f"{encoded} is not percent-encoded UTF-8"
        if "/" in part or "\\" in part or _CONTROL.search(part):
            return TargetKind.BROKEN, f"{encoded} hides a slash or a control character"
        if part == ".." and not parts:
            return TargetKind.BROKEN, f"{path} leads out of content/"
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    name = _nfc("/".join(parts))
    if name in index.places:
        return index.places[name]
    if not name:
        return TargetKind.HOME, ""
    if meant := index.folded.get(name.casefold()):
        return TargetKind.BROKEN, f"there is no content/{name}; content/{meant} differs in upper and lower case"
    if name in index.folders:
        return TargetKind.BROKEN, f"the folder content/{name} has no index.md"
    return TargetKind.BROKEN, f"there is no content/{name}"


class Variant(NamedTuple):
    """A file with the language that it is in."""

    path: str
    locale: str


def variant(path: str, locale: str, chain: Sequence[str], files: Collection[str]) -> Variant:
    """The file that a visitor of `locale` is given for `path`: its own variant (`report.fr.pdf`), else the first of the chain's.

    `chain` is the fallback chain, the source language last; `report.pdf` itself is in the source language.
    """
    stem, suffix = posixpath.splitext(path)
    for tag in (locale, *chain):
        for name in (f"{stem}.{tag}{suffix}", f"{stem}.{tag.replace('-', '_')}{suffix}"):
            if name in files:
                return Variant(name, tag)
    return Variant(path, chain[-1] if chain else locale)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
