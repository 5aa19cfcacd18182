"""Pages as text: what is refused, what stands in the file, and whether its colours can be seen."""

from __future__ import annotations

import json
import re
import tomllib
from html.parser import HTMLParser
from typing import Any

import pytest
from checkout import ROOT

from cityties.model.errors import RequestError
from cityties.network.multigraph import network, readings
from cityties.pictures.drawing import draw
from cityties.pictures.network.selection import select
from cityties.pictures.shapes.letters import wide
from cityties.pictures.shapes.sketch import Text
from cityties.pictures.view import View, find, views
from cityties.store import IRI, Store

JAKARTA = IRI("http://www.wikidata.org/entity/Q3630")
ANKARA = IRI("http://www.wikidata.org/entity/Q3640")
LANGUAGES = ("en", "id", "tr")
VIEWS = [view.name for view in views() if view.page == "network"]
STYLE: dict[str, Any] = tomllib.loads((ROOT / "viz" / "style.toml").read_text(encoding="utf-8"))


class Elements(HTMLParser):
    """Collects the elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def drawn(store: Store, view: str, lang: str = "en") -> str:
    return draw(store, view, lang=lang, focus=cities(view))


def cities(view: str) -> dict[str, IRI]:
    known = {"city": JAKARTA, "other": ANKARA}
    return {name: known[name] for name in find(view).parameters}


def data(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    loaded: dict[str, Any] = json.loads(found[1])
    return loaded


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def frame(text: Text) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of some words that are not turned."""
    across = wide(text.text, text.size, text.weight)
    left = {"start": text.x, "middle": text.x - across / 2, "end": text.x - across}[text.anchor]
    return left, text.y - text.size * 0.5, left + across, text.y + text.size * 0.5


def paper(theme: str) -> str:
    css = (ROOT / "viz" / "network" / "page.css").read_text(encoding="utf-8")
    rule = r":root \{[^}]*" if theme == "light" else r'^:root\[data-theme="dark"\] \{[^}]*'
    found = re.search(rule + r"--paper: (#[0-9a-f]{6})", css, re.MULTILINE)
    assert found is not None
    return found[1]


def test_the_networks_are_drawn_as_such() -> None:
    assert {"explore", "explore-pair", "network"} <= set(VIEWS)


def test_an_unknown_view_is_refused_with_the_nearest(shipped: Store) -> None:
    with pytest.raises(RequestError, match=r"peopel: no such view: did you mean people\?"):
        draw(shipped, "peopel")


@pytest.mark.parametrize(
    ("view", "focus", "message"),
    [
        ("city", {}, "--city is missing"),
        ("pair", {"city": JAKARTA}, "--other is missing"),
        ("network", {"city": JAKARTA}, "takes no --city"),
        ("city", {"city": JAKARTA, "other": ANKARA}, "takes no --other"),
        ("pair", {"city": JAKARTA, "other": JAKARTA}, "needs two cities"),
        ("explore", {"city": IRI("https://example.org/nowhere")}, "nothing to draw"),
        ("city", {"city": IRI("https://example.org/nowhere")}, "not in this graph"),
    ],
)
def test_wrong_parameters_are_refused(shipped: Store, view: str, focus: dict[str, IRI], message: str) -> None:
    with pytest.raises(RequestError, match=message):
        draw(shipped, view, focus=focus)


def test_a_wrong_date_is_refused(shipped: Store) -> None:
    with pytest.raises(RequestError):
        draw(shipped, "network", as_of="yesterday")


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_drawn_the_same_twice(shipped: Store, view: str) -> None:
    assert drawn(shipped, view) == drawn(shipped, view)


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_needs_nothing_from_elsewhere(shipped: Store, view: str) -> None:
    for tag, attributes in Elements(drawn(shipped, view)).found:
        assert "src" not in attributes
        assert tag not in {"link", "iframe", "img", "object", "embed", "base"}
        assert not attributes.get("href", "").startswith("http")
        assert not [name for name in attributes if name.startswith("on")]
    css = (ROOT / "viz" / "network" / "page.css").read_text(encoding="utf-8")
    assert "@import" not in css
    assert "url(" not in css


@pytest.mark.parametrize("view", VIEWS)
def test_data_stay_data(shipped: Store, view: str) -> None:
    html = drawn(shipped, view)
    found = re.search(r'id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    assert not set("<>&\u2028\u2029") & set(found[1])


@pytest.mark.parametrize("view", VIEWS)
def test_the_tables_hold_what_the_picture_holds(shipped: Store, view: str) -> None:
    html = drawn(shipped, view)
    payload, found = data(html), Elements(html).found
    listed = [int(a["data-node"]) for _, a in found if "data-node" in a]
    assert sorted(listed) == [node["id"] for node in payload["nodes"]]
    ranks = [payload["nodes"][node]["rank"] or len(listed) for node in listed]
    assert ranks == sorted(ranks)  # what joins most stands first
    rows = [a["data-edge"] for _, a in found if "data-edge" in a]
    edges = {edge["id"]: edge for edge in payload["edges"]}
    assert sorted(rows) == sorted(edges)
    days = [edges[row]["begin"] for row in rows]
    assert days == sorted(days, reverse=True)  # the newest first, undated last


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_a_page_says_its_language(shipped: Store, view: str, lang: str) -> None:
    html = drawn(shipped, view, lang)
    assert Elements(html).found[0] == ("html", {"lang": lang})
    title = find(view).title[lang]
    assert (title.split("{")[0] if not title.startswith("{") else title.rsplit("}", 1)[1]) in html


@pytest.mark.parametrize("view", views(), ids=[view.name for view in views()])
def test_view_files_are_complete(shipped: Store, view: View) -> None:
    for words in (view.title, view.summary, view.question):
        assert tuple(sorted(words)) == LANGUAGES
        assert all(text.strip() for text in words.values())
    assert set(view.readings) <= {reading.name for reading in readings(shipped)}
    assert view.hops >= 0
    assert view.reserve == 0 or view.reserve > view.hops


def test_words_are_complete() -> None:
    words = tomllib.loads((ROOT / "viz" / "words.toml").read_text(encoding="utf-8"))
    for name, texts in words.items():
        assert tuple(sorted(texts)) == LANGUAGES, name
        assert all(text.strip() for text in texts.values()), name


def test_every_kind_drawn_has_a_look(shipped: Store) -> None:
    for view in VIEWS:
        for node in data(drawn(shipped, view))["nodes"]:
            look = STYLE["node"].get(node["cls"], STYLE["node"]["other"])
            assert node["shape"] == look["shape"]
    assert {"light", "dark", "shape", "symbol", "size"} <= set.intersection(*(set(s) for s in STYLE["node"].values()))
    assert {"light", "dark", "dash", "width"} <= set.intersection(*(set(s) for s in STYLE["edge"].values()))


def test_looks_name_what_the_network_knows(shipped: Store) -> None:
    known = {name for view in views() for name in view.readings}
    assert set(STYLE["edge"]) - {"other"} <= known
    classes = set(dict(network(shipped).nodes(data="cls")).values())
    assert set(STYLE["node"]) - {"other"} <= classes


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["node", "edge"])
def test_colours_can_be_seen(kind: str, theme: str) -> None:
    weak = {name: look[theme] for name, look in STYLE[kind].items() if contrast(look[theme], paper(theme)) < 3}
    assert weak == {}


def test_a_city_shows_its_partners_and_keeps_the_rest_waiting(shipped: Store) -> None:
    graph, waiting = select(network(shipped), find("explore"), [JAKARTA.value])
    assert JAKARTA.value in graph
    assert waiting < set(graph)
    near = set(graph.successors(JAKARTA.value)) | set(graph.predecessors(JAKARTA.value)) | {JAKARTA.value}
    assert set(graph) - waiting == near


def test_a_pair_leads_by_no_third_city(shipped: Store) -> None:
    graph, waiting = select(network(shipped), find("pair"), [JAKARTA.value, ANKARA.value])
    assert waiting == set()
    assert {node for node, cls in graph.nodes(data="cls") if cls == "City"} == {JAKARTA.value, ANKARA.value}
    assert "https://w3id.org/cityties/id/person/rano-karno" in graph


def test_a_pair_is_the_same_set_either_way(shipped: Store) -> None:
    whole, view = network(shipped), find("pair")
    one, _ = select(whole, view, [JAKARTA.value, ANKARA.value])
    other, _ = select(whole, view, [ANKARA.value, JAKARTA.value])
    assert set(one.edges(keys=True)) == set(other.edges(keys=True))
