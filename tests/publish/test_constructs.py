"""Documents that nobody writes twice: under pseudo-translation each keeps its structure, and no word of it escapes.

What the reader calls a passage must be the whole of it and nothing but it, in whatever it stands.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from publish.test_completeness import escaped

from i18n_site.formats.html import TEXT_ATTRIBUTES
from i18n_site.formats.markdown import Rules, read_document
from i18n_site.formats.pseudo import pseudo_translate
from i18n_site.model import LocalisedDocument, Reference, Segment, Severity, State
from i18n_site.publish.decoration import Decoration
from i18n_site.publish.localise import Localiser, Translation
from i18n_site.publish.render import render

DOCUMENTS = {
    "list table": "- a\n\n  | b | c |\n  |---|---|\n  | d | e\\|f |\n\n  after\n- g\n  1. h\n\n     > i\n     > j\n",
    "foot in table": "| a[^1] | b |\n|---|---|\n| c[^x] | `d|e` |\n\n[^1]: one\n[^x]: two\n\n    para two\n\n    - item\n",
    "html in list": "- one\n\n  <div>\n  two <b>three</b>\n  </div>\n\n- <p>four</p>\n",
    "html by tabs in list": "- one\n\t<details>\n\t<summary>\n\t\t\ttwo\n\t</summary>\n\n\tthree\n\n\t</details>\n- four\n",
    "html by tabs in quote": "> one\n>\n>\t<p>\n>\t\ttwo\n>\t</p>\n\nthree\n",
    "html inline in list": "- <b>one</b> two\n- three <br> four\n",
    "alert in quote": "> outer\n>\n> > [!WARNING]\n> > inner text\n> > more\n>\n> end\n",
    "alert list": "- item\n\n  > [!TIP]\n  > tip text\n",
    "crlf": (
        "# one\r\n\r\ntwo\r\nthree  \r\nfour\r\n\r\n- five\r\n  six\r\n\r\n> seven\r\n> eight\r\n\r\n"
        "| a | b |\r\n|---|---|\r\n| c | d |\r\n\r\n<div>\r\nnine\r\nten\r\n</div>\r\n"
    ),
    "cr only": "# one\r\rtwo\rthree\r\r- a\r- b\r",
    "bom": "\ufeff# one\n\ntwo\n",
    "bom fm": "\ufeff---\ntitle: One\n---\n# two\n",
    "u2028": "one\u2028two\n\nthree\x85four\n\nfive\x0bsix\x0cseven\n",
    "tabs": "-\tone\n\n\ttwo\n\n\t\tcode\n\n>\tquote\n>\tmore\n\n1.\ta\n\tb\n",
    "deflist": "term one\nterm two\n: def one\n  cont\n\n: def two\n\n  para\n\nother\n:   x\n    - list\n",
    "heading attrs": "# one {#a .b c=d}\n\n## two { #e }\n\nthree {#f}\n===\n\n#### four ####\n\n##### {#only}\n",
    "autolinks": "see <https://a.example/x?y=z> and <me@b.example> and https://bare.example ok\n",
    "entities": "a &amp; b &copy; c &#x41; &nbsp; &notanentity; &lt;b&gt; &#0;\n",
    "cjk": "**日本**語と*強調*です。「**引用**」。**太字。**です\n",
    "hard": "one  \ntwo\\\nthree<br>four\n\n- a  \n  b\\\n  c\n\n> d  \n> e\\\n> f\n",
    "setext multi": "one\ntwo\n===\n\n> three\n> four\n> ---\n",
    "lazy": "> one\ntwo\n\n- three\nfour\n\n1. > five\nsix\n",
    "escape": "\\*one\\* \\[two\\] \\`three\\` \\# \\\\\n\n\\- four\n\n- \\* five\n- \\1. six\n\n1\\. seven\n",
    "code": "``a ` b`` text `` `c` `` and `d\ne`\n",
    "code quote": "> one `two\n> three` four\n",
    "links": (
        '[one](<a b> "two") [three][r] [r][] [r] ![four *five*](x "six") [![seven](y)](z) [eight\nnine](q\n'
        '"ten\neleven")\n\n[r]: /r\n  "twelve\nthirteen"\n'
    ),
    "ref variety": "[a]\n[B c]\n[d][]\n\n[a]: <x y> 'one'\n[b  C]: /y (two)\n> [d]: /z \"three\"\n",
    "ref quoted title": '> [q]\n>\n> [q]: /x\n> "title one"\n',
    "nested em": "***one** two* **three *four*** *five **six***\n\n_a_ __b__ ~~c~~ ~d~\n",
    "html types": (
        '<script>\nvar a="one";\n</script>\n\n<style>b{}</style>\n\n<!-- one\n\ntwo -->\n\n<?php one ?>\n\n'
        "<!DOCTYPE x>\n\n<![CDATA[one]]>\n\n<custom-el>two</custom-el>\n\n<pre>\nthree\n\nfour</pre>\n"
    ),
    "html details": "<details>\n<summary>one <code>two</code></summary>\n\nthree **four**\n\n- five\n\n</details>\n",
    "html table": (
        '<table>\n<caption>one</caption>\n<tr><th scope="col" title="two">three</th><td>four<br>five</td></tr>\n</table>\n'
    ),
    "html figure": (
        '<figure>\n<img src="a.png" alt="one">\n<figcaption>two <a href="x" title="three">four</a></figcaption>\n</figure>\n'
    ),
    "html dl": "<dl><dt>one<dd>two<dt>three<dd>four</dl>\n",
    "html unclosed": "<p>one <b>two\n\nthree</b>\n",
    "html ent": "<p>a &amp; b &lt; c &quot;d&quot; &nbsp;e</p>\n",
    "html select": (
        '<select><option value="x" selected>one</option><option>two</option></select><input '
        'type="text" placeholder="three" value="four"><button type=submit>five</button>\n'
    ),
    "html attrs": '<p title=\'one\' data-x="own" ALT=two aria-label="three">four</p>\n',
    "html inline attrs": (
        'one <abbr title="two">three</abbr> <img src=x alt=four> <span aria-label=\'five "six"\'>seven</span>\n'
    ),
    "html no": '<p translate="no">one</p>\n\ntwo <span translate="no">three</span> four\n',
    "html multi no": '<div translate="no">\n\none\n\n</div>\n\ntwo\n',
    "mixed list": "1. one\n   - two\n     * three\n\n       ```\n       code\n       ```\n\n       four\n   - five\n2) six\n",
    "loose tight": "- a\n- b\n\n- c\n\ntext\n\n* d\n\n  e\n",
    "tasks": "- [ ] one\n- [x] two\n  - [X] three\n\n    four\n1. [ ] five\n",
    "empty": "- \n- a\n-\n\n#\n\n| |a|\n|-|-|\n| | |\n\n>\n",
    "table edge": "a | b\n:-|-:\n c | d\ne\n\n|x|\n|-|\n| ` \\| ` | extra |\n",
    "table inline": '| **a** | [b](c "d") | ![e](f) |\n|:-:|---|---|\n| <br> g | h<sup>i</sup> | `j` |\n',
    "table quote": "> | a | b |\n> |---|---|\n> | c | d |\n",
    "same twice": "# Same\n\nSame\n\n- Same\n- Same\n\n| Same | Same |\n|---|---|\n| Same | Same |\n",
    "markup only": "***\n\n`code`\n\n![](x)\n\n[](y)\n\n**`x`**\n\n<br>\n\n:---\n",
    "emoji": "👩\u200d👩\u200d👧 family é é **né** 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f\n",
    "rtl": "# \u200fשלום world\n\nمرحبا **world** \u200e!\n",
    "directive": '<!-- i18n: comment="née «x»" -->\nOne\n\n<!-- i18n: skip -->\n\nTWO\n',
    "dir list": '- one\n\n  <!-- i18n: context="é" -->\n\n  two\n',
    "comments": "one <!-- two --> three\n\n<!-- four -->\n\nfive\n",
    "hr front": "---\n\none\n\n---\n",
    "indent heading": "   # one\n\n  > two\n\n   - three\n",
    "long attr": '<img\n  src="a"\n  alt="one\n  two"\n>\n',
    "svg": '<svg width="10"><title>one</title><text>two</text></svg>\n',
    "iframe": '<iframe src="x" title="one"></iframe>\n',
    "video": '<video controls aria-label="one"><track label="two">three</video>\n',
    "inline html block tag": "one <div>two</div> three\n",
    "nbsp": "one\xa0two\u2003three\u200bfour\n",
    "footnote multi": "a[^1] b[^1]\n\n[^1]:\n    one\n\n    > two\n\n        code\n",
    "foot in foot": "a[^1]\n\n[^1]: one[^2]\n\n[^2]: two\n",
    "foot in heading": "# one[^1]\n\n[^1]: x\n",
    "quote code": "> ```\n> code\n> ```\n> text\n",
    "para then list": "one\n- two\n",
    "para number": "one\n2. two\n",
    "heading in item": "- # one\n- two\n  ---\n",
    "link in heading": "## [one](two.md) `three` {#x}\n",
    "brackets": "[one] (two) [three]: four\n",
    "bad table": "| a | b |\n| c | d |\n",
    "pipe text": "a | b\n\nc || d\n",
    "del": "~~one ~~two~~ three~~\n",
    "smart": '"one" -- it\'s...\n',
    "abbr title ent": '<abbr title="a &amp; &quot;b&quot;">c</abbr> d\n',
    "meta": '<meta name="description" content="one two">\n',
    "kbd": "press <kbd>Ctrl</kbd>+<kbd>C</kbd> now\n",
    "ruby": "<ruby>漢<rp>(</rp><rt>kan</rt></ruby> word\n",
    "nested quote list": "> - one\n>   two\n>\n>   three\n> > four\n",
    "indented code list": "- one\n\n      code\n\n  two\n",
    "img alone titled": '![one](x.png "two")\n',
    "img ref alone": '![one][i]\n\n[i]: x.png "two"\n',
    "img link alone": "[![one](x)](y)\n",
    "img two": "![one](x) ![two](y)\n",
    "img multi": "![one\ntwo](x)\n",
}
"""Name -> Markdown. What is in capitals its author lets nobody translate."""


class Elements(HTMLParser):
    """Tags and attributes of a page, but for what is read or heard."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[object] = []

    def handle_starttag(self, tag, attrs):
        heard = TEXT_ATTRIBUTES | ({"content"} if tag == "meta" else set())
        self.found.append((tag, tuple(pair for pair in attrs if pair[0] not in heard)))

    def handle_endtag(self, tag):
        self.found.append(tag)

    def handle_comment(self, data):
        self.found.append("comment")


def elements(html: str) -> list[object]:
    parser = Elements()
    parser.feed(html)
    parser.close()
    return parser.found


def localised(text: str, put) -> LocalisedDocument:
    def find(_locale: str, segment: Segment) -> Translation | None:
        msgstr = put(segment)
        return Translation(msgstr, State.TRANSLATED, Reference("x.po", 1)) if msgstr else None

    document = read_document(text.encode(), path="content/x.md", section="x", slug="x", rules=Rules(slug=False))
    return Localiser(document, source="en").localise("fr", ["en"], find)


def page(document: LocalisedDocument) -> str:
    return render(document.markdown[document.body :].decode(), Decoration("en"))


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("locale", ["en-XA", "ar-XB"])
def test_a_translated_document_has_the_structure_of_its_source_and_no_word_escapes(name, locale):
    text = DOCUMENTS[name]
    plain = page(localised(text, lambda segment: None))
    pseudo = localised(text, lambda segment: pseudo_translate(segment.key.msgid, locale, segment.kind))
    assert elements(page(pseudo)) == elements(plain)
    words, refused = escaped(text, locale)
    assert ([word for word in words if not word.isupper()], refused) == ([], [])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_translated_by_its_own_words_is_shown_as_its_source_is(name):
    text = DOCUMENTS[name]
    untouched, echo = localised(text, lambda segment: None), localised(text, lambda segment: segment.key.msgid)
    assert untouched.markdown == text.encode()
    assert echo.findings == ()
    assert re.sub(r"\s+", " ", page(echo)) == re.sub(r"\s+", " ", page(untouched))


def test_emphasis_that_cjk_punctuation_breaks_is_broken_in_the_same_way_for_every_reader():
    # `**太字。**です` is no emphasis in CommonMark, so the stars are text: the translation is shown, and its translator told
    result = localised("**Bold.** It is\n", lambda segment: "**太字。**です")
    assert page(result) == "<p>**太字。**です</p>\n"
    (finding,) = result.findings
    assert (finding.check, finding.severity) == ("emphasis", Severity.WARNING)
    for fine in ("**太字**。です", "**太字。** です", "太字\\*。です", "**太字です。**"):
        assert localised("**Bold.** It is\n", lambda segment, fine=fine: fine).findings == ()
    assert localised("2\\*(3) x\n", lambda segment: "2\\*(3) y").findings == ()


def test_two_amounts_in_dollars_are_no_formula():
    result = localised("From $5 to $7 a head\n", lambda segment: "De 5 $ à 7 $ par tête")
    assert page(result) == "<p>De 5 $ à 7 $ par tête</p>\n"
