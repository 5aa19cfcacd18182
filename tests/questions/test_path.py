"""Chains: the shortest way from one thing to another, each hop with its source."""

from __future__ import annotations

from cityties.names.resolution import resolve
from cityties.questions.path import chains, render
from cityties.store import Store


def test_a_chain_names_each_hop_and_its_source(shipped: Store) -> None:
    start, end = resolve(shipped, "Rano Karno", "thing"), resolve(shipped, "Ankara", "thing")
    found = chains(shipped, start, end)
    assert found and len({len(chain.hops) for chain in found}) == 1
    text = render(found)
    assert "Vice Governor of Jakarta" in text and "ANTARA, 2025-08-20" in text
    for chain in found:
        assert chain.hops[0].start == "Rano Karno" and chain.hops[-1].end == "Ankara"
        assert all(hop.sources for hop in chain.hops)


def test_a_government_counts_as_the_place_it_governs(shipped: Store) -> None:
    start = resolve(shipped, "government:jakarta", "thing")
    (chain, *_) = chains(shipped, start, resolve(shipped, "Ankara", "thing"))
    assert len(chain.hops) == 1


def test_before_it_began_there_was_no_direct_way(shipped: Store) -> None:
    start, end = resolve(shipped, "Jakarta", "thing"), resolve(shipped, "Ankara", "thing")
    assert all(len(chain.hops) > 1 for chain in chains(shipped, start, end, as_of="2018"))


def test_what_nothing_links_has_no_chain(shipped: Store) -> None:
    start, end = resolve(shipped, "Pittsburgh", "thing"), resolve(shipped, "Pittsburgh", "thing")
    assert chains(shipped, start, end) == []
