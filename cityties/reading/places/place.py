"""Places that a text names: which words name a city, a region or a country, and which of several of that name.

A name that is also a word, or that only the gazetteer knows, needs evidence beside it: a word such as "Kota",
"mayor of", "Belediyesi", a country, a preposition. Words are in graph/reading/places.toml and governments.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from cityties.reading.places import atlas
from cityties.reading.places.choice import choose, locate
from cityties.reading.places.evidence import believe, look_beside
from cityties.reading.places.toponym import LARGE, Naming, is_known, stops, wording_at
from cityties.reading.places.unlisted import unlisted
from cityties.reading.words.lexicon import key
from cityties.reading.words.page import DIPLOMATIC, Page, Wording
from cityties.reading.words.word import Word, bare
from cityties.store import Store

__all__ = ["Naming", "find_places"]

_LONGEST: Final = 4  # words of a name
_ABBREVIATED: Final = 3  # letters: in capitals, no more of them are an abbreviation
_SITE: Final = re.compile(r"\.(?:com?|id|net|org|info|tv|news|tr|ph|in|my|uk|us)\b")
_REACH: Final = 30  # letters
_CITY_STATES: Final = frozenset(("SG", "HK", "MO"))
_JOINTS: Final = frozenset(("de", "la", "of", "upon", "am", "an", "der", "den", "le", "los", "las", "do", "dos", "del"))
_GAP: Final = re.compile(r"[ \n-]|'s? ")
_QUARTERED: Final = re.compile(r"\b(?:(?:north|south|east|west)(?:ern)?|kuzey|guney|dogu|bati) $")
_QUARTER: Final = re.compile(r" (?:utara|selatan|barat|timur|tengah|city)\b")


def find_places(page: Page, store: Store) -> list[Naming]:
    """Find the cities and regions that a text names, each with the place that it most likely means."""
    other = [wording for wording in page.wordings if wording.kind != "government" and not _of_region(page, wording)]
    taken = {place for wording in other for place in range(wording.start, wording.end)}
    candidates = list(_candidates(page, taken))
    spots = atlas.look_up(store, [name for _, _, name, _ in candidates])
    named = _longest(
        Naming(start, end, name, spots[name], glued=glued) for start, end, name, glued in candidates if name in spots
    )
    named = [one for one in named if not _is_abbreviation(page, one)]
    for naming in named:
        _with_quarter(page, naming)
    starts = {naming.start for naming in named}
    for naming in named:
        _with_hyphen(page, naming, starts)
    named += unlisted(page, named, taken)
    named.sort(key=lambda one: one.start)
    for naming in named:
        look_beside(page, naming)
    kept = believe(page, named)
    choose(page, kept)
    locate(page, kept)
    return [naming for naming in kept if naming.chosen]


def _of_region(page: Page, wording: Wording) -> bool:
    """Say whether a country's name may be part of a region's: Western Australia, Australia Selatan."""
    if wording.kind != "country":
        return False
    before = page.folded[max(0, wording.start - 10) : wording.start]
    if (
        _QUARTER.match(page.folded, wording.end)
        or _QUARTERED.search(before)
        or page.folded.startswith(" city", wording.end)
    ):
        return True
    return wording.code in _CITY_STATES and not _of_diplomat(page, wording)


def _of_diplomat(page: Page, wording: Wording) -> bool:
    near = wording_at(page, end=wording.start), wording_at(page, start=wording.end)
    return any(one is not None and (one.kind == "mission" or one.code in DIPLOMATIC) for one in near)


def _candidates(page: Page, taken: set[int]) -> Iterator[tuple[int, int, str, bool]]:
    """Go through runs of words that may name a place: where they stand, their name as `atlas.key` writes it.

    And whether a suffix was cut off.
    """
    kinds = {place for wording in page.of_kind("government") for place in range(wording.start, wording.end)}
    for first in page.words:
        if not first.capital or first.start in taken or (first.start in kinds and page.lang == "id"):
            continue
        for last in page.words[first.number : first.number + _LONGEST]:
            if last.start in taken or not _joined(page, first, last):
                break
            if not last.capital:
                continue
            text = page.cased[first.start : last.stem]
            if _is_site(page, last):
                continue
            if len(text) > 1 and not (first is last and page.stem(first) in stops(page.lang)):
                yield first.start, last.stem, key(text), False
                yield from _cut(page, first, last)
            if last.stem < last.end:
                break


def _cut(page: Page, first: Word, last: Word) -> Iterator[tuple[int, int, str, bool]]:
    """Go through what a Turkish word is without its suffixes, where no apostrophe tells it."""
    if page.lang == "tr" and last.stem == last.end and first is last:
        for form in bare(page.folded[first.start : last.end]):
            yield first.start, first.start + len(form), key(form), True


def _is_abbreviation(page: Page, naming: Naming) -> bool:
    """Say whether a few letters are but a further name of the gazetteer's: no PMC is Puerto Montt."""
    if naming.end - naming.start > _ABBREVIATED or any(spot.origin != "gazetteer" for spot in naming.spots):
        return False
    return page.cased[naming.start : naming.end].isupper() or not any(spot.main for spot in naming.spots)


def _is_site(page: Page, word: Word) -> bool:
    """Say whether a word is the name of a site or a paper: "Toledo.ID"."""
    return _SITE.match(page.folded, word.end) is not None


def _with_hyphen(page: Page, naming: Naming, starts: set[int]) -> None:
    """Count a word before a name in that a hyphen ties to it, where it is no place itself: Treptow-Köpenick."""
    before = page.within(max(0, naming.start - _REACH), naming.start)[-1:]
    if not before or not before[0].capital or page.cased[before[0].end : naming.start] != "-":
        return
    if before[0].start in starts or is_known(page, before[0]):
        return
    naming.start = before[0].start
    name = page.surface.text[slice(*page.surface.span(naming.start, naming.end))]
    best = max(naming.spots, key=lambda spot: spot.population)
    naming.spots[:] = [replace(best, name=name, iri="", main=True)]
    naming.name = key(name)


def _with_quarter(page: Page, naming: Naming) -> None:
    """Count a quarter of the sky behind a name in: Kuching Utara."""
    if page.lang == "id" and (found := _QUARTER.match(page.folded, naming.end)):
        naming.end = found.end()


def _joined(page: Page, first: Word, last: Word) -> bool:
    """Say whether two words stand in one run: nothing but blanks, hyphens and small joints between them."""
    if first is last:
        return True
    before = page.words[last.number - 1]
    if not _GAP.fullmatch(page.cased[before.end : last.start]):
        return False
    return last.capital or page.stem(last) in _JOINTS


def _longest(namings: Iterable[Naming]) -> list[Naming]:
    kept: list[Naming] = []
    for naming in sorted(namings, key=lambda one: (one.start, _shape(one))):
        if not kept or naming.start >= kept[-1].end:
            kept.append(naming)
    return kept


def _shape(naming: Naming) -> tuple[bool, bool, int]:
    """Sort names that begin at one place: whole and own ones first, then the longest.

    "Orange City" is Orange with the word city behind it, unless a large place is called so.
    """
    best = max(naming.spots, key=lambda spot: spot.main)
    own = best.main or best.origin != "gazetteer"
    small = naming.name.endswith(" city") and all(one.population < 2 * LARGE for one in naming.spots)
    return naming.glued, not own or small, -len(naming.name)
