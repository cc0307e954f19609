"""Every command that reads front matter reads that of TOML and JSON: from extraction to the localised tree, and back."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib

import pytest

from i18n_site.catalogue.po import read_po
from i18n_site.config import load_site
from i18n_site.errors import JsonError, TomlError
from i18n_site.publish.layouts import LAYOUTS
from i18n_site.workflow.adopt import adopt
from i18n_site.workflow.compile import compile_site
from i18n_site.workflow.extract import extract
from i18n_site.workflow.localise_tree import Choices, localise_tree
from i18n_site.workflow.read_sources import read_places, read_sources
from i18n_site.workflow.update import update
from support.sites import translate, translate_all

CONFIG = "title: Farm\nlanguages: {en: {}, fr: {}, en-XA: {}}\nfront_matter: {translate: [title, tags, params.subtitle]}\n"
TOML = """\
+++
# NOTE: keep it short
title = "The farm"  # seen in lists
slug = 'farm'
date = 2017-09-23
tags = ["Land", 'Bread']

[params]
subtitle = \"\"\"
Since 1987\"\"\"
+++
# Welcome

The cooperative was founded by nine members.
"""
JSON = """\
{
\t"title": "The caf\\u00e9",
\t"date": "2017-09-23", "tags": ["Land"],
\t"params": {"subtitle": "Open all day"}
}
# Coffee

It is roasted here.
"""
FRENCH = {
    "The farm": 'La « "ferme" »',
    "Land": "Terre",
    "Bread": "Pain de l'année",
    "Since 1987": "Depuis\n1987",
    "The café": "Le café",
    "Open all day": 'Ouvert "toujours"',
    "Welcome": "Bienvenue",
    "The cooperative was founded by nine members.": "La coopérative a été fondée par neuf membres.",
    "Coffee": "Café",
    "It is roasted here.": "On le torréfie ici.",
    "farm": "ferme",
    "cafe": "cafe-fr",
}
FRENCH_TOML = """\
+++
# NOTE: keep it short
title = "La « \\"ferme\\" »"  # seen in lists
slug = 'ferme'
date = 2017-09-23
tags = ["Terre", "Pain de l'année"]

[params]
subtitle = \"\"\"
Depuis
1987\"\"\"
+++
# Bienvenue

La coopérative a été fondée par neuf membres.
"""
FRENCH_JSON = """\
{
\t"slug": "cafe-fr",
\t"title": "Le café",
\t"date": "2017-09-23", "tags": ["Terre"],
\t"params": {"subtitle": "Ouvert \\"toujours\\""}
}
# Café

On le torréfie ici.
"""


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    (folder / "content").mkdir(parents=True)
    for name, text in {"site.yaml": CONFIG, "farm.md": TOML, "cafe.md": JSON}.items():
        (folder / "content" / name).write_text(text, encoding="utf-8")
    made = load_site(folder)
    extract(made)
    update(made)
    return made


def test_without_translations_every_byte_is_the_authors(site, tmp_path):
    localise_tree(site, tmp_path / "out", ["fr"], Choices(threshold=0))
    assert (tmp_path / "out/fr/farm.md").read_text("utf-8") == TOML
    assert (tmp_path / "out/fr/cafe.md").read_text("utf-8") == JSON


def test_texts_go_into_catalogues_with_their_notes_and_come_back_in_their_places(site, tmp_path):
    template = read_po(site.translations / "pages.pot")
    said = {message.key.msgid: message.extracted_comments for message in template.messages}
    assert said["The farm"][-1] == "keep it short"
    assert set(FRENCH) <= set(said)
    translate(site, "fr", "pages", FRENCH)
    report = localise_tree(site, tmp_path / "out", ["fr"], Choices(LAYOUTS["hugo-folders"]))
    assert report.findings == ()
    assert (tmp_path / "out/content/fr/farm.md").read_text("utf-8") == FRENCH_TOML
    assert (tmp_path / "out/content/fr/cafe.md").read_text("utf-8") == FRENCH_JSON


def test_a_pseudo_translation_reaches_every_declared_text_and_no_other(site, tmp_path):
    localise_tree(site, tmp_path / "out", ["en-XA"], Choices())
    toml = tomllib.loads((tmp_path / "out/en-XA/farm.md").read_text("utf-8").split("+++")[1])
    assert (toml["slug"], str(toml["date"])) == ("farm", "2017-09-23")
    of_json = json.loads((tmp_path / "out/en-XA/cafe.md").read_text("utf-8").partition("\n# ")[0].partition("\n[")[0])
    assert of_json["date"] == "2017-09-23"
    for text in (toml["title"], *toml["tags"], toml["params"]["subtitle"], of_json["title"], of_json["params"]["subtitle"]):
        assert text.isascii() is False


def test_adopt_takes_translated_front_matter_over(site, tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "old/farm.md").write_text(FRENCH_TOML, encoding="utf-8")
    (tmp_path / "old/cafe.md").write_text(FRENCH_JSON, encoding="utf-8")
    adopt(site, "fr", tmp_path / "old")
    catalogue = read_po(site.translations / "fr/LC_MESSAGES/pages.po")
    assert {message.key.msgid: message.msgstr[0] for message in catalogue.messages if message.msgstr[0]} == FRENCH


def test_pages_and_places_know_title_slug_draft_and_what_is_skipped(site):
    (site.content / "draft.md").write_text("+++\ntitle = 'D'\ndraft = true\n+++\nText\n", encoding="utf-8")
    (site.content / "skipped.md").write_text('{"title": "S", "i18n": {"skip": true}}\nText\n---\n', encoding="utf-8")
    (site.content / "odd.md").write_text("+++\ntitle = '''\n---\n'''\n\"sl\\u0075g\" = 'even'\n+++\nText\n", encoding="utf-8")
    places = {place.path: (place.slug, place.skip) for place in read_places(site)}
    assert places == {
        "farm.md": ("farm", False),
        "cafe.md": ("cafe", False),
        "skipped.md": ("skipped", True),
        "odd.md": ("even", False),
    }
    translate_all(site, "fr")
    report = compile_site(site)
    assert [finding for finding in report.findings if "farm" in str(finding)] == []


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [("farm.md", "+++\ntitle = The farm\n+++\n", TomlError), ("cafe.md", '{\n"title": "x",\n}\n', JsonError)],
)
def test_what_cannot_be_read_is_told_with_its_line_and_no_traceback(site, name, text, error):
    (site.content / name).write_text(text, encoding="utf-8")
    with pytest.raises(error, match=f"content/{name}:"):
        extract(site)
    done = subprocess.run(
        [sys.executable, "-m", "i18n_site", "--site", str(site.root), "extract"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert f"content/{name}:" in done.stderr
    assert "Traceback" not in done.stderr


def test_keys_that_the_site_knows_for_another_generator_are_no_findings_and_others_still_are(site):
    text = "+++\ntitle = 'A'\nweight = 1\nsumary = 'B'\n[menus.main]\nweight = 2\n+++\n"
    (site.content / "farm.md").write_text(text, encoding="utf-8")
    (site.content / "site.yaml").write_text(CONFIG.replace("params.subtitle]", "params.subtitle], known: [weight, menus]"))
    changed = load_site(site.root)
    assert changed.config.front_matter.known == ("weight", "menus")
    said = [str(finding) for finding in read_sources(changed).findings]
    assert said == ["content/farm.md:4:1: warning front-matter unknown key 'sumary'; did you mean summary?"]
