"""What `compile` knows from before: it makes anew what a change reaches, all of it, and nothing else."""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import replace

import msgspec
import pytest

from i18n_site.cache import Cache
from i18n_site.config import load_site
from i18n_site.model import MessageKey
from i18n_site.publish.bodies import _Rendered
from i18n_site.publish.release import open_release
from i18n_site.workflow.compile import compile_for_editing, compile_site
from i18n_site.workflow.sync import sync
from support.authors import HASH, LANGUAGES, Author, settled_site
from support.sites import edit_po, translate

LONG = os.environ.get("I18N_SITE_LONG") == "1"


@pytest.fixture
def site(tmp_path):
    return settled_site(tmp_path)


# -- all of it ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(40 if LONG else 2))
def test_after_any_history_the_release_is_what_a_compile_without_memory_makes(site, tmp_path, seed):
    chance = random.Random(seed)
    author, history = Author(site, chance), []
    for number in range(6):
        history += [author.edit() for _ in range(chance.randrange(1, 4))]
        warm_site = load_site(site.root)
        sync(warm_site)
        warm = compile_site(warm_site)
        cold_root = tmp_path / f"cold{number}"
        shutil.copytree(site.root, cold_root, ignore=shutil.ignore_patterns("build"))
        cold = compile_site(load_site(cold_root))
        assert (warm.release, warm.findings) == (cold.release, cold.findings), history
        shutil.rmtree(cold_root)


TEXT = "Write to {enquiry_email}. See the [second note](../news/second.md#the-end) and the [report](../files/report.txt)."

# -- and nothing else ---------------------------------------------------------------------------------------------------

MARK = "<!-- known -->"


def mark_what_is_known(site):
    """A mark in every body that is remembered: a page that shows it was not made anew."""
    cache = Cache(site.build / "cache" / "pages")
    for key, value in dict(cache.old).items():
        try:
            body = msgspec.msgpack.decode(value, type=_Rendered)
        except msgspec.DecodeError:
            cache.get(key)
        else:
            cache.put(key, msgspec.msgpack.encode(_Rendered(body.html + MARK, body.answers)))
    cache.save()


def made_anew(site):
    """The pages, as language and document, that a compile makes anew."""
    compile_site(load_site(site.root))
    with open_release(site.release_path) as release:
        pages = [(tag, name, release.page(tag, name)) for tag in ("en", *LANGUAGES) for name in DOCUMENTS]
    return {(tag, name) for tag, name, page in pages if not page.html.endswith(MARK)}


DOCUMENTS = ["pages/home", "pages/about", "news/first", "news/second"]
"""Those that no password guards."""


def test_where_nothing_has_changed_no_page_is_made(site):
    mark_what_is_known(site)
    assert made_anew(site) == set()


def test_a_translation_reaches_the_pages_that_show_it(site):
    mark_what_is_known(site)
    translate(site, "es", "pages", {"one thing": "una sola cosa"})
    assert made_anew(site) == {("es", "pages/about"), ("pt-BR", "pages/about")}


def test_another_address_reaches_the_pages_that_link_to_it(site):
    mark_what_is_known(site)
    edit_po(
        site,
        "fr",
        "news",
        lambda message: replace(message, msgstr=("deuxieme",)) if message.key == MessageKey("second", "slug") else message,
    )
    assert made_anew(site) == {("fr", "pages/about")}


def test_a_file_in_another_language_reaches_the_pages_that_show_it(site):
    mark_what_is_known(site)
    (site.content / "files" / "report.es.txt").write_text("informe", encoding="utf-8")
    assert made_anew(site) == {("es", "pages/about"), ("pt-BR", "pages/about")}


def test_a_figure_reaches_the_pages_that_name_it(site):
    mark_what_is_known(site)
    path = site.content / "data" / "figures.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("1234", "4321"), encoding="utf-8")
    assert {name for _, name in made_anew(site)} == {"pages/home", "pages/about"}


def test_what_is_told_of_a_translation_is_told_each_time_with_the_line_where_it_stands(site):
    def told():
        findings = compile_site(load_site(site.root)).findings
        return [one.line for one in findings if (one.check, one.path) == ("url", "translations/es/LC_MESSAGES/pages.po")]

    translate(site, "es", "pages", {TEXT: TEXT.replace("second.md", "first.md")})
    line = told()[0]
    path = site.catalogue_path("es", "pages")
    path.write_text("# one line more\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert told() == [line + 1] * 2
    assert told() == [line + 1] * 2


@pytest.mark.parametrize(
    "harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b""), lambda path: path.write_bytes(b"x")]
)
def test_an_mo_file_that_is_not_what_it_was_is_made_again(site, harm):
    path = site.catalogue_path("fr", "pages").with_suffix(".mo")
    before, changed = path.read_bytes(), path.stat().st_mtime_ns
    compile_site(load_site(site.root))
    assert path.stat().st_mtime_ns == changed
    harm(path)
    compile_site(load_site(site.root))
    assert path.read_bytes() == before
    translate(site, "fr", "pages", {"one thing": "une autre chose"})
    compile_site(load_site(site.root))
    assert b"une autre chose" in path.read_bytes()


def test_nothing_that_a_password_guards_is_remembered(site):
    body = "The canary *sings* [here](second.md).\n\n## A canary\n"
    (site.content / "news" / "hidden.md").write_text(f"---\ntitle: Hidden\nprotected: {HASH}\n---\n\n{body}", encoding="utf-8")
    sync(load_site(site.root))
    assert [path for path in (site.build / "cache").rglob("*") if path.is_file() and b"canary" in path.read_bytes()] == []


def test_what_is_only_looked_at_is_not_remembered_and_serve_and_compile_share_what_they_know(site):
    cache = site.build / "cache" / "pages"
    cache.unlink()
    compile_site(load_site(site.root), check=True)
    assert not cache.exists()
    compile_for_editing(load_site(site.root), site.build / "serve.sqlite3")
    mark_what_is_known(site)
    assert made_anew(site) == set()


def test_a_damaged_memory_costs_time_and_nothing_else(site):
    cache, before = site.build / "cache" / "pages", compile_site(load_site(site.root)).release
    data = cache.read_bytes()
    for harm in (b"", data[:-9], b"x" * 99):
        cache.write_bytes(harm)
        assert compile_site(load_site(site.root)).release == before
        assert cache.read_bytes() == data
