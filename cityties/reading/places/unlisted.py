"""Places that no gazetteer has: what a word of government, a post or a country beside a name tells of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from cityties.model.language import grammar
from cityties.model.word_list import read_word_list
from cityties.reading.places.atlas import Spot
from cityties.reading.places.evidence import countries_beside
from cityties.reading.places.toponym import Naming, beside, run_ahead, run_behind, stops, word_before
from cityties.reading.words.lexicon import key
from cityties.reading.words.page import Page, Wording
from cityties.reading.words.word import Word

__all__ = ["unlisted"]

_LOCAL: Final = frozenset(
    ("mayor", "deputy-mayor", "governor", "vice-governor", "regent", "deputy-regent", "district-governor")
)
_REGIONAL: Final = frozenset(("governor", "vice-governor"))
_SHORT: Final = 4  # letters
_REACH: Final = 40
_VAGUE: Final = ("region", "state", "island", "bolge", "ada", "il")


def unlisted(page: Page, named: Sequence[Naming], taken: set[int]) -> list[Naming]:
    """Find names that no gazetteer has; ``taken`` are letters that are something else."""
    held = {place for naming in named for place in range(naming.start, naming.end)} | taken
    found: dict[str, Naming] = {}
    for words, class_ in (*_by_government(page), *_by_post(page)):
        if _free(page, words, held):
            naming = _naming(page, words, class_)
            kept = found.setdefault(naming.name, naming)
            if naming.near and not kept.near:
                # The country that stands beside a later naming tells where the place lies.
                kept.spots[:], kept.near = naming.spots, naming.near
    for words, country in _by_country(page):
        if _free(page, words, held):
            naming = _naming(page, words, "City", country)
            found.setdefault(naming.name, naming)
    return [*found.values(), *_again(page, found, held)]


def _free(page: Page, words: Sequence[Word], held: set[int]) -> bool:
    if not words or any(page.stem(word) in stops(page.lang) for word in words):
        return False
    if (
        len(words) == 1
        and words[0].end - words[0].start <= _SHORT
        and page.cased[words[0].start : words[0].end].isupper()
    ):
        # "PMC mayor": an abbreviation is no name of a place.
        return False
    return not any(word.start in held for word in words)


def _naming(page: Page, words: Sequence[Word], class_: str, country: str = "") -> Naming:
    start, end = words[0].start, words[-1].stem
    near = countries_beside(page, Naming(start, end, "", []))
    name = page.surface.text[slice(*page.surface.span(start, end))]
    home = _abroad(page) if _is_strange(page, words) else grammar(page.lang, "home")
    spot = Spot(name, class_, country or (min(near) if near else home), origin="text")
    return Naming(start, end, key(name), [spot], near=set(near))


def _is_strange(page: Page, words: Sequence[Word]) -> bool:
    """Say whether words before a name tell that it lies abroad: a province not in our lists, a guest's town."""
    before = page.folded[max(0, words[0].start - _REACH) : words[0].start]
    return any(
        re.search(rf"(?<!\\w){word} $", before) for word in read_word_list("places")["strange"].get(page.lang, ())
    )


def _abroad(page: Page) -> str:
    """Give the one foreign country that a text names, empty where it names several or none."""
    home = grammar(page.lang, "home")
    told = {wording.code for wording in page.of_kind("country", "adjective")} - {home}
    return told.pop() if len(told) == 1 else ""


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
    return "government" in wording.code or (wording.code in grammar(page.lang, "kinds") and not word.startswith(_VAGUE))


def _by_post(page: Page) -> Iterator[tuple[list[Word], str]]:
    """Go through names right before a post, in the languages where only a place stands there."""
    if page.lang == "id":
        return
    for wording in page.of_kind("post"):
        run = run_ahead(page, wording.start) if wording.code in _LOCAL else []
        # Behind a country the whole run is the name: "Bosna Hersek'in Doboy Yug Belediye Başkanı".
        words = run if run and (_behind_country(page, run[0]) or _behind_comma(page, run[0])) else run[-1:]
        if words and (not _begins(page, words[0]) or _elsewhere(page, words[0])):
            yield words, "Region" if wording.code in _REGIONAL else "City"


def _behind_country(page: Page, word: Word) -> bool:
    return any(
        one.kind == "country" and re.fullmatch(r"'?[nd]?[iu]n |'?[dt][ae]ki ", page.folded[one.end : word.start])
        for one in page.wordings_from(word.start - _REACH, word.start)
    )


def _behind_comma(page: Page, word: Word) -> bool:
    """Say whether a word stands right behind a comma in Turkish, where another of a list of posts begins."""
    return page.lang == "tr" and page.folded[: word.start].endswith(", ")


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
                naming = Naming(match.start(), match.end(), name, first.spots)
                naming.near = countries_beside(page, naming)
                if naming.near and not first.near:
                    # The country that stands beside it elsewhere tells where the place lies.
                    first.near = naming.near
                    first.spots[:] = [replace(spot, country=min(naming.near)) for spot in first.spots]
                yield naming
