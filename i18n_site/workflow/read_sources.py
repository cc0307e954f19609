"""Read everything under content/: documents, data, files. Writes nothing but caches."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from i18n_site.config import INDEX_NAMES, RESERVED_SECTIONS, Config, Site
from i18n_site.errors import DocumentError
from i18n_site.formats.data import DataFile, read_data, read_figures
from i18n_site.formats.front_matter import slug_in, split
from i18n_site.formats.markdown import Rules
from i18n_site.model import Document, Finding, Severity
from i18n_site.publish.figures import Figures
from i18n_site.publish.images import size_of
from i18n_site.publish.slugs import PAGES, distinguish
from i18n_site.publish.sources import SourceFile, Sources, is_draft
from i18n_site.workflow.read_documents import Unread, read_documents

_DECISIVE = re.compile(rb"slug|draft|protected|i18n|^[ \t]*[\"'{?]", re.MULTILINE)
"""Keys that decide on an address, and those that may be spelled in another way."""
_NO_SECTIONS = frozenset({"data", "files"})


@dataclass(frozen=True, slots=True)
class Place:
    """What decides on a document's address and on where its translations lie."""

    path: str
    """Relative to content/: `news/athens.md`."""
    section: str
    slug: str
    """Empty for an index."""
    protected: bool
    skip: bool
    """Whether it is not translated."""


def read_sources(site: Site, *, drafts: bool = False, keep: bool = True) -> Sources:
    """The site's documents, data and files, in the order of their paths; drafts only on request.

    What was read is remembered for the next command; without `keep` nothing is written.
    Raises DocumentError for a file that cannot be read, with its path and line.
    """
    data, doubles = _name_apart(_read_data_files(site))
    stated = [read_figures(file) for file in data if file.name == "figures"]
    figures = Figures({figure.id: figure for found, _ in stated for figure in found}, site.config.values)
    documents, collisions = distinguish(_read_documents(site, figures, drafts=drafts, keep=keep))
    reserved = tuple(_reserved_folders(site))
    faults = [finding for _, findings in stated for finding in findings]
    noticed = [finding for document in (*documents, *(file.document for file in data)) for finding in document.problems]
    files = tuple(_list_files(site))
    drawings = tuple(_read_drawings(site, files))
    noticed += [finding for drawing in drawings for finding in drawing.problems]
    findings = (*reserved, *noticed, *faults, *doubles, *collisions)
    return Sources(documents, data, figures, files, findings, tuple(drawing for drawing in drawings if drawing.segments))


def read_places(site: Site) -> Iterator[Place]:
    """Where every document lives that is no draft, by its path. Reads no further than the front matter.

    Raises DocumentError for a file that cannot be read.
    """
    for below, section, slug in _list_documents(site):
        path = site.content / below
        shown = path.relative_to(site.root).as_posix()
        data = _read_bytes(path, shown)
        # Most files say nothing of it: to look for the words takes a tenth of the time of reading the YAML.
        front = data[: data.find(b"\n---", 3)] if data.startswith((b"---", b"\xef\xbb\xbf---")) else data
        fields = split(data, path=shown).fields if _DECISIVE.search(front) else {}
        if fields.get("draft") is not True:
            settings = fields.get("i18n")
            skip = isinstance(settings, dict) and settings.get("skip") is True
            yield Place(below, section, slug_in(fields, slug), "protected" in fields, skip)


def content_paths(site: Site) -> Iterator[str]:
    """Every file of content/, hidden ones aside, named from there with forward slashes, in one order on every file system."""
    content = str(site.content)
    # of thousands: texts are cut faster than paths are taken apart
    for path in _walk_below(content, os.path.realpath(content), frozenset()):
        yield path[len(content) + 1 :].replace(os.sep, "/")


def is_document_path(site: Site, below: str) -> bool:
    """Whether a file of content/ is a document: Markdown that is in no folder of another use, or MDX where the site says so."""
    folder, slash, _ = below.partition("/")
    return below.lower().endswith(site.config.markdown.suffixes) and not (slash and folder in RESERVED_SECTIONS)


def _walk(folder: Path) -> Iterator[Path]:
    """Every file below a folder, hidden ones aside, in one order on every file system.

    A link that leads back to a folder above is not followed. Raises DocumentError for a folder that cannot be read, and for a
    name that no address, catalogue or release could hold.
    """
    return map(Path, _walk_below(str(folder), os.path.realpath(folder), frozenset()))


def _walk_below(folder: str, real: str, above: frozenset[str]) -> Iterator[str]:
    """`real` is where the folder lies, links followed; `above` where those lie that it is in."""
    above |= {real}
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        raise DocumentError(f"it cannot be read: {error.strerror}", path=folder, advice="allow reading the folder") from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        name = os.fsencode(entry.name).decode("utf-8", "backslashreplace")
        if name != entry.name:
            raise DocumentError("its name is not UTF-8", path=f"{folder}/{name}", advice="rename the file")
        if entry.is_dir():
            below = os.path.realpath(entry.path) if entry.is_symlink() else f"{real}/{entry.name}"
            if below not in above:
                yield from _walk_below(entry.path, below, above)
        elif entry.is_file():
            yield entry.path


def _read_bytes(path: Path, shown: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"it cannot be read: {error.strerror}", path=shown, advice="make it a readable file") from error


def _read_documents(site: Site, figures: Figures, *, drafts: bool, keep: bool) -> Iterator[Document]:
    for document in read_documents(list(_find_documents(site, figures)), site.cache / "documents", keep=keep):
        if drafts or not is_draft(document):
            yield document


def _find_documents(site: Site, figures: Figures) -> Iterator[Unread]:
    names, config = figures.names, site.config
    folder, shown = f"{site.content}/", f"{site.content.relative_to(site.root).as_posix()}/"
    for below, section, slug in _list_documents(site):
        data, address = _read_bytes(Path(folder + below), shown + below), _address(config, section, slug)
        front, jsx = config.front_matter, config.markdown.is_mdx(below)
        rules = Rules(names, front.translate, front.known, address=address, math=config.markdown.math, jsx=jsx)
        yield Unread(data, shown + below, section, slug, rules)


def _list_documents(site: Site) -> Iterator[tuple[str, str, str]]:
    """Path below content/, section, and slug by the file's name."""
    for below in content_paths(site):
        if is_document_path(site, below):
            folder, slash, rest = below.partition("/")
            yield below, folder if slash else PAGES, _slug_of(rest if slash else below)


def _slug_of(below: str) -> str:
    """`2017/athens.md` -> `2017/athens`; an index stands for its folder."""
    folder, slash, name = below[: below.rindex(".")].rpartition("/")
    return folder if name.lower() in INDEX_NAMES else folder + slash + name


def _address(config: Config, section: str, slug: str) -> str:
    """Where the page is seen in the source language, for translators' comments."""
    if f"{section}/{slug}" == config.home.document:
        slug = ""
    parts = [config.source_language, *([] if section == PAGES else [config.section(section).slug]), *([slug] if slug else [])]
    return f"{config.base_url}/{'/'.join(parts)}/"


def _read_data_files(site: Site) -> Iterator[DataFile]:
    if not site.data.is_dir():
        return
    for path in _walk(site.data):
        if path.suffix.lower() in (".yaml", ".yml"):
            shown = path.relative_to(site.root).as_posix()
            yield read_data(_read_bytes(path, shown), path=shown)


def _name_apart(files: Iterable[DataFile]) -> tuple[tuple[DataFile, ...], tuple[Finding, ...]]:
    """The data files, each with a name of its own: of those with the same name all but the first get a number."""
    found: dict[str, DataFile] = {}
    findings = []
    for file in files:
        name = next(
            name for name in (file.name, *(f"{file.name}-{number}" for number in range(2, len(found) + 3))) if name not in found
        )
        if name != file.name:
            said = f"{found[file.name].document.path} has the name {file.name!r} too; this one is named {name!r}"
            findings.append(Finding("data", Severity.WARNING, said, path=file.document.path))
        found[name] = replace(file, name=name)
    return tuple(found.values()), tuple(findings)


def _reserved_folders(site: Site) -> Iterator[Finding]:
    for name in sorted(RESERVED_SECTIONS - _NO_SECTIONS):
        if (site.content / name).is_dir():
            said = f"the folder content/{name} is no section: {name} is a name of the catalogues; rename the folder"
            yield Finding("reserved-section", Severity.ERROR, said, path=f"content/{name}")


def _read_drawings(site: Site, files: Sequence[SourceFile]) -> Iterator[Document]:
    if not any(file.path.lower().endswith(".svg") for file in files):
        return
    # both bring much along, which sites without drawings should not wait for
    from i18n_site.formats.svg import read_svg
    from i18n_site.publish.site_files import language_of

    paths = {file.path for file in files}
    for file in files:
        if file.path.lower().endswith(".svg") and language_of(file.path, paths, site.config.languages)[1] is None:
            shown = f"content/{file.path}"
            yield read_svg(_read_bytes(site.root / shown, shown), path=shown)


def _list_files(site: Site) -> Iterator[SourceFile]:
    content, suffixes = str(site.content), site.config.markdown.suffixes
    for name in _walk_below(content, os.path.realpath(content), frozenset()):
        below = name[len(content) + 1 :].replace(os.sep, "/")
        if below.lower().endswith(suffixes) or below.partition("/")[0] == "data" or below == "site.yaml":
            continue
        path = Path(name)
        data = _read_bytes(path, path.relative_to(site.root).as_posix())
        yield SourceFile(below, len(data), hashlib.sha256(data).hexdigest(), size_of(data, path.suffix))
