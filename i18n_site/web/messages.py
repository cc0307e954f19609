"""Interface messages from the release, through Flask-Babel. Knows the release's mapping; nothing of catalogues or pages.

A translation is text, never HTML: it is escaped, and so are its variables unless they are Markup. A translation that cannot
be filled in gives way to its source message. A message in another language than the interface's says so in its markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import Domain
from markupsafe import Markup, escape

from i18n_site.errors import I18nSiteError
from i18n_site.locales import direction, name_in, plural_rule
from i18n_site.model import LocalisedText, State
from i18n_site.publish.release import Release
from i18n_site.web.formats import format_number

SOURCE = "en"
"""The language in which the templates are written."""

_PLACEHOLDER = re.compile(r"%(?:(?P<percent>%)|\((?P<name>\w+)\)[sd]|(?P<broken>\())")


class ReleaseDomain(Domain):
    """Flask-Babel's domain of messages, found in the release of the present request."""

    def __init__(self, release: Callable[[], Release], locale: Callable[[], str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Flask-Babel is only partly annotated
        self._release = release
        self._locale = locale

    def gettext(self, string: str, **variables: object) -> Markup:
        """The message in the interface's language."""
        return self._find(None, string, None, 1, variables)

    def ngettext(self, singular: str, plural: str, num: int, **variables: object) -> Markup:
        """The message in the form for `num`, which stands in it as `%(num)s`, formatted."""
        return self._find(None, singular, plural, num, variables)

    def pgettext(self, context: str, string: str, **variables: object) -> Markup:
        """The message of a context."""
        return self._find(context, string, None, 1, variables)

    def npgettext(self, context: str, singular: str, plural: str, num: int, **variables: object) -> Markup:
        """The message of a context in the form for `num`."""
        return self._find(context, singular, plural, num, variables)

    def _find(self, context: str | None, singular: str, plural: str | None, num: int, variables: Mapping[str, object]) -> Markup:
        release, interface = self._release(), self._locale()
        forms, language = release.messages(interface).get((context, singular), ((), SOURCE))
        text = self._form(release, forms, language, num) if plural is not None else "".join(forms[:1])
        filled = fill(text, _variables(variables, plural, num, language)) if text else None
        if filled is None:
            language = SOURCE
            source = singular if plural is None or num == 1 else plural
            filled = fill(source, _variables(variables, plural, num, SOURCE)) or escape(source)
        return Message.of(filled, language, interface)

    @staticmethod
    def _form(release: Release, forms: tuple[str, ...], language: str, num: int) -> str:
        """The plural form for a number; empty where the release has too few of them or no rule."""
        try:
            index = plural_rule(release.plural_forms(language)).index(num)
        except (KeyError, ValueError, I18nSiteError):
            return ""
        return forms[index] if index < len(forms) else ""


def _variables(variables: Mapping[str, object], plural: str | None, num: int, language: str) -> Mapping[str, object]:
    """What a message is filled in with, numbers and names of languages in the message's own language."""
    known = {"num": format_number(num, language), **variables} if plural is not None else variables
    said = (LanguageName, MarkedText)
    return {name: value.said_in(language) if isinstance(value, said) else value for name, value in known.items()}


@dataclass(frozen=True, slots=True)
class LanguageName:
    """The name of the language `tag`, said in `locale` unless a message asks for its own."""

    tag: str
    locale: str

    def said_in(self, language: str) -> str:
        """`French` in English, `français` in French."""
        return name_in(self.tag, language)

    def __str__(self) -> str:
        return self.said_in(self.locale)


class MarkedText(Markup):
    """A text of the release as HTML among words of the interface's language; within a message, among those of the message."""

    inner: LocalisedText

    @classmethod
    def of(cls, text: LocalisedText, around: str) -> MarkedText:
        """The text, its language named where that is another than the one around it, and marked where it is stale."""
        words = mark(text.text, text.locale, around)
        marked = cls(Markup('<span class="stale">{}</span>').format(words) if text.state is State.STALE else words)
        marked.inner = text
        return marked

    def said_in(self, language: str) -> MarkedText:
        """The same among words of another language."""
        return self.of(self.inner, language)


class Message(Markup):
    """A message as HTML among words of the interface's language, which knows what language it is in."""

    language: str

    @classmethod
    def of(cls, text: object, language: str, around: str) -> Message:
        """The text, escaped, its language named where that is another than the one around it."""
        message = cls(mark(text, language, around))
        message.language = language
        return message


def fill(text: str, variables: Mapping[str, object]) -> Markup | None:
    """The escaped text with its `%(name)s` filled in; None where it names what `variables` lacks. A stray `%` is one."""

    def value(found: re.Match[str]) -> str:
        return "%" if found["percent"] else str(escape(variables[found["name"]]))

    if any(found["broken"] or (found["name"] and found["name"] not in variables) for found in _PLACEHOLDER.finditer(text)):
        return None
    return Markup(_PLACEHOLDER.sub(value, str(escape(text))))  # noqa: S704  the text and every variable are escaped


def mark(text: object, language: str, around: str) -> Markup:
    """The text, escaped, in a `<span>` that names its language where that is another than the one around it."""
    if language == around:
        return escape(text)
    return Markup('<span lang="{}" dir="{}">{}</span>').format(language, direction(language), text)
