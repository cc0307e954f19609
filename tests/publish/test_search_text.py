"""What a visitor reads of a page, and in which language each run of it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from i18n_site.model import LocalisedText, State
from i18n_site.publish.search_text import Passage, read_passages, table_passages
from i18n_site.publish.views import ColumnView, TableView


def texts(html, locale="fr"):
    return [passage.text for passage in read_passages(html, locale)]


def test_every_block_is_a_passage_and_inline_markup_is_none():
    html = (
        "<h2>Un</h2>\n<p>Deux <em>trois</em>\nquatre<br />cinq</p><ul><li>six</li><li><p>sept</p></li></ul>"
        "<table><tr><td>huit</td><td>neuf</td></tr></table>"
    )
    assert texts(html) == ["Un", "Deux trois quatre cinq", "six", "sept", "huit", "neuf"]
    assert [passage.heading for passage in read_passages(html, "fr")] == [True, *[False] * 5]


def test_entities_are_their_characters_and_no_break_spaces_stay():
    assert texts("<p>A&amp;B &lt;i&gt; 65&#8239;000&nbsp;%</p>") == ["A&B <i> 65\u202f000\u00a0%"]


def test_what_nobody_reads_is_none():
    html = (
        '<p>a<sup class="footnote-reference"><a href="#n">1</a></sup></p>'
        "<script>b</script><style>c</style><!-- d --><ruby>漢<rt>e</rt></ruby>"
    )
    assert texts(html) == ["a", "漢"]


def test_the_text_of_a_picture_is_read_in_its_own_language():
    (passage,) = read_passages('<p><img src="x" alt="A chart" lang="en" dir="ltr" /></p>', "fr")
    assert passage == Passage("A chart", "en")


def test_a_passage_is_in_the_language_of_most_of_it_and_knows_its_foreign_runs():
    (passage,) = read_passages('<p>Les Romains disaient <span lang="la">Campania Felix</span>, dit-on.</p>', "fr")
    assert passage.locale == "fr"
    assert [(passage.text[start:end], tag) for start, end, tag in passage.runs()] == [
        ("Les Romains disaient ", "fr"),
        ("Campania Felix", "la"),
        (", dit-on.", "fr"),
    ]


def test_rule_25_a_fallback_paragraph_is_in_its_own_language():
    html = '<p>Texte.</p><p lang="en" dir="ltr" class="fallback" data-language="anglais">A paragraph.</p>'
    assert [(one.text, one.locale) for one in read_passages(html, "fr")] == [("Texte.", "fr"), ("A paragraph.", "en")]


def test_a_language_that_nobody_knows_is_the_one_around_it():
    assert read_passages('<p lang="zz-nonsense">a</p>', "fr")[0].locale == "fr"


def test_a_table_is_read_row_by_row_as_visitors_see_it():
    columns = (
        ColumnView("name", LocalisedText("Organisation", "fr", State.TRANSLATED)),
        ColumnView("country", LocalisedText("Country", "en", State.FALLBACK), "territory"),
        ColumnView("file", LocalisedText("Statuts", "fr", State.TRANSLATED), "file"),
    )
    rows = (("Fédération", "IT", "files/x.pdf"), (LocalisedText("Sample union", "en", State.FALLBACK), None, None))
    table = TableView("members", LocalisedText("Les membres", "fr", State.TRANSLATED), columns, rows)
    passages = list(table_passages(table, "fr"))
    assert [one.text for one in passages] == [
        "Les membres",
        "Organisation · Country · Statuts",
        "Fédération · Italie",
        "Sample union",
    ]
    assert [one.locale for one in passages] == ["fr", "fr", "fr", "en"]


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<b lang=", "<!--", "<![CDATA[", "<img alt=", "</", "&amp", "&#0;"])
        | st.text(max_size=6),
        max_size=20,
    ).map("".join)
)
def test_every_text_is_html(html):
    for passage in read_passages(html, "fr"):
        assert passage.text.strip()
        assert "".join(passage.text[start:end] for start, end, _ in passage.runs()) == passage.text
