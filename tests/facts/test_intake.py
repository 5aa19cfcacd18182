"""Loading: one named graph a source, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from cityties.facts import intake
from cityties.model import resources
from cityties.model.errors import DataError
from cityties.model.vocabulary import CODE, ID, INFERRED_GRAPH, ONTOLOGY_GRAPH, PLACES_GRAPH, SECTOR
from cityties.store import Store

SOURCE = """@prefix ct: <https://w3id.org/cityties/ontology#> .
<https://w3id.org/cityties/id/source/paper> a ct:Source .
"""


def test_each_shipped_document_is_one_named_graph(shipped: Store) -> None:
    graphs = set(shipped.graphs())
    files = resources.files("graph", "sources/*.ttl")
    assert {f"{ID}source/{path.stem}" for path in files} <= graphs
    assert {ONTOLOGY_GRAPH, CODE, SECTOR, PLACES_GRAPH} <= graphs and INFERRED_GRAPH not in graphs


def test_the_inferred_graph_holds_only_what_follows(shipped: Store) -> None:
    assert shipped.ask("ASK { <http://www.wikidata.org/entity/Q3630> ct:tiedWith ?other }")


def test_a_file_without_a_source_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rumour.ttl"
    file.write_text("<http://example.org/a> <http://example.org/p> 1 .")
    with pytest.raises(DataError, match=r"rumour\.ttl: names no source"):
        intake.read([file])


def test_two_files_of_the_same_source_are_refused(tmp_path: Path) -> None:
    for name in ("one.ttl", "two.ttl"):
        (tmp_path / name).write_text(SOURCE)
    with pytest.raises(DataError, match=r"two\.ttl: says it is .*source/paper"):
        intake.read([tmp_path])


def test_a_file_of_two_sources_needs_named_graphs(tmp_path: Path) -> None:
    file = tmp_path / "both.ttl"
    file.write_text(SOURCE + SOURCE.splitlines()[1].replace("paper", "journal"))
    with pytest.raises(DataError, match="names 2 sources"):
        intake.read([file])


def test_an_empty_file_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="no RDF file"):
        intake.read([tmp_path / "empty"])
    file = tmp_path / "nothing.ttl"
    file.write_text("# nothing\n")
    with pytest.raises(DataError, match="holds no statement"):
        intake.read([file])


def test_what_is_inferred_elsewhere_is_not_taken_for_a_fact(tmp_path: Path) -> None:
    file = tmp_path / "dump.trig"
    file.write_text(
        f"<{INFERRED_GRAPH}> {{ <http://e/a> <http://e/p> 1 . }} <http://e/g> {{ <http://e/a> <http://e/p> 2 . }}"
    )
    assert list(intake.read([file])) == ["http://e/g"]
