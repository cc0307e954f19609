"""Where other site generators look for the files of a language. Pure: one table of paths; knows nothing of documents.

Paths are relative to the generator's project, with forward slashes; those of a site, and `{path}`, are relative to content/.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class SlugRule(StrEnum):
    """What becomes of the front-matter field `slug` in a translated document."""

    KEPT = "kept"
    """The generator does not read it, or pairs the languages of a page by it."""
    TRANSLATED = "translated"
    """It is the last part of the page's address, and languages are paired by file: the catalogue's slug is put there."""
    PREFIXED = "prefixed"
    """It is the whole address, which the language's folder must begin; without that the page would take its source's place."""


class AnchorRule(StrEnum):
    """How a translated heading keeps the anchor of its source, which links lead to."""

    NONE = "none"
    BRACES = "braces"
    """`## Vérifier {#check-it}`"""
    COMMENT = "comment"
    """`## Vérifier {/* #check-it */}`, where braces would be a program; in braces where the sources have it so."""
    BLOCK = "block"
    """An empty `<div id="check-it"></div>` above it, where a heading takes no id without an extension."""


class Layout(NamedTuple):
    """How one generator lays out languages."""

    about: str
    """One line for people who choose."""
    source: str
    """Place of a file in the source language: `docs/{path}`."""
    target: str
    """Place of a document in any other; knows `{locale}`, and `{stem}` and `{suffix}`, which make up `{path}`."""
    file: str
    """Place of what is no document in any other language; equal to `source` where languages share such files."""
    data: str | None = None
    """Place of a file of content/data/ in every language, `{path}` relative to that; None: beside the documents."""
    config: str | None = None
    """Place of site.yaml; None where the generator has no use for it."""
    small: bool = False
    """Whether the generator knows languages by their tags in small letters only: `pt-br`."""
    slug: SlugRule = SlugRule.KEPT
    anchors: AnchorRule = AnchorRule.NONE
    outline: str | None = None
    """Path of a document in which its generator reads links alone: what is one there must stay one."""
    falls_back: bool = True
    """Whether the generator itself shows the source where a language lacks a document."""
    mdx: bool = False
    """Whether the generator compiles every document as MDX, those named .md as well."""

    @property
    def shares_files(self) -> bool:
        """Whether languages share what is no document: a variant then lies beside its source."""
        return "{locale}" not in self.file


LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "plain": Layout(
            about="a folder for each language, with the paths of content/",
            source="{locale}/{path}",
            target="{locale}/{path}",
            file="{locale}/{path}",
            config="{locale}/site.yaml",
        ),
        # https://gohugo.io/content-management/multilingual/#translation-by-file-name
        "hugo-files": Layout(
            about="Hugo: content/about.fr.md beside content/about.md",
            source="content/{path}",
            target="content/{stem}.{locale}{suffix}",
            file="content/{path}",
            data="data/{locale}/{path}",
            small=True,
            slug=SlugRule.TRANSLATED,
            anchors=AnchorRule.BRACES,
        ),
        # https://gohugo.io/content-management/multilingual/#translation-by-content-directory
        "hugo-folders": Layout(
            about="Hugo: content/fr/about.md, each folder a contentDir",
            source="content/{locale}/{path}",
            target="content/{locale}/{path}",
            file="content/{locale}/{path}",
            data="data/{locale}/{path}",
            small=True,
            slug=SlugRule.TRANSLATED,
            anchors=AnchorRule.BRACES,
        ),
        # https://ultrabug.github.io/mkdocs-static-i18n/setup/choosing-the-structure/
        "mkdocs-files": Layout(
            about="MkDocs with mkdocs-static-i18n: docs/about.fr.md beside docs/about.md",
            source="docs/{path}",
            target="docs/{stem}.{locale}{suffix}",
            file="docs/{path}",
            anchors=AnchorRule.BLOCK,
        ),
        "mkdocs-folders": Layout(
            about="MkDocs with mkdocs-static-i18n: docs/fr/about.md, docs_structure: folder",
            source="docs/{locale}/{path}",
            target="docs/{locale}/{path}",
            file="docs/{locale}/{path}",
            anchors=AnchorRule.BLOCK,
        ),
        # https://docusaurus.io/docs/i18n/tutorial: languages of a page are paired by their address, so that slugs stay.
        "docusaurus": Layout(
            about="Docusaurus: i18n/fr/docusaurus-plugin-content-docs/current/about.md for docs/about.md",
            source="docs/{path}",
            target="i18n/{locale}/docusaurus-plugin-content-docs/current/{path}",
            file="i18n/{locale}/docusaurus-plugin-content-docs/current/{path}",
            mdx=True,
            anchors=AnchorRule.COMMENT,
        ),
        # https://starlight.astro.build/guides/i18n/#use-a-root-locale
        "starlight": Layout(
            about="Astro Starlight: src/content/docs/fr/about.md, the source as the root locale",
            source="src/content/docs/{path}",
            target="src/content/docs/{locale}/{path}",
            file="src/content/docs/{locale}/{path}",
            small=True,
            slug=SlugRule.PREFIXED,
            anchors=AnchorRule.BLOCK,
        ),
        # A book has one language and lists every chapter in SUMMARY.md: what is not translated must be there all the same.
        "mdbook": Layout(
            about="mdBook: fr/src/, the source tree of a book for each language",
            source="{locale}/src/{path}",
            target="{locale}/src/{path}",
            file="{locale}/src/{path}",
            outline="SUMMARY.md",
            falls_back=False,
            anchors=AnchorRule.BRACES,
        ),
    }
)
"""By the name that `--layout` takes; the first is the default."""


def language_name(layout: Layout, locale: str) -> str:
    """How a generator names a language in paths."""
    return locale.lower() if layout.small else locale


def place_document(layout: Layout, path: str, locale: str, *, source: bool) -> str:
    """Place of a document of content/ in a language; `source` says whether that is the source language."""
    return _place(layout.source if source else layout.target, layout, path, locale)


def place_file(layout: Layout, path: str, locale: str, *, source: bool) -> str:
    """Place of a file of content/ that nothing is changed in."""
    if layout.data is not None and path.startswith("data/"):
        return place_data(layout, path, locale, source=source)
    return _place(layout.source if source else layout.file, layout, path, locale)


def place_data(layout: Layout, path: str, locale: str, *, source: bool) -> str:
    """Place of a data file, named from content/ as the others are: `data/members.yaml`."""
    if layout.data is None:
        return place_document(layout, path, locale, source=source)
    return _place(layout.data, layout, path.removeprefix("data/"), locale)


def place_config(layout: Layout, locale: str) -> str | None:
    """Place of site.yaml; None where the generator has no use for it."""
    return _place(layout.config, layout, "site.yaml", locale) if layout.config else None


def _place(pattern: str, layout: Layout, path: str, locale: str) -> str:
    stem, suffix = posixpath.splitext(path)
    return pattern.format(path=path, stem=stem, suffix=suffix, locale=language_name(layout, locale))
