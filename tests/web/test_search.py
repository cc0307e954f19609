"""Rule 25 as visitors see it: the search page, its form, results, filters, pages, and what hostile queries do to it."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import quote, urlsplit

import pytest

from i18n_site.publish.release import DocumentContent, PageContent
from i18n_site.publish.slugs import RESERVED
from i18n_site.web import create_app
from i18n_site.web.addresses import ROOMS
from i18n_site.web.rooms import ROOMS as ANSWERED
from support.browser import chromium, serving
from support.corpora import corpus
from support.html import read_html
from support.releases import PUBLIC, content, own, write_site

MANY = 23


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    base = content()
    bodies = {
        (
            "fr",
            "news/athens",
        ): "<p>Les coopérateurs &amp; l’économie sociale.</p><p lang='en'>Cooperators met in Piraeus harbour.</p>",
        ("ja", "news/athens"): "<p>労働者協同組合の集まり。</p>",
    }
    pages = [
        replace(page, html=bodies[page.locale, page.document]) if (page.locale, page.document) in bodies else page
        for page in base.pages
    ]
    for number in range(MANY):
        name, has = f"news/zebra-{number:02}", ("en",)
        pages += [
            PageContent(name, tag, f"{'actualites' if tag == 'fr' else 'news'}/zebra-{number:02}", own(f"Zebra {number}", "en"),
                        "<p>A striped animal.</p>", "en", tag in has)
            for tag in (*PUBLIC, "de")
        ]  # fmt: skip
    documents = [
        DocumentContent(f"news/zebra-{n:02}", "news", f"content/news/zebra-{n:02}.md", f"2001-01-{n + 1:02}", languages=("en",))
        for n in range(MANY)
    ]
    folder = tmp_path_factory.mktemp("search")
    return create_app(write_site(folder, pages=tuple(pages), documents=(*base.documents, *documents)))


@pytest.fixture(scope="module")
def client(app):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client(use_cookies=False)


def found(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.text
    return read_html(response.text)


def titles(page):
    return [item.all("a")[0].text for one in page.one("main").all("ol", class_="hits") for item in one.all("li")]


def test_rule_25_every_page_leads_to_the_search_of_its_language(client):
    for tag in PUBLIC:
        link = found(client, f"/{tag}/").one("a", class_="seek")
        assert link.attributes["href"] == f"/{tag}/search/"
    assert found(client, "/fr/search/").one("a", class_="seek").attributes["aria-current"] == "page"


def test_rule_25_without_a_query_there_is_the_form_and_nothing_else(client):
    page = found(client, "/fr/search/")
    form = page.one("form", role="search")
    assert (form.attributes["action"], form.attributes["method"], form.attributes["role"]) == ("/fr/search/", "get", "search")
    field = form.one("input", type="search")
    assert (field.attributes["type"], field.attributes["name"], field.attributes["enterkeyhint"]) == ("search", "q", "search")
    assert form.one("label").attributes["for"] == field.attributes["id"]
    assert "autofocus" not in field.attributes
    assert not page.all("ol", class_="hits")
    assert not page.one("body").all("script")
    assert not page.all(role="status")


def test_rule_25_results_are_marked_in_the_original_text(client):
    page = found(client, "/fr/search/?q=economies+sociales")
    assert titles(page) == ["Séminaire à Athènes"]
    snippet = page.one("p", class_="excerpt")
    assert [mark.text for mark in snippet.all("mark")] == ["économie", "sociale"]
    assert "coopérateurs & l’" in snippet.text
    assert page.one("input", type="search").attributes["value"] == "economies sociales"
    (hit,) = page.one("ol", class_="hits").all("li")
    assert hit.one("p", class_="kicker").text.startswith("Actualités")


def test_rule_25_a_snippet_carries_the_language_that_it_is_in(client):
    page = found(client, "/fr/search/?q=harbours")
    assert titles(page) == ["Séminaire à Athènes"]
    assert {(mark.text, mark.language) for mark in page.one("p", class_="excerpt").all("mark")} == {("harbour", "en")}


def test_rule_25_japanese_is_found_within_a_sentence(client):
    assert [mark.text for mark in found(client, f"/ja/search/?q={quote('協同組合')}").one("main").all("mark")] == ["協同組合"]


def test_rule_25_hits_of_other_languages_are_apart_and_say_which(client):
    page = found(client, "/fr/search/?q=striped+animals")
    section = page.one("section", class_="abroad")
    assert page.one("main").all("ol", class_="hits") == section.all("ol", class_="hits")
    links = [link for link in section.all("a") if link.attributes["href"].startswith("/fr/actualites/zebra")]
    assert len(links) == 3
    assert all(link.attributes["hreflang"] == "en" for link in links)
    assert all(link.language == "en" for link in links)
    onward = section.one("a", class_="onward")
    assert (onward.attributes["href"], onward.attributes["hreflang"]) == ("/en/search/?q=striped+animals", "en")
    own_language = found(client, "/fr/search/?q=Grèce+séminaire")
    assert all(link.attributes.get("hreflang", "fr") == "fr" for link in own_language.one("ol", class_="hits").all("a"))


def test_rule_25_a_page_of_another_language_that_has_it_all_is_nearer_than_one_here_that_has_some(client):
    some = found(client, "/fr/search/?q=sociale+xylophone")
    assert titles(some) == ["Séminaire à Athènes"]
    assert len(some.one(role="status").all("p", class_="hint")) == 1
    page = found(client, "/fr/search/?q=zebra+economie")
    assert titles(page) == ["Séminaire à Athènes"]
    page = found(client, "/fr/search/?q=social+cooperative+managers")
    assert "School" in page.one("section", class_="abroad").text
    assert page.one("main").all("ol", class_="hits") == page.one("section", class_="abroad").all("ol", class_="hits")


def test_rules_17_and_25_the_switcher_keeps_the_query(client):
    switcher = found(client, "/fr/search/?q=Athènes&section=news&page=1&utm=x").one("details", class_="languages")
    hrefs = {link.attributes["hreflang"]: link.attributes["href"] for link in switcher.all("a")}
    assert hrefs["ja"] == "/ja/search/?q=Ath%C3%A8nes&section=news"
    assert set(hrefs) == set(PUBLIC)


def test_rule_25_results_are_narrowed_to_a_section(client):
    page = found(client, "/en/search/?q=members")
    links = {link.attributes["href"]: link for link in page.one("nav", class_="narrow").all("a")}
    assert set(links) == {"/en/search/?q=members", "/en/search/?q=members&section=news", "/en/search/?q=members&section=pages"}
    narrowed = found(client, "/en/search/?q=members&section=pages")
    assert 0 < len(titles(narrowed)) < len(titles(page))
    assert narrowed.one("nav", class_="narrow").one("a", aria_current="true").attributes["href"].endswith("section=pages")
    assert titles(found(client, "/en/search/?q=members&section=nowhere")) == titles(page)


def test_rule_25_many_results_have_pages_that_keep_the_query(client):
    first = found(client, "/en/search/?q=zebra")
    assert len(titles(first)) == 10
    assert titles(first)[0] == f"Zebra {MANY - 1}"
    following = first.one("nav", class_="pager").one("a", rel="next").attributes["href"]
    assert following == "/en/search/?q=zebra&page=2"
    second = found(client, following)
    assert len(titles(second)) == 10
    assert not set(titles(first)) & set(titles(second))
    # another language finds other documents: its second page would not be this one
    switched = second.one("details", class_="languages").one("a", hreflang="fr").attributes["href"]
    assert switched == "/fr/search/?q=zebra"
    assert titles(found(client, "/en/search/?q=zebra&page=99")) == titles(found(client, "/en/search/?q=zebra&page=3"))
    for nonsense in ("-1", "0", "x", "²", "1e9", "9" * 50):
        assert titles(found(client, f"/en/search/?q=zebra&page={quote(nonsense)}")) == titles(first)


@pytest.mark.parametrize("address", ["/fr/search/", "/fr/search/?q=Athènes", "/ja/search/?q=nothing+of+it"])
def test_rules_5_and_14_search_is_never_cached_and_not_for_search_engines(client, address):
    response = client.get(address, headers={"Cookie": "language=ja", "Accept-Language": "ja"})
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "ETag" not in response.headers
    assert "Set-Cookie" not in response.headers
    page = read_html(response.text)
    assert page.one("meta", name="robots").attributes["content"] == "noindex"
    assert not [link for link in page.all("link", rel="alternate") if "hreflang" in link.attributes]
    assert page.one("link", rel="canonical").attributes["href"].startswith(f"https://cicopa.example/{address[1:3]}/search/")


def test_rule_25_nothing_found_says_so_with_the_query_as_it_was_typed(client):
    response = client.get("/fr/search/?q=%3Cb%3Ex%3C/b%3E%22%27%26amp;zzz")
    assert "<b>x</b>" not in response.text
    page = read_html(response.text)
    assert page.one(role="status").one("bdi").text == "<b>x</b>\"'&amp;zzz"
    assert page.one("input", type="search").attributes["value"] == "<b>x</b>\"'&amp;zzz"


def test_rule_27_a_protected_post_is_found_by_its_title_and_shows_no_text(client):
    page = found(client, "/en/search/?q=letter")
    (item,) = [item for item in page.one("ol", class_="hits").all("li") if "A letter to members" in item.text]
    assert [p.text for p in item.all("p", class_="locked")] == ["There is no excerpt because this post is protected."]
    assert len(item.all("p", class_="excerpt")) == 1


def test_rule_7_other_spellings_of_the_address_lead_to_it_with_the_query(client):
    for address in ("/fr/search?q=a", "/FR/search/?q=a"):
        response = client.get(address)
        assert (response.status_code, response.headers["Location"]) == (301, "/fr/search/?q=a")
    assert client.get("/fr/search/athens/?q=a").status_code == 404


def test_every_room_has_an_answer_and_a_name_that_no_slug_can_take():
    assert set(ANSWERED) == ROOMS
    for name in ROOMS:
        assert RESERVED.match(name), f"{name}: reserve it in publish.slugs"


HOSTILE = [
    '"',
    "' OR 1=1 --",
    "a AND (",
    "NEAR(a b",
    "title:a*",
    "\x00",
    "¶",
    "%00",
    "\u202e\u202d",
    "🙂" * 200,
    "x" * 10_000,
    "合" * 10_000,
    "(" * 5_000,
]


def test_rule_25_hostile_queries_are_harmless(client):
    naughty = json.loads((corpus("payloads") / "naughty-strings.json").read_text(encoding="utf-8"))
    for text in (*HOSTILE, *naughty):
        for tag in ("fr", "ja"):
            response = client.get(
                f"/{tag}/search/?q={quote(text.encode('utf-8', 'surrogatepass'))}&section={quote('news')}&page=2"
            )
            assert response.status_code == 200, text
            page = read_html(response.text)
            assert not page.one("body").all("script")
            assert len(page.one("input", type="search").attributes["value"] or "") <= 200
    for raw in ("q=%ff%fe", "q=a&q=b", "q[]=a", "q", "=", "section=%ff&q=a", "page=%ff&q=a"):
        assert client.get(f"/fr/search/?{raw}").status_code == 200, raw


def test_rules_25_and_26_the_search_is_used_by_keyboard_and_fits_a_narrow_screen(app):
    with serving(app) as url, chromium() as browser:
        page = browser.new_page(viewport={"width": 320, "height": 640}, java_script_enabled=False)
        page.goto(f"{url}/fr/")
        page.locator("a.seek").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/fr/search/")
        page.locator("#q").focus()
        page.keyboard.type("economie sociale")
        page.keyboard.press("Enter")
        page.wait_for_url("**/fr/search/?q=economie+sociale")
        assert page.locator("mark").first.inner_text() == "économie"
        page.close()
        for tag, text in (("fr", "Séminaire"), ("ar", "ندوة"), ("ja", "協同組合"), ("en", "zebra")):
            page = browser.new_page(viewport={"width": 320, "height": 640})
            said: list[str] = []
            page.on("console", lambda message, said=said: said.append(message.text))
            page.goto(f"{url}/{tag}/search/?q={quote(text)}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
            for selector in (".seek", ".search button", ".search input", ".narrow a", ".languages summary"):
                for box in [one.bounding_box() for one in page.locator(selector).all() if one.is_visible()]:
                    assert min(box["width"], box["height"]) >= 44, (tag, selector, box)
            assert not said
            page.close()


def test_rule_25_the_address_of_a_search_is_what_the_form_would_send(client):
    page = found(client, "/en/search/?q=striped+%26+animal")
    for link in page.one("nav", class_="pager").all("a"):
        assert urlsplit(link.attributes["href"]).query.startswith("q=striped+%26+animal")
