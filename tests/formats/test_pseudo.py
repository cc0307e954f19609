"""Pseudo-translations look translated and keep all that a translation must keep."""

from __future__ import annotations

import pytest
from hypothesis import example, given

from i18n_site.formats.compare import differences, read_marks
from i18n_site.formats.pseudo import pseudo_translate
from i18n_site.locales import PSEUDO_LOCALES, is_pseudo
from i18n_site.model import Kind
from support.markdown import markdown_texts


def test_letters_are_accented_and_texts_lengthened():
    assert pseudo_translate("Hello", "en-XA") == "Ĥéĺĺó ẋýžẋýž"
    assert pseudo_translate("Hello", "ar-XB") == "حهللو"


@pytest.mark.parametrize(
    "kept",
    [
        "`code`",
        "{members}",
        "<https://x.example>",
        "&amp;",
        "[^1]",
        "[^name_b]",
        '<b class="x">',
        "](target.md)",
        "][label]",
        "%(name)s",
        "http://x.example:80/a_b?c=d#e",
        "www.x.example",
        "me.too@x.example",
        "https://{{ host }}",
        "\\*",
    ],
)
def test_markup_addresses_code_and_placeholders_stay(kept):
    text = f"[a{kept} b" if kept.startswith("]") else f"a {kept} b"
    assert kept in pseudo_translate(text, "en-XA")


def test_what_is_read_of_tags_and_titles_is_translated():
    assert '"Ţí"' in pseudo_translate('[a](b "Ti")', "en-XA")
    assert 'title="ţ"' in pseudo_translate('<b title="t">a</b>', "en-XA")
    assert pseudo_translate("a <code>b</code> <i title='c'>`d`</i>", "en-XA", Kind.HTML).startswith(
        "á <code>b</code> <i title='ç'>`đ`</i>"
    )


def test_a_message_is_read_as_the_text_of_its_block_however_it_begins():
    assert pseudo_translate('<div align="center">two</div>', "ar-XB", Kind.HEADING) == '<div align="center">تشو</div>'
    assert pseudo_translate('![](x.svg "two")', "ar-XB") == '![](x.svg "تشو")'
    assert pseudo_translate("    two `x`", "ar-XB") == "    تشو `x`"


def test_only_the_two_are_pseudo_locales():
    for tag in ("en-XA", "ar-XB"):
        assert is_pseudo(tag)
        assert pseudo_translate("a", tag) != "a"
    assert len(PSEUDO_LOCALES) == 2
    assert not is_pseudo("ar")
    with pytest.raises(KeyError):
        pseudo_translate("a", "fr")


def test_marks_of_other_generators_stay_where_markdown_sees_emphasis_between_them():
    assert pseudo_translate("a {/* d */}b{/* d */} c", "ar-XB").count("{/* d */}") == 2
    assert pseudo_translate("{/* d */}{/* d */}", "ar-XB") == "{/* d */}{/* d */}"


@given(markdown_texts())
@example("{/* d */}{/* d */}")
def test_a_pseudo_translation_of_any_passage_blocks_nothing(text):
    source = read_marks(text)
    target = read_marks(pseudo_translate(text, "ar-XB"))
    # no msgid holds a reference definition: it is no part of any passage
    if source is not None and target is not None and "]:" not in text:
        assert [d for d in differences(source, target) if d.blocks] == []


def test_what_looks_like_a_footnote_in_html_is_a_text():
    assert pseudo_translate("[^note]: a", "ar-XB", Kind.HTML) == "[^نوته]: ا"
    assert pseudo_translate("a[^note]", "ar-XB") == "ا[^note]"


def test_the_title_of_a_definition_is_a_text_whatever_it_looks_like():
    assert pseudo_translate("[alpha](beta.md) `c`", "ar-XB", Kind.LINK_TITLE) == "[الپحا](بهتا.مد) `ج`"
