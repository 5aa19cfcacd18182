"""What is needed to judge a source: its statements in a store of their own, and what other sources say around them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path
from typing import Final
from zlib import crc32

from cityties.facts import intake
from cityties.facts.checks import checks
from cityties.model.vocabulary import RDF
from cityties.store import IRI, LocalStore, Store, Term, Triple

__all__ = ["add_surroundings", "in_parts", "undescribed_things"]

_LARGEST: Final = 60_000_000  # bytes of N-Triples at a time: some 400,000 statements
_THINGS: Final = 20_000  # where they come from a store
_BATCH: Final = 500
_TYPE: Final = f"{RDF}type"
_POINTED_TO: Final = """SELECT ?thing
WHERE {
  { SELECT DISTINCT ?thing WHERE { ?any ?property ?thing . FILTER(isIRI(?thing)) } }
  FILTER NOT EXISTS { ?thing ?own ?held }
}"""
_UNTYPED: Final = """SELECT ?thing
WHERE {
  { SELECT DISTINCT ?thing WHERE { ?thing ?property ?held } }
  MINUS { ?thing a ?class }
}"""


def in_parts(store: Store, source: str, statements: Path | None) -> Iterator[LocalStore]:
    """Give what a source says, each part in a store of its own that holds some things whole."""
    if statements is None:
        by_thing = groupby(store.quads(source), key=lambda quad: quad.subject)
        while triples := [quad.triple for _, quads in islice(by_thing, _THINGS) for quad in quads]:
            part = LocalStore()
            part.add_facts(triples)
            yield part
        return
    with tempfile.TemporaryDirectory(prefix="cityties-check-") as folder:
        for path in _split(statements, Path(folder)):
            part = LocalStore()
            part.load_facts(path)
            if part.count():
                yield part


def _split(statements: Path, folder: Path) -> list[Path]:
    """Cut a large file so that all that is said of one thing stays together, wherever it stands."""
    number = statements.stat().st_size // _LARGEST + 1
    if number == 1:
        return [statements]
    paths = [folder / f"{count}.nt" for count in range(number)]
    with ExitStack() as stack, statements.open("rb") as lines:
        targets = [stack.enter_context(path.open("wb")) for path in paths]
        for line in lines:
            targets[crc32(line.partition(b" ")[0]) % number].write(line)
    return paths


def undescribed_things(part: LocalStore) -> list[IRI]:
    """List the things that are pointed to and of which nothing is said."""
    return sorted(_things(part, _POINTED_TO), key=str)


def add_surroundings(part: LocalStore, store: Store, source: str) -> tuple[set[Term], list[IRI]]:
    """Add to a part of a source what its store says around it.

    Gives the things that are not its own, and those that are pointed to and described nowhere.

    Around it lie the ontology and its codes, all that is said of the things that it points to, the classes
    of its things that it does not tell, and the things of other sources that point at its own, by the
    properties that a check follows backwards.
    """
    pointed, untyped = _things(part, _POINTED_TO), _things(part, _UNTYPED)
    around: list[Triple] = []
    for check in checks():
        if check.backwards:
            prefix = "".join(f"{line}\n" for line in check.query.splitlines() if line.startswith("PREFIX"))
            text = f"SELECT DISTINCT ?thing WHERE {{ {check.pointed_at} }}"
            for thing in _pointing(store, source, check.backwards, _things(part, prefix + text)):
                if not _holds(part, thing):
                    around += (quad.triple for quad in store.about(thing))
    for thing in sorted(pointed, key=str):
        around += (quad.triple for quad in store.about(thing))
    foreign: set[Term] = {triple.subject for triple in around}
    for thing in sorted(untyped, key=str):
        around += (quad.triple for quad in store.about(thing) if quad.predicate.value == _TYPE)
    for triples in intake.read_model().values():
        around += triples
        foreign |= {triple.subject for triple in triples}
    part.add_facts(around)
    return foreign, sorted(set(pointed) - foreign, key=str)


def _things(part: LocalStore, query: str) -> list[IRI]:
    return [thing for (thing,) in part.select(query) if isinstance(thing, IRI)]


def _holds(part: LocalStore, thing: IRI) -> bool:
    return any(True for _ in part.about(thing))


def _pointing(store: Store, source: str, property_: str, things: list[IRI]) -> list[IRI]:
    """List the things that point at some by a property, as other sources say."""
    found: set[IRI] = set()
    elsewhere = f"GRAPH ?source {{ ?pointing <{property_}> ?thing }} FILTER(?source != <{source}>)"
    for start in range(0, len(things), _BATCH):
        text = f"SELECT DISTINCT ?pointing WHERE {{ {elsewhere} }}"
        some = store.select_among(text, "thing", things[start : start + _BATCH])
        found |= {one for (one,) in some if isinstance(one, IRI)}
    return sorted(found, key=str)
