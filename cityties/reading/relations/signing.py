"""Signings: the encounters at which documents were signed, where no sentence tells of one by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cityties.reading.draft import Fact
from cityties.reading.relations.agreement import Signed
from cityties.reading.telling.actors import Actor
from cityties.reading.telling.context import Context
from cityties.reading.text.sentence import Sentence

__all__ = ["with_signings"]

_AROUND: Final = 2
_SURE: Final = 0.6


def with_signings(context: Context, encounters: Sequence[Fact], signed: Sequence[Signed]) -> list[Fact]:
    """Give the encounters and a signing for each document that was signed at none of them, not long ago."""
    found = list(encounters)
    for one in signed:
        date = one.fact.text("signedOn")
        old = date and len(date) < 10 and date[:4] < (context.published() or "9999")[:4]
        unsure = not date and not _officials(context, one) and not _both_near(context, one)
        if old or unsure or any(_of(encounter, one, date) for encounter in found):
            continue
        slots: dict[str, str | bool | list[str] | list[dict[str, str]]] = {"class": "Signing"}
        if date:
            slots["date"] = date
        elif context.published():
            slots["noLaterThan"] = context.published()
        slots["participants"] = _signatories(context, one)
        number = sum(encounter.text("class") == "Signing" for encounter in found) + 1
        name = f"encounter:signing-{number}"
        found.append(Fact(name, "encounter", slots, one.fact.spans, "encounter.of-document", _SURE))
    return found


def _of(encounter: Fact, signed: Signed, date: str) -> bool:
    if encounter.text("class") != "Signing":
        return False
    told = encounter.text("date")
    bodies = {part.get("onBehalfOf") for part in encounter.tables("participants")}
    agrees = not date or not told or date.startswith(told) or told.startswith(date)
    same = bool(date) and date == told
    return agrees and len(bodies & set(signed.parties)) >= (1 if same else 2)


def _both_near(context: Context, signed: Signed) -> bool:
    """Say whether the sentences around a signing name officials of all its parties."""
    near = {
        actor.body
        for sentence in _around(context, signed.sentence)
        for actor in context.actors(sentence.start, sentence.end)
        if actor.person
    }
    return set(signed.parties) <= near


def _officials(context: Context, signed: Signed) -> list[Actor]:
    """Give the officials of the parties whom the sentence of a signing names."""
    sentence = signed.sentence
    return [
        actor for actor in context.actors(sentence.start, sentence.end) if actor.person and actor.body in signed.parties
    ]


def _signatories(context: Context, signed: Signed) -> list[dict[str, str]]:
    """Give who signed: the first official of each party whom the sentences around name, else the party."""
    found: list[dict[str, str]] = []
    for body in signed.parties:
        official = next(
            (
                actor
                for sentence in _around(context, signed.sentence)
                for actor in context.actors(sentence.start, sentence.end)
                if actor.person and actor.body == body
            ),
            None,
        )
        person, post = (official.person, official.post) if official else _minister(context, signed.sentence, body)
        part = {"participant": person or body, "onBehalfOf": body, "role": "signatory"}
        if post:
            part["inPost"] = post
        found.append(part)
    return found


def _minister(context: Context, sentence: Sentence, country: str) -> tuple[str, str]:
    """Give who signs for a country in a sentence, and the post: its minister or the like."""
    for mention in context.entities.in_span(sentence.start, sentence.end, "person"):
        if country and context.state_of(mention.fact) == country:
            return mention.fact, context.tenures[mention.fact][0]
    return "", ""


def _around(context: Context, sentence: Sentence) -> list[Sentence]:
    near = [one for one in context.told if abs(one.number - sentence.number) <= _AROUND and one.kind != "headline"]
    return sorted(near, key=lambda one: abs(one.number - sentence.number))
