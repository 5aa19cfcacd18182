"""Paths that the ontology declares are followed as SPARQL follows them."""

from __future__ import annotations

from cityties.network.projection import Path, follow, readings
from cityties.store import IRI, BlankNode, Literal, Store, Term
from cityties.store.column import Columns


def sparql(path: Path) -> str:
    return "/".join(f"{'' if step.forward else '^'}<{step.property}>" for step in path)


def asked(store: Store, things: set[str], path: Path) -> dict[str, set[Term]]:
    found: dict[str, set[Term]] = {}
    for thing, end in store.select(f"SELECT DISTINCT ?thing ?end WHERE {{ ?thing {sparql(path)} ?end }}"):
        if isinstance(thing, IRI) and thing.value in things and isinstance(end, IRI | BlankNode | Literal):
            found.setdefault(thing.value, set()).add(end)
    return found


def test_each_path_leads_where_sparql_leads(shipped: Store) -> None:
    columns, paths = Columns(shipped), 0
    for reading in readings(shipped):
        classes = " ".join(f"<{cls}>" for cls in reading.classes)
        rows = shipped.select(f"SELECT DISTINCT ?thing WHERE {{ VALUES ?cls {{ {classes} }} ?thing a ?cls }}")
        things = {thing.value for (thing,) in rows if isinstance(thing, IRI)}
        for path in reading.paths.values():
            assert follow(columns, things, path) == asked(shipped, things, path), reading.name
            paths += 1
    assert paths > 30


def test_a_path_back_starts_at_the_object(shipped: Store) -> None:
    (reading,) = (one for one in readings(shipped) if one.name == "TieReading")
    (step,) = reading.paths["readDetail"]
    assert not step.forward
    assert step.property.endswith("#ofTie")
