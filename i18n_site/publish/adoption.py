"""What a translation that was made elsewhere is worth to a catalogue: which texts are taken, as what, and why the others are not.

A pair is sure where the texts belong together and the page would serve the translation: what `localise` would refuse waits for
a translator, and so does a passage that was left in the source's language. Opens no files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from i18n_site.catalogue.marks import ADOPTED, quote_text
from i18n_site.model import Document, Entry, Finding, Kind, Message, MessageKey, Reference, Segment, Severity, State
from i18n_site.publish.align import SURE, Pair, align
from i18n_site.publish.lexicon import Lexicon
from i18n_site.publish.localise import Localiser, Translation
from i18n_site.publish.reference_labels import with_labels_of
from i18n_site.publish.slugs import is_clean
from i18n_site.publish.sources import slug_segment

CHECK = "adopt"
"""The name of the findings."""

_PROSE_WORD = re.compile(r"(?<!\S)[^\W\d_]{2,}[,.;:!?]?(?!\S)")
_CODE_SPAN = re.compile(r"`[^`]*`")
_SENTENCE = 4
"""Words that no name has, and that two languages do not share by chance."""
_SMALL = 2
"""Of these, words that do not begin with a capital letter: names of people and products have hardly any."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """What one document's translation gives."""

    path: str
    """Of the document whose messages these are."""
    pairs: tuple[Pair, ...]
    """In the order of the source."""
    sure: frozenset[Segment]
    """Segments of the source whose pair is a translation as it stands; the others are doubtful."""
    findings: tuple[Finding, ...]
    """What was left out, and what is doubtful for more than its place, with both places where there are two."""


def adopt_document(
    path: str,
    source: Document,
    target: Document,
    *,
    language: str,
    locale: str,
    figures: frozenset[str] = frozenset(),
    lexicon: Lexicon | None = None,
) -> Adoption:
    """Align a document with its translation and judge the pairs. `path`: the document's in the site.

    `source` is the document or an older version of it, `language` its language, `locale` the translation's. `lexicon` is for
    `align`.
    """
    target = with_labels_of(source, target)
    pairs = align(source, target, figures, lexicon)
    refused, findings = _refuse(source, pairs, language=language, locale=locale, figures=figures)
    sure = frozenset(
        pair.source
        for pair in pairs
        if pair.confidence >= SURE and pair.source not in refused and not _is_untranslated(pair) and not pair.source.msgid_plural
    )
    slug, fault = _adopt_slug(source, target)
    left = [*_left_out(source, target, pairs), *findings, *fault]
    return Adoption(path, (*slug, *pairs), sure | {pair.source for pair in slug}, tuple(sorted(left, key=_place)))


def _refuse(
    source: Document, pairs: Sequence[Pair], *, language: str, locale: str, figures: frozenset[str]
) -> tuple[frozenset[Segment], list[Finding]]:
    """Segments whose sure translation no page would serve, and why: the page is made of them as visitors would get it."""
    texts = {pair.source: pair.target for pair in pairs if pair.confidence >= SURE}

    def find(_: str, segment: Segment) -> Translation | None:
        target = texts.get(segment)
        return None if target is None else Translation(target.key.msgid, State.TRANSLATED, target.reference)

    localised = Localiser(source, source=language, figures=figures).localise(locale, (), find)
    refused = frozenset(found.segment for found in localised.segments if found.segment in texts and found.locale != locale)
    findings = [
        replace(finding, severity=Severity.WARNING) for finding in localised.findings if finding.severity is Severity.ERROR
    ]
    return refused, findings


def _is_untranslated(pair: Pair) -> bool:
    """Whether the translation repeats a sentence of the source: visitors would take it for their language."""
    text = pair.source.key.msgid
    if text != pair.target.key.msgid:
        return False
    words = _PROSE_WORD.findall(_CODE_SPAN.sub(" ", text))
    return len(words) >= _SENTENCE and sum(not word[0].isupper() for word in words) >= _SMALL


def _adopt_slug(source: Document, target: Document) -> tuple[tuple[Pair, ...], tuple[Finding, ...]]:
    """The slug that the translation's front matter names, where it is another than the source's and a clean one."""
    ours, own = slug_segment(source), target.fields.get("slug")
    name = own.strip("/ ").rpartition("/")[2] if isinstance(own, str) else ""
    if ours is None or not name or name == ours.key.msgid:
        return (), ()
    if not is_clean(name):
        said = f"the slug {name!r} is no clean part of an address; it is left out"
        return (), (Finding(CHECK, Severity.WARNING, said, ours.key, target.path, 1),)
    return (Pair(ours, replace(ours, key=MessageKey(name, ours.key.msgctxt), reference=Reference(target.path, 1)), 100),), ()


def _left_out(source: Document, target: Document, pairs: Sequence[Pair]) -> Iterator[Finding]:
    """A finding for each segment of either side that is in no pair, slugs aside; each says where its counterpart would be."""
    ours = {pair.source for pair in pairs}
    theirs = {segment for pair in pairs for segment in (pair.target, pair.also) if segment}
    for one, taken, other, said in (
        (source, ours, target, "no passage of the translation is clearly this one's"),
        (target, theirs, source, "no passage of the source is clearly this one's"),
    ):
        met = {pair.source: pair.target for pair in pairs} if one is source else {pair.target: pair.source for pair in pairs}
        before = Reference(other.path, 1)
        for segment in one.segments:
            if segment in met:
                before = met[segment].reference
            elif segment not in taken and segment.kind is not Kind.SLUG:
                place = f"{before.path}:{before.line}"
                message = f"{said}; what stands before it is at {place}"
                yield Finding(CHECK, Severity.WARNING, message, segment.key, segment.reference.path, segment.reference.line)


def _place(finding: Finding) -> tuple[str, int]:
    return finding.path or "", finding.line or 0


def adopted_messages(adoptions: Iterable[Adoption], forms: int) -> tuple[tuple[Message, ...], tuple[Finding, ...]]:
    """The messages of a domain with the texts that were adopted, `forms` for a plural one, and texts that gave way to others.

    Where a message stands in several places with several translations, the sure ones come before the doubtful, the frequent
    before the rare, the first before the later.
    """
    found: dict[MessageKey, dict[str, list[tuple[Adoption, Pair]]]] = {}
    for adoption in adoptions:
        for pair in adoption.pairs:
            found.setdefault(pair.source.key, {}).setdefault(pair.text, []).append((adoption, pair))
    messages: list[Message] = []
    findings: list[Finding] = []
    for texts in found.values():
        first, *others = sorted(texts.values(), key=_rank)
        places = tuple(dict.fromkeys(Reference(adoption.path) for uses in (first, *others) for adoption, _ in uses))
        messages.append(_message(first, places, forms))
        findings += [_gave_way(pair, first[0][1]) for uses in others for _, pair in uses]
    return tuple(messages), tuple(sorted(findings, key=_place))


def _rank(uses: Sequence[tuple[Adoption, Pair]]) -> tuple[int, int]:
    """Texts of a message in the order of preference."""
    sure = sum(pair.source in adoption.sure for adoption, pair in uses)
    return -sure, -len(uses)


def _message(uses: Sequence[tuple[Adoption, Pair]], places: tuple[Reference, ...], forms: int) -> Message:
    adoption, pair = max(uses, key=lambda use: (use[1].source in use[0].sure, use[1].confidence))
    segment, flags = pair.source, sorted(pair.source.flags)
    sure = segment in adoption.sure
    return Message(
        segment.key,
        segment.msgid_plural,
        msgstr=(pair.text,) * (1 if segment.msgid_plural is None else forms),
        flags=tuple(flags if sure else ["fuzzy", *flags]),
        references=places,
        translator_comments=() if sure else (f"{ADOPTED}{pair.confidence}",),
    )


def _gave_way(pair: Pair, chosen: Pair) -> Finding:
    other = chosen.target.reference
    said = f"the same text is translated otherwise at {other.path}:{other.line}, which is taken: {quote_text(chosen.text)}"
    return Finding(
        CHECK,
        Severity.WARNING,
        f'{said}; to keep both, write <!-- i18n: context="…" --> above its source '
        f"({pair.source.reference.path}:{pair.source.reference.line})",
        pair.source.key,
        pair.target.reference.path,
        pair.target.reference.line,
    )


def fill(entries: Sequence[Entry], adopted: Sequence[Message]) -> tuple[tuple[Entry, ...], tuple[MessageKey, ...]]:
    """The entries of a catalogue with adopted texts where they have none, and the keys that had another text: it stays.

    New messages stand at the end. An obsolete entry that has a text keeps it too.
    """
    offered = {message.key: message for message in adopted if any(message.msgstr)}
    filled: list[Entry] = []
    conflicts: list[MessageKey] = []
    for entry in entries:
        message = entry.message
        new = None if message.is_header else offered.pop(message.key, None)
        if new is None or message.msgstr == new.msgstr:
            filled.append(entry)
        elif any(message.msgstr):
            conflicts.append(message.key)
            filled.append(entry)
        else:
            comments = (*message.translator_comments, *new.translator_comments)
            filled.append(replace(entry, message=replace(new, translator_comments=comments)))
    return (*filled, *map(Entry, offered.values())), tuple(conflicts)
