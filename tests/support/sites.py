"""Miniature sites for tests: real folders, real catalogues."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from i18n_site.catalogue.po import read_po, write_po
from i18n_site.config import Site, load_site
from i18n_site.model import Message
from i18n_site.workflow.extract import extract
from i18n_site.workflow.update import update

SITES = Path(__file__).resolve().parents[1] / "sites"


def copy_site(folder: Path, name: str = "mini") -> Site:
    """A site of tests/sites in a folder of its own, extracted and updated: every catalogue there, nothing translated."""
    root = folder / name
    shutil.copytree(SITES / name, root)
    site = load_site(root)
    extract(site)
    update(site)
    return site


def edit_po(site: Site, locale: str, domain: str, change: Callable[[Message], Message]) -> None:
    """Change the messages of a catalogue as a translator's tool would."""
    path = site.catalogue_path(locale, domain)
    catalogue = read_po(path)
    entries = [e if e.message.is_header else replace(e, message=change(e.message)) for e in catalogue.entries]
    write_po(path, replace(catalogue, entries=tuple(entries)))


def translate(site: Site, locale: str, domain: str, texts: Mapping[str, str], *, fuzzy: bool = False) -> None:
    """Write translations into a catalogue, by msgid. Raises KeyError for a msgid that it has not."""
    known = {message.key.msgid for message in read_po(site.catalogue_path(locale, domain)).messages}
    if missing := texts.keys() - known:
        raise KeyError(missing)

    def change(message: Message) -> Message:
        if message.key.msgid not in texts or message.obsolete:
            return message
        text = texts[message.key.msgid]
        return replace(message, msgstr=(text,) * len(message.msgstr), flags=("fuzzy",) if fuzzy else ())

    edit_po(site, locale, domain, change)


def translate_all(site: Site, locale: str, *domains: str) -> None:
    """Give every message of some catalogues, or of all but the interface's, a text: `[fr] …`; slugs `fr-…`."""
    for path in sorted(site.catalogue_path(locale, "x").parent.glob("*.po")):
        if path.stem in domains or (not domains and path.stem != "messages"):
            edit_po(site, locale, path.stem, lambda message: _translated(message, locale))


def _translated(message: Message, locale: str) -> Message:
    if message.obsolete:
        return message
    text = f"{locale.lower()}-{message.key.msgid}" if message.key.msgctxt == "slug" else f"[{locale}] {message.key.msgid}"
    return replace(message, msgstr=(text,) * len(message.msgstr), flags=tuple(f for f in message.flags if f != "fuzzy"))


def leftovers(root: Path) -> list[str]:
    """Names of what writers left behind in a folder: temporary files, and what was put aside."""
    return sorted(path.name for path in root.rglob("*") if path.name.startswith(".i18n-site-") or ".kept-" in path.name)
