"""What the pages of a document, in whatever language, take from its own body. Read once a body; opens no files."""

from __future__ import annotations

from dataclasses import dataclass

from i18n_site.formats.reading import read_body
from i18n_site.formats.runs import Reading, headings
from i18n_site.known import Known
from i18n_site.model import Document, Span
from i18n_site.publish.anchors import unique_ids
from i18n_site.publish.figures import Figures
from i18n_site.publish.sources import is_protected


@dataclass(frozen=True, slots=True)
class Outline:
    """A source's body, seen from its pages."""

    heading_ids: tuple[str, ...]
    """The anchors of its headings, from the source's text, so that `#section` works in every language."""
    footnotes: tuple[str, ...]
    """Their anchors."""
    formulas: tuple[str, ...]
    opens_with_title: bool
    """Whether a heading of the first level comes before all else that is read."""
    runs: tuple[Span, ...]
    """Byte offsets in the body."""

    @property
    def anchors(self) -> frozenset[str]:
        """Everything that a link may name behind `#`."""
        return frozenset((*self.heading_ids, *self.footnotes))


def outline_of(document: Document, figures: Figures, known: Known) -> Outline:
    """The outline of a document. `known`: what an earlier run has read; of what a password guards nothing is put into it."""
    body, names, math = document.text[document.body :].decode("utf-8"), figures.names, document.math
    if is_protected(document):
        known = Known()
    return known.remembered(lambda: _read(body, names, math=math), Outline, "outline", body, sorted(names), math)


def _read(body: str, names: frozenset[str], *, math: bool) -> Outline:
    reading = read_body(body, names, math=math)
    return Outline(
        heading_ids=_heading_ids(reading),
        footnotes=tuple(sorted(_footnotes(reading))),
        formulas=tuple(sorted({mark.value for run in reading.runs for mark in run.marks if mark.category == "math"})),
        opens_with_title=bool(reading.runs) and reading.runs[0].level == 1,
        runs=tuple(run.span for run in reading.runs),
    )


def _heading_ids(reading: Reading) -> tuple[str, ...]:
    found = headings(reading)
    taken = {heading.anchor for heading in found if heading.anchor} | _footnotes(reading)
    made = iter(unique_ids([heading.text for heading in found if not heading.anchor], taken))
    return tuple(heading.anchor or next(made) for heading in found)


def _footnotes(reading: Reading) -> set[str]:
    return {str(part[1]) for part in reading.skeleton if isinstance(part, tuple) and part[0] == "FootnoteDefinition"}
