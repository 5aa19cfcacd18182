"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from cityties.model.errors import RequestError
from cityties.model.output import write_folder, write_whole


def test_text_is_written_as_utf8(tmp_path: Path) -> None:
    file = write_whole(tmp_path / "a.txt", "İstanbul 😀\n")
    assert file.read_bytes() == "İstanbul 😀\n".encode()


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text("before")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RequestError, match="No space left on device"):
        write_whole(file, "after")
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_truly_full_device_is_one_line(tmp_path: Path, python: str) -> None:
    import subprocess

    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [python, "-m", "cityties", "questions"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "No space left" in done.stderr


def test_a_place_that_does_not_exist_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="cannot be written"):
        write_whole(tmp_path / "absent" / "a.txt", "x")
    with pytest.raises(RequestError, match="a folder"):
        write_whole(tmp_path, "x")


def test_a_folder_with_other_files_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me")

    def fill(folder: Path) -> None:
        write_whole(folder / "nodes.csv", "x")

    with pytest.raises(RequestError, match=r"letter\.txt"):
        write_folder(tmp_path / "mine", fill)
    assert (tmp_path / "mine" / "letter.txt").read_text() == "keep me"
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
