"""A catalogue, and the template after its documents were edited: what `update` and its peers are given, and what is right.

A tenth of the texts is edited by somebody who changes one word in six at most, and one at least; texts of fewer than four words,
of which little would be left, are spared. A twentieth is removed, as many are new. Every translation says which text it is of.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from texts import SEED, Texts, make_texts

from i18n_site.catalogue.po import format_po, header_message
from i18n_site.locales import gettext_name, plural_forms
from i18n_site.model import Catalogue, Entry, Message, MessageKey, Reference

EDITED, REMOVED, NEW = 0.10, 0.05, 0.05
_SHORT = 4
_WORDS_AN_EDIT = 6
_MARK = re.compile(r"\bqq([a-j]+)qq$")
_ACCENTS = str.maketrans("aeiou", "àéîöù")


@dataclass(frozen=True)
class History:
    """What stood there before, what stands there now, and how the one became the other."""

    old: Catalogue
    template: Catalogue
    edited: Mapping[str, str]
    """New text -> the mark of the translation that belongs to it."""
    fresh: frozenset[str]
    source: str
    """Where the texts come from, in words."""

    @property
    def old_po(self) -> bytes:
        """The catalogue's file."""
        return format_po(self.old)

    @property
    def pot(self) -> bytes:
        """The template's file."""
        return format_po(self.template)


def make_history(count: int, *, locale: str = "fr", domain: str = "news", seed: int = SEED) -> History:
    """The history of a catalogue of so many messages."""
    return edit_texts(make_texts(count, int(count * NEW)), locale=locale, domain=domain, seed=seed)


def edit_texts(texts: Texts, *, locale: str = "fr", domain: str = "news", seed: int = SEED) -> History:
    """The same of given texts, all of the fresh ones being new."""
    chance = random.Random(seed)
    places = [(path, text) for path, document in enumerate(texts.documents) for text in document]
    old = [
        _message(domain, path, text, f"{_translate(text)} qq{_letters(number)}qq") for number, (path, text) in enumerate(places)
    ]
    taken = {text for _, text in places} | set(texts.fresh)
    vocabulary = [word for text in texts.fresh or (text for _, text in places[:50]) for word in text.split()]
    long_enough = [number for number, (_, text) in enumerate(places) if len(text.split()) >= _SHORT]
    chosen = set(chance.sample(long_enough, min(len(long_enough), int(len(places) * EDITED))))
    removed = set(chance.sample(sorted(set(range(len(places))) - chosen), int(len(places) * REMOVED)))
    edited: dict[str, str] = {}
    now: list[Message] = []
    for number, (path, text) in enumerate(places):
        if number in chosen:
            changed = edit(text, vocabulary, chance)
            if changed not in taken:
                taken.add(changed)
                edited[changed] = _letters(number)
                text = changed
        if number not in removed:
            now.append(_message(domain, path, text, ""))
    for text in texts.fresh:
        place = chance.randrange(len(now))
        now.insert(place, replace(now[place], key=MessageKey(text)))
    return History(
        Catalogue(domain, locale, entries=_entries(old, locale)),
        Catalogue(domain, entries=_entries(now, None)),
        edited,
        frozenset(texts.fresh),
        texts.source,
    )


def edit(text: str, vocabulary: list[str], chance: random.Random) -> str:
    """The text with one word in six at most, and one at least, replaced, inserted or taken out."""
    words = text.split(" ")
    for _ in range(chance.randint(1, max(1, len(words) // _WORDS_AN_EDIT))):
        place = chance.randrange(len(words))
        what = chance.choice(("replace", "insert", "delete"))
        words[place : place + (what != "insert")] = [] if what == "delete" else [chance.choice(vocabulary)]
    return " ".join(words)


def mark_of(translation: str) -> str | None:
    """The mark that a translation carries."""
    found = _MARK.search(translation)
    return found[1] if found else None


def write_site(folder: Path, templates: Mapping[str, bytes], catalogues: Mapping[tuple[str, str], bytes]) -> Path:
    """A site with these templates by domain and catalogues by language and domain; the folder that holds them."""
    languages = "".join(f"  {locale}: {{}}\n" for locale in dict.fromkeys(locale for locale, _ in catalogues))
    translations = folder / "translations"
    (folder / "content").mkdir(parents=True)
    translations.mkdir()
    (folder / "content" / "site.yaml").write_text(f"title: A site\nlanguages:\n  en: {{}}\n{languages}", encoding="utf-8")
    for domain, data in templates.items():
        (translations / f"{domain}.pot").write_bytes(data)
    for (locale, domain), data in catalogues.items():
        path = translations / gettext_name(locale) / "LC_MESSAGES" / f"{domain}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return translations


def _message(domain: str, path: int, text: str, translation: str) -> Message:
    return Message(
        MessageKey(text),
        msgstr=(translation,),
        references=(Reference(f"content/{domain}/{path}.md"),),
        extracted_comments=("paragraph · A heading of the document", f"https://example.org/{domain}/{path}/"),
    )


def _entries(messages: list[Message], locale: str | None) -> tuple[Entry, ...]:
    fields = {"POT-Creation-Date": "2020-01-01 00:00+0000", "Content-Type": "text/plain; charset=UTF-8"}
    if locale:
        fields |= {"Language": gettext_name(locale), "Plural-Forms": plural_forms(locale)}
    return tuple(Entry(message) for message in (header_message(fields.items()), *messages))


def _translate(text: str) -> str:
    """Somewhat longer than the English, and with other letters."""
    return f"{text.translate(_ACCENTS)} ici"


def _letters(number: int) -> str:
    """A number that no change of a number in the source touches."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
