"""The files by which a project is worked on together: each can be read, and names what there is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FORMS = sorted(path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_each_push_runs_the_whole_check_on_each_python_that_is_promised() -> None:
    jobs = _read(ROOT / ".github" / "workflows" / "check.yml")["jobs"]
    assert jobs["linux"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert any(".ci/run" in step.get("run", "") for step in jobs["linux"]["steps"])
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    assert jobs["elsewhere"]["strategy"]["matrix"]["os"] == ["macos-latest", "windows-latest"]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_each_form_asks_for_what_it_cannot_do_without(path: Path) -> None:
    form = _read(path)
    assert form["name"] and form["description"]
    names = [part["id"] for part in form["body"]]
    assert len(set(names)) == len(names)
    assert all(
        part["type"] in ("input", "textarea", "dropdown") and part["attributes"]["label"] for part in form["body"]
    )
    assert any(part.get("validations", {}).get("required") for part in form["body"])


def test_there_is_a_form_for_each_wish() -> None:
    assert {path.stem for path in FORMS} == {"fault", "missing-source", "wanted-question", "wrong-fact"}


def test_what_is_checked_before_a_commit_is_there() -> None:
    (repo,) = _read(ROOT / ".pre-commit-config.yaml")["repos"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for hook in repo["hooks"]:
        program = hook["entry"].split()[0].rpartition("/")[2]
        assert program in makefile or program == "lint-imports", hook["id"]
