"""What templates may call: messages, formats, marked texts. Knows Jinja; nothing of requests but the interface's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from i18n_site.locales import direction, endonym
from i18n_site.model import LocalisedText, State
from i18n_site.publish.links import file_url
from i18n_site.web import formats
from i18n_site.web.files import theme
from i18n_site.web.messages import LanguageName, MarkedText, Message, ReleaseDomain, mark
from i18n_site.web.navigation import TOPICS, Subject, topic_subject
from i18n_site.web.paging import at_page
from i18n_site.web.visit import current_release, interface_language

_ALERT = re.compile(r'<blockquote class="markdown-alert-(note|tip|important|warning|caution)">\n')


def install_in(environment: Environment, domain: ReleaseDomain) -> None:
    """Give the environment the i18n extension with the domain's messages, the filters and the functions of this module."""
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    # The domain fills in placeholders itself and survives wrong ones; Jinja's own wrappers answer them with an exception.
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # what the extension adds
    environment.globals.update(
        gettext=domain.gettext,
        ngettext=domain.ngettext,
        pgettext=domain.pgettext,
        npgettext=domain.npgettext,
        direction=direction,
        endonym=endonym,
        language_name=language_name,
        lang=language_attributes,
        labelled=label_attributes,
        title_text=title_text,
        title_language=title_language,
        site_text=site_text,
        section_url=section_url,
        section_title=section_title,
        topics_url=topics_url,
        marked=marked,
        machine_date=formats.machine_date,
        in_words=in_words,
        file_url=file_url,
        static=static,
        at_page=at_page,
    )
    environment.filters.update(
        day=_in_interface_language(formats.format_day),
        number=_in_interface_language(formats.format_number),
        percent=_in_interface_language(formats.format_percent),
        size=_in_interface_language(formats.format_size),
        territory=_in_interface_language(formats.format_territory),
        label_alerts=label_alerts,
        span=_in_interface_language(formats.span_parts),
    )


def _in_interface_language(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of a function whose last argument is the language: it is the interface's.

    Jinja works out at once what a filter makes of a constant, in the language of whoever comes first, unless the filter asks
    for the context.
    """

    @pass_context
    def formatted(context: Context, *values: object) -> Any:
        return function(*values, interface_language())

    return formatted


def language_name(tag: str) -> LanguageName:
    """A language's name in the visitor's language, and within a message in the message's."""
    return LanguageName(tag, interface_language())


def language_attributes(tag: str, around: str) -> Markup:
    """` lang="fr" dir="ltr"` for an element in another language than the one around it, else nothing."""
    return Markup("") if tag == around else Markup(' lang="{}" dir="{}"').format(tag, direction(tag))


def label_attributes(label: Message, around: str | None = None) -> Markup:
    """` aria-label="…"` for an element whose parts are in the interface's language, and the language of both where need be.

    An attribute is in the language of its element: where a label falls back, the element says that of the label, and each of its
    parts has to say its own, by `lang(locale, label.language)`. `around` is the language around it, else the interface's.
    """
    interface = interface_language()
    around = around or interface
    language = Markup(' lang="{}"').format(label.language) if label.language != around else Markup("")
    # the direction is that of what is seen
    turned = Markup(' dir="{}"').format(direction(interface)) if language or around != interface else Markup("")
    return language + turned + Markup(' aria-label="{}"').format(label.striptags())


def title_text(parts: Iterable[LocalisedText | Markup | str]) -> str:
    """The parts of a page's title that are there, the most particular first."""
    return " – ".join(_plain(part) for part in parts if part)


def _plain(part: LocalisedText | Markup | str) -> str:
    if isinstance(part, LocalisedText):
        return part.text
    return part.striptags() if isinstance(part, Markup) else part


def title_language(parts: Iterable[LocalisedText | Message | str], around: str) -> Markup:
    """The language of a title, where that is another than the page's: of its first part, since one element has one language.

    What a visitor wrote is in no language that anybody knows.
    """
    known = (part.locale if isinstance(part, LocalisedText) else getattr(part, "language", None) for part in parts if part)
    return language_attributes(next(filter(None, known), around), around)


def marked(text: LocalisedText | None, around: str | None = None) -> Markup:
    """A text of the release, in a `<span>` that names its language where that is not the one around it: the interface's.

    A stale one is marked as such.
    """
    return Markup("") if text is None else MarkedText.of(text, around or interface_language())


def in_words(text: str) -> Markup:
    """A day as its author has written it, in words of the source language; a dash is of none."""
    if not any(map(str.isalpha, text)):
        return escape(text)
    return mark(text, current_release().site.source_language, interface_language())


def label_alerts(html: str, labels: Mapping[str, Markup], shown: str) -> Markup:
    """A body with the name of each alert's kind above its text, in the visitor's language. `shown`: the language of the body."""
    attributes = language_attributes(interface_language(), shown)

    def labelled(found: re.Match[str]) -> str:
        return found[0] + str(Markup('<p class="alert-label"{}>{}</p>\n').format(attributes, labels[found[1]]))

    return Markup(_ALERT.sub(labelled, html))  # noqa: S704  the release's own HTML


def site_text(path: str) -> LocalisedText | None:
    """A text of site.yaml in the visitor's language, or None."""
    return current_release().text(interface_language(), path)


def section_url(section: str) -> str:
    """The address of a section's list in the visitor's language."""
    return Subject(section=section).url(current_release(), interface_language())


def topics_url(slug: str | None = None) -> str:
    """The address of a topic's list in the visitor's language, or of the list of all topics."""
    subject = TOPICS if slug is None else topic_subject(slug)
    return subject.url(current_release(), interface_language())


def section_title(section: str) -> LocalisedText:
    """A section's title in the visitor's language; its folder's name where site.yaml names none."""
    return site_text(f"sections.{section}.title") or LocalisedText(section, current_release().site.source_language, State.SOURCE)


def static(name: str) -> str:
    """The address of a file of the theme, the site's own or the package's; it changes when the file does."""
    return theme().address(name)
