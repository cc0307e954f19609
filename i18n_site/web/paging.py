"""Pages of a long list: which one an address asks for, and the links between them. Knows nothing of requests or releases.

The first page is the list's own address; the others are `?page=2`, `?page=3`. Nothing else names a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

PARAMETER: Final = "page"
"""The query parameter that names a page of a list."""

_CANONICAL: Final = re.compile(r"[1-9][0-9]{0,8}")
_NUMBER: Final = re.compile(r"0*([1-9][0-9]{0,8})")
_FIRST: Final = re.compile(rf"{PARAMETER}=0*1")
_PADDED: Final = re.compile(rf"\A{PARAMETER}=0+([1-9][0-9]*)\Z")
_NEIGHBOURS: Final = 1
"""Pages on each side of the present one that are linked beside the first and the last."""


@dataclass(frozen=True, slots=True)
class Paging:
    """One page of a list."""

    number: int
    """From 1."""
    count: int
    """Pages in all, at least 1."""

    @property
    def steps(self) -> tuple[int | None, ...]:
        """The numbers to be linked, in order; None for a gap of two pages or more."""
        near = range(self.number - _NEIGHBOURS, self.number + _NEIGHBOURS + 1)
        wanted = sorted({1, self.count, *(number for number in near if 1 <= number <= self.count)})
        found: list[int | None] = []
        for before, number in zip([0, *wanted], wanted, strict=False):
            if number == before + 2:
                found.append(number - 1)  # a single page takes no more room than the dots that would hide it
            elif number > before + 2:
                found.append(None)
            found.append(number)
        return tuple(found)


def pages_of(documents: int, per_page: int) -> int:
    """How many pages that many documents fill: an empty list has one as well."""
    return max(1, -(-documents // per_page))


def read_page(value: str | None, count: int) -> int | None:
    """The page that a query names, of so many; None where there is none. `value`: the parameter's first, if it is there."""
    if value is None:
        return 1
    found = _NUMBER.fullmatch(value)
    number = int(found[1]) if found else 0
    return number if 1 <= number <= count else None


def is_canonical(value: str | None, number: int) -> bool:
    """Whether a query spells the page as its address does: the first by saying nothing, another without zeros before it."""
    return value is None if number == 1 else bool(_CANONICAL.fullmatch(value or ""))


def tidy_query(query: str) -> str:
    """A query with the page of a list as its address spells it, so that a redirect to another spelling needs no second one."""
    parts = [part for part in query.split("&") if part and not _FIRST.fullmatch(part)]
    return "&".join(_PADDED.sub(rf"{PARAMETER}=\1", part) for part in parts)


def at_page(url: str, number: int) -> str:
    """The address of a page of the list at `url`."""
    return f"{url}{'&' if '?' in url else '?'}{PARAMETER}={number}" if number > 1 else url
