"""Which parts of a C format string depend on the system."""

from __future__ import annotations

import pytest

from i18n_site.catalogue.c_directives import is_c_format, may_depend, system_parts


def parts(text: str, *, translated: bool = True) -> list[str]:
    spans = system_parts(text, translated=translated)
    assert may_depend(text) or not spans
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("%<PRIu64> bytes of %<PRIuMAX>", ["<PRIu64>", "<PRIuMAX>"]),
        ("%-10.3<PRIXLEAST16>%*<PRIdFAST8>%<PRIoPTR>", ["<PRIXLEAST16>", "<PRIdFAST8>", "<PRIoPTR>"]),
        ("%2$<PRId32> %1$s", ["<PRId32>"]),
        ("%Id and %-I5d", ["I", "I"]),
        ("100 %% <PRIu64>", []),
        ("<PRIu64>", []),
        ("%s %d", []),
    ],
)
def test_macros_and_the_flag_for_digits_are_found_inside_directives(text, found):
    assert parts(text) == found


def test_the_flag_for_digits_counts_in_translations_only():
    assert parts("%Id", translated=False) == []
    assert parts("%<PRIu64>", translated=False) == ["<PRIu64>"]


@pytest.mark.parametrize(
    "text",
    [
        "%<PRIu64> of 100 %",
        "%<PRIu64> %y",
        "%<PRIu65>",
        "%<PRIu64",
        "%<PRIu64> %1$s",
        "%2$<PRIu64>",
        "%0$<PRIu64>",
        "%1$<PRIu64> %1$s",
        "%1$<PRIu64> %1$*1$d",
    ],
)
def test_a_string_that_is_no_valid_format_has_none(text):
    assert parts(text) == []


@pytest.mark.parametrize(
    "text", ["%1$<PRIu64> %1$<PRIx64>", "%1$<PRIuMAX> %1$ju", "%1$<PRId8> %2$lli %2$qd", "%1$*2$<PRId8> %2$d", "%2$m %1$<PRId8>"]
)
def test_an_argument_may_be_used_twice_for_what_is_of_its_kind(text):
    assert len(parts(text)) in (1, 2)


def test_only_messages_of_c_are_looked_at():
    assert is_c_format(("fuzzy", "c-format"))
    assert is_c_format(("possible-objc-format",))
    assert not is_c_format(("no-c-format", "python-format"))
