"""What search engines are told, at every address of a miniature site and of the first one: rules 14 to 16."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from flask import Flask

from i18n_site.config import Site, load_site
from i18n_site.locales import locale_with_territory
from i18n_site.publish.release import Page, open_release
from i18n_site.web import create_app
from i18n_site.workflow.compile import compile_for_editing
from support.corpora import ROOT
from support.crawling import Visited, visit_all
from support.feeds import read_feed
from support.sites import copy_site, translate_all


@dataclass(frozen=True)
class Crawled:
    """A site with every page that was found on it."""

    site: Site
    app: Flask
    base: str
    pages: dict[str, Visited]

    def open(self):
        return open_release(self.app.config["RELEASE"])

    def documents(self) -> list[Page]:
        """Every document in every language."""
        with self.open() as release:
            return [release.page(tag, name) for tag in self.site.config.languages for name in release.documents()]

    def at(self, url: str) -> Visited:
        """The page at an absolute address."""
        assert url.startswith(self.base + "/"), url
        return self.pages[url.removeprefix(self.base)]


def miniature(folder) -> Site:
    """The miniature site: French whole, Spanish without its articles, Arabic with its articles alone, Portuguese empty."""
    site = copy_site(folder)
    translate_all(site, "fr")
    translate_all(site, "es", "site", "pages")
    translate_all(site, "ar", "news")
    return site


@pytest.fixture(scope="module", params=["miniature", "first"])
def crawled(request, tmp_path_factory) -> Crawled:
    folder = tmp_path_factory.mktemp("engines")
    release = folder / "site.sqlite3"
    site = miniature(folder) if request.param == "miniature" else load_site(ROOT)
    compile_for_editing(site, release)
    app = create_app(site.root, release=release)
    return Crawled(site, app, site.config.base_url, visit_all(app, site.config.base_url, site.config.languages))


def expected_sets(crawled: Crawled) -> dict[str, dict[str, str]]:
    """Address -> language -> address of every page of every S: the home page, lists, topics, documents; told from pages alone."""
    sets: dict[str, dict[str, str]] = {}
    with crawled.open() as release:
        tags = [language.tag for language in release.site.languages if language.public]
        groups = [{tag: f"/{tag}/" for tag in tags}]
        lists = [section.name for section in release.site.sections if section.list]
        for name in release.documents():
            pages = [release.page(tag, name) for tag in tags]
            if name != release.site.home.document:
                groups.append({page.url.split("/")[1]: page.url for page in pages if page.published and not page.protected})
        for section in lists:
            has = {tag for tag in tags for teaser in release.listing(tag, section) if teaser.published}
            groups.append({tag: f"/{tag}/{quote(release.section_path(tag, section))}/" for tag in tags if tag in has})
        slugs = {topic.slug for tag in tags for topic in release.topics(tag)}
        tagged = {slug: [tag for tag in tags if any(t.published for t in release.tagged(tag, slug))] for slug in slugs}
        groups += [{tag: f"/{tag}/tags/{quote(slug)}/" for tag in has} for slug, has in tagged.items()]
        groups.append({tag: f"/{tag}/tags/" for tag in tags if any(tag in has for has in tagged.values())})
    for group in groups:
        for address in group.values():
            sets[address] = group
    return sets


# -- rule 14 -----------------------------------------------------------------------------------------------------------


def test_rule_14_each_page_lists_every_page_of_its_set_itself_and_x_default_and_no_other(crawled):
    expected = expected_sets(crawled)
    source = crawled.site.config.source_language
    assert len({id(group) for group in expected.values()}) > 5
    for address, group in expected.items():
        default = f"{crawled.base}/" if address.count("/") == 2 else crawled.base + group[source]
        wanted = {tag: crawled.base + url for tag, url in group.items()} | {"x-default": default}
        found = crawled.pages[address].alternates
        assert dict(found) == wanted, address
        assert len(found) == len(wanted), address


def test_rule_14_what_is_listed_is_canonical_and_lists_the_same(crawled):
    checked = 0
    for address, page in crawled.pages.items():
        for tag, url in page.alternates:
            if url != f"{crawled.base}/":
                other = crawled.at(url)
                assert other.canonical == [url], address
                assert other.alternates == page.alternates, address
                assert tag in (other.document.one("html").attributes["lang"], "x-default")
                checked += 1
    assert checked > 40


def test_rule_14_the_x_default_of_the_home_page_negotiates(crawled):
    for tag in crawled.site.config.languages:
        assert dict(crawled.pages[f"/{tag}/"].alternates)["x-default"] == f"{crawled.base}/"
    response = crawled.app.test_client().get("/", headers={"Accept-Language": "ar"})
    assert (response.status_code, response.headers["Location"]) == (302, "/ar/")


def test_rule_14_only_pages_of_a_set_have_alternates(crawled):
    expected = expected_sets(crawled)
    assert {address for address, page in crawled.pages.items() if page.alternates} == set(expected)


def test_rule_14_every_page_has_one_canonical_address_of_this_site(crawled):
    for address, page in crawled.pages.items():
        (canonical,) = page.canonical
        assert crawled.at(canonical).canonical == [canonical], address


def test_rule_14_lists_from_the_second_page_on_are_canonical_themselves_and_have_no_counterparts(crawled):
    later = [page for address, page in crawled.pages.items() if "?page=" in address]
    assert bool(later) == (crawled.site.root == ROOT)
    for page in later:
        assert page.canonical == page.meta("og:url") == [crawled.base + page.address]
        assert not page.alternates
        assert not page.noindex
        assert not page.meta("description")


# -- rule 15 -----------------------------------------------------------------------------------------------------------


def test_rule_15_a_page_that_its_language_lacks_is_canonical_where_it_is_shown_from(crawled):
    lacking = [page for page in crawled.documents() if not page.published and page.document != crawled.site.config.home.document]
    assert lacking
    for page in lacking:
        if page.protected:
            continue
        visited = crawled.pages[page.url]
        with crawled.open() as release:
            assert visited.canonical == [crawled.base + release.page(page.shown, page.document).url]
        assert not visited.alternates
        assert visited.document.one("html").attributes["lang"] == page.shown


def test_rule_15_no_page_is_noindex_and_canonical_elsewhere(crawled):
    hidden = [page for page in crawled.pages.values() if page.noindex]
    assert hidden
    for page in hidden:
        assert page.canonical == [crawled.base + page.address]
        assert not page.alternates
        assert page.headers["X-Robots-Tag"] == "noindex"
    assert not any("X-Robots-Tag" in page.headers for page in crawled.pages.values() if not page.noindex)


def test_rule_27_a_protected_post_is_noindex_in_every_language_and_describes_nothing(crawled):
    protected = [page for page in crawled.documents() if page.protected]
    assert protected
    for page in protected:
        visited = crawled.pages[page.url]
        assert visited.noindex
        assert [visited.meta(name) for name in ("description", "og:description", "og:image")] == [[], [], []]


# -- rule 16: Open Graph -----------------------------------------------------------------------------------------------


def test_rule_16_og_locales_have_underscores_and_alternates_from_the_set_only(crawled):
    for address, page in crawled.pages.items():
        if page.meta("og:title"):
            (own,) = page.meta("og:locale")
            others = page.meta("og:locale:alternate")
            shown = page.document.one("html").attributes["lang"]
            assert all(re.fullmatch("[a-z]{2,3}_[A-Z]{2}", tag) for tag in (own, *others)), address
            assert own == locale_with_territory(shown)
            in_set = [tag for tag, _ in page.alternates if tag not in (shown, "x-default")]
            assert others == [locale_with_territory(tag) for tag in in_set], address


def test_rule_16_og_says_what_the_page_says(crawled):
    seen = 0
    for address, page in crawled.pages.items():
        if not page.meta("og:title"):
            continue
        seen += 1
        assert page.meta("og:url") == page.canonical, address
        assert page.meta("og:title")[0] in page.document.one("head").one("title").texts()[0].words, address
        assert page.meta("og:description") == page.meta("description"), address
        assert len(page.meta("og:site_name")) == len(page.meta("og:type")) == 1
        for image in page.meta("og:image"):
            assert crawled.app.test_client().get(image.removeprefix(crawled.base), buffered=True).status_code == 200
    assert seen >= len(expected_sets(crawled))


def test_rule_16_articles_tell_their_days_and_pages_do_not(crawled):
    for page in crawled.documents():
        if page.protected or page.document == crawled.site.config.home.document:
            continue
        visited = crawled.pages[page.url]
        is_article = page.section == "news"
        assert visited.meta("og:type") == ["article" if is_article else "website"]
        assert visited.meta("article:published_time") == ([page.date] if is_article and page.date else [])
        assert visited.meta("article:modified_time") == ([page.updated] if is_article and page.updated else [])


def test_a_description_is_in_the_language_of_its_page(crawled):
    for page in crawled.documents():
        if page.document != crawled.site.config.home.document and not page.protected:
            own = page.summary is not None and page.summary.locale == page.shown
            assert crawled.pages[page.url].meta("description") == ([page.summary.text] if own else [])


# -- rule 16: the sitemap ----------------------------------------------------------------------------------------------

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML_LINK = "{http://www.w3.org/1999/xhtml}link"


def sitemap_of(crawled: Crawled) -> dict[str, ElementTree.Element]:
    """Address -> its `<url>`, of all files that the index names."""
    client = crawled.app.test_client()
    index = client.get("/sitemap.xml")
    assert (index.status_code, index.mimetype) == (200, "application/xml")
    root = ElementTree.fromstring(index.data)
    assert root.tag == f"{SITEMAP}sitemapindex"
    found: dict[str, ElementTree.Element] = {}
    for place in root.findall(f"{SITEMAP}sitemap/{SITEMAP}loc"):
        response = client.get(place.text.removeprefix(crawled.base))
        assert (response.status_code, response.mimetype) == (200, "application/xml"), place.text
        for url in ElementTree.fromstring(response.data).findall(f"{SITEMAP}url"):
            address = url.findtext(f"{SITEMAP}loc")
            assert address not in found, address
            found[address] = url
    return found


def test_rule_16_the_sitemap_holds_exactly_the_pages_of_the_sets(crawled):
    assert set(sitemap_of(crawled)) == {crawled.base + address for address in expected_sets(crawled)}


def test_rule_16_every_page_has_the_same_alternates_in_the_sitemap_as_in_its_head(crawled):
    for address, url in sitemap_of(crawled).items():
        links = [(link.attrib["hreflang"], link.attrib["href"]) for link in url.findall(XHTML_LINK)]
        assert links == crawled.at(address).alternates, address
        assert {link.attrib["rel"] for link in url.findall(XHTML_LINK)} == {"alternate"}


def test_rule_16_a_sitemap_of_a_language_holds_that_language_alone(crawled):
    client = crawled.app.test_client()
    for tag in crawled.site.config.languages:
        root = ElementTree.fromstring(client.get(f"/sitemap-{tag}.xml").data)
        addresses = [loc.text for loc in root.findall(f"{SITEMAP}url/{SITEMAP}loc")]
        assert addresses
        assert all(address.startswith(f"{crawled.base}/{tag}/") for address in addresses)


def test_rule_16_the_sitemap_tells_changes_from_front_matter_only(crawled):
    days = {crawled.base + page.url: page.updated or page.date for page in crawled.documents()}
    for address, url in sitemap_of(crawled).items():
        assert url.findtext(f"{SITEMAP}lastmod") == days.get(address), address


def test_rule_16_robots_txt_names_the_sitemap(crawled):
    assert f"\nSitemap: {crawled.base}/sitemap.xml\n" in crawled.app.test_client().get("/robots.txt").text


@pytest.mark.parametrize(
    "name", ["sitemap-xx.xml", "sitemap-FR.xml", "sitemap-fr-1.xml", "sitemap-fr-2.xml", "sitemap-fr-02.xml", "sitemap-.xml"]
)
def test_there_is_no_sitemap_at_another_spelling(crawled, name):
    assert crawled.app.test_client().get(f"/{name}").status_code == 404


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemap-en.xml", "/en/feed.atom", "/en/news/feed.atom"])
def test_rule_5_sitemaps_and_feeds_are_cached_as_pages_are(crawled, address):
    client = crawled.app.test_client()
    page, found = client.get("/en/"), client.get(address)
    assert found.headers["Cache-Control"] == page.headers["Cache-Control"]
    assert found.headers["Vary"] == "Accept-Encoding"
    assert client.get(address, headers={"If-None-Match": found.headers["ETag"]}).status_code == 304
    small = client.get(address, headers={"Accept-Encoding": "gzip"})
    if "Content-Encoding" in small.headers:  # a short one is not worth it
        assert gzip.decompress(small.data) == found.data
        assert small.headers["ETag"] != found.headers["ETag"]
    assert "Set-Cookie" not in found.headers


# -- rule 16: feeds ----------------------------------------------------------------------------------------------------


def test_rule_16_every_feed_that_a_page_names_answers_and_is_in_the_footer(crawled):
    for address, page in crawled.pages.items():
        tag = address.split("/")[1]
        named = [link.attributes["href"] for link in page.document.all("link", type="application/atom+xml")]
        assert [link.attributes["href"] for link in page.document.one("footer").all("a", type="application/atom+xml")] == named
        found = crawled.app.test_client().get(f"/{tag}/feed.atom")
        assert named == ([f"/{tag}/feed.atom"] if found.status_code == 200 else [])


def test_rule_16_a_feed_holds_what_its_language_has_and_nothing_else(crawled):
    seen = 0
    for tag in crawled.site.config.languages:
        with crawled.open() as release:
            path = quote(release.section_path(tag, "news"))
        own = [p for p in crawled.documents() if p.url.startswith(f"/{tag}/") and p.section == "news"]
        expected = {crawled.base + p.url for p in own if p.published and not p.protected and (p.date or p.updated)}
        for address in (f"/{tag}/feed.atom", f"/{tag}/{path}/feed.atom"):
            response = crawled.app.test_client().get(address)
            assert response.status_code == (200 if expected else 404), address
            if expected:
                feed = read_feed(response)
                assert {entry.link for entry in feed.entries} == expected
                assert (feed.language, response.headers["Content-Language"]) == (tag, tag)
                assert feed.self_link == crawled.base + address
                seen += 1
    assert seen >= 6


def test_rule_27_no_feed_and_no_sitemap_names_a_protected_post(crawled):
    client = crawled.app.test_client()
    protected = [page for page in crawled.documents() if page.protected]
    texts = [
        client.get(f"/sitemap-{tag}.xml").text + client.get(f"/{tag}/feed.atom").text for tag in crawled.site.config.languages
    ]
    for page in protected:
        assert not any(crawled.base + page.url in text for text in texts)
