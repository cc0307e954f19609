"""What publishing adds to the HTML of a body: languages of passages, addresses, figures. Types, and nothing done with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from i18n_site.model import Span
from i18n_site.publish.footnotes import BackTexts


@dataclass(frozen=True, slots=True)
class Address:
    """Where a link or an image leads."""

    href: str
    language: str | None = None
    """BCP 47 tag of the target where it is not the page's own."""
    size: tuple[int, int] | None = None
    """Width and height of an image in pixels."""

    @property
    def extent(self) -> str:
        """The size as attributes, with a leading space; empty where it is not known."""
        return f' width="{self.size[0]}" height="{self.size[1]}"' if self.size else ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of the body that is not simply in the page's language."""

    span: Span
    """In the body's bytes."""
    locale: str
    attributes: str
    """Ready for a tag, with a leading space: ` lang="en" dir="ltr" class="fallback"`."""
    image: bool = False
    """Whether it is the alternative text of an image that stands alone."""
    attribute: bool = False
    """Whether it is an attribute of a tag in an HTML block."""
    sentence: bool = False
    """Whether it is part of what its block holds."""


@dataclass(frozen=True, slots=True)
class Decoration:
    """What publishing adds to the plain form."""

    locale: str
    passages: Sequence[Passage] = ()
    """In the order of the body."""
    heading_ids: Sequence[str] = ()
    """One a heading, in the order of the body."""
    link: Callable[[str], Address] = Address
    image: Callable[[str], Address] = Address
    figure: Callable[[str, str], str | None] = field(default=lambda name, locale: None)
    """The text of a figure in a language; None for what is no figure."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """The titles of reference definitions -> the language that each is in."""
    without_title: bool = False
    """Whether the first heading is the page's title, which the page's frame shows."""
    table_label: str = ""
    """Names the scrolling region around a table for assistive technology."""
    math: bool = False
    """Whether `$…$` is a formula."""
    back: BackTexts | None = None
    """What leads back from footnotes; None: nothing does."""
