"""Passages that are translated sentence by sentence: each falls back alone, and says so alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from i18n_site.formats.markdown import Rules, read_document
from i18n_site.formats.pseudo import pseudo_translate
from i18n_site.formats.reading import read_body
from i18n_site.model import LocalisedDocument, Reference, Segment, State
from i18n_site.publish.decoration import Decoration
from i18n_site.publish.excerpts import excerpt_of
from i18n_site.publish.localise import Localiser, Translation
from i18n_site.publish.pages import _passage
from i18n_site.publish.render import render
from support.corpora import markdown_files

SPLIT = "<!-- i18n: split -->\n\n"


def localise(text: str, translations: Mapping[str, str]) -> LocalisedDocument:
    def find(_locale: str, segment: Segment) -> Translation | None:
        msgstr = translations.get(segment.key.msgid)
        return Translation(msgstr, State.TRANSLATED, Reference("fr.po", 1)) if msgstr else None

    document = read_document(text.encode(), path="content/a.md", section="", slug="", rules=Rules(slug=False))
    return Localiser(document, source="en").localise("fr", ["en"], find)


def page(result: LocalisedDocument) -> str:
    passages = [passage for segment in result.segments if (passage := _passage(segment, result))]
    return render(result.markdown[result.body :].decode(), Decoration("fr", passages=passages))


FALLBACK = '<span lang="en" dir="ltr" class="fallback" data-language="anglais">{}</span>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("One. Two. Three.", f"<p>Un. {FALLBACK.format('Two.')} Trois.</p>"),
        ("One.\nTwo.\nThree.", f"<p>Un.\n{FALLBACK.format('Two.')}\nTrois.</p>"),
        ("Two. One.", f"<p>{FALLBACK.format('Two.')} Un.</p>"),
        ("One. *Two* &amp; `x`. Three.", f"<p>Un. {FALLBACK.format('<em>Two</em> &amp; <code>x</code>.')} Trois.</p>"),
        ("- One. Two.", f"<ul>\n<li>Un. {FALLBACK.format('Two.')}</li>\n</ul>"),
        ("# One. Two.", f"<h1>Un. {FALLBACK.format('Two.')}</h1>"),
        ("> One.\n> \\*Two.", f"<blockquote>\n<p>Un.\n{FALLBACK.format('*Two.')}</p>\n</blockquote>"),
    ],
)
def test_only_the_sentence_that_falls_back_is_in_another_language(text, shown):
    assert page(localise(f"{SPLIT}{text}\n", {"One.": "Un.", "Three.": "Trois."})).strip() == shown


def test_a_bad_sentence_falls_back_and_its_neighbours_stay():
    result = localise(f"{SPLIT}One. [Two](x). Three.\n", {"One.": "Un.", "[Two](x).": "Deux.", "Three.": "a\n\nb"})
    assert [segment.locale for segment in result.segments] == ["fr", "en", "en"]
    assert sorted(finding.check for finding in result.findings) == ["link", "structure"]


def test_sentences_that_are_a_link_only_together_are_refused_together():
    result = localise(f"{SPLIT}One. Two.\n", {"One.": "[Un.", "Two.": "Deux](javascript:x)."})
    assert [segment.locale for segment in result.segments] == ["en", "en"]
    assert {finding.check for finding in result.findings} >= {"active"}


def test_a_sentence_that_loses_a_reference_link_is_refused_with_its_passage():
    result = localise(f"{SPLIT}See [a]. Two.\n\n[a]: /x\n", {"See [a][a].": "Voir a.", "Two.": "Deux."})
    assert [segment.locale for segment in result.segments] == ["en", "en"]


def test_the_excerpt_is_in_another_language_as_soon_as_one_of_its_sentences_is():
    result = localise(f"{SPLIT}One. Two.\n", {"One.": "Un."})
    excerpt = excerpt_of(result, [run.span for run in read_body(result.document.text.decode()).runs], "en", frozenset())
    assert (excerpt.text, excerpt.locale) == ("Un. Two.", "en")


@pytest.mark.parametrize("name", ["comprehensive-rust"])
def test_a_corpus_split_into_sentences_keeps_its_structure_and_every_translation(name):
    for path in markdown_files(name):
        text = "<!-- i18n: split -->\n\n> " + path.read_text(encoding="utf-8").replace("\n", "\n> ")
        document = read_document(text.encode(), path="content/a.md", section="", slug="", rules=Rules(slug=False))
        localiser = Localiser(document, source="en")

        def find(_locale: str, segment: Segment) -> Translation:
            return Translation(pseudo_translate(segment.key.msgid, "en-XA", segment.kind), State.TRANSLATED, Reference("x.po", 1))

        assert localiser.localise("fr", ["en"], lambda _locale, _segment: None).markdown == text.encode()
        assert localiser.localise("fr", ["en"], find).findings == ()
