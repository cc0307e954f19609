"""The ways back from the footnotes of a page: ids for what mentions a note, and links to them. Knows nothing of Markdown.

A note is read out of its place, so whoever followed its number must find back without the browser's help. The marks are arrows;
what they say to those who do not see them is given in the page's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from i18n_site.locales import direction
from i18n_site.publish.plain_html import escape_attribute


@dataclass(frozen=True, slots=True)
class BackTexts:
    """What the links back are called. `%(note)s` and `%(mention)s` stand for numbers."""

    once: str
    several: str
    """Where a note is mentioned several times."""
    locale: str
    """The language of both."""


_ARROWS: Final = {"ltr": "\u21a9\ufe0e", "rtl": "\u21aa\ufe0e"}
"""They turn back to where a line of the direction comes from; U+FE0E keeps them from being pictures in colour."""


class Notes:
    """The notes of one page while it is written."""

    def __init__(self, texts: BackTexts) -> None:
        self.texts = texts
        self.mentions: dict[str, int] = {}

    def mention(self, name: str) -> str:
        """The id of the next mention of a note."""
        self.mentions[name] = self.mentions.get(name, 0) + 1
        return _id(name, self.mentions[name])

    def ways_back(self, name: str, number: int, around: str) -> str:
        """Links to every mention of a note, with a blank before each; `around` is the language that they stand in."""
        count = self.mentions.get(name, 0)
        text = self.texts.once if count == 1 else self.texts.several
        arrow = _ARROWS[direction(around)]
        spoken = self.texts.locale
        language = f' lang="{spoken}" dir="{direction(spoken)}"' if spoken != around else ""
        links = []
        for mention in range(1, count + 1):
            label = text.replace("%(note)s", str(number)).replace("%(mention)s", str(mention))
            shown = arrow if count == 1 else f"{arrow}<sup>{mention}</sup>"
            links.append(
                f'\u00a0<a class="footnote-back" href="#{escape_attribute(_id(name, mention))}" role="doc-backlink" '
                f'aria-label="{escape_attribute(label)}"{language}>{shown}</a>'
            )
        return "".join(links)


def _id(name: str, mention: int) -> str:
    """No heading has it: their ids hold no colon."""
    return f"fnref{'' if mention == 1 else mention}:{name}"
