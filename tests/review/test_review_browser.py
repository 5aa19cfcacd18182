"""The review in a real browser: by mouse, by keys alone, on a phone; no barrier, no foreign request, no script."""

from __future__ import annotations

import http.client
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from reviewing import ARTICLE, DRAFT, TEXT
from reviewing import decided as every

from cityties.facts.settle import put_sources
from cityties.model.vocabulary import ID
from cityties.reading.draft import Draft, Fact, read_draft, write_draft
from cityties.review.acceptance import accept
from cityties.review.desk import Desk, Setting
from cityties.review.window import Window
from cityties.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1400, "height": 900}},
    "dark": {"viewport": {"width": 1400, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
}
HOSTILE = "</script><img src=x onerror=alert(1)>{{7*7}}<b>Mayor</b>\u202e&amp;"


@dataclass
class Sitting:
    """One review under way."""

    window: Window
    path: Path
    output: Path

    @property
    def draft(self) -> Draft:
        return read_draft(self.path)

    def fact(self, name: str) -> Fact:
        found = self.draft.fact(name)
        assert found
        return found

    def state(self, name: str) -> str:
        verdict = self.fact(name).verdict
        return verdict.state if verdict else "open"


Sit = Callable[..., Sitting]


@pytest.fixture
def sit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sit]:
    """Start reviews, each with a server of its own; end them all."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    windows: list[tuple[Window, threading.Thread]] = []

    def start(draft: Draft = DRAFT, lang: str = "en", location: str | None = None) -> Sitting:
        path, output = tmp_path / f"draft-{len(windows)}.json", tmp_path / f"source-{len(windows)}.ttl"
        write_draft(path, draft)
        window = Window(Desk(Setting(path, location, output, "Ada", "2026-03-12", lang)))
        thread = threading.Thread(target=window.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        windows.append((window, thread))
        return Sitting(window, path, output)

    yield start
    for window, thread in windows:
        window.shutdown()
        thread.join(10)
        window.server_close()


@contextmanager
def opened(browser: Browser, sitting: Sitting, look: str = "light") -> Iterator[Page]:
    """Open the page; at the end nothing may have gone wrong and nobody else been asked."""
    wrong: list[str] = []
    context = browser.new_context(**LOOKS[look])
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("console", lambda told: wrong.append(told.text) if told.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    near = (sitting.window.address, "data:")
    page.on("request", lambda asked: None if asked.url.startswith(near) else wrong.append(asked.url))
    try:
        page.goto(sitting.window.address)
        page.wait_for_selector("body[data-ready]")
        yield page
        assert wrong == []
    finally:
        context.close()


def head(page: Page, name: str) -> Any:
    return page.locator(f'[data-head="{name}"]')


def decided(page: Page, count: int) -> None:
    page.wait_for_selector(f'#done[value="{count}"]', state="attached")


def shown(page: Page, name: str) -> None:
    if room := os.environ.get("CITYTIES_SCREENSHOTS"):
        page.wait_for_timeout(400)
        page.screenshot(path=f"{room}/review-{name}.png")


def without_barrier(page: Page) -> None:
    from axe_core_python.sync_playwright import Axe

    found = Axe().run(page)
    assert len(found["passes"]) > 10
    grave = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
    assert [(one["id"], one["nodes"][0]["html"]) for one in grave] == []


@pytest.mark.parametrize("lang", ["en", "id", "tr"])
@pytest.mark.parametrize("look", LOOKS)
def test_the_page_is_whole_and_has_no_barrier(browser: Browser, sit: Sit, look: str, lang: str) -> None:
    with opened(browser, sit(lang=lang), look) as page:
        assert page.locator("html").get_attribute("lang") == lang
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0
        assert page.locator(".card").count() == len(DRAFT.facts)
        empty = "[...document.querySelectorAll('button, h2, label, dt')].filter((e) => !e.textContent.trim()).length"
        assert page.evaluate(empty) == 0
        without_barrier(page)
        shown(page, f"{look}-{lang}")
        page.keyboard.press("m")
        page.wait_for_selector("form.body")
        without_barrier(page)
        page.keyboard.press("Escape")
        page.keyboard.press("f")
        page.wait_for_selector("#finishing[open]")
        without_barrier(page)
        assert page.evaluate(wide) <= 0


def test_by_keys_alone_all_is_decided_and_written(browser: Browser, sit: Sit) -> None:
    sitting = sit()
    with opened(browser, sitting) as page:
        assert head(page, "encounter:meeting-1").evaluate("(e) => e === document.activeElement")
        page.keyboard.press("a")
        decided(page, 9)
        assert head(page, "agreement:letter-of-intent-1").evaluate("(e) => e === document.activeElement")
        page.keyboard.press("r")
        page.keyboard.press("u")
        page.keyboard.press("s")
        page.wait_for_selector('[data-fact^="step:"].active')
        page.keyboard.press("ArrowUp")
        page.wait_for_selector('[data-fact="agreement:letter-of-intent-1"].active')
        for _ in range(10):  # quicker than the server answers: keys wait their turn
            page.keyboard.press("a")
        decided(page, 25)
        page.keyboard.press("f")
        page.wait_for_selector("#finishing[open]")
        page.keyboard.press("Enter")
        page.wait_for_selector("#written")
        assert "25 accepted facts were written" in page.locator("#written").inner_text()
    assert sitting.output.read_text(encoding="utf-8").count(" a ct:Step ") == 2
    assert sitting.window.written


def test_by_mouse_text_and_facts_are_linked_both_ways(browser: Browser, sit: Sit) -> None:
    sitting = sit()
    with opened(browser, sitting) as page:
        page.locator("#article mark", has_text="Example Ports League").click()
        page.wait_for_selector('[data-fact="network:example-ports-league"].active')
        head(page, "commitment:offer-1").click()
        assert "is ready to arrange" in page.locator("mark.active").first.inner_text()
        head(page, "commitment:learning-1").hover()
        assert "We want to learn" in page.locator("mark.hint").first.inner_text()
        page.locator("#article mark", has_text="how trams").hover()
        page.wait_for_selector('.card.hint[data-fact="commitment:learning-1"]')
        page.locator(".active .thing", has_text="Consulate General of Indonesia").click()
        page.wait_for_selector('[data-fact="mission:consulate-general-of-indonesia-in-izmir"].active')
        page.locator('[data-act="refuse"]').click()
        decided(page, 2)
        assert "Refused with it: Offer of Consulate General" in page.locator("#said").inner_text()
        page.locator("#undo").click()
        decided(page, 0)
    assert sitting.state("commitment:offer-1") == "open"


def test_a_click_on_words_of_several_facts_goes_through_them(browser: Browser, sit: Sit) -> None:
    with opened(browser, sit()) as page:
        mark = page.locator("#article mark", has_text="mayor of").first
        seen = []
        for _ in range(3):
            mark.click()
            page.wait_for_timeout(50)
            seen.append(page.locator(".card.active").get_attribute("data-fact"))
        assert len(set(seen)) > 1


def test_mending_by_form(browser: Browser, sit: Sit) -> None:
    sitting = sit()
    with opened(browser, sitting) as page:
        head(page, "encounter:meeting-1").click()
        page.locator('[data-act="mend"]').click()
        form = page.locator("form.body")
        form.get_by_label("what it is").select_option("Visit")
        form.get_by_label("date", exact=True).fill("31/31/2026")
        form.get_by_role("button", name="Save and accept").click()
        page.locator("form .wrong", has_text="YYYY").wait_for()
        form.get_by_label("date", exact=True).fill("9 March 2026")
        form.get_by_role("button", name="× Bursa", exact=True).click()
        venue = form.get_by_role("combobox", name="where")
        venue.fill("Cakarta")
        option = page.get_by_role("option", name="Jakarta (Cakarta) city · in the graph")
        option.wait_for()
        venue.press("ArrowDown")
        option.click()
        form.get_by_role("button", name="Add a row").click()
        who = form.get_by_role("combobox", name="who").last
        who.fill("Budi Contoh")
        page.get_by_role("option", name="new: Budi Contoh person").click()
        form.get_by_role("button", name="Save and accept").click()
        decided(page, 11)
    meeting = sitting.fact("encounter:meeting-1")
    assert meeting.text("class") == "Visit" and meeting.text("date") == "2026-03-09"
    assert sitting.fact(meeting.text("venue")).text("iri") == "http://www.wikidata.org/entity/Q3630"
    assert sitting.fact(meeting.tables("participants")[2]["participant"]).text("name") == "Budi Contoh"


def test_a_gap_opens_the_form_at_its_field(browser: Browser, sit: Sit) -> None:
    name = "step:bursa-surabaya-explored-1"
    undated = [
        replace(one, slots={key: value for key, value in one.slots.items() if key != "date"}) if one.id == name else one
        for one in DRAFT.facts
        if one.id != "tenure:dewi-lestari-putri-consul-general-in-izmir"
    ]
    sitting = sit(replace(DRAFT, facts=tuple(undated)))
    with opened(browser, sitting) as page:
        head(page, name).click()
        page.get_by_role("button", name="fill in: date").click()
        field = page.locator("form.body").get_by_label("date", exact=True)
        assert field.evaluate("field => field === document.activeElement")
        field.fill("2026-03-10")
        page.get_by_role("button", name="Save and accept").click()
        page.wait_for_selector(f'[data-fact="{name}"].accepted')
        head(page, name).click()
        assert page.locator(".gap").count() == 0
        head(page, "person:dewi-lestari-putri").click()
        page.get_by_role("button", name="fill in: post").click()
        chosen = page.locator("form.body").get_by_role("combobox", name="post")
        chosen.fill("consul general")
        page.get_by_role("option", name="in this article").first.click()
        page.get_by_role("button", name="Save and accept").click()
        page.wait_for_selector('[data-fact^="tenure:added"].accepted')
    assert sitting.fact(name).text("date") == "2026-03-10"
    (added,) = [one for one in sitting.draft.of_kind("tenure") if one.id.startswith("tenure:added")]
    assert (added.text("holder"), added.text("post")) == (
        "person:dewi-lestari-putri",
        "post:consul-general-in-izmir",
    )


def test_mending_by_keys_takes_other_words(browser: Browser, sit: Sit) -> None:
    sitting = sit()
    with opened(browser, sitting) as page:
        head(page, "remark:benefit-1").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector('[data-fact="remark:benefit-1"].active')
        page.keyboard.press("t")
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("m")
        page.get_by_role("button", name="Use the selected words").focus()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Save and accept").focus()
        page.keyboard.press("Enter")
        decided(page, 2)
    ((start, end),) = sitting.fact("remark:benefit-1").spans
    assert TEXT[start:end] == "Bursa sign"


def test_adding_what_the_reader_missed_by_keys(browser: Browser, sit: Sit) -> None:
    sitting = sit()
    with opened(browser, sitting) as page:
        page.keyboard.press("n")
        assert "Select the words" in page.locator("#said").inner_text()
        page.keyboard.press("t")
        for key in ("ArrowRight", *["ArrowDown"] * 10, "ArrowRight", "ArrowRight", *["Shift+ArrowRight"] * 2):
            page.keyboard.press(key)
        words = page.evaluate("document.getSelection().toString()")
        page.keyboard.press("Enter")
        page.locator("#kind").select_option("remark")
        page.wait_for_selector(".adding .fields select")
        page.keyboard.type("welcome")
        page.keyboard.press("Tab")
        page.keyboard.type("Kemal")
        page.get_by_role("option", name="Kemal Örnek in this article").wait_for()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Save and accept").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector('[data-fact="remark:added-1"].active')
    added = sitting.fact("remark:added-1")
    assert added.text("by") == "person:kemal-ornek" and added.text("remarkKind") == "welcome"
    assert " ".join(TEXT[slice(*added.spans[0])].split()) == " ".join(words.split())


def test_adding_by_mouse_counts_letters_as_the_draft_does(browser: Browser, sit: Sit) -> None:
    """After a letter outside the basic plane (a tram), JavaScript's units and the draft's characters differ."""
    sitting = sit()
    with opened(browser, sitting) as page:
        page.locator("#article span, #article mark", has_text="useful for both").last.evaluate(
            """(piece) => { const node = piece.firstChild, from = node.data.indexOf("useful");
            document.getSelection().setBaseAndExtent(node, from, node, from + "useful for both".length); }"""
        )
        page.locator("#addHere").click()
        assert page.locator(".adding blockquote").inner_text() == "useful for both"
        page.locator("#kind").select_option("network")
        page.get_by_label("name").fill("Ports")
        page.get_by_role("button", name="Save and accept").click()
        page.wait_for_selector('[data-fact="network:added-1"].active')
        assert page.locator("mark.active").inner_text() == "useful for both"
    start, end = sitting.fact("network:added-1").spans[0]
    assert TEXT[start:end] == "useful for both"


def test_linking_to_a_thing_of_the_graph(browser: Browser, sit: Sit) -> None:
    sitting = sit()
    with opened(browser, sitting) as page:
        head(page, "person:ratna-kusuma").click()
        page.keyboard.press("l")
        page.get_by_role("combobox").fill("Rano")
        page.get_by_role("option", name="Rano Karno person · in the graph").click()
        decided(page, 1)
        assert sitting.fact("person:ratna-kusuma").text("iri") == f"{ID}person/rano-karno"
        page.locator('[data-fact="person:ratna-kusuma"] .badge.known').wait_for()
        head(page, "person:ratna-kusuma").click()
        page.keyboard.press("l")
        page.locator("#own").click()
        page.locator('[data-fact="person:ratna-kusuma"] .badge.new').wait_for()
    assert sitting.fact("person:ratna-kusuma").text("iri") == ""


def test_what_the_graph_says_is_told_with_its_source(browser: Browser, sit: Sit, shipped: Store) -> None:
    """ANTARA's ambassador is known; another holder of the post on that day contradicts."""
    post = {"iri": f"{ID}post/mayor-of-ankara", "title": "mayor"}
    facts = tuple(
        replace(fact, slots={**post}) if fact.id == "post:mayor-of-bursa" else
        fact.with_slots(attestedOn="2025-08-19") if fact.id == "tenure:kemal-ornek-mayor-of-bursa" else fact
        for fact in DRAFT.facts
    )  # fmt: skip
    with opened(browser, sit(replace(DRAFT, facts=facts), lang="tr")) as page:
        head(page, "tenure:kemal-ornek-mayor-of-bursa").click()
        card = page.locator(".card.active")
        assert card.locator(".badge.contradicts").inner_text() == "çelişiyor"
        why = card.locator(".why.contradicts").inner_text()
        assert "Mansur Yavaş" in why and "2025-08-20" in why
        head(page, "place:bursa").click()
        assert "Wikidata" in page.locator(".card.active .why.known").inner_text()


def test_what_must_be_decided_first_is_shown(browser: Browser, sit: Sit) -> None:
    with opened(browser, sit()) as page:
        head(page, "step:bursa-surabaya-explored-1").click()
        page.keyboard.press("a")
        decided(page, 5)
        page.locator("#finish").click()
        page.wait_for_selector('[data-fact="encounter:meeting-1"].active')
        assert "Decide this first" in page.locator("#said").inner_text()


def test_what_stands_against_it_is_listed_and_mended_there(browser: Browser, sit: Sit) -> None:
    draft = replace(DRAFT, article=replace(ARTICLE, publisher="", published="2026-13"))
    sitting = sit(draft)
    with opened(browser, sitting) as page:
        page.keyboard.press("a")
        decided(page, 9)
        page.locator("#finish").click()
        page.get_by_role("button", name="Write").click()
        page.locator("#finishing .wrong", has_text="publisher").wait_for()
        page.get_by_label("publisher").fill("Example Wire")
        page.get_by_role("button", name="Write").click()
        page.locator("#finishing .wrong", has_text="2026-13").wait_for()
        page.get_by_label("published").fill("2026-03-11")
        assert not sitting.output.exists()
        page.get_by_role("button", name="Write").click()
        page.wait_for_selector("#written")
    assert sitting.output.exists()
    assert sitting.draft.article.publisher == "Example Wire"


def test_an_article_that_is_there_already_waits_for_a_choice(browser: Browser, sit: Sit) -> None:
    sitting = sit(every(DRAFT))
    store = sitting.window.desk.store
    accepted = accept(every(DRAFT), store)
    put_sources(store, {accepted.source: accepted.triples})
    with opened(browser, sitting) as page:
        page.locator("#finish").click()
        page.get_by_text("This article is in the graph already: ", exact=False).first.wait_for()
        page.get_by_role("button", name="Write").click()
        page.locator("#finishing .wrong", has_text="the same text").wait_for()
        assert not sitting.output.exists()
        page.get_by_label("Keep both").check()
        page.get_by_role("button", name="Write").click()
        page.wait_for_selector("#written")
    assert f"source:{accepted.source.rpartition('/')[2]}-2 ;" in sitting.output.read_text(encoding="utf-8")


def test_hostile_text_stays_text(browser: Browser, sit: Sit) -> None:
    text = f"{HOSTILE}\n{HOSTILE} met the mayor.\u0000\ud7ff\n"
    facts = (
        Fact("person:x", "person", {"name": HOSTILE, "otherNames": [HOSTILE]}, ((0, len(HOSTILE)),), HOSTILE, 0.5),
        Fact("post:x", "post", {"title": HOSTILE, "role": HOSTILE}, ((0, 3),), "post", 0.5),
        Fact("tenure:x", "tenure", {"holder": "person:x", "post": "post:x"}, ((2, 30),), "tenure", 0.5),
        Fact(
            'remark:"]<x> y', "remark", {"remarkKind": HOSTILE, "by": "person:x", "what": HOSTILE}, ((5, 9),), "r", 0.5
        ),
    )
    article = replace(ARTICLE, text=text, title=HOSTILE, publisher=HOSTILE, address=f'javascript:alert(1)//"{HOSTILE}')
    with opened(browser, sit(Draft(article, facts)), "phone") as page:
        assert HOSTILE in page.locator("h1").inner_text()
        for _ in range(5):
            page.keyboard.press("j")
            page.keyboard.press("m")
            page.keyboard.press("Escape")
        assert page.locator("img, b:not(.tally b)").count() == 0
        assert page.evaluate("document.querySelectorAll('script').length") == 1
        page.keyboard.press("f")


def test_on_a_phone_one_pane_at_a_time(browser: Browser, sit: Sit) -> None:
    with opened(browser, sit(), "phone") as page:
        assert not page.locator("#article").is_visible()
        assert page.locator(".card.active blockquote").is_visible()
        page.locator("#seeText").tap()
        assert page.locator("#article").is_visible() and not page.locator("#facts").is_visible()
        page.locator("#seeFacts").tap()
        page.locator('[data-act="accept"]').tap()
        decided(page, 9)


def test_help_lists_every_key(browser: Browser, sit: Sit) -> None:
    with opened(browser, sit()) as page:
        page.keyboard.press("?")
        assert page.locator("#keys kbd").all_inner_texts() == list("j↓k↑armlsuntf?")
        page.keyboard.press("Escape")
        assert not page.locator("#keys").is_visible()


def request(window: Window, path: str, method: str = "GET", body: Any = None, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", window.server_port, timeout=10)
    told = {"Host": f"127.0.0.1:{window.server_port}", **{k.replace("_", "-"): v for k, v in headers.items()}}
    try:
        connection.putrequest(method, path, skip_host=True)
        data = b"" if body is None else json.dumps(body).encode()
        if body is not None:
            told = {"Content-Type": "application/json", "Content-Length": str(len(data)), **told}
        for name, value in told.items():
            connection.putheader(name, value)
        connection.endheaders(data)
        reply = connection.getresponse()
        assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        return reply.status, reply.read().decode()
    finally:
        connection.close()


def test_only_its_own_page_may_ask(sit: Sit) -> None:
    sitting = sit()
    window = sitting.window
    room = f"/{window.secret}/"
    assert window.server_address[0] == "127.0.0.1"
    assert request(window, room)[0] == 200
    assert request(window, "/")[0] == request(window, "/wrong/state")[0] == 404
    assert request(window, f"{room}../../pyproject.toml")[0] == request(window, f"{room}words.toml")[0] == 404
    assert request(window, f"{room}state", Host="evil.example")[0] == 421
    accept: dict[str, Any] = {"method": "POST", "body": {"fact": "encounter:meeting-1"}}
    assert request(window, f"{room}accept", **accept, Origin="http://evil.example")[0] == 403
    assert request(window, f"{room}accept", **accept, Sec_Fetch_Site="cross-site")[0] == 403
    assert request(window, f"{room}accept", **accept, Content_Type="text/plain")[0] == 400
    assert request(window, f"{room}accept", "POST", ["encounter:meeting-1"])[0] == 400
    assert request(window, f"{room}accept", "POST", {})[0] == 400
    assert request(window, f"{room}state", "POST", {})[0] == 400
    assert request(window, f"{room}mend", "POST", {"fact": "encounter:meeting-1", "slots": "x"})[0] == 400
    assert request(window, f"{room}accept", **accept, Content_Length="99999999")[0] == 400
    assert "no fact of this draft" in request(window, f"{room}accept", "POST", {"fact": "none"})[1]
    assert all(fact.verdict is None for fact in sitting.draft.facts)
    assert request(window, f"{room}accept", **accept)[0] == 200
    assert sitting.state("encounter:meeting-1") == "accepted"


def test_the_secret_of_a_review_is_in_no_list_of_programs(
    browser: Browser, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    import stat
    import webbrowser
    from urllib.parse import urlsplit

    from cityties.review import opening

    told: list[str] = []
    monkeypatch.setattr(webbrowser, "open", told.append)
    sitting = sit()
    with opening.shown(sitting.window.address):
        (address,) = told
        assert sitting.window.secret not in address and address.startswith("file:")
        path = Path(urlsplit(address).path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        page.wait_for_url(sitting.window.address)
        page.wait_for_selector("body[data-ready]")
        context.close()
    assert not path.exists()
