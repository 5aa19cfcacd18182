"""The desk of an entry: what is made, told, and kept; who may ask the page's server."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from typing import Any

import pytest
from entering import entry, serving

from cityties.entry.window import EntryWindow
from cityties.kinds import entry_kind, entry_kinds
from cityties.model.errors import RequestError
from cityties.store import open_store

PLACE = {"new": "place", "slots": {"name": "Contohville", "class": "City", "country": "Indonesia"}}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))


def request(window: EntryWindow, path: str, method: str = "GET", body: Any = None, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", window.server_port, timeout=20)
    told = {"Content-Type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    try:
        connection.request(method, path, None if body is None else json.dumps(body), told)
        reply = connection.getresponse()
        return reply.status, reply.read().decode()
    finally:
        connection.close()


def test_every_word_is_one_thing_in_three_languages() -> None:
    told = [word for one in entry_kinds().values() for word in {one.name, *one.labels.values(), *one.words}]
    assert len(entry_kinds()) == 9 and len(told) == len(set(told)), "no word means two things"
    assert all({"en", "id", "tr"} == set(one.labels) for one in entry_kinds().values())
    assert entry_kind("TOPLANTI").name == "meeting"


def test_a_new_thing_is_told_whole_and_once(tmp_path: Path) -> None:
    desk = entry(str(tmp_path / "store"), "membership")
    desk.keep("membership", {"member": PLACE, "network": "new:network:Ports", "from": "2019"})
    desk.keep("membership", {"member": "new:place:contohville", "network": "new:network:Rivers"})
    (place,) = desk.draft.of_kind("place")
    assert place.text("country") == "Indonesia", "the same new name is the same new thing"
    desk.remove(desk.entered()[0].id)
    assert [one.text("name") for one in desk.draft.of_kind("network")] == ["Rivers"], "what nothing names goes along"


@pytest.mark.parametrize(
    ("slots", "told"),
    [
        ({"member": {"new": "place", "slots": {"name": "X", "country": "Atlantisia"}}}, "no country of that name"),
        ({"member": {"new": "place", "slots": {}}}, "name: fill it in"),
        ({"member": {"new": "tank", "slots": {}}}, "names nothing"),
        ({"member": "link:place:https://example.org/none"}, "not in this graph"),
        ({"member": "link:place:> } ; DROP ALL #"}, "not in this graph"),
        ({"member": "Bursa"}, "choose one of the list"),
        ({"member": PLACE, "from": "31/31/2026"}, "write YYYY"),
        ({"member": PLACE, "sender": "x"}, "has no such slot"),
    ],
)
def test_what_is_wrong_is_told_and_not_kept(tmp_path: Path, slots: dict[str, Any], told: str) -> None:
    desk = entry(str(tmp_path / "store"), "membership")
    with pytest.raises(RequestError, match=told):
        desk.keep("membership", {"network": "new:network:Ports", **slots})
    assert not desk.draft.facts


def test_who_corrects_bears_the_name_and_the_day(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    desk = entry(store)
    desk.describe_source({"publisher": "Office of Ankara"})
    for on in ("2026-03-01", "2026-03-08"):
        desk.keep("encounter", {"class": "Meeting", "date": on, "participants": [{"participant": "new:person:Ada"}]})
    assert desk.save()[1] == []
    again = entry(store, again=desk.name, by="Budi", on="2026-12-01")
    one = again.entered()[0]
    again.keep("encounter", {**one.slots, "date": "2026-03-02"}, one.id)
    assert again.status == "changed" and again.save()[1] == []
    rows = open_store(store, read_only=True).select(
        f"SELECT ?who (COUNT(?x) AS ?n) {{ GRAPH <{desk.source}> {{ ?r dcterms:creator ?who ; ct:accepts ?x . "
        "?x a ct:Meeting } } GROUP BY ?who ORDER BY ?who"
    )
    assert [(getattr(who, "value", ""), getattr(count, "value", "")) for who, count in rows] == [
        ("Ada", "1"),
        ("Budi", "1"),
    ]


def test_an_entry_goes_to_a_file_without_a_store(tmp_path: Path) -> None:
    desk = entry(None, "membership", output=tmp_path / "entry.ttl")
    desk.describe_source({"publisher": "Office of Ankara", "kind": "letter"})
    desk.keep("membership", {"member": PLACE, "network": "new:network:Ports"})
    assert desk.save()[1] == []
    assert "ct:sourceKind code:letter" in (tmp_path / "entry.ttl").read_text(encoding="utf-8")
    with pytest.raises(RequestError, match="--store"):
        desk.take_back()


def test_only_its_own_page_may_ask(tmp_path: Path) -> None:
    desk = entry(str(tmp_path / "store"))
    with serving(desk) as window:
        room = f"/{window.secret}/"
        keep: dict[str, Any] = {
            "method": "POST",
            "body": {"kind": "encounter", "slots": {"class": "Meeting", "date": "2026-03-01"}},
        }
        assert request(window, room)[0] == request(window, f"{room}form.js")[0] == 200
        assert request(window, "/wrong/state")[0] == request(window, f"{room}words.toml")[0] == 404
        assert request(window, f"{room}state", Host="evil.example")[0] == 421
        assert request(window, f"{room}keep", **keep, Origin="http://evil.example")[0] == 403
        assert request(window, f"{room}keep", **keep, Content_Type="text/plain")[0] == 400
        assert request(window, f"{room}keep", "POST", {"kind": "encounter"})[0] == 400
        assert request(window, f"{room}accept", "POST", {})[0] == 400, "an act of a review is none of a form"
        assert not desk.draft.facts
        assert request(window, f"{room}keep", **keep)[0] == 200 and len(desk.draft.facts) == 1
