"""Catalogues become UTF-8 without losing a byte that meant something."""

from __future__ import annotations

from dataclasses import replace

import pytest

from i18n_site.catalogue.po import format_po, parse_po
from i18n_site.catalogue.recoding import recode, with_room
from i18n_site.errors import CatalogueError
from i18n_site.model import Catalogue

HEADER = 'msgid ""\nmsgstr ""\n"Language: x\\n"\n"Content-Type: text/plain; charset={}\\n"\n\n'
BODY = '# ちゅう\n#: a.md\n  msgid   "一"\nmsgstr "ソ" "表"\n\n#~ msgid "二"\n#~ msgstr "十"\n# end 尾\n'


def written(charset: str, newline: str = "\n") -> bytes:
    return (HEADER.format(charset) + BODY).replace("\n", newline).encode(charset)


def read(data: bytes) -> Catalogue:
    return parse_po(data, path="ja/news.po")


def with_dash(catalogue: Catalogue) -> Catalogue:
    *first, last = catalogue.entries
    return replace(catalogue, entries=(*first, replace(last, message=replace(last.message, msgstr=("— 😀",)))))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("charset", ["EUC-JP", "Shift_JIS", "GB18030"])
def test_entries_keep_their_layout_and_the_header_says_utf_8(charset, newline):
    recoded = format_po(recode(read(written(charset, newline))))
    assert recoded == (HEADER.format("UTF-8") + BODY).replace("\n", newline).encode()


def test_what_has_no_place_makes_it_utf_8_and_all_else_leaves_it_alone():
    catalogue = read(written("EUC-JP"))
    assert with_room(catalogue) is catalogue
    changed = with_room(with_dash(catalogue))
    assert '#~ msgstr "— 😀"\n'.encode() in format_po(changed)
    assert read(format_po(changed)).charset == "utf-8"


def test_a_byte_without_a_meaning_in_a_comment_stays():
    data = written("EUC-JP").replace(b"# ", b"# \xff", 1)
    assert b"# \xff\xe3" in format_po(recode(read(data)))


@pytest.mark.parametrize("declared", ["CHARSET", "x-unknown"])
def test_bytes_that_nobody_says_the_meaning_of_are_not_taken_for_text(declared):
    catalogue = read(HEADER.format(declared).encode() + b'msgid "a"\nmsgstr "\xe9"\n')
    with pytest.raises(CatalogueError, match="cannot be written"):
        format_po(with_room(with_dash(catalogue)))


def test_utf_8_is_left_alone():
    catalogue = read(written("UTF-8"))
    assert with_room(catalogue) is catalogue
