"""The atlas as a still: its parts, the strongest links between them, and how much of them is left out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

from cityties.model import resources
from cityties.pictures.atlas.arrangement import Arrangement, Folded
from cityties.pictures.atlas.folding import FEW, strongest
from cityties.pictures.page.files import read_toml, shortened, words
from cityties.pictures.shapes.lettering import Lettering
from cityties.pictures.shapes.letters import wide
from cityties.pictures.shapes.sketch import Dot, Entry, Item, Line, Point, Sketch, Text

__all__ = ["overview"]

_WIDTH: Final = 1400.0
_HEIGHT: Final = 860.0
_LINKS: Final = 3  # of each part
_BEND: Final = 0.1
_PAPER: Final = "#faf8f2"


def overview(whole: Arrangement) -> Sketch:
    """Sketch the fold that opens, with all parts folded."""
    request = whole.request
    told = words(request.lang, "atlas/words.toml")
    folded = whole.folds[whole.opening]
    colours = read_toml(resources.folder("viz") / "atlas" / "palette.toml")["light"]
    reach, spots = folded.place("members")
    low, high = (spots - reach[:, None]).min(axis=0), (spots + reach[:, None]).max(axis=0)
    scale = float(min((_WIDTH - 24) / (high[0] - low[0]), (_HEIGHT - 24) / (high[1] - low[1])))
    middle = (low + high) / 2
    places = [
        (
            round(float(_WIDTH / 2 + (x - middle[0]) * scale), 2),
            round(float(_HEIGHT / 2 + (y - middle[1]) * scale), 2),
            round(float(r * scale), 2),
        )
        for (x, y), r in zip(spots, reach, strict=True)
    ]
    kept = strongest(folded.links, _LINKS)
    between = sum(1 for one, other in folded.links if one != other)
    paints = [_paint(folded, part, colours) for part in range(len(folded.fold.parts))]
    names = [part.label or told["few" if part.key == FEW else f"none_{folded.fold.way}"] for part in folded.fold.parts]
    counts = [len(part.members) for part in folded.fold.parts]
    items: list[Item] = list(_links(folded, kept, places, colours["tie"]))
    items += [Dot(x, y, r, fill, edge=rim) for (x, y, r), (fill, rim) in zip(places, paints, strict=True)]
    items += _names(names, counts, places)
    notes = [
        told["links_shown"].format(n=len(kept), all=between),
        told["folded"].format(n=len(whole.order), all=len(whole.order)),
    ]
    if folded.fold.guessed:
        notes.append(told["guessed"].format(n=len(folded.fold.guessed)))
    return Sketch(
        _WIDTH,
        _HEIGHT,
        request.title,
        request.question,
        items,
        list(_legend(folded, names, colours, told)),
        " · ".join(notes),
    )


def _paint(folded: Folded, part: int, colours: dict[str, Any]) -> tuple[str, str]:
    block, blocks = folded.blocks[part], colours["blocks"]
    fill, rim = blocks[block] if folded.fold.parts[part].key and block < len(blocks) else colours["other"]
    return fill, rim


def _links(
    folded: Folded, kept: set[tuple[int, int]], places: Sequence[tuple[float, float, float]], colour: str
) -> Iterator[Line]:
    heaviest = max((folded.links[pair] for pair in kept), default=1)
    for one, other in sorted(kept, key=lambda pair: (folded.links[pair], pair)):
        count = folded.links[one, other]
        width = min(13.0, 0.5 + math.sqrt(count) * 0.7)
        yield Line(
            _curve(places[one], places[other]),
            colour,
            round(width, 2),
            opacity=round(0.2 + 0.45 * math.sqrt(count / heaviest), 3),
        )


def _curve(one: tuple[float, float, float], other: tuple[float, float, float]) -> list[Point]:
    """Lead from the rim of one circle to that of another in a slight bend."""
    (x1, y1, r1), (x2, y2, r2) = one, other
    far = math.hypot(x2 - x1, y2 - y1) or 1.0
    ax, ay = x1 + (x2 - x1) * r1 / far, y1 + (y2 - y1) * r1 / far
    bx, by = x2 + (x1 - x2) * r2 / far, y2 + (y1 - y2) * r2 / far
    cx, cy = (ax + bx) / 2 - (by - ay) * _BEND, (ay + by) / 2 + (bx - ax) * _BEND
    steps = [step / 12 for step in range(13)]
    return [
        (
            round((1 - t) ** 2 * ax + 2 * t * (1 - t) * cx + t * t * bx, 2),
            round((1 - t) ** 2 * ay + 2 * t * (1 - t) * cy + t * t * by, 2),
        )
        for t in steps
    ]


def _names(names: Sequence[str], counts: Sequence[int], places: Sequence[tuple[float, float, float]]) -> Iterator[Text]:
    """Write names on their circles where they fit, beside them where there is room, the largest first."""
    letters = Lettering(_WIDTH, _HEIGHT)
    order = sorted(range(len(places)), key=lambda part: (-places[part][2], part))
    beside = []
    for part in order:
        x, y, r = places[part]
        letters.take((x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8))
        text = shortened(names[part])
        size = min(24.0, max(9.0, r / 3.1), (2 * r - 5) / wide(text, 1.0))
        if size < 8.5:
            beside.append((part, text))
            continue
        tall = r > 26 and r > size * 1.9
        yield Text(x, round(y - (size * 0.5 if tall else 0), 2), text, round(size, 2))
        if tall:
            yield Text(x, round(y + size * 0.65, 2), str(counts[part]), round(max(9.0, size * 0.68), 2))
    for part, text in beside:
        x, y, r = places[part]
        found = letters.write(text, x, y, size=10, gap=r + 1, sides=("below", "above", "right", "left"), halo=_PAPER)
        if found:
            yield found


def _legend(folded: Folded, names: Sequence[str], colours: dict[str, Any], told: dict[str, str]) -> Iterator[Entry]:
    groups: dict[int, list[str]] = {}
    for part, block in enumerate(folded.blocks):
        if folded.fold.parts[part].key:
            groups.setdefault(block, []).append(names[part])
    blocks = colours["blocks"]
    for block in sorted(groups)[: len(blocks)]:
        first = [shortened(name) for name in groups[block][:3]]
        yield Entry(", ".join(first) + (" …" if len(groups[block]) > 3 else ""), blocks[block][0])
    if len(groups) > len(blocks):
        yield Entry(told["others"], colours["other"][0])
    yield Entry(told["width_is"], colours["tie"], dash="solid", width=4.0)
