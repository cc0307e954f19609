"""An attribute in another language than the texts of its element."""

from __future__ import annotations

import pytest

from i18n_site.publish.foreign_attributes import MARK, enclose

ENGLISH = ' lang="en" dir="ltr"'


def marked(html: str) -> str:
    return enclose(html.replace("*", f"{MARK}{ENGLISH}"), "ar")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<div* title="a">b</div>', f'<div{ENGLISH} title="a"><div lang="ar" dir="rtl">b</div></div>'),
        ('<p* title="a>b">c <b>d</b></p>', f'<p{ENGLISH} title="a>b"><span lang="ar" dir="rtl">c <b>d</b></span></p>'),
        (
            '<div* title="a"><div>b</div></div><div>c</div>',
            f'<div{ENGLISH} title="a"><div lang="ar" dir="rtl"><div>b</div></div></div><div>c</div>',
        ),
        (
            '<section* aria-label="a"><p* title="b">c</p></section>',
            f'<section{ENGLISH} aria-label="a"><div lang="ar" dir="rtl">'
            f'<p{ENGLISH} title="b"><span lang="ar" dir="rtl">c</span></p></div></section>',
        ),
        # what may not hold an element of ours, is not closed here, or says its language itself
        ('<table* title="a"><tr><td>b</td></tr></table>', '<table title="a"><tr><td>b</td></tr></table>'),
        ('<div* title="a">b', '<div title="a">b'),
        ('<div* title="a" lang="fr">b</div>', '<div title="a" lang="fr">b</div>'),
        ("<p>nothing</p>", "<p>nothing</p>"),
    ],
)
def test_the_element_says_the_language_of_its_attribute_and_what_is_in_it_that_of_the_page(html, expected):
    assert marked(html) == expected
