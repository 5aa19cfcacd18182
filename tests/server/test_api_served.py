"""The face for programs as it is served: described by OpenAPI, errors by RFC 9457, and no 500 whatever is asked."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from endpoint import Server, serving
from hypothesis import HealthCheck, Phase, given, seed, settings
from jsonschema_rs import Draft202012Validator
from openapi_spec_validator import validate

MEDIA = "application/problem+json"
COUNT = int(os.environ.get("CITYTIES_FUZZ", "200"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("room"), "--timeout", "20", "--memory", "500") as one:
        yield one


@pytest.fixture(scope="module")
def described(server: Server) -> dict[str, Any]:
    reply = server.ask("/api/openapi.json")
    assert (reply.status, reply.kind) == (200, "application/json")
    return dict(json.loads(reply.body))


def test_its_description_is_openapi(described: dict[str, Any]) -> None:
    validate(described)
    assert len(described["paths"]) > 100


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/api/none", "GET", 404),
        ("/api/thing?thing=Atlantis", "GET", 400),
        ("/api/find", "POST", 405),
        ("/api/find?text=%ff", "GET", 400),
        ("/api/find?text=a&text=b", "GET", 400),
        ("/api/questions/standing/answer", "GET", 400),
    ],
)
def test_what_goes_wrong_is_a_problem(
    server: Server, described: dict[str, Any], path: str, method: str, status: int
) -> None:
    reply = server.ask(path, method)
    assert (reply.status, reply.kind) == (status, "application/problem+json")
    told = json.loads(reply.body)
    Draft202012Validator(described["components"]["schemas"]["Problem"]).validate(told)
    assert told["status"] == status and "\n" not in told["detail"]


def test_answers_are_as_described(server: Server, described: dict[str, Any]) -> None:
    schema = Draft202012Validator(described["components"]["schemas"]["Reply"])
    for path in ("find?text=jak", "profile?thing=Jakarta&other=Ankara&lang=id", "questions/sources/answer?limit=3"):
        reply = server.ask(f"/api/{path}")
        assert reply.status == 200, reply.text
        schema.validate(json.loads(reply.body))
        assert reply.headers["etag"]


def test_the_context_of_jsonld_has_an_address(server: Server) -> None:
    reply = server.ask("/ontology/context.jsonld")
    assert (reply.status, reply.kind) == (200, "application/ld+json")
    assert json.loads(reply.body)["@context"]["Tie"]


def test_no_call_made_of_its_description_ends_in_a_500(server: Server, described: dict[str, Any]) -> None:
    schema = schemathesis.openapi.from_dict(described)
    each = max(1, COUNT // len(described["paths"]))
    calls = 0
    for path, methods in described["paths"].items():
        modes = [schemathesis.GenerationMode.POSITIVE]
        if methods["get"]["parameters"]:  # else nothing can be wrong
            modes.append(schemathesis.GenerationMode.NEGATIVE)
        for mode in modes:
            strategy = schema[path]["GET"].as_strategy(generation_mode=mode)

            @seed(19)
            @settings(
                max_examples=each, database=None, deadline=None, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            @given(case=strategy)
            def check(case: Any) -> None:
                nonlocal calls
                calls += 1
                response = case.call(base_url=server.address, timeout=30)
                assert response.status_code < 500 or response.status_code == 503, (
                    case.as_curl_command(),
                    response.text,
                )
                assert response.headers["content-type"][0].split(";")[0] in ("application/json", MEDIA)

            check()
    print(f"{calls} calls, none with a 500")
    assert calls >= min(COUNT, 2 * len(described["paths"]) - 10)
