"""Places that no gazetteer has: what a word of government, a post or a country beside a name tells of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cityties.reading.places.atlas import Spot
from cityties.reading.places.evidence import countries_beside
from cityties.reading.places.toponym import HOME, Naming, beside, run_ahead, run_behind, stops, word_before
from cityties.reading.words.lexicon import key
from cityties.reading.words.page import Page, Wording
from cityties.reading.words.word import Word

__all__ = ["unlisted"]

_LOCAL: Final = frozenset(
    ("mayor", "deputy-mayor", "governor", "vice-governor", "regent", "deputy-regent", "district-governor")
)
_REGIONAL: Final = frozenset(("governor", "vice-governor"))
# Words that make a name a place's without being of its government, by language.
_KINDS: Final = {"id": ("city-before", "region-before"), "en": ("region-after",), "tr": ()}
_VAGUE: Final = frozenset(("region", "state", "island"))


def unlisted(page: Page, named: Sequence[Naming], taken: set[int]) -> list[Naming]:
    """Find names that no gazetteer has; ``taken`` are letters that are something else."""
    held = {place for naming in named for place in range(naming.start, naming.end)} | taken
    found: dict[str, Naming] = {}
    for words, class_ in (*_by_government(page), *_by_post(page)):
        if _free(page, words, held):
            naming = _naming(page, words, class_)
            found.setdefault(naming.name, naming)
    for words, country in _by_country(page):
        if _free(page, words, held):
            naming = _naming(page, words, "City", country)
            found.setdefault(naming.name, naming)
    return [*found.values(), *_again(page, found, held)]


def _free(page: Page, words: Sequence[Word], held: set[int]) -> bool:
    if not words or any(page.stem(word) in stops(page.lang) for word in words):
        return False
    return not any(word.start in held for word in words)


def _naming(page: Page, words: Sequence[Word], class_: str, country: str = "") -> Naming:
    start, end = words[0].start, words[-1].stem
    near = countries_beside(page, Naming(start, end, "", []))
    name = page.surface.text[slice(*page.surface.span(start, end))]
    spot = Spot(name, class_, country or (min(near) if near else HOME.get(page.lang, "")), origin="text")
    return Naming(start, end, key(name), [spot])


def _by_government(page: Page) -> Iterator[tuple[list[Word], str]]:
    for wording in page.of_kind("government"):
        class_ = "Region" if wording.code.startswith("region") else "City"
        if wording.code.endswith("-before") and _tells(page, wording):
            yield run_behind(page, wording.end), class_
        elif wording.code.endswith("-after") and _tells(page, wording):
            yield run_ahead(page, wording.start), class_


def _tells(page: Page, wording: Wording) -> bool:
    word = page.folded[wording.start : wording.end]
    if wording.code.startswith("agency"):
        return page.lang == "id" and word.endswith((" kota", " kabupaten"))
    if wording.code == "region-after" and page.cased[wording.start].islower():
        return False
    return "government" in wording.code or (wording.code in _KINDS[page.lang] and word not in _VAGUE)


def _by_post(page: Page) -> Iterator[tuple[list[Word], str]]:
    """Go through names right before a post, in the languages where only a place stands there."""
    if page.lang == "id":
        return
    for wording in page.of_kind("post"):
        words = run_ahead(page, wording.start)[-1:] if wording.code in _LOCAL else []
        if words and (not _begins(page, words[0]) or _elsewhere(page, words[0])):
            yield words, "Region" if wording.code in _REGIONAL else "City"


def _begins(page: Page, word: Word) -> bool:
    sentence = page.sentence(word.start)
    return sentence is not None and word.start == sentence.start


def _elsewhere(page: Page, word: Word) -> bool:
    """Say whether a word stands with a capital letter elsewhere, where no sentence begins."""
    name = page.stem(word)
    others = [one for one in page.words if one.capital and one is not word and page.stem(one) == name]
    return any(not _begins(page, one) for one in others)


def _by_country(page: Page) -> Iterator[tuple[list[Word], str]]:
    """Go through names that a country behind them tells to be places: "with Taebaek, South Korea"."""
    if page.lang == "tr":
        return
    for wording in page.of_kind("country"):
        comma = re.search(r"(?:, | in | di )$", page.folded[: wording.start])
        words = run_ahead(page, comma.start()) if comma else []
        if words and word_before(page, words[0].start) in beside(page.lang):
            yield words, wording.code


def _again(page: Page, found: Mapping[str, Naming], held: set[int]) -> Iterator[Naming]:
    """Go through the other places where such a name stands."""
    for name, first in found.items():
        pattern = r"(?<![^\W_])" + r"[ '.-]+".join(map(re.escape, name.split())) + r"(?![^\W_])"
        for match in re.finditer(pattern, page.folded):
            if match.start() != first.start and match.start() not in held and page.cased[match.start()].isupper():
                yield Naming(match.start(), match.end(), name, first.spots)
