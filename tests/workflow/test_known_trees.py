"""What `localise` knows from before: it makes anew what a change reaches, all of it, and nothing else."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import msgspec
import pytest

from i18n_site.cache import Cache
from i18n_site.config import load_site
from i18n_site.publish.layouts import LAYOUTS
from i18n_site.workflow.localise_tree import Choices, localise_tree
from i18n_site.workflow.sync import sync
from support.authors import HASH, Author, settled_site
from support.sites import translate

LONG = os.environ.get("I18N_SITE_LONG") == "1"
TAGS = ("en", "fr", "es", "pt-BR", "ar")
MARK = b"<!-- known -->"


@pytest.fixture
def site(tmp_path):
    return settled_site(tmp_path)


def localised(site, out, choices=None):
    """What is told, and what every file holds."""
    report = localise_tree(load_site(site.root), out, TAGS, choices)
    return report.findings, {path.relative_to(out): path.read_bytes() for path in map(Path, report.places)}


@pytest.mark.parametrize("seed", range(40 if LONG else 2))
def test_after_any_history_a_tree_is_what_it_is_without_memory(site, tmp_path, seed):
    chance = random.Random(seed)
    author, history = Author(site, chance), []
    for number in range(6):
        history += [author.edit() for _ in range(chance.randrange(1, 4))]
        sync(load_site(site.root))
        layout = LAYOUTS[chance.choice(["plain", "plain", "mdbook", "hugo-folders"])]
        gate, below, filled = chance.choice([None, None, 0.3]), chance.random() < 0.3, chance.random() < 0.3
        choices = Choices(layout, threshold=gate, keep_below=below, fill_figures=filled)
        warm = localised(site, tmp_path / f"out{number}", choices)
        shutil.rmtree(site.build)
        cold = localised(site, tmp_path / f"cold{number}", choices)
        assert warm == cold, (history, choices)
        sync(load_site(site.root))
        localised(site, tmp_path / f"out{number}", choices)


def mark_what_is_known(site):
    """A mark in every document that is remembered: one that shows it was not made anew."""
    cache = Cache(site.cache / "localised")
    for key, value in dict(cache.old).items():
        has, data = msgspec.msgpack.decode(value)
        cache.put(key, msgspec.msgpack.encode((has, data and data + MARK)))
    cache.save()
    return len(cache.old)


def made_anew(site, out):
    """The documents that are made anew."""
    _, files = localised(site, out)
    return {path.as_posix() for path, data in files.items() if path.suffix == ".md" and not data.endswith(MARK)}


@pytest.fixture
def known(site, tmp_path):
    """The site, everything of it known."""
    localised(site, tmp_path / "out")
    assert mark_what_is_known(site) > 10
    return site


def test_where_nothing_has_changed_no_document_is_made(known, tmp_path):
    assert made_anew(known, tmp_path / "out") == set()


def test_a_translation_reaches_the_documents_that_show_it(known, tmp_path):
    translate(known, "es", "pages", {"one thing": "una sola cosa"})
    assert made_anew(known, tmp_path / "out") == {"es/pages/about.md"}


def test_what_is_told_of_a_translation_is_told_each_time(site, tmp_path):
    translate(site, "fr", "pages", {"one thing": "une chose\n\n- deux"})
    told, files = localised(site, tmp_path / "out")
    assert any("structure" in finding.message or finding.check for finding in told)
    assert localised(site, tmp_path / "out") == (told, files)


def test_nothing_that_a_password_guards_is_remembered(site, tmp_path):
    page = f"---\ntitle: Hidden\nprotected: {HASH}\n---\n\nThe canary *sings*.\n"
    (site.content / "news" / "hidden.md").write_text(page, encoding="utf-8")
    sync(load_site(site.root))
    localised(site, tmp_path / "out")
    assert [path for path in site.cache.rglob("*") if path.is_file() and b"canary" in path.read_bytes()] == []
