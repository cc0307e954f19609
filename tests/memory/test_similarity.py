"""The similarity index: what it finds, in which order, and at what cost."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from i18n_site.memory.similarity import NOT_THE_SAME, Index, normalise, ratio

SYLLABLES = (
    "co",
    "ope",
    "ra",
    "tive",
    "mem",
    "ber",
    "wor",
    "ker",
    "vo",
    "te",
    "share",
    "as",
    "sem",
    "bly",
    "pro",
    "fit",
    "re",
    "gion",
)


def make_texts(count: int, *, seed: int, words: int = 18) -> list[str]:
    chooser = random.Random(seed)
    vocabulary = ["".join(chooser.choices(SYLLABLES, k=chooser.randint(1, 4))) for _ in range(4000)]
    # As in real texts a few words are in every sentence.
    weights = [1 / rank for rank in range(1, len(vocabulary) + 1)]
    return [" ".join(chooser.choices(vocabulary, weights, k=chooser.randint(3, words))) for _ in range(count)]


def edit_a_word(text: str, chooser: random.Random) -> str:
    words = text.split()
    words[chooser.randrange(len(words))] = "altogether"
    return " ".join(words)


def find(index, text, **options):
    return [(hit.payload, hit.score) for hit in index.similar(text, **options)]


def test_the_same_text_scores_100_and_one_that_differs_in_case_or_space_less():
    index = Index([("Our Members", 0), ("our  members", 1)])
    assert find(index, "Our Members") == [(0, 100.0), (1, 99.0)]
    assert find(index, "OUR MEMBERS") == [(0, 99.0), (1, 99.0)]


def test_composed_and_decomposed_letters_are_alike_but_not_the_same():
    assert find(Index([("cafe\u0301 coope\u0301ratif", 0)]), "caf\u00e9 coop\u00e9ratif") == [(0, 99.0)]


def test_the_best_comes_first_and_equals_in_the_order_they_were_given():
    index = Index([("Members of CICOPA in Europe", 2), ("Members of CICOPA", 0), ("Members of CICOPE", 1)])
    assert [payload for payload, _ in find(index, "Members of CICOPA!")] == [0, 1]
    twins = Index([("the second", 1), ("the second", 0)])
    assert [payload for payload, _ in find(twins, "the second")] == [1, 0]


def test_nothing_below_the_cutoff_is_found_and_what_is_exactly_at_it_is():
    index = Index([("abcdefgh", 0)])
    at = fuzz.ratio("abcdefgh", "abcdefxyzwgh")
    assert at == 80.0
    assert find(index, "abcdefxyzwgh", cutoff=80.0) == [(0, 80.0)]
    assert find(index, "abcdefxyzwgh", cutoff=80.1) == []


def test_the_limit_counts_hits_not_different_texts():
    index = Index([("Read more", number) for number in range(10)])
    assert [payload for payload, _ in find(index, "Read more", limit=3)] == [0, 1, 2]
    assert find(index, "Read more", limit=0) == []


@pytest.mark.parametrize("text", ["", " ", "\n\t", "x", "né", "字"])
def test_texts_shorter_than_a_trigram_are_found_where_they_are_the_same(text):
    found = find(Index([(text, 0), ("something else", 1)]), text)
    assert found == ([(0, 100.0)] if text.strip() else [])


def test_an_empty_index_finds_nothing():
    assert Index[int]([]).similar("anything") == []
    assert len(Index[int]([])) == 0


@given(st.lists(st.text(max_size=30), max_size=12), st.text(max_size=30))
def test_every_hit_has_the_score_it_claims_and_no_better_one_is_missed_in_a_small_index(texts, wanted):
    index = Index((text, number) for number, text in enumerate(texts))
    hits = index.similar(wanted, cutoff=60.0, limit=100)
    for hit in hits:
        assert hit.text == texts[hit.payload]
        alike = 100.0 if wanted == hit.text else min(NOT_THE_SAME, ratio(normalise(wanted), normalise(hit.text)))
        assert hit.score == alike >= 60.0
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    same = {number for number, text in enumerate(texts) if normalise(text) == normalise(wanted) != ""}
    assert same <= {hit.payload for hit in hits}


def test_edited_sentences_find_their_original_among_thousands():
    texts = list(dict.fromkeys(make_texts(3000, seed=1)))
    chooser = random.Random(2)
    index = Index((text, number) for number, text in enumerate(texts))
    missed = 0
    for number in range(0, len(texts), 3):
        edited = edit_a_word(texts[number], chooser)
        expected = fuzz.ratio(edited, texts[number])
        if expected >= 80:
            best = index.similar(edited, limit=1)
            missed += not best or best[0].score < min(expected, 99.0)
    assert missed <= 2  # of about a thousand


@pytest.mark.parametrize("blank", [" ", ""], ids=["words", "no blanks"])
@pytest.mark.parametrize("length", range(2, 20))
def test_a_text_is_found_whether_an_edit_makes_it_longer_or_shorter(length, blank):
    texts = [blank.join(f"{word}{number}" for word in ("wor", "mem", "vo", "share") * 5)[: 9 * length] for number in range(50)]
    words = [text.split(" ") if blank else [text[at : at + 9] for at in range(0, len(text), 9)] for text in texts]
    index = Index((text, number) for number, text in enumerate(texts))
    for number, some in enumerate(words):
        for edited in ([*some, "more"], ["rather", "many", "more", *some], some[1:], some[:-2]):
            wanted = blank.join(edited).strip()
            if fuzz.ratio(wanted, texts[number].strip()) >= 80:
                best = max(fuzz.ratio(wanted, text.strip()) for text in texts)
                assert index.similar(wanted, limit=1)[0].score >= min(best, 99.0)


def test_the_order_of_hits_does_not_depend_on_hashing():
    texts = make_texts(400, seed=3)
    forwards, backwards = (Index((text, text) for text in order) for order in (texts, texts[::-1]))
    for text in texts[:50]:
        one, other = (index.similar(text + " indeed", cutoff=50.0, limit=8) for index in (forwards, backwards))
        assert [hit.score for hit in one] == [hit.score for hit in other]


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda n: (make_texts(n, seed=4), make_texts(n, seed=5)), id="unrelated"),
        pytest.param(lambda n: ([f"Item {i}" for i in range(n)], [f"Item {n + i}" for i in range(n)]), id="all alike"),
        pytest.param(
            lambda n: (["a" * (i % 500 + 1) for i in range(n)], ["b" + "a" * (i % 500) for i in range(n)]), id="one letter"
        ),
    ],
)
def test_the_cost_of_a_query_hardly_grows_with_the_index(make):
    def cost(size: int) -> float:
        old, new = make(size)
        index = Index((text, None) for text in old)
        started = time.process_time()
        for text in new[:400]:
            index.similar(text, limit=1)
        return time.process_time() - started

    small, large = (min(cost(size) for _ in range(3)) for size in (1000, 10_000))
    assert large < 6 * small  # a comparison with every text would take ten times as long


def test_what_is_not_admitted_is_as_if_it_were_not_there():
    texts = [f"The general assembly met in Athens in May {number}" for number in range(60)]
    index = Index((text, number) for number, text in enumerate(texts))
    hits = index.similar(texts[0], limit=2, among=lambda number: number >= 50)
    assert [hit.payload >= 50 for hit in hits] == [True, True]
    assert index.similar(texts[0], among=lambda number: False) == []
