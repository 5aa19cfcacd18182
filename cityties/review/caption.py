"""What a fact of a draft says, in a line, in each language: the label that it gets when it is accepted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cityties.model.folding import fold
from cityties.model.language import languages
from cityties.model.vocabulary import SECTOR
from cityties.reading.draft import Fact
from cityties.review.naming import Things
from cityties.review.wording import Names, called, compose, joined, read, wordings

__all__ = ["caption", "fields_of", "tie_caption"]

_FEW: Final = 3  # sectors that are named one by one


def caption(fact: Fact, things: Things) -> dict[str, str]:
    """Say what a fact says: a name for a thing, a short phrase for what relates things."""
    match fact.kind:
        case "step":
            aim = f"{fact.text('stepKind')}-{fact.text('tieKind')}"
            told = wordings("step", aim) or wordings("step", fact.text("stepKind"))
        case "encounter":
            told = wordings("encounter", fact.text("class"))
        case "agreement":
            told = wordings("agreement", fact.text("instrument")) or wordings("agreement", "other")
        case "commitment" | "remark":
            told = wordings(fact.kind, fact.text("class" if fact.kind == "commitment" else "remarkKind"))
        case "tenure" | "membership":
            told = wordings(fact.kind)
        case _:
            return dict(things.names(fact.id))
    return compose(told, fields_of(fact, things)) if told else {}


def fields_of(fact: Fact, things: Things) -> dict[str, Names]:
    """Name what a fact relates, by the fields of its wordings; what is not told is left out."""
    match fact.kind:
        case "encounter":
            return _present(fact, things)
        case "commitment" | "remark":
            return _said(fact, things)
        case "tenure":
            told = {"person": fact.text("holder"), "post": fact.text("post")}
            return {field: things.names(name) for field, name in told.items() if name}
        case "membership":
            found = {"place": things.short(fact.text("member"))} if fact.text("member") else {}
            network = fact.text("network")
            return {**found, "network": things.names(network)} if network else found
        case "mission":
            return {**things.mission_fields(fact), "mission": things.names(fact.id)}
    return {**_sectors(fact, things), "parties": _all(fact.names("parties"), things)}


def tie_caption(parties: Iterable[str], things: Things) -> dict[str, str]:
    """Name a tie after its parties, in the order of the alphabet."""
    names = [things.short(party) for party in parties]
    return {lang: "–".join(sorted((called(name, lang) for name in names), key=fold)) for lang in languages()}


def _all(given: Iterable[str], things: Things) -> dict[str, str]:
    names = [things.short(name) for name in dict.fromkeys(given)]
    return {lang: joined([called(one, lang) for one in names], lang) for lang in languages()} if names else {}


def _sectors(fact: Fact, things: Things) -> dict[str, Names]:
    sectors = fact.names("sectors")
    if not sectors:
        return {}
    if len(sectors) > _FEW:
        many = read("labels.toml")["many"]
        return {"sectors": {lang: str(told).replace("{count}", str(len(sectors))) for lang, told in many.items()}}
    names = [things.known_names(SECTOR + sector) or {"": sector} for sector in sectors]
    return {"sectors": {lang: joined([called(one, lang) for one in names], lang) for lang in languages()}}


def _present(fact: Fact, things: Things) -> dict[str, Names]:
    rows = [row for row in fact.tables("participants") if row.get("participant")]

    def those(*roles: str) -> dict[str, str]:
        return _all((row["participant"] for row in rows if not roles or row.get("role") in roles), things)

    found: dict[str, Names] = {"people": those(), "guests": those("guest"), "hosts": those("host")}
    if len(rows) > 1:
        found["two"] = found["people"]
    if fact.text("venue"):
        found["venue"] = things.names(fact.text("venue"))
    return found


def _said(fact: Fact, things: Things) -> dict[str, Names]:
    found = _sectors(fact, things)
    if fact.text("by"):
        found["by"] = things.short(fact.text("by"))
    found["toward"] = _all(fact.names("toward"), things)
    if what := " ".join(fact.text("what").split()).rstrip(".,;: "):
        found["what"] = {lang: f"“{what}”" for lang in languages()}
    return found
