"""`update` keeps the slugs that are left, and the site leads on from them (rule 20)."""

from __future__ import annotations

import pytest

from i18n_site.config import load_site
from i18n_site.errors import YamlError
from i18n_site.publish.former_slugs import Record
from i18n_site.web import create_app
from i18n_site.workflow.compile import compile_site
from i18n_site.workflow.extract import extract
from i18n_site.workflow.sync import sync
from i18n_site.workflow.update import update
from support.sites import copy_site, translate


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def refresh(site):
    extract(site)
    return update(site)


def location(site, address, status=301):
    compile_site(site)
    response = create_app(site.root).test_client().get(address)
    assert response.status_code == status, address
    return response.headers.get("Location")


@pytest.fixture
def site(tmp_path):
    site = copy_site(tmp_path)
    translate(site, "fr", "news", {"first": "premier", "second": "deuxieme"})
    translate(site, "fr", "site", {"news": "actualites"})
    update(site)
    return site


def test_rule_20_the_first_update_keeps_what_is_and_the_second_changes_nothing(site):
    lines = site.former_slugs_path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("#")
    assert "- [fr, news/first.md, premier]" in lines
    assert "- [fr, news/, actualites]" in lines
    assert "- [en, pages/about.md, about]" in lines
    assert not [line for line in lines if "fourth" in line], "a draft has no address yet"
    before = site.former_slugs_path.read_bytes()
    report = update(site)
    assert (report.slugs, report.changed) == ((), False)
    assert site.former_slugs_path.read_bytes() == before


def test_rule_20_a_slug_that_a_translator_changes_answers_one_redirect(site):
    translate(site, "fr", "news", {"first": "debut"})
    before = site.former_slugs_path.read_bytes()
    assert update(site).slugs == (Record("fr", "news/first.md", "debut"),)
    assert site.former_slugs_path.read_bytes() == before + b"- [fr, news/first.md, debut]\n"
    assert location(site, "/fr/actualites/premier/") == "/fr/actualites/debut/"
    assert location(site, "/FR/actualites/premier?page=2") == "/fr/actualites/debut/?page=2"
    assert location(site, "/fr/actualites/debut/", 200) is None
    assert location(site, "/en/news/premier/", 404) is None


def test_rule_20_check_tells_of_a_slug_that_was_left_and_writes_nothing(site):
    translate(site, "fr", "news", {"first": "debut"})
    before = site.former_slugs_path.read_bytes()
    report = update(site, check=True)
    assert (report.slugs, report.changed) == ((Record("fr", "news/first.md", "debut"),), True)
    assert site.former_slugs_path.read_bytes() == before


def test_rule_20_a_slug_that_an_author_changes_leads_on_and_its_translation_stays_in_use(site):
    edit(site.content / "news" / "first.md", "date:", "slug: opening\ndate:")
    refresh(site)
    assert location(site, "/en/news/first/") == "/en/news/opening/"
    assert location(site, "/es/news/first/") == "/es/news/opening/"
    assert location(site, "/fr/actualites/premier/", 200) is None
    assert location(site, "/news/first/", 302) == "/en/news/opening/"


def test_rule_20_a_renamed_file_leads_on(site):
    (site.content / "news" / "second.md").rename(site.content / "news" / "sequel.md")
    refresh(site)
    assert location(site, "/en/news/second/") == "/en/news/sequel/"
    assert location(site, "/fr/actualites/deuxieme/", 200) is None, "a fuzzy slug stays in use"
    translate(site, "fr", "news", {"sequel": "suite"})
    update(site)
    assert location(site, "/fr/actualites/deuxieme/") == "/fr/actualites/suite/"


def test_rule_20_a_file_that_moves_to_another_section_leads_on(site):
    (site.content / "reports").mkdir()
    (site.content / "news" / "second.md").rename(site.content / "reports" / "second.md")
    refresh(site)
    assert location(site, "/en/news/second/") == "/en/reports/second/"
    assert location(site, "/fr/actualites/deuxieme/").startswith("/fr/reports/")


def test_rule_20_a_new_file_is_not_taken_for_one_that_is_gone(site):
    (site.content / "news" / "second.md").unlink()
    (site.content / "news" / "other.md").write_text("---\ntitle: Other\n---\nNothing in common.\n", encoding="utf-8")
    refresh(site)
    assert location(site, "/en/news/second/", 404) is None


def test_rule_20_a_section_that_is_renamed_takes_its_documents_its_list_and_its_feed_along(site):
    translate(site, "fr", "site", {"news": "nouvelles"})
    update(site)
    assert location(site, "/fr/actualites/") == "/fr/nouvelles/"
    assert location(site, "/fr/actualites") == "/fr/nouvelles/"
    assert location(site, "/fr/actualites/premier/") == "/fr/nouvelles/premier/"
    assert location(site, "/fr/actualites/feed.atom") == "/fr/nouvelles/feed.atom"
    edit(site.content / "site.yaml", "slug: news", "slug: stories")
    site = load_site(site.root)
    refresh(site)
    assert location(site, "/news/", 302) == "/en/stories/"
    assert location(site, "/en/news/first/") == "/en/stories/first/"


def test_rule_20_two_documents_that_swap_their_slugs_both_answer(site):
    translate(site, "fr", "news", {"first": "deuxieme", "second": "premier"})
    update(site)
    assert location(site, "/fr/actualites/premier/", 200) is None
    assert location(site, "/fr/actualites/deuxieme/", 200) is None


def test_rule_20_a_slug_that_another_document_uses_now_is_that_document_s(site):
    translate(site, "fr", "news", {"first": "debut", "second": "premier"})
    update(site)
    assert location(site, "/fr/actualites/premier/", 200) is None
    assert location(site, "/fr/actualites/deuxieme/") == "/fr/actualites/premier/"


def test_rule_20_no_redirect_leads_to_another(site):
    for text in ("b", "c", "premier", "d"):
        translate(site, "fr", "news", {"first": text})
        update(site)
    client = create_app(site.root).test_client()
    compile_site(site)
    for text in ("premier", "b", "c"):
        response = client.get(f"/fr/actualites/{text}/")
        assert (response.status_code, response.headers["Location"]) == (301, "/fr/actualites/d/")
        assert response.headers["Cache-Control"] == "max-age=3600"
    assert client.get("/fr/actualites/d/").status_code == 200


def test_rule_20_a_guess_of_a_slug_is_never_in_use(site):
    folder = site.content / "news"
    (folder / "athens-seminar-2017.md").write_text("---\ntitle: One\n---\nText.\n", encoding="utf-8")
    refresh(site)
    translate(site, "fr", "news", {"athens-seminar-2017": "seminaire-2017"})
    (folder / "athens-seminar-2018.md").write_text("---\ntitle: Two\n---\nOther.\n", encoding="utf-8")
    refresh(site)
    assert "suggestion" in site.catalogue_path("fr", "news").read_text(encoding="utf-8")
    report = compile_site(site)
    assert report.findings == ()
    assert location(site, "/fr/actualites/athens-seminar-2018/", 200) is None
    assert not [line for line in site.former_slugs_path.read_text().splitlines() if "2018.md, seminaire" in line]


def test_rule_20_a_fuzzy_slug_is_kept_as_one_in_use(site):
    translate(site, "es", "news", {"first": "primero"}, fuzzy=True)
    assert update(site).slugs == (Record("es", "news/first.md", "first"), Record("es", "news/first.md", "primero"))


def test_rule_20_a_slug_that_cannot_be_used_is_not_kept(site):
    translate(site, "fr", "news", {"first": "../x"})
    assert update(site).slugs == (Record("fr", "news/first.md", "first"),)
    assert location(site, "/fr/actualites/premier/") == "/fr/actualites/first/"


def test_rule_20_slugs_are_unique_within_a_language(site):
    translate(site, "fr", "news", {"first": "meme", "second": "meme"})
    (finding,) = compile_site(site).findings
    assert finding.check == "slug-collision"
    assert finding.path == "translations/fr/LC_MESSAGES/news.po"


def test_rule_20_some_languages_may_be_updated_alone(site):
    translate(site, "fr", "news", {"first": "debut"})
    translate(site, "es", "news", {"first": "primero"})
    assert {record.language for record in update(site, ["fr"]).slugs} == {"fr"}
    assert {record.language for record in update(site, ["es"]).slugs} == {"es"}


def test_rule_20_sync_keeps_slugs_before_it_publishes(site):
    translate(site, "fr", "news", {"first": "debut"})
    assert sync(site).updated.slugs == (Record("fr", "news/first.md", "debut"),)
    response = create_app(site.root).test_client().get("/fr/actualites/premier/")
    assert response.headers["Location"] == "/fr/actualites/debut/"


def test_rule_20_nothing_that_stands_in_the_file_is_changed(site):
    path = site.former_slugs_path
    mine = (
        path.read_bytes().replace(b"- [fr, news/first.md, premier]\n", b"- ['fr', 'news/first.md', premier] # ours\n\n")
        + b"# end"
    )
    path.write_bytes(mine)
    translate(site, "fr", "news", {"first": "debut"})
    update(site)
    assert path.read_bytes() == mine + b"\n- [fr, news/first.md, debut]\n"


def test_rule_20_a_file_with_a_fault_is_told_with_its_line_and_left_as_it_is(site):
    path = site.former_slugs_path
    broken = path.read_bytes() + b"<<<<<<< HEAD\n"
    path.write_bytes(broken)
    for run in (update, compile_site):
        with pytest.raises(YamlError, match=r"translations/former-slugs\.yaml:\d+: a merge has left its marker here"):
            run(site)
    assert path.read_bytes() == broken


def test_a_site_without_the_file_compiles(site):
    site.former_slugs_path.unlink()
    assert location(site, "/fr/actualites/premier/", 200) is None
