"""`extract`: which messages in which domain, and nothing written without need."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import polib
import pytest

from i18n_site.catalogue.po import read_po
from i18n_site.config import load_site
from i18n_site.workflow.extract import extract
from support.sites import copy_site


def snapshot(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def msgids(root: Path, domain: str) -> list[tuple[str, str | None]]:
    return [tuple(message.key) for message in read_po(root / "translations" / f"{domain}.pot").messages]


def test_every_domain_gets_its_messages(tmp_path):
    root = copy_site(tmp_path).root
    assert sorted(path.stem for path in (root / "translations").glob("*.pot")) == ["data", "news", "pages", "protected", "site"]
    assert ("first", "slug") in msgids(root, "news")
    assert ('The farm <span translate="no">Zucca</span> grows.', None) in msgids(root, "news")
    assert ("The canary sings at midnight.", None) in msgids(root, "protected")
    assert ("The canary sings at midnight.", None) not in msgids(root, "news")
    assert {("Small but whole", None), ("news", "slug"), ("About us", None)} <= set(msgids(root, "site"))
    assert {("Chair", None), ("People", None), ("Name", None), ("Share", None)} <= set(msgids(root, "data"))
    assert not any("Unfinished" in msgid for msgid, _ in msgids(root, "news")), "drafts are not for translators yet"


def test_comments_tell_translators_where_they_stand(tmp_path):
    root = copy_site(tmp_path).root
    farm = next(m for m in read_po(root / "translations" / "news.pot").messages if "Zucca" in m.key.msgid)
    assert farm.extracted_comments == ("paragraph", "https://mini.example/en/news/first/", "A farm.")
    motto = next(m for m in read_po(root / "translations" / "site.pot").messages if m.key.msgid == "Small but whole")
    assert "The site's motto." in motto.extracted_comments


def test_extracting_again_changes_no_byte_whatever_the_clock(tmp_path):
    site = copy_site(tmp_path)
    before = snapshot(site.root)
    report = extract(site, now=lambda: datetime(2099, 1, 1, tzinfo=UTC))
    assert report.changed == ()
    assert snapshot(site.root) == before


def test_check_writes_nothing_and_names_what_would_change(tmp_path):
    site = copy_site(tmp_path)
    (site.content / "news" / "first.md").write_text("# Another\n", encoding="utf-8")
    before = snapshot(site.root)
    assert extract(site, check=True).changed == ("news",)
    assert snapshot(site.root) == before


def test_only_the_template_whose_messages_changed_gets_a_new_date(tmp_path):
    site = copy_site(tmp_path)
    before = snapshot(site.root)
    (site.content / "news" / "first.md").write_text("# Another\n", encoding="utf-8")
    extract(site, now=lambda: datetime(2099, 1, 1, tzinfo=UTC))
    changed = {name for name, data in snapshot(site.root).items() if before[name] != data and name.endswith(".pot")}
    assert changed == {"translations/news.pot"}
    assert read_po(site.template_path("news")).header_field("POT-Creation-Date") == "2099-01-01 00:00+0000"


def test_a_domain_without_messages_keeps_an_empty_template(tmp_path):
    site = copy_site(tmp_path)
    (site.content / "news" / "third.md").unlink()
    assert extract(site).changed == ("protected",)
    assert read_po(site.template_path("protected")).messages == ()


def test_the_same_text_in_two_places_is_one_message_with_both_references(tmp_path):
    site = copy_site(tmp_path)
    for name in ("fifth", "sixth"):
        (site.content / "news" / f"{name}.md").write_text("---\ntitle: T\n---\nOne and the same.\n", encoding="utf-8")
    extract(site)
    (message,) = [m for m in read_po(site.template_path("news")).messages if m.key.msgid == "One and the same."]
    assert [reference.path for reference in message.references] == ["content/news/fifth.md", "content/news/sixth.md"]


@pytest.mark.parametrize(
    ("style", "expected"), [("path", ["content/news/first.md"]), ("line", ["content/news/first.md:8"]), ("none", [])]
)
def test_references_are_written_as_the_site_says(tmp_path, style, expected):
    site = copy_site(tmp_path)
    config = site.content / "site.yaml"
    config.write_text(config.read_text(encoding="utf-8") + f"references: {style}\n", encoding="utf-8")
    site = load_site(site.root)
    extract(site)
    (message,) = [m for m in read_po(site.template_path("news")).messages if m.key.msgid == "It begins here."]
    assert [f"{r.path}:{r.line}" if r.line else r.path for r in message.references] == expected


def test_pybabel_finds_the_same_messages(tmp_path):
    site = copy_site(tmp_path)
    odd = {
        "data/sub/places.yaml": "translate: [name]\nrecords: [{name: A place below}]\n",
        "data/places.yml": "translate: [name]\nrecords: [{name: A place in yml}]\n",
        "data/.hidden.yaml": "translate: [name]\nrecords: [{name: A hidden place}]\n",
        "data/sub/figures.yaml": "translate: [label]\nrecords: {other: {value: 1, label: A label below}}\n",
        "news/.hidden.md": "Hidden.\n",
        "news/empty.md": "",
        "news/html.md": "<p title='t one'>Text <b>in</b> HTML</p>\n\n<!-- i18n: plural=\"members\" -->\n{members} and {other}\n",
    }
    for name, text in odd.items():
        path = site.content / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    extract(site)
    command = [sys.executable, "-m", "babel.messages.frontend", "extract", "-F", "babel.cfg", "-o", "all.pot", "."]
    subprocess.run(command, cwd=site.root, check=True, capture_output=True)
    ours = {tuple(m.key) for path in site.translations.glob("*.pot") for m in read_po(path).messages}
    theirs = {(entry.msgid, entry.msgctxt) for entry in polib.pofile(str(site.root / "all.pot"))}
    assert ours == theirs


def test_a_folder_with_a_reserved_name_is_reported_and_left_out(tmp_path):
    site = copy_site(tmp_path)
    (site.content / "messages").mkdir()
    (site.content / "messages" / "a.md").write_text("# A\n", encoding="utf-8")
    report = extract(site)
    assert [finding.check for finding in report.findings] == ["reserved-section"]
    assert "messages" not in report.messages
