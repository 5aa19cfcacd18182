"""What pictures say: each answers the question under its title in words that stand in the drawing itself."""

from __future__ import annotations

import pytest
from test_figure import figure_of

from cityties.names.resolution import resolve
from cityties.network.multigraph import city_network
from cityties.pictures.figure import WIDE
from cityties.pictures.network.scene import scene
from cityties.pictures.pair.banks import banks
from cityties.pictures.pair.promises import promises
from cityties.pictures.people.table import linkers
from cityties.pictures.request import Request
from cityties.pictures.sectors.table import fields
from cityties.pictures.shapes.sketch import Dot, Line, Mark, Sketch, Text, flat
from cityties.pictures.timeline.chronicle import records
from cityties.pictures.view import find
from cityties.store import IRI, Store

COUNTRIES = frozenset({"Indonesia"})


def named(store: Store, place: str) -> IRI:
    return resolve(store, place, "country" if place in COUNTRIES else "city")


def asked(store: Store, view: str, **focus: str) -> Request:
    return Request(store, find(view), {name: named(store, place) for name, place in focus.items()})


def drawn(store: Store, view: str, panel: int = 0, **focus: str) -> Sketch:
    return figure_of(asked(store, view, **focus)).panels[panel].draw(WIDE)


def texts(sketch: Sketch) -> list[Text]:
    return [item for item in flat(sketch.items) if isinstance(item, Text)]


def said(sketch: Sketch) -> str:
    return " ".join(text.text for text in texts(sketch))


def where(sketch: Sketch, text: str) -> Text:
    return next(one for one in texts(sketch) if one.text == text)


def test_through_whom_ankara_and_jakarta_met(shipped: Store) -> None:
    found = drawn(shipped, "pair", city="Jakarta", other="Ankara")
    left, right = (
        next(text for text in texts(found) if text.text == name and text.weight == "bold")
        for name in ("Rano Karno", "Mansur Yavaş")
    )
    assert left.x < 300 < 1000 < right.x  # each on the bank of their city
    assert where(found, "Jakarta").x < 300 and where(found, "Ankara").x > 1000
    assert "Vice Governor of Jakarta" in said(found) and "Mayor of Ankara" in said(found)
    embassy = where(found, "Embassy of Indonesia in Ankara")
    assert embassy.x < 300 and "Achmad Rizal Purnama, helps this tie" in said(found)


def test_how_the_tie_of_a_pair_stands_is_said_first(shipped: Store) -> None:
    found = drawn(shipped, "pair", city="Jakarta", other="Ankara")
    first = min(texts(found), key=lambda text: text.y)
    assert first.text.startswith("Jakarta – Ankara: not yet agreed, intended")


def test_promises_lead_from_the_bank_that_makes_them(shipped: Store) -> None:
    request = asked(shipped, "pair", city="Jakarta", other="Ankara")
    ways = {one.record.label: one.way for one in promises(request, records(request))}
    assert ways["Share good practice with Jakarta"] == "left"
    assert ways["Rank among the top 50 global cities"] == "right"
    found = drawn(shipped, "pair", city="Jakarta", other="Ankara")
    marks = [item for item in found.items if isinstance(item, Mark) and item.part == "Commitment"]
    assert len(marks) == len(ways)
    for mark in marks:
        lines = [item for item in mark.items if isinstance(item, Line)]
        label = next(item.text for item in mark.items if isinstance(item, Text) and item.size > 12)
        way = ways[label]
        assert len(lines) == (2 if way == "both" else 1) and all(line.arrow for line in lines)
        if way != "both":
            (x1, _), (x2, _) = lines[0].points
            assert (x1 < x2) == (way == "right")


def test_missions_of_third_countries_stay_out(shipped: Store) -> None:
    sides = banks(asked(shipped, "pair", city="Jakarta", other="Ankara"))
    assert [{mission.side for mission in bank.missions} for bank in sides] == [{"Indonesia"}, {"Türkiye"}]


def test_who_brought_jakarta_together_with_most_cities(shipped: Store) -> None:
    request = asked(shipped, "people")
    people = linkers(request)
    own = [one for one in people if named(shipped, "Jakarta").value in one.home]
    assert own[0].name == "Joko Widodo"
    assert sorted(map(request.labels.label, own[0].partners)) == ["Bangkok", "Istanbul", "Jerusalem"]
    counts = [len(one.partners) for one in people]
    assert counts == sorted(counts, reverse=True)
    found = drawn(shipped, "people")
    name = where(found, "Joko Widodo · 3")
    beside = [text.text for text in texts(found) if abs(text.y - name.y) < 14 and text.x > name.x]
    assert {"Jakarta", "Bangkok", "Istanbul", "Jerusalem"} <= set(beside)


def test_which_fields_two_cities_share(shipped: Store) -> None:
    request = asked(shipped, "sectors")
    found, label = fields(request), request.labels.label
    named = {label(city): {label(sector) for sector in found.of_city(city)} for city in found.cities}
    assert {"culture", "tourism", "trade"} <= named["Surabaya"] & named["Hohhot"]
    sketch = drawn(shipped, "sectors")
    one, other = where(sketch, "Surabaya"), where(sketch, "Hohhot")
    dots = {city.text: {round(dot.x) for dot in flat(sketch.items) if isinstance(dot, Dot) and dot.y == city.y}
            for city in (one, other)}  # fmt: skip
    assert len(dots["Surabaya"] & dots["Hohhot"]) == len(named["Surabaya"] & named["Hohhot"])
    assert abs(one.y - other.y) < 60  # like cities stand together


def test_the_commonest_field_stands_first(shipped: Store) -> None:
    turned = sorted((text for text in texts(drawn(shipped, "sectors")) if text.turn), key=lambda text: text.x)
    assert turned[0].text == "culture"


def test_from_whom_jakarta_wants_to_learn(shipped: Store) -> None:
    told = said(drawn(shipped, "sectors", 1))
    for wish in ("← Bangkok: traffic", "← Shanghai: urban planning, waste management"):
        assert wish in told
    assert told.startswith("Jakarta wants to learn from")


def test_which_embassy_can_help_bandung_with_cuenca(shipped: Store) -> None:
    found = drawn(shipped, "missions", city="Bandung")
    tie, embassy = where(found, "Cuenca, Ecuador"), where(found, "Embassy of Indonesia in Quito")
    assert 0 < embassy.y - tie.y < 60 and abs(embassy.x - tie.x) < 30
    assert "sits in Quito, not in Cuenca" in said(found)
    assert "Ties for which these sources tell of no mission" in said(found)


def test_where_indonesia_has_a_mission_but_no_agreed_tie(shipped: Store) -> None:
    found = drawn(shipped, "missions", country="Indonesia")
    order = [text.text for text in sorted(texts(found), key=lambda text: (text.x, text.y))]
    loose = next(place for place, text in enumerate(order) if text.startswith("A mission, and a tie not yet agreed"))
    none = next(place for place, text in enumerate(order) if text.startswith("A mission, but no tie"))
    assert "Embassy of Indonesia in Ankara" in order[loose:none]
    assert {"Embassy of Indonesia in Quito", "Embassy of Indonesia in Warsaw"} <= set(order[none:])


def test_whom_ankara_is_tied_with_how_firmly_and_who_is_mayor(shipped: Store) -> None:
    found = drawn(shipped, "city", city="Ankara")
    head, partner = where(found, "intended, not agreed · 1"), where(found, "Jakarta")
    assert head.y < partner.y and "agreed · " not in said(found).replace("not agreed · ", "")
    assert "Mansur Yavaş Mayor of Ankara" in said(found)


def test_the_oldest_of_jakartas_ties_has_its_year(shipped: Store) -> None:
    told = said(drawn(shipped, "city", city="Jakarta"))
    assert "Saudi Arabia · since 1979" in told
    assert told.index("agreed · ") < told.index("intended, not agreed · ") < told.index("only explored · ")


def test_whom_konya_could_ask_next_and_why(shipped: Store) -> None:
    told = said(drawn(shipped, "city", city="Konya"))
    assert told.count("its country has a mission there") == 2
    assert "Mexico City" in told and "Jakarta" in told


def test_the_city_that_holds_the_network_together(shipped: Store) -> None:
    first, *rest = scene(asked(shipped, "network")).bridges
    assert first.node == named(shipped, "Jakarta").value
    assert first.partners == len(city_network(shipped)[first.node])  # one count of partners on all pages
    assert [one.node for one in rest[:2]] == [named(shipped, name).value for name in ("Istanbul", "Bandung")]
    assert [one.pairs for one in (first, *rest)] == sorted((one.pairs for one in (first, *rest)), reverse=True)


@pytest.mark.parametrize("view", ["pair", "city", "people", "sectors", "missions"])
def test_a_figure_of_a_network_is_one_for_gephi_too(shipped: Store, view: str) -> None:
    from cityties.pictures.drawing import render

    given = {name: {"city": "Jakarta", "other": "Ankara"}[name] for name in find(view).parameters}
    assert b"<gexf" in render(asked(shipped, view, **given), ".gexf")
