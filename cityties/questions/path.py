"""How two things are linked: the shortest chains, each hop with its caption and its sources."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from cityties.display.label import Labels
from cityties.network.multigraph import edges_of
from cityties.network.ways import ways
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
    walked = ways(store, start.value, end.value, as_of=as_of, most=_MOST_HOPS)
    shown = walked.found[:limit]
    pairs = [pair for way in shown for pair in pairwise(way)]
    lines: dict[tuple[str, str], list[tuple[bool, dict[str, Any]]]] = {}
    for one, other, _, edge in edges_of(store, walked.read(pairs), lang, as_of):
        lines.setdefault((one, other), []).append((True, edge))
        lines.setdefault((other, one), []).append((not edge["directed"], edge))
    labels = Labels(store, lang)
    labels.learn(place for way in shown for place in way)
    return [Chain(tuple(_hop(pair, lines[pair], labels) for pair in pairwise(way))) for way in shown]


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


def _hop(pair: tuple[str, str], lines: list[tuple[bool, dict[str, Any]]], labels: Labels) -> Hop:
    """Tell the line of two things that says most: one with sources before one without, a tie before all else."""
    forward, edge = min(
        lines,
        key=lambda line: (not line[1]["sources"], line[1]["reading"] != "TieReading", line[1]["caption"], not line[0]),
    )
    start, end = map(labels.label, pair)
    sources = tuple(sorted({detail["title"].split(":")[0] for detail in edge["details"]}))
    caption = edge["relation"] if edge["caption"] == edge["relation"] else f"{edge['relation']}: {edge['caption']}"
    return Hop(start, end, forward, caption, edge["from_"], sources)
