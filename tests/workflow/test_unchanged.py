"""A command that finds everything as it left it says what a full run would say, and anything else makes it run in full."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time

import pytest

from i18n_site.files import write_atomically
from i18n_site.workflow.outcome import Outcome, Run
from i18n_site.workflow.unchanged import Scope, remembered
from support.sites import copy_site, translate_all

COMMANDS = {
    "extract": ["extract"],
    "update": ["update"],
    "compile": ["compile"],
    "sync": ["sync"],
    "localise": ["localise", "out", "-L", "fr", "--layout", "hugo-files"],
}


def run(site, *words):
    command = [sys.executable, "-m", "i18n_site", "--site", str(site.root), *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd=site.root)
    return done.returncode, done.stdout, done.stderr


def age(root):
    """Make all files a minute old, as those of a site are that nobody is just writing."""
    for path in root.rglob("*"):
        if path.is_file():
            os.utime(path, (time.time() - 60, time.time() - 60))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_run_that_finds_nothing_changed_says_what_a_full_run_would_say(tmp_path, name):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    path = site.content / "news" / "second.md"
    path.write_text(path.read_text().replace("and on, and on.", "and on, and on, for ever.") + "\nA passage more.\n")
    age(site.root)
    first = run(site, *COMMANDS[name])
    records = list((site.root / "build" / "cache" / "commands").iterdir())
    known = run(site, *COMMANDS[name])
    assert len(records) == 1, first
    times = {path: path.stat().st_mtime_ns for path in site.root.rglob("*")}
    assert run(site, *COMMANDS[name]) == known
    assert {path: path.stat().st_mtime_ns for path in site.root.rglob("*")} == times
    shutil.rmtree(site.root / "build" / "cache")
    assert run(site, *COMMANDS[name]) == known


CHANGES = {
    "a document": lambda root: (root / "content" / "news" / "first.md").write_text("# Other\n"),
    "a document more": lambda root: (root / "content" / "news" / "more.md").write_text("# More\n"),
    "a document less": lambda root: (root / "content" / "news" / "first.md").unlink(),
    "a translation": lambda root: (root / "translations" / "fr" / "LC_MESSAGES" / "news.po").write_bytes(b""),
    "the configuration": lambda root: (root / "content" / "site.yaml").write_text("title: Another\n"),
    "what was written": lambda root: (root / "out" / "a").write_text("touched"),
    "what was written is gone": lambda root: (root / "out" / "a").unlink(),
    "a template of the interface": lambda root: (root / "babel.cfg").write_text("[python: **.py]\n"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_makes_a_command_run(tmp_path, name):
    site, counted = copy_site(tmp_path), []

    def work():
        counted.append(1)
        (site.root / "out").mkdir(exist_ok=True)
        write_atomically(site.root / "out" / "a", b"made")
        outcome = Outcome(((True, "said"),))
        return Run(outcome, outcome, made=(str(site.root / "out" / "a"),))

    def go():
        scope = Scope(site.root, sources=True, interface=True, catalogues=".po")
        return remembered(site.root, ["test"], scope, work)

    translate_all(site, "fr")
    age(site.root)
    assert [go(), go(), go()] == [Outcome(((True, "said"),))] * 3
    assert len(counted) == 1
    CHANGES[name](site.root)
    go()
    assert len(counted) == 2


def test_who_saves_while_a_command_runs_is_not_missed_by_the_next(tmp_path):
    site, counted = copy_site(tmp_path), []
    age(site.root)
    path = site.content / "news" / "first.md"

    def work():
        counted.append(1)
        write_atomically(path, b"# By the command\n")
        if len(counted) == 1:
            path.write_bytes(b"# By an editor..\n")
        return Run(Outcome(()), Outcome(()))

    for expected in (1, 2, 2):
        remembered(site.root, ["test"], Scope(site.root, sources=True), work)
        assert len(counted) == expected


def test_a_file_that_has_just_been_saved_is_not_trusted(tmp_path):
    site, counted = copy_site(tmp_path), []
    age(site.root)
    path = site.content / "news" / "first.md"
    ahead = time.time_ns() + 1_000_000_000
    os.utime(path, ns=(ahead, ahead))
    for expected in (1, 2):
        remembered(site.root, ["t"], Scope(site.root, sources=True), lambda: counted.append(1) or Run(Outcome(()), Outcome(())))
        assert len(counted) == expected


@pytest.mark.parametrize("harm", [b"", b"{}", b"[1, 2, 3]", b'["x", [], [[1]], 0]', b"\xff"])
def test_a_record_that_is_damaged_does_no_harm(tmp_path, harm):
    site = copy_site(tmp_path)
    age(site.root)
    known = run(site, "extract")
    for record in (site.root / "build" / "cache" / "commands").iterdir():
        record.write_bytes(harm)
    assert run(site, "extract") == known


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path):
    site = copy_site(tmp_path)
    (site.root / "build").mkdir(exist_ok=True)
    shutil.rmtree(site.root / "build" / "cache", ignore_errors=True)
    (site.root / "build" / "cache").write_text("in the way")
    assert run(site, "extract")[0] == 0
    assert run(site, "extract")[0] == 0
