"""The atlas and the map as text: what they hold, that it is the same each time, and that names stay names."""

from __future__ import annotations

import dataclasses
import json
import math
import re
import tomllib
from typing import Any

import networkx as nx
import pytest
from checkout import ROOT
from test_page import Elements, contrast, data
from worlds import made_world

from cityties.model.errors import RequestError
from cityties.pictures import drawing
from cityties.pictures.atlas import page as atlas
from cityties.pictures.atlas.folding import strongest
from cityties.pictures.map import page as world_map
from cityties.pictures.map.globe import Globe, clip, great_circle
from cityties.pictures.request import Request
from cityties.pictures.shapes.lettering import Lettering
from cityties.pictures.shapes.sketch import Area, Dot, Line, Text
from cityties.pictures.view import find
from cityties.store import IRI, Store

JAKARTA = IRI("http://www.wikidata.org/entity/Q3630")
LANGUAGES = ("en", "id", "tr")
VIEWS = ("world", "map", "city-map")
ATLAS = ROOT / "viz" / "atlas"
PALETTE: dict[str, Any] = tomllib.loads((ATLAS / "palette.toml").read_text(encoding="utf-8"))
PAPER = {"light": "#faf8f2", "dark": "#151816"}
INK = {"light": "#1f2421", "dark": "#f6f3ec"}
HOSTILE = "</script><img src=x onerror=alert(1)>{{ 7 * 7 }}\u2028"


def request(store: Store, view: str, lang: str = "en", **told: Any) -> Request:
    chosen = find(view)
    focus = dict.fromkeys(chosen.parameters, JAKARTA)
    return Request(store, chosen, focus, lang, **told)


def part(html: str, name: str) -> dict[str, Any]:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    loaded: dict[str, Any] = json.loads(found[1])
    return loaded


@pytest.fixture(scope="module")
def made() -> Store:
    return made_world()


@pytest.fixture(scope="module")
def page(made: Store) -> str:
    return atlas.draw(request(made, "world"))


@pytest.fixture(scope="module")
def held(page: str) -> dict[str, Any]:
    return data(page)


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_drawn_the_same_twice(shipped: Store, view: str) -> None:
    assert drawing.page(request(shipped, view)) == drawing.page(request(shipped, view))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_a_page_needs_nothing_from_elsewhere(shipped: Store, view: str, lang: str) -> None:
    html = drawing.page(request(shipped, view, lang))
    found = Elements(html).found
    assert found[0] == ("html", {"lang": lang})
    for tag, attributes in found:
        assert "src" not in attributes
        assert tag not in {"link", "iframe", "img", "object", "embed", "base"}
        assert not attributes.get("href", "").startswith("http")
        assert not [name for name in attributes if name.startswith("on")]
    assert "object at 0x" not in html
    css = (ATLAS / "atlas.css").read_text(encoding="utf-8")
    assert "@import" not in css
    assert "url(" not in css


def test_every_tie_is_held_and_counted(made: Store, held: dict[str, Any]) -> None:
    whole = request(made, "world").network
    assert len(held["nodes"]["label"]) == len(whole)
    assert {len(held["ties"][name]) for name in ("a", "b", "kind", "status", "begin", "end", "sectors")} == {
        whole.number_of_edges()
    }
    known = {(min(edge[:2]), max(edge[:2])) for edge in whole.edges(keys=True)}
    bases = held["prefixes"]
    iris = [bases[iri.split(":", 1)[0]] + iri.split(":", 1)[1] for iri in held["nodes"]["iri"]]
    assert {(iris[a], iris[b]) for a, b in zip(held["ties"]["a"], held["ties"]["b"], strict=True)} == known


def test_each_fold_places_each_city_in_its_part(held: dict[str, Any]) -> None:
    assert [fold["way"] for fold in held["folds"]] == ["country", "community", "sector"]
    for fold in held["folds"]:
        count = len(fold["parts"])
        assert set(fold["of"]) == set(range(count))
        assert len(fold["block"]) == len(fold["place"]["members"]) == len(fold["place"]["ties"]) == count
        assert len(fold["inner"]) == 2 * len(fold["of"])
        for x, y in zip(fold["inner"][::2], fold["inner"][1::2], strict=True):
            assert math.hypot(x, y) < 1
        for spots in fold["place"].values():
            for one in range(count):
                for other in range(one):
                    (x1, y1, r1), (x2, y2, r2) = spots[one], spots[other]
                    assert math.hypot(x1 - x2, y1 - y2) > r1 + r2


def test_measures_are_worded_in_the_language(shipped: Store) -> None:
    told = {lang: data(atlas.draw(request(shipped, "world", lang)))["measures"] for lang in LANGUAGES}
    for name, one in told["en"].items():
        assert len({told[lang][name]["meaning"] for lang in LANGUAGES}) == 3
        assert len(one["values"]) == len(told["tr"][name]["values"])
    values = told["en"]["degree"]["values"]
    assert max(values) == max(dict(nx.Graph(request(shipped, "world").network).degree()).values())


def test_a_measure_that_takes_longer_comes_when_asked_for(shipped: Store) -> None:
    assert "closeness" not in data(atlas.draw(request(shipped, "world")))["measures"]
    found = data(atlas.draw(request(shipped, "world", color_by="closeness", size_by="core")))
    assert "closeness" in found["measures"]
    assert (found["color"], found["size"]) == ("closeness", "core")


def test_the_fold_asked_for_opens(shipped: Store) -> None:
    found = data(atlas.draw(request(shipped, "world", fold="sector")))
    assert found["folds"][found["opening"]]["way"] == "sector"
    with pytest.raises(RequestError, match="does not fold by colour: use country, community, sector"):
        request(shipped, "world", fold="colour")


def test_evidence_names_each_source_once_a_tie(shipped: Store) -> None:
    html = atlas.draw(request(shipped, "world"))
    more, held = part(html, "more"), data(html)
    assert len(more["told"]) == len(more["things"]) == len(held["ties"]["a"])
    assert all(told for told in more["told"])
    assert len(more["sources"]) == len({tuple(source) for source in more["sources"]})
    assert any(passage for told in more["told"] for _, _, passage in told)
    assert "ANTARA" in json.dumps(more["sources"])


def test_sectors_and_kinds_come_with_the_ties(shipped: Store) -> None:
    ties = data(atlas.draw(request(shipped, "world", "tr")))["ties"]
    assert "kardeş şehir" in ties["kinds"]
    assert any(ties["sectors"])
    assert "ulaşım" in " ".join(ties["sectorNames"])


def test_hostile_names_stay_data(made: Store) -> None:
    whole = request(made, "world").network.copy()
    node = min(whole)
    whole.nodes[node]["label"] = HOSTILE
    for view in ("world", "map"):
        html = drawing.page(request(made, view, given=whole))
        assert HOSTILE in data(html)["nodes"]["label"]
        assert "onerror=alert(1)>" not in html
        assert "<img" not in html


def test_a_network_that_is_handed_in_is_drawn(shipped: Store) -> None:
    graph = nx.MultiDiGraph()
    for name in "abcd":
        graph.add_node(f"x:{name}", label=name.upper(), cls="Thing", clsLabel="thing", country="")
    for one, other in (("a", "b"), ("b", "c"), ("d", "c")):
        graph.add_edge(
            f"x:{one}", f"x:{other}", key=f"{one}{other}", reading="", relation="knows", caption="", from_="2001"
        )
    view = dataclasses.replace(find("world"), folds=())
    html = atlas.draw(Request(shipped, view, given=graph))
    held = data(html)
    assert held["nodes"]["label"] == ["A", "B", "C", "D"]
    assert held["ties"]["kinds"] == ["knows"]
    assert held["years"] == [2001, 2001]


def test_nothing_to_draw_is_refused(shipped: Store) -> None:
    with pytest.raises(RequestError, match="nothing to draw"):
        atlas.draw(Request(shipped, find("world"), given=nx.MultiDiGraph()))
    with pytest.raises(RequestError, match="nothing to draw"):
        drawing.page(Request(shipped, find("city-map"), {"city": IRI("https://example.org/nowhere")}))


def test_beyond_so_many_things_the_atlas_draws_a_view(shipped: Store) -> None:
    view = dataclasses.replace(find("network"), over=10)
    assert '<body class="atlas">' in drawing.page(Request(shipped, view))
    assert '<body class="atlas">' not in drawing.page(Request(shipped, dataclasses.replace(view, over=0)))


def test_places_for_gephi_lie_inside_their_part(made: Store) -> None:
    graph, places = atlas.placed(request(made, "world"))
    assert set(places) == set(graph)
    assert len(set(places.values())) == len(places)


def test_a_city_map_holds_the_city_its_partners_and_its_countrys_missions(shipped: Store) -> None:
    held = data(drawing.page(request(shipped, "city-map")))
    focus = held["focus"]
    assert held["nodes"]["label"][focus] == "Jakarta"
    assert {focus} <= set.intersection(*({a, b} for a, b in zip(held["ties"]["a"], held["ties"]["b"], strict=True)))
    assert held["countries"][held["home"]] == "Indonesia"
    sides = zip(held["missions"]["from"], held["missions"]["to"], strict=True)
    assert all(held["home"] == sender or held["home"] in hosts for sender, hosts in sides)
    assert held["shapes"][held["home"]] == "360"
    whole = request(shipped, "city-map").network
    among = [edge for edge in whole.edges() if JAKARTA.value not in edge]
    partners = set(nx.Graph(whole)[JAKARTA.value])
    assert held["aside"] == sum(one in partners and other in partners for one, other in among)


def test_seats_of_missions_that_are_cities_with_ties_are_those_cities(shipped: Store) -> None:
    held = data(drawing.page(request(shipped, "map")))
    missions, nodes = held["missions"], held["nodes"]
    shared = [(seat, node) for seat, node in zip(missions["seats"], missions["nodes"], strict=True) if node >= 0]
    assert shared
    assert all(nodes["label"][node] == seat for seat, node in shared)


def test_regions_are_boxes_in_three_languages() -> None:
    regions = tomllib.loads((ATLAS / "regions.toml").read_text(encoding="utf-8"))["region"]
    assert len(regions) > 5
    for one in regions:
        west, south, east, north = one["box"]
        assert west < east
        assert south < north
        assert tuple(sorted(one["name"])) == LANGUAGES


def test_words_are_complete_and_used() -> None:
    words = tomllib.loads((ATLAS / "words.toml").read_text(encoding="utf-8"))
    for name, texts in words.items():
        assert tuple(sorted(texts)) == LANGUAGES, name
        holes = [set(re.findall(r"\{(\w+)\}", text)) for text in texts.values()]
        assert holes.count(holes[0]) == 3, name
        assert all(text.strip() for text in texts.values()), name
    sources = [*ATLAS.glob("*.js"), *ATLAS.glob("*.html"), *(ROOT / "cityties" / "pictures").glob("*.py")]
    written = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    parts = ("fold_", "none_")  # put together from the name of a way to fold
    unused = [name for name in words if not name.startswith(parts) and not re.search(rf"\b{name}\b", written)]
    assert unused == []
    pages = "\n".join(path.read_text(encoding="utf-8") for path in sources if path.suffix != ".py")
    asked = {one or other for one, other in re.findall(r'\bwords\.(\w+)|\btell\("(\w+)"', pages)}
    around = tomllib.loads((ROOT / "viz" / "page" / "words.toml").read_text(encoding="utf-8"))  # the frame of all
    assert asked - set(words) - set(around) == set()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_can_be_seen(theme: str) -> None:
    ink = PALETTE[theme]
    pairs = [*ink["blocks"], ink["other"], *ink["ramp"]]
    assert [rim for _, rim in pairs if contrast(rim, PAPER[theme]) < 3] == []
    assert [fill for fill, _ in pairs if max(contrast(fill, one) for one in INK.values()) < 4.5] == []
    assert min(contrast(ink["tie"], PAPER[theme]), contrast(ink["mission"], ink["land"])) >= 3
    fills = [ink[name] for name in ("both", "ties", "missions", "land")]
    assert len({round(contrast(fill, "#000000"), 1) for fill in fills}) == 4, "they differ in lightness, too"


def test_a_still_of_the_atlas_shows_what_the_page_shows(made: Store, held: dict[str, Any]) -> None:
    drawn = atlas.sketch(request(made, "world"))
    parts = held["folds"][0]["parts"]
    assert sum(isinstance(item, Dot) for item in drawn.items) == len(parts)
    pairs: dict[tuple[int, int], int] = {}
    of = held["folds"][0]["of"]
    for a, b in zip(held["ties"]["a"], held["ties"]["b"], strict=True):
        pair = (min(of[a], of[b]), max(of[a], of[b]))
        pairs[pair] = pairs.get(pair, 0) + 1
    kept = strongest({pair: float(count) for pair, count in pairs.items()}, 3)
    assert sum(isinstance(item, Line) for item in drawn.items) == len(kept)
    between = sum(one != other for one, other in pairs)
    assert f"links between parts shown: {len(kept)} of {between}" in drawn.note
    assert {item.text for item in drawn.items if isinstance(item, Text)} & set(parts)
    assert drawn == atlas.sketch(request(made, "world"))


@pytest.mark.parametrize("view", ["map", "city-map"])
def test_a_still_of_a_map_stays_on_its_page(shipped: Store, view: str) -> None:
    drawn = world_map.sketch(request(shipped, view))
    assert sum(isinstance(item, Area) for item in drawn.items) > 50
    corners = [corner for item in drawn.items if isinstance(item, Area) for ring in item.rings for corner in ring]
    corners += [point for item in drawn.items if isinstance(item, Line) for point in item.points]
    assert min(min(corner) for corner in corners) >= 0
    assert max(x for x, _ in corners) <= drawn.width
    assert max(y for _, y in corners) <= drawn.height
    names = {item.text for item in drawn.items if isinstance(item, Text)}
    assert ("Jakarta" if view == "city-map" else "Indonesia") in names
    assert "lines shown: " in drawn.note


def test_land_is_cut_where_the_map_ends() -> None:
    for meridian in (0.0, 107.0, -100.0):
        globe = Globe(meridian)
        lands = dict(globe.land())
        assert "010" not in lands
        for number in ("643", "360", "840"):
            xs = [x for ring in lands[number] for x, _ in ring]
            assert max(xs) <= math.pi * 0.8708
            assert min(xs) >= -math.pi * 0.8708


def test_the_way_over_the_globe_is_the_shortest() -> None:
    way = great_circle((-74.0, 40.7), (139.7, 35.7))
    assert way[0] == pytest.approx((-74.0, 40.7))
    assert way[-1] == pytest.approx((139.7, 35.7))
    assert max(lat for _, lat in way) > 68
    assert great_circle((10.0, 10.0), (10.0, 10.0)) == [(10.0, 10.0), (10.0, 10.0)]
    pieces = Globe().arc((170.0, 0.0), (-170.0, 10.0))
    assert len(pieces) == 2
    assert len(Globe(180.0).arc((170.0, 0.0), (-170.0, 10.0))) == 1
    assert len(Globe().arc((-60.0, 60.0), (120.0, 60.0))) == 1


def test_an_outline_beyond_the_frame_leaves_nothing() -> None:
    assert clip([(5, 5), (6, 5), (6, 6)], (0, 0, 4, 4)) == []
    assert clip([(1, 1), (2, 1), (2, 2)], (0, 0, 4, 4)) == [(1, 1), (2, 1), (2, 2)]


def test_names_do_not_lie_over_each_other() -> None:
    letters = Lettering(200, 60)
    first = letters.write("Ankara", 100, 30)
    assert first is not None
    assert letters.write("Jakarta", 104, 32) is None
    second = letters.write("Jakarta", 104, 32, sides=("middle", "above"), gap=10)
    assert second is not None
    assert second.y < first.y - 8
    assert letters.write("beyond the edge", 195, 30) is None
    assert letters.write("must", 100, 30, must=True) is not None
