"""Wikidata brought in: dumps in every packing, answers of its services, the service itself."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sys
from collections import Counter
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar
from urllib.request import Request, urlopen

import pytest
from checkout import SHARED
from servers import need, oxigraph, oxigraph_binary
from wikidata import EAST, LAND, MAYOR, MISSION, NETWORK, NORTH, POST, SOUTH, dump, turtle, world

from cityties.imports import live
from cityties.imports.importer import Summary
from cityties.imports.wikidata import import_wikidata
from cityties.model.errors import CitytiesError, DataError, RequestError
from cityties.model.vocabulary import CT, ID, WD
from cityties.store import IRI, Literal, Store, open_store

DATA = SHARED / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the data sets are not here")
LANGUAGES = ("en", "fr")


def take(text: str | bytes, room: Path, file: str = "items.json", **options: object) -> tuple[Summary, Store]:
    path = room / file
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    summary = import_wikidata(str(path), str(room / "store"), languages=LANGUAGES, **options)  # type: ignore[arg-type]
    return summary, open_store(room / "store", read_only=True)


def told(store: Store, thing: str) -> dict[str, set[str]]:
    """What the store says of a thing, by the names of the ontology."""
    found: dict[str, set[str]] = {}
    for quad in store.accounts_of(IRI(thing)):
        name = quad.predicate.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
        value = quad.object.value if isinstance(quad.object, IRI | Literal) else ""
        found.setdefault(name, set()).add(value.rsplit("/", 1)[-1].removeprefix("ontology#"))
    return found


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Summary, Store]:
    return take(dump(world()), tmp_path_factory.mktemp("taken"))


def test_a_city_has_its_names_country_point_and_latest_count(taken: tuple[Summary, Store]) -> None:
    city = told(taken[1], WD + NORTH)
    assert city["label"] == {"Northport", "Northport (fr)"}
    assert city["country"] == {LAND}, "the country of today, not the one that ended"
    assert (city["lat"], city["long"]) == ({"10.5"}, {"20.25"})
    assert (city["population"], city["populationYear"]) == ({"250"}, {"2020"})


def test_one_tie_a_pair_with_dated_steps_and_references(taken: tuple[Summary, Store]) -> None:
    summary, store = taken
    assert summary.change.things["Tie"]["came"] == 2
    tie = f"{ID}tie/{NORTH.lower()}--{SOUTH.lower()}"
    assert told(store, tie)["party"] == {f"{NORTH.lower()}", f"{SOUTH.lower()}"}
    step = told(store, f"{ID}step/{NORTH.lower()}--{SOUTH.lower()}-agreed-1967-05-06")
    assert step["date"] == {"1967-05-06"}, "the year that one side tells is the day that the other tells"
    assert step["hadPrimarySource"] == {"twins"}
    assert step["wasDerivedFrom"] == {f"wikidata-{NORTH.lower()}", f"wikidata-{SOUTH.lower()}"}
    other = f"{ID}step/{EAST.lower()}--{NORTH.lower()}"
    assert told(store, f"{ID}step/{NORTH.lower()}--{EAST.lower()}-agreed-1980-05")["date"] == {"1980-05"}
    assert told(store, f"{ID}step/{NORTH.lower()}--{EAST.lower()}-ended-1990-05-06")["stepKind"] == {"ended"}
    assert not told(store, other)
    assert "twinned with itself" in summary.text()


def test_mayors_positions_missions_and_memberships(taken: tuple[Summary, Store]) -> None:
    store = taken[1]
    heads = store.select(
        "SELECT ?from ?until WHERE { ?tenure ct:holder ?person OPTIONAL { ?tenure ct:from ?from } "
        "OPTIONAL { ?tenure ct:until ?until } }",
        person=IRI(WD + MAYOR),
    )
    assert {(str(a.value), str(b.value)) for a, b in heads} == {("2001-05-06", "2010-05")}  # type: ignore[union-attr]
    assert told(store, WD + POST)["label"] == {"Mayor of Northport", "Mayor of Northport (fr)"}
    mission = told(store, WD + MISSION)
    assert (mission["type"], mission["sentBy"], mission["seat"]) == ({"Embassy"}, {LAND}, {SOUTH})
    assert mission["from"] == {"1920"}
    joined = store.select("SELECT ?from WHERE { ?m ct:network ?network ; ct:from ?from }", network=IRI(WD + NETWORK))
    assert [row[0].value for row in joined] == ["1999"]  # type: ignore[union-attr]


def test_each_item_is_a_source_with_its_revision(taken: tuple[Summary, Store]) -> None:
    source = told(taken[1], f"{ID}source/wikidata-{NORTH.lower()}")
    assert source["versionInfo"] == {"7001"} and source["published"] == {"2026-10-01"}


@pytest.mark.parametrize(
    ("file", "pack"),
    [
        ("items.json.gz", gzip.compress),
        ("items.json.bz2", bz2.compress),
        ("items.json.xz", lzma.compress),
        ("items", lambda data: data + b"]"),
        ("items.json", lambda data: b"[" + b",\n".join(data[2:-2].split(b",\n")) + b"]\n"),
        ("answer.json", lambda data: json.dumps({"entities": {one["id"]: one for one in world()}}).encode()),
    ],
)
def test_every_packing_tells_the_same(file: str, pack: object, taken: tuple[Summary, Store], tmp_path: Path) -> None:
    _, store = take(pack(dump(world()).encode()), tmp_path, file, name="wikidata-items")  # type: ignore[operator]
    name = f"{ID}source/wikidata-items"
    title = f"{name}> <http://www.w3.org/2000/01/rdf-schema#label>"
    one = {str(quad.triple) for quad in store.quads(name) if title not in str(quad)}
    assert one == {str(quad.triple) for quad in taken[1].quads(name) if title not in str(quad)}
    assert len(one) > 100


def test_a_dump_comes_by_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(dump(world()).encode()))))
    summary = import_wikidata("-", str(tmp_path / "store"), name="piped")
    assert summary.change.things["Tie"]["came"] == 2


def test_a_broken_dump_gives_its_good_lines_and_names_the_bad(tmp_path: Path) -> None:
    lines = dump(world()).splitlines()
    lines[2:2] = ['{"id": "Q1", "claims": {"P190": [', "\x00\x01", '"text"', '{"type":"item","id":"Q5","claims":[]}']
    lines.insert(8, '{"type":"item","id":"<Q1>","claims":{"P190":7}}')
    whole = gzip.compress("\n".join(lines).encode())
    summary, _ = take("\n".join(lines), tmp_path)
    assert summary.change.things["Tie"]["came"] == 2
    assert any(p.line == 3 and "not JSON" in p.reason for p in summary.reading.problems)
    cut = tmp_path / "cut"
    cut.mkdir()
    summary, _ = take(whole[: len(whole) - 60], cut, "cut.json.gz")
    assert "ends too early" in summary.text()


def test_what_holds_nothing_is_refused_with_the_store_as_it_was(tmp_path: Path) -> None:
    for number, text in enumerate(["{}", "[]", '{"entities": {}}', "not json", "\x1f\x8b broken"]):
        with pytest.raises(CitytiesError) as error:
            take(text, tmp_path, f"nothing-{number}.json")
        assert "\n" not in str(error.value)
    assert not (tmp_path / "store").exists()


def test_a_second_import_changes_nothing_and_a_newer_one_is_told(tmp_path: Path) -> None:
    take(dump(world()), tmp_path)
    again, store = take(dump(world()), tmp_path)
    assert again.change.nothing
    before = len(store)
    newer = world()[:-1]
    newer[0]["claims"]["P190"].pop(1)
    newer[0]["claims"]["P1082"].append({"rank": "preferred", "mainsnak": newer[0]["claims"]["P1082"][0]["mainsnak"]})
    newer[2]["claims"]["P190"] = []
    dry, store = take(dump(newer), tmp_path, dry_run=True)
    assert dry.change.things["Tie"] == Counter(went=1) and len(store) == before
    assert dry.change.things["City"]["changed"] >= 1
    done, store = take(dump(newer), tmp_path)
    assert (done.change.came, done.change.went) == (dry.change.came, dry.change.went)
    assert not told(store, f"{ID}tie/{NORTH.lower()}--{EAST.lower()}")


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    items = world()
    evil = '</script><script>alert(1)</script> "} ; DROP ALL # \\u0000 ../../x'
    items[0]["labels"]["en"]["value"] = evil
    _, store = take(dump(items), tmp_path)
    assert evil in {quad.object.value for quad in store.about(IRI(WD + NORTH)) if isinstance(quad.object, Literal)}
    assert {path.name for path in tmp_path.iterdir()} == {"items.json", "store"}


def test_strict_refuses_what_has_a_fault(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"itself.*--strict"):
        take(dump(world()), tmp_path, strict=True)
    assert not (tmp_path / "store").exists()


def test_only_what_is_asked_for_is_taken(tmp_path: Path) -> None:
    summary, _ = take(dump(world()), tmp_path, kinds=("missions",))
    assert "Tie" not in summary.change.things and summary.change.things["DiplomaticMission"]["came"] == 1
    with pytest.raises(RequestError, match="twins"):
        take(dump(world()), tmp_path, kinds=("twins",))


# The query service: one that is not ours, with the same items in Wikibase's RDF form.


def test_the_service_tells_the_same_as_the_dump(
    taken: tuple[Summary, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need(oxigraph_binary(), "Oxigraph's server")
    monkeypatch.setattr(live, "_PAGE", 2)
    monkeypatch.setattr(live, "_SOME", 2)
    with oxigraph() as address:
        put = Request(address.replace("/query", "/store?default"), turtle(world()).encode(), method="PUT")
        put.add_header("Content-Type", "text/turtle")
        urlopen(put).close()
        summary = import_wikidata(
            "live", str(tmp_path / "store"), name="wikidata-items", languages=LANGUAGES, endpoint=address
        )
    assert summary.change.things["Tie"]["came"] == 2
    store = open_store(tmp_path / "store", read_only=True)
    for thing in (WD + NORTH, WD + MISSION, f"{ID}tie/{NORTH.lower()}--{SOUTH.lower()}"):
        assert told(store, thing) == told(taken[1], thing)
    step = f"{ID}step/{NORTH.lower()}--{SOUTH.lower()}-agreed-1967-05-06"
    assert told(store, step) == told(taken[1], step)
    source = f"{ID}source/wikidata-{NORTH.lower()}"
    assert told(store, source) == told(taken[1], source)


class Busy(BaseHTTPRequestHandler):
    """A service that is busy twice, with Retry-After, then answers nothing found."""

    asked: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        Busy.asked.append(self.headers["User-Agent"])
        body = b'{"head": {"vars": []}, "results": {"bindings": []}}'
        busy = len(Busy.asked) <= 2
        self.send_response(429 if busy else 200)
        if busy:
            self.send_header("Retry-After", "7")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


def test_a_busy_service_is_waited_for_as_it_asks() -> None:
    server = HTTPServer(("127.0.0.1", 0), Busy)
    thread = Thread(target=server.serve_forever)
    thread.start()
    slept: list[float] = []
    try:
        service = live.Service(f"http://127.0.0.1:{server.server_port}/", slept.append)
        assert service.ask("SELECT ?x WHERE { }") == []
        service.close()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert slept == [7.0, 7.0]
    assert all(agent.startswith("cityties/") and "https://" in agent for agent in Busy.asked)


def test_a_service_that_is_not_there_is_told_after_a_few_tries() -> None:
    slept: list[float] = []
    service = live.Service("http://127.0.0.1:9/", slept.append)
    with pytest.raises(RequestError, match="no answer in 5 tries"):
        service.ask("SELECT ?x WHERE { }")
    service.close()
    assert slept == sorted(slept) and len(slept) == 5


# The data sets that were at hand.


@needs_data
def test_the_dump_of_49_items(tmp_path: Path) -> None:
    place = str(tmp_path / "store")
    summary = import_wikidata(str(DATA / "wikidata-entities" / "entities.dump.json"), place)
    assert summary.reading.read == 49
    store = open_store(place, read_only=True)
    berlin = IRI(f"{WD}Q64")
    ties = store.select(
        "SELECT DISTINCT ?tie WHERE { ?tie a ct:Tie ; ct:party/ct:governs ?city . "
        "?step ct:ofTie ?tie ; ct:date ?date ; prov:wasDerivedFrom ?source }",
        city=berlin,
        source=IRI(f"{ID}source/wikidata-q64"),
    )
    heads = store.select(
        "SELECT DISTINCT ?tenure WHERE { ?post ct:postIn/ct:governs ?city . ?tenure ct:post ?post }", city=berlin
    )
    assert (len(ties), len(heads)) == (18, 15)


@needs_data
def test_the_answer_of_wbgetentities_and_the_broken_dump(tmp_path: Path) -> None:
    answer = import_wikidata(str(DATA / "wikidata-entities" / "weimar.json"), str(tmp_path / "one"))
    assert answer.change.things["Tie"]["came"] == 5
    mock = DATA / "wikidata-entities" / "mock-dump-with-bugs.json"
    broken = import_wikidata(str(mock), str(tmp_path / "two"), dry_run=True, check=False)
    assert (broken.reading.read, broken.reading.taken) == (101, 11)


@needs_data
def test_the_sister_cities_of_the_world(tmp_path: Path) -> None:
    place = str(tmp_path / "store")
    file = str(DATA / "wikidata-query-results" / "sister-cities.csv")
    summary = import_wikidata(file, place)
    assert summary.change.things["Tie"]["came"] == 8951
    assert "merged: " in summary.text() and summary.told > summary.things
    assert "line 609" in summary.text() and "twinned with itself" in summary.text()
    store = open_store(place, read_only=True)
    assert store.count(f"{ID}source/wikidata-sister-cities") == summary.change.came
    assert CT  # the namespace is ours
    assert import_wikidata(file, place, check=False).change.nothing


def test_a_day_that_no_calendar_has_is_left_out_and_told_and_the_rest_is_taken(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(
        "city,cityLabel,sister,sisterLabel,start\n"
        f"{WD}Q3640,Ankara,{WD}Q84,London,2015-02-29T00:00:00Z\n{WD}Q3640,Ankara,{WD}Q1726,Munich,1990-01-01T00:00:00Z\n",
        encoding="utf-8",
    )
    told = import_wikidata(str(rows), str(tmp_path / "store"))
    assert [str(one) for one in told.reading.problems] == [
        "line 2: 2015-02-29T00:00:00Z: a date that is no day of the calendar"
    ]
    assert told.reading.taken == 2
    days = open_store(str(tmp_path / "store")).select("SELECT ?day { ?step a ct:Step ; ct:date ?day }").rows
    assert Literal("1990-01-01", datatype=IRI("http://www.w3.org/2001/XMLSchema#date")) in [day for (day,) in days]


def test_a_dump_loses_no_item_by_a_day_that_no_calendar_has(tmp_path: Path) -> None:
    broken = tmp_path / "dump.json"
    entity = {
        "type": "item", "id": "Q3640", "labels": {"en": {"language": "en", "value": "Ankara"}},
        "claims": {"P190": [{
            "rank": "normal",
            "mainsnak": {"snaktype": "value", "datavalue": {"value": {"entity-type": "item", "id": "Q84"}}},
            "qualifiers": {"P580": [{"snaktype": "value", "datavalue": {"value": {
                "time": "+2015-02-29T00:00:00Z", "precision": 11}}}]},
        }]},
    }  # fmt: skip
    broken.write_text(f"[\n{json.dumps(entity)}\n]\n", encoding="utf-8")
    told = import_wikidata(str(broken), str(tmp_path / "store"))
    assert told.reading.taken == 1
    (problem,) = told.reading.problems
    assert (problem.line, problem.what) == (2, "Q3640 +2015-02-29T00:00:00Z")
    assert "no day of the calendar" in problem.reason


def test_pairs_of_numbers_without_a_header_are_taken_from_the_first(tmp_path: Path) -> None:
    table = tmp_path / "pairs.tsv"
    table.write_text("Q656\tQ8686\nQ64\tQ90\nQ64\tQ65\n", encoding="utf-8")
    told = import_wikidata(str(table), str(tmp_path / "store"), check=False)
    assert (told.reading.read, told.reading.taken) == (3, 3)
    assert any("looks like a row" in note for note in told.reading.notes)
