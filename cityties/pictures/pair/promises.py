"""Promises of a pair: from which bank to which, in which words, whether they wait, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cityties.model.vocabulary import CT
from cityties.pictures.pair.banks import sides_of
from cityties.pictures.timeline.chronicle import Record
from cityties.store import IRI

if TYPE_CHECKING:
    from cityties.pictures.request import Request

__all__ = ["Promise", "promises"]


@dataclass(frozen=True)
class Promise:
    """A promise: its record, the banks whose parties make it (0, 1, or both), and by whom it is made."""

    record: Record
    sides: frozenset[int]

    @property
    def way(self) -> str:
        """From which bank it goes to the other: "right", "left", or "both" where both make it."""
        return "both" if len(self.sides) != 1 else "right" if self.sides == {0} else "left"


def promises(request: Request, told: Sequence[Record]) -> list[Promise]:
    """Give the promises of a chronicle in the order of days, those that wait first."""
    records = [record for record in told if record.part == "Commitment"]
    by: dict[str, set[str]] = {}
    for what, _, who in request.store.values([IRI(one.iri) for one in records], (IRI(f"{CT}by"),)):
        if isinstance(who, IRI):
            by.setdefault(what.value, set()).add(who.value)
    sides = sides_of(request, {who for some in by.values() for who in some})
    made = [
        Promise(record, frozenset(side for who in by.get(record.iri, ()) for side in sides.get(who, ())))
        for record in records
    ]
    return sorted(made, key=lambda one: (not one.record.open, one.record.day or "9999", one.record.label))
