"""What changed from one release of the ontology to the next, term by term."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cityties.display.markdown import plain_in_markdown
from cityties.model.vocabulary import CODE, CT, DCTERMS, OWL, RDF, RDFS, SECTOR, SKOS, compact
from cityties.store import IRI, BlankNode, Literal, Triple

__all__ = ["Change", "changes", "told"]

_OWN: Final = (CT, SECTOR, CODE)
_TYPE: Final = f"{RDF}type"
_DEPRECATED: Final = f"{OWL}deprecated"
_REPLACED: Final = f"{DCTERMS}isReplacedBy"
# What is looked at of a term: what it is called here, and the properties that say it.
_WATCHED: Final = {
    "label": (f"{RDFS}label", f"{SKOS}prefLabel"),
    "definition": (f"{SKOS}definition",),
    "parents": (f"{RDFS}subClassOf", f"{RDFS}subPropertyOf", f"{SKOS}broader"),
    "domain": (f"{RDFS}domain", "https://schema.org/domainIncludes"),
    "range": (f"{RDFS}range", "https://schema.org/rangeIncludes"),
    "inverse": (f"{OWL}inverseOf",),
}
# What a program or a query may trip over, first.
_KINDS: Final = ("removed", "domain", "range", "parents", "inverse", "deprecated", "added", "label", "definition")
_HEADINGS: Final = {
    "removed": "Removed",
    "deprecated": "Deprecated",
    "added": "Added",
    "domain": "What it is said of",
    "range": "What it leads to",
    "parents": "Parents",
    "inverse": "The other way round",
    "label": "Labels",
    "definition": "Definitions",
}
_DEEP: Final = 6  # nodes without a name within each other


@dataclass(frozen=True)
class Change:
    """One change of a term: its kind, and what was said of it before and after, as sorted texts."""

    kind: str
    term: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def data(self) -> dict[str, Any]:
        """Give it as JSON has it."""
        return {"kind": self.kind, "term": self.term, "before": list(self.before), "after": list(self.after)}


def changes(old: Iterable[Triple], new: Iterable[Triple]) -> list[Change]:
    """List what came, went, was deprecated or is said otherwise, by kind and term; nothing of two equal ones."""
    before, after = _Said(old), _Said(new)
    found = [Change("removed", term, before.shown(term)) for term in before.terms - after.terms]
    found += [Change("added", term, (), after.shown(term)) for term in after.terms - before.terms]
    for term in before.terms & after.terms:
        if after.deprecated(term) and not before.deprecated(term):
            found.append(Change("deprecated", term, (), after.values(term, (_REPLACED,))))
        for kind, properties in _WATCHED.items():
            was, is_ = before.values(term, properties), after.values(term, properties)
            if was != is_:
                found.append(Change(kind, term, was, is_))
    return sorted(found, key=lambda one: (_KINDS.index(one.kind), one.term))


def told(found: Sequence[Change], since: str, version: str) -> str:
    """Tell changes as Markdown, those that a query may trip over first."""
    lines = [f"# The ontology of cityties, {version}", ""]
    if not since:
        terms = sum(one.kind == "added" for one in found)
        return "\n".join([*lines, f"The first release that is compared with none before: {terms} terms.", ""])
    lines += [f"What changed since {since}." if found else f"Nothing changed since {since}.", ""]
    for kind in _KINDS:
        some = [one for one in found if one.kind == kind]
        if some:
            lines += [f"## {_HEADINGS[kind]}", "", *(_line(one) for one in some), ""]
    return "\n".join(lines)


def _line(one: Change) -> str:
    name = f"- `{compact(one.term)}`"
    was, is_ = (plain_in_markdown("; ".join(side)) for side in (one.before, one.after))
    if one.kind == "added":
        return f"{name}: {is_}" if is_ else name
    if one.kind == "removed":
        return f"{name}: was {was}" if was else name
    if one.kind == "deprecated":
        return f"{name}: use {is_}" if is_ else name
    return f"{name}: {was or 'nothing'} → {is_ or 'nothing'}"


class _Said:
    """What a release says of its terms."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._of: dict[IRI | BlankNode, dict[str, list[Any]]] = {}
        for triple in triples:
            if isinstance(triple.subject, IRI | BlankNode):
                held = self._of.setdefault(triple.subject, {})
                held.setdefault(triple.predicate.value, []).append(triple.object)
        self.terms = {
            node.value
            for node, held in self._of.items()
            if isinstance(node, IRI) and _TYPE in held and node.value.startswith(_OWN) and node.value not in _OWN
        }

    def values(self, term: str, properties: Sequence[str]) -> tuple[str, ...]:
        """Give the values of some properties of a term as texts, sorted."""
        held = self._of.get(IRI(term), {})
        return tuple(sorted({self._text(value) for name in properties for value in held.get(name, ())}))

    def shown(self, term: str) -> tuple[str, ...]:
        """Give what a term is called in English, else by whatever name it has."""
        labels = self.values(term, _WATCHED["label"])
        return tuple(label for label in labels if label.endswith("@en")) or labels[:1]

    def deprecated(self, term: str) -> bool:
        """Say whether a term is to be used no longer."""
        return any(isinstance(one, Literal) and one.value in ("true", "1")
                   for one in self._of.get(IRI(term), {}).get(_DEPRECATED, ()))  # fmt: skip

    def _text(self, value: Any, depth: int = 0) -> str:
        if isinstance(value, IRI):
            return compact(value.value)
        if isinstance(value, Literal):
            return f"{value.value}@{value.language}" if value.language else value.value
        if depth == _DEEP:
            return "[…]"
        parts = [
            f"{compact(name)} {self._text(one, depth + 1)}"
            for name, some in self._of.get(value, {}).items()
            for one in some
        ]
        return f"[{', '.join(sorted(parts))}]"
