"""Look at a text of the site: its blanks, its tags, its code. Knows nothing of words, segments or catalogues.

Every pattern is linear in the length of the text.
"""

from __future__ import annotations

import re

from i18n_site.model import Span

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BETWEEN_ANGLES = re.compile("<[^>]*>")
_RUN_OF_BACKTICKS = re.compile(r"`+")


def fold_blanks(text: str) -> str:
    """The text with every run of blanks and line ends as one space, none at its edges. No-break spaces stay: they are meant."""
    return _BLANKS.sub(" ", text).strip(" ")


def without_tags(html: str) -> str:
    """HTML without all that stands between `<` and `>`. Behind the last `>` nobody looks for the end of a `<`."""
    end = html.rfind(">") + 1
    return _BETWEEN_ANGLES.sub("", html[:end]) + html[end:]


def find_code_spans(text: str) -> list[Span]:
    """Character offsets of the code spans: a run of backticks up to the next run of the same length (CommonMark 6.1)."""
    runs = [match.span() for match in _RUN_OF_BACKTICKS.finditer(text)]
    closing: dict[int, int] = {}  # length of a run -> the nearest such run behind the one looked at
    following: list[int | None] = [None] * len(runs)
    for number in range(len(runs) - 1, -1, -1):
        start, end = runs[number]
        opens = end - start - _is_escaped(text, start)  # an escaped backtick opens nothing
        following[number] = closing.get(opens) if opens else None
        closing[end - start] = number
    spans, number = [], 0
    while number < len(runs):
        closer = following[number]
        if closer is not None:
            start = runs[number][0]
            spans.append(Span(start + _is_escaped(text, start), runs[closer][1]))
            number = closer
        number += 1
    return spans


def _is_escaped(text: str, place: int) -> bool:
    return place > 0 and text[place - 1] == "\\"
