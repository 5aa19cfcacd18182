"""Who is who: the several wordings of one person's name, long and short, put together as one person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from cityties.reading.people.person import Holding
from cityties.reading.words.lexicon import fold
from cityties.reading.words.page import DIPLOMATIC, Page
from cityties.reading.words.word import Word

__all__ = ["Person", "find_people", "find_short"]

_ALIKE: Final = 86  # of 100: names as near as that are spellings of one
_FUZZY: Final = 4  # letters: names of fewer must be the same
_WORDS: Final = 6  # of a name
_LETTERS: Final = 2  # of a whole name
_LEAST: Final = 2  # letters of a short form
_SHORT: Final = frozenset(("council-member",))  # posts that a title alone tells, which a fuller one replaces


@dataclass
class Person:
    """A person: the words of the fullest name, all its wordings in the folded text, the posts named beside it."""

    name: str
    start: int
    places: list[tuple[int, int]] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    @property
    def parts(self) -> list[str]:
        """Give the parts of the name, folded."""
        return fold(self.name).replace('"', " ").split()

    def respell(self, name: str) -> None:
        """Take in a spelling of the full name; the longest of them is the name."""
        if len(name.split()) < len(self.name.split()) or name in (self.name, *self.names):
            return
        self.names.append(self.name if len(name) > len(self.name) else name)
        self.name = name if len(name) > len(self.name) else self.name


def find_people(page: Page, holdings: Sequence[Holding]) -> list[Person]:
    """Make persons of names beside posts: full names first, then spellings and short forms join them."""
    named = [(_words(page, one), one) for one in holdings]
    found: list[Person] = []
    for name, one in sorted(named, key=lambda pair: (-len(pair[0].split()), pair[1].start)):
        person = next((other for other in found if _same(other, name, one)), None)
        if person is None:
            if len(name) < _LETTERS or (len(name.split()) == 1 and not _alone(page, one)):
                continue
            person = Person(name, one.start)
            found.append(person)
        person.places.append((one.start, one.end))
        person.holdings.append(one)
        person.respell(name)
    return sorted(found, key=lambda person: person.start)


def _alone(page: Page, one: Holding) -> bool:
    """Say whether a name of one word is a person's: in Indonesian always, else behind a post that tells whose it is."""
    if page.lang == "id":
        return True
    told = one.post.place is not None and one.post.start <= one.post.place.start < one.post.end
    word = page.folded[one.start : one.end]
    return page.lang == "tr" and told and one.post.end < one.start and word not in page.small


def _words(page: Page, one: Holding) -> str:
    return page.surface.text[slice(*page.surface.span(one.start, one.end))].replace("\n", " ")


def _same(person: Person, name: str, one: Holding) -> bool:
    """Say whether a name beside a post is a spelling or a short form of a person's."""
    parts = fold(name).split()
    if not _parts_of(parts, person.parts):
        return False
    if len(parts) > 1:
        return True
    roles = {held.post.role for held in person.holdings}
    return (
        one.post.role in roles or one.post.role in _SHORT or (one.post.role in DIPLOMATIC) == bool(roles & DIPLOMATIC)
    )


def _parts_of(parts: Sequence[str], whole: Sequence[str]) -> bool:
    from rapidfuzz import fuzz

    if fuzz.ratio(" ".join(parts), " ".join(whole)) >= _ALIKE and len(parts) > 1:
        return True
    return all(any(_like(part, other) for other in whole) for part in parts)


def _like(part: str, other: str) -> bool:
    from rapidfuzz import fuzz

    if part == other:
        return True
    return min(len(part), len(other)) > _FUZZY and part[0] == other[0] and fuzz.ratio(part, other) >= _ALIKE


def find_short(page: Page, people: Sequence[Person], taken: set[int]) -> Iterator[tuple[Person, int, int]]:
    """Go through the places where a person is named again, by a part of the name or another spelling."""
    run: list[Word] = []
    for word in (*page.words, None):
        joined = word is not None and word.capital and word.start not in taken
        if joined and word is not None and run and page.cased[run[-1].end : word.start] not in (" ", "-"):
            yield from _resolve(page, people, run)
            run = []
        if joined and word is not None:
            run.append(word)
            continue
        yield from _resolve(page, people, run)
        run = []


def _resolve(page: Page, people: Sequence[Person], run: Sequence[Word]) -> Iterator[tuple[Person, int, int]]:
    """Say whom a run of capitalised words names: the longest stretch of it that is part of one name."""
    place = 0
    while place < len(run):
        for last in range(min(len(run), place + _WORDS), place, -1):
            parts = [page.stem(word) for word in run[place:last]]
            person = _whose(people, parts)
            if person:
                yield person, run[place].start, run[last - 1].stem
                place = last - 1
                break
        place += 1


def _whose(people: Sequence[Person], parts: Sequence[str]) -> Person | None:
    if sum(len(part) for part in parts) < _LEAST:
        return None
    fitting = [person for person in people if _parts_of(parts, person.parts)]
    if len(fitting) > 1:
        # A family name that several bear: whose last name it is.
        fitting = [person for person in fitting if person.parts[-1] == parts[-1]] or fitting
    return fitting[0] if len(fitting) == 1 else None
