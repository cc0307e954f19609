"""Formulas, where a site asks for them: kept letter by letter, drawn and heard as mathematics, and nothing but that."""

from __future__ import annotations

import re
import time

import pyromark
import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.config import load_site
from i18n_site.formats.dialect import WITH_MATH
from i18n_site.formats.markdown import Rules, read_document
from i18n_site.formats.pseudo import pseudo_translate
from i18n_site.formats.reading import read_body
from i18n_site.model import LocalisedDocument, Reference, Segment, State
from i18n_site.publish.decoration import Decoration
from i18n_site.publish.formulas import LONGEST, draw, is_drawable
from i18n_site.publish.localise import Localiser, Translation
from i18n_site.publish.plain_html import PlainRenderer
from i18n_site.publish.render import render
from i18n_site.workflow.extract import extract
from i18n_site.workflow.localise_tree import Choices, localise_tree
from support.html import read_html
from support.markdown import markdown_texts

DOCUMENT = """# Of $e^{i\\pi}$ and more

It costs \\$5 when $x_1 * y_2 < 3$, and $$\\sum_{i=1}^n
  a_i$$ else.

$$
\\frac{a}{b} \\\\
c & d % no comment
$$

| One $\\|x\\|$ | Two |
|---|---|
| three $\\|x\\|$ | `four` |

- tight $a$
"""


def read(text: str, *, math: bool = True):
    return read_document(text.encode(), path="content/a.md", section="pages", slug="a", rules=Rules(slug=False, math=math))


def localise(text: str, translate) -> LocalisedDocument:
    def find(_locale: str, segment: Segment) -> Translation | None:
        return Translation(translate(segment.key.msgid), State.TRANSLATED, Reference("fr.po", 1))

    return Localiser(read(text), source="en").localise("fr", ["en"], find)


def formulas(text: str) -> list[str]:
    return [mark.value for run in read_body(text, math=True).runs for mark in run.marks if mark.category == "math"]


def test_formulas_are_in_the_messages_as_they_are_and_alone_are_none():
    assert [segment.key.msgid for segment in read(DOCUMENT).segments] == [
        "Of $e^{i\\pi}$ and more",
        "It costs \\$5 when $x_1 * y_2 < 3$, and $$\\sum_{i=1}^n a_i$$ else.",
        "One $|x|$",
        "Two",
        "three $|x|$",
        "tight $a$",
    ]


def test_without_the_option_two_amounts_in_dollars_are_no_formula():
    (segment,) = read("From $5 to 7$.\n", math=False).segments
    assert segment.key.msgid == "From $5 to 7$."
    assert "<math" not in render("From $5 to 7$.\n", Decoration("fr"))


def test_a_formula_of_a_translation_must_be_its_sources_and_may_stand_elsewhere():
    moved = localise("If $a_1*b*$ then *c*.\n", lambda _: "*c*, donc $a_1*b*$.")
    assert (moved.findings, moved.markdown) == ((), b"*c*, donc $a_1*b*$.\n")
    for wrong in ("Si $a_1*c*$.", "Si.", "Si $a_1*b*$ et $a_1*b*$.", "Si \\$a_1*b*\\$.", "Si $a_1*b*"):
        result = localise("If $a_1*b*$ then *c*.\n", lambda _, wrong=wrong: wrong)
        assert result.markdown == b"If $a_1*b*$ then *c*.\n"
        assert {finding.check for finding in result.findings} == {"math"}


def test_a_formula_over_several_lines_is_one_line_in_its_message_and_the_same_formula():
    before = "Sum $$a\n  < b$$ is > c.\n"
    result = localise(before, lambda text: text.replace("Sum", "Somme"))
    assert result.markdown == b"Somme $$a < b$$ is > c.\n"
    assert formulas(before) == formulas(result.markdown.decode()) == ["a < b"]


@pytest.mark.parametrize("locale", ["en-XA", "ar-XB"])
def test_pseudo_translations_leave_formulas_alone(locale):
    result = localise(DOCUMENT, lambda text: pseudo_translate(text, locale, math=True))
    assert result.findings == ()
    assert formulas(result.markdown.decode()) == formulas(DOCUMENT)
    page = re.sub(r"(?s)<math.*?</math>|<code.*?</code>", "", render(result.markdown.decode(), Decoration(locale, math=True)))
    assert not re.findall(r"\b[A-Za-z]{2,}\b", re.sub(r"<[^>]*>", "", page))


@given(markdown_texts(), st.lists(st.sampled_from(["$a$", "$$b\nc$$", "$", "$$", "$x|y$", "\\$"]), min_size=1))
def test_the_plain_form_with_formulas_is_the_parsers_own_and_untranslated_bytes_are_the_authors(text, pieces):
    text = "".join(part for pair in zip(text, pieces * (len(text) // len(pieces) + 1), strict=False) for part in pair)
    expected = pyromark.html(text, options=WITH_MATH)
    events = pyromark.events_with_range(text, options=WITH_MATH, merge_text=True)
    assert PlainRenderer().render(events) == render(text, math=True) == expected
    assert Localiser(read(text), source="en").localise("fr", ["en"], lambda *_: None).markdown == text.encode()


def test_a_formula_is_drawn_and_says_its_source():
    page = read_html(render("So $a < b$, and $$x^2$$\n", Decoration("fr", math=True)))
    inline, block = page.all("math")
    assert (inline.attributes, block.attributes["display"]) == ({"display": "inline", "alttext": "a < b"}, "block")
    assert [part.text for part in inline.all("mo")] == ["<"]
    assert block.one("msup").text == "x 2"


HOSTILE = [
    "\\text{<script>alert(1)</script>}",
    "\\text{&lt;script&gt;alert(1)&lt;/script&gt;}",
    "\\href{javascript:alert(1)}{x}",
    "\\style{position:fixed}{x}",
    "\\class{notice}{x}",
    '"><script>alert(1)</script>',
    "\\mathrm{</math><img src=x onerror=alert(1)>}",
    "\\begin{array}{|c|} <b> & \\text{</mtext><svg/onload=x>} \\end{array}",
]


@pytest.mark.parametrize("formula", HOSTILE)
def test_nothing_but_mathematics_gets_out_of_a_formula(formula):
    html = draw(formula, block=False)
    page = read_html(html)
    assert not {element.tag for element in page.all() if not element.tag.startswith("m")} - {"code"}
    names = {name for element in page.all() for name in element.attributes}
    assert names.isdisjoint({"href", "style", "id", "onload", "onerror", "xlink:href", "src"})
    assert all(element.tag == "code" or "class" not in element.attributes for element in page.all())


@pytest.mark.parametrize("formula", ["\\frac", "a_{", "", " ", "{" * 5000, "x" * (LONGEST + 1), "\\left(" * 500])
def test_what_cannot_be_drawn_is_shown_as_it_is_written(formula):
    assert not is_drawable(formula)
    assert draw(formula, block=True) == f'<code class="math">{formula.strip()}</code>'


@given(st.text(alphabet="\\{}^_&%$ab12<>\"' \n", max_size=60))
def test_whatever_stands_between_dollars_is_answered_with_whole_html(formula):
    read_html(draw(formula, block=False))


@pytest.mark.parametrize("piece", ["{", "\\frac{", "a^{", "\\left(", "\\begin{matrix}", "&", "\\text{", "_", "x", "\\sqrt["])
def test_long_formulas_are_answered_soon(piece):
    begin = time.process_time()
    draw(piece * (LONGEST // len(piece)), block=False)
    assert time.process_time() - begin < 2


def test_a_site_with_formulas_extracts_localises_and_warns_of_what_it_cannot_draw(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "site.yaml").write_text("languages: {en: {}, fr: {}}\nmarkdown: {math: yes}\n")
    (tmp_path / "content" / "a.md").write_text("# A\n\nIf $x_{abc}$ holds, $\\frac$ fails.\n")
    site = load_site(tmp_path)
    extract(site)
    assert 'msgid "If $x_{abc}$ holds, $\\\\frac$ fails."' in (tmp_path / "translations" / "pages.pot").read_text()
    localise_tree(site, tmp_path / "out", ["en-XA"], Choices(threshold=0))
    assert "$x_{abc}$" in (tmp_path / "out" / "en-XA" / "a.md").read_text()
