"""Two cities side by side: each partner stands in the one list where it belongs, every number counts them."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from typing import Any

import networkx as nx
import pytest
from checkout import ROOT
from test_page import contrast, paper

from cityties.facts import intake
from cityties.facts.settle import settle
from cityties.model.errors import RequestError
from cityties.model.vocabulary import WD
from cityties.network.multigraph import city_network
from cityties.pictures.compare import page as compare
from cityties.pictures.compare import spread
from cityties.pictures.drawing import draw, render
from cityties.pictures.request import Request
from cityties.pictures.shapes.sketch import Box, Text
from cityties.pictures.view import find
from cityties.questions.question import ask
from cityties.store import IRI, LocalStore, Store

JAKARTA, SEOUL, ISTANBUL = IRI(f"{WD}Q3630"), IRI(f"{WD}Q8684"), IRI(f"{WD}Q406")
LANGUAGES = ("en", "id", "tr")


def request(
    store: Store, city: IRI = JAKARTA, other: IRI = ISTANBUL, lang: str = "en", as_of: str | None = None
) -> Request:
    return Request(store, find("compare"), {"city": city, "other": other}, lang, as_of)


def data(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    loaded: dict[str, Any] = json.loads(found[1])
    return loaded


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
    payload = data(compare.draw(asked))
    assert [(city["partners"], city["holds"], city["since"]) for city in payload["cities"]] == [
        (80, 79, "1951"),
        (80, 79, "1950"),
    ]
    small = request(many, IRI("http://x/2"), IRI("http://x/100"))
    assert [len(part) for part in compare.lists(small, compare.compared(small)[0])] == [1, 0, 1]


def test_candidates_are_partners_of_the_other_alone_the_likeliest_first(many: Store) -> None:
    asked = request(many, IRI("http://x/0"), IRI("http://x/1"))
    partners, _ = compare.compared(asked)
    left, _, right = compare.lists(asked, partners)
    for_one, for_other = compare.candidates(asked, partners)
    assert 0 < len(for_one) <= 12 and {one["iri"] for one in for_one} <= {partner.iri for partner in right}
    assert for_other and {one["iri"] for one in for_other} <= {partner.iri for partner in left}
    scores = [one["score"] for one in for_one]
    assert scores == sorted(scores, reverse=True)
    graph = city_network(many)
    assert all(one["common"] == len(set(nx.common_neighbors(graph, "http://x/0", one["iri"]))) for one in for_one)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_the_same_twice_and_its_table_is_whole(shipped: Store, lang: str) -> None:
    html, again = (draw(shipped, "compare", lang=lang, focus={"city": JAKARTA, "other": SEOUL}) for _ in range(2))
    assert html == again
    payload = data(html)
    assert [int(n) for n in re.findall(r'data-partner="(\d+)"', html)] == list(range(len(payload["partners"])))
    assert f'<html lang="{lang}">' in html
    for tie in (tie for partner in payload["partners"] for tie in partner["ties"] if tie):
        assert tie["passages"] and set(tie["sectors"]) <= set(payload["sectors"])


def test_missions_are_those_that_can_help(shipped: Store) -> None:
    payload = data(draw(shipped, "compare", focus={"city": JAKARTA, "other": ISTANBUL}))
    told = {
        row["mission"] for row in ask(shipped, "missions-for-tie", {"city": JAKARTA.value, "other": ISTANBUL.value})
    }
    assert {mission["iri"] for mission in payload["missions"]} == told != set()


def test_a_still_counts_as_the_page_does(many: Store) -> None:
    found = compare.sketch(request(many, IRI("http://x/0"), IRI("http://x/1")))
    boxes = [item for item in found.items if isinstance(item, Box) and item.y == 0]
    assert [round(box.width / found.width, 3) for box in boxes] == [round(n / 130, 3) for n in (50, 30, 50)]
    names = [item for item in found.items if isinstance(item, Text) and item.text.startswith("Town")]
    assert len(names) == 130
    assert all(0 <= item.x <= found.width and 0 <= item.y <= found.height for item in names)
    spots = Counter((item.x, item.y) for item in names)
    assert max(spots.values()) == 1


def test_bars_go_both_ways_and_say_what_they_leave_out() -> None:
    sides = tuple(spread.Side(name, "#123456", {"": ["a"]}) for name in "xyz")
    left = Counter({f"field {n:02}": 1 + n % 3 for n in range(20)})
    found = spread.spread(
        (sides[0], sides[1], sides[2]), [("Fields", left, Counter({"field 00": 5}))],
        title="t", question="q", note="n", unknown="unknown",
    )  # fmt: skip
    texts = [item.text for item in found.items if isinstance(item, Text)]
    assert "+ 6" in texts and texts.index("field 00") < texts.index("field 02")


@pytest.mark.parametrize("form", [".svg", ".pdf"])
def test_a_still_is_the_same_twice(shipped: Store, form: str) -> None:
    assert render(request(shipped), form) == render(request(shipped), form)


def test_words_and_looks_are_complete() -> None:
    for name, texts in tomllib.loads((ROOT / "viz" / "compare" / "words.toml").read_text(encoding="utf-8")).items():
        assert tuple(sorted(texts)) == LANGUAGES and all(text.strip() for text in texts.values()), name
        slots = {lang: sorted(re.findall(r"\{\w+\}", text)) for lang, text in texts.items()}
        assert slots["en"] == slots["id"] == slots["tr"], name
    for theme in ("light", "dark"):
        for name, look in compare.looks().items():
            assert contrast(look[theme], paper(theme)) >= 4.5, (name, theme)
