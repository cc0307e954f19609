"""Time reading and writing catalogues beside polib, Babel and GNU gettext, and print ratios, which compare between machines.

    python benchmarks/catalogues.py [ENTRIES ...]

The catalogues are made here, the same every time; the fastest of `ROUNDS` rounds counts. "Change" reads the file, changes one
entry and gives the bytes to write. gettext's tools pay for starting a process, some milliseconds. Nothing is printed for a
library that is not installed.
"""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import polib
from babel.messages.pofile import read_po as babel_read
from babel.messages.pofile import write_po as babel_write

from i18n_site.catalogue.mo import format_mo
from i18n_site.catalogue.po import format_po, header_message, parse_po
from i18n_site.model import Catalogue, Entry, Message, MessageKey, Previous, Reference

ROUNDS = 3
SIZES = (1_000, 10_000, 50_000)
ENGLISH = (
    "the of and cooperative member organisation worker region general assembly statute development education sustainable "
    "international project report meeting election council fund training well-known (see www.example.org/news/2017), however:"
).split()
FRENCH = (
    "la les des coopératives membre organisation travailleurs région assemblée générale statuts développement éducation durable "
    "« internationale » projet rapport réunion élection conseil fonds formation bien-être (voir www.example.org/news/2017)"
).split()


def make_catalogue(count: int) -> Catalogue:
    """Some 330 bytes an entry: a tenth fuzzy with the previous msgid, some plural, some obsolete."""
    chance = random.Random(count)  # noqa: S311 - the same texts every time.

    def words(stock: list[str], number: int) -> str:
        return " ".join(chance.choices(stock, k=number))

    header = header_message(
        [("Language", "fr"), ("Content-Type", "text/plain; charset=UTF-8"), ("Plural-Forms", "nplurals=2; plural=(n > 1);")]
    )
    messages = [header]
    for number in range(count):
        length = chance.choice((3, 6, 10, 16, 26))
        message = Message(
            MessageKey(f"{number} {words(ENGLISH, length)}"),
            msgstr=(words(FRENCH, length),),
            references=(Reference(f"content/news/{chance.choice(ENGLISH[:20])}.md"),),
            extracted_comments=("paragraph · News", "https://example.org/news/") if number % 3 == 0 else (),
            obsolete=number > count * 0.97,
        )
        if number % 10 == 0 and not message.obsolete:  # Babel warns of every obsolete line with a previous string.
            message = replace(message, flags=("fuzzy",), previous=Previous(words(ENGLISH, length)))
        if number % 25 == 0:
            message = replace(message, msgid_plural=message.key.msgid + "s", msgstr=message.msgstr * 2)
        messages.append(message)
    return Catalogue("news", "fr", entries=tuple(Entry(message) for message in messages))


def fastest(work: Callable[[], object]) -> float:
    """Seconds of the fastest round."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - begun)
        del result
    return min(times)


def change_ours(data: bytes) -> bytes:
    """Read, change the entry in the middle, write."""
    catalogue = parse_po(data, path="fr.po")
    entries = list(catalogue.entries)
    middle = len(entries) // 2
    entries[middle] = replace(entries[middle], message=replace(entries[middle].message, msgstr=("autre",)))
    return format_po(replace(catalogue, entries=tuple(entries)))


def change_polib(text: str) -> str:
    """The same with polib."""
    catalogue = polib.pofile(text)
    catalogue[len(catalogue) // 2].msgstr = "autre"
    return str(catalogue)


def change_babel(data: bytes) -> bytes:
    """The same with Babel, which knows entries by their msgid."""
    catalogue = babel_read(io.BytesIO(data))
    next(iter(message for message in catalogue if message.id)).string = "autre"
    target = io.BytesIO()
    babel_write(target, catalogue)
    return target.getvalue()


def compile_polib(text: str) -> bytes:
    """The MO file that polib makes."""
    return polib.pofile(text).to_binary()


def run_tool(*command: str | Path) -> Callable[[], object]:
    """One run of a program of gettext's."""
    return lambda: subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - fixed commands on files made here.


def measure(count: int, folder: Path) -> None:
    """Print a table for one catalogue."""
    data = format_po(make_catalogue(count))
    text = data.decode()
    path = folder / "fr.po"
    path.write_bytes(data)
    tools = shutil.which("msgcat") is not None
    rows: list[tuple[str, Callable[[], object], list[tuple[str, Callable[[], object]]]]] = [
        (
            "read",
            lambda: parse_po(data, path="fr.po"),
            [("polib", lambda: polib.pofile(text)), ("Babel", lambda: babel_read(io.BytesIO(data)))],
        ),
        (
            "read, look at every message",
            lambda: parse_po(data, path="fr.po").messages,
            [("polib", lambda: polib.pofile(text)), ("Babel", lambda: babel_read(io.BytesIO(data)))],
        ),
        (
            "change",
            lambda: change_ours(data),
            [("polib", lambda: change_polib(text)), ("Babel", lambda: change_babel(data))],
        ),
        (
            "canonical form",
            lambda: format_po(parse_po(data, path="fr.po"), canonical=True),
            [("polib", lambda: str(polib.pofile(text)))]
            + ([("msgcat", run_tool("msgcat", "-o", folder / "out.po", path))] if tools else []),
        ),
        (
            "compile",
            lambda: format_mo(parse_po(data, path="fr.po")),
            [("polib", lambda: compile_polib(text))]
            + ([("msgfmt", run_tool("msgfmt", "-o", folder / "out.mo", path))] if tools else []),
        ),
    ]
    print(f"{count:,} entries, {len(data) / 1e6:.1f} MB")
    for name, ours, others in rows:
        mine = fastest(ours)
        ratios = ", ".join(f"{other} {fastest(work) / mine:.1f} x" for other, work in others)
        print(f"  {name:<28} {mine * 1000:8.1f} ms   {ratios}")


def main() -> None:
    """A table for each size: our time, and how many times as long the others take."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    with TemporaryDirectory() as folder:
        for size in sizes:
            measure(size, Path(folder))


if __name__ == "__main__":
    main()
