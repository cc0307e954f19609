"""Alignment finds which passage is whose translation, says how sure that is, and leaves out what is neither."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.formats.markdown import read_document
from i18n_site.model import Kind
from i18n_site.publish.align import DOUBTFUL, SURE, align
from support.corpora import corpus


def read(text, path="content/pages/a.md"):
    return read_document(text.encode(), path=path, section="pages", slug="a")


def paired(source, target):
    return {pair.source.key.msgid: pair.target.key.msgid for pair in align(read(source), read(target))}


EN = """\
---
title: The farm
tags: [Reports, Land]
image: {src: a.jpg, alt: A field}
---

# The farm Zucca {#farm}

The cooperative was founded in 1987 by nine members.

It grows vegetables on forty hectares of public land, and sells them at [the gate](shop.md).

- Tomatoes are sold from June.
- Potatoes are stored until spring, see `stock.csv`.

## How to join

```sh
mail join@example.org
```

Write to us, and come to the next assembly.

| Year | Members |
| ---- | ------- |
| 1987 | nine |
| 2017 | fifty |
"""

ES = """\
---
title: La granja
tags: [Informes, Tierra]
image: {src: a.jpg, alt: Un campo}
---

# La granja Zucca {#farm}

La cooperativa fue fundada en 1987 por nueve miembros.

Cultiva verduras en cuarenta hectáreas de tierra pública, y las vende en [la entrada](shop.md).

- Los tomates se venden desde junio.
- Las patatas se almacenan hasta la primavera, véase `stock.csv`.

## Cómo unirse

```sh
mail join@example.org
```

Escríbanos, y venga a la próxima asamblea.

| Año | Miembros |
| ---- | ------- |
| 1987 | nueve |
| 2017 | cincuenta |
"""


def test_every_passage_of_a_complete_translation_is_paired_and_sure():
    source, target = read(EN), read(ES)
    pairs = align(source, target)
    texts = [segment for segment in source.segments if segment.kind is not Kind.SLUG]
    assert [pair.source for pair in pairs] == texts
    assert [pair.target for pair in pairs] == [segment for segment in target.segments if segment.kind is not Kind.SLUG]
    assert min(pair.confidence for pair in pairs) >= SURE


def test_a_passage_that_one_side_lacks_shifts_no_other():
    whole = paired(EN, ES)
    for left_out in ("Cultiva verduras", "- Los tomates", "## Cómo unirse", "Escríbanos", "| 1987"):
        target = "\n".join(line for line in ES.split("\n") if not line.startswith(left_out))
        found = paired(EN, target)
        assert len(found) < len(whole)
        assert found.items() <= whole.items(), left_out


def test_a_passage_that_only_the_translation_has_is_left_out():
    target = ES.replace("## Cómo", "Este párrafo es de la traductora y no está en el original, véase `nada`.\n\n## Cómo")
    assert paired(EN, target) == paired(EN, ES)


def test_two_passages_in_the_other_order_are_not_taken_for_each_other():
    one, other = "See [the shop](shop.md) for `stock.csv` of 1987.", "Ask [the board](board.md) for `seats.csv` of 2017."
    eine, andere = "Vea [la tienda](shop.md), `stock.csv` de 1987.", "Pida [la junta](board.md), `seats.csv` de 2017."
    found = paired(f"# A\n\n{one}\n\n{other}\n\n# B\n", f"# A\n\n{andere}\n\n{eine}\n\n# B\n")
    assert found.get(one) in (None, eine)
    assert found.get(other) in (None, andere)


def test_texts_of_the_front_matter_are_paired_by_their_names():
    target = ES.replace("title: La granja\n", "").replace("image:", "summary: Un resumen\nimage:")
    found = paired(EN, target)
    assert (found["A field"], found["Reports"], found["Land"]) == ("Un campo", "Informes", "Tierra")
    assert "The farm" not in found
    assert "Un resumen" not in found.values()


def test_lists_of_different_lengths_are_not_paired_by_number():
    found = paired(EN, ES.replace("[Informes, Tierra]", "[Informes, Agricultura, Tierra]"))
    assert "Reports" not in found
    assert "Land" not in found


def test_titles_of_reference_definitions_are_paired_by_their_labels():
    source = 'See [one][a] and [two][b].\n\n[a]: x.md "The first"\n[b]: y.md "The second"\n'
    target = 'Ver [uno][a] y [dos][b].\n\n[b]: y.md "El segundo"\n[a]: x.md "El primero"\n'
    found = paired(source, target)
    assert (found["The first"], found["The second"]) == ("El primero", "El segundo")


def test_a_language_without_an_alphabet_is_shorter_and_aligned_all_the_same():
    source = (
        "The cooperative was founded in a small town by the sea.\n\nHello.\n\nIts members meet every spring to decide together.\n"
    )
    target = "協同組合は海辺の小さな町で設立されました。\n\nこんにちは。\n\n組合員は毎年春に集まり、共に決定します。\n"
    assert list(paired(source, target).values()) == target.strip().split("\n\n")


def test_what_differs_in_everything_is_doubtful_or_left_out():
    source = "# A\n\nA long paragraph with [a link](x.md), `code` and the number 1987, about one thing and another.\n"
    target = "# A\n\nCorto.\n"
    assert all(pair.confidence < SURE for pair in align(read(source), read(target)) if pair.source.kind is Kind.PARAGRAPH)


def test_the_texts_of_an_html_block_are_paired_like_any_others():
    source, target = (
        f"# {title}\n\n<table>\n<tr><th>{one}</th><th>{two}</th></tr>\n<tr><td>{three}</td><td>{four}</td></tr>\n</table>\n"
        for title, one, two, three, four in (
            ("Fields", "Field", "What it holds", "Name", "What members call the farm"),
            ("項目", "項目", "その内容", "名前", "組合員が農場を呼ぶときの名"),
        )
    )
    pairs = align(read(source), read(target))
    assert [(pair.source.key.msgid, pair.target.key.msgid) for pair in pairs] == [
        ("Fields", "項目"),
        ("Field", "項目"),
        ("What it holds", "その内容"),
        ("Name", "名前"),
        ("What members call the farm", "組合員が農場を呼ぶときの名"),
    ]
    assert min(pair.confidence for pair in pairs) >= SURE


def test_what_lacks_half_of_a_long_passage_is_doubtful_in_its_very_place():
    whole = "It grows vegetables on forty hectares of public land, and sells them at [the gate](shop.md) in summer, from June on."
    cut = "Cultiva verduras, y las vende en [la entrada](shop.md)."
    source, target = EN.replace(EN.split("\n\n")[3], whole), ES.replace(ES.split("\n\n")[3], cut)
    doubtful = {pair.source.key.msgid: pair.text for pair in align(read(source), read(target)) if pair.confidence < SURE}
    assert doubtful == {whole: cut}


def test_a_number_that_both_have_does_not_outweigh_words_and_a_length_that_speak_against_it():
    stems = {"rewrit": "umbau", "simpli": "einfac", "blanks": "leerze", "listin": "listen"}
    lexicon = {stem: {"": 1.2, other: 0.8} for stem, other in stems.items()}
    source, target = (
        "\n".join(f"- {text} [#{number}](/{number})" for text, number in zip(texts, (15101, 15197, 15210), strict=True))
        for texts in (
            ("Fix a link", "Rewrite and simplify the listing, keep its blanks", "Fix a name"),
            ("Verweis berichtigt", "Anker gezeigt", "Name berichtigt"),
        )
    )
    pairs = align(read(source), read(target), frozenset(), lexicon)
    assert [pair.confidence >= SURE for pair in pairs] == [True, False, True]


def test_a_long_document_without_anchors_is_aligned_in_seconds():
    source = "\n\n".join(f"Paragraph about this {'and that ' * (number % 7)}." for number in range(1500))
    target = "\n\n".join(f"Párrafo sobre esto {'y aquello ' * (number % 7)}." for number in range(1500))
    start = time.process_time()
    pairs = align(read(source), read(target))
    assert len(pairs) > 1400
    assert time.process_time() - start < 20


def test_one_passage_against_very_many_is_no_trouble():
    (pair,) = align(
        read("`a.csv` of 1987 is gone."), read("\n\n".join(["Otro.", "`a.csv` de 1987 ya no está.", *["Más."] * 40_000]))
    )
    assert pair.target.key.msgid == "`a.csv` de 1987 ya no está."


@given(
    st.lists(
        st.sampled_from(["One text.", "Another one, longer by far.", "# A head", "- item\n- more", "`x` 12", "---", "> quote"])
    ),
    st.lists(
        st.sampled_from(["Un texto.", "Otro, mucho más largo que este.", "# Un título", "- uno\n- dos", "`x` 12", "```\ny\n```"])
    ),
)
def test_pairs_keep_the_order_of_both_and_no_segment_is_in_two(ours, theirs):
    source, target = read("\n\n".join(ours)), read("\n\n".join(theirs))
    pairs = align(source, target)
    places = [(source.segments.index(pair.source), target.segments.index(pair.target)) for pair in pairs]
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(places))
    assert all(DOUBTFUL <= pair.confidence <= 100 for pair in pairs)


@given(st.lists(st.sampled_from(["One text.", "Another one.", "# A head", "- item\n- more", "`x` 12 a", "> quote"]), unique=True))
def test_a_document_is_its_own_translation(blocks):
    document = read("\n\n".join(blocks))
    texts = [segment for segment in document.segments if segment.kind is not Kind.SLUG]
    assert [(pair.source, pair.target) for pair in align(document, document)] == [(segment, segment) for segment in texts]


@pytest.mark.parametrize(("locale", "shares"), [("es", (0.99, 0.99)), ("ja", (0.99, 0.98))])
def test_nearly_every_passage_of_a_real_translation_is_paired_and_sure(locale, shares):
    folder = corpus("fastapi-docs")
    passages = found = sure = 0
    for path in sorted((folder / locale).rglob("*.md")):
        name = path.relative_to(folder / locale)
        source, target = (
            read((folder / tag / name).read_text(encoding="utf-8"), f"{tag}/{name.as_posix()}") for tag in ("en", locale)
        )
        pairs = align(source, target)
        passages += sum(segment.kind is not Kind.SLUG for segment in source.segments)
        found += len(pairs)
        sure += sum(pair.confidence >= SURE for pair in pairs)
    assert (found / passages, sure / passages) >= shares
    assert sure / passages >= shares[1]
