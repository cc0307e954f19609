"""`update`: a translator's work survives whatever authors do."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from i18n_site.catalogue.po import parse_po, read_po
from i18n_site.config import load_site
from i18n_site.errors import CatalogueSyntaxError, ConfigError, LocaleError
from i18n_site.model import MessageState
from i18n_site.workflow.add_language import add_language
from i18n_site.workflow.catalogues import target_locales
from i18n_site.workflow.extract import extract
from i18n_site.workflow.new import new_document
from i18n_site.workflow.status import as_json, status
from i18n_site.workflow.update import update
from support.sites import copy_site, translate, translate_all


def messages(site, locale, domain):
    return {message.key.msgid: message for message in read_po(site.catalogue_path(locale, domain)).messages}


def test_updating_again_changes_no_byte(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    before = {path: path.read_bytes() for path in site.translations.rglob("*.po")}
    assert not any(result.changed for result in update(site))
    assert {path: path.read_bytes() for path in site.translations.rglob("*.po")} == before


@pytest.mark.parametrize(("text", "charset"), [("", "UTF-8"), ("é", "UTF-8"), ("é", "ISO-8859-1")])
def test_a_catalogue_without_a_header_gets_one(tmp_path, text, charset):
    site = copy_site(tmp_path)
    path = site.catalogue_path("fr", "news")
    whole = path.read_bytes()
    entry = f'# mine\n#~ msgid "gone"\n#~ msgstr "{text}"\n'.encode(charset) if text else b""
    path.write_bytes(entry)
    update(site, ["fr"])
    catalogue = read_po(path)
    assert catalogue.header_field("Language") == "fr"
    assert catalogue.header_field("Plural-Forms") == parse_po(whole, path="fr.po").header_field("Plural-Forms")
    assert catalogue.header_field("Content-Type") == f"text/plain; charset={charset}"
    assert [message.msgstr for message in catalogue.messages if message.obsolete] == ([(text,)] if text else [])
    assert path.read_bytes().endswith(entry)
    assert not any(result.changed for result in update(site, ["fr"]))


def write_in(charset, path):
    """The catalogue with its comments gone, in another character set."""
    lines = path.read_text(encoding="utf-8").replace("charset=UTF-8", f"charset={charset}").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("#")), encoding=charset, newline="")


def test_a_catalogue_in_an_old_character_set_becomes_utf_8_when_something_has_no_place_in_it(tmp_path):
    site = copy_site(tmp_path)
    translate(site, "fr", "news", {"It begins here.": "Ça commence ici."})
    path = site.catalogue_path("fr", "news")
    update(site, ["fr"])
    settled = path.read_bytes()
    write_in("ISO-8859-1", path)
    assert "Ça commence ici.".encode("iso-8859-1") in path.read_bytes()
    source = site.content / "news" / "first.md"
    source.write_text(source.read_text(encoding="utf-8") + "\nTo be — “or” not 😀\n", encoding="utf-8")
    extract(site)
    update(site, ["fr"])
    catalogue = read_po(path)
    assert catalogue.charset == "utf-8"
    assert messages(site, "fr", "news")["It begins here."].msgstr == ("Ça commence ici.",)
    assert "To be — “or” not 😀" in messages(site, "fr", "news")
    assert catalogue.header_field("Content-Type") == "text/plain; charset=UTF-8"
    assert {*settled.decode().split("\n\n")[1:-1]} <= {*path.read_text(encoding="utf-8").split("\n\n")}
    assert not any(result.changed for result in update(site, ["fr"]))


def test_a_catalogue_in_an_old_character_set_stays_in_it_while_all_has_a_place(tmp_path):
    site = copy_site(tmp_path)
    translate(site, "fr", "news", {"It begins here.": "Ça commence ici."})
    path = site.catalogue_path("fr", "news")
    write_in("ISO-8859-1", path)
    update(site, ["fr"])
    assert b"charset=ISO-8859-1" in path.read_bytes()
    assert messages(site, "fr", "news")["It begins here."].msgstr == ("Ça commence ici.",)


def test_check_writes_nothing_and_says_what_would_change(tmp_path):
    site = copy_site(tmp_path)
    (site.content / "news" / "first.md").write_text("---\ntitle: Fresh\n---\n", encoding="utf-8")
    extract(site)
    before = {path: path.read_bytes() for path in site.translations.rglob("*.po")}
    changed = {(r.locale, r.domain) for r in update(site, ["fr"], check=True) if r.changed}
    assert changed == {("fr", "news")}
    assert {path: path.read_bytes() for path in site.translations.rglob("*.po")} == before


def test_an_edited_paragraph_keeps_its_translation_fuzzy_with_the_previous_source(tmp_path):
    site = copy_site(tmp_path)
    translate(site, "fr", "news", {"It begins here.": "Ça commence ici."})
    path = site.content / "news" / "first.md"
    path.write_text(path.read_text(encoding="utf-8").replace("begins here", "begins right here"), encoding="utf-8")
    extract(site)
    update(site)
    message = messages(site, "fr", "news")["It begins right here."]
    assert (message.msgstr, message.fuzzy, message.previous.msgid) == (("Ça commence ici.",), True, "It begins here.")


def test_a_removed_paragraph_goes_obsolete_and_comes_back_unfuzzied(tmp_path):
    site = copy_site(tmp_path)
    translate(site, "fr", "news", {"It begins here.": "Ça commence ici."})
    path = site.content / "news" / "first.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("It begins here.\n", ""), encoding="utf-8")
    extract(site)
    update(site)
    assert messages(site, "fr", "news")["It begins here."].state is MessageState.OBSOLETE
    path.write_text(text, encoding="utf-8")
    extract(site)
    update(site)
    back = messages(site, "fr", "news")["It begins here."]
    assert (back.state, back.msgstr) == (MessageState.TRANSLATED, ("Ça commence ici.",))


def test_a_document_that_moves_to_another_section_takes_its_translations_along(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr", "news")
    (site.content / "reports").mkdir()
    shutil.move(site.content / "news" / "second.md", site.content / "reports" / "second.md")
    extract(site)
    update(site)
    moved = messages(site, "fr", "reports")
    assert moved["It goes on, and on, and on."].state is MessageState.TRANSLATED


def test_a_text_that_is_a_little_out_of_date_is_served_on_after_its_document_moved_to_another_section(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr", "news")
    source = site.content / "news" / "second.md"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("It goes on, and on, and on.", "It goes on, and on, and on!"), encoding="utf-8")
    extract(site)
    update(site)
    before = messages(site, "fr", "news")["It goes on, and on, and on!"]
    assert before.fuzzy
    (site.content / "reports").mkdir()
    shutil.move(source, site.content / "reports" / "second.md")
    extract(site)
    update(site)
    moved = messages(site, "fr", "reports")["It goes on, and on, and on!"]
    assert (moved.msgstr, moved.fuzzy, moved.previous) == (before.msgstr, True, before.previous)


def test_add_language_writes_one_line_of_site_yaml_and_catalogues_with_gettexts_plural_forms(tmp_path):
    site = copy_site(tmp_path)
    config = site.content / "site.yaml"
    before = config.read_text(encoding="utf-8")
    tag, results = add_language(site, "pl_PL")
    assert tag == "pl-PL"
    assert config.read_text(encoding="utf-8") == before.replace("  ar: {}\n", "  ar: {}\n  pl-PL: {}\n")
    assert {result.domain for result in results} == {"data", "news", "pages", "protected", "site"}
    catalogue = read_po(load_site(site.root).catalogue_path("pl-PL", "news"))
    assert catalogue.header_field("Language") == "pl_PL"
    assert catalogue.header_field("Plural-Forms").startswith("nplurals=3;")
    assert catalogue.header_field("Last-Translator") == "FULL NAME <EMAIL@ADDRESS>", "only a person signs"
    if shutil.which("msgfmt"):
        path = site.root / "translations" / "pl_PL" / "LC_MESSAGES" / "news.po"
        subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(path)], check=True)


@pytest.mark.parametrize("name", ["../x", "zz", "", "en"])
def test_add_language_refuses_what_is_no_language_to_translate_into(tmp_path, name):
    site = copy_site(tmp_path)
    before = sorted(site.root.rglob("*"))
    with pytest.raises((LocaleError, ConfigError)):
        add_language(site, name)
    assert sorted(site.root.rglob("*")) == before


@pytest.mark.parametrize("text", ["{title: X}\n", "title: X\n...\n", "languages:\n  'en': {}\n  ? fr\n  : {}\n"])
def test_add_language_leaves_a_site_yaml_alone_that_it_would_break(tmp_path, text):
    path = tmp_path / "content" / "site.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"write `de: \{\}`"):
        add_language(load_site(tmp_path), "de")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("title", ["\U00010330" * 100, "漢" * 200, "x" * 500])
def test_a_long_title_of_any_script_makes_a_file_name_that_every_system_takes(tmp_path, title):
    site = copy_site(tmp_path)
    assert len(new_document(site, "news", title).name.encode()) <= 255


def test_languages_before_one_that_cannot_be_read_are_brought_up_and_it_is_left_alone(tmp_path):
    site = copy_site(tmp_path)
    first, *_, last = target_locales(site)
    broken = site.catalogue_path(last, "pages")
    broken.write_bytes(broken.read_bytes() + b'\nmsgid "open\n')
    (site.content / "news" / "first.md").write_text("---\ntitle: Fresh\n---\n", encoding="utf-8")
    extract(site)
    before = {path: path.read_bytes() for path in broken.parent.iterdir()}
    with pytest.raises(CatalogueSyntaxError, match=r"pages\.po"):
        update(site)
    assert "Fresh" in messages(site, first, "news")
    assert {path: path.read_bytes() for path in broken.parent.iterdir()} == before


def test_updating_a_language_that_the_site_has_not_says_what_to_do(tmp_path):
    with pytest.raises(ConfigError, match="add-language de"):
        update(copy_site(tmp_path), ["de"])


def test_status_counts_against_the_sources_as_they_are(tmp_path):
    site = copy_site(tmp_path)
    translate_all(site, "fr")
    translate(site, "es", "news", {"It begins here.": "Aquí empieza."}, fuzzy=True)
    found = as_json(status(site))["languages"]
    assert (found["fr"]["percent"], found["fr"]["missing"], found["fr"]["fuzzy"]) == (100.0, 0, 0)
    assert found["es"]["sections"]["news"]["fuzzy"] == 1
    assert found["es"]["words"] == found["fr"]["words"] > 50
    path = site.content / "news" / "first.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nOne more paragraph.\n", encoding="utf-8")
    after = as_json(status(site))["languages"]["fr"]
    assert (after["missing"], after["sections"]["news"]["missing"]) == (1, 1)
    assert after["percent"] < 100
