"""The plain form is pulldown-cmark's own; the decorated form marks languages, and nothing but what it was asked for."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pyromark
import pytest
from hypothesis import given

from i18n_site.formats.dialect import OPTIONS
from i18n_site.formats.reading import read_body
from i18n_site.model import Kind, Span
from i18n_site.publish.anchors import unique_ids
from i18n_site.publish.decoration import Address, Decoration, Passage
from i18n_site.publish.plain_html import PlainRenderer
from i18n_site.publish.render import render
from support.corpora import commonmark_examples, markdown_files
from support.markdown import markdown_texts


def plain(text: str) -> str:
    """As the renderer makes it that publishing adds to."""
    return PlainRenderer().render(pyromark.events_with_range(text, options=OPTIONS, merge_text=True))


def test_every_commonmark_example_renders_as_the_parser_itself_renders_it():
    for _, text in commonmark_examples():
        assert plain(text) == render(text) == pyromark.html(text, options=OPTIONS)


@pytest.mark.parametrize("name", ["fastapi-docs", "comprehensive-rust"])
def test_every_corpus_document_renders_as_the_parser_itself_renders_it(name):
    for path in markdown_files(name):
        text = path.read_bytes().decode()
        assert plain(text) == render(text) == pyromark.html(text, options=OPTIONS)


@given(markdown_texts())
def test_whatever_is_written_renders_as_the_parser_itself_renders_it(text):
    assert plain(text) == render(text) == pyromark.html(text, options=OPTIONS)


def marked(text: str, *foreign: str, **more: object) -> str:
    """The body, decorated, with the runs of these texts in another language."""
    runs = read_body(text).runs
    attributes = ' lang="en" dir="ltr" class="fallback"'
    passages = [Passage(run.span, "en", attributes, image=run.alone is not None) for run in runs if run.text in foreign]
    shifted = [
        Passage(Span(p.span.start + 2, p.span.start + 2 + len(t)), p.locale, p.attributes, image=True) if p.image else p
        for p, t in zip(passages, foreign, strict=True)
    ]
    return render(text, Decoration("fr", shifted, **more))


FOREIGN = ' lang="en" dir="ltr" class="fallback"'


@pytest.mark.parametrize(
    ("text", "foreign", "expected"),
    [
        ("a\n\nb\n", "b", f"<p>a</p>\n<p{FOREIGN}>b</p>\n"),
        ("# a\n", "a", f"<h1{FOREIGN}>a</h1>\n"),
        ("> a\n", "a", f"<blockquote>\n<p{FOREIGN}>a</p>\n</blockquote>\n"),
        ("- a\n- b\n", "a", f"<ul>\n<li><span{FOREIGN}>a</span></li>\n<li>b</li>\n</ul>\n"),
        ("- a\n  - b\n", "a", f"<ul>\n<li><span{FOREIGN}>a</span>\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n"),
        ("- a\n  - b\n", "b", f"<ul>\n<li>a\n<ul>\n<li><span{FOREIGN}>b</span></li>\n</ul>\n</li>\n</ul>\n"),
        ("- \\*a\n", "*a", f"<ul>\n<li><span{FOREIGN}>*a</span></li>\n</ul>\n"),
        ("- *a* b\n", "a b", f"<ul>\n<li><span{FOREIGN}><em>a</em> b</span></li>\n</ul>\n"),
        ("- a\n\n  b\n", "b", f"<ul>\n<li>\n<p>a</p>\n<p{FOREIGN}>b</p>\n</li>\n</ul>\n"),
        ("t\n: d\n", "d", f"<dl>\n<dt>t</dt>\n<dd><span{FOREIGN}>d</span></dd>\n</dl>\n"),
        ("t\n: d\n", "t", f"<dl>\n<dt{FOREIGN}>t</dt>\n<dd>d</dd>\n</dl>\n"),
        ("![a](x.svg)\n", "a", f'<p><img src="x.svg" alt="a"{FOREIGN} /></p>\n'),
        (
            "- [ ] a\n",
            "a",
            f'<ul>\n<li><label><input disabled="" type="checkbox"/>\n<span{FOREIGN}>a</span></label></li>\n</ul>\n',
        ),
    ],
)
def test_a_foreign_passage_is_marked_on_the_smallest_element_that_holds_only_it(text, foreign, expected):
    assert marked(text, foreign) == expected


def test_every_sign_in_an_address_is_written_as_the_parser_writes_it():
    for sign in map(chr, range(33, 127)):
        text = f"[a](<x\\{sign}y>) ![a](<x\\{sign}y>)"
        events = pyromark.events_with_range(text, options=OPTIONS, merge_text=True)
        assert PlainRenderer().render(events) == pyromark.html(text, options=OPTIONS)


def test_apostrophes_in_attributes_are_written_as_the_parser_writes_them():
    text = "![it's](a.svg \"it's\") [it's](b.md \"it's\")[^it's]\n\n# it's {#it's}\n\n```it's\nit's\n```\n\n[^it's]: it's\n"
    events = pyromark.events_with_range(text, options=OPTIONS, merge_text=True)
    assert PlainRenderer().render(events) == pyromark.html(text, options=OPTIONS)


def test_a_foreign_cell_is_marked_and_tables_align_by_class_in_a_region():
    html = marked("| a | b |\n|---|--:|\n| c | d |\n", "d", table_label="Table")
    assert html == (
        '<div class="table" role="group" tabindex="0" aria-label="Table"><table><thead><tr><th scope="col">a</th>'
        '<th class="align-end" scope="col">b</th></tr></thead><tbody>\n'
        '<tr><td>c</td><td class="align-end fallback" lang="en" dir="ltr">d</td></tr>\n</tbody></table>\n</div>\n'
    )


def test_figures_are_written_in_the_language_of_their_block():
    def figure(name: str, locale: str) -> str | None:
        return {"en": "1,000", "fr": "1 000"}[locale] if name == "members" else None

    html = marked("{members} a\n\n{members} b {us}\n\n- {members} c\n", "{members} b {us}", figure=figure)
    assert "<p>1 000 a</p>" in html
    assert f"<p{FOREIGN}>1,000 b {{us}}</p>" in html
    assert "<li>1 000 c</li>" in html


def test_a_figure_is_written_in_headings_alternative_texts_and_names_with_underscores_but_not_in_code():
    def figure(name: str, locale: str) -> str | None:
        return "52" if name in ("members", "all_members") else None

    text = "# Members {members}\n\n![{all_members} people](x.svg) {all_members} `{members}`\n\n## A {members} {#b}\n"
    assert render(text, Decoration("fr", figure=figure)) == (
        '<h1>Members 52</h1>\n<p><img src="x.svg" alt="52 people" /> 52 <code>{members}</code></p>\n<h2 id="b">A 52</h2>\n'
    )


def test_an_address_that_stands_for_a_placeholder_is_a_link_unless_it_is_in_one():
    values = {"mail": "a+b@x.example", "at": "1 Street"}
    decoration = Decoration("fr", figure=lambda name, _locale: values.get(name))
    html = render("Write to {mail}, {at}. [To {mail}](c.md)\n", decoration)
    assert html == (
        '<p>Write to <a class="address" href="mailto:a+b@x.example">a+b@x.example</a>, 1 Street. '
        '<a href="c.md">To a+b@x.example</a></p>\n'
    )


def test_links_and_images_lead_where_the_site_says():
    decoration = Decoration(
        "fr", link=lambda target: Address(f"/fr/{target}", "en"), image=lambda target: Address(f"/files/{target}")
    )
    html = render('[a](b "t") ![c](d) <https://x.example> <m@x.example>\n', decoration)
    assert html == (
        '<p><a href="/fr/b" title="t" hreflang="en" data-language="anglais">a</a> <img src="/files/d" alt="c" /> '
        '<a class="address" href="https://x.example">https://x.example</a> '
        '<a class="address" href="mailto:m@x.example">m@x.example</a></p>\n'
    )


@pytest.mark.parametrize(
    ("body", "called"),
    [
        ("<https://x.example/a?b=1&c=é>", True),
        ("<m@x.example>", True),
        ("[https://x.example/](https://x.example)", True),
        ("[www.x.example](https://www.x.example/)", True),
        ("[x.example](http://www.x.example/)", True),
        ("[`x.example`](https://x.example)", True),
        ("[m@x.example](mailto:m@x.example)", True),
        ("[x.example](https://x.example/join)", False),
        ("[our partner](https://x.example)", False),
        ("[write](mailto:m@x.example)", False),
        ("[b.md](b.md)", False),
        ("[![x.example](x.svg)](https://x.example)", False),
    ],
)
def test_a_link_whose_text_is_its_address_says_so_and_no_other(body, called):
    assert ('<a class="address" ' in render(body, Decoration("fr"))) == called


def test_headings_get_the_anchors_of_the_source_and_keep_those_of_their_author():
    html = render("# Un\n\n## Deux {#own}\n", Decoration("fr", heading_ids=["one", "two"]))
    assert html == '<h1 id="one">Un</h1>\n<h2 id="own">Deux</h2>\n'


def test_the_heading_that_is_the_pages_title_is_left_out():
    html = render("# *Title*\n\ntext\n\n# Other\n", Decoration("fr", heading_ids=["a", "b"], without_title=True))
    assert html == '<p>text</p>\n<h1 id="b">Other</h1>\n'


def test_what_authors_tell_translators_is_no_part_of_the_page():
    html = render('<!-- i18n: comment="a\nb" -->\ntext\n\n<!-- other -->\n\n<b>x</b>\n', Decoration("fr"))
    assert html == "<p>text</p>\n<!-- other -->\n<p><b>x</b></p>\n"


def test_anchors_are_unique_and_keep_the_letters_of_every_script():
    assert unique_ids(["A b", "a, B!", "ÉTÉ", "会員", "***"]) == ["a-b", "a-b-1", "été", "会員", "section"]
    assert unique_ids(["a", "a-1", "a"], {"section"}) == ["a", "a-1", "a-2"]
    assert unique_ids(["Notes", "?"], {"notes", "section"}) == ["notes-1", "section-1"]


def test_the_anchors_of_many_headings_that_are_alike_are_made_in_linear_time():
    begin = time.process_time()
    assert unique_ids(["Section"] * 50_000)[-1] == "section-49999"
    assert time.process_time() - begin < 5


def test_placeholders_in_code_stay_as_they_are():
    html = render("```\n{members}\n```\n\n{members}\n", Decoration("fr", figure=lambda name, locale: "52"))
    assert html == "<pre><code>{members}\n</code></pre>\n<p>52</p>\n"


HTML_BLOCK = '<div class="x">\n  One {members}\n  <p title="Two">Three <b>four</b></p>\n</div>\n'


def passages_of(text: str, *texts: str) -> list[Passage]:
    found = []
    for run in read_body(text, frozenset({"members"})).runs:
        if run.text.replace("\0", "") in texts:
            attribute = run.kind is Kind.ATTRIBUTE
            found.append(Passage(run.span, "en", ' lang="en" dir="ltr"' if attribute else FOREIGN, attribute=attribute))
    return found


def test_foreign_texts_of_an_html_block_are_marked_and_its_own_are_not():
    decoration = Decoration("fr", passages_of(HTML_BLOCK, "Three four"))
    assert render(HTML_BLOCK, decoration) == HTML_BLOCK.replace("Three <b>four</b>", f"<span{FOREIGN}>Three <b>four</b></span>")


def test_a_foreign_attribute_of_an_html_block_is_marked_on_its_tag_and_the_texts_within_are_not():
    html = '<figure>\n<img alt="Two" src="x">\n<figcaption>Three</figcaption>\n</figure>\n'
    assert render(html, Decoration("fr", passages_of(html, "Two"))) == html.replace("<img alt", '<img lang="en" dir="ltr" alt')
    marked = HTML_BLOCK.replace("<p title", '<p lang="en" dir="ltr" title')
    marked = marked.replace("Three <b>four</b>", '<span lang="fr" dir="ltr">Three <b>four</b></span>')
    assert render(HTML_BLOCK, Decoration("fr", passages_of(HTML_BLOCK, "Two"))) == marked


def test_a_link_whose_title_is_in_another_language_says_so_and_its_text_does_not():
    text = 'See [this][a] and [that](x "Own").\n\n[a]: y "Two"\n'
    html = render(text, Decoration("ar", titles={"Two": "en", "Own": "ar"}))
    assert '<a href="y" title="Two" lang="en" dir="ltr"><span lang="ar" dir="rtl">this</span></a>' in html
    assert '<a href="x" title="Own">that</a>' in html


def test_figures_are_written_in_html_blocks_in_the_language_of_their_text():
    figures = {"en": "1,000", "fr": "1 000"}
    decoration = Decoration("fr", passages_of(HTML_BLOCK, "One {members}"), figure=lambda _name, locale: figures[locale])
    assert f"<span{FOREIGN}>One 1,000</span>" in render(HTML_BLOCK, decoration)
    plain = Decoration("fr", figure=lambda _name, locale: figures[locale])
    assert "One 1 000\n" in render(HTML_BLOCK, plain)


def test_foreign_texts_of_an_html_block_within_a_quote_are_marked():
    text = "> <p>One\n> two</p>\n"
    assert render(text, Decoration("fr", passages_of(text, "One two"))) == (
        f"<blockquote>\n<p><span{FOREIGN}>One\ntwo</span></p>\n</blockquote>\n"
    )


DRAWING = """<svg role="img">
<title>One</title>
<desc id="d">Two</desc>
<text x="1">Three <tspan>four</tspan></text>
<foreignObject><p>Five</p></foreignObject>
</svg>
"""


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        # what holds text only says its language itself; a span within a drawing would end it
        ("One", "<title>One", '<title lang="en">One'),
        ("Two", '<desc id="d">', '<desc lang="en" id="d">'),
        (
            "Three four",
            "Three <tspan>four</tspan>",
            '<tspan lang="en" class="fallback">Three <tspan>four</tspan></tspan>',
        ),
        ("Five", "Five", f"<span{FOREIGN}>Five</span>"),
    ],
)
def test_a_foreign_text_of_an_inline_drawing_is_marked_as_drawings_mark_it(text, before, after):
    assert render(DRAWING, Decoration("fr", passages_of(DRAWING, text))) == DRAWING.replace(before, after)


def test_a_text_of_a_drawing_that_is_stale_says_no_language_on_its_name():
    stale = [replace(passage, attributes=' class="stale"') for passage in passages_of(DRAWING, "One")]
    assert render(DRAWING, Decoration("fr", stale)) == DRAWING


def resolving(target: str) -> Address:
    known = {
        "a.md": Address("/fr/a/"),
        "b.md": Address("/fr/b/", "en"),
        "c.svg": Address("/files/c.fr.svg", None, (30, 20)),
    }
    return known.get(target, Address(target))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![x](c.svg)\n", '<p><img src="/files/c.fr.svg" alt="x" width="30" height="20" /></p>\n'),
        ("![x](d.svg)\n", '<p><img src="d.svg" alt="x" /></p>\n'),
        ('<p><a class="x" href="a.md">y</a></p>\n', '<p><a class="x" href="/fr/a/">y</a></p>\n'),
        ("<p><a href=b.md>y</a></p>\n", '<p><a href="/fr/b/" hreflang="en" data-language="anglais">y</a></p>\n'),
        ("y <a href='b.md' hreflang='de'>z</a>\n", "<p>y <a href=\"/fr/b/\" hreflang='de'>z</a></p>\n"),
        ('<img alt="a > b" src="c.svg"/>\n', '<img alt="a > b" src="/files/c.fr.svg" width="30" height="20"/>\n'),
        ('<img src="c.svg" width="3">\n', '<img src="/files/c.fr.svg" width="3">\n'),
        ('<video poster="c.svg"></video>\n', '<p><video poster="/files/c.fr.svg"></video></p>\n'),
        ('<a href="https://x.example/?a=b&amp;c">y</a>\n', '<p><a href="https://x.example/?a=b&amp;c">y</a></p>\n'),
        ('<!-- <a href="a.md"> -->\n', '<!-- <a href="a.md"> -->\n'),
        ("<pre>\n<a href=a.md>\n</pre>\n", "<pre>\n<a href=a.md>\n</pre>\n"),
        ('<p data-href="a.md">href="a.md"</p>\n', '<p data-href="a.md">href="a.md"</p>\n'),
        ("`<a href=a.md>`\n", "<p><code>&lt;a href=a.md&gt;</code></p>\n"),
    ],
)
def test_links_and_images_of_html_lead_where_those_of_markdown_do(text, expected):
    assert render(text, Decoration("fr", link=resolving, image=resolving)) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("# One\n\n{}", 'role="group" tabindex="0" aria-label="Table"'),
        ("# One\n\n## Two\n\n{}", 'role="region" tabindex="0" aria-labelledby="two"'),
        ("# One\n\n## Two\n\n{}\n### Three {{#x}}\n\na\n\n{}", 'role="region" tabindex="0" aria-labelledby="x"'),
        ("# One\n\n## Two\n\n{}\na\n\n{}", 'role="group" tabindex="0" aria-labelledby="two"'),
    ],
)
def test_a_table_that_scrolls_is_named_by_the_heading_above_it_that_the_page_shows(text, name):
    source = text.format(*["| a |\n|---|\n"] * 2)
    html = render(source, Decoration("fr", table_label="Table", heading_ids=["one", "two", ""], without_title=True))
    assert html.rpartition("<table>")[0].endswith(f'<div class="table" {name}>')


def test_the_box_of_a_task_is_named_by_its_text_alone():
    html = render("- [ ] a *b*\n  - [x] c\n- [x] d\n\n  e\n", Decoration("en"))
    labels = re.findall(r"<label><input [^>]*>\n(.*?)</label>", html, re.DOTALL)
    assert labels == ["a <em>b</em>", "c", "d"]
