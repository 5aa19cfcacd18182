"""Two things become one, and two again, to the letter; what people decide is kept in a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from wikidata import NORTH, dump, world

from cityties.imports.merge import IDENTITY_GRAPH
from cityties.imports.wikidata import import_wikidata
from cityties.model.errors import CitytiesError
from cityties.model.vocabulary import CT, WD
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
    return {str(triple) for triple in open_store(store, read_only=True).facts()}


def accounts(store: Path) -> set[str]:
    opened = open_store(store, read_only=True)
    return {str(quad) for quad in opened.quads() if getattr(quad.graph_name, "value", "") != IDENTITY_GRAPH}


def told_of(store: Path, thing: IRI) -> set[str]:
    """What the facts say of a thing, but of which fact it is an account."""
    return {q.predicate.value for q in open_store(store, read_only=True).about(thing)} - {f"{CT}accountOf"}


def test_a_merge_is_a_decision_that_facts_follow_and_its_undoing_restores_every_letter(store: Path, run: Run) -> None:
    before, said = facts(store), accounts(store)
    assert told_of(store, IRI(WD + NORTH))
    status, out, err = run("merge", "Surabaya", "Northport", "--store", str(store), *BY)
    assert (status, err) == (0, "") and "merged Northport into Surabaya" in out
    assert not told_of(store, IRI(WD + NORTH)) and facts(store) != before
    assert accounts(store) == said, "what sources say is never touched"
    governments = open_store(store, read_only=True).select(
        "SELECT DISTINCT ?g WHERE { ?g ct:governs ?place }", place=IRI(WD + "Q11462")
    )
    assert len(governments) == 1, "one place, one government"
    decided = read_decisions(store / DECISIONS)
    assert [(d.author, d.day, d.same) for d in decided] == [("Dwi", "2026-03-04", True)]
    assert run("merge", "Surabaya", f"wd:{NORTH}", "--undo", "--store", str(store), *BY)[0] == 0
    assert facts(store) == before and not read_decisions(store / DECISIONS)


def test_what_waits_for_a_decision_is_listed_with_the_reason(store: Path, run: Run) -> None:
    status, out, _ = run("merge", "--store", str(store))
    assert status == 0 and "jakarta-ankara-meeting" in out and "a person decides." in out
    one, other = next(pair.splitlines()[:2] for pair in out.split("\n\n") if "antara-2025" in pair)
    assert run("merge", one, other, "--apart", "--store", str(store), *BY)[0] == 0
    assert f"{one}\n{other}\n" not in run("merge", "--store", str(store))[1]
    assert run("merge", one, "--store", str(store))[0] == 1


def test_the_next_import_follows_a_merge(store: Path, run: Run, tmp_path: Path) -> None:
    run("merge", "Surabaya", "Northport", "--store", str(store), *BY)
    newer = world()
    newer[0]["labels"]["en"]["value"] = "Port of the North"
    file = tmp_path / "items.json"
    file.write_text(dump(newer), encoding="utf-8")
    import_wikidata(str(file), str(store))
    assert not told_of(store, IRI(WD + NORTH))
    opened = open_store(store, read_only=True)
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
