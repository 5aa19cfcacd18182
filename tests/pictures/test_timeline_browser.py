"""Timelines in a real browser: rows and lanes, kinds, days, keys, search, play, and what they show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_page_browser import HOSTILE, opened

from cityties.facts import intake
from cityties.model.vocabulary import CT, RDFS, WD
from cityties.pictures.drawing import draw
from cityties.store import IRI, Literal, Store, Triple

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

JAKARTA, ANKARA = IRI(f"{WD}Q3630"), IRI(f"{WD}Q3640")


def told(page: Page, name: str) -> str:
    return str(page.evaluate("(name) => document.documentElement.dataset[name]", name))


def number(page: Page, name: str) -> int:
    return int(told(page, name))


@pytest.fixture
def city(browser: Browser, shipped: Store, tmp_path: Path) -> Iterator[Page]:
    html = draw(shipped, "timeline", focus={"city": JAKARTA})
    with opened(browser, tmp_path / "city.html", html) as page:
        yield page


@pytest.fixture
def pair(browser: Browser, shipped: Store, tmp_path: Path) -> Iterator[Page]:
    html = draw(shipped, "pair-timeline", focus={"city": JAKARTA, "other": ANKARA})
    with opened(browser, tmp_path / "pair.html", html) as page:
        yield page


@pytest.mark.parametrize("lang", ["en", "id", "tr"])
@pytest.mark.parametrize("view", ["timeline", "pair-timeline"])
def test_each_opens_alone_and_draws_its_records(
    browser: Browser, shipped: Store, tmp_path: Path, view: str, lang: str
) -> None:
    focus = {"city": JAKARTA, "other": ANKARA} if view == "pair-timeline" else {"city": JAKARTA}
    with opened(browser, tmp_path / "page.html", draw(shipped, view, lang=lang, focus=focus)) as page:
        assert told(page, "ready") == "true"
        assert number(page, "shown") > 20
        assert page.locator("#picture .item").count() > 20
        assert page.locator("#kinds button").count() == 5
        rows = page.evaluate("JSON.parse(document.getElementById('data').textContent).rows.map(row => row.name)")
        assert page.locator("#picture .row-name").count() == len(rows)


def test_a_row_for_each_partner_in_the_order_of_the_first_day(city: Page) -> None:
    names = city.locator("#picture .row-name").evaluate_all("all => all.map(one => one.firstChild.textContent)")
    assert names[:2] == ["Jeddah", "Tokyo"]
    assert names[-2:] == ["Jakarta, no partner named", "Officials of Jakarta"]
    city.select_option("#order", "name")
    ordered = city.locator("#picture .row-name").evaluate_all("all => all.map(one => one.firstChild.textContent)")
    assert ordered[:2] == ["Ankara", "Arkansas"] and sorted(ordered) == sorted(names)
    city.select_option("#order", "most")
    assert city.locator("#picture .row-name").first.evaluate("one => one.firstChild.textContent") == "Ankara"


def test_days_are_drawn_as_precisely_as_they_are_told(city: Page) -> None:
    row = city.locator("#picture .row", has_text="Jeddah")
    assert row.locator(".span").count() == 1  # 1979, no more is told
    late = city.locator("#picture .row", has_text="Hanoi")
    assert late.locator(".tail").count() == 1  # by 13 February 2019 at the latest
    assert late.locator(".span").count() == 0


def test_kinds_go_and_come_and_what_is_off_is_told(city: Page) -> None:
    before = number(city, "shown")
    button = city.locator("#kinds button[data-part=Step]")
    button.click()
    assert number(city, "shown") < before
    assert button.get_attribute("aria-pressed") == "false"
    assert "switched off" in city.locator("#said").inner_text()
    button.click()
    assert (number(city, "shown"), city.locator("#said").inner_text()) == (before, "")


def test_a_mark_shows_its_record_with_who_says_so(pair: Page) -> None:
    pair.locator("#picture .item", has_text="The vice governor of Jakarta meets the mayor").click()
    details = pair.locator("#details")
    assert details.locator("h2").inner_text() == "The vice governor of Jakarta meets the mayor of Ankara"
    text = details.inner_text()
    for part in ("19 August 2025", "Mansur Yavaş", "Rano Karno", "Türkiye", "ANTARA", "characters 814–964"):
        assert part in text, part
    assert pair.locator("#picture .item.picked").count() == 1
    pair.keyboard.press("Escape")
    assert pair.locator("#picture .item.picked").count() == 0


def test_from_a_record_to_its_partner_and_back(city: Page) -> None:
    city.locator("#picture .row", has_text="Shanghai").locator(".item", has_text="visit").click()
    city.locator("#details dd button", has_text="Shanghai").click()
    details = city.locator("#details")
    assert details.locator("h2").inner_text() == "Shanghai"
    assert "Tied since 23 October 2020" in details.inner_text()
    details.locator("li button", has_text="mayor of Shanghai visits").first.click()
    assert details.locator("h2").inner_text() == "The mayor of Shanghai visits Jakarta"


def test_as_of_a_day_nothing_later_is_there(browser: Browser, shipped: Store, tmp_path: Path) -> None:
    html = draw(shipped, "timeline", focus={"city": JAKARTA}, as_of="2018")
    with opened(browser, tmp_path / "page.html", html) as page:
        assert told(page, "asof") == "2018-12-31"
        assert page.locator("#picture .row", has_text="Shanghai").count() == 0
        assert page.locator("#picture .row", has_text="Tokyo").count() == 1
        assert "Anies" not in page.content()


def test_marks_that_are_alike_open_as_a_list(city: Page) -> None:
    city.locator("#picture .item", has_text="learning interest ×3").click()
    listed = city.locator("#details li button")
    assert listed.count() == 3
    listed.first.click()
    assert "Jerusalem" in city.locator("#details h2").inner_text()


def test_open_promises_are_counted_from_the_day_chosen(pair: Page) -> None:
    slider = pair.locator("#asof")
    day = pair.evaluate("Date.UTC(2025, 8, 1) / 86400000")
    slider.fill(str(int(day)))
    assert told(pair, "asof") == "2025-09-01"
    open_ = pair.locator("#picture .item", has_text="Share good practice with Jakarta")
    assert "open for 13 days" in (open_.text_content() or "")
    open_.click()
    assert "open for 13 days" in pair.locator("#details").inner_text()


def test_what_begins_later_than_the_day_is_faded_and_told(city: Page) -> None:
    before = number(city, "shown")
    slider = city.locator("#asof")
    slider.fill(slider.get_attribute("min") or "")
    assert number(city, "shown") == 1
    assert city.locator("#picture .item.later").count() > 20
    assert "begin after this day" in city.locator("#said").inner_text()
    slider.fill(slider.get_attribute("max") or "")
    assert number(city, "shown") == before


def test_play_moves_the_day_until_it_is_stopped(city: Page) -> None:
    city.click("#play")
    for _ in range(100):
        if told(city, "asof") > "1982":
            break
        city.wait_for_timeout(50)
    city.click("#play")
    stopped = told(city, "asof")
    assert "1982" < stopped < "2026"
    assert city.locator("#play").inner_text() == "Play"
    city.wait_for_timeout(300)
    assert told(city, "asof") == stopped


def test_near_and_far_and_where_most_happened(city: Page) -> None:
    whole = (told(city, "from"), told(city, "to"))
    assert whole[0] < "1979"
    city.click("#nearer")
    assert whole[0] < told(city, "from") and told(city, "to") < whole[1]
    city.click("#dense")
    assert told(city, "from") > "2010"
    assert "outside the time shown" in city.locator("#said").inner_text()
    city.click("#whole")
    assert (told(city, "from"), told(city, "to")) == whole


def test_dragging_moves_through_time(city: Page) -> None:
    city.click("#dense")
    before = told(city, "from")
    box = city.locator("#picture").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.5, box["y"] + box["height"] - 12
    city.mouse.move(x, y)
    city.mouse.down()
    city.mouse.move(x + 200, y, steps=4)
    city.mouse.up()
    assert told(city, "from") < before


def test_keys_walk_through_time_and_rows(pair: Page) -> None:
    pair.focus("#picture")
    heads = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowDown"):
        pair.keyboard.press(key)
        heads.append(pair.locator("#details h2").inner_text())
    assert heads[0] == heads[2] != heads[1] and heads[3] not in heads[:2]
    before = told(pair, "from")
    pair.keyboard.press("+")
    assert told(pair, "from") > before
    pair.keyboard.press("0")
    assert told(pair, "from") < before
    pair.keyboard.press("Enter")
    assert pair.evaluate("document.activeElement.id") == "details"


@pytest.mark.parametrize(
    ("typed", "head"), [("shangh", "Shanghai"), ("yuriko", "Meeting of the governors"), ("zzqx", "")]
)
def test_search_goes_to_a_partner_or_a_record(city: Page, typed: str, head: str) -> None:
    city.keyboard.press("/")
    assert city.evaluate("document.activeElement.id") == "search"
    city.keyboard.type(typed)
    city.keyboard.press("Enter")
    if head:
        assert head in city.locator("#details h2").inner_text()
        picked = city.locator("#picture .item.picked").bounding_box()
        room = city.locator("#picture").bounding_box()
        assert picked and room and room["y"] <= picked["y"] <= room["y"] + room["height"]
    else:
        assert city.locator("#details h2").count() == 0


def test_what_has_no_day_is_listed_and_opens(city: Page) -> None:
    buttons = city.locator("#undated button")
    assert city.locator("#undated h2").inner_text() == f"Without a day: {buttons.count()}"
    buttons.first.click()
    assert "no day is told" in city.locator("#details").inner_text()


def test_the_table_opens_records(pair: Page) -> None:
    pair.click("#tables summary")
    row = pair.locator("#tables tr", has_text="headline has Jakarta")
    row.locator("button").click()
    assert "only in a headline" in pair.locator("#details").inner_text()
    assert pair.locator("#picture .item.headline.picked").count() == 1


@pytest.mark.parametrize(
    "look",
    ["light", "dark", "phone"],
)
def test_nothing_bars_the_way(browser: Browser, shipped: Store, tmp_path: Path, look: str) -> None:
    from axe_core_python.sync_playwright import Axe

    html = draw(shipped, "timeline", focus={"city": JAKARTA})
    with opened(browser, tmp_path / "page.html", html, color_scheme="dark" if look == "dark" else "light") as page:
        if look == "phone":
            page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        page.click("#tables summary")
        found = Axe().run(page)
        assert len(found["passes"]) > 10
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_stay_text(browser: Browser, tmp_path: Path, label: str) -> None:
    store = intake.shipped()
    step, tie = IRI("http://x/hostile"), IRI("https://w3id.org/cityties/id/tie/ankara-jakarta")
    about: list[tuple[str, IRI | Literal]] = [
        (f"{RDFS}label", Literal(label, language="en")),
        (f"{CT}ofTie", tie),
        (f"{CT}stepKind", IRI("https://w3id.org/cityties/code/explored")),
        (f"{CT}date", Literal("2020-01-01", datatype=IRI("http://www.w3.org/2001/XMLSchema#date"))),
        ("http://www.w3.org/ns/prov#wasDerivedFrom", IRI("http://x/source")),
    ]
    source = [Triple(IRI("http://x/source"), IRI(f"{CT}address"), Literal("javascript:alert(1)"))]
    store.add("http://x/source", [*(Triple(step, IRI(name), value) for name, value in about), *source])
    html = draw(store, "timeline", focus={"city": ANKARA})
    with opened(browser, tmp_path / "hostile.html", html) as page:
        assert told(page, "ready") == "true"
        buttons = page.locator("#tables button[data-record]")
        (found,) = [at for at, text in enumerate(buttons.all_text_contents()) if text == label]
        page.click("#tables summary")
        buttons.nth(found).click()
        assert page.locator("#details h2").text_content() == label
        assert page.locator("main img, main script, header img, #details a[href^='javascript']").count() == 0
