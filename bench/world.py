"""A made world of city diplomacy, seeded, of any size, as N-Triples: one file a source.

`python bench/world.py 1000000 FOLDER`. Nothing in it is true but the shape: cities by rank as in a
power law, ties that prefer large cities, one to four steps a tie, missions by pairs of countries,
people in posts, encounters, agreements, commitments, each with its source. The shares follow what
the sister cities of Wikidata and a table of 8,000 missions showed.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cityties.model.vocabulary import CODE, CT, GEO, ID, PROV, RDF, RDFS, SECTOR
from cityties.store.ntriples import dated, iri, text, typed

__all__ = ["make"]

_A, _LABEL, _FROM = f"<{RDF}type>", f"<{RDFS}label>", f"<{PROV}wasDerivedFrom>"
_TURNS = ("explored", "intent-declared", "agreed", "agreed", "agreed", "renewed", "activity", "ended")
_SECTORS = ("culture", "education", "public-transport", "tourism", "urban-planning", "water", "environment", "health")
_PER_CITY = 66  # statements that come with one city, all told
_COUNTRIES = 200
_SOURCES = 40


def _ct(name: str) -> str:
    return f"<{CT}{name}>"


class _World:
    def __init__(self, size: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.cities = max(50, size // _PER_CITY)
        self.weights = [1 / (rank + 10) ** 0.8 for rank in range(self.cities)]
        total = 0.0
        self.cumulated = [total := total + weight for weight in self.weights]

    def city(self) -> int:
        return self.random.choices(range(self.cities), cum_weights=self.cumulated)[0]

    def day(self) -> str:
        return f"{self.random.randint(1950, 2025)}-{self.random.randint(1, 12):02d}-{self.random.randint(1, 28):02d}"


def _thing(kind: str, number: object) -> str:
    return iri(f"{ID}{kind}/made-{number}")


def _labels(name: str) -> list[tuple[str, str]]:
    return [(_LABEL, text(name, language)) for language in ("en", "id", "tr")]


def _facts(world: _World) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    pick = world.random
    for number in range(_COUNTRIES):
        yield _thing("country", number), [(_A, _ct("Country")), *_labels(f"Country {number}")]
    for number in range(world.cities):
        city, government = _thing("city", number), _thing("government", number)
        land = _thing("country", number % _COUNTRIES)
        yield (
            city,
            [
                (_A, _ct("City")),
                *_labels(f"City {number}"),
                (_ct("country"), land),
                (f"<{GEO}lat>", typed(f"{pick.uniform(-60, 70):.4f}", "decimal")),
                (f"<{GEO}long>", typed(f"{pick.uniform(-180, 180):.4f}", "decimal")),
                (_ct("population"), typed(int(2e7 * world.weights[number]) + 1000, "integer")),
            ],
        )
        yield (
            government,
            [(_A, _ct("LocalGovernment")), (_ct("governs"), city), *_labels(f"Government of City {number}")],
        )
        post, person = _thing("post", number), _thing("person", number)
        yield post, [(_A, _ct("Post")), (_ct("postIn"), government), *_labels(f"Mayor of City {number}")]
        yield person, [(_A, _ct("Person")), (_LABEL, text(f"Person {number}"))]
        yield (
            _thing("tenure", number),
            [
                (_A, _ct("Tenure")),
                (_ct("holder"), person),
                (_ct("post"), post),
                (_ct("from"), dated(world.day())),
            ],
        )
    seen: set[tuple[int, int]] = set()
    for number in range(world.cities * 8 // 5):
        one, other = sorted((world.city(), world.city()))
        if one == other or (one, other) in seen:
            continue
        seen.add((one, other))
        yield from _tie(world, number, one, other)
    for number in range(world.cities // 2):
        sender, seat = pick.randrange(_COUNTRIES), world.city()
        if sender != seat % _COUNTRIES:
            yield (
                _thing("mission", number),
                [
                    (_A, _ct(pick.choice(("Embassy", "ConsulateGeneral", "Consulate")))),
                    (_ct("missionKind"), f"<{CODE}embassy>"),
                    (_ct("sentBy"), _thing("country", sender)),
                    (_ct("accreditedTo"), _thing("country", seat % _COUNTRIES)),
                    (_ct("seat"), _thing("city", seat)),
                    *_labels(f"Mission {number}"),
                ],
            )
    for number in range(20):
        yield _thing("network", number), [(_A, _ct("CityNetwork")), *_labels(f"Network {number}")]
    for number in range(world.cities // 10):
        yield (
            _thing("membership", number),
            [
                (_A, _ct("NetworkMembership")),
                (_ct("member"), _thing("government", world.city())),
                (_ct("network"), _thing("network", pick.randrange(20))),
                (_ct("from"), dated(world.day())),
            ],
        )


def _tie(world: _World, number: int, one: int, other: int) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    pick = world.random
    tie, parties = _thing("tie", number), [_thing("government", one), _thing("government", other)]
    yield (
        tie,
        [(_A, _ct("Tie")), *_labels(f"City {one} and City {other}"), *((_ct("party"), p) for p in parties)],
    )
    for turn in range(pick.choice((1, 1, 1, 2, 2, 3))):
        step = _thing("step", f"{number}-{turn}")
        kind = "agreed" if turn == 0 and pick.random() < 0.8 else pick.choice(_TURNS)
        facts = [
            (_A, _ct("Step")),
            (_ct("ofTie"), tie),
            (_ct("stepKind"), f"<{CODE}{kind}>"),
            (_ct("tieKind"), f"<{CODE}sister-city>"),
            (_ct("date"), dated(world.day() if pick.random() < 0.7 else world.day()[:4])),
        ]
        if pick.random() < 0.5:
            facts.append((_ct("sector"), f"<{SECTOR}{pick.choice(_SECTORS)}>"))
        yield step, facts
    if pick.random() < 0.2:
        yield (
            _thing("agreement", number),
            [
                (_A, _ct("Agreement")),
                (_ct("instrument"), f"<{CODE}memorandum-of-understanding>"),
                (_ct("forTie"), tie),
                (_ct("signedOn"), dated(world.day())),
                (_ct("validUntil"), dated(str(pick.randint(2020, 2035)))),
                *((_ct("party"), p) for p in parties),
                *_labels(f"Memorandum {number}"),
            ],
        )
    if pick.random() < 0.15:
        yield (
            _thing("commitment", number),
            [
                (_A, _ct(pick.choice(("Offer", "LearningInterest", "Intention")))),
                (_ct("by"), parties[0]),
                (_ct("toward"), parties[1]),
                (_ct("forTie"), tie),
                (_ct("sector"), f"<{SECTOR}{pick.choice(_SECTORS)}>"),
                (_ct("date"), dated(world.day())),
                *_labels(f"Commitment {number}"),
            ],
        )
    if pick.random() < 0.2:
        parts = [_thing("participation", f"{number}-{side}") for side in (0, 1)]
        for part, city, party in zip(parts, (one, other), parties, strict=True):
            yield (
                part,
                [
                    (_A, _ct("Participation")),
                    (_ct("participant"), _thing("person", city)),
                    (_ct("inPost"), _thing("post", city)),
                    (_ct("onBehalfOf"), party),
                ],
            )
        yield (
            _thing("encounter", number),
            [
                (_A, _ct("Meeting")),
                (_ct("date"), dated(world.day())),
                (_ct("venue"), _thing("city", one)),
                (_ct("forTie"), tie),
                *((_ct("participation"), part) for part in parts),
                *_labels(f"Meeting {number}"),
            ],
        )


def make(size: int, folder: Path, seed: int = 2026) -> dict[str, Path]:
    """Write a world of about ``size`` statements; give each source's file by the source's IRI."""
    folder.mkdir(parents=True, exist_ok=True)
    world = _World(size, seed)
    sources = [f"{ID}source/made-{number}" for number in range(_SOURCES)]
    files = {source: folder / f"made-{number}.nt" for number, source in enumerate(sources)}
    streams: list[IO[str]] = [path.open("w", encoding="utf-8") for path in files.values()]
    publisher = iri(f"{ID}publisher/made")
    for stream, source in zip(streams, sources, strict=True):
        told = [
            (_A, _ct("Source")),
            (_LABEL, text(source.rsplit("/", 1)[-1])),
            (_ct("publisher"), publisher),
            (_ct("published"), dated("2026-01-01")),
        ]
        stream.writelines(f"{iri(source)} {predicate} {value} .\n" for predicate, value in told)
    streams[0].write(f"{publisher} {_A} {_ct('Publisher')} .\n{publisher} {_LABEL} {text('Made up')} .\n")
    sourced = ("tie/", "step/", "tenure/", "encounter/", "agreement/", "commitment/", "mission/", "membership/")
    for subject, facts in _facts(world):
        place = world.random.randrange(_SOURCES)
        if subject.startswith(tuple(f"<{ID}{kind}" for kind in sourced)):
            facts.append((_FROM, iri(sources[place])))
        streams[place].writelines(f"{subject} {predicate} {value} .\n" for predicate, value in facts)
    for stream in streams:
        stream.close()
    return files


if __name__ == "__main__":
    made = make(int(sys.argv[1]), Path(sys.argv[2]))
    lines = sum(1 for path in made.values() for _ in path.open("rb"))
    print(f"{lines} statements in {len(made)} files")
