"""pulldown-cmark's own HTML from its events, byte for byte. Knows nothing of languages, links or sites.

After html.rs of pulldown-cmark 0.13. Publishing builds on it, in `render.py`: its
methods are the places where publishing adds something. Where nothing is added, the parser renders by itself, many times faster.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

from i18n_site.formats.dialect import Event

INLINE_TAGS: Mapping[str, str] = {
    "Emphasis": "em",
    "Strong": "strong",
    "Strikethrough": "del",
    "Superscript": "sup",
    "Subscript": "sub",
}
_BLOCK_OF = {
    "Paragraph": "p",
    "Item": "li",
    "DefinitionListTitle": "dt",
    "DefinitionListDefinition": "dd",
}
# what pulldown-cmark's escape_href leaves as it is
_SAFE_IN_ADDRESS = "!#$%()*+,-./:;=?@^_~&'"


def escape_body(text: str) -> str:
    """Text between tags."""
    return escape(text, quote=False)


def escape_attribute(text: str) -> str:
    """Text in a double-quoted attribute."""
    return escape(text, quote=False).replace('"', "&quot;").replace("'", "&#39;")


def escape_address(text: str) -> str:
    """An address in a double-quoted attribute."""
    return quote(text, safe=_SAFE_IN_ADDRESS).replace("&", "&amp;").replace("'", "&#x27;")


class PlainRenderer:
    """pulldown-cmark's HTML (html.rs of 0.13), event by event; used once."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.at_line_start = True
        self.head = False
        self.cell = 0
        self.alignments: Sequence[str] = ()
        self.numbers: dict[str, int] = {}

    def render(self, events: Iterator[tuple[Event, Any]]) -> str:
        """The HTML of all events."""
        for event, place in events:
            if type(event) is str:
                self.mark(event)
                continue
            [(name, value)] = event.items()
            if name == "Text":
                self.text(value, place)
            elif name == "Start":
                tag, detail = (value, None) if type(value) is str else next(iter(value.items()))
                if tag == "Image":
                    self.image(detail, place, self.alternative(events))
                else:
                    self.start(tag, detail, place)
            elif name == "End":
                tag, detail = (value, None) if type(value) is str else next(iter(value.items()))
                self.end(tag, detail, place)
            else:
                self.leaf(name, value, place)
        self.finish()
        return "".join(self.out)

    def finish(self) -> None:
        """What can be written only when all is read."""

    def write(self, text: str) -> None:
        """Append as it is."""
        if text:
            self.out.append(text)
            self.at_line_start = text.endswith("\n")

    def fresh(self, text: str) -> None:
        """Write at the start of a line."""
        self.write(text if self.at_line_start else f"\n{text}")

    def number(self, name: str) -> int:
        """Of a footnote, in the order of first mention."""
        return self.numbers.setdefault(name, len(self.numbers) + 1)

    def mark(self, name: str) -> None:
        """A rule or a line break."""
        if name == "Rule":
            self.fresh("<hr />\n")
        else:
            self.write("\n" if name == "SoftBreak" else "<br />\n")

    def text(self, value: str, place: Any) -> None:
        """Text of the body."""
        self.write(escape_body(value))

    def leaf(self, name: str, value: Any, place: Any) -> None:
        """An event that has no end: code, HTML, a footnote reference, a task's box."""
        if name == "Code":
            self.write(f"<code>{escape_body(value)}</code>")
        elif name in ("Html", "InlineHtml"):
            self.write(value)
        elif name == "FootnoteReference":
            number = self.number(value)
            self.write(f'<sup class="footnote-reference"><a href="#{escape_attribute(value)}">{number}</a></sup>')
        elif name in ("InlineMath", "DisplayMath"):
            kind = "inline" if name == "InlineMath" else "display"
            self.write(f'<span class="math math-{kind}">{escape_attribute(value)}</span>')
        elif name == "TaskListMarker":
            checked = ' checked=""' if value else ""
            self.write(f'<input disabled="" type="checkbox"{checked}/>\n')

    def alternative(self, events: Iterator[tuple[Event, Any]]) -> str:
        """The alternative text of an image whose start was read; takes its events up to its end."""
        parts, nested = [], 0
        for event, _ in events:
            if type(event) is str:
                parts.append(" ")
                continue
            [(name, value)] = event.items()
            if name == "Start":
                nested += 1
            elif name == "End":
                if not nested:
                    break
                nested -= 1
            elif name == "FootnoteReference":
                parts.append(f"[{self.number(value)}]")
            else:
                parts.append(str(value))
        return "".join(parts)

    def image(self, detail: Any, place: Any, alternative: str) -> None:
        """An image with its alternative text."""
        self.write_image(escape_address(detail["dest_url"]), escape_attribute(alternative), detail["title"], "")

    def write_image(self, source: str, alternative: str, title: str, attributes: str) -> None:
        """The tag; `source`, `alternative` and `attributes` are escaped already."""
        titled = f' title="{escape_attribute(title)}"' if title else ""
        self.write(f'<img src="{source}" alt="{alternative}"{titled}{attributes} />')

    def start(self, tag: str, detail: Any, place: Any) -> None:
        """The opening tag of anything but an image."""
        if tag in INLINE_TAGS:
            self.write(f"<{INLINE_TAGS[tag]}>")
        elif tag in _BLOCK_OF:
            self.fresh(f"<{_BLOCK_OF[tag]}{self.attributes(tag, place)}>")
        elif tag == "Link":
            self.link(detail)
        elif tag == "Heading":
            self.heading(detail, place)
        elif tag == "BlockQuote":
            kind = f' class="markdown-alert-{detail.lower()}"' if detail else ""
            self.fresh(f"<blockquote{kind}>\n")
        elif tag == "CodeBlock":
            language = "" if detail == "Indented" else detail["Fenced"].split(" ")[0]
            kind = f' class="language-{escape_attribute(language)}"' if language else ""
            self.fresh(f"<pre><code{kind}>")
        elif tag == "List":
            self.fresh("<ul>\n" if detail is None else "<ol>\n" if detail == 1 else f'<ol start="{detail}">\n')
        elif tag == "DefinitionList":
            self.fresh("<dl>\n")
        elif tag == "FootnoteDefinition":
            self.write_note(detail, "")
        else:
            self.start_table(tag, detail, place)

    def write_note(self, name: str, attributes: str) -> None:
        """The opening tag of a footnote with its number; `attributes` are escaped already."""
        self.fresh(f'<div class="footnote-definition" id="{escape_attribute(name)}"{attributes}>')
        self.write(f'<sup class="footnote-definition-label">{self.number(name)}</sup>')

    def start_table(self, tag: str, detail: Any, place: Any) -> None:
        """The opening tags of a table's parts."""
        if tag == "Table":
            self.alignments = detail
            self.write("<table>")
        elif tag == "TableHead":
            self.head, self.cell = True, 0
            self.write("<thead><tr>")
        elif tag == "TableRow":
            self.cell = 0
            self.write("<tr>")
        elif tag == "TableCell":
            alignment = self.alignments[self.cell] if self.cell < len(self.alignments) else "None"
            self.write(f"<{'th' if self.head else 'td'}{self.cell_attributes(alignment, place)}>")

    def cell_attributes(self, alignment: str, place: Any) -> str:
        """All attributes of a cell."""
        return self.alignment(alignment) + self.attributes("TableCell", place)

    def alignment(self, name: str) -> str:
        """Attributes that align a cell."""
        return "" if name == "None" else f' style="text-align: {name.lower()}"'

    def attributes(self, tag: str, place: Any) -> str:
        """Further attributes of a block that holds a run."""
        return ""

    def link(self, detail: Any) -> None:
        """The opening tag of a link."""
        scheme = "mailto:" if detail["link_type"] == "Email" else ""
        self.write_link(scheme + escape_address(detail["dest_url"]), detail["title"], "")

    def write_link(self, href: str, title: str, attributes: str) -> None:
        """The tag; `href` and `attributes` are escaped already."""
        titled = f' title="{escape_attribute(title)}"' if title else ""
        self.write(f'<a href="{href}"{titled}{attributes}>')

    def heading(self, detail: Any, place: Any) -> None:
        """The opening tag of a heading."""
        self.write_heading(detail, detail["id"], detail["attrs"], "")

    def write_heading(self, detail: Any, anchor: str | None, pairs: Sequence[tuple[str, str | None]], attributes: str) -> None:
        """The tag with an anchor, other attributes as pairs, and `attributes` that are escaped already."""
        named = f' id="{escape_attribute(anchor)}"' if anchor else ""
        classes = " ".join(escape_attribute(name) for name in detail["classes"])
        classed = f' class="{classes}"' if classes else ""
        others = "".join(f' {escape_attribute(key)}="{escape_attribute(value or "")}"' for key, value in pairs)
        self.fresh(f"<{detail['level'].lower()}{named}{classed}{others}{attributes}>")
        self.at_line_start = False

    def end(self, tag: str, detail: Any, place: Any) -> None:
        """A closing tag."""
        if tag in INLINE_TAGS:
            self.write(f"</{INLINE_TAGS[tag]}>")
        elif tag in _BLOCK_OF:
            self.write(f"</{_BLOCK_OF[tag]}>\n")
        elif tag == "Heading":
            self.write(f"</{detail.lower()}>\n")
        elif tag == "List":
            self.write("</ol>\n" if detail else "</ul>\n")
        elif tag == "TableHead":
            self.head = False
            self.write("</tr></thead><tbody>\n")
        elif tag == "TableCell":
            self.write("</th>" if self.head else "</td>")
            self.cell += 1
        else:
            self.write(_CLOSING.get(tag, ""))


_CLOSING: Mapping[str, str] = {
    "Table": "</tbody></table>\n",
    "TableRow": "</tr>\n",
    "BlockQuote": "</blockquote>\n",
    "CodeBlock": "</code></pre>\n",
    "DefinitionList": "</dl>\n",
    "Link": "</a>",
    "FootnoteDefinition": "</div>\n",
}
