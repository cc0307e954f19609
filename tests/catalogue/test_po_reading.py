"""What the reader of PO files understands, and what it refuses."""

from __future__ import annotations

import contextlib
import pickle
import random
import shutil
import subprocess
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.catalogue import po_reader
from i18n_site.catalogue.po import format_po, parse_po, read_po
from i18n_site.errors import CatalogueError, CatalogueSyntaxError
from i18n_site.model import Entry, Message, MessageKey, Previous, Reference

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'

needs_gettext = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")


def read(text: str | bytes) -> list[Message]:
    """The messages behind `HEADER`; the bytes must come back as they were."""
    data = HEADER.encode() + (text.encode() if isinstance(text, str) else text)
    catalogue = parse_po(data, path="fr/news.po")
    assert format_po(catalogue) == data
    return list(catalogue.messages)


def only(text: str) -> Message:
    (message,) = read(text)
    return message


# -- what is understood


def test_every_part_of_an_entry_is_read():
    message = only(
        "# by a translator\n#\n#. from the source\n#: content/a.md:3 content/b.md\n#, fuzzy, python-format\n"
        '#| msgctxt "slug"\n#| msgid "old "\n#| "text"\n#| msgid_plural "olds"\n'
        'msgctxt "slug"\nmsgid ""\n"one \\"two\\"\\n"\n"three"\nmsgid_plural "many"\nmsgstr[0] "un"\nmsgstr[1] ""\n"d"\n"eux"\n'
    )
    assert message == Message(
        key=MessageKey('one "two"\nthree', "slug"),
        msgid_plural="many",
        msgstr=("un", "deux"),
        flags=("fuzzy", "python-format"),
        references=(Reference("content/a.md", 3), Reference("content/b.md")),
        extracted_comments=("from the source",),
        translator_comments=("by a translator", ""),
        previous=Previous("old text", "slug", "olds"),
        line=14,
    )


def test_the_line_is_that_of_msgid_in_usual_and_in_odd_entries():
    first, second = read('msgctxt "c"\nmsgid "usual"\nmsgstr ""\n\n\n  msgctxt "c"\n  msgid "odd"\nmsgstr ""\n')
    assert (first.line, second.line) == (5, 10)


def test_a_line_far_into_a_long_file_is_right():
    messages = read("".join(f'msgid "{number}"\nmsgstr ""\n\n' for number in range(2000)))
    assert [message.line for message in messages[::500]] == [4, 1504, 3004, 4504]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"\a\b\f\n\r\t\v\"\\", '\a\b\f\n\r\t\v"\\'),
        (r"\\n", r"\n"),
        (r"\101\x41\1234", "AAS4"),
        (r"\xc3\xa9\303\251", "éé"),
        (r"\x41424E", "N"),
        (r"\0", "\0"),
        ("a\\\nb", "ab"),
    ],
)
def test_escapes_are_read_as_gettext_reads_them(written, meant):
    assert only(f'msgid "k"\nmsgstr "{written}"\n').msgstr == (meant,)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("# C:\\\n# more\n", ("C:# more",)),
        ("# C:\\\\\n# more\n# last\n", ("C:\\# more", "last")),
        ("#\\\n\\\n one\n", ("one",)),
        ("# C:\\ \n# more\n", ("C:\\", "more")),
    ],
)
def test_a_comment_that_ends_in_a_backslash_goes_on_in_the_next_line(written, meant):
    message = only(written + 'ms\\\ngid "a" \\\n"b"\nmsgstr ""\n')
    assert (message.translator_comments, message.key.msgid) == (meant, "ab")


def test_lines_are_counted_where_a_newline_does_not_count_as_one():
    first, second = read('# \\\n#\\\n\nmsgid "a"\nmsgstr "\\\n"\nmsgid "b"\nmsgstr ""\n\\\n')
    assert (first.line, second.line) == (7, 10)
    with pytest.raises(CatalogueSyntaxError) as caught:
        read('# a\\\n\nmsgid "a"\nmsgstr "b" x\n')
    assert caught.value.line == 7


@needs_gettext
@pytest.mark.parametrize(
    "text",
    [
        '#~| #, perl-format\nmsgid "a"\nmsgstr "b"\n',
        '#| # note\nmsgid "o"\nmsgid "a"\nmsgstr "b"\n',
        '#~ # note\nmsgid "a"\nmsgstr "b"\n',
        '#~ # note\n#~ msgid "a"\n#~ msgstr "b"\n',
    ],
)
def test_a_mark_before_a_comment_holds_as_far_as_for_msgfmt(tmp_path, text):
    (tmp_path / "x.po").write_text(HEADER + text)
    done = subprocess.run(["msgfmt", "-o", tmp_path / "x.mo", tmp_path / "x.po"], check=False)
    if done.returncode:
        with pytest.raises(CatalogueSyntaxError):
            read(text)
    else:
        read(text)


def test_a_line_swallowed_by_a_comment_is_missed():
    with pytest.raises(CatalogueSyntaxError, match="without a msgid"):
        read('# C:\\\nmsgid "a"\nmsgstr "b"\n')


def test_before_crlf_a_backslash_joins_no_lines():
    data = (HEADER + '# C:\\\nmsgid "a"\nmsgstr "b"\n').replace("\n", "\r\n").encode()
    catalogue = parse_po(data, path="x.po")
    assert format_po(catalogue) == data
    assert catalogue.messages[0].translator_comments == ("C:\\",)


def test_an_escape_may_be_spread_over_two_strings():
    assert only('msgid "k"\nmsgstr "\\xc3" "\\xa9"\n').msgstr == ("é",)


def test_escapes_that_make_no_character_are_refused():
    with pytest.raises(CatalogueSyntaxError, match="make no character"):
        read('msgid "k"\nmsgstr "\\xff"\n')


def test_blanks_and_newlines_count_for_nothing():
    first, second = read('\f msgid\t"a" "b"\n\n  "c"msgstr"x" msgid "d" msgstr "y" # not of d\n')
    assert (first.key.msgid, first.msgstr) == ("abc", ("x",))
    assert (second.key.msgid, second.translator_comments) == ("d", ())


def test_a_string_may_go_on_behind_a_blank_line():
    assert only('msgid "k"\nmsgstr "a"\n\n"b"\n').msgstr == ("ab",)


def test_an_absent_context_is_not_an_empty_one():
    first, second = read('msgid "a"\nmsgstr ""\n\nmsgctxt ""\nmsgid "a"\nmsgstr ""\n')
    assert (first.key.msgctxt, second.key.msgctxt) == (None, "")


def test_an_empty_msgid_with_a_context_is_no_header():
    message = only('msgctxt "c"\nmsgid ""\nmsgstr "x"\n')
    assert not message.is_header


def test_duplicates_are_kept_and_so_is_a_second_header():
    data = (HEADER * 2 + 'msgid "a"\nmsgstr "1"\n\nmsgid "a"\nmsgstr "2"\n\n#~ msgid "a"\n#~ msgstr "3"\n').encode()
    entries = parse_po(data, path="x.po").entries
    assert [entry.message.msgstr[0][-1] for entry in entries] == ["\n", "\n", "1", "2", "3"]
    assert entries[-1].message.obsolete


def test_obsolete_entries_keep_comments_flags_and_previous_strings():
    message = only('# note\n#, fuzzy\n#~| msgctxt "c"\n#~| msgid "old"\n#~| "er"\n#~ msgid "a"\n#~ "b"\n#~ msgstr "c"\n#~ "d"\n')
    assert message.obsolete
    assert (message.key.msgid, message.msgstr) == ("ab", ("cd",))
    assert (message.translator_comments, message.flags) == (("note",), ("fuzzy",))
    assert message.previous == Previous("older", "c")


def test_an_obsolete_entry_on_one_line_and_marks_without_a_blank_are_read():
    first, second, third = read('#~ msgid "a" msgstr "b" msgid "c" msgstr "d"\n#~msgid "e"\n#~msgstr "f"\n')
    assert [message.obsolete for message in (first, second, third)] == [True] * 3


def test_comments_inside_an_obsolete_block_belong_to_its_entry():
    message = only('#~ # note\n#~ #: a.md:3\n#~ msgid "a"\n#~ msgstr "b"\n')
    assert (message.translator_comments, message.references) == (("note",), (Reference("a.md", 3),))


def test_a_name_with_blanks_stands_between_isolates():
    message = only('#: \u2068my file.md\u2069:12 \u2068other file\u2069 plain.md:3\nmsgid "a"\nmsgstr ""\n')
    assert message.references == (Reference("my file.md", 12), Reference("other file"), Reference("plain.md", 3))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a.c:007", Reference("a.c", 7)),
        ("a.c :12", Reference("a.c", 12)),
        ("a.c: 12", Reference("a.c:", None)),
        (r"C:\x.c:3", Reference(r"C:\x.c", 3)),
        ("a.c:x", Reference("a.c:x")),
        ("a.c:²", Reference("a.c:²")),
        ("a.c:" + "9" * 5000, Reference("a.c:" + "9" * 5000)),
    ],
)
def test_places_of_every_kind_are_read(written, meant):
    assert only(f'#: {written}\nmsgid "a"\nmsgstr ""\n').references[0] == meant


def test_flags_stand_on_any_number_of_lines_sticky_ones_too():
    message = only('#, fuzzy,c-format range:0..3\n#= no-wrap\n#, x-unknown\nmsgid "a"\nmsgstr ""\n')
    assert message.flags == ("fuzzy", "c-format", "range: 0..3", "no-wrap", "x-unknown")


def test_comments_behind_the_last_entry_are_the_tail():
    catalogue = parse_po((HEADER + "\n# bar\n\n").encode(), path="x.po")
    assert len(catalogue.entries) == 1
    assert catalogue.tail == b"\n\n# bar\n\n"


def test_a_domain_directive_is_passed_over():
    assert [message.key.msgid for message in read('domain "other"\n\nmsgid "a"\nmsgstr ""\n')] == ["a"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# only a comment\n", b"\xef\xbb\xbf"])
def test_a_file_without_entries_is_a_catalogue_without_entries(data):
    catalogue = parse_po(data, path="x.po")
    assert catalogue.entries == ()
    assert format_po(catalogue) == data


# -- bytes


def test_a_byte_order_mark_and_crlf_are_kept():
    data = b"\xef\xbb\xbf" + (HEADER + '# tr\nmsgid ""\n"a"\nmsgstr "b\\n"\n').replace("\n", "\r\n").encode()
    catalogue = parse_po(data, path="x.po")
    assert (catalogue.bom, catalogue.newline) == (True, "\r\n")
    assert catalogue.messages[0].msgstr == ("b\n",)
    assert catalogue.messages[0].translator_comments == ("tr",)
    assert format_po(catalogue) == data


def test_mixed_newlines_are_kept_and_do_not_reach_the_comments():
    message = only('# tr\r\n#, fuzzy\r\nmsgid "a"\r\nmsgstr "b"\n')
    assert (message.translator_comments, message.flags, message.msgstr) == (("tr",), ("fuzzy",), ("b",))


@pytest.mark.parametrize(
    ("declared", "charset", "text"),
    [
        ("ISO-8859-15", "iso-8859-15", "prix en €"),
        ("ISO_8859-15", "iso_8859-15", "prix en €"),
        ("KOI8-R", "koi8-r", "Привет"),
        ("EUC-JP", "euc-jp", "日本語"),
        ("Shift_JIS", "shift_jis", "表示ソ能"),
        ("GB18030", "gb18030", "中文"),
        ("windows-1252", "windows-1252", "œuvre…"),
    ],
)
def test_a_file_is_read_and_changed_in_its_own_character_set(declared, charset, text):
    start = f'msgid ""\nmsgstr "Content-Type: text/plain; charset={declared}\\n"\n\n'
    data = (start + f'# {text}\nmsgid "a"\nmsgstr "{text}"\n').encode(charset)
    catalogue = parse_po(data, path="x.po")
    assert catalogue.charset == charset
    assert catalogue.messages[0].msgstr == (text,)
    assert format_po(catalogue) == data
    entry = catalogue.entries[1]
    changed = replace(
        catalogue, entries=(catalogue.entries[0], replace(entry, message=replace(entry.message, msgstr=(text * 2,))))
    )
    assert format_po(changed) == data.replace(f'"{text}"'.encode(charset), f'"{text * 2}"'.encode(charset))


def test_a_character_that_can_be_written_in_two_ways_keeps_its_bytes():
    # NEC and IBM both put a circled Roman numeral into Shift_JIS; Python writes only one of the two.
    start = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=CP932\\n"\n\n'
    data = start + b'msgid "a \xfa\x4a"\nmsgstr "\x87\x54"\n\nmsgid "b"\nmsgstr "x"\n'
    assert format_po(parse_po(data, path="x.po")) == data


def test_a_declaration_spread_over_two_strings_is_found():
    data = b'msgid ""\nmsgstr "Content-Type: text/plain; char"\n"set=ISO-8859-1\\n"\n\nmsgid "a"\nmsgstr "\xe9"\n'
    assert parse_po(data, path="x.po").messages[0].msgstr == ("é",)


@pytest.mark.parametrize("charset", ["CHARSET", "foobar", "utf-7", "unicode_escape", "rot13", "punycode", "utf-16", ""])
def test_an_unusable_declaration_falls_back_to_utf_8_and_then_to_plain_bytes(charset):
    start = f'msgid ""\nmsgstr "Content-Type: text/plain; charset={charset}\\n"\n\nmsgid "a"\n'.encode()
    for translation, meant in (('"é+AGE-"', "é+AGE-"), (b'"\xe9"', "é")):
        data = start + b"msgstr " + (translation.encode() if isinstance(translation, str) else translation) + b"\n"
        catalogue = parse_po(data, path="x.po")
        assert catalogue.messages[0].msgstr == (meant,)
        assert format_po(catalogue) == data


def test_a_byte_without_meaning_in_a_comment_survives_a_change_of_its_entry():
    data = HEADER.encode() + b'# \xff\nmsgid "a"\nmsgstr ""\n'
    catalogue = parse_po(data, path="x.po")
    entry = catalogue.entries[1]
    changed = replace(catalogue, entries=(catalogue.entries[0], replace(entry, message=replace(entry.message, msgstr=("b",)))))
    assert format_po(changed) == data.replace(b'msgstr ""\n', b'msgstr "b"\n')


# -- what is refused


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('msgid "a\nmsgstr "b"\n', 4, 7, "string is not closed"),
        ('msgid "a"\nmsgstr "b', 5, 8, "string is not closed"),
        ('msgid "a"\nmsgstr "b"\n"c\n', 6, 1, "string is not closed"),
        ('<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n', 4, 1, "conflict marker"),
        ('msgid "a"\n=======\nmsgstr "b"\n', 5, 1, "conflict marker"),
        ('msgid "a"\nmsgstr "b"\n>>>>>>> theirs\n', 6, 1, "conflict marker"),
        ('msgid "a"\nmsgstr', 5, 7, "the file ends where the text of msgstr should be"),
        ('msgid "a"\n', 5, 1, "no msgstr"),
        ('msgid "a"\nmsgid_plural "b"\n', 6, 1, r"no msgstr\[0\]"),
        ('msgstr "a"\n', 4, 1, "without a msgid"),
        ('msgid "a"\nmsgstr "b"\nmsgstr "c"\n', 6, 1, "without a msgid"),
        ('msgid "a"\n\n# in between\nmsgstr "b"\n', 6, 1, "no msgstr"),
        ('msgctxt "a"\nmsgstr "b"\n', 5, 1, "where msgid should be"),
        ('msgid "a"\nmsgstr "\\q"\n', 5, 9, r"\\q is no escape"),
        ('msgid "a"\nmsgstr "\\xZ"\n', 5, 9, r"\\x is no escape"),
        ('msgid "a"\nmsgstr "x\ry"\n', 5, 10, "carriage return"),
        ('msgid "a"\nmsgstr "x\0y"\n', 5, 10, "NUL"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[1] ""\n', 6, 1, r"msgstr\[1\] stands where msgstr\[0\]"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[2] ""\n', 7, 1, r"msgstr\[2\] stands where msgstr\[1\]"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[0] ""\n', 7, 1, r"msgstr\[0\] stands where msgstr\[1\]"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr ""\n', 6, 1, "has no number"),
        ('msgid "a"\nmsgstr[0] ""\n', 5, 7, "without msgid_plural"),
        ('msgid "a"\nmsgstr "b"\nhello world\n', 6, 1, "'hello' has no meaning"),
        ('msgid a\nmsgstr "b"\n', 4, 7, "'a' where the text of msgid should be"),
        ('msgid "a" 7\nmsgstr "b"\n', 4, 11, "'7' has no meaning"),
        ('#~ msgid "a"\nmsgstr "b"\n', 5, 8, "only in part obsolete"),
        ('msgid "a"\n#~ msgstr "b"\n', 5, 11, "only in part obsolete"),
        ('#| msgid "a"\n#~ msgid "b"\n#~ msgstr "c"\n', 5, 4, "only in part obsolete"),
        ('#| msgid "a"\n', 5, 1, "where msgid should be"),
        ('#| msgctxt "a"\nmsgid "b"\nmsgstr ""\n', 5, 1, "previous msgid"),
        ('#| msgid "a"\n# comment\nmsgid "b"\nmsgstr ""\n', 5, 1, "where msgid should be"),
        ("#~ foo\n", 4, 4, "'foo' has no meaning"),
    ],
)
def test_what_msgfmt_refuses_is_refused_with_its_place_and_advice(text, line, column, message):
    with pytest.raises(CatalogueSyntaxError, match=message) as caught:
        parse_po((HEADER + text).encode(), path="fr/news.po")
    error = caught.value
    assert (error.path, error.line, error.column) == ("fr/news.po", line, column)
    assert error.advice


def test_bytes_that_are_not_of_the_declared_character_set_are_refused_with_their_place():
    with pytest.raises(CatalogueSyntaxError, match="no utf-8") as caught:
        parse_po(HEADER.encode() + b'msgid "a"\nmsgstr "b\xff"\n', path="x.po")
    assert (caught.value.line, caught.value.column) == (5, 10)


def test_utf_16_is_refused_with_advice():
    with pytest.raises(CatalogueSyntaxError, match="save the file as UTF-8"):
        parse_po((HEADER + 'msgid "a"\nmsgstr "b"\n').encode("utf-16"), path="x.po")


def test_a_missing_file_is_an_error_of_ours(tmp_path):
    with pytest.raises(CatalogueError, match="cannot be read"):
        read_po(tmp_path / "none.po")


def test_hostile_sizes_are_refused(monkeypatch):
    monkeypatch.setattr(po_reader, "MAX_ENTRIES", 3)
    with pytest.raises(CatalogueSyntaxError, match="more than 3 entries"):
        parse_po((HEADER + 'msgid "a"\nmsgstr ""\n' * 3).encode(), path="x.po")
    monkeypatch.setattr(po_reader, "MAX_ENTRY", 1000)
    with pytest.raises(CatalogueSyntaxError, match="more than 1000 characters"):
        parse_po((HEADER + f'msgid "{"a" * 1000}"\nmsgstr ""\n').encode(), path="x.po")


def test_long_odd_files_are_read_in_linear_time():
    # 30,000 entries on one line, which no expression takes at a glance, and a string of 200,000 pieces.
    many = parse_po(b'msgid "a" msgstr "b" ' * 30_000, path="x.po")
    assert len(many.entries) == 30_000
    assert parse_po(b'msgid "a"\nmsgstr ' + b' "x"' * 200_000, path="x.po").messages[0].msgstr == ("x" * 200_000,)


# -- entries are read when somebody looks, which nobody notices


def test_an_entry_equals_its_like_made_in_memory_and_can_be_copied():
    entry = parse_po(b'msgid "a"\nmsgstr "b"\n', path="x.po").entries[0]
    like = Entry(entry.message, entry.raw, entry.parsed)
    assert entry == like
    assert like == entry
    assert hash(entry) == hash(like)
    assert pickle.loads(pickle.dumps(entry)) == entry
    changed = replace(entry, message=replace(entry.message, msgstr=("c",)))
    assert type(changed) is Entry
    assert (changed.raw, changed.parsed) == (entry.raw, entry.message)


# -- the laws, on files that nobody would write

PIECES = [
    *('"', "\n", "\\", "#", "#~", "#|", "#~|", " ", "msgid", "msgstr", "msgctxt", "msgid_plural", "[0]", "[1]", '"x"', "\r\n"),
    *('msgid "a"\n', 'msgstr "b"\n', 'msgid_plural "c"\n', 'msgstr[0] "d"\n', 'msgstr[1] "e"\n', '#~ msgid "f"\n'),
    *('#~ msgstr "g"\n', '#| msgid "h"\n', "#, fuzzy\n", "# é日\n", "#: a:1\n", 'domain "x"\n', "é", "\\x41", "\\777", "\f"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_whatever_is_read_is_written_back_to_the_byte(text):
    data = text.encode()
    with contextlib.suppress(CatalogueSyntaxError):
        assert format_po(parse_po(data, path="x.po")) == data


@needs_gettext
def test_msgfmt_refuses_nothing_that_is_read(tmp_path):
    chance = random.Random(22)
    base = (
        HEADER + '# t\n#, c-format\n#| msgid "o"\n#| "p"\nmsgctxt "c"\nmsgid "a \\"b\\"\\n"\n"c"\nmsgstr "d\\n"\n\n'
        'msgid "e"\nmsgid_plural "f"\nmsgstr[0] "g"\nmsgstr[1] "h"\n\n#~| msgid "i"\n#~ msgid "j"\n#~ "k"\n#~ msgstr "l"\n'
    )
    refusals = 0
    for number in range(150):
        place = chance.randrange(len(HEADER), len(base))
        text = base[:place] + chance.choice([chance.choice(PIECES), ""]) + base[place + chance.choice([0, 0, 1, 3]) :]
        path = tmp_path / f"{number}.po"
        path.write_text(text, newline="")
        done = subprocess.run(["msgfmt", "-o", "/dev/null", path], capture_output=True, text=True, check=False)
        # Duplicates are kept on purpose, and newlines are for `check` to judge.
        if done.returncode and "duplicate" not in done.stderr and "both" not in done.stderr:
            refusals += 1
            with pytest.raises(CatalogueSyntaxError):
                read_po(path)
    assert refusals > 20
