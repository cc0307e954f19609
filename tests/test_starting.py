"""What a command loads before it does anything: not what only other commands, or other sites, have a use for.

No time is measured; each of the modules that are named here takes milliseconds to load.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from i18n_site.config import load_site
from i18n_site.workflow.extract import extract
from i18n_site.workflow.update import update

RUN = """
import sys
from i18n_site.cli import cli
try:
    cli(sys.argv[1:])
except SystemExit as end:
    print(end.code, *sorted(sys.modules), file=sys.__stderr__)
"""
OTHER_FORMATS = {
    "i18n_site.formats.jsx",
    "i18n_site.formats.mdx",
    "i18n_site.formats.pseudo",
    "i18n_site.formats.sentences",
    "i18n_site.formats.svg",
    "i18n_site.json_positions",
    "i18n_site.publish.drawings",
    "i18n_site.toml_positions",
}
"""What is read where a site has such files, or such a language."""
NEW_TEXTS = {"i18n_site.catalogue.predecessors", "i18n_site.memory.similarity", "rapidfuzz"}
"""What compares a text with others."""
WRITING = {"concurrent.futures", "ctypes", "filelock", "secrets"}
"""What it takes to replace files: to lock them, and to wait for the disk."""
ELSEWHERE = {"babel.messages", "flask", "i18n_site.web", "logging", "multiprocessing", "rich", "sqlite3"}
NOT_LOADED = {
    "--help": {"babel", "i18n_site.config", "i18n_site.model", "i18n_site.workflow.unchanged", "json", "msgspec", "yaml"},
    "merge-driver": {"babel", "i18n_site.config", "i18n_site.formats", "i18n_site.workflow.unchanged", "msgspec", "yaml"},
    "extract": {"html.parser", "i18n_site.words", "nh3"},
    "update": {"html.parser", "nh3"},
    "localise": {"html.parser", "nh3"},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A site of Markdown with nothing out of the way, extracted and updated."""
    root = tmp_path_factory.mktemp("plain")
    (root / "content" / "pages").mkdir(parents=True)
    (root / "content" / "site.yaml").write_text("title: Plain\nlanguages:\n  en: {}\n  fr: {}\n", encoding="utf-8")
    text = (
        "---\ntitle: About\ntags: [one]\n---\n\n# About\n\nA *text* with a [link](https://x.example/) & <b>HTML</b>.\n\n- Item\n"
    )
    (root / "content" / "pages" / "about.md").write_text(text, encoding="utf-8")
    extract(load_site(root))
    update(load_site(root))
    return root


def loaded(*words: str) -> set[str]:
    """The modules that are loaded once a command has run, by itself."""
    run = subprocess.run([sys.executable, "-c", RUN, *words], capture_output=True, text=True, encoding="utf-8", check=False)
    code, *modules = run.stderr.splitlines()[-1].split()
    assert code in ("0", "None"), run.stderr
    return set(modules)


def words_of(command: str, site: Path, out: Path) -> list[str]:
    if command == "--help":
        return [command]
    if command == "merge-driver":
        catalogue = (site / "translations" / "fr" / "LC_MESSAGES" / "pages.po").read_bytes()
        for name in ("base", "ours", "theirs"):
            (out / name).write_bytes(catalogue)
        return [command, *(str(out / name) for name in ("base", "ours", "theirs"))]
    return ["--site", str(site), command, *([str(out / "tree"), "-L", "fr"] if command == "localise" else [])]


@pytest.mark.parametrize("command", NOT_LOADED)
def test_a_command_loads_nothing_that_a_plain_site_has_no_use_for(command, site, tmp_path):
    unused = NOT_LOADED[command] | OTHER_FORMATS | NEW_TEXTS | WRITING | ELSEWHERE
    if command == "localise":  # escapes what begins HTML, of MDX or not
        unused -= {"i18n_site.formats.jsx", "i18n_site.formats.mdx"}
    shutil.rmtree(site / "build", ignore_errors=True)  # with what earlier commands remember
    found = loaded(*words_of(command, site, tmp_path))
    assert "click" in found
    assert found & unused == set()


@pytest.mark.parametrize("name", sorted(set().union(OTHER_FORMATS, NEW_TEXTS, WRITING, ELSEWHERE, *NOT_LOADED.values())))
def test_what_is_not_loaded_is_there_to_be_loaded(name):
    assert find_spec(name) is not None


def test_what_a_site_has_is_loaded_for_it(site, tmp_path):
    content = tmp_path / "content"
    (content / "pages").mkdir(parents=True)
    (content / "site.yaml").write_text(
        "title: More\nlanguages:\n  en: {}\n  en-XA: {}\nmarkdown: {mdx: [.mdx]}\n", encoding="utf-8"
    )
    (content / "chart.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><title>Members</title></svg>', encoding="utf-8")
    (content / "pages" / "a.mdx").write_text("+++\ntitle = 'A'\n+++\n\n<Note>Text</Note>\n", encoding="utf-8")
    (content / "pages" / "b.md").write_text("<!-- i18n: split -->\nOne sentence. Another.\n", encoding="utf-8")
    found = loaded("--site", str(tmp_path), "localise", str(tmp_path / "out"), "-L", "en-XA")
    assert found >= OTHER_FORMATS - {"i18n_site.json_positions"}
