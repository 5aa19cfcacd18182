"""What the rules find in an article before it becomes facts: places, posts, names beside them, and who takes part."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cityties.reading.people.chunk import Chunk, chunks
from cityties.reading.people.home import at_home, mains_of, seats_of, settled
from cityties.reading.people.participant import taking_part
from cityties.reading.people.person import Holding, Post, find_holdings, find_posts
from cityties.reading.places.place import Naming, find_places
from cityties.reading.places.toponym import stops
from cityties.reading.text.sentence import BOILERPLATE, HEADLINE, Sentence
from cityties.reading.words.page import Page
from cityties.store import Store

__all__ = ["Findings", "find_all"]


_LONGEST: Final = 300  # chunks of a sentence


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
    seats = seats_of(page, rows, posts)
    local = [one for one in places if one not in seats]
    mains = mains_of(page, local)
    holdings = at_home(page, list(_holdings(page, rows)), local, mains)
    own = [post for post in posts if post.place or post.sender]
    sides = taking_part(page, rows, places, [*own, *(one.post for one in holdings)], {one.post for one in holdings})
    posts = [settled(page, post, local, mains) for post in posts]
    return Findings(page, places, rows, holdings, posts, frozenset(sides), mains[0] if mains else None)


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
    """Go through the holders: of a headline, whose capitals all look like names, only those whom no text names.

    There a name ends at a word that is known for none, and the post must be that of a place beside it.
    """
    held = [one for sentence, row in rows if sentence.kind != HEADLINE for one in find_holdings(page, row)]
    known = {_seat(one.post) for one in held}
    for sentence, row in rows:
        if sentence.kind == HEADLINE:
            yield from (one for one in find_holdings(page, row) if _is_told(page, one, known, held))
    yield from held


def _is_told(page: Page, one: Holding, known: Collection[tuple[str, str]], held: Sequence[Holding]) -> bool:
    """Say whether a headline names a holder of its own: of a post whose holder the text does not name, in full."""
    words = page.folded[one.start : one.end].split()
    others = {word for other in held for word in page.folded[other.start : other.end].split()}
    behind = next((word for word in page.words if word.start >= one.end), None)
    whole = len(words) > 1 and behind is not None and page.stem(behind) in stops(page.lang)
    return one.post.place is not None and _seat(one.post) not in known and whole and not others & set(words)


def _seat(post: Post) -> tuple[str, str]:
    """Say which post it is: what it is called, and of which place."""
    return post.role, post.place.name if post.place else ""
