"""Two cities side by side in a real browser: lists, bars that filter, search, details, candidates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_page_browser import HOSTILE, opened

from cityties.facts import intake
from cityties.model.vocabulary import RDFS, WD
from cityties.pictures.drawing import draw
from cityties.store import IRI, Literal, Store, Triple

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

JAKARTA, SEOUL, ISTANBUL = IRI(f"{WD}Q3630"), IRI(f"{WD}Q8684"), IRI(f"{WD}Q406")
PAIR = {"city": JAKARTA, "other": ISTANBUL}


def told(page: Page, name: str) -> str:
    return str(page.evaluate("(name) => document.documentElement.dataset[name]", name))


@pytest.fixture
def pair(browser: Browser, shipped: Store, tmp_path: Path) -> Iterator[Page]:
    with opened(browser, tmp_path / "pair.html", draw(shipped, "compare", focus=PAIR)) as page:
        yield page


@pytest.mark.parametrize("lang", ["en", "id", "tr"])
def test_it_opens_alone_and_shows_every_partner_once(
    browser: Browser, shipped: Store, tmp_path: Path, lang: str
) -> None:
    with opened(browser, tmp_path / "pair.html", draw(shipped, "compare", lang=lang, focus=PAIR)) as page:
        assert told(page, "ready") == "true"
        chips = page.locator(".chip")
        assert chips.count() == int(told(page, "all")) == int(told(page, "shown")) > 20
        numbers = chips.evaluate_all("all => all.map(one => one.dataset.partner)")
        assert len(set(numbers)) == len(numbers)
        assert page.locator("#overlap span").count() == 2
        assert page.locator("#lists h3").count() == 3


def test_a_country_and_a_sector_filter_and_say_so(pair: Page) -> None:
    pair.locator("#countries button[data-country=China]").click()
    assert told(pair, "shown") == "2"
    assert pair.locator("#said").inner_text().startswith("Showing 2 of")
    assert pair.locator(".chip").all_inner_texts()[0].startswith("Beijing")
    pair.locator("#sectors button", has_text="tourism").click()
    assert "China, tourism" in pair.locator("#said").inner_text()
    assert told(pair, "shown") == "1"
    pair.click("#all")
    assert told(pair, "shown") == told(pair, "all")
    assert pair.locator("#said").inner_text() == ""


def test_a_filter_keeps_the_focus_and_a_second_click_lets_go(pair: Page) -> None:
    button = pair.locator("#countries button[data-country=China]")
    button.focus()
    pair.keyboard.press("Enter")
    assert pair.evaluate("document.activeElement.dataset.country") == "China"
    assert button.get_attribute("aria-pressed") == "true"
    pair.locator("#countries button[data-country=China]").click()
    assert told(pair, "shown") == told(pair, "all")


def test_more_bars_come_on_demand(pair: Page) -> None:
    before = pair.locator("#countries button[data-country]").count()
    assert before == 12
    pair.locator("#countries > button").click()
    assert pair.locator("#countries button[data-country]").count() > before


def test_a_partner_shows_its_ties_and_who_says_so(pair: Page) -> None:
    pair.locator(".chip", has_text="Shanghai").click()
    details = pair.locator("#details")
    assert details.locator("h2").inner_text() == "Shanghai"
    text = details.inner_text().lower()
    for part in ("with jakarta", "active", "2020-10-23", "teropong news", "with istanbul", "no tie is told of"):
        assert part in text, part
    assert pair.locator(".chip[aria-pressed=true]").inner_text().startswith("Shanghai")
    pair.keyboard.press("Escape")
    assert pair.locator("#details h2").count() == 0
    assert pair.locator(".chip[aria-pressed=true]").count() == 0


def test_orders(pair: Page) -> None:
    pair.select_option("#order", "since")
    first = pair.locator("#lists [data-side=one] .chip").all_inner_texts()
    assert [text.split()[-1] for text in first[:3]] == ["1979", "1989", "2020"]
    pair.select_option("#order", "name")
    names = pair.locator("#lists [data-side=one] .chip span").all_inner_texts()
    assert names[0] == "Ankara" and names == sorted(names)
    assert pair.locator(".group").count() == 0


def test_search_lifts_a_filter_that_hides_its_hit(pair: Page) -> None:
    pair.locator("#countries button[data-country=China]").click()
    pair.fill("#search", "mexico")
    pair.press("#search", "Enter")
    assert pair.locator("#details h2").inner_text() == "Mexico City"
    assert told(pair, "shown") == told(pair, "all")


def test_what_each_could_learn_opens(pair: Page) -> None:
    assert pair.locator("#learn > div").count() == 2
    first = pair.locator("#learn [data-for='0'] button").first
    name = first.inner_text()
    assert name == "Mexico City"
    assert "in common: Istanbul" in pair.locator("#learn [data-for='0'] li").first.inner_text()
    first.click()
    assert pair.locator("#details h2").inner_text() == name


def test_the_years_have_a_mark_for_each_day_told(pair: Page) -> None:
    assert pair.locator("#years .mark").count() == 3
    assert "without a day" in pair.locator("#years").inner_text()
    pair.locator("#years .mark").first.click()
    assert pair.locator("#details h2").inner_text() == "Jeddah"


def test_missions_stand_with_their_seat_and_sender(pair: Page) -> None:
    text = pair.locator("#missions").inner_text()
    assert "Embassy of Indonesia in Ankara" in text and "sent by Indonesia" in text


def test_the_table_opens_partners(pair: Page) -> None:
    pair.click("#tables summary")
    pair.locator("#tables button", has_text="Tokyo").click()
    assert pair.locator("#details h2").inner_text() == "Tokyo"


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_nothing_bars_the_way(browser: Browser, shipped: Store, tmp_path: Path, look: str) -> None:
    from axe_core_python.sync_playwright import Axe

    html = draw(shipped, "compare", focus=PAIR)
    with opened(browser, tmp_path / "page.html", html, color_scheme="dark" if look == "dark" else "light") as page:
        if look == "phone":
            page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        page.locator(".chip").first.click()
        page.click("#tables summary")
        found = Axe().run(page)
        assert len(found["passes"]) > 10
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_stay_text(browser: Browser, tmp_path: Path, label: str) -> None:
    store = intake.shipped()
    name = IRI(f"{RDFS}label")
    for quad in list(store.quads()):
        if quad.subject == SEOUL and quad.predicate == name:
            graph = str(getattr(quad.graph_name, "value", ""))
            rest = [one.triple for one in store.quads(graph) if not (one.subject == SEOUL and one.predicate == name)]
            store.replace({graph: rest})
    store.add("http://x/source", [Triple(SEOUL, name, Literal(label, language="en"))])
    with opened(browser, tmp_path / "hostile.html", draw(store, "compare", focus=PAIR)) as page:
        names = page.locator(".chip span").all_text_contents()
        (found,) = [at for at, text in enumerate(names) if text == label]
        page.locator(".chip").nth(found).click()
        assert page.locator("#details h2").text_content() == label
        assert page.locator("main img, main script, header img").count() == 0
