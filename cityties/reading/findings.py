"""What the rules find in an article before it becomes facts: places, posts, names beside them, and who takes part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cityties.reading.people.mission import find_missions
from cityties.reading.people.participant import DATELINE, role_of, taking_part
from cityties.reading.people.person import Holding, Post, find_holdings, find_posts
from cityties.reading.places.place import HOME, Naming, find_places
from cityties.reading.text.sentence import BOILERPLATE, HEADLINE, Sentence
from cityties.reading.words.chunk import Chunk, chunks
from cityties.reading.words.page import DIPLOMATIC, Page
from cityties.store import Store

__all__ = ["Findings", "find_all"]

_COUNTRYWIDE: Final = frozenset(
    ("minister", "deputy-minister", "director-general", "member-of-parliament", "prime-minister", "head-of-state")
)


_LONGEST: Final = 300  # chunks of a sentence
_REGIONAL: Final = frozenset(("governor", "vice-governor"))


@dataclass(frozen=True)
class Findings:
    """The places of an article, its sentences in chunks, names beside posts, all posts, the names of the sides.

    ``main`` is the place whose government the text speaks of most.
    """

    page: Page
    places: Sequence[Naming]
    rows: Sequence[tuple[Sentence, Sequence[Chunk]]]
    holdings: Sequence[Holding]
    posts: Sequence[Post]
    sides: frozenset[str]
    main: Naming | None

    def told(self, place: int) -> bool:
        """Say whether a place lies in the article itself, not in its boilerplate."""
        return _told(self.page, place)


def find_all(page: Page, store: Store) -> Findings:
    """Find them."""
    places = [one for one in find_places(page, store) if _told(page, one.start)]
    parts = _parts_of_names(page, _holdings(page, _rows(page, places)))
    places = [one for one in places if one.name not in parts or one.cue in ("government", "kind")]
    rows = _rows(page, places)
    posts = [post for _, row in rows for post in find_posts(page, row)]
    seats = _seats(page, rows, posts)
    local = [one for one in places if one not in seats]
    mains = _mains(page, local)
    named = list(_holdings(page, rows))
    holdings = [replace(one, post=_settled(page, one.post, local, _free(page, one, named, mains))) for one in named]
    own = [post for post in posts if post.place or post.sender]
    sides = taking_part(page, rows, places, [*own, *(one.post for one in holdings)], {one.post for one in holdings})
    posts = [_settled(page, post, local, mains) for post in posts]
    return Findings(page, places, rows, holdings, posts, frozenset(sides), mains[0] if mains else None)


def _free(page: Page, one: Holding, named: Sequence[Holding], mains: Sequence[Naming]) -> Sequence[Naming]:
    """Give the places that a post without one may be of: another mayor is another city's, the same one the same's."""
    words = set(page.folded[one.start : one.end].split())
    taken = set()
    for other in named:
        if other.post.place and other.post.role == one.post.role:
            if words <= set(page.folded[other.start : other.end].split()):
                return [other.post.place]
            taken.add(other.post.place.name)
    return [place for place in mains if place.name not in taken] or mains


def _seats(page: Page, rows: Sequence[tuple[Sentence, Sequence[Chunk]]], posts: Iterable[Post]) -> set[Naming | None]:
    """Give the places where diplomats and missions sit: they are not what a local post is of."""
    found = {post.place for post in posts if post.role in DIPLOMATIC}
    return found | {seat.place for _, row in rows for seat in find_missions(page, row)}


def _told(page: Page, place: int) -> bool:
    sentence = page.sentence(place)
    return sentence is not None and sentence.kind != BOILERPLATE


def _rows(page: Page, places: Sequence[Naming]) -> list[tuple[Sentence, Sequence[Chunk]]]:
    # What goes on for longer than any sentence does is read as far as a long one goes.
    return [(one, chunks(page, one, places)[:_LONGEST]) for one in page.sentences if one.kind != BOILERPLATE]


def _parts_of_names(page: Page, holdings: Iterable[Holding]) -> set[str]:
    """Give the family names of those who hold posts: where they stand alone, they are no places."""
    found = set()
    for one in holdings:
        parts = page.folded[one.start : one.end].split()
        if len(parts) > 1:
            found.update(parts)
    return found


def _holdings(page: Page, rows: Sequence[tuple[Sentence, Sequence[Chunk]]]) -> Iterator[Holding]:
    # A headline's capitals look like names: who is named there is named in the text, too.
    for sentence, row in rows:
        if sentence.kind != HEADLINE:
            yield from find_holdings(page, row)


def _settled(page: Page, post: Post, places: Sequence[Naming], mains: Sequence[Naming]) -> Post:
    """Say of which place a post is where its own words do not: of the one named before it, else of the main one."""
    if post.place or post.sender or post.network or post.role in DIPLOMATIC or post.role in _COUNTRYWIDE:
        return post
    sentence = page.sentence(post.start)
    begin = sentence.start if sentence else 0
    cues = ("government", "post", "kind") if post.role in _REGIONAL else ("government", "post")
    before = [one for one in places if begin <= one.start < post.start and one.cue in cues]
    chief = any(wording.kind == "chief" and wording.start == post.start for wording in page.wordings)
    if before and not chief:
        return replace(post, place=before[-1])
    return replace(post, place=mains[0] if mains else None)


def _mains(page: Page, places: Sequence[Naming]) -> list[Naming]:
    """Give the places by how much the text speaks of their governments, those of the text's own country first."""
    weights: Counter[str] = Counter()
    for one in places:
        weights[one.name] += 3 if one.cue in ("government", "post") else 1
        weights[one.name] += (5 if HOME.get(page.lang) else 12) if role_of(page, one) == DATELINE else 0
    body = next((one for one in places if _in_lead(page, one)), None)
    if body:
        weights[body.name] += 6
    home = HOME.get(page.lang, "")
    named = list({one.name: one for one in reversed(places)}.values())
    named.sort(key=lambda one: one.start)
    named.sort(
        key=lambda one: (one.chosen is None or one.chosen.country != home if home else False, -weights[one.name])
    )
    return named


def _in_lead(page: Page, naming: Naming) -> bool:
    sentence = page.sentence(naming.start)
    return sentence is not None and sentence.kind != HEADLINE and not role_of(page, naming)
