"""Authors and translators who edit a copy of the small site at random, by all means that reach a page."""

from __future__ import annotations

from dataclasses import replace

from i18n_site.model import MessageState
from i18n_site.workflow.sync import sync
from support.sites import copy_site, edit_po, translate_all

LANGUAGES = ("fr", "es", "pt-BR", "ar")
LINKS = "[About](../pages/about.md) [end](second.md#the-end) [file](../files/report.txt) ![mark](../files/mark.svg)"
WORDS = f"one two three *four* `five` {{members}} {LINKS}".split()
HASH = "scrypt$32768$8$3$G+tbjaGcPkVFAaCeCh3T+Q==$/wqlwwbl0kBEpqqLiFqSQzhqobrZAoS3LSPnMei/9UY="


def settled_site(folder):
    """A copy of the small site, French and Spanish, compiled."""
    made = copy_site(folder)
    for locale in ("fr", "es"):
        translate_all(made, locale)
    sync(made)
    return made


class Author:
    """Somebody who edits a site at random."""

    def __init__(self, site, chance):
        self.site, self.chance = site, chance

    def documents(self):
        return sorted(self.site.content.glob("*/*.md"))

    def edit(self):
        texts = [self.translate, self.translate, self.spoil, self.fuzzy, self.clear, self.write, self.slug, self.retitle]
        files = [self.add, self.remove, self.rename, self.variant, self.draft, self.protect, self.figure, self.config]
        edit = self.chance.choice(texts + files)
        edit()
        return edit.__name__

    def _messages(self, change):
        """Change some messages of a catalogue."""
        path = self.chance.choice(sorted(self.site.translations.glob("*/LC_MESSAGES/*.po")))
        chosen = self.chance.random()
        edit_po(
            self.site,
            path.parts[-3],
            path.stem,
            lambda message: change(message) if self.chance.random() < chosen and not message.obsolete else message,
        )

    def translate(self):
        number = self.chance.randrange(1000)
        self._messages(
            lambda message: (
                replace(message, msgstr=(f"{number} {message.key.msgid}",) * len(message.msgstr), flags=())
                if message.key.msgctxt != "slug"
                else message
            )
        )

    def spoil(self):
        """What is refused, and what is only told."""
        was, now = self.chance.choice([("](", "](x"), ("{members}", ""), ("](", "] ("), ("second", "- a\n\n- b"), ("`", "")])
        self._messages(lambda message: replace(message, msgstr=tuple(text.replace(was, now) for text in message.msgstr)))

    def slug(self):
        number = self.chance.randrange(1000)
        self._messages(
            lambda message: (
                replace(message, msgstr=(f"s{number}-{message.key.msgid}",)) if message.key.msgctxt == "slug" else message
            )
        )

    def fuzzy(self):
        self._messages(
            lambda message: replace(message, flags=("fuzzy",)) if message.state is MessageState.TRANSLATED else message
        )

    def clear(self):
        self._messages(lambda message: replace(message, msgstr=("",) * len(message.msgstr), flags=()))

    def _text(self):
        words = [self.chance.choice(WORDS) for _ in range(self.chance.randrange(1, 12))]
        return " ".join(words)

    def write(self):
        path = self.chance.choice(self.documents())
        blocks = path.read_text(encoding="utf-8").split("\n\n")
        at = self.chance.randrange(len(blocks)) + 1
        blocks[at:at] = [self.chance.choice(["", "## ", "- ", "> "]) + self._text()]
        path.write_text("\n\n".join(blocks), encoding="utf-8")

    def add(self):
        folder = self.chance.choice(["news", "pages"])
        name = self.site.content / folder / f"n{self.chance.randrange(100)}.md"
        name.write_text(
            f"---\ntitle: New\ntags: [Topic]\n---\n\n{self._text()}\n\n## The end\n\nx[^1]\n\n[^1]: a note\n", encoding="utf-8"
        )

    def remove(self):
        added = [path for path in self.documents() if path.stem.startswith(("n", "third", "fourth"))]
        if added:
            self.chance.choice(added).unlink()

    def rename(self):
        path = self.chance.choice([path for path in self.documents() if path.stem not in ("home", "about")])
        path.rename(path.with_name(f"n{self.chance.randrange(100)}.md"))

    def variant(self):
        path = self.site.content / "files" / f"{self.chance.choice(['mark', 'report'])}.{self.chance.choice(LANGUAGES)}.svg"
        size = self.chance.randrange(1, 99)
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="9"><title>A mark</title></svg>'
        path.unlink() if path.exists() else path.write_text(svg, encoding="utf-8")

    def _replace(self, name, was, now):
        path = self.site.content / name
        path.write_text(path.read_text(encoding="utf-8").replace(was, now, 1), encoding="utf-8")

    def figure(self):
        self._replace("data/figures.yaml", "value: 1", f"value: {self.chance.randrange(1, 9)}1")

    def config(self):
        language = self.chance.choice(["fr", "es", "ar"])
        gate = self.chance.choice(["{}", "{publish_at: 0.1}", "{publish_at: 0.5, fallback: [fr]}", "{public: false}"])
        path = self.site.content / "site.yaml"
        lines = [f"  {language}: {gate}" if line.startswith(f"  {language}:") else line for line in path.read_text().splitlines()]
        path.write_text("\n".join(lines).replace(f"fallback: [{language}]", "") + "\n", encoding="utf-8")

    def retitle(self):
        self._replace("site.yaml", "enquiry_email: ", f"enquiry_email: x{self.chance.randrange(9)}")
        self._replace("pages/about.md", "title: ", f"title: T{self.chance.randrange(9)}")

    def draft(self):
        path = self.chance.choice([path for path in self.documents() if path.stem not in ("home", "about")])
        text = path.read_text(encoding="utf-8")
        drafted = text.replace("draft: true\n", "") if "draft: true" in text else text.replace("---\n", "---\ndraft: true\n", 1)
        path.write_text(drafted, encoding="utf-8")

    def protect(self):
        path = self.site.content / "news" / f"n{self.chance.randrange(100)}.md"
        path.write_text(f"---\ntitle: Hidden\nprotected: {HASH}\n---\n\nSecret {self._text()}\n", encoding="utf-8")
