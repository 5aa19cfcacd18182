"""Countries: every tie is in one cell or one line, embassies stand beside, and what is left out is told."""

from __future__ import annotations

import doctest
import re
from collections import Counter

import pytest

from cityties.facts import intake
from cityties.facts.settle import settle
from cityties.model.errors import RequestError
from cityties.model.vocabulary import WD
from cityties.names.resolution import resolve
from cityties.network.multigraph import city_network
from cityties.network.setting import countries, land_names, tied_on
from cityties.pictures.countries import grid, table
from cityties.pictures.countries import page as countries_page
from cityties.pictures.countries.grid import steps
from cityties.pictures.drawing import render
from cityties.pictures.page.files import words
from cityties.pictures.request import Request
from cityties.pictures.shapes.sketch import Box, Dot, Mark, Text, flat
from cityties.pictures.ties import all_ties
from cityties.pictures.view import find
from cityties.questions.question import ask
from cityties.store import LocalStore, Store


def request(store: Store, lang: str = "en", as_of: str | None = None) -> Request:
    return Request(store, find("countries"), {}, lang, as_of)


@pytest.fixture(scope="module")
def lands() -> Store:
    """Forty countries with two cities each: those of a country are tied, and each with the next country's, but one."""
    store = LocalStore()
    intake.put(store, intake.read_model())
    numbers = [land.removeprefix(WD) for land in sorted(land_names()) if land.startswith(WD)][:40]
    lines = []
    for place, land in enumerate(numbers):
        lines.append(f"wd:{land} a ct:Country . ")
        for side in "ab":
            lines.append(f"<http://x/{place:02}{side}> a ct:City ; ct:country wd:{land} . ")
            lines.append(
                f"<http://x/g{place:02}{side}> a ct:LocalGovernment ; ct:governs <http://x/{place:02}{side}> . "
            )
    pairs = [(f"{place:02}a", f"{place:02}b") for place in range(40)]
    pairs += [(f"{place:02}a", f"{place + 1:02}a") for place in range(39) if place != 10]
    pairs += [("00b", "01b"), ("00a", "01b"), ("00a", "sea")]
    lines.append("<http://x/sea> a ct:City . <http://x/gsea> a ct:LocalGovernment ; ct:governs <http://x/sea> . ")
    for number, (one, other) in enumerate(pairs):
        lines.append(f"<http://x/t{number}> a ct:Tie ; ct:party <http://x/g{one}>, <http://x/g{other}> . ")
        lines.append(f"<http://x/s{number}> a ct:Step ; ct:ofTie <http://x/t{number}> ; ct:stepKind code:agreed . ")
    lines.append(f"<http://x/m> a ct:Embassy ; ct:sentBy wd:{numbers[10]} ; ct:accreditedTo wd:{numbers[11]} . ")
    store.update(f"INSERT DATA {{ GRAPH <http://x/source> {{ {' '.join(lines)} }} }}")
    settle(store)
    return store


def test_examples_run() -> None:
    result = doctest.testmod(grid)
    assert (result.attempted, result.failed) == (1, 0)


def test_every_tie_of_known_countries_is_in_one_cell(shipped: Store) -> None:
    found = table.table(request(shipped))
    graph = city_network(shipped)
    place, _ = countries(shipped, graph)
    expected = Counter(
        tuple(sorted((place[one], place[other]))) for one, other in graph.edges if one in place and other in place
    )
    got = {tuple(sorted((found.keys[one], found.keys[other]))): count for (one, other), count in found.pairs.items()}
    assert got == dict(expected)
    assert sum(found.pairs.values()) + found.loose == graph.number_of_edges()
    assert found.totals == sorted(found.totals, reverse=True)


def test_a_cell_counts_as_the_question_between_countries_does(shipped: Store) -> None:
    found = table.table(request(shipped))
    one, other = (found.names.index(name) for name in ("Indonesia", "Türkiye"))
    rows = ask(shipped, "ties-between-countries", {"country": "Indonesia", "other": "Türkiye"})
    agreed = [row for row in rows if row["statusLabel"] in ("agreed", "renewed", "active")]
    assert found.pairs[min(one, other), max(one, other)] == len(agreed) > 0


def test_domestic_ties_stand_on_the_diagonal_and_missions_beside(lands: Store) -> None:
    found = table.table(request(lands))
    assert sum(found.pairs[row, row] for row in range(40)) == 40
    assert found.loose == 1
    assert max(found.pairs.values()) == 3  # of the first two countries
    ((pair, count),) = found.missions.items()
    assert count == 1
    assert found.pairs[min(pair), max(pair)] == 0


def test_what_was_tied_on_a_day(shipped: Store) -> None:
    today = {frozenset(tie) for tie in city_network(shipped).edges}
    assert {frozenset(tie) for tie in tied_on(shipped, "2099").edges} == today
    then = {frozenset(tie) for tie in tied_on(shipped, "1985").edges}
    assert frozenset((f"{WD}Q3630", f"{WD}Q374365")) in then  # Jakarta and Jeddah, 1979
    assert len(then) < len(today)
    assert table.table(request(shipped, as_of="1985")).totals[0] < table.table(request(shipped)).totals[0]


def test_a_tie_that_ended_does_not_hold_after(shipped: Store) -> None:
    store = intake.shipped()
    facts = (
        "<http://x/g1> ct:governs <http://x/1> . <http://x/g2> ct:governs <http://x/2> . "
        "<http://x/t> a ct:Tie ; ct:party <http://x/g1>, <http://x/g2> . "
        '<http://x/s1> ct:ofTie <http://x/t> ; ct:stepKind code:agreed ; ct:date "1990"^^xsd:gYear . '
        '<http://x/s2> ct:ofTie <http://x/t> ; ct:stepKind code:ended ; ct:date "2000-01"^^xsd:gYearMonth . '
    )
    store.update(f"INSERT DATA {{ GRAPH <http://x/source> {{ {facts} }} }}")
    settle(store)
    held = {day: tied_on(store, day).has_edge("http://x/1", "http://x/2") for day in ("1985", "1995-05", "2001")}
    assert held == {"1985": False, "1995-05": True, "2001": False}


@pytest.mark.parametrize("form", [".html", ".svg"])
def test_where_no_tie_is_known_nothing_is_drawn(form: str) -> None:
    store = LocalStore()
    intake.put(store, intake.read_model())
    settle(store)
    with pytest.raises(RequestError, match="nothing to draw"):
        render(request(store), form)


def test_a_still_shows_the_first_and_tells_of_the_rest(lands: Store) -> None:
    found = table.table(request(lands))
    items, _ = grid.grid(found, 1320.0)
    note = grid.note_of(found, words("en", "countries/words.toml"))
    cells = [item for item in flat(items) if isinstance(item, Box) and item.height == 19]
    assert len(cells) == 36 * 36
    told = [item.items[1] for item in items if isinstance(item, Mark) and len(item.items) == 2]
    shown = sum(int(item.text) for item in told if isinstance(item, Text) and item.size == 10)
    inner = sum(count for pair, count in found.pairs.items() if max(pair) < 36)
    own = sum(found.pairs[row, row] for row in range(36))
    assert shown == 2 * inner - own
    assert f"4 countries with {sum(found.pairs.values()) - inner} ties more are not shown" in note
    assert "1 ties have an end in no known country" in note
    (pair,) = found.missions
    assert sum(isinstance(item, Dot) for item in flat(items)) == (2 if max(pair) < 36 else 0)


def texts_of(asked: Request) -> list[str]:
    return [item.text for item in flat(countries_page.figure(asked).still().items) if isinstance(item, Text)]


def test_where_few_are_tied_each_tie_is_told_with_its_standing(shipped: Store) -> None:
    focus = {"country": resolve(shipped, "Indonesia", "country"), "other": resolve(shipped, "Türkiye", "country")}
    texts = texts_of(Request(shipped, find("countries"), focus))
    assert texts[0] == "Indonesia – Türkiye: ties 3, agreed 1"
    assert texts[1:4] == [
        "Istanbul – Jakarta", "Ankara – Jakarta (intent declared)", "Banda Aceh – Ödemiş (intent declared)",
    ]  # fmt: skip
    every = " ".join(texts_of(request(shipped)))
    assert sum(map(int, re.findall(r": ties (\d+)", every))) == len(all_ties(request(shipped))[0]) > 40


@pytest.mark.parametrize("form", [".svg", ".png"])
def test_a_still_is_the_same_twice(shipped: Store, form: str) -> None:
    assert render(request(shipped), form) == render(request(shipped), form)


@pytest.mark.parametrize("most", [1, 2, 3, 10, 165, 4000])
def test_steps_grow_and_hold_all_numbers(most: int) -> None:
    found = steps(most, 6)
    assert found[0] == 1 and found == sorted(set(found)) and found[-1] <= most
