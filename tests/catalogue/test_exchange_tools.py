"""Catalogues go through the programs that translators use and come back with our marks understood.

The programs write in their own way: other line ends, other comments, another header. What people wrote, and what says where a
text is from, must survive that; the next `update` must lose nothing, and the one after it must change nothing.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from translate.storage import pypo

from i18n_site.catalogue.marks import SUGGESTION, conflict_comment, is_doubtful
from i18n_site.catalogue.po import format_po, read_po
from i18n_site.config import Site
from i18n_site.model import Message, MessageKey
from i18n_site.workflow.extract import extract
from i18n_site.workflow.update import update
from support.sites import copy_site, edit_po, translate_all

ARTICLE = """\
---
title: Ninth
---

The general assembly of the members met in Athens in the last days of September.

<!-- i18n: plural="members" -->
There are {members} members who came from far away to talk about work, and about who owns it: see [this](second.md) and `that`.

This paragraph goes away.

The board thanked them: «ça va», it said.
"""
LATER = ARTICLE.replace("This paragraph goes away.\n", "More.\n").replace("thanked them:", "thanked all of them:")
ANOTHER = "# Tenth\n\nThe general assembly of the members met in Rome in the last days of September.\n"
CONFLICT = conflict_comment(
    ['A "quoted" text\nof two lines'], ["Another, of a length at which the programs that wrap comments would do so"]
)


def tool(name: str) -> str:
    """The path of a program; skips the test where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(*command: str | Path) -> None:
    result = subprocess.run(list(map(str, command)), capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stderr


@pytest.fixture
def site(tmp_path):
    """A French catalogue with everything: fuzzy ones, guesses, a conflict, obsolete ones, contexts, plurals, comments."""
    made = copy_site(tmp_path)
    article = made.content / "news" / "ninth.md"
    article.write_text(ARTICLE, encoding="utf-8")
    extract(made)
    update(made)
    translate_all(made, "fr")
    edit_po(made, "fr", "news", comment)
    article.write_text(LATER, encoding="utf-8")
    (made.content / "news" / "tenth.md").write_text(ANOTHER, encoding="utf-8")
    extract(made)
    update(made)
    messages = by_key(made)
    assert {SUGGESTION in "".join(m.translator_comments) for m in messages.values()} == {True, False}
    assert {(m.fuzzy, m.obsolete) for m in messages.values()} >= {(True, False), (False, True), (False, False)}
    assert any(m.msgid_plural for m in messages.values())
    return made


def comment(message: Message) -> Message:
    if message.key == ("Second", None):
        return replace(message, translator_comments=("by hand", "", "  indented, «quoted»"))
    if message.key == ("The end", None):
        return replace(message, translator_comments=(CONFLICT,), flags=("fuzzy",))
    return message


def path_of(site: Site) -> Path:
    return site.catalogue_path("fr", "news")


def by_key(site: Site) -> dict[MessageKey, Message]:
    return {message.key: replace(message, line=None) for message in read_po(path_of(site)).messages}


def words_of(message: Message) -> list[str]:
    """What the translator's comments say: polib and Babel cut their lines anew, and Babel adds previous strings to them."""
    return " ".join(comment for comment in message.translator_comments if not comment.startswith("| ")).split()


# -- the programs: each rewrites a catalogue in its place -----------------------------------------------------------


def msgcat(path: Path, template: Path) -> None:
    run(tool("msgcat"), path, "--output-file", path)


def msgcat_with_other_lines(path: Path, template: Path) -> None:
    run(tool("msgcat"), path, "--width=40", "--output-file", path)


def msgmerge(path: Path, template: Path) -> None:
    run(tool("msgmerge"), path, template, "--quiet", "--previous", "--output-file", path)


def msgattrib(path: Path, template: Path) -> None:
    run(tool("msgattrib"), path, "--no-wrap", "--sort-output", "--output-file", path)


def poedit(path: Path, template: Path) -> None:
    """What Poedit makes of a file on Windows: CRLF, its own name in the header, other fields in an order of its own."""
    file = polib.pofile(str(path), wrapwidth=79)
    fields = dict(file.metadata)
    moved = {name: fields.pop(name) for name in ("Plural-Forms", "Language-Team")}
    signed = {"PO-Revision-Date": "2024-05-01 12:00+0200", "Last-Translator": "A <a@example.org>", "X-Generator": "Poedit 3.4"}
    file.metadata = fields | moved | signed | {"X-Poedit-Basepath": "."}
    text = str(file)
    # Extracted comments before those of the translator, and a blank line at the end.
    text = re.sub(r"^((?:#(?: .*)?\n)+)((?:#\..*\n)+)", r"\2\1", text, flags=re.MULTILINE)
    path.write_bytes((text.rstrip("\n") + "\n\n").replace("\n", "\r\n").encode())


def polib_save(path: Path, template: Path) -> None:
    polib.pofile(str(path)).save()


def pybabel_update(path: Path, template: Path) -> None:
    babel = [sys.executable, "-m", "babel.messages.frontend"]
    run(*babel, "update", "--previous", "-i", template, "-o", path, "-l", "fr", "-D", "news", "-N")


def translate_toolkit(path: Path, template: Path) -> None:
    """Also what Weblate writes with, where a file is not left to GNU gettext's library."""
    store = pypo.pofile.parsefile(str(path))
    store.updateheader(add=True, X_Generator="Weblate 5.5")
    for unit in store.units:  # as if each had been edited: what was not is written back from its own lines
        if not unit.isheader():
            unit.source, unit.target = unit.source, unit.target
    store.savefile(str(path))


def ours_in_canonical_form(path: Path, template: Path) -> None:
    path.write_bytes(format_po(read_po(path), canonical=True))


TOOLS = [
    msgcat,
    msgcat_with_other_lines,
    msgmerge,
    msgattrib,
    poedit,
    polib_save,
    pybabel_update,
    translate_toolkit,
    ours_in_canonical_form,
]
FORGET_PREVIOUS = {pybabel_update}
"""Babel takes `#|` for a comment of the translator, `# |`: the text stays fuzzy, and a person can still read what it was of."""
any_tool = pytest.mark.parametrize("rewrite", TOOLS, ids=lambda rewrite: rewrite.__name__)
Rewrite = Callable[[Path, Path], None]


def rewritten(site: Site, rewrite: Rewrite) -> bytes:
    before = path_of(site).read_bytes()
    rewrite(path_of(site), site.template_path("news"))
    assert path_of(site).read_bytes() != before or rewrite in (msgcat, ours_in_canonical_form, msgmerge), "it wrote nothing"
    return before


@any_tool
def test_every_text_and_every_mark_comes_back(site, rewrite: Rewrite):
    before = by_key(site)
    rewritten(site, rewrite)
    after = by_key(site)
    assert after.keys() == before.keys()
    for key, message in before.items():
        back = after[key]
        assert back.msgstr == message.msgstr
        assert back.msgid_plural == message.msgid_plural
        assert back.state == message.state
        assert is_doubtful(back) == is_doubtful(message)
        assert words_of(back) == words_of(message)
        if rewrite not in FORGET_PREVIOUS:
            assert back.previous == message.previous


@any_tool
def test_update_finds_its_messages_as_they_were_and_is_quiet_then(site, rewrite: Rewrite):
    before = by_key(site)
    rewritten(site, rewrite)
    (result,) = (result for result in update(site, ["fr"]) if result.domain == "news")
    assert {name for name, count in result.report.counts.items() if count} == {"kept"}
    after = by_key(site)
    for key, message in before.items():
        forgotten = {"previous": message.previous} if rewrite in FORGET_PREVIOUS else {}
        assert words_of(after[key]) == words_of(message)
        assert replace(after[key], **forgotten, translator_comments=message.translator_comments) == message
    written = path_of(site).read_bytes()
    assert not any(result.changed for result in update(site))
    assert path_of(site).read_bytes() == written


@any_tool
def test_what_went_comes_back_unfuzzied_after_the_program_had_the_file(site, rewrite: Rewrite):
    rewritten(site, rewrite)
    (site.content / "news" / "ninth.md").write_text(ARTICLE, encoding="utf-8")
    extract(site)
    update(site)
    found = by_key(site)
    for msgid in ("This paragraph goes away.", "The board thanked them: «ça va», it said."):
        message = found[MessageKey(msgid)]
        assert (message.msgstr, message.fuzzy, message.obsolete) == ((f"[fr] {msgid}",), False, False)


@any_tool
def test_a_fuzzy_mark_that_a_translator_clears_in_the_program_takes_its_guess_comment_along(site, rewrite: Rewrite):
    rewritten(site, rewrite)
    (guess,) = (m for m in by_key(site).values() if any(c.startswith(SUGGESTION) for c in m.translator_comments))
    edit_po(site, "fr", "news", lambda m: replace(m, flags=(), previous=None) if m.key == guess.key else m)
    update(site)
    message = by_key(site)[guess.key]
    assert (message.fuzzy, words_of(message), message.msgstr) == (False, [], guess.msgstr)


def test_the_header_keeps_what_each_program_put_there_and_update_signs_nothing(site):
    poedit(path_of(site), site.template_path("news"))
    update(site)
    catalogue = read_po(path_of(site))
    assert catalogue.header_field("X-Generator") == "Poedit 3.4"
    assert catalogue.header_field("PO-Revision-Date") == "2024-05-01 12:00+0200"
    assert catalogue.newline == "\r\n"
