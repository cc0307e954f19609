"""A site's configuration, validated, and the places of its files. Knows nothing of documents and catalogues."""

from i18n_site.config.reading import parse_config
from i18n_site.config.settings import (
    CONFIG_PATH,
    DEFAULT_FIELDS,
    DEFAULT_PUBLISH_AT,
    INDEX_NAMES,
    LENIENT,
    RESERVED_SECTIONS,
    SLUG_CONTEXT,
    Config,
    ConfigText,
    Differences,
    FrontMatterRules,
    Home,
    Language,
    MarkdownRules,
    MenuItem,
    Section,
    Staleness,
)
from i18n_site.config.site import Site, load_site

__all__ = [
    "CONFIG_PATH",
    "DEFAULT_FIELDS",
    "DEFAULT_PUBLISH_AT",
    "INDEX_NAMES",
    "LENIENT",
    "RESERVED_SECTIONS",
    "SLUG_CONTEXT",
    "Config",
    "ConfigText",
    "Differences",
    "FrontMatterRules",
    "Home",
    "Language",
    "MarkdownRules",
    "MenuItem",
    "Section",
    "Site",
    "Staleness",
    "load_site",
    "parse_config",
]
