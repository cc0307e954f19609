"""`prune`: obsolete translations go when somebody asks for it, and nothing else does."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from i18n_site.catalogue.po import read_po
from i18n_site.errors import CatalogueSyntaxError, ConfigError
from i18n_site.workflow.extract import extract
from i18n_site.workflow.prune import Pruned, prune
from i18n_site.workflow.update import update
from support.sites import copy_site, translate_all


@pytest.fixture
def site(tmp_path):
    """French and Spanish are translated; then a document goes."""
    made = copy_site(tmp_path)
    for locale in ("fr", "es"):
        translate_all(made, locale)
    (made.content / "news" / "first.md").unlink()
    extract(made)
    update(made)
    return made


def catalogues(site):
    return {path: path.read_bytes() for path in site.translations.rglob("*.po")}


def obsolete(site, locale):
    return [message for message in read_po(site.catalogue_path(locale, "news")).messages if message.obsolete]


def test_prune_removes_the_obsolete_and_keeps_every_other_byte(site):
    before = catalogues(site)
    gone = len(obsolete(site, "fr"))
    assert gone > 3
    assert [result for result in prune(site) if result.removed] == [Pruned("fr", "news", gone), Pruned("es", "news", gone)]
    assert obsolete(site, "fr") == []
    for path, data in catalogues(site).items():
        text = data.decode()
        assert before[path].decode().startswith(text.rstrip("\n"))
        assert "#~" not in text
        assert text.endswith('"\n')
    assert not any(result.changed for result in update(site))
    assert not any(result.removed for result in prune(site))


def test_prune_of_one_language_leaves_the_others(site):
    prune(site, ["es"])
    assert obsolete(site, "es") == []
    assert obsolete(site, "fr") != []
    with pytest.raises(ConfigError, match="add-language de"):
        prune(site, ["de"])


def test_a_catalogue_that_cannot_be_read_stops_prune_before_it_writes(site):
    site.catalogue_path("es", "site").write_bytes(b'msgid "a\n')
    before = catalogues(site)
    with pytest.raises(CatalogueSyntaxError):
        prune(site)
    assert catalogues(site) == before


def run(site, *words):
    command = [sys.executable, "-m", "i18n_site", "--site", str(site.root), "prune", *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_check_writes_nothing_and_exits_1_while_there_is_something_to_remove(site):
    before, gone = catalogues(site), len(obsolete(site, "fr"))
    result = run(site, "fr", "--check")
    assert (result.returncode, catalogues(site)) == (1, before)
    assert result.stderr == f"fr news: {gone} obsolete, would be removed\n{gone} obsolete in all\n"
    result = run(site)
    assert (result.returncode, f"es news: {gone} obsolete, removed\n" in result.stderr) == (0, True)
    result = run(site, "--check")
    assert (result.returncode, result.stderr) == (0, "0 obsolete in all\n")


@pytest.mark.skipif(shutil.which("msgattrib") is None, reason="GNU gettext is not installed")
def test_what_is_left_is_what_msgattrib_leaves(site):
    path = site.catalogue_path("fr", "news")
    wanted = subprocess.run(["msgattrib", "--no-obsolete", str(path)], capture_output=True, check=True).stdout
    prune(site)
    assert subprocess.run(["msgcat", str(path)], capture_output=True, check=True).stdout == wanted
