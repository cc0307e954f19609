"""Keep the anchors that links lead to, where another generator makes them of a heading's translated text. Pure; opens no file.

A link to `install.md#check-it` finds nothing in French, where the heading is `Vérifier`. So each translated heading that some
link of the sources names gets the anchor of its source, in the way that the generator knows.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from i18n_site.config import INDEX_NAMES
from i18n_site.formats.pieces import splice
from i18n_site.formats.reading import read_body
from i18n_site.formats.runs import plain_text
from i18n_site.model import Document, Kind, LocalisedDocument, Span
from i18n_site.publish.anchors import slugify
from i18n_site.publish.layouts import AnchorRule

_FRAGMENT: Final = re.compile(rb"#([\w%.\x80-\xff-]+)")
_TARGET_END: Final = re.compile(rb"[\s()\"'<>\[\]{}]")
_LONGEST_TARGET: Final = 300
_OWN_ID: Final = re.compile(rb"\{[^{}]*#[^{}]*\}[ \t]*$")
_BRACES: Final = re.compile(rb"^ {0,3}#{1,6}[ \t][^\n]*\{#[^{}\n]+\}[ \t]*\r?$", re.MULTILINE)


def linked_anchors(documents: Iterable[Document]) -> Mapping[str, frozenset[str]]:
    """What stands behind `#` in links, by the last name of their target in small letters: `install` for `../install.md#check-it`.

    Links are not told from what merely looks like one: an anchor more does no harm.
    """
    found: dict[str, set[str]] = {}
    for document in documents:
        body = document.text[document.body :]
        for link in _FRAGMENT.finditer(body):
            before = body[max(0, link.start() - _LONGEST_TARGET) : link.start()]
            target = _TARGET_END.split(before)[-1].decode("utf-8", "replace")
            if target or before.endswith((b"(", b'"', b"'", b"<")) or before.rstrip().endswith(b"]:"):
                for name in [_name_of(target)] if target else _names(document.path):
                    found.setdefault(name, set()).add(unquote(link[1].decode("utf-8", "replace")))
    return {name: frozenset(anchors) for name, anchors in found.items()}


def anchors_of(document: Document, linked: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """What links to a document may name."""
    return frozenset().union(*(linked.get(name, ()) for name in _names(document.path))) if linked else frozenset()


def rule_for(rule: AnchorRule, documents: Iterable[Document]) -> AnchorRule:
    """How anchors are written: where the sources have `{#id}` in an MDX that allows it, as they do."""
    if rule is AnchorRule.COMMENT and any(_BRACES.search(document.text) for document in documents):
        return AnchorRule.BRACES
    return rule


def keep_anchors(localised: LocalisedDocument, wanted: Collection[str], rule: AnchorRule) -> LocalisedDocument:
    """The document with those of the wanted anchors that its source's headings have. Its bytes are the same where it has none."""
    document = localised.document
    if rule is AnchorRule.NONE or not wanted:
        return localised
    kept = [(Span(start + document.body, end + document.body), anchor) for start, end, anchor in _wanted(document, wanted)]
    pieces: list[tuple[Span, bytes]] = []
    for part in localised.segments:
        span, output = part.segment.span, part.output_span
        if part.segment.kind is not Kind.HEADING or span is None or output is None or part.text == part.segment.key.msgid:
            continue
        anchor = next((anchor for source, anchor in kept if source.start <= span.start <= source.end), None)
        if anchor is not None and any(made(part.text) != anchor for made, _ in _MAKERS):
            pieces += _WRITERS[rule](localised.markdown, output, anchor, "underlined" in part.segment.frame.detail)
    if not pieces:
        return localised

    def moved(at: int) -> int:
        return at + sum(len(text) for span, text in pieces if span.start < at or (span.start == at and rule is AnchorRule.BLOCK))

    segments = tuple(
        part._replace(output_span=Span(moved(part.output_span.start), moved(part.output_span.end)))
        if part.output_span is not None and part.output_span.start >= localised.body
        else part
        for part in localised.segments
    )
    return replace(localised, markdown=splice(localised.markdown, pieces), segments=segments)


def _wanted(document: Document, wanted: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Span in the body and anchor of each heading of the source that a link names."""
    body = document.text[document.body :].decode("utf-8")
    counts: Counter[tuple[object, str]] = Counter()
    for run in read_body(body, math=document.math, jsx=document.jsx).runs:
        if not run.level:
            continue
        anchors: list[str] = []
        for made, between in _MAKERS:
            name = made(plain_text(run))
            number = counts[made, name]
            counts[made, name] += 1
            anchors.append(f"{name}{between}{number}" if number else name)
        if (anchor := next((one for one in anchors if one in wanted), None)) is not None:
            yield run.span.start, run.span.end, anchor


def _as_github(text: str) -> str:
    """As GitHub, Docusaurus, Starlight, Hugo and mdBook make an anchor."""
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")


def _as_python_markdown(text: str) -> str:
    """As MkDocs makes one."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", ascii_only).strip().lower())


_MAKERS: Final[tuple[tuple[Callable[[str], str], str], ...]] = (
    (_as_github, "-"),
    (_as_python_markdown, "_"),
    (slugify, "-"),
)
"""How generators make an anchor of a text, and what they put between it and its number where it comes again."""


def _behind(data: bytes, output: Span, written: bytes, *, underlined: bool) -> Iterator[tuple[Span, bytes]]:
    """At the end of a heading's line; nothing where that has an id."""
    end = data.find(b"\n", output.end)
    line = data[output.start : end if end >= 0 else len(data)].rstrip()
    if not _OWN_ID.search(line):
        at = output.end if underlined else output.start + len(line)
        yield Span(at, at), b" " + written


def _in_braces(data: bytes, output: Span, anchor: str, underlined: bool) -> Iterator[tuple[Span, bytes]]:
    return _behind(data, output, f"{{#{anchor}}}".encode(), underlined=underlined)


def _as_comment(data: bytes, output: Span, anchor: str, underlined: bool) -> Iterator[tuple[Span, bytes]]:
    return _behind(data, output, f"{{/* #{anchor} */}}".encode(), underlined=underlined)


def _as_block(data: bytes, output: Span, anchor: str, _underlined: bool) -> Iterator[tuple[Span, bytes]]:
    """In an empty block above the heading; nothing where that stands in a list or a quote."""
    at = data.rfind(b"\n", 0, output.start) + 1
    end = data.find(b"\n", output.end)
    if data[at : output.start].strip(b"# \t") or _OWN_ID.search(data[at : end if end >= 0 else len(data)].rstrip()):
        return
    newline = "\r\n" if b"\r\n" in data[at : end + 1] else "\n"
    above = data[data.rfind(b"\n", 0, max(at - 1, 0)) + 1 : at].strip()
    yield Span(at, at), f'{newline if above else ""}<div id="{anchor}"></div>{newline * 2}'.encode()


_WRITERS: Final[Mapping[AnchorRule, Callable[[bytes, Span, str, bool], Iterator[tuple[Span, bytes]]]]] = {
    AnchorRule.BRACES: _in_braces,
    AnchorRule.COMMENT: _as_comment,
    AnchorRule.BLOCK: _as_block,
}


def _name_of(target: str) -> str:
    path = PurePosixPath(target.partition("?")[0].rpartition("=")[2].rstrip("/"))
    stem = path.stem.lower()
    return path.parent.name.lower() if stem in INDEX_NAMES and path.parent.name not in ("", "..") else stem


def _names(path: str) -> tuple[str, ...]:
    """The last names that a link to a document may have: an index is named by its folder too."""
    stem = PurePosixPath(path).stem.lower()
    return (stem, PurePosixPath(path).parent.name.lower()) if stem in INDEX_NAMES else (stem,)
