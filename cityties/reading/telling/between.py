"""Between: the two whom a sentence names as the sides of one thing: "between A and B", "A ile B arasında"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from cityties.reading.telling.actors import Actor
from cityties.reading.telling.context import Context
from cityties.reading.text.sentence import Sentence
from cityties.reading.words.cue import Cue

__all__ = ["country_beside", "told_between"]

_OPENING: Final = re.compile(r"(?<!\w)(?:between|antara)(?: the)?(?: [^\W\d]+){0,3} $")
_CLOSING: Final = re.compile(r"[^.;:,]{0,40}?(?<!\w)arasi\w*")
_JOINING: Final = re.compile(r"[^.;:]{0,30}?(?<!\w)(?:and|dan|dengan|serta|ve|ile)(?!\w)[^.;:]{0,30}|'?[a-z]{0,4},? ")
_TWO: Final = 2
# How far before the first of two its opening word may stand.
_AHEAD: Final = 40


def told_between(context: Context, sentence: Sentence, cue: Cue) -> list[str]:
    """Give the two between whom the words of a cue tell something, nobody where no such words stand there.

    One of them may be a country: cities have ties with States, too.
    """
    found: list[tuple[int, list[str]]] = []
    for one, other in pairwise(_sides(context, sentence)):
        cities = [side for side in (one, other) if context.is_government(side.body) and side.kind != "country"]
        if one.body != other.body and cities and _joined(context, sentence, one, other):
            gap = max(0, one.start - cue.end, cue.start - other.end)
            found.append((gap, [one.body, other.body]))
    return min(found, key=lambda pair: pair[0])[1] if found else []


def country_beside(context: Context, sentence: Sentence) -> str:
    """Give the one country whose official a sentence names, empty where it names none or several."""
    people = context.entities.in_span(sentence.start, sentence.end, "person")
    homes = {context.state_of(one.fact) for one in people if not context.quoted(one.start)} - {""}
    return homes.pop() if len(homes) == 1 else ""


def _sides(context: Context, sentence: Sentence) -> Sequence[Actor]:
    takers = context.takers(sentence.start, sentence.end)
    countries = [
        Actor(one.fact, "", "", one.start, one.end, "country")
        for one in context.entities.in_span(sentence.start, sentence.end, "place")
        if one.role == "" and context.is_country(one.fact) and not context.is_part(one) and not _owns(context, one.end)
    ]
    return sorted((*takers, *countries), key=lambda one: one.start)


def _owns(context: Context, end: int) -> bool:
    """Say whether a country that ends here only tells where what follows lies: "Bosna Hersek'in Bužim"."""
    return context.article.lang == "tr" and context.case(end) == "genitive"


def _joined(context: Context, sentence: Sentence, one: Actor, other: Actor) -> bool:
    if not _JOINING.fullmatch(context.words(one.end, other.start)):
        return False
    if context.article.lang == "tr":
        # "A ile B ve C arasında": of three, two stand on one side.
        bodies = {taker.body for taker in context.takers(sentence.start, sentence.end)}
        return len(bodies) <= _TWO and _CLOSING.match(context.words(other.end, sentence.end)) is not None
    return _OPENING.search(context.words(max(sentence.start, one.start - _AHEAD), one.start)) is not None
