"""From a report of the shapes to findings: what is at fault, its value, and why in the reader's language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from cityties.facts.ends import SUBJECT_OF, VALUE_OF
from cityties.facts.finding import RANK, SEVERITIES, Finding
from cityties.model.multilingual import lines_of
from cityties.model.vocabulary import CT, RDF, SH, compact

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["one_a_value", "read_report"]

# Of several findings on one value the first kind is told: what a value is comes before how large it is.
_FIRST: Final = ("unknown", "NodeKind", "Datatype", "Class", "Or", "Node", "Pattern")


def read_report(report: Graph, shapes: Graph, language: str) -> Iterator[Finding]:
    """Give the findings of a report; what a result holds as its details is not told apart."""
    from rdflib import BNode, URIRef

    whole = report.value(None, URIRef(f"{RDF}type"), URIRef(f"{SH}ValidationReport"))
    for result in report.objects(whole, URIRef(f"{SH}result")):
        held = {str(p).removeprefix(SH): o for p, o in report.predicate_objects(result)}
        node = held["focusNode"]
        shape = _named(shapes, held["sourceShape"])
        path = held.get("resultPath")
        rule, told = compact(shape), str(path) if isinstance(path, URIRef) else None
        if shape.startswith(SUBJECT_OF):
            rule, told = "wrong-subject", f"{CT}{shape.removeprefix(SUBJECT_OF).partition('/')[0]}"
        elif shape.startswith(VALUE_OF):
            rule = "wrong-value"
        value = held.get("value")
        same = value == node  # of a shape on the thing as a whole
        yield Finding(
            SEVERITIES[str(held["resultSeverity"]).removeprefix(SH)],
            f"_:{node}" if isinstance(node, BNode) else str(node),
            "",
            rule,
            _message(report, result, language),
            path=told,
            constraint=str(held["sourceConstraintComponent"]),
            value=None if value is None or same else _written(value),
        )


def one_a_value(findings: Iterable[Finding], untyped: Collection[str]) -> list[Finding]:
    """Keep of the findings on one value, or on one thing for one reason, the one that says most.

    ``untyped`` are the things without a class: such a one is told once, by the property that says most
    narrowly which class is missing.
    """
    kept: dict[tuple[str, ...], Finding] = {}
    key: tuple[str, ...]
    for finding in sorted(findings, key=_weight):
        at = (finding.node, finding.path or "")
        key = (*at, finding.value) if finding.value else (*at, finding.rule, finding.message)
        if finding.rule == "wrong-subject" and finding.node in untyped:
            key = (finding.node, finding.rule)
        kept.setdefault(key, finding)
    return list(kept.values())


def _weight(finding: Finding) -> tuple[int, int, int, int, str]:
    kind = finding.constraint.removeprefix(SH).removesuffix("ConstraintComponent")
    kind = "unknown" if finding.rule.startswith("unknown-") else kind
    place = _FIRST.index(kind) if kind in _FIRST else len(_FIRST)
    generated = finding.rule in ("wrong-subject", "wrong-value")
    told = f"{finding.rule} {finding.message}"
    return RANK[finding.severity], 0 if place == 0 else 1 + generated, place, len(finding.message), told


def _named(shapes: Graph, shape: Node) -> str:
    """Climb from a shape without a name to the one that holds it."""
    from rdflib import URIRef

    seen = {shape}
    while not isinstance(shape, URIRef):
        above = next((s for s in shapes.subjects(None, shape) if s not in seen), None)
        if above is None:
            break
        seen.add(above)
        shape = above
    return str(shape)


def _message(report: Graph, result: Node, language: str) -> str:
    from rdflib import Literal, URIRef

    told = [one for one in report.objects(result, URIRef(f"{SH}resultMessage")) if isinstance(one, Literal)]
    by = {one.language or "en": str(one) for one in sorted(told)}
    english = by.get("en") or next(iter(by.values()), "")
    return by.get(language) or lines_of(language, "ontology/shapes").get(english, english)


def _written(value: Node) -> str:
    return value.n3()
