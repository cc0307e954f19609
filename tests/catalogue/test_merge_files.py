"""Merging real files: bytes that stay, and files that gettext accepts."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from i18n_site.catalogue.merge import merge
from i18n_site.catalogue.po import format_po, parse_po, read_po, write_po

POT = """\
msgid ""
msgstr ""
"POT-Creation-Date: 2024-02-02 12:00+0000\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#. heading
#: content/news/a.md
msgid "Our members"
msgstr ""

#: content/news/a.md
#, python-brace-format
msgid "The general assembly of {members} members met in Athens in May"
msgstr ""

#: content/news/a.md
msgid "Back again"
msgstr ""

#: content/news/b.md
msgid "member"
msgid_plural "members"
msgstr[0] ""
msgstr[1] ""
"""
PO = """\
# Ours, laid out by hand.
msgid ""
msgstr ""
"Language: fr\\n"
"X-Own: kept\\n"
"POT-Creation-Date: 2024-01-01 10:00+0000\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

# a translator's note
#. heading
#: content/news/a.md
msgid   "Our "
        "members"
msgstr  "Nos membres"

#: content/news/a.md
#, python-brace-format
msgid "The general assembly of {members} members met in Athens"
msgstr "L'assemblée générale de {members} membres s'est réunie à Athènes"

#: content/news/b.md
msgid "member"
msgstr "membre"

#: content/news/b.md
msgid "member"
msgstr "sociétaire"

#~ msgid   "Back again"
#~ msgstr  "De retour"

#~ msgid   "Still gone"
#~ msgstr  "Toujours parti"
"""
MERGED = """\
# Ours, laid out by hand.
msgid ""
msgstr ""
"Language: fr\\n"
"X-Own: kept\\n"
"POT-Creation-Date: 2024-02-02 12:00+0000\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

# a translator's note
#. heading
#: content/news/a.md
msgid   "Our "
        "members"
msgstr  "Nos membres"

#: content/news/a.md
#, fuzzy, python-brace-format
#| msgid "The general assembly of {members} members met in Athens"
msgid "The general assembly of {members} members met in Athens in May"
msgstr "L'assemblée générale de {members} membres s'est réunie à Athènes"

#: content/news/a.md
msgid "Back again"
msgstr "De retour"

# i18n-site: also translated as "sociétaire"
#: content/news/b.md
#, fuzzy
#| msgid "member"
msgid "member"
msgid_plural "members"
msgstr[0] "membre"
msgstr[1] ""

#, python-brace-format
#~ msgid "The general assembly of {members} members met in Athens"
#~ msgstr "L'assemblée générale de {members} membres s'est réunie à Athènes"

#~ msgid   "Still gone"
#~ msgstr  "Toujours parti"
"""


@pytest.fixture
def paths(tmp_path):
    template, catalogue = tmp_path / "news.pot", tmp_path / "news.po"
    template.write_text(POT, encoding="utf-8")
    catalogue.write_text(PO, encoding="utf-8")
    return template, catalogue


def test_untouched_entries_keep_their_layout_beside_those_that_changed(paths):
    template, catalogue = map(read_po, paths)
    merged, _ = merge(template, catalogue)
    assert format_po(merged).decode() == MERGED


def test_a_second_merge_of_the_file_writes_nothing(paths):
    template, path = read_po(paths[0]), paths[1]
    assert write_po(path, merge(template, read_po(path))[0])
    written = path.read_bytes()
    assert not write_po(path, merge(template, read_po(path))[0])
    assert path.read_bytes() == written


def test_a_catalogue_that_is_its_own_template_keeps_every_byte(paths):
    merged, _ = merge(read_po(paths[0]), read_po(paths[1]))
    data = format_po(merged)
    own = parse_po(data, path="news.po")
    assert format_po(merge(own, own)[0]) == data


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")
def test_gettext_accepts_what_a_merge_writes_though_it_refused_the_duplicates(paths):
    template, path = read_po(paths[0]), paths[1]
    check = ["msgfmt", "--check", "--output-file=/dev/null", str(path)]
    assert subprocess.run(check, check=False, capture_output=True).returncode == 1
    write_po(path, merge(template, read_po(path))[0])
    assert subprocess.run(check, check=False, capture_output=True).returncode == 0
