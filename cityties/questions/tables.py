"""Facts as tables: one for each kind of thing, a column for each of its properties, as the ontology has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from cityties.kinds import ontology
from cityties.model.vocabulary import CT, PROV, RDF, RDFS
from cityties.store import IRI, Store, Term
from cityties.store.column import Columns

__all__ = ["kind_tables"]

_BETWEEN: Final = "; "
_FIRST: Final = ("id", "class", "label")
_FROM: Final = "sources"


def kind_tables(store: Store) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """Give a table's name, heads and rows for each kind of thing of which a store has any.

    Several values stand in one cell, sorted, with "; " between them; what follows by a rule is left out.
    """
    read, columns = ontology(), Columns(store)
    types = columns.whole(f"{RDF}type")
    for kind in read.classes:
        if len(read.above(kind)) > 1 or read.is_code(kind):
            continue
        below = [kind, *read.below(kind)]
        own: set[Term] = {IRI(one) for one in below}
        things = sorted(thing for thing, found in types.items() if not own.isdisjoint(found))
        if not things:
            continue
        properties = read.properties(below)
        told = [columns.whole(one.iri) for one in properties]
        labels, sources = columns.whole(f"{RDFS}label"), columns.whole(f"{PROV}wasDerivedFrom")
        rows = [
            [
                thing,
                _cell({one for one in types[thing] if one in own}).replace(CT, ""),
                *(_cell(column.get(thing, ())) for column in (labels, *told, sources)),
            ]
            for thing in things
        ]
        filled = [*range(len(_FIRST)), *(at for at in range(3, 3 + len(told)) if any(row[at] for row in rows)), -1]
        heads = [*_FIRST, *(one.name for one in properties), _FROM]
        name = kind.removeprefix(CT)
        yield name[:1].lower() + name[1:], [heads[at] for at in filled], [[row[at] for at in filled] for row in rows]


def _cell(values: Iterable[Term]) -> str:
    return _BETWEEN.join(sorted({str(getattr(one, "value", one)) for one in values}))
