"""Bodies that were rendered before: a body is rendered anew only where something that went into it has changed. Opens no files.

Some of what a body is made from is plain to see, and part of its key; for the rest it asks while it is rendered: where its links
lead, which file an image is, what a figure says. The answers are remembered with it. Whoever wants it again asks the same once
more, and only where every answer is the same it is the same: no dependency can be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import msgspec

from i18n_site.known import Known
from i18n_site.publish.decoration import Address, Decoration
from i18n_site.publish.render import render

_ASKED = ("link", "image", "figure")
"""The fields of a decoration that are asked."""
_PLAIN = tuple(field.name for field in fields(Decoration) if field.name not in _ASKED)


class _Rendered(msgspec.Struct, array_like=True):
    """A body, and what it asked for: which field, with what, and the answer."""

    html: str
    answers: list[tuple[str, tuple[str, ...], Any]]


def render_known(body: str, decoration: Decoration, known: Known, *name: str) -> str:
    """`render(body, decoration)`, from what is known where that is the same. `name` tells pages apart whose bodies are alike.

    Whether or not it is rendered, everything that it asks for is asked.
    """
    key = known.key("body", name, body, [getattr(decoration, field) for field in _PLAIN])
    stored = known.get(key)
    if stored is not None:
        found = msgspec.msgpack.decode(stored, type=_Rendered)
        answers = [_plain(getattr(decoration, field)(*asked)) for field, asked, _ in found.answers]
        if answers == [answer for *_, answer in found.answers]:
            return found.html
    noted: dict[tuple[str, tuple[str, ...]], Any] = {}
    noting = replace(
        decoration,
        link=_noting("link", decoration.link, noted),
        image=_noting("image", decoration.image, noted),
        figure=_noting("figure", decoration.figure, noted),
    )
    html = render(body, noting)
    known.put(key, msgspec.msgpack.encode(_Rendered(html, [(*asked, answer) for asked, answer in noted.items()])))
    return html


def _noting(field: str, ask: Callable[..., Any], noted: dict[tuple[str, tuple[str, ...]], Any]) -> Callable[..., Any]:
    """The same function, writing down what it is asked and says."""

    def asked(*words: str) -> Any:
        answer = ask(*words)
        noted[field, words] = _plain(answer)
        return answer

    return asked


def _plain(answer: Any) -> Any:
    """An answer as it comes back from the bytes."""
    if isinstance(answer, Address):
        return [answer.href, answer.language, list(answer.size) if answer.size else None]
    return answer
