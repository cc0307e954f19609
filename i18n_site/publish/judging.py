"""What a spliced translation is to its page that its source is not, passage by passage. Opens no files, knows no languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from i18n_site.config import Differences
from i18n_site.formats.compare import Difference, broken_structure, differences, read_html_marks, read_marks
from i18n_site.formats.mdx import faults, is_nested
from i18n_site.formats.runs import PLACEHOLDER, Mark
from i18n_site.model import Document, Kind, Segment
from i18n_site.publish.mould import is_passage
from i18n_site.publish.splicing import Original, Spliced


class Judge:
    """Judges the translations of one document whose page has the structure of its source."""

    def __init__(self, document: Document, original: Original, *, figures: frozenset[str], policy: Differences) -> None:
        self.document, self.original, self.figures, self.policy = document, original, figures, policy
        self.math = document.math

    def is_read_by_mdx(self, segment: Segment) -> bool:
        """Whether MDX looks for programs in a segment's text: neither in front matter nor in what stands in quotes."""
        in_body = segment.span is not None and segment.span.start >= self.document.body
        return self.document.mdx and in_body and segment.kind not in (Kind.ATTRIBUTE, Kind.LINK_TITLE)

    def differences(self, index: int, msgstr: str, spliced: Spliced) -> Iterable[Difference]:
        """How a translation differs from the segment with this index."""
        segment = self.document.segments[index]
        msgid = segment.key.msgid
        ours: Sequence[Mark]
        theirs: Sequence[Mark]
        if segment.sentence:
            ours, theirs = (read_marks(text, self.figures, math=self.math) or () for text in (msgid, msgstr))
        elif is_passage(self.document, segment) or segment.kind is Kind.CAPTION:
            ours, theirs = self._marks(index, spliced, msgid, msgstr)
        else:
            ours, theirs = self._placeholders(msgid), self._placeholders(msgstr)
        plural = segment.msgid_plural is not None
        found = differences(ours, theirs, msgid=msgid, msgstr=msgstr, plural=plural, kind=segment.kind, policy=self.policy)
        if not self.is_read_by_mdx(segment):
            return found
        first = list(found)
        said = {difference.message for difference in first}
        return (*first, *(difference for difference in self._in_mdx(segment, msgid, msgstr) if difference.message not in said))

    def _in_mdx(self, segment: Segment, msgid: str, msgstr: str) -> Iterator[Difference]:
        """What a translation is to MDX that its source is not."""
        yield from (Difference("syntax", said, True) for said in faults(msgid, msgstr, segment.kind, self.figures))
        if segment.kind is Kind.HTML:  # to MDX it is Markdown; behind a word nothing in it is a block
            ours, theirs = (read_marks(f"x {text}", self.figures, math=self.math) for text in (msgid, msgstr))
            if theirs is None and ours is not None:
                yield broken_structure(msgstr)
            else:
                yield from differences(ours or (), theirs or (), msgid=msgid, msgstr=msgstr, policy=self.policy)

    def _marks(self, index: int, spliced: Spliced, msgid: str, msgstr: str) -> tuple[Sequence[Mark], Sequence[Mark]]:
        """What the source and a translation must account for."""
        kind = self.document.segments[index].kind
        alone = not self.original.definitions and "[^" not in msgid and "[^" not in msgstr
        if spliced.proved and alone and kind is not Kind.CAPTION:
            # texts that refer to nothing else say by themselves what they say in their document
            read = read_html_marks if kind is Kind.HTML else read_marks
            ours, theirs = read(msgid, self.figures), read(msgstr, self.figures)
            if ours is not None and theirs is not None:
                return ours, theirs
        number = self.original.run_of.get(index)
        if number is None:
            return self._placeholders(msgid), self._placeholders(msgstr)
        return self.original.reading.runs[number].marks, spliced.reading.runs[number].marks

    def _placeholders(self, text: str) -> tuple[Mark, ...]:
        return tuple(Mark("placeholder", name) for name in PLACEHOLDER.findall(text) if name in self.figures)

    def broken_together(self, spliced: Spliced) -> Iterator[tuple[Difference, Sequence[int]]]:
        """Sentences that are sound each by itself, and together are not what their passage was: a link that one lost."""
        for number, indices in self._sentences.items():
            ours, theirs = self.original.reading.runs[number].marks, spliced.reading.runs[number].marks
            wrong = next((difference for difference in differences(ours, theirs, policy=self.policy) if difference.blocks), None)
            if wrong is not None:
                yield wrong, indices
            elif self.document.mdx:
                start, end = spliced.reading.runs[number].span
                if not is_nested(spliced.text.encode()[start:end].decode()):
                    yield Difference("syntax", "its tags are not closed in order; order them as the source's", True), indices

    @cached_property
    def _sentences(self) -> Mapping[int, Sequence[int]]:
        """Index of a run that is several messages -> indices of their segments."""
        found: dict[int, list[int]] = {}
        if any(segment.sentence for segment in self.document.segments):
            for index, number in self.original.run_of.items():
                if self.document.segments[index].sentence:
                    found.setdefault(number, []).append(index)
        return found
