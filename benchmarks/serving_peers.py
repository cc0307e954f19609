"""What others do with the same page, for a server to run: Flask with the bytes at hand, Flask with Flask-Babel and a template.

Each is a factory, as granian calls it; $BENCH_PAGE is the file with the page, $BENCH_CATALOGUES a folder of catalogues.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask, render_template
from flask_babel import Babel, format_date
from jinja2 import DictLoader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

WORDS = (
    "Home News Members Join Languages Search Read Next Previous Updated When Where Topics Menu Close Source Figures About".split()
)

TEMPLATE = """<!doctype html>
<html lang="{{ lang }}">
<head><meta charset="utf-8"><title>{{ title }} – {{ _("Home") }}</title></head>
<body>
<header><nav aria-label="{{ _("Menu") }}"><ul>
{% for name in menu %}<li><a href="/{{ lang }}/{{ name|lower }}/">{{ _(name) }}</a></li>
{% endfor %}</ul></nav>
<nav aria-label="{{ _("Languages") }}"><ul>
{% for tag in tags %}<li><a href="/{{ tag }}/" lang="{{ tag }}"
{%- if tag == lang %} aria-current="true"{% endif %}>{{ tag }}</a></li>
{% endfor %}</ul></nav></header>
<main><h1>{{ title }}</h1>
<dl><dt>{{ _("Updated") }}</dt><dd>{{ day }}</dd>
<dt>{{ _("Topics") }}</dt><dd>{{ topics|join(" · ") }}</dd></dl>
{{ body|safe }}
<p>{{ _("Read") }} {{ _("Next") }} {{ _("Previous") }}</p></main>
<footer>{% for name in menu %}<a href="/{{ lang }}/{{ name|lower }}/">{{ _(name) }}</a> {% endfor %}</footer>
</body>
</html>
"""


def write_catalogue(folder: Path) -> None:
    """A compiled French catalogue of the template's words, for Flask-Babel."""
    catalogue = Catalog(locale="fr")
    for word in WORDS:
        catalogue.add(word, f"{word} (fr)")
    target = folder / "fr" / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)


def bare(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """WSGI itself: nothing can be faster on that server."""
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(_PAGE)))])
    return [_PAGE]


def hello() -> Flask:
    """Flask's hello world, of the page's size: the bytes are at hand."""
    app = Flask(__name__)
    page = _PAGE

    @app.get("/<path:_path>")
    def show(_path: str) -> bytes:
        return page

    return app


def rendering() -> Flask:
    """Flask and Flask-Babel, which render a page of about that size for each request; the template is compiled once."""
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = os.environ["BENCH_CATALOGUES"]
    app.jinja_loader = DictLoader({"page.html": TEMPLATE})
    Babel(app, locale_selector=lambda: "fr")  # type: ignore[no-untyped-call]  # Flask-Babel is only partly annotated
    page = _PAGE.decode()
    body = page[page.index('<div class="prose') : page.index("</main>")]
    tags = ("en", "fr", "es", "it", "pt-BR", "ar", "ja", "pl")

    @app.get("/<path:_path>")
    def show(_path: str) -> str:
        day = format_date(date(2017, 9, 23))
        return render_template(
            "page.html", lang="fr", title="Une page", menu=WORDS[:6], tags=tags, day=day, topics=WORDS[10:13], body=body
        )

    return app


_PAGE = Path(os.environ["BENCH_PAGE"]).read_bytes() if "BENCH_PAGE" in os.environ else b""
