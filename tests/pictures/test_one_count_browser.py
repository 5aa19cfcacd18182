"""One count means one thing on all pages: what the map counts of two countries, and of a city, others count too."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from test_answers import asked, drawn, named, said
from test_page_browser import opened

from cityties.facts import intake
from cityties.facts.settle import settle
from cityties.model.vocabulary import CT, RDF
from cityties.network.multigraph import city_network
from cityties.pictures.drawing import draw
from cityties.pictures.network.scene import scene
from cityties.pictures.ties import all_ties
from cityties.store import IRI, Store, Triple

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROWS = """() => [...document.querySelectorAll("#details li .row, #details li")].map((row) => row.innerText.trim())
  .filter((text) => text.includes(" – "))"""


def counted(page: Page) -> dict[frozenset[str], int]:
    """The pairs of countries that a page lists, with their figures."""
    found = {}
    for text in page.evaluate(ROWS):
        *names, figure = text.split("\n")
        found[frozenset(" ".join(names).split(" – "))] = int(figure)
    return found


def test_the_map_counts_ties_of_two_countries_as_the_atlas_does(
    browser: Browser, shipped: Store, tmp_path: Path
) -> None:
    lists = []
    for view in ("map", "world"):
        with opened(browser, tmp_path / f"{view}.html", draw(shipped, view)) as page:
            lists.append(counted(page))
    on_map, in_atlas = lists
    assert on_map[frozenset({"Indonesia", "China"})] == in_atlas[frozenset({"Indonesia", "China"})] == 4
    assert on_map[frozenset({"Indonesia", "Türkiye"})] == in_atlas[frozenset({"Indonesia", "Türkiye"})] == 3
    for pair in on_map.keys() & in_atlas.keys():
        assert on_map[pair] == in_atlas[pair], pair


def test_partners_of_a_city_are_as_many_in_the_network_and_beside_another(shipped: Store) -> None:
    first = scene(asked(shipped, "network")).bridges[0]
    assert first.partners == len(city_network(shipped)[first.node])
    assert f"agreed: {first.partners}" in said(drawn(shipped, "compare", city="Jakarta", other="Istanbul"))


def test_two_ties_on_record_of_one_pair_are_one_partner() -> None:
    """A list of the world and a paper may each keep a tie of the same two cities."""
    store = intake.shipped()
    request = asked(store, "city", city="Jakarta")
    before, _ = all_ties(request)
    assert any({end.name for end in tie.ends} == {"Jakarta", "Seoul"} for tie in before)
    again, office = (IRI(f"https://w3id.org/cityties/id/{one}") for one in ("tie/listed", "government/listed"))
    kind, party, governs = IRI(f"{RDF}type"), IRI(f"{CT}party"), IRI(f"{CT}governs")
    jakarta = named(store, "Jakarta")
    home = next(quad.subject for quad in store.quads() if quad.predicate == governs and quad.object == jakarta)
    listed = [
        Triple(office, kind, IRI(f"{CT}LocalGovernment")),
        Triple(office, governs, named(store, "Seoul")),
        Triple(again, kind, IRI(f"{CT}Tie")),
        Triple(again, party, home),
        Triple(again, party, office),
    ]
    store.add("https://w3id.org/cityties/id/source/a-list", listed)
    settle(store)
    assert len(store.select(f"SELECT ?party {{ <{again.value}> ct:party ?party }}").rows) == 2
    after, _ = all_ties(asked(store, "city", city="Jakarta"))
    assert [(tie.name, tie.standing.key, tie.since) for tie in after] == [
        (tie.name, tie.standing.key, tie.since) for tie in before
    ]
