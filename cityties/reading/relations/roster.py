"""Rosters: the partners of a city that a text lists, mostly with the year of each tie."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cityties.reading.telling.context import Context
from cityties.reading.text.sentence import Sentence

__all__ = ["Partner", "find_roster", "lists_ties"]

_LASTING: Final = frozenset({"sister-city", "friendship"})
# How much may stand between two partners of a list.
_GAP: Final = 140
_ROW: Final = 30
# Who does these things together is no list of partners.
_OTHERWISE: Final = frozenset({"sign-done", "planned", "explored", "discussed", "approved", "letter-of-intent"})
_YEAR: Final = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")


@dataclass(frozen=True)
class Partner:
    """One place of a list, and the year that stands with it."""

    body: str
    year: str
    start: int
    end: int


def find_roster(context: Context, sentence: Sentence, hub: str) -> list[Partner]:
    """Give the partners that a sentence lists for a city; nothing where it is no list.

    A list has at least two places that are no more than a few words apart, with years beside them, or in a row.
    """
    places = _places(context, sentence, hub)
    if len(places) < 2:
        return []
    run = _longest_run(places)
    cities = [one for one in run if not _is_region(context, one.body)]
    run = cities if len(cities) >= 2 else run
    if len(run) < 2:
        return []
    years = [
        (match.group(), sentence.start + match.start())
        for match in _YEAR.finditer(context.article.text[sentence.start : sentence.end])
    ]
    near = [one for one in years if run[0].start - 14 <= one[1] <= run[-1].end + 60]
    gaps = [other.start - one.end for one, other in pairwise(run)]
    if len(near) >= 2 and len(near) * 2 >= len(run):
        return _dated(run, near)
    # "Sister cities are A, B and C": names in a row, with the city that they are tied to or in a text about it.
    plain = max(gaps) <= _ROW and (len(run) >= 3 or hub in context.governments(sentence.start, sentence.end))
    told = [cue.name for cue in context.cues_in(sentence.start, sentence.end, "steps", "agreements")]
    if not plain or _passes(context, sentence) or _pair(context, sentence, run, hub) or _OTHERWISE & set(told):
        return []
    return _dated(run, near)


def _longest_run(places: Sequence[Partner]) -> list[Partner]:
    """Give the most places that are no more than a few words apart."""
    runs = [list(places[:1])]
    for place in places[1:]:
        if place.start - runs[-1][-1].end <= _GAP:
            runs[-1].append(place)
        else:
            runs.append([place])
    return max(runs, key=len)


def _passes(context: Context, sentence: Sentence) -> bool:
    """Say whether a sentence tells where somebody went, and of no tie itself: stops of a journey are no partners."""
    ties = any(cue.name in _LASTING for cue in context.cues_in(sentence.start, sentence.end, "steps"))
    cues = context.cues_in(sentence.start, sentence.end, "encounters")
    return not ties and any(cue.about.get("class") for cue in cues)


def _pair(context: Context, sentence: Sentence, run: Sequence[Partner], hub: str) -> bool:
    """Say whether two names are told as tied to each other, not to a third."""
    return len(run) == 2 and hub not in context.governments(sentence.start, sentence.end)


def _places(context: Context, sentence: Sentence, hub: str) -> list[Partner]:
    """Give the places of a sentence that may be partners, each once."""
    found: dict[str, Partner] = {}
    for actor in context.takers(sentence.start, sentence.end):
        if actor.body != hub and not actor.person and not actor.own:
            found.setdefault(actor.body, Partner(actor.body, "", actor.start, actor.end))
    return list(found.values())


def _is_region(context: Context, name: str) -> bool:
    fact = context.entities.fact(name)
    place = context.entities.fact(fact.text("place")) if fact and fact.kind == "government" else fact
    return place is not None and place.text("class") == "Region"


def _dated(run: Sequence[Partner], years: Sequence[tuple[str, int]]) -> list[Partner]:
    """Give each place its year: behind it, or before it where the list begins with a year."""
    before = bool(years) and years[0][1] < run[0].start
    found = []
    for place, partner in enumerate(run):
        if before:
            first = run[place - 1].end if place else run[0].start - 14
            own = [year for year, at in years if first <= at < partner.start]
        else:
            last = run[place + 1].start if place + 1 < len(run) else partner.end + 60
            own = [year for year, at in years if partner.end <= at < last]
        found.append(Partner(partner.body, own[0] if own else "", partner.start, partner.end))
    return found


def lists_ties(context: Context, sentence: Sentence) -> bool:
    """Say whether a sentence, or the one before it, speaks of lasting ties."""
    near = [one for one in context.told if 0 <= sentence.number - one.number <= 1 and one.kind != "headline"]
    return any(cue.name in _LASTING for one in near for cue in context.cues_in(one.start, one.end, "steps"))
