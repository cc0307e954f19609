"""The answer where there is no release: 503, in the visitor's language as far as the package itself has it.

What a page is usually made of is not there: no site, no languages, no messages. So the page stands alone, and its few words come
from the catalogues that the package brings.
"""

from __future__ import annotations

from typing import Final

from flask import Response, make_response, render_template, request
from markupsafe import Markup

from i18n_site.locales import canonical_prefix, direction, negotiate
from i18n_site.publish.interface_messages import N_, SOURCE
from i18n_site.web.messages import fill
from i18n_site.web.visit import LANGUAGE_COOKIE
from i18n_site.workflow.interface_texts import interface_languages, interface_texts

COMMAND: Final = Markup('<bdi><code translate="no">i18n-site compile</code></bdi>')

# NOTE: The heading of a page that stands in place of the whole site before anything has been published.
_TITLE: Final = N_("This site is not ready yet")
_TEXT: Final = N_("Nothing has been published here so far. Please come back in a minute.")
# NOTE: To the people who run the site; %(command)s is a command that they type, the folder is one on their computer.
_ADVICE: Final = N_(
    "If you run this site: %(command)s, in the site’s folder, publishes it. The server’s log says what is missing."
)
_TEXTS: Final = (_TITLE, _TEXT, _ADVICE)


def unready_page() -> Response:
    """503 in the language of the address, else the remembered one, else by Accept-Language, else in English."""
    language = _language()
    texts = interface_texts(language, _TEXTS)
    if texts is None or (advice := fill(texts[_ADVICE], {"command": COMMAND})) is None:
        language, texts, advice = SOURCE, {text: text for text in _TEXTS}, fill(_ADVICE, {"command": COMMAND})
    html = render_template(
        "unready.html", language=language, direction=direction(language), title=texts[_TITLE], text=texts[_TEXT], advice=advice
    )
    response = make_response(html, 503)
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


def _language() -> str:
    known = interface_languages()
    remembered = request.cookies.get(LANGUAGE_COOKIE)
    of_address = canonical_prefix(request.path.split("/")[1], known)
    if of_address is not None:
        return of_address
    return remembered if remembered in known else negotiate(request.headers.get("Accept-Language"), known, SOURCE)
