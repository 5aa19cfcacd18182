"""Which places take part: whose governments or officials act, or which are told as sides of a tie.

Other places are where things happen, where news is written, or where a mission sits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from cityties.reading.lexicon import Lexicon, fold, read_words
from cityties.reading.page import Page
from cityties.reading.person import DIPLOMATIC, Post
from cityties.reading.place import Naming
from cityties.reading.sentence import BOILERPLATE, HEADLINE

__all__ = ["role_of", "taking_part"]

VENUE: Final = "venue"
DATELINE: Final = "dateline"
_LOCATIVE: Final = re.compile(r"'?(?:n?[dt][ae])(?:ki\w*)?\b")
_WITH: Final = re.compile(r"(?:'\w{1,6})? (?:ile|arasinda\w*)\b")
_DATELINE: Final = re.compile(r"[^.]{0,60}?(?:\)\s*[-—–]|\s--?\s|—|,\s+\w+[.:]?\s*[-—–])")
_HALL: Final = re.compile(
    r"(?:balai|gedung|kantor|hotel|stasiun|bandara|pelabuhan|universitas|pendopo|museum|taman) ?(?:kota)? ?$"
)
_LEARNING: Final = re.compile(
    r"(?:belajar|menimba|pengalaman|learn|lesson|experience|draw|model|tecrube|deneyim|ogren|ornek)"
)


def taking_part(page: Page, places: Sequence[Naming], posts: Sequence[Post]) -> set[str]:
    """Give the names of the places that act in the text or are told as sides of a tie."""
    found: set[str] = set()
    for post in posts:
        if post.place and post.role not in DIPLOMATIC and not _is_boilerplate(page, post.start):
            found.add(post.place.name)
    for naming in places:
        if not _is_boilerplate(page, naming.start) and (_governs(page, naming) or _is_side(page, naming, places)):
            found.add(naming.name)
    return found


def role_of(page: Page, naming: Naming) -> str:
    """Say what a place is where it stands: a venue, a dateline, or nothing of the kind."""
    if _in_dateline(page, naming):
        return DATELINE
    if naming.cue == "government":
        return ""
    before = page.folded[max(0, naming.start - 30) : naming.start]
    word = re.search(r"([^\W\d_]+)(?: the| kota)? $", before)
    if (word and word[1] in _words("beside", "in")) or _HALL.search(before):
        return VENUE
    if page.lang == "tr" and _LOCATIVE.match(page.folded, naming.end):
        return VENUE
    return ""


def _is_boilerplate(page: Page, place: int) -> bool:
    sentence = page.sentence(place)
    return sentence is None or sentence.kind == BOILERPLATE


def _in_dateline(page: Page, naming: Naming) -> bool:
    sentence = page.sentence(naming.start)
    if sentence is None or sentence.kind != "body" or sentence.number > 2 or naming.start - sentence.start > 12:
        return False
    capitals = page.cased[naming.start : naming.end].isupper()
    found = _DATELINE.match(page.folded, naming.end)
    return found is not None or (capitals and naming.start == sentence.start)


def _governs(page: Page, naming: Naming) -> bool:
    """Say whether the words beside a name make it a government that acts, and not a building of it."""
    if naming.cue == "government":
        return not _HALL.search(page.folded[max(0, naming.start - 40) : naming.start])
    return naming.code.startswith(("council-", "agency-"))


def _is_side(page: Page, naming: Naming, places: Sequence[Naming]) -> bool:
    """Say whether a name stands as a side of a tie: beside another place, or as the one who acts."""
    sentence = page.sentence(naming.start)
    if sentence is None or role_of(page, naming):
        return False
    if not any(True for _ in _ties(page.lang).find(page.folded, sentence.start, sentence.end)):
        return False
    before, after = page.folded[sentence.start : naming.start], page.folded[naming.end : sentence.end]
    word = re.search(r"([^\W\d_]+)(?: the| kota| the city of)? $", before)
    if word and word[1] in _words("beside", "with") and word[1] not in _JOINTS:
        return True
    if page.lang == "tr" and _WITH.match(after):
        return True
    if _beside_other(page, naming, places):
        return True
    if sentence.kind == HEADLINE or (word and word[1] in _words("beside", "other")):
        return sentence.kind == HEADLINE or bool(_LEARNING.search(before[-40:]))
    acts = next(_acts(page.lang).find(page.folded, naming.end, min(sentence.end, naming.end + 24)), None)
    return acts is not None and re.fullmatch(r"'?\w{0,5},? ", page.folded[naming.end : acts.start]) is not None


_JOINTS: Final = frozenset(("and", "dan", "serta", "ve"))


def _beside_other(page: Page, naming: Naming, places: Sequence[Naming]) -> bool:
    for other in places:
        if other.name == naming.name or (other.chosen and naming.chosen and other.chosen.country == ""):
            continue
        between = page.folded[naming.end : other.start] or page.folded[other.end : naming.start]
        if _PAIR.fullmatch(between):
            return True
    return False


_PAIR: Final = re.compile(r" ?- ?|, | (?:and|dan|ve|ile|serta|&) (?:kota )?|'?[ytdns]?[aeiu]?n? (?:ve|ile) ")


@cache
def _words(section: str, name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in read_words("places")[section][name])


@cache
def _ties(lang: str) -> Lexicon:
    return Lexicon((word, "tie") for word in read_words("places")["ties"][lang])


@cache
def _acts(lang: str) -> Lexicon:
    return Lexicon((word, "act") for word in read_words("places")["acts"][lang])
