"""What a text says of whom it names, gold beside draft: ties, agreements, commitments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cityties.reading.draft import Fact
from cityties.reading.gauge.gold import terms
from cityties.reading.gauge.likeness import is_near
from cityties.reading.gauge.matching import Pairs, pair, variants
from cityties.reading.gauge.naming import Naming, parties_of

__all__ = [
    "pair_agreements",
    "pair_commitments",
    "pair_facilitators",
    "pair_interests",
    "pair_steps",
    "pair_ties",
]

_HELPERS: Final = frozenset({"mission", "organisation", "network", "person"})


@dataclass(frozen=True)
class _Step:
    """A step of a draft, or steps that tell the same: parties, kind, day."""

    parties: tuple[str, ...]
    step: str
    date: str

    def tells_as(self, other: _Step) -> bool:
        """Say whether both tell the same: a headline and its text often do."""
        return (self.parties, self.step) == (other.parties, other.step) and is_near(self.date, other.date)


@dataclass
class _Wish:
    """Commitments of one kind, by one body, toward one: the sectors of all of them together.

    ``others`` are forms that are as right; a ``fair`` one may be read or left.
    """

    kind: str
    by: str
    toward: tuple[str, ...]
    sectors: set[str]
    others: list[_Wish] = field(default_factory=list)
    fair: bool = False

    def __str__(self) -> str:
        return f"{self.kind} by {self.by} toward {', '.join(self.toward) or '-'} in {', '.join(sorted(self.sectors))}"


def pair_steps(both: Naming) -> Pairs | None:
    """Pair steps of ties by parties and kind of step, those of one day first."""
    rows = both.gold.rows("relationships")
    found: list[_Step] = []
    for fact in both.draft.of_kind("step"):
        told_step = _Step(tuple(sorted(parties_of(fact))), fact.text("stepKind"), fact.text("date"))
        if not any(told_step.tells_as(one) for one in found):
            found.append(told_step)

    def same(row: Any, told_step: _Step) -> bool:
        return told_step.step in terms().steps_of(row) and both.are_parties(row.get("parties"), told_step.parties)

    def better(row: Any, told_step: _Step) -> bool:
        return is_near(str(row.get("date") or row.get("year") or ""), told_step.date)

    return pair(
        rows,
        found,
        same,
        lambda row: f"{tell_parties(row.get('parties'))}: {row.get('status')} {row.get('date') or ''}".rstrip(),
        lambda one: f"{', '.join(one.parties)}: {one.step} {one.date}".rstrip(),
        better,
    )


def pair_ties(both: Naming) -> Pairs | None:
    """Pair ties by their parties alone."""
    rows = both.gold.rows("relationships")
    told = None if rows is None else _unlike([list(map(str, row.get("parties") or ())) for row in rows])
    found = _unlike([sorted(parties_of(fact)) for fact in both.draft.of_kind("step")])
    return pair(told, found, both.are_parties, tell_parties, tell_parties)


def pair_agreements(both: Naming) -> Pairs | None:
    """Pair signed documents by instrument, parties and day."""

    def same(row: Any, fact: Fact) -> bool:
        return (
            row.get("instrument") == fact.text("instrument")
            and both.are_parties(row.get("parties"), fact.names("parties"))
            and is_near(str(row.get("signed_on") or ""), fact.text("signedOn"))
        )

    return pair(
        both.gold.rows("agreements"),
        list(both.draft.of_kind("agreement")),
        same,
        lambda row: f"{row.get('instrument')} of {tell_parties(row.get('parties'))} on {row.get('signed_on')}",
        lambda fact: f"{fact.text('instrument')} of {tell_parties(fact.names('parties'))} on {fact.text('signedOn')}",
    )


def pair_commitments(both: Naming) -> Pairs | None:
    """Pair commitments by class, by whom, and toward whom."""
    rows = both.gold.rows("commitments")
    told: list[_Wish] = []
    for row in rows or ():
        first, *others = [_wish(both, one) for one in variants(row)]
        first.others, first.fair = others, row.get("fair") is True
        _join(told, first)
    found: list[_Wish] = []
    for fact in both.draft.of_kind("commitment"):
        toward = tuple(sorted(fact.names("toward")))
        _join(found, _Wish(fact.text("class"), fact.text("by"), toward, set(fact.names("sectors"))))

    def meets(one: _Wish, other: _Wish) -> bool:
        if one.kind != other.kind or not both.is_body(one.by, other.by):
            return False
        if one.toward and other.toward:
            return any(both.is_body(name, fact) for name in one.toward for fact in other.toward)
        return True

    return pair(
        None if rows is None else told,
        found,
        lambda one, other: any(meets(form, other) for form in (one, *one.others)),
        str,
        str,
        lambda one, other: bool(one.sectors & other.sectors),
    )


def _wish(both: Naming, row: Any) -> _Wish:
    kind = terms().commitments.get(str(row.get("kind")), str(row.get("kind")))
    toward: tuple[str, ...] = (str(row["toward"]),) if row.get("toward") else ()
    return _Wish(kind, str(row.get("by")), toward, set(map(both.sector, row.get("sectors") or ())))


def pair_facilitators(both: Naming) -> Pairs | None:
    """Pair missions and bodies that help a tie along."""
    offering = {
        fact.text("by")
        for fact in both.draft.of_kind("commitment")
        if fact.text("class") == "Offer" and fact.text("by").partition(":")[0] in _HELPERS
    }
    for fact in both.draft.of_kind("encounter"):
        for one in fact.tables("participants"):
            if one.get("role") == "facilitator":
                offering.add(one.get("onBehalfOf") or one.get("participant", ""))
    return pair(
        both.gold.rows("facilitators"),
        sorted(offering - {""}),
        lambda name, fact: both.is_body(str(name), fact),
        str,
        str,
    )


def pair_interests(both: Naming) -> Pairs | None:
    """Pair wishes to learn, one for each sector."""
    rows = both.gold.rows("interests")
    found = [
        (fact.text("by"), tuple(fact.names("toward")), sector)
        for fact in both.draft.of_kind("commitment")
        if fact.text("class") == "LearningInterest"
        for sector in fact.names("sectors") or [""]
    ]

    def same(row: Any, wish: tuple[str, tuple[str, ...], str]) -> bool:
        by, toward, sector = wish
        teacher = str(row.get("learn_from") or "")
        return (
            both.is_body(str(row.get("who")), by)
            and (not teacher or any(both.is_body(teacher, one) for one in toward))
            and (both.sector(str(row.get("sector") or "")) == sector)
        )

    return pair(
        rows,
        list(dict.fromkeys(found)),
        same,
        lambda row: f"{row.get('who')} from {row.get('learn_from')} in {row.get('sector')}",
        lambda wish: f"{wish[0]} from {', '.join(wish[1])} in {wish[2] or '-'}",
    )


def tell_parties(parties: Any) -> str:
    """Name parties in one line."""
    return ", ".join(map(str, parties or ()))


def _unlike(parties: Sequence[list[str]]) -> list[list[str]]:
    return [one for place, one in enumerate(parties) if sorted(one) not in [sorted(other) for other in parties[:place]]]


def _join(wishes: list[_Wish], wish: _Wish) -> None:
    for one in wishes:
        if (one.kind, one.by, one.toward) == (wish.kind, wish.by, wish.toward):
            one.sectors |= wish.sectors
            return
    wishes.append(wish)
