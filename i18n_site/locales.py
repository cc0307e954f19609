"""Language tags: canonical form, gettext's names, scripts, names, fallback chains, matching. Pure, on Babel's CLDR data.

BCP 47 tags (`pt-BR`) are used everywhere; gettext's names (`pt_BR`, `sr@latin`) only for folders and PO headers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

from babel.core import Locale, get_global
from babel.localedata import exists

from i18n_site.errors import LocaleError
from i18n_site.plural_rules import PluralRule, plural_rule

__all__ = [
    "PluralRule",
    "babel_locale",
    "canonical_prefix",
    "canonical_tag",
    "direction",
    "endonym",
    "fallback_chain",
    "gettext_name",
    "is_pseudo",
    "name_in",
    "negotiate",
    "plural_forms",
    "plural_rule",
    "script",
]

MAX_TAG: Final = 35
"""RFC 5646, 4.4.1: what an implementation must be able to hold."""
MAX_HEADER: Final = 500
"""A longer Accept-Language header counts as absent."""

_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(?:[-_](?P<script>[a-z]{4}))?(?:[-_](?P<territory>[a-z]{2}|[0-9]{3}))?"
    r"(?:[-_](?P<variant>[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))?(?:\.utf-?8)?(?:@(?P<modifier>[a-z]{4,10}))?",
    re.ASCII | re.IGNORECASE,
)
_MODIFIERS: Final = {"latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva"}
"""glibc's names for scripts; where a script has none, gettext's users write `zh_Hant`."""
_RIGHT_TO_LEFT: Final = frozenset(
    "Adlm Arab Aran Armi Avst Hebr Mand Mani Mend Narb Nbat Nkoo Palm Phnx Rohg Samr Sarb Sogd Syrc Thaa Yezi".split()
)

PSEUDO_LOCALES: Final = frozenset({"en-XA", "ar-XB"})
"""Languages that are made of the source, see `formats.pseudo`."""
_SIBLINGS: Final = {"nb": ("no", "nn"), "nn": ("no", "nb"), "no": ("nb", "nn")}
"""Languages whose readers read the other just as well, nearest first: Norwegian and its two written forms."""
_ITEM: Final = re.compile(
    r"(?P<range>\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)"
    r"(?:[ \t]*;[ \t]*q=(?P<q>1(?:\.0{0,3})?|0?\.[0-9]{1,3}|0\.?))?",
    re.ASCII | re.IGNORECASE,
)


class _Tag(NamedTuple):
    """The subtags of a tag; empty where there is none."""

    language: str
    script: str = ""
    territory: str = ""
    variant: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in self if part)

    @property
    def cldr(self) -> str:
        """As CLDR's tables and Babel name it."""
        return "_".join(part for part in (*self[:3], self.variant.upper()) if part)


def canonical_tag(text: str) -> str:
    """The BCP 47 tag: `pt_br` -> `pt-BR`, `iw` -> `he`, `sr_RS@latin` -> `sr-Latn-RS`; `zh_TW` -> `zh-TW`, no subtag is added.

    Raises LocaleError for what is no tag, or names a language, script, territory or variant that CLDR does not know.
    """
    tag = _read(text)
    if tag is None:
        said = text[:MAX_TAG] + ("…" if len(text) > MAX_TAG else "")
        raise LocaleError(f"{said!r} is not a language tag", advice="write one like fr, pt-BR or zh-Hant")
    english = Locale("en")
    for subtag, known, what in (
        (tag.language, exists(tag.language), "language"),
        (tag.script, not tag.script or tag.script in english.scripts, "script"),
        (tag.territory, not tag.territory or tag.territory in english.territories, "territory"),
        (tag.variant, not tag.variant or tag.variant.upper() in english.variants, "variant"),
    ):
        if not known:
            raise LocaleError(f"CLDR knows no {what} {subtag!r} ({text!r})", advice="write a tag like fr, pt-BR or zh-Hant")
    return str(tag)


def is_pseudo(tag: str) -> bool:
    """Whether a language is made rather than translated."""
    return tag in PSEUDO_LOCALES


def gettext_name(tag: str) -> str:
    """The name of a language's folder and PO header: `pt_BR`, `zh_TW`, `sr@latin`, `zh_Hant`. Raises LocaleError."""
    language, script_, territory, variant = _known(tag)
    modifier = variant or next((name for name, code in _MODIFIERS.items() if code == script_), "")
    parts = (language, "" if modifier and not variant else script_, territory)
    return "_".join(part for part in parts if part) + (f"@{modifier}" if modifier else "")


def locale_with_territory(tag: str) -> str:
    """The language with a country, CLDR's likely one where the tag has none: `fr_FR`, `pt_BR`, `zh_TW`, `es_419`.

    So the Open Graph protocol writes languages; a language of no country stands alone. Raises LocaleError.
    """
    known = _known(tag)
    territory = known.territory or _maximise(known).territory
    return f"{known.language}_{territory}" if territory not in ("", _WORLD) else known.language


@lru_cache(maxsize=512)
def babel_locale(tag: str) -> Locale:
    """The nearest locale that Babel has data for, of the same script where it can be: `zh-TW` -> zh_Hant_TW, `en-XA` -> en.

    Raises LocaleError.
    """
    known = _known(tag)
    full = _maximise(known)
    scripts, territories, variants = dict.fromkeys(("", full.script)), dict.fromkeys((known.territory, "")), (known.variant, "")
    if known.script or full.script != _maximise(_Tag(known.language)).script:
        scripts = dict.fromkeys((full.script, ""))
    for script_, territory, variant in product(scripts, territories, variants):
        # Babel keeps the only Catalan variant under its territory.
        for place in dict.fromkeys((territory, full.territory if variant else territory)):
            if exists(_Tag(known.language, script_, place, variant).cldr):
                return Locale(known.language, place or None, script_ or None, variant.upper() or None)
    return Locale(known.language)


@lru_cache(maxsize=512)
def script(tag: str) -> str:
    """The ISO 15924 code of the script that the language is written in there: `Latn`, `Hant`. Raises LocaleError."""
    return _maximise(_known(tag)).script or "Latn"


def direction(tag: str) -> str:
    """`rtl` where the script runs from right to left, else `ltr`. Raises LocaleError."""
    return "rtl" if script(tag) in _RIGHT_TO_LEFT else "ltr"


def endonym(tag: str) -> str:
    """The language's own name for itself: `français`, `português (Brasil)`, `繁體中文 (台灣)`. Raises LocaleError."""
    return name_in(tag, tag)


@lru_cache(maxsize=4096)
def territory_name(code: str, tag: str) -> str:
    """The name of a country, by its ISO 3166 code, in a language; an unknown code as it is."""
    return str(babel_locale(tag).territories.get(code.upper(), code))


def name_in(tag: str, display_tag: str) -> str:
    """The name of a language in another one; in English, then as its tag, where CLDR has none. Raises LocaleError."""
    known, display = _known(tag), babel_locale(display_tag)
    full = _maximise(known)
    shown = known.script or (full.script if full.script != _maximise(_Tag(known.language)).script else "")
    english = Locale("en")
    for locale in (display, english):
        for base, rest in (
            (_Tag(known.language, shown, known.territory), ("", "")),
            (_Tag(known.language, shown), ("", known.territory)),
            (_Tag(known.language), (shown, known.territory)),
        ):
            name = locale.languages.get(base.cldr)
            if name:
                script_, territory = rest
                inner = (
                    script_ and (locale.scripts.get(script_) or script_),
                    territory and (locale.territories.get(territory) or territory),
                    known.variant and (locale.variants.get(known.variant.upper()) or known.variant),
                )
                details = ", ".join(part for part in inner if part)
                return f"{name} ({details})" if details else name
    return str(known)


def fallback_chain(
    tag: str, *, source: str, configured: Mapping[str, Sequence[str]], available: Collection[str]
) -> tuple[str, ...]:
    """The languages that stand in for missing text, in order: without `tag`, ending in `source`; empty for the source itself.

    What is configured for `tag` (an empty sequence counts) takes the place of CLDR's parents, which end at a change of script.
    Only available languages are named; one that is the same by likely subtags (`zh-TW` for `zh-Hant`) will do.
    """
    if tag == source:
        return ()
    start = _lenient(tag)
    wanted = [_lenient(other) for other in configured[tag]] if tag in configured else list(_parents(start))
    others = {name: _lenient(name) for name in available if name != tag}
    others.setdefault(source, _lenient(source))
    chain: list[str] = []
    for want in wanted:
        found = _same(want, others)
        if found == source:
            break  # the source has every text: nothing behind it is ever reached
        if found is not None and found not in chain:
            chain.append(found)
    return (*chain, source)


def negotiate(header: str | None, available: Sequence[str], default: str) -> str:
    """The available language that an Accept-Language header asks for; never raises, linear in its length.

    Ranges in order of q. For each: the language itself, CLDR's parents and likely subtags, another region of the same language
    and script; only then the next range. The most specific range decides what `q=0` excludes (RFC 4647, RFC 9110 12.5.4).
    Nothing asked for or found: `default`, where it is available and not excluded while others are left.
    """
    if not available:
        return default
    fallback = default if default in available else available[0]
    ranges = _ranges(header)
    if not ranges:
        return fallback
    tags = {name: _lenient(name) for name in available}
    permitted = {name: tag for name, tag in tags.items() if _quality(tag, ranges)[1] > 0}
    for wanted, _ in sorted((item for item in ranges.items() if item[1] > 0), key=lambda item: (-item[1], item[0] == _ANY)):
        if wanted == _ANY:
            unnamed = [name for name, tag in permitted.items() if _quality(tag, ranges)[0] == 0]
            if unnamed:
                return fallback if fallback in unnamed else unnamed[0]
        elif (found := _nearest(wanted, permitted)) is not None:
            return found
    return fallback if fallback in permitted or not permitted else next(iter(permitted))


def canonical_prefix(text: str, available: Collection[str]) -> str | None:
    """The available language that a URL's prefix means: in any case, with `_`, or deprecated; None if unknown or only close."""
    if text in available:
        return text
    tag = _read(text) if "." not in text and "@" not in text else None
    return next((name for name in available if tag is not None and _read(name) == tag), None)


# gettext's own table, as msginit 0.21 writes it. Babel's used to be the same and has followed CLDR since 2.19, whose "many" of
# French and Spanish no existing catalogue has. The last two are not in it: they are what every translator's tool writes.
_ONE_FORM: Final = "nplurals=1; plural=0;"
_ONE_IS_SINGULAR: Final = "nplurals=2; plural=(n != 1);"
_UP_TO_ONE_IS_SINGULAR: Final = "nplurals=2; plural=(n > 1);"
_EAST_SLAVIC: Final = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
_WEST_SLAVIC: Final = "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;"
_PLURAL_FORMS: Final = {
    **dict.fromkeys(("ja", "ko", "vi"), _ONE_FORM),
    **dict.fromkeys("bg da de el en eo es et fi fo he hu it nb nl nn no pt sv tr".split(), _ONE_IS_SINGULAR),
    **dict.fromkeys(("fr", "pt_BR"), _UP_TO_ONE_IS_SINGULAR),
    **dict.fromkeys(("be", "hr", "ru", "sr", "uk"), _EAST_SLAVIC),
    **dict.fromkeys(("cs", "sk"), _WEST_SLAVIC),
    "ga": "nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;",
    "lt": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "lv": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "ro": "nplurals=3; plural=n==1 ? 0 : (n==0 || (n%100 > 0 && n%100 < 20)) ? 1 : 2;",
    "sl": "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "ca": _ONE_IS_SINGULAR,
}


def plural_forms(tag: str) -> str:
    """The value of a new catalogue's Plural-Forms header: gettext's own, else as Babel derives it. Raises LocaleError."""
    language, _, territory, _ = _known(tag)
    names = (f"{language}_{territory}", language)
    known = next((_PLURAL_FORMS[name] for name in names if name in _PLURAL_FORMS), None)
    if known is not None:
        return known
    from babel.messages.plurals import DEFAULT_PLURAL, PLURALS  # slow to come, and for the few that gettext does not know

    count, expression = next((PLURALS[name] for name in names if name in PLURALS), DEFAULT_PLURAL)
    return f"nplurals={count}; plural={expression};"


_ANY: Final = _Tag("*")
_WORLD: Final = "001"


@lru_cache(maxsize=1024)
def _known(text: str) -> _Tag:
    """The subtags of a tag that CLDR knows. Raises LocaleError."""
    return _read(canonical_tag(text)) or _Tag("")


@lru_cache(maxsize=1024)
def _read(text: str) -> _Tag | None:
    """The subtags with deprecated ones replaced; None for what is no tag."""
    found = _TAG.fullmatch(text) if len(text) <= MAX_TAG else None
    if found is None:
        return None
    script_ = (found["script"] or "").title()
    variant = (found["variant"] or "").lower()
    modifier = (found["modifier"] or "").lower()
    if modifier in _MODIFIERS:
        script_ = script_ or _MODIFIERS[modifier]
    elif modifier != "euro":
        variant = variant or modifier
    return _replace_deprecated(_Tag(found["language"].lower(), script_, (found["territory"] or "").upper(), variant))


@lru_cache(maxsize=4096)
def _lenient(text: str) -> _Tag:
    """The subtags of a range of a header, whatever it holds: unknown ones, extensions and private ones are passed over."""
    language, *rest = text.lower().replace("_", "-").split("-")
    script_ = territory = variant = ""
    for subtag in rest:
        if len(subtag) == 1:
            break
        if len(subtag) == 3 and subtag.isalpha() and not script_ and not territory:
            language = subtag  # an extended language: zh-yue is yue
        elif len(subtag) == 4 and subtag.isalpha() and not script_ and not territory:
            script_ = subtag.title()
        elif (len(subtag) == 2 or (len(subtag) == 3 and subtag.isdigit())) and not territory:
            territory = subtag.upper()
        elif len(subtag) > 3 and not variant:
            variant = subtag
    return _replace_deprecated(_Tag(language, script_, territory, variant))


def _replace_deprecated(tag: _Tag) -> _Tag:
    """`iw` -> `he`, `sh` -> `sr-Latn`, `en-UK` -> `en-GB`, by CLDR's aliases; of a country that fell apart, the first."""
    language, *implied = get_global("language_aliases").get(tag.language, tag.language).split("_")
    script_ = tag.script or next((part for part in implied if len(part) == 4), "")
    territory = tag.territory or next((part for part in implied if len(part) < 4), "")
    territory = get_global("territory_aliases").get(territory, [territory])[0]
    return _Tag(language, script_, territory, tag.variant)


@lru_cache(maxsize=4096)
def _maximise(tag: _Tag) -> _Tag:
    """With CLDR's likely script and territory (UTS 35, 4.3), the variant dropped; empty where CLDR has none."""
    likely = get_global("likely_subtags")
    names = ("_".join(part for part in key if part) for key in ((*tag[:3],), (tag.language, tag.script), (tag.language,)))
    _, script_, territory = next((likely[name].split("_") for name in names if name in likely), ("", "", ""))
    # Norwegian without a form is what Bokmål's readers write.
    return _Tag("no" if tag.language == "nb" else tag.language, tag.script or script_, tag.territory or territory)


@lru_cache(maxsize=4096)
def _parent_tags(tag: _Tag) -> tuple[_Tag, ...]:
    parents = []
    full = _maximise(tag)
    if tag.variant:
        parents.append(tag._replace(variant=""))
    current = tag._replace(variant="")
    if not current.script and full.script != _maximise(_Tag(tag.language)).script:
        current = current._replace(script=full.script)
    exceptions = get_global("parent_exceptions")
    while "_" in (name := current.cldr) or name in exceptions:
        current = _lenient(exceptions.get(name) or name.rpartition("_")[0])
        if _maximise(current).script != full.script:
            break
        parents.append(current)
    return tuple(parents)


def _parents(tag: _Tag) -> Iterator[_Tag]:
    """CLDR's parents, nearest first, up to a change of script: `es-AR` gives `es-419` and `es`."""
    yield from _parent_tags(tag)


def _same(tag: _Tag, candidates: Mapping[str, _Tag]) -> str | None:
    """The candidate that is this tag, or the same by likely subtags."""
    exact = next((name for name, other in candidates.items() if other == tag), None)
    if exact is not None:
        return exact
    full = _maximise(tag)
    return next((name for name, other in candidates.items() if _maximise(other) == full), None)


def _nearest(wanted: _Tag, candidates: Mapping[str, _Tag]) -> str | None:
    """The candidate for one range of a header."""
    line = (wanted, *_parent_tags(wanted))
    for tag in line:
        if (found := _same(tag, candidates)) is not None:
            return found
    full = _maximise(wanted)
    for tag in line[1:]:  # a region that shares the nearest ancestor
        for name, other in candidates.items():
            if tag in _parent_tags(other):
                return name
    languages = (full.language, *_SIBLINGS.get(full.language, ()))
    for language, (name, other) in product(languages, candidates.items()):
        if (other_full := _maximise(other)).language == language and other_full.script == full.script:
            return name
    return None


def _ranges(header: str | None) -> dict[_Tag, float]:
    """The well-formed ranges of a header with their qualities, in its order; the better one where a range stands twice."""
    ranges: dict[_Tag, float] = {}
    for item in header.split(",") if header and len(header) <= MAX_HEADER else ():
        found = _ITEM.fullmatch(item.strip(" \t"))
        if found is not None:
            tag = _ANY if found["range"] == "*" else _lenient(found["range"])
            ranges[tag] = max(ranges.get(tag, 0.0), float(found["q"] or 1))
    return ranges


def _quality(tag: _Tag, ranges: Mapping[_Tag, float]) -> tuple[int, float]:
    """How specific the range is that decides for a language, and its quality; (0, 1.0) where no range speaks of it.

    A range speaks of every language that has its subtags: `fr` of `fr-CA`, `zh-Hant` of `zh-TW`.
    """
    deciding = (0, ranges.get(_ANY, 1.0))
    for wanted, quality in ranges.items():
        if (
            wanted.language == tag.language
            and wanted.script in ("", tag.script, _maximise(tag).script)
            and wanted.territory in ("", tag.territory)
            and wanted.variant in ("", tag.variant)
        ):
            deciding = max(deciding, (sum(map(bool, wanted)), quality))
    return deciding
