"""Files are written whole or not at all."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from i18n_site.errors import WriteError
from i18n_site.files import RealPaths, write_atomically


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_holds_the_bytes_and_nothing_else_appears_beside_it(tmp_path):
    assert write_atomically(tmp_path / "fr.po", b"msgid") is True
    assert (tmp_path / "fr.po").read_bytes() == b"msgid"
    assert names(tmp_path) == ["fr.po"]


def test_a_new_file_gets_the_mode_that_the_umask_leaves(tmp_path):
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "fr.po", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "fr.po").stat().st_mode) == 0o640


def test_equal_bytes_leave_the_file_untouched(tmp_path):
    path = tmp_path / "fr.po"
    path.write_bytes(b"same")
    before = path.stat()
    assert write_atomically(path, b"same") is False
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_the_mode_of_the_old_file_is_kept(tmp_path):
    path = tmp_path / "fr.po"
    path.write_bytes(b"old")
    path.chmod(0o664)
    assert write_atomically(path, b"new") is True
    assert stat.S_IMODE(path.stat().st_mode) == 0o664


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_of_the_old_file_is_kept(tmp_path):
    path = tmp_path / "fr.po"
    path.write_bytes(b"old")
    os.chown(path, 1234, 5678)
    write_atomically(path, b"new")
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 5678)


def test_a_link_inside_the_root_is_followed_and_stays_a_link(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "fr").mkdir()
    (tmp_path / "shared" / "news.po").write_bytes(b"old")
    link = tmp_path / "fr" / "news.po"
    link.symlink_to("../shared/news.po")
    write_atomically(link, b"new", root=tmp_path)
    assert link.is_symlink()
    assert (tmp_path / "shared" / "news.po").read_bytes() == b"new"


def test_a_link_out_of_the_root_is_refused_and_its_target_intact(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "secret").write_bytes(b"old")
    (site / "news.po").symlink_to(tmp_path / "secret")
    with pytest.raises(WriteError, match="leads out of") as caught:
        write_atomically(site / "news.po", b"new", root=site)
    assert caught.value.advice
    assert (tmp_path / "secret").read_bytes() == b"old"


def test_a_folder_that_is_a_link_out_of_the_root_is_refused(tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "fr").symlink_to(tmp_path / "outside")
    with pytest.raises(WriteError, match="leads out of"):
        write_atomically(tmp_path / "site" / "fr" / "news.po", b"new", root=tmp_path / "site")
    assert names(tmp_path / "outside") == []


def test_a_path_with_dots_out_of_the_root_is_refused(tmp_path):
    (tmp_path / "site").mkdir()
    with pytest.raises(WriteError, match="leads out of"):
        write_atomically(tmp_path / "site" / ".." / "news.po", b"new", root=tmp_path / "site")


def test_without_a_root_a_link_may_only_lead_into_its_own_folder(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "real").write_bytes(b"old")
    (tmp_path / "a" / "near").symlink_to("real")
    (tmp_path / "far").symlink_to("a/../../elsewhere")
    assert write_atomically(tmp_path / "a" / "near", b"new")
    assert (tmp_path / "a" / "real").read_bytes() == b"new"
    with pytest.raises(WriteError):
        write_atomically(tmp_path / "far", b"new")


def test_a_link_in_a_circle_is_refused(tmp_path):
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    with pytest.raises(WriteError, match="circle"):
        write_atomically(tmp_path / "one", b"x")


def test_a_folder_in_the_files_place_is_refused(tmp_path):
    (tmp_path / "fr.po").mkdir()
    with pytest.raises(WriteError, match="no regular file"):
        write_atomically(tmp_path / "fr.po", b"x")


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        ("missing/fr.po", "create the folder"),
        ("file/fr.po", "a part of the path is a file"),
        ("x" * 300, "shorter name"),
        ("a\0b", "another name"),
    ],
)
def test_the_error_says_what_to_do(tmp_path, path, advice):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WriteError, match=advice):
        write_atomically(tmp_path / path, b"x")
    assert names(tmp_path) == ["file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to any folder")
def test_a_read_only_folder_is_an_error_with_advice(tmp_path):
    (tmp_path / "fr.po").write_bytes(b"old")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(WriteError, match="allow writing to the folder"):
            write_atomically(tmp_path / "fr.po", b"new")
    finally:
        tmp_path.chmod(0o700)
    assert (tmp_path / "fr.po").read_bytes() == b"old"


def run(program: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
    code = textwrap.dedent(program)
    return subprocess.run([sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=False)


def test_a_disk_that_takes_no_more_leaves_the_old_file_and_no_temporary_one(tmp_path):
    # A limit on the size of files stops the write half-way, as a full disk does.
    (tmp_path / "fr.po").write_bytes(b"old")
    done = run(
        """
        import resource, sys
        from pathlib import Path
        from i18n_site.errors import WriteError
        from i18n_site.files import write_atomically
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        try:
            write_atomically(Path(sys.argv[1]), b"new" * 100_000)
        except WriteError as error:
            print(error)
        """,
        tmp_path / "fr.po",
    )
    assert "cannot be written" in done.stdout, done.stderr
    assert (tmp_path / "fr.po").read_bytes() == b"old"
    assert names(tmp_path) == ["fr.po"]


@pytest.mark.parametrize("delay", [0.05, 0.15, 0.3])
def test_a_process_killed_at_any_instant_leaves_one_of_the_two_files_whole(tmp_path, delay):
    path = tmp_path / "fr.po"
    path.write_bytes(b"a" * 300_000)
    program = (
        "import sys\nfrom pathlib import Path\nfrom i18n_site.files import write_atomically\nprint('go', flush=True)\n"
        "while True:\n    for letter in (b'b', b'a'):\n        write_atomically(Path(sys.argv[1]), letter * 300_000)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        threading.Event().wait(delay)
        writer.send_signal(signal.SIGKILL)
    assert path.read_bytes() in (b"a" * 300_000, b"b" * 300_000)


def test_two_writers_at_once_leave_one_of_their_files_whole(tmp_path):
    path = tmp_path / "fr.po"
    texts = [bytes([letter]) * 50_000 for letter in b"abcd"]
    threads = [threading.Thread(target=lambda text=text: [write_atomically(path, text) for _ in range(20)]) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() in texts
    assert names(tmp_path) == ["fr.po"]


@pytest.mark.parametrize(
    "links", [{}, {"b/l": "../a"}, {"l": "b/c"}, {"b/c/l": "/tmp"}, {"a/f": "../b"}, {"l": "l"}, {"l": "k", "k": "b/nowhere"}]
)
def test_real_paths_are_those_that_the_system_finds(tmp_path, monkeypatch, links):
    (tmp_path / "a").mkdir()
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "a" / "x").write_bytes(b"")
    for name, target in links.items():
        (tmp_path / name).symlink_to(target)
    monkeypatch.chdir(tmp_path / "b")
    below = "x a/x a/f/c/x b/l/x b/c/l/x l/x l k/x b/c/../x b/l/../x b/./c b//c/x b/l/../b/c/x".split()
    paths = RealPaths()
    for path in (*(f"{tmp_path}/{one}" for one in below), *below, "../a/x", "../l/x", "/x", "c"):
        assert paths.find(path) == os.path.realpath(path)
        assert paths.find(path) == os.path.realpath(path)  # once more, when its folder is known
