"""The five tasks of those who use it, in a real browser: each in at most three clicks, answered above the fold."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pandas as pd
import pytest
from endpoint import Server, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE, HIGH = 1400, 900
CLICKS = 3


class Visitor:
    """Somebody at the start page, who counts the clicks."""

    def __init__(self, page: Page, start: str) -> None:
        self.page, self.clicks = page, 0
        page.goto(start, wait_until="networkidle")

    def click(self, name: str, role: str = "link") -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
        self.page.wait_for_load_state("networkidle")

    def ask(self, sentence: str) -> None:
        """Write into the search box in the middle of the start page, and press its button."""
        self.page.fill("#big", sentence)
        self.clicks += 1
        self.page.locator(".find.big button").click()
        self.page.wait_for_load_state("networkidle")

    def both(self, one: str, other: str) -> None:
        """Name two cities or countries on the start page."""
        self.page.fill("#city", one)
        self.page.fill("#other", other)
        self.clicks += 1
        self.page.locator("form[action='/pair'] button").click()
        self.page.wait_for_load_state("networkidle")

    def reads(self, *texts: str) -> None:
        """Hold that each text stands whole above the fold, and was reached by few clicks."""
        assert self.clicks <= CLICKS
        for text in texts:
            found = self.page.locator("main").get_by_text(text).first
            box = found.bounding_box()
            assert box is not None, text
            assert box["y"] >= 0 and box["y"] + box["height"] <= HIGH, (text, box)

    def saves(self, name: str) -> bytes:
        """Click on a file and give what is in it."""
        self.clicks += 1
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=name, exact=True).first.click()
        assert self.clicks <= CLICKS
        return Path(waiting.value.path()).read_bytes()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("room")) as one:
        yield one


@pytest.fixture
def visitor(browser: Browser, server: Server) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": WIDE, "height": HIGH}, locale="en")
    try:
        page = context.new_page()
        page.set_default_timeout(60_000)
        yield Visitor(page, f"{server.address}/?lang=en")
    finally:
        context.close()


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Which of Ankara's promises to Jakarta are open?", "Mansur Yavaş said so on 19 August 2025"),
        ("Janji Ankara kepada Jakarta mana yang masih terbuka?", "Mansur Yavaş said so on 19 August 2025"),
        ("Ankara'nın Cakarta'ya verdiği sözlerden hangileri açık?", "Mansur Yavaş said so on 19 August 2025"),
    ],
)
def test_which_promises_are_open_who_said_so_in_what_words(visitor: Visitor, sentence: str, said: str) -> None:
    visitor.ask(sentence)
    visitor.reads(
        "promises and wishes of Ankara to Jakarta are open",
        "Learn from Jakarta how public transport is integrated",
        "Share good practice with Jakarta",
        said,
        "in these terms: Ankara wants to learn from Jakarta in public transport",
    )


def test_a_briefing_on_paper(visitor: Visitor) -> None:
    visitor.both("Jakarta", "Ankara")
    visitor.reads("Not yet. Jakarta and Ankara have declared that they mean to become sister cities", "On paper (PDF)")
    written: list[bytes] = []
    visitor.page.route("**/paper.pdf?*", lambda route: _kept(route, written))
    visitor.click("On paper (PDF)")
    assert visitor.clicks <= CLICKS and written[0].startswith(b"%PDF")


def _kept(route: object, written: list[bytes]) -> None:
    reply = route.fetch()  # type: ignore[attr-defined]
    assert reply.status == 200 and reply.headers["content-type"] == "application/pdf"
    written.append(reply.body())
    route.fulfill(status=200, content_type="text/plain", body="kept")  # type: ignore[attr-defined]


def test_which_cities_of_two_countries_are_tied_and_where_a_mission_has_no_tie(visitor: Visitor) -> None:
    visitor.both("Indonesia", "Türkiye")
    visitor.reads(
        "3 ties between cities of Indonesia and Türkiye",
        "Ödemiş",
        "Istanbul",
        "Embassy of Indonesia in Ankara",
        "Indonesia has a mission, but none of its cities an agreed tie told of here, in Ankara.",
        "No mission of Türkiye in a city of Indonesia without a tie",
    )


@pytest.mark.parametrize("asked", ["typed", "offered"])
def test_is_jakarta_a_sister_city_of_ankara(visitor: Visitor, asked: str) -> None:
    sentence = "Is Jakarta a sister city of Ankara?"
    visitor.ask(sentence) if asked == "typed" else visitor.click(sentence)
    visitor.reads("Not yet. Jakarta and Ankara have declared", "A headline claims more than its own text")
    assert visitor.clicks == 1


def test_the_graph_for_gephi_and_pandas(visitor: Visitor) -> None:
    visitor.click("The graph as data")
    visitor.reads("network.gexf", "nodes.csv", "edges.csv", "pd.read_csv")
    gexf = ElementTree.fromstring(visitor.saves("network.gexf"))
    nodes = {node.get("label") for node in gexf.iter("{http://gexf.net/1.3}node")}
    visitor.clicks = 1  # the other files are as far from the start
    rows = pd.read_csv(io.BytesIO(visitor.saves("nodes.csv")))
    assert {"Jakarta", "Ankara"} <= nodes and {"Jakarta", "Ankara"} <= set(rows["label"])
    visitor.clicks = 1
    edges = list(csv.DictReader(io.StringIO(visitor.saves("edges.csv").decode())))
    assert {edge["source"] for edge in edges} <= set(rows["id"])


def test_what_is_no_question_leads_to_the_nearest(visitor: Visitor) -> None:
    visitor.ask("How far is it from Jakarta to Ankara?")
    links = visitor.page.locator("main .cards a").all_inner_texts()
    assert 0 < len(links) <= 3
