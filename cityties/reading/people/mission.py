"""Diplomatic missions that a text names: of which country, where, and which two wordings mean one of them.

Words are in graph/reading/missions.toml, the pattern in patterns.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cityties.model.language import grammar
from cityties.model.word_list import read_word_list
from cityties.reading.people.chunk import Chunk, letters
from cityties.reading.people.person import Post, compiled
from cityties.reading.places.place import Naming
from cityties.reading.words.page import DIPLOMATIC, Page

__all__ = ["Mission", "Seat", "find_missions", "headed", "join"]


@dataclass(frozen=True)
class Seat:
    """One wording of a mission in the folded text, and what it tells: kind, sender, seat, country it is sent to."""

    start: int
    end: int
    kind: str
    sender: str = ""
    place: Naming | None = None
    host: str = ""


@dataclass
class Mission:
    """A mission with all its wordings; none where only the post of its head is named."""

    kind: str
    sender: str
    place: Naming | None = None
    host: str = ""
    wordings: list[Seat] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)

    @property
    def where(self) -> str:
        """Give the English name of the place where it sits, empty where that is not told."""
        return self.place.chosen.name if self.place and self.place.chosen else ""


def find_missions(page: Page, row: Sequence[Chunk]) -> Iterator[Seat]:
    """Go through the wordings of missions in the chunks of one sentence."""
    for match in compiled(page.lang, "mission").finditer(letters(row)):
        group = row[match.start() : match.end()]
        core = next(chunk.wording for chunk in group if chunk.letter in "EU")
        if core is None:
            continue
        text = letters(group)
        border = _border(text)
        countries = [
            (place, chunk.wording.code) for place, chunk in enumerate(group) if chunk.letter in "CA" and chunk.wording
        ]
        place = next((chunk.place for chunk in reversed(group) if chunk.place), None)
        sender = "ID" if "U" in text else next((code for number, code in countries if number < border), "")
        host = next((code for number, code in countries if number > border), "")
        if page.lang == "tr" and not sender and _is_abroad(place):
            sender = grammar("tr", "home")
        first = next(chunk for chunk in group if chunk.letter != "'")
        yield Seat(first.start, group[-1].end, core.code, sender, place, host)


def _border(text: str) -> int:
    """Say behind which letter of a group a mission's seat and host stand: "in", "for"."""
    return next((place for place, letter in enumerate(text) if letter in "fi"), len(text))


def _is_abroad(place: Naming | None) -> bool:
    """Say whether a seat is known to lie in another country than that of Turkish news."""
    return place is not None and place.chosen is not None and place.chosen.country != grammar("tr", "home")


def headed(post: Post) -> str:
    """Say which kind of mission the holder of a post heads or serves at; empty for other posts."""
    return str(read_word_list("missions")["headed-by"].get(post.role, "")) if post.role in DIPLOMATIC else ""


def join(page: Page, seats: Iterable[Seat], posts: Iterable[Post]) -> list[Mission]:
    """Put wordings and posts of one mission together.

    What one of them leaves open, another tells; a bare word ("the embassy") means the one named last before it.
    """
    found: list[Mission] = []
    ordered = sorted(seats, key=lambda seat: seat.start)
    for seat in ordered:
        if seat.sender or seat.place:
            mission = _fitting(found, seat.kind, seat.sender, seat.place, seat.host)
            if mission is None:
                mission = Mission(seat.kind, seat.sender, seat.place, seat.host)
                found.append(mission)
            _fill(mission, seat.sender, seat.place, seat.host)
            mission.wordings.append(seat)
    for post in posts:
        kind = headed(post)
        if not kind or not (post.sender or post.place):
            continue
        sender = post.sender or grammar(page.lang, "home")
        mission = _fitting(found, kind, sender, post.place, post.host)
        if mission is None and sender:
            mission = Mission(kind, sender, post.place, post.host)
            found.append(mission)
        if mission:
            _fill(mission, sender, post.place, post.host)
            mission.posts.append(post)
    for seat in ordered:
        if not (seat.sender or seat.place):
            _bare(found, seat)
    return found


def _fitting(found: Iterable[Mission], kind: str, sender: str, place: Naming | None, host: str) -> Mission | None:
    where = place.chosen.name if place and place.chosen else ""
    for mission in found:
        if mission.kind != kind or (sender and mission.sender and mission.sender != sender):
            continue
        if where and mission.where and mission.where != where:
            continue
        if host and mission.host and mission.host != host:
            continue
        if not (sender and mission.sender) and not (where and where == mission.where):
            continue
        return mission
    return None


def _fill(mission: Mission, sender: str, place: Naming | None, host: str) -> None:
    mission.sender = mission.sender or sender
    mission.place = mission.place or place
    mission.host = mission.host or host


def _bare(found: Sequence[Mission], seat: Seat) -> None:
    """Give a wording without country and place to the mission of its kind that was named last before it."""

    def last(mission: Mission) -> int:
        ends = [one.end for one in mission.wordings] + [one.end for one in mission.posts]
        return max((end for end in ends if end <= seat.start), default=-1)

    fitting = [one for one in found if last(one) >= 0 and (one.kind == seat.kind or seat.kind in one.kind)]
    if fitting:
        max(fitting, key=last).wordings.append(seat)
