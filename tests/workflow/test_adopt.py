"""`adopt`: what is translated already becomes catalogue entries, and no text of a catalogue is lost for it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from i18n_site.catalogue.po import read_po
from i18n_site.config import load_site
from i18n_site.errors import ConfigError, DocumentError
from i18n_site.formats.dialect import read_events
from i18n_site.publish.layouts import LAYOUTS
from i18n_site.publish.plain_html import PlainRenderer
from i18n_site.workflow.adopt import adopt
from i18n_site.workflow.extract import extract
from i18n_site.workflow.localise_tree import Choices, localise_tree
from i18n_site.workflow.render import localised_document
from i18n_site.workflow.update import update
from support.sites import edit_po, translate

SITE = "title: Farm\nbase_url: https://farm.example\nsource_language: en\nlanguages: {en: {}, fr: {}}\n"
EN = """\
---
title: The farm
tags: [Land]
---

The cooperative was founded in 1987 by nine members.

- Tomatoes are sold from June.
- Potatoes are kept in [the cellar](cellar.md) until spring.

## How to join

Write to us, and come to the next assembly.
"""
FR = """\
---
title: La ferme
slug: la-ferme
tags: [Terre]
---

La coopérative a été fondée en 1987 par neuf membres.

- Les tomates sont vendues dès juin.
- Les pommes de terre sont gardées à [la cave](cellar.md) jusqu'au printemps.

## Comment adhérer

Écrivez-nous, et venez à la prochaine assemblée.
"""


@pytest.fixture
def site(tmp_path):
    (tmp_path / "content" / "news").mkdir(parents=True)
    (tmp_path / "content" / "site.yaml").write_text(SITE, encoding="utf-8")
    (tmp_path / "content" / "news" / "farm.md").write_text(EN, encoding="utf-8")
    made = load_site(tmp_path)
    extract(made)
    update(made)
    return made


@pytest.fixture
def french(tmp_path):
    """A writer of translated documents: the folder with `news/farm.md` of that text."""

    def write(text=FR, name="news/farm.md", folder="shipped"):
        path = tmp_path / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return tmp_path / folder

    return write


def messages(site):
    return {m.key.msgid: m for m in read_po(site.catalogue_path("fr", "news")).messages if not m.obsolete}


def html_of(data):
    return PlainRenderer().render(read_events(data.decode())).split()


def test_a_document_that_is_wholly_translated_comes_back_as_it_was(site, french):
    folder = french()
    report = adopt(site, "fr", folder)
    assert (report.documents, report.paired, report.passages, report.findings) == (1, 7, 7, ())
    assert all(message.translated and not message.fuzzy for message in messages(site).values())
    localised = localised_document(site, "news/farm", "fr")
    shipped = FR.encode()
    assert html_of(localised.markdown[localised.body :]) == html_of(shipped[shipped.index(b"\n---\n") + 5 :])
    assert (localised.fields["title"].text, localised.fields["tags.0"].text) == ("La ferme", "Terre")
    assert localised.coverage == 1.0


def test_a_slug_of_the_translation_is_adopted_where_it_is_clean(site, french):
    adopt(site, "fr", french())
    assert messages(site)["farm"].msgstr == ("la-ferme",)


def test_an_unclean_slug_is_left_out_and_listed(site, french):
    report = adopt(site, "fr", french(FR.replace("la-ferme", "'la ferme?'")))
    assert messages(site)["farm"].msgstr == ("",)
    assert ["slug" in finding.message for finding in report.findings] == [True]


def test_adopting_twice_changes_nothing_the_second_time(site, french):
    adopt(site, "fr", french())
    before = site.catalogue_path("fr", "news").read_bytes()
    report = adopt(site, "fr", french())
    assert (site.catalogue_path("fr", "news").read_bytes(), report.findings) == (before, ())
    (news,) = report.catalogues
    assert (news.sure, news.doubtful, news.known) == (0, 0, 8)
    assert not any(result.changed for result in update(site))


def test_no_text_of_a_catalogue_is_overwritten_and_conflicts_are_listed(site, french):
    translate(site, "fr", "news", {"How to join": "Pour adhérer"})
    translate(site, "fr", "news", {"The farm": "Notre ferme"}, fuzzy=True)
    report = adopt(site, "fr", french())
    found = messages(site)
    assert (found["How to join"].msgstr, found["The farm"].msgstr, found["The farm"].fuzzy) == (
        ("Pour adhérer",),
        ("Notre ferme",),
        True,
    )
    assert found["Land"].msgstr == ("Terre",)
    assert [(finding.path, "stays" in finding.message) for finding in report.findings] == [
        ("translations/fr/LC_MESSAGES/news.po", True)
    ] * 2
    assert all(finding.line for finding in report.findings)


def test_comments_of_a_translator_stay_with_the_entry_that_is_filled(site, french):
    edit_po(site, "fr", "news", lambda m: replace(m, translator_comments=("ask the farmers",)))
    adopt(site, "fr", french())
    assert messages(site)["Land"].translator_comments == ("ask the farmers",)


def test_a_translation_that_its_page_could_not_show_is_fuzzy_and_says_so(site, french):
    report = adopt(site, "fr", french(FR.replace("[la cave](cellar.md)", "la cave")))
    (potatoes,) = (m for key, m in messages(site).items() if key.startswith("Potatoes"))
    assert potatoes.fuzzy
    assert potatoes.translator_comments[0].startswith("i18n-site: adopted ")
    assert [(finding.check, finding.line) for finding in report.findings] == [("link", 10)]


def test_the_comment_of_a_doubtful_text_goes_with_the_fuzzy_mark_and_it_is_never_served_before(site, french):
    adopt(site, "fr", french(FR.replace("[la cave](cellar.md)", "la cave")))
    assert "cellar" in localised_document(site, "news/farm", "fr").markdown.decode()
    edit_po(
        site,
        "fr",
        "news",
        lambda m: replace(m, flags=(), msgstr=tuple(s.replace("la cave", "[la cave](cellar.md)") for s in m.msgstr)),
    )
    update(site)
    assert not any(message.translator_comments for message in messages(site).values())
    assert "[la cave](cellar.md)" in localised_document(site, "news/farm", "fr").markdown.decode()


def test_a_sentence_that_was_left_in_the_source_language_is_no_translation(site, french):
    adopt(site, "fr", french(FR.replace("Écrivez-nous, et venez à la prochaine assemblée.", EN.splitlines()[-1])))
    assert messages(site)[EN.splitlines()[-1]].fuzzy


def test_what_only_one_side_has_is_left_out_and_listed_with_both_places(site, french):
    target = FR.replace("- Les tomates sont vendues dès juin.\n", "").replace(
        "## Comment", "Voir `tarifs.csv` pour 2019.\n\n## Comment"
    )
    folder = french(target)
    report = adopt(site, "fr", folder)
    assert messages(site)["Tomatoes are sold from June."].msgstr == ("",)
    places = {(finding.path, finding.line): finding.message for finding in report.findings}
    translated = str(folder / "news" / "farm.md")
    assert places.keys() == {("content/news/farm.md", 8), (translated, 11)}
    assert f"{translated}:7" in places["content/news/farm.md", 8]
    assert "content/news/farm.md:9" in places[translated, 11]


def test_of_two_translations_of_one_text_the_frequent_one_is_taken_and_the_other_listed(site, french):
    for number, text in enumerate(("Lire la suite ici", "Lisez plus ici", "Lire la suite ici")):
        (site.content / "news" / f"n{number}.md").write_text("Read more here\n", encoding="utf-8")
        folder = french(text + "\n", f"news/n{number}.md")
    report = adopt(site, "fr", folder)
    assert messages(site)["Read more here"].msgstr == ("Lire la suite ici",)
    (finding,) = report.findings
    assert (finding.path, finding.line) == (str(folder / "news" / "n1.md"), 1)
    assert "content/news/n1.md:1" in finding.message


def test_with_an_older_source_what_has_not_changed_is_sure_and_what_has_is_fuzzy_with_its_earlier_text(site, french):
    older = EN.replace("Tomatoes are sold from June.", "Tomatoes are sold from the first of May by members.").replace(
        "## How to join\n", "Cider is pressed in autumn.\n\n## How to join\n"
    )
    target = FR.replace("## Comment", "Le cidre est pressé en automne.\n\n## Comment")
    report = adopt(site, "fr", french(target), older_source=french(older, folder="older"))
    found = messages(site)
    tomatoes = found["Tomatoes are sold from June."]
    assert (tomatoes.msgstr, tomatoes.fuzzy) == (("Les tomates sont vendues dès juin.",), True)
    assert tomatoes.previous is not None
    assert tomatoes.previous.msgid == "Tomatoes are sold from the first of May by members."
    assert all(not m.fuzzy and m.translated for key, m in found.items() if not key.startswith("Tomatoes"))
    assert "Cider is pressed in autumn." not in found
    assert report.findings == ()


def test_a_translation_that_cannot_be_read_or_has_no_source_costs_no_other(site, french):
    french("x\n", "news/unknown.md")
    folder = french()
    (site.content / "news" / "two.md").write_text("Two\n", encoding="utf-8")
    (folder / "news" / "two.md").write_bytes(b"Deux\n\xff\n")
    report = adopt(site, "fr", folder)
    assert [(finding.path, finding.line) for finding in report.findings] == [
        (str(folder / "news" / "unknown.md"), None),
        (str(folder / "news" / "two.md"), 2),
    ]
    assert messages(site)["Land"].translated


def test_a_file_is_a_document_s_translation_by_the_language_in_its_name(site, french):
    french(name="news/farm.fr.md")
    french("Granja\n", "news/farm.es.md")
    report = adopt(site, "fr", french(EN.replace("Land", "Earth")))
    assert (report.documents, report.paired, report.passages) == (1, 7, 7)
    assert messages(site)["Land"].msgstr == ("Terre",)
    assert [finding.path for finding in report.findings] == [str(french() / "news" / "farm.es.md")]


def test_translations_that_lie_beside_their_sources_are_adopted_from_there(site):
    (site.content / "news" / "farm.en.md").write_text(EN, encoding="utf-8")
    (site.content / "news" / "farm.md").unlink()
    folder = site.root / "elsewhere"
    (folder / "news").mkdir(parents=True)
    (folder / "news" / "farm.en.md").write_text(EN, encoding="utf-8")
    (folder / "news" / "farm.fr.md").write_text(FR, encoding="utf-8")
    report = adopt(site, "fr", folder)
    assert (report.documents, report.findings) == (1, ())
    assert messages(site)["Land"].msgstr == ("Terre",)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_localise_writes_for_any_generator_is_adopted_from_there(site, french, tmp_path, layout):
    adopt(site, "fr", french())
    texts = {key: message.msgstr for key, message in messages(site).items() if key != "farm"}
    localise_tree(site, tmp_path / "out", ["fr"], Choices(layout=LAYOUTS[layout]))
    (written,) = (tmp_path / "out").rglob("farm*.md")
    site.catalogue_path("fr", "news").unlink()
    report = adopt(site, "fr", written.parent.parent)
    assert (report.documents, report.findings) == (1, ())
    assert {key: message.msgstr for key, message in messages(site).items() if key != "farm"} == texts


def test_a_copy_of_the_source_is_no_translation(site, french):
    folder = french(EN)
    report = adopt(site, "fr", folder)
    assert (report.documents, [finding.path for finding in report.findings]) == (0, [str(folder / "news" / "farm.md")])
    assert not any(message.msgstr[0] for message in messages(site).values())
    assert adopt(site, "fr", site.content).findings == ()


def test_a_document_by_itself_is_adopted_where_most_of_its_path_is_a_document_s(site, french, tmp_path):
    (site.content / "farm.md").write_text("Another farm\n", encoding="utf-8")
    report = adopt(site, "fr", french() / "news" / "farm.md")
    assert (report.documents, report.findings) == (1, ())
    assert messages(site)["Land"].msgstr == ("Terre",)
    report = adopt(site, "fr", french("Inconnu\n", "news/unknown.md") / "news" / "unknown.md")
    assert ["named like this one" in finding.message for finding in report.findings] == [True]


def test_a_language_that_the_site_lacks_and_a_path_without_a_document_are_refused(site, french, tmp_path):
    with pytest.raises(ConfigError, match="add-language de"):
        adopt(site, "de", french())
    with pytest.raises(ConfigError, match="written in"):
        adopt(site, "en", french())
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "farm.txt").write_text("Ferme\n", encoding="utf-8")
    for given, said in (
        ({"path": tmp_path / "none"}, "does not exist"),
        ({"path": tmp_path / "empty"}, r"no \.md file"),
        ({"path": tmp_path / "empty" / "farm.txt"}, r"no \.md file"),
        ({"path": french(), "older_source": tmp_path / "none"}, "no folder"),
    ):
        with pytest.raises(DocumentError, match=said) as refused:
            adopt(site, "fr", **given)
        assert refused.value.path
        assert refused.value.advice
    assert not messages(site)["Land"].translated


def run(site, *words):
    command = [sys.executable, "-m", "i18n_site", "--site", str(site.root), "adopt", *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_the_command_lists_what_was_left_out_on_stdout_and_exits_1_for_it(site, french):
    result = run(site, "fr", str(french()))
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr == "fr news: 8 adopted, 0 fuzzy, 0 had a text\n1 document: 7 of 7 passages paired, 0 to look at\n"
    result = run(site, "fr", str(french("Rien\n", "news/nothing.md")))
    assert (result.returncode, len(result.stdout.splitlines())) == (1, 1)
    for words in (("zz", str(french())), ("fr", str(french() / "none")), ("fr", str(site.root / "translations"))):
        result = run(site, *words)
        assert (result.returncode, result.stdout, "Traceback" in result.stderr) == (2, "", False)
