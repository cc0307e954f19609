"""Anchors from the texts of headings. Pure; knows no Markdown and no HTML."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence


def slugify(text: str) -> str:
    """An anchor from a heading's text: letters and digits of any script in small, hyphens between. Empty where there are none."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-_")


def unique_ids(texts: Sequence[str], taken: Collection[str] = ()) -> list[str]:
    """An anchor a heading, none of those taken; a repeated one gets `-1`, `-2` …; one without letters is `section`."""
    seen = set(taken)
    numbers: dict[str, int] = {}
    result = []
    for text in texts:
        name = base = slugify(text) or "section"
        while name in seen:
            numbers[base] = numbers.get(base, 0) + 1
            name = f"{base}-{numbers[base]}"
        seen.add(name)
        result.append(name)
    return result
