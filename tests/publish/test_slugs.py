"""Slugs: every document has one path in every language, and no translation takes another's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_site.model import Document, MessageKey, Reference
from i18n_site.publish.slugs import Slug, build_paths, distinguish


def document(name: str, path: str | None = None) -> Document:
    section, _, slug = name.partition("/")
    return Document(path or f"content/{name or 'index'}.md", section, slug, {}, b"", ())


def documents(*names: str) -> list[Document]:
    return [document(name) for name in names]


SECTIONS = {"pages": "pages", "news": "news"}


def french(names: list[str], slugs: dict[str, str], **given):
    """The French paths of documents, the sections', and the checks that spoke."""
    paths = build_paths(
        documents(*names),
        given.pop("sections", SECTIONS),
        {"fr": {key: Slug(text, Reference("fr/news.po", 41)) for key, text in slugs.items()}},
        source_language="en",
        **given,
    )
    return paths.documents["fr"], paths.sections["fr"], paths.findings


def test_pages_live_at_their_slug_and_others_below_their_sections():
    paths, sections, findings = french(
        ["pages/members", "news/athens", "news/2017/naples", "news/"],
        {"pages/members": "membres", "news": "actualités", "news/athens": "athènes", "news/2017/naples": "naples-fr"},
    )
    assert paths == {
        "pages/members": "membres",
        "news/athens": "actualités/athènes",
        "news/2017/naples": "actualités/2017/naples-fr",
        "news/": "actualités",
    }
    assert sections == {"pages": "pages", "news": "actualités"}
    assert findings == ()


def test_a_language_without_slugs_has_those_of_the_source():
    paths = build_paths(documents("news/athens"), SECTIONS, {"fr": {}, "es": {}}, source_language="en")
    assert paths.documents["en"] == paths.documents["fr"] == paths.documents["es"] == {"news/athens": "news/athens"}


def test_the_home_page_has_the_empty_path_in_every_language():
    paths, _, findings = french(["pages/home", "pages/members"], {"pages/home": "accueil"}, home="pages/home")
    assert paths == {"pages/home": "", "pages/members": "members"}
    assert findings == ()
    assert french(["pages/"], {})[0] == {"pages/": ""}
    assert french(["pages/", "pages/home"], {}, home="pages/home")[0] == {"pages/home": "", "pages/": "index"}


def test_a_translated_slug_may_name_folders_as_deep_as_the_sources_and_no_deeper():
    names = ["news/2017/athens"]
    assert french(names, {"news/2017/athens": "archives/athènes"})[0] == {"news/2017/athens": "news/archives/athènes"}
    paths, _, (finding,) = french(names, {"news/2017/athens": "a/b/athènes"})
    assert paths == {"news/2017/athens": "news/2017/athens"}
    assert "more slashes" in finding.message


@pytest.mark.parametrize(
    "slug",
    [
        *("/athènes", "a/b", "a//b", "../athènes", ".", "..", ".well-known", "athènes.", "a\\b", "a?b", "a#b", "a%2fb"),
        *(
            "a b",
            "a\u3000b",
            "a\tb",
            "a\x00b",
            "a\x7fb",
            "a\u202eb",
            "a\u2028b",
            "a\ufeffb",
            "\ud800",
            "a:b",
            "x" * 201,
            "é" * 101,
        ),
    ],
)
def test_a_translated_slug_that_is_no_clean_segment_gives_way_with_its_place(slug):
    paths, _, (finding,) = french(["news/athens"], {"news/athens": slug})
    assert paths == {"news/athens": "news/athens"}
    assert (finding.check, finding.key, finding.path, finding.line) == (
        "slug-unusable",
        MessageKey("athens", "slug"),
        "fr/news.po",
        41,
    )


@pytest.mark.parametrize(
    "slug", ["athènes", "アテネ", "أثينا", "می\u200cخواهم", "Athènes", "a-b_c~d", "x" * 200, "athe\u0300nes"]
)
def test_a_slug_of_any_script_is_used_in_nfc(slug):
    paths, _, findings = french(["news/athens"], {"news/athens": slug})
    assert findings == ()
    assert paths["news/athens"] == "news/" + slug.replace("e\u0300", "è")


@pytest.mark.parametrize(
    "slug",
    [
        "static",
        "files",
        "Files",
        "robots.txt",
        "sitemap.xml",
        "sitemap-fr.xml",
        "favicon.ico",
        "healthz",
        "language",
        "search",
        "fr",
        "EN",
    ],
)
def test_a_reserved_name_is_refused_at_the_first_place_and_only_there(slug):
    paths, sections, findings = french(["pages/about", "news/athens"], {"pages/about": slug, "news": slug, "news/athens": slug})
    assert paths["pages/about"] == "about"
    assert paths["news/athens"] == f"news/{slug}"
    assert sections["news"] == "news"
    assert [finding.check for finding in findings] == ["slug-unusable", "slug-unusable"]


def test_a_page_may_not_take_a_sections_slug_nor_a_section_a_pages():
    paths, sections, findings = french(
        ["pages/about", "pages/legal/terms", "news/athens"], {"pages/about": "Actualités", "news": "actualités"}
    )
    assert paths["pages/about"] == "about"
    assert sections["news"] == "actualités"
    assert [finding.check for finding in findings] == ["slug-collision"]
    paths, sections, findings = french(["pages/about", "pages/legal/terms", "news/athens"], {"news": "legal"})
    assert sections["news"] == "news"
    assert "is taken by pages/legal/terms" in findings[0].message


def test_of_two_translations_with_one_slug_the_second_falls_back():
    paths, _, (finding,) = french(["news/a", "news/b"], {"news/a": "même", "news/b": "Même"})
    assert paths == {"news/a": "news/même", "news/b": "news/b"}
    assert finding.check == "slug-collision"
    assert "is taken by news/a" in finding.message


def test_a_translation_never_drives_out_a_page_that_has_only_its_source_slug():
    paths, _, findings = french(["news/a", "news/b", "news/c"], {"news/a": "b", "news/c": "a"})
    assert paths == {"news/a": "news/a", "news/b": "news/b", "news/c": "news/c"}
    assert len(findings) == 2


def test_two_pages_may_exchange_their_slugs():
    paths, _, findings = french(["news/a", "news/b"], {"news/a": "b", "news/b": "a"})
    assert (paths, findings) == ({"news/a": "news/b", "news/b": "news/a"}, ())


def test_source_slugs_that_collide_are_numbered_and_reported_with_their_file():
    paths = build_paths(documents("news/Athens", "news/athens", "pages/news", "pages/files"), SECTIONS, {}, source_language="en")
    assert paths.documents["en"] == {
        "news/Athens": "news/Athens",
        "news/athens": "news/athens-2",
        "pages/news": "news-2",
        "pages/files": "files-2",
    }
    assert [finding.path for finding in paths.findings] == [
        "content/news/athens.md",
        "content/pages/files.md",
        "content/pages/news.md",
    ]


def test_a_section_whose_slug_is_reserved_or_taken_gets_another():
    sections = {"a": "same", "b": "same", "c": "static", "d": "x/../y"}
    paths = build_paths([], sections, {}, source_language="en")
    assert paths.sections["en"] == {"a": "same", "b": "same-2", "c": "static-2", "d": "x-..-y"}
    assert len(paths.findings) == 3


def test_an_unclean_file_name_becomes_a_clean_path():
    paths = build_paths(documents("news/50 % fair?", "news/???"), SECTIONS, {}, source_language="en")
    assert paths.documents["en"] == {"news/50 % fair?": "news/50---fair", "news/???": "news/document"}


def test_documents_with_one_slug_are_told_apart_before_they_have_paths():
    both = [document("news/athens", "content/news/b.md"), document("news/athens", "content/news/a.md"), document("news/athens-2")]
    told, findings = distinguish(both)
    assert [(one.path, one.id) for one in told] == [
        ("content/news/a.md", "news/athens"),
        ("content/news/athens-2.md", "news/athens-2"),
        ("content/news/b.md", "news/athens-3"),
    ]
    assert [finding.path for finding in findings] == ["content/news/b.md"]
    with pytest.raises(ValueError, match="one id"):
        build_paths(both, SECTIONS, {}, source_language="en")


NAMES = st.sampled_from(["a", "b", "A", "news", "fr", "files", "a/b", "b/a", "news/a", "", "é", "..", "a-2"])


@given(
    st.sets(st.tuples(st.sampled_from(["pages", "news", "b"]), NAMES), max_size=12),
    st.dictionaries(st.sampled_from(["pages", "news", "b"]), NAMES),
    st.data(),
)
@settings(deadline=None)
def test_every_document_has_one_path_of_its_own_in_every_language_whatever_the_slugs(ids, slugs, data):
    given = [document(f"{section}/{slug}", f"content/{section}/{slug or 'index'}.md") for section, slug in sorted(ids)]
    sections = {"pages": "pages", "news": "news", "b": "b"} | {key: slug for key, slug in slugs.items() if slug}
    keys = [one.id for one in given] + list(sections)
    translated = data.draw(st.dictionaries(st.sampled_from(keys), NAMES.map(Slug)))
    shuffled = data.draw(st.permutations(given))
    paths = build_paths(shuffled, sections, {"fr": translated}, source_language="en")
    assert paths == build_paths(given, sections, {"fr": translated}, source_language="en")
    for language in ("en", "fr"):
        found = paths.documents[language]
        assert found.keys() == {one.id for one in given}
        folded = [path.casefold() for path in found.values()]
        assert len(set(folded)) == len(folded)
        lists = {path: section for section, path in paths.sections[language].items()}
        assert len({path.casefold() for path in lists}) == len(sections)
        for one, path in found.items():
            assert path not in lists or one == f"{lists[path]}/"
            assert not path or all(part not in ("", ".", "..") for part in path.split("/"))
            assert path.split("/")[0].lower() not in ("fr", "en", "files")
