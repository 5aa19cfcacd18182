"""What every kind of picture gives: a page, a still, and, where it is a network, the network with its places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeAlias

from cityties.model.errors import RequestError

if TYPE_CHECKING:
    import networkx as nx

    from cityties.pictures.request import Request
    from cityties.pictures.shapes.sketch import Sketch

__all__ = ["KINDS", "Placed", "Renderer", "renderer"]

Placed: TypeAlias = "tuple[nx.MultiDiGraph, dict[str, tuple[float, float]]]"

# The packages of this room that each draw one kind of picture. Each has a RENDERER.
KINDS: Final = (
    "network", "atlas", "map", "timeline", "compare", "countries", "pair", "people", "sectors", "missions", "city",
)  # fmt: skip


@dataclass(frozen=True)
class Renderer:
    """How one kind of picture is drawn; each way raises RequestError where there is nothing to draw."""

    page: Callable[[Request], str]
    still: Callable[[Request], Sketch]
    network: Callable[[Request], Placed] | None = None

    def placed(self, request: Request) -> Placed:
        """Give the network that is drawn and where each thing stands. Raises RequestError where it is no network."""
        if self.network is None:
            raise RequestError(f"{request.view.name}: is no network, so there is none for Gephi: use .html or .svg")
        return self.network(request)


def renderer(kind: str) -> Renderer:
    """Load what draws a kind of picture."""
    found: Renderer = import_module(f"cityties.pictures.{kind}.page").RENDERER
    return found
