"""Documents made to be slow: none takes a second of the processor to read, to localise or to render.

Each of them grows in one way that some reader of Markdown, HTML or YAML has answered in quadratic time or by overflowing its
stack. Set I18N_SITE_LONG for the full sizes, of some hundred kilobytes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TypeVar

import pytest

from i18n_site.errors import YamlError
from i18n_site.formats.markdown import Rules, read_document
from i18n_site.formats.pseudo import pseudo_translate
from i18n_site.model import Reference, Segment, Severity, State
from i18n_site.publish.decoration import Decoration
from i18n_site.publish.localise import Localiser, Translation
from i18n_site.publish.render import render

T = TypeVar("T")
SECOND = 1.0 if os.environ.get("I18N_SITE_LONG") else 0.5
FIGURES = frozenset({"members"})

LONG = bool(os.environ.get("I18N_SITE_LONG"))


def many(count: int) -> int:
    """A size: the whole of it in a long run, a fifth in a short one."""
    return count if LONG else count // 5


DOCUMENTS = {
    "quotes": ">" * many(10000) + " a\n",
    "quotes spaced": "> " * many(10000) + "a\n",
    "nested list": "".join("  " * i + "- a\n" for i in range(many(1000))),
    "nested list one line": "- " * many(5000) + "a\n",
    "ordered one line": "1. " * many(5000) + "a\n",
    "mixed": "> - " * many(5000) + "a\n",
    "brackets": "[" * many(50000) + "a",
    "closing": "a" + "]" * many(50000),
    "pairs": "[]" * many(25000),
    "open link": "[a](" * many(10000),
    "open paren": "[a](<b" * many(10000),
    "nested links": "[" * many(5000) + "a" + "](b)" * many(5000),
    "image nest": "![" * many(10000) + "a" + "](b)" * many(10000),
    "backticks": "".join("e" + "`" * i for i in range(many(800))),
    "backticks long": "`" * many(100000) + "a",
    "backtick pairs": "`a` " * many(30000),
    "odd ticks": "`a ``b " * many(20000),
    "emph": "*a " * many(30000),
    "emph close": "a* " * many(30000),
    "emph nest": "*" * many(30000) + "a" + "*" * many(30000),
    "emph alt": "*a_ " * many(15000),
    "emph bold": "**a *b " * many(15000),
    "strike": "~~a " * many(20000),
    "underscores": "_a __b " * many(15000),
    "entity": "&" * many(100000),
    "entities": "&amp;" * many(40000),
    "unknown entity": "&abc" * many(30000),
    "html open": "<" * many(100000),
    "html tag": "<a " * many(30000),
    "html attr": "<a " + 'b="c" ' * many(30000),
    "html open attr": '<a b="' * many(20000),
    "comment": "<!--" * many(30000),
    "comment a": "a <!-- " * many(30000),
    "pi": "<?" * many(40000),
    "pi a": "a <?" * many(40000),
    "cdata": "a <![CDATA[" * many(10000),
    "decl": "a <!A " * many(30000),
    "html blocks": "<div>\n\n" * many(4000),
    "html nest": "<div>" * many(8000) + "a" + "</div>" * many(8000),
    "html inline nest": "<p>" + "<b>" * many(8000) + "a" + "</b>" * many(8000) + "\n",
    "html unclosed inline": "<div>\n" + "<b>a " * many(10000) + "\n",
    "html closes": "<div>" + "</b>" * many(20000) + "\n",
    "html mix": "<div>" + "<b>a</i>" * many(10000) + "\n",
    "html translate no": '<p translate="no">\n\n' * many(5000),
    "html a<": "<div>" + "a < b " * many(20000) + "\n",
    "html attr many": "<div " + 'title="a b" ' * many(5000) + ">\n",
    "html code nest": "<p>" + "<code>a " * many(10000) + "\n",
    "svg": "<svg>" * many(10000) + "\n",
    "svg unclosed": "<div>" + "<svg>a " * many(10000) + "\n",
    "refs": "".join(f'[a{i}]: /x "t {i}"\n' for i in range(many(5000))) + "\n" + "[a1] " * many(5000),
    "refs flood same": "[a]: /x\n" * many(20000),
    "ref use": "[a]: " + "x" * many(20000) + "\n\n" + "[a]" * many(20000),
    "ref unclosed": '[a]: /x "\n' * many(10000),
    "ref title long": '[a]: /x "' + 'b\\" ' * many(20000) + '"\n',
    "refs missing": "[x][y] " * many(20000),
    "ref labels": "[" + "a" * many(900) + "] " * many(5000),
    "foots": "".join(f"[^{i}] " for i in range(many(5000)))
    + "\n\n"
    + "".join(f"[^{i}]: note {i}\n\n" for i in range(many(5000))),
    "foot same": "[^a]" * many(20000) + "\n\n[^a]: b\n",
    "foot nest": "".join("    " * i + f"[^{i}]: x\n" for i in range(many(300))),
    "tables": "|a|b|\n|-|-|\n" + "|c|d|\n" * many(3000),
    "table wide": "|a" * many(2000) + "|\n" + "|-" * many(2000) + "|\n" + "|c" * many(2000) + "|\n",
    "table flood": "|a|\n|-|\n|c|\n\n" * many(2000),
    "table short rows": "|a" * many(150) + "|\n" + "|-" * many(150) + "|\n" + "|x|\n" * many(150),
    "table boundless": "|a" * 2000 + "|\n" + "|-" * 2000 + "|\n" + "|x|\n" * 1000,
    "table maybe": "|a|b|\n" * many(20000),
    "table pipes": "|" * many(50000) + "\n" + "|-" * many(100) + "\n",
    "table escape": "|a|\n|-|\n|" + "\\|" * many(20000) + "|\n",
    "rule?": "- " * many(30000) + "\n",
    "rule2": "*" * many(50000) + " \n",
    "setext": "a\n" * many(20000) + "===\n",
    "headings": "# a\n" * many(4000),
    "heading closed": "# " + "#" * many(50000) + "\n",
    "heading attrs": "# a {" + ".b " * many(20000) + "}\n",
    "heading braces": "# " + "{" * many(30000) + "\n",
    "heading }": "# " + "}" * many(30000) + "\n",
    "heading bs }": "# a" + "\\" * many(30000) + "}\n",
    "line": "word " * many(100000) + "\n",
    "line nospace": "a" * many(400000),
    "softbreaks": "a\n" * many(50000),
    "hardbreaks": "a  \n" * many(30000),
    "backslash": "\\" * many(100000),
    "bs hard": "a\\\n" * many(30000),
    "blanks": "a" + " " * many(200000) + "b\n",
    "tabs": "\t" * many(100000) + "a",
    "blank lines": "\n" * many(200000),
    "cr": "a\r" * many(50000),
    "crlf": "a  \r\n" * many(15000),
    "codes multiline": "`a\nb` " * many(20000),
    "code quotes": "> `a\n> b` " * many(10000),
    "fences": "```\n" * many(20000),
    "fence unclosed": "```\n" + "a\n" * many(50000),
    "fence long": "`" * 3 + "a" * many(100000) + "\n",
    "tildes": "~~~\n> " * many(10000),
    "indented": "    a\n" * many(30000),
    "deflist": "a\n: b\n\n" * many(3000),
    "deflist nest": "a\n" + ": " * many(5000) + "b\n",
    "alerts": "> [!NOTE]\n> a\n\n" * many(3000),
    "tasks": "- [ ] a\n" * many(5000),
    "placeholders": "{members} " * many(30000),
    "brace": "{" * many(100000),
    "autolink": "<http://a.b/c> " * many(20000),
    "autolink open": "<http://a" * many(20000),
    "emails": "<a@b.c> " * many(20000),
    "url": "http://a.b/ " * many(30000),
    "directives": "<!-- i18n: skip -->\n\na\n\n" * many(5000),
    "skip-start": "<!-- i18n: skip-start -->\n\n" * many(5000) + "a",
    "directive long": '<!-- i18n: comment="' + 'a\\" ' * many(20000) + '" -->\n\na\n',
    "directive bad": "<!-- i18n: " + "skip " * many(20000) + 'x="-->\n\na\n',
    "directives pending": '<!-- i18n: comment="a" -->\n\n' * many(5000) + "a\n",
    "scopes": '<!-- i18n: comment="a" -->\n\n> ' * many(1000) + "a\n",
    "nul": "\x00" * many(50000),
    "bidi": "\u202e" * many(50000),
    "combining": "e" + "́" * many(100000),
    "zwj": "👩\u200d👩\u200d👧" * many(20000),
    "u2028": "a\u2028" * many(30000),
    "cjk": "日本語" * many(50000),
    "cjk emph": "**日本**。" * many(8000),
    "list para": "- a\n\n  b\n\n" * many(3000),
    "list code": "- a\n\n      c\n\n" * many(3000),
    "list numbers": "".join(f"{i}. a\n" for i in range(many(5000))),
    "list alternate": "- a\n+ b\n" * many(3000),
    "list table": "- |a|\n  |-|\n  |b|\n" * many(2000),
    "lazy": "> a\n" + "b\n" * many(20000),
    "frontmatter": "---\n" + "".join(f"k{i}: v\n" for i in range(many(5000))) + "---\na\n",
    "frontmatter list": "---\ntags: [" + "a, " * many(10000) + "]\n---\nx\n",
    "frontmatter unclosed": "---\n" + "a: b\n" * many(20000),
    "math": "$a$ " * many(20000),
    "dollars": "$" * many(50000),
    "images alone": "![a](b)\n\n" * many(4000),
    "title": '[a](b "' + "c " * many(50000) + '")\n',
    "image titled": '![a](b "t") ' * many(8000),
    "image alts": "![a **b** `c`](d) " * many(4000),
}


def quickly(what: str, action: Callable[[], T]) -> T:
    """The result of what takes less than a second of the processor, at the second try at the latest: a machine has its moods."""
    for _ in range(2):
        began = time.process_time()
        result = action()
        took = time.process_time() - began
        if took < SECOND:
            return result
    pytest.fail(f"{what}: {took:.1f} s")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_whatever_takes_a_second(name):
    text = DOCUMENTS[name]
    rules = Rules(slug=False, figures=FIGURES)
    document = quickly("read", lambda: read_document(text.encode(), path="content/x.md", section="x", slug="x", rules=rules))
    texts = {
        segment.key.msgid: quickly(
            "translate", lambda segment=segment: pseudo_translate(segment.key.msgid, "en-XA", segment.kind)
        )
        for segment in document.segments
    }

    def find(_locale: str, segment: Segment) -> Translation:
        return Translation(texts[segment.key.msgid], State.TRANSLATED, Reference("x.po", 1))

    localised = quickly("localise", lambda: Localiser(document, source="en", figures=FIGURES).localise("en-XA", ["en"], find))
    assert [finding for finding in localised.findings if finding.severity is Severity.ERROR] == []
    body = localised.markdown[localised.body :].decode()
    quickly("render", lambda: render(body, Decoration("en-XA", figure=lambda name, _: "52" if name == "members" else None)))


def test_front_matter_nested_beyond_reason_is_refused_with_its_line():
    text = "---\na: " + "[" * 5000 + "]" * 5000 + "\n---\n"
    with pytest.raises(YamlError, match=r"content/x\.md:2:"):
        read_document(text.encode(), path="content/x.md", section="x", slug="x")
