"""Every branch of every template is shown by one of the stops, so that nothing new escapes the rounds that look at them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import BaseLoader, Environment

import i18n_site.web
from i18n_site.publish.release import open_release
from i18n_site.web import create_app
from support.halves import REAL, Halves, make_halves
from support.stops import bare_apps, failing_app, failures, stops, unready_app

TEMPLATES = Path(i18n_site.web.__file__).with_name("templates")
_BEGINS = re.compile(r"\{%-?\s*(?:(?:if|elif|for|macro)\b(?:(?!%\}).)*|else\s*)-?%\}")
"""A tag after which something is shown, or is not."""


class Marking(BaseLoader):
    """Another loader's templates, which tell of each of their branches that it is shown."""

    def __init__(self, inner: BaseLoader) -> None:
        self.inner = inner

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, file, is_current = self.inner.get_source(environment, template)

        def mark(found: re.Match[str]) -> str:
            line = source.count("\n", 0, found.start()) + 1
            return f"{found[0]}{{{{ shown_branch({template!r}, {line}, {found.start()}) }}}}"

        return (
            f"{{{{ shown_branch({template!r}, 1, -1) }}}}" * ("extends" not in source) + _BEGINS.sub(mark, source),
            file,
            is_current,
        )


def branches() -> dict[tuple[str, int], str]:
    """(template, place) -> `template:line: tag` of every branch that there is."""
    found = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        name, text = path.relative_to(TEMPLATES).as_posix(), path.read_text(encoding="utf-8")
        for tag in _BEGINS.finditer(text):
            line = text.count("\n", 0, tag.start()) + 1
            found[name, tag.start()] = f"{name}:{line}: {' '.join(tag[0].split())}"
    return found


@pytest.fixture(scope="module")
def halves(tmp_path_factory) -> Halves:
    return make_halves(tmp_path_factory.mktemp("templates"), REAL)


def test_every_branch_of_every_template_is_shown_by_a_stop(halves, tmp_path):
    shown: set[tuple[str, int]] = set()

    def watched(app: Flask) -> Flask:
        def shown_branch(template: str, line: int, place: int) -> str:
            shown.add((template, place))
            return ""

        app.jinja_loader = app.jinja_env.loader = Marking(app.jinja_loader)
        app.jinja_env.globals["shown_branch"] = shown_branch
        app.extensions.setdefault("watched", True)
        return app

    app, failing, live = (
        watched(create_app(halves.site.root)),
        watched(failing_app(halves.site.root)),
        watched(create_app(halves.site.root)),
    )
    live.config["LIVE"] = True
    with open_release(halves.site.release_path) as release:
        for locale in ("en", "fr", "ar", "ja"):
            for stop in stops(release, locale):
                stop.ask(app)
            for stop in failures(locale):
                stop.ask(failing)
    live.test_client().get("/en/", environ_overrides={"i18n_site.live": "1"})
    watched_bare = {}
    for bare, path in bare_apps(tmp_path):
        if id(bare) not in watched_bare:
            watched_bare[id(bare)] = watched(bare)
        watched_bare[id(bare)].test_client().get(path)
    assert watched(unready_app(tmp_path / "unready")).test_client().get("/").status_code == 503
    unseen = [said for branch, said in branches().items() if branch not in shown]
    assert not unseen, "\n".join(unseen)
