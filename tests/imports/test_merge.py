"""Two things become one, and two again, to the letter; what people decide is kept in a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from wikidata import NORTH, dump, world

from cityties.imports.merge import IDENTITY_GRAPH
from cityties.imports.wikidata import import_wikidata
from cityties.model.errors import CitytiesError
from cityties.model.vocabulary import WD
from cityties.names.decision import DECISIONS, Decision, read_decisions, write_decisions
from cityties.store import IRI, open_store

Run = Callable[..., tuple[int, str, str]]
BY = ("--by", "Dwi", "--on", "2026-03-04")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    file = tmp_path / "items.json"
    file.write_text(dump(world()), encoding="utf-8")
    import_wikidata(str(file), str(tmp_path / "store"))
    return tmp_path / "store"


def facts(store: Path) -> set[str]:
    opened = open_store(store, read_only=True)
    return {str(quad) for quad in opened.quads() if getattr(quad.graph_name, "value", "") != IDENTITY_GRAPH}


def test_a_merge_renames_everywhere_and_its_undoing_restores_every_letter(store: Path, run: Run) -> None:
    before = facts(store)
    status, out, err = run("merge", "Surabaya", "Northport", "--store", str(store), *BY)
    assert (status, err) == (0, "") and "merged Northport into Surabaya" in out
    opened = open_store(store, read_only=True)
    assert not [q for q in opened.accounts_of(IRI(WD + NORTH)) if getattr(q.graph_name, "value", "") != IDENTITY_GRAPH]
    decided = read_decisions(store / DECISIONS)
    assert [(d.author, d.day, d.same) for d in decided] == [("Dwi", "2026-03-04", True)]
    del opened
    assert run("merge", "Surabaya", f"wd:{NORTH}", "--undo", "--store", str(store), *BY)[0] == 0
    assert facts(store) == before


def test_the_next_import_follows_a_merge(store: Path, run: Run, tmp_path: Path) -> None:
    run("merge", "Surabaya", "Northport", "--store", str(store), *BY)
    newer = world()
    newer[0]["labels"]["en"]["value"] = "Port of the North"
    file = tmp_path / "items.json"
    file.write_text(dump(newer), encoding="utf-8")
    import_wikidata(str(file), str(store))
    opened = open_store(store, read_only=True)
    named = [q for q in opened.accounts_of(IRI(WD + NORTH)) if getattr(q.graph_name, "value", "") != IDENTITY_GRAPH]
    assert not named
    assert opened.ask('ASK WHERE { ?city ?p "Port of the North"@en FILTER(?city != ?own) }', own=IRI(WD + NORTH))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Surabaya", "Nowhere"), "unknown"),
        (("Surabaya", "Surabaya"), "one thing already"),
        (("Surabaya", "Indonesia"), ""),
        (("Surabaya", "wd:Q1", "--undo"), "not merged"),
    ],
)
def test_what_cannot_be_merged_is_told_in_one_line(
    arguments: tuple[str, ...], words: str, store: Path, run: Run
) -> None:
    before = facts(store)
    status, out, err = run("merge", *arguments, "--store", str(store), *BY)
    assert (status, out) == (1, "") and words in err and err.count("\n") == 1
    assert facts(store) == before


def test_decisions_are_kept_as_a_table_that_others_read(tmp_path: Path) -> None:
    table = tmp_path / "decisions.sssom.tsv"
    told = [
        Decision("Köln, Germany", f"{WD}Q365", author="Ayşe", day="2026-01-02"),
        Decision("Paris, Texas", f"{WD}Q90", same=False, author="Bo\tX", day="2026-01-03"),
    ]
    write_decisions(table, told)
    text = table.read_text(encoding="utf-8")
    assert "subject_id" in text and "skos:exactMatch" in text and "mapping_justification" in text
    kept = read_decisions(table)
    assert {(d.subject, d.thing, d.same, d.day) for d in kept} == {(d.subject, d.thing, d.same, d.day) for d in told}
    table.write_text(text.replace("skos:exactMatch", "skos:maybe"), encoding="utf-8")
    with pytest.raises(CitytiesError, match=r"decisions\.sssom\.tsv:\d+: predicate_id"):
        read_decisions(table)
    table.write_text("what is this\n", encoding="utf-8")
    with pytest.raises(CitytiesError, match=r"decisions\.sssom\.tsv"):
        read_decisions(table)
    assert read_decisions(tmp_path / "absent.tsv") == []
