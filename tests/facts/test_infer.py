"""The rules: each on the smallest case that can tell right from wrong."""

from __future__ import annotations

import pytest

from cityties.facts import intake
from cityties.facts.infer import infer
from cityties.facts.settle import put_sources
from cityties.store import IRI, Literal, LocalStore, Store, Triple, parse

BASE = "https://w3id.org/cityties/id/"
PREFIXES = """@prefix : <https://w3id.org/cityties/id/> .
@prefix code: <https://w3id.org/cityties/code/> .
@prefix ct: <https://w3id.org/cityties/ontology#> .
@prefix sector: <https://w3id.org/cityties/sector/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TIE = """
:x ct:governs :X . :y ct:governs :Y . :X ct:country :C . :tie a ct:Tie ; ct:party :x , :y .
"""


@pytest.fixture
def model() -> Store:
    store = LocalStore()
    put_sources(store, intake.read_model())
    return store


def conclude(store: Store, tmp_path_factory: pytest.TempPathFactory, facts: str) -> set[str]:
    file = tmp_path_factory.mktemp("facts") / "facts.ttl"
    file.write_text(PREFIXES + facts)
    triples: list[Triple] = [quad.triple for quad in parse(file)]
    put_sources(store, {f"{BASE}source/test": triples})
    own = set()
    for quad in store.conclusions():
        if isinstance(quad.subject, IRI) and quad.subject.value.startswith(BASE):
            assert isinstance(quad.object, IRI | Literal)
            target = quad.object.value
            own.add(
                " ".join(
                    part.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
                    for part in (quad.subject.value, quad.predicate.value, target)
                )
            )
    return own


STEPS = {
    "agreed": ':s ct:ofTie :tie ; ct:stepKind code:agreed ; ct:date "1979"^^xsd:gYear .',
    "explored": ':o ct:ofTie :tie ; ct:stepKind code:explored ; ct:date "1979"^^xsd:gYear .',
    "ended": ':e ct:ofTie :tie ; ct:stepKind code:ended ; ct:date "1990-05-01"^^xsd:date .',
    "renewed": ':r ct:ofTie :tie ; ct:stepKind code:renewed ; ct:date "1991"^^xsd:gYear .',
    "headline": ":h ct:ofTie :tie ; ct:stepKind code:agreed ; ct:toldIn code:headline .",
    "exploring": ':n ct:ofTie :tie ; ct:stepKind code:explored ; ct:date "2025-05-01"^^xsd:date .',
    "active": ':v ct:ofTie :tie ; ct:stepKind code:activity ; ct:date "2001"^^xsd:gYear .',
    "suspended": ':u ct:ofTie :tie ; ct:stepKind code:suspended ; ct:date "1985"^^xsd:gYear .',
    "resumed": ':w ct:ofTie :tie ; ct:stepKind code:resumed ; ct:date "1986"^^xsd:gYear .',
    "ended-that-year": ':e ct:ofTie :tie ; ct:stepKind code:ended ; ct:date "1991"^^xsd:gYear .',
    "renewed-that-day": ':r ct:ofTie :tie ; ct:stepKind code:renewed ; ct:date "1991-06-01"^^xsd:date .',
    "ended-in-headline": (
        ':z ct:ofTie :tie ; ct:stepKind code:ended ; ct:date "2010"^^xsd:gYear ; ct:toldIn code:headline .'
    ),
    "body": ":b ct:ofTie :tie ; ct:stepKind code:intent-declared ; ct:tieKind code:sister-city .",
}


@pytest.mark.parametrize(
    ("steps", "expected", "unexpected"),
    [
        ("agreed", {"X tiedWith Y", "Y tiedWith X", "tie currentStatus agreed"}, set()),
        ("explored", {"tie currentStatus explored"}, {"X tiedWith Y"}),
        ("agreed ended", {"tie currentStatus ended"}, {"X tiedWith Y"}),
        ("agreed ended renewed", {"tie currentStatus renewed", "X tiedWith Y"}, set()),
        ("agreed exploring", {"tie currentStatus agreed", "X tiedWith Y"}, {"tie currentStatus explored"}),
        ("agreed ended exploring", {"tie currentStatus ended"}, {"X tiedWith Y"}),
        ("agreed suspended", {"tie currentStatus suspended", "X tiedWith Y"}, set()),
        ("agreed suspended resumed", {"tie currentStatus resumed", "X tiedWith Y"}, set()),
        ("agreed ended-that-year renewed-that-day", {"tie currentStatus ended"}, {"X tiedWith Y"}),
        ("agreed ended-in-headline", {"tie currentStatus agreed", "X tiedWith Y"}, {"tie currentStatus ended"}),
        ("active", {"tie currentStatus activity"}, {"X tiedWith Y"}),
        ("agreed active", {"tie currentStatus activity", "X tiedWith Y"}, set()),
        ("headline body", {"tie currentStatus intent-declared", "tie currentKind sister-city"}, {"X tiedWith Y"}),
    ],
)
def test_ties(
    model: Store, tmp_path_factory: pytest.TempPathFactory, steps: str, expected: set[str], unexpected: set[str]
) -> None:
    found = conclude(model, tmp_path_factory, TIE + "\n".join(STEPS[name] for name in steps.split()))
    assert expected <= found
    assert not unexpected & found


def test_the_rest_follows(model: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    found = conclude(
        model,
        tmp_path_factory,
        TIE
        + """
:m ct:sentBy :D ; ct:seat :X ; ct:accreditedTo :E .
:o a ct:Offer ; ct:by :m ; ct:forTie :tie .
:s ct:ofTie :tie ; ct:stepKind code:agreed ; ct:sector sector:public-transport .
:a ct:signedOn "2024"^^xsd:gYear ; ct:term "P4Y"^^xsd:duration .
:t1 a ct:Tenure ; ct:holder :ann ; ct:post :mayor ; ct:attestedOn "2020-01-01"^^xsd:date .
:t2 a ct:Tenure ; ct:holder :bob ; ct:post :mayor ; ct:from "2021"^^xsd:gYear .
""",
    )
    assert {
        "x country C",
        "m country C",
        "m reaches X",
        "m reaches C",
        "m reaches E",
        "m facilitates tie",
        "s coversSector public-transport",
        "s coversSector mobility",
        "X cooperatesIn public-transport",
        "a validUntil 2028",
        "bob inPostNow mayor",
    } <= found
    assert "ann inPostNow mayor" not in found


def test_inferring_twice_gives_the_same(model: Store) -> None:
    store = intake.shipped()
    before = set(store.facts())
    assert before
    infer(store)
    assert set(store.facts()) == before


def test_a_consulate_reaches_its_city_and_district_and_a_person_facilitates_nothing(
    model: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = conclude(
        model,
        tmp_path_factory,
        TIE
        + """
:k a ct:ConsulateGeneral ; ct:sentBy :D ; ct:seat :X ; ct:accreditedTo :C ; ct:serves :V .
:d ct:forTie :tie ; ct:participation :q . :q ct:role code:facilitator ; ct:participant :pat ; ct:onBehalfOf :k .
:pat a ct:Person .
""",
    )
    assert {"k reaches X", "k reaches V", "k facilitates tie"} <= found
    assert not {"k reaches C", "pat facilitates tie"} & found
