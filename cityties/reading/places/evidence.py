"""What shows that a name is a place's: the words beside it, a country, another place, and its own renown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from cityties.model.language import grammar, grammar_pattern
from cityties.model.word_list import read_word_list
from cityties.reading.places.atlas import Spot
from cityties.reading.places.toponym import LARGE, Naming, beside, is_known, stops, word_before, wording_at
from cityties.reading.words.lexicon import fold, key
from cityties.reading.words.page import DIPLOMATIC, Page, Wording

__all__ = ["believe", "countries_beside", "look_beside"]

_SHORT: Final = 3  # letters
_SMALL: Final = 30_000  # inhabitants
_TOWN: Final = 10_000
_NEAR: Final = 60  # letters
_FIRM: Final = frozenset(("government", "kind", "country", "mission", "post", "pair"))
_LOCAL: Final = re.compile(r"(?:n?[dt][ae]n?|[dt][ae]ki\w*|n[dt][ae]\w*)$")
_BEHIND: Final = re.compile(r",? |(?:,? (?:di|in|of|[a-z]+ [a-z]+ in|province,|city in|metropolitan city,?))? ?\(?")
_DATELINE: Final = re.compile(r"[^.\n]{0,40}?(?:\)? ?[-—–]+ |: )|, [^.\n]{0,60}?[-—–] ")
_SENDING: Final = re.compile(r"'?[nd]?[iu]n |'s | (?:cumhuriyeti )?")
_PAIR: Final = re.compile(
    r" ?- ?|, (?:\d{4}'[dt][ae] )?|,? (?:and|or|dan|atau|ve|veya|ile|serta|&) |'?[ytdns]?[aeiu]?n? (?:ve|ile) "
)


def look_beside(page: Page, naming: Naming) -> None:
    """Note what stands beside a name: its cue, the countries that tell where it lies or lies not."""
    before, after = wording_at(page, end=naming.start), wording_at(page, start=naming.end)
    naming.outer = naming.start, naming.end
    for wording, side in ((before, "before"), (after, "after")):
        if wording and wording.kind == "government" and wording.code.endswith(side) and naming.cue != "government":
            naming.cue, naming.code = ("government" if "-government-" in wording.code else "kind"), wording.code
            naming.outer = min(wording.start, naming.start), max(wording.end, naming.end)
    if after and (after.kind == "mission" or after.code in DIPLOMATIC):
        # "Türkiye'nin Taşkent Büyükelçisi": the country sends, and sends abroad.
        for wording in page.wordings_from(naming.start - _NEAR, naming.start):
            if (
                wording.kind == "country"
                and wording.end <= naming.start
                and _SENDING.fullmatch(page.folded[wording.end : naming.start])
            ):
                naming.far.add(wording.code)
    naming.near = countries_beside(page, naming) - naming.far
    naming.cue = naming.cue or _cue(page, naming, before, after)


def _cue(page: Page, naming: Naming, before: Wording | None, after: Wording | None) -> str:
    word = word_before(page, naming.start)
    if before and before.kind in ("own-mission", "mission"):
        return "mission"
    if _by_a_post(page, naming, before, after):
        return "post"
    if word in beside(page.lang, "seat") and _seated(page, naming):
        return "mission"
    if naming.near:
        return "country"
    local = page.lang == "tr" and (_LOCAL.fullmatch(_suffix(page, naming)) or _with(page, naming))
    if local or word in beside(page.lang):
        return "preposition"
    if page.lang == "tr" and page.folded.startswith("'", naming.end) and not naming.glued:
        return "suffix"
    if _DATELINE.match(page.folded, naming.end) and _begins(page, naming):
        return "dateline"
    owns = page.lang == "en" and page.folded.startswith("'s ", naming.end)
    if (page.acts_at(naming.end) or owns) and page.ties_within(naming.end, naming.end + _NEAR):
        return "acts"
    return ""


def _by_a_post(page: Page, naming: Naming, before: Wording | None, after: Wording | None) -> bool:
    """Say whether the words of a post stand beside a name, on the side on which its place stands."""
    if after and after.kind in ("post", "acting", "mission") and page.lang != "id":
        return True
    of = page.lang == "id" or word_before(page, naming.start) in ("of", "for")
    if before and before.kind in ("post", "acting") and of:
        return True
    return page.lang == "id" and _of_department(page, naming)


def _seated(page: Page, naming: Naming) -> bool:
    """Say whether a diplomat or a mission stands before a name: "Konjen Jepang di Surabaya"."""
    for wording in page.wordings_from(naming.start - 2 * _NEAR, naming.start):
        if wording.end < naming.start < wording.end + _NEAR and (
            wording.kind == "mission" or wording.code in DIPLOMATIC
        ):
            return _AT.fullmatch(page.folded[wording.end : naming.start]) is not None
    return False


_AT: Final = re.compile(r"(?:[^\W\d_]| |')* (?:di|in|at) (?:the )?")


def _of_department(page: Page, naming: Naming) -> bool:
    """Say whether a name follows the post of a department: "Kepala Dinas Pariwisata dan Kebudayaan DKI Jakarta"."""
    for wording in page.wordings_from(naming.start - 2 * _NEAR, naming.start):
        if wording.kind == "post":
            words = page.folded[wording.end : naming.start].replace(",", " ").split()
            if words and all(word in stops(page.lang) or word == "dan" for word in words):
                return True
    return False


def _with(page: Page, naming: Naming) -> bool:
    return bool(re.match(r"'y?l[ae]\b|(?:'\w{1,5})? (?:ile|arasinda)\b", page.folded[naming.end : naming.end + 20]))


def _suffix(page: Page, naming: Naming) -> str:
    found = re.match(r"'?([^\W\d_]+)", page.folded[naming.end : naming.end + 12])
    return found[1] if found else ""


def countries_beside(page: Page, naming: Naming) -> set[str]:
    """Give the countries that stand beside a name and say where it lies: "Kochi, Jepang", "Gürcistan'ın Kutaisi"."""
    found = set()
    for wording in page.wordings_from(naming.start - 2 * _NEAR, naming.end + _NEAR):
        if wording.kind not in ("country", "adjective"):
            continue
        behind = page.folded[naming.end : wording.start] if 0 <= wording.start - naming.end < 40 else None
        ahead = page.folded[wording.end : naming.start] if 0 <= naming.start - wording.end < 40 else None
        if behind is not None and wording.kind == "country" and _BEHIND.fullmatch(behind):
            found.add(wording.code)
        if ahead is not None and grammar_pattern(page.lang, "ahead").fullmatch(ahead):
            found.add(wording.code)
    return found


def _paired(page: Page, naming: Naming, believed: Sequence[Naming]) -> bool:
    """Say whether a name stands beside that of a place that is known: "Jakarta-Ankara", "Bath and Alkmaar"."""
    for other in believed:
        between = page.folded[naming.end : other.start] or page.folded[other.end : naming.start]
        if _PAIR.fullmatch(between):
            return True
    return False


@cache
def _cautious() -> frozenset[str]:
    return frozenset(key(word) for word in read_word_list("places")["cautious"]["all"])


# Belief


def believe(page: Page, named: Sequence[Naming]) -> list[Naming]:
    """Keep the names that the text, in one place at least, shows to be places; then those paired with them."""
    shown, alone = _shown(page, named)
    countries = {wording.code for wording in page.of_kind("country", "adjective")} | {grammar(page.lang, "home")}
    for naming in named:
        _drop_strangers(page, naming, countries)
    named = [naming for naming in named if naming.spots]
    believed = {
        naming.name for naming in named if _shows(page, naming, shown.get(naming.name, set()) - {""}, alone, countries)
    }
    _add_pairs(page, named, believed)
    return [one for one in named if one.name in believed and (one.cue in _FIRM or not _amid_names(page, one))]


def _shown(page: Page, named: Sequence[Naming]) -> tuple[dict[str, set[str]], set[str]]:
    """Give the cues beside each name, and the names that stand alone amid a sentence."""
    shown: dict[str, set[str]] = {}
    alone = set()
    for naming in named:
        cautious = naming.name in _cautious() or _is_word(page, naming)
        begins = _begins(page, naming)
        if not (cautious and begins and page.lang == "en") and not naming.glued:
            shown.setdefault(naming.name, set()).add(naming.cue)
            if naming.cue == "post" and _before_full_name(page, naming):
                shown[naming.name].add("holder")
        if not (_amid_names(page, naming) or begins or cautious or naming.glued):
            alone.add(naming.name)
    return shown, alone


def _add_pairs(page: Page, named: Sequence[Naming], believed: set[str]) -> None:
    """Believe what stands paired with a name that is believed: "Bath and Alkmaar"."""
    for place, naming in enumerate(named):
        short = len(naming.name) < _SHORT or naming.cue not in ("", "preposition")
        if naming.name in believed or short or _amid_names(page, naming):
            continue
        beside_it = [*named[max(0, place - 1) : place], *named[place + 1 : place + 2]]
        if _paired(page, naming, [one for one in beside_it if one.name in believed]):
            naming.cue = "pair"
            believed.add(naming.name)


def _shows(page: Page, naming: Naming, cues: set[str], alone: set[str], countries: set[str]) -> bool:
    firm = cues & {"government", "kind", "country", "mission"}
    here = any(spot.country in countries for spot in naming.spots)
    # In Indonesian a name behind a post may be its holder's; elsewhere the place stands before the post.
    post = "post" in cues and (here or page.lang != "id" or ("holder" in cues and _is_city(naming)))
    if naming.name in _given(page.lang):
        return bool(firm)
    if len(naming.name) < _SHORT:
        return here and bool(cues)
    if naming.name in _cautious() or _is_word(page, naming):
        return bool(firm) or post
    if naming.renowned:
        return bool(cues) or naming.name in alone
    if cues in ({"acts"}, {"suffix"}):
        return _is_large(naming, *cues)
    return bool(firm) or post or (bool(cues - {"post"}) and _is_own(naming, countries))


def _is_own(naming: Naming, countries: set[str]) -> bool:
    """Say whether a name is the very name of a town, or a further one of a town in a country that the text names."""
    return any(spot.main or (spot.population > _SMALL and spot.country in countries) for spot in naming.spots)


def _is_large(naming: Naming, cue: str) -> bool:
    """Say whether a name that but a verb or a suffix shows is that of a town large enough to be meant."""
    if cue == "acts":
        return any(spot.main and spot.population > _TOWN for spot in naming.spots)
    return any(
        spot.main and spot.population > _SMALL and spot.country == grammar("tr", "home") for spot in naming.spots
    )


def _before_full_name(page: Page, naming: Naming) -> bool:
    """Say whether two capitalised words follow a name, as the holder's behind "Wali Kota Essaouira"."""
    after = page.within(naming.end, naming.end + _NEAR)[:2]
    return len(after) > 1 and all(word.capital and not is_known(page, word) for word in after)


def _is_city(naming: Naming) -> bool:
    return any(spot.main and spot.population > _SMALL for spot in naming.spots)


def _drop_strangers(page: Page, naming: Naming, countries: set[str]) -> None:
    """Leave out small towns that bear a name only besides their own, in countries that the text does not name.

    Where none other bears it, it is of a place that nobody knows, if a word of government says that it is one.
    """
    spots = [
        one
        for one in naming.spots
        if one.main or one.origin != "gazetteer" or one.population > LARGE or one.country in countries
    ]
    if not spots and naming.cue in ("government", "post"):
        name = page.surface.text[slice(*page.surface.span(naming.start, naming.end))]
        spots = [Spot(name, "Region" if naming.code.startswith("region") else "City", "", origin="text")]
    naming.spots[:] = spots


def _is_word(page: Page, naming: Naming) -> bool:
    """Say whether a name stands in small letters elsewhere in the text, as a word does."""
    return page.folded[naming.start : naming.end] in page.small


def _begins(page: Page, naming: Naming) -> bool:
    sentence = page.sentence(naming.start)
    if sentence is None:
        return True
    before = page.cased[max(sentence.start, naming.start - _NEAR) : naming.start].rpartition('"')[2]
    return not any(letter.isalnum() for letter in before)


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
        found = not is_known(page, before) and page.stem(before) not in beside(page.lang)
    if after and page.cased[naming.end : after.start] == " ":
        found = found or page.stem(after) in _institutions(page.lang) or (after.capital and not is_known(page, after))
    return found


@cache
def _given(lang: str) -> frozenset[str]:
    return frozenset(fold(word) for word in read_word_list("titles")["given"].get(lang, ()))


@cache
def _institutions(lang: str) -> frozenset[str]:
    return frozenset(fold(word) for word in read_word_list("places")["institutions"].get(lang, ()))
