"""The release store: what is written comes back, whole, once, and under every mishap."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_site.errors import ReleaseError, WriteError
from i18n_site.model import Lack, LocalisedText, State
from i18n_site.publish.release import (
    ColumnView,
    DocumentContent,
    EventView,
    FigureContent,
    FigureView,
    FileView,
    FormerSlug,
    HomeView,
    ImageView,
    LackView,
    LanguageView,
    MenuItemView,
    PageContent,
    PassageView,
    ProtectedPageContent,
    ReleaseContent,
    SectionPath,
    SectionView,
    SiteView,
    StandView,
    TableContent,
    TableView,
    TagView,
    VersionContent,
    open_release,
    release_id,
    write_release,
)

LANGUAGES = ("en", "fr")
KILLS = 500 if os.environ.get("I18N_SITE_LONG") else 15


def text(words: str, locale: str = "en", state: State = State.SOURCE) -> LocalisedText:
    return LocalisedText(words, locale, state)


def page(document: str, locale: str, path: str, **given) -> PageContent:
    defaults = {"title": text(f"{document} {locale}", locale), "html": f"<p>{document}</p>", "shown": locale, "published": True}
    return PageContent(document, locale, path, **(defaults | given))


def small_site(word: str = "old", documents: int = 3) -> ReleaseContent:
    """Two languages; every page's body and title say `word`, so that a mix of two releases would be seen."""
    names = [f"d{number:03}" for number in range(documents)]
    return ReleaseContent(
        SiteView(word, "https://site.example", "en", tuple(LanguageView(tag, tag, "ltr", True) for tag in LANGUAGES)),
        texts={tag: {"title": text(word, tag)} for tag in LANGUAGES},
        documents=tuple(
            DocumentContent(f"news/{name}", "news", f"content/news/{name}.md", languages=LANGUAGES) for name in names
        ),
        pages=tuple(
            page(f"news/{name}", tag, f"{tag}/{name}", title=text(word, tag), html=f"<p>{word}</p>" * 200)
            for name in names
            for tag in LANGUAGES
        ),
        sections=tuple(SectionPath(tag, "news", tag) for tag in LANGUAGES),
    )


def words_of(path: Path) -> set[str]:
    """Every word that a whole release says of itself."""
    with open_release(path) as release:
        found = {release.site.title}
        for tag in LANGUAGES:
            found.add(release.text(tag, "title").text)
            for teaser in release.listing(tag, "news"):
                found |= {teaser.title.text, release.page(tag, teaser.document).html[3:6]}
        assert release.is_sound()
        return found


def full_site() -> ReleaseContent:
    """One of everything."""
    site = SiteView(
        "CICOPA",
        "https://cicopa.example",
        "en",
        (LanguageView("en", "English", "ltr", True), LanguageView("ar", "العربية", "rtl", False)),
        HomeView("pages/home", 3, ("pages/members",), ("members",)),
        {
            "main": (
                MenuItemView("menus.main.0.label", section="news"),
                MenuItemView("menus.main.1.label", url="https://x.example"),
            )
        },
        (SectionView("news", True), SectionView("pages", False)),
        {"enquiry_email": "info@cicopa.example"},
    )
    passage = PassageView("paragraph", 7, "*Hello.*", "مرحبا.", "Hello.", "مرحبا.", "ar", State.STALE, "Hallo.")
    lacks = (LackView("ar", Lack.REFUSED), LackView("fr", Lack.MISSING))
    fallen = PassageView("cell", None, "Bye.", "Bye.", "Bye.", "Bye.", "en", State.FALLBACK, None, "وداعا", lacks)
    return ReleaseContent(
        site,
        texts={"ar": {"title": text("CICOPA", "en", State.FALLBACK)}},
        documents=(
            DocumentContent("pages/home", "pages", "content/pages/home.md"),
            DocumentContent(
                *("news/athens", "news", "content/news/athens.md", "2017-09-23", "2017-10-01"),
                languages=("en", "ar"),
                words=120,
                revision="ab12",
            ),
            DocumentContent("news/secret", "news", "content/news/secret.md", "2018-01-01", protected=True, languages=("en",)),
        ),
        pages=(
            page("pages/home", "en", ""),
            page("pages/home", "ar", ""),
            page("news/athens", "en", "news/athens"),
            page(
                "news/athens",
                "ar",
                "أخبار/أثينا",
                summary=text("ملخص", "ar", State.TRANSLATED),
                tags=(TagView("Greece", text("اليونان", "ar", State.TRANSLATED)),),
                event=EventView("2017-09-23", None, text("Athens", "en", State.FALLBACK)),
                image=ImageView("/files/chart.svg", text("Chart")),
                intro=True,
                coverage=0.875,
                stale=1,
                fallback=2,
            ),
            ProtectedPageContent("news/secret", "en", "news/secret", text("Secret"), "en", True),
            ProtectedPageContent("news/secret", "ar", "أخبار/secret", text("Secret", "en", State.FALLBACK), "en", False),
        ),
        versions=(
            VersionContent("news/athens", "ar", True, 0.875, (passage, fallen)),
            VersionContent("pages/home", "ar", False, 0.0, ()),
        ),
        sections=(SectionPath("en", "news", "news"), SectionPath("ar", "news", "أخبار")),
        former=(FormerSlug("ar", "أخبار/اثينا", "news/athens"),),
        tables=(
            TableContent(
                "ar",
                "pages/home",
                TableView(
                    "members",
                    text("Members"),
                    (ColumnView("country", text("Country"), "territory"), ColumnView("role", text("Role"))),
                    (("GR", text("رئيس", "ar", State.TRANSLATED)), (None, None)),
                ),
            ),
        ),
        figures=(FigureContent("ar", FigureView("members", "52", text("members"), text("Report"), "2017-01-01"), "news/athens"),),
        messages={
            "ar": {(None, "Search"): (("بحث",), "ar"), ("", "Search"): (("Search",), "en"), ("nav", "x"): (("a", "b"), "ar")}
        },
        plural_forms={"ar": "nplurals=6; plural=0;", "en": "nplurals=2; plural=(n != 1);"},
        files=(
            FileView("files/report.pdf", 10, "application/pdf", "ab"),
            FileView("files/report.ar.pdf", 11, "application/pdf", "cd", "ar", "files/report.pdf", ("news/secret",)),
        ),
    )


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "build" / "site.sqlite3"


# -- what is written comes back ----------------------------------------------------------------------------------------


def test_a_page_comes_back_with_every_field_in_its_language(store):
    write_release(store, full_site())
    with open_release(store) as release:
        found = release.page_at("ar", "أخبار/أثينا")
        assert found == release.page("ar", "news/athens")
        assert (found.document, found.section, found.path) == ("news/athens", "news", "أخبار/أثينا")
        assert found.url == "/ar/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%D8%A3%D8%AB%D9%8A%D9%86%D8%A7/"
        assert found.summary == text("ملخص", "ar", State.TRANSLATED)
        assert (found.date, found.updated, found.languages) == ("2017-09-23", "2017-10-01", ("en", "ar"))
        assert found.tags == (TagView("Greece", text("اليونان", "ar", State.TRANSLATED)),)
        assert found.event == EventView("2017-09-23", None, text("Athens", "en", State.FALLBACK))
        assert found.image == ImageView("/files/chart.svg", text("Chart"))
        assert (found.html, found.intro, found.coverage, found.stale, found.fallback) == ("<p>news/athens</p>", True, 0.875, 1, 2)
        assert (found.published, found.protected, found.shown) == (True, False, "ar")


def test_how_far_a_document_is_translated_comes_back_passage_by_passage(store):
    content = full_site()
    write_release(store, content)
    with open_release(store) as release:
        version = release.version("ar", "news/athens")
        assert (version.published, version.coverage, version.words) == (True, 0.875, 120)
        assert (version.source_path, version.revision) == ("content/news/athens.md", "ab12")
        assert version.passages == content.versions[0].passages
        assert release.version("en", "news/athens") is None
        assert release.stands(["news/athens", "news/secret"]) == (
            StandView("news/athens", "ar", "/ar/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%D8%A3%D8%AB%D9%8A%D9%86%D8%A7/", True, 0.875, 1),
            StandView("news/athens", "en", "/en/news/athens/", True, None, 0),
            StandView("news/secret", "ar", "/ar/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/secret/", False, None, 0),
            StandView("news/secret", "en", "/en/news/secret/", True, None, 0),
        )
        assert [teaser.document for teaser in release.register("en", start=1, count=9)] == ["news/athens", "pages/home"]
        assert release.stands([]) == ()
        assert release.coverages() == {"ar": 0.875}


def test_the_configuration_comes_back_as_it_went_in_and_cannot_be_changed_by_one_request_for_the_next(store):
    content = full_site()
    write_release(store, content)
    with open_release(store) as release:
        assert replace(release.site, menus=dict(release.site.menus), values=dict(release.site.values)) == content.site
        with pytest.raises(TypeError):
            release.site.values["enquiry_email"] = "x"
    with open_release(store) as again:
        assert again.site is release.site


def test_texts_and_messages_say_which_language_they_are_in(store):
    content = full_site()
    write_release(store, content)
    with open_release(store) as release:
        assert release.text("ar", "title") == text("CICOPA", "en", State.FALLBACK)
        assert release.text("ar", "tagline") is None
        assert release.messages("ar") == content.messages["ar"]
        assert release.messages("fr") == {}
        assert release.plural_forms("ar") == "nplurals=6; plural=0;"
        with pytest.raises(KeyError):
            release.plural_forms("fr")


def test_paths_lead_to_documents_and_sections_in_every_language(store):
    write_release(store, full_site())
    with open_release(store) as release:
        assert release.page_at("ar", "").document == "pages/home"
        assert release.page_at("en", "أخبار/أثينا") is None
        assert release.document_at_source("news/athens") == "news/athens"
        assert release.former("ar", "أخبار/اثينا") == "news/athens"
        assert release.former("en", "أخبار/اثينا") is None
        assert release.section_at("ar", "أخبار") == "news"
        assert release.section_path("ar", "news") == "أخبار"
        assert [teaser.shown for teaser in release.alternates("news/athens")] == ["en", "ar"]
        assert release.documents() == ("news/athens", "news/secret", "pages/home")
        with pytest.raises(KeyError):
            release.section_path("ar", "pages")


def test_tables_figures_and_files_come_back(store):
    content = full_site()
    write_release(store, content)
    with open_release(store) as release:
        assert release.tables("ar", "pages/home") == (content.tables[0].table,)
        assert release.tables("ar", "news/athens") == ()
        (figure,) = release.figures("ar", ["nothing", "members"])
        assert replace(figure, link=None) == content.figures[0].figure
        assert figure.link == release.teaser("ar", "news/athens")
        assert release.file("files/report.pdf") == content.files[0]
        assert release.file("files/report.ar.pdf") is None  # a password guards it
        assert release.file("../site.yaml") is None
        assert release.files_of("files/report.pdf") == content.files[:1]


def test_nothing_is_found_for_names_from_outside(store):
    write_release(store, full_site())
    with open_release(store) as release:
        for name in ("", "zz", "../../x", "\0", "x" * 10_000, "'; DROP TABLE pages; --", "zh_TW"):
            assert release.page(name, name) is None
            assert release.page_at(name, name) is None
            assert release.listing(name, name) == ()
            assert release.file(name) is None


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(State))
@settings(max_examples=25, deadline=None)
def test_any_text_comes_back_unchanged(tmp_path_factory, words, state):
    store = tmp_path_factory.mktemp("any") / "site.sqlite3"
    content = small_site(documents=1)
    changed = replace(content.pages[0], title=text(words, "en", state), html=words, tags=(TagView(words, text(words)),))
    write_release(store, replace(content, pages=(changed, content.pages[1])))
    with open_release(store) as release:
        found = release.page("en", "news/d000")
        assert (found.title, found.html, found.tags) == (text(words, "en", state), words, (TagView(words, text(words)),))


# -- lists -------------------------------------------------------------------------------------------------------------


def test_a_list_is_newest_first_and_undated_ones_come_last_by_title_in_that_language(store):
    dates = {"a": None, "b": "2016-01-01", "c": None, "d": "2017-05-05T10:00", "e": "2016-01-01", "f": None}
    titles = {"en": {"a": "Zebra", "c": "apple", "f": "Élan"}, "fr": {"a": "Âne", "c": "pomme", "f": "élan"}}
    content = replace(
        small_site(documents=0),
        documents=tuple(DocumentContent(f"news/{name}", "news", f"content/news/{name}.md", date) for name, date in dates.items()),
        pages=tuple(
            page(f"news/{name}", tag, f"news/{name}", title=text(titles[tag].get(name, name), tag))
            for name in dates
            for tag in LANGUAGES
        ),
    )
    write_release(store, content)
    with open_release(store) as release:
        assert [teaser.document[5:] for teaser in release.listing("en", "news")] == ["d", "b", "e", "c", "f", "a"]
        assert [teaser.document[5:] for teaser in release.listing("fr", "news")] == ["d", "b", "e", "a", "f", "c"]


def test_the_home_page_and_a_sections_own_index_are_in_no_list(store):
    content = replace(
        small_site(documents=0),
        documents=(
            DocumentContent("pages/home", "pages", "content/pages/home.md"),
            DocumentContent("news/", "news", "content/news/index.md"),
        ),
        pages=(page("pages/home", "en", ""), page("news/", "en", "news")),
    )
    write_release(store, content)
    with open_release(store) as release:
        assert release.listing("en", "pages") == release.listing("en", "news") == ()


# -- protected documents -----------------------------------------------------------------------------------------------


def test_a_protected_document_has_a_title_and_a_place_in_its_list_and_nothing_else(store):
    write_release(store, full_site())
    with open_release(store) as release:
        found = release.page("ar", "news/secret")
        assert found.protected
        assert (found.html, found.summary, found.tags, found.event, found.image) == ("", None, (), None, None)
        assert release.version("ar", "news/secret") is None
        assert [teaser.document for teaser in release.listing("en", "news")] == ["news/secret", "news/athens"]


@pytest.mark.parametrize("given", [{"html": "<p>told</p>"}, {"html": "", "summary": text("told")}, {"html": ""}])
def test_a_body_or_an_excerpt_of_a_protected_document_is_refused_and_nothing_is_written(store, given):
    write_release(store, small_site())
    content = full_site()
    leak = page("news/secret", "en", "news/secret", **given)
    pages = tuple(leak if (one.document, one.locale) == ("news/secret", "en") else one for one in content.pages)
    with pytest.raises(ReleaseError, match=r"content/news/secret\.md: news/secret is protected"):
        write_release(store, replace(content, pages=pages))
    assert words_of(store) == {"old"}
    assert b"told" not in store.read_bytes()


def test_a_table_below_a_protected_document_is_refused(store):
    content = full_site()
    with pytest.raises(ReleaseError, match="the table members would show below news/secret"):
        write_release(store, replace(content, tables=(replace(content.tables[0], document="news/secret"),)))


def test_nothing_of_a_protected_body_stays_in_the_file_once_a_document_becomes_protected(store):
    content = small_site("bodysecret")
    write_release(store, content)
    hidden = replace(
        small_site("new"),
        documents=tuple(replace(one, protected=True) for one in content.documents),
        pages=tuple(ProtectedPageContent(one.document, one.locale, one.path, text("t"), "en", True) for one in content.pages),
    )
    write_release(store, hidden)
    for file in store.parent.iterdir():
        assert b"bodysecret" not in file.read_bytes(), file.name


# -- contradictions ----------------------------------------------------------------------------------------------------


def test_two_documents_at_one_path_are_refused_by_name(store):
    content = small_site()
    clash = replace(content.pages[2], path=content.pages[0].path)
    with pytest.raises(ReleaseError, match="news/d001 is at 'en/d000' in en, as is news/d000"):
        write_release(store, replace(content, pages=(*content.pages[:2], clash, *content.pages[3:])))


def test_a_page_of_no_document_and_a_link_to_none_are_refused(store):
    content = small_site()
    with pytest.raises(ReleaseError, match="no such document"):
        write_release(store, replace(content, pages=(*content.pages, page("news/x", "en", "x"))))
    with pytest.raises(ReleaseError, match="contradicts itself"):
        write_release(store, replace(content, former=(FormerSlug("en", "x", "news/x"),)))
    with pytest.raises(ReleaseError, match="contradicts itself"):
        write_release(store, replace(content, pages=(*content.pages, content.pages[0])))


# -- identity ----------------------------------------------------------------------------------------------------------


def test_the_same_content_in_any_order_is_the_same_release_byte_for_byte(tmp_path):
    content = full_site()
    shuffled = replace(
        content,
        documents=content.documents[::-1],
        pages=content.pages[::-1],
        files=content.files[::-1],
        messages={tag: dict(reversed(messages.items())) for tag, messages in content.messages.items()},
        plural_forms=dict(reversed(content.plural_forms.items())),
        sections=content.sections[::-1],
    )
    first, second = tmp_path / "a.sqlite3", tmp_path / "b.sqlite3"
    assert write_release(first, content) == write_release(second, shuffled) == release_id(content)
    assert first.read_bytes() == second.read_bytes()


def test_every_change_of_content_changes_the_id():
    content = full_site()
    athens = content.pages[3]
    changed = [
        replace(content, site=replace(content.site, base_url="https://other.example")),
        replace(content, files=()),
        replace(content, plural_forms={}),
        replace(content, pages=(*content.pages[:3], replace(athens, stale=0), *content.pages[4:])),
        replace(content, versions=content.versions[1:]),
        replace(content, documents=(replace(content.documents[0], revision="cd"), *content.documents[1:])),
    ]
    assert len({release_id(one) for one in [content, *changed]}) == len(changed) + 1


def test_unchanged_content_writes_nothing(store):
    first = write_release(store, full_site())
    before = {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in store.parent.glob("site.sqlite3")}
    assert write_release(store, full_site()) == first
    assert {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in store.parent.glob("site.sqlite3")} == before


# -- one writer, many readers ------------------------------------------------------------------------------------------


def test_a_reader_keeps_its_release_while_another_is_written(store):
    write_release(store, small_site("old"))
    with open_release(store) as reader:
        write_release(store, small_site("new", documents=5))
        assert reader.page("en", "news/d000").html.startswith("<p>old</p>")
        assert len(reader.listing("en", "news")) == 3
        assert words_of(store) == {"new"}
        assert reader.text("fr", "title").text == "old"
    assert words_of(store) == {"new"}


def test_readers_in_many_threads_see_whole_releases_while_one_is_written_again_and_again(store):
    write_release(store, small_site("old"))
    program = f"{WRITER}\nfor turn in range(40): write_release(path, sites[turn % 2])"
    with subprocess.Popen([sys.executable, "-c", program, str(store)], env=environment()) as writer:
        seen = []
        while writer.poll() is None:
            seen.append(words_of(store))
    assert writer.returncode == 0
    assert all(words in ({"old"}, {"new"}) for words in seen)


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}


WRITER = f"""
import sys, importlib.util
from pathlib import Path
from i18n_site.publish.release import write_release
spec = importlib.util.spec_from_file_location("release_cases", {__file__!r})
cases = importlib.util.module_from_spec(spec)
sys.modules["release_cases"] = cases
spec.loader.exec_module(cases)
path = Path(sys.argv[1])
sites = [cases.small_site("new", 40), cases.small_site("old", 40)]
print("ready", flush=True)
"""


def test_a_writer_killed_at_any_instant_leaves_a_whole_release(store):
    write_release(store, small_site("old"))
    chance = random.Random(20170923)
    program = f"{WRITER}\nfor turn in range(10**9): write_release(path, sites[turn % 2])"
    seen = []
    for _ in range(KILLS):
        with subprocess.Popen([sys.executable, "-c", program, str(store)], env=environment(), stdout=subprocess.PIPE) as writer:
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0, 0.15))
            writer.send_signal(signal.SIGKILL)
        words = words_of(store)
        assert words in ({"old"}, {"new"})
        seen.append(words)
    write_release(store, small_site("end"))
    assert words_of(store) == {"end"}


def test_a_writer_killed_within_its_transaction_leaves_the_old_release(store):
    write_release(store, small_site("old"))
    program = f"""{WRITER}
import os, signal, sqlite3
connect = sqlite3.connect
class Dying(sqlite3.Connection):
    def execute(self, statement, *values):
        if statement == "COMMIT": os.kill(os.getpid(), signal.SIGKILL)
        return super().execute(statement, *values)
sqlite3.connect = lambda *given, **named: connect(*given, **named, factory=Dying)
write_release(path, sites[0])
"""
    writer = subprocess.run(
        [sys.executable, "-c", program, str(store)], env=environment(), stdout=subprocess.DEVNULL, check=False
    )
    assert writer.returncode == -signal.SIGKILL
    assert words_of(store) == {"old"}


# -- what is no release ------------------------------------------------------------------------------------------------


def make_nothing(path: Path) -> None:
    """No file at all."""


def make_empty(path: Path) -> None:
    path.write_bytes(b"")


def make_noise(path: Path) -> None:
    path.write_bytes(b"this is no database, and says so at length. " * 200)


def make_truncated(path: Path) -> None:
    write_release(path, small_site(documents=30))
    path.write_bytes(path.read_bytes()[:9000])


def make_other_version(path: Path) -> None:
    write_release(path, small_site())
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
        connection.execute("CREATE VIRTUAL TABLE found USING fts5 (words)")
    connection.close()


def make_foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute('CREATE TABLE "strange ""name" (x)')
    connection.close()


def make_tableless(path: Path) -> None:
    write_release(path, small_site())
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE release")
    connection.close()


def make_journal_only(path: Path) -> None:
    """As a writer leaves it that dies before its first commit."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


BROKEN = [
    make_nothing,
    make_empty,
    make_noise,
    make_truncated,
    make_other_version,
    make_foreign,
    make_tableless,
    make_journal_only,
]


@pytest.mark.parametrize("make", BROKEN)
def test_what_is_no_release_is_refused_with_its_path_and_advice(tmp_path, make):
    store = tmp_path / "site.sqlite3"
    make(store)
    with pytest.raises(ReleaseError, match=r"site\.sqlite3: .*; run i18n-site compile$"):
        words_of(store)


@pytest.mark.parametrize("make", BROKEN)
def test_what_is_no_release_is_replaced_by_the_next_write(tmp_path, make):
    store = tmp_path / "site.sqlite3"
    make(store)
    write_release(store, small_site("new"))
    assert words_of(store) == {"new"}
    with open_release(store) as release:
        assert release.is_sound()


def test_a_fault_deep_in_the_file_is_repaired_by_writing_the_same_content_again(store):
    content = small_site(documents=30)
    first = write_release(store, content)
    data = bytearray(store.read_bytes())
    data[40_000:60_000] = bytes(20_000)
    store.write_bytes(data)
    assert write_release(store, content) == first
    assert words_of(store) == {"old"}


def test_opening_makes_no_file_where_there_is_none(tmp_path):
    with pytest.raises(ReleaseError, match="there is no release"):
        open_release(tmp_path / "site.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_a_path_with_signs_that_mean_something_in_a_uri_is_opened(tmp_path):
    store = tmp_path / "a?b#c %41" / "é&mode=rw.sqlite3"
    write_release(store, small_site())
    assert words_of(store) == {"old"}


def test_a_release_that_cannot_be_written_is_an_error_and_the_old_one_stays(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError):
        write_release(tmp_path / "file" / "site.sqlite3", small_site())


# A folder without the right to write binds everyone but root, so the reader gives up root's rights where the tests have them.
READER = """
import os, sys
from pathlib import Path
from i18n_site.errors import ReleaseError
from i18n_site.publish.release import open_release
if os.getuid() == 0: os.setuid(65534)
try:
    with open_release(Path(sys.argv[1])) as release: print(release.id)
except ReleaseError as error:
    print(error)
"""


def read_without_rights(files: dict[str, bytes], mode: int = 0o555) -> tuple[str, list[str]]:
    """What a reader says of files in a folder that it may not write to, and the files that lie there then."""
    with tempfile.TemporaryDirectory() as name:  # not tmp_path: that one's parents are closed to others
        folder = Path(name)
        for file, data in files.items():
            (folder / file).write_bytes(data)
            (folder / file).chmod(0o444)
        folder.chmod(mode)
        try:
            program = [sys.executable, "-c", READER, str(folder / "site.sqlite3")]
            said = subprocess.run(program, env=environment(), stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
            return said, sorted(file.name for file in folder.iterdir())
        finally:
            folder.chmod(0o755)


def test_a_release_in_a_read_only_folder_is_served(store):
    first = write_release(store, small_site())
    assert read_without_rights({"site.sqlite3": store.read_bytes()}) == (first, ["site.sqlite3"])


def test_a_release_in_a_read_only_folder_with_an_unfinished_log_is_never_served_as_a_mix(store):
    write_release(store, small_site("old"))
    with open_release(store):
        newer = write_release(store, small_site("new"))
        files = {
            file.name: file.read_bytes() for file in store.parent.iterdir() if file.name in ("site.sqlite3", "site.sqlite3-wal")
        }
    assert files["site.sqlite3-wal"]
    said, _ = read_without_rights(files)
    assert said == newer or "run i18n-site compile" in said


def test_a_folder_that_may_not_be_entered_is_an_error_with_advice(store):
    write_release(store, small_site())
    said, _ = read_without_rights({"site.sqlite3": store.read_bytes()}, mode=0o000)
    assert "run i18n-site compile" in said


def test_a_reader_that_cannot_watch_the_writer_says_so_rather_than_serve_a_mix(tmp_path):
    program = READER.replace(
        "print(release.id)",
        "print(release.id, flush=True), sys.stdin.readline(), print(release.page('en', 'news/d000'))",
    )
    with tempfile.TemporaryDirectory() as name:
        store = Path(name) / "site.sqlite3"
        first = write_release(store, small_site("old"))
        Path(name).chmod(0o555)
        command = [sys.executable, "-c", program, str(store)]
        with subprocess.Popen(command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
            assert reader.stdout.readline().strip() == first
            Path(name).chmod(0o755)
            write_release(store, small_site("new"))
            said, _ = reader.communicate("go on\n")
        assert "the release was replaced while it was read; ask again" in said
