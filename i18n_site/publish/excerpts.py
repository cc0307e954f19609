"""What a page's own body says for its title and its summary, where its author named none. Opens no files."""

from __future__ import annotations

from collections.abc import Sequence

from i18n_site.formats.reading import read_opening
from i18n_site.formats.runs import Run, plain_text
from i18n_site.known import Known
from i18n_site.model import Document, Kind, LocalisedDocument, LocalisedSegment, LocalisedText, Span, State
from i18n_site.texts import fold_blanks


def excerpt_of(
    shown: LocalisedDocument, source: Sequence[Span], language: str, figures: frozenset[str], known: Known | None = None
) -> LocalisedText | None:
    """The first paragraph of a page, whole; None where there is none.

    `source`: the places of the runs of the source's body; `language`: what that is in. `known`: what an earlier run has read.
    """
    body, math = shown.markdown[shown.body :].decode("utf-8"), shown.document.math
    key = ("excerpt", body, sorted(figures), math)
    opening = (known or Known()).remembered(lambda: _open(body, figures, math=math), _Opening, *key)
    if opening is None:
        return None
    number, text = opening
    return said_of(source[number], text, shown.document, shown.segments, shown.locale, language)


_Opening = tuple[int, str] | None
"""The number of a body's first paragraph among its runs, and what is read of it."""


def _open(body: str, figures: frozenset[str], *, math: bool) -> _Opening:
    runs = read_opening(body, figures, _is_excerpt, math=math).runs
    return (len(runs) - 1, plain_text(runs[-1])) if runs and _is_excerpt(runs[-1]) else None


def said_of(
    source: Span, text: str, document: Document, segments: Sequence[LocalisedSegment], locale: str, language: str
) -> LocalisedText:
    """What is read of a run in `locale`, and in which language it is; `source` is its place in the body in its own `language`.

    A passage of several sentences is in another language as soon as one of them is. One that nobody translates is in the
    page's language, unless its author lets nobody translate the page.
    """
    text = fold_blanks(text)
    start, end = source.start + document.body, source.end + document.body
    held = []
    for segment in segments:
        span = segment.segment.span
        if span is not None and start <= span.start:
            if end < span.end:
                break  # those of a body are in its order
            held.append(segment)
    if held:
        said = next((segment for segment in held[::-1] if segment.state is State.FALLBACK), held[0])
        return LocalisedText(text, said.locale, said.state)
    if locale == language:
        return LocalisedText(text, language, State.SOURCE)
    return (
        LocalisedText(text, language, State.FALLBACK) if is_skipped(document) else LocalisedText(text, locale, State.TRANSLATED)
    )


def is_skipped(document: Document) -> bool:
    """Whether its author lets nobody translate a document."""
    settings = document.fields.get("i18n")
    return isinstance(settings, dict) and settings.get("skip") is True


def _is_excerpt(run: Run) -> bool:
    """Whether a run is a paragraph that may stand for its page."""
    return run.kind is Kind.PARAGRAPH and not run.quotes and not run.alone and run.text.strip(" \0") != ""
