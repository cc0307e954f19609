"""Dates, numbers, sizes and names in a language's conventions. Pure, on Babel's CLDR data.

Every function takes the language last, as a BCP 47 tag: a fallback passage formats in its own language, not in the page's.
Digits are Latin in every language, Arabic included.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from babel import dates, numbers, units

from i18n_site.locales import babel_locale

# No more digits than Decimal keeps exactly.
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,12})?")
_DAY_IN_PATTERN = re.compile(r"('[^']*')|d+")
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
    both = str(dates.get_datetime_format("long", locale=known)).replace("'", "")
    return both.replace("{0}", dates.format_time(moment.time(), "short", locale=known)).replace("{1}", day)


def format_days(start: str, end: str | None, locale: str) -> str:
    """A span of days, with what both have in common said once: `20–23 octobre 2017`."""
    first, last = _moment(start), _moment(end or "")
    if end is None or start == end:
        return format_day(start, locale)
    if first is None or last is None or _has_time(start) or _has_time(end) or last < first:
        return f"{format_day(start, locale)} – {format_day(end, locale)}"
    known = babel_locale(locale)
    if (first.year, first.month) != (last.year, last.month):
        return str(dates.format_interval(first.date(), last.date(), "yMMMMd", locale=known))
    # CLDR's intervals would shorten the month; the long date with a span for its day reads as the rest of the page does.
    pattern = dates.get_date_format("long", locale=known).pattern
    spanned = _DAY_IN_PATTERN.sub(lambda found: found[1] or f"'{first.day}–{last.day}'", pattern)
    return dates.format_date(first.date(), spanned, locale=known)


def machine_date(text: str) -> str | None:
    """The text where `<time datetime>` may hold it, else None."""
    return text if _moment(text) or _parsed(text, "%Y-%m") or (text.isdigit() and len(text) == 4) else None


def format_number(text: str | int, locale: str) -> str:
    """A number with all of its decimals, `9.46` included; a text that is no plain number as it is."""
    if not _NUMBER.fullmatch(str(text)):
        return str(text)
    return numbers.format_decimal(Decimal(text), locale=babel_locale(locale), decimal_quantization=False)


def format_size(size: int, locale: str) -> str:
    """The size of a file, `size` in bytes: `1,2 Mo`."""
    known = babel_locale(locale)
    for unit, scale in _SIZES:
        if size >= scale:
            return units.format_unit(round(size / scale, 1), unit, length="short", locale=known)
    return units.format_unit(size, "digital-byte", length="short", locale=known)


def format_territory(code: str, locale: str) -> str:
    """The name of a country by its ISO 3166 code; an unknown code as it is."""
    return str(babel_locale(locale).territories.get(code.upper(), code))


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
