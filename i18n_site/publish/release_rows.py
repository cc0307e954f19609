"""Rows of a release -> views. Knows the order of columns; nothing of files, queries or transactions."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import msgspec

from i18n_site.model import LocalisedText, State
from i18n_site.publish.links import url_of
from i18n_site.publish.views import (
    ChartView,
    EventView,
    FigureView,
    FileView,
    ImageView,
    InterfaceMessages,
    Page,
    PassageView,
    SiteView,
    StandView,
    TableView,
    TagView,
    Teaser,
    TopicView,
)

Row = tuple[Any, ...]
"""What SQLite gives: str, int, float or None, as the schema's STRICT tables declare."""

# One decoder a type: to build one costs more than to use it.
_SITE = msgspec.json.Decoder(SiteView)
_MESSAGES = msgspec.json.Decoder(tuple[tuple[str | None, str, tuple[str, ...], str], ...])
NAMES = msgspec.json.Decoder(tuple[str, ...])
_TAGS = msgspec.json.Decoder(tuple[TagView, ...])
_EVENT = msgspec.json.Decoder(EventView)
_IMAGE = msgspec.json.Decoder(ImageView)
TABLE = msgspec.json.Decoder(TableView)
FIGURE = msgspec.json.Decoder(FigureView)
CHART = msgspec.json.Decoder(ChartView)
PASSAGES = msgspec.json.Decoder(tuple[PassageView, ...])


def teaser_of(row: Row) -> Teaser:
    """A Teaser from a row of the view `teasers`."""
    return Teaser(*_teaser_fields(row))


def _teaser_fields(row: Row) -> tuple[Any, ...]:
    """The fields of a Teaser, in their order, from a row of the view `teasers`."""
    document, section, path, locale = row[:4]
    summary = None if row[7] is None else LocalisedText(row[7], row[8], State(row[9]))
    return (
        *(document, section, path, url_of(locale, path), LocalisedText(row[4], row[5], State(row[6])), summary),
        *(row[10], row[11], bool(row[12]), bool(row[13]), row[14], NAMES.decode(row[15])),
        _TAGS.decode(row[16]),
        None if row[17] is None else _EVENT.decode(row[17]),
        None if row[18] is None else _IMAGE.decode(row[18]),
    )


def page_of(row: Row | None) -> Page | None:
    """A Page from a row of the view `articles`, which begins as `teasers` does."""
    if row is None:
        return None
    html, intro, coverage, stale, fallback = row[20:]
    fields = (*_teaser_fields(row), html, bool(intro), coverage, stale, fallback)
    return Page(*fields)


def topic_of(row: Row) -> TopicView:
    """A topic from its slug, its label and how many documents it has."""
    slug, label, locale, state, size = row
    return TopicView(slug, LocalisedText(label, locale, State(state)), size)


def stand_of(row: Row) -> StandView:
    """How a document stands in a language, from its page and its version, which the source language has none of."""
    document, locale, path, published, coverage, stale = row
    return StandView(document, locale, url_of(locale, path), bool(published), coverage, stale or 0)


def file_of(row: Row) -> FileView:
    """A FileView from a row of the table `files`."""
    path, size, media_type, sha256, language, variant_of = row
    return FileView(path, size, media_type, sha256, language, variant_of)


# What all requests read alike is decoded once. The keys are the texts themselves, so that no release meets another's values.


@lru_cache(maxsize=4)
def read_site(text: str) -> SiteView:
    """The configuration, which nobody can change for the next request."""
    site = _SITE.decode(text)
    return replace(site, menus=MappingProxyType(dict(site.menus)), values=MappingProxyType(dict(site.values)))


@lru_cache(maxsize=64)
def read_messages(text: str) -> InterfaceMessages:
    """The interface messages of a language by context and msgid."""
    rows = _MESSAGES.decode(text)
    return MappingProxyType({(msgctxt, msgid): (msgstr, locale) for msgctxt, msgid, msgstr, locale in rows})
