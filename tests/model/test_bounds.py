"""Files, lines and JSON beyond their bounds are told before they fill the memory."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path
from typing import IO, cast

import pytest

from cityties.model.bounds import json_of, lines_of, read_bounded, read_stream, text_of
from cityties.model.errors import DataError, RequestError


def test_a_file_larger_than_its_bound_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_bytes(b"x" * 1000)
    assert read_bounded(path, 1000) == b"x" * 1000
    with pytest.raises(DataError, match=r"x\.ttl: too large"):
        read_bounded(path, 999)
    with path.open("r+b") as stream:
        stream.truncate(1 << 40)  # a terabyte of nothing
    with pytest.raises(DataError, match="too large: more than 200 MiB"):
        read_bounded(path)
    with pytest.raises(DataError, match="cannot be read: No such file"):
        read_bounded(tmp_path / "none")
    with pytest.raises(DataError, match="cannot be read: no name of a file"):
        read_bounded(Path("a\0b"))


def test_what_is_packed_counts_unpacked() -> None:
    packed = gzip.compress(b"\n" * 5_000_000)
    assert len(packed) < 10_000
    with pytest.raises(DataError, match="too large: more than 1 MiB once unpacked"):
        read_stream(cast("IO[bytes]", gzip.GzipFile(fileobj=BytesIO(packed))), "x", 1 << 20)


def test_a_line_without_end_is_told_with_its_number() -> None:
    stream = BytesIO(b"one\ntwo\n" + b"x" * 3_000_000)
    with pytest.raises(DataError, match=r"^x:3: a line too long: more than 1 MiB"):
        list(lines_of(stream, "x", 1 << 20))
    stream.seek(0)
    with pytest.raises(DataError, match=r"^x:3: a line too long: more than 1 MiB"):
        read_stream(stream, "x", longest=1 << 20)
    assert list(lines_of(BytesIO(b"one\r\ntwo"), "x", 5)) == [b"one\r\n", b"two"]
    assert read_stream(BytesIO(b"a\nbc\n"), "x", longest=2) == b"a\nbc\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[" * 100_000, "not JSON"),
        (b"[" * 500 + b"]" * 500, "nested"),
        (b"[" + b"{}," * 2_000_000 + b"{}]", "more JSON than fits"),
        (b"{", "x:1:2: not JSON"),
        (b"\xff", "not JSON"),
    ],
    ids=["endless", "deep", "many", "cut", "no text"],
)
def test_json_beyond_its_bounds_is_told(data: bytes, reason: str) -> None:
    with pytest.raises(DataError, match=reason):
        json_of(data, "x")


def test_a_mark_at_the_beginning_is_no_letter() -> None:
    assert text_of(b"\xef\xbb\xbfASK {}", "x") == "ASK {}"
    assert json_of(b'\xef\xbb\xbf{"a": [1]}', "x") == {"a": [1]}
    with pytest.raises(RequestError, match="x:2: not UTF-8"):
        text_of(b"a\n\xff", "x")
