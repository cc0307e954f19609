"""`merge-driver` as git calls it: real repositories, real merges and rebases."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from i18n_site.catalogue.po import parse_po, read_po
from i18n_site.catalogue.three_way import merge_three
from i18n_site.cli import cli
from i18n_site.errors import CatalogueSyntaxError
from i18n_site.model import MessageState
from i18n_site.workflow.extract import extract
from i18n_site.workflow.merge_driver import merge_files
from i18n_site.workflow.update import update
from support.sites import copy_site, translate, translate_all

NEWS = "translations/fr/LC_MESSAGES/news.po"
ATTRIBUTES = "*.po merge=i18n-site\n*.pot merge=i18n-site\ntranslations/former-slugs.yaml merge=union\n"
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


class Repository:
    """A git repository over a folder, its catalogues merged by this checkout's driver."""

    def __init__(self, folder: Path, driver: str = "%O %A %B %P") -> None:
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.name", "A translator")
        self.git("config", "user.email", "translator@example.org")
        self.git("config", "commit.gpgSign", "false")
        self.git("config", "merge.i18n-site.driver", f"{shlex.quote(sys.executable)} -m i18n_site merge-driver {driver}")
        (folder / ".gitattributes").write_text(ATTRIBUTES, encoding="utf-8")
        (folder / ".gitignore").write_text("build/\n", encoding="utf-8")
        self.commit()

    def git(self, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": "true"}
        command = ["git", *words]
        result = subprocess.run(
            command, cwd=self.folder, env=os.environ | nobody, capture_output=True, encoding="utf-8", check=False
        )
        assert result.returncode == code, (result.stdout, result.stderr)
        return result

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=work", "--allow-empty")

    def branch(self, name: str, start: str = "main") -> None:
        self.git("checkout", "--quiet", "-b", name, start)


@pytest.fixture
def site(tmp_path):
    made = copy_site(tmp_path)
    translate(made, "fr", "news", {"It begins here.": "Ça commence ici."})
    return made


def texts(path: Path) -> dict[str, tuple[str, ...]]:
    return {message.key.msgid: message.msgstr for message in read_po(path).messages if any(message.msgstr)}


@needs_git
def test_translations_of_different_messages_merge_though_they_are_neighbours(site):
    repository, path = Repository(site.root), site.root / NEWS
    repository.branch("other")
    translate(site, "fr", "news", {"First": "Premier", "The first one.": "Le premier."})
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    translate(site, "fr", "news", {"Second": "Deuxième", "The end": "La fin"})
    translate(site, "fr", "news", {"Reports": "Rapports"})
    repository.commit()
    repository.git("merge", "--quiet", "other")
    assert texts(path) == {
        "It begins here.": ("Ça commence ici.",),
        "First": ("Premier",),
        "The first one.": ("Le premier.",),
        "Second": ("Deuxième",),
        "The end": ("La fin",),
        "Reports": ("Rapports",),
    }
    before = path.read_bytes()
    assert not any(result.changed for result in update(site))
    assert path.read_bytes() == before


@needs_git
def test_the_same_translation_on_both_sides_is_no_conflict(site):
    repository, path = Repository(site.root), site.root / NEWS
    repository.branch("other")
    translate(site, "fr", "news", {"First": "Premier", "Second": "Deuxième"})
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    translate(site, "fr", "news", {"First": "Premier"})
    repository.commit()
    repository.git("merge", "--quiet", "other")
    assert (texts(path)["First"], texts(path)["Second"]) == (("Premier",), ("Deuxième",))
    assert b"fuzzy" not in path.read_bytes()


@needs_git
def test_a_true_conflict_merges_into_a_fuzzy_entry_and_is_told(site):
    repository, path = Repository(site.root), site.root / NEWS
    repository.branch("other")
    translate(site, "fr", "news", {"First": "Premier"})
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    translate(site, "fr", "news", {"First": "D'abord"})
    repository.commit()
    result = repository.git("merge", "other")
    assert f"{NEWS}: two translations of 'First': fuzzy now, both are in its comment" in result.stderr
    assert repository.git("status", "--porcelain").stdout == ""
    (message,) = (message for message in read_po(path).messages if message.key.msgid == "First")
    assert (message.msgstr, message.fuzzy) == (("D'abord",), True)
    assert message.translator_comments == ('i18n-site: conflict between "D\'abord" and "Premier"',)
    assert b"<<<<<<<" not in path.read_bytes()
    assert not any(result.changed for result in update(site))


@needs_git
def test_an_update_on_one_side_and_a_translation_on_the_other_go_together(site):
    repository, path = Repository(site.root), site.root / NEWS
    repository.branch("translator")
    translate(site, "fr", "news", {"It begins here.": "Cela commence ici.", "Second": "Deuxième", "The end": "La fin"})
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    source = site.content / "news" / "second.md"
    source.write_text(source.read_text(encoding="utf-8").replace("## The end", "## The last word"), encoding="utf-8")
    first = site.content / "news" / "first.md"
    first.write_text(first.read_text(encoding="utf-8").replace("It begins here.", "Quite another thing."), encoding="utf-8")
    extract(site)
    update(site)
    repository.commit()
    repository.git("merge", "--quiet", "translator")
    found = {message.key.msgid: message for message in read_po(path).messages}
    assert found["Second"].msgstr == ("Deuxième",)
    for msgid, text in (("It begins here.", "Cela commence ici."), ("The end", "La fin")):
        assert (found[msgid].state, found[msgid].msgstr) == (MessageState.OBSOLETE, (text,))
    update(site)
    assert not any(result.changed for result in update(site))
    assert {"Deuxième", "La fin"} <= {text for message in read_po(path).messages for text in message.msgstr}


@needs_git
def test_templates_that_grew_on_both_sides_merge_into_what_extract_writes(site):
    repository = Repository(site.root)
    repository.branch("other")
    (site.content / "news" / "ninth.md").write_text("# Ninth\n\nNine.\n", encoding="utf-8")
    extract(site)
    update(site)
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    (site.content / "news" / "eighth.md").write_text("# Eighth\n\nEight.\n", encoding="utf-8")
    extract(site)
    update(site)
    repository.commit()
    repository.git("merge", "--quiet", "other")
    merged = {message.key for message in read_po(site.template_path("news")).messages}
    extract(site)
    assert merged == {message.key for message in read_po(site.template_path("news")).messages}
    assert {"Ninth", "Eight."} <= {key.msgid for key in merged}


@needs_git
def test_a_rebase_carries_every_commit_over(site):
    repository, path = Repository(site.root), site.root / NEWS
    repository.branch("other")
    for msgid, text in (("First", "Premier"), ("Second", "Deuxième"), ("The end", "Fin")):
        translate(site, "fr", "news", {msgid: text})
        repository.commit()
    repository.git("checkout", "--quiet", "main")
    translate(site, "fr", "news", {"The first one.": "Le premier.", "The end": "La fin"})
    repository.commit()
    repository.git("checkout", "--quiet", "other")
    repository.git("rebase", "--quiet", "main")
    assert texts(path)["First"] == ("Premier",)
    assert texts(path)["Second"] == ("Deuxième",)
    assert texts(path)["The first one."] == ("Le premier.",)
    (message,) = (message for message in read_po(path).messages if message.key.msgid == "The end")
    assert message.fuzzy
    assert message.translator_comments == ('i18n-site: conflict between "La fin" and "Fin"',)


@needs_git
def test_a_stash_a_cherry_pick_and_a_revert_go_message_by_message(site):
    repository, path = Repository(site.root), site.root / NEWS
    translate(site, "fr", "news", {"First": "Premier"})
    repository.git("stash", "--quiet")
    translate(site, "fr", "news", {"Second": "Deuxième"})
    repository.commit()
    repository.git("stash", "pop", "--quiet")
    repository.commit()
    repository.branch("other", "HEAD~2")
    translate(site, "fr", "news", {"The end": "La fin"})
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    repository.git("cherry-pick", "other")
    assert {("Premier",), ("Deuxième",), ("La fin",)} <= {*texts(path).values()}
    repository.git("revert", "--no-edit", "HEAD~2")
    assert "Second" not in texts(path)
    assert {("Premier",), ("La fin",)} <= {*texts(path).values()}


@needs_git
@pytest.mark.skipif(shutil.which("msgcat") is None, reason="gettext is not installed")
@pytest.mark.parametrize("layout", ["--no-wrap", "--width=40", "--sort-output", "--to-code=ISO-8859-15"])
def test_a_side_that_another_tool_laid_out_anew_merges(site, layout):
    repository, path = Repository(site.root), site.root / NEWS
    repository.branch("other")
    subprocess.run(["msgcat", layout, "--output-file", path, path], check=True)
    translate(site, "fr", "news", {"First": "Début d'été"})
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    translate(site, "fr", "news", {"Second": "L’autre"})
    repository.commit()
    repository.git("merge", "--quiet", "other")
    assert {("Début d'été",), ("L’autre",), ("Ça commence ici.",)} <= {*texts(path).values()}
    subprocess.run(["msgfmt", "--check", "--output-file", os.devnull, path], check=True)


@needs_git
def test_git_merges_several_branches_at_once_by_lines_and_tells_of_a_conflict(site):
    repository, path = Repository(site.root), site.root / NEWS
    for name, text in (("one", "Premier"), ("two", "D'abord")):
        repository.branch(name)
        translate(site, "fr", "news", {"First": text})
        repository.commit()
    repository.branch("three")
    translate(site, "fr", "news", {"The end": "La fin"})
    repository.commit()
    repository.git("merge", "one", "two", code=1)
    repository.git("merge", "--abort")
    repository.git("merge", "--quiet", "one")
    repository.git("merge", "--quiet", "two")
    found = {message.key.msgid: message for message in read_po(path).messages}
    assert found["First"].fuzzy
    assert found["The end"].msgstr == ("La fin",)


@needs_git
def test_a_criss_cross_history_merges(site):
    repository, path = Repository(site.root), site.root / NEWS
    repository.branch("other")
    translate(site, "fr", "news", {"First": "Premier", "Second": "Deuxième"})
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    translate(site, "fr", "news", {"First": "D'abord", "The end": "La fin"})
    repository.commit()
    repository.git("branch", "crossing")
    repository.git("merge", "--quiet", "other")
    translate(site, "fr", "news", {"First": "D'abord"})
    repository.commit()
    repository.git("checkout", "--quiet", "other")
    repository.git("merge", "--quiet", "crossing")
    translate(site, "fr", "news", {"The first one.": "Le premier."})
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "other")
    found = {message.key.msgid: message for message in read_po(path).messages}
    assert (found["First"].msgstr, found["First"].fuzzy) == (("D'abord",), False)
    assert {"Deuxième", "La fin", "Le premier."} <= {text for message in found.values() for text in message.msgstr}


@needs_git
def test_a_file_that_both_sides_add_is_merged_without_a_base(site):
    repository, path = Repository(site.root, "%O %A %B"), site.root / "translations/fr/LC_MESSAGES/other.po"
    catalogue = site.catalogue_path("fr", "pages").read_bytes()
    repository.branch("other")
    path.write_bytes(catalogue.replace(b'msgid "Home"\nmsgstr ""', b'msgid "Home"\nmsgstr "Accueil"'))
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    path.write_bytes(catalogue.replace(b'msgid "one thing"\nmsgstr ""', b'msgid "one thing"\nmsgstr "une chose"'))
    repository.commit()
    repository.git("merge", "--quiet", "other")
    assert texts(path) == {"Home": ("Accueil",), "one thing": ("une chose",)}
    assert len(read_po(path).messages) == len(parse_po(catalogue, path="").messages)


@needs_git
def test_a_catalogue_that_cannot_be_read_is_left_to_a_person(site):
    repository, path = Repository(site.root), site.root / NEWS
    repository.branch("other")
    path.write_bytes(path.read_bytes() + b'\nmsgid "open\nmsgstr ""\n')
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    translate(site, "fr", "news", {"First": "Premier"})
    ours = path.read_bytes()
    repository.commit()
    result = repository.git("merge", "other", code=1)
    assert f"i18n-site: {NEWS} (theirs):" in result.stderr
    assert repository.git("status", "--porcelain").stdout == f"UU {NEWS}\n"
    assert path.read_bytes() == ours
    assert list(site.root.rglob("*.tmp")) == []


@needs_git
def test_without_the_driver_git_merges_lines_as_ever(site):
    repository, path = Repository(site.root), site.root / NEWS
    repository.git("config", "--unset", "merge.i18n-site.driver")
    repository.branch("other")
    translate(site, "fr", "news", {"First": "Premier"})
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    translate(site, "fr", "news", {"The end": "La fin"})
    repository.commit()
    repository.git("merge", "--quiet", "other")
    assert (texts(path)["First"], texts(path)["The end"]) == (("Premier",), ("La fin",))


@pytest.mark.parametrize("broken", [0, 1, 2])
def test_a_version_that_cannot_be_read_leaves_the_files_as_they_were(tmp_path, broken):
    paths = [tmp_path / name for name in ("base", "ours", "theirs")]
    for number, path in enumerate(paths):
        path.write_text('msgid "a"\nmsgstr ""\n' if number != broken else '<<<<<<< HEAD\nmsgid "a"\n', encoding="utf-8")
    before = [path.read_bytes() for path in paths]
    with pytest.raises(CatalogueSyntaxError, match=r"fr\.po \((base|ours|theirs)\):1:1: .*conflict marker"):
        merge_files(*paths, shown="fr.po")
    assert [path.read_bytes() for path in paths] == before


def test_a_merge_keeps_the_mode_of_the_file(tmp_path):
    base, ours, theirs = (tmp_path / name for name in ("base", "ours", "theirs"))
    base.write_bytes(b"")
    ours.write_text('msgid "a"\nmsgstr ""\n', encoding="utf-8")
    theirs.write_text('msgid "b"\nmsgstr "c"\n', encoding="utf-8")
    ours.chmod(0o640)
    report = merge_files(base, ours, theirs)
    assert [key.msgid for key in report.added] == ["b"]
    assert texts(ours) == {"b": ("c",)}
    assert ours.stat().st_mode & 0o777 == 0o640


def test_a_file_of_ten_thousand_messages_merges_in_seconds():
    def version(change: dict[int, str]):
        entries = "".join(f'\nmsgid "Message {n}"\nmsgstr "{change.get(n, "")}"\n' for n in range(10_000))
        return parse_po(('msgid ""\nmsgstr "Language: fr\\n"\n' + entries).encode(), path="fr.po")

    evens, odds = ({n: f"texte {n}" for n in range(start, 10_000, 2)} for start in (0, 1))
    merged, report = merge_three(version({}), version(evens), version(odds))
    assert all(message.translated for message in merged.messages)
    assert len(report.taken) == 5_000


@pytest.mark.parametrize("place", [Path(".gitattributes"), None])
def test_the_attributes_of_this_repository_and_of_a_new_site_name_the_driver(tmp_path, place):
    if place is None:
        place = tmp_path / "site" / ".gitattributes"
        cli.main(["init", str(place.parent), "-l", "fr"], standalone_mode=False)
    else:
        place = Path(__file__).parents[2] / place
    lines = place.read_text(encoding="utf-8").splitlines()
    for pattern in ("*.po", "*.pot"):
        (line,) = (line.split() for line in lines if line.split()[:1] == [pattern])
        assert "merge=i18n-site" in line


def test_every_catalogue_of_a_site_survives_a_merge_of_two_translators(site, tmp_path):
    base = {path: path.read_bytes() for path in site.translations.rglob("fr/**/*.po")}
    translate_all(site, "fr", "news", "pages")
    ours = {path: path.read_bytes() for path in base}
    for path, data in base.items():
        path.write_bytes(data)
    translate_all(site, "fr", "data", "site", "protected")
    for path in base:
        versions = [tmp_path / name for name in ("base", "ours", "theirs")]
        for version, data in zip(versions, (base[path], ours[path], path.read_bytes()), strict=True):
            version.write_bytes(data)
        merge_files(*versions)
        path.write_bytes(versions[1].read_bytes())
        untranslated = [m for m in read_po(path).messages if m.state is MessageState.UNTRANSLATED]
        assert path.stem == "messages" or untranslated == []
