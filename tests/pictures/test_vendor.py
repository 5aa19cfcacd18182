"""The files of others that pages carry: unchanged, licensed, named."""

from __future__ import annotations

import hashlib

from checkout import ROOT

VENDOR = ROOT / "viz" / "vendor"
SUMS = {
    name: total
    for total, name in (line.split() for line in (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
}


def test_each_file_is_as_its_makers_left_it() -> None:
    assert len(SUMS) == 7
    found = {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in SUMS}
    assert found == SUMS


def test_no_file_stands_there_unsummed() -> None:
    assert {path.name for path in VENDOR.iterdir()} - set(SUMS) == {"README.md", "SHA256SUMS"}


def test_each_file_is_named_with_its_licence() -> None:
    told = (VENDOR / "README.md").read_text(encoding="utf-8")
    assert [name for name in SUMS if name not in told] == []
