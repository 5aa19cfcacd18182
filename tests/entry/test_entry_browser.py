"""The form by hand in a real browser: by keys alone, in few key presses; no barrier, no script of others."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from entering import LOOKS, entry, opened, serving

from cityties.store import open_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))


class Keys:
    """Types text, and counts the key presses beside it: a key held with another counts as two."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def text(self, text: str) -> None:
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.count += len(key.split("+"))
            self.page.keyboard.press(key)

    def focus(self) -> str:
        """Name the field that one is in."""
        told = "(e => e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText)(document.activeElement)"
        return str(self.page.evaluate(told)).removesuffix(" *")

    def arrive(self, name: str) -> None:
        """Wait until one is in a field."""
        for _ in range(200):
            if self.focus() == name:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"in {self.focus()!r}, not in {name!r}")


def shown(page: Page, name: str) -> None:
    if room := os.environ.get("CITYTIES_SCREENSHOTS"):
        page.wait_for_timeout(600)
        page.screenshot(path=f"{room}/entry-{name}.png", full_page=True)


def test_a_meeting_of_four_with_two_promises_and_a_document_in_sixty_keys(browser: Browser, tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    desk = entry(store)
    with serving(desk) as window, opened(browser, window) as page:
        keys = Keys(page)

        def person(name: str, post: str, *, new_post_of: str = "") -> None:
            keys.text(name)
            keys.press("Enter")
            keys.arrive("in the post")
            keys.text(post)
            keys.press("Enter")
            if new_post_of:
                page.wait_for_selector(".made .chooser")
                keys.press("Enter")
                keys.text(new_post_of)
                keys.press("Enter")
            keys.arrive("for")
            keys.press("Enter")

        assert keys.focus() == "date"
        keys.text("19 August 2025")
        keys.press("Enter")
        keys.text("Ankara")
        keys.press("Enter")
        keys.arrive("who")
        person("Rano Karno", "Vice Governor of Jakarta")
        person("Mansur Yavaş", "Mayor of Ankara")
        person("Achmad Rizal Purnama", "Ambassador")
        person("Ayşe Örnek", "Head of the International Office", new_post_of="Ankara")
        page.wait_for_timeout(2500); shown(page, "meeting")
        page.locator(".sentence", has_text="Ayşe Örnek (Head of the International Office").wait_for()
        keys.press("Control+Enter")
        page.wait_for_selector('[data-fact^="encounter:"]')
        for by, what, toward in (("Jakarta", "send two experts", "Ankara"), ("Ankara", "host them", "Jakarta")):
            keys.arrive("promise")
            keys.press("Enter")
            page.wait_for_selector("form.open")
            keys.press("Enter")
            keys.text(by)
            keys.press("Enter")
            keys.arrive("toward")
            keys.text(toward)
            keys.press("Enter", "Enter")
            keys.text(what)
            keys.press("Control+Enter")
            page.wait_for_selector("form.open", state="detached")
        keys.arrive("promise")
        keys.press("Tab", "Enter")
        page.wait_for_selector("form.open")
        keys.text("Letter of")
        keys.press("Enter")
        keys.arrive("parties")
        keys.text("Ankara")
        keys.press("Enter")
        keys.text("Jakarta")
        keys.press("Enter", "Enter")
        keys.text("2025-08-19")
        keys.press("Control+Enter")
        page.wait_for_selector("form.open", state="detached")
        page.locator("#source").get_by_label("what kind of source").focus()
        keys.count += 1
        keys.text("Letter")
        keys.press("Enter")
        keys.text("City Government of Jakarta")
        keys.press("Enter", "Control+a")
        keys.text("20 August 2025")
        keys.press("Enter")
        keys.text("Minutes of the meeting in Ankara")
        shown(page, "before-saving")
        keys.press("Control+Enter")
        page.locator("#said", has_text="Saved in").wait_for()
        shown(page, "saved")
        assert "saved" in page.locator("#meta").inner_text()
        page.locator("#finish").click()
        page.locator("#said", has_text=desk.name).wait_for()
    assert keys.count <= 60, keys.count
    told = open_store(store, read_only=True)
    source = f"<{desk.source}>"
    for pattern, count in (
        ("?x a ct:Meeting ; ct:date '2025-08-19'^^xsd:date", 1),
        ("?x a ct:Meeting ; ct:participation/ct:participant ?who", 4),
        ("?x a ct:Meeting ; ct:participation/ct:inPost ?post", 4),
        ("?x a ct:Intention ; ct:madeIn ?meeting . ?meeting a ct:Meeting", 2),
        ("?x a ct:Agreement ; ct:instrument code:letter-of-intent ; ct:party ?party", 2),
        ("?x a ct:Source ; ct:sourceKind code:letter ; ct:published '2025-08-20'^^xsd:date", 1),
        ("?x a ct:Review ; dcterms:creator 'Ada' ; dcterms:date '2026-11-29'^^xsd:date ; ct:reviewOf " + source, 1),
    ):
        rows = list(told.select(f"SELECT * {{ GRAPH {source} {{ {pattern} }} }}"))
        assert len(rows) == count, pattern
    assert not told.ask(f"ASK {{ GRAPH {source} {{ ?x ct:textDigest ?digest }} }}"), "no text was read"
