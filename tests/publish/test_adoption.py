"""What is adopted of a translation gives the translation back when the source is localised with it."""

from __future__ import annotations

import html
import random
import re

import pytest

from i18n_site.formats.dialect import read_events
from i18n_site.formats.markdown import Rules, read_document
from i18n_site.model import Kind, Reference, State
from i18n_site.publish.adoption import adopt_document, adopted_messages
from i18n_site.publish.align import SURE, align, learn_words
from i18n_site.publish.localise import Localiser, Translation
from i18n_site.publish.plain_html import PlainRenderer
from support.corpora import corpus


def read(text, path="content/pages/a.md"):
    return read_document(text.encode(), path=path, section="pages", slug="a")


def adopt(source, target, lexicon=None):
    return adopt_document(source.path, source, target, language="en", locale="fr", lexicon=lexicon)


def localised(source, adoption):
    texts = {pair.source: pair.target for pair in adoption.pairs if pair.source in adoption.sure}

    def find(_, segment):
        target = texts.get(segment)
        return Translation(target.key.msgid, State.TRANSLATED, target.reference) if target else None

    return Localiser(source, source="en").localise("fr", (), find)


def words_of(data):
    page = PlainRenderer().render(read_events(data.decode()))
    return html.unescape(re.sub(r"<[^>]*>", " ", page)).split()


def assert_every_pair_comes_back(adoption, found):
    """Where each place has a message of its own, as contexts give it one, what was paired reads as it was shipped."""
    texts = {pair.source: pair.target.key.msgid for pair in adoption.pairs if pair.source in adoption.sure}
    for part in found.segments:
        if part.segment in texts:
            assert part.state is State.TRANSLATED
            assert words_of(part.text.encode()) == words_of(texts[part.segment].encode())


@pytest.mark.parametrize(
    ("source", "target", "text"),
    [
        ("See [the farm].\n\n[the farm]: f.md\n", "Voir [la ferme].\n\n[La  Ferme]: f.md\n", "Voir [la ferme][the farm]."),
        (
            "See [the farm][].\n\n[the farm]: f.md\n",
            "Voir [a] [b][c].\n\n[c]: f.md\n[a]: f.md",
            "Voir [a][the farm] [b][the farm].",
        ),
        ("See [a].\n\n[a]: f.md\n", "Voir `[b][b]` ou [b].\n\n[b]: g.md\n", "Voir `[b][b]` ou [b][b]."),
        ("See [a] and [b].\n\n[a]: f.md\n[b]: g.md\n", "Voir [b] et [a].\n\n[a]: f.md\n[b]: g.md\n", "Voir [b][b] et [a][a]."),
    ],
)
def test_labels_that_a_translation_has_for_itself_are_the_sources(source, target, text):
    (pair,) = adopt(read(source), read(target, path="fr/a.md")).pairs
    assert pair.target.key.msgid == text


def test_a_reference_with_a_translated_label_comes_back():
    source = read("See [the farm] and [the mill].\n\n[the farm]: f.md\n[the mill]: m.md\n")
    target = read("Voir [la ferme] et [le moulin].\n\n[la ferme]: f.md\n[le moulin]: m.md\n", path="fr/a.md")
    adoption = adopt(source, target)
    assert not adoption.findings
    found = localised(source, adoption)
    assert_every_pair_comes_back(adoption, found)
    page = PlainRenderer().render(read_events(found.markdown.decode()))
    assert page == '<p>Voir <a href="f.md">la ferme</a> et <a href="m.md">le moulin</a>.</p>\n'


def test_a_plural_message_is_fuzzy_with_the_text_in_every_form():
    rules, text = Rules(figures=frozenset({"members"})), '<!-- i18n: plural="members" -->\nWe have {members} members.\n'
    source, target = (
        read_document(text.encode(), path=path, section="pages", slug="a", rules=rules)
        for path, text in (("content/pages/a.md", text), ("fr/a.md", "Nous avons {members} membres.\n"))
    )
    adoption = adopt_document(source.path, source, target, language="en", locale="fr", figures=rules.figures)
    (message,), _ = adopted_messages([adoption], 2)
    assert message.msgid_plural is not None
    assert (message.msgstr, message.fuzzy) == (("Nous avons {members} membres.",) * 2, True)


def test_a_message_says_in_which_documents_it_stands():
    one = adopt(read("Hello there, friends.\n", "content/pages/a.md"), read("Bonjour, les amis.\n", "fr/a.md"))
    other = adopt(read("Hello there, friends.\n", "content/pages/b.md"), read("Bonjour, les amis.\n", "fr/b.md"))
    messages, findings = adopted_messages([one, other], 2)
    (message,) = messages
    assert (message.references, findings) == ((Reference("content/pages/a.md"), Reference("content/pages/b.md")), ())


def test_a_text_that_is_translated_in_two_ways_keeps_both_where_its_author_tells_the_places_apart():
    target = read("# Recap\n\nRésumé.\n\nRecap.\n\nPour résumer.\n", "fr/a.md")
    plain = read("# Recap\n\nRecap.\n\nRecap it.\n\nRecap.\n")
    findings = adopted_messages([adopt(plain, target)], 2)[1]
    assert [finding.message for finding in findings] == [
        'the same text is translated otherwise at fr/a.md:3, which is taken: "Résumé."; to keep both, '
        'write <!-- i18n: context="…" --> above its source (content/pages/a.md:7)'
    ]
    source = read('# Recap\n\nRecap.\n\nRecap it.\n\n<!-- i18n: context="end" -->\nRecap.\n')
    messages, left = adopted_messages([adopt(source, target)], 2)
    texts = {(message.key.msgid, message.key.msgctxt): message.msgstr[0] for message in messages}
    assert (texts["Recap.", None], texts["Recap.", "end"], left) == ("Résumé.", "Pour résumer.", ())


def read_corpus(locale):
    """Name, source and translation of every document of the corpus that is translated."""
    folder = corpus("fastapi-docs")
    for path in sorted((folder / locale).rglob("*.md")):
        name = path.relative_to(folder / locale).as_posix()
        yield name, *(read((folder / tag / name).read_text(encoding="utf-8"), f"{tag}/{name}") for tag in ("en", locale))


@pytest.mark.parametrize("locale", ["es", "ja"])
def test_real_documents_come_back_as_they_were_translated(locale):
    documents = [(source, target) for _, source, target in [*read_corpus(locale)][::2]]
    lexicon = learn_words(documents)
    same = sure = passages = 0
    for source, target in documents:
        adoption = adopt(source, target, lexicon)
        passages += sum(segment.kind is not Kind.SLUG for segment in source.segments)
        sure += len(adoption.sure)
        found = localised(source, adoption)
        assert_every_pair_comes_back(adoption, found)
        same += words_of(found.markdown[found.body :]) == words_of(target.text[target.body :])
    assert sure / passages > 0.985
    # the others translate comments in code, which is no text of ours
    assert same / len(documents) > 0.83


def blocks_of(text):
    """The blocks of a Markdown text between blank lines, code in one piece."""
    found, fence = [[]], ""
    for line in text.split("\n"):
        if marks := re.match(r"\s*(`{3,}|~{3,})", line):
            fence = "" if fence and line.strip() == fence else fence or marks[1]
        if line.strip() or fence:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return ["\n".join(block) for block in found if block]


@pytest.mark.parametrize("locale", ["es", "ja"])
def test_real_documents_that_have_drifted_apart_are_paired_rightly(locale):
    chance = random.Random(1)
    documents = []
    for _, source, target in [*read_corpus(locale)][::3]:
        truth = {(pair.source.key.msgid, pair.target.key.msgid) for pair in align(source, target)}
        drifted = [
            read("\n\n".join(block for block in blocks_of(side.text.decode()) if block[:1] == "#" or chance.random() > 0.08))
            for side in (source, target)
        ]
        documents.append((*drifted, truth))
    lexicon = learn_words((source, target) for source, target, _ in documents)
    right = wrong = possible = 0
    for source, target, truth in documents:
        ours, theirs = ({segment.key.msgid for segment in side.segments} for side in (source, target))
        possible += sum(1 for one, other in truth if one in ours and other in theirs)
        for pair in align(source, target, frozenset(), lexicon):
            if pair.confidence >= SURE:
                belongs = (pair.source.key.msgid, pair.target.key.msgid) in truth
                right, wrong = right + belongs, wrong + (not belongs)
    assert right / (right + wrong) > 0.99
    assert right / possible > 0.95
