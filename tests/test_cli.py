"""The command line as people and scripts meet it: output, exit codes, errors in one line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from i18n_site.cli import cli
from i18n_site.config import Site
from support.sites import copy_site, translate, translate_all


def run(*words: str, site: Site | None = None, env: dict[str, str] | None = None, cwd: Path | None = None):
    command = [sys.executable, "-m", "i18n_site", *(["--site", str(site.root)] if site else []), *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env={**os.environ, **(env or {})}, cwd=cwd)


def test_status_prints_json_and_nothing_else_on_stdout(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    result = run("status", "--json", site=site)
    languages = json.loads(result.stdout)["languages"]
    assert (result.returncode, result.stderr) == (0, "")
    assert set(languages["fr"]) == {"percent", "translated", "fuzzy", "missing", "words", "sections"}
    assert set(languages["fr"]["sections"]) == {"data", "news", "pages", "protected", "site"}
    assert set(languages["fr"]["sections"]["news"]) == {"percent", "translated", "fuzzy", "missing", "words"}
    assert languages["fr"]["percent"] == 100.0


def test_status_prints_a_table_without_colour_where_none_is_wanted(tmp_path):
    result = run("status", site=copy_site(tmp_path), env={"NO_COLOR": "1"})
    assert result.returncode == 0
    assert re.search(r"^fr +data +0\.0", result.stdout, re.MULTILINE)
    assert "\x1b" not in result.stdout


def test_check_exits_1_when_something_would_change_and_0_when_nothing_would(tmp_path):
    site = copy_site(tmp_path)
    assert run("extract", "--check", site=site).returncode == 0
    assert run("update", "--check", site=site).returncode == 0
    (site.content / "news" / "first.md").write_text("# Another\n", encoding="utf-8")
    result = run("extract", "--check", site=site)
    assert (result.returncode, "news.pot: " in result.stderr) == (1, True)
    run("extract", site=site)
    assert run("update", "fr", "--check", site=site).returncode == 1
    assert run("update", site=site).returncode == 0
    assert run("update", "--check", site=site).returncode == 0


def test_update_prints_what_was_carried_and_what_was_patched(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    path = site.content / "news" / "second.md"
    text = path.read_text(encoding="utf-8").replace("and on, and on.", "and on, and on…").replace("about.md", "home.md")
    path.write_text(text, encoding="utf-8")
    run("extract", site=site)
    assert "fr news: 9 kept, 1 carried, 1 patched, 2 retired" in run("update", site=site).stderr


def test_update_takes_declarations_and_refuses_an_idle_one_in_one_line(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    place = "content/news/second.md:6"
    result = run("update", "--same-meaning", place, site=site)
    assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert result.stderr.startswith(f"i18n-site: {place}: no translation becomes current here: nothing has changed")
    path = site.content / "news" / "second.md"
    path.write_text(path.read_text(encoding="utf-8").replace("It goes on,", "It never goes on,"), encoding="utf-8")
    run("extract", site=site)
    result = run("update", "fr", "--same-meaning", place, "--check", site=site)
    assert (result.returncode, "1 carried" in result.stderr) == (1, True)
    result = run("update", "fr", "--same-meaning", place, site=site)
    assert (result.returncode, "1 carried" in result.stderr) == (0, True)


def test_compile_prints_what_it_refused_and_exits_1(tmp_path):
    site = copy_site(tmp_path)
    translate(site, "fr", "pages", {"We are {members} members.": "Nous."})
    result = run("compile", site=site)
    assert result.returncode == 1
    assert re.fullmatch(
        r"translations/fr/LC_MESSAGES/pages\.po:\d+: error placeholder the translation lacks \{members\}; .*\n", result.stdout
    )
    assert site.release_path.is_file(), "everything else ships"


def test_sync_does_all_three(tmp_path):
    site = copy_site(tmp_path)
    (site.content / "news" / "new.md").write_text("# New\n", encoding="utf-8")
    result = run("sync", site=site)
    assert result.returncode == 0
    assert "fr news:" in result.stderr
    assert 'msgid "New"' in site.catalogue_path("fr", "news").read_text(encoding="utf-8")
    assert site.release_path.is_file()


_READ = {"extract": "content/site.yaml content/news/first.md content/data/figures.yaml", "update": "content/site.yaml"}
_READ["update"] += " translations/fr/LC_MESSAGES/news.po"


@pytest.mark.parametrize("command", ["extract", "update", "compile", "sync", "status"])
@pytest.mark.parametrize(
    ("path", "data", "place"),
    [
        ("content/site.yaml", b"title: [\n", r"content/site\.yaml:\d+"),
        ("content/site.yaml", b"title: A\nlanguagse: {}\n", r"content/site\.yaml:2"),
        ("content/news/first.md", b"---\ntitle: [\n---\n", r"content/news/first\.md:\d+"),
        ("content/news/first.md", b"# A\n\xff\n", r"content/news/first\.md:2"),
        ("content/data/figures.yaml", b"records: &a [*a]\n", r"content/data/figures\.yaml:1"),
        ("translations/fr/LC_MESSAGES/news.po", b'msgid "a\nmsgstr ""\n', r"(translations/fr/LC_MESSAGES/news\.po):1"),
    ],
)
def test_broken_input_is_one_line_with_its_place_and_exit_code_2(tmp_path, command, path, data, place):
    site = copy_site(tmp_path)
    (site.root / path).write_bytes(data)
    before = {p: p.read_bytes() for p in site.translations.rglob("*.po*")}
    result = run(command, site=site)
    if path not in _READ.get(command, path):
        assert result.returncode == 0, f"{command} does not read {path}"
        return
    assert result.returncode == 2
    assert re.match(rf"i18n-site: .*{place}", result.stderr.splitlines()[-1])
    assert "Traceback" not in result.stderr
    if command != "sync":
        assert {p: p.read_bytes() for p in site.translations.rglob("*.po*")} == before


def test_a_folder_without_a_site_is_told_what_to_do(tmp_path):
    result = run("status", cwd=tmp_path)
    assert (result.returncode, "i18n-site init" in result.stderr) == (2, True)


def test_usage_errors_exit_2(tmp_path):
    site = copy_site(tmp_path)
    for words in (["frobnicate"], ["render", "news/first"], ["update", "zz"], ["render", "none/none", "--locale", "fr"]):
        result = run(*words, site=site)
        assert result.returncode == 2, words
        assert "Traceback" not in result.stderr


def test_the_site_comes_from_the_option_the_environment_or_the_folder(tmp_path):
    site = copy_site(tmp_path)
    for result in (run("extract", site=site), run("extract", env={"I18N_SITE": str(site.root)}), run("extract", cwd=site.root)):
        assert "news.pot: " in result.stderr


def test_render_prints_html_plain_html_or_markdown(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    assert run("render", "pages/home", "--locale", "en", "--plain", site=site).stdout == "<p>We are {members} members.</p>\n"
    assert run("render", "pages/home", "--locale", "fr", site=site).stdout == "<p>[fr] We are 1\u202f234 members.</p>\n"
    markdown = run("render", "content/pages/home.md", "--locale", "fr", "--markdown", site=site).stdout
    assert markdown == '---\ntitle: "[fr] Home"\n---\n[fr] We are {members} members.\n'


def test_the_body_of_a_protected_document_is_printed_only_as_what_its_file_holds(tmp_path):
    site = copy_site(tmp_path)
    result = run("render", "news/third", "--locale", "en", site=site)
    assert (result.returncode, "canary" in result.stdout + result.stderr) == (2, False)
    assert "canary" in run("render", "news/third", "--locale", "en", "--plain", site=site).stdout


def test_new_writes_a_draft_and_never_overwrites(tmp_path):
    site = copy_site(tmp_path)
    result = run("new", "news", "Élan: a {new} «start»", site=site)
    path = site.content / "news" / "elan-a-new-start.md"
    assert (result.returncode, result.stdout.strip()) == (0, str(path))
    assert path.read_text(encoding="utf-8").startswith('---\ntitle: "Élan: a {new} «start»"\ndraft: true\n---\n')
    assert run("new", "news", "Élan a new start", site=site).returncode == 2
    assert run("new", "../x", "A", site=site).returncode == 2
    assert run("new", "data", "A", site=site).returncode == 2
    assert run("new", "news", "***", site=site).returncode == 2


def test_init_makes_a_site_that_is_complete_at_once(tmp_path):
    folder = tmp_path / "my-site"
    result = run("init", str(folder), "-l", "fr", "-l", "pt_BR")
    assert (result.returncode, f"--site {folder} serve" in result.stdout) == (0, True)
    assert (folder / "build" / "site.sqlite3").is_file()
    assert (folder / "translations" / "pt_BR" / "LC_MESSAGES" / "news.po").is_file()
    for command in (["extract", "--check"], ["update", "--check"], ["compile"]):
        again = run("--site", str(folder), *command)
        assert (again.returncode, again.stdout) == (0, ""), command
    assert run("init", str(folder)).returncode == 2, "never over a site"
    assert run("init", str(tmp_path / "other"), "-l", "zz").returncode == 2
    assert not (tmp_path / "other").exists()


def test_the_same_commands_are_flasks(tmp_path):
    site = copy_site(tmp_path)
    command = [
        sys.executable,
        "-m",
        "flask",
        "--app",
        "i18n_site.web:create_app",
        "i18n",
        "--site",
        str(site.root),
        "status",
        "--json",
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "fr" in json.loads(result.stdout)["languages"], result.stderr


@pytest.mark.parametrize(("locale", "text"), [("en-XA", "Ŵé áŕé 1,234 ḿéḿƀéŕš."), ("ar_XB", "شه")])
def test_pseudo_locales_are_at_hand_in_every_site_and_have_no_catalogues(tmp_path, locale, text):
    site = copy_site(tmp_path)
    html = run("render", "pages/home", "--locale", locale, site=site).stdout
    assert text in html
    assert "{members}" not in html
    config = site.content / "site.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("  ar: {}\n", "  ar: {}\n  en-XA: {}\n"), encoding="utf-8")
    assert run("sync", site=site).returncode == 0
    assert not (site.translations / "en_XA").exists()
    assert "en-XA" not in run("status", "--json", site=site).stdout


def test_the_list_of_commands_says_of_each_in_a_whole_sentence_what_it_does():
    listed = run("--help").stdout.partition("Commands:\n")[2]
    assert listed.count("\n") == len(cli.commands)
    assert all(line.endswith(".") and not line.endswith("...") for line in listed.splitlines())


def test_ctrl_c_while_the_command_line_is_loading_ends_it_without_a_traceback():
    interrupted = """
import sys
from i18n_site.__main__ import main

class Impatient:
    def find_spec(self, name, *_):
        if name == "click":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Impatient())
main()
"""
    result = subprocess.run([sys.executable, "-c", interrupted], capture_output=True, text=True)
    assert (result.returncode, result.stdout, result.stderr) == (1, "", "Aborted!\n")
