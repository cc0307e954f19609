"""Dates, numbers, sizes and names in a language's conventions. Pure, on Babel's CLDR data.

Every function takes the language last, as a BCP 47 tag: a fallback passage formats in its own language, not in the page's.
Digits are Latin in every language, Arabic included.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from babel import Locale, dates, numbers, units

from i18n_site.locales import babel_locale, territory_name

# No more digits than Decimal keeps exactly.
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,12})?")
_DAY_IN_PATTERN = re.compile(r"('[^']*')|d+")
_MARK = "\ue000"
"""Stands for the days while the rest of a date is written."""
_TAIL = re.compile(r"[^\w']*\Z")
_SIZES = (("digital-gigabyte", 1_000_000_000), ("digital-megabyte", 1_000_000), ("digital-kilobyte", 1_000))


def format_day(text: str, locale: str) -> str:
    """A date as front matter has it: `2017-09-23`, `2017-09`, `2017`, with or without a time. Any other text as it is."""
    known = babel_locale(locale)
    moment = _moment(text)
    if moment is None:
        month = _parsed(text, "%Y-%m")
        return dates.format_skeleton("yMMMM", month, locale=known) if month else text
    day = dates.format_date(moment.date(), "long", locale=known)
    if not _has_time(text):
        return day
    # Babel's own way of joining them; its format_datetime would add a time zone that nobody wrote.
    return _join(known).replace("{0}", dates.format_time(moment.time(), "short", locale=known)).replace("{1}", day)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a span of time."""

    text: str
    machine: str | None = None
    """What `<time datetime>` holds for it; None for what stands between two times."""


def span_parts(start: str, end: str | None, locale: str) -> tuple[Part, ...]:
    """The pieces of a span of time, in the order of the language: the first day, a dash, the last.

    What both ends have in common is said once: `20–23 octobre 2017`.
    """
    if end is None or start == end:
        return (Part(format_day(start, locale), machine_date(start)),)
    known = babel_locale(locale)
    first, last = _moment(start), _moment(end)
    texts: tuple[str, str] | None = None
    dash = _dash(known, "y")
    if first and last and first.date() <= last.date() and not (_has_time(start) or _has_time(end)):
        texts = _days_in_common(first, last, known)
        dash = _dash(known, "d" if first.month == last.month else "M") if texts else dash
    elif first and last and first.date() == last.date() and _has_time(start) and _has_time(end):
        # Babel's own way of joining a day and a time; see format_day.
        day = dates.format_date(first.date(), "long", locale=known)
        before, _, after = _join(known).replace("{1}", day).partition("{0}")
        times = [dates.format_time(moment.time(), "short", locale=known) for moment in (first, last)]
        texts = before + times[0], times[1] + after
    starts, ends = texts or (format_day(start, locale), format_day(end, locale))
    return Part(starts, machine_date(start)), Part(dash), Part(ends, machine_date(end))


def _days_in_common(first: datetime, last: datetime, known: Locale) -> tuple[str, str] | None:
    """Both days of one year, the year and a common month at one of them only; None where they share nothing.

    CLDR's own intervals shorten the month; these read as the long dates of the rest of the page do.
    """
    if first.year != last.year:
        return None
    pattern = dates.get_date_format("long", locale=known).pattern
    if first.month == last.month:
        marked = _DAY_IN_PATTERN.sub(lambda found: found[1] or f"'{_MARK}'", pattern)
        before, _, after = dates.format_date(first.date(), marked, locale=known).partition(_MARK)
        return f"{before}{first.day}", f"{last.day}{after}"
    whole = [dates.format_date(moment.date(), "long", locale=known) for moment in (first, last)]
    short = [dates.format_skeleton("MMMMd", moment.date(), locale=known) for moment in (first, last)]
    return (whole[0], short[1]) if pattern.lstrip("' ").startswith("y") else (short[0], whole[1])


def _dash(known: Locale, field: str) -> str:
    """What stands between two days that differ from this field on: `–`, ` – `, `～`; in German with the point of the day."""
    patterns = known.interval_formats.get("yMMMd", {}).get(field) or ()
    found = _TAIL.search(patterns[0]) if patterns else None
    dash = found[0] if found and found[0].strip() else " – "
    # Between ends of several words a bare dash would join the two next to it.
    return " – " if dash == "–" and field != "d" else dash


def _join(known: Locale) -> str:
    return str(dates.get_datetime_format("long", locale=known)).replace("'", "")


def machine_date(text: str) -> str | None:
    """The text where `<time datetime>` may hold it, else None."""
    return text if _moment(text) or _parsed(text, "%Y-%m") or (text.isdigit() and len(text) == 4) else None


def format_number(text: str | int, locale: str) -> str:
    """A number with all of its decimals, `9.46` included; a text that is no plain number as it is."""
    if not _NUMBER.fullmatch(str(text)):
        return str(text)
    return numbers.format_decimal(Decimal(text), locale=babel_locale(locale), decimal_quantization=False)


def format_percent(share: float, locale: str) -> str:
    """A share, 0-1, as a whole percentage that never says more than is true: 0.999 is 99 %."""
    return numbers.format_percent(math.floor(share * 100 + 1e-9) / 100, locale=babel_locale(locale))


def format_size(size: int, locale: str) -> str:
    """The size of a file, `size` in bytes: `1,2 Mo`."""
    known = babel_locale(locale)
    for unit, scale in _SIZES:
        if size >= scale:
            return units.format_unit(round(size / scale, 1), unit, length="short", locale=known)
    return units.format_unit(size, "digital-byte", length="short", locale=known)


def format_territory(code: str, locale: str) -> str:
    """The name of a country by its ISO 3166 code; an unknown code as it is."""
    return territory_name(code, locale)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if len(text) >= 10 else None
    except ValueError:
        return None


def _has_time(text: str) -> bool:
    return len(text) > 10


def _parsed(text: str, pattern: str) -> date | None:
    try:
        return datetime.strptime(text, pattern).date()  # noqa: DTZ007  a day without a time has no zone
    except ValueError:
        return None
