"""A site of which nothing is whole: every kind of page and passage, each translated, missing, stale, doubtful or broken.

What a catalogue says is known here, and not asked of the code under test: which state a message got in which language is a
matter of its number. Each language may be written in an alphabet of its own, so that every letter of a page says where it comes
from.
"""

from __future__ import annotations

import shutil
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path

from i18n_site.catalogue.po import read_po, write_po
from i18n_site.config import Site, load_site
from i18n_site.formats.pseudo import pseudo_translate
from i18n_site.model import Catalogue, Kind, Message, Previous
from i18n_site.workflow.compile import CompileReport, compile_site
from i18n_site.workflow.extract import extract
from i18n_site.workflow.update import update
from support.corpora import ROOT
from support.sites import SITES, edit_po

SOURCE = "en"
PASSWORD = "one member, one vote"
"""Opens news/closed."""


class Fate(Enum):
    """What a translator has left of a message."""

    DONE = auto()
    MISSING = auto()
    STALE = auto()
    """Its source has changed a little."""
    CHANGED = auto()
    """Its source says something else now."""
    DOUBTFUL = auto()
    """A guess of which nobody knows from what."""
    BROKEN = auto()
    """It would turn the direction of the text around it."""


SERVED = frozenset({Fate.DONE, Fate.STALE})

REAL = {"fr": (), "ar": ("fr",), "ja": (), "de": ()}
"""Languages of the real interface -> what they fall back to, before the source."""
MADE = {"el": (), "fa": ("el",), "ka": ()}
"""Languages that the package lacks, each in an alphabet of its own, interface and all."""

_ARABIC = "ابجدهفغحيژكلمنوپقرستعڤشخىز"
"""What stands for the Latin letters in the language `ar-XB`."""
ALPHABETS = {
    "el": "αβγδεζηθικλμνξοπρσςτυφχψωάέ",
    "fa": _ARABIC,
    "ka": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭ",
    "fr": "àbçdéfghîjklmñôpqrštùvwxÿz",
    "ar": _ARABIC,
    "ja": "アイウエオカキクケコサシスセソタチツテトナニヌネノハ",
    "de": string.ascii_lowercase,
}
NEVER_TRANSLATED = frozenset({"Behind the gate", "Nobody has translated this one.", "Only in the original"})
NEVER_IN = {"ja": frozenset({"Numbers of all kinds"}), "ka": frozenset({"Numbers of all kinds"})}
OUTDATED = frozenset(
    {"Outdated title", "Readers write, and we print.", "Come in, and look around in [everything](everything.md)."}
)
FORMER = "https://example.org/"
"""Where a link led when it was translated; its translations are patched."""
PRESENT = "https://example.net/"


@dataclass(frozen=True, slots=True)
class Halves:
    """The site, compiled."""

    site: Site
    report: CompileReport
    fates: Mapping[tuple[str, str, str | None], Fate]
    """(language, msgid, context) -> what a translator has left."""
    chains: Mapping[str, Sequence[str]]

    @property
    def languages(self) -> tuple[str, ...]:
        return (SOURCE, *self.chains)

    def expected(self, language: str, msgid: str, context: str | None = None) -> tuple[str, Fate]:
        """The language in which a passage of a page that `language` has is shown, and what was left of it there."""
        own = self.fates.get((language, msgid, context), Fate.MISSING)
        if own in SERVED:
            return language, own
        # a stale passage is for visitors of its own language
        others = [tag for tag in self.chains[language] if self.fates.get((tag, msgid, context)) is Fate.DONE]
        return (others[0] if others else SOURCE), Fate.MISSING


def write_in(language: str, text: str, kind: Kind = Kind.PARAGRAPH) -> str:
    """A text with its markup, its words in a language's letters."""
    arabic = pseudo_translate(text, "ar-XB", kind)
    return arabic.translate(str.maketrans(_ARABIC, ALPHABETS[language][: len(_ARABIC)]))


def make_halves(folder: Path, chains: Mapping[str, Sequence[str]], *, interface: bool = False) -> Halves:
    """The site of tests/sites/halves in the languages of `chains`; German is in preparation.

    With `interface`, each has the interface's messages too, every seventh aside, in its own letters.
    """
    root = folder / "halves"
    shutil.copytree(SITES / "halves", root)
    settings = [f"{tag}: {{fallback: [{', '.join(chain)}]{', public: false' * (tag == 'de')}}}" for tag, chain in chains.items()]
    path = root / "content" / "site.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("LANGUAGES", f"{{{SOURCE}: {{}}, {', '.join(settings)}}}"))
    everything = root / "content" / "pages" / "everything.md"
    text = everything.read_text(encoding="utf-8")
    everything.write_text(text.replace(PRESENT, FORMER), encoding="utf-8")
    site = load_site(root)
    extract(site)
    update(site)
    fates: dict[tuple[str, str, str | None], Fate] = {}
    titles = _required_texts(root)
    for place, language in enumerate(chains):
        for domain in ("site", "pages", "news", "letters", "empty", "data", "protected"):
            _leave(site, language, domain, place, titles, fates)
        if interface:
            _write_interface(site, language)
    everything.write_text(text, encoding="utf-8")
    extract(site)
    update(site)
    fates = {(tag, msgid.replace(FORMER, PRESENT), context): fate for (tag, msgid, context), fate in fates.items()}
    return Halves(site, compile_site(site), fates, chains)


def _required_texts(root: Path) -> frozenset[str]:
    """Titles and summaries: without them a language has no page."""
    lines = [line for path in root.rglob("*.md") for line in path.read_text(encoding="utf-8").splitlines()[:4]]
    return frozenset(line.partition(": ")[2] for line in lines if line.startswith(("title: ", "summary: ")))


def _leave(
    site: Site, language: str, domain: str, place: int, required: frozenset[str], fates: dict[tuple[str, str, str | None], Fate]
) -> None:
    order = list(Fate)
    number = place

    def change(message: Message) -> Message:
        nonlocal number
        msgid, context = message.key
        if message.obsolete or context == "slug":
            return replace(message, msgstr=(f"everyone-{language}",)) if msgid == "everyone" else message
        number += 1
        fate = order[number % len(order)]
        if msgid in NEVER_TRANSLATED or msgid in NEVER_IN.get(language, ()):
            fate = Fate.MISSING
        elif msgid in OUTDATED:
            fate = Fate.STALE
        elif msgid in required:
            fate = Fate.DONE
        fates[language, msgid, context] = fate
        return _as_left(message, language, fate)

    edit_po(site, language, domain, change)


def _as_left(message: Message, language: str, fate: Fate) -> Message:
    msgid, context = message.key
    kind = Kind.HTML if msgid.startswith("<") or ("</" in msgid and "[" not in msgid) else Kind.PARAGRAPH
    texts = tuple(
        write_in(language, message.msgid_plural if form and message.msgid_plural else msgid, kind)
        for form in range(len(message.msgstr))
    )
    match fate:
        case Fate.MISSING:
            return message
        case Fate.DONE:
            return replace(message, msgstr=texts)
        case Fate.STALE:
            # the first letter's size is a change of form
            place = next(number for number, letter in enumerate(msgid) if letter.isalpha())
            before = Previous(msgid[:place] + msgid[place].swapcase() + msgid[place + 1 :], context, message.msgid_plural)
            return replace(message, msgstr=texts, flags=("fuzzy", *message.flags), previous=before)
        case Fate.CHANGED:
            before = Previous(f"Never {msgid}", context, message.msgid_plural)
            return replace(message, msgstr=texts, flags=("fuzzy", *message.flags), previous=before)
        case Fate.DOUBTFUL:
            return replace(message, msgstr=texts, flags=("fuzzy", *message.flags))
        case Fate.BROKEN:
            return replace(message, msgstr=tuple(f"\u202e{text}" for text in texts))


def _write_interface(site: Site, language: str) -> None:
    template = read_po(ROOT / "translations" / "messages.pot", domain="messages")
    path = site.catalogue_path(language, "messages")
    header = read_po(site.catalogue_path(language, "site"), domain="site", locale=language).entries[0]
    entries = [
        replace(entry, message=_in_interface(entry.message, language, number))
        for number, entry in enumerate(template.entries)
        if not entry.message.is_header
    ]
    write_po(path, Catalogue("messages", language, entries=(replace(header, raw=None), *entries)))


def _in_interface(message: Message, language: str, number: int) -> Message:
    forms = 2 if message.msgid_plural is not None else 1
    texts = [write_in(language, text) for text in (message.key.msgid, message.msgid_plural or "")[:forms]]
    return message if number % 7 == 0 else replace(message, msgstr=tuple(texts))
