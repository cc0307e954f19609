"""What a visitor types -> what the index is asked, and where that stands in a text. Pure: knows FTS5's syntax, no SQL.

A query is a sequence of demands: what stands between blanks, or between quotation marks. A demand is met in any language that a
page's text may be in, by the analysis of that language. Nothing that is typed reaches FTS5: terms are letters and digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import partial
from itertools import groupby
from typing import Final

from i18n_site.publish.analysis import Sort, Token, Unit, analyse, language_of
from i18n_site.publish.folding import fold, lower, plain
from i18n_site.publish.search_text import Passage

MAX_QUERY: Final = 200
"""Characters of a query that are read."""
_MAX_WISHES: Final = 64
"""Of one language: what is more is left out."""
_SHORTEST_PREFIX: Final = 3

FOREIGN: Final = "¶"
"""Between the language and the term of a word that is not in its page's own language. No term has it."""


class Reach(IntEnum):
    """How much of a query a page must meet: what is nearer is asked for first."""

    ALL = 0
    """Every demand, as it is."""
    NEAR = 1
    """Every demand; words may go on, runs may lie apart."""
    ANY = 2
    """Some of it, in whole words."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms in a row; of the last one only the beginning, where `prefix` says so."""

    terms: tuple[str, ...]
    sort: Sort
    prefix: bool = False
    only_title: bool = False


Wish = tuple[Alternative, ...]
"""Any of them will do."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A part of a query, in each language: all wishes of one language are to be met."""

    exact: Mapping[str, tuple[Wish, ...]]
    near: Mapping[str, tuple[Wish, ...]]

    def wishes(self, reach: Reach) -> Mapping[str, tuple[Wish, ...]]:
        """Language -> what is wished in it."""
        if reach is Reach.ANY:  # that a word begins like one of several says nothing
            return {name: tuple(_whole(wish) for wish in wishes) for name, wishes in self.near.items()}
        return self.exact if reach is Reach.ALL else self.near


def _whole(wish: Wish) -> Wish:
    """A wish for whole words, where it is not for beginnings alone."""
    return tuple(one for one in wish if not one.prefix) or wish


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. Without demands there is nothing to be found."""

    text: str
    """As it was typed, cut to `MAX_QUERY` characters, without characters that no page could show."""
    demands: tuple[Demand, ...]

    def expression(self, page_locale: str, languages: Sequence[str], reach: Reach) -> str:
        """For MATCH on the index of a page language, whose texts are in `languages`; empty where there is nothing to ask."""
        own = language_of(page_locale)
        names = list(dict.fromkeys((own, *map(language_of, languages))))
        parts = [part for demand in self.demands if (part := _demand(demand.wishes(reach), own, names, reach))]
        return (" OR " if reach is Reach.ANY else " AND ").join(parts)


_SPACED_NUMBER: Final = r"(?<!\S)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\S)"
_PARTS: Final = re.compile(
    r'"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|«([^»]*)»|「([^」]*)」|『([^』]*)』|‘([^’]*)’' + rf"|({_SPACED_NUMBER}|\S+)"
)
_UNSHOWN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")


def read_query(typed: str, languages: Sequence[str]) -> Query:
    """The query, in every language that a text may be in. Never raises: of what is too long, the beginning is read."""
    text = _UNSHOWN.sub(" ", typed[: 4 * MAX_QUERY]).strip()[:MAX_QUERY].strip()
    names = tuple(dict.fromkeys(map(language_of, languages)))
    demands: list[Demand] = []
    left = _MAX_WISHES
    for found in _PARTS.finditer(text):
        typed_part = found[found.lastindex or 0]
        quoted = found.lastindex != _PARTS.groups
        exact, near = {}, {}
        for name in names:
            units = list(analyse(typed_part, name))
            exact[name] = tuple((_quoted if quoted else _exact)(units))[:left]
            near[name] = tuple(_near(units, typed_part, name))[:left]
        left -= max(map(len, near.values()), default=0)
        if any(exact.values()):
            demands.append(Demand(exact, near))
        if left <= 0:
            break
    return Query(text, tuple(demands))


# -- wishes ------------------------------------------------------------------------------------------------------------


def _exact(units: Sequence[Unit]) -> Iterator[Wish]:
    for unit in units:
        if unit.sort is Sort.RUN:
            yield from _run(unit)
        elif len(unit.tokens) == 1:
            yield tuple(Alternative((term,), unit.sort) for term in unit.tokens[0].terms)
        else:
            apart = Alternative(tuple(token.terms[0] for token in unit.tokens), unit.sort)
            yield (apart, Alternative((unit.joined,), unit.sort)) if unit.joined else (apart,)


def _quoted(units: Sequence[Unit]) -> Iterator[Wish]:
    """The words one after the other, as they are."""
    for run, group in groupby(units, lambda unit: unit.sort is Sort.RUN):
        if run:
            for unit in group:
                yield (_pairs(unit, 0, len(unit.tokens)),)
        else:
            # one sequence may have words and numbers; what differs by language is said of each term
            terms = [(token.terms[0], unit.sort) for unit in group for token in unit.tokens]
            yield (Alternative(tuple(_tagged(term, sort) for term, sort in terms), Sort.WORD),)


def _tagged(term: str, sort: Sort) -> str:
    return term if sort is Sort.WORD else f"{FOREIGN}{term}"


def _near(units: Sequence[Unit], text: str, language: str) -> Iterator[Wish]:
    for unit in units:
        if unit.sort is Sort.RUN:
            pairs = unit.tokens[:-1] or unit.tokens
            yield from ((Alternative(token.terms, unit.sort, prefix=len(unit.tokens) == 1),) for token in pairs)
            continue
        for token in unit.tokens:
            known = tuple(Alternative((term,), unit.sort) for term in token.terms)
            begun = fold(lower(plain(text[token.start : token.end]), language)) if unit.sort is Sort.WORD else token.terms[0]
            longer = (Alternative((begun,), unit.sort, prefix=True),) if len(begun) >= _SHORTEST_PREFIX else ()
            yield known + longer


def _run(unit: Unit) -> Iterator[Wish]:
    """A run by its words. In Japanese what is in hiragana between others inflects and connects, and may differ in the text."""
    places = range(len(unit.tokens))
    told = [list(group) for inflects, group in groupby(places, lambda place: _is_hiragana(unit.tokens[place])) if not inflects]
    telling = [group for group in told if len(group) > 1 or unit.tokens[group[0]].terms[0][0] not in _FORMAL]
    for group in telling or told or [list(places)]:
        stop = end = group[-1] + 1
        while end < len(places) and _is_hiragana(unit.tokens[end]):
            end += 1
        word = _pairs(unit, group[0], stop)
        # a title that has it as it was typed counts for more
        yield (word, replace(_pairs(unit, group[0], end), only_title=True)) if end > stop else (word,)


_FORMAL: Final = frozenset("何誰事方時為等")
"""Japanese words that ask, or stand for others: 協同組合とは何ですか asks for 協同組合."""


def _pairs(unit: Unit, start: int, end: int) -> Alternative:
    """The letters from `start` to `end` of a run, one after the other."""
    if end - start == 1:
        return Alternative((unit.tokens[start].terms[0][0],), Sort.RUN, prefix=True)
    return Alternative(tuple(token.terms[0] for token in unit.tokens[start : end - 1]), Sort.RUN)


def _is_hiragana(token: Token) -> bool:
    return "\u3041" <= token.terms[0][0] <= "\u309f"


# -- the index's language ----------------------------------------------------------------------------------------------


def index_term(term: str, sort: Sort, language: str, own: str) -> str:
    """A term as the index of a page language has it. Both languages as `language_of` gives them."""
    if term.startswith(FOREIGN):
        return term[1:]
    return term if sort is not Sort.WORD or language == own else f"{language}{FOREIGN}{term}"


def _demand(wishes: Mapping[str, tuple[Wish, ...]], own: str, names: Sequence[str], reach: Reach) -> str:
    joint = " OR " if reach is Reach.ANY else " AND "
    found: dict[str, None] = {}
    for name in names:
        parts = dict.fromkeys(_wish(wish, name, own) for wish in wishes.get(name, ()))
        if parts:
            found[f"({joint.join(parts)})"] = None
    return f"({' OR '.join(found)})" if found else ""


def _wish(wish: Wish, language: str, own: str) -> str:
    said = []
    for one in wish:
        terms = " ".join(index_term(term, one.sort, language, own) for term in one.terms)
        said.append(f'{"title : " if one.only_title else ""}"{terms}"{" *" if one.prefix else ""}')
    return f"({' OR '.join(dict.fromkeys(said))})"


# -- where it stands ---------------------------------------------------------------------------------------------------

Mark = tuple[int, int, int]
"""Start and end in the text's characters, and which demand is met there."""


def find_marks(passage: Passage, query: Query, reach: Reach) -> list[Mark]:
    """Where a passage meets the demands of a query, in the order of the text."""
    marks: list[Mark] = []
    for start, end, locale in passage.runs():
        language = language_of(locale)
        sought = [
            (number, one)
            for number, demand in enumerate(query.demands)
            for wish in demand.wishes(reach).get(language, ())
            for one in wish
            if not one.only_title
        ]
        if sought:
            marks += _find(passage.text[start:end], start, locale, sought)
    return sorted(set(marks))


def _find(text: str, offset: int, locale: str, sought: Sequence[tuple[int, Alternative]]) -> Iterator[Mark]:
    units = list(analyse(text, locale))
    places = [(unit, token) for unit in units for token in unit.tokens]
    by_first: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    begun: list[tuple[int, Alternative]] = []
    for number, one in sought:
        if one.prefix:
            begun.append((number, one))
        else:
            terms = tuple(term.removeprefix(FOREIGN) for term in one.terms)
            by_first.setdefault(terms[0], []).append((number, terms))
    mark = partial(_mark, text, offset)
    for unit in units:
        yield from (
            mark(unit.start, unit.end, number) for number, terms in by_first.get(unit.joined or "", ()) if len(terms) == 1
        )
    for place, (unit, token) in enumerate(places):
        for known in token.terms:
            for number, terms in by_first.get(known, ()):
                following = places[place : place + len(terms)]
                if len(terms) == 1 or tuple(other.terms[0] for _, other in following) == terms:
                    yield mark(token.start, following[-1][1].end, number)
        for number, one in begun:
            if one.sort is unit.sort and any(term.startswith(one.terms[0]) for term in token.terms):
                end = token.end
                if unit.sort is Sort.RUN and len(one.terms[0]) == 1 and token is not unit.tokens[-1]:
                    end = places[place + 1][1].start
                yield mark(token.start, end, number)


def _mark(text: str, offset: int, start: int, end: int, number: int) -> Mark:
    return offset + start, offset + end, number
