"""The topics of a site: the tags of its documents, each once, with the documents that carry it. Opens no files.

A topic's address comes from its name in the source language and is the same in every language, so that a better translation of a
label moves no page. Tags that differ only in capitals or spaces are one topic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from i18n_site.model import Document, Finding, LocalisedText, Segment, Severity, State
from i18n_site.publish.release_content import PageContent, ProtectedPageContent, TopicContent
from i18n_site.publish.slugs import topic_slug
from i18n_site.publish.sources import is_protected, texts_by_field
from i18n_site.publish.views import TagView

Translate = Callable[[Document, str, Segment], LocalisedText]
"""The text of a document's segment in a language, or along its chain."""


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a site in all its languages."""

    labels: Mapping[str, Mapping[str, LocalisedText]]
    """Language -> slug -> label: the best that any of the topic's documents has."""
    documents: Mapping[str, tuple[str, ...]]
    """Slug -> ids of the documents that carry it, sorted."""
    findings: tuple[Finding, ...] = ()
    """Tags that would be one topic and are spelt as two."""

    def rows(self) -> Iterator[TopicContent]:
        """Every topic in every language, for the release."""
        for locale, labels in self.labels.items():
            for slug, label in labels.items():
                yield TopicContent(locale, slug, label, self.documents[slug])

    def named(self, page: PageContent | ProtectedPageContent) -> PageContent | ProtectedPageContent:
        """A page whose tags have the topics' labels: the visitor's words for them, even on an article in another language."""
        if isinstance(page, ProtectedPageContent) or not page.tags:
            return page
        labels = self.labels[page.locale]
        tags = {tag.slug: replace(tag, label=labels.get(tag.slug, tag.label)) for tag in page.tags}
        return replace(page, tags=tuple(tags.values()))


def topics_of(documents: Iterable[Document], chains: Mapping[str, Sequence[str]], translate: Translate) -> Topics:
    """The topics of documents. `chains`: every language of the site with its fallbacks. A protected document has none."""
    carried: dict[str, set[str]] = {}
    spelt: dict[str, dict[str, str]] = {}
    found: dict[str, dict[str, list[LocalisedText]]] = {locale: {} for locale in chains}
    for document in documents:
        segments = texts_by_field(document.segments)
        for number, name in _tags(document):
            slug = topic_slug(name)
            carried.setdefault(slug, set()).add(document.id)
            spelt.setdefault(slug, {}).setdefault(name, document.path)
            segment = segments.get(f"tags.{number}")
            for locale in chains:
                label = translate(document, locale, segment) if segment else LocalisedText(name, locale, State.TRANSLATED)
                found[locale].setdefault(slug, []).append(label)
    labels = {
        locale: {slug: _best(locale, chains[locale], texts) for slug, texts in topics.items()} for locale, topics in found.items()
    }
    documents_of = {slug: tuple(sorted(ids)) for slug, ids in carried.items()}
    return Topics(labels, documents_of, tuple(_quarrels(spelt)))


def tags_of(document: Document, label: Callable[[str], LocalisedText | None], locale: str) -> Iterator[TagView]:
    """The tags of a document as it is shown in a language; `label` gives the text of a field in it."""
    for number, name in _tags(document):
        yield TagView(name, label(f"tags.{number}") or LocalisedText(name, locale, State.TRANSLATED), topic_slug(name))


def _tags(document: Document) -> Iterator[tuple[int, str]]:
    """The numbers and names of a document's tags; one that is no text keeps its number."""
    names = document.fields.get("tags")
    if isinstance(names, list) and not is_protected(document):
        yield from ((number, name) for number, name in enumerate(names) if isinstance(name, str) and name.strip())


def _best(locale: str, chain: Sequence[str], labels: Sequence[LocalisedText]) -> LocalisedText:
    """The label nearest to a language; of those the one that most documents have, so that a single slip renames nothing."""
    order = {tag: place for place, tag in enumerate((locale, *chain))}
    counted = {label: labels.count(label) for label in labels}
    return min(
        counted, key=lambda label: (order.get(label.locale, len(order)), label.state is State.STALE, -counted[label], label.text)
    )


def _quarrels(spelt: Mapping[str, Mapping[str, str]]) -> Iterator[Finding]:
    for slug, names in spelt.items():
        if len(names) > 1:
            first, *others = names
            for other in others:
                said = f"the tags {first!r} and {other!r} are one topic, {slug}; spell them alike"
                yield Finding("topic", Severity.WARNING, said, path=names[other])
