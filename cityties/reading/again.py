"""An article that the graph has already: the same text, the same address, or mostly the same facts.

A source with the digest of the text, or with its address, is the article itself. Another source of the same
publisher and day is so where it tells most of what the draft tells: the same steps and agreements between the
same places, the same people met or in office, promises of the same side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from cityties.display.label import Labels
from cityties.model.folding import fold
from cityties.model.vocabulary import XSD
from cityties.reading.draft import Draft, Fact
from cityties.store import IRI, Store, Term
from cityties.store import Literal as Value

__all__ = ["Again", "known_already"]

_LEAST: Final = 0.5  # how many of the draft's facts a source of the same publisher and day has to tell
_FEWEST: Final = 2  # facts, below which nothing is said of how alike they are
_SAME: Final = """SELECT DISTINCT ?source ?how WHERE {
  { ?source ct:textDigest ?digest . BIND("text" AS ?how) }
  UNION
  { ?source ct:address ?address . BIND("address" AS ?how) }
}"""
_OF_THE_DAY: Final = """SELECT DISTINCT ?source ?name WHERE {
  ?source a ct:Source ; ct:published ?day ; ct:publisher/rdfs:label ?name .
  FILTER(STR(?day) = STR(?published))
}"""
_TELLS: Final = """SELECT DISTINCT ?fact ?kind ?who WHERE {
  ?fact prov:wasDerivedFrom ?source .
  { ?fact ct:ofTie/ct:party/ct:governs ?who . BIND("step" AS ?kind) }
  UNION { ?fact a ct:Agreement ; ct:party/ct:governs ?who . BIND("agreement" AS ?kind) }
  UNION { ?fact ct:participation/ct:participant/rdfs:label ?who . BIND("encounter" AS ?kind) }
  UNION { ?fact ct:holder/rdfs:label ?who . BIND("tenure" AS ?kind) }
  UNION { ?fact a ct:Commitment ; ct:by/ct:governs ?who . BIND("commitment" AS ?kind) }
}"""

Signature = tuple[str, frozenset[str]]


@dataclass(frozen=True)
class Again:
    """A source that is this article: its IRI, what it is called, and by what it was known.

    ``alike`` of ``told`` facts of the draft stand in it, where it was known by its facts.
    """

    source: str
    label: str
    why: Literal["text", "address", "facts"]
    alike: int = 0
    told: int = 0

    @property
    def reason(self) -> str:
        """Say in words by what it was known."""
        if self.why == "facts":
            return f"the same publisher and day, {self.alike} of {self.told} facts alike"
        return f"the same {self.why}"


def known_already(draft: Draft, store: Store) -> tuple[Again, ...]:
    """Find the sources of a store that are the article of a draft, what is surest first."""
    labels = Labels(store)
    found: dict[str, Again] = {}
    article = draft.article
    address = Value(article.address or "urn:none", datatype=IRI(f"{XSD}anyURI"))
    digest = Value(article.digest if article.text else "none")
    rows = store.select(_SAME, digest=digest, address=address)
    same = {(how.value, source.value) for source, how in rows if isinstance(source, IRI) and isinstance(how, Value)}
    for why, source in sorted(same, reverse=True):  # the text before the address
        found.setdefault(source, Again(source, labels.label(source), "text" if why == "text" else "address"))
    if article.publisher and article.published:
        for source in _of_the_day(draft, store):
            if source not in found and (alike := _alike(draft, store, source)):
                found[source] = Again(source, labels.label(source), "facts", *alike)
    return tuple(found.values())


def _of_the_day(draft: Draft, store: Store) -> list[str]:
    article = draft.article
    rows = store.select(_OF_THE_DAY, published=Value(article.published))
    return sorted(
        {
            source.value
            for source, name in rows
            if isinstance(source, IRI) and isinstance(name, Value) and fold(name.value) == fold(article.publisher)
        }
    )


def _alike(draft: Draft, store: Store, source: str) -> tuple[int, int] | None:
    """Count the facts of a draft that a source tells too; None where they are not most of them."""
    told = list(_signatures(draft))
    if len(told) < _FEWEST:
        return None
    held = _held(store.select(_TELLS, source=IRI(source)))
    alike = sum(any(kind == other and _meets(kind, who, whom) for other, whom in held) for kind, who in told)
    return (alike, len(told)) if alike >= _LEAST * len(told) else None


def _meets(kind: str, who: frozenset[str], whom: frozenset[str]) -> bool:
    """Say whether two facts of a kind are of the same: the same two places; one person of them, or one side."""
    return who <= whom if kind in ("step", "agreement") else bool(who & whom)


def _held(rows: Iterable[tuple[Term | None, ...]]) -> set[Signature]:
    named: dict[tuple[str, str], set[str]] = {}
    for fact, kind, who in rows:
        if isinstance(fact, IRI) and isinstance(kind, Value):
            name = who.value if isinstance(who, IRI) else fold(getattr(who, "value", ""))
            named.setdefault((fact.value, kind.value), set()).add(name)
    return {(kind, frozenset(who)) for (_, kind), who in named.items()}


def _signatures(draft: Draft) -> Iterator[Signature]:
    """Give of each fact of a draft its kind and whom it is of: places by IRI, people by name."""
    slots = {"step": ("parties",), "agreement": ("parties",), "tenure": ("holder",), "commitment": ("by",)}
    for fact in draft.facts:
        names = [name for slot in slots.get(fact.kind, ()) for name in (fact.names(slot) or [fact.text(slot)])]
        if fact.kind == "encounter":
            names = [row.get("participant", "") for row in fact.tables("participants")]
        who = frozenset(found for name in names if name and (found := _named(draft, draft.fact(name))))
        if who:
            yield fact.kind, who


def _named(draft: Draft, fact: Fact | None) -> str:
    """Name what a fact of a draft is of: the place of a government by its IRI, a person by name."""
    if fact is None:
        return ""
    if fact.kind in ("government", "organisation") and (place := draft.fact(fact.text("place"))):
        return place.text("iri") or fold(place.text("name"))
    if fact.kind == "person":
        return fold(fact.text("name"))
    return fact.text("iri") or fold(fact.text("name"))
