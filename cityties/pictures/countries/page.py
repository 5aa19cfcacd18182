"""Countries by the ties of their cities: a list where few ties join them, a matrix where many do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from cityties.model.errors import RequestError
from cityties.pictures.countries.grid import grid, legend_of, note_of, strongest
from cityties.pictures.countries.pairs import Pair, listed, pairs_of, ref_of
from cityties.pictures.countries.table import Table as Counts
from cityties.pictures.countries.table import table
from cityties.pictures.figure import Detail, Figure, Panel, Table, renderer_of
from cityties.pictures.page.files import words
from cityties.pictures.request import Request
from cityties.pictures.shapes.sketch import Sketch
from cityties.pictures.standing import legend
from cityties.pictures.ties import Tie, all_ties

__all__ = ["RENDERER", "figure"]

_FEW: Final = 150  # ties up to which each is told by itself
_PHONE: Final = 700.0


def figure(request: Request) -> Figure:
    """Make the list or the matrix. Raises RequestError where no tie joins cities of known countries."""
    known = words(request.lang) | words(request.lang, "page/words.toml") | words(request.lang, "countries/words.toml")
    ties, notes = all_ties(request)
    pairs = pairs_of(ties, request.centres)
    if not pairs:
        raise request.nothing()
    count = sum(len(some) for _, some in pairs)
    if count <= _FEW:
        return _list(request, pairs, notes, known)
    return _matrix(request, table(request), pairs, known)


def _list(
    request: Request, pairs: Sequence[tuple[Pair, list[Tie]]], notes: Sequence[str], known: Mapping[str, str]
) -> Figure:
    alone = _alone(request)
    keys = {tie.standing.key for _, some in pairs for tie in some}
    count = sum(len(some) for _, some in pairs)
    note = " · ".join([known["told-ties"].format(count=count), *notes])

    def draw(width: float) -> Sketch:
        items, height = listed(pairs, alone, known, width)
        return Sketch(
            width, height, request.title, request.question, items, tuple(legend(keys, request.lang)), note
        )  # fmt: skip

    details = {tie.iri: _tie(tie, known) for _, some in pairs for tie in some}
    details |= {ref_of(pair): _pair(pair, some, known) for pair, some in pairs}
    return Figure([Panel(draw)], details, [_table(pairs, known)])


def _alone(request: Request) -> list[str]:
    """Name the countries between which embassies stand, and no tie holds."""
    try:
        found = table(request)
    except RequestError:
        return []
    pairs = {(min(pair), max(pair)) for pair in found.missions}
    tied = {pair for pair, count in found.pairs.items() if count}
    named = [(found.names[one], found.names[other]) for one, other in sorted(pairs - tied)]
    keys = {found.names[place] for place, key in enumerate(found.keys) if key in request.centres}
    return sorted(" – ".join(sorted(pair)) for pair in named if keys <= set(pair))


def _matrix(
    request: Request, found: Counts, pairs: Sequence[tuple[Pair, list[Tie]]], known: Mapping[str, str]
) -> Figure:
    entries, note = legend_of(found, known), note_of(found, known)

    def draw(width: float) -> Sketch:
        if width < _PHONE:
            items, height = strongest(pairs, known, width)
        else:
            items, height = grid(found, width)
        return Sketch(width, height, request.title, request.question, items, entries, note)

    details = {ref_of(pair): _pair(pair, some, known) for pair, some in pairs}
    details |= _rows(found, known)
    return Figure([Panel(draw)], details, [_table(pairs, known)])


def _tie(tie: Tie, known: Mapping[str, str]) -> Detail:
    facts = [(known["status"], tie.status), (known["kind"], tie.kind), (known["since"], tie.since)]
    return Detail(tie.name, known["ties"], facts, (), tie.iri)


def _pair(pair: Pair, ties: Sequence[Tie], known: Mapping[str, str]) -> Detail:
    counts = Counter(tie.status for tie in ties)
    facts = [(status or known["status"], str(count)) for status, count in counts.most_common()]
    facts.insert(0, (known["ties"], str(len(ties))))
    names = [tie.name for tie in ties]
    return Detail(ref_of(pair), "; ".join(names[:40]) + (" …" if len(names) > 40 else ""), facts)


def _rows(found: Counts, known: Mapping[str, str]) -> dict[str, Detail]:
    totals = found.totals
    return {
        f"country {number}": Detail(name, "", [(known["ties"], str(totals[number]))])
        for number, name in enumerate(found.names)
    }


def _table(pairs: Sequence[tuple[Pair, list[Tie]]], known: Mapping[str, str]) -> Table:
    heads = [known["one"], known["other"], known["ties"], known["agreed"], known["cities"]]
    rows = [
        (
            ref_of(pair),
            (
                pair[0] or known["unknown"],
                pair[1] or known["unknown"],
                str(len(ties)),
                str(sum(tie.standing.key == "agreed" for tie in ties)),
                "; ".join(tie.name for tie in ties[:40]) + (" …" if len(ties) > 40 else ""),
            ),
        )
        for pair, ties in pairs
    ]
    return Table(known["table"], heads, rows)


RENDERER: Final = renderer_of(figure)
