"""`compile`: what the release holds, and that it is whole whatever happens."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from i18n_site.catalogue.mo import parse_mo
from i18n_site.config import Site, load_site
from i18n_site.errors import CatalogueSyntaxError, DocumentError
from i18n_site.model import Severity, State
from i18n_site.publish.release import open_release
from i18n_site.web import create_app
from i18n_site.workflow.compile import compile_for_editing, compile_site
from i18n_site.workflow.extract import extract
from i18n_site.workflow.sync import sync
from i18n_site.workflow.update import update
from support.sites import copy_site, edit_po, translate, translate_all

LONG_TEXT = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen."
LONG = os.environ.get("I18N_SITE_LONG") == "1"


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file with its bytes; SQLite's shared memory and lock files, which come and go, aside."""
    paths = (path for path in sorted(root.rglob("*")) if path.is_file() and not path.name.endswith(("-shm", "-wal", ".lock")))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def test_a_translated_document_is_published_in_its_language(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    report = compile_site(site)
    assert (report.errors, report.published["fr"], report.published["es"], report.documents) == ((), 5, 0, 5)
    with open_release(site.release_path) as release:
        page = release.page("fr", "news/second")
        assert (page.path, page.url, page.title.text) == ("fr-news/fr-second", "/fr/fr-news/fr-second/", "[fr] Second")
        assert page.languages == ("en", "fr")
        assert '<h2 id="the-end">[fr] The end</h2>' in page.html
        assert '<a href="/fr/fr-about/">About</a>' in page.html
        assert release.page_at("fr", "fr-about").document == "pages/about"
        assert release.text("fr", "sections.news.title").text == "[fr] News"


def test_what_is_not_translated_falls_back_with_its_language(tmp_path):
    site = copy_site(tmp_path)
    translate(site, "es", "pages", {"About": "Acerca", "Who we are.": "Quiénes somos."})
    compile_site(site)
    with open_release(site.release_path) as release:
        page = release.page("pt-BR", "pages/about")
        assert (page.published, page.shown, page.title.locale) == (False, "en", "en")
        assert '<a href="/pt-BR/news/second/#the-end" hreflang="en">' in page.html, "links keep the visitor's language"
    config = site.content / "site.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("es: {}", "es: {publish_at: 0.05}"), encoding="utf-8")
    compile_site(load_site(site.root))
    with open_release(site.release_path) as release:
        page = release.page("pt-BR", "pages/about")
        assert (page.shown, page.title.text) == ("es", "Acerca")
        assert '<span lang="en" dir="ltr" class="fallback" data-language="inglés">one thing</span>' in page.html
        assert page.fallback == 6


def test_figures_and_values_are_written_in_the_language_of_their_passage(tmp_path):
    site = copy_site(tmp_path)
    translate(site, "fr", "pages", {"Home": "Accueil", "We are {members} members.": "Nous sommes {members}."})
    compile_site(site)
    with open_release(site.release_path) as release:
        assert release.page("fr", "pages/home").html == "<p>Nous sommes 1\u202f234.</p>\n"
        assert release.page("en", "pages/home").html == "<p>We are 1,234 members.</p>\n"
        assert 'href="mailto:hello@mini.example">hello@mini.example</a>' in release.page("en", "pages/about").html
        assert release.figures("fr", ["share"])[0].text == "9,46\xa0%"


@pytest.mark.parametrize(
    ("msgstr", "check"),
    [
        ("```\nfence", "structure"),
        ("un\n\ndeux", "structure"),
        ("Nous <script>x</script> {members}", "html"),
        ("Nous.", "placeholder"),
    ],
)
def test_a_bad_translation_costs_its_own_passage_and_is_reported_with_its_line(tmp_path, msgstr, check):
    site = copy_site(tmp_path)
    (site.content / "pages" / "home.md").write_text(
        f"---\ntitle: Home\n---\n{LONG_TEXT}\n\nWe are {{members}} members.\n", encoding="utf-8"
    )
    extract(site)
    update(site)
    translate_all(site, "fr")
    translate(site, "fr", "pages", {"We are {members} members.": msgstr})
    report = compile_site(site)
    finding = report.errors[0]
    lines = site.catalogue_path("fr", "pages").read_text(encoding="utf-8").splitlines()
    assert (finding.check, finding.path) == (check, "translations/fr/LC_MESSAGES/pages.po")
    assert lines[finding.line - 1].startswith('msgid "We are')
    with open_release(site.release_path) as release:
        page = release.page("fr", "pages/home")
        assert page.published
        assert f"<p>[fr] {LONG_TEXT}</p>" in page.html
        assert '<p lang="en" dir="ltr" class="fallback" data-language="anglais">We are 1,234 members.</p>' in page.html
        assert release.page("fr", "pages/about").fallback == 0


def test_a_translation_that_merely_begins_like_a_list_is_shown_as_text(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    translate(site, "fr", "news", {"It begins here.": "1990. gada sākums"})
    assert compile_site(site).errors == ()
    with open_release(site.release_path) as release:
        assert "<p>1990. gada sākums</p>" in release.page("fr", "news/first").html


def test_a_fuzzy_message_of_which_nobody_knows_what_changed_falls_back_but_a_fuzzy_slug_stays_in_use(tmp_path):
    site = copy_site(tmp_path)
    translate(site, "fr", "pages", {"Home": "Accueil", "We are {members} members.": "Nous {members}."}, fuzzy=True)
    translate(site, "fr", "pages", {"about": "a-propos"}, fuzzy=True)
    compile_site(site)
    with open_release(site.release_path) as release:
        assert release.page("fr", "pages/home").shown == "en"
        assert release.page("fr", "pages/about").path == "a-propos"


def test_no_word_of_a_protected_body_is_in_the_release(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    compile_site(site)
    for path in (path for path in site.build.rglob("*") if path.is_file()):
        assert (b"canary" in path.read_bytes()) == path.name.startswith("protected.sqlite3")
    with open_release(site.release_path) as release:
        page = release.page("fr", "news/third")
        assert (page.title.text, page.html, page.summary, page.protected) == ("[fr] A secret", "", None, True)


def test_protection_without_a_password_guards_all_the_same(tmp_path):
    site = copy_site(tmp_path)
    (site.content / "news" / "fifth.md").write_text("---\ntitle: T\nprotected:\n---\nA second canary.\n", encoding="utf-8")
    compile_site(site)
    assert b"second canary" not in site.release_path.read_bytes()


def test_drafts_are_in_the_release_of_serve_alone(tmp_path):
    site = copy_site(tmp_path)
    compile_site(site)
    with open_release(site.release_path) as release:
        assert "news/fourth" not in release.documents()
    compile_for_editing(site, tmp_path / "serve.sqlite3")
    with open_release(tmp_path / "serve.sqlite3") as release:
        assert "news/fourth" in release.documents()


def test_data_is_a_table_below_its_page_and_files_have_language_variants(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    compile_site(site)
    with open_release(site.release_path) as release:
        (table,) = release.tables("fr", "pages/about")
        assert table.caption.text == "[fr] People"
        name, role, country = table.rows[0]
        assert (name, role.text, country) == ("Sample person", "[fr] Chair", "IT")
        assert '<a href="/files/report.fr.txt" hreflang="fr">' in release.page("fr", "pages/about").html
        assert '<a href="/files/report.txt">' in release.page("en", "pages/about").html
        assert release.page("fr", "pages/about").image.src == "/files/mark.svg"
        assert release.file("files/report.fr.txt").language == "fr"


def test_a_link_that_leads_nowhere_is_reported_with_its_line(tmp_path):
    site = copy_site(tmp_path)
    (site.content / "news" / "fifth.md").write_text("# A\n\n[x](gone.md) [y](first.md#none) [z](first.md)\n", encoding="utf-8")
    findings = [f for f in compile_site(site).findings if f.check == "broken-link"]
    assert [(f.path, f.line, f.severity) for f in findings] == [("content/news/fifth.md", 3, Severity.WARNING)] * 2


def test_the_compiled_catalogues_hold_what_is_current(tmp_path):
    site = copy_site(tmp_path)
    translate(site, "fr", "news", {"It begins here.": "Ça commence."})
    translate(site, "fr", "news", {"First": "Premier"}, fuzzy=True)
    compile_site(site)
    path = site.catalogue_path("fr", "news").with_suffix(".mo")
    assert [m.key.msgid for m in parse_mo(path.read_bytes(), path=str(path)).messages] == ["It begins here."]


def test_check_reports_and_writes_nothing(tmp_path):
    site = copy_site(tmp_path)
    translate(site, "fr", "pages", {"We are {members} members.": "Nous."})
    before = snapshot(site.root)
    assert len(compile_site(site, check=True).errors) == 1
    assert snapshot(site.root) == before


def test_syncing_twice_changes_no_byte(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    sync(site)
    before = snapshot(site.root)
    sync(site)
    assert snapshot(site.root) == before


def test_the_order_in_which_files_were_made_changes_no_byte(tmp_path):
    releases = []
    for number in range(2):
        site = copy_site(tmp_path / str(number))
        extra = [("x.md", "# X\n"), ("a.md", "# A\n"), ("m.md", "# M\n")]
        for name, text in extra if number else reversed(extra):
            (site.content / "news" / name).write_text(text, encoding="utf-8")
        extract(site)
        update(site)
        compile_site(site)
        releases.append((site.release_path.read_bytes(), site.catalogue_path("fr", "news").read_bytes()[400:]))
    assert releases[0] == releases[1]


def test_a_broken_source_leaves_the_old_release_as_it_was(tmp_path):
    site = copy_site(tmp_path)
    compile_site(site)
    before = site.release_path.read_bytes()
    path = site.catalogue_path("fr", "news")
    good = path.read_bytes()
    path.write_bytes(good + b'\nmsgid "unclosed\n')
    with pytest.raises(CatalogueSyntaxError, match=r"translations/fr/LC_MESSAGES/news.po:\d+"):
        compile_site(site)
    path.write_bytes(good)
    (site.content / "news" / "bad.md").write_bytes(b"# A\n\n\xff\n")
    with pytest.raises(DocumentError, match=r"content/news/bad\.md:3"):
        compile_site(site)
    assert site.release_path.read_bytes() == before


def test_killing_compile_at_any_moment_leaves_a_release_that_serves(tmp_path):
    site = copy_site(tmp_path)
    compile_site(site)
    command = [sys.executable, "-m", "i18n_site", "--site", str(site.root), "compile"]
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    took = time.monotonic() - began
    chance = random.Random(2)  # moments, not secrets
    for number in range(200 if LONG else 12):
        edit_po(site, "fr", "pages", lambda m, n=number: m.__class__(m.key, msgstr=(f"v{n}",)) if m.key.msgid == "Home" else m)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(took / 3, took))
        process.send_signal(signal.SIGKILL)
        process.wait()
        with open_release(site.release_path) as release:
            assert release.is_sound()
            assert release.page("en", "pages/home").html
            assert len(release.documents()) == 5
    compile_site(site)
    with open_release(site.release_path) as release:
        assert release.page("en", "pages/home").title.state is State.SOURCE


def test_any_folder_of_markdown_becomes_a_site(tmp_path):
    content = tmp_path / "content"
    for name, text in {
        "README.md": "# The handbook\n\nSee [the guide](guide/install.md) and [the guide](guide/).\n",
        "guide/index.md": "# Guide\n\nAll of it.\n",
        "guide/install.md": "# Install\n\n![shot](img/shot.svg)\n\n[Home](../README.md)\n",
        "guide/deep/er/page.md": "No heading here.\n",
        "guide/img/shot.svg": "<svg/>",
        "notes.md": "---\n\nA rule opens me.\n",
    }.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    site = load_site(tmp_path)
    report = sync(site).compiled
    assert report.findings == ()
    with open_release(site.release_path) as release:
        assert set(release.documents()) == {"pages/", "pages/notes", "guide/", "guide/install", "guide/deep/er/page"}
        assert release.page_at("en", "").title.text == "The handbook"
        assert '<a href="/en/guide/install/">' in release.page("en", "pages/").html
        assert '<img src="/files/guide/img/shot.svg"' in release.page("en", "guide/install").html
        assert release.file("guide/img/shot.svg")
        assert release.page("en", "guide/deep/er/page").title.text == "Page"
    client = create_app(tmp_path).test_client()
    assert client.get("/files/guide/img/shot.svg", buffered=True).data == b"<svg/>"
    assert client.get("/files/README.md").status_code == 404


def put(site: Site, name: str, text: str | bytes) -> None:
    path = site.content / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize(
    "text",
    [
        *["", "\ufeff", "---\ntitle: x\n---", "\0", "one\0 `two`\n", "# T\r\rbody\r- a\r", "---\n---\n"],
        *["---\ntitle: [a, b]\ntags: {a: b}\nimage: [x]\nevent: 2017\ni18n: no\n---\nx\n"],
        *["---\ni18n: {publish_at: abc, fields: 5}\n---\nx\n", "---\ndate: 2017-W39-6\nslug: ../../x\n---\nx\n"],
    ],
)
def test_odd_documents_are_pages_all_the_same(tmp_path, text):
    site = copy_site(tmp_path)
    put(site, "pages/odd.md", text)
    report = sync(site).compiled
    assert report.documents == 6


def test_a_page_that_opens_with_code_has_no_introduction(tmp_path):
    site = copy_site(tmp_path)
    put(site, "pages/odd.md", "---\ntitle: Odd\n---\n    code\n\nText.\n")
    compile_site(site)
    with open_release(site.release_path) as release:
        assert release.page("en", "pages/odd").html.startswith("<pre>")
        assert not release.page("en", "pages/odd").intro


def test_a_title_taken_from_the_files_name_is_in_the_source_language(tmp_path):
    site = copy_site(tmp_path)
    put(site, "pages/odd-name.md", "Text.\n")
    sync(site)
    translate(site, "fr", "pages", {"Text.": "Texte."})
    compile_site(site)
    with open_release(site.release_path) as release:
        title = release.page("fr", "pages/odd-name").title
        assert (title.text, title.locale, title.state) == ("Odd name", "en", State.FALLBACK)
        assert release.page("en", "pages/odd-name").title.state is State.SOURCE


def test_no_two_headings_footnotes_and_anchors_of_a_page_share_an_id(tmp_path):
    site = copy_site(tmp_path)
    put(site, "pages/odd.md", "---\ntitle: Odd\n---\n## A {#b}\n\n## B\n\n## Note\n\nx[^note]\n\n[^note]: y\n")
    compile_site(site)
    with open_release(site.release_path) as release:
        ids = re.findall(r' id="([^"]*)"', release.page("en", "pages/odd").html)
        assert ids == ["b", "b-1", "note-1", "fnref:note", "note"]


def test_links_in_content_that_lead_in_a_circle_are_not_followed(tmp_path):
    site = copy_site(tmp_path)
    for folder in ("pages", "news", "files"):
        (site.content / folder / "circle").symlink_to("..")
    assert compile_site(site).documents == 5


@pytest.mark.parametrize("name", [b"pages/caf\xe9.md", b"files/caf\xe9.pdf", b"caf\xe9/a.md", b"data/caf\xe9.yaml"])
def test_a_name_that_is_no_utf8_is_refused_with_its_place(tmp_path, name):
    site = copy_site(tmp_path)
    path = Path(os.fsdecode(os.fsencode(site.content) + b"/" + name))
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    except (OSError, UnicodeError):
        pytest.skip("this file system has names in UTF-8 only")
    with pytest.raises(DocumentError, match=r"caf\\xe9.*rename the file"):
        compile_site(site)


def test_data_files_of_one_name_are_told_apart_and_the_first_figures_count(tmp_path):
    site = copy_site(tmp_path)
    put(site, "data/sub/people.yaml", "page: pages/about\nrecords:\n  - {name: x}\n")
    put(site, "data/sub/figures.yaml", "records:\n  members: {value: 7}\n")
    report = compile_site(site)
    said = [(f.path, f.message.rpartition(" ")[2]) for f in report.findings if f.check == "data"]
    assert said == [("content/data/sub/figures.yaml", "'figures-2'"), ("content/data/sub/people.yaml", "'people-2'")]
    with open_release(site.release_path) as release:
        assert sorted(table.name for table in release.tables("en", "pages/about")) == ["people", "people-2"]


def test_a_column_may_show_a_field_within_a_field(tmp_path):
    site = copy_site(tmp_path)
    put(
        site, "data/places.yaml", "page: pages/about\ncolumns: [{field: seat.city}]\nrecords: [{seat: {city: Rome}}, {seat: x}]\n"
    )
    compile_site(site)
    with open_release(site.release_path) as release:
        (table,) = [table for table in release.tables("en", "pages/about") if table.name == "places"]
        assert table.rows == (("Rome",), (None,))


def test_a_translation_of_blanks_is_none(tmp_path):
    site = copy_site(tmp_path)
    translate(site, "fr", "pages", {"About": "  "})
    report = compile_site(site)
    assert not report.errors
    with open_release(site.release_path) as release:
        assert release.page("fr", "pages/about").title.text == "About"
