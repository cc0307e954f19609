"""The lexicon learns which words go together from texts that belong together, and nothing from too few."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from i18n_site.publish.lexicon import learn, read_words, weigh

NOUNS = {"tomato": "tomate", "potato": "patata", "cabbage": "repollo", "carrot": "zanahoria", "garlic": "ajo"}
PLACES = {"market": "mercado", "kitchen": "cocina", "cellar": "bodega", "garden": "huerto"}
PAIRS = [
    (f"The {noun} is in the {place}.", f"El {its} está en {where}.")
    for noun, its in NOUNS.items()
    for place, where in PLACES.items()
]


def test_words_that_go_together_are_learned():
    lexicon = learn(PAIRS)
    assert lexicon["tomato"].keys() - {""} == {"tomate"}
    assert lexicon["market"].keys() - {""} == {"mercad"}


def test_texts_of_one_thing_weigh_more_than_texts_of_two():
    lexicon = learn([*PAIRS, *((f"Filler number {word * 3}", f"Relleno {word * 3}") for word in "abcdefghijklmnopqrstuvwxyz")])
    ours, same, other = (read_words(text) for text in ("Garlic, in the cellar!", "¿Bodega? ¡Ajo!", "Patata del huerto."))
    assert weigh(ours, same, lexicon) > 0 > weigh(ours, other, lexicon)
    assert weigh(read_words("Unheard of"), same, lexicon) == 0


def test_of_scripts_without_blanks_pairs_of_letters_are_words():
    assert read_words("協同組合 ab `code` [text](target.md) <b>") == {"協同", "同組", "組合", "text"}


def test_too_few_texts_teach_nothing():
    assert learn([]) == {}
    assert learn([("One text", "Un texto")]) == {}


@given(st.lists(st.tuples(st.text(), st.text())), st.text(), st.text())
def test_the_weight_is_bounded_whatever_the_texts(pairs, one, other):
    assert -10 <= weigh(read_words(one), read_words(other), learn(pairs)) <= 10
