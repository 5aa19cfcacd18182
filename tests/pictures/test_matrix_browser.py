"""The matrix of countries in a real browser: cells, rows, orders, keys, search, and what it says is left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_matrix import lands  # noqa: F401
from test_page_browser import HOSTILE, opened

from cityties.facts import intake
from cityties.model.vocabulary import RDFS, WD
from cityties.pictures.drawing import draw
from cityties.store import IRI, Literal, Store, Triple

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def told(page: Page, name: str) -> str:
    return str(page.evaluate("(name) => document.documentElement.dataset[name]", name))


def click(page: Page, row: int, column: int) -> None:
    """Click on a cell, or with -1 on a name, of the matrix."""
    wide, tall = (int(part) for part in told(page, "size").split("x"))
    box, own = page.locator("#picture").bounding_box(), page.locator("#spacer").bounding_box()
    assert box is not None and own is not None
    left, top = own["width"] - 2 - wide * int(told(page, "shown")), own["height"] - 2 - tall * int(told(page, "shown"))
    x = box["x"] + (left / 2 if column < 0 else left + (column + 0.5) * wide)
    y = box["y"] + (top / 2 if row < 0 else top + (row + 0.5) * tall)
    page.mouse.click(x, y)


@pytest.fixture
def page(browser: Browser, shipped: Store, tmp_path: Path) -> Iterator[Page]:
    with opened(browser, tmp_path / "matrix.html", draw(shipped, "countries")) as page:
        yield page


@pytest.fixture
def large(browser: Browser, lands: Store, tmp_path: Path) -> Iterator[Page]:  # noqa: F811
    with opened(browser, tmp_path / "matrix.html", draw(lands, "countries")) as page:
        yield page


@pytest.mark.parametrize("lang", ["en", "id", "tr"])
def test_it_opens_alone_with_every_country(browser: Browser, shipped: Store, tmp_path: Path, lang: str) -> None:
    with opened(browser, tmp_path / "matrix.html", draw(shipped, "countries", lang=lang)) as page:
        assert told(page, "ready") == "true"
        names = page.evaluate("JSON.parse(document.getElementById('data').textContent).countries.names")
        assert int(told(page, "shown")) == len(names) > 20
        assert (told(page, "hidden"), int(told(page, "relations")) > 30) == ("0", True)
        assert page.locator("#key .ramp i").count() == 3


def test_a_cell_lists_its_ties(page: Page) -> None:
    names = page.evaluate("JSON.parse(document.getElementById('data').textContent).countries.names")
    china = names.index("China")
    click(page, 0, china)
    assert told(page, "cell") == "Indonesia|China"
    assert page.locator("#details h2").inner_text() == "Indonesia and China"
    items = page.locator("#details li").all_inner_texts()
    assert len(items) == 3 and all(" – " in item for item in items)
    assert "Jakarta – Beijing" in items
    assert page.locator("#told").inner_text() == "Indonesia and China: 3 ties"
    page.keyboard.press("Escape")
    assert (told(page, "cell"), page.locator("#details h2").count()) == ("", 0)


def test_an_empty_cell_says_so(page: Page) -> None:
    names = page.evaluate("JSON.parse(document.getElementById('data').textContent).countries.names")
    click(page, names.index("France"), names.index("Hungary"))
    assert page.locator("#told").inner_text().endswith("no ties")


def test_a_name_shows_its_row(page: Page) -> None:
    click(page, 0, -1)
    assert (told(page, "country"), page.locator("#details h2").inner_text()) == ("Indonesia", "Indonesia")
    first = page.locator("#details .bar-list button").first
    name = first.inner_text()
    first.click()
    assert page.locator("#details h2").inner_text() == f"Indonesia and {name}"


def test_keys_move_from_cell_to_cell(page: Page) -> None:
    page.focus("#picture")
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    names = page.evaluate("JSON.parse(document.getElementById('data').textContent).countries.names")
    assert told(page, "cell") == f"{names[1]}|{names[1]}"
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() == f"Within {names[1]}"
    assert page.evaluate("document.activeElement.id") == "details"


def test_the_first_are_shown_and_the_rest_is_told(large: Page) -> None:
    assert int(told(large, "shown")) < 40
    assert "are not shown" in large.locator("#said").inner_text()
    assert int(told(large, "hidden")) > 0
    large.select_option("#many", "12")
    shown, hidden = int(told(large, "relations")), int(told(large, "hidden"))
    large.select_option("#many", "40")
    assert (int(told(large, "relations")), told(large, "hidden")) == (shown + hidden, "0")
    assert "not shown" not in large.locator("#said").inner_text()
    assert "1 ties have an end in no known country" in large.locator("#said").inner_text()


def test_orders_change_what_stands_where(large: Page) -> None:
    def first() -> str:
        large.focus("#picture")
        large.keyboard.press("Home")
        return told(large, "cell")

    before = first()
    large.select_option("#order", "name")
    names = large.evaluate("JSON.parse(document.getElementById('data').textContent).countries.names")
    shown = names[: int(told(large, "shown"))]
    assert first() == "|".join([min(shown)] * 2) != before
    large.select_option("#order", "block")
    assert "groups of countries" in large.locator("#key").inner_text()


def test_embassies_without_ties_can_be_left_out(large: Page) -> None:
    assert "embassies, no ties" in large.locator("#key").inner_text()
    large.click("#missions")
    assert "embassies, no ties" not in large.locator("#key").inner_text()
    assert large.locator("#missions").get_attribute("aria-pressed") == "false"


def test_search_goes_to_a_country_that_is_not_shown_and_to_a_city(large: Page) -> None:
    large.select_option("#many", "12")
    names = large.evaluate("JSON.parse(document.getElementById('data').textContent).countries.names")
    large.fill("#search", names[30])
    large.press("#search", "Enter")
    assert (told(large, "country"), told(large, "shown")) == (names[30], "40")
    city = large.evaluate("JSON.parse(document.getElementById('data').textContent).cities.names[5]")
    large.fill("#search", city)
    large.press("#search", "Enter")
    assert city in large.locator("#details").inner_text()


def test_the_table_is_written_when_it_is_opened(page: Page) -> None:
    assert page.locator("#rows tr").count() == 0
    page.click("#tables summary")
    page.wait_for_selector("#rows tr")
    assert page.locator("#rows tr").count() == int(told(page, "cells"))
    page.locator("#rows button").first.click()
    assert told(page, "cell") != ""


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_nothing_bars_the_way(browser: Browser, shipped: Store, tmp_path: Path, look: str) -> None:
    from axe_core_python.sync_playwright import Axe

    html = draw(shipped, "countries")
    with opened(browser, tmp_path / "page.html", html, color_scheme="dark" if look == "dark" else "light") as page:
        if look == "phone":
            page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        click(page, 0, -1)
        page.click("#tables summary")
        found = Axe().run(page)
        assert len(found["passes"]) > 10
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_stay_text(browser: Browser, tmp_path: Path, label: str) -> None:
    store, jakarta, name = intake.shipped(), IRI(f"{WD}Q3630"), IRI(f"{RDFS}label")
    for quad in list(store.quads()):
        if quad.subject == jakarta and quad.predicate == name:
            graph = str(getattr(quad.graph_name, "value", ""))
            rest = [one.triple for one in store.quads(graph) if not (one.subject == jakarta and one.predicate == name)]
            store.replace({graph: rest})
    store.add("http://x/source", [Triple(jakarta, name, Literal(label, language="en"))])
    with opened(browser, tmp_path / "hostile.html", draw(store, "countries")) as page:
        names = page.evaluate("JSON.parse(document.getElementById('data').textContent).countries.names")
        click(page, 0, names.index("Germany"))
        assert label in "".join(page.locator("#details a").all_text_contents())
        assert page.locator("main img, main script, header img").count() == 0
