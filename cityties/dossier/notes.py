"""Notes: the sources of a profile, numbered in the order in which its lines name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cityties.display.answer import Answer
from cityties.display.label import Labels
from cityties.store import IRI, Literal, Store, is_address

__all__ = ["Note", "Notes"]

_TOLD = """SELECT ?source (SAMPLE(?by) AS ?publisher) (SAMPLE(?day) AS ?published) (SAMPLE(?where) AS ?address) WHERE {
  ?source a ct:Source .
  OPTIONAL { ?source ct:publisher ?by }
  OPTIONAL { ?source ct:published ?day }
  OPTIONAL { ?source ct:address ?where }
}
GROUP BY ?source"""


@dataclass(frozen=True)
class Note:
    """One source: its number, what it is called, who published it when, where it stands (empty where not told)."""

    number: int
    iri: str
    label: str
    publisher: str
    published: str
    address: str


class Notes:
    """Gives each source its number when it is first named."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, iri: str) -> int:
        """Give the number of a source."""
        return self._numbers.setdefault(iri, len(self._numbers) + 1)

    def numbers(self, iris: Iterable[str]) -> tuple[int, ...]:
        """Give the numbers of several sources, the smallest first."""
        return tuple(sorted({self.number(iri) for iri in iris if iri}))

    def listed(self, store: Store, labels: Labels) -> tuple[Note, ...]:
        """List the sources that were named, by their numbers."""
        if not self._numbers:
            return ()
        rows = store.select_among(_TOLD, "source", [IRI(iri) for iri in self._numbers])
        told = {row["source"]: row for row in Answer.of_rows(rows).texts()}
        labels.learn([*self._numbers, *(row["publisher"] for row in told.values() if row["publisher"])])
        return tuple(_note(number, iri, told.get(iri, {}), labels) for iri, number in self._numbers.items())


def _note(number: int, iri: str, row: dict[str, str], labels: Labels) -> Note:
    publisher = labels.label(row["publisher"]) if row.get("publisher") else ""
    address = row.get("address", "")
    safe = address if is_address(address) else ""
    return Note(number, iri, labels.label(iri), publisher, row.get("published", ""), safe)


def sources_in(term: object) -> list[str]:
    """Give the sources that a cell holds: one IRI, or several with spaces between them."""
    if isinstance(term, IRI):
        return [term.value]
    return term.value.split() if isinstance(term, Literal) else []
