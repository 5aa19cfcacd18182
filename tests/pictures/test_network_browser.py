"""Networks in a real browser: names whole and apart, lines of one kind as one, and a large network by its cities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from test_page_browser import number, opened, parameters
from worlds import made_world

from cityties.pictures.drawing import draw
from cityties.pictures.view import views
from cityties.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# What stands on the canvas: for each mark with its name the box that the library itself drew it in.
BOXES = """() => nodes.get({ filter: (node) => !node.hidden }).map((node) => {
  const { left, top, right, bottom } = network.getBoundingBox(node.id);
  return { label: node.label, left, top, right, bottom };
})"""
DATA = "JSON.parse(document.getElementById('data').textContent)"


def boxes(page: Page) -> list[dict[str, Any]]:
    page.wait_for_timeout(100)  # the library measures names when it draws them
    found: list[dict[str, Any]] = page.evaluate(BOXES)
    return found


def touching(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (one["label"], other["label"])
        for place, one in enumerate(found)
        for other in found[place + 1 :]
        if one["left"] < other["right"] - 1
        and other["left"] < one["right"] - 1
        and one["top"] < other["bottom"] - 1
        and other["top"] < one["bottom"] - 1
    ]


@pytest.fixture(scope="module")
def world_page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    html = draw(made_world(), "network")
    with opened(browser, tmp_path_factory.mktemp("network") / "world.html", html, viewport=DESK) as page:
        yield page


DESK = {"width": 1400, "height": 900}


@pytest.mark.parametrize("lang", ["en", "id", "tr"])
@pytest.mark.parametrize("view", [view.name for view in views() if view.page == "network"])
def test_names_are_whole_and_nothing_lies_over_another(
    browser: Browser, shipped: Store, tmp_path: Path, view: str, lang: str
) -> None:
    html = draw(shipped, view, lang=lang, focus=parameters(view))
    with opened(browser, tmp_path / "page.html", html, viewport=DESK) as page:
        found = boxes(page)
        assert len(found) == number(page, "shown") > 10
        assert touching(found) == []
        assert not [one["label"] for one in found if one["label"].endswith("…")]
        whole = page.evaluate(f"{DATA}.nodes.map((node) => node.name.replace(/\\s/g, ''))")
        assert {"".join(one["label"].split()) for one in found} <= set(whole)
        width, height = page.evaluate("[byId('picture').clientWidth, byId('picture').clientHeight]")
        corners = page.evaluate(
            "(all) => all.map((at) => { const { x, y } = network.canvasToDOM(at); return [x, y]; })",
            [{"x": one[x], "y": one[y]} for one in found for x, y in (("left", "top"), ("right", "bottom"))],
        )
        assert all(-1 <= x <= width + 1 and -1 <= y <= height + 1 for x, y in corners)


def test_what_was_opened_finds_room_too(browser: Browser, shipped: Store, tmp_path: Path) -> None:
    html = draw(shipped, "explore", focus=parameters("explore"))
    with opened(browser, tmp_path / "page.html", html) as page:
        page.evaluate("open(data.nodes.map((node) => node.id)); refresh(); fit()")
        found = boxes(page)
        assert len(found) == page.evaluate(f"{DATA}.nodes.length")
        assert touching(found) == []


def test_lines_of_one_kind_between_two_stand_as_one_with_their_number(
    browser: Browser, shipped: Store, tmp_path: Path
) -> None:
    html = draw(shipped, "explore-pair", focus=parameters("explore-pair"))
    with opened(browser, tmp_path / "page.html", html) as page:
        drawn = page.evaluate("edges.get().map(({ from, to, id }) => [Math.min(from, to), Math.max(from, to), id])")
        of = dict(page.evaluate("[...strands.values()].map((line) => [line.id, line.reading])"))
        kinds = [(one, other, of[line]) for one, other, line in drawn]
        assert len(kinds) == len(set(kinds)) < number(page, "relations")
        many = page.evaluate("[...strands.values()].filter((line) => line.edges.length > 1).map((line) => line.id)")
        counts = {line: page.evaluate("(id) => strands.get(id).edges.length", line) for line in many}
        for line, count in counts.items():
            assert page.evaluate("(id) => edges.get(id).label", line) == f"{count} ×"
        first = max(counts, key=lambda line: counts[line])
        page.evaluate("(id) => pick('edge', id)", first)
        assert page.locator("#details li").count() == counts[first] > 2
        assert page.locator("#details h2").inner_text().startswith(f"{counts[first]} × ")
        days = [text.rsplit(" · ", 1)[-1] for text in page.locator("#details li .cite").all_inner_texts()]
        assert days == sorted(days, reverse=True)
        before = page.evaluate("edges.length")
        page.click("#expand")
        assert page.evaluate("edges.length") == before - 1 + counts[first]
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        assert page.evaluate("edges.length") == before


def test_a_pair_opens_with_what_joins_it(browser: Browser, shipped: Store, tmp_path: Path) -> None:
    html = draw(shipped, "explore-pair", focus=parameters("explore-pair"))
    with opened(browser, tmp_path / "page.html", html) as page:
        told = page.locator("#details").inner_text()
        assert "COOPERATES IN (12)" in told.upper() and "public transport" in told
        assert "Rano Karno" in told and "Embassy of Indonesia in Ankara" in told


def test_the_bridging_cities_are_ranked_and_ringed(browser: Browser, shipped: Store, tmp_path: Path) -> None:
    with opened(browser, tmp_path / "page.html", draw(shipped, "network"), viewport=DESK) as page:
        names = page.locator("#details ol button").all_inner_texts()
        assert names[:3] == ["Jakarta", "Istanbul", "Bandung"]
        assert "partners 22 · pairs it joins 252" in page.locator("#details ol li").first.inner_text()
        ringed = page.evaluate("nodes.get({ filter: (node) => node.borderWidth === 3 }).map((node) => node.label)")
        assert sorted(ringed) == sorted(names)
        intended = page.evaluate("edges.get({ filter: (edge) => edge.dashes }).map(({ from, to }) => [from, to])")
        labels = page.evaluate("data.nodes.map((node) => node.name)")
        assert {"Ankara", "Jakarta"} in [{labels[one], labels[other]} for one, other in intended]


def test_a_large_network_shows_cities_in_their_communities(world_page: Page) -> None:
    all_of_them = world_page.evaluate(f"{DATA}.nodes.length")
    found = boxes(world_page)
    assert all_of_them > 300 and 40 <= len(found) <= 100
    assert touching(found) == []
    groups = world_page.evaluate(f"{DATA}.communities")
    labels = world_page.evaluate(f"{DATA}.nodes.map((node) => node.name)")
    assert [len(one["members"]) for one in groups] == sorted((len(one["members"]) for one in groups), reverse=True)
    for one in groups:
        assert one["names"].startswith(labels[one["members"][0]])
    assert sum(len(one["members"]) for one in groups) <= all_of_them
    assert f"{len(found)} of {all_of_them:,} cities" in world_page.locator("#waiting").inner_text()
    pairs = [
        int(text.split("pairs it joins ")[1].split(" ")[0].replace(",", ""))
        for text in world_page.locator("#details ol .cite").all_inner_texts()
    ]
    assert len(pairs) == 12 and pairs == sorted(pairs, reverse=True)


def test_any_city_of_a_large_network_is_found_and_its_partners_open(world_page: Page) -> None:
    waits = "((edge) => things.get(edge.from).waits && things.get(edge.to).waits)"
    hidden = world_page.evaluate(
        f"data.nodes.find((node) => node.waits && around(node.id).filter({waits}).length > 1).name"
    )
    before = number(world_page, "shown")
    world_page.fill("#search", hidden)
    world_page.press("#search", "Enter")
    assert world_page.locator("#details h2").inner_text() == hidden
    assert number(world_page, "shown") == before + 1
    world_page.click("#expand")
    assert number(world_page, "shown") > before + 1
    world_page.evaluate("fit()")  # only what is in sight is measured
    assert touching(boxes(world_page)) == []
    world_page.keyboard.press("Escape")
    world_page.keyboard.press("Escape")
    assert number(world_page, "shown") == before


def test_on_a_phone_the_list_is_first_and_names_can_be_read(browser: Browser, shipped: Store, tmp_path: Path) -> None:
    html = draw(shipped, "network")
    with opened(browser, tmp_path / "page.html", html, viewport={"width": 390, "height": 844}) as page:
        listed, picture = (page.locator(one).bounding_box() for one in ("#details", "#picture"))
        assert listed and picture and listed["y"] < picture["y"]
        assert page.evaluate("network.getScale()") * 17 >= 10.9
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("view", ["network", "explore-pair", "map", "city-map", "world"])
def test_on_paper_it_is_one_sheet_with_its_title_and_its_legend(
    browser: Browser, shipped: Store, tmp_path: Path, view: str
) -> None:
    with opened(browser, tmp_path / "page.html", draw(shipped, view, focus=parameters(view))) as page:
        page.emulate_media(media="print")
        shown = page.locator(".still")
        assert shown.is_visible() and not page.locator("main").is_visible()
        assert page.locator(".still svg > title").text_content() == page.locator("h1").text_content()
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
        wide, high = (float(part) for part in re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", printed)[0])
        assert wide > high


@pytest.mark.parametrize("view", ["network", "map", "world"])
def test_without_script_the_still_stands_with_a_word_why(
    browser: Browser, shipped: Store, tmp_path: Path, view: str
) -> None:
    html = draw(shipped, view)
    with opened(browser, tmp_path / "page.html", html, java_script_enabled=False) as page:
        assert page.locator(".still").is_visible() and not page.locator("#stage").is_visible()
        assert page.locator(".scriptless").first.is_visible()
