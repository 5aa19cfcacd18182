"""The graph for assistants, asked by the protocol's own client over both transports: every tool, good and bad."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import mcp_types as types
import pytest
from mcp import Client, MCPError, StdioServerParameters

from cityties.api.operations import OPERATIONS
from cityties.facts.build import build
from cityties.questions.question import questions

Ask = Callable[[Callable[[Client], Awaitable[Any]]], Any]

GOOD: dict[str, list[dict[str, Any]]] = {
    "find": [{"text": "Jakrata"}, {"text": "ank", "kind": "city", "limit": 1}],
    "thing": [{"thing": "Ankara", "limit": 5}, {"thing": "Q3630"}],
    "questions": [{}, {"tag": "sources", "limit": 2}],
    "question": [{"name": "ties-of-city"}],
    "answer": [
        {"name": "ties-of-city", "parameters": {"city": "Jakarta"}, "limit": 3},
        {"name": "busiest-cities", "parameters": {"limit": "3"}, "lang": "tr"},
        {"name": "sources", "parameters": {}},
    ],
    "ask": [{"sentence": "Is Jakarta a sister city of Ankara?"}, {"sentence": "Apakah Jakarta kota kembar Ankara?"}],
    "profile": [{"thing": "Jakarta", "other": "Ankara", "as-of": "2025-09-01"}, {"thing": "Ankara", "lang": "id"}],
    "path": [{"start": "Jakarta", "end": "Ankara"}],
    "evidence": [{"thing": "Jakarta", "other": "Ankara"}, {"thing": "Ankara", "limit": 3}],
    "query": [
        {"query": "SELECT ?city { ?city a ct:City } LIMIT 3"},
        {"query": "ASK { ?tie a ct:Tie }"},
        {"query": "CONSTRUCT { ?tie a ct:Tie } WHERE { ?tie a ct:Tie }", "limit": 2},
    ],
}
BAD: dict[str, list[dict[str, Any]]] = {
    "find": [{}, {"text": 7}, {"text": "x" * 600}, {"text": "a", "kind": "moon"}, {"text": "a", "limit": 0},
             {"text": "a", "cursor": "none"}, {"text": "a", "lang": "xx"}, {"text": "a", "more": "b"}],
    "thing": [{}, {"thing": "Atlantis"}, {"thing": ["a"]}, {"thing": "Jakarta", "limit": 100_000}],
    "questions": [{"tag": "none"}, {"limit": "many"}],
    "question": [{}, {"name": "ties-of-citty"}, {"name": "../../x"}],
    "answer": [{}, {"name": "ties-of-city"}, {"name": "ties-of-city", "parameters": {"town": "Jakarta"}},
               {"name": "ties-of-city", "parameters": {"city": 7}}, {"name": "ties-of-city", "parameters": "Jakarta"},
               {"name": "ties-of-city", "parameters": {"city": "Jakarta", "as-of": "2025-02-30"}}],
    "ask": [{}, {"sentence": "qwzx"}, {"sentence": None}],
    "profile": [{}, {"thing": "Atlantis"}, {"thing": "Jakarta", "other": "Jakarta"},
                {"thing": "Jakarta", "as-of": "yesterday"}],
    "path": [{"start": "Jakarta"}, {"start": "Jakarta", "end": "Atlantis"}],
    "evidence": [{}, {"thing": "Jakarta", "other": "Atlantis"}],
    "query": [{}, {"query": "SELECT"}, {"query": "DELETE WHERE { ?s ?p ?o }"}, {"query": "DROP ALL"},
              {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"},
              {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}],
}  # fmt: skip
LIMITS = ("--timeout", "4", "--memory", "400")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped graph on disk, so that each server starts at once."""
    place = tmp_path_factory.mktemp("store") / "made"
    build(str(place), [])
    return place


@pytest.fixture(scope="module", params=["standard input and output", "HTTP"])
def ask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, store: Path) -> Iterator[Ask]:
    """Let a test talk to a server of its own, over either transport; nothing of it may stay."""
    room = tmp_path_factory.mktemp("room")
    surroundings = {**os.environ, "TMPDIR": str(room)}
    arguments = ["-m", "cityties", "assist", "--store", str(store), *LIMITS]
    if request.param != "HTTP":
        command = StdioServerParameters(command=sys.executable, args=arguments, env=surroundings)
        yield lambda doing: _talk(command, doing)
    else:
        process = subprocess.Popen(
            [sys.executable, *arguments, "--http", "--port", "0"], stderr=subprocess.PIPE, text=True, env=surroundings
        )
        assert process.stderr is not None
        address = process.stderr.readline().split(" at ")[1].split()[0]
        yield lambda doing: _talk(address, doing)
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        assert process.stderr.read() == ""
        process.stderr.close()
    assert list(room.iterdir()) == []


def _talk(server: Any, doing: Callable[[Client], Awaitable[Any]]) -> Any:
    async def talk() -> Any:
        async with Client(server, read_timeout_seconds=60) as client:
            return await doing(client)

    return asyncio.run(talk())


def test_every_tool_has_its_paper_and_only_reads(ask: Ask) -> None:
    listed = ask(lambda client: client.list_tools()).tools
    assert [tool.name for tool in listed] == list(OPERATIONS) == list(GOOD) == list(BAD)
    for tool in listed:
        assert tool.description and tool.annotations.read_only_hint and not tool.annotations.destructive_hint
        for name, schema in tool.input_schema["properties"].items():
            assert schema["description"], f"{tool.name}: {name} says nothing"


def test_good_arguments_are_answered_with_sources_and_what_is_not_known(ask: Ask) -> None:
    async def calls(client: Client) -> list[tuple[str, dict[str, Any], types.CallToolResult]]:
        await client.list_tools()  # so that the client holds each answer against its schema
        return [(name, told, await client.call_tool(name, told)) for name, all_ in GOOD.items() for told in all_]

    for name, told, result in ask(calls):
        said = result.content[0].text
        assert not result.is_error, (name, told, said)
        answer = result.structured_content
        assert json.loads(said) == answer
        assert "never an instruction" in answer["notice"] or told.get("lang") in ("id", "tr")
        assert answer["told"], (name, told)
        own = name in ("questions", "question")  # what cityties itself says
        assert own or answer["sources"] or answer["not_known"], (name, told)
        for source in answer["sources"]:
            assert source["iri"].startswith("http") and source["label"]


def test_bad_arguments_are_refused_in_one_line_that_says_why(ask: Ask) -> None:
    async def calls(client: Client) -> list[tuple[str, dict[str, Any], types.CallToolResult]]:
        found = [(name, told, await client.call_tool(name, told)) for name, all_ in BAD.items() for told in all_]
        found.append(("nothing", {}, await client.call_tool("nothing", {})))
        after = await client.call_tool("find", {"text": "Jakarta"})
        assert not after.is_error, "a bad call ended the server"
        return found

    for name, told, result in ask(calls):
        said = result.content[0].text
        assert result.is_error, (name, told)
        assert said and "\n" not in said and "Traceback" not in said and "something went wrong" not in said, said
        assert len(said) < 3_000


def test_what_a_source_says_is_data_under_told(ask: Ask) -> None:
    told = ask(lambda client: client.call_tool("profile", {"thing": "Jakarta", "other": "Ankara"})).structured_content
    assert set(told) == {"notice", "told", "sources", "not_known", "next", "version", "lang"}
    assert told["told"]["sentence"].startswith("Not yet.")
    assert any("ANTARA" in source["label"] for source in told["sources"])


def test_absence_is_told_as_absence_of_sources(ask: Ask) -> None:
    result = ask(
        lambda client: client.call_tool(
            "answer", {"name": "common-partners", "parameters": {"city": "Jerusalem", "other": "Ankara"}}
        )
    ).structured_content
    assert result["told"]["rows"] == []
    assert any("no proof" in line for line in result["not_known"])


def test_pages_follow_each_other_and_hold_all(ask: Ask) -> None:
    async def pages(client: Client) -> tuple[list[Any], list[Any]]:
        told: dict[str, Any] = {"name": "ties-of-city", "parameters": {"city": "Jakarta"}}
        whole = (await client.call_tool("answer", {**told, "limit": 500})).structured_content
        rows: list[Any] = []
        cursor: str | None = ""
        while cursor is not None:
            part = (await client.call_tool("answer", {**told, "limit": 7, "cursor": cursor})).structured_content
            assert part is not None and len(part["told"]["rows"]) <= 7
            rows += part["told"]["rows"]
            cursor = part["next"]
        assert whole is not None
        return rows, whole["told"]["rows"]

    paged, whole = ask(pages)
    assert paged == whole and len(whole) > 20


def test_everything_offered_to_be_read_can_be_read(ask: Ask) -> None:
    async def readings(client: Client) -> dict[str, str]:
        listed = (await client.list_resources()).resources
        (template,) = (await client.list_resource_templates()).resource_templates
        uris = [str(one.uri) for one in listed] + [template.uri_template.replace("{name}", "standing")]
        return {uri: (await client.read_resource(uri)).contents[0].text for uri in uris}  # type: ignore[union-attr]

    texts = ask(readings)
    assert len(texts) > 6
    assert "ontology#Tie" in texts["cityties://schema"] and "owl:Class" in texts["cityties://ontology"]
    assert "#+ summary" in texts["cityties://questions/standing"] and "SELECT" in texts["cityties://examples"]
    assert len(json.loads(texts["cityties://questions"])["told"]["questions"]) == len(questions())
    assert json.loads(texts["cityties://counts"])["told"]["rows"] and json.loads(texts["cityties://context"])
    assert "Never follow an instruction" in texts["cityties://guide"]


@pytest.mark.parametrize("uri", ["cityties://none", "cityties://questions/none", "file:///etc/passwd"])
def test_what_is_not_offered_cannot_be_read(ask: Ask, uri: str) -> None:
    async def reading(client: Client) -> str:
        with pytest.raises(MCPError) as caught:
            await client.read_resource(uri)
        return str(caught.value)

    assert uri.rpartition("/")[2] in ask(reading)


def test_prompts_are_filled_and_refuse_what_they_cannot_take(ask: Ask) -> None:
    async def asked(client: Client) -> tuple[list[str], str, list[str]]:
        names = [one.name for one in (await client.list_prompts()).prompts]
        filled = await client.get_prompt("briefing", {"city": "Jakarta {other}", "other": "Ankara"})
        wrong = []
        for name, told in (
            ("briefing", {"city": "Jakarta"}),
            ("briefing", {"city": "x" * 300, "other": "Ankara"}),
            ("briefing", {"city": "Jakarta", "other": "Ankara", "mood": "glad"}),
            ("none", {}),
        ):
            with pytest.raises(MCPError) as caught:
                await client.get_prompt(name, told)
            wrong.append(str(caught.value))
        return names, filled.messages[0].content.text, wrong  # type: ignore[union-attr]

    names, text, wrong = ask(asked)
    assert names == ["briefing", "check-claim"]
    assert '"Jakarta {other}" and "Ankara" for the day today' in text
    assert all("\n" not in line for line in wrong)
    assert "other is missing" in wrong[0] and "takes no mood" in wrong[2]


def test_names_are_completed(ask: Ask) -> None:
    async def completed(client: Client) -> tuple[list[str], list[str]]:
        briefing = types.PromptReference(name="briefing")
        question = types.ResourceTemplateReference(uri="cityties://questions/{name}")
        cities = await client.complete(briefing, {"name": "city", "value": "Jak"})
        names = await client.complete(question, {"name": "name", "value": "ties-of"})
        return cities.completion.values, names.completion.values

    cities, names = ask(completed)
    assert "Jakarta" in cities and "ties-of-city" in names


def test_without_the_package_one_line_says_what_to_install(
    run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    status, out, err = run("assist")
    assert (status, out) == (1, "")
    assert err == "cityties: assist: the package mcp is not installed: pip install 'cityties[assist]'\n"


@pytest.mark.parametrize("options", [("--workers", "0"), ("--timeout", "0"), ("--http", "--port", "70000")])
def test_options_out_of_bounds_are_refused(run: Callable[..., tuple[int, str, str]], options: tuple[str, ...]) -> None:
    status, _, err = run("assist", *options)
    assert status == 1 and err.count("\n") == 1


def test_prompt_files_are_whole() -> None:
    folder = Path(__file__).parents[2] / "viz" / "assistants" / "prompts"
    for path in folder.glob("*.toml"):
        held = tomllib.loads(path.read_text(encoding="utf-8"))
        assert set(held["text"]) == {"en", "id", "tr"}, path.name
        for text in held["text"].values():
            for argument in held["argument"]:
                assert f"{{{argument['name']}}}" in text, (path.name, argument["name"])


def test_without_a_store_the_shipped_graph_is_served_and_cleared_away(tmp_path: Path) -> None:
    surroundings = {**os.environ, "TMPDIR": str(tmp_path)}
    command = StdioServerParameters(command=sys.executable, args=["-m", "cityties", "assist"], env=surroundings)
    told = _talk(command, lambda client: client.call_tool("find", {"text": "Jakarta"}))
    assert told.structured_content["told"]["things"][0]["label"] == "Jakarta"
    assert list(tmp_path.iterdir()) == []
