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
        shown(page, "meeting")
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
    print(keys.count)
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


MET = {"class": "Meeting", "date": "2026-03-01", "participants": [{"participant": "new:person:Ada"}]}
HOSTILE = "</script><img src=x onerror=alert(1)>{{7*7}}<b>Mayor</b>\u202e&amp;'\"} ; DROP ALL #"


def without_barrier(page: Page) -> None:
    from axe_core_python.sync_playwright import Axe

    found = Axe().run(page)
    assert len(found["passes"]) > 10
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


def pick(page: Page, label: str, text: str, option: str) -> None:
    """Choose in a field by typing."""
    field = page.get_by_role("combobox", name=label, exact=True).last
    field.fill(text)
    page.get_by_role("option", name=option).first.click()


def keep(page: Page) -> None:
    page.get_by_role("button", name="Keep").click()
    page.wait_for_selector("form.open", state="detached")


@pytest.mark.parametrize("lang", ["en", "id", "tr"])
@pytest.mark.parametrize("look", LOOKS)
def test_the_page_is_whole_and_has_no_barrier(browser: Browser, tmp_path: Path, look: str, lang: str) -> None:
    desk = entry(str(tmp_path / "store"), lang=lang)
    desk.keep("encounter", MET)
    with serving(desk) as window, opened(browser, window, look) as page:
        assert page.locator("html").get_attribute("lang") == lang
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        empty = "[...document.querySelectorAll('button, h2, label')].filter((e) => !e.textContent.trim()).length"
        without_barrier(page)
        for word in ("visit", "promise", "mission"):
            page.locator(f'[data-add="{word}"]').click()
            page.wait_for_selector("form.open")
            without_barrier(page)
            assert page.evaluate(wide) <= 0 and page.evaluate(empty) == 0
            shown(page, f"{word}-{look}-{lang}")
            page.locator("form.open button.quiet").last.click()


def test_all_is_reached_by_the_tab_key(browser: Browser, tmp_path: Path) -> None:
    with serving(entry(str(tmp_path / "store"))) as window, opened(browser, window) as page:
        reachable = "button:not([disabled]), input:not([hidden]), select, summary, a[href]"
        all_ = f"[...document.querySelectorAll('{reachable}')].filter((e) => e.checkVisibility())"
        count = page.evaluate(f"{all_}.length")
        page.evaluate("document.activeElement.blur()")
        seen = []
        for _ in range(count + 2):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 90) + document.activeElement.id"))
        assert len(set(seen)) >= count - 1, "fields of a row may look alike"


def test_what_is_wrong_stands_beside_its_field(browser: Browser, tmp_path: Path) -> None:
    desk = entry(str(tmp_path / "store"))
    with serving(desk) as window, opened(browser, window) as page:
        form = page.locator("form.open")
        date = form.get_by_label("date", exact=True)
        date.fill("31/31/2026")
        date.press("Enter")
        fault = page.locator(".field").filter(has=page.get_by_label("date", exact=True)).locator(".fault").first
        page.locator(".fault", has_text="write YYYY").wait_for()
        assert date.get_attribute("aria-invalid") == "true"
        assert fault.get_attribute("id") == date.get_attribute("aria-describedby")
        venue = form.get_by_role("combobox", name="where")
        venue.fill("Nowhereville")
        page.get_by_role("option", name="new: Nowhereville place").wait_for()
        venue.press("Escape")
        venue.press("Tab")
        page.locator(".fault", has_text="Nowhereville: choose one of the list").wait_for()
        page.get_by_role("button", name="Keep").click()
        assert not desk.draft.facts, "nothing with a fault is kept"
        date.fill("March 2026")
        pick(page, "where", "Cakarta", "Jakarta (Cakarta)")
        page.locator(".sentence", has_text="In March 2026, a meeting took place in Jakarta.").wait_for()
        keep(page)
        page.get_by_role("button", name="Save").click()
        page.locator("#source .fault", has_text="fill it in").wait_for()
        page.get_by_label("its day").fill("30 February 2026")
        page.get_by_label("whose").fill("Office of Ankara")
        page.get_by_role("button", name="Save").click()
        page.locator("#source .fault", has_text="30 February 2026").wait_for()
        assert desk.status == "new"


def test_what_a_check_finds_stands_beside_its_fact_and_stops_the_saving(browser: Browser, tmp_path: Path) -> None:
    desk = entry(str(tmp_path / "store"), "visit")
    desk.describe_source({"publisher": "Office of Ankara"})
    with serving(desk) as window, opened(browser, window) as page:
        page.get_by_label("date", exact=True).fill("2026-03-05")
        page.get_by_label("last day").fill("2026-03-01")
        pick(page, "where", "Ankara", "Ankara")
        keep(page)
        page.locator("#entered .note.error").wait_for()
        page.get_by_role("button", name="Save").click()
        page.locator("#source .wrong", has_text="not saved").wait_for()
        assert desk.status == "new"
        page.get_by_role("button", name="Correct").first.click()
        page.locator("form .fault", has_text="mend one of the two dates").wait_for()
        page.get_by_label("last day").fill("2026-03-07")
        page.locator(".sentence", has_text="On 5–7 March 2026").wait_for()
        keep(page)
        page.locator("#entered .note.error").wait_for(state="detached")
        assert "names nobody" in page.locator("#entered .note.warning").inner_text(), "a warning stops nobody"
        page.get_by_role("button", name="Save").click()
        page.locator("#said", has_text="Saved in").wait_for()
    assert desk.status == "saved"


def test_new_things_are_made_in_place(browser: Browser, tmp_path: Path) -> None:
    desk = entry(str(tmp_path / "store"), "holder")
    with serving(desk) as window, opened(browser, window) as page:
        pick(page, "who", "Siti Contoh", "new: Siti Contoh")
        pick(page, "post", "Mayor of Contohville", "new: Mayor of Contohville")
        page.locator(".made").get_by_label("role").select_option("mayor")
        pick(page, "of", "Contohville", "new: Contohville place")
        page.locator(".made .made").get_by_label("country").fill("Indonesia")
        page.locator(".sentence", has_text="Siti Contoh holds the post Mayor of Contohville").wait_for()
        keep(page)
    kinds = {fact.kind: fact for fact in desk.draft.facts}
    assert kinds["place"].text("country") == "Indonesia" and kinds["post"].text("in") == kinds["place"].id
    assert kinds["tenure"].text("post") == kinds["post"].id


def test_removed_undone_taken_back_and_saved_again(browser: Browser, tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    desk = entry(store)
    desk.describe_source({"publisher": "Office of Ankara"})
    desk.keep("encounter", MET)
    with serving(desk) as window, opened(browser, window) as page:
        page.get_by_role("button", name="Remove").click()
        page.locator("#entered .card").first.wait_for(state="detached")
        assert not desk.draft.facts, "Ada went along"
        page.locator("#undo").click()
        page.locator("#entered .card").first.wait_for()
        page.get_by_role("button", name="Save").click()
        page.locator("#said", has_text="Saved in").wait_for()
        page.locator("#back").click()
        page.locator("#said", has_text="Taken out of the store").wait_for()
        page.wait_for_selector('#meta[data-status="new"]')
    assert not open_store(store, read_only=True).ask(f"ASK {{ GRAPH <{desk.source}> {{ ?s ?p ?o }} }}")
    again = entry(store, again=desk.name, by="Budi", on="2026-12-01")
    assert again.status == "new" and len(again.entered()) == 1
    assert again.save()[1] == [] and again.status == "saved"
    assert entry(store, again=desk.name).status == "saved"


def test_hostile_text_stays_text(browser: Browser, tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    desk = entry(store, "promise")
    with serving(desk) as window, opened(browser, window, "phone") as page:
        pick(page, "by", HOSTILE, "new:")
        page.get_by_label("what, in a few words").fill(HOSTILE)
        page.locator(".sentence", has_text="onerror").wait_for()
        keep(page)
        page.get_by_label("whose").fill(HOSTILE)
        page.get_by_label("title").fill(HOSTILE)
        page.get_by_role("button", name="Save").click()
        page.locator("#said", has_text="Saved in").wait_for()
        assert page.locator("img, b").count() == 0
        assert page.evaluate("document.querySelectorAll('script').length") == 1
    told = open_store(store, read_only=True)
    titles = "SELECT ?t { GRAPH ?g { ?x ct:sourceKind code:office-record ; dcterms:title ?t } }"
    (name,) = next(iter(told.select(titles)))
    assert "DROP ALL #" in str(name)
    assert told.ask("ASK { ?x a ct:Meeting }"), "nothing was dropped"
