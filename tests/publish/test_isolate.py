"""The guilty among many are found in few readings."""

from __future__ import annotations

from math import ceil, log2

import pytest

from i18n_site.formats.pieces import splice
from i18n_site.formats.reading import read_body
from i18n_site.model import Span
from i18n_site.publish.isolate import Effort, find_guilty, is_sound

COUNT = 1024


def find(guilty: set[int], harmful: bytes) -> tuple[list[int], Effort]:
    """What is found among so many paragraphs, and with what effort."""
    texts = [f"passage {number}" for number in range(COUNT)]
    body = "\n\n".join(texts).encode()
    put, position = {}, 0
    for number, text in enumerate(texts):
        put[number] = (Span(position, position + len(text)), harmful if number in guilty else b"x")
        position += len(text) + 2
    effort, ours = Effort(10**9), read_body(body.decode())

    def is_whole_sound(part: list[int]) -> bool:
        replacements = [put[number] for number in part]
        return is_sound(ours, read_body(splice(body, replacements).decode()), replacements)

    return find_guilty(body, put, frozenset(), is_whole_sound, effort), effort


@pytest.mark.parametrize("count", [1, 2, 5, 20])
def test_so_many_guilty_among_a_thousand_are_found_in_their_number_times_the_logarithm_of_all(count):
    guilty = {number * COUNT // count + 7 for number in range(count)}
    found, effort = find(guilty, b"x\n\ny")
    assert set(found) == guilty
    assert effort.readings <= 2 * count * ceil(log2(COUNT)) + 1


def test_one_that_breaks_the_page_only_as_a_whole_is_found_in_as_few():
    body = "\n\n".join(f"passage {number}" for number in range(COUNT + 1)).encode()
    effort, calls = Effort(10**9), []

    def is_whole_sound(part: list[int]) -> bool:
        calls.append(len(part))
        return 700 not in part  # whatever the reason

    put = {}
    for number in range(COUNT):
        start = body.index(b"passage %d\n" % number)
        put[number] = (Span(start, start + len(b"passage %d" % number)), b"x")
    assert find_guilty(body, put, frozenset(), is_whole_sound, effort) == [700]
    assert len(calls) <= 2 * ceil(log2(COUNT)) + 1
