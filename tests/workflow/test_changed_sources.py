"""An author edits, the site is brought up to date: what each edit makes of the translation, and what a visitor is served."""

from __future__ import annotations

import pytest

from i18n_site.catalogue.po import read_po
from i18n_site.config import load_site
from i18n_site.errors import DocumentError
from i18n_site.model import Lack, State
from i18n_site.publish.release import LackView, open_release
from i18n_site.web import create_app
from i18n_site.workflow.compile import compile_site
from i18n_site.workflow.extract import extract
from i18n_site.workflow.status import status
from i18n_site.workflow.update import update
from support.html import read_html
from support.sites import copy_site, edit_po, translate, translate_all

PASSAGE = "All the 52 members of our organisation may read [the report](first.md) of the year before they vote in Athens."
PASSAGE_FR = "Les 52 membres de notre organisation peuvent lire [le rapport](first.md) de l’année avant de voter à Athènes."
ARTICLE = f"---\ntitle: The assembly\n---\n\nIt is open to all who own their work with others.\n\n{PASSAGE}\n"


def make_site(folder, *, staleness=""):
    """A site with one article more, all of it in French."""
    site = copy_site(folder)
    if staleness:
        config = site.content / "site.yaml"
        config.write_text(f"{config.read_text(encoding='utf-8')}staleness: {staleness}\n", encoding="utf-8")
        site = load_site(site.root)
    (site.content / "news" / "assembly.md").write_text(ARTICLE, encoding="utf-8")
    extract(site)
    update(site)
    translate_all(site, "fr")
    translate(site, "fr", "news", {PASSAGE: PASSAGE_FR, "The assembly": "L’assemblée", "assembly": "assemblee"})
    return site


def write(site, text, into, *, name="news/assembly"):
    """Edit a document and extract."""
    path = site.content / f"{name}.md"
    before = path.read_text(encoding="utf-8")
    assert before.count(text) == 1
    path.write_text(before.replace(text, into), encoding="utf-8")
    extract(site)


def report(site, **options):
    """The report of the French news."""
    (found,) = [result.report for result in update(site, **options) if (result.locale, result.domain) == ("fr", "news")]
    return found


def served(site, locale="fr"):
    """The article in a language, and its second passage."""
    assert compile_site(site).errors == ()
    with open_release(site.release_path) as release:
        passages = release.version(locale, "news/assembly").passages
        return release.page(locale, "news/assembly"), passages[-1]


def message(site, msgid):
    (found,) = [m for m in read_po(site.catalogue_path("fr", "news")).messages if m.key == (msgid, None)]
    return found


@pytest.mark.parametrize(
    ("change", "into", "fate"),
    [("in Athens.", "in Athens…", "carried"), ("year before", "year  before", "kept"), ("first.md", "second.md", "patched")],
)
def test_an_edit_that_says_nothing_new_costs_no_translator_a_look(tmp_path, change, into, fate):
    site = make_site(tmp_path)
    write(site, change, into)
    found = report(site)
    assert (len(getattr(found, fate)) > 0, found.fuzzied, found.added) == (True, (), ())
    page, passage = served(site)
    assert (passage.state, passage.locale, page.stale, page.fallback, page.coverage) == (State.TRANSLATED, "fr", 0, 0, 1.0)
    assert ("/fr/fr-news/fr-second/" in page.html) == (into == "second.md")
    assert "stale" not in page.html


@pytest.mark.parametrize(("change", "into"), [("52", "53"), ("organisation", "movement"), ("the report", "*the report*")])
def test_an_edit_that_says_little_new_is_served_as_stale_until_a_translator_has_looked(tmp_path, change, into):
    site = make_site(tmp_path)
    write(site, change, into)
    assert len(report(site).fuzzied) == 1
    page, passage = served(site)
    words = PASSAGE_FR.replace("52", "53") if change == "52" else PASSAGE_FR
    assert (passage.state, passage.locale, passage.text) == (State.STALE, "fr", words)
    assert (passage.source, passage.previous) == (PASSAGE.replace(change, into), PASSAGE)
    assert (page.published, page.shown, page.stale, page.fallback, page.coverage) == (True, "fr", 1, 0, 1.0)
    assert '<p class="stale" data-language="français">Les 5' in page.html
    edit_po(site, "fr", "news", lambda m: m.__class__(m.key, msgstr=m.msgstr, references=m.references))
    page, passage = served(site)
    assert (passage.state, passage.previous, page.stale) == (State.TRANSLATED, None, 0)


@pytest.mark.parametrize(
    ("change", "into"),
    [("may read", "may not read"), ("may read", "must read"), ("All the", "Some of the"), ("vote in Athens.", "vote in Athens?")],
)
def test_an_edit_that_may_say_the_opposite_falls_back_at_once(tmp_path, change, into):
    site = make_site(tmp_path, staleness="{wording: carry, form: carry, markup: carry}")
    config = site.content / "site.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("  fr: {}", "  fr: {publish_at: 0.1}"), encoding="utf-8")
    site = load_site(site.root)
    write(site, change, into)
    assert len(report(site).fuzzied) == 1
    waiting = message(site, PASSAGE.replace(change, into))
    assert (waiting.msgstr, waiting.fuzzy, waiting.previous.msgid) == ((PASSAGE_FR,), True, PASSAGE)
    page, passage = served(site)
    assert (passage.state, passage.locale, passage.previous) == (State.FALLBACK, "en", PASSAGE)
    assert (passage.unserved, passage.lacks) == (PASSAGE_FR, (LackView("fr", Lack.CHANGED),))
    assert (page.published, page.stale, page.fallback) == (True, 0, 1)
    assert '<p lang="en" dir="ltr" class="fallback" data-language="anglais">' in page.html


def test_a_site_may_serve_nothing_stale_or_have_words_carried(tmp_path):
    site = make_site(tmp_path / "strict", staleness="{serve-stale: same}")
    write(site, "organisation", "movement")
    update(site)
    assert served(site)[0].shown == "en", "half its words are not enough"
    site = make_site(tmp_path / "bold", staleness="{wording: carry}")
    write(site, "organisation", "movement")
    assert len(report(site).carried) == 1
    assert served(site)[1].state is State.TRANSLATED


def test_a_stale_passage_that_no_longer_fits_falls_back_and_is_nobodys_fault(tmp_path):
    site = make_site(tmp_path)
    write(site, "of our organisation", "of [our organisation](../pages/about.md)")
    update(site)
    assert compile_site(site).findings == ()
    page, passage = served(site)
    assert (passage.state, page.stale, page.shown) == (State.FALLBACK, 0, "en")


def test_an_older_translation_of_another_language_is_no_fallback(tmp_path):
    site = make_site(tmp_path)
    translate(site, "es", "news", {"It is open to all who own their work with others.": "Abierta.", PASSAGE: PASSAGE_FR})
    config = site.content / "site.yaml"
    text = config.read_text(encoding="utf-8").replace("pt-BR: {fallback: [es]}", "pt-BR: {fallback: [es], publish_at: 0}")
    config.write_text(text, encoding="utf-8")
    site = load_site(site.root)
    translate(site, "pt-BR", "news", {"The assembly": "A assembleia"})
    assert [passage.locale for passage in passages(site, "pt-BR")] == ["pt-BR", "es", "es"]
    write(site, "organisation", "movement")
    update(site)
    assert [passage.locale for passage in passages(site, "pt-BR")] == ["pt-BR", "es", "en"]


def passages(site, locale):
    compile_site(site)
    with open_release(site.release_path) as release:
        return release.version(locale, "news/assembly").passages


def test_a_title_and_a_cell_may_be_stale_too_and_the_page_says_so(tmp_path):
    site = make_site(tmp_path)
    write(site, "title: About", "title: ABOUT", name="pages/about")
    path = site.content / "data" / "people.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("role: Chair", "role: CHAIR"), encoding="utf-8")
    extract(site)
    update(site)
    compile_site(site)
    with open_release(site.release_path) as release:
        page = release.page("fr", "pages/about")
        assert (page.title.text, page.title.state, page.stale, page.published) == ("[fr] About", State.STALE, 1, True)
        (table,) = release.tables("fr", "pages/about")
        assert [cell.state for row in table.rows for cell in row if hasattr(cell, "state")] == [State.STALE]
    html = read_html(create_app(site.root).test_client().get("/fr/fr-about/").text)
    assert html.one("h1", class_="stale").text == "[fr] About"
    assert [span.text for cell in html.all("td") for span in cell.all("span", class_="stale")] == ["[fr] Chair"]
    assert html.one("aside", class_="notice")


def test_rule_12_a_page_with_stale_passages_says_in_the_visitors_language_that_the_original_is_newer(tmp_path):
    site = make_site(tmp_path)
    write(site, "organisation", "movement")
    update(site)
    compile_site(site)
    client = create_app(site.root).test_client()
    page = read_html(client.get("/fr/fr-news/assemblee/").text)
    (stale,) = page.all("p", class_="stale")
    assert (stale.language, "lang" in stale.attributes) == ("fr", False)
    notice = page.one("aside", class_="notice")
    main = page.one("main")
    assert main.all().index(notice) < main.all().index(page.one("h1"))
    assert notice.text
    assert not read_html(client.get("/en/news/assembly/").text).all("aside", class_="notice")
    assert not read_html(client.get("/fr/fr-news/fr-first/").text).all("aside", class_="notice")


def test_status_weighs_edits_as_update_does(tmp_path):
    site = make_site(tmp_path)
    write(site, "first.md", "second.md")
    (french,) = [language for language in status(site) if language.locale == "fr"]
    assert (french.sections["news"].fuzzy, french.sections["news"].missing) == (0, 0)
    write(site, "may read", "must read")
    (french,) = [language for language in status(site) if language.locale == "fr"]
    assert (french.sections["news"].fuzzy, french.sections["news"].missing) == (1, 0)


# -- what a maintainer declares -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["content/news/assembly.md", "content/news/assembly.md:7", "./content/news/assembly.md:7"])
@pytest.mark.parametrize("updated", [False, True])
def test_an_edit_that_a_maintainer_declares_meaningless_is_carried_before_and_after_an_update(tmp_path, place, updated):
    site = make_site(tmp_path)
    write(site, "may read", "can read")
    if updated:
        update(site)
    assert len(report(site, same_meaning=[place]).carried) == 1
    carried = message(site, PASSAGE.replace("may read", "can read"))
    assert (carried.msgstr, carried.fuzzy, carried.previous) == ((PASSAGE_FR,), False, None)
    assert not any(result.changed for result in update(site))


def test_a_declaration_reaches_the_passage_of_its_line_only_whichever_of_its_lines_it_is(tmp_path):
    site = make_site(tmp_path)
    write(site, "may read", "can\nread")
    write(site, "It is open to all", "It is shut to all")
    found = report(site, same_meaning=["content/news/assembly.md:8"])
    assert (len(found.carried), len(found.fuzzied)) == (1, 1)
    assert message(site, "It is shut to all who own their work with others.").fuzzy


def test_a_declaration_is_for_texts_of_data_and_of_the_site_as_well(tmp_path):
    site = make_site(tmp_path)
    for name, text, into in (
        ("data/people.yaml", "caption: People", "caption: Peoples"),
        ("site.yaml", "Small but whole", "Tiny but whole"),
    ):
        path = site.content / name
        path.write_text(path.read_text(encoding="utf-8").replace(text, into), encoding="utf-8")
    site = load_site(site.root)
    extract(site)
    results = update(site, ["fr"], same_meaning=["content/data/people.yaml:2", "content/site.yaml:3"])
    assert {result.domain: len(result.report.carried) for result in results if result.report.carried} == {"data": 1, "site": 1}


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("content/news/assembly.md", "content/news/assembly.md: no translation becomes current here: nothing has changed"),
        ("content/news/assembly.md:5", "content/news/assembly.md:5: no translation becomes current here: nothing has changed"),
        ("content/news/assembly.md:6", "content/news/assembly.md:6: nothing that is translated stands here"),
        ("content/news/assembly.md:999999999", "content/news/assembly.md:999999999: nothing that is translated stands here"),
        ("content/news/none.md", "content/news/none.md: nothing that is translated stands here"),
        ("../../etc/passwd", "../../etc/passwd: nothing that is translated stands here"),
    ],
)
def test_a_declaration_where_nothing_has_changed_is_an_error_and_nothing_is_written(tmp_path, place, said):
    site = make_site(tmp_path)
    write(site, "title: About", "title: About all of it", name="pages/about")
    before = {path: path.read_bytes() for path in site.translations.rglob("*.po")}
    for places in ([place], ["content/pages/about.md", place]):
        with pytest.raises(DocumentError) as caught:
            update(site, same_meaning=places)
        assert str(caught.value).startswith(said)
    assert {path: path.read_bytes() for path in site.translations.rglob("*.po")} == before


def test_a_declaration_does_not_make_current_what_states_another_number(tmp_path):
    site = make_site(tmp_path)
    translate(site, "fr", "news", {PASSAGE: PASSAGE_FR.replace("52", "cinquante-deux")})
    write(site, "52", "53")
    with pytest.raises(DocumentError, match="a number"):
        update(site, same_meaning=["content/news/assembly.md:7"])
    update(site)
    assert message(site, PASSAGE.replace("52", "53")).fuzzy


def test_checking_a_declaration_writes_nothing(tmp_path):
    site = make_site(tmp_path)
    write(site, "may read", "can read")
    before = site.catalogue_path("fr", "news").read_bytes()
    assert len(report(site, same_meaning=["content/news/assembly.md"], check=True).carried) == 1
    assert site.catalogue_path("fr", "news").read_bytes() == before
