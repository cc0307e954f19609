"""MO files are msgfmt's; anything that is none is an error of ours."""

from __future__ import annotations

import contextlib
import gettext
import io
import shutil
import struct
import subprocess
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.catalogue.mo import compile_po, format_mo, parse_mo
from i18n_site.catalogue.po import format_po, header_message, parse_po, read_po
from i18n_site.errors import CatalogueError, CatalogueSyntaxError
from i18n_site.model import Catalogue, Entry, Message, MessageKey
from support.corpora import corpus

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"POT-Creation-Date: 2020-01-01 00:00+0000\\n"\n"Plural-Forms: nplurals=2; plural=n>1;\\n"\n\n'
)
ENTRIES = (
    'msgid "b"\nmsgstr "é"\n\nmsgctxt "slug"\nmsgid "b"\nmsgstr "日"\n\nmsgctxt ""\nmsgid "b"\nmsgstr "empty"\n\n'
    'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "un"\nmsgstr[1] ""\n\n#, fuzzy\nmsgid "f"\nmsgstr "f"\n\n'
    'msgid "u"\nmsgstr ""\n\nmsgid "up"\nmsgid_plural "ups"\nmsgstr[0] ""\nmsgstr[1] "x"\n\n#~ msgid "o"\n#~ msgstr "o"\n'
)

needs_gettext = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")


def read(text: str) -> Catalogue:
    return parse_po(text.encode(), path="fr/news.po")


def keys(catalogue: Catalogue) -> list[MessageKey]:
    return [entry.message.key for entry in catalogue.entries]


def test_only_current_translations_and_the_header_are_compiled():
    compiled = parse_mo(format_mo(read(HEADER + ENTRIES)), path="x.mo")
    assert keys(compiled) == [("", None), ("b", ""), ("a", None), ("b", None), ("b", "slug")]
    assert compiled.charset == "utf-8"
    assert [entry.message.msgstr for entry in compiled.entries][1:] == [("empty",), ("un", ""), ("é",), ("日",)]
    assert compiled.entries[2].message.msgid_plural == "as"


def test_a_fuzzy_header_stays_and_its_creation_date_goes():
    compiled = parse_mo(format_mo(read("#, fuzzy\n" + HEADER)), path="x.mo")
    assert compiled.header is not None
    assert compiled.header_field("POT-Creation-Date") is None
    assert compiled.header_field("Plural-Forms")


@needs_gettext
def test_of_two_creation_dates_the_first_goes(tmp_path):
    text = HEADER.replace('"Plural-Forms', '"POT-Creation-Date: 2021-01-01 00:00+0000\\n"\n"Plural-Forms') + ENTRIES
    (tmp_path / "x.po").write_text(text)
    subprocess.run(["msgfmt", "-o", tmp_path / "x.mo", tmp_path / "x.po"], check=True)
    assert format_mo(read(text)) == (tmp_path / "x.mo").read_bytes()


def test_of_duplicates_the_first_counts():
    compiled = parse_mo(format_mo(read('msgid "a"\nmsgstr "1"\n\nmsgid "a"\nmsgstr "2"\n')), path="x.mo")
    assert [entry.message.msgstr for entry in compiled.entries] == [("1",)]


def test_a_comment_that_only_speaks_of_fuzzy_ones_leaves_a_message_current():
    text = '# not fuzzy\n#. fuzzy\n#: fuzzy.md\n#, no-wrap\nmsgid "a"\nmsgstr "1"\n\n#, no-wrap, fuzzy\nmsgid "b"\nmsgstr "2"\n'
    assert keys(parse_mo(format_mo(read(text)), path="x.mo")) == [("a", None)]


@needs_gettext
@pytest.mark.parametrize(
    "flags",
    ["#, fuzzy\n#, c-format\n", "#, c-format\n#, fuzzy\n", "#, fuzzy\n#= c-format\n", "#, fuzzy\n#! no-wrap\n", "#!fuzzy\n"],
)
@pytest.mark.parametrize("text", ['msgid "a"\nmsgstr "1"\n', '  msgid "a"\nmsgstr "1"\n'])
def test_of_several_lines_of_flags_the_last_counts_as_for_msgfmt(tmp_path, flags, text):
    (tmp_path / "x.po").write_text(HEADER + flags + text)
    subprocess.run(["msgfmt", "-o", tmp_path / "x.mo", tmp_path / "x.po"], check=True)
    data = (HEADER + flags + text).encode()
    assert compile_po(data, path="x.po") == format_mo(parse_po(data, path="x.po")) == (tmp_path / "x.mo").read_bytes()


def test_an_entry_that_was_looked_at_or_changed_is_compiled_alike():
    catalogue = read(HEADER + ENTRIES)
    changed = replace(catalogue, entries=tuple(replace(entry, message=entry.message) for entry in catalogue.entries))
    assert format_mo(changed) == format_mo(catalogue) == format_mo(read(HEADER + ENTRIES))


@pytest.mark.parametrize("place", ['msgid "a"\nmsgid_plural "%s"', 'msgctxt "%s"\nmsgid "a"\nmsgid_plural "as"'])
def test_a_nul_in_a_plural_message_is_refused(place):
    text = place % "x\\000y" + '\nmsgstr[0] "a"\nmsgstr[1] "b"\n'
    with pytest.raises(CatalogueError, match="holds a NUL"):
        format_mo(read(text))


def test_what_has_no_place_in_the_character_set_is_refused_with_its_line():
    catalogue = read('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "日"\n')
    with pytest.raises(CatalogueError, match="cannot be written in iso-8859-1") as caught:
        format_mo(replace(catalogue, charset="iso-8859-1"))
    assert caught.value.line == 4


def test_pythons_gettext_reads_it():
    translations = gettext.GNUTranslations(io.BytesIO(format_mo(read(HEADER + ENTRIES))))
    assert translations.gettext("b") == "é"
    assert translations.pgettext("slug", "b") == "日"
    assert translations.ngettext("a", "as", 1) == "un"


def test_an_empty_catalogue_is_a_whole_file():
    data = format_mo(Catalogue("x"))
    assert parse_mo(data, path="x.mo").entries == ()


def test_a_nul_is_refused_with_its_place():
    with pytest.raises(CatalogueError, match="holds a NUL") as caught:
        format_mo(read('msgid "a"\nmsgstr "b\\000c"\n'))
    assert (caught.value.path, caught.value.line) == ("fr/news.po", 1)


@needs_gettext
@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 7, 20, 100, 1000])
def test_the_bytes_are_msgfmts_for_any_number_of_messages(tmp_path, count):
    text = HEADER + "".join(f'msgid "key {number * 7919}é"\nmsgstr "{number}"\n\n' for number in range(count)) + ENTRIES
    (tmp_path / "x.po").write_text(text)
    subprocess.run(["msgfmt", "-o", tmp_path / "x.mo", tmp_path / "x.po"], check=True)
    assert format_mo(read(text)) == (tmp_path / "x.mo").read_bytes()


@needs_gettext
def test_a_key_whose_hash_overflows_is_found_where_msgfmt_puts_it(tmp_path):
    text = "".join(f'msgid "}}----&/!{number}"\nmsgstr "{number}"\n\n' for number in range(50))
    (tmp_path / "x.po").write_text(text)
    subprocess.run(["msgfmt", "-o", tmp_path / "x.mo", tmp_path / "x.po"], check=True)
    assert format_mo(read(text)) == (tmp_path / "x.mo").read_bytes()


@needs_gettext
def test_the_bytes_are_msgfmts_on_the_corpora(tmp_path):
    paths = [path for name in ("polib-tests", "comprehensive-rust") for path in corpus(name).rglob("*.po")]
    compared = 0
    for path in sorted(paths):
        target = tmp_path / f"{path.stem}.mo"
        done = subprocess.run(["msgfmt", "-o", target, path], capture_output=True, check=False)
        try:
            catalogue = read_po(path)
        except CatalogueSyntaxError:
            assert done.returncode
            continue
        if target.exists():  # msgfmt writes nothing for a catalogue without translations.
            assert format_mo(catalogue) == target.read_bytes(), path
            compared += 1
    assert compared > 20


@needs_gettext
def test_a_file_in_another_character_set_is_msgfmts(tmp_path):
    text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-15\\n"\n\nmsgid "a"\nmsgstr "é€"\n'
    path = tmp_path / "x.po"
    path.write_text(text, encoding="iso-8859-15")
    subprocess.run(["msgfmt", "-o", tmp_path / "x.mo", path], check=True)
    data = (tmp_path / "x.mo").read_bytes()
    assert format_mo(read_po(path)) == data
    assert parse_mo(data, path="x.mo").messages[0].msgstr == ("é€",)


SYSTEM = (
    '#, c-format\nmsgid "%<PRIu64> files\\n"\nmsgstr "%<PRIu64> fichiers\\n"\n\n'
    '#, c-format\nmsgctxt "disk"\nmsgid "%s: %<PRIuMAX> of %<PRIu64>"\n'
    'msgid_plural "%s: all"\nmsgstr[0] "%1$s : %3$<PRIu64> é %2$<PRIuMAX>"\nmsgstr[1] "%<PRIX8>"\n\n'
    '#, python-format\nmsgid "%<PRIu64> is text"\nmsgstr "%<PRIu64> est du texte"\n\n'
)
DIGITS = '#, c-format\nmsgid "%d days"\nmsgstr "%Id jours"\n\n'


@needs_gettext
@pytest.mark.parametrize("more", ["", DIGITS])
def test_strings_that_depend_on_the_system_stand_apart_as_with_msgfmt(tmp_path, more):
    text = HEADER + SYSTEM + ENTRIES + more
    (tmp_path / "x.po").write_text(text)
    subprocess.run(["msgfmt", "-o", tmp_path / "x.mo", tmp_path / "x.po"], check=True)
    data = (tmp_path / "x.mo").read_bytes()
    assert format_mo(read(text)) == compile_po(text.encode(), path="x.po") == data
    assert struct.unpack_from("<I", data, 4) == ((1 << 16) + 1 if more else 1,)


def test_a_directive_that_two_string_lines_share_depends_on_the_system_too():
    text = HEADER + SYSTEM.replace("%<PRI", '%<P"\n"RI')
    assert compile_po(text.encode(), path="x.po") == format_mo(read(HEADER + SYSTEM))


def test_strings_that_depend_on_the_system_are_read_back():
    compiled = parse_mo(format_mo(read(HEADER + SYSTEM + DIGITS)), path="x.mo")
    written = {replace(message, flags=(), line=None) for message in read(HEADER + SYSTEM + DIGITS).messages}
    assert {*compiled.messages} == {message for message in written if not message.is_header}


SYSTEM_FILE = format_mo(read(HEADER + SYSTEM + DIGITS))


@given(st.integers(4, len(SYSTEM_FILE) - 1), st.integers(0, 255))
def test_a_damaged_file_with_strings_that_depend_on_the_system_is_an_error_of_ours(place, byte):
    with contextlib.suppress(CatalogueError):
        parse_mo(SYSTEM_FILE[:place] + bytes([byte]) + SYSTEM_FILE[place + 1 :], path="x.mo")


def test_either_byte_order_is_read():
    little = format_mo(read(HEADER + ENTRIES))
    count = struct.unpack_from("<I", little, 8)[0]
    words = 7 + 4 * count + struct.unpack_from("<I", little, 20)[0]
    big = struct.pack(f">{words}I", *struct.unpack_from(f"<{words}I", little)) + little[4 * words :]
    assert parse_mo(big, path="x.mo") == parse_mo(little, path="x.mo")


def test_the_mo_files_of_the_corpus_are_read():
    read_ones, refused = [], []
    for path in sorted(corpus("polib-tests").glob("*.mo")):
        try:
            parse_mo(path.read_bytes(), path=str(path))
        except CatalogueError:
            refused.append(path.name)
        else:
            read_ones.append(path.name)
    assert "test_invalid_version.mo" in refused
    assert {"test_iso-8859-15.mo", "test_msgctxt.mo", "test_no_header.mo", "test_utf8.mo"} <= set(read_ones)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\xde\x12", "no MO file"),
        (b"not an mo file at all, but long enough", "no MO file"),
        (struct.pack("<7I", 0x950412DE, 0, 1 << 30, 28, 28, 0, 28), "cut off"),
        (struct.pack("<7I", 0x950412DE, 5 << 16, 0, 28, 28, 0, 28), "unknown revision 5.0"),
        (struct.pack("<7I4I", 0x950412DE, 0, 1, 28, 36, 0, 44, 4, 1 << 31, 0, 0), "no end"),
    ],
)
def test_what_is_no_whole_mo_file_is_refused_with_advice(data, message):
    with pytest.raises(CatalogueError, match=message) as caught:
        parse_mo(data, path="fr/news.mo")
    assert caught.value.path == "fr/news.mo"
    assert caught.value.advice


def test_bytes_without_a_declared_character_set_are_read_as_they_are():
    data = struct.pack("<7I4I", 0x950412DE, 0, 1, 28, 36, 0, 44, 1, 44, 1, 44) + b"\xff\0"
    assert parse_mo(data, path="x.mo").messages[0].msgstr == ("\xff",)


GOOD = format_mo(read(HEADER + ENTRIES))


@given(st.binary(max_size=200) | st.builds(lambda cut: GOOD[:cut], st.integers(0, len(GOOD))))
def test_nothing_but_our_own_error_comes_out_of_bad_bytes(data):
    with contextlib.suppress(CatalogueError):
        parse_mo(data, path="x.mo")


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_nor_out_of_a_good_file_with_one_byte_changed(place, byte):
    with contextlib.suppress(CatalogueError):
        parse_mo(GOOD[:place] + bytes([byte]) + GOOD[place + 1 :], path="x.mo")


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\4"), max_size=30)
messages = st.builds(
    lambda key, context, plural, forms: Message(
        MessageKey("k" + key, context), plural, tuple("t" + form for form in (forms if plural is not None else forms[:1]))
    ),
    texts,
    st.none() | texts,
    st.none() | texts,
    st.lists(texts, min_size=1, max_size=3),
)


@given(st.lists(messages, max_size=12, unique_by=lambda message: message.key))
def test_what_is_compiled_is_read_back(entries):
    header = header_message([("Content-Type", "text/plain; charset=UTF-8")])
    catalogue = Catalogue("x", entries=tuple(Entry(message) for message in (header, *entries)))
    data = format_mo(catalogue)
    again = parse_mo(data, path="x.mo")
    assert {entry.message for entry in again.entries} == {entry.message for entry in catalogue.entries}
    assert format_mo(again) == data
    assert format_mo(parse_po(format_po(catalogue), path="x.po")) == data
