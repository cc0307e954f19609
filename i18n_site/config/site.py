"""A site's folder: its configuration and the places of its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from i18n_site.config.reading import parse_config
from i18n_site.config.settings import CONFIG_PATH, Config
from i18n_site.errors import ConfigError
from i18n_site.locales import gettext_name


@dataclass(frozen=True, slots=True)
class Site:
    """A site's folder with its configuration."""

    root: Path
    config: Config

    @property
    def content(self) -> Path:
        """The documents' folder."""
        return self.root / "content"

    @property
    def files(self) -> Path:
        """Downloads and images."""
        return self.content / "files"

    @property
    def data(self) -> Path:
        """Structured data."""
        return self.content / "data"

    @property
    def translations(self) -> Path:
        """Templates and catalogues."""
        return self.root / "translations"

    @property
    def former_slugs_path(self) -> Path:
        """Slugs that translations have left."""
        return self.translations / "former-slugs.yaml"

    @property
    def build(self) -> Path:
        """Everything derived."""
        return self.root / "build"

    @property
    def cache(self) -> Path:
        """What was made before; may be removed at any time."""
        return self.build / "cache"

    @property
    def release_path(self) -> Path:
        """The release database."""
        return self.build / "site.sqlite3"

    def template_path(self, domain: str) -> Path:
        """The template of a domain."""
        return self.translations / f"{domain}.pot"

    def catalogue_path(self, locale: str, domain: str) -> Path:
        """The catalogue of a language, given by its tag. Raises LocaleError."""
        return self.translations / gettext_name(locale) / "LC_MESSAGES" / f"{domain}.po"


def load_site(root: Path) -> Site:
    """The site in a folder. Without site.yaml the defaults hold: English, titled after the folder. Raises ConfigError."""
    file = root / CONFIG_PATH
    name = root.resolve().name or "site"
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        if not (root / "content").is_dir():
            advice = "go to a site's folder, name one with --site, or make one with `i18n-site init`"
            raise ConfigError("there is no folder content/ here", path=str(root), advice=advice) from None
        data = b""
    except OSError as error:
        raise ConfigError(f"it cannot be read: {error.strerror}", path=CONFIG_PATH, advice="make it a readable file") from None
    return Site(root, parse_config(data, path=CONFIG_PATH, name=name))
