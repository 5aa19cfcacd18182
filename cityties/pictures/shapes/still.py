"""A sketch as PNG or PDF for print, by matplotlib and without a browser; the same sketch gives the same bytes."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from cityties import __version__
from cityties.model.errors import RequestError
from cityties.pictures.shapes.palette import light
from cityties.pictures.shapes.sketch import Area, Box, Dot, Item, Line, Point, Sketch, Text, flat
from cityties.pictures.shapes.vector import FONTS, arrow_head, outline

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["still", "strange"]

_PIXELS: Final = 72.0  # of a sketch, an inch: a size of letters is then the same in points
_SHARP: Final = 160.0  # dots an inch of a PNG
_MOST: Final = 7000  # dots of a PNG, along its longer side
_BASELINE: Final = 0.35
_METADATA: Final[dict[str, dict[str, str | None]]] = {
    "png": {"Software": f"cityties {__version__}"},
    "pdf": {"Creator": f"cityties {__version__}", "Producer": None, "CreationDate": None},
}
_SETTINGS: Final[dict[Any, Any]] = {
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "path.simplify": False,
    "axes.unicode_minus": False,
}


def still(sketch: Sketch, form: str) -> bytes:
    """Write a sketch, framed or not, as "png" or "pdf". Raises RequestError where matplotlib is absent."""
    _need()
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_pdf import FigureCanvasPdf
    from matplotlib.figure import Figure

    buffer = io.BytesIO()
    with matplotlib.rc_context({**_SETTINGS, "font.family": list(_families())}), warnings.catch_warnings():
        # Letters that no font here has are told by `strange`; in a PDF and a PNG they are boxes.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = Figure(figsize=(sketch.width / _PIXELS, sketch.height / _PIXELS), facecolor=light(sketch.paper))
        (FigureCanvasPdf if form == "pdf" else FigureCanvasAgg)(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set(xlim=(0, sketch.width), ylim=(sketch.height, 0))
        for layer, (kind, items) in enumerate(groupby(flat(sketch.items), key=type)):
            _LAYERS[kind](axes, list(items), layer)
        dpi = min(_SHARP, _PIXELS * _MOST / max(sketch.width, sketch.height))
        figure.savefig(buffer, format=form, dpi=dpi, metadata=_METADATA[form], facecolor=light(sketch.paper))
    return buffer.getvalue()


def strange(sketch: Sketch) -> list[str]:
    """Name the characters of a sketch that no font of this machine has, sorted.

    Raises RequestError where matplotlib is absent.
    """
    _need()
    wanted = {letter for item in flat(sketch.items) if isinstance(item, Text) for letter in item.text if letter > "~"}
    return sorted(letter for letter in wanted if not any(ord(letter) in _letters(font) for font in _families()))


def _need() -> None:
    if find_spec("matplotlib") is None:
        raise RequestError("matplotlib is not installed: pip install 'cityties[figures]', or draw an .svg")


@cache
def _families() -> tuple[str, ...]:
    """Name the fonts, of those that are good to have, that this machine has; DejaVu Sans comes with matplotlib."""
    from matplotlib.font_manager import fontManager

    known = {font.name for font in fontManager.ttflist}
    return tuple(name for name in FONTS if name in known)


@cache
def _letters(family: str) -> frozenset[int]:
    from matplotlib.font_manager import findfont
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(findfont(family)).get_charmap())


def _lines(axes: Axes, lines: Sequence[Line], layer: int) -> None:
    from matplotlib.collections import LineCollection, PolyCollection

    patterns: dict[str, Any] = {"solid": "solid", "dashed": (0, (5, 3.5)), "dotted": (0, (1.2, 2.6))}
    axes.add_collection(
        LineCollection(
            [list(line.points) for line in lines],
            colors=[_rgba(line.colour, line.opacity) for line in lines],
            linewidths=[line.width for line in lines],
            linestyles=[patterns[line.dash] for line in lines],
            zorder=layer,
        ),
        autolim=False,
    )
    heads = [(head, line) for line in lines if line.arrow and (head := arrow_head(line))]
    if heads:
        colours = [_rgba(line.colour, line.opacity) for _, line in heads]
        axes.add_collection(PolyCollection([h for h, _ in heads], facecolors=colours, zorder=layer), autolim=False)


def _dots(axes: Axes, dots: Sequence[Dot], layer: int) -> None:
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Circle, Polygon

    patches = [Polygon(c) if (c := outline(dot)) else Circle((dot.x, dot.y), dot.radius) for dot in dots]
    none = (0.0, 0.0, 0.0, 0.0)
    axes.add_collection(
        PatchCollection(
            patches,
            facecolors=[none if dot.shape in ("ring", "half") else _rgba(dot.colour, dot.opacity) for dot in dots],
            edgecolors=[
                _rgba(dot.colour if dot.shape in ("ring", "half") else dot.edge, dot.opacity)
                if dot.edge or dot.shape in ("ring", "half")
                else none
                for dot in dots
            ],
            linewidths=[max(1.5, dot.radius / 4) if dot.shape in ("ring", "half") else 1.0 for dot in dots],
            zorder=layer,
        ),
        autolim=False,
    )  # fmt: skip

    halves = [dot for dot in dots if dot.shape == "half"]
    if halves:
        from matplotlib.patches import Wedge

        filled = [Wedge((dot.x, dot.y), dot.radius, 90, 270) for dot in halves]
        colours = [_rgba(dot.colour, dot.opacity) for dot in halves]
        axes.add_collection(PatchCollection(filled, facecolors=colours, zorder=layer), autolim=False)


def _boxes(axes: Axes, boxes: Sequence[Box], layer: int) -> None:
    from matplotlib.patches import BoxStyle, FancyBboxPatch

    for box in boxes:
        style = BoxStyle.Round(pad=0, rounding_size=box.round) if box.round else BoxStyle.Square(pad=0)
        axes.add_patch(
            FancyBboxPatch(
                (box.x, box.y), box.width, box.height, boxstyle=style, zorder=layer,
                facecolor=_rgba(box.colour, box.opacity) if box.colour else "none",
                edgecolor=_rgba(box.edge, box.opacity) if box.edge else "none",
            )
        )  # fmt: skip


def _areas(axes: Axes, areas: Sequence[Area], layer: int) -> None:
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path

    def shape(rings: Sequence[Sequence[Point]]) -> Path:
        parts = [Path([*ring, ring[0]], closed=True) for ring in rings if len(ring) > 2]
        return Path.make_compound_path(*parts)

    axes.add_collection(
        PathCollection(
            [shape(area.rings) for area in areas],
            facecolors=[_rgba(area.colour, area.opacity) for area in areas],
            edgecolors=[_rgba(area.edge, area.opacity) if area.edge else "none" for area in areas],
            linewidths=0.6,
            zorder=layer,
        ),
        autolim=False,
    )


def _texts(axes: Axes, texts: Sequence[Text], layer: int) -> None:
    from matplotlib.patheffects import Stroke

    sides = {"start": "left", "middle": "center", "end": "right"}
    for text in texts:
        told: dict[str, Any] = {
            "fontsize": text.size, "ha": sides[text.anchor], "va": "baseline", "weight": text.weight, "zorder": layer,
            "parse_math": False, "clip_on": False, "rotation": -text.turn, "rotation_mode": "anchor",
        }  # fmt: skip
        words, y = " ".join(text.text.split()), text.y + _BASELINE * text.size
        if text.halo:
            # A rim of its own beneath, so that the words above stay words.
            rim = [Stroke(linewidth=text.size / 5, foreground=light(text.halo))]
            axes.text(text.x, y, words, color=light(text.halo), path_effects=rim, **told)
        axes.text(text.x, y, words, color=light(text.colour), **told)


def _rgba(name: str, opacity: float) -> tuple[float, float, float, float]:
    colour = light(name)
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue, opacity


_LAYERS: Final[dict[type[Item], Any]] = {Line: _lines, Dot: _dots, Box: _boxes, Area: _areas, Text: _texts}
