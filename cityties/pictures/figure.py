"""A figure: one drawing, made for any width, with what a page tells of each of its marks.

The page shows the drawing twice, for a desk and for a phone, and hides one; the still and the sheet
of paper are the same drawing. Nothing is drawn by the page itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cityties.pictures.renderer import Placed, Renderer

if TYPE_CHECKING:
    from cityties.pictures.request import Request
    from cityties.pictures.shapes.sketch import Sketch

__all__ = ["NARROW", "WIDE", "Detail", "Figure", "Panel", "Passage", "Table", "renderer_of"]

WIDE: Final = 1320.0  # a desk, and a sheet of A4 on its side
NARROW: Final = 358.0  # a phone


@dataclass(frozen=True)
class Passage:
    """Where a source says so: its name, its title, its address, and the characters in it, "19–69", or ""."""

    source: str
    title: str
    address: str
    characters: str


@dataclass
class Detail:
    """What a page tells of one mark: facts as (what, value), and other marks that it names."""

    title: str
    kind: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    passages: Sequence[Passage] = ()
    iri: str = ""
    near: Sequence[str] = ()


@dataclass
class Table:
    """The same as the figure in rows: (ref of the mark, cells). A ``folded`` one is shown when asked for."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    folded: bool = False


@dataclass(frozen=True)
class Panel:
    """One drawing of a figure: what it is called where there are several, and the drawing at a width."""

    draw: Callable[[float], Sketch]
    name: str = ""


@dataclass
class Figure:
    """A whole figure: its drawings, the first of which is the still; details by ref; tables.

    ``days`` are the first and the last day between which a page can go back and forth; ``orders``
    are the ways in which its rows can stand.
    """

    panels: Sequence[Panel]
    details: dict[str, Detail]
    tables: Sequence[Table]
    days: tuple[str, str] = ("", "")

    def still(self, width: float = WIDE) -> Sketch:
        """Give all drawings below each other at a width."""
        from cityties.pictures.shapes.plate import stacked

        return stacked([(panel.name if len(self.panels) > 1 else "", panel.draw(width)) for panel in self.panels])


def renderer_of(build: Callable[[Request], Figure], network: Callable[[Request], Placed] | None = None) -> Renderer:
    """Give the renderer of what is one figure: page and still from the same drawing.

    ``network`` gives the network that it is drawn of, where it is one, for Gephi.
    """

    def page(request: Request) -> str:
        from cityties.pictures.page.sheet import render

        return render(request, build(request))

    return Renderer(page=page, still=lambda request: build(request).still(), network=network)
