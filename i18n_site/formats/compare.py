"""The one comparison of an msgid's structure with an msgstr's: used by publishing and by checks. Opens nothing.

What counts as structure: links, images, code spans, inline HTML, footnotes, placeholders. Some differences block a translation,
for it would break the page or hurt its reader; others are the translator's to decide and only worth a warning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from i18n_site.formats.html import without_texts
from i18n_site.formats.reading import read_body
from i18n_site.formats.runs import Mark

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms", "ftp", "xmpp", "irc"})
"""What a link of a translation may begin with where the source's does not; everything else could be active content."""

_SCHEME = re.compile(r"[\s\x00-\x1f]*([A-Za-z][A-Za-z0-9+.-]*):")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202d\u202e]")


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which a translation's structure is not its source's."""

    code: str
    message: str
    """What is wrong and what to do, for the translator."""
    blocks: bool
    """Whether the passage must fall back."""


_ONE_PARAGRAPH = (("Paragraph", None), "run", ("End", "Paragraph"))


def read_marks(text: str, figures: frozenset[str] = frozenset()) -> tuple[Mark, ...] | None:
    """The marks of a text that is one paragraph by itself; None where it is anything else."""
    reading = read_body(text, figures)
    return reading.runs[0].marks if reading.skeleton == _ONE_PARAGRAPH else None


def differences(
    source: Sequence[Mark], target: Sequence[Mark], *, msgid: str = "", msgstr: str = "", plural: bool = False
) -> Iterator[Difference]:
    """How the marks of an msgstr differ from its msgid's, the blocking ones first.

    `plural`: the message has plural forms, of which one may spell its number out.
    """
    if source != target:
        for compare in (_placeholders, _footnotes, _html, _active, _links, _images, _codes):
            yield from compare(source, target, plural)
    for character in sorted(set(_CONTROL.findall(msgstr)) - set(msgid)):
        yield Difference("control", f"the translation holds the control character U+{ord(character):04X}; take it out", True)


def _of(marks: Sequence[Mark], category: str) -> Counter[str]:
    return Counter(mark.value for mark in marks if mark.category == category)


def _changed(
    source: Sequence[Mark], target: Sequence[Mark], category: str, code: str, form: str, *, blocks: bool, lack: bool = True
) -> Iterator[Difference]:
    ours, theirs = _of(source, category), _of(target, category)
    for value in ours - theirs if lack else ():
        yield Difference(code, f"the translation lacks {form.format(value)}; copy it from the source", blocks)
    for value in theirs - ours:
        yield Difference(code, f"the source has no {form.format(value)}; take it out", blocks)


def _placeholders(source: Sequence[Mark], target: Sequence[Mark], plural: bool) -> Iterator[Difference]:
    yield from _changed(source, target, "placeholder", "placeholder", "{{{}}}", blocks=True, lack=not plural)


def _footnotes(source: Sequence[Mark], target: Sequence[Mark], plural: bool) -> Iterator[Difference]:
    yield from _changed(source, target, "footnote", "footnote", "[^{}]", blocks=True)


def _html(source: Sequence[Mark], target: Sequence[Mark], plural: bool) -> Iterator[Difference]:
    """Tags are the source's, their translatable attributes aside, and nested as well as they were."""
    ours = [Mark("html", without_texts(mark.value)) for mark in source if mark.category == "html"]
    theirs = [Mark("html", without_texts(mark.value)) for mark in target if mark.category == "html"]
    found = list(_changed(ours, theirs, "html", "html", "{}", blocks=True))
    yield from found
    if not found and _is_nested(ours) and not _is_nested(theirs):
        yield Difference("html", "the HTML tags are not closed in the order they were opened; order them as in the source", True)


def _is_nested(marks: Sequence[Mark]) -> bool:
    opened: list[str] = []
    for mark in marks:
        tag = _TAG.match(mark.value)
        if tag is None or tag[2].lower() in _VOID or mark.value.endswith("/>"):
            continue
        if not tag[1]:
            opened.append(tag[2].lower())
        elif not opened or opened.pop() != tag[2].lower():
            return False
    return not opened


def _active(source: Sequence[Mark], target: Sequence[Mark], plural: bool) -> Iterator[Difference]:
    """No address of a translation may run something that the source's did not."""
    addresses = ("link", "image", "autolink")
    known = {mark.value for mark in source if mark.category in addresses}
    for mark in target:
        scheme = _SCHEME.match(mark.value) if mark.category in addresses and mark.value not in known else None
        if scheme and scheme[1].lower() not in SAFE_SCHEMES:
            yield Difference("active", f"the address {mark.value!r} is of a kind that could do harm; use the source's", True)


def _links(source: Sequence[Mark], target: Sequence[Mark], plural: bool) -> Iterator[Difference]:
    ours = _of(source, "link").total() + _of(source, "autolink").total()
    theirs = _of(target, "link").total() + _of(target, "autolink").total()
    if ours != theirs:
        message = f"the source has {_count(ours, 'link')}, the translation {theirs}; check its brackets and copy each address"
        yield Difference("link", message, True)
        return
    yield from _changed(source, target, "link", "url", "link to {}", blocks=False)


def _images(source: Sequence[Mark], target: Sequence[Mark], plural: bool) -> Iterator[Difference]:
    ours, theirs = _of(source, "image").total(), _of(target, "image").total()
    if ours != theirs:
        message = f"the source has {_count(ours, 'image')}, the translation {theirs}; copy the images from the source"
        yield Difference("image", message, True)
        return
    yield from _changed(source, target, "image", "url", "image {}", blocks=False)


def _codes(source: Sequence[Mark], target: Sequence[Mark], plural: bool) -> Iterator[Difference]:
    yield from _changed(source, target, "code", "code", "`{}`", blocks=False)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
