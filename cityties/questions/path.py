"""How two things are linked: the shortest chains, each hop with its caption and its sources."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

from cityties.network.evidence import tell
from cityties.network.multigraph import network
from cityties.store import IRI, Store

_MOST_HOPS: Final = 6


@dataclass(frozen=True)
class Hop:
    """One link of a chain, in words."""

    start: str
    end: str
    forward: bool
    caption: str
    date: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Chain:
    """One way from a thing to another."""

    hops: tuple[Hop, ...]


def chains(
    store: Store, start: IRI, end: IRI, *, as_of: str | None = None, lang: str = "en", limit: int = 5
) -> list[Chain]:
    """Find the shortest chains between two things: at most ``limit``, all of the same length.

    An empty list where none links them within six hops. A government counts as the place it governs.
    """
    import networkx as nx

    graph = network(store, lang=lang, as_of=as_of, told=False)
    plain = nx.Graph()
    plain.add_edges_from(sorted(tuple(sorted(edge[:2])) for edge in graph.edges(keys=True)))
    one, other = _folded(store, start, plain), _folded(store, end, plain)
    if one not in plain or other not in plain or one == other:
        return []
    try:
        ways = sorted(islice(nx.all_shortest_paths(plain, one, other), 200))
    except nx.NetworkXNoPath:
        return []
    if len(ways[0]) - 1 > _MOST_HOPS:
        return []
    shown = tell(graph.subgraph({place for way in ways[:limit] for place in way}).copy(), store, lang)
    return [Chain(tuple(_hop(shown, a, b) for a, b in pairwise(way))) for way in ways[:limit]]


def render(found: list[Chain]) -> str:
    """Write chains for people, one block a chain."""
    blocks = []
    for number, chain in enumerate(found, 1):
        lines = [f"{number}. {chain.hops[0].start}"]
        for hop in chain.hops:
            arrow = "→" if hop.forward else "←"
            date = f" ({hop.date})" if hop.date else ""
            cited = f"  [{'; '.join(hop.sources)}]" if hop.sources else ""
            lines.append(f"   {arrow} {hop.caption}{date} {arrow} {hop.end}{cited}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _folded(store: Store, thing: IRI, graph: object) -> str:
    rows = store.select(
        "SELECT DISTINCT ?into WHERE { ?fold ct:foldsInto true . ?thing ?fold ?into }", thing=thing
    ).rows
    return rows[0][0].value if rows and isinstance(rows[0][0], IRI) else thing.value


def _hop(graph, one: str, other: str) -> Hop:  # type: ignore[no-untyped-def]
    forward = graph.get_edge_data(one, other) or {}
    backward = graph.get_edge_data(other, one) or {}
    candidates = [(True, edge) for edge in forward.values()] + [
        (not edge["directed"], edge) for edge in backward.values()
    ]
    ahead, edge = min(
        candidates,
        key=lambda found: (not found[1]["sources"], found[1]["reading"] != "TieReading", found[1]["caption"]),
    )
    sources = tuple(sorted({detail["title"].split(":")[0] for detail in edge["details"]}))
    caption = edge["relation"] if edge["caption"] == edge["relation"] else f"{edge['relation']}: {edge['caption']}"
    return Hop(graph.nodes[one]["label"], graph.nodes[other]["label"], ahead, caption, edge["from_"], sources)
