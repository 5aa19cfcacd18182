"""The W3C's tests of N-Triples, N-Quads, Turtle, TriG and RDF/XML, 1.1 and 1.2, through what reads our files."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from manifest import MF, Case, cases, known, path_of, same_quads
from suites import unpack

from cityties.model.errors import DataError
from cityties.store import IRI, Quad, RdfFormat, Term, Triple, parse

TOLD: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "known.toml").read_text(encoding="utf-8"))
GROUPS = [
    *(f"rdf11/rdf-{name}" for name in ("n-triples", "n-quads", "turtle", "trig", "xml")),
    *(f"rdf12/rdf-{name}/syntax" for name in ("n-triples", "n-quads", "turtle", "trig")),
    *(f"rdf12/rdf-{name}/eval" for name in ("turtle", "trig", "xml")),
]
FORMATS = {
    "TestNTriples": RdfFormat.N_TRIPLES,
    "TestNQuads": RdfFormat.N_QUADS,
    "TestTurtle": RdfFormat.TURTLE,
    "TestTrig": RdfFormat.TRIG,
    "TestXML": RdfFormat.RDF_XML,
}


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack("rdf", tmp_path_factory.mktemp("rdf"))


def passes(case: Case, folder: Path) -> bool:
    """Say whether a file is read, or refused, as the test says, and comes to the statements that it tells."""
    form = next(form for start, form in FORMATS.items() if case.kind.startswith(start))
    path = path_of(case.action)
    assert path is not None
    try:
        quads = parse(path, form)
    except DataError:
        return "Negative" in case.kind
    if "Eval" not in case.kind:
        return "Negative" not in case.kind
    wanted = parse(case.file_of_result(), RdfFormat.N_QUADS)
    return same_quads(at_home(case, folder, quads), wanted)


def at_home(case: Case, folder: Path, quads: list[Quad]) -> list[Quad]:
    """Tell statements as if their file had been read where the suite is published."""
    (manifest,) = case.graph.of_type(f"{MF}Manifest")
    home = case.graph.one(manifest, f"{MF}assumedTestBase")
    here = f"{folder.resolve().as_uri()}/"
    there = str(getattr(home, "value", here))

    def moved(term: Any) -> Any:
        if isinstance(term, IRI) and term.value.startswith(here):
            return IRI(there + term.value.removeprefix(here))
        if isinstance(term, Triple):
            inner: list[Term] = [moved(part) for part in (term.subject, term.predicate, term.object)]
            return Triple(*inner)  # type: ignore[arg-type]
        return term

    return [Quad(moved(q.subject), moved(q.predicate), moved(q.object), moved(q.graph_name)) for q in quads]


@pytest.mark.parametrize("group", GROUPS)
def test_every_file_is_read_as_the_standard_says_but_those_known(group: str, suite: Path) -> None:
    found = cases(suite / group)
    assert len(found) > 20
    assert {case.name for case in found if not passes(case, suite / group)} == known(TOLD, "rdf", group)
