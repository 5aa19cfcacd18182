"""Which places take part: whose governments or officials act, or which are told as sides of a tie.

Other places are where things happen, where news is written, where another place lies, or where a mission sits.
Words are in graph/reading/places.toml.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import Final

from cityties.model.language import grammar_pattern
from cityties.reading.people.chunk import Chunk
from cityties.reading.people.mission import find_missions
from cityties.reading.people.person import Post
from cityties.reading.places.place import Naming
from cityties.reading.places.row import in_row
from cityties.reading.places.toponym import beside
from cityties.reading.text.sentence import BOILERPLATE, HEADLINE, Sentence
from cityties.reading.words.page import DIPLOMATIC, Page

__all__ = ["DATELINE", "role_of", "taking_part"]

VENUE: Final = "venue"
# Posts of a State: a text in which such people alone act is none of cities.
STATE: Final = frozenset(("head-of-state", "vice-president", "prime-minister", "minister", "deputy-minister"))
DATELINE: Final = "dateline"
_LOCATIVE: Final = re.compile(r"'?(?:n?[dt][ae])(?:ki\w*)?\b")
_WITH: Final = re.compile(r"'?y?l[ae]\b|(?:'\w{1,6})?(?: \w+[iu])? (?:ile|arasinda\w*)\b")
_TOWARD: Final = re.compile(r"'[yn]?[ae]\b")
_DATELINE: Final = re.compile(r"[^.]{0,60}?(?:\)\s*[-—–]|\s--?\s|—|,\s+\w+[.:]?\s*[-—–])")
_HALL: Final = re.compile(
    r"(?:balai|gedung|kantor|hotel|stasiun|bandara|pelabuhan|universitas|pendopo|museum|taman) ?(?:kota)? ?$"
)
_LEARNING: Final = re.compile(
    r"(?:belajar|berguru|meniru|menimba|pengalaman|learn|lesson|experience|draw|model|follow)"
)
_OFFER: Final = re.compile(
    r"(?:offer|proposal|request|tawaran|usulan|permintaan|delegasi|rombongan|tamu|surat|delegation|visitors"
    r"|counterpart|opposite number)"
)
_OWNING: Final = re.compile(r"(?:'s|'?n?[iu]n) ")
_LACKING: Final = re.compile(r"\b(?:bulunm\w+|yok\w*|degil)\b")
_OWNED: Final = re.compile(r"n[iu]n$")
_PAIR: Final = 2
_NEAR: Final = 45  # letters
_AROUND: Final = 120


def taking_part(
    page: Page,
    rows: Sequence[tuple[Sentence, Sequence[Chunk]]],
    places: Sequence[Naming],
    posts: Sequence[Post],
    held: Collection[Post],
) -> set[str]:
    """Give the names of the places that act in the text or are told as sides of a tie.

    One alone makes no tie, unless it is in a network, meets a diplomat, or signs for its government with somebody
    abroad. ``held`` are the posts whose holder is named.
    """
    free, found = _told(page, rows, places, posts)
    if _of_states(page, places, posts):
        return set()
    sides = [one.chosen for one in places if one.name in found and one.chosen]
    if len({one.name for one in sides}) > 1:
        # Officials of one country's cities at one table make no tie by that alone.
        abroad = len({one.country for one in sides}) > 1
        return found if abroad or any(_tied(page, sentence, free, found) for sentence, _ in rows) else set()
    return _alone(page, rows, free, found, posts)


def _alone(
    page: Page,
    rows: Sequence[tuple[Sentence, Sequence[Chunk]]],
    free: Sequence[Naming],
    found: set[str],
    posts: Sequence[Post],
) -> set[str]:
    """Give who takes part where one side at most is told: it, and in a text of two cities the other, or nobody."""
    if any(page.sisters_within(sentence.start, sentence.end) for sentence, _ in rows):
        return found
    both = _across(page, free, found, posts)
    if both or (found and any(post.sender for post in posts if post.role in DIPLOMATIC)):
        return found | both
    signing = any(one.cue == "government" and _ties_in(page, one) and _abroad_in(page, one) for one in free)
    return found if signing or any(True for _ in page.of_kind("network")) else set()


def _told(
    page: Page,
    rows: Sequence[tuple[Sentence, Sequence[Chunk]]],
    places: Sequence[Naming],
    posts: Sequence[Post],
) -> tuple[list[Naming], set[str]]:
    """Give the namings that may be of a side, and the names that sentences tell as one."""
    seats = {post.place for post in posts if post.role in DIPLOMATIC}
    seats |= {seat.place for _, row in rows for seat in find_missions(page, row)}
    free = [one for one in places if one not in seats and not one.locates and _in_body(page, one.start)]
    found = {
        post.place.name for post in posts if post.place and post.role not in DIPLOMATIC and _in_body(page, post.start)
    }
    found |= {one.name for one in free if _governs(page, one) or _is_side(page, one)}
    for sentence, _ in rows:
        here = [one for one in places if sentence.start <= one.start < sentence.end and one not in seats]
        found |= _listed(page, here, found)
    for one, other in pairwise([None, *(sentence for sentence, _ in rows)]):
        found |= _counted(page, one, other, free)
    return free, found - _aside(page, places)


def _aside(page: Page, places: Sequence[Naming]) -> set[str]:
    """Give the names that a text has but for places that have no part in what it tells."""
    meant = {one.name for one in places if not _is_aside(page, one) and role_of(page, one) != DATELINE}
    return {one.name for one in places if _is_aside(page, one)} - meant


def _of_states(page: Page, places: Sequence[Naming], posts: Sequence[Post]) -> bool:
    """Say whether a text is of States: their presidents and ministers are named, and no government of a city is."""
    local = any(one.cue in ("government", "post") for one in places)
    states = any(post.role in STATE for post in posts)
    sisters = any(page.sisters_within(one.start, one.end) for one in page.sentences)
    return states and not local and not sisters


def _is_aside(page: Page, naming: Naming) -> bool:
    """Say whether a sentence tells that a place has no part in it, or is but the next stop of a journey."""
    sentence = page.sentence(naming.start)
    if sentence is None or page.sisters_within(sentence.start, sentence.end):
        return False
    words = page.folded[max(sentence.start, naming.start - _AROUND) : min(sentence.end, naming.end + _AROUND)]
    return _NO_PART.search(words) is not None or _ONWARD.search(words) is not None


_NO_PART: Final = re.compile(
    r"\b(?:tidak|tak|bukan) (?:ikut|turut|termasuk|terlibat|(?:menjadi )?(?:pihak|bagian))\b"
    r"|\b(?:not|neither|nor) (?:\w+ )?(?:part of|a party|parties to|involved|included|taking part|signatories)\b"
    r"|\b(?:taraf|dahil) degil|\byer alm[ai]\w+"
)
_ONWARD: Final = re.compile(
    r"\b(?:bertolak|melanjutkan perjalanan|meneruskan perjalanan|pulang|kembali|bergeser) ke\b"
    r"|\b(?:leaves?|left|leaving|depart\w*|head(?:s|ed|ing)?|fl(?:y|ies|ew)|continue[sd]?|travel(?:s|led|ling)? on)"
    r" (?:back |on )?(?:for|to|home)\b|\b(?:gec(?:ecek|ecegi|ti|meden)|hareket et\w+|dondu|donecek|ugurlandi)\b"
)


def _across(page: Page, places: Sequence[Naming], found: set[str], posts: Sequence[Post]) -> set[str]:
    """Give the two cities of two countries that are all that a text with officials of a city is about."""
    if not any(post.role not in DIPLOMATIC for post in posts):
        return set()
    acting = [one for one in places if one.name in found or not (role_of(page, one) or _comes_from(page, one))]
    cities = {one.chosen.name: one for one in acting if one.chosen}
    countries = {one.chosen.country for one in cities.values() if one.chosen}
    if len(cities) != _PAIR or len(countries) != _PAIR:
        return set()
    return {one.name for one in acting}


def _comes_from(page: Page, one: Naming) -> bool:
    return grammar_pattern(page.lang, "from").match(page.folded, one.end) is not None


def _counted(page: Page, one: Sentence | None, other: Sentence | None, places: Sequence[Naming]) -> set[str]:
    """Give the places that a sentence speaks of as "the two cities", named in it or in the one before it."""
    if other is None:
        return set()
    found = _NUMBER.search(page.folded, other.start, other.end)
    if found is None or not page.ties_within(other.start, other.end):
        return set()
    count = 3 if found[0].startswith(("three", "ketiga", "uc ")) else 2
    for sentence in filter(None, (other, one)):
        row = [place for place in places if sentence.start <= place.start < sentence.end]
        names = list(dict.fromkeys(place.name for place in row if role_of(page, place) != DATELINE))
        if len(names) == count:
            return set(names)
        joined = [names for names in _joined(page, row) if len(names) == count]
        if joined:
            return set(joined[-1])
    return set()


_NUMBER: Final = re.compile(
    r"\b(?:two|three|both) (?:\w+ )?(?:cities|towns|places|municipalities|communities|ports|councils|provinces)"
    r"|\b(?:kedua|ketiga) (?:kota|daerah|pemerintah|wilayah)|\b(?:her )?(?:iki|uc) (?:kent|sehir|sehr|belediye|ilce)"
)


def _tied(page: Page, sentence: Sentence, places: Sequence[Naming], sides: set[str]) -> bool:
    """Say whether a sentence speaks of ties and names two sides."""
    named = {one.name for one in places if sentence.start <= one.start < sentence.end} & sides
    return len(named) >= _PAIR and page.ties_within(sentence.start, sentence.end)


def role_of(page: Page, naming: Naming) -> str:
    """Say what a place is where it stands: a venue, a dateline, or nothing of the kind."""
    if _in_dateline(page, naming):
        return DATELINE
    sentence = page.sentence(naming.start)
    if sentence is not None and _named_sister(page, sentence, naming):
        return ""
    if naming.locates:
        return VENUE
    if naming.cue == "government":
        return ""
    before = page.folded[max(0, naming.outer[0] - 30) : naming.outer[0]]
    word = _word_before(before)
    if word in beside(page.lang, "in") or _HALL.search(before):
        return VENUE
    if page.lang == "tr" and _LOCATIVE.match(page.folded, naming.end):
        return VENUE
    return ""


def _word_before(before: str) -> str:
    found = re.search(r"([^\W\d_]+)(?: the| kota| the city of| city of)? $", before)
    return found[1] if found else ""


def _in_body(page: Page, place: int) -> bool:
    sentence = page.sentence(place)
    return sentence is not None and sentence.kind != BOILERPLATE


def _in_dateline(page: Page, naming: Naming) -> bool:
    sentence = page.sentence(naming.start)
    if sentence is None or sentence.kind != "body" or sentence.number > 2 or naming.start - sentence.start > 12:
        return False
    capitals = page.cased[naming.start : naming.end].isupper()
    return _DATELINE.match(page.folded, naming.end) is not None or (capitals and naming.start == sentence.start)


def _governs(page: Page, naming: Naming) -> bool:
    """Say whether the words beside a name make it a government that acts, and not a building of it."""
    if naming.cue == "government":
        return not _HALL.search(page.folded[max(0, naming.start - 40) : naming.start])
    return naming.code.startswith(("council-", "agency-")) and _ties_in(page, naming)


def _ties_in(page: Page, naming: Naming, before: bool = False) -> bool:
    """Say whether the sentence around a name has a word of ties; or the one before it, where that is asked."""
    sentence = page.sentence(naming.start)
    if sentence is None:
        return False
    start = sentence.start
    if before and sentence.number:
        start = page.sentences[sentence.number - 1].start
    return page.ties_within(start, sentence.end)


def _abroad_in(page: Page, naming: Naming) -> bool:
    sentence = page.sentence(naming.start)
    home = naming.chosen.country if naming.chosen else ""
    return sentence is not None and any(
        wording.code != home and sentence.start <= wording.start < sentence.end
        for wording in page.of_kind("country", "adjective")
    )


def _is_side(page: Page, naming: Naming) -> bool:
    """Say whether a name stands as a side of a tie: "dengan X", "X ile", "X's sister city", "X menawarkan"."""
    sentence = page.sentence(naming.start)
    if sentence is not None and _named_sister(page, sentence, naming):
        return True
    if sentence is None or role_of(page, naming) or page.cased[sentence.end - 1 : sentence.end + 1].strip()[-1:] == "?":
        return False
    first, last = naming.outer
    for adjective in page.wordings_from(first - _NEAR, first):
        if adjective.kind == "adjective" and adjective.end + 1 == first:
            first = adjective.start
    before = page.folded[max(sentence.start, first - _AROUND) : first]
    after = page.folded[last : min(sentence.end, last + _AROUND)]
    word = _word_before(before)
    bound = (word in beside(page.lang, "with") and word not in _JOINTS) or (page.lang == "tr" and _WITH.match(after))
    if bound and _ties_in(page, naming, before=True):
        return True
    return _ties_in(page, naming) and _is_side_beside(page, sentence, naming, before, after)


def _is_side_beside(page: Page, sentence: Sentence, naming: Naming, before: str, after: str) -> bool:
    """Say whether the words before and behind a name make it a side, in a sentence that speaks of ties."""
    word = _word_before(before)
    if word in beside(page.lang, "visit"):
        return True
    if word in beside(page.lang, "other"):
        offered = word in ("from", "dari", "asal", "of") and _OFFER.search(before[-24:])
        return bool(offered or _LEARNING.search(before[-_NEAR:]))
    owning = _OWNING.match(after) or _OWNED.search(page.folded, naming.end, naming.outer[1])
    if owning and page.ties_within(naming.end, naming.end + _NEAR) and not _LACKING.search(after):
        return True
    if sentence.kind == HEADLINE:
        return True
    sisters = page.sisters_within(sentence.start, sentence.end)
    toward = page.lang == "tr" and _TOWARD.match(after) and page.sisters_within(naming.end, naming.end + _NEAR)
    if toward or (sisters and naming.cue in ("kind", "country")):
        return True
    return page.acts_at(naming.end)


def _named_sister(page: Page, sentence: Sentence, naming: Naming) -> bool:
    """Say whether a word of ties stands right before a name: "kardeş şehri Kyoto", "its sister city Tacoma"."""
    start = max(sentence.start, naming.start - _AROUND)
    return _SISTER.search(page.folded[start : naming.start].rstrip()) is not None


_SISTER: Final = re.compile(
    r"(?:\bkardes (?:sehir|sehri|kent|kenti|belediye|belediyesi|ilce|sehrimiz|kentimiz)|\bkota kembar(?:nya)?"
    r"|\b(?:sister city|twin town|twin city|partner city))(?: of| in [a-z]+,)?$"
    r"|\b(?:sister|twin|partner)[ -](?:city|cities|towns?)(?: ties| links| relationships?)? (?:in|with)$"
)
_JOINTS: Final = frozenset(("and", "dan", "serta", "ve"))


def _listed(page: Page, places: Sequence[Naming], sides: Iterable[str]) -> set[str]:
    """Give the names that stand in one row with a side: "Fremantle di Australia Barat sejak 1996, Vung Tau, dan …"."""
    known = set(sides)
    found: set[str] = set()
    for row in _rows_of(page, places):
        names = {one.name for one in row}
        if len(row) > 1 and not role_of(page, row[0]):
            governed = any(one.cue == "government" and one.name in known for one in row)
            told = _ties_in(page, row[0], before=bool(names & known) or len(row) > _PAIR)
            found |= names if governed or told else set()
    return found


def _joined(page: Page, places: Sequence[Naming]) -> list[list[str]]:
    return [list(dict.fromkeys(one.name for one in row)) for row in _rows_of(page, places)]


def _rows_of(page: Page, places: Sequence[Naming]) -> list[list[Naming]]:
    """Put together the places that stand in one row: "X, Y and Z"."""
    found: list[list[Naming]] = []
    locating = [one for one in places if one.locates]
    for naming in places:
        if naming.locates:
            continue
        if found and in_row(page, found[-1][-1], naming, locating) and role_of(page, naming) != VENUE:
            found[-1].append(naming)
        else:
            found.append([naming])
    return found
