"""481 small catalogues: one process of ours beside one process of gettext's a file, and beside polib and Babel in one process."""

from __future__ import annotations

import io
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.mofile import write_mo as babel_compile
from babel.messages.pofile import read_po as babel_read
from histories import SEED, edit_texts, write_site
from texts import Texts, make_texts
from timing import OURS, Work, compare, find_program, run
from updates import update_site

from i18n_site.catalogue.mo import compile_po

DOMAINS = 13
LOCALES = "ar bg bn ca cs da de el es et eu fa fi fr gl he hi hr hu id it ja ko lt lv nb nl pl pt ro ru sk sl sv tr uk vi".split()
"""With the domains 481 catalogues."""
SMALLEST, LARGEST = 20, 160
"""Messages."""


def measure(folder: Path, *, rounds: int) -> None:
    """Print what updating and compiling them takes."""
    place = folder / "many"
    pristine, site = place / "pristine", place / "site"
    translations = _write_catalogues(pristine)
    shutil.copytree(pristine, site)
    catalogues = sorted(translations.rglob("*.po"))
    title = f"{len(catalogues)} catalogues of {SMALLEST} to {LARGEST} messages"
    updating: dict[str, Work] = {OURS: lambda: update_site(site)}
    msgmerge, msgfmt = find_program("msgmerge"), find_program("msgfmt")
    if msgmerge:
        updating["msgmerge, a process each"] = lambda: [
            run(msgmerge, "--quiet", "--previous", "-o", place / "out.po", path, translations / f"{path.stem}.pot")
            for path in catalogues
        ]

    def restore() -> None:
        shutil.copytree(pristine, site, dirs_exist_ok=True)

    compare(f"update, {title}", updating, rounds=rounds, prepare=restore)
    compiling: dict[str, Work] = {
        OURS: lambda: [path.with_suffix(".mo").write_bytes(compile_po(path.read_bytes(), path=str(path))) for path in catalogues],
        "polib": lambda: [polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo"))) for path in catalogues],
        "Babel": lambda: [_compile_babel(path) for path in catalogues],
    }
    if msgfmt:
        compiling["msgfmt, a process each"] = lambda: [run(msgfmt, "-o", path.with_suffix(".mo"), path) for path in catalogues]
    compare(f"MO from PO, file to file, {title}", compiling, rounds=rounds)
    shutil.rmtree(place)


def _compile_babel(path: Path) -> None:
    target = io.BytesIO()
    babel_compile(target, babel_read(io.BytesIO(path.read_bytes())))
    path.with_suffix(".mo").write_bytes(target.getvalue())


def _write_catalogues(site: Path) -> Path:
    """A site whose domains have histories of their own; the folder of its translations."""
    chance = random.Random(SEED)
    sizes = [chance.randint(SMALLEST, LARGEST) for _ in range(DOMAINS)]
    shares = _share(make_texts(sum(sizes), sum(size // 20 for size in sizes)), sizes)
    templates, catalogues = {}, {}
    for number, texts in enumerate(shares):
        domain = f"section-{number}"
        for locale in LOCALES:
            history = edit_texts(texts, locale=locale, domain=domain)
            templates[domain] = history.pot
            catalogues[locale, domain] = history.old_po
    return write_site(site, templates, catalogues)


def _share(texts: Texts, sizes: list[int]) -> Iterator[Texts]:
    """So many texts for each domain."""
    every = [text for document in texts.documents for text in document]
    fresh = list(texts.fresh)
    for size in sizes:
        yield Texts((tuple(every[:size]),), tuple(fresh[: size // 20]), texts.source)
        every, fresh = every[size:], fresh[size // 20 :]
