"""Behind a reverse proxy, below a path of its host: every link, redirect and address that is told leads through it."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from endpoint import Reply, Server, serving
from proxy import proxied

import cityties
from cityties.pages import respond
from cityties.server.routes import OWN
from cityties.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = "/diplomacy/ties"
LINK = re.compile(r"""\b(?:href|src|action)="([^"]*)\"""")
# What leads off: every kind of page, and no data that takes long.
PAGES = (
    "/", "/search?q=jakarta", "/pair?city=Jakarta&other=Ankara", "/data", "/questions", "/query", "/pictures",
    "/questions/ties-of-city?city=Jakarta", "/questions/busiest-cities", "/ontology", "/sector", "/code",
    "/doc/wd/Q3630", "/doc/tie/ankara-jakarta", "/doc/person/rano-karno", "/none", "/pictures/city?city=Jakarta",
    "/pictures/explore?city=Jakarta", "/query?query=SELECT%20%3Fcity%20%7B%3Fcity%20a%20ct%3ACity%7D",
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("room"), "--root-path", ROOT, "--timeout", "30") as one:
        yield one


@pytest.fixture(scope="module", params=[True, False], ids=["path taken off", "path left on"])
def port(server: Server, request: pytest.FixtureRequest) -> Iterator[int]:
    with proxied(server.port, ROOT, strips=request.param) as one:
        yield one


def get(port: int, path: str, method: str = "GET", **headers: str) -> Reply:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request(method, path, None, {name.replace("_", "-"): value for name, value in headers.items()})
        reply = line.getresponse()
        return Reply(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
    finally:
        line.close()


def test_every_link_of_every_page_leads_through_the_proxy(port: int) -> None:
    rooms: dict[str, str] = {}
    for page in PAGES:
        reply = get(port, f"{ROOT}{page}", Accept="text/html")
        assert reply.status == (404 if page == "/none" else 200), (page, reply.text[:300])
        own = [unescape(link) for link in LINK.findall(reply.text) if link.startswith("/")]
        assert own or page.startswith("/pictures/"), page
        for link in own:
            assert link == ROOT or link.startswith(f"{ROOT}/"), (page, link)
            place = link.removeprefix(ROOT)
            assert re.split(r"[?.#]", place.split("/")[1])[0] in {*OWN, "", "none"}, link
            parts = re.split(r"[/?]", place)
            rooms.setdefault("/".join(parts[: 3 if parts[1] == "doc" else 2]), link)  # one of each kind
        if page.startswith("/pictures/"):  # addresses stand in its script too
            assert f'"{ROOT}/doc/' in reply.text or f'href="{ROOT}/' in reply.text, page
            assert '"/doc/' not in reply.text
    assert len(rooms) > 20
    for link in rooms.values():
        status = get(port, quote(link.partition("#")[0], safe="/?&=%:;,+-._~"), Accept="text/html").status
        assert status in (200, 303) or (link.endswith("/none") and status == 404), (link, status)


def test_redirects_cookies_and_what_is_told_as_json_stay_below_the_path(port: int) -> None:
    assert get(port, f"{ROOT}/id/city/jakarta").headers["location"] == f"{ROOT}/doc/city/jakarta"
    assert get(port, f"{ROOT}/sparql", Accept="text/html").headers["location"] == f"{ROOT}/query"
    assert f"Path={ROOT};" in get(port, f"{ROOT}/?lang=tr", Accept="text/html").headers["set-cookie"]
    found = json.loads(get(port, f"{ROOT}/suggest?q=jak").body)
    assert found and all(one["address"].startswith(f"{ROOT}/doc/") for one in found)
    assert all(one.startswith(f"{ROOT}/api/") for one in json.loads(get(port, f"{ROOT}/api/").body)["addresses"])
    assert json.loads(get(port, f"{ROOT}/api/openapi.json").body)["servers"] == [{"url": ROOT}]


def test_it_describes_itself_at_the_address_of_the_proxy(port: int) -> None:
    told = get(port, f"{ROOT}/.well-known/void", Accept="text/turtle").text
    assert f"<https://127.0.0.1:{port}{ROOT}/sparql>" in told
    assert told.count(f"127.0.0.1:{port}/") == told.count(f"127.0.0.1:{port}{ROOT}/")


def test_the_library_asks_through_the_proxy(port: int, shipped: Store) -> None:
    far, near = cityties.connect(f"http://127.0.0.1:{port}{ROOT}"), cityties.Graph(shipped)
    assert far.ask("ties-of-city", city="Jakarta") == near.ask("ties-of-city", city="Jakarta")
    assert far.query("ASK { ?tie a ct:Tie }") is True


def test_what_only_begins_like_the_path_is_not_taken_for_it(server: Server) -> None:
    assert server.ask(f"{ROOT}y/questions", Accept="text/html").status == 404
    assert server.ask(f"{ROOT}{ROOT}/questions", Accept="text/html").status == 404
    assert server.ask(ROOT, Accept="text/html").status == 200


def test_what_sources_say_is_not_rewritten(shipped: Store) -> None:
    text = 'href="/not-a-link" src="/x"'
    _, _, body = respond(shipped, "/search", {"q": text}, "en", "", ROOT)
    assert b"/not-a-link" in body and f"{ROOT}/not-a-link".encode() not in body
    assert respond(shipped, "/search", {"q": text}, "en", "", "")[2] == body.replace(ROOT.encode(), b"")


def test_suggestions_and_the_editor_work_below_the_path(port: int, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda told: wrong.append(told.text) if told.type in ("error", "warning") else None)
    page.on("response", lambda reply: wrong.append(reply.url) if reply.status >= 400 else None)
    try:
        page.goto(f"http://127.0.0.1:{port}{ROOT}/")
        page.fill("#find", "ankar")
        page.wait_for_selector("[role=option]")
        page.press("#find", "ArrowDown")
        page.press("#find", "Enter")
        page.wait_for_url(f"**{ROOT}/doc/**")
        page.goto(f"http://127.0.0.1:{port}{ROOT}/query")
        page.wait_for_selector("#editor, #query")
        page.wait_for_load_state("networkidle")
        page.click("#ask button")
        page.wait_for_selector("table")
        assert urlsplit(page.url).path == f"{ROOT}/query"
        assert wrong == []
    finally:
        context.close()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("ties", "no such path"), ("/a b", "no such path"), ("/../x", "no such path"), ("/a//b", "no such path"),
        ("/a?b", "no such path"), ("//evil.example", "no such path"), ('/"><x', "no such path"), ("/ä", "no such path"),
        ("/" + "a" * 300, "no such path"), ("/docs", "an address /docs itself"), ("/api/x", "an address /api itself"),
    ],
)  # fmt: skip
def test_a_path_that_cannot_be_is_told_in_one_line(path: str, told: str) -> None:
    command = [sys.executable, "-m", "cityties", "serve", "--port", "0", "--root-path", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1 and done.stdout == ""
    assert told in done.stderr and len(done.stderr.splitlines()) == 1
