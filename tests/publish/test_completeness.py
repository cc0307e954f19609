"""Law 2: under pseudo-translation no word of a page stays as it was, code, addresses and marked passages aside."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from i18n_site.formats.html import TEXT_ATTRIBUTES
from i18n_site.formats.markdown import Rules, read_document
from i18n_site.formats.pseudo import pseudo_translate
from i18n_site.formats.tags import VOID
from i18n_site.model import Reference, Segment, Severity, State
from i18n_site.publish.decoration import Decoration
from i18n_site.publish.localise import Localiser, Translation
from i18n_site.publish.render import render
from support.corpora import markdown_files

CODE = {"code", "pre", "script", "style", "kbd", "samp", "var", "tt", "textarea", "math", "template", "noscript", "iframe"}
OTHERS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{:.*?\}|\{[^{}]*[.#=][^{}]*\}")
"""What only another generator reads."""
ADDRESS = re.compile(r"\b(?:https?://|mailto:|www\.)\S+|\S+@\S+\.\S+")


class Words(HTMLParser):
    """Collects the Latin words that a reader of a page meets outside code and marked passages."""

    def __init__(self) -> None:
        super().__init__()
        self.quiet: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        quiet = tag in CODE or attributes.get("translate") == "no"
        if not quiet and not any(silent for _, silent in self.quiet):
            for name in TEXT_ATTRIBUTES:
                self.take(attributes.get(name) or "")
        if tag not in VOID:
            self.quiet.append((tag, quiet))

    def handle_endtag(self, tag):
        for index in reversed(range(len(self.quiet))):
            if self.quiet[index][0] == tag:
                del self.quiet[index:]
                return

    def handle_data(self, data):
        if not any(silent for _, silent in self.quiet):
            self.take(data)

    def take(self, text: str) -> None:
        self.found += re.findall(r"[A-Za-z]{2,}", ADDRESS.sub("", OTHERS.sub("", text)))


def escaped(text: str, locale: str) -> tuple[list[str], list[str]]:
    """Words of the rendered page that no translation reached, and the checks of translations that were refused."""

    def find(_locale: str, segment: Segment) -> Translation:
        return Translation(pseudo_translate(segment.key.msgid, locale, segment.kind), State.TRANSLATED, Reference("x.po", 1))

    document = read_document(text.encode(), path="content/x.md", section="x", slug="x", rules=Rules(slug=False))
    localised = Localiser(document, source="en").localise(locale, ["en"], find)
    words = Words()
    page = render(localised.markdown[localised.body :].decode(), Decoration(locale))
    # a browser shows nothing of a comment, nor of what it takes for one, be it closed or not
    words.feed(re.sub(r"<!--(?:(?!-->)[\s\S])*\Z|<!\[CDATA\[[^>]*", "", page.replace("{{< ", "{{&lt; ")))
    words.close()
    return words.found, [finding.check for finding in localised.findings if finding.severity is Severity.ERROR]


@pytest.mark.parametrize("locale", ["en-XA", "ar-XB"])
@pytest.mark.parametrize("name", ["fastapi-docs", "comprehensive-rust"])
def test_no_word_of_a_corpus_escapes_and_no_structure_changes(name, locale):
    for path in markdown_files(name):
        if path.parts[-1] != "README.md" and not {"es", "ja"} & set(path.parts):
            assert escaped(path.read_bytes().decode(), locale) == ([], []), path


EVERYTHING = """# One {#x}

Two [three](x.md "four") ![five](y.svg 'six') `code` <https://seven.example> [eight] [nine][eight].

> [!NOTE]
> Ten<br>eleven <span title="twelve">thirteen</span>

- fourteen
  - [ ] fifteen

| sixteen | seventeen |
|---|---|
| eighteen | ![nineteen](z.svg) |

term
: definition[^1]

<details open><summary>twenty <code>code</code></summary>

inside

</details>

<p><img src="x.svg" alt="alternative"> <a href="y" title="titled">text</a></p>

<a href="x"><img src="y" alt="heard"></a>

<p translate="no">kept</p>

<svg width="9" aria-label="labelled" viewBox="0 0 9 9">
<style>.own { fill: red }</style>
<title>drawn</title><desc>described <b>well</b></desc>
<g id="group"><text x="1">painted <tspan dy="1em">words</tspan></text><text><tspan>alone</tspan></text></g>
<foreignObject><p>foreign</p></foreignObject>
<text translate="no">kept</text>
</svg>

One <svg width="1"><title>within</title><path d="Mab"/></svg> line.

[^1]: note

[eight]: /e "reference title"
"""


@pytest.mark.parametrize("locale", ["en-XA", "ar-XB"])
def test_no_word_of_any_construct_escapes(locale):
    assert escaped(EVERYTHING, locale) == ([], [])
