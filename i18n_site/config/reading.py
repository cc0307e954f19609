"""The bytes of content/site.yaml -> Config; every error names the line at fault. Opens no file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final, Literal, TypeVar
from urllib.parse import urlsplit

from msgspec import Struct, ValidationError, convert

from i18n_site.config.settings import (
    DEFAULT_BASE_URL,
    DEFAULT_PER_PAGE,
    DEFAULT_PUBLISH_AT,
    RESERVED_SECTIONS,
    SLUG_CONTEXT,
    Config,
    ConfigText,
    Differences,
    Fallbacks,
    FrontMatterRules,
    Home,
    Language,
    MarkdownRules,
    MenuItem,
    PageSize,
    Section,
    Share,
    Staleness,
    default_section,
)
from i18n_site.errors import ConfigError, LocaleError, YamlError
from i18n_site.locales import canonical_tag
from i18n_site.model import Value
from i18n_site.notes import read_notes
from i18n_site.yaml_positions import Node, read_flag, read_yaml

T = TypeVar("T")


def parse_config(data: bytes, *, path: str, name: str) -> Config:
    """The configuration that the bytes of site.yaml state; `name` is the title where it states none.

    Raises ConfigError with the line: YAML that cannot be read, an unknown key, a value of the wrong type, a language that CLDR
    does not know, a reserved section name.
    """
    try:
        root = read_yaml(data, path=path)
    except YamlError as error:
        raise ConfigError(error.message, path=path, line=error.line, column=error.column, advice=error.advice) from None
    return _Reader(root, path, read_notes(data, root)).read(name)


class _Top(Struct, frozen=True, forbid_unknown_fields=True):
    """The first level of site.yaml; what lies below is converted piece by piece, so that an error finds its line."""

    title: str = ""
    tagline: str = ""
    description: str = ""
    base_url: str = DEFAULT_BASE_URL
    source_language: str = "en"
    languages: dict[str, Any] = {}
    publish_at: Share = DEFAULT_PUBLISH_AT
    home: Any = None
    sections: dict[str, Any] = {}
    menus: dict[str, Any] = {}
    per_page: PageSize = DEFAULT_PER_PAGE
    values: dict[str, Any] = {}
    front_matter: Any = None
    markdown: Any = None
    references: Literal["path", "line", "none"] = "path"
    staleness: Any = None
    differences: Any = None


class _Language(Struct, frozen=True, forbid_unknown_fields=True):
    fallback: tuple[str, ...] | None = None
    publish_at: Share | None = None
    public: bool = True


class _Section(Struct, frozen=True, forbid_unknown_fields=True):
    title: str = ""
    slug: str = ""
    description: str = ""
    list: bool | None = None
    publish_at: Share | None = None
    per_page: PageSize | None = None
    fallbacks: Fallbacks = "show"


_TEXTS: Final = re.compile(r"title|tagline|description|sections\.[^.]+\.(title|slug|description)|menus\.[^.]+\.[0-9]+\.label")
_FOLDER: Final = re.compile(r"[^\W_][\w-]*")
_PLACEHOLDER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FLAGS: Final = frozenset({"public", "list", "math"})
_LINKS: Final = ("http", "https", "mailto", "tel")
_ADVICE: Final = {
    "languages": "write each language as a key, like `fr: {}`",
    "sections": "write each section as a key, like `news: {title: News}`",
    "menus": "write lists of links, like `main: [{document: pages/members}]`",
    "publish_at": "write a share between 0 and 1, like 0.8",
    "latest": "write a whole number between 0 and 100",
    "per_page": "write a whole number between 1 and 500",
    "fallbacks": "write show or hide",
    "public": "write true or false",
    "list": "write true or false",
    "math": "write true or false",
    "mdx": "write a list of suffixes: [.mdx], or [.md, .mdx] where every document is MDX",
    "references": "write path, line or none",
    "fallback": "write a list of languages, like [es, pt]",
    "teasers": "write a list of documents, like [pages/members]",
    "figures": "write a list of the names of figures",
    "translate": "write a list of fields, like [title, summary]",
    **dict.fromkeys(("spacing", "final-stop", "form", "markup", "wording"), "write carry or fuzzy"),
    **dict.fromkeys(("target", "code"), "write carry, patch, patch-fuzzy or fuzzy"),
    **dict.fromkeys(("link", "image"), "write warn or block"),
    "number": "write patch, patch-fuzzy or fuzzy: another number is never current as it is",
    "meaning": "only fuzzy is possible: what may say the opposite is never carried",
    "rewrite": "only fuzzy is possible: what may say something else is never carried",
    "serve-stale": "write the gravest grade that may be served, wording at most, or same for none",
}
_SAID: Final = {
    "object": "a mapping of keys to values",
    "array": "a list",
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "null": "nothing",
}


class _Reader:
    """The tree of site.yaml -> Config; every error names the node at fault."""

    def __init__(self, root: Node, path: str, notes: Mapping[str, tuple[str, ...]]) -> None:
        self.root = root
        self.path = path
        self.notes = notes

    def read(self, name: str) -> Config:
        """The configuration."""
        top = self._convert(self.root.plain() or {}, _Top, "")
        source = self._tag(top.source_language, "source_language")
        languages = self._languages(top, source)
        return Config(
            title=top.title or name,
            tagline=top.tagline,
            description=top.description,
            base_url=self._base_url(top.base_url),
            source_language=source,
            languages=languages,
            publish_at=top.publish_at,
            home=self._convert(top.home or {}, Home, "home"),
            sections=self._sections(top),
            menus={menu: tuple(self._menu(menu, items)) for menu, items in top.menus.items()},
            per_page=top.per_page,
            values={key: self._value(key, value) for key, value in top.values.items()},
            front_matter=self._convert(top.front_matter or {}, FrontMatterRules, "front_matter"),
            markdown=self._convert(top.markdown or {}, MarkdownRules, "markdown"),
            references=top.references,
            staleness=self._convert(top.staleness or {}, Staleness, "staleness"),
            differences=self._convert(top.differences or {}, Differences, "differences"),
            texts=tuple(self._texts()),
        )

    def _error(self, message: str, where: str, advice: str | None, *, key: bool = False) -> ConfigError:
        """An error at a dotted path: at its value, or at its key; at what holds it where it is not in the file."""
        node = next((name for path, name, _ in self.root.entries() if path == where), None) if key else None
        while node is None:
            node = self.root.at(where)
            where = where.rpartition(".")[0]
        return ConfigError(message, path=self.path, line=node.line, column=node.column, advice=advice)

    def _convert(self, value: Any, wanted: type[T], where: str) -> T:
        """`value` as one flat struct."""
        fields: tuple[str, ...] = getattr(wanted, "__struct_encode_fields__", ())
        if isinstance(value, dict) and fields:
            for key in value:
                if key not in fields:
                    close = get_close_matches(key, fields, 1)
                    advice = f"did you mean {close[0]}?" if close else f"known here: {', '.join(fields)}"
                    raise self._error(f"unknown key {key!r}", _join(where, key), advice, key=True)
            # A key without a value is as good as none; a flag may be any of YAML's words.
            value = {key: _flag(item) if key in _FLAGS else item for key, item in value.items() if item is not None}
        try:
            return convert(value, wanted, strict=False)
        except ValidationError as error:
            said, _, place = str(error).partition(" - at `$")
            steps = re.findall(r"\.([\w-]+)|\[(\d+)\]", place)
            dotted = ".".join(part for step in steps for part in step if part)
            said = re.sub(r"`([a-z]+)(?: \| null)?`", lambda found: _SAID.get(found[1], found[1]), said)
            name = _join(where, dotted)
            help_ = _ADVICE.get(dotted.partition(".")[0])
            raise self._error(f"{name or 'the file'}: {said[:1].lower()}{said[1:]}", name, help_) from None

    def _tag(self, text: str, where: str, *, key: bool = False) -> str:
        try:
            return canonical_tag(text)
        except LocaleError as error:
            raise self._error(error.message, where, error.advice, key=key) from None

    def _languages(self, top: _Top, source: str) -> dict[str, Language]:
        raw: dict[str, tuple[str, _Language]] = {}
        for text, value in top.languages.items():
            where = f"languages.{text}"
            tag = self._tag(text, where, key=True)
            if tag in raw:
                raise self._error(f"{text} is the same language as {raw[tag][0]}", where, "remove one of the two", key=True)
            raw[tag] = (text, self._convert({} if value is None else value, _Language, where))
        if source not in raw:
            raw = {source: (source, _Language()), **raw}
        languages = {}
        for tag, (text, language) in raw.items():
            fallback = None
            if language.fallback is not None:
                where = f"languages.{text}.fallback"
                fallback = tuple(self._tag(name, f"{where}.{number}") for number, name in enumerate(language.fallback))
                for number, other in enumerate(fallback):
                    if other not in raw or other == tag:
                        said = f"{other} cannot be a fallback of {tag}"
                        advice = f"name another language of the site: {', '.join(name for name in raw if name != tag)}"
                        raise self._error(said, f"{where}.{number}", advice)
            gate = top.publish_at if language.publish_at is None else language.publish_at
            languages[tag] = Language(tag, fallback, gate, language.public)
        return languages

    def _sections(self, top: _Top) -> dict[str, Section]:
        sections: dict[str, Section] = {}
        slugs: dict[str, str] = {}
        for name, value in top.sections.items():
            where = f"sections.{name}"
            if name in RESERVED_SECTIONS:
                raise self._error(f"the section name {name!r} is reserved", where, "rename its folder", key=True)
            if not _FOLDER.fullmatch(name):
                advice = "name a folder directly under content/: letters, digits, - and _"
                raise self._error(f"{name!r} is no section's name", where, advice, key=True)
            raw = self._convert({} if value is None else value, _Section, where)
            default = default_section(name)
            slug = raw.slug or name
            if not _FOLDER.fullmatch(slug):
                advice = "a slug is one part of an address: letters, digits, - and _"
                raise self._error(f"{slug!r} is no slug", f"{where}.slug", advice)
            if slug in slugs:
                said = f"the sections {slugs[slug]} and {name} have the same slug {slug!r}"
                raise self._error(said, f"{where}.slug", "give one of them another")
            slugs[slug] = name
            listed = default.list if raw.list is None else raw.list
            title = raw.title or default.title
            sections[name] = Section(name, title, slug, raw.description, listed, raw.publish_at, raw.per_page, raw.fallbacks)
        return sections

    def _menu(self, menu: str, items: Any) -> Iterator[MenuItem]:
        for number, value in enumerate(self._convert(items or [], list, f"menus.{menu}")):
            where = f"menus.{menu}.{number}"
            item = self._convert(value, MenuItem, where)
            targets = [target for target in (item.document, item.section, item.url) if target is not None]
            if len(targets) != 1:
                raise self._error("a menu item needs exactly one target", where, "give it one of document, section and url")
            if item.url is not None:
                # A browser drops tabs and line breaks, and takes a backslash for a slash, before it looks for the scheme.
                scheme = urlsplit(item.url).scheme
                inside = item.url.startswith("/") and not item.url.startswith("//")
                if re.search(r"[\\\x00-\x20\x7f]", item.url) or not (scheme in _LINKS or inside):
                    advice = "write https://…, mailto:… or a path that begins with one /"
                    raise self._error(f"{item.url!r} is no link", f"{where}.url", advice)
                if not item.label:
                    raise self._error("a link to another site needs a label", where, "add label: …")
            yield item

    def _value(self, key: str, value: Value) -> str:
        where = f"values.{key}"
        if not _PLACEHOLDER.fullmatch(key):
            advice = "use letters, digits and _, like enquiry_email"
            raise self._error(f"{key!r} cannot be a placeholder", where, advice, key=True)
        if not isinstance(value, str):
            raise self._error(f"{where}: expected a text", where, "write one text, in quotes if need be")
        return value

    def _base_url(self, text: str) -> str:
        try:
            url = urlsplit(text)
            valid = url.scheme in ("http", "https") and bool(url.hostname) and (url.port or 1) > 0
        except ValueError:
            valid = False
        if not valid or re.search(r"[\s?#\\@]", text):
            raise self._error(f"{text!r} is no base_url", "base_url", "write the site's address, like https://cicopa.example")
        return text.rstrip("/")

    def _texts(self) -> Iterator[ConfigText]:
        for path, node in self.root.walk():
            if _TEXTS.fullmatch(path) and (node.value or "").strip():
                context = SLUG_CONTEXT if path.endswith(".slug") else None
                yield ConfigText(path, node, context, self.notes.get(path, ()))


def _flag(value: Any) -> Any:
    known = read_flag(value)
    return value if known is None else known


def _join(where: str, dotted: str) -> str:
    return ".".join(part for part in (where, dotted) if part)
