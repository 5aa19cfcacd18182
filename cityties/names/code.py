"""Codes and sectors by their labels in any language: "Kardeş Şehir" is sister-city."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from cityties.model.folding import fold
from cityties.model.vocabulary import CT
from cityties.store import IRI, Literal, Store, Term

__all__ = ["Codes"]

_LABELLED: Final = """SELECT DISTINCT ?code ?name WHERE {
  VALUES ?property { skos:prefLabel skos:altLabel skos:hiddenLabel } ?code a ?scheme ; ?property ?name
}"""
_COUNTRIES: Final = "SELECT DISTINCT ?country ?name WHERE { ?country a ct:Country ; rdfs:label ?name }"


class Codes:
    """Finds what the store has by its label, where one thing alone has it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._schemes: dict[str, Mapping[str, str]] = {}

    def sector(self, name: str) -> str | None:
        """Give the IRI of a sector by its label."""
        return self._scheme("Sector").get(fold(name))

    def code(self, scheme: str, name: str) -> str | None:
        """Give the last part of the IRI of a code of a scheme, such as "TieKind", by that part or by its label."""
        found = self._scheme(scheme).get(fold(name))
        return found.rsplit("/", 1)[-1] if found else None

    def country(self, name: str) -> str | None:
        """Give the IRI of a country of the store by its label."""
        return self._countries.get(fold(name))

    def _scheme(self, scheme: str) -> Mapping[str, str]:
        if scheme not in self._schemes:
            rows = [row for row in self._store.select(_LABELLED, scheme=IRI(CT + scheme)) if isinstance(row[0], IRI)]
            tails = [(code, Literal(code.value.rsplit("/", 1)[-1])) for code, _ in rows if isinstance(code, IRI)]
            self._schemes[scheme] = _single([*((row[0], row[1]) for row in rows), *tails])
        return self._schemes[scheme]

    @cached_property
    def _countries(self) -> Mapping[str, str]:
        return _single((row[0], row[1]) for row in self._store.select(_COUNTRIES))


def _single(rows: Iterable[tuple[Term | None, Term | None]]) -> Mapping[str, str]:
    """Give the things that alone have a label, by the label as it is folded."""
    found: dict[str, set[str]] = {}
    for thing, name in rows:
        if isinstance(thing, IRI) and isinstance(name, Literal):
            found.setdefault(fold(name.value), set()).add(thing.value)
    return {form: next(iter(things)) for form, things in found.items() if len(things) == 1}
