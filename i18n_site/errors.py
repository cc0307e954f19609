"""Every exception of i18n-site. Knows nothing of the rest of the package.

    I18nSiteError
    ├── ConfigError              content/site.yaml, babel.cfg, the environment
    ├── LocaleError              a language tag that names no language
    ├── DocumentError            a content file that cannot be read
    │   └── SyntaxFault          structured text with a fault of syntax, or beyond its bounds
    │       ├── YamlError
    │       ├── TomlError
    │       └── JsonError
    ├── CatalogueError           a PO, POT or MO file
    │   └── CatalogueSyntaxError
    ├── ReleaseError             build/site.sqlite3
    └── WriteError               a file that could not be written; the old one is intact

An error says where, what is wrong and what to do: `fr/news.po:41:9: the string is not closed; end it with "`.
Faults in translators' text are `model.Finding`s, not exceptions.
"""

from __future__ import annotations

from typing import ClassVar


class I18nSiteError(Exception):
    """Base of all errors. `path`, `line` and `column` say where (1-based; None where there is no place)."""

    def __init__(
        self,
        message: str,
        *,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
        advice: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column
        self.advice = advice

    def __str__(self) -> str:
        """`path:line:column: message; advice`, each part only where it is known."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        said = f"{self.message}; {self.advice}" if self.advice else self.message
        return f"{place}: {said}" if place else said


class ConfigError(I18nSiteError):
    """The site's configuration is missing or wrong."""


class LocaleError(I18nSiteError):
    """A language tag is malformed or names no language that CLDR knows."""


class DocumentError(I18nSiteError):
    """A content file cannot be read as what it claims to be."""


class SyntaxFault(DocumentError):
    """Structured text with a fault of syntax, or beyond its bounds."""

    language: ClassVar[str]


class YamlError(SyntaxFault):
    """YAML with a fault of syntax, an alias, or beyond its bounds."""

    language = "YAML"


class TomlError(SyntaxFault):
    """TOML with a fault of syntax, or beyond its bounds."""

    language = "TOML"


class JsonError(SyntaxFault):
    """JSON with a fault of syntax, a key twice, or beyond its bounds."""

    language = "JSON"


class CatalogueError(I18nSiteError):
    """A catalogue cannot be used."""


class CatalogueSyntaxError(CatalogueError):
    """A catalogue file is not valid gettext."""


class ReleaseError(I18nSiteError):
    """There is no release to serve, or it is of another version."""


class WriteError(I18nSiteError):
    """A file could not be written; what stood there before is intact."""
