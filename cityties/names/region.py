"""States, provinces and other parts of countries by their names, in three languages: what stands behind a town's name.

GeoNames numbers them within their country (graph/countries/regions.tsv); the words that languages put around them
stand in graph/languages/LANG/regions.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from cityties.model import resources
from cityties.model.errors import ModelError
from cityties.model.folding import fold
from cityties.model.language import languages, read_own
from cityties.names.country import part_of

__all__ = ["regions_of"]

_CODE: Final = re.compile(r"[A-Z]{2,3}")

Region = tuple[str, str]  # two letters of the country, code of the region in GeoNames


def regions_of(name: str, country: str | None = None) -> frozenset[Region]:
    """Give the regions that a name may mean: all of them, or those of a country.

    >>> sorted(regions_of("Jawa Barat")), sorted(regions_of("Kanagawa Prefecture")), sorted(regions_of("NE", "US"))
    ([('ID', '30')], [('JP', '19')], [('US', 'NE')])
    """
    return frozenset(one for one in _meant(" ".join(name.split())) if country in (None, one[0]))


def _meant(name: str) -> frozenset[Region]:
    if _CODE.fullmatch(name) and (found := _codes().get(name)):
        return found
    if (part := part_of(name)) is not None:
        return frozenset({part})
    return next((found for form in _forms(fold(name)) if (found := _named().get(form))), frozenset())


def _forms(name: str) -> Iterator[str]:
    """Give the ways to write a region's name: as it is, bare, with the quarter of the sky in English."""
    yield name
    bare = _bare(name)
    yield bare
    for quarter, english, behind in _quarters():
        rest = bare.removesuffix(f" {quarter}") if behind else bare.removeprefix(f"{quarter} ")
        if rest != bare:
            yield f"{english} {rest}"
            yield f"{rest} {english}"


def _bare(name: str) -> str:
    """Take the words away that say no more than that it is a region.

    >>> _bare("provinsi jawa barat"), _bare("bavyera eyaleti"), _bare("kanagawa prefecture")
    ('jawa barat', 'bavyera', 'kanagawa')
    """
    before, after = _around()
    return after.sub("", before.sub("", name)).strip() or name


@cache
def _named() -> Mapping[str, frozenset[Region]]:
    found: dict[str, set[Region]] = {}
    for country, region, _, names in _rows():
        for name in names:
            found.setdefault(fold(name), set()).add((country, region))
            found.setdefault(_bare(fold(name)), set()).add((country, region))
    for language in languages():
        for name, (country, english) in _words(language).get("names", {}).items():
            there = {one for one in found.get(fold(english), ()) if one[0] == country}
            found.setdefault(fold(name), set()).update(there)
    return {name: frozenset(regions) for name, regions in found.items()}


@cache
def _codes() -> Mapping[str, frozenset[Region]]:
    found: dict[str, set[Region]] = {}
    for country, region, iso, _ in _rows():
        for code in {iso, region}:
            if _CODE.fullmatch(code):
                found.setdefault(code, set()).add((country, region))
    return {code: frozenset(regions) for code, regions in found.items()}


@cache
def _quarters() -> tuple[tuple[str, str, bool], ...]:
    english = _words("en")["quarters"]
    return tuple(
        (fold(word), fold(english[quarter]), words.get("place") == "after")
        for words in map(_words, languages())
        for quarter, word in words.get("quarters", {}).items()
    )


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    sides = [
        {fold(word) for lang in languages() for word in _words(lang).get(side, ())} for side in ("before", "after")
    ]
    before, after = ("|".join(sorted(side - {""}, key=lambda word: (-len(word), word))) or "(?!)" for side in sides)
    return re.compile(rf"^(?:{before}) (?=\S)"), re.compile(rf"(?<=\S) (?:{after})$")


def _words(language: str) -> Mapping[str, Any]:
    return read_own(language, "regions")


@cache
def _rows() -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    path = resources.folder("graph") / "countries" / "regions.tsv"
    try:
        lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    except OSError as error:
        raise ModelError(f"{path}: no names of regions: install cityties again") from error
    return tuple((country, region, iso, tuple(names.split("|"))) for country, region, iso, names in lines[1:])
