"""Tags become topics: one address for each in all languages, the best label of each language, and no more than lists show."""

from __future__ import annotations

import pytest

from i18n_site.config import load_site
from i18n_site.model import State
from i18n_site.publish.release import open_release
from i18n_site.publish.slugs import topic_slug
from i18n_site.workflow.compile import compile_site
from i18n_site.workflow.extract import extract
from i18n_site.workflow.update import update
from support.sites import copy_site, translate


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Public policy", "public-policy"),
        ("  Public \u00a0 POLICY ", "public-policy"),
        ("C/C++", "c-c++"),
        ("社会的経済", "社会的経済"),
        ("Ö", "ö"),
        ("O\u0308", "ö"),
        ("?", "document"),
    ],
)
def test_a_topics_address_comes_from_its_name(name, slug):
    assert topic_slug(name) == slug
    assert topic_slug(slug) == slug


@pytest.fixture
def site(tmp_path):
    return copy_site(tmp_path)


def write(site, name, tags, **fields):
    lines = "".join(f"{key}: {value}\n" for key, value in fields.items())
    (site.content / "news" / f"{name}.md").write_text(f"---\ntitle: {name}\n{lines}tags: {tags}\n---\nWords.\n", "utf-8")


def publish(site):
    """The release and what was noticed, the catalogues brought up to date before."""
    extract(site)
    update(site)
    report = compile_site(site)
    return open_release(site.release_path), report


def test_every_document_of_a_tag_is_in_its_topic_the_newest_first(site):
    write(site, "old", "[Reports, Work]", date="2010-01-01")
    write(site, "new", "[reports]", date="2020-01-01")
    with publish(site)[0] as release:
        assert [(topic.slug, topic.size) for topic in release.topics("en")] == [("reports", 3), ("work", 1)]
        dated = [teaser.document for teaser in release.tagged("en", "reports") if teaser.date]
        assert dated == sorted(dated, key=lambda name: release.teaser("en", name).date, reverse=True)
        assert {"news/old", "news/new", "news/first"} == {teaser.document for teaser in release.tagged("en", "reports")}
        assert release.topic("en", "nothing") is None


def test_topics_stand_in_the_alphabet_of_each_language(site):
    write(site, "one", "[Apples, Nuts, Zebras]")
    extract(site)
    update(site)
    translate(site, "es", "news", {"Apples": "Ñandúes", "Nuts": "Nueces", "Zebras": "Ocas", "Reports": "Informes"})
    with publish(site)[0] as release:
        assert [topic.label.text for topic in release.topics("es")] == ["Informes", "Nueces", "Ñandúes", "Ocas"]
        assert [topic.label.text for topic in release.topics("en")] == ["Apples", "Nuts", "Reports", "Zebras"]


def test_an_article_in_another_language_has_its_tags_in_the_visitors(site):
    translate(site, "fr", "news", {"Reports": "Rapports"})
    with publish(site)[0] as release:
        page = release.page("fr", "news/first")
        assert not page.published
        assert [(tag.slug, tag.label.text, tag.label.locale) for tag in page.tags] == [("reports", "Rapports", "fr")]
        (other,) = release.page("es", "news/first").tags
        assert (other.label.text, other.label.locale, other.label.state) == ("Reports", "en", State.FALLBACK)
        # The chain is each topic's own: Portuguese falls back to Spanish before English.
    translate(site, "es", "news", {"Reports": "Informes"})
    with publish(site)[0] as release:
        assert release.topic("pt-BR", "reports").label.locale == "es"


def test_tags_that_differ_in_capitals_only_are_one_topic_and_noticed(site):
    write(site, "one", "[REPORTS, reports]")
    release, report = publish(site)
    with release:
        assert [(topic.slug, topic.size) for topic in release.topics("en")] == [("reports", 2)]
        assert len(release.page("en", "news/one").tags) == 1
    said = [finding for finding in report.findings if finding.check == "topic"]
    assert len(said) == 2
    assert all("spell them alike" in finding.message and finding.path for finding in said)


def test_a_protected_document_is_in_no_topic(site):
    write(site, "secret", "[Secrets]", protected="scrypt:32768:8:1$salt$hash")
    with publish(site)[0] as release:
        assert release.topic("en", "secrets") is None


def test_a_topic_that_a_language_hides_wholly_is_none_there(site):
    config = site.root / "content" / "site.yaml"
    config.write_text(config.read_text("utf-8").replace("description: All the news.", "fallbacks: hide"), "utf-8")
    with publish(load_site(site.root))[0] as release:
        assert release.topics("fr") == ()
        assert [topic.slug for topic in release.topics("en")] == ["reports"]
        assert release.listing("fr", "news") == ()


def test_a_document_or_section_never_takes_the_place_of_the_topics(site):
    (site.content / "pages" / "tags.md").write_text("---\ntitle: Tags\n---\nWords.\n", "utf-8")
    release, report = publish(site)
    with release:
        assert release.page("en", "pages/tags").path == "tags-2"
    assert any(finding.check == "slug-collision" for finding in report.findings)
