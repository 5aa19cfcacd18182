"""The map in a real browser: land, circles, arcs and diamonds; it folds by nearness, compares, sifts and plays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from test_atlas import request
from test_atlas_browser import PIXELS, colours, press, status, told
from test_page import data
from test_page_browser import HOSTILE, number, opened
from worlds import made_world

from cityties.pictures import drawing
from cityties.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def made() -> Store:
    return made_world()


@pytest.fixture(scope="module")
def world_html(made: Store) -> str:
    return drawing.page(request(made, "map"))


@pytest.fixture(scope="module")
def city_html(shipped: Store) -> str:
    return drawing.page(request(shipped, "city-map"))


@pytest.fixture
def world(browser: Browser, world_html: str, tmp_path: Path) -> Iterator[Page]:
    with opened(browser, tmp_path / "map.html", world_html, reduced_motion="reduce") as page:
        yield page


@pytest.fixture
def city(browser: Browser, city_html: str, tmp_path: Path) -> Iterator[Page]:
    with opened(browser, tmp_path / "city.html", city_html, reduced_motion="reduce") as page:
        yield page


def rest(page: Page) -> None:
    """Wait until the map has drawn what it shows."""
    page.wait_for_function(
        "() => !stage.work && !stage.stale && stage.shown && stage.same(stage.shown.view)"
        " && stage.seen === `${stage.view.k} ${stage.view.x} ${stage.view.y} ${blend}`"
    )


def inked(page: Page, colour: str) -> int:
    """How many points of the canvas have a colour of the palette."""
    found: int = page.evaluate(
        f"(name) => {{ {PIXELS}"
        " const [r, g, b] = [1, 3, 5].map((at) => parseInt(ink[name].slice(at, at + 2), 16)); let n = 0;"
        " for (let i = 0; i < d.length; i += 4) n += d[i] === r && d[i + 1] === g && d[i + 2] === b; return n; }",
        colour,
    )
    return found


@pytest.mark.parametrize("lang", ["en", "id", "tr"])
@pytest.mark.parametrize("view", ["map", "city-map"])
def test_it_opens_with_land_and_all_it_says(
    browser: Browser, shipped: Store, tmp_path: Path, view: str, lang: str
) -> None:
    html = drawing.page(request(shipped, view, lang))
    held = data(html)
    with opened(browser, tmp_path / "map.html", html) as page:
        assert told(page, "ready") == "true"
        assert page.evaluate("performance.getEntriesByName('first-picture').length") == 1
        assert colours(page) > 20
        placed = sum(lat is not None for lat in held["nodes"]["lat"])
        assert number(page, "shown") + number(page, "folded") == placed
        assert number(page, "relations") > 0
        assert page.locator("#marks .chip").count() >= 3
        if view == "map":
            assert inked(page, "land") > 50_000
            assert told(page, "view") == "country"


def test_countries_are_one_circle_from_far_and_cities_from_near(world: Page) -> None:
    assert told(world, "view") == "country"
    circles = number(world, "shown")
    assert number(world, "folded") > 0
    world.evaluate("stage.fly(d3.zoomIdentity.translate(stage.width / 2, stage.height / 2).scale(4), true)")
    rest(world)
    assert told(world, "view") == "nearness"
    assert 0 < number(world, "shown") < circles
    world.evaluate("goCity(nodes.label.indexOf('City 5'))")
    rest(world)
    assert world.locator("#details h2").inner_text() == "City 5"
    near = world.evaluate("() => group.lists[group.of[nodes.label.indexOf('City 5')]].length")
    assert near == 1
    press(world, "Backspace")
    rest(world)
    assert number(world, "shown") == circles


def test_a_region_fills_the_map(world: Page) -> None:
    for region in ("1", "4", "6", "0"):
        world.select_option("#region", region)
        rest(world)
        west, south, east, north = world.evaluate("(n) => data.regions[n][1]", int(region))
        x, y = world.evaluate("([long, lat]) => screen(lay(long, lat))", [(west + east) / 2, (south + north) / 2])
        width, height = world.evaluate("[stage.width, stage.height]")
        assert abs(x - width / 2) < width * 0.1
        assert abs(y - height / 2) < height * 0.25
    assert told(world, "view") == "country"


def test_the_plane_is_found_back_from_any_nearness(world: Page) -> None:
    for blend in (0, 0.25, 0.5, 1):
        long, lat = world.evaluate("(b) => { blend = b; return lift(...lay(106.8, -6.2)); }", blend)
        assert long == pytest.approx(106.8, abs=1e-6)
        assert lat == pytest.approx(-6.2, abs=1e-6)


def test_no_line_crosses_the_whole_map(world: Page) -> None:
    jump = world.evaluate(
        "() => Math.max(...arcs.flatMap(one => arcOf(one)).flatMap(piece => piece.slice(1).map(([x, y], at) =>"
        " Math.abs(x - piece[at][0]))))"
    )
    assert jump < 500
    ends = world.evaluate(
        "() => arcs.every(one => { const p = arcOf(one), a = spots[one.a], b = spots[one.b], z = p.at(-1).at(-1);"
        " return Math.hypot(p[0][0][0] - a[0], p[0][0][1] - a[1]) < 1 && Math.hypot(z[0] - b[0], z[1] - b[1]) < 1; })"
    )
    assert ends


def test_fewer_lines_are_drawn_and_it_says_so(world: Page) -> None:
    world.click("#filters summary")
    world.locator("#most").fill("0")
    assert number(world, "relations") == 25
    hidden = number(world, "hidden")
    assert f"lines shown: 25 of {25 + hidden}" in status(world)
    world.locator("#most").fill("8")
    assert number(world, "hidden") == 0
    assert number(world, "relations") == 25 + hidden
    world.select_option("#sector", "0")
    assert 0 < number(world, "relations") < 25 + hidden
    assert "ties left out by filters: " in status(world)


def test_the_slider_and_play_go_through_the_years(world: Page) -> None:
    slider = world.locator("#asof")
    first = slider.get_attribute("min") or ""
    slider.fill(first)
    early = number(world, "left")
    assert early > 0
    assert told(world, "year") == first
    world.click("#play")
    world.wait_for_function("(year) => Number(document.documentElement.dataset.year) > year", arg=int(first))
    world.click("#play")
    assert number(world, "left") <= early
    slider.fill(slider.get_attribute("max") or "")
    assert number(world, "left") == 0


def test_missions_stand_beside_the_ties(world: Page) -> None:
    assert number(world, "missions") == 0
    world.select_option("#missions", "show")
    rest(world)
    shown = number(world, "missions")
    assert shown == world.evaluate("missions.from.length")
    assert inked(world, "mission") > 100
    assert f"missions on the map: {shown} of {shown}" in status(world)
    seat = world.evaluate("() => seats[0].spot")
    box = world.locator("#picture canvas").bounding_box()
    assert box is not None
    world.mouse.click(box["x"] + seat[0], box["y"] + seat[1])
    assert told(world, "picked") == "seat"
    assert world.locator("#details li").count() == world.evaluate("() => seats[0].missions.length")


def test_a_country_is_compared_with_its_embassies(world: Page, made: Store) -> None:
    country = world.evaluate("data.countries.indexOf('Country 7')")
    world.select_option("#missions", "compare")
    world.select_option("#from", str(country))
    rest(world)
    assert told(world, "compare") == str(country)
    held = data(drawing.page(request(made, "map")))
    where, ties, missions = held["nodes"]["country"], held["ties"], held["missions"]
    ends = [(where[a], where[b]) for a, b in zip(ties["a"], ties["b"], strict=True)]
    tied = {other for pair in ends for one, other in (pair, pair[::-1]) if one == country != other}
    sides = list(zip(missions["from"], missions["to"], strict=True))
    met = {host for sender, hosts in sides if sender == country for host in hosts}
    met |= {sender for sender, hosts in sides if country in hosts}
    heads = [head.casefold() for head in world.locator("#details h3").all_inner_texts()]
    assert heads == [
        f"ties, no mission told of in these sources ({len(tied - met)})",
        f"a mission, no tie told of in these sources ({len(met - tied)})",
        f"ties and a mission ({len(tied & met)})",
    ]
    drawn = world.evaluate(
        "(own) => arcs.every(one => one.ties.every(t => [ties.a[t], ties.b[t]].some(n => nodes.country[n] === own)))",
        country,
    )
    assert drawn
    assert "ties left out by filters: " in status(world)
    world.select_option("#missions", "none")
    assert number(world, "left") == 0


def test_a_citys_map_shows_it_its_partners_and_where_its_country_is(city: Page) -> None:
    focus = city.evaluate("data.focus")
    assert city.evaluate("meridian === nodes.long[data.focus]")
    assert city.evaluate("(f) => arcs.every(one => group.lists[one.a][0] === f || group.lists[one.b][0] === f)", focus)
    assert number(city, "folded") == 0
    assert number(city, "hidden") == 0
    assert city.evaluate("arcs.length") == city.evaluate("onMap.length") - 1
    inside = city.evaluate("() => spots.every(spot => inView(screen(spot)))")
    assert inside
    for name in ("both", "border"):
        assert inked(city, name) > 500, name
    assert city.locator("#details h2").inner_text() == "Indonesia"
    assert city.locator("#details h3").count() == 3


def test_a_click_on_a_partner_tells_of_the_tie(city: Page) -> None:
    spot = city.evaluate("() => screen(spots[group.of[nodes.label.indexOf('Ankara')]])")
    box = city.locator("#picture canvas").bounding_box()
    assert box is not None
    city.mouse.click(box["x"] + spot[0], box["y"] + spot[1])
    assert city.locator("#details h2").inner_text() == "Ankara"
    assert "ANTARA" in city.locator("#details").inner_text()
    assert number(city, "relations") > 0
    press(city, "Escape")
    assert told(city, "picked") == ""


def test_a_click_on_land_tells_of_the_country(city: Page) -> None:
    spot = city.evaluate("() => screen(lay(134, -25))")
    box = city.locator("#picture canvas").bounding_box()
    assert box is not None
    city.mouse.click(box["x"] + spot[0], box["y"] + spot[1])
    assert told(city, "picked") == "country"
    assert city.locator("#details h2").inner_text() == "Australia"


def test_search_goes_to_a_city_and_to_a_country(world: Page) -> None:
    world.fill("#search", "City 9")
    world.press("#search", "Enter")
    rest(world)
    assert world.locator("#details h2").inner_text() == "City 9"
    x, y = world.evaluate(
        "() => { const n = nodes.label.indexOf('City 9'); return screen(lay(nodes.long[n], nodes.lat[n])); }"
    )
    width, height = world.evaluate("[stage.width, stage.height]")
    assert abs(x - width / 2) < 30
    assert abs(y - height / 2) < 30
    world.fill("#search", "Country 9")
    world.press("#search", "Enter")
    assert world.locator("#details h2").inner_text() == "Country 9"


def test_keys_move_zoom_walk_and_let_go(world: Page) -> None:
    view = "[stage.view.x, stage.view.y, stage.view.k]"
    start = world.evaluate(view)
    press(world, "ArrowUp")
    assert world.evaluate(view)[1] == pytest.approx(start[1] + 90)
    press(world, "+")
    assert world.evaluate(view)[2] == pytest.approx(start[2] * 1.4)
    press(world, "0")
    rest(world)
    press(world, "Tab", "Enter")
    assert told(world, "picked") == "circle"
    assert world.locator("#details h2").inner_text()
    press(world, "Escape")
    assert told(world, "picked") == ""
    world.keyboard.press("/")
    assert world.evaluate("document.activeElement.id") == "search"


def test_the_table_counts_ties_and_missions(world: Page) -> None:
    world.click("#tables summary")
    rows = world.locator("#rows tr")
    assert rows.count() > 100
    cells = rows.first.locator("td").all_inner_texts()
    assert len(cells) == 5
    name = rows.first.locator("button").inner_text()
    rows.first.locator("button").click()
    assert world.locator("#details h2").inner_text() == name


@pytest.mark.parametrize("label", [*HOSTILE[:2], HOSTILE[-1]], ids=range(3))
def test_hostile_names_stay_text(browser: Browser, made: Store, tmp_path: Path, label: str) -> None:
    whole: nx.MultiDiGraph = request(made, "map").network.copy()
    node = max(whole, key=lambda one: (whole.degree(one), one))
    whole.nodes[node]["label"] = label
    with opened(browser, tmp_path / "hostile.html", drawing.page(request(made, "map", given=whole))) as page:
        page.evaluate("(label) => goCity(nodes.label.indexOf(label))", label)
        rest(page)
        assert page.locator("#details h2").text_content() == label
        assert page.locator("main img, main script, header img").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_bars_anybody(browser: Browser, city_html: str, tmp_path: Path, theme: str) -> None:
    from axe_core_python.sync_playwright import Axe

    with opened(browser, tmp_path / "city.html", city_html, color_scheme=theme) as page:
        page.click("#filters summary")
        page.click("#tables summary")
        found: dict[str, Any] = Axe().run(page)
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
        before = inked(page, "both")
        page.click("#theme")
        rest(page)
        assert before > 500
        assert inked(page, "both") > 500
