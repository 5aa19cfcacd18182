"""Evidence: what is said for the edges of a network, by whom, when, and where in which text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import product
from typing import TYPE_CHECKING, Any, Final, TypedDict

from cityties.display.label import Labels
from cityties.model.vocabulary import CT, DCTERMS, PROV
from cityties.store import IRI, BlankNode, Literal, Store, Term
from cityties.store.column import Columns

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Detail", "dates", "tell", "tell_edges"]

_DERIVED: Final = f"{PROV}wasDerivedFrom"
_DATES: Final = tuple(CT + name for name in ("date", "signedOn", "noLaterThan", "from", "attestedOn"))


class Detail(TypedDict):
    """One piece of evidence of an edge: what, when, who says so, and where in the text."""

    label: str
    date: str
    source: str
    title: str
    address: str
    passage: str


def dates(columns: Columns, facts: Collection[str]) -> dict[str, set[str]]:
    """Say when each fact that has a source is told to have been so."""
    derived = columns.of(facts, _DERIVED)
    found: dict[str, set[str]] = {}
    for property_ in _DATES:
        for fact, values in columns.of(facts, property_).items():
            if fact in derived:
                found.setdefault(fact, set()).update(value.value for value in values if isinstance(value, Literal))
    return found


def tell(graph: nx.MultiDiGraph, store: Store, lang: str = "en") -> nx.MultiDiGraph:
    """Give each edge of a network its ``sources`` and ``details``, where it has not got them yet.

    An edge holds the IRIs of its facts under ``facts`` until it is told of; so that of a large
    network only what is drawn needs to be looked up. Gives the same network.
    """
    tell_edges([edge for *_, edge in graph.edges(data=True)], store, lang)
    return graph


def tell_edges(edges: Iterable[dict[str, Any]], store: Store, lang: str = "en") -> None:
    """Give edges, as their attributes, what `tell` gives those of a network."""
    waiting = [edge for edge in edges if "facts" in edge]
    found = _details(store, {fact for edge in waiting for fact in edge["facts"]}, lang)
    for edge in waiting:
        edge["details"] = [one for fact in edge.pop("facts") for one in found.get(fact, [])]
        edge["sources"] = sorted({one["source"] for one in edge["details"]})


def _details(store: Store, facts: Collection[str], lang: str) -> dict[str, list[Detail]]:
    columns, labels = Columns(store), Labels(store, lang)
    derived = {
        fact: sorted({source.value for source in sources if isinstance(source, IRI)})
        for fact, sources in columns.of(facts, _DERIVED).items()
        if fact in facts
    }
    sources = {source for some in derived.values() for source in some}
    labels.learn([*derived, *sources])
    told = dates(columns, derived)
    titles, addresses = columns.of(sources, f"{DCTERMS}title"), columns.of(sources, f"{CT}address")
    passages = _passages(columns, derived)
    found: dict[str, list[Detail]] = {}
    for fact, among in derived.items():
        for source in among:
            title = _first(titles.get(source, ()))
            heading = labels.label(source) + (f": {title}" if title else "")
            address = _first(addresses.get(source, ()))
            places = passages.get((fact, source), [""])
            found.setdefault(fact, []).extend(
                Detail(
                    label=labels.label(fact), date=date, source=source, title=heading, address=address, passage=passage
                )
                for passage, date in product(places, sorted(told.get(fact, ())) or [""])
            )
    return found


def _passages(columns: Columns, facts: Collection[str]) -> Mapping[tuple[str, str], list[str]]:
    """Say where in which source each fact stands, as "start–end"."""
    among = {
        fact: [one.value for one in values if isinstance(one, IRI | BlankNode)]
        for fact, values in columns.of(facts, f"{CT}evidencedBy").items()
        if fact in facts
    }
    wanted = {passage for some in among.values() for passage in some}
    if not wanted:
        return {}
    where, starts, ends = (columns.of(wanted, CT + name) for name in ("inSource", "start", "end"))
    found: dict[tuple[str, str], set[tuple[int, int]]] = {}
    for fact, passages in among.items():
        for passage in passages:
            for source in where.get(passage, ()):
                first, last = _first(starts.get(passage, ())), _first(ends.get(passage, ()))
                if isinstance(source, IRI) and first and last:
                    found.setdefault((fact, source.value), set()).add((int(first), int(last)))
    return {pair: [f"{start}–{end}" for start, end in sorted(spans)] for pair, spans in found.items()}


def _first(terms: Collection[Term]) -> str:
    return min((term.value for term in terms if isinstance(term, Literal)), default="")
