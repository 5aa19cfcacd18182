"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
from functools import partial
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


def _fill(text: str, folder: Path) -> None:
    write_whole(folder / "nodes.csv", text)


posix = pytest.mark.skipif(os.name != "posix", reason="modes, links and pipes are POSIX's")


@posix
def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path) -> None:
    for mode in (0o600, 0o640, 0o755):
        file = tmp_path / f"{mode}.txt"
        file.write_text("before")
        file.chmod(mode)
        write_whole(file, "after")
        assert file.read_text() == "after" and file.stat().st_mode & 0o777 == mode


@posix
def test_a_link_keeps_pointing_to_what_is_written(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.txt").write_text("before")
    for target in ("elsewhere/a.txt", "elsewhere/new.txt"):
        link = tmp_path / f"{Path(target).stem}-link"
        link.symlink_to(target)
        write_whole(link, "after")
        assert link.is_symlink() and (tmp_path / target).read_text() == "after"
    around = tmp_path / "around"
    around.symlink_to("around")
    with pytest.raises(RequestError, match="around: cannot be written"):
        write_whole(around, "x")
    folder = tmp_path / "tables"
    folder.symlink_to("elsewhere/tables")
    for text in ("one", "two"):
        write_folder(folder, partial(_fill, text))
        assert folder.is_symlink() and (folder / "nodes.csv").read_text() == text


@posix
def test_a_pipe_and_a_device_are_written_to_and_stay(tmp_path: Path) -> None:
    import stat
    import threading

    pipe, heard = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: heard.append(pipe.read_text()))
    reader.start()
    write_whole(pipe, "x" * 100_000)
    reader.join(10)
    assert heard == ["x" * 100_000] and stat.S_ISFIFO(pipe.stat().st_mode)
    write_whole(Path("/dev/null"), "x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@posix
def test_standard_output_named_as_a_file_is_not_begun_anew(tmp_path: Path, python: str) -> None:
    import subprocess

    for name in ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
        if not Path(name).exists():
            continue
        kept = tmp_path / "kept.txt"
        with kept.open("w") as stream:
            stream.write("before\n")
            stream.flush()
            code = "from cityties.model.output import write_whole; import pathlib; print('first'); "
            code += f"write_whole(pathlib.Path({name!r}), 'second\\n'); print('third')"
            subprocess.run([python, "-c", code], stdout=stream, check=True)
        assert kept.read_text() == "before\nfirst\nsecond\nthird\n"


def test_no_name_of_a_file_is_one_line() -> None:
    for name in ("a\0b", "x" * 5000, "\udcdd\ud800"):
        with pytest.raises(RequestError, match="cannot be written"):
            write_whole(Path(name), "x")
