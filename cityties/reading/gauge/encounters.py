"""Encounters, gold beside draft: who met, on which day, where, and in which role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cityties.reading.draft import Fact
from cityties.reading.gauge.gold import terms
from cityties.reading.gauge.likeness import bare, is_near, same_person
from cityties.reading.gauge.matching import Pairs, pair
from cityties.reading.gauge.naming import Naming

__all__ = ["pair_dated", "pair_encounters", "pair_roles", "pair_venues"]


def pair_encounters(both: Naming) -> Pairs | None:
    """Pair encounters by class, day and people."""
    return _pair_events(both, lambda row, fact: _is_event(both, row, fact))


def pair_dated(both: Naming) -> Pairs | None:
    """Pair encounters by class and people, and by the day: where the text tells one it must be read, else none."""

    def same(row: Any, fact: Fact) -> bool:
        return _is_event(both, row, fact) and bool(_day_of(row)) == bool(fact.text("date"))

    return _pair_events(both, same)


def _pair_events(both: Naming, same: Callable[[Any, Fact], bool]) -> Pairs | None:
    return pair(
        both.gold.rows("events"),
        list(both.draft.of_kind("encounter")),
        same,
        lambda row: f"{row.get('type')} on {row.get('date')} with {', '.join(row.get('participants') or ())}",
        lambda fact: f"{fact.text('class')} on {fact.text('date') or '-'} ({fact.id})",
    )


def _day_of(row: Any) -> str:
    return str(row.get("date_resolved") or row.get("date") or row.get("date_partial") or "")


def _is_event(both: Naming, row: Any, fact: Fact) -> bool:
    if terms().encounters.get(str(row.get("type"))) != fact.text("class"):
        return False
    if not is_near(str(row.get("date_resolved") or row.get("date") or ""), fact.text("date")):
        return False
    told = [str(name) for name in row.get("participants") or ()]
    people = [one for one, _ in _people_of(both, fact)]
    return not (told and people) or any(_is_person(name, one) for name in told for one in people)


def _people_of(both: Naming, fact: Fact) -> list[tuple[Fact, str]]:
    """Give the people who took part in an encounter, each with the role."""
    taking = [(both.draft.fact(one.get("participant", "")), one.get("role", "")) for one in fact.tables("participants")]
    return [(one, role) for one, role in taking if one is not None and one.kind == "person"]


def _is_person(name: str, fact: Fact) -> bool:
    return same_person([name], [fact.text("name"), *fact.names("otherNames")])


def pair_venues(both: Naming) -> Pairs | None:
    """Pair the places of encounters, where gold tells them, with those of the same encounters in the draft."""
    rows = [row for row in both.gold.rows("events") or () if row.get("venue")]
    if not rows:
        return None

    def same(row: Any, fact: Fact) -> bool:
        venue = fact.text("venue")
        told, names = str(row["venue"]), both.of_fact(venue)
        return _is_event(both, row, fact) and (both.is_body(told, venue) or any(name in bare(told) for name in names))

    found = [fact for fact in both.draft.of_kind("encounter") if fact.text("venue")]
    # A place of an encounter that gold does not tell the place of is not judged.
    judged = [fact for fact in found if any(_is_event(both, row, fact) for row in rows)]
    return pair(rows, judged, same, lambda row: str(row["venue"]), lambda fact: fact.text("venue"))


def pair_roles(both: Naming) -> Pairs | None:
    """Pair the roles of people in encounters: a table "roles" of gold's event names them."""
    rows = [
        {"event": row, "name": name, "role": role}
        for row in both.gold.rows("events") or ()
        for name, role in (row.get("roles") or {}).items()
    ]
    if not rows:
        return None
    found = [
        (fact, person, role)
        for fact in both.draft.of_kind("encounter")
        for person, role in _people_of(both, fact)
        if any(_is_event(both, row["event"], fact) and _is_person(row["name"], person) for row in rows)
    ]
    return pair(
        rows,
        found,
        lambda row, one: (
            _is_event(both, row["event"], one[0]) and _is_person(row["name"], one[1]) and row["role"] == one[2]
        ),
        lambda row: f"{row['name']}: {row['role']}",
        lambda one: f"{one[1].text('name')}: {one[2]}",
    )
