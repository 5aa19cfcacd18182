"""Every day in a column of days is one that a source tells as the event's: never the day of a paper, nor a bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from cityties.facts import intake
from cityties.facts.settle import put_sources
from cityties.model import resources
from cityties.model.vocabulary import CT, XSD
from cityties.questions.question import Question, ask, questions
from cityties.store import IRI, Literal, Store

DAYS = frozenset(f"{XSD}{name}" for name in ("date", "gYear", "gYearMonth"))
# What a source tells as the day of an event itself, or of the beginning or end of something.
TOLD = ("date", "endDate", "signedOn", "validUntil", "from", "until", "due", "dissolvedOn", "foundedOn")
# Columns whose days are said to be something else: a day no later than which, the day of a paper or of a snapshot.
BOUNDS = frozenset({"by", "latest", "noLaterThan", "asOf"})
OF_PAPERS = {("evidence-for", "date"), ("sources", "date")}
# A day on which somebody was named in a post, and no more; days to come, which are reckoned.
SEEN = {("who-to-meet", "seen")}
RECKONED = {("due", "date")}
CITIES = ("Jakarta", "Ankara", "Bandung", "Surabaya", "Istanbul", "Bursa")


def told_by_sources(store: Store, properties: tuple[str, ...]) -> dict[str, set[str]]:
    """List for each day who tells it as one of the properties."""
    listed = " ".join(f"ct:{name}" for name in properties)
    rows = store.select(f"SELECT ?day ?source {{ GRAPH ?source {{ ?event ?told ?day VALUES ?told {{ {listed} }} }} }}")
    found: dict[str, set[str]] = {}
    for day, source in rows:
        assert isinstance(day, Literal) and isinstance(source, IRI)
        found.setdefault(day.value, set()).add(source.value)
    return found


def asked(question: Question) -> Iterator[dict[str, str]]:
    yield dict(question.example)
    names = [parameter.name for parameter in question.parameters if parameter.required]
    if names in (["city"], ["thing"]):
        yield from ({names[0]: city} for city in CITIES)
    if names == ["city", "other"]:
        yield from ({"city": "Jakarta", "other": other} for other in CITIES[1:])


@pytest.fixture(scope="module")
def told(shipped: Store) -> dict[str, set[str]]:
    return told_by_sources(shipped, TOLD)


@pytest.mark.parametrize("name", sorted(questions()))
def test_every_day_is_told_as_the_events(shipped: Store, told: dict[str, set[str]], name: str) -> None:
    question = questions()[name]
    store, days = shipped, told
    if question.fixture:
        store = intake.shipped()
        put_sources(store, intake.read([resources.folder("ontology") / question.fixture]))
        days = told_by_sources(store, TOLD)
    seen = told_by_sources(store, (*TOLD, "attestedOn"))
    wrong = []
    for arguments in asked(question):
        answer = ask(store, name, arguments)
        for row in answer.rows:
            cells = dict(zip(answer.columns, row, strict=True))
            sources = _sources(cells)
            for column, cell in cells.items():
                if not isinstance(cell, Literal) or cell.datatype.value not in DAYS or column in BOUNDS:
                    continue
                if (name, column) in OF_PAPERS | RECKONED:
                    continue
                known = (seen if (name, column) in SEEN else days).get(cell.value, set())
                if not known or (sources and not known & sources):
                    wrong.append((arguments, column, cell.value, sorted(sources)))
    assert wrong == []


def _sources(cells: Mapping[str, object]) -> set[str]:
    """Give the sources that a row names."""
    found = set()
    for column in ("source", "sources"):
        cell = cells.get(column)
        if isinstance(cell, IRI | Literal):
            found |= set(cell.value.split())
    return found


def test_the_test_can_fail(shipped: Store, told: dict[str, set[str]]) -> None:
    """The days of papers are others: some stand nowhere but as that, and a bound is no day of an event."""
    papers = set(told_by_sources(shipped, ("published",)))
    bounds = set(told_by_sources(shipped, ("noLaterThan",)))
    assert papers - set(told) and bounds - set(told)
    assert all(name in questions() for name, _ in OF_PAPERS | SEEN | RECKONED)
    assert CT
