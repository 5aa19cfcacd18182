"""The served pages in a real browser: no foreign request, no error, no barrier, in light, dark and on a phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from endpoint import Server, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = {
    "start": "/",
    "search": "/search?q=cakarta",
    "city": "/doc/wd/Q3630",
    "pair": "/pair?city=Jakarta&other=Ankara",
    "countries": "/pair?city=Indonesia&other=T%C3%BCrkiye",
    "promises": "/search?q=Which+of+Ankara%27s+promises+to+Jakarta+are+open%3F",
    "data": "/data",
    "person": "/doc/person/rano-karno",
    "mission": "/doc/wd/Q75334780",
    "country": "/doc/wd/Q252",
    "sector": "/sector/mobility",
    "tie": "/doc/tie/ankara-jakarta",
    "source": "/doc/source/antara-2025-08-20-jakarta-ankara",
    "questions": "/questions",
    "answer": "/questions/ties-of-city?city=Jakarta",
    "chart": "/questions/sector-ranking",
    "editor": "/query?query=SELECT%20%3Fcity%20%7B%3Fcity%20a%20ct%3ACity%7D",
    "pictures": "/pictures",
    "picture": "/pictures/city?city=Jakarta",
    "terms": "/ontology",
    "sectors": "/sector",
}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("room")) as one:
        yield one


@contextmanager
def opened(browser: Browser, server: Server, path: str, **options: Any) -> Iterator[Page]:
    """Open a page; at the end nothing may have gone wrong and nobody else been asked."""
    wrong: list[str] = []
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("console", lambda told: wrong.append(told.text) if told.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    near = (server.address, "data:", "blob:")
    page.on("request", lambda asked: None if asked.url.startswith(near) else wrong.append(asked.url))
    try:
        reply = page.goto(server.address + path, wait_until="networkidle")
        assert reply is not None and reply.status == 200
        yield page
        assert wrong == []
    finally:
        context.close()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_and_has_no_barrier(browser: Browser, server: Server, name: str, look: str) -> None:
    from axe_core_python.sync_playwright import Axe

    with opened(browser, server, PAGES[name], **LOOKS[look]) as page:
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0
        if room := os.environ.get("CITYTIES_SCREENSHOTS"):
            page.screenshot(path=f"{room}/{name}-{look}.png", full_page=name != "picture")
        if name == "picture":  # looked at by tests of its own
            return
        found = Axe().run(page)
        assert len(found["passes"]) > 10
        grave = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
        assert [(one["id"], one["nodes"][0]["html"]) for one in grave] == []


def test_one_finds_a_city_while_typing_and_reads_who_promised_what(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/?lang=id", **LOOKS["light"]) as page:
        field = page.locator("#big")
        field.press_sequentially("Cakar", delay=10)
        page.locator('[role="option"]').first.wait_for()
        assert field.get_attribute("aria-expanded") == "true"
        field.press("ArrowDown")
        field.press("Enter")
        page.wait_for_url("**/doc/wd/Q3630")
        assert page.locator("html").get_attribute("lang") == "id"  # the choice is kept
        page.get_by_role("link", name="Taklimat").first.wait_for()
        page.locator('tr:has-text("Ankara") >> text=Taklimat').click()
        page.wait_for_url("**/pair?*")
        assert "Apa yang dijanjikan atau diinginkan tiap pihak" in page.content()
        page.get_by_role("button", name="Türkçe").click()
        page.wait_for_url("**/pair?*lang=tr*")
        assert page.locator("h1").inner_text() == "Cakarta ve Ankara"


def test_the_editor_completes_our_terms_and_keeps_the_query_in_the_address(browser: Browser, server: Server) -> None:
    from playwright.sync_api import TimeoutError

    with opened(browser, server, "/query", **LOOKS["light"]) as page:
        page.locator("#editor textarea").focus()
        page.keyboard.press("Control+A")
        page.keyboard.type("SELECT ?c WHERE { ?c ct:tiedW")
        offered = page.locator(".ace_autocomplete .ace_line", has_text="ct:tiedWith").first
        for _ in range(5):
            try:
                offered.wait_for(timeout=3000)
                break
            except TimeoutError:  # typed faster than the list could open: ask for it, as one would
                page.keyboard.press("Control+Space")
        page.keyboard.press("Enter")
        page.keyboard.type(" ?d ")
        text = page.locator("#query").input_value()
        assert "ct:tiedWith ?d" in text
        page.keyboard.press("Control+A")
        page.keyboard.type("ASK ")
        page.keyboard.insert_text("{ ?c ct:tiedWith ?d }")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/query?query=ASK*")
        assert page.locator(".truth").inner_text() == "yes"


def test_light_and_dark_are_switched_and_kept(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/", **LOOKS["light"]) as page:
        paper = "getComputedStyle(document.documentElement).backgroundColor"
        before = page.evaluate(paper)
        page.locator("#theme").click()
        after = page.evaluate(paper)
        assert after != before
        page.goto(f"{server.address}/questions")
        assert page.evaluate(paper) == after


def test_pages_work_without_script(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/", **LOOKS["light"], java_script_enabled=False) as page:
        page.fill("#big", "Ankara")
        page.press("#big", "Enter")
        page.wait_for_url("**/search?*")
        page.locator(".found a").first.click()
        page.wait_for_url("**/doc/wd/Q3640")
        page.goto(f"{server.address}/query")
        page.fill("#query", "ASK { ?city a ct:City }")
        page.locator("#ask button").click()
        assert page.locator(".truth").inner_text() == "yes"
