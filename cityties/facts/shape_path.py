"""Property paths of shapes (https://www.w3.org/TR/shacl/#property-paths) as SPARQL writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cityties.model.vocabulary import RDF, SH

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["path_length", "path_text"]

_REPEATED: Final = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def path_text(shapes: Graph, path: Node) -> str | None:
    """Write a path in SPARQL; None where it is none."""
    from rdflib import URIRef

    if isinstance(path, URIRef):
        return path.n3()
    if shapes.value(path, URIRef(f"{RDF}first")) is not None:
        steps = [path_text(shapes, step) for step in shapes.items(path)]
        return None if None in steps else "(" + "/".join(step for step in steps if step) + ")"
    choices = shapes.value(path, URIRef(f"{SH}alternativePath"))
    if choices is not None:
        ways = [path_text(shapes, way) for way in shapes.items(choices)]
        return None if None in ways else "(" + "|".join(way for way in ways if way) + ")"
    back = shapes.value(path, URIRef(f"{SH}inversePath"))
    if back is not None:
        told = path_text(shapes, back)
        return None if told is None else f"(^{told})"
    for name, sign in _REPEATED.items():
        inner = shapes.value(path, URIRef(f"{SH}{name}"))
        if inner is not None:
            told = path_text(shapes, inner)
            return None if told is None else f"({told}{sign})"
    return None


def path_length(shapes: Graph, path: Node) -> int | None:
    """Count the statements that a path can cross at most; None where there is no bound, or it goes backwards."""
    from rdflib import URIRef

    if isinstance(path, URIRef):
        return 1
    if shapes.value(path, URIRef(f"{RDF}first")) is not None:
        steps = [path_length(shapes, step) for step in shapes.items(path)]
        return None if None in steps else sum(step for step in steps if step)
    choices = shapes.value(path, URIRef(f"{SH}alternativePath"))
    if choices is not None:
        ways = [path_length(shapes, way) for way in shapes.items(choices)]
        return None if None in ways else max(way for way in ways if way)
    inner = shapes.value(path, URIRef(f"{SH}zeroOrOnePath"))
    return None if inner is None else path_length(shapes, inner)
