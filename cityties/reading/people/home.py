"""Whose post it is: of which place or country, where a post's own words do not say.

Words around names that tell it are in graph/reading/homes.toml.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from cityties.model.language import grammar
from cityties.model.word_list import read_word_list
from cityties.reading.people.chunk import Chunk
from cityties.reading.people.mission import find_missions
from cityties.reading.people.participant import DATELINE, role_of
from cityties.reading.people.person import Holding, Post
from cityties.reading.places.place import Naming
from cityties.reading.text.sentence import HEADLINE, Sentence
from cityties.reading.words.page import DIPLOMATIC, Page

__all__ = ["at_home", "mains_of", "seats_of", "settled"]

_COUNTRYWIDE: Final = frozenset(
    (
        *("minister", "deputy-minister", "member-of-parliament", "prime-minister", "deputy-prime-minister"),
        *("director-general", "head-of-state"),
    )
)
# Posts that a State has as well as a city.
_EITHER: Final = frozenset(("director-general",))
_DISTRICTS: Final = frozenset(("district-governor", "deputy-district-governor"))
_REGIONAL: Final = frozenset(("governor", "vice-governor"))
_ACTING: Final = ("government", "post")  # what beside a name tells that its government is meant
_JOINING: Final = re.compile(r"[ ,;]*(?:and|dan|serta|ve|ile)?[ ,;]*")
_REACH: Final = 60  # letters
_DATED: Final = 5  # what a dateline counts where the paper's country is known
_ABROAD: Final = 12  # what it counts where it is not


def at_home(page: Page, named: Sequence[Holding], places: Sequence[Naming], mains: Sequence[Naming]) -> list[Holding]:
    """Say of each holder's post whose it is: by a list that it stands in, by its sentence, by the whole text."""
    told = _by_country(page, _by_list(page, [_on_behalf(page, one, places) for one in named]))
    found = [replace(one, post=settled(page, one.post, places, _left(page, one, told, mains))) for one in told]
    for number in range(1, len(found)):
        before, one = found[number - 1], told[number]
        if before.post.role in _DISTRICTS and _is_open(one.post) and _joined(page, before, one):
            # "Wang, deputy head of the district, and Li, head of tourism": she is of the district, too.
            found[number] = replace(found[number], post=replace(found[number].post, place=before.post.place))
    return found


def settled(page: Page, post: Post, places: Sequence[Naming], mains: Sequence[Naming]) -> Post:
    """Say of which place a post is where its own words do not: of the one named before it, else of the main one."""
    if not _is_open(post) or post.role in _COUNTRYWIDE:
        return post
    district = next((one for one in reversed(places) if one.start < post.start and _is_district(page, one)), None)
    if post.role in _DISTRICTS and district:
        return replace(post, place=district)
    sentence = page.sentence(post.start)
    begin = sentence.start if sentence else 0
    cues = (*_ACTING, "kind") if post.role in _REGIONAL else _ACTING
    before = [
        one
        for one in places
        if begin <= one.start < post.start
        and (_has_hall(page, one) or (one.cue in cues and not _is_partner(page, one)))
    ]
    chief = any(wording.kind == "chief" and wording.start == post.start for wording in page.wordings)
    if before and not chief:
        return replace(post, place=before[-1])
    return replace(post, place=mains[0] if mains else None)


def _is_district(page: Page, one: Naming) -> bool:
    return page.folded[max(0, one.start - 12) : one.start].endswith(("distrik ", "kecamatan ", "district of "))


def _is_open(post: Post) -> bool:
    return not (post.place or post.sender or post.network or post.role in DIPLOMATIC)


def _left(page: Page, one: Holding, named: Sequence[Holding], mains: Sequence[Naming]) -> Sequence[Naming]:
    """Give the places that a post without one may be of: another mayor is another city's, the same one the same's."""
    words = set(page.folded[one.start : one.end].split())
    taken = set()
    for other in named:
        if other.post.place and other.post.role == one.post.role:
            if words <= set(page.folded[other.start : other.end].split()):
                return [other.post.place]
            taken.add(other.post.place.name)
    return [place for place in mains if place.name not in taken] or mains


def _on_behalf(page: Page, one: Holding, places: Sequence[Naming]) -> Holding:
    """Take the place for which a holder is told to act: "Governor Sari signed on behalf of Ambon"."""
    if not _is_open(one.post):
        return one
    behind = [place for place in places if one.end <= place.outer[0] <= one.end + _REACH]
    for place in behind:
        if _pattern("behalf", page.lang).fullmatch(page.folded[one.end : place.outer[0]].rstrip() + " "):
            return replace(one, post=replace(one.post, place=place))
    return one


def _by_list(page: Page, named: Sequence[Holding]) -> list[Holding]:
    """Give a place that closes a list to all in it: "mayor A, secretary B and councillor C of Kochi"."""
    found = list(named)
    for number in range(len(found) - 2, -1, -1):
        one, other = found[number], found[number + 1]
        closing = other.post.place is not None and other.post.place.start >= other.end
        if _is_open(one.post) and one.post.role not in _COUNTRYWIDE and closing and _joined(page, one, other):
            # Its place stands behind the whole list, for the one before it, too.
            found[number] = replace(one, post=replace(one.post, place=other.post.place))
    return found


def _by_country(page: Page, named: Sequence[Holding]) -> list[Holding]:
    """Give the country of the first of a list of ministers to those behind it."""
    found = list(named)
    for number in range(1, len(found)):
        one, other = found[number - 1], found[number]
        alike = one.post.role in _COUNTRYWIDE and other.post.role in _COUNTRYWIDE
        if not _is_open(other.post) or not _joined(page, one, other):
            continue
        if alike and one.post.sender:
            found[number] = replace(other, post=replace(other.post, sender=one.post.sender))
        elif one.post.place and other.post.role in _EITHER:
            found[number] = replace(other, post=replace(other.post, place=one.post.place))
    return found


def _joined(page: Page, one: Holding, other: Holding) -> bool:
    """Say whether two holders stand side by side in a list."""
    end, start = max(one.end, one.post.end), min(other.start, other.post.start)
    if one.post.place and one.post.place.start >= one.end:
        end = max(end, one.post.place.end)
    if one.post is other.post:
        return True
    return end <= start and _JOINING.fullmatch(page.folded[end:start]) is not None


def mains_of(page: Page, places: Sequence[Naming]) -> list[Naming]:
    """Give the places by how much the text speaks of their governments, those of the text's own country first."""
    acting = {one.name: one.chosen.country for one in places if one.cue in _ACTING and one.chosen}
    weights: Counter[str] = Counter()
    for one in places:
        weights[one.name] += _weight(page, one, acting)
    body = next((one for one in places if _in_lead(page, one) and not _is_partner(page, one)), None)
    if body:
        weights[body.name] += 6
    home = grammar(page.lang, "home")
    named = list({one.name: one for one in reversed(places)}.values())
    named.sort(key=lambda one: one.start)
    named.sort(
        key=lambda one: (one.chosen is None or one.chosen.country != home if home else False, -weights[one.name])
    )
    return named


def _weight(page: Page, one: Naming, acting: Mapping[str, str]) -> int:
    """Say how much one naming tells that its place is the text's own; a partner's naming tells the contrary."""
    if role_of(page, one) == DATELINE:
        if grammar(page.lang, "home"):
            return _DATED
        country = one.chosen.country if one.chosen else ""
        # News of Mandaue may be dated from Cebu beside it: where a neighbour's government acts, the news is of that.
        return 1 if any(name != one.name and land == country for name, land in acting.items()) else _ABROAD
    if _is_partner(page, one):
        return -1
    return 3 if one.cue in _ACTING else 1


def _in_lead(page: Page, naming: Naming) -> bool:
    sentence = page.sentence(naming.start)
    return sentence is not None and sentence.kind != HEADLINE and not role_of(page, naming)


def _is_partner(page: Page, one: Naming) -> bool:
    return _ends(page, one, "partners")


def _has_hall(page: Page, one: Naming) -> bool:
    return _ends(page, one, "halls")


def _ends(page: Page, one: Naming, section: str) -> bool:
    """Say whether words of a section stand right before a place."""
    before = page.folded[max(0, one.outer[0] - _REACH) : one.outer[0]]
    return _pattern(f"{section}$", page.lang).search(before) is not None


@cache
def _pattern(section: str, lang: str) -> re.Pattern[str]:
    words = read_word_list("homes")[section.rstrip("$")][lang]
    end = "$" if section.endswith("$") else ""
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)}){end}" if words else "(?!)")


def seats_of(page: Page, rows: Sequence[tuple[Sentence, Sequence[Chunk]]], posts: Iterable[Post]) -> set[Naming | None]:
    """Give the places where diplomats and missions sit: they are not what a local post is of."""
    found = {post.place for post in posts if post.role in DIPLOMATIC}
    return found | {seat.place for _, row in rows for seat in find_missions(page, row)}
