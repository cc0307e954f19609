"""The interface's messages along a language's fallback chain, as the release holds them. Opens no files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from i18n_site.locales import plural_forms
from i18n_site.model import Catalogue
from i18n_site.publish.footnotes import BackTexts
from i18n_site.publish.views import InterfaceMessages

TABLE = "Table"
"""The message that names a table which nothing else names; a template says it too."""
SOURCE = "en"
"""The language of the package's own messages."""


def N_(text: str) -> str:
    """The text itself."""
    return text


# NOTE: Said of an arrow at the end of a footnote that leads to the passage where the note's number stands.
_BACK = N_("Back to the text of note %(note)s")
# NOTE: As above, where the note is mentioned several times: each arrow leads to one of these passages.
_BACK_SEVERAL = N_("Back to the text of note %(note)s, mention %(mention)s")


def back_texts(messages: InterfaceMessages) -> BackTexts:
    """What leads back from footnotes, in the first language that has both texts."""
    (once, *_), locale = messages.get((None, _BACK), ((_BACK,), SOURCE))
    (several, *_), other = messages.get((None, _BACK_SEVERAL), ((_BACK_SEVERAL,), SOURCE))
    return BackTexts(once, several, locale) if locale == other else BackTexts(_BACK, _BACK_SEVERAL, SOURCE)


def table_label(messages: InterfaceMessages) -> str:
    """What a table is called that nothing else names."""
    (label, *_), _ = messages.get((None, TABLE), ((TABLE,), SOURCE))
    return label


def chain_messages(locale: str, chain: Sequence[str], catalogues: Mapping[str, Sequence[Catalogue]]) -> InterfaceMessages:
    """Every message of the interface in the first language of the chain that has it current.

    `catalogues`: language -> its catalogues, those that win first: a site's own before the package's.
    """
    found: dict[tuple[str | None, str], tuple[tuple[str, ...], str]] = {}
    for tag in (locale, *chain):
        for catalogue in catalogues.get(tag, ()):
            for message in catalogue.messages:
                if not message.obsolete and not message.fuzzy and message.translated:
                    found.setdefault((message.key.msgctxt, message.key.msgid), (message.msgstr, tag))
    return found


def forms_of(locale: str, catalogues: Sequence[Catalogue]) -> str:
    """The Plural-Forms that a language's messages were translated for; gettext's own where no catalogue says."""
    stated = (catalogue.header_field("Plural-Forms") for catalogue in catalogues)
    return next((forms for forms in stated if forms), None) or plural_forms(locale)
