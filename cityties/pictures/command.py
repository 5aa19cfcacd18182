"""The commands that list and draw pictures; what they need is imported when they run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cityties.model.errors import RequestError

if TYPE_CHECKING:
    from cityties.pictures.request import Request
    from cityties.store import Store

__all__ = ["add_commands"]

_NETWORKS = frozenset({"network", "atlas", "map"})  # pictures of a network that is read as a whole


def add_commands(
    command: Callable[[str, str], argparse.ArgumentParser], store: Callable[[argparse.Namespace], Store]
) -> None:
    """Add `views` and `draw` to the command line; ``store`` opens the store that options name."""
    one = command("views", "list the pictures that can be drawn, with the question each answers; -o shows them all")
    one.add_argument("--city", help="the city to ask of")
    one.add_argument("--other", help="the other city of a pair")
    one.add_argument("-o", "--output", metavar="FILE.html", type=Path, help="write a page with a small picture of each")
    one.set_defaults(run=lambda options: _views(options, store))

    one = command("draw", "draw a view, a query's answer or a table of edges: a page, a still, a graph for Gephi")
    one.usage = (
        "cityties draw VIEW [--city CITY] [--country COUNTRY] [--other OTHER] [--as-of DATE]\n"
        "                     [--fold WAY] [--color-by MEASURE] [--size-by MEASURE] -o FILE [--open]\n"
        "       cityties draw --sparql FILE|-|TEXT -o FILE\n"
        "       cityties draw --edges FILE.csv|- -o FILE"
    )
    one.add_argument("view", metavar="VIEW", nargs="?", help="`cityties views` lists them")
    one.add_argument("--city", help="the city in the middle")
    one.add_argument("--other", help="the other city of a pair, or the other country")
    one.add_argument("--country", help="the country that a view is narrowed to")
    one.add_argument("--as-of", metavar="DATE", help="as things stood on that day: YYYY, YYYY-MM or YYYY-MM-DD")
    one.add_argument("--fold", metavar="WAY", help="how a large network opens: country, community or sector")
    one.add_argument("--color-by", metavar="MEASURE", help="colours tell a measure: `cityties measures cities`")
    one.add_argument("--size-by", metavar="MEASURE", help="sizes tell a measure")
    one.add_argument(
        "--sparql", metavar="FILE|-|TEXT", help="draw a CONSTRUCT, or a SELECT of source, target, relation"
    )
    one.add_argument("--edges", metavar="FILE", help="draw a table: source, target, and label, weight, date, kind")
    one.add_argument("--title", help="the title of a query's or a table's picture (default: the file's name)")
    one.add_argument(
        "-o", "--output", metavar="FILE", type=Path, required=True, help="where to: .html .svg .png .pdf .gexf .graphml"
    )
    one.add_argument("--open", action="store_true", help="open it in the browser")
    one.set_defaults(run=lambda options: _draw(options, store))


def _views(options: argparse.Namespace, store: Callable[[argparse.Namespace], Store]) -> None:
    from cityties.display.table import text_table
    from cityties.pictures.view import views

    if options.output or options.city or options.other:
        _gallery(options, store(options))
        return
    rows = []
    for view in views():
        gaps = {name: name.upper() for name in view.parameters}
        parameters = " ".join([f"--{name}" for name in view.parameters] + [f"[--{name}]" for name in view.optional])
        rows.append((view.name, view.question[_lang(options)].format(**gaps), parameters))
    print(text_table(("view", "what it answers", "parameters"), rows))


def _gallery(options: argparse.Namespace, store: Store) -> None:
    """List the views with their questions filled in for the cities given; with -o as a page of small pictures."""
    from cityties.model.output import write_whole
    from cityties.names.resolution import resolve
    from cityties.pictures.gallery import gallery, shown

    given = {"city": options.city, "other": options.other}
    focus = {name: resolve(store, value, "city") for name, value in given.items() if value}
    if options.output:
        path = write_whole(options.output, gallery(store, focus, _lang(options)))
        if not getattr(options, "quiet", False):
            print(f"Written: {path}", file=sys.stderr)
        return
    for one in shown(store, focus, _lang(options)):
        print(f"{one.view.name:<15} {one.question}")


def _draw(options: argparse.Namespace, store: Callable[[argparse.Namespace], Store]) -> None:
    from cityties.pictures.drawing import form_of, write

    form_of(options.output)
    asked = [name for name in ("view", "sparql", "edges") if getattr(options, name)]
    if len(asked) != 1:
        raise RequestError("draw: what? name a view, or give one of --sparql and --edges")
    others = [name for name in ("city", "country", "other", "as_of") if getattr(options, name)]
    if options.view is None and others:
        raise RequestError(f"draw --{asked[0]}: takes no --{others[0].replace('_', '-')}: leave it out")
    if options.view is not None and options.title:
        raise RequestError("draw: --title belongs to --sparql and --edges: leave it out")
    from cityties.display.progress import progress

    with progress(bool(getattr(options, "quiet", False))) as tick:
        tick("opening", 0, 0)
        request = (_of_view if options.view else _of_query if options.sparql else _of_table)(options, store(options))
        if request.view.page in _NETWORKS:
            tick("reading", 0, 0)
            tick("drawing", request.network.number_of_edges(), 0)
        else:
            tick("drawing", 0, 0)
        path = write(request, options.output)
    if not getattr(options, "quiet", False):
        print(f"Written: {path}", file=sys.stderr)
    if options.open:
        import webbrowser

        webbrowser.open(path.resolve().as_uri())


def _of_view(options: argparse.Namespace, store: Store) -> Request:
    from cityties.names.resolution import resolve
    from cityties.pictures.request import Request
    from cityties.pictures.view import find

    view = find(options.view)
    given = {"city": options.city, "country": options.country, "other": options.other}
    kinds = {"city": "city", "country": "country", "other": "country" if options.country else "city"}
    focus = {name: resolve(store, value, kinds[name]) for name, value in given.items() if value}
    return Request(store, view, focus, _lang(options), options.as_of, options.fold, options.color_by, options.size_by)


def _of_query(options: argparse.Namespace, store: Store) -> Request:
    from cityties.model.given import query_text
    from cityties.pictures.network.edges import of_answer, request

    given = str(options.sparql)
    edges, names = of_answer(store.query(query_text(given)))
    title = options.title or ("SPARQL" if given == "-" or "{" in given else Path(given).stem)
    return request(
        store, edges, title, lang=_lang(options), names=names,
        fold=options.fold, color_by=options.color_by, size_by=options.size_by,
    )  # fmt: skip


def _of_table(options: argparse.Namespace, store: Store) -> Request:
    from cityties.pictures.network.edge_table import read_edges
    from cityties.pictures.network.edges import request

    title = options.title or ("CSV" if options.edges == "-" else Path(options.edges).stem)
    return request(
        store, read_edges(options.edges, store), title, lang=_lang(options),
        fold=options.fold, color_by=options.color_by, size_by=options.size_by,
    )  # fmt: skip


def _lang(options: argparse.Namespace) -> str:
    return str(getattr(options, "lang", "en"))
