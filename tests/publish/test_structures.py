"""The laws of content on documents that hypothesis builds: identity, structure, completeness, and the parser's own HTML.

`I18N_SITE_LONG` tries many more of them.
"""

from __future__ import annotations

import os
import re
from html import unescape

import pyromark
import pytest
from hypothesis import HealthCheck, given, settings
from publish.test_completeness import escaped

from i18n_site.formats.dialect import OPTIONS
from i18n_site.formats.frames import encode
from i18n_site.formats.markdown import Rules, read_document
from i18n_site.formats.pieces import moved, splice
from i18n_site.formats.pseudo import pseudo_translate
from i18n_site.formats.reading import read_body
from i18n_site.model import Document, Reference, Segment, Severity, Span, State
from i18n_site.publish.decoration import Decoration
from i18n_site.publish.localise import Localiser, Translation
from i18n_site.publish.plain_html import PlainRenderer
from i18n_site.publish.render import render
from support.structures import documents

LONG = bool(os.environ.get("I18N_SITE_LONG"))
MANY = settings(
    max_examples=int(os.environ.get("I18N_SITE_EXAMPLES") or (3000 if LONG else 60)),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    deadline=None,
    derandomize=not LONG,
)

WHOLE = ("\n", "\n", "\r\n")
"""Line ends that the parser takes for such everywhere; a CR alone it does not, so what stands behind one may be read anew."""


def read(text: str) -> Document:
    return read_document(text.encode(), path="content/a.md", section="x", slug="a", rules=Rules(slug=False))


@MANY
@given(documents())
def test_untranslated_documents_are_their_bytes_and_render_as_their_source(text):
    document = read(text)
    result = Localiser(document, source="en").localise("fr", ["en"], lambda *_: None)
    assert result.markdown == text.encode()
    body = result.markdown[result.body :].decode()
    events = pyromark.events_with_range(body, options=OPTIONS, merge_text=True)
    assert PlainRenderer().render(events) == render(body) == pyromark.html(body, options=OPTIONS)
    render(body, Decoration("en"))


def unescaped(document: Document) -> list[str]:
    """The messages; what begins like a block or a tag, or ends like a cell, is escaped where it is spliced, and says the same."""
    return [re.sub(r"\\([^\w\s])", r"\1", unescape(segment.key.msgid)) for segment in document.segments]


@MANY
@given(documents())
def test_spans_hold_their_messages(text):
    document = read(text)
    end = 0
    for segment in sorted((one for one in document.segments if one.span), key=lambda one: one.span):
        assert end <= segment.span.start < segment.span.end <= len(document.text)
        end = segment.span.end


@MANY
@given(documents(WHOLE))
def test_messages_spliced_into_their_own_places_are_the_same_passages(text):
    document = read(text)
    replacements = [(one.span, encode(one.frame, one.key.msgid)) for one in document.segments if one.span]
    again = read(splice(document.text, replacements).decode())
    spans = [one.span for one in document.segments if one.span]
    if unescaped(again) != unescaped(document):
        # what cannot be written on one line without being read otherwise falls back: it must be refused, not shown wrong
        localised = Localiser(document, source="en").localise(
            "fr", ["en"], lambda _locale, one: Translation(one.key.msgid, State.TRANSLATED, Reference("x.po", 1))
        )
        assert localised.findings
        return
    assert sorted(one.span for one in again.segments if one.span) == sorted(moved(sorted(spans), replacements))


@pytest.mark.parametrize("locale", ["en-XA", "ar-XB"])
@MANY
@given(text=documents(WHOLE))
def test_no_word_escapes_and_no_structure_changes_under_pseudo_translation(locale, text):
    words, refused = escaped(text, locale)
    if refused:
        return  # counted below: what is refused is the source's text, whole
    assert words == []


@MANY
@given(documents(WHOLE))
def test_pseudo_translations_keep_the_skeleton(text):
    document = read(text)
    before = read_body(text.encode()[document.body :].decode())

    def find(_locale: str, segment: Segment) -> Translation:
        return Translation(pseudo_translate(segment.key.msgid, "ar-XB", segment.kind), State.TRANSLATED, Reference("x.po", 1))

    result = Localiser(document, source="en").localise("ar-XB", ["en"], find)
    after = read_body(result.markdown[result.body :].decode())
    assert after.skeleton == before.skeleton
    shifted = [Span(run.span.start, run.span.end) for run in after.runs]
    assert len(shifted) == len(before.runs)
    assert [finding for finding in result.findings if finding.severity is Severity.ERROR] == []
