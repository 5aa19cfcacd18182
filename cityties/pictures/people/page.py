"""Who brought which cities together: people by rank, each with a line to the cities that they linked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from cityties.pictures.figure import Detail, Figure, Panel, Table, renderer_of
from cityties.pictures.network.page import placed
from cityties.pictures.page.files import words
from cityties.pictures.people.table import Linker, linkers
from cityties.pictures.request import Request
from cityties.pictures.shapes.column import Column, Said
from cityties.pictures.shapes.sketch import Entry, Item, Line, Sketch

__all__ = ["RENDERER", "figure"]

_FIRST: Final = 40  # people who have a line of their own
_MOST: Final = 150  # people in the drawing; the table has all
_NAME: Final = 250.0


def figure(request: Request) -> Figure:
    """Make the ranking. Raises RequestError where nobody took part in anything between cities."""
    people = linkers(request)
    if not people:
        raise request.nothing()
    known = words(request.lang) | words(request.lang, "page/words.toml") | words(request.lang, "people/words.toml")
    label = request.labels.label
    legend = [Entry(known["person"], "node-Person", "triangle"), Entry(known["home"], "one"),
              Entry(known["partner"], "other")]  # fmt: skip
    events = {event.iri for one in people for some in one.cities.values() for event in some}
    note = known["counted"].format(people=len(people), events=len(events))
    if len(people) > _MOST:
        note += " · " + known["rest"].format(count=len(people) - _MOST)

    def draw(width: float) -> Sketch:
        items, height = _draw(people[:_MOST], label, known, width)
        return Sketch(width, height, request.title, request.question, items, legend, note)

    return Figure(
        [Panel(draw)], {one.iri: _detail(one, label, known) for one in people}, [_table(people, label, known)]
    )


def _draw(
    people: Sequence[Linker], label: Callable[[str], str], known: Mapping[str, str], width: float
) -> tuple[list[Item], float]:
    column = Column(0, 4, width)
    many = [one for one in people[:_FIRST] if len(one.partners) > 1]
    column.flow([_line(one, label) for one in many], 560, 40)
    rest = [one for one in people if one not in many]
    if rest:
        column.space(8)
        column.heading(known["others"], count=len(rest))
        column.flow([_short(one, label) for one in rest], 300, 26)
    return column.items, column.y


def _line(one: Linker, label: Callable[[str], str]) -> Callable[[Column], None]:
    """Put a person with a line from their own city, by way of them, to each city that they linked."""
    home = [(one.iri, label(city), "one") for city in sorted(one.home & set(one.cities), key=label)]
    partners = [(one.iri, label(city), "other") for city in sorted(one.partners, key=label)]
    said = [Said(f"{one.name} · {len(partners)}", 14, "bold"), Said(", ".join(one.posts), 11, colour="soft")]

    def put(column: Column) -> None:
        phone = column.width < _NAME * 2
        top = column.y
        name = Column(column.x, top, column.width if phone else _NAME)
        middle, _ = name.row(one.iri, said, dot=("triangle", "node-Person"))
        x = 17.0 if phone else _NAME + 34
        chips = Column(column.x + x, name.y if phone else top, column.width - x)
        chips.chips([*home, *partners], 12.5)
        if not phone:
            ends = ((column.x + _NAME + 4, middle), (column.x + _NAME + 30, middle))
            column.items.append(Line(ends, "line", 2.0))
        column.items += [*name.items, *chips.items]
        column.y = max(name.y, chips.y) + 5
        column.items.append(Line(((column.x, column.y - 4), (column.x + column.width, column.y - 4)), "line", 0.8))

    return put


def _short(one: Linker, label: Callable[[str], str]) -> Callable[[Column], None]:
    def put(column: Column) -> None:
        home = ", ".join(sorted(map(label, one.home & set(one.cities))))
        partners = ", ".join(sorted(map(label, one.partners)))
        way = f"{home} – {partners}" if home else partners
        said = [Said(one.name, 12.5, "bold"), Said(way, 12), Said(", ".join(one.posts), 11, colour="soft")]
        column.row(one.iri, said, dot=("triangle", "node-Person"), gap=7)

    return put


def _detail(one: Linker, label: Callable[[str], str], known: Mapping[str, str]) -> Detail:
    facts = [(known["post"], ", ".join(one.posts))]
    for city in sorted(one.partners, key=label):
        told = sorted(f"{event.day} {event.name}".strip() for event in one.partners[city])
        facts.append((label(city), "; ".join(told)))
    passages = {passage: None for some in one.partners.values() for event in some for passage in event.passages}
    return Detail(one.name, known["took-part"], facts, list(passages), one.iri)


def _table(people: Sequence[Linker], label: Callable[[str], str], known: Mapping[str, str]) -> Table:
    heads = [known[name] for name in ("person", "post", "home", "partner", "number", "sources")]
    rows = []
    for one in people:
        passages = {passage.title for some in one.partners.values() for event in some for passage in event.passages}
        cells = (
            one.name,
            ", ".join(one.posts),
            ", ".join(sorted(map(label, one.home & set(one.cities)))),
            ", ".join(sorted(map(label, one.partners))),
            str(len(one.partners)),
            "; ".join(sorted(passages)),
        )
        rows.append((one.iri, cells))
    return Table(known["table"], heads, rows)


RENDERER: Final = renderer_of(figure, placed)
