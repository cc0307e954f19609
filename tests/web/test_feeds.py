"""Feeds, entry by entry (rule 16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from i18n_site.model import LocalisedText, State
from i18n_site.web import create_app
from i18n_site.web.feeds import ENTRIES
from i18n_site.workflow.compile import compile_site
from support.feeds import read_feed
from support.html import read_html
from support.releases import SITE, content, write_site
from support.sites import copy_site, translate, translate_all


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return create_app(write_site(tmp_path_factory.mktemp("feeds"))).test_client(use_cookies=False)


def feed_of(folder, address="/fr/feed.atom", **changes):
    return read_feed(create_app(write_site(folder, **changes)).test_client().get(address))


def changed_pages(document, **changes):
    return tuple(replace(page, **changes) if page.document == document else page for page in content().pages)


def test_rule_16_an_entry_says_what_the_article_says(client):
    (entry,) = read_feed(client.get("/fr/actualites/feed.atom")).entries
    assert (entry.title, entry.summary) == ("Séminaire à Athènes", "A seminar.")
    assert entry.link == "https://cicopa.example/fr/actualites/athenes/"
    assert entry.published == datetime(2017, 9, 23, tzinfo=UTC)
    assert entry.updated == datetime(2017, 10, 2, tzinfo=UTC)
    assert entry.categories == (("Greece", "Grèce"), ("SSE", "SSE"))


def test_rule_16_the_content_is_the_whole_article_in_its_language_with_absolute_links(tmp_path):
    html = '<p>See <a href="/fr/membres/#top">them</a> and <a href="#law">the law</a>.</p>'
    (entry,) = feed_of(tmp_path, pages=changed_pages("news/athens", html=html)).entries
    body = read_html(entry.content).one("div")
    assert (body.attributes["lang"], body.attributes["dir"]) == ("fr", "ltr")
    assert [link.attributes["href"] for link in body.all("a")] == [
        "https://cicopa.example/fr/membres/#top",
        "https://cicopa.example/fr/actualites/athenes/#law",
    ]
    assert body.one("img").attributes["src"] == "https://cicopa.example/files/chart.svg"


def test_rule_16_arabic_is_right_to_left_in_a_feed_too(client):
    feed = read_feed(client.get("/ar/feed.atom"))
    assert feed.language == "ar"
    assert read_html(feed.entries[0].content).one("div").attributes["dir"] == "rtl"


def test_rule_16_a_text_in_another_language_says_so(tmp_path):
    summary = LocalisedText("A seminar.", "en", State.FALLBACK)
    client = create_app(write_site(tmp_path, pages=changed_pages("news/athens", summary=summary))).test_client()
    assert '<summary xml:lang="en">' in client.get("/fr/feed.atom").text
    assert "<summary>" in client.get("/en/feed.atom").text


def test_rule_16_the_feed_of_a_list_is_named_after_it_and_leads_to_it(client):
    feed = read_feed(client.get("/fr/actualites/feed.atom"))
    assert feed.title == "CICOPA – Actualités"
    assert feed.page == "https://cicopa.example/fr/actualites/"
    whole = read_feed(client.get("/fr/feed.atom"))
    assert (whole.title, whole.page) == ("CICOPA", "https://cicopa.example/fr/")
    assert whole.id != feed.id
    assert whole.entries == feed.entries


def test_rule_16_ids_are_of_the_document_and_the_language_and_stay_when_texts_and_slugs_change(tmp_path):
    (before,) = feed_of(tmp_path / "before").entries
    title = LocalisedText("Autre titre", "fr", State.TRANSLATED)
    moved = changed_pages("news/athens", path="actualites/autre", title=title)
    (after,) = feed_of(tmp_path / "after", pages=moved).entries
    assert after.id == before.id
    assert after.link != before.link
    (english,) = [e for e in feed_of(tmp_path / "en", "/en/feed.atom").entries if e.title == "Seminar in Athens"]
    assert english.id != before.id


def test_rule_16_ids_stay_when_an_author_changes_a_slug(tmp_path):
    site = copy_site(tmp_path)
    compile_site(site)
    client = create_app(site.root).test_client()
    before = {entry.title: entry for entry in read_feed(client.get("/en/feed.atom")).entries}
    path = site.content / "news" / "first.md"
    path.write_text(path.read_text(encoding="utf-8").replace("date:", "slug: moved\ndate:"), encoding="utf-8")
    compile_site(site)
    after = {entry.title: entry for entry in read_feed(client.get("/en/feed.atom")).entries}
    assert after["First"].link.endswith("/moved/")
    assert {title: entry.id for title, entry in after.items()} == {title: entry.id for title, entry in before.items()}


def test_rule_16_a_feed_does_not_change_unless_its_documents_do(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr", "news", "site")
    compile_site(site)
    client = create_app(site.root).test_client()
    before = client.get("/fr/feed.atom").data
    translate(site, "fr", "pages", {"About": "Qui nous sommes"})
    compile_site(site)
    assert client.get("/fr/feed.atom").data == before
    feed = read_feed(client.get("/fr/feed.atom"))
    assert feed.updated == datetime(2017, 2, 1, tzinfo=UTC)
    assert [entry.updated.month for entry in feed.entries] == [2, 1]


def test_rule_16_what_has_no_date_is_in_no_feed(client):
    titles = [entry.title for entry in read_feed(client.get("/en/feed.atom")).entries]
    assert titles == ["Social Cooperatives International School", "Seminar in Athens"]


def test_rule_16_a_document_that_falls_back_is_in_no_feed_and_an_empty_one_is_not_found(client):
    assert [entry.title for entry in read_feed(client.get("/fr/feed.atom")).entries] == ["Séminaire à Athènes"]
    for address in ("/pt-BR/feed.atom", "/pt-BR/news/feed.atom", "/fr/pages/feed.atom", "/de/feed.atom", "/fr/x/feed.atom"):
        response = client.get(address)
        assert response.status_code == 404, address
        assert response.mimetype == "text/html"
    assert client.get("/pt-BR/feed.atom").headers["Content-Language"] == "pt-BR"


def test_rule_27_a_protected_post_is_in_no_feed(client):
    for tag in ("en", "fr"):
        assert "letter" not in client.get(f"/{tag}/feed.atom").text.lower()


@pytest.mark.parametrize(
    "address", ["/FR/feed.atom", "/fr/feed.atom/", "/FR/actualites/feed.atom/", "/fr/actualites/feed.atom/?x=1"]
)
def test_rule_7_another_spelling_of_a_feed_gets_one_redirect(client, address):
    response = client.get(address)
    assert response.status_code == 301
    read_feed(client.get(response.headers["Location"]))


def test_trap_10_characters_that_xml_cannot_hold_are_left_out(tmp_path):
    odd = "a\x0b\x0c\x00\ufffe]]>&<b>"
    title, summary = (LocalisedText(odd, "fr", State.TRANSLATED) for _ in range(2))
    (entry,) = feed_of(tmp_path, pages=changed_pages("news/athens", title=title, summary=summary, html=f"<p>{odd}</p>")).entries
    assert (entry.title, entry.summary) == ("a]]>&<b>", "a]]>&<b>")
    assert "<p>a]]>&<b></p>" in entry.content


def test_dates_of_every_form_are_moments_in_the_feed(tmp_path):
    forms = {"2017-09-23": "2017-09-23T00:00:00+00:00", "20170923": "2017-09-23T00:00:00+00:00"} | {
        "2017-09-23T10:30": "2017-09-23T10:30:00+00:00",
        "2017-09-23T10:30:00+02:00": "2017-09-23T10:30:00+02:00",
        "2017-09-23T10:30:00Z": "2017-09-23T10:30:00+00:00",
    }
    for number, (written, expected) in enumerate(forms.items()):
        documents = tuple(
            replace(document, updated=written) if document.id == "news/athens" else document for document in content().documents
        )
        (entry,) = feed_of(tmp_path / str(number), documents=documents).entries
        assert entry.updated == datetime.fromisoformat(expected)


def test_a_feed_holds_the_newest_alone(tmp_path):
    site = copy_site(tmp_path)
    for number in range(ENTRIES + 5):
        day = f"20{number // 12:02}-{number % 12 + 1:02}-01"
        (site.content / "news" / f"n{number}.md").write_text(
            f"---\ntitle: N{number}\ndate: {day}\n---\nText.\n", encoding="utf-8"
        )
    compile_site(site)
    feed = read_feed(create_app(site.root).test_client().get("/en/feed.atom"))
    assert len(feed.entries) == ENTRIES
    assert [entry.title for entry in feed.entries[:3]] == ["Second", "First", f"N{ENTRIES + 4}"]


def test_rule_16_a_site_of_several_lists_has_a_feed_for_each_and_one_for_all(tmp_path):
    site = copy_site(tmp_path)
    (site.content / "reports").mkdir()
    (site.content / "reports" / "one.md").write_text("---\ntitle: One\ndate: 2020-01-01\n---\nText.\n", encoding="utf-8")
    compile_site(site)
    client = create_app(site.root).test_client()
    page = read_html(client.get("/en/").text)
    named = [link.attributes["href"] for link in page.all("link", type="application/atom+xml")]
    assert named == ["/en/feed.atom", "/en/news/feed.atom", "/en/reports/feed.atom"]
    assert [link.text for link in page.one("footer").all("a", type="application/atom+xml")] == [
        "New articles (Atom feed)",
        "News (Atom feed)",
        "Reports (Atom feed)",
    ]
    counts = [len(read_feed(client.get(address)).entries) for address in named]
    assert counts == [3, 2, 1]


@pytest.mark.parametrize("section", ["news", "pages"])
def test_a_document_cannot_take_the_address_of_a_feed(tmp_path, section):
    site = copy_site(tmp_path)
    (site.content / section / "x.md").write_text(
        "---\ntitle: X\nslug: Feed.atom\ndate: 2020-01-01\n---\nText.\n", encoding="utf-8"
    )
    report = compile_site(site)
    assert [finding.check for finding in report.findings] == ["slug-collision"]
    folder = "news/" if section == "news" else ""
    assert create_app(site.root).test_client().get(f"/en/{folder}Feed-atom/").status_code == 200


def test_a_site_without_dates_names_no_feed(tmp_path):
    documents = tuple(replace(document, date=None, updated=None) for document in content().documents)
    client = create_app(write_site(tmp_path, documents=documents, site=SITE)).test_client()
    assert not read_html(client.get("/en/").text).all("link", type="application/atom+xml")
    assert client.get("/en/feed.atom").status_code == 404
