"""Make the links of a page's body absolute, for readers who meet it elsewhere. Changes these attributes and no other byte."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from itertools import accumulate
from urllib.parse import urljoin, urlsplit

_ATTRIBUTES = frozenset({"action", "cite", "data", "formaction", "href", "longdesc", "poster", "src"})
"""Those that hold one address."""


def with_absolute_links(html: str, url: str) -> str:
    """The HTML with every relative address in it resolved against `url`, that of the page that it is from."""
    finder = _Finder(html, url)
    finder.feed(html)
    finder.close()
    parts, end = [], 0
    for start, stop, tag in finder.edits:
        parts += [html[end:start], tag]
        end = stop
    return "".join([*parts, html[end:]])


class _Finder(HTMLParser):
    """Start tags that hold relative addresses: where they stand, and what takes their place."""

    def __init__(self, html: str, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.url = url
        self.lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self.edits: list[tuple[int, int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        changed = list(self._resolved(attrs))
        written = self.get_starttag_text()
        if changed == attrs or written is None:
            return
        line, column = self.getpos()
        start = self.lines[line - 1] + column
        inside = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in changed)
        closing = " />" if written.endswith("/>") else ">"
        self.edits.append((start, start + len(written), f"<{tag}{inside}{closing}"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def _resolved(self, attributes: list[tuple[str, str | None]]) -> Iterator[tuple[str, str | None]]:
        for name, value in attributes:
            if name in _ATTRIBUTES and value is not None:
                yield name, self._join(value.strip())
            elif name == "srcset" and value is not None:
                yield (
                    name,
                    ", ".join(" ".join([self._join(part[0]), *part[1:]]) for one in value.split(",") if (part := one.split())),
                )
            else:
                yield name, value

    def _join(self, address: str) -> str:
        try:
            return address if urlsplit(address).scheme else urljoin(self.url, address)
        except ValueError:  # `http://[`, which leads nowhere here as there
            return address
