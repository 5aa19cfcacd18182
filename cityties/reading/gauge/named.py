"""What a text names, gold beside draft: cities that act, people with posts, missions, sectors."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from cityties.reading.draft import Fact
from cityties.reading.gauge.likeness import alike, bare, same_head, same_person, same_words
from cityties.reading.gauge.matching import Pairs, pair
from cityties.reading.gauge.naming import Naming, parties_of
from cityties.reading.words.lexicon import Lexicon

__all__ = ["pair_cities", "pair_missions", "pair_officials", "pair_seated", "pair_sectors"]

_IMPLIED: Final = "mission.of-post"  # the rule that concludes a mission from a post of it


def pair_cities(both: Naming) -> Pairs | None:
    """Pair cities that act: whose government is named, or that are party to a tie."""
    rows = both.gold.rows("cities")
    homes = {fact.text("place") for fact in both.draft.of_kind("government")}
    homes |= {_home(both, party) for fact in both.draft.of_kind("step", "membership") for party in parties_of(fact)}
    found = [fact for fact in both.draft.of_kind("place") if fact.id in homes and fact.text("class") != "Country"]

    def same(row: Any, fact: Fact) -> bool:
        names = {bare(str(row.get(key) or "")) for key in ("name", "qid_or_english")}
        if not alike(names, both.of_fact(fact.id)):
            return False
        told, own = str(row.get("country") or ""), fact.text("country")
        return not told or not own or both.is_country(told, own)

    return pair(rows, found, same, lambda row: str(row["name"]), lambda fact: fact.text("name"))


def pair_officials(both: Naming) -> Pairs | None:
    """Pair people with the posts they hold."""
    return _pair_held(both, _is_held)


def pair_seated(both: Naming) -> Pairs | None:
    """Pair people with the posts they hold and the bodies whose posts these are."""
    return _pair_held(both, lambda both, row, held: _is_held(both, row, held) and _is_home(both, row, held[1]))


def _pair_held(both: Naming, same: Callable[[Naming, Any, tuple[Fact, Fact]], bool]) -> Pairs | None:
    found: list[tuple[Fact, Fact]] = []
    for tenure in both.draft.of_kind("tenure"):
        person, post = both.draft.fact(tenure.text("holder")), both.draft.fact(tenure.text("post"))
        if person and post and not any(held == (person, post) for held in found):
            found.append((person, post))
    return pair(
        both.gold.rows("officials"),
        found,
        lambda row, held: same(both, row, held),
        lambda row: f"{row.get('name')}, {row.get('post')} ({row.get('organisation_or_city') or '-'})",
        lambda held: f"{held[0].text('name')}, {held[1].text('title')} ({held[1].text('in') or '-'})",
    )


def _is_held(both: Naming, row: Any, held: tuple[Fact, Fact]) -> bool:
    """Say whether a person and a post are those of a row, whose ever the post is."""
    person, post = held
    named = [str(row.get("name")), *map(str, row.get("also") or ())]
    if not same_person(named, [person.text("name"), *person.names("otherNames")]):
        return False
    told = str(row.get("post") or "")
    role = _roles(both.gold.lang).first(told)
    if (role is not None and role == post.text("role")) or same_words(told, post.text("title")):
        return True
    return role is None and same_head(told, post.text("title"), both.gold.lang)


def _is_home(both: Naming, row: Any, post: Fact) -> bool:
    """Say whether a post is of the body that a row tells: a government, a mission or the country that sent it."""
    told = str(row.get("organisation_or_city") or "")
    if not told:
        return True
    body = post.text("in")
    if both.is_body(told, body):
        return True
    fact = both.draft.fact(body)
    if fact is None:
        return False
    country = fact.text("sentBy") if fact.kind == "mission" else body if fact.text("class") == "Country" else ""
    if country and both.is_country(told, country):
        return True
    # "Guangzhou's foreign affairs office" is a house of Guangzhou.
    names = {name for name in both.of_fact(body) if len(name) > 3}
    return fact.kind in ("government", "place") and any(name in bare(told).split() for name in names)


def pair_missions(both: Naming) -> Pairs | None:
    """Pair missions; one that only follows from a post that is named is neither right nor wrong on its own."""

    def same(row: Any, fact: Fact) -> bool:
        if row.get("type") != fact.text("missionKind"):
            return False
        sender, host = str(row.get("sending_country") or ""), str(row.get("host_city") or "")
        if sender and fact.text("sentBy") and not both.is_country(sender, fact.text("sentBy")):
            return False
        return not (host and fact.text("seat")) or both.is_body(host, fact.text("seat"))

    rows, found = both.gold.rows("missions"), list(both.draft.of_kind("mission"))
    for row in rows or ():
        for fact in found:
            if same(row, fact):
                both.missions.setdefault(fact.id, str(row.get("surface") or ""))
    found = [fact for fact in found if fact.rule != _IMPLIED or fact.id in both.missions]
    return pair(rows, found, same, lambda row: str(row.get("surface")), lambda fact: fact.text("name"))


def pair_sectors(both: Naming) -> Pairs | None:
    """Pair sectors of cooperation, each once an article."""
    rows = both.gold.rows("sectors")
    told = None if rows is None else list({both.sector(str(row.get("canonical"))): row for row in rows}.values())
    kinds = ("step", "agreement", "commitment")
    found = sorted({name for fact in both.draft.of_kind(*kinds) for name in fact.names("sectors")})
    return pair(
        told,
        found,
        lambda row, one: both.sector(str(row.get("canonical"))) == one,
        lambda row: both.sector(str(row.get("canonical"))),
        str,
    )


def _home(both: Naming, name: str) -> str:
    fact = both.draft.fact(name)
    return fact.text("place") if fact and fact.kind != "place" else name


@cache
def _roles(lang: str) -> Lexicon:
    return Lexicon.load("posts", lang, "en")
