"""Links of a body that is read elsewhere: each leads where it led, and no other byte changes."""

from __future__ import annotations

from html import escape
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.web.absolute_links import with_absolute_links
from support.html import read_html

PAGE = "https://cicopa.example/fr/actualites/athenes/"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/fr/membres/">x</a>', '<a href="https://cicopa.example/fr/membres/">x</a>'),
        ('<a href="#law">x</a>', f'<a href="{PAGE}#law">x</a>'),
        ("<A HREF='/x?a=1&amp;b=2' class=y>x</A>", '<a href="https://cicopa.example/x?a=1&amp;b=2" class="y">x</A>'),
        (
            '<img src="/files/a.svg" alt="&quot;a&quot;" />',
            '<img src="https://cicopa.example/files/a.svg" alt="&quot;a&quot;" />',
        ),
        (
            "<a href=/x>x</a>\n\u2028<a href=/y>y</a>",
            '<a href="https://cicopa.example/x">x</a>\n\u2028<a href="https://cicopa.example/y">y</a>',
        ),
        (
            '<img srcset="/a.png 1x, /b.png 2x" src=/a.png>',
            '<img srcset="https://cicopa.example/a.png 1x, https://cicopa.example/b.png 2x" src="https://cicopa.example/a.png">',
        ),
        ('<video controls poster="/p.png"></video>', '<video controls poster="https://cicopa.example/p.png"></video>'),
    ],
)
def test_a_relative_address_is_resolved_against_the_page(html, expected):
    assert with_absolute_links(html, PAGE) == expected


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://ica.example/">x</a>',
        "<a href='mailto:info@cicopa.example'>x</a>",
        '<p>href="/x" and <code>&lt;a href="/x"&gt;</code> &amp and &copy;</p>',
        '<!-- <a href="/x"> --><br/>',
        '<a href="http://[">x</a>',
        '<p title="/x" id=x>x',
        "<a name=x>x</a>",
        "",
    ],
)
def test_what_holds_no_relative_address_keeps_its_bytes(html):
    assert with_absolute_links(html, PAGE) == html


@given(
    st.lists(
        st.tuples(st.text(alphabet="ab<>&\"'é\n\r\t ", max_size=6), st.text(alphabet="ab/#?&=\"'é ", min_size=1, max_size=8)),
        max_size=5,
    )
)
def test_every_link_leads_where_it_led_and_every_text_stays(parts):
    body = "".join(f'{escape(words)}<a href="{escape(target)}">{escape(words)}</a>' for words, target in parts)
    before, after = read_html(f"<p>{body}</p>"), read_html(f"<p>{with_absolute_links(body, PAGE)}</p>")
    assert [text.words for text in after.texts()] == [text.words for text in before.texts()]
    for (_, target), link in zip(parts, after.all("a"), strict=True):
        address = str(link.attributes["href"])
        assert address == urljoin(PAGE, target.strip())
