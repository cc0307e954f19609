"""A file is written only while it is what it was when it was read. I18N_SITE_LONG=1 races for two thousand rounds."""

from __future__ import annotations

import os
import platform
import stat
import sys
import threading
from pathlib import Path

import pytest

from i18n_site.errors import WriteError
from i18n_site.exchange_files import clear_leftovers, edit_file, exchange_if_expected, replace_if_unchanged
from i18n_site.files import remove_stale, write_atomically
from i18n_site.kernel_calls import exchange_names, is_being_written, rename_to_new
from support.processes import run_program

ROUNDS = 2000 if os.environ.get("I18N_SITE_LONG") else 60
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges names, and tells who writes")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_that_is_as_expected_is_replaced(tmp_path):
    path = tmp_path / "fr.po"
    path.write_bytes(b"old")
    assert replace_if_unchanged(path, b"old", b"new") is True
    assert (path.read_bytes(), names(tmp_path)) == (b"new", ["fr.po"])


def test_a_file_that_has_changed_is_left_alone(tmp_path):
    path = tmp_path / "fr.po"
    path.write_bytes(b"theirs")
    before = path.stat()
    assert replace_if_unchanged(path, b"old", b"new") is False
    assert replace_if_unchanged(path, None, b"new") is False
    assert (path.read_bytes(), path.stat().st_ino, names(tmp_path)) == (b"theirs", before.st_ino, ["fr.po"])


def test_a_file_that_has_gone_does_not_come_back(tmp_path):
    assert replace_if_unchanged(tmp_path / "fr.po", b"old", b"new") is False
    assert names(tmp_path) == []


def test_what_is_new_is_made_only_where_there_is_nothing(tmp_path):
    path = tmp_path / "fr.po"
    assert replace_if_unchanged(path, None, b"first") is True
    assert replace_if_unchanged(path, None, b"second") is False
    assert (path.read_bytes(), names(tmp_path)) == (b"first", ["fr.po"])


def test_bytes_that_are_there_already_are_not_written_again(tmp_path):
    path = tmp_path / "fr.po"
    path.write_bytes(b"same")
    before = path.stat()
    assert replace_if_unchanged(path, b"same", b"same") is True
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_mode_and_owner_are_kept(tmp_path):
    path = tmp_path / "fr.po"
    path.write_bytes(b"old")
    path.chmod(0o664)
    if os.geteuid() == 0:
        os.chown(path, 1234, 5678)
    before = path.stat()
    assert replace_if_unchanged(path, b"old", b"new")
    after = path.stat()
    assert (stat.S_IMODE(after.st_mode), after.st_uid, after.st_gid) == (0o664, before.st_uid, before.st_gid)


def test_links_are_followed_within_the_root_and_refused_out_of_it(tmp_path):
    site, outside = tmp_path / "site", tmp_path / "secret"
    (site / "shared").mkdir(parents=True)
    (site / "shared" / "fr.po").write_bytes(b"old")
    (site / "fr.po").symlink_to("shared/fr.po")
    assert replace_if_unchanged(site / "fr.po", b"old", b"new", root=site)
    assert (site / "fr.po").is_symlink()
    assert (site / "shared" / "fr.po").read_bytes() == b"new"
    outside.write_bytes(b"old")
    (site / "es.po").symlink_to(outside)
    with pytest.raises(WriteError, match="leads out of"):
        replace_if_unchanged(site / "es.po", b"old", b"new", root=site)
    assert outside.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("path", "advice"), [("missing/fr.po", "create the folder"), ("x" * 300, "shorter name"), ("a\0b", "name")]
)
def test_the_error_says_what_to_do_and_nothing_is_left(tmp_path, path, advice):
    with pytest.raises(WriteError, match=advice):
        replace_if_unchanged(tmp_path / path, None, b"x")
    assert names(tmp_path) == []


def test_an_edit_reads_again_where_somebody_saved_in_between(tmp_path):
    path = tmp_path / "fr.po"
    path.write_bytes(b"a")
    seen = []

    def change(data: bytes | None) -> bytes:
        seen.append(data)
        if len(seen) == 1:
            write_atomically(path, b"ab")
        return (data or b"") + b"c"

    assert edit_file(path, change) is True
    assert (seen, path.read_bytes()) == ([b"a", b"ab"], b"abc")
    assert edit_file(path, lambda data: data or b"") is False


def test_an_edit_is_given_up_where_somebody_saves_every_time(tmp_path):
    path = tmp_path / "fr.po"
    path.write_bytes(b"0")

    def change(data: bytes | None) -> bytes:
        path.write_bytes(b"%d" % (int(data or b"0") + 1))
        return b"ours"

    with pytest.raises(WriteError, match="close it there"):
        edit_file(path, change, attempts=4)
    assert path.read_bytes() == b"4"
    assert names(tmp_path) == ["fr.po"]


@on_linux
def test_a_save_between_the_last_look_and_the_exchange_is_put_back(tmp_path):
    target, held = tmp_path / "fr.po", tmp_path / "held"
    target.write_bytes(b"theirs")
    held.write_bytes(b"new")
    before = target.stat().st_ino
    assert exchange_if_expected(held, target, b"old", b"new") is False
    assert (target.read_bytes(), target.stat().st_ino, held.read_bytes()) == (b"theirs", before, b"new")


@on_linux
def test_a_file_that_a_program_has_open_for_writing_is_put_back_though_it_has_not_changed_yet(tmp_path):
    path = tmp_path / "fr.po"
    path.write_bytes(b"old")
    with path.open("r+b") as stream:
        assert replace_if_unchanged(path, b"old", b"new") is False
        stream.truncate()
        stream.write(b"theirs")
    assert (path.read_bytes(), names(tmp_path)) == (b"theirs", ["fr.po"])
    with path.open("rb"):
        assert replace_if_unchanged(path, b"theirs", b"new") is True


@on_linux
def test_who_opens_a_file_while_it_is_looked_at_ends_nobody(tmp_path):
    path = tmp_path / "fr.po"
    path.write_bytes(b"old")
    stop = threading.Event()

    def open_again_and_again() -> None:
        while not stop.is_set():
            path.open("r+b").close()

    thread = threading.Thread(target=open_again_and_again)
    thread.start()
    found = {is_being_written(path) for _ in range(2000)}
    stop.set()
    thread.join()
    assert found <= {True, False}


@on_linux
def test_the_newest_of_many_saves_survives_whenever_they_come(tmp_path):
    """An editor saves 1, 2, … without looking; we save `ours FROM` only over what we have read. Its last save must be there."""
    path, told = tmp_path / "fr.po", 0
    for number in range(ROUNDS):
        path.write_bytes(b"0")
        last = b"%d" % (5 + number % 5)
        start = threading.Barrier(2)

        def save(last: bytes = last, start: threading.Barrier = start) -> None:
            start.wait()
            for version in range(1, int(last) + 1):
                other = tmp_path / "editor"
                other.write_bytes(b"%d" % version)
                other.replace(path)

        editor = threading.Thread(target=save)
        editor.start()
        start.wait()
        while editor.is_alive():
            try:
                seen = path.read_bytes()
                replace_if_unchanged(path, seen, b"ours from " + seen.split()[-1])
            except WriteError:  # two saves within one exchange: the first is put aside, and told
                told += 1
        editor.join()
        assert path.read_bytes().split()[-1] == last
    aside = list(tmp_path.glob("*.kept-*"))
    assert len(aside) == told
    for kept in aside:
        kept.unlink()
    assert names(tmp_path) == ["fr.po"]


def test_the_next_writer_removes_what_a_killed_one_left_but_not_what_is_young(tmp_path):
    young = tmp_path / ".i18n-site-0123456789abcdef.tmp"
    foreign = tmp_path / ".other.tmp"
    young.write_bytes(b"half")
    foreign.write_bytes(b"")
    write_atomically(tmp_path / "fr.po", b"new")
    assert names(tmp_path) == [young.name, foreign.name, "fr.po"]
    remove_stale(tmp_path, age=0)
    assert names(tmp_path) == [foreign.name, "fr.po"]


def test_a_kill_within_an_exchange_costs_nobodys_work(tmp_path):
    old, new = "cba06b5736faf67e", "11507a0e2f5e69d5"  # SHA-256 of the old version and the new one
    for token, data in (("old", b"old"), ("new", b"new"), ("theirs", b"theirs")):
        (tmp_path / f".i18n-site-{token}-{old}-{new}-fr.po.swap").write_bytes(data)
    with pytest.raises(WriteError, match=r"take over from fr\.po\.kept-theirs"):
        clear_leftovers(tmp_path, age=0)
    assert names(tmp_path) == ["fr.po.kept-theirs"]
    assert (tmp_path / "fr.po.kept-theirs").read_bytes() == b"theirs"


@on_linux
def test_the_kernel_exchanges_names_and_refuses_taken_ones(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"1")
    other.write_bytes(b"2")
    if not exchange_names(one, other):
        pytest.skip("this file system cannot exchange names")
    assert (one.read_bytes(), other.read_bytes()) == (b"2", b"1")
    with pytest.raises(FileExistsError):
        rename_to_new(one, other)
    assert rename_to_new(one, tmp_path / "third")
    with pytest.raises(FileNotFoundError):
        exchange_names(one, other)


WITHOUT_THE_CALL = """
    import ctypes, errno, platform, struct, sys
    from pathlib import Path
    # A filter that answers renameat2 with "no such call", as a kernel without it does: seccomp(2), in classic BPF.
    number = {"x86_64": 316, "aarch64": 276}[platform.machine()]
    steps = [(0x20, 0, 0, 0), (0x15, 0, 1, number), (0x06, 0, 0, 0x00050000 | errno.ENOSYS), (0x06, 0, 0, 0x7FFF0000)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.prctl(38, 1, 0, 0, 0) == 0
    if libc.prctl(22, 2, program, 0, 0) != 0:
        sys.exit("no filters here")
    from i18n_site.exchange_files import edit_file, replace_if_unchanged
    from i18n_site.kernel_calls import exchange_names
    path = Path(sys.argv[1]) / "fr.po"
    assert replace_if_unchanged(path, None, b"old")
    assert not replace_if_unchanged(path, None, b"second")
    assert not exchange_names(path, path)
    assert not replace_if_unchanged(path, b"other", b"new")
    assert replace_if_unchanged(path, b"old", b"new")
    assert edit_file(path, lambda data: data + b"er")
    assert path.read_bytes() == b"newer"
"""


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"), reason="knows two machines' calls"
)
def test_a_kernel_that_cannot_exchange_names_compares_before_it_replaces(tmp_path):
    run_program(WITHOUT_THE_CALL, tmp_path)
    assert names(tmp_path) == ["fr.po"]
