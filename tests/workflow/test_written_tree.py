"""A folder that a command writes whole, whatever happened to it in between."""

from __future__ import annotations

import os

import pytest

from i18n_site.errors import WriteError
from i18n_site.workflow.written_tree import MARKER, TreeReport, write_tree


def files(**contents):
    return {name.replace("__", "/"): lambda data=data: data for name, data in contents.items()}


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def fail():
    raise WriteError("the disk is full")


def test_a_run_that_ends_in_the_middle_is_made_good_by_the_next(tmp_path):
    with pytest.raises(WriteError):
        write_tree(tmp_path, {**files(a=b"1", c=b"3"), "b": fail})
    assert names(tmp_path) == [MARKER, "a"]
    assert write_tree(tmp_path, files(c=b"3")) == TreeReport(written=("c",), removed=("a",))
    assert names(tmp_path) == [MARKER, "c"]


def test_what_somebody_else_put_into_the_folder_since_stays(tmp_path):
    write_tree(tmp_path / "out", files(x__a=b"1", x__y__b=b"2"))
    (tmp_path / "out" / "x" / "mine").write_bytes(b"m")
    write_tree(tmp_path / "out", files(z=b"3"))
    assert names(tmp_path / "out") == [MARKER, "x/mine", "z"]
    assert not (tmp_path / "out" / "x" / "y").exists()


def test_a_file_becomes_a_folder_and_a_folder_a_file(tmp_path):
    write_tree(tmp_path, files(a=b"1"))
    write_tree(tmp_path, files(a__b=b"2"))
    assert names(tmp_path) == [MARKER, "a/b"]
    write_tree(tmp_path, files(a=b"1"))
    assert names(tmp_path) == [MARKER, "a"]


@pytest.mark.parametrize("place", ["../x", "/x", "a/../../x", "", ".", "a\0b", MARKER])
def test_a_place_outside_the_folder_is_refused(tmp_path, place):
    with pytest.raises(WriteError, match="leads out of"):
        write_tree(tmp_path / "out", {place: lambda: b"1"})
    assert names(tmp_path) == []


def test_the_folder_may_be_a_link_and_may_not_be_a_file_or_a_link_that_leads_nowhere(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write_tree(tmp_path / "link", files(a=b"1"))
    assert names(tmp_path / "real") == [MARKER, "a"]
    (tmp_path / "nowhere").symlink_to("missing")
    for place in ("real/a", "nowhere"):
        with pytest.raises(WriteError):
            write_tree(tmp_path / place, files(b=b"1"))


def test_a_marker_that_is_a_link_is_not_followed_out_of_the_folder(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "else.json").write_text('{"files": []}')
    (tmp_path / "out" / MARKER).symlink_to(tmp_path / "else.json")
    with pytest.raises(WriteError, match="leads out of"):
        write_tree(tmp_path / "out", files(a=b"1"))
    assert (tmp_path / "else.json").read_text() == '{"files": []}'


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_one_error_with_advice(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(WriteError, match="allow writing to the folder"):
        write_tree(tmp_path / "out", files(a=b"1"))
