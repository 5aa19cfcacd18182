"""Rows of gold paired with the facts of a draft, kind by kind: which are right, missed, wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from cityties.reading.draft import Draft, Fact
from cityties.reading.gold import Gold, terms
from cityties.reading.lexicon import Lexicon
from cityties.reading.likeness import alike, bare, same_person, same_words
from cityties.reading.matching import Pairs, pair
from cityties.reading.naming import Naming
from cityties.store import IRI, Literal, Store
from cityties.vocabulary import SECTOR

__all__ = ["KINDS", "pairs", "sector_names"]

KINDS: Final = (
    "cities",
    "people with posts",
    "missions",
    "sectors",
    "encounters",
    "ties with the right step",
    "ties by parties",
    "agreements",
    "commitments",
    "facilitators",
    "learning interests",
)


def pairs(gold: Gold, draft: Draft, store: Store) -> Iterator[tuple[str, Pairs]]:
    """Compare a draft with its gold, kind by kind; kinds that this gold was not made for are left out."""
    naming = Naming(draft, gold, store)
    one = _Comparison(gold, draft, naming, store)
    for kind, compare in zip(KINDS, one.comparisons(), strict=True):
        found = compare()
        if found is not None:
            yield kind, found


@dataclass(frozen=True)
class _Turn:
    """A step of a draft, or steps that tell the same: parties, kind, day."""

    parties: tuple[str, ...]
    step: str
    date: str

    def tells_as(self, other: _Turn) -> bool:
        """Say whether both tell the same: a headline and its text often do."""
        return (self.parties, self.step) == (other.parties, other.step) and _near(self.date, other.date)


@dataclass
class _Wish:
    """Commitments of one kind, by one body, toward one: the sectors of all of them together."""

    kind: str
    by: str
    toward: tuple[str, ...]
    sectors: set[str]

    def __str__(self) -> str:
        return f"{self.kind} by {self.by} toward {', '.join(self.toward) or '-'} in {', '.join(sorted(self.sectors))}"


class _Comparison:
    def __init__(self, gold: Gold, draft: Draft, naming: Naming, store: Store) -> None:
        self._gold, self._draft, self._naming, self._store = gold, draft, naming, store

    def comparisons(self) -> tuple[Callable[[], Pairs | None], ...]:
        return (
            self._cities,
            self._officials,
            self._missions,
            self._sectors,
            self._encounters,
            self._steps,
            self._ties,
            self._agreements,
            self._commitments,
            self._facilitators,
            self._interests,
        )

    def _cities(self) -> Pairs | None:
        rows = self._gold.rows("cities")
        homes = {fact.text("place") for fact in self._draft.of_kind("government")}
        homes |= {self._home(party) for fact in self._draft.of_kind("step", "membership") for party in _parties(fact)}
        found = [fact for fact in self._draft.of_kind("place") if fact.id in homes and fact.text("class") != "Country"]

        def same(row: Any, fact: Fact) -> bool:
            names = {bare(str(row.get(key) or "")) for key in ("name", "qid_or_english")}
            if not alike(names, self._naming.of_fact(fact.id)):
                return False
            given, own = bare(str(row.get("country") or "")), self._naming.country(fact)
            return not given or not own or len(own) == 2 or alike([given], [own])

        return pair(rows, found, same, lambda row: str(row["name"]), lambda fact: fact.text("name"))

    def _home(self, name: str) -> str:
        fact = self._draft.fact(name)
        return fact.text("place") if fact and fact.kind != "place" else name

    def _officials(self) -> Pairs | None:
        rows = self._gold.rows("officials")
        found = []
        for tenure in self._draft.of_kind("tenure"):
            person, post = self._draft.fact(tenure.text("holder")), self._draft.fact(tenure.text("post"))
            if person and post and not any(held == (person, post) for held in found):
                found.append((person, post))

        def same(row: Any, held: tuple[Fact, Fact]) -> bool:
            person, post = held
            named = [str(row.get("name")), *map(str, row.get("also") or ())]
            if not same_person(named, [person.text("name"), *person.names("otherNames")]):
                return False
            told = str(row.get("post") or "")
            role = _roles(self._gold.lang).first(told)
            return (role is not None and role == post.text("role")) or same_words(told, post.text("title"))

        return pair(
            rows,
            found,
            same,
            lambda row: f"{row.get('name')}, {row.get('post')}",
            lambda held: f"{held[0].text('name')}, {held[1].text('title')} ({held[1].text('role')})",
        )

    def _missions(self) -> Pairs | None:
        def same(row: Any, fact: Fact) -> bool:
            if row.get("type") != fact.text("missionKind"):
                return False
            sender, host = str(row.get("sending_country") or ""), str(row.get("host_city") or "")
            if sender and fact.text("sentBy") and not self._naming.is_body(sender, fact.text("sentBy")):
                return False
            return not (host and fact.text("seat")) or self._naming.is_body(host, fact.text("seat"))

        rows, found = self._gold.rows("missions"), list(self._draft.of_kind("mission"))
        for row in rows or ():
            for fact in found:
                if same(row, fact):
                    self._naming.missions.setdefault(fact.id, str(row.get("surface") or ""))
        return pair(rows, found, same, lambda row: str(row.get("surface")), lambda fact: fact.text("name"))

    def _sectors(self) -> Pairs | None:
        rows = self._gold.rows("sectors")
        told = None if rows is None else sorted({self._sector(str(row.get("canonical"))) for row in rows})
        kinds = ("step", "agreement", "commitment")
        found = sorted({name for fact in self._draft.of_kind(*kinds) for name in fact.names("sectors")})
        return pair(told, found, lambda one, other: one == other, str, str)

    def _sector(self, label: str) -> str:
        return sector_names(self._store).get(bare(label), label)

    def _encounters(self) -> Pairs | None:
        def same(row: Any, fact: Fact) -> bool:
            if terms().encounters.get(str(row.get("type"))) != fact.text("class"):
                return False
            if not _near(str(row.get("date_resolved") or row.get("date") or ""), fact.text("date")):
                return False
            told = [str(name) for name in row.get("participants") or ()]
            taking = [self._draft.fact(one.get("participant", "")) for one in fact.tables("participants")]
            people = [one for one in taking if one and one.kind == "person"]
            return not (told and people) or any(
                same_person([name], [one.text("name"), *one.names("otherNames")]) for name in told for one in people
            )

        found = list(self._draft.of_kind("encounter"))
        return pair(
            self._gold.rows("events"),
            found,
            same,
            lambda row: f"{row.get('type')} on {row.get('date')} with {', '.join(row.get('participants') or ())}",
            lambda fact: f"{fact.text('class')} on {fact.text('date') or '-'} ({fact.id})",
        )

    def _steps(self) -> Pairs | None:
        rows = self._gold.rows("relationships")
        found: list[_Turn] = []
        for fact in self._draft.of_kind("step"):
            turn = _Turn(tuple(sorted(_parties(fact))), fact.text("stepKind"), fact.text("date"))
            if not any(turn.tells_as(one) for one in found):
                found.append(turn)

        def same(row: Any, turn: _Turn) -> bool:
            return turn.step in terms().steps_of(row) and self._are(row.get("parties"), turn.parties)

        def better(row: Any, turn: _Turn) -> bool:
            return _near(str(row.get("date") or row.get("year") or ""), turn.date)

        return pair(
            rows,
            found,
            same,
            lambda row: f"{_told(row.get('parties'))}: {row.get('status')} {row.get('date') or ''}".rstrip(),
            lambda turn: f"{', '.join(turn.parties)}: {turn.step} {turn.date}".rstrip(),
            better,
        )

    def _ties(self) -> Pairs | None:
        rows = self._gold.rows("relationships")
        told = None if rows is None else _unlike([list(map(str, row.get("parties") or ())) for row in rows])
        found = _unlike([sorted(_parties(fact)) for fact in self._draft.of_kind("step")])
        return pair(told, found, self._are, _told, _told)

    def _are(self, told: Any, parties: Sequence[str]) -> bool:
        """Say whether the parties that gold names are those of a draft, each one of them."""
        left = list(parties)
        for name in told or ():
            one = next((party for party in left if self._naming.is_body(str(name), party)), None)
            if one is None:
                return False
            left.remove(one)
        return not left and bool(told)

    def _agreements(self) -> Pairs | None:
        def same(row: Any, fact: Fact) -> bool:
            return (
                row.get("instrument") == fact.text("instrument")
                and self._are(row.get("parties"), fact.names("parties"))
                and _near(str(row.get("signed_on") or ""), fact.text("signedOn"))
            )

        return pair(
            self._gold.rows("agreements"),
            list(self._draft.of_kind("agreement")),
            same,
            lambda row: f"{row.get('instrument')} of {_told(row.get('parties'))} on {row.get('signed_on')}",
            lambda fact: f"{fact.text('instrument')} of {_told(fact.names('parties'))} on {fact.text('signedOn')}",
        )

    def _commitments(self) -> Pairs | None:
        rows = self._gold.rows("commitments")
        told: list[_Wish] = []
        for row in rows or ():
            kind = terms().commitments.get(str(row.get("kind")), str(row.get("kind")))
            toward = (str(row["toward"]),) if row.get("toward") else ()
            _join(told, _Wish(kind, str(row.get("by")), toward, set(map(self._sector, row.get("sectors") or ()))))
        found: list[_Wish] = []
        for fact in self._draft.of_kind("commitment"):
            toward = tuple(sorted(fact.names("toward")))
            _join(found, _Wish(fact.text("class"), fact.text("by"), toward, set(fact.names("sectors"))))

        def same(one: _Wish, other: _Wish) -> bool:
            if one.kind != other.kind or not self._naming.is_body(one.by, other.by):
                return False
            if one.toward and other.toward:
                return any(self._naming.is_body(name, fact) for name in one.toward for fact in other.toward)
            return True

        return pair(
            None if rows is None else told, found, same, str, str, lambda one, other: bool(one.sectors & other.sectors)
        )

    def _facilitators(self) -> Pairs | None:
        offering = {
            fact.text("by")
            for fact in self._draft.of_kind("commitment")
            if fact.text("class") == "Offer" and fact.text("by").partition(":")[0] in _HELPERS
        }
        for fact in self._draft.of_kind("encounter"):
            for one in fact.tables("participants"):
                if one.get("role") == "facilitator":
                    offering.add(one.get("onBehalfOf") or one.get("participant", ""))
        return pair(
            self._gold.rows("facilitators"),
            sorted(offering - {""}),
            lambda name, fact: self._naming.is_body(str(name), fact),
            str,
            str,
        )

    def _interests(self) -> Pairs | None:
        rows = self._gold.rows("interests")
        found = [
            (fact.text("by"), tuple(fact.names("toward")), sector)
            for fact in self._draft.of_kind("commitment")
            if fact.text("class") == "LearningInterest"
            for sector in fact.names("sectors") or [""]
        ]

        def same(row: Any, wish: tuple[str, tuple[str, ...], str]) -> bool:
            by, toward, sector = wish
            teacher = str(row.get("learn_from") or "")
            return (
                self._naming.is_body(str(row.get("who")), by)
                and (not teacher or any(self._naming.is_body(teacher, one) for one in toward))
                and (self._sector(str(row.get("sector") or "")) == sector)
            )

        return pair(
            rows,
            list(dict.fromkeys(found)),
            same,
            lambda row: f"{row.get('who')} from {row.get('learn_from')} in {row.get('sector')}",
            lambda wish: f"{wish[0]} from {', '.join(wish[1])} in {wish[2] or '-'}",
        )


_HELPERS: Final = frozenset({"mission", "organisation", "network", "person"})


def _parties(fact: Fact) -> list[str]:
    return fact.names("parties") or [one for one in (fact.text("member"),) if one]


def _near(one: str, other: str) -> bool:
    """Say whether two days may be the same: one is not told, or is the other told more coarsely."""
    return one.startswith(other) or other.startswith(one)


def _unlike(parties: Sequence[list[str]]) -> list[list[str]]:
    return [one for place, one in enumerate(parties) if sorted(one) not in [sorted(other) for other in parties[:place]]]


def _told(parties: Any) -> str:
    return ", ".join(map(str, parties or ()))


def _join(wishes: list[_Wish], wish: _Wish) -> None:
    for one in wishes:
        if (one.kind, one.by, one.toward) == (wish.kind, wish.by, wish.toward):
            one.sectors |= wish.sectors
            return
    wishes.append(wish)


@cache
def _roles(lang: str) -> Lexicon:
    return Lexicon.load("posts", lang, "en")


@cache
def sector_names(store: Store) -> dict[str, str]:
    """Give the local names of sectors by their bare English labels, as gold names them."""
    query = "SELECT ?sector ?name { ?sector a ct:Sector ; skos:prefLabel ?name FILTER(LANG(?name) = 'en') }"
    return {
        bare(name.value): sector.value.removeprefix(SECTOR)
        for sector, name in store.select(query)
        if isinstance(name, Literal) and isinstance(sector, IRI)
    }
