"""Rule 25: what is in the index of a release, and what it answers."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.publish.release import open_release, release_id, write_release
from i18n_site.publish.search_query import MAX_QUERY, Reach, read_query
from i18n_site.publish.search_reader import search, search_others
from support.corpora import corpus
from support.releases import content, own


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("search") / "site.sqlite3"
    write_release(path, content_to_find())
    return path


@pytest.fixture
def release(path):
    with open_release(path) as release:
        yield release


def content_to_find():
    """The small release with more to read in it."""
    bodies = {
        ("fr", "news/athens"): (
            "<h2>La loi grecque</h2><p>Les coopérateurs parlent d’économie sociale.</p>"
            '<p lang="en">Cooperators met in Piraeus harbour.</p>'
        ),
        ("fr", "news/care"): (
            "<p>Un programme : soins à domicile, l’économie locale, 65\u202f000 heures. La loi est la loi, la loi.</p>"
        ),
        ("ja", "news/athens"): "<p>労働者協同組合の集まりがありました。</p>",
        ("ar", "news/athens"): "<p>التقى التعاونيون في أثينا، والتعاونيّات كثيرة.</p>",
    }
    base = content()
    pages = tuple(
        replace(page, html=bodies[page.locale, page.document]) if (page.locale, page.document) in bodies else page
        for page in base.pages
    )
    return replace(base, pages=pages)


def documents(release, locale, typed, **wishes):
    _, found = search(release, locale, typed, **wishes)
    return [hit.teaser.document for hit in found.hits]


def shown(fragments):
    return " … ".join("".join(f"[{piece.text}]" if piece.marked else piece.text for piece in one.pieces) for one in fragments)


@pytest.mark.parametrize(
    ("locale", "typed", "first"),
    [
        ("fr", "cooperateurs parlent", "news/athens"),
        ("fr", "economies sociales", "news/athens"),
        ("fr", "l'économie locale", "news/care"),
        ("fr", "65000", "news/care"),
        ("fr", "Grèce", "news/athens"),
        ("fr", "soins-a-domicile", "news/care"),
        ("en", "Italy", "pages/members"),
        ("en", "sample unions", "pages/members"),
        ("ja", "協同組合", "news/athens"),
        ("ja", "働", "news/athens"),
        ("ja", "合", "news/athens"),
        ("ar", "اثينا", "news/athens"),
        ("ar", "تعاونية", "news/athens"),
    ],
)
def test_rule_25_a_page_is_found_by_what_it_says(release, locale, typed, first):
    assert documents(release, locale, typed)[:1] == [first]


def test_rule_25_a_fallback_paragraph_is_found_by_its_own_language_on_its_own_page(release):
    _, found = search(release, "fr", "meet harbours")
    assert found.total == 0 or found.reach is not Reach.ALL
    _, found = search(release, "fr", "harbours cooperators")
    (hit,) = found.hits
    assert (hit.teaser.document, found.reach) == ("news/athens", Reach.ALL)
    (fragment, *_) = hit.snippet
    assert fragment.locale == "en"
    assert shown(hit.snippet).startswith("[Cooperators] met in Piraeus [harbour].")


def test_rule_25_a_title_weighs_more_than_a_heading_and_a_heading_more_than_the_body(release):
    assert documents(release, "fr", "loi") == ["news/athens", "news/care"]


def test_rule_25_of_two_that_are_as_good_the_newer_comes_first(tmp_path):
    base = content()
    pages = tuple(
        replace(page, html="<p>Zebra.</p>", title=own("A page", "en"), summary=None, tags=(), event=None)
        if page.locale == "en" and page.document in ("news/athens", "news/school", "news/care")
        else page
        for page in base.pages
    )
    write_release(tmp_path / "site.sqlite3", replace(base, pages=pages))
    with open_release(tmp_path / "site.sqlite3") as release:
        assert documents(release, "en", "zebra") == ["news/school", "news/athens", "news/care"]


def test_rule_25_words_in_quotation_marks_stand_one_after_the_other(release):
    assert documents(release, "fr", '"économie sociale"') == ["news/athens"]
    assert documents(release, "fr", "«économie locale»") == ["news/care"]
    _, found = search(release, "fr", '"sociale économie"')
    assert found.reach is not Reach.ALL
    assert documents(release, "ja", "「協同組合」") == ["news/athens"]


def test_rule_25_a_word_that_is_begun_is_found_where_nothing_else_is(release):
    _, found = search(release, "fr", "domic")
    assert (found.reach, [hit.teaser.document for hit in found.hits]) == (Reach.NEAR, ["news/care"])
    assert "[domicile]" in shown(found.hits[0].snippet)


def test_rule_25_where_no_page_has_all_words_those_with_some_are_found(release):
    _, found = search(release, "fr", "domicile xylophone")
    assert (found.reach, [hit.teaser.document for hit in found.hits]) == (Reach.ANY, ["news/care"])


def test_rule_25_hits_of_other_languages_are_told_apart_and_each_document_once(release):
    query, found = search(release, "fr", "cooperative managers")
    assert not found.hits or found.reach is not Reach.ALL
    others = search_others(release, "fr", query)
    assert [(one.locale, [hit.teaser.document for hit in one.hits]) for one in others] == [("en", ["news/school"])]
    query, _ = search(release, "fr", "Athens")
    seen = [hit.teaser.document for one in search_others(release, "fr", query) for hit in one.hits]
    assert len(seen) == len(set(seen))


def test_rule_25_a_section_narrows_the_hits_and_every_section_says_how_many(release):
    _, everything = search(release, "en", "members")
    assert dict(everything.sections).keys() <= {"news", "pages"}
    _, narrowed = search(release, "en", "members", section="pages")
    assert narrowed.total == dict(everything.sections)["pages"]
    assert all(hit.teaser.section == "pages" for hit in narrowed.hits)
    assert search(release, "en", "members", section="nothing")[1].total == 0


def test_rule_27_of_a_protected_post_the_title_is_found_and_nothing_else(release):
    _, found = search(release, "en", "letter")
    (hit,) = [hit for hit in found.hits if hit.teaser.protected]
    assert hit.snippet == ()


def test_rule_25_a_language_in_preparation_has_no_index(release):
    assert search(release, "de", "members")[1].total == 0
    assert "de" not in [one.locale for one in search_others(release, "fr", search(release, "fr", "organisations")[0])]


def test_the_index_is_part_of_the_releases_id_and_the_same_each_time(tmp_path):
    one, other = content_to_find(), content_to_find()
    assert release_id(one) == release_id(replace(other, pages=tuple(reversed(other.pages)), tables=tuple(reversed(other.tables))))
    for name in ("a", "b"):
        write_release(tmp_path / name / "site.sqlite3", one)
    assert (tmp_path / "a" / "site.sqlite3").read_bytes() == (tmp_path / "b" / "site.sqlite3").read_bytes()


HOSTILE = [
    *[
        '"',
        '""',
        '"""',
        "' OR 1=1 --",
        "a AND",
        "OR",
        "NOT a",
        "a NEAR b",
        "NEAR(a b, 2)",
        "title:a",
        "{title body}: a",
        "^a",
        "a*",
        "*",
    ],
    *[
        "((((a",
        "a)",
        "-a",
        "+a",
        "\\",
        "\x00",
        "a\x00b",
        "\ud800",
        "¶",
        "en¶a",
        "a\u202eb",
        "🙂",
        "👩‍👩‍👧‍👦",
        "…",
        "«",
        "« »",
        "「",
        "%",
        "_",
        ";DROP TABLE release",
    ],
    *[
        "x" * 10_000,
        "a " * 5_000,
        "合" * 10_000,
        "(" * 10_000,
        '"a" ' * 3_000,
        "é\u0301" * 5_000,
        "1 000 " * 2_000,
        "a-" * 5_000,
        "l’" * 5_000,
    ],
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_rule_25_hostile_queries_are_harmless(release, typed):
    for locale in ("fr", "ja", "ar"):
        query, found = search(release, locale, typed)
        assert len(query.text) <= MAX_QUERY
        assert found.total >= len(found.hits)
        search_others(release, locale, query)


def test_rule_25_naughty_strings_are_ordinary_queries(release):
    for typed in json.loads((corpus("payloads") / "naughty-strings.json").read_text(encoding="utf-8")):
        query, _ = search(release, "fr", typed)
        search_others(release, "fr", query)


@given(st.text(max_size=80), st.sampled_from(["fr", "ja", "ar", "en"]))
def test_rule_25_whatever_is_typed_is_a_query_that_sqlite_understands(path, typed, locale):
    with open_release(path) as release:
        query, found = search(release, locale, typed)
        for hit in found.hits:
            assert hit.title.text == hit.teaser.title.text
        search_others(release, locale, query)


@given(st.data())
def test_rule_25_every_word_of_a_page_finds_it(path, data):
    with open_release(path) as release:
        locale, document = data.draw(
            st.sampled_from([("fr", "news/athens"), ("fr", "news/care"), ("ja", "news/athens"), ("ar", "news/athens")])
        )
        page = release.page(locale, document)
        words = [
            word
            for word in page.html.replace("<", " <").replace(">", "> ").split(" ")
            if word.strip() and not word.startswith(("<", "lang="))
        ]
        word = data.draw(st.sampled_from(words))
        query, found = search(release, locale, word)
        assert not query.demands or document in [hit.teaser.document for hit in found.hits]


def test_a_query_is_cut_where_it_is_too_long():
    query = read_query("a" * 150 + " b" * 100, ["en"])
    assert len(query.text) <= MAX_QUERY
    assert len(read_query("合" * 300, ["ja"]).demands) == 1
