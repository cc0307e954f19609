"""Walk a site as a search engine does: from the home pages along every link, by its application."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from flask import Flask

from support.html import Element, read_html


@dataclass(frozen=True)
class Visited:
    """A page that answered."""

    address: str
    """Path and query, percent-encoded."""
    headers: dict[str, str]
    document: Element
    text: str

    def meta(self, name: str) -> list[str]:
        """The contents of `<meta name>` or `<meta property>`."""
        found = [*self.document.all("meta", name=name), *self.document.all("meta", property=name)]
        return [element.attributes["content"] or "" for element in found]

    @property
    def canonical(self) -> list[str]:
        return [link.attributes["href"] or "" for link in self.document.all("link", rel="canonical")]

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """(hreflang, address) in their order."""
        links = self.document.all("link", rel="alternate")
        return [
            (str(link.attributes["hreflang"]), str(link.attributes["href"])) for link in links if "hreflang" in link.attributes
        ]

    @property
    def noindex(self) -> bool:
        return "noindex" in self.meta("robots")


def normal(address: str) -> str:
    """One spelling of an address: as the site itself writes it."""
    parts = urlsplit(address)
    return quote(unquote(parts.path), safe="/-._~!$&'()*+,;=:@") + (f"?{parts.query}" if parts.query else "")


def visit_all(app: Flask, base_url: str, languages: Iterable[str]) -> dict[str, Visited]:
    """Every HTML page that links lead to, canonical ones and alternates included. Asserts that each answers 200."""
    client = app.test_client(use_cookies=False)
    waiting = [f"/{tag}/" for tag in languages]
    found: dict[str, Visited] = {}
    seen: set[str] = set()
    while waiting:
        address = normal(waiting.pop())
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address, buffered=True)
        assert response.status_code == 200, address
        if response.mimetype != "text/html":
            continue
        page = found[address] = Visited(address, dict(response.headers), read_html(response.text), response.text)
        links = [element for element in page.document.all() if element.tag in ("a", "link") and element.attributes.get("href")]
        for link in links:
            target = urldefrag(urljoin(base_url + address, str(link.attributes["href"])))[0]
            if target.startswith(f"{base_url}/") and target != f"{base_url}/":
                waiting.append(target.removeprefix(base_url))
    return found
