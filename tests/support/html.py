"""Read a page as a browser's tree would have it: elements, texts, and the language that each is in."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


@dataclass
class Element:
    """An element with what it inherits."""

    tag: str
    attributes: dict[str, str | None]
    language: str | None
    direction: str | None
    children: list[Element | Text] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text within, white space folded; where a line may break there is none."""
        parts = (
            part.words if isinstance(part, Text) else "" if part.tag == "wbr" else f" {part.text} " for part in self.children
        )
        return " ".join("".join(parts).split())

    def all(self, tag: str | None = None, **attributes: str | None) -> list[Element]:
        """The elements within that have this tag and these attributes: `class_="more"`, `aria_current="page"`."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if tag in (None, child.tag) and all(child.has(name, value) for name, value in wanted.items()):
                    found.append(child)
                found += child.all(tag, **attributes)
        return found

    def has(self, name: str, value: str | None) -> bool:
        """Whether an attribute is this value, or a class among others; None for an attribute that is not there."""
        mine = self.attributes.get(name)
        return value in (mine or "").split() if name == "class" else mine == value

    def one(self, tag: str | None = None, **attributes: str | None) -> Element:
        """The only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    def texts(self) -> list[Text]:
        """Every text within, in order."""
        return [text for child in self.children for text in ([child] if isinstance(child, Text) else child.texts())]


@dataclass
class Text:
    """A run of text."""

    words: str
    language: str | None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack = [Element("#document", {}, None, None)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        around, attributes = self.stack[-1], dict(attrs)
        assert len(attributes) == len(attrs), f"<{tag}> has an attribute twice: {attrs}"
        element = Element(tag, attributes, attributes.get("lang", around.language), attributes.get("dir", around.direction))
        around.children.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:  # `<img … />`, as CommonMark writes it
            return
        assert self.stack[-1].tag == tag, f"</{tag}> closes <{self.stack[-1].tag}>"
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.stack[-1].children.append(Text(data, self.stack[-1].language))


def read_html(page: str) -> Element:
    """The document. Fails where an element is not closed, or closed by another's tag."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert len(reader.stack) == 1, f"<{reader.stack[-1].tag}> is not closed"
    return reader.stack[0]
