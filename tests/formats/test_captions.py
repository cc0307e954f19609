"""Captions of other generators' lines: read as they were written, written so that nothing ends their line."""

from __future__ import annotations

import pytest

from i18n_site.formats.captions import read_caption, write_caption


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("`a", "&#96;a"),
        ("`a` ``b` c", "`a` &#96;&#96;b&#96; c"),
        ("\\`a", "\\`a"),
        ("``a`b`` `", "``a`b`` &#96;"),
        ("`a`", "`a`"),
    ],
)
def test_ticks_of_a_caption_pair_with_none_behind_its_line(text, written):
    assert write_caption(text, '"') == write_caption(text, "]") == written
    assert write_caption(text, '\\"') == text.replace("\\", "\\\\")


@pytest.mark.parametrize("delimiter", ['"', "]", '\\"'])
@pytest.mark.parametrize("text", ["plain", 'say "x"', "a [b] c", "back\\slash", "a\nb"])
def test_captions_are_read_as_they_were_written(delimiter, text):
    written = write_caption(text, delimiter)
    assert "\n" not in written
    if delimiter == '\\"':
        assert read_caption(written, delimiter) == " ".join(text.split())
