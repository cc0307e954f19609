"""No writer loses another's work, whether it takes the lock or not.

Four hundred saves are for every day; I18N_SITE_LONG=1 takes 10,000, which is some minutes.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from dataclasses import replace

import pytest

from i18n_site.catalogue.po import read_po
from i18n_site.errors import CatalogueSyntaxError, WriteError
from i18n_site.model import Catalogue
from i18n_site.workflow.add_language import add_language
from i18n_site.workflow.catalogues import edit_catalogue, prepare
from i18n_site.workflow.extract import extract
from i18n_site.workflow.locks import locked
from i18n_site.workflow.update import update
from support.processes import run_program
from support.sites import copy_site, leftovers, translate, translate_all

SAVES = 10_000 if os.environ.get("I18N_SITE_LONG") else 400


def set_text(catalogue: Catalogue, msgid: str, text: str) -> Catalogue:
    """The catalogue with one translation changed."""
    assert any(message.key.msgid == msgid and not message.obsolete for message in catalogue.messages)
    return replace(
        catalogue,
        entries=tuple(
            replace(entry, message=replace(entry.message, msgstr=(text,))) if entry.message.key.msgid == msgid else entry
            for entry in catalogue.entries
        ),
    )


# -- one catalogue -----------------------------------------------------------------------------------------------------


def test_an_edit_changes_one_entry_and_no_other_byte(tmp_path):
    site = copy_site(tmp_path)
    path = site.catalogue_path("fr", "pages")
    path.chmod(0o664)
    before = path.read_bytes()
    assert edit_catalogue(site, "fr", "pages", lambda old: set_text(old, "About", "À propos")) is True
    assert path.read_bytes() == before.replace(b'msgid "About"\nmsgstr ""', 'msgid "About"\nmsgstr "À propos"'.encode())
    assert path.stat().st_mode & 0o777 == 0o664
    assert edit_catalogue(site, "fr", "pages", lambda old: set_text(old, "About", "À propos")) is False
    assert leftovers(site.root) == []


def test_an_edit_is_made_on_what_an_editor_has_saved_since(tmp_path):
    site = copy_site(tmp_path)
    known = read_po(site.catalogue_path("fr", "pages"))
    seen = []

    def change(old: Catalogue | None) -> Catalogue:
        seen.append(old)
        if len(seen) == 1:  # an editor takes no lock
            translate(site, "fr", "pages", {"Who we are.": "Qui nous sommes."})
        return set_text(old, "About", "À propos")

    edit_catalogue(site, "fr", "pages", change, prepared=prepare(known, change(known)))
    assert len(seen) == 2
    assert seen[0] is known
    texts = {message.key.msgid: message.msgstr[0] for message in read_po(site.catalogue_path("fr", "pages")).messages}
    assert (texts["About"], texts["Who we are."]) == ("À propos", "Qui nous sommes.")


def test_update_merges_what_was_saved_after_it_had_read_the_catalogues(tmp_path):
    site = copy_site(tmp_path)
    path = site.content / "news" / "first.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nOne more paragraph.\n", encoding="utf-8")
    extract(site)
    with locked(site, site.catalogue_path("fr", "news")):
        updating = threading.Thread(target=update, args=(site, ["fr"]))
        updating.start()
        updating.join(0.5)  # it has read, merged, and waits for the lock
        translate(site, "fr", "news", {"It begins here.": "Ça commence ici."})
    updating.join()
    texts = {message.key.msgid: message.msgstr[0] for message in read_po(site.catalogue_path("fr", "news")).messages}
    assert (texts["It begins here."], texts["One more paragraph."]) == ("Ça commence ici.", "")


def test_who_waits_too_long_is_told_which_lock_it_is(tmp_path):
    site = copy_site(tmp_path)
    path = site.catalogue_path("fr", "news")
    with locked(site, path), pytest.raises(WriteError) as caught, locked(site, path, seconds=0.05):
        pass
    assert str(caught.value).endswith("build/locks/translations/fr/LC_MESSAGES/news.po.lock")
    with locked(site, path, seconds=0.05):
        pass


GREEDY = """
    import sys
    from pathlib import Path
    from i18n_site.config import load_site
    from i18n_site.workflow.locks import locked
    from support.processes import fork, join

    site = load_site(Path(sys.argv[1]))
    path, stop = site.catalogue_path("fr", "news"), site.root / "stop"

    def take_again_and_again():
        while not stop.exists():
            with locked(site, path):
                for _ in range(20_000):
                    pass

    greedy = [fork(take_again_and_again) for _ in range(3)]
    for _ in range(20):
        with locked(site, path):
            pass
    stop.touch()
    join(*greedy)
"""


def test_who_saves_all_the_time_keeps_nobody_waiting_for_ever(tmp_path):
    run_program(GREEDY, copy_site(tmp_path).root, seconds=240)


def test_locks_lie_in_build_and_nothing_but_catalogues_among_translations(tmp_path):
    site = copy_site(tmp_path)
    beside = {path.suffix for path in site.translations.rglob("*") if path.is_file() and path != site.former_slugs_path}
    assert beside == {".po", ".pot"}
    assert list((site.build / "locks").rglob("*.pot.lock"))


def test_a_broken_catalogue_stays_as_it_is(tmp_path):
    site = copy_site(tmp_path)
    path = site.catalogue_path("fr", "news")
    path.write_bytes(b'msgid "a\n')
    with pytest.raises(CatalogueSyntaxError):
        edit_catalogue(site, "fr", "news", lambda old: old or Catalogue("news"))
    assert path.read_bytes() == b'msgid "a\n'


def test_a_catalogue_that_is_a_link_out_of_the_site_is_refused(tmp_path):
    site = copy_site(tmp_path)
    path = site.catalogue_path("fr", "pages")
    outside = tmp_path / "outside.po"
    shutil.move(path, outside)
    path.symlink_to(outside)
    before = outside.read_bytes()
    with pytest.raises(WriteError, match="leads out of"):
        edit_catalogue(site, "fr", "pages", lambda old: set_text(old, "About", "À propos"))
    assert outside.read_bytes() == before


def test_two_who_add_languages_at_once_both_have_theirs(tmp_path):
    site = copy_site(tmp_path)
    adding = [threading.Thread(target=add_language, args=(site, tag)) for tag in ("pl", "de", "pl")]
    for thread in adding:
        thread.start()
    for thread in adding:
        thread.join()
    config = (site.content / "site.yaml").read_text(encoding="utf-8")
    assert (config.count("  pl: {}\n"), config.count("  de: {}\n")) == (1, 1)


# -- many at once ------------------------------------------------------------------------------------------------------

WRITERS = """
    import itertools, os, sys
    from dataclasses import replace
    from pathlib import Path
    from i18n_site.catalogue.po import read_po
    from i18n_site.config import load_site
    from i18n_site.files import write_atomically
    from i18n_site.workflow.catalogues import edit_catalogue
    from i18n_site.workflow.extract import extract
    from i18n_site.workflow.update import update
    from support.processes import fork, join

    site, saves, writers = load_site(Path(sys.argv[1])), int(sys.argv[2]), 8
    path, toggled = site.catalogue_path("fr", "news"), site.content / "news" / "first.md"
    seeds = {m.key: m.msgstr for m in read_po(path).messages if any(m.msgstr)}
    source, stop = toggled.read_bytes(), site.root / "stop"

    def write(writer):
        key = f"Paragraph {writer} is for one writer."
        for number in range(saves // writers):

            def change(old):
                texts = {e.message.key.msgid: e.message.msgstr[0] for e in old.entries}
                assert texts[key] == (str(number - 1) if number else ""), (writer, number, texts[key])
                entries = (
                    replace(e, message=replace(e.message, msgstr=(str(number),))) if e.message.key.msgid == key else e
                    for e in old.entries
                )
                return replace(old, entries=tuple(entries))

            assert edit_catalogue(site, "fr", "news", change)

    def update_until_stopped():
        for version in itertools.cycle((source.replace(b"It begins here.", b""), source)):
            write_atomically(toggled, version)
            extract(site)
            update(site)
            if stop.exists():
                return

    updater = fork(update_until_stopped)
    join(*(fork(lambda writer=writer: write(writer)) for writer in range(writers)))
    stop.touch()
    join(updater)
    write_atomically(toggled, source)
    extract(site)
    update(site)
    now = {m.key: m.msgstr for m in read_po(path).messages}
    assert {key: now[key] for key in seeds} == seeds
    for writer in range(writers):
        (text,) = (m for key, m in now.items() if key.msgid == f"Paragraph {writer} is for one writer.")
        assert text == (str(saves // writers - 1),), (writer, text)
"""


def test_writers_who_take_the_lock_lose_nothing_while_update_runs(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr", "news")
    paragraphs = "\n\n".join(f"Paragraph {writer} is for one writer." for writer in range(8))
    (site.content / "news" / "many.md").write_text(f"---\ntitle: Many\n---\n\n{paragraphs}\n", encoding="utf-8")
    extract(site)
    update(site)
    translate(site, "fr", "news", {f"Paragraph {writer} is for one writer.": "" for writer in range(8)})
    run_program(WRITERS, site.root, SAVES)
    assert leftovers(site.root) == []


EDITORS = """
    import fcntl, os, random, sys, time
    from dataclasses import replace
    from pathlib import Path
    from i18n_site.catalogue.po import format_po, parse_po, read_po
    from i18n_site.config import load_site
    from i18n_site.errors import CatalogueSyntaxError
    from i18n_site.workflow.catalogues import edit_catalogue
    from support.processes import fork, join

    site, saves, way = load_site(Path(sys.argv[1])), int(sys.argv[2]), sys.argv[3]
    path, stop = site.catalogue_path("fr", "news"), site.root / "stop"
    keys = ["It begins here.", "Second"]
    for editor in (0, 1):
        (site.root / f"saved-{editor}").write_text("0")

    def put(old, msgid, text):
        def changed(message):
            return replace(message, msgstr=(text,)) if message.key.msgid == msgid else message

        return replace(old, entries=tuple(replace(entry, message=changed(entry.message)) for entry in old.entries))

    def texts(catalogue):
        return {e.message.key.msgid: e.message.msgstr[0] for e in catalogue.entries}

    def open_with_all_saves():
        # Editors see to each other's saves, and of their own they know: who finds one missing looks again, as a person would.
        wanted = {key: (site.root / f"saved-{editor}").read_text() for editor, key in enumerate(keys)}
        for _ in range(5000):
            found = read_po(path)
            if {key: texts(found).get(key) for key in keys} == wanted:
                return found
            time.sleep(0.001)
        raise AssertionError(f"lost: {wanted}, found {texts(found)}")

    def save_as_editors_do(data):
        if way == "replaces the file":
            other = path.with_name(f"editor-{os.getpid()}")
            other.write_bytes(data)
            other.replace(path)
        else:
            with path.open("r+b", buffering=0) as stream:
                time.sleep(0.001)
                stream.truncate()
                stream.write(data[: len(data) // 2])
                time.sleep(0.001)
                stream.write(data[len(data) // 2 :])

    def edit(editor):
        chance = random.Random(editor)  # pauses, not secrets
        with (site.root / "turns").open("w") as turns:
            for number in range(1, saves // 4 + 1):
                fcntl.flock(turns, fcntl.LOCK_EX)
                save_as_editors_do(format_po(put(open_with_all_saves(), keys[editor], str(number))))
                (site.root / f"saved-{editor}").write_text(str(number))
                fcntl.flock(turns, fcntl.LOCK_UN)
                time.sleep(chance.uniform(0.001, 0.012))

    def change_until_stopped():
        number = 0
        while not stop.exists():
            number += 1
            try:
                edit_catalogue(site, "fr", "news", lambda old: put(old, "It goes on, and on, and on.", str(number)))
            except CatalogueSyntaxError:
                pass  # half a file of an editor that writes in place; nothing was written
        (site.root / "ours").write_text(str(number))

    for key in keys:
        edit_catalogue(site, "fr", "news", lambda old: put(old, key, "0"))
    ours = fork(change_until_stopped)
    editors = [fork(lambda editor=editor: edit(editor)) for editor in (0, 1)]
    try:
        join(*editors)
    finally:
        stop.touch()
        join(ours)
    open_with_all_saves()
    print((site.root / "ours").read_text(), "changes of ours")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a window of microseconds remains")
@pytest.mark.parametrize("way", ["replaces the file", "writes in place"])
def test_an_editor_who_takes_no_lock_loses_no_save_to_us(tmp_path, way):
    site = copy_site(tmp_path)
    translate_all(site, "fr", "news")
    run_program(EDITORS, site.root, SAVES, way)
    assert leftovers(site.root) == []
