"""The atlas in a real browser: it opens folded, unfolds, is searched, sifted and played, and says what it hides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from checkout import SHARED
from test_atlas import request
from test_page import data
from test_page_browser import HOSTILE, number, opened
from worlds import made_world

from cityties.display.label import Labels
from cityties.pictures import drawing
from cityties.pictures.atlas.folding import backbone, fold, links, strongest
from cityties.store import Store, open_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def made() -> Store:
    return made_world()


@pytest.fixture(scope="module")
def html(made: Store) -> str:
    return drawing.page(request(made, "world"))


@pytest.fixture
def page(browser: Browser, html: str, tmp_path: Path) -> Iterator[Page]:
    with opened(browser, tmp_path / "world.html", html, reduced_motion="reduce") as found:
        yield found


def told(page: Page, name: str) -> str:
    return str(page.evaluate("(name) => document.documentElement.dataset[name] ?? ''", name))


def status(page: Page) -> str:
    return page.locator("#status").inner_text()


def press(page: Page, *keys: str) -> None:
    page.focus("#picture")
    for key in keys:
        page.keyboard.press(key)


def part_at(page: Page, place: int) -> tuple[float, float]:
    """Where the middle of a part is on the screen."""
    found: list[float] = page.evaluate(
        "(part) => { const [x, y] = place[part], view = stage.view, box = stage.canvas.getBoundingClientRect();"
        " return [x * view.k + view.x + box.left, y * view.k + view.y + box.top]; }",
        place,
    )
    return found[0], found[1]


# What the canvas shows, read from a copy that may be read often.
PIXELS = (
    "const { width, height } = stage.canvas, copy = document.createElement('canvas');"
    " Object.assign(copy, { width, height });"
    " const pen = copy.getContext('2d', { willReadFrequently: true }); pen.drawImage(stage.canvas, 0, 0);"
    " const d = pen.getImageData(0, 0, width, height).data;"
)


def colours(page: Page) -> int:
    """How many colours the canvas shows: an empty one has one."""
    found: int = page.evaluate(
        f"() => {{ {PIXELS} const s = new Set();"
        " for (let i = 0; i < d.length; i += 4 * 37) s.add((d[i] << 16) | (d[i + 1] << 8) | d[i + 2]); return s.size; }"
    )
    return found


@pytest.mark.parametrize("lang", ["en", "id", "tr"])
def test_it_opens_folded_and_answers_its_question(browser: Browser, made: Store, tmp_path: Path, lang: str) -> None:
    drawn = drawing.page(request(made, "world", lang))
    first = data(drawn)["folds"][0]
    with opened(browser, tmp_path / "world.html", drawn) as page:
        assert told(page, "ready") == "true"
        assert told(page, "view") == "overview"
        assert number(page, "shown") == len(first["parts"])
        assert number(page, "folded") == len(first["of"])
        assert page.evaluate("performance.getEntriesByName('first-picture').length") == 1
        assert colours(page) > 20
        pairs: dict[tuple[int, int], int] = {}
        ties = data(drawn)["ties"]
        for a, b in zip(ties["a"], ties["b"], strict=True):
            pair = (min(first["of"][a], first["of"][b]), max(first["of"][a], first["of"][b]))
            pairs[pair] = pairs.get(pair, 0) + 1
        most = max(count for (one, other), count in pairs.items() if one != other)
        assert page.locator("#details .row .count").first.inner_text() == str(most)


def test_it_says_how_much_it_hides(page: Page, made: Store) -> None:
    graph = request(made, "world").network
    folded = fold(graph, "country", made, Labels(made))
    weights = links(folded, [edge[:2] for edge in graph.edges(keys=True)])
    between = {pair: count for pair, count in weights.items() if pair[0] != pair[1]}
    assert number(page, "relations") == len(strongest(between, 3))
    assert number(page, "hidden") == len(between) - len(strongest(between, 3))
    assert f"{len(strongest(between, 3))} of {len(between)}" in status(page)
    assert f"cities folded: {len(graph)} of {len(graph)}" in status(page)


@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.2])
def test_the_backbone_is_the_same_in_both_languages(page: Page, made: Store, alpha: float) -> None:
    graph = request(made, "world").network
    weights = links(fold(graph, "country", made, Labels(made)), [edge[:2] for edge in graph.edges(keys=True)])
    kept = backbone(weights, alpha)
    found = page.evaluate(
        "(alpha) => [...backbone(between(fold.of, parts, new Set()).links, alpha)].map(one => [one.a, one.b])", alpha
    )
    assert {(a, b) for a, b in found} == kept


def test_filters_leave_less_and_say_so(page: Page) -> None:
    before = number(page, "relations")
    page.click("#filters summary")
    page.locator("#top").fill("11")
    assert number(page, "hidden") == 0
    everything = number(page, "relations")
    assert everything > before
    page.locator("#alpha").fill("6")
    assert 0 < number(page, "relations") < everything
    assert number(page, "hidden") == everything - number(page, "relations")
    page.locator("#alpha").fill("8")
    page.locator("#least").fill("3")
    assert number(page, "relations") < everything
    assert page.locator("#least_is").inner_text() == "3"
    page.locator("#least").fill("1")
    page.select_option("#sector", "0")
    left = number(page, "left")
    assert left > 0
    assert f"ties left out by filters: {left}" in status(page)
    page.select_option("#sector", "-2")
    assert number(page, "left") == 0
    page.select_option("#kind", "0")
    assert number(page, "left") < left


def test_a_click_opens_a_part_and_a_key_folds_it_back(page: Page) -> None:
    whole = number(page, "folded")
    page.mouse.click(*part_at(page, 0))
    inside = whole - number(page, "folded")
    assert inside == page.evaluate("members()[0].length") > 1
    assert told(page, "view") == "open"
    assert number(page, "shown") == page.evaluate("parts") - 1 + inside
    assert "lines of single cities: " in status(page)
    assert page.locator("#details h2").inner_text() == page.evaluate("fold.parts[0]")
    press(page, "Escape")
    assert number(page, "folded") == whole
    assert told(page, "view") == "overview"


def test_several_open_and_one_key_folds_all(page: Page) -> None:
    page.mouse.click(*part_at(page, 0))
    page.evaluate("unfold(1)")
    page.evaluate("unfold(2)")
    assert number(page, "open") == 3
    press(page, "Backspace")
    assert number(page, "open") == 0
    assert told(page, "picked") == ""
    assert page.locator("#back").is_disabled()


@pytest.mark.parametrize("typed", ["City 17", "cıty 17"])
def test_search_goes_to_a_city_wherever_it_lies_folded(page: Page, typed: str) -> None:
    page.fill("#search", typed)
    page.press("#search", "Enter")
    assert page.locator("#details h2").inner_text() == "City 17"
    assert told(page, "picked") == "city"
    assert number(page, "open") == 1
    node = page.evaluate("nodes.label.indexOf('City 17')")
    x, y = page.evaluate(
        "(n) => { const [x, y] = spot(parts + n), v = stage.view; return [x * v.k + v.x, y * v.k + v.y]; }", node
    )
    width, height = page.evaluate("[stage.width, stage.height]")
    assert abs(x - width / 2) < 3
    assert abs(y - height / 2) < 20
    partners = page.evaluate("(n) => around[n].length", node)
    assert page.locator("#details .cite a").count() > 0
    assert page.locator("#details h3").first.inner_text().casefold() == f"partners ({partners})"


def test_a_partner_is_one_click_further(page: Page) -> None:
    page.evaluate("goTo(nodes.label.indexOf('City 3'))")
    button = page.locator("#details ul button.link").first
    name = button.inner_text()
    button.click()
    assert page.locator("#details h2").inner_text() == name
    assert page.locator("#details", has_text="City 3").count() == 1


def test_a_line_tells_its_ties(page: Page) -> None:
    spot = page.evaluate(
        "() => { const one = drawn.at(-1), [x1, y1, cx, cy, x2, y2] = curve(one), view = stage.view;"
        " const x = (x1 / 4 + cx / 2 + x2 / 4) * view.k + view.x, y = (y1 / 4 + cy / 2 + y2 / 4) * view.k + view.y;"
        " const box = stage.canvas.getBoundingClientRect();"
        " return [x + box.left, y + box.top, one.ties.length, at(x, y)?.kind]; }"
    )
    if spot[3] != "link":
        page.locator("#details .row button").first.click()
    else:
        page.mouse.click(spot[0], spot[1])
    assert told(page, "picked") == "link"
    assert page.locator("#details .kind").inner_text() == f"ties: {spot[2]}"
    assert page.locator("#details li").count() == min(spot[2], 40)


def test_the_ways_to_fold(page: Page) -> None:
    parts = {}
    for way, name in enumerate(("country", "community", "sector")):
        page.select_option("#fold", str(way))
        assert told(page, "fold") == name
        assert told(page, "view") == "overview"
        parts[name] = number(page, "shown")
        assert page.locator("#marks .chip").count() > 1
    assert len(set(parts.values())) == 3


def test_circles_colours_and_sizes_follow_the_reader(page: Page) -> None:
    before = page.evaluate("place[0][2]")
    page.select_option("#sized", "ties")
    assert page.evaluate("place[0][2]") != before
    for name in ("degree", "community", "betweenness"):
        page.select_option("#color", name)
        assert page.locator("#meaning").inner_text() == page.evaluate("(n) => data.measures[n].meaning", name)
        assert page.locator("#marks .chip").count() > 2
    assert page.evaluate("new Set([...place.keys()].map(part => paint(part)[0])).size") > 1
    page.click("#filters summary")
    page.select_option("#size", "core")
    assert "core" in page.locator("#sizes").inner_text()


def test_the_slider_and_play_go_through_the_years(page: Page) -> None:
    slider = page.locator("#asof")
    first = slider.get_attribute("min") or ""
    slider.fill(first)
    assert told(page, "year") == first
    early = number(page, "left")
    assert early > 0
    page.uncheck("#undated")
    bare = number(page, "left")
    assert bare >= early
    page.check("#undated")
    page.evaluate("still.matches; clearInterval(0)")
    page.click("#play")
    assert page.locator("#play").get_attribute("aria-pressed") == "true"
    page.wait_for_function("(year) => Number(document.documentElement.dataset.year) > year", arg=int(first))
    assert number(page, "left") <= early
    page.click("#play")
    assert page.locator("#play").get_attribute("aria-pressed") == "false"
    slider.fill(slider.get_attribute("max") or "")
    assert number(page, "left") == 0
    assert told(page, "year") == ""


def test_keys_move_zoom_walk_and_open(page: Page) -> None:
    view = "[stage.view.x, stage.view.y, stage.view.k]"
    start = page.evaluate(view)
    press(page, "ArrowRight")
    assert page.evaluate(view)[0] == pytest.approx(start[0] - 90)
    press(page, "ArrowLeft", "+")
    assert page.evaluate(view)[2] == pytest.approx(start[2] * 1.4)
    press(page, "-", "Tab", "Tab")
    first = page.locator("#said").text_content() or ""
    assert first
    press(page, "Shift+Tab")
    assert (page.locator("#said").text_content() or "") != first
    press(page, "Enter")
    assert number(page, "open") == 1
    press(page, "Tab", "Enter")
    assert told(page, "picked") == "city"
    press(page, "Escape")
    assert told(page, "picked") == "part"
    press(page, "Escape")
    assert number(page, "open") == 0
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


def test_tab_is_no_trap(page: Page) -> None:
    press(page, "Escape", "Escape", "Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") != "picture"


def test_the_table_is_made_when_asked_for_and_leads_back(page: Page) -> None:
    assert page.locator("#rows tr").count() == 0
    page.click("#tables summary")
    assert page.locator("#rows tr").count() == number(page, "shown")
    row = page.locator("#rows tr").first
    cities = int(row.locator("td").first.inner_text())
    row.locator("td button").click()
    assert row.locator("td button").count() == cities
    row.locator("th button").click()
    assert number(page, "open") == 1


def test_moving_shows_the_picture_and_rest_draws_it_anew(page: Page) -> None:
    page.evaluate("painter.light = () => false")
    press(page, "ArrowRight", "ArrowRight", "+")
    page.wait_for_function("() => !stage.work && stage.same(stage.shown.view)")
    assert colours(page) > 20


@pytest.mark.parametrize("label", [*HOSTILE[:4], HOSTILE[-1]], ids=range(5))
def test_hostile_names_stay_text(browser: Browser, made: Store, tmp_path: Path, label: str) -> None:
    whole: nx.MultiDiGraph = request(made, "world").network.copy()
    node = max(whole, key=lambda one: (whole.degree(one), one))
    whole.nodes[node]["label"] = label
    with opened(browser, tmp_path / "hostile.html", drawing.page(request(made, "world", given=whole))) as page:
        page.evaluate("(label) => goTo(nodes.label.indexOf(label))", label)
        assert page.locator("#details h2").text_content() == label
        assert page.locator("main img, main script, header img").count() == 0
        page.fill("#search", label[:20])
        page.press("#search", "Enter")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_bars_anybody(browser: Browser, html: str, tmp_path: Path, theme: str) -> None:
    from axe_core_python.sync_playwright import Axe

    with opened(browser, tmp_path / "world.html", html, color_scheme=theme) as page:
        assert told(page, "theme") == theme
        page.evaluate("unfold(0)")
        page.click("#filters summary")
        page.click("#tables summary")
        found: dict[str, Any] = Axe().run(page)
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
        page.click("#theme")
        assert told(page, "theme") != theme


def test_a_phone_shows_all_of_it(browser: Browser, html: str, tmp_path: Path) -> None:
    file = tmp_path / "phone.html"
    file.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 800})
    try:
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.evaluate("stage.width") > 350
        assert page.evaluate("document.getElementById('stage').getBoundingClientRect().top") < 420
    finally:
        page.close()


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data sets are not here")
def test_the_world_of_wikidata_opens_soon_from_one_small_file(browser: Browser, tmp_path: Path) -> None:
    from cityties.imports.wikidata import import_wikidata

    table = SHARED / "data" / "wikidata-query-results" / "sister-cities.csv"
    import_wikidata(str(table), str(tmp_path / "store"))
    drawn = drawing.page(request(open_store(tmp_path / "store", read_only=True), "world"))
    assert len(drawn.encode()) < 5_000_000
    with opened(browser, tmp_path / "world.html", drawn) as page:
        assert page.evaluate("performance.getEntriesByName('first-picture')[0].startTime") < 8_000
        assert number(page, "folded") > 5_000
        assert number(page, "shown") > 150
        page.fill("#search", "weimar")
        page.press("#search", "Enter")
        assert page.locator("#details h2").inner_text() == "Weimar"
        assert page.locator("#details .cite a[href^='https://www.wikidata.org/']").count() > 0
