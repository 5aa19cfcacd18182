"""A sketch as SVG: text stays text, no script, no library; the same sketch gives the same bytes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape
from typing import Final

from cityties.model.output import printable
from cityties.pictures.shapes.palette import light
from cityties.pictures.shapes.sketch import Area, Box, Dot, Entry, Item, Line, Mark, Point, Sketch, Text, flat

__all__ = ["FONTS", "arrow_head", "glyph", "inline", "outline", "svg"]

FONTS: Final = ("DejaVu Sans", "Noto Sans", "Noto Sans CJK SC", "Noto Sans Arabic", "Noto Sans Devanagari")
_BASELINE: Final = 0.35  # of the size of letters, below their middle
_DASHES: Final = {"solid": (), "dashed": (5.0, 3.5), "dotted": (1.2, 2.6)}
# Corners of the shapes, as angles in degrees and shares of the radius.
_CORNERS: Final[dict[str, Sequence[tuple[float, float]]]] = {
    "square": [(45 + 90 * n, 1.15) for n in range(4)],
    "diamond": [(90 * n, 1.25) for n in range(4)],
    "triangle": [(-90 + 120 * n, 1.25) for n in range(3)],
    "triangleDown": [(90 + 120 * n, 1.25) for n in range(3)],
    "hexagon": [(60 * n, 1.1) for n in range(6)],
    "cross": [(a, r) for n in range(4) for a, r in ((90 * n + 30, 1.25), (90 * n + 60, 1.25), (90 * n + 90, 0.5))],
    "star": [(-90 + 36 * n, 1.3 if n % 2 == 0 else 0.58) for n in range(10)],
}


def svg(sketch: Sketch) -> str:
    """Write a sketch, framed or not, as one SVG file."""
    width, height = _n(sketch.width), _n(sketch.height)
    families = ", ".join(f"'{name}'" for name in FONTS)
    write = _Writer(light)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" font-family="{families}, sans-serif">',
        f"<title>{_text(sketch.title)}</title>",
        f"<desc>{_text(sketch.question)}</desc>",
        f'<rect width="{width}" height="{height}" fill="{light(sketch.paper)}"/>',
        *(write.item(item) for item in flat(sketch.items)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def inline(sketch: Sketch, name: str) -> str:
    """Write a sketch as SVG inside a page, whose style gives the colours: each mark a group that can be reached."""
    width, height = _n(sketch.width), _n(sketch.height)
    write = _Writer(lambda colour: colour if not colour or colour.startswith("#") else f"var(--{colour})")
    parts = [
        f'<svg class="figure" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" '
        f'aria-label="{_text(name)}">',
        *(write.item(item) for item in sketch.items),
        "</svg>",
    ]
    return "\n".join(parts)


def glyph(entry: Entry) -> str:
    """Write the mark or the line of a legend inside a page."""
    item: Item = Dot(9.0, 9.0, 5.5, entry.colour, entry.shape, edge="soft" if entry.colour == "card" else "")
    if entry.dash:
        item = Line(((0.0, 9.0), (22.0, 9.0)), entry.colour, entry.width, entry.dash)
    write = _Writer(lambda colour: colour if not colour or colour.startswith("#") else f"var(--{colour})")
    across = 22 if entry.dash else 18
    return f'<svg width="{across}" height="18" viewBox="0 0 {across} 18" aria-hidden="true">{write.item(item)}</svg>'


def outline(dot: Dot) -> list[Point]:
    """Give the corners of a mark; none of a round one."""
    return [
        (
            dot.x + dot.radius * share * math.cos(math.radians(angle)),
            dot.y + dot.radius * share * math.sin(math.radians(angle)),
        )
        for angle, share in _CORNERS.get(dot.shape, ())
    ]


def arrow_head(line: Line) -> list[Point]:
    """Give the three corners of the arrow at the end of a line."""
    (x, y), before = line.points[-1], line.points[:-1]
    start = next((point for point in reversed(before) if point != (x, y)), None)
    if start is None:
        return []
    turn = math.atan2(y - start[1], x - start[0])
    long, half = 5.0 + 1.6 * line.width, 0.42
    return [(x, y), *((x - long * math.cos(turn + side), y - long * math.sin(turn + side)) for side in (half, -half))]


class _Writer:
    """Writes shapes, with colours as ``paint`` gives them."""

    def __init__(self, paint: Callable[[str], str]) -> None:
        self._colour = paint

    def item(self, item: Item) -> str:
        """Write one shape, or a mark with all of its shapes."""
        if isinstance(item, Mark):
            return self._mark(item)
        if isinstance(item, Line):
            return self._line(item)
        if isinstance(item, Dot):
            return self._dot(item)
        if isinstance(item, Box):
            corner = f' rx="{_n(item.round)}"' if item.round else ""
            return (
                f'<rect x="{_n(item.x)}" y="{_n(item.y)}" width="{_n(item.width)}" height="{_n(item.height)}"{corner}'
                f"{self._paint(item.colour, item.edge, item.opacity)}/>"
            )
        if isinstance(item, Area):
            rings = "".join(f"M{_points(ring)}Z" for ring in item.rings)
            return f'<path d="{rings}" fill-rule="evenodd"{self._paint(item.colour, item.edge, item.opacity, 0.6)}/>'
        return self._words(item)

    def _mark(self, mark: Mark) -> str:
        told = {
            "data-part": mark.part, "data-begin": mark.days[0], "data-end": mark.days[1],
            "data-near": " ".join(mark.near), "aria-label": mark.label,
        }  # fmt: skip
        more = "".join(f' {name}="{_text(value)}"' for name, value in told.items() if value)
        shapes = "".join(self.item(one) for one in mark.items)
        return f'<g class="mark" role="button" tabindex="0" data-ref="{_text(mark.ref)}"{more}>{shapes}</g>'

    def _line(self, line: Line) -> str:
        dash, colour = _DASHES[line.dash], self._colour(line.colour)
        told = f' stroke-dasharray="{" ".join(_n(part * max(1.0, line.width)) for part in dash)}"' if dash else ""
        opacity = f' opacity="{_n(line.opacity)}"' if line.opacity < 1 else ""
        path = (
            f'<path d="M{_points(line.points)}" fill="none" stroke="{colour}" '
            f'stroke-width="{_n(line.width)}" stroke-linejoin="round"{told}{opacity}/>'
        )
        head = arrow_head(line) if line.arrow else []
        return path + (f'<path d="M{_points(head)}Z" fill="{colour}"{opacity}/>' if head else "")

    def _dot(self, dot: Dot) -> str:
        paint = self._paint(dot.colour, dot.edge, dot.opacity)
        corners = outline(dot)
        if corners:
            return f'<path d="M{_points(corners)}Z"{paint}/>'
        if dot.shape == "ring":
            paint = f' fill="none" stroke="{self._colour(dot.colour)}" stroke-width="{_n(max(1.5, dot.radius / 4))}"'
        if dot.shape == "half":
            x, y, r = _n(dot.x), _n(dot.y), _n(dot.radius)
            ink = self._colour(dot.colour)
            return (
                f'<circle cx="{x}" cy="{y}" r="{r}" fill="none" stroke="{ink}" stroke-width="1.5"/>'
                f'<path d="M{x} {_n(dot.y - dot.radius)}A{r} {r} 0 0 0 {x} {_n(dot.y + dot.radius)}Z" fill="{ink}"/>'
            )
        return f'<circle cx="{_n(dot.x)}" cy="{_n(dot.y)}" r="{_n(dot.radius)}"{paint}/>'

    def _words(self, text: Text) -> str:
        weight = ' font-weight="700"' if text.weight == "bold" else ""
        halo = (
            f' stroke="{self._colour(text.halo)}" stroke-width="{_n(text.size / 5)}" stroke-linejoin="round" '
            f'paint-order="stroke"'
            if text.halo
            else ""
        )
        turn = f' transform="rotate({_n(text.turn)} {_n(text.x)} {_n(text.y)})"' if text.turn else ""
        return (
            f'<text x="{_n(text.x)}" y="{_n(text.y + _BASELINE * text.size)}" font-size="{_n(text.size)}" '
            f'text-anchor="{text.anchor}" fill="{self._colour(text.colour)}"{weight}{halo}{turn}>'
            f"{_text(text.text)}</text>"
        )

    def _paint(self, colour: str, edge: str, opacity: float, width: float = 1.0) -> str:
        told = f' fill="{self._colour(colour) or "none"}"'
        told += f' stroke="{self._colour(edge)}" stroke-width="{_n(width)}"' if edge else ""
        return told + (f' opacity="{_n(opacity)}"' if opacity < 1 else "")


def _points(points: Sequence[Point]) -> str:
    return "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def _text(text: str) -> str:
    return escape(printable(text))
