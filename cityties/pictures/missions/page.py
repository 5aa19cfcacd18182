"""Missions of a city's ties, of a country, or of all: who can help whom, and where each sits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from cityties.network.setting import land_names
from cityties.pictures.figure import Detail, Figure, Panel, Table, renderer_of
from cityties.pictures.missions.choice import Block, of_all, of_city, of_country
from cityties.pictures.missions.table import Mission, missions, points
from cityties.pictures.missions.world import Spot, world
from cityties.pictures.network.page import placed
from cityties.pictures.page.files import words
from cityties.pictures.request import Request
from cityties.pictures.shapes.column import Column, Said
from cityties.pictures.shapes.sketch import Entry, Item, Sketch
from cityties.pictures.standing import legend
from cityties.pictures.ties import Tie, all_ties

__all__ = ["RENDERER", "figure"]

_MOST: Final = 8  # missions of a block that are named where all are told; of more their number
_BLOCKS: Final = 60
_SPOTS: Final = 400


def figure(request: Request) -> Figure:
    """Make the list and the map. Raises RequestError where no source tells of a mission."""
    known = words(request.lang) | words(request.lang, "page/words.toml") | words(request.lang, "missions/words.toml")
    every = missions(request)
    blocks = _blocks(request, every, known)
    if not every or not blocks:
        raise request.nothing()
    focused = bool(request.centres)
    told = {one.iri: one for block in blocks for one, _ in block.missions}
    spots = _spots(request, blocks, list(told.values()))
    ties = [block.tie for block in blocks if block.tie]
    marks = [Entry(known["mission"], "mission", "diamond"), *legend({tie.standing.key for tie in ties}, request.lang)]
    note = known["counted"].format(missions=len(told), helped=sum(bool(block.missions) for block in blocks))
    note = note if focused and ties else known["counted-all"].format(missions=len(told))

    def listed(width: float) -> Sketch:
        items, height = _list(blocks, known, width, focused)
        return Sketch(width, height, request.title, request.question, items, [e for e in marks if not e.part], note)

    def mapped(width: float) -> Sketch:
        items, height = world(spots[:_SPOTS], width)
        return Sketch(width, height, request.title, request.question, items)

    panels = [Panel(listed, known["list"] if spots else "")]
    panels += [Panel(mapped, known["map"])] if spots else []
    return Figure(panels, _details(blocks, known), [_table(blocks, known)])


def _blocks(request: Request, every: Sequence[Mission], known: Mapping[str, str]) -> list[Block]:
    if "city" in request.focus:
        return of_city(request, all_ties(request)[0], every, known.__getitem__)
    if "country" in request.focus:
        return of_country(request, all_ties(request)[0], every, known.__getitem__)
    lands = land_names(request.lang)
    request.labels.learn(one.sender for one in every if one.sender not in lands)
    return of_all(request, every, lambda key: lands.get(key) or request.labels.label(key))


def _list(blocks: Sequence[Block], known: Mapping[str, str], width: float, focused: bool) -> tuple[list[Item], float]:
    column = Column(0, 4, width)
    with_some = [block for block in blocks if block.missions][: None if focused else _BLOCKS]
    column.flow([_block(block, known, focused) for block in with_some], 300, 28)
    without = [block for block in blocks if not block.missions]
    if without:
        column.space(10)
        column.heading(known["without"], "soft", count=len(without))
        column.flow([_alone(block) for block in without], 220, 18)
    return column.items, column.y


def _block(block: Block, known: Mapping[str, str], focused: bool) -> Callable[[Column], None]:
    shown = block.missions if focused else block.missions[:_MOST]

    def put(column: Column) -> None:
        dot = block.tie.standing.mark if block.tie else None
        head = block.head if block.tie else f"{block.head} · {len(block.missions)}"
        column.row(block.ref, [Said(head, 14, "bold"), Said(block.under, 11.5, colour="soft")], dot=dot, gap=3)
        for one, more in shown:
            said = [Said(one.name, 12.5), Said(more, 11, colour="soft")]
            column.row(one.iri, said, dot=("diamond", "mission"), gap=4, indent=17 if block.tie else 0)
        if len(block.missions) > len(shown):
            column.words(Said(f"+ {len(block.missions) - len(shown)}", 11.5, colour="soft"))
        column.space(9)

    return put


def _alone(block: Block) -> Callable[[Column], None]:
    def put(column: Column) -> None:
        dot = block.tie.standing.mark if block.tie else None
        column.row(block.ref, [Said(block.head, 12.5)], dot=dot, gap=3)

    return put


def _spots(request: Request, blocks: Sequence[Block], told: Sequence[Mission]) -> list[Spot]:
    """Give the marks of the map: the cities of ties, and beside them where missions sit."""
    places = {block.place: block for block in blocks if block.place}
    where = points(request, [*places, *(one.seat for one in told if one.seat), *request.centres])
    found = [
        Spot(block.ref, *where[city], block.head.split(",")[0], block.tie.standing.shape, block.tie.standing.colour)
        for city, block in places.items() if city in where and block.tie
    ]  # fmt: skip
    seats: dict[str, Mission] = {}
    for one in told:
        if one.seat in where and one.seat not in places:
            seats.setdefault(one.seat, one)
    if "city" in request.focus and request.centres[0] in where and request.centres[0] not in seats:
        home = Spot(next(iter(places.values())).ref, *where[request.centres[0]], request.names["city"], "star", "ink")
        found.insert(0, home)
    return [*found, *(Spot(one.iri, *where[seat], one.seat_name, "diamond", "mission") for seat, one in seats.items())]


def _details(blocks: Sequence[Block], known: Mapping[str, str]) -> dict[str, Detail]:
    found: dict[str, Detail] = {}
    for block in blocks:
        near = [one.iri for one, _ in block.missions]
        facts = _tie_facts(block.tie, known) if block.tie else [(known["number"], str(len(near)))]
        found[block.ref] = Detail(block.head, block.under, facts, (), block.tie.iri if block.tie else "", near)
        for one, more in block.missions:
            told = [(known["seat"], one.seat_name), (known["head"], one.head), (known["what"], more)]
            made = found.setdefault(one.iri, Detail(one.name, known["mission"], told, (), one.iri))
            made.near = [*made.near, block.ref]
    return found


def _tie_facts(tie: Tie, known: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(known["status"], tie.status), (known["kind"], tie.kind), (known["since"], tie.since)]


def _table(blocks: Sequence[Block], known: Mapping[str, str]) -> Table:
    rows = [
        (one.iri, (one.name, block.head, block.under, one.seat_name, one.head))
        for block in blocks
        for one, _ in block.missions
    ]
    rows += [
        (block.ref, (known["nosource"], block.head, block.under, "", "")) for block in blocks if not block.missions
    ]
    heads = [known["mission"], known["for"], known["status"], known["seat"], known["head"]]
    return Table(known["table"], heads, rows)


RENDERER: Final = renderer_of(figure, placed)
