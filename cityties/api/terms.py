"""Terms and rows as JSON: as the W3C writes them in results, with the label of each thing beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from cityties.display.label import Labels
from cityties.model.vocabulary import XSD
from cityties.store import IRI, BlankNode, Literal, Term, Triple

__all__ = ["of_rows", "of_term", "of_things"]


def of_term(term: Term | Triple, labels: Labels | None = None) -> dict[str, Any]:
    """Give one term: its type and value, a thing's label, a text's language or datatype."""
    if isinstance(term, IRI):
        return {"type": "uri", "value": term.value, **({"label": labels.label(term)} if labels else {})}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Literal):
        marks: dict[str, Any] = {"type": "literal", "value": term.value}
        if term.language:
            marks["xml:lang"] = term.language
        elif term.datatype.value != f"{XSD}string":
            marks["datatype"] = term.datatype.value
        return marks
    return {"type": "triple", "value": str(term)}


def of_things(iris: Iterable[str], labels: Labels) -> list[dict[str, Any]]:
    """Give several things, each with its label."""
    return [{"type": "uri", "value": iri, "label": labels.label(iri)} for iri in iris]


def of_rows(
    columns: Sequence[str], rows: Iterable[Sequence[Term | None]], labels: Labels, lists: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Give rows by column, empty cells left out; a cell of a column in ``lists`` holds several things."""
    found = []
    for row in rows:
        told: dict[str, Any] = {}
        for column, term in zip(columns, row, strict=False):
            if term is None:
                continue
            several = column in lists and isinstance(term, Literal)
            told[column] = of_things(str(term.value).split(), labels) if several else of_term(term, labels)  # type: ignore[union-attr]
        found.append(told)
    return found
