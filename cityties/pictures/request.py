"""A request: which view of which store, around what, as of when, and how it is to look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from cityties.display.label import Labels
from cityties.model.errors import RequestError
from cityties.pictures.view import View
from cityties.store import IRI, Store

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Explorer", "Request"]


@dataclass(frozen=True)
class Explorer:
    """Where a page stands when it is served: the ways back, what can be saved, and where a thing has its page."""

    home: str
    pictures: str
    downloads: Sequence[tuple[str, str]]
    address: Callable[[str], str]


@dataclass(frozen=True)
class Request:
    """What a page or a still is to be made of.

    ``focus`` gives the view's parameters (city, other); ``fold`` one of its ways to fold;
    ``color_by`` and ``size_by`` measures of a city. ``given`` is a network to draw instead of
    the store's own, as from a query or a file of edges.
    """

    store: Store
    view: View
    focus: Mapping[str, IRI] = field(default_factory=dict)
    lang: str = "en"
    as_of: str | None = None
    fold: str | None = None
    color_by: str | None = None
    size_by: str | None = None
    given: nx.MultiDiGraph | None = None
    explorer: Explorer | None = None

    def __post_init__(self) -> None:
        """Hold the focus against the view's parameters. Raises RequestError on a missing or a needless one."""
        name = self.view.name
        for one in self.view.parameters:
            if one not in self.focus:
                raise RequestError(f"{name}: --{one} is missing: name a city")
        for one in self.focus:
            if one not in (*self.view.parameters, *self.view.optional):
                raise RequestError(f"{name}: takes no --{one}: leave it out")
        if len(set(self.centres)) < len(self.centres):
            raise RequestError(f"{name}: needs two cities: name another as the second")
        if self.fold is not None and self.fold not in self.view.folds:
            ways = f"use {', '.join(self.view.folds)}" if self.view.folds else "leave --fold out"
            raise RequestError(f"{name}: does not fold by {self.fold}: {ways}")

    @property
    def centres(self) -> list[str]:
        """The IRIs in focus, in the order of the view's parameters."""
        return [self.focus[name].value for name in self._named]

    @property
    def _named(self) -> list[str]:
        return [name for name in (*self.view.parameters, *self.view.optional) if name in self.focus]

    def address(self, iri: str) -> str:
        """Say where a thing is read of: its own page where there are pages, else its IRI."""
        return self.explorer.address(iri) if self.explorer else iri

    @cached_property
    def labels(self) -> Labels:
        """What things are called in the language asked for."""
        return Labels(self.store, self.lang)

    @property
    def names(self) -> dict[str, str]:
        """What the things in focus are called, by parameter."""
        return {name: self.labels.label(self.focus[name]) for name in self._named}

    @property
    def title(self) -> str:
        """The title of the picture."""
        if len(self.focus) > len(self.view.parameters):
            return f"{self.view.title[self.lang].format(**self.names)}: {' – '.join(self.names.values())}"
        return self.view.title[self.lang].format(**self.names)

    @property
    def question(self) -> str:
        """The question that the picture answers."""
        return self.view.question[self.lang].format(**self.names)

    @cached_property
    def network(self) -> nx.MultiDiGraph:
        """The network that the view draws of, made once; `evidence.tell` gives what is shown its sources.

        All of it, but for a view around one thing, which draws nothing of what lies farther than its hops.
        """
        if self.given is not None:
            return self.given
        from cityties.network.multigraph import network
        from cityties.network.ways import things_around

        view, things = self.view, None
        if len(self.centres) == 1 and not view.over:
            hops = view.reserve or view.hops
            things = things_around(self.store, self.centres[0], hops, only=view.readings, as_of=self.as_of)
        return network(self.store, lang=self.lang, as_of=self.as_of, only=view.readings, things=things, told=False)

    def nothing(self) -> RequestError:
        """Give the error that says that there is nothing to draw."""
        told = " ".join([self.view.name, *self.names.values()])
        return RequestError(f"{told}: nothing to draw: no source tells of any")
