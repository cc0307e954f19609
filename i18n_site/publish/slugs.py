"""Slugs: which path every document and section has in every language. Pure; knows nothing of files, URLs or catalogues.

A path is unique within its language, in upper and lower case alike, and takes no name that the server keeps for itself: a
translation that would do so gives way to the source's slug, and a source slug gets a number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from i18n_site.model import Document, Finding, MessageKey, Reference, Severity

SLUG_CONTEXT = "slug"
PAGES = "pages"
"""The section whose documents live at the root of their language."""
RESERVED = re.compile(r"(?:static|files|robots\.txt|sitemap.*|favicon\.ico|healthz|language|search|status|tags)\Z", re.IGNORECASE)
"""First segments that the server answers itself."""
FEED = "feed.atom"
"""What follows the path of a list, or of a language, at the address of its feed. No slug is this."""

VIEW_MARK = "-"
"""The segment between a document's path and the name of one of the views beside it. No slug has it."""

_LONGEST = 200
"""Bytes of a segment: an exported page is a folder of that name, and file systems end at 255."""
# Separators of paths and URLs, the percent sign, what Windows forbids in names.
_SEPARATORS = frozenset('/\\?#%<>:"|*')
# Controls, surrogates, private use, invisible format characters, white space; but Persian and Indic spelling needs the joiners.
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"})
_JOINERS = frozenset("\u200c\u200d")


@dataclass(frozen=True, slots=True)
class Slug:
    """A slug as a translator wrote it: the last part of a document's slug, or that with folders before it."""

    text: str
    reference: Reference | None = None
    """Where it stands in the catalogue."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The paths of a site."""

    documents: Mapping[str, Mapping[str, str]]
    """Language -> document id -> path."""
    sections: Mapping[str, Mapping[str, str]]
    """Language -> section -> path."""
    findings: tuple[Finding, ...] = ()
    """Slugs that could not be used."""


def distinguish(documents: Iterable[Document]) -> tuple[tuple[Document, ...], tuple[Finding, ...]]:
    """The documents by their paths, each with an id of its own: of those with the same slug all but the first get a number."""
    ordered = sorted(documents, key=lambda document: document.path)
    taken = {document.id for document in ordered}
    found: dict[str, Document] = {}
    findings = []
    for document in ordered:
        if first := found.get(document.id):
            named = _numbered(document.slug or "index")
            slug = next(slug for slug in named if f"{document.section}/{slug}" not in taken)
            findings.append(_collision(document, f"{first.path} has the slug {document.slug!r} too", slug))
            document = replace(document, slug=slug)
            taken.add(document.id)
        found[document.id] = document
    return tuple(found.values()), tuple(findings)


def build_paths(
    documents: Iterable[Document],
    sections: Mapping[str, str],
    slugs: Mapping[str, Mapping[str, Slug]],
    *,
    source_language: str,
    home: str | None = None,
) -> Paths:
    """The path of every document and section in the source language and in every language of `slugs`.

    `sections`: section -> its slug in the source language, for every section that a document is in. `slugs`: language -> document
    id or section -> its translated slug, where there is one. `home`: the document whose path is empty. Documents of `pages` live
    at their slug, others below their section's, a section's own index at the section's. Raises ValueError for two documents of
    one id (see `distinguish`).
    """
    ordered = sorted(documents, key=lambda document: document.id)
    if len({document.id for document in ordered}) < len(ordered):
        raise ValueError("two documents have one id")
    languages = dict.fromkeys((source_language, *slugs))
    source = _Source(sections, ordered, home, frozenset(map(_fold_tag, languages)))
    places = {
        language: _Language(language, source, {} if language == source_language else slugs[language]) for language in languages
    }
    return Paths(
        {language: place.documents for language, place in places.items()},
        {language: place.sections for language, place in places.items()},
        (*source.findings, *(finding for place in places.values() for finding in place.findings)),
    )


class _Source:
    """The paths of the source language, built once."""

    def __init__(self, sections: Mapping[str, str], documents: list[Document], home: str | None, tags: frozenset[str]) -> None:
        self.tags = tags
        self.findings: list[Finding] = []
        self.sections: dict[str, str] = {}
        self.fixed: dict[str, str] = {}
        """Document id -> section, of those that live at their section's path; "" at the root. No translation moves them."""
        self.tails: dict[str, str] = {}
        """Document id -> path below its section's, of all others."""
        self.documents = {document.id: document for document in documents}
        taken: set[str] = set()
        for section in sorted(sections):
            wish = _tidy(sections[section].replace("/", "-"))
            path = next(path for path in _numbered(wish) if _fold(path) not in taken and not self.keeps(path))
            self.sections[section] = path
            taken.add(_fold(path))
            if path != sections[section]:
                said = f"the slug {sections[section]!r} of the section {section} cannot be used; it lives at {path}"
                self.findings.append(Finding("slug-unusable", Severity.WARNING, said, path="content/site.yaml"))
        if home in self.documents:
            self.fixed[home] = ""
        for document in documents:
            if (
                document.id not in self.fixed
                and not document.slug
                and not (document.section == PAGES and "" in self.fixed.values())
            ):
                self.fixed[document.id] = "" if document.section == PAGES else document.section
        for document in documents:
            if document.id not in self.fixed:
                self.tails[document.id] = self._claim(document, taken)

    def keeps(self, path: str) -> bool:
        """Whether the path's first segment is the server's own or a language's prefix."""
        first = path.split("/", 1)[0]
        return RESERVED.match(first) is not None or _fold_tag(first) in self.tags

    def _claim(self, document: Document, taken: set[str]) -> str:
        """The first free path for a document, below its section's; it is taken then."""
        prefix = "" if document.section == PAGES else self.sections[document.section] + "/"
        slug = document.slug or "index"
        wish = "/".join(_tidy(part) for part in slug.split("/"))
        if not prefix and self.keeps(wish):
            first, slash, rest = wish.partition("/")
            wish = next(path for path in _numbered(first) if not self.keeps(path)) + slash + rest
        tail = next(tail for tail in _numbered(wish) if _fold(prefix + tail) not in taken)
        taken.add(_fold(prefix + tail))
        if tail != slug:
            self.findings.append(_collision(document, f"the slug {slug!r} is taken, reserved or no clean path", tail))
        return tail


class _Language:
    """The paths of one language."""

    def __init__(self, language: str, source: _Source, slugs: Mapping[str, Slug]) -> None:
        self.language, self.source, self.slugs = language, source, slugs
        self.findings: list[Finding] = []
        self.sections = self._settle(dict(source.sections), self._section_wishes())
        fallbacks = {key: self._prefix(key) + tail for key, tail in source.tails.items()}
        self.documents = self._settle(fallbacks, self._document_wishes())
        self.documents |= {key: self.sections[section] if section else "" for key, section in source.fixed.items()}

    def _prefix(self, document: str) -> str:
        section = self.source.documents[document].section
        return "" if section == PAGES else self.sections[section] + "/"

    def _section_wishes(self) -> dict[str, str]:
        """Section -> the slug of its translation, where it may be used."""
        # A section may not take the place of a page, nor of the folder of one: each page can then fall back to its source slug.
        roots = {_fold(tail.split("/")[0]): key for key, tail in self.source.tails.items() if not self._is_below_section(key)}
        wishes = {}
        for section, source in self.source.sections.items():
            text = self._wish(section, source, folders=0)
            if text is None:
                continue
            if self.source.keeps(text):
                self._refuse(section, source, "is reserved")
            elif page := roots.get(_fold(text)):
                self._refuse(section, source, f"is taken by {page}", check="slug-collision")
            else:
                wishes[section] = text
        return wishes

    def _is_below_section(self, document: str) -> bool:
        return self.source.documents[document].section != PAGES

    def _document_wishes(self) -> dict[str, str]:
        """Document id -> the path of its translated slug, where it may be used."""
        owners = {_fold(path): section for section, path in self.sections.items()}
        wishes = {}
        for key, tail in self.source.tails.items():
            *folders, last = tail.split("/")
            text = self._wish(key, last, folders=len(folders))
            if text is None:
                continue
            path = self._prefix(key) + "/".join([*folders[: len(folders) - text.count("/")], text])
            first = path.split("/")[0]
            if not self._is_below_section(key) and self.source.keeps(path):
                self._refuse(key, last, "is reserved")
            elif not self._is_below_section(key) and _fold(first) in owners:
                self._refuse(key, last, f"is taken by the section {owners[_fold(first)]}", check="slug-collision")
            else:
                wishes[key] = path
        return wishes

    def _wish(self, key: str, source: str, *, folders: int) -> str | None:
        """The translated slug in NFC; None where there is none, or where it is no clean path (a finding) or the source's own."""
        text = unicodedata.normalize("NFC", self.slugs[key].text) if key in self.slugs else ""
        if not text or text == source:
            return None
        if fault := _fault(text, folders):
            self._refuse(key, source, fault)
            return None
        return text

    def _settle(self, fallbacks: dict[str, str], wishes: dict[str, str]) -> dict[str, str]:
        """Every key's wish, or its fallback where another has that path. Fallbacks are unique, and none gives way to a wish."""
        while True:
            chosen = fallbacks | wishes
            owners: dict[str, str] = {}
            losers = {}
            for key in sorted(chosen, key=lambda key: (key in wishes, key)):
                owner = owners.setdefault(_fold(chosen[key]), key)
                if owner != key and key in wishes:
                    losers[key] = owner
            if not losers:
                return chosen
            for key, owner in losers.items():
                del wishes[key]
                source = self.source.sections.get(key) or self.source.tails[key].rpartition("/")[2]
                self._refuse(key, source, f"is taken by {owner}", check="slug-collision")

    def _refuse(self, key: str, source: str, reason: str, *, check: str = "slug-unusable") -> None:
        slug = self.slugs[key]
        message = f"the slug {slug.text!r} of {key} in {self.language} {reason}; the source's {source!r} is used"
        path, line = (slug.reference.path, slug.reference.line) if slug.reference else (None, None)
        self.findings.append(Finding(check, Severity.WARNING, message, MessageKey(source, SLUG_CONTEXT), path, line))


def _fault(text: str, folders: int) -> str | None:
    """Why a text in NFC is no clean path of at most so many folders and a name; None where it is one."""
    if text.count("/") > folders:
        return "has more slashes than the source's"
    for part in text.split("/"):
        if not part:
            return "has an empty segment"
        if part.startswith(".") or part.endswith("."):
            return "has a segment that begins or ends with a dot"
        if any(_is_unclean(char) for char in part):
            return "has a character that no address may hold"
        if part.casefold() == FEED:
            return "is the address of a feed"
        if part == VIEW_MARK:
            return "has a segment that is a hyphen alone, which stands before the views beside a page"
        if len(part.encode()) > _LONGEST:
            return f"is longer than {_LONGEST} bytes"
    return None


def topic_slug(name: str) -> str:
    """The part of an address that stands for a tag: `public-policy` for `Public policy`. Letters of every script stay."""
    return _tidy("-".join(unicodedata.normalize("NFKC", name).casefold().split()))


def is_clean(text: str, folders: int = 0) -> bool:
    """Whether a text may be the last part of an address, with at most so many folders before it."""
    return _fault(unicodedata.normalize("NFC", text), folders) is None


def _is_unclean(char: str) -> bool:
    return char in _SEPARATORS or (unicodedata.category(char) in _INVISIBLE and char not in _JOINERS)


def _tidy(part: str) -> str:
    """A clean segment that is as near to an author's as can be; a clean one is left as it is."""
    text = unicodedata.normalize("NFC", part)
    if _fault(text, 0) is None:
        return text
    text = "".join("-" if _is_unclean(char) else char for char in text)
    text = text.encode()[:_LONGEST].decode(errors="ignore").strip(".-")
    return text.replace(".", "-") if text.casefold() == FEED else text or "document"


def _numbered(path: str) -> Iterator[str]:
    """The path, then the same with -2, with -3, and so on."""
    yield path
    yield from (f"{path}-{number}" for number in count(2))


def _collision(document: Document, reason: str, slug: str) -> Finding:
    return Finding("slug-collision", Severity.WARNING, f"{reason}; it lives at {slug!r}", path=document.path)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _fold_tag(text: str) -> str:
    return text.casefold().replace("_", "-")
