"""Law 3 under attack: whatever a catalogue holds, a page keeps its structure, runs nothing, and is published.

Every hostile text stands for every passage of a document that has all kinds of them, one at a time; in a short run each text
stands for one passage. Set I18N_SITE_LONG for all.
"""

from __future__ import annotations

import json
import os
import tomllib
from html.parser import HTMLParser
from typing import Any

import pytest

from i18n_site.formats.markdown import Rules, read_document
from i18n_site.formats.reading import read_body
from i18n_site.model import Encoder, Kind, LocalisedDocument, Reference, Segment, State
from i18n_site.publish.decoration import Decoration
from i18n_site.publish.localise import Localiser, Translation
from i18n_site.publish.render import render
from i18n_site.yaml_positions import read_yaml
from support.corpora import commonmark_examples, corpus

LONG = bool(os.environ.get("I18N_SITE_LONG"))
FIGURES = frozenset({"members"})

EVERY_KIND = """---
title: Title
summary: 'single'
tags: [one, "two"]
image: {src: x.svg, alt: flow}
event:
  place: |
    block
    text
---
# Heading

Paragraph with [a link](x.md), `code` and {members}.

- tight
- *items*

1. loose

   more

- [ ] task

> quoted
> lines

> [!NOTE]
> alert

| cell | other |
|------|-------|
| a b  | `c` d |

term
: definition

![alone](x.svg)

See ![inner](y.svg "titled") and <span title="spoken">inline</span>.

<div title="html title">
html <b>text</b>
<img src=x alt=unquoted>
</div>

> <img src="z.svg" alt="over a caption">
> the caption

<svg role="img" aria-label="drawn label">
<title>drawn title</title>
<g><text>drawn <tspan dy="1">text</tspan></text></g>
</svg>

:::note[Container *title*]
in the container {{< ref "a" >}}
:::

!!! tip "Admonition title"
    in the admonition

{{< figure src="x.png" title="Shortcode title" >}}

Note[^1]. [ref] <br> [text][ref]

[^1]: footnote

    second

[ref]: /x "reference title"

## Closed ##

Setext
======
"""

_DOCUMENT = read_document(
    EVERY_KIND.encode(),
    path="content/a.md",
    section="pages",
    slug="a",
    rules=Rules(slug=False, figures=FIGURES, fields=("title", "summary", "tags", "image.alt", "event.place")),
)
_LOCALISER = Localiser(_DOCUMENT, source="en", figures=FIGURES)
_SEGMENTS = [segment for segment in _DOCUMENT.segments if segment.span is not None]


class Skeleton(HTMLParser):
    """The elements of a page as a browser meets them, with their attributes but for what is read or heard."""

    READ = ("alt", "title", "aria-label", "placeholder", "class", "lang", "dir", "data-language")
    ADDRESSES = ("href", "src")
    """May be the translator's, within the schemes that are no programs."""
    FREE = frozenset({"em", "strong", "del", "code", "br"})
    """Emphasis, code and line breaks are how a language says it: what is written so comes of Markdown and does nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[object] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag, attrs):
        kept = {name: None if name in self.ADDRESSES else value for name, value in attrs if name not in self.READ}
        self.addresses += [value or "" for name, value in attrs if name in self.ADDRESSES]
        if tag not in self.FREE or kept:
            self.found.append((tag, tuple(kept.items())))

    def handle_endtag(self, tag):
        if tag not in self.FREE:
            self.found.append(tag)

    def handle_comment(self, data):
        self.found.append("comment")

    def handle_decl(self, decl):
        self.found.append("declaration")

    def handle_pi(self, data):
        self.found.append("instruction")

    unknown_decl = handle_decl


def skeleton(html: str) -> Skeleton:
    parser = Skeleton()
    parser.feed(html)
    parser.close()
    return parser


_PLAIN = skeleton(render(EVERY_KIND.encode()[_DOCUMENT.body :].decode(), Decoration("en")))
_READING = read_body(EVERY_KIND.encode()[_DOCUMENT.body :].decode(), FIGURES)


def hostile_texts(source: str) -> list[str]:
    if source == "commonmark":
        return [text for _, text in commonmark_examples()]
    return [text for text in json.loads((corpus("payloads") / "naughty-strings.json").read_text(encoding="utf-8")) if text]


def localise(victim: Segment, text: str) -> LocalisedDocument:
    def find(_locale: str, segment: Segment) -> Translation:
        msgstr = text if segment is victim else segment.key.msgid
        return Translation(msgstr, State.TRANSLATED, Reference("fr.po", 1))

    return _LOCALISER.localise("fr", ["en"], find)


def assert_nothing_happened(victim: Segment, text: str) -> None:
    result = localise(victim, text)
    body = result.markdown[result.body :].decode()
    assert read_body(body, FIGURES).skeleton == _READING.skeleton
    page = skeleton(render(body, Decoration("fr")))
    assert page.found == _PLAIN.found
    for address in page.addresses:
        scheme = address.partition(":")[0].lower() if ":" in address else "https"
        assert scheme in {"http", "https", "mailto", "ftp", "tel"} or "/" in scheme or not scheme.isalnum(), address
    for segment in result.segments:
        assert segment.segment is victim or segment.state is State.TRANSLATED
    front = read_yaml(result.markdown[: result.body].replace(b"---\n", b""), path="a.md")
    assert {name for name, _, _ in front.entries()} == {name for name, _, _ in _DOCUMENT_FRONT.entries()}


_DOCUMENT_FRONT = read_yaml(_DOCUMENT.text[: _DOCUMENT.body].replace(b"---\n", b""), path="a.md")


def test_the_document_under_attack_has_every_kind_of_passage_and_every_way_of_writing_one():
    kinds = {segment.kind for segment in _SEGMENTS}
    assert kinds >= set(Kind) - {Kind.SLUG}
    others = {Encoder.YAML_FOLDED, *(one for one in Encoder if one.partition(" ")[0] in ("toml", "json"))}
    assert {segment.frame.encoder for segment in _SEGMENTS} >= set(Encoder) - others


@pytest.mark.parametrize("source", ["commonmark", "naughty"])
def test_no_hostile_text_in_any_passage_changes_a_page_or_runs_in_it(source):
    for number, text in enumerate(hostile_texts(source)):
        for victim in _SEGMENTS if LONG else [_SEGMENTS[number % len(_SEGMENTS)]]:
            assert_nothing_happened(victim, text)


_TOML = """+++
a = "one" # c
b = 'two'
c = \"\"\"
three\"\"\"
d = '''four'''
tags = ['x', "y"]
[params]
t = 'z' #
+++
"""
_JSON = """{
  "a": "one",
  "b": ["two"], "tags": ["x"],
  "params": {"t": "z"}, "n": 1
}
"""


@pytest.mark.parametrize("language", ["toml", "json"])
def test_no_hostile_text_in_front_matter_of_other_languages_changes_another_field_or_the_page(language):
    source = _TOML if language == "toml" else _JSON

    def load(front: str) -> Any:
        return tomllib.loads(front.strip("+\n")) if language == "toml" else json.loads(front)

    fields = ("a", "b", "c", "d", "tags", "params.t")
    body = "# Heading\n\nText\n"
    document = read_document(
        f"{source}{body}".encode(), path="content/a.md", section="pages", slug="a", rules=Rules(slug=False, fields=fields)
    )
    localiser = Localiser(document, source="en", figures=frozenset())
    fields_of = [segment for segment in document.segments if segment.field]
    assert {segment.frame.encoder for segment in fields_of} == {one for one in Encoder if one.startswith(language)}
    for number, text in enumerate([*hostile_texts("naughty"), *hostile_texts("commonmark"), "+++", "a\n+++\nb", "}\n\n"]):
        for victim in fields_of if LONG else [fields_of[number % len(fields_of)]]:

            def find(_locale: str, segment: Segment, victim: Segment = victim, text: str = text) -> Translation | None:
                return Translation(text, State.TRANSLATED, Reference("fr.po", 1)) if segment is victim else None

            result = localiser.localise("fr", ["en"], find)
            assert result.markdown[result.body :].decode() == body
            shown = next(part.text for part in result.segments if part.segment is victim)
            assert shown in (text, victim.key.msgid)
            expected: Any = [load(source)]
            holder: Any = expected[0]
            *path, last = [int(part) if part.isdigit() else part for part in (victim.field or "").split(".")]
            for part in path:
                holder = holder[part]
            holder[last] = shown
            assert load(result.markdown[: result.body].decode()) == expected[0]


@pytest.mark.parametrize(
    ("source", "msgid", "msgstr"),
    [
        ("Press <script>init()</script> now\n", "Press <script>init()</script> now", "<script>alert(1)</script>"),
        ("Press <script>init()</script> now\n", "Press <script>init()</script> now", "Press <script>alert(1)</script> now"),
        ("Press <style>b{}</style> now\n", "Press <style>b{}</style> now", "Press <style>*{display:none}</style> now"),
        ("A <script src=x></script> b\n", "A <script src=x></script> b", "A <script src=x>alert(1)</script> b"),
        (
            "A <script type=x>b</script> <style>c</style>\n",
            "A <script type=x>b</script> <style>c</style>",
            "A <script type=x>c</script> <style>b</style>",
        ),
        (
            "A <textarea>b</textarea> <abbr title=c>d</abbr>\n",
            "A <textarea>b</textarea> <abbr title=c>d</abbr>",
            "A <textarea><abbr title='</textarea><img src=x onerror=alert(1)>'></abbr>",
        ),
        ("| a <script>b</script> |\n|---|\n", "a <script>b</script>", "a <script>alert(1)</script>"),
        ("# A <script>b</script>\n", "A <script>b</script>", "A <script>alert(1)</script>"),
        (
            "<!-- i18n: split -->\n\nA <script>b. C</script> d\n",
            "A <script>b. C</script> d",
            "A <script>alert(1)</script> d",
        ),
    ],
)
def test_no_translator_writes_what_a_browser_runs(source, msgid, msgstr):
    document = read_document(source.encode(), path="content/a.md", section="x", slug="a", rules=Rules(slug=False))
    assert [segment.key.msgid for segment in document.segments] == [msgid]

    def find(_locale: str, segment: Segment) -> Translation:
        return Translation(msgstr, State.TRANSLATED, Reference("x.po", 1))

    result = Localiser(document, source="en").localise("fr", ["en"], find)
    assert result.markdown.decode() == source


@pytest.mark.parametrize(
    ("source", "culprit"),
    [
        ('<div title="\n\nwords\n\n">x</div>\n', "an attribute's value that begins with \""),
        ("<div><script>\n/*\n\nwords\n\n*/</script></div>\n", ""),
        ("<div><script>\n\nwords *more*\n\n- words\n", "<script>"),
        ("Say <textarea>\n\nwords <abbr title=b>c</abbr>\n", "<textarea>"),
        ("> <!-- hidden\n\nwords\n", "<!--"),
        ("<title>words <abbr title=b>c</abbr></title>\n", ""),
        ("Run <script>a() // b\nwords()</script>\n", ""),
        ('<div><script>\n/*\n\n[a]\n\n*/</script></div>\n\n[a]: b "words"\n', ""),
    ],
)
def test_what_stands_in_a_program_or_a_tag_that_goes_on_is_no_translators(source, culprit):
    document = read_document(source.encode(), path="content/a.md", section="x", slug="a", rules=Rules(slug=False))
    assert [segment.key.msgid for segment in document.segments if "words" in segment.key.msgid] == []
    said = [f"{culprit} is never closed; nothing behind it is translated"] if culprit else []
    assert [problem.message for problem in document.problems] == said


def test_beside_a_program_all_is_translated():
    source = "Press <script>init()</script> now\n\nThen\n"
    document = read_document(source.encode(), path="content/a.md", section="x", slug="a", rules=Rules(slug=False))
    said = {"Press <script>init()</script> now": "Maintenant <script>init()</script> cliquez", "Then": "Puis"}

    def find(_locale: str, segment: Segment) -> Translation:
        return Translation(said[segment.key.msgid], State.TRANSLATED, Reference("x.po", 1))

    result = Localiser(document, source="en").localise("fr", ["en"], find)
    assert result.markdown.decode() == "Maintenant <script>init()</script> cliquez\n\nPuis\n"
