"""Figures in a real browser: each opens alone, answers to mouse and keys, and is whole on a phone and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_figure import FIGURES, FOCUS
from test_page_browser import HOSTILE, RANO, opened

from cityties.facts import intake
from cityties.facts.settle import settle
from cityties.model.vocabulary import RDFS
from cityties.pictures.drawing import draw
from cityties.pictures.view import find
from cityties.store import IRI, Literal, Store, Triple

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SEEN = ".wide g.mark"


def made(store: Store, view: str, lang: str = "en") -> str:
    return draw(store, view, lang=lang, focus={name: FOCUS[name] for name in find(view).parameters})


def told(page: Page, name: str) -> str:
    return str(page.evaluate("(name) => document.documentElement.dataset[name]", name))


@pytest.fixture
def timeline(browser: Browser, shipped: Store, tmp_path: Path) -> Iterator[Page]:
    with opened(browser, tmp_path / "timeline.html", made(shipped, "timeline")) as page:
        yield page


@pytest.mark.parametrize("view", FIGURES)
def test_each_opens_alone_and_every_mark_reads(browser: Browser, shipped: Store, tmp_path: Path, view: str) -> None:
    with opened(browser, tmp_path / "page.html", made(shipped, view)) as page:
        assert told(page, "ready") == "true"
        marks = page.locator(SEEN)
        assert marks.count() > 5
        marks.nth(1).click()
        assert page.locator("#details").is_visible() and page.locator("#details h2").inner_text()
        page.keyboard.press("Escape")
        assert page.locator("#details").is_hidden()


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
@pytest.mark.parametrize("view", FIGURES)
def test_nothing_bars_the_way(browser: Browser, shipped: Store, tmp_path: Path, view: str, look: str) -> None:
    from axe_core_python.sync_playwright import Axe

    scheme = "dark" if look == "dark" else "light"
    size = {"width": 390, "height": 844} if look == "phone" else {"width": 1400, "height": 900}
    with opened(browser, tmp_path / "page.html", made(shipped, view), color_scheme=scheme, viewport=size) as page:
        page.locator(f"{'.narrow' if look == 'phone' else '.wide'} g.mark").first.click()
        findings = Axe().run(page)["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in findings] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("view", FIGURES)
def test_a_phone_shows_words_of_eleven_pixels_and_more(
    browser: Browser, shipped: Store, tmp_path: Path, view: str
) -> None:
    phone = {"width": 390, "height": 844}
    with opened(browser, tmp_path / "page.html", made(shipped, view), viewport=phone) as page:
        sizes = page.evaluate("""() => [...document.querySelectorAll('.narrow text')]
          .filter(one => one.getClientRects().length)
          .map(one => parseFloat(one.getAttribute('font-size')) * one.ownerSVGElement.getScreenCTM().a)""")
        assert sizes and min(sizes) >= 10.9
        assert page.locator("#controls").get_attribute("open") is None


@pytest.mark.parametrize("view", FIGURES)
def test_words_stand_apart_as_the_browser_draws_them(
    browser: Browser, shipped: Store, tmp_path: Path, view: str
) -> None:
    with opened(browser, tmp_path / "page.html", made(shipped, view)) as page:
        crossing = page.evaluate("""() => {
          const boxes = [...document.querySelectorAll('.wide text')].filter(one => !one.hasAttribute('transform'))
            .map(one => [one.textContent, one.getBoundingClientRect()]);
          const found = [];
          boxes.forEach(([text, a], at) => boxes.slice(at + 1).forEach(([other, b]) => {
            const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (across > 1 && down > Math.min(a.height, b.height) * 0.45) found.push([text, other]);
          }));
          return found;
        }""")
        assert crossing == []


def test_a_dark_page_is_dark_and_a_click_makes_it_light(browser: Browser, shipped: Store, tmp_path: Path) -> None:
    def ground(page: Page) -> str:
        return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))

    with opened(browser, tmp_path / "page.html", made(shipped, "pair"), color_scheme="dark") as page:
        assert ground(page) == "rgb(21, 24, 22)"
        words = page.locator(".wide text").first.evaluate("one => getComputedStyle(one).fill")
        assert words != "rgb(31, 36, 33)"
        page.locator("#theme").click()
        assert ground(page) == "rgb(250, 248, 242)"


def test_without_script_the_picture_and_its_table_stand(browser: Browser, shipped: Store, tmp_path: Path) -> None:
    with opened(browser, tmp_path / "page.html", made(shipped, "timeline"), java_script_enabled=False) as page:
        assert page.locator(".wide svg").is_visible()
        assert page.get_by_text("Without scripts").is_visible()
        page.locator(".tables summary").first.click()
        assert page.locator("table tbody tr").count() > 50
        assert page.locator("#controls").is_hidden()


@pytest.mark.parametrize("view", FIGURES)
def test_paper_is_a4_on_its_side_and_a_page_each(browser: Browser, shipped: Store, tmp_path: Path, view: str) -> None:
    with opened(browser, tmp_path / "page.html", made(shipped, view)) as page:
        sheets = page.locator("section.panel").count()
        paper = page.pdf(prefer_css_page_size=True)
        boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
        assert len(boxes) == sheets
        assert {(round(float(wide)), round(float(high))) for wide, high in boxes} == {(842, 595)}


def test_kinds_go_and_come_and_what_is_off_is_told(timeline: Page) -> None:
    kind = timeline.locator(".legend button[data-part=Commitment]")
    assert timeline.locator(f"{SEEN}[data-part=Commitment]").first.is_visible()
    kind.click()
    assert not timeline.locator(f"{SEEN}[data-part=Commitment]").first.is_visible()
    assert int(told(timeline, "off")) > 5 and "switched off" in timeline.locator("#status").inner_text()
    kind.click()
    assert told(timeline, "off") == "0"


def test_as_of_a_day_nothing_later_is_there(timeline: Page) -> None:
    before = timeline.locator(f"{SEEN}:visible").count()
    timeline.locator("#asof").evaluate("one => { one.value = Date.UTC(2015, 0, 1) / 864e5; "
                                       "one.dispatchEvent(new Event('input')); }")  # fmt: skip
    assert told(timeline, "asof") == "2015-01-01"
    days = timeline.locator(f"{SEEN}:visible[data-begin]").evaluate_all("all => all.map(one => one.dataset.begin)")
    assert days and max(days) < "2015"
    assert timeline.locator(f"{SEEN}:visible").count() < before and int(told(timeline, "later")) > 20


def test_play_moves_the_day_until_it_is_stopped(timeline: Page) -> None:
    timeline.locator("#play").click()
    timeline.wait_for_function("(at => at.valueAsNumber < Number(at.max))(document.getElementById('asof'))")
    first = told(timeline, "asof")
    timeline.wait_for_function("(day) => document.documentElement.dataset.asof > day", arg=first)
    timeline.locator("#play").click()
    assert timeline.locator("#play").get_attribute("aria-pressed") == "false"


def test_a_mark_shows_who_says_so_and_search_finds_it(timeline: Page) -> None:
    timeline.fill("#search", "dubai")
    timeline.keyboard.press("Enter")
    panel = timeline.locator("#details")
    assert panel.locator("h2").inner_text() == "Meeting of the governors of Jakarta and Tokyo in Dubai"
    text = panel.inner_text()
    assert "2023-12-02" in text and "Heru Budi Hartono, Yuriko Koike" in text and "Jakarta Globe" in text
    assert timeline.locator(".wide g.mark.picked").count() == 1


def test_keys_walk_from_mark_to_mark(timeline: Page) -> None:
    first = timeline.locator(SEEN).first
    first.focus()
    timeline.keyboard.press("ArrowDown")
    assert timeline.evaluate("document.activeElement.classList.contains('mark')")
    assert not first.evaluate("one => one === document.activeElement")
    timeline.keyboard.press("Enter")
    assert timeline.locator("#details").is_visible()


def test_nearer_and_whole(timeline: Page) -> None:
    box = timeline.locator(".wide svg").get_attribute("viewBox")
    timeline.locator("#nearer").click()
    assert timeline.locator(".wide svg").get_attribute("viewBox") != box
    timeline.locator("#whole").click()
    assert timeline.locator(".wide svg").get_attribute("viewBox") == box


def test_a_table_sorts_and_keeps_what_holds_a_word(timeline: Page) -> None:
    timeline.locator(".tables summary").first.click()
    timeline.locator("th button", has_text="When").click()
    days = timeline.locator("tbody tr td:nth-child(2)").all_inner_texts()
    dated = [day for day in days if day]
    assert days[: len(dated)] == dated and "1979" in dated  # what has no day stands last
    timeline.locator(".tables input").fill("dubai")
    assert timeline.locator("tbody tr:visible").count() == 2 or timeline.locator("tbody tr:visible").count() == 1
    timeline.locator("tbody tr:visible button").first.click()
    assert timeline.locator("#details").is_visible()


@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_stay_text(browser: Browser, tmp_path: Path, label: str) -> None:
    store, name, rano = intake.shipped(), IRI(f"{RDFS}label"), RANO
    graphs = {str(getattr(quad.graph_name, "value", "")) for quad in store.quads() if quad.subject == rano}
    for graph in graphs:
        rest = [one.triple for one in store.quads(graph) if not (one.subject == rano and one.predicate == name)]
        store.replace({graph: rest})
    store.add("https://w3id.org/cityties/id/source/hostile", [Triple(rano, name, Literal(label, language="en"))])
    settle(store)
    with opened(browser, tmp_path / "page.html", made(store, "pair-timeline")) as page:
        assert told(page, "ready") == "true"
        assert page.locator("main img, main script, header img").count() == 0
        page.fill("#search", label[:20])
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        page.locator(f"{SEEN}[data-part=Tenure] > :first-child").first.click(force=True)
        assert page.locator("#details h2").is_visible()
