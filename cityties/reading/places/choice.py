"""Which of several places of one name a text means, and which names only tell where another place lies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import log10
from typing import Final

from cityties.model.language import grammar
from cityties.reading.places.atlas import Spot
from cityties.reading.places.toponym import Naming
from cityties.reading.words.page import Page

__all__ = ["choose", "locate"]

_KNOWN: Final = 5.7  # the weight of a place of the graph or of our list: that of half a million inhabitants
_SMALL: Final = 4.0  # that of a town of our list
_WITHIN: Final = re.compile(r"^ (?:di|in) (?:the )?(?:jalur |pulau |provinsi |nearby )?$")
_CAPITAL: Final = re.compile(r"(?:ibu kota|capital of|ibukota) (?:provinsi |the )?$")
_ADJECTIVAL: Final = re.compile(r" (?:port|capital|coast|resort|village|peninsula)\b")
_TOWN: Final = re.compile(r" (?:city|town)\b")
_LIES_IN: Final = re.compile(
    r",? \(?(?:in |di )?(?:the )?(?:north |south |east |west |negara bagian |provinsi |prefektur |state of )?"
    r"|,? in (?:[a-z]+'s |the )?| (?:city |town )?of "
)
# A district, and the city or province that it lies in: "Distrik Jinning Kota Kunming".
_DISTRICT: Final = re.compile(r"(?:distrik|kecamatan|kabupaten|regency|district|ilcesi) ?$")
_OF_DISTRICT: Final = re.compile(r",? \(?(?:kota|provinsi|prefektur|negara bagian|province of) ")


def choose(page: Page, named: Sequence[Naming]) -> None:
    """Choose for each name one place, the same throughout the text."""
    told = Counter(wording.code for wording in page.of_kind("country", "adjective"))
    near: dict[str, set[str]] = {}
    far: dict[str, set[str]] = {}
    for naming in named:
        near.setdefault(naming.name, set()).update(naming.near)
        far.setdefault(naming.name, set()).update(naming.far)
    others = Counter(naming.spots[0].country for naming in named if len({spot.country for spot in naming.spots}) == 1)
    regions = {
        (other.name, spot.country)
        for one, other in pairwise(named)
        if page.folded[one.end : other.start] == ", "
        for spot in one.spots
    }
    home = grammar(page.lang, "home")
    chosen: dict[str, Spot] = {}
    for naming in named:
        name = naming.name
        if name not in chosen:
            weights = {
                spot: _weight(spot, near[name], told, others, home, naming.code)
                + (3 if spot.kind == "Region" and (name, spot.country) in regions else 0)
                - (6 if spot.country in far[name] else 0)
                for spot in naming.spots
            }
            chosen[name] = max(weights, key=lambda spot: weights[spot])
            if not home and not near[name]:
                chosen[name] = _unsure(chosen[name], naming.spots, told, others)
        naming.chosen = chosen[name]
    for naming in named:
        _as_one(naming, chosen)


def _as_one(naming: Naming, chosen: dict[str, Spot]) -> None:
    """Take "Mandaue City" for the Mandaue that the text names elsewhere."""
    base = naming.name.removesuffix(" city")
    if base != naming.name and base in chosen and chosen[base].country == chosen[naming.name].country:
        naming.name, naming.chosen = base, chosen[base]


def _weight(spot: Spot, near: set[str], told: Counter[str], others: Counter[str], home: str, code: str) -> float:
    weight = log10(spot.population + 1) if spot.origin == "gazetteer" else _KNOWN
    if spot.origin == "list" and spot.kind == "City":
        weight = _SMALL
    weight += 6.0 if spot.country in near else 0.0
    weight += 1.5 if told[spot.country] else 0.0
    weight += 0.8 if others[spot.country] else 0.0
    weight += 1.0 if home and spot.country == home else 0.0
    weight += 1.0 if spot.origin == "graph" else 0.0
    weight -= 0.0 if spot.main else 2.0
    if code.startswith(("region-", "city-")):
        weight += 1.5 if spot.kind == ("Region" if code.startswith("region-") else "City") else 0.0
    return weight


def _unsure(best: Spot, spots: Sequence[Spot], told: Counter[str], others: Counter[str]) -> Spot:
    """Leave the country open where towns of several countries bear a name and nothing tells which is meant."""
    if best.origin != "gazetteer" or told[best.country] or others[best.country]:
        return best
    of_size = [one for one in spots if one.main and one.population * 10 > best.population]
    rivals = [one for one in of_size if one.country != best.country]
    return replace(best, country="") if rivals else best


def locate(page: Page, named: Sequence[Naming]) -> None:
    """Mark the places that only tell where another lies: "Windsor, Ontario", "İzmir'in Karşıyaka"."""
    for naming in named:
        capital = _CAPITAL.search(page.folded, max(0, naming.start - 40), naming.start)
        region = naming.chosen is not None and naming.chosen.kind == "Region"
        adjective = _ADJECTIVAL.match(page.folded, naming.end) or (region and _TOWN.match(page.folded, naming.end))
        naming.locates = bool(capital or adjective)
    for one, other in pairwise(named):
        if one.chosen is None or other.chosen is None:
            continue
        between = page.folded[one.end : other.start]
        same = one.chosen.country == other.chosen.country
        if _lies_in(page, one, other, between):
            other.locates = True
            _move(named, one, other)
        elif _WITHIN.search(between):
            other.locates = True
        elif same and page.lang == "tr" and re.fullmatch(r"'?n[iu]n (?:\w+ )?|'?[iu]n ", between):
            one.locates = True


def _lies_in(page: Page, one: Naming, other: Naming, between: str) -> bool:
    """Say whether a place only tells where the one before it lies: "Windsor, Ontario"."""
    if one.chosen is None or other.chosen is None:
        return False
    strange = "text" in (one.chosen.origin, other.chosen.origin)
    if one.chosen.country != other.chosen.country and not strange:
        return False
    district = _DISTRICT.search(page.folded[max(0, one.start - 12) : one.start]) is not None
    region = other.chosen.kind == "Region" or other.code.startswith("region")
    if district and other.name != one.name and _OF_DISTRICT.fullmatch(between):
        return True
    if not region or one.chosen.kind != "City" or not _LIES_IN.fullmatch(between):
        return False
    after = page.folded[other.end : other.end + 8]
    in_row = other.cue in ("government", "kind") and bool(re.match(r",? (?:and|dan|ve|serta) ", after))
    return not in_row or between.startswith((" in", " di")) or "," not in between


def _move(named: Sequence[Naming], one: Naming, other: Naming) -> None:
    """Put a town that no gazetteer has into the country of the region behind it, or a region into the town's."""
    if one.chosen is None or other.chosen is None or one.chosen.country == other.chosen.country:
        return
    strange, known = (one, other.chosen) if one.chosen.origin == "text" else (other, one.chosen)
    for naming in named:
        if naming.name == strange.name and naming.chosen is not None:
            naming.chosen = replace(naming.chosen, country=known.country)
