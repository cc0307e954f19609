"""The web front end: a release, served in each visitor's language. Reads the release only, and writes nothing."""

from i18n_site.web.app import create_app

__all__ = ["create_app"]
