"""Lines break where libunistring, and so gettext, breaks them."""

from __future__ import annotations

import ctypes
import ctypes.util
import random
import shutil
import subprocess
import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.catalogue.po_writer import string_lines
from i18n_site.catalogue.wrapping import column_widths, fill, fill_all, fits, opportunities


def test_spaces_stay_at_the_end_of_the_line_and_count():
    assert fill("aaaa bbbb   cc", width=8) == ["aaaa ", "bbbb   ", "cc"]
    assert fill("aaaa bbbb   cc", width=12) == ["aaaa bbbb   ", "cc"]


def test_a_piece_without_an_opportunity_passes_the_width_uncut():
    assert fill("a " + "b" * 20 + " c", width=10) == ["a ", "b" * 20 + " ", "c"]
    assert fill("b" * 20, width=10) == ["b" * 20]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("worker-members", ["worker-", "members"]),
        ("1-2", ["1-2"]),
        ("and/or", ["and/", "or"]),
        ("a (b) [c]", ["a ", "(b) ", "[c]"]),
        ("wait! what? yes", ["wait! ", "what? ", "yes"]),
        ("a\u00a0b c", ["a\u00a0b ", "c"]),
        ("a\u202f: b", ["a\u202f: ", "b"]),
        ("« a » b", ["« ", "a ", "» ", "b"]),
        ("日本語、です。", ["日", "本", "語、", "で", "す。"]),
        ("「日」ー", ["「日」ー"]),
        ("ภาษาไทย a", ["ภาษาไทย ", "a"]),
        ("e\u0301e \u0301e", ["e\u0301e ", "\u0301e"]),
        ("🇫🇷🇬🇷", ["🇫🇷", "🇬🇷"]),
        ("👩‍💻👍🏽", ["👩‍💻", "👍🏽"]),
        ("a\u200bb", ["a\u200b", "b"]),
        ("\u05d0-\u05d1 a", ["\u05d0-\u05d1 ", "a"]),
    ],
)
def test_breaks_fall_where_unicode_has_them(text, pieces):
    places = [0, *opportunities(text), len(text)]
    assert [text[start:end] for start, end in pairwise(places)] == pieces


def test_no_line_begins_at_a_held_place():
    assert fill("aa bb cc", width=4, held={3}) == ["aa bb ", "cc"]
    assert fill("日本語日本語", width=4, held={2}) == ["日", "本語", "日本", "語"]


def test_a_string_fits_when_it_is_short_or_has_nowhere_to_break():
    assert fits("a b", column=6, width=9)
    assert not fits("a b", column=7, width=9)
    assert fits("aaaa", column=7, width=9)
    assert fits("a b", column=7, width=9, held={2})


def test_columns_are_those_of_a_terminal():
    assert column_widths("aé日ｱ\u0301\u200d가😀") == [1, 1, 2, 1, 0, 0, 2, 2]


def test_a_text_of_exactly_the_page_stays_on_one_line():
    assert string_lines("msgid", "a " + "b" * 69) == ['msgid "a ' + "b" * 69 + '"']
    assert string_lines("msgid", "a " + "b" * 70) == ['msgid ""', '"a ' + "b" * 70 + '"']
    assert string_lines("msgid", "a " + "b" * 66, prefix="#~ ") == ['#~ msgid "a ' + "b" * 66 + '"']
    assert string_lines("msgid", "a " + "b" * 67, prefix="#~ ")[0] == '#~ msgid ""'


def test_no_line_ends_inside_an_escape_or_just_before_the_last_newline():
    for length in range(60, 80):
        for line in string_lines("msgid", "x" * length + ' "\\\\\\ \t\t\n' + "y z\n")[1:]:
            text = line[1:-1]
            assert (len(text) - len(text.rstrip("\\"))) % 2 == 0
            assert text != "\\n"


def test_directives_stay_whole_only_where_the_entry_has_the_flag():
    text = "x" * 70 + " %(two words)s"
    assert string_lines("msgid", text, flags=("python-format",))[-1] == '"%(two words)s"'
    assert string_lines("msgid", text)[-1] == '"words)s"'
    assert string_lines("msgid", "x" * 70 + " %(two words)s", flags=("possible-python-format",))[-1] == '"%(two words)s"'


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="gettext is not installed")
@pytest.mark.parametrize("flag", ["c-format", "objc-format"])
@pytest.mark.parametrize(
    "directive",
    ["% .3<PRIu64>", "% .3<PRIu65>", "% .3<PRIfoo>", "% zzd", "% 5lhd", "% Zu", "% @", "% y", "%1$ *2$d", "%*.<PRIdMAX>"],
)
def test_lines_break_in_a_directive_of_c_where_gettext_breaks_them(tmp_path, flag, directive):
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    texts = [f"{'x' * length} {directive} more" for length in range(58, 78)]
    entries = (["", f"#, {flag}", *string_lines("msgid", text, flags=(flag,)), 'msgstr ""', ""] for text in texts)
    path = tmp_path / "x.po"
    path.write_text(header + "".join("\n".join(lines) for lines in entries), encoding="utf-8")
    assert path.read_bytes() == subprocess.run(["msgcat", path], capture_output=True, check=True).stdout


def test_for_directives_in_braces_gettext_keeps_whole_what_stands_at_the_beginning():
    text = "x" * 60 + " {order.code_of_it}"
    assert string_lines("msgid", text, flags=("python-brace-format",))[1:] == [f'"{"x" * 60} {{order."', '"code_of_it}"']
    for directive, first in (("{ab}", '"é.é' + "x" * 90 + ' "'), ("{a}", '"é."')):
        beginning = "é.é" + "x" * 90 + f" {directive} {{longer}}"
        assert string_lines("msgid", beginning, flags=("python-brace-format", "no-c-format"))[1] == first


def test_no_wrap_breaks_behind_newlines_only():
    long = "word " * 40
    assert string_lines("msgid", long, flags=("no-wrap",)) == [f'msgid "{long}"']
    assert string_lines("msgid", long + "\nb", flags=("no-wrap",)) == ['msgid ""', f'"{long}\\n"', '"b"']


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(" -/.,()日ー\u0301"), max_size=300)


@given(texts, st.integers(5, 77))
def test_nothing_is_lost_and_no_line_is_longer_than_need_be(text, width):
    lines = fill(text, width=width)
    assert "".join(lines) == text
    if not any(mandatory in text for mandatory in "\u2028\u2029\x85"):
        for line in lines:
            assert sum(column_widths(line)) <= width or not opportunities(line)


@given(texts, st.integers(5, 77))
def test_the_quick_way_is_the_careful_way(text, width):
    places = opportunities(text)
    widths = column_widths(text)
    careful, start, last = [], 0, None
    for place in [*places, len(text)]:
        if last is not None and sum(widths[start:place]) > width:
            careful.append(text[start:last])
            start = last
        last = place
    careful.append(text[start:])
    if not any(mandatory in text for mandatory in "\u2028\u2029\x85"):
        assert fill(text, width=width) == careful


@given(st.lists(st.tuples(texts, st.sets(st.integers(0, 299)))), st.integers(5, 77))
def test_texts_that_are_cut_together_are_cut_as_each_alone(some, width):
    some = [(text, {place for place in held if place < len(text)}) for text, held in some]
    assert fill_all(some, width=width) == [fill(text, width=width, held=held) for text, held in some]


@given(texts, st.sets(st.integers(0, 299)), st.integers(5, 77))
def test_a_held_place_changes_nothing_but_where_no_line_begins(text, held, width):
    held = {place for place in held if place < len(text)}
    lines = fill(text, width=width, held=held)
    starts = {len("".join(lines[:number])) for number in range(1, len(lines))}
    assert "".join(lines) == text
    if not any(mandatory in text for mandatory in "\u2028\u2029\x85"):
        assert starts <= set(opportunities(text)) - held


def test_long_strings_are_filled_in_linear_time():
    for piece in ("word ", "日本語、", "x", "(", "e\u0301 ", " ", "\u2028", '" '):
        start = time.process_time()
        fill(piece * (200_000 // len(piece)), width=77, held=range(0, 200_000 - len(piece), 2))
        assert time.process_time() - start < 5


@pytest.fixture(scope="module")
def libunistring() -> Callable[[str], list[int]]:
    """The opportunities that the library itself finds."""
    for name in ("libunistring.so.2", "libunistring.so.5"):
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        break
    else:
        pytest.skip("libunistring is not installed")
    version = ctypes.c_int.in_dll(library, "_libunistring_version").value
    if version != 0x010000:
        pytest.skip(f"libunistring {version:#x} has other tables than the 1.0 of gettext 0.21")

    def find(text: str) -> list[int]:
        codes = (ctypes.c_uint32 * len(text))(*map(ord, text))
        found = ctypes.create_string_buffer(len(text))
        library.u32_possible_linebreaks(codes, ctypes.c_size_t(len(text)), b"UTF-8", found)
        return [place for place, kind in enumerate(found.raw) if kind == 2]

    return find


def test_every_character_breaks_as_in_libunistring(libunistring):
    chance = random.Random(14)
    # One of each line-break class, with each character of Unicode between them at least once.
    others = "a1 -/.,!?()\"'$%|\u3042\u4e00\u3001\u300c\u0301\u200b\u200d\u2060\u00a0\u2014\u2026\uac00\uac01\u1100\u05d0\u00b4"
    others += "\U0001f1e6"
    separators = (10, 11, 12, 13, 0x85, 0x2028, 0x2029)
    codes = [*range(0x3400), *range(0x3400, 0x110000, 7), *range(0xA000, 0xAC00), *range(0xF900, 0x20000)]
    codes = [code for code in codes if not 0xD800 <= code < 0xE000 and code not in separators]
    for start in range(0, len(codes), 400):
        text = "".join(chr(code) + chance.choice(others) + chance.choice(others) for code in codes[start : start + 400])
        assert opportunities(text) == libunistring(text), hex(codes[start])
