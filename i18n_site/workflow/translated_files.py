"""Which document a translated file is of, by its name: as generators name translations, or as the document itself is named."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from i18n_site.config import Site
from i18n_site.errors import LocaleError
from i18n_site.locales import canonical_tag
from i18n_site.model import Document


def documents_at(path: Path, suffixes: Sequence[str]) -> Iterator[Path]:
    """The files of a folder that may be documents, or a file by itself."""
    for found in sorted(path.rglob("*")) if path.is_dir() else (path,):
        if found.suffix.lower() in suffixes and found.is_file():
            yield found


def name_documents(
    site: Site, documents: Sequence[Document], files: Sequence[Path], locale: str, at: Path
) -> tuple[tuple[tuple[Path, Document], ...], tuple[Path, ...]]:
    """The files that are named like a document, each with it, and those that are named like none.

    A name is a path below `at`, the folder or the file that was given. One with the language in it comes before one without; what
    is in another language of the site, and the documents themselves, are neither.
    """
    names = _names(documents, site.config.source_language)
    found: dict[str, tuple[Path, Document]] = {}
    unknown = []
    for path in files:
        name = _tail(path, names) if path == at else path.relative_to(at).as_posix()
        bare, tag = _split_tag(name)
        if tag == locale and bare in names:
            found[names[bare].path] = path, names[bare]
        elif tag in site.config.languages and bare in names:
            continue
        elif name not in names:
            unknown.append(path)
        elif not path.samefile(site.root / names[name].path):
            found.setdefault(names[name].path, (path, names[name]))
    return tuple(found.values()), tuple(unknown)


def _names(documents: Sequence[Document], source_language: str) -> Mapping[str, Document]:
    """Documents by their paths below content/, and without the language where they are named by their own."""
    names = {document.path.removeprefix("content/"): document for document in documents}
    for name, document in tuple(names.items()):
        bare, tag = _split_tag(name)
        if tag and tag.startswith(source_language):
            names.setdefault(bare, document)
    return names


def _tail(path: Path, names: Mapping[str, Document]) -> str:
    """The name of a file by itself, of which nobody has said where it begins: where most of its path fits."""
    parts = path.resolve().parts
    tails = ("/".join(parts[at:]) for at in range(1, len(parts)))
    return next((tail for tail in tails if tail in names or _split_tag(tail)[0] in names), path.name)


def _split_tag(name: str) -> tuple[str, str | None]:
    """A name without the language that it ends in, and that language: `farm.fr.md` -> `farm.md`, `fr`."""
    stem, suffix = posixpath.splitext(name)
    bare, tag = posixpath.splitext(stem)
    try:
        return bare + suffix, canonical_tag(tag[1:])
    except LocaleError:
        return name, None
