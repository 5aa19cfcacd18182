"""The same Python face on a far server: what it answers is what the library answers here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from endpoint import Server, serving

import cityties
from cityties.facts.build import build
from cityties.store import Store


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    place = tmp_path_factory.mktemp("store") / "made"
    build(str(place), [])
    with serving(tmp_path_factory.mktemp("room"), "--store", str(place), "--timeout", "30") as one:
        yield one


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("ties-of-city", {"city": "Jakarta"}),
        ("ties-of-city", {"city": "Jakarta", "as_of": "2010"}),
        ("timeline", {"city": "Jakarta", "from_": "2020"}),
        ("busiest-cities", {"limit": "3"}),
        ("conflicting-reports", {}),
        ("common-partners", {"city": "Jerusalem", "other": "Ankara"}),
        ("what-is-here", {}),
    ],
)
@pytest.mark.parametrize("lang", ["en", "tr"])
def test_answers_from_afar_are_those_from_here(
    server: Server, shipped: Store, name: str, parameters: dict[str, str], lang: str
) -> None:
    far, near = cityties.connect(server.address, lang), cityties.Graph(shipped, lang)
    assert far.ask(name, **parameters) == near.ask(name, **parameters)


def test_paths_queries_and_networks_come_from_there_too(server: Server, shipped: Store) -> None:
    far, near = cityties.connect(f"{server.address}/"), cityties.Graph(shipped)
    assert far.path("Jakarta", "Ankara") == near.path("Jakarta", "Ankara") != []
    assert far.query("ASK { ?tie a ct:Tie }") is True
    assert set(far.network().nodes) == set(near.network().nodes)


def test_what_goes_wrong_there_is_said_here(server: Server) -> None:
    far = cityties.connect(server.address)
    with pytest.raises(cityties.RequestError, match="Atlantis: unknown"):
        far.ask("ties-of-city", city="Atlantis")
    with pytest.raises(cityties.RequestError, match="no such question: did you mean ties-of-city"):
        far.ask("ties-of-citty", city="Jakarta")


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "nonsense", "http://[::1", ""])
def test_an_address_of_no_server_is_said(address: str) -> None:
    with pytest.raises(cityties.RequestError):
        cityties.connect(address)
