"""Lists of documents: pages of them, what they name in which language, and their addresses. Rules 14, 17, 21 and 22."""

from __future__ import annotations

from dataclasses import replace

import pytest

from i18n_site.publish.release import DocumentContent, PageContent, ProtectedContent, SectionView
from i18n_site.web import create_app
from support.html import read_html
from support.releases import LANGUAGES, PUBLIC, SITE, content, own, write_site

ARTICLES = 23


def many(folder, *, per_page=5, fallbacks=True, has=lambda number, tag: True):
    """A site with two dozen articles of 2016, each in the languages that `has` says, the newest being number 0."""
    base = content()
    documents = [
        DocumentContent(
            f"news/a{number}",
            "news",
            f"content/news/a{number}.md",
            f"2016-01-{28 - number:02}",
            languages=tuple(tag for tag in LANGUAGES if tag == "en" or has(number, tag)),
        )
        for number in range(ARTICLES)
    ]
    pages = []
    for document in documents:
        number = int(document.id.removeprefix("news/a"))
        for tag in LANGUAGES:
            shown = tag if tag in document.languages else "en"
            path = f"{'actualites' if tag == 'fr' else 'news'}/a{number}"
            title = own(f"Article {number}", shown)
            pages.append(PageContent(document.id, tag, path, title, "<p>Words.</p>", shown, shown == tag))
    return write_site(
        folder,
        site=replace(
            SITE, sections=(SectionView("news", True, per_page, fallbacks), SectionView("pages", False)), per_page=per_page
        ),
        documents=(*(one for one in base.documents if one.section != "news" or one.id == "news/athens"), *documents),
        pages=(*(one for one in base.pages if not one.document.startswith("news/") or one.document == "news/athens"), *pages),
        versions=(),
        protected=ProtectedContent(),
        topics=tuple(
            replace(topic, documents=("news/athens", *(f"news/a{number}" for number in range(7))))
            if topic.slug == "sse"
            else topic
            for topic in base.topics
        ),
        files=tuple(replace(file, protected_by=()) for file in base.files),
    )


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return create_app(many(tmp_path_factory.mktemp("lists"))).test_client(use_cookies=False)


def page_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, response.text
    return read_html(response.text)


def titles(page):
    return [item.one("h2").text for item in page.all("li", class_="teaser")]


def test_a_list_is_cut_into_pages_that_name_each_document_once(client):
    named = [
        title for number in range(1, 6) for title in titles(page_of(client, f"/fr/actualites/{f'?page={number}' * (number > 1)}"))
    ]
    assert named == ["Séminaire à Athènes", *(f"Article {number}" for number in range(ARTICLES))]
    assert "24 articles · Page 2 of 5" in page_of(client, "/fr/actualites/?page=2").one("main").text


def test_the_pager_is_a_labelled_navigation_with_numbers_and_relations(client):
    page = page_of(client, "/en/news/?page=3")
    pager = page.one("nav", class_="pager")
    assert pager.attributes["aria-label"] == "Pages of this list"
    links = [(link.attributes["href"], link.text) for link in pager.one("ol").all("a")]
    assert links == [
        ("/en/news/", "Page 1"),
        *((f"/en/news/?page={number}", f"Page {number}") for number in range(2, 6)),
    ]
    assert [link.text for link in pager.all("a", aria_current="page")] == ["Page 3"]
    assert {link.attributes["rel"]: link.attributes["href"] for link in pager.all("a") if "rel" in link.attributes} == {
        "prev": "/en/news/?page=2",
        "next": "/en/news/?page=4",
    }
    assert [page.one("link", rel=name).attributes["href"] for name in ("prev", "next")] == [
        "/en/news/?page=2",
        "/en/news/?page=4",
    ]


def test_the_ends_of_a_list_lead_nowhere_further_and_a_short_list_has_no_pager(client):
    assert not page_of(client, "/en/news/").all("a", rel="prev")
    assert not page_of(client, "/en/news/?page=5").all("a", rel="next")
    assert page_of(client, "/en/news/?page=2").one("a", rel="prev").attributes["href"] == "/en/news/"


@pytest.mark.parametrize("number", ["0", "6", "-1", "x", "", "%D9%A2", "9" * 3000])
def test_a_page_that_is_none_is_not_found_in_the_visitors_language_and_offers_the_list(client, number):
    page = page_of(client, f"/fr/actualites/?page={number}", 404)
    assert page.one("h1").text == "Page introuvable"
    assert page.one("main").all("a", href="/fr/actualites/")


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("?page=1", "/fr/actualites/"),
        ("?page=01", "/fr/actualites/"),
        ("?page=03", "/fr/actualites/?page=3"),
        ("?page=1&q=%C3%A9", "/fr/actualites/?q=%C3%A9"),
    ],
)
def test_another_spelling_of_a_page_gets_one_redirect_to_its_address(client, asked, location):
    response = client.get("/fr/actualites/" + asked)
    assert (response.status_code, response.headers["Location"]) == (301, location)
    assert client.get(location).status_code == 200
    from_afar = client.get("/FR/actualites" + asked)
    assert (from_afar.status_code, from_afar.headers["Location"]) == (301, location)


def test_rule_14_pages_from_the_second_on_are_canonical_themselves_and_name_no_alternates(client):
    page = page_of(client, "/fr/actualites/?page=2")
    assert page.one("link", rel="canonical").attributes["href"] == "https://cicopa.example/fr/actualites/?page=2"
    assert not page.all("link", rel="alternate", hreflang="en")
    assert page_of(client, "/fr/actualites/").all("link", rel="alternate", hreflang="en")
    assert page.one("title").text == "Actualités – Page 2 of 5 – CICOPA"


def test_rule_17_the_switcher_keeps_the_page_where_the_other_list_reaches_it(tmp_path):
    client = create_app(many(tmp_path, fallbacks=False, has=lambda number, tag: tag == "fr" and number < 9)).test_client()
    switcher = page_of(client, "/en/news/?page=2").one("details", class_="languages")
    links = {link.attributes["hreflang"]: link.attributes["href"] for link in switcher.all("a")}
    assert links["fr"] == "/fr/actualites/?page=2"
    assert links["ar"] == "/ar/news/"
    far = page_of(client, "/en/news/?page=4").one("details", class_="languages")
    assert {link.attributes["href"] for link in far.all("a", hreflang="fr")} == {"/fr/actualites/"}
    assert all(client.get(link.attributes["href"]).status_code == 200 for link in (*switcher.all("a"), *far.all("a")))


def test_rule_5_every_page_of_a_list_is_cached_by_its_number_alone(client):
    first, second = (client.get(f"/en/news/{query}") for query in ("?utm=1", "?page=2&utm=1"))
    assert first.headers["Cache-Control"] == second.headers["Cache-Control"]
    for query in ("?page=2", "?x=y&page=2", "?page=2&page=3", "?page=2&utm=2"):
        again = client.get(f"/en/news/{query}")
        assert (again.status_code, again.data, again.headers["ETag"]) == (200, second.data, second.headers["ETag"])
    assert client.get("/en/news/").data == first.data
    for query in ("?page=99", "?page=x", "?page=01"):
        assert "public" not in client.get(f"/en/news/{query}").headers["Cache-Control"]


def test_rule_6_a_remembered_language_keeps_the_page_where_every_list_reaches_it(client, tmp_path):
    def remembered(client):
        (page_id,) = {field.attributes["value"] for field in page_of(client, "/en/news/?page=2").all("input", name="page")}
        return page_id

    assert remembered(client) == "news?page=2"
    short = many(tmp_path, fallbacks=False, has=lambda number, tag: tag == "fr" and number < 9)
    assert remembered(create_app(short).test_client()) == "news"


def test_rule_22_a_section_may_hide_what_a_language_lacks(tmp_path):
    client = create_app(many(tmp_path, fallbacks=False, per_page=50, has=lambda number, tag: number in (2, 5))).test_client()
    page = page_of(client, "/fr/actualites/")
    assert titles(page) == ["Séminaire à Athènes", "Article 2", "Article 5"]
    assert not page.all("p", class_="inlanguage")
    assert "3 articles" in page.one("p", class_="count").text
    assert len(titles(page_of(client, "/en/news/"))) == ARTICLES + 1
    home = [heading.text for heading in page_of(client, "/fr/").one("main").all("h3")]
    assert home[:3] == ["Séminaire à Athènes", "Article 2", "Article 5"]
    # What no list names has its address all the same.
    assert page_of(client, "/fr/actualites/a3/").one("h1").text == "Article 3"


def test_rule_22_without_such_a_wish_every_fallback_is_shown_and_labelled(tmp_path):
    client = create_app(many(tmp_path, per_page=50, has=lambda number, tag: number == 2)).test_client()
    items = page_of(client, "/fr/actualites/").all("li", class_="teaser")
    assert len(items) == ARTICLES + 1
    labelled = [item.one("h2").text for item in items if item.all("p", class_="inlanguage")]
    assert labelled == [f"Article {number}" for number in range(ARTICLES) if number != 2]


def test_rule_21_every_read_more_of_every_page_names_another_target(client):
    texts = [
        link.text
        for number in range(1, 6)
        for more in page_of(client, f"/en/news/{f'?page={number}' * (number > 1)}").all("p", class_="more")
        for link in more.all("a")
    ]
    assert len(texts) == len(set(texts)) == ARTICLES + 1


# -- topics ------------------------------------------------------------------------------------------------------------


def test_rule_22_the_topics_are_listed_in_the_visitors_language_with_their_counts(client):
    page = page_of(client, "/fr/tags/")
    items = page.one("ul", class_="index").all("li")
    assert [item.text for item in items] == ["Grèce 1 article", "SSE 8 articles"]
    assert [item.one("a").attributes["href"] for item in items] == ["/fr/tags/greece/", "/fr/tags/sse/"]
    assert items[1].one("a").one("span").language == "en"


def test_a_topic_lists_its_documents_page_by_page(client):
    page = page_of(client, "/fr/tags/sse/")
    assert page.one("h1").text == "SSE"
    assert titles(page) == ["Séminaire à Athènes", *(f"Article {number}" for number in range(4))]
    assert titles(page_of(client, "/fr/tags/sse/?page=2")) == [f"Article {number}" for number in range(4, 7)]
    page_of(client, "/fr/tags/sse/?page=3", 404)


def test_labels_lead_to_their_topic_in_lists_and_on_pages(client):
    for address in ("/fr/", "/fr/actualites/", "/fr/actualites/athenes/"):
        links = page_of(client, address).one("main").one("ul", class_="topics").all("a")
        assert [(link.text, link.attributes["href"]) for link in links] == [
            ("Grèce", "/fr/tags/greece/"),
            ("SSE", "/fr/tags/sse/"),
        ]


def test_rule_22_a_topics_fallbacks_are_labelled(client):
    item = page_of(client, "/pt-BR/tags/greece/").one("li", class_="teaser")
    assert item.one("p", class_="inlanguage").text == "In English"


@pytest.mark.parametrize("rest", ["nothing", "greece/more", "..%2f", "%00", "-", "Nothing"])
def test_an_unknown_topic_is_not_found_and_offers_the_list_of_topics(client, rest):
    page = page_of(client, f"/fr/tags/{rest}/", 404)
    assert page.one("h1").text == "Page introuvable"


def test_rule_7_another_spelling_of_a_topic_gets_one_redirect(client):
    for asked in ("/fr/tags/Greece/", "/fr/tags/GREECE", "/FR/tags/greece"):
        response = client.get(asked, follow_redirects=True)
        assert response.request.path == "/fr/tags/greece/"
        assert response.status_code == 200
    assert client.get("/fr/tags/Greece/").status_code == 301


def test_rule_14_a_topics_alternates_are_the_languages_with_a_document_of_it(client):
    def languages(address):
        links = page_of(client, address).all("link", rel="alternate")
        return {link.attributes["hreflang"]: link.attributes["href"] for link in links if "hreflang" in link.attributes}

    found = languages("/fr/tags/greece/")
    assert set(found) == {"en", "fr", "ar", "ja", "x-default"}
    assert found["ar"] == "https://cicopa.example/ar/tags/greece/"
    assert set(languages("/fr/tags/")) == {*PUBLIC, "x-default"}
    assert not languages("/pt-BR/tags/greece/")


def test_a_site_without_tags_has_an_empty_list_of_topics_and_no_link_to_it(tmp_path):
    client = create_app(write_site(tmp_path, topics=())).test_client()
    assert page_of(client, "/fr/tags/").one("p", class_="empty")
    assert not page_of(client, "/fr/actualites/").one("p", class_="count").all("a")


# -- where a page stands -----------------------------------------------------------------------------------------------


def trail(page):
    (navigation,) = page.all("nav", class_="trail")
    assert navigation.attributes["aria-label"] == "You are here"
    *above, here = navigation.one("ol").all("li")
    assert here.one("span", aria_current="page")
    return [(item.text, item.one("a").attributes["href"]) for item in above], here.text


@pytest.mark.parametrize(
    ("address", "above", "here"),
    [
        ("/fr/actualites/athenes/", [("Home", "/fr/"), ("Actualités", "/fr/actualites/")], "Séminaire à Athènes"),
        ("/fr/membres/", [("Home", "/fr/")], "Membres"),
        ("/fr/actualites/?page=2", [("Home", "/fr/")], "Actualités"),
        ("/fr/tags/", [("Home", "/fr/")], "Topics"),
        ("/fr/tags/greece/", [("Home", "/fr/"), ("Topics", "/fr/tags/")], "Grèce"),
    ],
)
def test_rule_22_the_way_to_a_page_is_an_ordered_list_in_the_visitors_language(client, address, above, here):
    assert trail(page_of(client, address)) == (above, here)


def test_the_way_to_a_page_in_a_folder_leads_over_the_documents_above_it(tmp_path):
    def page(name, path, tag):
        return PageContent(name, tag, path, own(path.title(), tag), "<p>Words.</p>", tag, True)

    made = {"pages/jobs": "jobs", "pages/jobs/care": "jobs/care", "pages/jobs/care/home": "jobs/care/home"}
    client = create_app(
        write_site(
            tmp_path,
            documents=(*content().documents, *(DocumentContent(name, "pages", f"content/{name}.md") for name in made)),
            pages=(*content().pages, *(page(name, path, tag) for name, path in made.items() for tag in LANGUAGES)),
        )
    ).test_client()
    above, here = trail(page_of(client, "/en/jobs/care/home/"))
    assert above == [("Home", "/en/"), ("Jobs", "/en/jobs/"), ("Jobs/Care", "/en/jobs/care/")]
    assert here == "Jobs/Care/Home"


def siblings(page):
    return {link.attributes["rel"]: (link.text, link.attributes["href"]) for link in page.one("nav", class_="siblings").all("a")}


def test_an_article_leads_to_the_ones_before_and_after_it_in_time_and_names_them(client):
    assert siblings(page_of(client, "/en/news/a5/")) == {
        "prev": ("Previous article : Article 6", "/en/news/a6/"),
        "next": ("Next article : Article 4", "/en/news/a4/"),
    }
    assert set(siblings(page_of(client, "/en/news/athens/"))) == {"prev"}
    assert set(siblings(page_of(client, f"/en/news/a{ARTICLES - 1}/"))) == {"next"}
    assert not page_of(client, "/en/members/").all("nav", class_="siblings")


def test_the_articles_before_and_after_are_in_the_visitors_language(tmp_path):
    client = create_app(many(tmp_path, has=lambda number, tag: tag == "fr" and number % 4 == 0)).test_client()
    found = siblings(page_of(client, "/fr/actualites/a8/"))
    assert [href for _, href in found.values()] == ["/fr/actualites/a12/", "/fr/actualites/a4/"]
    # A page that French lacks leads to those that it has.
    assert [href for _, href in siblings(page_of(client, "/fr/actualites/a9/")).values()] == [
        "/fr/actualites/a12/",
        "/fr/actualites/a8/",
    ]
