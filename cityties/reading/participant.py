"""Which places take part: whose governments or officials act, or which are told as sides of a tie.

Other places are where things happen, where news is written, where another place lies, or where a mission sits.
Words are in graph/reading/places.toml.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from cityties.reading.chunk import Chunk
from cityties.reading.mission import find_missions
from cityties.reading.page import DIPLOMATIC, Page
from cityties.reading.person import Post
from cityties.reading.place import Naming
from cityties.reading.sentence import BOILERPLATE, HEADLINE, Sentence
from cityties.reading.toponym import beside

__all__ = ["DATELINE", "role_of", "taking_part"]

VENUE: Final = "venue"
DATELINE: Final = "dateline"
_LOCATIVE: Final = re.compile(r"'?(?:n?[dt][ae])(?:ki\w*)?\b")
_WITH: Final = re.compile(r"(?:'\w{1,6})?(?:(?: ile| arasinda\w*)\b|(?<=')y?l[ae]\b)")
_DATELINE: Final = re.compile(r"[^.]{0,60}?(?:\)\s*[-—–]|\s--?\s|—|,\s+\w+[.:]?\s*[-—–])")
_HALL: Final = re.compile(
    r"(?:balai|gedung|kantor|hotel|stasiun|bandara|pelabuhan|universitas|pendopo|museum|taman) ?(?:kota)? ?$"
)
_LEARNING: Final = re.compile(r"(?:belajar|menimba|pengalaman|learn|lesson|experience|draw|model|follow)")
_OFFER: Final = re.compile(r"(?:offer|proposal|request|tawaran|usulan|permintaan|delegasi|rombongan|delegation)")
_OWNING: Final = re.compile(r"(?:'s|'?n?[iu]n) ")
_LACKING: Final = re.compile(r"\b(?:bulunm\w+|yok\w*|degil)\b")
_NEAR: Final = 45  # letters


def taking_part(
    page: Page,
    rows: Sequence[tuple[Sentence, Sequence[Chunk]]],
    places: Sequence[Naming],
    posts: Sequence[Post],
    held: Collection[Post],
) -> set[str]:
    """Give the names of the places that act in the text or are told as sides of a tie.

    One alone makes no tie, unless it is in a network or signs for its government with somebody abroad. ``held``
    are the posts whose holder is named.
    """
    seats = {post.place for post in posts if post.role in DIPLOMATIC}
    seats |= {seat.place for _, row in rows for seat in find_missions(page, row)}
    free = [one for one in places if one not in seats and not one.locates and _in_body(page, one.start)]
    found = {
        post.place.name for post in posts if post.place and post.role not in DIPLOMATIC and _in_body(page, post.start)
    }
    found |= {one.name for one in free if _governs(page, one) or _is_side(page, one)}
    for sentence, _ in rows:
        found |= _listed(page, sentence, [one for one in free if sentence.start <= one.start < sentence.end], found)
    if len({one.chosen.name for one in places if one.name in found and one.chosen}) > 1:
        return found
    signing = any(one.cue == "government" and _ties_in(page, one) and _abroad_in(page, one) for one in free)
    return found if signing or any(True for _ in page.of_kind("network")) else set()


def role_of(page: Page, naming: Naming) -> str:
    """Say what a place is where it stands: a venue, a dateline, or nothing of the kind."""
    if _in_dateline(page, naming):
        return DATELINE
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
        find.code != home and sentence.start <= find.start < sentence.end
        for find in page.of_kind("country", "adjective")
    )


def _is_side(page: Page, naming: Naming) -> bool:
    """Say whether a name stands as a side of a tie: "dengan X", "X ile", "X's sister city", "X menawarkan"."""
    sentence = page.sentence(naming.start)
    if sentence is not None and _named_sister(page, sentence, naming):
        return True
    if sentence is None or role_of(page, naming) or "?" in page.cased[naming.end : sentence.end + 1]:
        return False
    before, after = page.folded[sentence.start : naming.outer[0]], page.folded[naming.outer[1] : sentence.end]
    word = _word_before(before)
    bound = (word in beside(page.lang, "with") and word not in _JOINTS) or (page.lang == "tr" and _WITH.match(after))
    if bound and _ties_in(page, naming, before=True):
        return True
    if not _ties_in(page, naming):
        return False
    if word in beside(page.lang, "visit"):
        return True
    if word in beside(page.lang, "other"):
        return bool(_LEARNING.search(before[-_NEAR:]) or _OFFER.search(before[-24:]))
    owning = _OWNING.match(after)
    if owning and page.ties_within(naming.end, naming.end + _NEAR) and not _LACKING.search(after):
        return True
    if sentence.kind == HEADLINE:
        return True
    return page.acts_at(naming.end)


def _named_sister(page: Page, sentence: Sentence, naming: Naming) -> bool:
    """Say whether a word of ties stands right before a name: "kardeş şehri Kyoto", "its sister city Tacoma"."""
    return _SISTER.search(page.folded[sentence.start : naming.start].rstrip()) is not None


_SISTER: Final = re.compile(
    r"(?:\bkardes (?:sehir|sehri|kent|kenti|belediye|belediyesi|ilce|sehrimiz|kentimiz)|\bkota kembar(?:nya)?"
    r"|\b(?:sister city|twin town|twin city|partner city))(?: of| in [a-z]+,)?$"
)
_JOINTS: Final = frozenset(("and", "dan", "serta", "ve"))


def _listed(page: Page, sentence: Sentence, places: Sequence[Naming], sides: Iterable[str]) -> set[str]:
    """Give the names that stand in one row with a side: "Fremantle di Australia Barat sejak 1996, Vung Tau, dan …"."""
    known = set(sides)
    places = [one for one in places if "?" not in page.cased[one.end : sentence.end + 1]]
    if not places or not _ties_in(page, places[0], before=True):
        return set()
    joined = [places[0]]
    found: set[str] = set()
    for naming in (*places[1:], None):
        if naming is not None and _in_row(page, joined[-1], naming):
            joined.append(naming)
            continue
        names = {one.name for one in joined}
        paired = len(joined) > 1 and _ties_in(page, joined[0], before=len(joined) > 2)
        if len(joined) > 1 and (names & known or paired) and not role_of(page, joined[0]):
            found |= names
        joined = [naming] if naming is not None else []
    return found


def _in_row(page: Page, one: Naming, other: Naming) -> bool:
    between = list(page.folded[one.end : other.start])
    for find in page.of_kind("country"):
        if one.end <= find.start < other.start:
            between[find.start - one.end : find.end - one.end] = " " * (find.end - find.start)
    text = re.sub(r"\(\s*\)", "", "".join(between))
    if "-" in text and not text.strip(" -"):
        return True
    # Regions that only tell where a place lies are gone from the list of places, but not from the text.
    text = re.sub(
        r"(?:,|\b(?:in|di|of)\b)[ ,]*(?:[a-z]+ ){0,2}[a-z]*\s*\(?\d{4}\)?|\(\d{4}\)|\b(?:sejak|since|in) \d{4}",
        " ",
        text,
    )
    return _ROW.fullmatch(text) is not None


_ASIDE: Final = re.compile(
    r"(?:,|\b(?:in|di|of)\b)[ ,]*(?:[a-z]+ ){0,2}[a-z]*\s*\(?\d{4}\)?|\(\d{4}\)|\b(?:sejak|since|in) \d{4}"
)
_ROW: Final = re.compile(
    r"[\s,;]*(?:in|di)?[\s,;]*(?:and|dan|ve|ile|serta|&|maupun)?[\s,]*"
    r"(?:the |with |dengan |kota |kabupaten |city of |city )?\s*"
    r"|'?[ytdns]?[aeiu]?n? (?:ve|ile) |,? ?\d{4}'?[dt][ae] "
)
