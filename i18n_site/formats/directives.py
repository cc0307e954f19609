"""What authors say to the extractor in comments: `<!-- i18n: context="…" -->`, `{/* i18n: skip */}`. Knows no Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMENT = re.compile(r"\s*(?:<!--\s*i18n:(.*?)-->|\{/\*\s*i18n:(.*?)\*/\})\s*", re.DOTALL)
_WORD = re.compile(r'\s*([a-z-]+)(?:\s*=\s*"((?:[^"\\]|\\.)*)")?\s*[;,]?', re.DOTALL)
_FLAGS = ("skip", "skip-start", "skip-end", "split")
_TEXTS = ("comment", "context", "plural")


@dataclass(frozen=True, slots=True)
class Directives:
    """The directives that hold for one block; empty ones say nothing."""

    comment: tuple[str, ...] = ()
    context: str | None = None
    plural: str | None = None
    skip: bool = False
    skip_start: bool = False
    skip_end: bool = False
    split: bool = False
    """Whether each sentence is a message of its own."""

    def __bool__(self) -> bool:
        """Whether anything is said of the block that follows; the ends of a range say nothing of it."""
        return bool(self.comment or self.context is not None or self.plural or self.skip or self.split)

    def joined(self, nearer: Directives) -> Directives:
        """These, and those that stand nearer to the text and win over them."""
        return Directives(
            comment=self.comment + nearer.comment,
            context=nearer.context if nearer.context is not None else self.context,
            plural=nearer.plural or self.plural,
            skip=self.skip or nearer.skip,
            split=self.split or nearer.split,
        )


NOTHING_SAID = Directives()


class Said:
    """What has been said so far, for whoever reads a document from its beginning: what holds for which block.

    `depth` is the number of blocks that one stands in.
    """

    __slots__ = ("pending", "problems", "scopes", "skip_from")

    def __init__(self) -> None:
        self.pending = NOTHING_SAID
        """Of the block that comes next."""
        self.scopes: list[tuple[int, Directives]] = []
        """Of blocks that are open, by their depth."""
        self.skip_from: int | None = None
        """Where the range begins that nobody translates; None outside of one."""
        self.problems: list[tuple[int, str]] = []
        """Places and what is wrong there."""

    def hear(self, found: tuple[Directives, str | None], start: int) -> None:
        """Take in what `parse_directives` has found at a place."""
        directives, problem = found
        if problem:
            self.problems.append((start, problem))
        if directives.skip_start and self.skip_from is None:
            self.skip_from = start
        elif directives.skip_end:
            if self.skip_from is None:
                self.problems.append((start, "skip-end without a skip-start before it; take it out"))
            self.skip_from = None
        self.pending = self.pending.joined(directives)

    def open_block(self, depth: int) -> None:
        """What was said holds for the block that begins, and for all that it holds."""
        if self.pending:
            self.scopes.append((depth, self.pending))
            self.pending = NOTHING_SAID

    def close_blocks(self, depth: int) -> None:
        """Forget what was said of blocks that have ended."""
        while self.scopes and self.scopes[-1][0] >= depth:
            self.scopes.pop()

    def take(self) -> Directives:
        """Everything that is said of what comes now: of it alone, and of all that it stands in."""
        directives, self.pending = self.pending, NOTHING_SAID
        for _, scope in self.scopes:
            directives = scope.joined(directives)
        return directives

    def end(self) -> None:
        """Note the range that is still open where the document ends."""
        if self.skip_from is not None:
            unclosed = "skip-start is never closed; write <!-- i18n: skip-end --> where it should end"
            self.problems.append((self.skip_from, unclosed))


def parse_directives(html: str) -> tuple[Directives, str | None] | None:
    """The directives of an HTML block that is one i18n comment, and what is wrong with it; None for any other HTML."""
    found = _COMMENT.fullmatch(html) if "i18n:" in html else None
    if found is None:
        return None
    words: dict[str, str | None] = {}
    body, position = (found[1] or found[2] or "").strip(), 0
    while position < len(body):
        word = _WORD.match(body, position)
        if word is None or (word[1] in _TEXTS) != (word[2] is not None) or word[1] not in _FLAGS + _TEXTS:
            said = body[position : position + 40]
            known = ", ".join([*(f'{name}="…"' for name in _TEXTS), *_FLAGS])
            return Directives(), f"the i18n comment is not understood at «{said}»; known are {known}"
        words[word[1]] = None if word[2] is None else re.sub(r"\\(.)", r"\1", word[2])
        position = word.end()
    comment = words.get("comment")
    return Directives(
        comment=tuple(" ".join(line.split()) for line in comment.splitlines()) if comment else (),
        context=words.get("context"),
        plural=words.get("plural"),
        skip="skip" in words,
        skip_start="skip-start" in words,
        skip_end="skip-end" in words,
        split="split" in words,
    ), None
