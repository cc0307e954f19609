"""`pybabel extract` for content: entry points of `babel.extractors`. Gives what `i18n-site extract` gives.

What is translatable depends on the site (declared fields, figures), so the site is looked for above the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO

from i18n_site.config import CONFIG_PATH, INDEX_NAMES, RESERVED_SECTIONS, Config, load_site
from i18n_site.formats.data import read_data, read_figures
from i18n_site.formats.front_matter import split
from i18n_site.formats.markdown import Rules, read_document
from i18n_site.formats.svg import read_svg
from i18n_site.locales import canonical_prefix
from i18n_site.model import Segment

Extracted = tuple[int, str, str | tuple[str, ...], list[str]]
"""Line, function, its arguments, comments: what Babel makes a message of."""


def extract_markdown(
    fileobj: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, object]
) -> Iterator[Extracted]:
    """The messages of a Markdown document. Raises DocumentError and SyntaxFault with the place."""
    path = Path(fileobj.name)
    data = fileobj.read()
    root = _site_of(path)
    config = load_site(root).config if root else Config(title="", languages={})
    below = path.resolve().relative_to((root / "content").resolve()) if root else Path(path.name)
    if (
        _is_hidden(below)
        or below.suffix.lower() not in config.markdown.suffixes
        or (len(below.parts) > 1 and below.parts[0] in RESERVED_SECTIONS)
        or split(data, path=str(path)).fields.get("draft")
    ):
        return
    slug = "" if path.stem.lower() in INDEX_NAMES and len(below.parts) <= 2 else _slug(below)
    fields, jsx = config.front_matter.translate, config.markdown.is_mdx(path.name)
    rules = Rules(figures=_figures(root, config), fields=fields, math=config.markdown.math, jsx=jsx)
    document = read_document(data, path=path.as_posix(), section="", slug=slug, rules=rules)
    yield from map(_extracted, document.segments)


def extract_yaml(
    fileobj: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, object]
) -> Iterator[Extracted]:
    """The messages of content/site.yaml and of data files."""
    path = Path(fileobj.name)
    root = _site_of(path)
    if root is not None and path.resolve() == (root / CONFIG_PATH).resolve():
        segments = tuple(text.segment for text in load_site(root).config.texts)
    elif root is None or (path.resolve().is_relative_to(_data(root)) and not _is_hidden(path.resolve().relative_to(_data(root)))):
        segments = read_data(fileobj.read(), path=path.as_posix()).document.segments
    else:
        segments = ()
    yield from map(_extracted, segments)


def extract_svg(
    fileobj: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, object]
) -> Iterator[Extracted]:
    """The messages of a drawing; none of a variant in another language, nor of a hidden one."""
    path = Path(fileobj.name)
    root = _site_of(path)
    if root is not None and _is_hidden(path.resolve().relative_to((root / "content").resolve())):
        return
    stem, _, tag = path.stem.rpartition(".")
    languages = load_site(root).config.languages if root else ()
    if stem and canonical_prefix(tag, languages) and path.with_name(stem + path.suffix).exists():
        return
    yield from map(_extracted, read_svg(fileobj.read(), path=path.as_posix()).segments)


def _slug(below: Path) -> str:
    stem = below.with_suffix("")
    return (stem.parent if stem.name.lower() in INDEX_NAMES else stem).as_posix()


def _site_of(path: Path) -> Path | None:
    """The nearest folder above that has a content/ in which the file lies."""
    for folder in path.resolve().parents:
        if folder.name == "content":
            return folder.parent
    return None


def _figures(root: Path | None, config: Config) -> frozenset[str]:
    named = sorted(path for path in _data(root).rglob("figures.y*ml") if path.suffix in (".yaml", ".yml")) if root else []
    file = next((path for path in named if not _is_hidden(path.relative_to(_data(root)))), None) if root else None
    if file is None:
        return frozenset(config.values)
    figures, _ = read_figures(read_data(file.read_bytes(), path=str(file)))
    return frozenset(figure.id for figure in figures) | frozenset(config.values)


def _data(root: Path) -> Path:
    return (root / "content" / "data").resolve()


def _is_hidden(below: Path) -> bool:
    return any(part.startswith(".") for part in below.parts)


def _extracted(segment: Segment) -> Extracted:
    msgid, msgctxt = segment.key
    line = segment.reference.line or 1
    texts: tuple[str, ...] = (msgid,) if segment.msgid_plural is None else (msgid, segment.msgid_plural)
    function = "gettext" if segment.msgid_plural is None else "ngettext"
    if msgctxt is not None:
        texts, function = (msgctxt, *texts), "npgettext" if function == "ngettext" else "pgettext"
    return line, function, texts if len(texts) > 1 else msgid, list(segment.comment)
