"""How PO files are written: untouched bytes stay, changed entries are gettext's to the byte."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.catalogue import po_writer
from i18n_site.catalogue.po import format_po, header_fields, header_message, parse_po, read_po, set_header_field, write_po
from i18n_site.errors import CatalogueError, CatalogueSyntaxError, WriteError
from i18n_site.model import Catalogue, Entry, Message, MessageKey, Previous, Reference
from support.corpora import corpus

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'

needs_msgcat = pytest.mark.skipif(shutil.which("msgcat") is None, reason="GNU gettext is not installed")


def catalogue_of(*messages: Message) -> Catalogue:
    header = header_message([("Content-Type", "text/plain; charset=UTF-8")])
    return Catalogue("news", entries=tuple(Entry(message) for message in (header, *messages)))


def message(msgid: str, text: str = "", **parts: object) -> Message:
    return replace(Message(MessageKey(msgid), msgstr=(text,)), **parts)


def change(catalogue: Catalogue, place: int, **parts: object) -> Catalogue:
    entries = list(catalogue.entries)
    entries[place] = replace(entries[place], message=replace(entries[place].message, **parts))
    return replace(catalogue, entries=tuple(entries))


def body(*messages: Message) -> str:
    return format_po(catalogue_of(*messages)).decode().removeprefix(HEADER)


def read(text: str) -> Catalogue:
    return parse_po((HEADER + text).encode(), path="fr/news.po")


def msgcat(path: Path) -> bytes:
    # --force-po: without it a catalogue that holds only a header is written as nothing.
    return subprocess.run(["msgcat", "--force-po", path], capture_output=True, check=True).stdout


# -- one entry


def test_the_parts_of_an_entry_come_in_gettexts_order():
    full = message(
        "one",
        msgid_plural="many",
        msgstr=("un", "des"),
        flags=("python-format", "fuzzy"),
        references=(Reference("./a.md", 3), Reference("my file.md"), Reference("a.md", 3)),
        extracted_comments=("heading",),
        translator_comments=("note", ""),
        previous=Previous("on", "c", "man"),
        key=MessageKey("one", "slug"),
    )
    assert body(full) == (
        "# note\n#\n#. heading\n#: a.md:3 \u2068my file.md\u2069\n#, fuzzy, python-format\n"
        '#| msgctxt "c"\n#| msgid "on"\n#| msgid_plural "man"\n'
        'msgctxt "slug"\nmsgid "one"\nmsgid_plural "many"\nmsgstr[0] "un"\nmsgstr[1] "des"\n'
    )


def test_an_obsolete_entry_stands_behind_its_marks():
    old = message("one\n", "un\n" * 2, obsolete=True, previous=Previous("o"), flags=("fuzzy",))
    assert body(old) == '#, fuzzy\n#~| msgid "o"\n#~ msgid "one\\n"\n#~ msgstr ""\n#~ "un\\n"\n#~ "un\\n"\n'


def test_every_escape_is_written_as_gettext_writes_it():
    assert body(message("a", '\a\b\f\n\r\t\v"\\\0')) == 'msgid "a"\nmsgstr ""\n"\\a\\b\\f\\n"\n"\\r\\t\\v\\"\\\\\\000"\n'


def test_unknown_flags_stand_behind_those_that_gettext_knows():
    flags = ("x-mine", "no-wrap", "range: 0..3", "php-format", "c-format", "fuzzy", "no-python-format")
    assert body(message("a", "b", flags=flags)).startswith(
        "#, fuzzy, c-format, no-python-format, php-format, range: 0..3, no-wrap, x-mine\n"
    )


def test_previous_strings_without_a_msgid_get_the_msgid_that_has_not_changed():
    assert body(message("a", "b", previous=Previous(msgctxt="c"))).startswith('#| msgctxt "c"\n#| msgid "a"\n')
    assert body(message("a", "b", previous=Previous())) == 'msgid "a"\nmsgstr "b"\n'


def test_forms_without_a_plural_are_refused_and_a_plural_without_forms_gets_one():
    with pytest.raises(CatalogueError, match="no msgid_plural"):
        body(message("a", msgstr=("b", "c")))
    assert body(message("a", msgid_plural="as", msgstr=())).endswith('msgstr[0] ""\n')
    assert body(message("a", msgstr=())).endswith('msgstr ""\n')


@pytest.mark.parametrize("evil", ["\n", "\r", "\r\n", "\n\r", "\0", "\n#~ "])
def test_nothing_in_a_comment_a_flag_or_a_place_can_forge_an_entry(evil):
    forged = f'x{evil}msgid "forged"{evil}msgstr "forged"{evil}'
    entry = message(
        "a",
        "b",
        translator_comments=(forged,),
        extracted_comments=(forged,),
        flags=(forged, "fuzzy"),
        references=(Reference(forged, 3),),
    )
    data = format_po(catalogue_of(entry))
    (found,) = parse_po(data, path="x.po").messages
    assert (found.key, found.msgstr) == (entry.key, entry.msgstr)
    assert b"\r" not in data
    assert all(line.startswith("#") for line in data.decode().splitlines() if "forged" in line)


def test_a_header_field_cannot_forge_another():
    changed = set_header_field(catalogue_of(), "Language-Team", "French\nX-Evil: yes")
    assert changed.header_field("X-Evil") is None
    assert changed.header_field("Language-Team") == "French X-Evil: yes"


# -- whole files


def test_a_change_touches_its_entry_only():
    text = (
        "# odd   spacing\nmsgid   'a'\n".replace("'", '"')
        + 'msgstr "1"\n\n\n\n#,fuzzy\nmsgid "b"\nmsgstr    "2"\nmsgid "c" msgstr "3"\n'
    )
    changed = change(read(text), 2, msgstr=("zwei",))
    assert format_po(changed).decode() == HEADER + text.replace(
        '#,fuzzy\nmsgid "b"\nmsgstr    "2"', '#, fuzzy\nmsgid "b"\nmsgstr "zwei"'
    )


def test_a_change_that_is_taken_back_changes_no_byte():
    catalogue = read('msgid   "a"\nmsgstr "b"\n')
    there = change(catalogue, 1, msgstr=("c",))
    assert format_po(change(there, 1, msgstr=("b",))) == format_po(catalogue)


def test_a_changed_entry_keeps_crlf_byte_order_mark_and_character_set():
    data = b"\xef\xbb\xbf" + (HEADER + 'msgid "a"\nmsgstr ""\n').replace("\n", "\r\n").encode()
    changed = change(parse_po(data, path="x.po"), 1, msgstr=("é\n",), translator_comments=("1\n2",))
    assert format_po(changed) == data.replace(b'msgid "a"\r\nmsgstr ""', '# 1\r\n# 2\r\nmsgid "a"\r\nmsgstr "é\\n"'.encode())


def test_a_character_without_a_place_in_the_character_set_is_refused_with_advice():
    data = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n\nmsgid "a"\nmsgstr ""\n'
    changed = change(parse_po(data, path="fr/news.po"), 1, msgstr=("日",))
    with pytest.raises(CatalogueError, match="cannot be written in iso-8859-1") as caught:
        format_po(changed)
    assert (caught.value.path, caught.value.line) == ("fr/news.po", 4)
    with pytest.raises(CatalogueError, match="cannot be written"):
        format_po(catalogue_of(message("\udcff", "x")))


def test_sticky_flags_and_domains_and_blank_lines_survive_a_change():
    text = '\n\n# note\n#, fuzzy\n#= python-format, no-wrap\nmsgid "a"\nmsgstr "b"\n\ndomain "two"\n\nmsgid "c"\nmsgstr "d"\n'
    changed = change(change(read(text), 1, flags=("python-format", "no-wrap")), 2, msgstr=("e",))
    assert format_po(changed).decode() == HEADER + text.replace("#, fuzzy\n", "").replace(
        'domain "two"\n\nmsgid "c"\nmsgstr "d"', 'domain "two"\nmsgid "c"\nmsgstr "e"'
    )


def test_new_entries_stand_behind_a_blank_line_wherever_they_are_put():
    catalogue = parse_po(b'msgid "b"\nmsgstr ""\nmsgid "d"\nmsgstr ""', path="x.po")
    b, d = catalogue.entries
    a, c, e = (Entry(message(letter)) for letter in "ace")
    text = format_po(replace(catalogue, entries=(a, b, c, d, e))).decode()
    assert text == "\n".join(f'msgid "{letter}"\nmsgstr ""\n' for letter in "abcde")


def test_entries_that_are_moved_stay_entries():
    catalogue = parse_po(
        b'msgid "a"\nmsgstr ""\n\nmsgid "b" msgstr "" msgid "c" msgstr ""\n\n#~ msgid "d"\n#~ msgstr "x"', path="x.po"
    )
    a, b, c, d = catalogue.entries
    for entries in ((d, c, b, a), (c, d, a, b), (b, d, c, a), (a, c)):
        again = parse_po(format_po(replace(catalogue, entries=entries)), path="x.po")
        assert [entry.message.key for entry in again.entries] == [entry.message.key for entry in entries]
        assert [entry.message.obsolete for entry in again.entries] == [entry.message.obsolete for entry in entries]


def test_an_obsolete_entry_that_borrowed_its_mark_gets_its_own_when_its_neighbour_changes():
    catalogue = read('#~ msgid "a" msgstr "b" msgid "c" msgstr "d"\n')
    again = parse_po(format_po(change(catalogue, 1, msgstr=("x",))), path="x.po")
    assert [(entry.key.msgid, entry.obsolete) for entry in again.messages] == [("a", True), ("c", True)]


def test_comments_behind_the_last_entry_stay_behind_it():
    text = 'msgid "a"\nmsgstr "b"\n\n# the end\n'
    assert format_po(change(read(text), 1, msgstr=("c",))).decode() == HEADER + text.replace('"b"', '"c"')


# -- files


def test_an_unchanged_catalogue_is_not_written(tmp_path):
    path = tmp_path / "news.po"
    path.write_text(HEADER)
    before = path.stat().st_mtime_ns
    catalogue = read_po(path)
    assert catalogue.domain == "news"
    assert write_po(path, catalogue) is False
    assert path.stat().st_mtime_ns == before
    assert write_po(path, set_header_field(catalogue, "Language", "fr")) is True
    assert read_po(path).header_field("Language") == "fr"


def test_a_text_that_cannot_be_written_leaves_the_old_file(tmp_path):
    path = tmp_path / "news.po"
    path.write_text(HEADER)
    with pytest.raises(CatalogueError):
        write_po(path, catalogue_of(message("\ud800")))
    assert path.read_text() == HEADER


def test_a_link_out_of_the_site_is_not_followed(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "news.po").symlink_to(tmp_path / "elsewhere.po")
    with pytest.raises(WriteError):
        write_po(tmp_path / "site" / "news.po", catalogue_of(), root=tmp_path / "site")


# -- the header


def test_a_field_is_set_in_its_place_and_the_others_keep_their_bytes():
    text = 'msgid ""\nmsgstr ""\n"X-One: 1\\n"\n"language:  de\\n"\n"No colon\\n"\n"X-Two: "\n"2\\n"\n'
    catalogue = parse_po(text.encode(), path="x.po")
    assert header_fields(catalogue) == (("X-One", "1"), ("language", "de"), ("X-Two", "2"))
    changed = set_header_field(set_header_field(catalogue, "Language", "fr"), "X-New", "3")
    assert header_fields(changed) == (("X-One", "1"), ("Language", "fr"), ("X-Two", "2"), ("X-New", "3"))
    assert "No colon" in format_po(changed).decode()


def test_a_catalogue_without_a_header_gets_one():
    catalogue = set_header_field(parse_po(b'msgid "a"\nmsgstr ""\n', path="x.po"), "Language", "fr")
    assert format_po(catalogue) == b'msgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "a"\nmsgstr ""\n'


# -- laws

texts = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('\n\t\r"\\\a\0\u0301\u200d日ー。é -/%{}\u2028'), max_size=120
)
lines = texts.map(lambda text: "".join(character for character in text if character not in "\r\n\0"))
paths = st.sampled_from(["content/news/a.md", "my file.md", "日本.md", "a:12", ":3", "C:\\x", "a\u00a0b", "x" * 90])
flags = st.tuples(
    st.sampled_from([(), ("fuzzy",)]),
    st.sampled_from([(), ("python-format",), ("c-format", "no-php-format"), ("python-brace-format",)]),
    st.sampled_from([(), ("range: 0..9",)]),
    st.sampled_from([(), ("no-wrap",)]),
    st.sampled_from([(), ("x-unknown", "other")]),
).map(lambda parts: sum(parts, ()))
messages = st.builds(
    Message,
    key=st.builds(MessageKey, texts.map(lambda text: "k" + text), st.none() | texts),
    flags=flags,
    references=st.lists(st.builds(Reference, paths, st.none() | st.integers(0, 10**6)), max_size=4, unique=True).map(tuple),
    extracted_comments=st.lists(lines, max_size=2).map(tuple),
    translator_comments=st.lists(lines, max_size=2).map(tuple),
    previous=st.none() | st.builds(Previous, texts, st.none() | texts, st.none() | texts),
    obsolete=st.booleans(),
)
plain = st.builds(lambda entry, text: replace(entry, msgstr=(text,)), messages, texts)
plural = st.builds(
    lambda entry, text, forms: replace(entry, msgid_plural=text, msgstr=tuple(forms)),
    messages,
    texts,
    st.lists(texts, min_size=1, max_size=8),
)
catalogues = st.builds(
    lambda entries, newline, bom: replace(catalogue_of(*entries), newline=newline, bom=bom),
    st.lists(plain | plural, max_size=4),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)


@given(catalogues)
def test_what_is_written_is_read_back(catalogue):
    data = format_po(catalogue)
    again = parse_po(data, path="x.po")
    assert [replace(entry.message, line=None) for entry in again.entries] == [entry.message for entry in catalogue.entries]
    assert (again.bom, again.tail) == (catalogue.bom, b"")
    assert format_po(again) == data


@given(
    st.lists(messages | plain | plural, min_size=1), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["utf-8", "iso-8859-15"])
)
def test_entries_that_are_made_together_are_written_as_each_by_itself(some, newline, charset):
    def write(*messages: Message) -> bytes | None:
        try:
            return format_po(Catalogue("news", charset=charset, newline=newline, entries=tuple(Entry(one) for one in messages)))
        except CatalogueError:
            return None

    alone = [write(one) for one in some]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(po_writer, "_MANY", 0)
        assert write(*some) == (None if None in alone else newline.encode().join(alone))
    assert write(*some) == (None if None in alone else newline.encode().join(alone))


@given(catalogues)
def test_writing_is_settled_after_the_first_time(catalogue):
    again = parse_po(format_po(replace(catalogue, newline="\n", bom=False)), path="x.po")
    anew = replace(again, entries=tuple(Entry(entry.message) for entry in again.entries))
    assert format_po(anew) == format_po(again)


# -- the oracle


@needs_msgcat
def test_the_canonical_form_is_msgcats(tmp_path):
    path = tmp_path / "x.po"
    long = "The co-operative is owned by its worker-members (see www.example.org/a/very/long/path), who decide “together”: "
    entries = [
        message(long, long * 3 + "\n" + long, flags=("fuzzy", "x-unknown"), references=(Reference("a.md", 3),) * 2),
        message("日" * 50, "組合は、労働者である組合員が「所有」する。" * 6, translator_comments=("", " x")),
        message("ภาษาไทย " * 20, "e\u0301" * 90, previous=Previous(long)),
        message("retired", long, obsolete=True, extracted_comments=("gone",), flags=("range: 0..3", "fuzzy")),
        message("retired and empty", obsolete=True),
        message("fuzzy and empty", flags=("fuzzy", "possible-c-format")),
        message(long + "2", "%(a b)s" * 30, flags=("python-format",)),
        message(long + "3", long * 2, flags=("no-wrap",), msgid_plural=long * 2),
        message("x" * 68, "x" * 69),
        message("y" * 72, "y" * 35 + " " + "y" * 34),
        message("z\n", "z" * 300),
        message("\u05e9\u05dc\u05d5\u05dd " * 30, "👩‍💻👍🏽🇫🇷🇬🇷" * 12),
    ]
    catalogue = catalogue_of(*entries)
    path.write_bytes(format_po(catalogue))
    assert format_po(catalogue, canonical=True) == msgcat(path)


@needs_msgcat
def test_the_canonical_form_of_crlf_is_lf(tmp_path):
    path = tmp_path / "x.po"
    path.write_bytes((HEADER + 'msgid "a"\nmsgstr "b"\n').replace("\n", "\r\n").encode())
    assert format_po(read_po(path), canonical=True) == msgcat(path)


@needs_msgcat
@pytest.mark.parametrize(
    "text",
    [
        '# one\n#\n#. two\n#: a.c:12 b.c\n#, fuzzy\n#~| msgid "o"\n#~ msgid "a"\n#~ msgstr "b"\n',
        '# one\n#\n#.\n#. two\n#: a.c:12 b.c\n#: ./a.c:13\n#, fuzzy\n#| msgid "o"\nmsgid "a"\nmsgstr "b"\n',
    ],
)
def test_the_canonical_form_has_carriage_returns_where_msgcat_leaves_them(tmp_path, text):
    path = tmp_path / "x.po"
    path.write_bytes((HEADER + text).replace("\n", "\r\n").encode())
    assert format_po(read_po(path), canonical=True) == msgcat(path)


@needs_msgcat
@pytest.mark.parametrize(
    "flags",
    [
        "#, fuzzy, c-format\n#, python-format\n",
        "#, c-format\n#, fuzzy\n",
        "#, fuzzy\n# between\n#! no-wrap\n#: a.c:1\n",
        "#, c-format, no-c-format, no-python-format, python-format\n",
        "#, c-format\n#= no-wrap\n",
        "#, range: 0..3, range: 0..4\n",
    ],
)
def test_the_canonical_form_has_the_flags_that_msgcat_takes_for_the_last(tmp_path, flags):
    path = tmp_path / "x.po"
    path.write_text(HEADER + flags + 'msgid "a"\nmsgstr "b"\n')
    assert format_po(read_po(path), canonical=True) == msgcat(path)


@needs_msgcat
@pytest.mark.parametrize(
    "places",
    [
        "\u2068my file.c\u2069:1 \u2068my other.c\u2069:3",
        "a.c:1 \u2068my\tfile.c\u2069:3",
        "\u2068" + "long path " * 9 + ".c\u2069:7",
    ],
)
def test_the_canonical_form_has_the_words_of_a_path_as_msgcat_tells_them_apart(tmp_path, places):
    path = tmp_path / "x.po"
    path.write_text(f'{HEADER}#: {places}\nmsgid "a"\nmsgstr "b"\n', encoding="utf-8")
    assert format_po(read_po(path), canonical=True) == msgcat(path)


def test_a_changed_entry_keeps_the_flags_of_all_its_lines():
    catalogue = read('#, fuzzy\n#, c-format\nmsgid "a"\nmsgstr "b"\n')
    assert "#, fuzzy, c-format\n" in format_po(change(catalogue, 1, msgstr=("c",))).decode()
    assert "#, fuzzy, c-format\n" in format_po(change(catalogue, 1, msgstr=("c",)), canonical=True).decode()


@pytest.mark.parametrize("canonical", [False, True])
def test_no_comment_swallows_the_line_behind_it(canonical):
    parts = {"translator_comments": ("C:\\", "D:\\  "), "extracted_comments": ("\\",), "references": (Reference("dir\\"),)}
    written = catalogue_of(message("a", "b", flags=("x\\",), **parts))
    (back,) = parse_po(format_po(written, canonical=canonical), path="x.po").messages
    assert (back.key.msgid, back.msgstr, back.references) == ("a", ("b",), (Reference("dir\\"),))
    assert (back.translator_comments, back.extracted_comments) == (("C:\\", "D:\\  "), ("\\",))


def corpus_files() -> list[Path]:
    folders = (corpus("polib-tests"), corpus("comprehensive-rust"))
    return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in (".po", ".pot"))


def test_every_file_of_the_corpora_is_written_back_to_the_byte():
    refused = []
    for path in corpus_files():
        try:
            catalogue = read_po(path)
        except CatalogueSyntaxError:
            refused.append(path.name)
            continue
        assert format_po(catalogue) == path.read_bytes(), path
    assert refused == ["test_syntax_error1.po"]


@needs_msgcat
def test_the_corpora_in_canonical_form_are_msgcats_entry_by_entry():
    same = total = 0
    for path in corpus_files():
        done = subprocess.run(["msgcat", "--force-po", path], capture_output=True, check=False)
        if done.returncode:
            continue
        theirs, ours = (data.split(b"\n\n") for data in (done.stdout, format_po(read_po(path), canonical=True)))
        assert len(theirs) == len(ours), path
        total += len(theirs)
        same += sum(a == b for a, b in zip(theirs, ours, strict=True))
    # The one entry has two `#,` lines: msgcat forgets the first, which would drop a flag.
    assert total - same <= 1
    assert total > 1000
