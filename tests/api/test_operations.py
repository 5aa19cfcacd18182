"""The operations that programs and assistants ask: what is told, whose it is, and what is not known."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cityties.api import respond, respond_at
from cityties.api.operations import OPERATIONS, operate
from cityties.api.paging import page
from cityties.model.errors import RequestError
from cityties.model.language import languages
from cityties.questions.question import ask, questions
from cityties.store import Store


def told(store: Store, operation: str, lang: str = "en", /, **given_: Any) -> dict[str, Any]:
    return operate(store, operation, given_, lang).data(lang)


@pytest.mark.parametrize("name", sorted(name for name, one in questions().items() if not one.fixture))
def test_each_question_answers_its_example_as_the_library_does(shipped: Store, name: str) -> None:
    question = questions()[name]
    answer = told(shipped, "answer", name=name, parameters=dict(question.example), limit=500)
    rows = ask(shipped, name, question.example)
    assert answer["told"]["all"] == len(rows.rows)
    shown = min(500, len(rows.rows))
    assert len(answer["told"]["rows"]) == shown
    for got, row in zip(answer["told"]["rows"], rows, strict=False):
        for column in rows.shown:
            cell = got.get(column)
            if column in answer["told"]["lists"]:
                assert " ".join(one["value"] for one in cell or []) == row[column]
            else:
                assert (cell or {"value": ""})["value"] == row[column]
    cited = {one["iri"] for one in answer["sources"]}
    named = {iri for row in rows for column in ("source", "sources") if column in row for iri in row[column].split()}
    assert named <= cited or len(cited) == 100
    if not rows.rows:
        assert any("no proof" in line for line in answer["not_known"])


def test_what_a_column_lacks_is_counted(shipped: Store) -> None:
    answer = told(shipped, "answer", name="ties-of-city", parameters={"city": "Jakarta"})
    rows = answer["told"]["rows"]
    lacking = sum("since" not in row and "by" not in row for row in rows)
    assert f"Since: not told in {lacking} of {len(rows)} rows." in answer["not_known"]


@pytest.mark.parametrize("lang", ["en", "id", "tr"])
def test_labels_sentences_and_notices_are_in_the_language(shipped: Store, lang: str) -> None:
    answer = told(shipped, "answer", lang, name="standing", parameters={"city": "Jakarta", "other": "Ankara"})
    begin = {"en": "Not yet.", "id": "Belum.", "tr": "Henüz değil."}[lang]
    assert answer["told"]["sentence"].startswith(begin) and answer["lang"] == lang
    assert answer["notice"] != told(shipped, "questions", {"en": "id", "id": "tr", "tr": "en"}[lang])["notice"]


def test_evidence_of_a_thing_holds_each_account_in_its_graph(shipped: Store) -> None:
    tie = "https://w3id.org/cityties/id/tie/ankara-jakarta"
    answer = told(shipped, "evidence", thing=tie, limit=500)
    graphs = {one["graph"] for one in answer["told"]["accounts"]}
    assert len(graphs) > 1 and all(graph.startswith("https://w3id.org/cityties/id/") for graph in graphs)
    assert {one["iri"] for one in answer["sources"]} >= {graph for graph in graphs if "/source/" in graph}


def test_a_thing_is_told_both_ways(shipped: Store) -> None:
    answer = told(shipped, "thing", thing="Ankara", limit=500)["told"]
    ways = {one.get("backwards", False) for one in answer["statements"]}
    assert ways == {True, False} and answer["label"] == "Ankara" and answer["all"] > 20


def test_a_path_tells_each_hop_or_that_there_is_none(shipped: Store) -> None:
    chains = told(shipped, "path", start="Jakarta", end="Ankara")["told"]["chains"]
    assert chains and chains[0]["hops"][0]["caption"]
    none = told(shipped, "path", start="Jakarta", end="Jakarta")
    assert none["told"]["chains"] == [] and any("no proof" in line for line in none["not_known"])


def test_updates_are_no_queries(shipped: Store) -> None:
    before = len(shipped)
    for text in ("DROP ALL", "INSERT DATA { GRAPH <a:b> { <a:b> <a:b> <a:b> } }", "CLEAR DEFAULT"):
        with pytest.raises(RequestError):
            operate(shipped, "query", {"query": text})
    assert len(shipped) == before


def test_a_page_goes_on_only_for_the_request_it_came_from() -> None:
    items, more = page(range(5), 2, "", {"of": "one"})
    assert list(items) == [0, 1] and more
    assert list(page(range(5), 9, more, {"of": "one", "limit": 9})[0]) == [2, 3, 4]
    for cursor in (more[:-1], "x", "é", f"{more}A", ""):
        if cursor:
            with pytest.raises(RequestError):
                page(range(5), 2, cursor, {"of": "one"})
    with pytest.raises(RequestError):
        page(range(5), 2, more, {"of": "other"})


VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=30), st.lists(st.text(max_size=3)))


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(list(OPERATIONS)), more=st.dictionaries(st.text(max_size=8), VALUES), data=st.data())
def test_whatever_is_told_is_answered_or_refused(
    shipped: Store, name: str, more: dict[str, Any], data: st.DataObject
) -> None:
    keys = [one.name for one in OPERATIONS[name].parameters]
    given_ = {key: data.draw(VALUES) for key in keys} | (more if data.draw(st.booleans()) else {})
    status, _, body = respond(shipped, name, given_, data.draw(st.sampled_from(languages())))
    assert status in (200, 400)
    assert orjson.loads(body).keys() >= ({"told", "sources"} if status == 200 else {"title", "detail"})


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/api", {}, 200),
        ("/api/", {}, 200),
        ("/api/health", {}, 200),
        ("/api/health", {"a": ["b"]}, 400),
        ("/api/find", {"text": ["Jakarta"], "lang": ["tr"]}, 200),
        ("/api/find", {"text": ["Jakarta"], "lang": ["xx"]}, 400),
        ("/api/find", {"text": ["Jakarta", "Ankara"]}, 400),
        ("/api/find", {}, 400),
        ("/api/questions/standing", {}, 200),
        ("/api/questions/standing", {"name": ["x"]}, 400),
        ("/api/questions/none", {}, 404),
        ("/api/questions/standing/none", {}, 404),
        ("/api/questions/busiest-cities/answer", {"limit": ["2"]}, 200),
        ("/api/query", {"query": ["ASK {}"]}, 404),
        ("/api/thing/x", {}, 404),
    ],
)
def test_addresses_lead_where_they_say(shipped: Store, path: str, fields: dict[str, list[str]], status: int) -> None:
    got, media, body = respond_at(shipped, path, fields, "en")
    assert got == status and orjson.loads(body)
    assert media == ("application/json" if status == 200 else "application/problem+json")


def test_the_language_of_an_address_is_that_of_the_answer(shipped: Store) -> None:
    _, _, body = respond_at(shipped, "/api/find", {"text": ["Jakarta"], "lang": ["tr"]}, "en")
    assert orjson.loads(body)["lang"] == "tr"
