"""Pages in a real browser: each view opens without a request, and answers to mouse and keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cityties.dossier.brief import brief
from cityties.facts import intake
from cityties.facts.settle import settle
from cityties.model.vocabulary import RDF, RDFS
from cityties.pictures.drawing import draw
from cityties.pictures.view import views
from cityties.store import IRI, Literal, Store, Triple

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

JAKARTA = IRI("http://www.wikidata.org/entity/Q3630")
ANKARA = IRI("http://www.wikidata.org/entity/Q3640")
RANO = IRI("https://w3id.org/cityties/id/person/rano-karno")


@contextmanager
def opened(browser: Browser, file: Path, html: str, **options: Any) -> Iterator[Page]:
    """Open a page from a file; at the end nothing may have gone wrong and nothing been asked for."""
    file.write_text(html, encoding="utf-8")
    errors: list[str] = []
    requests: list[str] = []
    context = browser.new_context(**({"viewport": {"width": 1400, "height": 1000}} | options))
    page = context.new_page()
    page.set_default_timeout(10_000)

    def dismissed(dialog: Dialog) -> None:
        errors.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on(
        "console",
        lambda message: errors.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.on("dialog", dismissed)
    try:
        page.goto(file.as_uri())
        yield page
    finally:
        context.close()
    assert errors == []
    assert requests == [file.as_uri()]


def parameters(view: str) -> dict[str, IRI]:
    cities = {"city": JAKARTA, "other": ANKARA}
    return {name: cities[name] for one in views() if one.name == view for name in one.parameters}


def number(page: Page, name: str) -> int:
    return int(page.evaluate("(name) => document.documentElement.dataset[name]", name))


@pytest.fixture
def pair(browser: Browser, shipped: Store, tmp_path: Path) -> Iterator[Page]:
    with opened(
        browser, tmp_path / "pair.html", draw(shipped, "explore-pair", focus=parameters("explore-pair"))
    ) as page:
        yield page


@pytest.fixture
def city(browser: Browser, shipped: Store, tmp_path: Path) -> Iterator[Page]:
    with opened(browser, tmp_path / "city.html", draw(shipped, "explore", focus=parameters("explore"))) as page:
        yield page


@pytest.mark.parametrize("lang", ["en", "id", "tr"])
@pytest.mark.parametrize("view", [view.name for view in views() if view.page == "network"])
def test_each_view_opens_alone(browser: Browser, shipped: Store, tmp_path: Path, view: str, lang: str) -> None:
    html = draw(shipped, view, lang=lang, focus=parameters(view))
    with opened(browser, tmp_path / f"{view}.html", html) as page:
        assert page.evaluate("document.documentElement.dataset.ready") == "true"
        drawn = page.evaluate("JSON.parse(document.getElementById('data').textContent).nodes.filter(n => !n.waits)")
        assert number(page, "shown") == len(drawn) > 0
        assert number(page, "relations") > 0
        assert page.locator("#classes button").count() > 0
        assert page.locator("#readings button").count() > 0
        assert page.locator("#picture canvas").count() == 1


@pytest.mark.parametrize(
    ("typed", "name"), [("rano", "Rano Karno"), ("yavas", "Mansur Yavaş"), ("YAVAŞ", "Mansur Yavaş")]
)
def test_search_finds_whatever_case_and_accents(pair: Page, typed: str, name: str) -> None:
    pair.fill("#search", typed)
    assert pair.locator("#found li").count() > 0
    pair.press("#search", "Enter")
    assert pair.locator("#details h2").inner_text() == name
    assert not pair.locator("#found").is_visible()


def test_search_without_hit_shows_nothing(pair: Page) -> None:
    pair.fill("#search", "zzzz")
    pair.press("#search", "Enter")
    assert pair.locator("#details h2").count() == 0


@pytest.mark.parametrize(("kind", "count"), [("cls", "shown"), ("reading", "relations")])
def test_legend_buttons_hide_and_show(pair: Page, kind: str, count: str) -> None:
    before = number(pair, count)
    button = pair.locator(f"#legend button[data-{kind}]").first
    button.click()
    assert number(pair, count) < before
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    assert number(pair, count) == before
    assert button.get_attribute("aria-pressed") == "true"


def test_a_relation_shows_its_evidence(pair: Page) -> None:
    pair.click("#tables summary")
    pair.locator("#tables tr", has_text="ANTARA").locator("button[data-edge]").first.click()
    evidence = pair.locator("#details")
    assert "ANTARA" in evidence.inner_text()
    assert "characters" in evidence.inner_text()
    links = evidence.locator("a").evaluate_all("all => all.map(a => a.href)")
    assert links
    assert all(link.startswith("https://") for link in links)


def test_every_source_is_at_a_web_address(pair: Page) -> None:
    found = pair.evaluate(
        "JSON.parse(document.getElementById('data').textContent).sources.map(([title, address]) => address)"
    )
    assert any(found)
    assert [one for one in found if one and not one.startswith(("https://", "http://"))] == []


def test_arrows_walk_and_escape_lets_go(pair: Page) -> None:
    names = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        pair.focus("#picture")
        pair.keyboard.press(key)
        names.append(pair.locator("#details h2").inner_text())
    assert all(names)
    assert names[0] == names[2] != names[1]
    pair.keyboard.press("Escape")
    assert pair.locator("#details h2").count() == 0
    assert pair.locator("#details .hint").count() == 1


def test_the_slider_leaves_out_what_began_later(browser: Browser, shipped: Store, tmp_path: Path) -> None:
    with opened(browser, tmp_path / "network.html", draw(shipped, "network")) as page:
        before = number(page, "relations")
        slider = page.locator("#asof")
        slider.fill(slider.get_attribute("min") or "")
        assert number(page, "relations") < before
        assert page.locator("#year").inner_text() == slider.get_attribute("min")
        slider.fill(slider.get_attribute("max") or "")
        assert number(page, "relations") == before


def test_theme_follows_the_reader(pair: Page) -> None:
    theme = "document.documentElement.dataset.theme"
    assert pair.evaluate(theme) == "light"
    pair.click("#theme")
    assert pair.evaluate(theme) == "dark"
    pair.click("#theme")
    assert pair.evaluate(theme) == "light"


def test_theme_follows_the_system(browser: Browser, shipped: Store, tmp_path: Path) -> None:
    with opened(browser, tmp_path / "dark.html", draw(shipped, "network"), color_scheme="dark") as page:
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_what_waits_is_told_and_shown_on_demand(city: Page) -> None:
    data = "JSON.parse(document.getElementById('data').textContent)"
    assert city.evaluate(f"{data}.nodes.some(n => n.waits)")
    before = number(city, "shown")
    waiting = city.locator("#waiting")
    hidden = int(waiting.inner_text().split()[0])
    assert hidden > 0
    neighbour = city.evaluate(
        f"(() => {{ const d = {data}, waits = new Map(d.nodes.map(n => [n.id, n.waits])); "
        "const e = d.edges.find(e => waits.get(e.from) !== waits.get(e.to)); "
        "return waits.get(e.from) ? e.to : e.from; })()"
    )
    city.click("#tables summary")
    city.locator(f"button[data-node='{neighbour}']").click()
    city.click("#expand")
    assert number(city, "shown") > before
    assert int((waiting.inner_text() or "0").split()[0]) < hidden


def test_play_goes_through_the_years_and_stops_where_it_is_told(city: Page) -> None:
    last = city.locator("#asof").get_attribute("max") or ""
    city.click("#play")
    assert city.locator("#play").inner_text() == "Pause"
    first = number(city, "year")
    assert str(first) == city.locator("#asof").get_attribute("min")
    city.wait_for_function("(first) => Number(document.documentElement.dataset.year) > first", arg=first)
    then = number(city, "relations")
    city.click("#play")
    assert city.locator("#play").inner_text() == "Play"
    halted = number(city, "year")
    city.wait_for_timeout(1000)
    assert number(city, "year") == halted
    city.fill("#asof", str(int(last) - 1))
    city.click("#play")
    assert city.evaluate("document.documentElement.dataset.year") == ""
    assert city.evaluate("document.documentElement.dataset.playing") == "false"
    assert number(city, "relations") > then


def test_where_motion_is_unwelcome_a_press_is_a_year(browser: Browser, shipped: Store, tmp_path: Path) -> None:
    html = draw(shipped, "network", lang="id")
    with opened(browser, tmp_path / "still.html", html, reduced_motion="reduce") as page:
        assert page.locator("#play").inner_text() == "Tahun berikutnya"
        page.click("#play")
        first = number(page, "year")
        page.wait_for_timeout(1000)
        assert number(page, "year") == first
        page.click("#play")
        assert number(page, "year") == first + 1
        assert page.locator("#asof").get_attribute("aria-valuetext") == str(first + 1)


def crowd() -> Store:
    """A city with three partners and twenty embassies."""
    ct, rdf, label = "https://w3id.org/cityties/ontology#", f"{RDF}type", IRI(f"{RDFS}label")
    centre = IRI("https://example.org/centre")
    triples = [Triple(centre, IRI(rdf), IRI(f"{ct}City")), Triple(centre, label, Literal("Centre", language="en"))]
    for count in range(20):
        embassy = IRI(f"https://example.org/embassy-{count}")
        triples += [
            Triple(embassy, IRI(rdf), IRI(f"{ct}Embassy")),
            Triple(embassy, label, Literal(f"Embassy {count}", language="en")),
            Triple(embassy, IRI(f"{ct}seat"), centre),
        ]
    store = intake.shipped()
    store.add("https://w3id.org/cityties/id/source/crowd", triples)
    settle(store)
    return store


def test_many_stand_as_one_until_they_are_opened(browser: Browser, tmp_path: Path) -> None:
    html = draw(crowd(), "explore", focus={"city": IRI("https://example.org/centre")})
    with opened(browser, tmp_path / "crowd.html", html) as page:
        assert (number(page, "shown"), number(page, "bundles"), number(page, "hidden")) == (1, 1, 20)
        page.focus("#picture")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        assert page.locator("#details h2").inner_text() == "20 × embassy"
        page.locator("#details li button", has_text="Embassy 7").click()
        assert page.locator("#details h2").inner_text() == "Embassy 7"
        assert (number(page, "shown"), number(page, "bundles")) == (2, 1)
        page.focus("#picture")
        page.keyboard.press("End")
        for _ in range(3):
            page.keyboard.press("ArrowRight")
            if page.locator("#details h2").inner_text().endswith("× embassy"):
                break
        assert page.locator("#details h2").inner_text() == "19 × embassy"
        page.keyboard.press("Enter")
        assert (number(page, "shown"), number(page, "bundles"), number(page, "hidden")) == (21, 0, 0)
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        assert (number(page, "shown"), number(page, "bundles")) == (1, 1)
        page.fill("#search", "embassy 13")
        page.press("#search", "Enter")
        assert page.locator("#details h2").inner_text() == "Embassy 13"
        assert number(page, "shown") == 2


def test_colours_and_sizes_are_told_with_their_meaning(browser: Browser, shipped: Store, tmp_path: Path) -> None:
    html = draw(shipped, "network", color_by="degree", size_by="betweenness", lang="tr")
    with opened(browser, tmp_path / "measured.html", html) as page:
        told = page.locator("#measures").inner_text()
        assert "Renk: ortaklar" in told
        assert "Bir kentin ne kadar geniş bağlı olduğu." in told
        assert "Boyut: aradalık" in told
        assert "ölçülmedi" in told
        page.fill("#search", "cakarta")
        page.press("#search", "Enter")
        assert "ortaklar: 22" in page.locator("#details").inner_text()
        before = page.locator("#measures .step span").first.evaluate("one => one.style.color")
        page.click("#theme")
        assert page.locator("#measures .step span").first.evaluate("one => one.style.color") != before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_the_way_of_anybody(browser: Browser, shipped: Store, tmp_path: Path, scheme: str) -> None:
    from axe_core_python.sync_playwright import Axe

    html = draw(shipped, "explore", focus=parameters("explore"), color_by="community")
    with opened(browser, tmp_path / "axe.html", html, color_scheme=scheme) as page:
        page.fill("#search", "rano")
        page.press("#search", "Enter")
        page.click("#tables summary")
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


def test_a_phone_shows_it_all(browser: Browser, shipped: Store, tmp_path: Path) -> None:
    html = draw(shipped, "explore-pair", focus=parameters("explore-pair"))
    with opened(browser, tmp_path / "phone.html", html) as page:
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.locator("#picture canvas").is_visible()


HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "\"'><svg onload=alert(1)>",
    "{{ 7 * 7 }} ${alert(1)} `\\",
    "רנו \u202eкарно\u202c مرحبا",
    "👩‍👩‍👧‍👦🏙️",
    "a\u2028b\u2029c",
    "x" * 10_000,
]


@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_labels_stay_text(browser: Browser, tmp_path: Path, label: str) -> None:
    store = intake.shipped()
    name = IRI(f"{RDFS}label")
    for quad in list(store.quads()):
        if quad.subject == RANO and quad.predicate == name:
            graph = str(getattr(quad.graph_name, "value", ""))
            rest = [one.triple for one in store.quads(graph) if not (one.subject == RANO and one.predicate == name)]
            store.replace({graph: rest})
    store.add("https://w3id.org/cityties/id/source/hostile", [Triple(RANO, name, Literal(label, language="en"))])
    settle(store)
    html = draw(store, "explore-pair", focus=parameters("explore-pair"))
    with opened(browser, tmp_path / "hostile.html", html) as page:
        assert page.evaluate("document.documentElement.dataset.ready") == "true"
        button = page.locator("#tables button[data-node]")
        found = [place for place, text in enumerate(button.all_text_contents()) if text == label]
        assert len(found) == 1
        page.click("#tables summary")
        button.nth(found[0]).click()
        assert page.locator("#details h2").text_content() == label
        assert page.locator("main img, main script, header img").count() == 0
        page.fill("#search", label[:20])
        page.press("#search", "Enter")


@pytest.mark.parametrize("lang", ["en", "id", "tr"])
def test_the_briefing_opens_alone(browser: Browser, shipped: Store, tmp_path: Path, lang: str) -> None:
    with opened(browser, tmp_path / "brief.html", brief(shipped, JAKARTA, ANKARA, lang=lang)) as page:
        assert page.locator("h1").inner_text().strip()
        assert page.locator("a[href^='https://']").count() > 0


def test_a_click_on_the_canvas_opens_what_is_there(pair: Page) -> None:
    box = pair.locator("#picture canvas").bounding_box()
    assert box is not None
    for step in range(1, 60):
        pair.mouse.click(box["x"] + box["width"] * step / 60, box["y"] + box["height"] / 2)
        if pair.locator("#details h2").count():
            break
    assert pair.locator("#details h2").count() == 1
