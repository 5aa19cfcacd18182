"""Each fact against the graph: known and from whom, new, or against what another source says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from reviewing import ARTICLE, DRAFT, decided

from cityties.facts import intake
from cityties.facts.settle import put_sources
from cityties.model.vocabulary import CODE, CT, ID, WD
from cityties.reading.draft import Draft, Value
from cityties.review.acceptance import accept
from cityties.review.comparison import Standing, compare
from cityties.store import Store

OTHER = f"{ID}source/other-gazette-2026-03-11-surabaya-bursa"
# What another paper told first; the draft's people and places mean the same things.
LINKS = {
    "person:ratna-kusuma": f"{ID}person/ratna-kusuma",
    "person:kemal-ornek": f"{ID}person/kemal-ornek",
    "person:dewi-lestari-putri": f"{ID}person/dewi-lestari-putri",
    "place:izmir": f"{ID}city/izmir",
    "network:example-ports-league": f"{ID}network/example-ports-league",
}


@pytest.fixture(scope="module")
def graph() -> Store:
    """The shipped graph, and what another paper told of the same days."""
    store = intake.shipped()
    article = replace(ARTICLE, publisher="Other Gazette", text=ARTICLE.text + "More.", address="")
    told = accept(decided(replace(DRAFT, article=article)), store)
    assert told.source == OTHER
    put_sources(store, {told.source: told.triples})
    return store


def linked(**changes: dict[str, Value]) -> Draft:
    """The draft with its things linked, and some facts told otherwise."""
    facts = []
    for fact in DRAFT.facts:
        if fact.id in LINKS:
            fact = fact.with_slots(iri=LINKS[fact.id])
        facts.append(fact.with_slots(**changes.get(fact.id, {})))
    return replace(DRAFT, facts=tuple(facts))


def of(graph: Store, name: str, **slots: Any) -> Standing:
    return compare(linked(**{name: slots}), graph)[name]


def test_what_another_paper_told_is_known_from_it(graph: Store) -> None:
    standing = compare(linked(), graph)
    relations = [fact.id for fact in DRAFT.facts if fact.kind not in ("place", "government", "post", "person")]
    assert {name: standing[name].state for name in relations} == dict.fromkeys(relations, "known")
    assert all(OTHER in standing[name].sources for name in relations if name != "place:indonesia")
    assert standing["person:ratna-kusuma"].state == "known"
    assert standing["place:surabaya"].thing == f"{WD}Q11462"


def test_what_nobody_told_is_new(shipped: Store) -> None:
    standing = compare(DRAFT, shipped)
    new = {name for name, one in standing.items() if one.state == "new"}
    known = {name for name, one in standing.items() if one.state == "known"}
    assert new | known == set(standing)
    assert {
        "step:bursa-surabaya-explored-1",
        "person:ratna-kusuma",
        "place:izmir",
        "membership:bursa-example-ports-league",
    } <= new
    assert {"place:bursa", "government:bursa", "post:mayor-of-bursa", "post:deputy-mayor-of-surabaya"} <= known


def test_a_name_that_the_graph_has_is_told_before_it_is_taken_for_another(graph: Store) -> None:
    standing = compare(DRAFT, graph)["person:ratna-kusuma"]
    assert (standing.state, standing.why, standing.other) == ("new", "namesake", f"{ID}person/ratna-kusuma")


@pytest.mark.parametrize(
    ("name", "slots", "why", "other"),
    [
        ("place:bursa", {"country": "ID"}, "other-country", f"{WD}Q43"),
        ("place:bursa", {"class": "Region"}, "other-class", f"{CT}City"),
        (
            "mission:consulate-general-of-indonesia-in-izmir",
            {"iri": f"{ID}mission/consulate-general-of-indonesia-in-izmir", "seat": "place:bursa"},
            "other-seat",
            f"{ID}city/izmir",
        ),
        (
            "tenure:kemal-ornek-mayor-of-bursa",
            {"holder": "person:ratna-kusuma"},
            "other-holder",
            f"{ID}person/kemal-ornek",
        ),
        ("encounter:meeting-1", {"date": "2026-03-11"}, "other-date", "2026-03-10"),
        ("encounter:meeting-1", {"venue": "place:surabaya"}, "other-venue", f"{WD}Q40738"),
        ("step:bursa-surabaya-explored-1", {"stepKind": "agreed"}, "other-step", f"{CODE}explored"),
        ("agreement:letter-of-intent-1", {"instrument": "protocol"}, "other-instrument", f"{CODE}letter-of-intent"),
        ("agreement:letter-of-intent-1", {"signedOn": "2026-03-12"}, "other-date", "2026-03-10"),
        ("membership:bursa-example-ports-league", {"from": "2018"}, "other-date", "2019"),
    ],
)
def test_what_differs_is_told_with_what_the_graph_says(
    graph: Store, name: str, slots: dict[str, Any], why: str, other: str
) -> None:
    standing = of(graph, name, **slots)
    assert (standing.state, standing.why, standing.other) == ("contradicts", why, other)
    assert standing.sources


@pytest.mark.parametrize(
    ("name", "slots", "state"),
    [
        ("tenure:kemal-ornek-mayor-of-bursa", {"holder": "person:ratna-kusuma", "acting": True}, "new"),
        ("tenure:kemal-ornek-mayor-of-bursa", {"holder": "person:ratna-kusuma", "attestedOn": "2029-01-01"}, "new"),
        ("encounter:meeting-1", {"date": "2026-03"}, "known"),
        ("encounter:meeting-1", {"date": "2027-03-10"}, "new"),
        ("encounter:meeting-1", {"venue": "place:izmir", "class": "Visit"}, "new"),
        ("step:bursa-surabaya-explored-1", {"date": "2026"}, "known"),
        ("step:bursa-surabaya-explored-1", {"stepKind": "agreed", "toldIn": "headline"}, "new"),
        ("agreement:letter-of-intent-1", {"signedOn": "2020-03-10"}, "new"),
        ("membership:bursa-example-ports-league", {"from": ""}, "known"),
        ("commitment:learning-1", {"sectors": ["water"]}, "new"),
        ("commitment:offer-1", {"what": "a fair of books"}, "new"),
        ("remark:benefit-1", {"remarkKind": "welcome"}, "new"),
    ],
)
def test_what_can_be_true_beside_it_is_no_contradiction(
    graph: Store, name: str, slots: dict[str, Any], state: str
) -> None:
    assert of(graph, name, **slots).state == state


def test_a_further_step_of_a_known_tie_says_so(graph: Store) -> None:
    standing = of(graph, "step:bursa-surabaya-explored-1", stepKind="agreed", date="2027-05-01")
    assert (standing.state, standing.why, standing.thing) == ("new", "further-step", f"{ID}tie/bursa-surabaya")


def test_two_dates_of_one_agreed_tie_contradict(graph: Store) -> None:
    rows = graph.select(
        "SELECT ?one ?other ?kind ?date WHERE { ?step ct:stepKind code:agreed ; ct:tieKind ?kind ; ct:ofTie ?tie ; "
        "ct:date ?date . ?tie ct:party ?one, ?other FILTER(STR(?one) < STR(?other)) } ORDER BY ?tie ?one ?other LIMIT 1"
    )
    one, other, kind, date = (getattr(term, "value", "") for term in rows.rows[0])
    told = next(fact for fact in DRAFT.facts if fact.kind == "step")
    sides = [
        replace(told, id=f"government:{number}", kind="government", slots={"iri": iri})
        for number, iri in enumerate((one, other))
    ]
    slots: dict[str, Value] = {
        "parties": [side.id for side in sides],
        "stepKind": "agreed",
        "tieKind": kind.rsplit("/", 1)[-1],
        "date": "1901-01-01",
    }
    step = replace(told, id="step:other", slots=slots)
    standing = compare(replace(DRAFT, facts=(*sides, step)), graph)["step:other"]
    assert (standing.state, standing.why, standing.other) == ("contradicts", "other-date", date)


def test_a_source_does_not_stand_against_itself(graph: Store) -> None:
    standing = compare(linked(), graph, OTHER)
    assert standing["step:bursa-surabaya-explored-1"].state == "new"
    assert standing["person:ratna-kusuma"].state == "new"


def test_a_fact_that_is_not_whole_is_told_as_unfinished(graph: Store) -> None:
    assert of(graph, "commitment:offer-1", by="mission:gone").why == "unfinished"
