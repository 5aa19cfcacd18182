"""Places that a text names: which words name a city, a region or a country, and which of several of that name.

A name that is also a word, or that only the gazetteer knows, needs evidence beside it: a word such as "Kota",
"mayor of", "Belediyesi", a country, a preposition. Words are in graph/reading/places.toml and governments.toml.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from math import log10
from typing import Final

from cityties.reading import atlas
from cityties.reading.atlas import Spot
from cityties.reading.lexicon import fold, read_words
from cityties.reading.page import Find, Page
from cityties.reading.word import Word, bare
from cityties.store import Store

__all__ = ["Naming", "find_places"]

HOME: Final = {"id": "ID", "tr": "TR", "en": ""}
_LONGEST: Final = 4  # words of a name
_JOINTS: Final = frozenset(("de", "la", "of", "upon", "am", "an", "der", "den", "le", "los", "las", "do", "dos", "del"))
_SHORT: Final = 3  # letters
_SMALL: Final = 30_000
_LARGE: Final = 100_000  # inhabitants: such a name needs no word beside it
_QUARTER: Final = re.compile(r" (?:utara|selatan|barat|timur|tengah)\b")
_NEAR: Final = 60  # letters
_GAP: Final = re.compile(r"[ \n-]|'s? ")
_LOCAL: Final = re.compile(r"(?:n?[dt][ae]n?|[dt][ae]ki\w*|n[dt][ae]\w*)$")


@dataclass(eq=False)
class Naming:
    """A place where a name stands, folded letters ``start`` to ``end`` (without a suffix), and what it means.

    ``cue`` says what beside it tells that it is a place: government, post, kind ("Kota"), country, preposition,
    pair, or nothing. ``code`` is that of the word beside it. ``locates`` says that it only tells where another lies:
    "Windsor, Ontario"; ``glued`` that a suffix was cut off it that no apostrophe sets apart.
    """

    start: int
    end: int
    name: str
    spots: list[Spot]
    cue: str = ""
    code: str = ""
    near: set[str] = field(default_factory=set)
    chosen: Spot | None = None
    locates: bool = False
    glued: bool = False


def find_places(page: Page, store: Store) -> list[Naming]:
    """Find the cities and regions that a text names, each with the place that it most likely means."""
    taken = {place for find in page.finds if find.kind != "government" for place in range(find.start, find.end)}
    candidates = list(_candidates(page, taken))
    spots = atlas.look_up(store, {name for _, _, name, _ in candidates})
    named = _longest(
        Naming(start, end, name, spots[name], glued=glued) for start, end, name, glued in candidates if name in spots
    )
    for naming in named:
        _with_quarter(page, naming)
    named += _unknown(page, named, taken)
    named += _by_country(page, named, taken)
    named.sort(key=lambda one: one.start)
    for naming in named:
        _look_beside(page, naming)
    kept = _believe(page, named)
    _choose(page, kept)
    for one, other in pairwise(kept):
        _locate(page, one, other)
    return [naming for naming in kept if naming.chosen]


def _candidates(page: Page, taken: set[int]) -> Iterator[tuple[int, int, str, bool]]:
    """Go through runs of words that may name a place: where they stand, their name as `atlas.key` writes it.

    And whether a suffix was cut off.
    """
    kinds = {place for find in page.of_kind("government") for place in range(find.start, find.end)}
    stops, titles = _stops(page.lang), _titles(page.lang)
    for first in page.words:
        if not first.capital or first.start in taken or (first.start in kinds and page.lang == "id"):
            continue
        for last in page.words[first.number : first.number + _LONGEST]:
            if last.start in taken or not _joined(page, first, last):
                break
            if not last.capital:
                continue
            text = page.cased[first.start : last.stem]
            if len(text) > 1 and not (first is last and (page.stem(first) in stops or page.stem(first) in titles)):
                yield first.start, last.stem, atlas.key(text), False
                if page.lang == "tr" and last.stem == last.end and first is last:
                    for form in bare(page.folded[first.start : last.end]):
                        yield first.start, first.start + len(form), atlas.key(form), True
            if last.stem < last.end:
                break


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
    small = naming.name.endswith(" city") and all(one.population < 2 * _LARGE for one in naming.spots)
    return naming.glued, not own or small, -len(naming.name)


# Evidence


def _look_beside(page: Page, naming: Naming) -> None:
    before, after = _find_at(page, end=naming.start), _find_at(page, start=naming.end)
    for find, side in ((before, "before"), (after, "after")):
        if find and find.kind == "government" and find.code.endswith(side) and naming.cue != "government":
            naming.cue, naming.code = ("government" if "-government-" in find.code else "kind"), find.code
    naming.near = _countries_beside(page, naming)
    naming.cue = naming.cue or _cue(page, naming, before, after)


def _cue(page: Page, naming: Naming, before: Find | None, after: Find | None) -> str:
    word = _word_before(page, naming.start)
    if before and before.kind in ("own-mission", "mission"):
        return "mission"
    if after and after.kind in ("post", "acting", "mission") and page.lang != "id":
        return "post"
    if before and before.kind in ("post", "acting") and (page.lang == "id" or word in ("of", "for")):
        return "post"
    if naming.near:
        return "country"
    if page.lang == "tr" and (_LOCAL.fullmatch(_suffix(page, naming)) or _with(page, naming)):
        return "preposition"
    if word in _beside():
        return "preposition"
    owns = page.lang == "en" and page.folded.startswith("'s ", naming.end)
    if (page.acts_at(naming.end) or owns) and page.ties_within(naming.end, naming.end + _NEAR):
        return "acts"
    return ""


def _with(page: Page, naming: Naming) -> bool:
    return bool(re.match(r"(?:'\w{1,5})? (?:ile|arasinda)\b", page.folded[naming.end : naming.end + 20]))


def _find_at(page: Page, start: int | None = None, end: int | None = None) -> Find | None:
    """Give the wording that begins right behind a place, or ends right before it."""
    for find in page.finds:
        if start is not None and find.start > start and _BETWEEN.fullmatch(page.folded[start : find.start]):
            return find
        if end is not None and find.end < end and page.folded[find.end : end] in _AFTER:
            return find
        if find.start >= (end if end is not None else (start or 0) + 40):
            return None
    return None


_AFTER: Final = frozenset((" ", " the ", " of ", " of the ", " for ", "-", "'s "))
_BETWEEN: Final = re.compile(r"(?:'\w{1,6})? (?:, )?")


def _word_before(page: Page, start: int) -> str:
    found = re.search(r"([^\W\d_]+) (?:the )?$", page.folded[max(0, start - 24) : start])
    return found[1] if found else ""


def _suffix(page: Page, naming: Naming) -> str:
    found = re.match(r"'?([^\W\d_]+)", page.folded[naming.end : naming.end + 12])
    return found[1] if found else ""


@cache
def _beside() -> frozenset[str]:
    return frozenset(fold(word) for words in read_words("places")["beside"].values() for word in words)


def _countries_beside(page: Page, naming: Naming) -> set[str]:
    """Give the countries that stand beside a name and say where it lies: "Kochi, Jepang", "Gürcistan'ın Kutaisi"."""
    found = set()
    for find in page.of_kind("country", "adjective"):
        behind = page.folded[naming.end : find.start] if 0 <= find.start - naming.end < 40 else None
        ahead = page.folded[find.end : naming.start] if 0 <= naming.start - find.end < 40 else None
        if behind is not None and find.kind == "country" and _BEHIND.fullmatch(behind):
            found.add(find.code)
        if ahead is not None and _AHEAD[page.lang].fullmatch(ahead):
            found.add(find.code)
    return found


_BEHIND: Final = re.compile(r",? |(?:,? (?:di|in|[a-z]+ [a-z]+ in|province,|city in|metropolitan city,?))? ?\(?")
_AHEAD: Final = {
    "id": re.compile(r"(?!)"),
    "en": re.compile(
        r"'s (?:[a-z-]+ )?(?:(?:city|town|port|capital|province|prefecture)(?: city)?(?: of)? )?"
        r"|(?: [a-z-]+)? (?:city|town|port|capital|province|prefecture|state|municipality)(?: city)?(?: of)? "
    ),
    "tr": re.compile(r"'?[nd]?[iu]n(?: [a-z]+)? |'?[dt][ae]ki "),
}


def _paired(page: Page, naming: Naming, believed: list[Naming]) -> bool:
    """Say whether a name stands beside that of a place that is known: "Jakarta-Ankara", "Bath and Alkmaar"."""
    for other in believed:
        between = page.folded[naming.end : other.start] or page.folded[other.end : naming.start]
        if _PAIR.fullmatch(between):
            return True
    return False


_PAIR: Final = re.compile(
    r" ?- ?|, (?:\d{4}'[dt][ae] )?| (?:and|dan|ve|ile|serta|&) |'?[ytdns]?[aeiu]?n? (?:ve|ile) |, (?:and|dan|ve) "
)


def _renowned(naming: Naming) -> bool:
    return any(spot.origin != "gazetteer" or (spot.main and spot.population >= _LARGE) for spot in naming.spots)


@cache
def _cautious() -> frozenset[str]:
    return frozenset(atlas.key(word) for word in read_words("places")["cautious"]["all"])


# Belief


def _believe(page: Page, named: list[Naming]) -> list[Naming]:
    """Keep the names that the text, in one place at least, shows to be places; then those paired with them."""
    shown: dict[str, set[str]] = {}
    alone = set()
    for naming in named:
        cautious = naming.name in _cautious() or _is_word(page, naming)
        begins = _begins(page, naming)
        if not (cautious and begins and page.lang == "en") and not naming.glued:
            shown.setdefault(naming.name, set()).add(naming.cue)
        if not (_amid_names(page, naming) or begins or cautious or naming.glued):
            alone.add(naming.name)
    countries = {find.code for find in page.of_kind("country", "adjective")} | {HOME.get(page.lang, "")}
    believed = {
        naming.name for naming in named if _shows(page, naming, shown.get(naming.name, set()) - {""}, alone, countries)
    }
    firm = [naming for naming in named if naming.name in believed]
    for naming in named:
        if naming.name in believed or naming.cue or _amid_names(page, naming) or len(naming.name) < _SHORT:
            continue
        if _paired(page, naming, firm):
            naming.cue = "pair"
            believed.add(naming.name)
    return [one for one in named if one.name in believed and (one.cue in _FIRM or not _amid_names(page, one))]


_FIRM: Final = frozenset(("government", "kind", "country", "mission", "post", "pair"))


def _shows(page: Page, naming: Naming, cues: set[str], alone: set[str], countries: set[str]) -> bool:
    firm = cues & {"government", "kind", "country", "mission"}
    here = any(spot.country in countries for spot in naming.spots)
    if len(naming.name) < _SHORT:
        return here and bool(cues)
    if naming.name in _cautious() or _is_word(page, naming):
        return bool(firm) or ("post" in cues and here)
    if _renowned(naming):
        return bool(cues) or naming.name in alone
    if cues == {"acts"}:
        return any(spot.main and spot.population > _SMALL for spot in naming.spots)
    own = any(spot.main or (spot.population > _SMALL and spot.country in countries) for spot in naming.spots)
    return bool(firm) or ("post" in cues and here) or (own and bool(cues - {"post"}))


def _is_word(page: Page, naming: Naming) -> bool:
    """Say whether a name stands in small letters elsewhere in the text, as a word does."""
    text = page.folded[naming.start : naming.end]
    return " " not in text and bool(re.search(rf"(?<![^\W_]){re.escape(text)}(?![^\W_'])", page.cased))


def _begins(page: Page, naming: Naming) -> bool:
    sentence = page.sentence(naming.start)
    return sentence is None or not any(
        letter.isalnum() for letter in page.cased[sentence.start : naming.start].rpartition('"')[2]
    )


def _amid_names(page: Page, naming: Naming) -> bool:
    """Say whether a name stands in a run of capitalised words, as the name of a person or a firm does."""
    inside = page.within(naming.start, naming.end)
    if not inside:
        return False
    first, last = inside[0].number, inside[-1].number
    before = page.words[first - 1] if first else None
    after = page.words[last + 1] if last + 1 < len(page.words) else None
    found = False
    if before and before.capital and page.cased[before.end : naming.start] == " " and before.stem == before.end:
        found = not _is_find(page, before)
    if after and page.cased[naming.end : after.start] == " ":
        found = found or page.stem(after) in _institutions(page.lang) or (after.capital and not _is_find(page, after))
    return found


@cache
def _institutions(lang: str) -> frozenset[str]:
    return frozenset(fold(word) for word in read_words("places")["institutions"].get(lang, ()))


# Which of several


def _choose(page: Page, named: list[Naming]) -> None:
    """Choose for each name one place, the same throughout the text."""
    told = Counter(find.code for find in page.of_kind("country", "adjective"))
    near: dict[str, set[str]] = {}
    for naming in named:
        near.setdefault(naming.name, set()).update(naming.near)
    chosen: dict[str, Spot] = {}
    home = HOME.get(page.lang, "")
    regions = {
        (other.name, spot.country)
        for one, other in pairwise(named)
        if page.folded[one.end : other.start] == ", "
        for spot in one.spots
    }
    others = Counter(naming.spots[0].country for naming in named if len({spot.country for spot in naming.spots}) == 1)
    for naming in named:
        if naming.name not in chosen:
            chosen[naming.name] = max(
                naming.spots,
                key=lambda spot: (
                    _weight(spot, near[naming.name], told, others, home, naming.code)
                    + 3 * (spot.kind == "Region" and (naming.name, spot.country) in regions)
                ),
            )
            if not home and not near[naming.name]:
                chosen[naming.name] = _unsure(chosen[naming.name], naming.spots, told, others)
        naming.chosen = chosen[naming.name]


def _unsure(best: Spot, spots: Sequence[Spot], told: Counter[str], others: Counter[str]) -> Spot:
    """Leave the country open where towns of several countries bear a name and nothing tells which is meant."""
    if best.origin != "gazetteer" or told[best.country] or others[best.country]:
        return best
    rivals = [
        one for one in spots if one.country != best.country and one.main and one.population * 10 > best.population
    ]
    return replace(best, country="") if rivals else best


def _weight(spot: Spot, near: set[str], told: Counter[str], others: Counter[str], home: str, code: str) -> float:
    weight = log10(spot.population + 1) if spot.origin == "gazetteer" else 5.7
    weight += 6.0 if spot.country in near else 0.0
    weight += 1.5 if told[spot.country] else 0.0
    weight += 0.8 if others[spot.country] else 0.0
    weight += 1.0 if home and spot.country == home else 0.0
    weight += 1.0 if spot.origin == "graph" else 0.0
    weight -= 0.0 if spot.main else 1.0
    if code.startswith("region-") or code.startswith("city-"):
        weight += 1.5 if spot.kind == ("Region" if code.startswith("region-") else "City") else 0.0
    return weight


def _locate(page: Page, one: Naming, other: Naming) -> None:
    """Mark a place that only tells where another lies: "Windsor, Ontario", "İzmir'in Karşıyaka"."""
    if one.chosen is None or other.chosen is None:
        return
    between = page.folded[one.end : other.start]
    after = page.folded[other.end : other.end + 8]
    same = one.chosen.country == other.chosen.country
    if same and other.chosen.kind == "Region" and one.chosen.kind == "City" and _LIES_IN.fullmatch(between):
        other.locates = not re.match(r",? (?:and|dan|ve|serta) ", after) or between.startswith((" in", " di"))
    elif (
        _WITHIN.search(between)
        or _CAPITAL.search(page.folded[: other.start])
        or _ADJECTIVAL.match(page.folded, other.end)
    ):
        other.locates = True
    elif same and page.lang == "tr" and re.fullmatch(r"'?n[iu]n (?:\w+ )?|'?[iu]n ", between):
        one.locates = True


def _only_locates(page: Page, naming: Naming) -> bool:
    capital = _CAPITAL.search(page.folded, max(0, naming.start - 40), naming.start)
    return bool(capital or _ADJECTIVAL.match(page.folded, naming.end))


_WITHIN: Final = re.compile(r"^ (?:di|in) (?:the )?(?:jalur |pulau |provinsi |nearby )?$")
_CAPITAL: Final = re.compile(r"(?:ibu kota|capital of|ibukota) (?:provinsi |the )?$")
_ADJECTIVAL: Final = re.compile(r" (?:port|capital|coast|resort|village|peninsula)\b")
_LIES_IN: Final = re.compile(
    r",? (?:in |di )?(?:the )?(?:north |south |east |west |negara bagian |provinsi |prefektur |state of )?"
    r"|,? in (?:[a-z]+'s |the )?| \("
)


# Names that nobody knows


def _unknown(page: Page, named: list[Naming], taken: set[int]) -> list[Naming]:
    """Find names that no gazetteer has, by the word of government beside them."""
    held = {place for naming in named for place in range(naming.start, naming.end)} | taken
    found = []
    for find in page.of_kind("government"):
        kind = find.code.rsplit("-", 1)
        if kind[-1] not in ("before", "after") or not (
            "government" in find.code or (find.code in ("city-before", "region-before") and page.lang == "id")
        ):
            continue
        words = _run_behind(page, find.end) if kind[-1] == "before" else _run_ahead(page, find.start)
        words = [word for word in words if not held.intersection(range(word.start, word.end))]
        if not words or any(page.stem(word) in _stops(page.lang) for word in words):
            continue
        start, end = words[0].start, words[-1].stem
        near = _countries_beside(page, Naming(start, end, "", []))
        country = min(near) if near else HOME.get(page.lang, "")
        name = page.surface.text[slice(*page.surface.span(start, end))]
        class_ = "Region" if find.code.startswith("region") else "City"
        found.append(Naming(start, end, atlas.key(name), [Spot(name, class_, country, origin="text")]))
    names = {naming.name: naming for naming in found}
    return [*found, *_again(page, names, held)]


def _by_country(page: Page, named: list[Naming], taken: set[int]) -> Iterator[Naming]:
    """Go through names that nobody knows but a country behind them tells to be places: "with Taebaek, Korea"."""
    held = {place for naming in named for place in range(naming.start, naming.end)} | taken
    for find in page.of_kind("country"):
        comma = re.search(r"(?:, | in | di )$", page.folded[: find.start])
        run = _run_ahead(page, comma.start()) if comma and page.lang != "tr" else []
        if run and not any(word.start in held for word in run) and _word_before(page, run[0].start) in _beside():
            if any(page.stem(word) in _stops(page.lang) for word in run):
                continue
            name = page.surface.text[slice(*page.surface.span(run[0].start, run[-1].stem))]
            spot = Spot(name, "City", find.code, origin="text")
            yield Naming(run[0].start, run[-1].stem, atlas.key(name), [spot])


def _again(page: Page, names: dict[str, Naming], held: set[int]) -> Iterator[Naming]:
    """Go through the other places where such a name stands."""
    for name, first in names.items():
        pattern = r"(?<![^\W_])" + r"[ '.-]+".join(map(re.escape, name.split())) + r"(?![^\W_])"
        for match in re.finditer(pattern, page.folded):
            if match.start() != first.start and match.start() not in held and page.cased[match.start()].isupper():
                yield Naming(match.start(), match.end(), name, first.spots)


def _run_behind(page: Page, end: int) -> list[Word]:
    found: list[Word] = []
    for word in page.within(end, end + 60):
        gap = page.cased[found[-1].end if found else end : word.start]
        if not word.capital or gap not in (" ", "-") or len(found) == 2 or _is_find(page, word):
            break
        found.append(word)
        if word.stem < word.end:
            break
    return found


def _run_ahead(page: Page, start: int) -> list[Word]:
    found: list[Word] = []
    for word in reversed(page.within(max(0, start - 60), start)):
        gap = page.cased[word.stem : found[0].start if found else start]
        bare = gap == "" and not found
        if not word.capital or not (bare or re.fullmatch(r"(?:'\w+)? |-", gap)) or len(found) == 2:
            break
        if _is_find(page, word):
            break
        if found and word.stem < word.end:
            break
        found.insert(0, word)
    return found


def _is_find(page: Page, word: Word) -> bool:
    if page.stem(word) in _stops(page.lang) or page.stem(word) in _titles(page.lang):
        return True
    return any(find.start <= word.start < find.end for find in page.finds)


@cache
def _titles(lang: str) -> frozenset[str]:
    return frozenset(fold(word) for word in read_words("titles")["before"].get(lang, ()))


@cache
def _stops(lang: str) -> frozenset[str]:
    words = (*read_words("titles")["stops"].get(lang, ()), *read_words("titles")["departments"].get(lang, ()))
    return frozenset(fold(word) for word in words)
