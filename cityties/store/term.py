"""Terms and statements of RDF, as all rooms speak of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from pyoxigraph import BlankNode, Literal, Quad, RdfFormat, Triple
from pyoxigraph import NamedNode as IRI  # noqa: N814

__all__ = ["IRI", "BlankNode", "Literal", "Node", "Quad", "RdfFormat", "Rows", "Term", "Triple"]

Term: TypeAlias = IRI | BlankNode | Literal | Triple
Node = TypeVar("Node", bound=IRI | BlankNode)


@dataclass(frozen=True)
class Rows:
    """The answer of a SELECT: its variables, and one tuple of terms a row (None where unbound)."""

    variables: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)
