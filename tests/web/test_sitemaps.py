"""Sitemaps: their files and their limits (rule 16). That they hold the right pages is test_search_engines.py's."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.web import create_app, sitemaps
from i18n_site.web.sitemaps import MAX_BYTES, MAX_URLS, files
from support.releases import content, write_site

URL = "{http://www.sitemaps.org/schemas/sitemap/0.9}url"
LASTMOD = "{http://www.sitemaps.org/schemas/sitemap/0.9}lastmod"


def test_rule_16_a_sitemap_is_split_at_fifty_thousand_addresses():
    entry = "<url>\n<loc>https://x.example/</loc>\n</url>\n"
    counts = [file.count("<url>") for file in files([entry] * 120_000, MAX_URLS, MAX_BYTES)]
    assert counts == [50_000, 50_000, 20_000]


@given(st.lists(st.integers(1, 60), max_size=30), st.integers(1, 6), st.integers(250, 400))
def test_no_file_is_larger_than_allowed_and_no_address_is_lost(sizes, max_urls, max_bytes):
    written = [f"<url>{'é' * size}</url>" for size in sizes]
    made = list(files(written, max_urls, max_bytes))
    assert "".join(file.partition('xhtml">\n')[2].removesuffix("</urlset>\n") for file in made) == "".join(written)
    for file in made:
        ElementTree.fromstring(file)
        count = file.count("<url>")
        assert 1 <= count <= max_urls
        assert count == 1 or len(file.encode()) <= max_bytes


def test_rule_16_the_index_names_every_file_and_every_file_answers(tmp_path, monkeypatch):
    monkeypatch.setattr(sitemaps, "MAX_URLS", 3)
    client = create_app(write_site(tmp_path)).test_client()
    root = ElementTree.fromstring(client.get("/sitemap.xml").data)
    named = [loc.text.removeprefix("https://cicopa.example") for loc in root.iter() if loc.tag.endswith("loc")]
    english = [name for name in named if "-en" in name]
    assert english[:3] == ["/sitemap-en.xml", "/sitemap-en-2.xml", "/sitemap-en-3.xml"]
    assert "/sitemap-fr.xml" in named
    sizes = {name: len(ElementTree.fromstring(client.get(name).data).findall(URL)) for name in named}
    assert sizes["/sitemap-en.xml"] == sizes["/sitemap-fr.xml"] == 3
    assert all(1 <= size <= 3 for size in sizes.values())
    assert client.get("/sitemap-en-1.xml").status_code == client.get("/sitemap-en-9.xml").status_code == 404
    assert "/sitemap-de.xml" not in named, "a language in preparation"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2017-10-02", "2017-10-02"),
        ("20171002", "2017-10-02"),
        ("2017-10-02T10:30", "2017-10-02"),
        ("2017-10-02T10:30:00+02:00", "2017-10-02T10:30:00+02:00"),
        ("2017-10-02T10:30Z", "2017-10-02T10:30:00+00:00"),
        (None, "2017-09-23"),
    ],
)
def test_rule_16_lastmod_is_a_date_as_the_w3c_writes_one(tmp_path, written, expected):
    documents = tuple(
        replace(document, updated=written) if document.id == "news/athens" else document for document in content().documents
    )
    client = create_app(write_site(tmp_path, documents=documents)).test_client()
    found = [one.text for one in ElementTree.fromstring(client.get("/sitemap-fr.xml").data).iter(LASTMOD)]
    assert found == [expected]
