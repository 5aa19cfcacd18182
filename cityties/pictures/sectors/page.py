"""Sectors: a dot where a city works in a field, and, as a second drawing, who wants to learn what from whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cityties.pictures.figure import Detail, Figure, Panel, Table, renderer_of
from cityties.pictures.network.page import placed
from cityties.pictures.page.files import words
from cityties.pictures.request import Request
from cityties.pictures.sectors.table import Fields, fields
from cityties.pictures.shapes.column import Column, Said
from cityties.pictures.shapes.letters import wide
from cityties.pictures.shapes.sketch import Box, Dot, Entry, Item, Mark, Sketch, Text
from cityties.questions.question import ask

__all__ = ["RENDERER", "figure"]

_PHONE: Final = 700.0
_ROW: Final = 17.0
_MOST: Final = 60  # cities of the drawing; the table has all
_TURN: Final = -55.0


@dataclass(frozen=True)
class Wish:
    """A wish to learn on record: who, from whom, in which field, since when, who says so."""

    learner: str
    teacher: str
    sector: str
    day: str
    source: str


def figure(request: Request) -> Figure:
    """Make both drawings. Raises RequestError where no tie names a field."""
    found = fields(request)
    if not found.cities:
        raise request.nothing()
    known = words(request.lang) | words(request.lang, "page/words.toml") | words(request.lang, "sectors/words.toml")
    wishes = _wishes(request)
    label = request.labels.label
    shown = found.cities[:_MOST]
    note = known["counted"].format(cities=len(found.cities), sectors=len(found.sectors))
    if len(found.cities) > _MOST:
        note += " · " + known["rest"].format(count=len(found.cities) - _MOST)
    legend = [Entry(known["dot-one"], "node-Sector"), Entry(known["dot-more"], "part-Step")]

    def matrix(width: float) -> Sketch:
        items, height = _matrix(found, shown, label, known, width)
        return Sketch(width, height, request.title, request.question, items, legend, note)

    def learning(width: float) -> Sketch:
        items, height = _learning(wishes, known, width)
        return Sketch(width, height, request.title, request.question, items)

    panels = [Panel(matrix, known["fields"])]
    panels += [Panel(learning, known["learning"])] if wishes else []
    return Figure(panels, _details(found, wishes, label, known), _tables(found, wishes, label, known))


def _wishes(request: Request) -> list[Wish]:
    rows = ask(request.store, "learning-interests", {}, request.lang)
    found = [
        Wish(row["learnerLabel"], row["teacherLabel"], row.get("sectorLabel", ""), row["date"] or row["by"],
             row.get("sourcesLabel", ""))
        for row in rows
    ]  # fmt: skip
    return sorted(dict.fromkeys(found), key=lambda one: (one.learner, one.teacher, one.sector, one.day))


def _matrix(
    found: Fields, shown: Sequence[str], label: Callable[[str], str], known: Mapping[str, str], width: float
) -> tuple[list[Item], float]:
    """Put a dot where a city and a field meet; on a phone each field with its cities."""
    if width < _PHONE:
        column = Column(0, 4, width)
        for sector in found.sectors:
            cities = found.of_sector(sector)
            said = [Said(f"{label(sector)} · {len(cities)}", 13, "bold"), Said(", ".join(map(label, cities)), 12)]
            column.row(sector, said, dot=("dot", "node-Sector"), gap=8)
        return column.items, column.y
    left = max(wide(label(city), 11.5) for city in shown) + 42
    top = max(wide(label(sector), 11) for sector in found.sectors) * 0.82 + 22
    right = wide(label(found.sectors[-1]), 11) * 0.58 + 8
    step = min(34.0, (width - left - right) / len(found.sectors))
    items: list[Item] = []
    bottom = top + _ROW * len(shown)
    for at, sector in enumerate(found.sectors):
        x = left + (at + 0.5) * step
        name = Text(x, top - 12, label(sector), 11, "start", turn=_TURN)
        count = Text(x, bottom + 9, str(len(found.of_sector(sector))), 10.5, colour="soft")
        stripe = Box(x - step / 2, top - 4, step, bottom - top + 4, "faint" if at % 2 else "")
        items.append(Mark((stripe, name, count), sector, f"{label(sector)}: {len(found.of_sector(sector))}"))
    for row, city in enumerate(shown):
        y = top + (row + 0.5) * _ROW
        own = found.of_city(city)
        texts = [Text(0, y, label(city), 11.5, "start"), Text(left - 8, y, str(len(own)), 10.5, "end", colour="soft")]
        back = Box(-2, y - _ROW / 2, left - 4, _ROW, "")
        items.append(Mark((back, *texts), city, f"{label(city)}: {len(own)}"))
        for at, sector in enumerate(found.sectors):
            ties = found.named.get((city, sector), set())
            if ties:
                x = left + (at + 0.5) * step
                colour = "node-Sector" if len(ties) == 1 else "part-Step"
                items.append(Dot(x, y, min(7.5, 3.6 + 1.3 * len(ties)), colour))
    return items, bottom + 18


def _learning(wishes: Sequence[Wish], known: Mapping[str, str], width: float) -> tuple[list[Item], float]:
    """Put each learner with those from whom they want to learn, and in which field."""
    by_learner: dict[str, list[Wish]] = {}
    for one in wishes:
        by_learner.setdefault(one.learner, []).append(one)
    column = Column(0, 4, width)
    order = sorted(by_learner.items(), key=lambda one: (-len({wish.teacher for wish in one[1]}), one[0]))
    column.flow([_learner(name, some, known) for name, some in order], 300, 30)
    return column.items, column.y


def _learner(name: str, wishes: Sequence[Wish], known: Mapping[str, str]) -> Callable[[Column], None]:
    by_teacher: dict[str, list[str]] = {}
    for one in wishes:
        by_teacher.setdefault(one.teacher, []).append(one.sector or known["no-sector"])

    def put(column: Column) -> None:
        column.heading(known["learns"].format(city=name), "part-Commitment", 14)
        for teacher, sectors in sorted(by_teacher.items()):
            said = [Said(f"← {teacher}: {', '.join(dict.fromkeys(sectors))}", 12.5)]
            column.row(f"{name} ← {teacher}", said, dot=("triangle", "part-Commitment"))
        column.space(8)

    return put


def _details(
    found: Fields, wishes: Sequence[Wish], label: Callable[[str], str], known: Mapping[str, str]
) -> dict[str, Detail]:
    made: dict[str, Detail] = {}
    for city in found.cities:
        facts = [(known["sectors"], ", ".join(map(label, found.of_city(city))))]
        made[city] = Detail(label(city), known["city"], facts, (), city)
    for sector in found.sectors:
        facts = [(known["cities"], ", ".join(map(label, found.of_sector(sector)))),
                 (known["ties"], str(found.ties(sector)))]  # fmt: skip
        made[sector] = Detail(label(sector), known["sectors"], facts, (), sector)
    for one in wishes:
        ref = f"{one.learner} ← {one.teacher}"
        made.setdefault(ref, Detail(ref, known["learning"]))
        made[ref].facts.append((one.sector or known["no-sector"], " · ".join(filter(None, (one.day, one.source)))))
    return made


def _tables(
    found: Fields, wishes: Sequence[Wish], label: Callable[[str], str], known: Mapping[str, str]
) -> list[Table]:
    cities = [
        (city, (label(city), ", ".join(map(label, found.of_city(city))))) for city in sorted(found.cities, key=label)
    ]
    sectors = [
        (
            one,
            (
                label(one),
                str(len(found.of_sector(one))),
                str(found.ties(one)),
                ", ".join(map(label, found.of_sector(one))),
            ),
        )
        for one in found.sectors
    ]
    learning = [
        (f"{one.learner} ← {one.teacher}", (one.learner, one.teacher, one.sector, one.day, one.source))
        for one in wishes
    ]
    return [
        Table(known["fields"], [known["sectors"], known["cities"], known["ties"], known["city"]], sectors),
        Table(known["by-city"], [known["city"], known["sectors"]], cities, folded=True),
        Table(
            known["learning"],
            [known["learner"], known["teacher"], known["sectors"], known["when"], known["sources"]],
            learning,
        ),
    ]


RENDERER: Final = renderer_of(figure, placed)
