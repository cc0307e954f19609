"""Read an Atom feed, and hold it to what RFC 4287 demands of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, fromstring

from werkzeug.test import TestResponse

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_KNOWN = {
    "feed": {"id", "title", "subtitle", "link", "updated", "author", "entry"},
    "entry": {"id", "title", "link", "published", "updated", "category", "summary", "content"},
}


@dataclass(frozen=True)
class Entry:
    id: str
    title: str
    link: str
    published: datetime | None
    updated: datetime
    summary: str | None
    content: str
    categories: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Feed:
    id: str
    title: str
    language: str
    self_link: str
    page: str
    updated: datetime
    entries: tuple[Entry, ...]


def read_feed(response: TestResponse) -> Feed:
    """The feed. Asserts that it is valid: sections 4.1.1 to 4.2.15 of RFC 4287, for what it holds."""
    assert (response.status_code, response.mimetype) == (200, "application/atom+xml")
    root = fromstring(response.data)
    assert root.tag == f"{ATOM}feed"
    _demand(root, "feed")
    links = {link.attrib["rel"]: link.attrib["href"] for link in root.findall(f"{ATOM}link")}
    assert root.findtext(f"{ATOM}author/{ATOM}name"), "entries without an author need the feed's"
    entries = tuple(_entry(entry) for entry in root.findall(f"{ATOM}entry"))
    assert len({entry.id for entry in entries}) == len(entries)
    updated = _moment(root)
    assert updated == max(entry.updated for entry in entries)
    return Feed(
        _text(root, "id"), _text(root, "title"), root.attrib[XML_LANG], links["self"], links["alternate"], updated, entries
    )


def _entry(root: Element) -> Entry:
    _demand(root, "entry")
    (link,) = [link.attrib["href"] for link in root.findall(f"{ATOM}link") if link.attrib["rel"] == "alternate"]
    published = root.find(f"{ATOM}published")
    (content,) = root.findall(f"{ATOM}content")
    assert (content.attrib, len(content)) == ({"type": "html"}, 0), "HTML is text here, escaped"
    categories = tuple((one.attrib["term"], one.attrib["label"]) for one in root.findall(f"{ATOM}category"))
    return Entry(
        _text(root, "id"),
        _text(root, "title"),
        link,
        None if published is None else _date(published.text),
        _moment(root),
        root.findtext(f"{ATOM}summary"),
        content.text or "",
        categories,
    )


def _demand(root: Element, kind: str) -> None:
    assert {child.tag.removeprefix(ATOM) for child in root} <= _KNOWN[kind]
    for name in ("id", "title", "updated"):
        assert len(root.findall(f"{ATOM}{name}")) == 1, name
    for name in ("subtitle", "published", "summary", "content"):
        assert len(root.findall(f"{ATOM}{name}")) <= 1, name
    assert urlsplit(_text(root, "id")).scheme, "an id is an absolute IRI"
    for link in root.findall(f"{ATOM}link"):
        assert urlsplit(link.attrib["href"]).scheme in ("http", "https")
    alternates = [link.attrib.get("hreflang") for link in root.findall(f"{ATOM}link") if link.attrib["rel"] == "alternate"]
    assert len(alternates) == len(set(alternates))


def _text(root: Element, name: str) -> str:
    text = root.findtext(f"{ATOM}{name}")
    assert text
    return text


def _moment(root: Element) -> datetime:
    return _date(root.findtext(f"{ATOM}updated"))


def _date(text: str | None) -> datetime:
    assert text is not None
    assert _DATE.fullmatch(text), f"{text} is no date of RFC 3339"
    return datetime.fromisoformat(text)
