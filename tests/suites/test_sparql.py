"""The W3C's tests of SPARQL 1.0 and 1.1, through the very store that cityties asks: queries, updates, syntax, results.

What fails is known by name (known.toml), with the reason; what begins to pass, or to fail, fails the test.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from evaluation import GROUPED, quads_of, read_result, triples_of
from manifest import LABEL, QT, UT, Case, alike, cases, known, same_quads
from suites import unpack

from cityties.display.answer import Answer
from cityties.model.errors import RequestError
from cityties.store import LocalStore, Quad, Rows, Triple

TOLD: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "known.toml").read_text(encoding="utf-8"))
KNOWN = {why: tests for why, tests in TOLD.items() if why != "not-run"}
NOT_RUN = {"not-run": TOLD["not-run"]}
_LOADED = re.compile(r"(\bload\s+(?:silent\s+)?)(?:<[^>]*>|\w*:\w*)", re.IGNORECASE)


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack("sparql", tmp_path_factory.mktemp("sparql"))


def loaded(case: Case, subject: Any, space: str) -> LocalStore:
    """A store with the data of a case: some in the default graph, some in named graphs."""
    store = LocalStore()
    for path in case.files(subject, f"{space}data"):
        store.add_facts(triples_of(path))
    for node in case.graph.all(subject, f"{space}graphData"):
        inner = case.graph.one(node, f"{space}graph") or node
        label = case.graph.one(node, LABEL)
        name = label.value if label is not None and not isinstance(label, Triple) else str(getattr(inner, "value", ""))
        path = case.file(node, f"{space}graph") or Path(str(getattr(inner, "value", "")).removeprefix("file://"))
        store.add(name, triples_of(path))
    return store


def evaluates(case: Case) -> bool:
    """Run a query, and say whether its answer is the one that is told."""
    path, expected = case.file(case.action, f"{QT}query"), case.file_of_result()
    assert path is not None
    text, base = path.read_text(encoding="utf-8"), path.resolve().as_uri()
    store = loaded(case, case.action, QT)
    if path.parent.name == "dataset" and not case.files(case.action, f"{QT}data"):
        for name in {*re.findall(r"FROM\s+(?:NAMED\s+)?<([^>]+)>", text)}:  # which the test has the store hold
            store.add(path.with_name(name).resolve().as_uri(), triples_of(path.with_name(name)))
    try:
        answer = store.query(text, base)
    except RequestError:
        return False
    if isinstance(answer, list):
        return same_quads(quads_of(answer), quads_of(triples_of(expected)))
    wanted = read_result(expected)
    if isinstance(answer, bool) or isinstance(wanted, bool):
        return answer == wanted
    lax = path.parent.name == "reduced"
    ordered = path.parent.name == "sort"
    return alike(answer, wanted, ordered=ordered, lax=lax) and written_back(store, text, base, answer)


def written_back(store: LocalStore, text: str, base: str, answer: Rows) -> bool:
    """Say whether the answer comes through the endpoint's writer, as JSON, as it was."""
    target = io.BytesIO()
    assert store.write_answer(text, target, rows="json", triples=None, base=base) == "rows"
    read = pyoxigraph.parse_query_results(target.getvalue(), pyoxigraph.QueryResultsFormat.JSON)
    assert isinstance(read, pyoxigraph.QuerySolutions)
    return len(list(read)) == len(answer)


def updates(case: Case) -> bool:
    """Run an update, and say whether the store holds then what is told."""
    path = case.file(case.action, f"{UT}request")
    assert path is not None
    store, wanted = loaded(case, case.action, UT), loaded(case, case.result, UT)
    store.update(path.read_text(encoding="utf-8"), path.resolve().as_uri())
    return same_quads(everything(store), everything(wanted))


def everything(store: LocalStore) -> list[Quad]:
    return [*quads_of(list(store.facts())), *store.quads()]


def is_query(case: Case) -> bool:
    return _parses(case, lambda text, base: LocalStore().query(text, base))


def is_update(case: Case) -> bool:
    """Say whether an update parses. What it would load is nowhere: no test asks another server."""
    return _parses(case, lambda text, base: LocalStore().update(_LOADED.sub(r"\1<urn:nowhere>", text), base))


def _parses(case: Case, run: Callable[[str, str], object]) -> bool:
    """Say whether a text is taken for what it is to be; that it then finds nothing, or nobody, is no fault of it."""
    path = Path(str(getattr(case.action, "value", "")).removeprefix("file://"))
    try:
        run(path.read_text(encoding="utf-8"), path.resolve().as_uri())
    except RequestError as error:
        return "error at" not in str(error) and "not a SPARQL" not in str(error)
    return True


WAYS: dict[str, Callable[[Case], bool]] = {
    "QueryEvaluationTest": evaluates,
    "CSVResultFormatTest": lambda case: writes(case, "csv"),
    "UpdateEvaluationTest": updates,
    "PositiveSyntaxTest": is_query,
    "PositiveSyntaxTest11": is_query,
    "NegativeSyntaxTest": lambda case: not is_query(case),
    "NegativeSyntaxTest11": lambda case: not is_query(case),
    "PositiveUpdateSyntaxTest11": is_update,
    "NegativeUpdateSyntaxTest11": lambda case: not is_update(case),
}


def writes(case: Case, form: str) -> bool:
    """Say whether the endpoint and the command line write an answer as the standard's own file has it."""
    path, expected = case.file(case.action, f"{QT}query"), case.file_of_result()
    assert path is not None
    store, text = loaded(case, case.action, QT), path.read_text(encoding="utf-8")
    target = io.BytesIO()
    store.write_answer(text, target, rows=form, triples=None, base=path.resolve().as_uri())
    wanted = cells(expected.read_text(encoding="utf-8"))
    rows = store.select(text)
    return cells(target.getvalue().decode()) == wanted == cells(Answer.of_rows(rows).text(form))


def cells(text: str) -> list[dict[str, str]]:
    """Give the rows of a table in CSV by column: sorted, things without a name named alike, numbers by their value."""
    rows = [{name: _plain(cell) for name, cell in row.items()} for row in csv.DictReader(io.StringIO(text, newline=""))]
    return sorted(rows, key=lambda row: sorted(row.items()))


def _plain(cell: str) -> str:
    if re.fullmatch(r"_:\w+", cell):
        return "_:"
    return str(float(cell)) if re.fullmatch(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", cell) else cell


def run(group: str, folder: Path) -> Iterator[tuple[str, bool]]:
    for case in cases(folder / group):
        if case.name in known(NOT_RUN, "sparql", group):
            continue
        try:
            yield case.name, WAYS[case.kind](case)
        except (RequestError, SyntaxError, ValueError):
            yield case.name, False


@pytest.mark.parametrize("group", GROUPED)
def test_every_test_of_the_group_passes_but_those_known(group: str, suite: Path) -> None:
    if group == "sparql11/service":
        assert not dict(run(group, suite)), "they ask other servers"
        return
    results = dict(run(group, suite))
    assert results, "a group without tests"
    failed = {name for name, passed in results.items() if not passed}
    assert failed == known(KNOWN, "sparql", group)
