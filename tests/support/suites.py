"""The W3C's test suites: unpacked into a temporary folder, from what is shared beside the checkout."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from checkout import SHARED

SUITES = SHARED / "suites"


def unpack(name: str, into: Path) -> Path:
    """Unpack a suite such as "shacl" and give its folder; skip where it is not at hand."""
    packed = SUITES / f"{name}.tar.xz"
    if not packed.is_file():
        pytest.skip(f"shared/suites/{name}.tar.xz is not here: the W3C's tests are kept beside the checkout, not in it")
    with tarfile.open(packed) as archive:
        archive.extractall(into, filter="data")
    return into / name


def known_failures(prefix: str) -> frozenset[str]:
    """Name the tests of a suite that a library itself fails, as the list beside the suites has them."""
    listed = SUITES / "known-failures.txt"
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []
    return frozenset(line.strip() for line in lines if line.startswith(prefix))
