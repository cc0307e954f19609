"""Finds the translations of the package's own interface. Knows where they lie, not how they are read.

An installed package carries them compiled beside this file, `<ll_CC>/messages.mo`; the build puts them there. In a
checkout they are the repository's `translations/<ll_CC>/LC_MESSAGES/messages.po`, so that a translator sees a change at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from i18n_site.locales import canonical_tag


def interface_catalogues() -> Mapping[str, Path]:
    """The interface's catalogue of each language: `{"fr": …/fr/messages.mo, "pt-BR": …}`, in the order of the tags.

    The suffix tells the format: `.mo` from an installed package, `.po` from a checkout, where fuzzy and obsolete
    messages are still in it. The source language has none. Raises LocaleError for a folder that names no language.
    """
    package = Path(__file__).parent
    found = {canonical_tag(path.parent.name): path for path in package.glob("*/messages.mo")}
    checkout = package.parent.parent
    # In site-packages no pyproject.toml stands beside the package, and a `translations` folder there is somebody else's.
    if not found and (checkout / "pyproject.toml").is_file():
        found = {canonical_tag(path.parent.parent.name): path for path in checkout.glob("translations/*/LC_MESSAGES/messages.po")}
    return dict(sorted(found.items()))
