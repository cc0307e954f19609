"""The one comparison of an msgid's structure with an msgstr's: used by publishing and by checks. Opens nothing.

What counts as structure: links, images, code spans, formulas, inline HTML, footnotes, placeholders. Some differences block a
translation, for it would break the page or hurt its reader; others are the translator's to decide and only worth a warning,
unless the site says that they block as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

import pyromark

from i18n_site.config import LENIENT, Differences
from i18n_site.formats.dialect import OPTIONS
from i18n_site.formats.html import cut_address, escape_lost, without_texts
from i18n_site.formats.reading import read_body
from i18n_site.formats.runs import Mark
from i18n_site.formats.tags import VOID, name_of
from i18n_site.formats.verdict import SAFE_SCHEMES, is_harmless
from i18n_site.model import Kind
from i18n_site.texts import fold_blanks

_SCHEME = re.compile(r"[\s\x00-\x1f]*([A-Za-z][A-Za-z0-9+.-]*):")
# C0 and C1 but for tab and line feed; what turns text around for more than one character; what annotates; tags of languages.
# The marks U+200E, U+200F and U+061C turn nothing around, and right-to-left prose needs them.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufff9-\ufffb\U000e0001]")
_ISOLATE = re.compile("[\u2066-\u2069]")
_CONTROL_OR_ISOLATE = re.compile(f"{_CONTROL.pattern}|{_ISOLATE.pattern}")
_PLAIN, _TIMES = 1000, 10


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which a translation's structure is not its source's."""

    code: str
    message: str
    """What is wrong and what to do, for the translator."""
    blocks: bool
    """Whether the passage must fall back."""


_ONE_PARAGRAPH = (("Paragraph", None), "run", ("End", "Paragraph"))


def read_marks(text: str, figures: frozenset[str] = frozenset(), *, math: bool = False) -> tuple[Mark, ...] | None:
    """The marks of a text that is one paragraph by itself; None where it is anything else."""
    reading = read_body(text, figures, math=math)
    if (
        reading.skeleton != _ONE_PARAGRAPH
        or reading.runs[0].skipped
        or ("]:" in text and pyromark.reference_definitions(text, options=OPTIONS))
    ):
        return None  # what a text defines is no link where it stands in a cell
    return reading.runs[0].marks


def read_html_marks(text: str, figures: frozenset[str] = frozenset()) -> tuple[Mark, ...] | None:
    """The marks of a text within HTML that is one text by itself; None where it is anything else."""
    runs = read_body(f"<div>{escape_lost(fold_blanks(text))}</div>", figures).runs
    return runs[0].marks if len(runs) == 1 and runs[0].kind is Kind.HTML else None


def differences(
    source: Sequence[Mark],
    target: Sequence[Mark],
    *,
    msgid: str = "",
    msgstr: str = "",
    plural: bool = False,
    kind: Kind = Kind.PARAGRAPH,
    policy: Differences = LENIENT,
) -> Iterator[Difference]:
    """How the marks of an msgstr differ from its msgid's, the blocking ones first.

    `plural`: the message has plural forms, of which one may spell its number out. `policy` says what blocks beyond what always
    does: new HTML, active content, structure.
    """
    found: list[Difference] = []
    if source != target:
        for compare in (_placeholders, _syntax, _formulas, _footnotes, _html, _active, _links, _images, _codes):
            found += compare(source, target, plural, policy)
    found += _characters(msgid, msgstr)
    if "*" in msgstr and _TIGHT_STARS.search(msgstr):
        found += _emphasis(msgid, msgstr)
    if not any(difference.blocks for difference in found) and not _is_harmless(source, target, msgid, msgstr, kind):
        found.append(Difference("html", "browsers find HTML in the translation that the source has not; take it out", True))
    yield from sorted(found, key=lambda difference: not difference.blocks)


def may_hold_controls(msgstr: str) -> bool:
    """Whether a translation may hold control or bidi characters: where it does not, nobody need look for them."""
    return "&#" in msgstr or (not msgstr.isprintable() and _CONTROL_OR_ISOLATE.search(msgstr) is not None)


def is_too_long(msgid: str, msgstr: str) -> bool:
    """Whether a translation is so long that it is none: no language takes ten times the room."""
    return len(msgstr) > _PLAIN + _TIMES * len(msgid)


def too_long(msgid: str, msgstr: str) -> Difference:
    """What is said of a translation that `is_too_long`."""
    most = _PLAIN + _TIMES * len(msgid)
    said = f"the translation has {len(msgstr)} characters, its source {len(msgid)}; write {most} at most"
    return Difference("length", said, True)


def is_link(text: str) -> bool:
    """Whether a text is a link and nothing else."""
    return _LINK_ALONE.fullmatch(pyromark.html(text, options=OPTIONS)) is not None


_LINK_ALONE = re.compile(r"<p><a [^>]*>(?:(?!</a>)[\s\S])*</a></p>\n")


def no_link() -> Difference:
    """What is said of a translation that is no link alone where the source is."""
    return Difference(
        "outline", "an outline knows nothing but a link here; put all that the translation says into its text", True
    )


def broken_structure(msgstr: str) -> Difference:
    """What is said of a translation that would change the structure of its page: what it would bring, where it says so itself."""
    reading = read_body(msgstr)
    blocks = [str(part[0]) for part in reading.skeleton if isinstance(part, tuple) and part[0] != "End"]
    blocks += [str(part) for part in reading.skeleton if part == "Rule"]
    brought = [_BLOCKS[block] for block in dict.fromkeys(blocks) if block in _BLOCKS]
    if not brought and blocks.count("Paragraph") > 1:
        brought = ["a second paragraph"]
    if pyromark.reference_definitions(msgstr, options=OPTIONS):
        brought.append("the definition of a reference")
    if not brought:
        said = "the translation would change the structure of the page; keep it one passage of the source's kind"
    else:
        said = f"the translation would bring {' and '.join(brought)} into the page; keep it one passage of the source's kind"
    return Difference("structure", said, True)


_BLOCKS = {
    "Heading": "a heading",
    "BlockQuote": "a quote",
    "CodeBlock": "a code block",
    "HtmlBlock": "an HTML block",
    "List": "a list",
    "Table": "a table",
    "FootnoteDefinition": "a footnote",
    "DefinitionList": "a definition list",
    "Rule": "a rule",
}


_TIGHT_STARS = re.compile(r"[^\w\s*]\*{1,3}(?=\w)|(?<=\w)\*{1,3}[^\w\s*]")
"""Stars between punctuation and a letter, which open or close nothing in CommonMark, section 6.2: no blank parts words there."""


def _emphasis(msgid: str, msgstr: str) -> Iterator[Difference]:
    """Stars that a reader of the translation would see: `**太字。**です` is not bold."""
    ours, theirs = ("".join(run.text for run in read_body(text).runs) for text in (msgid, msgstr))
    if len(_TIGHT_STARS.findall(theirs)) > len(_TIGHT_STARS.findall(ours)):
        said = "stars beside punctuation and a letter are shown as stars; put the punctuation behind them: `**太字**。です`"
        yield Difference("emphasis", said, False)


def _characters(msgid: str, msgstr: str) -> Iterator[Difference]:
    """Control and bidi characters that the source lacks, written as they are or as character references."""
    read = unescape(msgstr)
    if _CONTROL_OR_ISOLATE.search(msgstr) is None and (read == msgstr or _CONTROL_OR_ISOLATE.search(read) is None):
        return
    ours, theirs = msgid + unescape(msgid), msgstr + read
    for character in sorted(set(_CONTROL.findall(theirs)) - set(ours)):
        yield Difference("control", f"the translation holds the control character U+{ord(character):04X}; take it out", True)
    if not _is_balanced(read) and _is_balanced(unescape(msgid)):
        said = "the translation opens a directional isolate that it does not close, or closes one that is not open; pair them"
        yield Difference("control", said, True)


def _is_balanced(text: str) -> bool:
    """Whether each isolate (U+2066 to U+2068) is closed by its U+2069, so that it turns nothing around beyond itself."""
    depth = 0
    for found in _ISOLATE.findall(text):
        depth += -1 if found == "\u2069" else 1
        if depth < 0:
            return False
    return depth == 0


def _is_harmless(source: Sequence[Mark], target: Sequence[Mark], msgid: str, msgstr: str, kind: Kind) -> bool:
    """A second opinion, by a browser's parser: whoever reads HTML twice with different eyes sees what one of them overlooks."""
    if kind is Kind.HTML:
        return is_harmless(msgid, msgstr)
    if kind is Kind.ATTRIBUTE:
        return True  # it is escaped wherever it is put
    if "<" not in msgstr and (source == target or not any(":" in mark.value for mark in set(target) - set(source))):
        return True  # Markdown makes no other HTML than its own
    return is_harmless(_rendered(msgid) + _OF_MARKDOWN, _rendered(msgstr))


_OF_MARKDOWN = '<p><em><strong><del><code><br><a href="" title=""><img src="" alt="" title="">'
"""What a text may be full of without any HTML in it: emphasis and code are free, links and images compared by number."""


def _rendered(text: str) -> str:
    # behind a word nothing in it is a block, as nothing is where it is spliced
    return pyromark.html(f"x {text.strip()}", options=OPTIONS)


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


def _placeholders(source: Sequence[Mark], target: Sequence[Mark], plural: bool, policy: Differences) -> Iterator[Difference]:
    yield from _changed(source, target, "placeholder", "placeholder", "{{{}}}", blocks=True, lack=not plural)


def _syntax(source: Sequence[Mark], target: Sequence[Mark], plural: bool, policy: Differences) -> Iterator[Difference]:
    """What another generator runs or reads: nothing of it may come or go with a translation."""
    yield from _changed(source, target, "syntax", "syntax", "{}", blocks=True)


def _formulas(source: Sequence[Mark], target: Sequence[Mark], plural: bool, policy: Differences) -> Iterator[Difference]:
    yield from _changed(source, target, "math", "math", "${}$", blocks=True)


def _footnotes(source: Sequence[Mark], target: Sequence[Mark], plural: bool, policy: Differences) -> Iterator[Difference]:
    yield from _changed(source, target, "footnote", "footnote", "[^{}]", blocks=True)


def _html(source: Sequence[Mark], target: Sequence[Mark], plural: bool, policy: Differences) -> Iterator[Difference]:
    """Tags are the source's, their translatable attributes aside, and nested as well as they were.

    The address of a link or an image is compared as Markdown's are, once nothing else of its tag differs.
    """
    (ours, leads), (theirs, led) = _cut_addresses(source), _cut_addresses(target)
    found = list(_changed(ours, theirs, "html", "html", "{}", blocks=True))
    if found:  # said with their tags as they are
        ours, theirs = _tags(source), _tags(target)
        yield from _changed(ours, theirs, "html", "html", "{}", blocks=True)
        return
    if _is_nested(ours) and not _is_nested(theirs):
        yield Difference("html", "the HTML tags are not closed in the order they were opened; order them as in the source", True)
    yield from _active(leads, led, plural, policy)
    yield from _changed(leads, led, "link", "url", "link to {}", blocks=policy.link == "block")
    yield from _changed(leads, led, "image", "url", "image {}", blocks=policy.image == "block")


def _tags(marks: Sequence[Mark]) -> list[Mark]:
    return [Mark("html", without_texts(mark.value)) for mark in marks if mark.category == "html"]


def _cut_addresses(marks: Sequence[Mark]) -> tuple[list[Mark], list[Mark]]:
    """The tags without their addresses, and the addresses."""
    cut = [cut_address(mark.value) for mark in _tags(marks)]
    return [Mark("html", tag) for tag, _ in cut], [Mark(address.category, address.value) for _, address in cut if address]


def _is_nested(marks: Sequence[Mark]) -> bool:
    opened: list[str] = []
    for mark in marks:
        closes, name = name_of(mark.value)
        if not name or name in VOID or mark.value.endswith("/>"):
            continue
        if not closes:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


def _active(source: Sequence[Mark], target: Sequence[Mark], plural: bool, policy: Differences) -> Iterator[Difference]:
    """No address of a translation may run something that the source's did not."""
    addresses = ("link", "image", "autolink")
    known = {mark.value for mark in source if mark.category in addresses}
    for mark in target:
        scheme = _SCHEME.match(mark.value) if mark.category in addresses and mark.value not in known else None
        if scheme and scheme[1].lower() not in SAFE_SCHEMES:
            yield Difference("active", f"the address {mark.value!r} is of a kind that could do harm; use the source's", True)


def _links(source: Sequence[Mark], target: Sequence[Mark], plural: bool, policy: Differences) -> Iterator[Difference]:
    ours = _of(source, "link").total() + _of(source, "autolink").total()
    theirs = _of(target, "link").total() + _of(target, "autolink").total()
    if ours != theirs:
        message = f"the source has {_count(ours, 'link')}, the translation {theirs}; check its brackets and copy each address"
        yield Difference("link", message, True)
        return
    yield from _changed(source, target, "link", "url", "link to {}", blocks=policy.link == "block")


def _images(source: Sequence[Mark], target: Sequence[Mark], plural: bool, policy: Differences) -> Iterator[Difference]:
    ours, theirs = _of(source, "image").total(), _of(target, "image").total()
    if ours != theirs:
        message = f"the source has {_count(ours, 'image')}, the translation {theirs}; copy the images from the source"
        yield Difference("image", message, True)
        return
    yield from _changed(source, target, "image", "url", "image {}", blocks=policy.image == "block")


def _codes(source: Sequence[Mark], target: Sequence[Mark], plural: bool, policy: Differences) -> Iterator[Difference]:
    yield from _changed(source, target, "code", "code", "`{}`", blocks=policy.code == "block")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
