"""What pages show, and in which language each part of them is: rules 8 to 11, 13 to 15, 17, 18, 21 to 23 and 27."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from markupsafe import Markup

from i18n_site.model import LocalisedText, State
from i18n_site.web import create_app
from i18n_site.web.templating import label_alerts
from i18n_site.web.visit import speak
from support.html import read_html
from support.releases import MESSAGES, PUBLIC, SITE, content, write_site


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return create_app(write_site(tmp_path_factory.mktemp("pages"))).test_client(use_cookies=False)


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.text
    return read_html(response.text)


EVERY_PAGE = [
    *(f"/{tag}/" for tag in PUBLIC),
    *(
        f"/{tag}/{path}/"
        for tag in PUBLIC
        for path in ("actualites" if tag == "fr" else "news", "membres" if tag == "fr" else "members", "join")
    ),
    *(
        "/fr/actualites/school/",
        "/ar/news/school/",
        "/fr/actualites/letter/",
        "/ja/news/letter/",
        "/ar/news/أثينا/",
        "/fr/actualites/care/",
    ),
]


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_every_page_is_well_formed_with_one_heading_one_main_and_unique_ids(client, address):
    page = page_of(client, address)
    assert len(page.all("h1")) == len(page.all("main")) == 1
    ids = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    assert not [element for element in page.all() if "style" in element.attributes or element.tag == "style"]
    assert not page.one("body").all("script")
    for script in page.one("head").all("script"):
        assert script.attributes["src"].startswith("/static/")
        assert not script.text
    levels = [int(element.tag[1]) for element in page.one("main").all() if element.tag in ("h1", "h2", "h3", "h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_every_page_has_a_skip_link_to_its_content(client, address):
    page = page_of(client, address)
    assert page.one("a", class_="skip").attributes["href"] == "#" + page.one("main").attributes["id"]


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_rule_10_an_interface_string_is_never_said_to_be_in_a_language_that_it_is_not_in(client, address):
    tag = address.split("/")[1]
    translated = {forms for message in MESSAGES.get(tag, {}).values() for forms in message}
    english = {msgid for messages in MESSAGES.values() for _context, msgid in messages if "%" not in msgid}
    for text in page_of(client, address).one("body").texts():
        words = text.words.strip()
        if words in translated - english:
            assert text.language == tag
        elif words in english - translated:
            assert text.language == "en"


# -- fallback ----------------------------------------------------------------------------------------------------------


def test_rule_10_a_fallback_article_is_in_its_own_language_and_the_interface_in_the_visitors(client):
    response = client.get("/ar/news/school/")
    assert response.headers["Content-Language"] == "en"
    page = read_html(response.text)
    html = page.one("html")
    assert (html.attributes["lang"], html.attributes["dir"]) == ("en", "ltr")
    notice = page.one("aside").all("p")
    assert notice
    for part in (page.one("header"), page.one("footer"), *notice, page.one("dl"), page.one("p", class_="kicker")):
        assert (part.language, part.direction) == ("ar", "rtl"), part
    assert (page.one("h1").language, page.one("div", class_="prose").language) == ("en", "en")


def test_rule_10_a_page_that_the_language_has_marks_nothing_that_needs_no_mark(client):
    page = page_of(client, "/fr/actualites/athenes/")
    assert page.one("html").attributes["lang"] == "fr"
    assert "lang" not in page.one("header").attributes
    assert not page.all("aside")


def test_rule_11_the_notice_says_what_is_missing_where_it_exists_and_how_to_help(client):
    page = page_of(client, "/fr/actualites/school/")
    notice = page.one("aside", class_="notice")
    assert notice.text.startswith(
        "Cette page n’existe pas encore en français. Elle est affichée en anglais. Elle existe en 1 langue :"
    )
    (link,) = notice.all("a", hreflang="en")
    assert (link.attributes["href"], link.text, link.language) == ("/en/news/school/", "English", "en")
    assert notice.one("code").text == "translations/fr/LC_MESSAGES/news.po"
    assert notice.one("a", href="mailto:info@cicopa.example")
    main = page.one("main")
    assert main.all().index(notice) < main.all().index(page.one("h1"))


def test_rule_11_a_notice_that_is_not_translated_names_languages_in_its_own_language(client):
    notice = page_of(client, "/ja/news/school/").one("aside", class_="notice")
    assert notice.text.startswith("This page is not yet available in Japanese. It is shown in English.")
    assert notice.texts()[0].language == "en"


def test_rule_11_a_site_may_name_the_place_where_translators_work(tmp_path):
    values = {"translate_url": "https://translate.example/"}
    site = write_site(tmp_path, site=replace(SITE, values=values))
    notice = page_of(create_app(site).test_client(), "/fr/actualites/school/").one("aside", class_="notice")
    assert notice.one("a", href="https://translate.example/")


def test_rule_13_dates_and_counts_follow_the_language_around_them(client):
    assert page_of(client, "/fr/actualites/school/").one("dl").text == "When 20 – 23 octobre 2017 Where Naples"
    assert page_of(client, "/ja/news/athens/").one("dl").all("time")[0].text == "2017年9月23日"
    assert "4 مقالات" in page_of(client, "/ar/news/").one("main").text


def test_an_undated_article_has_no_empty_date(client):
    page = page_of(client, "/en/news/care/")
    assert not page.all("time")
    assert not [element for element in page.one("main").all("p") if not element.text]


# -- search engines ----------------------------------------------------------------------------------------------------


def alternates(page):
    links = [link.attributes for link in page.all("link", rel="alternate") if "hreflang" in link.attributes]
    return {link["hreflang"]: link["href"] for link in links}


def test_rule_14_each_page_of_a_document_lists_all_of_them_and_they_all_answer(client):
    expected = {
        "en": "https://cicopa.example/en/news/athens/",
        "fr": "https://cicopa.example/fr/actualites/athenes/",
        "ar": "https://cicopa.example/ar/news/%D8%A3%D8%AB%D9%8A%D9%86%D8%A7/",
        "ja": "https://cicopa.example/ja/news/athens/",
        "x-default": "https://cicopa.example/en/news/athens/",
    }
    for address in expected.values():
        page = page_of(client, address.removeprefix("https://cicopa.example"))
        assert alternates(page) == expected
        assert page.one("link", rel="canonical").attributes["href"] in expected.values()


def test_rule_14_the_home_page_is_every_public_languages_and_the_bare_address_is_its_default(client):
    found = alternates(page_of(client, "/fr/"))
    assert set(found) == {*PUBLIC, "x-default"}
    assert found["x-default"] == "https://cicopa.example/"


def test_rule_14_a_list_names_the_languages_with_a_document_in_it(client):
    assert set(alternates(page_of(client, "/en/news/"))) == {"en", "fr", "ar", "ja", "x-default"}
    assert not alternates(page_of(client, "/pt-BR/news/"))


def test_rule_15_a_fallback_page_is_canonical_where_its_language_is_and_names_no_alternates(client):
    page = page_of(client, "/fr/actualites/school/")
    assert page.one("link", rel="canonical").attributes["href"] == "https://cicopa.example/en/news/school/"
    assert not alternates(page)
    assert not page.all("meta", name="robots")


# -- navigation --------------------------------------------------------------------------------------------------------


def test_rule_17_the_switcher_lists_endonyms_the_pages_own_languages_first(client):
    switcher = page_of(client, "/fr/membres/").one("details", class_="languages").one("nav")
    assert switcher.attributes["aria-label"] == "Langues"
    links = switcher.all("a")
    assert [link.text for link in links] == ["English", "français", "العربية", "português (Brasil)", "日本語"]
    assert [link.attributes["hreflang"] for link in links] == [link.attributes["lang"] for link in links]
    assert [link.attributes["dir"] for link in links] == ["ltr", "ltr", "rtl", "ltr", "ltr"]
    assert [link.attributes["href"] for link in links][:3] == ["/en/members/", "/fr/membres/", "/ar/members/"]
    assert [link.text for link in links if "aria-current" in link.attributes] == ["français"]
    others = switcher.one("ul", class_="elsewhere")
    assert switcher.one(id=others.attributes["aria-labelledby"]).text == "Pas encore traduit :"
    assert [link.text for link in others.all("a")] == ["português (Brasil)", "日本語"]


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_rules_17_and_18_every_link_of_a_page_keeps_its_language_or_says_which(client, address):
    tag = address.split("/")[1]
    for link in page_of(client, address).all("a"):
        href = link.attributes["href"] or ""
        if href.startswith("/") and not href.startswith("/files/"):
            assert href.startswith(f"/{tag}/") or link.attributes["hreflang"] == href.split("/")[1]
            assert client.get(href).status_code == 200


def test_rule_18_a_menu_says_in_which_language_its_target_is(client):
    link = page_of(client, "/fr/").one("nav", class_="menu").one("a", href="/fr/join/")
    assert link.attributes["hreflang"] == "en"
    assert link.text == "Become a member (anglais)"


def test_the_menu_says_where_the_visitor_is(client):
    menu = page_of(client, "/fr/membres/").one("nav", class_="menu")
    assert [link.text for link in menu.all("a", aria_current="page")] == ["Membres"]
    inside = page_of(client, "/fr/actualites/athenes/").one("nav", class_="menu")
    assert [link.text for link in inside.all("a", aria_current="true")] == ["Actualités"]


@pytest.mark.parametrize("address", ["/en/", "/fr/", "/ar/news/", "/fr/actualites/"])
def test_rule_21_every_read_more_names_its_target_and_none_is_like_another(client, address):
    more = [link for paragraph in page_of(client, address).all("p", class_="more") for link in paragraph.all("a")]
    texts = [link.text for link in more]
    assert texts
    assert len(texts) == len(set(texts))
    assert all(": " in text for text in texts)


def test_rule_21_read_more_is_in_the_visitors_language_and_the_title_in_its_own(client):
    (link,) = page_of(client, "/fr/").one("main").all("p", class_="more")[0].all("a")
    assert link.text == "Lire la suite : Social Cooperatives International School"
    assert [text.language for text in link.texts()] == ["fr", "fr", "en"]


def test_rule_22_lists_are_chronological_and_label_what_falls_back(client):
    items = page_of(client, "/fr/actualites/").all("li", class_="teaser")
    assert [item.one("h2").text for item in items] == [
        "Social Cooperatives International School",
        "Séminaire à Athènes",
        "A letter to members",
        "Home care in Mar del Plata",
    ]
    # The French for "In %(language)s" names a placeholder that the message lacks: its source stands in.
    assert items[0].one("p", class_="inlanguage").text == "In English"
    assert items[0].one("p", class_="inlanguage").texts()[0].language == "en"
    assert not items[1].all("p", class_="inlanguage")


def test_the_home_page_names_no_document_twice(client):
    main = page_of(client, "/en/").one("main")
    titles = [link.attributes["href"] for level in ("h2", "h3") for heading in main.all(level) for link in heading.all("a")]
    assert len(titles) == len(set(titles)) == 6
    assert titles[:4] == ["/en/news/school/", "/en/news/athens/", "/en/news/letter/", "/en/news/care/"]


def test_the_home_page_opens_with_the_mission_and_links_figures_to_their_report(client):
    main = page_of(client, "/fr/").one("main")
    assert main.one("h1").text == "Owning together"
    assert main.one("p", class_="kicker").text.startswith("Les coopératives de travail")
    figures = main.one("ul", class_="figures").all("li")
    assert [figure.one(class_="value").text for figure in figures] == ["52", "36", "9,46 %"]
    assert figures[2].one("a").attributes["href"] == "/fr/actualites/athenes/"


@pytest.mark.parametrize(
    "changes", [{"home": replace(SITE.home, document=None, teasers=(), figures=())}, {"menus": {}}, {"values": {}}]
)
def test_a_site_that_configures_little_still_has_every_page(tmp_path, changes):
    client = create_app(write_site(tmp_path, site=replace(SITE, **changes))).test_client()
    for address in ("/en/", "/fr/actualites/", "/fr/actualites/school/"):
        assert (
            page_of(client, address)
            .one("nav", class_="menu")
            .all("a", href=f"/{address[1:3]}/{'news' if 'en' in address[:4] else 'actualites'}/")
        )


# -- direction ---------------------------------------------------------------------------------------------------------


def test_rule_23_right_to_left_pages_say_so_and_isolate_foreign_text(client):
    page = page_of(client, "/ar/members/")
    html = page.one("html")
    assert (html.attributes["lang"], html.attributes["dir"]) == ("ar", "rtl")
    assert page.one("table").all("bdi")
    place = page_of(client, "/ar/news/أثينا/").one("dl").all("dd")[1]
    assert [text.language for text in place.texts()] == ["en"]
    assert place.one("span").attributes["dir"] == "ltr"


# -- tables ------------------------------------------------------------------------------------------------------------


def test_a_table_has_a_caption_scopes_and_a_region_that_keyboards_reach(client):
    page = page_of(client, "/fr/membres/")
    table = page.one("table")
    region = page.one("div", role="region")
    assert region.attributes["tabindex"] == "0"
    assert region.attributes["aria-labelledby"] == table.one("caption").attributes["id"]
    assert [cell.attributes["scope"] for cell in table.one("thead").all("th")] == ["col"] * 5
    assert [row.one("th").attributes["scope"] for row in table.one("tbody").all("tr")] == ["row"] * 2


def test_a_table_shows_values_in_the_visitors_conventions(client):
    table = page_of(client, "/fr/membres/").one("table")
    first, second = table.one("tbody").all("tr")
    assert first.all("td")[0].text == "Italie"
    assert first.one("a", href="mailto:sample@federation.example").text == "sample@federation.example"
    assert first.all("td")[2].text.replace("\u202f", " ") == "12 345,67"
    downloads = [(link.attributes["href"], link.attributes["hreflang"], link.text) for link in first.all("a", class_="download")]
    assert [download[:2] for download in downloads] == [("/files/report.fr.pdf", "fr"), ("/files/report.pdf", "en")]
    assert downloads[0][2].replace("\u202f", " ") == "français PDF, 1,2 Mo"
    assert second.all("td")[0].text == "Japon"
    assert not second.all("a")


def test_a_table_may_be_gathered_by_a_column_below_headings_of_its_own(tmp_path):
    tables = tuple(replace(one, table=replace(one.table, group=1)) for one in content().tables)
    table = page_of(create_app(write_site(tmp_path, tables=tables)).test_client(), "/fr/membres/").one("table")
    assert [cell.text for cell in table.one("thead").all("th")] == ["Organisation", "Contact", "Cooperatives", "Statutes"]
    bodies = table.all("tbody")
    assert [body.one("th", scope="rowgroup").text for body in bodies] == ["Italie", "Japon"]
    assert {body.one("th", scope="rowgroup").attributes["colspan"] for body in bodies} == {"4"}
    assert [body.one("th", scope="row").text for body in bodies] == ["Sample federation", "Sample union"]
    assert bodies[0].all("td")[0].text == "sample@federation.example"
    assert "number" in bodies[0].all("td")[1].attributes["class"]


def test_a_download_says_its_language_its_kind_and_its_size_the_visitors_own_language_first(client):
    def offered(address):
        return [
            (link.attributes["href"], link.attributes["type"]) for link in page_of(client, address).all("a", class_="download")
        ]

    french, english = ("/files/report.fr.pdf", "application/pdf"), ("/files/report.pdf", "application/pdf")
    assert offered("/fr/membres/") == [french, english]
    assert offered("/en/members/") == offered("/ar/members/") == [english, french]


def test_each_end_of_an_event_is_a_time_of_its_own(client):
    dates = page_of(client, "/fr/actualites/school/").one("dl").all("time")
    assert [(date.attributes["datetime"], date.text) for date in dates] == [
        ("2017-10-20", "20"),
        ("2017-10-23", "23 octobre 2017"),
    ]


def test_rule_22_a_list_says_when_and_where_an_event_takes_place(client):
    first, second = page_of(client, "/fr/actualites/").all("li", class_="teaser")[:2]
    assert first.one("div", class_="aside").text == "1 octobre 2017 20 – 23 octobre 2017 Naples"
    assert second.one("div", class_="aside").text.startswith("23 septembre 2017 Athens")


# -- protected posts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "sentence"), [("/fr/actualites/letter/", MESSAGES["fr"]), ("/ar/news/letter/", MESSAGES["ar"])]
)
def test_rule_27_a_protected_post_shows_its_title_and_says_why_there_is_no_excerpt(client, address, sentence):
    response = client.get(address)
    assert response.headers["Cache-Control"] == "private, no-store"
    page = read_html(response.text)
    assert page.one("h1").text == "A letter to members"
    assert sentence[None, "There is no excerpt because this post is protected."][0] in page.one("main").text
    assert page.one("meta", name="robots").attributes["content"] == "noindex"
    assert not alternates(page)
    assert "ETag" not in response.headers


# -- messages in pages -------------------------------------------------------------------------------------------------


def test_markup_in_a_message_or_a_title_is_text(tmp_path):
    messages = {"fr": {(None, "Read more"): (("<script>alert(1)</script>",), "fr")}}
    texts = {
        tag: {**found, "title": LocalisedText("<b>C&A</b>", tag, State.TRANSLATED)} for tag, found in content().texts.items()
    }
    client = create_app(write_site(tmp_path, messages=messages, texts=texts)).test_client()
    page = page_of(client, "/fr/")
    assert not page.one("body").all("script")
    assert page.one("a", class_="brand").text == "<b>C&A</b>"


def test_an_alert_says_in_words_what_it_is_in_the_visitors_language(client):
    html = '<blockquote class="markdown-alert-tip">\n<p>Text</p>\n</blockquote>\n'
    with client.application.test_request_context("/fr/"):
        speak("fr")
        labelled = label_alerts(html, {"tip": Markup("Conseil")}, "fr")
        foreign = label_alerts(html, {"tip": Markup("Conseil")}, "en")
    assert labelled == '<blockquote class="markdown-alert-tip">\n<p class="alert-label">Conseil</p>\n<p>Text</p>\n</blockquote>\n'
    assert '<p class="alert-label" lang="fr" dir="ltr">Conseil</p>' in foreign
