"""What the pages of a document take from its own body."""

from __future__ import annotations

import pytest

from i18n_site.formats.markdown import read_document
from i18n_site.known import Known
from i18n_site.publish.figures import Figures
from i18n_site.publish.outlines import outline_of

BODY = """\
# One *title*

Text[^note] of {organisation}.

## Said twice

## Said twice {#by-its-author}

## Said twice

[^note]: A note.
"""
FIGURES = Figures({}, {"organisation": "CICOPA"})


def read(text):
    return read_document(text.encode(), path="content/news/one.md", section="news", slug="one")


def test_headings_have_anchors_of_their_texts_or_their_authors_and_notes_their_own():
    outline = outline_of(read(BODY), FIGURES, Known())
    assert outline.heading_ids == ("one-title", "said-twice", "by-its-author", "said-twice-1")
    assert outline.footnotes == ("note",)
    assert outline.anchors == {"one-title", "said-twice", "by-its-author", "said-twice-1", "note"}


def test_every_run_has_its_place_in_the_body():
    document = read(f"---\ntitle: T\n---\n{BODY}")
    body = document.text[document.body :]
    texts = [body[start:end].decode() for start, end in outline_of(document, FIGURES, Known()).runs]
    assert texts == ["One *title*", "Text[^note] of {organisation}.", *["Said twice"] * 3, "A note."]


@pytest.mark.parametrize(
    ("body", "opens"),
    [
        ("# Title\n", True),
        ("<!-- note -->\n\n# Title\n", True),
        ("## Part\n", False),
        ("Text.\n\n# T\n", False),
        ("", False),
    ],
)
def test_a_body_opens_with_a_title_where_nothing_is_read_before_it(body, opens):
    assert outline_of(read(body), FIGURES, Known()).opens_with_title is opens


def test_an_outline_that_is_known_is_the_same_and_changes_with_the_body_and_with_the_names_of_figures():
    first, known = Known(), outline_of(read(BODY), FIGURES, Known())
    assert outline_of(read(BODY), FIGURES, first) == known
    learned = first.take()
    later = Known({key: value for key, value in learned.items() if value is not None})
    assert outline_of(read(BODY), FIGURES, later) == known
    assert later.take().keys() == learned.keys()
    assert outline_of(read(f"{BODY}\nMore.\n"), FIGURES, later).runs != known.runs
    outline_of(read(BODY), Figures({}, {}), later)
    assert len(later.take()) == 2


def test_nothing_is_kept_of_what_a_password_guards():
    known = Known()
    assert outline_of(read("---\nprotected: hash\n---\n# Secret\n"), FIGURES, known).heading_ids == ("secret",)
    assert not known.take()
