"""The queries before the judge: they find all that pySHACL finds without them, and no more."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from cityties.facts import intake
from cityties.facts.check import shipped_shapes
from cityties.facts.shape import find_suspects, judge, to_rdflib
from cityties.facts.suspicion import suspect_query, terms_in_use
from cityties.model import resources
from cityties.model.vocabulary import CT, XSD
from cityties.model.vocabulary import SH as SHACL
from cityties.store import IRI, Literal, LocalStore, Store, Triple, parse

EXAMPLES = sorted((resources.folder("ontology") / "examples").rglob("*.ttl"))
PARTS = (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.resultSeverity, SH.sourceShape)
Result = tuple[str, ...]


def results(report: rdflib.Graph) -> set[Result]:
    whole = report.value(None, RDF.type, SH.ValidationReport)
    return {tuple(str(report.value(one, part)) for part in PARTS) for one in report.objects(whole, SH.result)}


def in_store(triples: Iterable[Triple]) -> Store:
    store = LocalStore()
    store.add_facts(triples)
    return store


def by_queries(store: Store) -> set[Result]:
    shapes = shipped_shapes()
    return results(judge(store, shapes, find_suspects(store, shapes, terms_in_use(store))))


def by_pyshacl(store: Store) -> set[Result]:
    data = rdflib.Graph()
    for triple in store.facts():
        data.add((to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)))
    _, report, _ = pyshacl.validate(data, shacl_graph=shipped_shapes(), inference="none", inplace=True)
    assert isinstance(report, rdflib.Graph)
    return results(report)


def statements() -> list[Triple]:
    """The shipped facts and all valid examples, without the model."""
    told = [triple for triples in intake.read_facts().values() for triple in triples]
    return told + [quad.triple for path in EXAMPLES if path.parent.name == "valid" for quad in parse(path)]


def model() -> list[Triple]:
    return [triple for triples in intake.read_model().values() for triple in triples]


def damage(triples: list[Triple], seed: int, share: float) -> list[Triple]:
    """Damage some statements at random: another value, another property, none at all."""
    chance = random.Random(seed)
    things = sorted({t.subject for t in triples if isinstance(t.subject, IRI)}, key=str)
    properties = sorted({t.predicate for t in triples}, key=str)
    values: list[IRI | Literal] = [
        *(Literal(text) for text in ("", "water", "2026-03-01", "3,58", "Indonesian")),
        *(Literal(text, datatype=IRI(f"{XSD}date")) for text in ("2026-02-30", "01-03-2026", "2024-02-29")),
        *(Literal(text, datatype=IRI(f"{XSD}gYearMonth")) for text in ("2025-13", "2025-12")),
        *(Literal(text, datatype=IRI(f"{XSD}integer")) for text in ("2026", "-7", "many")),
        Literal("Kota", language="id"),
        IRI(f"{CT}Tie"),
    ]
    damaged = []
    for one in triples:
        if chance.random() >= share:
            damaged.append(one)
            continue
        how = chance.randrange(5)
        if how == 0:
            continue
        if how == 1:
            damaged.append(Triple(one.subject, one.predicate, chance.choice(values)))
        elif how == 2:
            damaged.append(Triple(one.subject, one.predicate, chance.choice(things)))
        elif how == 3:
            damaged.append(Triple(one.subject, chance.choice(properties), one.object))
        else:
            damaged += [one, Triple(one.subject, one.predicate, chance.choice(values))]
    return damaged


@pytest.mark.parametrize("seed", [1, 2])
def test_a_damaged_world_has_the_same_findings_with_and_without_the_queries(seed: int) -> None:
    store = in_store([*damage(statements(), seed, 0.05), *model()])
    expected = by_pyshacl(store)
    assert len(expected) > 200
    assert by_queries(store) == expected


def test_the_examples_have_the_same_findings_with_and_without_the_queries() -> None:
    told = [quad.triple for path in EXAMPLES for quad in parse(path)]
    store = in_store([*told, *model()])
    expected = by_pyshacl(store)
    assert len({rule for *_, rule in expected}) > 20
    assert by_queries(store) == expected


def test_what_is_right_is_not_suspected_but_for_a_few() -> None:
    store = in_store([*statements(), *model()])
    shapes = shipped_shapes()
    suspects = find_suspects(store, shapes, terms_in_use(store), errors_only=True)
    assert sum(len(some) for some in suspects.values()) < 5


def test_each_shape_that_ships_is_understood() -> None:
    """A constraint that the queries do not know would make each thing of its shape a suspect."""
    used = terms_in_use(in_store([*statements(), *model()]))
    shapes = shipped_shapes()
    targets = [rdflib.URIRef(f"{SHACL}{name}") for name in ("targetClass", "targetSubjectsOf")]
    aimed = {shape for target in targets for shape in shapes.subjects(target)}
    queries = [suspect_query(shapes, shape, used) for shape in aimed]
    written = [query for query in queries if query]
    assert len(written) > 80
    assert all("FILTER" in query for query in written)
