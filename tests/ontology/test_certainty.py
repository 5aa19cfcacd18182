"""What is planned, conditional or denied never counts as happened: not in a rule, a question or the network."""

from __future__ import annotations

import pytest

from cityties.facts import intake
from cityties.facts.settle import put_sources
from cityties.model import resources
from cityties.network.multigraph import network
from cityties.questions.question import ask, questions
from cityties.store import Store

ID = "https://w3id.org/cityties/id"
EXAMPLE = resources.folder("ontology") / "examples/valid/example-certainty.ttl"
NORTHPORT, SOUTHPORT = "Northport (fictional)", "Southport (fictional)"
# What example-certainty.ttl tells as planned or denied.
UNREAL = {
    f"{ID}/agreement/example-planned",
    f"{ID}/encounter/example-journey",
    f"{ID}/mission/example-planned-consulate",
    f"{ID}/step/example-agreement-planned",
    f"{ID}/step/example-partnership-denied",
    f"{ID}/tenure/example-ada-to-be",
}
ARGUMENTS = {
    ("city", "city"): NORTHPORT,
    ("other", "city"): SOUTHPORT,
    ("country", "country"): "Exampleland (fictional)",
    ("other", "country"): "Indonesia",
    ("person", "person"): "Ada Example",
    ("sector", "sector"): "tourism",
    ("thing", "thing"): "Ada Example",
    ("before", "date"): "2040",
}
# These list what is told whatever its certainty, and say it; or list records, not happenings.
SAY_SO = {"uncertain-facts", "tie-history", "evidence-for", "records-of-city", "facts-of-source", "what-is-here"}
ASKED = sorted(
    name
    for name, question in questions().items()
    if name not in SAY_SO and all((p.name, p.type) in ARGUMENTS or not p.required for p in question.parameters)
)


@pytest.fixture(scope="module")
def doubtful() -> Store:
    store = intake.shipped()
    put_sources(store, intake.read([EXAMPLE]))
    return store


def test_most_questions_are_asked() -> None:
    assert len(ASKED) > 30


@pytest.mark.parametrize("name", ASKED)
def test_no_question_tells_a_plan_as_a_fact(doubtful: Store, name: str) -> None:
    known = {(p.name, p.type) for p in questions()[name].parameters}
    given = {key: value for (key, kind), value in ARGUMENTS.items() if (key, kind) in known}
    cells = {cell for row in ask(doubtful, name, given) for cell in str(row).replace("'", " ").split()}
    assert {iri for iri in UNREAL if iri in cells} == set()


def test_a_planned_agreement_ties_nobody(doubtful: Store) -> None:
    assert not doubtful.ask(f"ASK {{ <{ID}/city/example-northport> ct:tiedWith ?anything }}")
    assert doubtful.ask(f"ASK {{ <{ID}/tie/example-ports> ct:currentStatus code:explored }}")
    assert not doubtful.ask(f"ASK {{ <{ID}/tie/example-ports> ct:currentKind ?kind }}")


def test_a_planned_mission_reaches_nothing_and_a_planned_tenure_is_no_office(doubtful: Store) -> None:
    assert not doubtful.ask(f"ASK {{ <{ID}/mission/example-planned-consulate> ct:reaches ?place }}")
    assert not doubtful.ask(f"ASK {{ <{ID}/person/example-ada> ct:inPostNow ?post }}")


def test_no_sector_of_a_plan_counts(doubtful: Store) -> None:
    northport = f"<{ID}/city/example-northport>"
    assert doubtful.ask(f"ASK {{ {northport} ct:cooperatesIn sector:water }}")
    assert not doubtful.ask(f"ASK {{ {northport} ct:cooperatesIn sector:tourism }}")
    assert not doubtful.ask(f"ASK {{ {northport} ct:cooperatesIn sector:culture }}")


def test_the_network_has_no_edge_of_a_plan(doubtful: Store) -> None:
    told = {iri for _, _, (_, iri) in network(doubtful, told=False).edges(keys=True)}
    assert f"{ID}/tie/example-ports" in told
    assert told & UNREAL == set()


def test_a_conditional_wish_is_told_with_its_condition(doubtful: Store) -> None:
    (row,) = ask(doubtful, "learning-interests", {"city": NORTHPORT})
    assert row["certaintyLabel"] == "conditional"


def test_the_year_of_an_approximate_step_is_no_since(shipped: Store) -> None:
    (row,) = (row for row in ask(shipped, "ties-of-city", {"city": "Pittsburgh"}))
    assert not row["since"]


def test_the_wish_for_a_consulate_is_no_mission(shipped: Store) -> None:
    missions = ask(shipped, "missions-in-city", {"city": "Surabaya"}).text("csv")
    assert "Consulate General of Australia" in missions
    assert "Croatia" not in missions
