"""The views beside a page: side by side, what has changed (rule 12), for programs; and the public status of the site."""

from __future__ import annotations

import hashlib

import pytest

from i18n_site.config import load_site
from i18n_site.web import create_app
from i18n_site.web.addresses import ROOMS, VIEWS
from i18n_site.web.rooms import ROOMS as ROOM_TABLE
from i18n_site.web.rooms import VIEWS as VIEW_TABLE
from i18n_site.workflow.compile import compile_site
from i18n_site.workflow.extract import extract
from i18n_site.workflow.update import update
from support.html import read_html
from support.sites import copy_site, translate, translate_all

ARTICLE = """---
title: The assembly
---

All the {members} members may **vote**.

They must read the report.

It is open to the organisation.

There is [a broken one](first.md) here.

Nobody has translated this.
"""
PAGE = "/fr/fr-news/assemblee/"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """An article with a passage of every fate in French: current, stale, turned in its meaning, refused, untranslated."""
    site = copy_site(tmp_path_factory.mktemp("beside"))
    config = site.content / "site.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("  fr: {}", "  fr: {publish_at: 0.3, fallback: [es]}"), "utf-8")
    site = load_site(site.root)
    path = site.content / "news" / "assembly.md"
    path.write_text(ARTICLE, encoding="utf-8")
    extract(site)
    update(site)
    translate_all(site, "fr")
    texts = {
        "The assembly": "L’assemblée",
        "assembly": "assemblee",
        "All the {members} members may **vote**.": "Les {members} membres peuvent **voter**.",
        "They must read the report.": "Ils doivent lire le rapport.",
        "It is open to the organisation.": "Elle est ouverte à l’organisation.",
        "There is [a broken one](first.md) here.": "Il manque un lien ici.",
        "Nobody has translated this.": "",
    }
    translate(site, "fr", "news", texts)
    translate(site, "es", "news", {"Nobody has translated this.": "En español, sí."})
    edited = ARTICLE.replace("must read", "must not read").replace("the organisation", "the movement")
    path.write_text(edited, encoding="utf-8")
    extract(site)
    update(site)
    compile_site(site)
    return site


@pytest.fixture(scope="module")
def client(site):
    return create_app(site.root).test_client(use_cookies=False)


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return read_html(response.text)


def rows(page):
    """What stands in each row of the two columns, and in which language."""
    found = []
    for row in page.one("table", class_="pairs").one("tbody").all("tr"):
        left, right = row.all("td")
        found.append((left.text, left.language, [p.text for p in right.all("p")], [li.text for li in right.all("li")]))
    return found


def test_every_room_and_view_that_an_address_may_name_has_an_answer():
    assert (set(ROOM_TABLE), set(VIEW_TABLE)) == (ROOMS, VIEWS)


def test_source_and_translation_stand_side_by_side_passage_by_passage(client):
    found = rows(page_of(client, f"{PAGE}-/side-by-side/"))
    assert found[0] == ("The assembly", "en", ["L’assemblée"], [])
    assert found[1] == ("All the 1,234 members may vote.", "en", ["Les 1 234 membres peuvent voter."], [])
    assert [row[0] for row in found[2:]] == [
        "They must not read the report.",
        "It is open to the movement.",
        "There is a broken one here.",
        "Nobody has translated this.",
    ]


def test_where_a_passage_is_not_in_the_language_the_view_says_why(client):
    turned, stale, refused, missing = rows(page_of(client, f"{PAGE}-/side-by-side/"))[2:]
    assert turned[2:] == ([], ["français : l’original a changé depuis la traduction", "espagnol : pas encore de traduction"])
    assert stale[2:] == (["Elle est ouverte à l’organisation."], ["L’original a changé depuis sa traduction."])
    assert refused[3][0] == "français : la traduction contient une erreur et ne peut pas être affichée"
    assert missing[2:] == (["En español, sí."], ["français : pas encore de traduction"])


def test_a_passage_of_another_language_says_so(client):
    page = page_of(client, f"{PAGE}-/side-by-side/")
    spanish = [text for text in page.texts() if text.words == "En español, sí."]
    assert [text.language for text in spanish] == ["es"]


def test_rule_12_what_has_changed_is_shown_in_both_languages(client):
    page = page_of(client, f"{PAGE}-/changes/")
    turned, stale = page.one("ol", class_="changes").all("li")
    assert [turned.one("ins").text, turned.one("p", class_="diff").language] == ["not", "en"]
    assert "Ils doivent lire le rapport." in turned.text
    assert (stale.one("del").text, stale.one("ins").text) == ("organisation", "movement")
    assert "Elle est ouverte à l’organisation." in stale.text


def test_rule_12_a_page_with_stale_passages_links_to_what_has_changed(client):
    page = page_of(client, PAGE)
    notice = page.one("aside", class_="notice")
    assert notice.one("a").attributes["href"] == f"{PAGE}-/changes/"
    assert page.one("p", class_="beside").one("a").attributes["href"] == f"{PAGE}-/side-by-side/"


def test_a_page_without_changes_says_so(client):
    assert page_of(client, "/fr/fr-news/fr-first/-/changes/").all("ol", class_="changes") == []


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_views_are_for_no_search_engine_and_set_nothing(client, name):
    response = client.get(f"{PAGE}-/{name}/")
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in response.headers
    if response.mimetype == "text/html":
        page = read_html(response.text)
        assert page.one("meta", name="robots").attributes["content"] == "noindex"
        assert page.one("link", rel="canonical").attributes["href"] == f"https://mini.example{PAGE}-/{name}/"
        assert page.all("link", rel="alternate", hreflang="fr") == []


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_neither_the_source_language_nor_a_protected_post_has_views(client, name):
    for address in ("/en/news/assembly/", "/fr/fr-news/fr-secret/", "/ar/news/secret/", "/fr/"):
        response = client.get(f"{address}-/{name}/")
        has_home = address == "/fr/"
        assert response.status_code == (200 if has_home else 404), address
        assert "canary" not in response.text


def test_another_spelling_of_a_view_is_moved_once(client):
    for address in ("/FR/fr-news/assemblee/-/changes/", "/fr/fr-news/assemblee/-/changes"):
        response = client.get(address)
        assert (response.status_code, response.headers["Location"]) == (301, f"{PAGE}-/changes/")
    assert client.get(f"{PAGE}-/nonsense/").status_code == 404
    assert client.get("/fr/-/").status_code == 404


def test_the_switcher_leads_from_a_view_to_the_same_view_and_in_the_source_language_to_the_page(client):
    links = page_of(client, f"{PAGE}-/changes/").one("details", class_="languages").all("a")
    found = {link.attributes["hreflang"]: link.attributes["href"] for link in links}
    assert found["es"] == "/es/news/assembly/-/changes/"
    assert found["en"] == "/en/news/assembly/"


def test_programs_get_coverage_states_and_the_revision_of_the_source(client, site):
    found = client.get(f"{PAGE}-/status/").json
    source = (site.content / "news" / "assembly.md").read_bytes()
    assert found["source"] == {
        "language": "en",
        "path": "content/news/assembly.md",
        "revision": hashlib.sha256(source).hexdigest(),
    }
    assert (found["language"], found["shown"], found["published"]) == ("fr", "fr", True)
    assert found["url"] == f"https://mini.example{PAGE}"
    segments = found["segments"]
    assert (segments["total"], segments["translated"], segments["stale"], segments["fallback"]) == (6, 2, 1, 3)
    assert 0.3 < found["coverage"] < 0.7
    each = {segment["source"]: segment for segment in segments["each"]}
    assert each["They must not read the report."]["why"] == [
        {"language": "fr", "reason": "changed"},
        {"language": "es", "reason": "missing"},
    ]
    assert each["They must not read the report."]["previous"] == "They must read the report."
    assert each["There is [a broken one](first.md) here."]["why"][0] == {"language": "fr", "reason": "refused"}
    assert each["It is open to the movement."]["state"] == "stale"
    assert each["It is open to the movement."]["line"] == 9


def test_a_page_that_the_language_lacks_has_its_views_too(client):
    found = client.get("/ar/news/assembly/-/status/").json
    assert (found["published"], found["coverage"], found["shown"]) == (False, 0.0, "en")
    assert page_of(client, "/ar/news/assembly/-/side-by-side/").one("h1")


# -- the site's status -------------------------------------------------------------------------------------------------


def test_everybody_sees_how_far_each_page_is_translated(client):
    page = page_of(client, "/fr/status/")
    table = page.one("table", class_="status")
    languages = [head.text for head in table.one("thead").all("th")][1:]
    assert languages == ["English", "français", "español", "português (Brasil)", "العربية"]
    lines = {row.one("th").text: [cell.text for cell in row.all("td")] for row in table.one("tbody").all("tr")}
    assembly = lines["L’assemblée"]
    assert assembly[0].startswith("100")
    assert assembly[1].split(",")[0].rstrip("%\u202f\xa0 *").isdigit()
    assert "1 passage n’est plus à jour" in assembly[1]
    assert assembly[4].startswith("0")
    secret = lines["[fr] A secret"]
    assert secret[0].startswith("100"), "the source language has it"
    assert secret[4] == "–", "how far the body of a protected post is translated is nobody's business"


def test_percentages_are_written_as_in_each_visitors_language_whoever_comes_first(client):
    for language, written in (("fr", "100 %"), ("en", "100%"), ("fr", "100 %")):
        cells = page_of(client, f"/{language}/status/").one("table", class_="status").one("tbody").all("td")
        extents = {" ".join(cell.text.split(",")[0].rstrip("* ").split()) for cell in cells if "100" in cell.text}
        assert extents == {written}


def test_cells_lead_to_the_pages_that_a_language_has_and_name_them(client):
    table = page_of(client, "/fr/status/").one("table", class_="status")
    links = {link.attributes["href"]: link for cell in table.all("td") for link in cell.all("a")}
    assert f"{PAGE}" in links
    assert "/ar/news/assembly/" not in links
    assert "L’assemblée" in links[PAGE].text
    assert all(client.get(address).status_code == 200 for address in links)


def test_the_status_has_pages_and_no_rooms_behind_it(client):
    assert client.get("/fr/status/?page=1").status_code == 301
    assert client.get("/fr/status/?page=2").status_code == 404
    assert client.get("/fr/status/more/").status_code == 404
    assert client.get("/FR/status").headers["Location"] == "/fr/status/"


def test_a_share_never_says_more_than_is_true(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    translate(site, "fr", "news", {"It begins here.": ""})
    compile_site(site)
    cells = page_of(create_app(site.root).test_client(), "/fr/status/").one("dl", class_="extents").all("dd")
    assert not cells[0].text.startswith("100")
