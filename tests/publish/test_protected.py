"""What passwords guard lies beside the release, for the reader of each release its own (rule 27)."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from dataclasses import replace

import pytest

from i18n_site.errors import ReleaseError
from i18n_site.publish.protected_schema import protected_path
from i18n_site.publish.release import (
    ProtectedBody,
    ProtectedContent,
    ProtectedView,
    open_protected,
    open_release,
    release_id,
    write_release,
)
from support.releases import PASSWORD_HASH, content


def told(words: str, stored: str = PASSWORD_HASH) -> ProtectedContent:
    return ProtectedContent({"news/letter": stored}, (ProtectedBody("news/letter", "fr", ProtectedView(f"<p>{words}</p>")),))


def written(folder, **changes):
    path = folder / "site.sqlite3"
    return path, write_release(path, replace(content(), **changes))


def test_bodies_and_files_and_hashes_come_back_for_their_release_alone(tmp_path):
    path, release = written(tmp_path)
    store = open_protected(path, release)
    assert store.password_hash("news/letter") == PASSWORD_HASH
    assert store.password_hash("news/athens") == ""
    assert store.body("fr", "news/letter") == next(b.body for b in content().protected.bodies if b.locale == "fr")
    assert store.body("fr", "news/athens") is None
    assert store.file("files/letter.pdf").protected_by == ("news/letter",)
    assert store.file("files/report.pdf") is None
    with pytest.raises(ReleaseError, match="no protected documents of this release"):
        open_protected(path, "0" * 64).password_hash("news/letter")


def test_rule_27_the_public_part_has_no_word_of_them_and_nothing_of_a_guarded_file(tmp_path):
    written(tmp_path)
    secrets = (b"between us", b"entre nous", b"Hideout", b"2" * 64, PASSWORD_HASH.encode())
    for file in tmp_path.iterdir():
        found = [secret for secret in secrets if secret in file.read_bytes()]
        assert bool(found) == file.name.startswith("protected.sqlite3"), (file.name, found)


def test_a_changed_body_or_password_is_another_release_and_the_same_content_writes_nothing(tmp_path):
    path, first = written(tmp_path, protected=told("one"))
    before = protected_path(path).stat().st_mtime_ns, path.stat().st_mtime_ns
    assert written(tmp_path, protected=told("one"))[1] == first
    assert (protected_path(path).stat().st_mtime_ns, path.stat().st_mtime_ns) == before
    ids = {first, written(tmp_path, protected=told("two"))[1], written(tmp_path, protected=told("two", "no hash"))[1]}
    assert len(ids) == 3
    assert release_id(replace(content(), protected=told("one"))) == first


def test_the_release_before_finds_its_own_bodies_until_the_next_is_written_over_it(tmp_path):
    path, first = written(tmp_path, protected=told("one"))
    with open_release(path) as reader:
        _, second = written(tmp_path, protected=told("two"))
        assert open_protected(path, reader.id).body("fr", "news/letter").html == "<p>one</p>"
    assert open_protected(path, second).body("fr", "news/letter").html == "<p>two</p>"
    written(tmp_path, protected=told("three"))
    with pytest.raises(ReleaseError):
        open_protected(path, first).body("fr", "news/letter")
    assert b"<p>one</p>" not in protected_path(path).read_bytes()


def test_a_store_that_is_lost_or_broken_is_refused_with_advice_and_made_anew_by_the_same_content(tmp_path):
    path, release = written(tmp_path)
    for spoil in (
        lambda file: file.unlink(),
        lambda file: file.write_bytes(b"garbage" * 999),
        lambda file: file.write_bytes(b""),
    ):
        for name in ("-wal", "-shm"):
            protected_path(path).with_name(protected_path(path).name + name).unlink(missing_ok=True)
        spoil(protected_path(path))
        with pytest.raises(ReleaseError, match="i18n-site compile"):
            open_protected(path, release).password_hash("news/letter")
        assert written(tmp_path)[1] == release
        assert open_protected(path, release).password_hash("news/letter") == PASSWORD_HASH


def test_a_store_of_another_version_is_replaced(tmp_path):
    path, release = written(tmp_path)
    connection = sqlite3.connect(protected_path(path))
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(ReleaseError):
        open_protected(path, release).password_hash("news/letter")
    written(tmp_path)
    assert open_protected(path, release).password_hash("news/letter") == PASSWORD_HASH


def test_a_site_without_secrets_has_no_store_and_a_site_that_gives_them_up_keeps_none(tmp_path):
    open_to_all = {
        "documents": tuple(one for one in content().documents if not one.protected),
        "pages": tuple(page for page in content().pages if page.document != "news/letter"),
        "files": (),
        "protected": ProtectedContent(),
    }
    path, _ = written(tmp_path, **open_to_all)
    assert not protected_path(path).exists()
    written(tmp_path, protected=told("onlyhere"))
    written(tmp_path, **open_to_all)
    written(tmp_path, **open_to_all | {"files": content().files[:1]})
    assert b"onlyhere" not in protected_path(path).read_bytes()


def test_a_body_of_a_document_that_is_open_is_refused(tmp_path):
    with pytest.raises(ReleaseError, match="news/athens, which is no protected document"):
        written(tmp_path, protected=ProtectedContent({}, (ProtectedBody("news/athens", "fr", ProtectedView("x")),)))


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_others_than_owner_and_group_may_not_read_the_store(tmp_path):
    path, _ = written(tmp_path)
    assert stat.S_IMODE(protected_path(path).stat().st_mode) & 0o007 == 0


def test_rule_27_a_page_that_becomes_protected_leaves_nothing_in_the_log_under_a_busy_server(tmp_path):
    """Some connection is always open, and a visitor reads the old release while the new one is written."""
    pages = tuple(replace(p, html="<p>bodysecret</p>") if p.document == "news/care" else p for p in content().pages)
    path, _ = written(tmp_path, pages=pages)
    open_always = sqlite3.connect(path)
    open_always.execute("SELECT count(*) FROM pages").fetchone()
    written(tmp_path, pages=tuple(replace(p, html="<p>bodysecret again</p>") if p.document == "news/care" else p for p in pages))
    visitor = open_release(path)
    assert "bodysecret" in visitor.page("en", "news/care").html
    leaving = threading.Timer(0.3, visitor.close)
    leaving.start()
    written(tmp_path)
    leaving.join()
    for file in tmp_path.iterdir():
        assert b"bodysecret" not in file.read_bytes(), file.name
    open_always.close()
