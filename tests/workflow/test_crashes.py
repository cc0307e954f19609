"""Kills, full disks and read-only ones cost nothing but the command.

Twelve kills of each kind are for every day; I18N_SITE_LONG=1 takes 500, which is some minutes.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from i18n_site.config import Site
from i18n_site.publish.release import open_release
from i18n_site.workflow.compile import compile_site
from i18n_site.workflow.extract import extract
from i18n_site.workflow.update import update
from support.processes import run_program
from support.sites import copy_site, leftovers, translate, translate_all

KILLS = 500 if os.environ.get("I18N_SITE_LONG") else 12


def files(root: Path, pattern: str) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob(pattern))}


# -- kill -9 -----------------------------------------------------------------------------------------------------------

KILL_SAVES = """
    import os, sys
    from dataclasses import replace
    from pathlib import Path
    from i18n_site.catalogue.po import read_po
    from i18n_site.config import load_site
    from i18n_site.workflow.catalogues import edit_catalogue
    from support.processes import kill_at_random

    site, times = load_site(Path(sys.argv[1])), int(sys.argv[2])
    path = site.catalogue_path("fr", "news")
    others = {m.key: m.msgstr for m in read_po(path).messages if m.key.msgid != "It begins here."}

    def count(message):
        return replace(message, msgstr=(str(int(message.msgstr[0] or 0) + 1),))

    def change(old):
        entries = (replace(e, message=count(e.message)) if e.message.key.msgid == "It begins here." else e for e in old.entries)
        return replace(old, entries=tuple(entries))

    done, told = os.pipe()
    os.set_blocking(done, False)

    def save_again_and_again():
        while True:
            edit_catalogue(site, "fr", "news", change)
            os.write(told, b".")

    finished = 0
    for number in kill_at_random(save_again_and_again, times=times, longest=0.12):
        try:
            finished += len(os.read(done, 1_000_000))
        except BlockingIOError:
            pass
        now = {m.key: m.msgstr for m in read_po(path).messages}
        (counted,) = {int(text[0] or 0) for key, text in now.items() if key not in others}
        assert {key: now[key] for key in others} == others
        # What was being saved at the kill may be there or not; what was saved before is there.
        assert finished <= counted <= finished + number + 1, (finished, counted)
    assert edit_catalogue(site, "fr", "news", change)
    print(times, "kills,", finished, "saves")
"""

KILL_UPDATES = """
    import sys
    from pathlib import Path
    from i18n_site.catalogue.po import read_po
    from i18n_site.config import load_site
    from i18n_site.files import write_atomically
    from i18n_site.workflow.extract import extract
    from i18n_site.workflow.update import update
    from support.processes import kill_at_random

    site, times = load_site(Path(sys.argv[1])), int(sys.argv[2])

    def texts():
        catalogues = {path: read_po(path) for path in site.translations.rglob("*.po")}
        return {path: {m.msgstr for m in catalogue.messages if any(m.msgstr)} for path, catalogue in catalogues.items()}

    before = texts()
    path = site.content / "news" / "first.md"
    source = path.read_bytes()
    edits = (b"It begins here.", b""), (b"begins", b"starts"), (b"It begins", b"New here.\\n\\nIt begins"), (b"", b"")
    versions = [source.replace(old, new, 1) for old, new in edits]

    def update_again_and_again():
        while True:
            for version in versions:
                write_atomically(path, version)
                extract(site)
                update(site)

    for number in kill_at_random(update_again_and_again, times=times, longest=0.25):
        now = texts()
        assert all(before[path] <= now[path] for path in before), number
        for template in site.translations.glob("*.pot"):
            read_po(template)
    write_atomically(path, source)
    extract(site)
    update(site)
    assert not any(result.changed for result in update(site))
    assert all(before[path] <= now for path, now in texts().items())
    print(times, "kills")
"""

KILL_COMPILES = """
    import itertools, sys
    from pathlib import Path
    from i18n_site.catalogue.mo import parse_mo
    from i18n_site.config import load_site
    from i18n_site.publish.release import open_release
    from i18n_site.workflow.compile import compile_site
    from support.processes import kill_at_random
    from support.sites import translate

    site, times = load_site(Path(sys.argv[1])), int(sys.argv[2])
    compile_site(site)

    def compile_again_and_again():
        for number in itertools.count():
            translate(site, "fr", "pages", {"About": f"Version {number}"})
            compile_site(site)

    for _ in kill_at_random(compile_again_and_again, times=times, longest=0.25):
        with open_release(site.release_path) as release:
            assert release.is_sound()
            assert len(release.documents()) == 5
        for path in site.translations.rglob("*.mo"):
            parse_mo(path.read_bytes(), path=str(path))
    translate(site, "fr", "pages", {"About": "At last"})
    compile_site(site)
    with open_release(site.release_path) as release:
        assert release.page("fr", "pages/about").title.text == "At last"
    print(times, "kills")
"""


@pytest.mark.parametrize("program", [KILL_SAVES, KILL_UPDATES, KILL_COMPILES], ids=["save", "update", "compile"])
def test_kill_at_any_instant_leaves_whole_files_and_every_translation(tmp_path, program):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    translate(site, "fr", "news", {"It begins here.": "0"})
    run_program(program, site.root, KILLS)
    assert not [name for name in leftovers(site.root) if ".kept-" in name]


# -- disks that take nothing -------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("needs root, to mount a small disk of its own")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], capture_output=True, check=False).returncode:
        pytest.skip("this root may not mount")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def prepare(folder: Path) -> tuple[Site, str]:
    """A translated site with a release, whose sources have changed since: every command has something to write."""
    site = copy_site(folder)
    translate_all(site, "fr")
    release = compile_site(site).release
    path = site.content / "news" / "first.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nOne more paragraph.\n", encoding="utf-8")
    extract(site)
    return site, release


def fill(disk: Path) -> None:
    with (disk / "filler").open("wb", buffering=0) as stream, contextlib.suppress(OSError):
        while stream.write(bytes(4096)):
            pass
    assert shutil.disk_usage(disk).free == 0


def refused(site: Site, command: str) -> str:
    """What a command says in its one line, that it ended with 2 and wrote nothing."""
    before = files(site.translations, "*.*")
    call = [sys.executable, "-m", "i18n_site", "--site", str(site.root), command]
    done = subprocess.run(call, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("i18n-site: ")
    assert files(site.translations, "*.*") == before
    assert leftovers(site.root) == []
    return done.stderr


def test_a_full_disk_leaves_catalogues_and_release_as_they_were(small_disk):
    site, release = prepare(small_disk)
    fill(small_disk)
    assert "free some space" in refused(site, "update")
    assert "full" in refused(site, "compile")
    with open_release(site.release_path) as standing:
        assert (standing.id, standing.is_sound()) == (release, True)
    (small_disk / "filler").unlink()
    assert any(result.changed for result in update(site))
    assert compile_site(site).release != release


def test_a_disk_that_is_read_only_is_told_in_one_line(small_disk):
    site, _ = prepare(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for command in ("update", "compile"):
        assert "ead-only" in refused(site, command) or "readonly" in refused(site, command)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to any folder")
def test_a_folder_that_is_closed_to_writing_is_told_in_one_line(tmp_path):
    site, _ = prepare(tmp_path)
    folder = site.catalogue_path("fr", "news").parent
    folder.chmod(0o500)
    try:
        assert "allow writing to the folder" in refused(site, "update")
    finally:
        folder.chmod(0o700)
