"""docs/security.md promises what tests hold: each test that it names is there, and each promise names one."""

from __future__ import annotations

import ast
import re

import pytest
from checkout import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = [line for line in TEXT.splitlines() if line.startswith("| ") and not line.startswith("| promise ")]
NAMED = re.compile(r"(tests/[\w/]+\.py)::(\w+)")


def test_there_are_promises() -> None:
    assert len(ROWS) > 20


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:60])
def test_each_promise_names_tests_that_are_there(row: str) -> None:
    held = row.rstrip(" |").rpartition("|")[2]
    named = NAMED.findall(held)
    assert named and len(named) == len(held.split(","))
    for path, name in named:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, f"{path}::{name}"


def test_where_to_tell_of_a_weakness_is_said() -> None:
    told = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "docs/security.md" in told and "CHANGELOG.md" in told
