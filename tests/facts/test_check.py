"""Shapes and checks: what is right passes, and each rule finds what breaks it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cityties.facts import check as room
from cityties.model import resources
from cityties.model.errors import DataError, RequestError
from cityties.model.vocabulary import CT, SH
from cityties.store import LocalStore, Store, parse

ONTOLOGY = resources.folder("ontology")
VALID = sorted(ONTOLOGY.glob("examples/valid/*.ttl"))
INVALID = sorted(ONTOLOGY.glob("examples/invalid/*.ttl"))
SHAPES = sorted(ONTOLOGY.glob("shapes/*.ttl"))


def broken(path: Path) -> str:
    """Read which rule an example says it breaks."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# breaks: "), path
    return first.removeprefix("# breaks: ").strip()


def node_shapes() -> set[str]:
    """Name every shape of ontology/shapes that says what it is for."""
    return {
        "ct:" + str(quad.subject).strip("<>").removeprefix(CT)
        for path in SHAPES
        for quad in parse(path)
        if quad.predicate.value.startswith(f"{SH}target")
    }


def test_there_is_something_to_test() -> None:
    assert len(VALID) >= 8
    assert len(INVALID) >= 45
    assert len(SHAPES) >= 12


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_example_has_no_error(path: Path) -> None:
    report = room.check_files([path])
    assert report.errors == []
    assert report.ok


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_example_breaks_its_rule(path: Path) -> None:
    found = [finding for finding in room.check_files([path]).findings if finding.rule == broken(path)]
    assert found
    assert all(finding.message and "{" not in finding.message for finding in found)
    assert all(finding.file == str(path) and finding.line for finding in found)


def test_each_rule_is_broken_by_an_example() -> None:
    rules = node_shapes() | {one.name for one in room.checks()} | {"wrong-subject", "wrong-value"}
    assert {broken(path) for path in INVALID} == rules


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_each_constraint_has_its_paper(path: Path) -> None:
    quads = parse(path)
    constraints = {str(quad.object) for quad in quads if quad.predicate.value == f"{SH}property"}
    choices = {
        str(quad.subject)
        for quad in quads
        if quad.predicate.value == f"{SH}or" and str(quad.subject) not in constraints
    } - {f"<{CT}DayShape>"}  # a choice that others point at, and tell of
    assert constraints or path.stem == "days"
    for paper in ("message", "severity"):
        having = {str(quad.subject) for quad in quads if quad.predicate.value == f"{SH}{paper}"}
        assert choices <= having, paper
    for paper in ("message", "name", "severity"):
        having = {str(quad.subject) for quad in quads if quad.predicate.value == f"{SH}{paper}"}
        assert constraints <= having, paper
    for language in ("en", "id", "tr"):
        told = {
            str(quad.subject)
            for quad in quads
            if quad.predicate.value == f"{SH}message" and getattr(quad.object, "language", "") == language
        }
        assert constraints | choices <= told, language
    shapes = [str(quad.subject) for quad in quads if str(quad.object) == f"<{SH}NodeShape>"]
    assert all(shape.endswith("Shape>") for shape in shapes)


@pytest.mark.parametrize("one", room.checks(), ids=lambda one: one.name)
def test_each_check_has_its_paper(one: room.Check) -> None:
    assert one.summary.endswith("?")
    for language in ("en", "id", "tr"):
        assert one.messages[language].endswith(".")
        placeholders = set(re.findall(r"\{(\w+)\}", one.messages[language]))
        assert placeholders <= set(LocalStore().select(one.query).variables)


def test_the_shipped_graph_has_no_error(shipped: Store) -> None:
    report = room.check(shipped)
    assert [f"{f.place} {f.rule} {f.node}: {f.message}" for f in report.errors] == []
    generated = {str(shape) for shape in room.shipped_shapes().subjects() if "check/" in str(shape)}
    assert report.shapes == len(node_shapes()) + 1 + len(generated)
    assert report.checks == len(room.checks())


def test_report_is_written_three_ways(tmp_path: Path) -> None:
    report = room.check_files([ONTOLOGY / "examples/invalid/example-tie-of-one.ttl"])
    assert "ct:TieShape" in report.to_text("table")
    assert json.loads(report.to_text("json"))["ok"] is False
    written = tmp_path / "report.ttl"
    written.write_text(report.to_text("turtle"), encoding="utf-8")
    results = [quad for quad in parse(written) if quad.predicate.value == f"{SH}result"]
    assert len(results) == len(report.findings)
    with pytest.raises(RequestError, match="use table, json, turtle"):
        report.to_text("pdf")


def test_the_same_files_give_the_same_report() -> None:
    path = ONTOLOGY / "examples/invalid/example-tie-of-one.ttl"
    assert room.check_files([path]).to_text("turtle") == room.check_files([path]).to_text("turtle")


def test_a_file_that_is_not_turtle_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "torn.ttl"
    path.write_text("@prefix ct: <https://w3id.org/cityties/ontology#> .\nct:a ct:b\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"torn\.ttl:\d+:\d+"):
        room.check_files([path])
