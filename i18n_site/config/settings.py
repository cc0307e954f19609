"""What content/site.yaml says, as frozen values. Knows nothing of YAML's grammar or of files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct, field

from i18n_site.model import Kind, MessageKey, Reference, Segment, Span
from i18n_site.yaml_positions import Node, frame_of

CONFIG_PATH: Final = "content/site.yaml"
"""Relative to the site's folder."""
RESERVED_SECTIONS: Final = frozenset({"messages", "site", "data", "files", "protected"})
"""Names that are catalogue domains or folders of their own."""
INDEX_NAMES: Final = ("index", "readme", "_index")
"""Files that stand for their folder, without their suffix and in small letters; `_index` is Hugo's."""
DEFAULT_FIELDS: Final = ("title", "summary", "image.alt", "tags", "event.place")
"""Front-matter fields that are translated unless the site declares others."""
DEFAULT_PUBLISH_AT: Final = 0.8
DEFAULT_BASE_URL: Final = "http://localhost:8000"
DEFAULT_PER_PAGE: Final = 10
"""Documents on one page of a list."""
SLUG_CONTEXT: Final = "slug"
"""The msgctxt of every slug."""

Share = Annotated[float, Meta(ge=0, le=1)]
PageSize = Annotated[int, Meta(ge=1, le=500)]
Fallbacks = Literal["show", "hide"]


class Home(Struct, frozen=True, forbid_unknown_fields=True):
    """What the home page shows."""

    document: str | None = None
    """`section/slug`; None: content/index.md or README.md, else lists only."""
    latest: Annotated[int, Meta(ge=0, le=100)] = 5
    """How many of the newest documents of chronological sections."""
    teasers: tuple[str, ...] = ()
    """Documents, `section/slug`."""
    figures: tuple[str, ...] = ()
    """Names of content/data/figures.yaml."""


class MenuItem(Struct, frozen=True, forbid_unknown_fields=True):
    """One link of a menu; exactly one of `document`, `section` and `url` is set."""

    document: str | None = None
    section: str | None = None
    url: str | None = None
    label: str = ""
    """Empty: the target's title."""


class FrontMatterRules(Struct, frozen=True, forbid_unknown_fields=True):
    """What the site says of front matter."""

    translate: tuple[str, ...] = DEFAULT_FIELDS
    """Dotted paths."""
    known: tuple[str, ...] = ()
    """Keys of another generator, which are no slips of the pen."""


class MarkdownRules(Struct, frozen=True, forbid_unknown_fields=True):
    """What the site says of its Markdown."""

    math: bool = False
    """Whether `$…$` and `$$…$$` are formulas."""
    mdx: tuple[Literal[".md", ".mdx"], ...] = ()
    """Suffixes of the documents that are MDX."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """What the names of documents end with, in small letters."""
        return (".md", ".mdx") if ".mdx" in self.mdx else (".md",)

    def is_mdx(self, path: str) -> bool:
        """Whether a document is MDX, by its name."""
        return path.lower().endswith(self.mdx)


Judgement = Literal["warn", "block"]
Kept = Literal["carry", "fuzzy"]
Replaced = Literal["carry", "patch", "patch-fuzzy", "fuzzy"]


class Staleness(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """What becomes of a translation after each grade of change of its source, the least grave first; see `catalogue.policy`."""

    spacing: Kept = "carry"
    final_stop: Kept = "carry"
    form: Kept = "fuzzy"
    target: Replaced = "patch"
    number: Literal["patch", "patch-fuzzy", "fuzzy"] = "patch-fuzzy"
    """Never carried: it would go on stating what is true no longer."""
    code: Replaced = "patch"
    markup: Kept = "fuzzy"
    wording: Kept = "fuzzy"
    meaning: Literal["fuzzy"] = "fuzzy"
    rewrite: Literal["fuzzy"] = "fuzzy"
    serve_stale: Literal["same", "spacing", "final-stop", "form", "target", "number", "code", "markup", "wording"] = "wording"
    """The gravest change after which a fuzzy translation may be served as stale; `same`: none is."""


class Differences(Struct, frozen=True, forbid_unknown_fields=True):
    """Which differences between a translation and its source block it; see `formats.compare`, which says what always does."""

    link: Judgement = "warn"
    """Another address of a link."""
    image: Judgement = "warn"
    """Another file of an image."""
    code: Judgement = "warn"
    """Other words in a code span."""


LENIENT: Final = Differences()
"""What holds where site.yaml says nothing."""


class Language(Struct, frozen=True):
    """One language of the site."""

    tag: str
    """BCP 47."""
    fallback: tuple[str, ...] | None = None
    """Languages that stand in before the source; None: CLDR's parents."""
    publish_at: float = DEFAULT_PUBLISH_AT
    """Share of a document's words, 0-1, from which this language has it."""
    public: bool = True


class Section(Struct, frozen=True):
    """A first-level folder of content/."""

    name: str
    title: str
    slug: str
    description: str = ""
    list: bool = True
    """Whether it has a chronological list page."""
    publish_at: float | None = None
    """Overrides the languages' share."""
    per_page: int | None = None
    """Documents on one page of its list; None: the site's."""
    fallbacks: Fallbacks = "show"
    """Whether a language's lists name documents that it lacks, labelled with the language that they are in."""


class ConfigText(Struct, frozen=True):
    """A translatable text of site.yaml."""

    path: str
    """Dotted: `title`, `sections.news.slug`, `menus.main.0.label`."""
    node: Node
    msgctxt: str | None = None
    """`slug` for slugs."""
    notes: tuple[str, ...] = ()
    """What `# NOTE:` comments tell translators."""

    @property
    def key(self) -> MessageKey:
        """The message in the domain `site`."""
        return MessageKey(self.node.value or "", self.msgctxt)

    @property
    def segment(self) -> Segment:
        """The text as a segment of content/site.yaml; slugs have no span, since they are never spliced."""
        kind = Kind.SLUG if self.msgctxt == SLUG_CONTEXT else Kind.TITLE if self.path.endswith("title") else Kind.FIELD
        span: Span | None = None if kind is Kind.SLUG else self.node.span
        reference = Reference(CONFIG_PATH, self.node.line)
        comment = (f"{kind} · {self.path}", *self.notes)
        return Segment(self.key, kind, reference, span, frame_of(self.node), comment=comment, field=self.path)


class Config(Struct, frozen=True):
    """A site's configuration, every tag canonical, the source language among the languages."""

    title: str
    languages: Mapping[str, Language]
    """In the switcher's order."""
    tagline: str = ""
    description: str = ""
    base_url: str = DEFAULT_BASE_URL
    """Without a slash at its end."""
    source_language: str = "en"
    publish_at: float = DEFAULT_PUBLISH_AT
    home: Home = field(default_factory=Home)
    sections: Mapping[str, Section] = field(default_factory=dict)
    """Those that site.yaml names; see `section`."""
    menus: Mapping[str, tuple[MenuItem, ...]] = field(default_factory=dict)
    per_page: int = DEFAULT_PER_PAGE
    """Documents on one page of a list whose section says nothing else."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Placeholders that stand in prose beside figures."""
    front_matter: FrontMatterRules = field(default_factory=FrontMatterRules)
    markdown: MarkdownRules = field(default_factory=MarkdownRules)
    references: Literal["path", "line", "none"] = "path"
    """What catalogues say of a message's place."""
    staleness: Staleness = field(default_factory=Staleness)
    differences: Differences = field(default_factory=Differences)
    texts: tuple[ConfigText, ...] = ()
    """The translatable texts, in the order of the file."""

    def section(self, name: str) -> Section:
        """The section of a folder; one that site.yaml does not name is titled after its folder."""
        return self.sections.get(name) or default_section(name)

    def page_size(self, section: str) -> int:
        """Documents on one page of a section's list."""
        return self.section(section).per_page or self.per_page

    def fallbacks(self) -> dict[str, tuple[str, ...]]:
        """The configured chains, for `locales.fallback_chain`."""
        return {tag: language.fallback for tag, language in self.languages.items() if language.fallback is not None}

    def gate(self, tag: str, section: str) -> float:
        """Share of words from which a language has a document: the section's own, else the language's."""
        own = self.section(section).publish_at
        return own if own is not None else self.languages[tag].publish_at


def default_section(name: str) -> Section:
    """A section that site.yaml does not name."""
    # Pages stand by themselves; every other section is news of some kind.
    return Section(name, re.sub(r"[-_]+", " ", name).strip().capitalize(), name, list=name != "pages")
