"""Catalogues go to polib and come back with all that polib can hold."""

from __future__ import annotations

import dataclasses

import polib

from i18n_site.catalogue.exchange import from_polib, to_polib
from i18n_site.catalogue.po import parse_po
from i18n_site.model import Message
from support.corpora import corpus

WHOLE = """# by hand
msgid ""
msgstr ""
"Language: pl\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# a translator
#. an author
#: a.md:3 b.md
#, fuzzy, python-brace-format
#| msgctxt "c"
#| msgid "old"
msgctxt "c"
msgid "{n} one"
msgid_plural "{n} many"
msgstr[0] "jeden"
msgstr[1] "dwa"
msgstr[2] "pięć"

msgid "line\\nand \\"quote\\""
msgstr "wiersz\\ni „cytat”"

#~ msgid "gone"
#~ msgstr "poszło"
"""


def without_lines(messages: tuple[Message, ...]) -> list[Message]:
    return [dataclasses.replace(message, line=None) for message in messages]


def test_a_catalogue_comes_back_from_polib_as_it_went():
    catalogue = parse_po(WHOLE.encode(), path="pl.po", domain="news", locale="pl")
    back = from_polib(to_polib(catalogue), domain="news", locale="pl")
    assert without_lines(back.messages) == without_lines(catalogue.messages)
    assert back.header.msgstr == catalogue.header.msgstr
    assert back.header.translator_comments == ("by hand",)


def test_blanks_within_a_header_field_are_kept():
    text = WHOLE.replace("Language: pl", 'Plural-Forms:  nplurals=3;  plural=n>2; \\n"\n"Language: pl')
    catalogue = parse_po(text.encode(), path="pl.po", domain="news", locale="pl")
    back = from_polib(to_polib(catalogue), domain="news", locale="pl")
    assert back.header.msgstr == catalogue.header.msgstr


def test_what_polib_reads_by_itself_is_what_we_read():
    ours = parse_po(WHOLE.encode(), path="pl.po", domain="news", locale="pl")
    theirs = from_polib(polib.pofile(WHOLE), domain="news", locale="pl")
    assert without_lines(theirs.messages) == without_lines(ours.messages)


def test_real_catalogues_come_back_from_polib_as_they_went():
    for path in sorted((corpus("comprehensive-rust") / "po").glob("*.po")):
        catalogue = parse_po(path.read_bytes(), path=path.name)
        back = from_polib(to_polib(catalogue), domain="")
        assert without_lines(back.messages) == without_lines(catalogue.messages)
