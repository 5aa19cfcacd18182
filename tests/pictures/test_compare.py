"""Two cities side by side: each partner stands in the one list where it belongs, every number counts them."""

from __future__ import annotations

import re

import networkx as nx
import pytest

from cityties.facts import intake
from cityties.facts.settle import settle
from cityties.model.errors import RequestError
from cityties.model.vocabulary import WD
from cityties.names.resolution import resolve
from cityties.network.multigraph import city_network
from cityties.pictures.compare import page
from cityties.pictures.compare import partners as compare
from cityties.pictures.drawing import render
from cityties.pictures.request import Request
from cityties.pictures.shapes.sketch import Box, Text, flat
from cityties.pictures.view import find
from cityties.questions.question import ask
from cityties.store import IRI, LocalStore, Store

JAKARTA, SEOUL, ISTANBUL = IRI(f"{WD}Q3630"), IRI(f"{WD}Q8684"), IRI(f"{WD}Q406")


def request(
    store: Store, city: IRI = JAKARTA, other: IRI = ISTANBUL, lang: str = "en", as_of: str | None = None
) -> Request:
    return Request(store, find("compare"), {"city": city, "other": other}, lang, as_of)


@pytest.fixture(scope="module")
def many() -> Store:
    """Two hubs, 0 and 1, with eighty partners each, of which thirty are shared; one of them is told of, not agreed."""
    store = LocalStore()
    lines = []
    for number in range(132):
        lines.append(f'<http://x/{number}> a ct:City ; rdfs:label "Town {number:03}" . ')
        lines.append(f"<http://x/g{number}> a ct:LocalGovernment ; ct:governs <http://x/{number}> . ")
    for hub, partners in ((0, range(2, 82)), (1, range(52, 132))):
        for number in partners:
            tie, kind = f"<http://x/t{hub}-{number}>", "explored" if number == 60 else "agreed"
            lines.append(
                f"{tie} a ct:Tie ; ct:party <http://x/g{hub}>, <http://x/g{number}> ; "
                "prov:wasDerivedFrom <http://x/s> . "
            )
            lines.append(f"<http://x/s{hub}-{number}> a ct:Step ; ct:ofTie {tie} ; ct:stepKind code:{kind} ; ")
            lines.append(f'ct:date "{1950 + number % 60}"^^xsd:gYear ; prov:wasDerivedFrom <http://x/s> . ')
    intake.put(store, intake.read_model())
    store.update(f"INSERT DATA {{ GRAPH <http://x/s> {{ {' '.join(lines)} }} }}")
    settle(store)
    return store


def test_each_partner_stands_in_one_list(shipped: Store) -> None:
    asked = request(shipped)
    partners, _ = compare.compared(asked)
    left, both, right = compare.lists(asked, partners)
    for side, city in ((0, JAKARTA), (1, ISTANBUL)):
        told = {row["partner"] for row in ask(shipped, "ties-of-city", {"city": city.value})}
        mine = {partner.iri for partner in partners if partner.ties[side]}
        assert mine == told
    assert not {partner.iri for partner in (*left, *both, *right)} & {JAKARTA.value, ISTANBUL.value}
    assert len({partner.iri for partner in (*left, *both, *right)}) == len(left) + len(both) + len(right)
    common = {
        row["partner"] for row in ask(shipped, "common-partners", {"city": JAKARTA.value, "other": ISTANBUL.value})
    }
    assert {partner.iri for partner in both} >= common


def test_that_they_are_tied_themselves_is_told(shipped: Store) -> None:
    asked = request(shipped)
    partners, _ = compare.compared(asked)
    tie = compare.between(asked, partners)
    assert tie is not None and tie.holds
    apart = request(shipped, SEOUL, ISTANBUL)
    assert compare.between(apart, compare.compared(apart)[0]) is None


def test_as_of_is_as_things_stood(shipped: Store) -> None:
    now, _ = compare.compared(request(shipped))
    then, _ = compare.compared(request(shipped, as_of="1985"))
    assert len(then) < len(now)
    with pytest.raises(RequestError, match="nothing to draw"):
        compare.compared(request(shipped, SEOUL, IRI(f"{WD}Q1490"), as_of="1900"))


def test_eighty_partners_are_counted_as_three(many: Store) -> None:
    asked = request(many, IRI("http://x/0"), IRI("http://x/1"))
    partners, notes = compare.compared(asked)
    assert [len(part) for part in compare.lists(asked, partners)] == [50, 30, 50]
    assert "130 unknown" in notes[0]
    still = page.figure(asked).still()
    boxes = [item for item in still.items if isinstance(item, Box) and item.height == 24]
    assert [round(box.width / still.width, 3) for box in boxes] == [round(n / 130, 3) for n in (50, 30, 50)]
    texts = [item.text for item in flat(still.items) if isinstance(item, Text)]
    assert texts.count("ties told of: 80 · agreed: 79 · countries: 0") == 2
    assert (
        len(re.findall(r"Town \d{3}", " ".join(texts[: texts.index("Sectors") if "Sectors" in texts else None]))) >= 130
    )
    small = request(many, IRI("http://x/2"), IRI("http://x/100"))
    assert [len(part) for part in compare.lists(small, compare.compared(small)[0])] == [1, 0, 1]


def test_candidates_are_partners_of_the_other_alone_the_likeliest_first(many: Store) -> None:
    asked = request(many, IRI("http://x/0"), IRI("http://x/1"))
    partners, _ = compare.compared(asked)
    left, _, right = compare.lists(asked, partners)
    for_one, for_other = compare.candidates(asked, partners)
    assert 0 < len(for_one) <= 12 and {one.partner.iri for one in for_one} <= {partner.iri for partner in right}
    assert for_other and {one.partner.iri for one in for_other} <= {partner.iri for partner in left}
    scores = [one.score for one in for_one]
    assert scores == sorted(scores, reverse=True)
    graph = city_network(many)
    assert all(set(one.common) == set(nx.common_neighbors(graph, "http://x/0", one.partner.iri)) for one in for_one)


@pytest.mark.parametrize("form", [".svg", ".pdf"])
def test_a_still_is_the_same_twice(shipped: Store, form: str) -> None:
    assert render(request(shipped), form) == render(request(shipped), form)


def test_missions_are_those_that_can_help(shipped: Store) -> None:
    told = {
        row["mission"] for row in ask(shipped, "missions-for-tie", {"city": JAKARTA.value, "other": ISTANBUL.value})
    }
    assert {mission.iri for mission in compare.missions(request(shipped))} == told != set()


def test_wishes_on_record_come_before_what_could_be_learned(shipped: Store) -> None:
    asked = request(shipped, JAKARTA, resolve(shipped, "Ankara", "city"))
    wishes = compare.wishes(asked)
    assert {(one.learner, one.teacher, one.sector) for one in wishes} == {("Ankara", "Jakarta", "public transport")}
    texts = [item.text for item in flat(page.figure(asked).still().items) if isinstance(item, Text)]
    wish = next(place for place, text in enumerate(texts) if text.startswith("Ankara ← Jakarta: public transport"))
    guess = next(place for place, text in enumerate(texts) if text.startswith("What each could learn"))
    assert wish < guess


def test_no_partner_in_common_is_told_as_none_in_these_sources(shipped: Store) -> None:
    asked = request(shipped, JAKARTA, resolve(shipped, "Bandung", "city"))
    _, both, _ = compare.lists(asked, compare.compared(asked)[0])
    texts = [item.text for item in flat(page.figure(asked).still().items) if isinstance(item, Text)]
    assert not both and "Both · 0" in texts and "none in these sources" in texts
