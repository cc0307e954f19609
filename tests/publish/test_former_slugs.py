"""Records of slugs: what is appended, and where addresses of before lead (rule 20)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.errors import YamlError
from i18n_site.model import Document
from i18n_site.publish.former_slugs import (
    HEADER,
    Present,
    Record,
    find_former_paths,
    format_records,
    new_records,
    old_paths,
    parse_records,
)
from i18n_site.publish.slugs import Slug, build_paths

FILE = "translations/former-slugs.yaml"


def document(path: str, slug: str | None = None) -> Document:
    section, _, name = path.partition("/")
    return Document(f"content/{path}", section, slug or name.removesuffix(".md"), {}, b"", ())


class Life:
    """A site whose slugs change: `now` is one run of `update`, `leads` what `compile` makes of it."""

    def __init__(self, *languages: str) -> None:
        self.languages = languages or ("fr",)
        self.records: tuple[Record, ...] = ()
        self.documents: list[Document] = []
        self.slugs: dict[str, dict[str, Slug]] = {}
        self.section = "news"

    def now(
        self, documents: dict[str, tuple[str, str | None]], *, section: str = "news", translated: str | None = None, **renamed
    ):
        """`documents`: file -> its slug and the French one."""
        self.documents = [document(path, slug) for path, (slug, _) in documents.items()]
        self.section = section
        found = {path: Present(path, slug, {"fr": text} if text else {}) for path, (slug, text) in documents.items()}
        present = [Present("news/", section, {"fr": translated} if translated else {}), *found.values()]
        new = new_records(self.records, present, source="en", languages=self.languages, **renamed)
        self.records += new
        assert new_records(self.records, present, source="en", languages=self.languages) == ()
        french = {d.id: Slug(text) for d, (_, text) in zip(self.documents, documents.values(), strict=True) if text}
        if translated:
            french["news"] = Slug(translated)
        self.slugs = {language: french if language == "fr" else {} for language in self.languages}
        return new

    def leads(self, language: str = "fr") -> dict[str, str]:
        """Former path -> present one."""
        paths = build_paths(self.documents, {"news": self.section}, self.slugs, source_language="en")
        former = find_former_paths(self.records, self.documents, paths, source="en")
        assert not set(former.documents[language]) & {*paths.documents[language].values(), *paths.sections[language].values()}
        return {path: paths.documents[language][key] for path, key in former.documents[language].items()} | {
            path: f"{paths.sections[language][section]}/" for path, section in former.sections[language].items()
        }


def test_rule_20_a_slug_that_a_translation_leaves_leads_to_the_present_one():
    life = Life()
    life.now({"news/athens.md": ("athens", "athenes")})
    assert life.leads() == {}
    assert life.now({"news/athens.md": ("athens", "seminaire")}) == (Record("fr", "news/athens.md", "seminaire"),)
    life.now({"news/athens.md": ("athens", "seminaire-athenes")})
    assert life.leads() == {"news/athenes": "news/seminaire-athenes", "news/seminaire": "news/seminaire-athenes"}
    assert life.leads("en") == {}


def test_rule_20_a_slug_that_comes_back_leads_nowhere_else_and_the_one_between_leads_to_it():
    life = Life()
    for text in ("a", "b", "a"):
        life.now({"news/x.md": ("x", text)})
    assert life.leads() == {"news/b": "news/a"}
    life.now({"news/x.md": ("x", "c")})
    assert life.leads() == {"news/a": "news/c", "news/b": "news/c"}


def test_rule_20_a_first_translation_of_a_slug_leaves_that_of_the_source():
    life = Life()
    life.now({"news/x.md": ("x", None)})
    life.now({"news/x.md": ("x", "ics")})
    assert life.leads() == {"news/x": "news/ics"}
    life.now({"news/x.md": ("x", None)})
    assert life.leads() == {"news/ics": "news/x"}


def test_rule_24_a_slug_of_the_source_that_a_language_never_had_leads_nowhere():
    life = Life()
    life.now({"news/x.md": ("x", "ics")})
    assert life.leads() == {}


def test_rule_20_two_documents_that_swap_their_slugs_lead_nowhere_else():
    life = Life()
    life.now({"news/x.md": ("x", "a"), "news/y.md": ("y", "b")})
    life.now({"news/x.md": ("x", "b"), "news/y.md": ("y", "a")})
    assert life.leads() == {}
    life.now({"news/x.md": ("x", "c"), "news/y.md": ("y", "a")})
    assert life.leads() == {"news/b": "news/c"}


def test_rule_20_a_slug_in_use_wins_over_a_former_one():
    life = Life()
    life.now({"news/x.md": ("x", "a"), "news/y.md": ("y", "b")})
    life.now({"news/x.md": ("x", "c"), "news/y.md": ("y", "a")})
    assert life.leads() == {"news/b": "news/a"}


def test_rule_20_a_path_that_two_have_left_leads_to_the_one_that_had_it_last():
    life = Life()
    life.now({"news/x.md": ("x", "a"), "news/y.md": ("y", "b")})
    life.now({"news/x.md": ("x", "c"), "news/y.md": ("y", "a")})
    life.now({"news/x.md": ("x", "c"), "news/y.md": ("y", "d")})
    assert life.leads()["news/a"] == "news/d"
    life.now({"news/x.md": ("x", "a"), "news/y.md": ("y", "d")})
    life.now({"news/x.md": ("x", "e"), "news/y.md": ("y", "d")})
    assert life.leads()["news/a"] == "news/e"


def test_rule_20_a_slug_that_an_author_changes_leads_on_in_every_language_that_used_it():
    life = Life("fr", "ja")
    life.now({"news/x.md": ("x", "ics")})
    life.now({"news/x.md": ("moved", "ics")})
    assert life.leads("en") == life.leads("ja") == {"news/x": "news/moved"}
    assert life.leads("fr") == {}


def test_rule_20_the_slug_of_a_section_takes_its_documents_along():
    life = Life()
    life.now({"news/x.md": ("x", "a")}, translated="actualites")
    life.now({"news/x.md": ("x", "b")}, translated="nouvelles")
    assert life.leads() == {
        "actualites": "nouvelles/",
        **dict.fromkeys(("actualites/a", "actualites/b", "nouvelles/a"), "nouvelles/b"),
    }
    life.now({"news/x.md": ("x", "b")}, section="stories", translated="nouvelles")
    assert life.leads("en") == {"news": "stories/", "news/x": "stories/x"}


def test_rule_20_folders_that_a_translated_slug_does_not_name_are_the_present_ones():
    life = Life()
    life.now({"news/2017/x.md": ("2017/x", "a")})
    life.now({"news/2017/x.md": ("2017/x", "an/b")})
    life.now({"news/2017/x.md": ("2017/x", "c")})
    assert life.leads() == {"news/2017/a": "news/2017/c", "news/an/b": "news/2017/c"}


def test_rule_20_a_renamed_file_takes_its_slugs_along():
    life = Life()
    life.now({"news/x.md": ("x", "a")})
    life.now({"news/y.md": ("y", "a")}, renamed={"news/y.md": "news/x.md"})
    assert life.leads("en") == {"news/x": "news/y"}
    assert life.leads("fr") == {}
    life.now({"news/y.md": ("y", "b")})
    assert life.leads("fr") == {"news/a": "news/b"}


def test_rule_20_what_moves_to_another_section_keeps_whole_paths():
    records = [
        Record("en", "news/", "news"),
        Record("fr", "news/", "actualites"),
        Record("en", "news/x.md", "x"),
        Record("fr", "news/x.md", "a"),
    ]
    assert list(old_paths(records, "news/x.md", source="en")) == [
        Record("en", "news/x.md", "/news/x"),
        Record("fr", "news/x.md", "/actualites/a"),
    ]


def test_a_whole_path_that_somebody_wrote_leads_to_the_document():
    life = Life()
    life.now({"news/x.md": ("x", "a")})
    life.records += (Record("fr", "news/x.md", "/vieux/chemin"),)
    life.now({"news/x.md": ("x", "a")})
    assert life.leads() == {"vieux/chemin": "news/a"}


def test_a_document_that_is_gone_leads_nowhere_and_its_records_stay():
    life = Life()
    life.now({"news/x.md": ("x", "a"), "news/y.md": ("y", "b")})
    before = life.records
    life.now({"news/y.md": ("y", "b")})
    assert life.records == before
    assert life.leads() == {}


NAMES = st.sampled_from("abc")


@given(st.lists(st.tuples(NAMES, st.none() | NAMES, NAMES, st.none() | NAMES), min_size=1, max_size=6))
def test_rule_20_whatever_happens_no_record_goes_and_every_path_of_before_leads_to_its_document_or_another_s_present_one(steps):
    life, was = Life(), set()
    for one, french, other, german in steps:
        if one == other:
            continue
        before = life.records
        life.now({"news/x.md": (one, french), "news/y.md": (other, german)})
        assert life.records[: len(before)] == before
        leads = life.leads()
        paths = build_paths(life.documents, {"news": "news"}, life.slugs, source_language="en")
        present = set(paths.documents["fr"].values())
        if not paths.findings:
            was |= present
        assert was <= present | set(leads)
        assert all(target in present for target in leads.values())


# -- the file ----------------------------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=8) | st.sampled_from(
    [
        "no",
        "null",
        "~",
        "2017",
        "1.10",
        "a b.md",
        "a, b",
        "-",
        "[x]",
        "x]",
        "#",
        "a #b",
        "news/athènes.md",
        "हिन्दी",
        "/old",
        "'",
        '"',
        ":",
    ]
)
RECORDS = st.lists(st.builds(Record, st.sampled_from(["fr", "pt-BR", "no"]), TEXTS, TEXTS), max_size=5)


@given(RECORDS, RECORDS)
def test_what_is_written_is_read_and_what_is_appended_comes_behind_it(first, second):
    data = HEADER.encode() + format_records(first)
    assert parse_records(data, path=FILE) == tuple(first)
    assert parse_records(data + format_records(second), path=FILE) == (*first, *second)


@given(RECORDS)
def test_lines_are_read_as_yaml_reads_them(records):
    data = format_records(records)
    # One line in a style that the quick reader does not know sends the whole file to the other.
    assert parse_records(data + b"- ['en', 'x.md', 'x']\n", path=FILE) == (*records, Record("en", "x.md", "x"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- [fr, a.md, a]\n<<<<<<< ours\n- [fr, b.md, b]\n", 2),
        ("fr: {a.md: a}\n", 1),
        ("- [fr, a.md, a]\n- [fr, a.md]\n", 2),
        ("- [fr, a.md, a]\n- [fr, a.md, null]\n", 2),
        ("- [fr, a.md, a]\n- x\n", 2),
        ("- [fr, a.md, [a]]\n", 1),
    ],
)
def test_a_file_that_holds_something_else_is_refused_with_its_line(text, line):
    with pytest.raises(YamlError) as refusal:
        parse_records(text.encode(), path=FILE)
    assert (refusal.value.path, refusal.value.line) == (FILE, line)


@pytest.mark.parametrize(
    "data", [b"", b"# nothing\n", b"\xef\xbb\xbf# x\r\n- [fr, a.md, a]\r\n", b"-   - fr\n    - a.md\n    - a\n"]
)
def test_other_ways_of_writing_the_file_are_read(data):
    assert parse_records(data, path=FILE) in ((), (Record("fr", "a.md", "a"),))
