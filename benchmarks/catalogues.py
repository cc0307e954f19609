"""Reading, changing, writing and compiling one catalogue, beside polib, Babel and GNU gettext.

"Change" reads the file, changes the entry in the middle and gives the bytes to write. Some 330 bytes an entry: a tenth fuzzy
with the previous msgid, some plural, some obsolete. gettext's tools pay for starting a process, some milliseconds.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polib
from babel.messages.mofile import write_mo as babel_compile
from babel.messages.pofile import read_po as babel_read
from babel.messages.pofile import write_po as babel_write
from texts import SEED, make_texts
from timing import OURS, Work, compare, find_program, run

from i18n_site.catalogue.mo import compile_po
from i18n_site.catalogue.po import format_po, header_message, parse_po
from i18n_site.model import Catalogue, Entry, Message, MessageKey, Previous, Reference

COMPILED = 52_000
"""Messages of the catalogue that is compiled."""


def make_catalogue(count: int) -> Catalogue:
    """A catalogue of so many messages, every thirtieth obsolete."""
    chance = random.Random(SEED)
    texts = [text for document in make_texts(count, 0).documents for text in document]
    messages = [
        header_message(
            [("Language", "fr"), ("Content-Type", "text/plain; charset=UTF-8"), ("Plural-Forms", "nplurals=2; plural=(n > 1);")]
        )
    ]
    for number, text in enumerate(texts):
        message = Message(
            MessageKey(text),
            msgstr=(f"« {text.replace('e', 'é')} »",),
            references=(Reference(f"content/news/{number // 40}.md"),),
            extracted_comments=("paragraph · News", "https://example.org/news/") if number % 3 == 0 else (),
            obsolete=number > count * 0.97,
        )
        if number % 10 == 0 and not message.obsolete:  # Babel warns of every obsolete line with a previous string.
            message = replace(message, flags=("fuzzy",), previous=Previous(chance.choice(texts)))
        if number % 25 == 0 and not text.endswith("\n"):
            message = replace(message, msgid_plural=f"{text}s", msgstr=message.msgstr * 2)
        messages.append(message)
    return Catalogue("news", "fr", entries=tuple(Entry(message) for message in messages))


def measure(sizes: Sequence[int], folder: Path, *, rounds: int) -> None:
    """Print what reading, changing and writing take for each size, and compiling once."""
    for size in sizes:
        data = format_po(make_catalogue(size))
        _measure_size(f"{size:,} entries, {len(data) / 1e6:.1f} MB", data, folder, rounds)
    _measure_compiling(folder, rounds)


def _measure_size(title: str, data: bytes, folder: Path, rounds: int) -> None:
    text, path = data.decode(), folder / "fr.po"
    path.write_bytes(data)
    peers: dict[str, Work] = {"polib": lambda: polib.pofile(text), "Babel": lambda: babel_read(io.BytesIO(data))}
    compare(f"parse, {title}", {OURS: lambda: parse_po(data, path="fr.po"), **peers}, rounds=rounds)
    looked_at = {OURS: lambda: parse_po(data, path="fr.po").messages, **peers}
    compare(f"parse and look at every message, {title}", looked_at, rounds=rounds)
    compare(
        f"parse, change one entry, write, {title}",
        {OURS: lambda: _change_ours(data), "polib": lambda: _change_polib(text), "Babel": lambda: _change_babel(data)},
        rounds=rounds,
    )
    canonical: dict[str, Work] = {
        OURS: lambda: format_po(parse_po(data, path="fr.po"), canonical=True),
        "polib": lambda: str(polib.pofile(text)),
    }
    msgcat = find_program("msgcat")
    if msgcat:
        canonical["msgcat"] = lambda: run(msgcat, "-o", folder / "out.po", path)
    compare(f"canonical form of every entry, {title}", canonical, rounds=rounds)


def _measure_compiling(folder: Path, rounds: int) -> None:
    path, target = folder / "fr.po", folder / "fr.mo"
    path.write_bytes(format_po(make_catalogue(COMPILED)))
    ways: dict[str, Work] = {
        OURS: lambda: target.write_bytes(compile_po(path.read_bytes(), path=str(path))),
        "polib": lambda: polib.pofile(str(path)).save_as_mofile(str(target)),
        "Babel": lambda: _compile_babel(path, target),
    }
    msgfmt = find_program("msgfmt")
    if msgfmt:
        ways["msgfmt"] = lambda: run(msgfmt, "-o", target, path)
    compare(f"MO from PO, file to file, {COMPILED:,} messages", ways, rounds=rounds)


def _change_ours(data: bytes) -> bytes:
    catalogue = parse_po(data, path="fr.po")
    entries = list(catalogue.entries)
    middle = len(entries) // 2
    entries[middle] = replace(entries[middle], message=replace(entries[middle].message, msgstr=("autre",)))
    return format_po(replace(catalogue, entries=tuple(entries)))


def _change_polib(text: str) -> str:
    catalogue = polib.pofile(text)
    catalogue[len(catalogue) // 2].msgstr = "autre"
    return str(catalogue)


def _change_babel(data: bytes) -> bytes:
    """Babel knows entries by their msgid."""
    catalogue = babel_read(io.BytesIO(data))
    next(message for message in catalogue if message.id).string = "autre"
    target = io.BytesIO()
    babel_write(target, catalogue)
    return target.getvalue()


def _compile_babel(path: Path, target: Path) -> None:
    with path.open("rb") as source, target.open("wb") as compiled:
        babel_compile(compiled, babel_read(source))
