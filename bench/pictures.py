"""Opens pictures of one large network in headless Chromium, beside pyvis, sigma.js and cytoscape.js; prints a table.

`python bench/pictures.py --store DIR` with a store of city ties (README: how this one was made). Each
page is one file, opened fresh at 1400x900 and moved about for two seconds; medians of the opens are
given. sigma.js and cytoscape.js come by `npm pack` into a temporary folder, and get the places that
the atlas computed; pyvis gets the network as its users give it, with its own physics.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cityties.display.label import Labels
from cityties.names.resolution import resolve
from cityties.pictures import drawing
from cityties.pictures.atlas import page as atlas
from cityties.pictures.page.files import to_json
from cityties.pictures.request import Request
from cityties.pictures.view import find
from cityties.store import IRI, Store, open_store

if TYPE_CHECKING:
    import networkx as nx
    from playwright.sync_api import Browser, Page

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PACKAGES = {"sigma": "4.0.4", "graphology": "0.26.0", "cytoscape": "3.34.4"}
PATIENCE = 60_000  # milliseconds until a page is given up
PANNING = 2.0  # seconds
SIZE = {"width": 1400, "height": 900}

# Each page sets the mark "first-picture" when its library has drawn; what counts is the frame after that.
WATCH = """
window.seen = { frames: [], tasks: [], picture: null };
const tasks = (list) => { for (const one of list.getEntries()) seen.tasks.push([one.startTime, one.duration]); };
new PerformanceObserver(tasks).observe({ type: "longtask", buffered: true });
new PerformanceObserver((list, watch) => {
  if (!list.getEntriesByName("first-picture").length) return;
  watch.disconnect();
  requestAnimationFrame(() => requestAnimationFrame((now) => { seen.picture = now; }));
}).observe({ type: "mark", buffered: true });
const count = (now) => { if (seen.counting) seen.frames.push(now); requestAnimationFrame(count); };
requestAnimationFrame(count);
"""
FRAME = """<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title>
<style>html, body, #view {{ margin: 0; width: 100%; height: 100vh; overflow: hidden }}</style><div id="view"></div>
<script type="application/json" id="data">{data}</script>{libraries}<script>
const {{ nodes, edges }} = JSON.parse(document.getElementById("data").textContent);
const done = () => performance.mark("first-picture");
{script}
</script></html>"""
SIGMA = """
const graph = new graphology.MultiGraph();
for (const [id, label, x, y, size] of nodes) graph.addNode(id, { label, x, y: -y, size, color: "#8a3b12" });
for (const [a, b] of edges) graph.addEdge(a, b, { color: "#ccb8a8" });
const view = new (Sigma.default ?? Sigma.Sigma ?? Sigma)(graph, document.getElementById("view"));
requestAnimationFrame(done); // it draws within its constructor, or in the frame that it asked for before this one
"""
CYTOSCAPE = """
const view = cytoscape({ container: document.getElementById("view"), layout: { name: "preset" },
  elements: [...nodes.map(([id, label, x, y, size]) => ({ data: { id, label }, position: { x, y } })),
    ...edges.map(([source, target]) => ({ data: { source, target } }))],
  style: [
    { selector: "node",
      style: { label: "data(label)", width: 6, height: 6, "font-size": 6, "background-color": "#8a3b12" } },
    { selector: "edge", style: { width: 0.4, "line-color": "#ccb8a8" } }] });
view.one("render", done);
"""


@dataclass
class Opened:
    """What was seen of one page, in milliseconds and bytes; None where it was given up."""

    picture: float | None
    frame: float | None
    task: float | None
    size: int


def main() -> None:
    """Make the pages, open them, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", required=True, help="a store with city ties")
    parser.add_argument(
        "--city", help="whose picture stands for the small one (default: the one nearest to 250 things)"
    )
    parser.add_argument("--opens", type=int, default=3)
    options = parser.parse_args()
    store = open_store(options.store, read_only=True)
    with tempfile.TemporaryDirectory() as room:
        pages, notes = make(store, Path(room), options.city)
        print("\n".join(notes), end="\n\n")
        print("| page | first picture ms | frame while panning ms | longest task after it ms | file MB |")
        print("|---|---:|---:|---:|---:|")
        for name, path in pages.items():
            seen = watch(path, options.opens)
            cells = (told(seen.picture, "not in 60 s"), told(seen.frame), told(seen.task, "–", "< 50"))
            print(f"| {name} | {' | '.join(cells)} | {seen.size / 1e6:.2f} |", flush=True)


def make(store: Store, room: Path, city: str | None) -> tuple[dict[str, Path], list[str]]:
    """Write all pages; say what is in them and how long it took from the store to the file."""
    pages: dict[str, Path] = {}
    notes: list[str] = []

    def write(name: str, draw: Callable[[], str]) -> None:
        begin = time.perf_counter()
        pages[name] = room / f"{len(pages)}.html"
        pages[name].write_text(draw(), encoding="utf-8")
        notes.append(f"- {name}: store to file in {time.perf_counter() - begin:.1f} s")
        print(notes[-1], file=sys.stderr)

    request = Request(store, find("world"))
    write("the atlas", lambda: drawing.page(Request(store, find("world"))))
    write("the map", lambda: drawing.page(Request(store, find("map"))))
    small, things = small_city(store, city)
    write(f"a city ({things} things)", lambda: drawing.page(Request(store, find("city"), {"city": small})))
    graph, places = atlas.placed(request)
    notes.insert(0, f"{len(graph):,} cities, {graph.number_of_edges():,} ties")
    libraries = fetch(room)
    content = to_json(plain(graph, places))
    write("pyvis, as it comes", lambda: pyvis(graph))
    write("sigma.js, with places", lambda: framed(content, SIGMA, libraries["graphology"], libraries["sigma"]))
    write("cytoscape.js, with places", lambda: framed(content, CYTOSCAPE, libraries["cytoscape"]))
    return pages, notes


def small_city(store: Store, name: str | None) -> tuple[IRI, int]:
    """Choose the city whose picture holds about 250 things, among those with the most ties."""
    whole = Request(store, find("world")).network
    best = sorted(whole, key=lambda node: (-whole.degree(node), node))[:8]
    chosen = [resolve(store, name, "city").value] if name else best
    found = {}
    for iri in chosen:
        held = drawing.page(Request(store, find("city"), {"city": IRI(iri)}))
        begin = held.index('id="data">') + len('id="data">')
        found[iri] = len(json.loads(held[begin : held.index("</script>", begin)])["nodes"])
    best_iri = min(found, key=lambda iri: (abs(found[iri] - 250), iri))
    print(f"the small picture: {Labels(store).label(best_iri)}, {found[best_iri]} things", file=sys.stderr)
    return IRI(best_iri), found[best_iri]


def fetch(room: Path) -> dict[str, str]:
    """Get the libraries from npm, as their makers packed them."""
    inside = {
        "sigma": "package/dist/sigma.min.js",
        "graphology": "package/dist/graphology.umd.min.js",
        "cytoscape": "package/dist/cytoscape.min.js",
    }
    found = {}
    for name, version in PACKAGES.items():
        subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=room, check=True, capture_output=True)
        with tarfile.open(room / f"{name}-{version}.tgz") as packed:
            member = packed.extractfile(inside[name])
            assert member is not None
            found[name] = member.read().decode()
    return found


def plain(graph: nx.MultiDiGraph, places: dict[str, tuple[float, float]]) -> dict[str, Any]:
    """Give nodes and edges as lists, with the places of the atlas."""
    number = {node: place for place, node in enumerate(sorted(graph))}
    degree = dict(graph.degree())
    nodes = [
        [str(number[node]), graph.nodes[node]["label"], *places[node], 1 + degree[node] ** 0.5]
        for node in sorted(graph)
    ]
    return {"nodes": nodes, "edges": [[str(number[one]), str(number[other])] for one, other in sorted(graph.edges())]}


def framed(content: str, script: str, *libraries: str) -> str:
    """Write a page around a library."""
    closed = [library.replace("</script", "<\\/script") for library in libraries]
    given = "".join(f"<script>{library}</script>" for library in closed)
    return FRAME.format(data=content, libraries=given, script=script)


def pyvis(graph: nx.MultiDiGraph) -> str:
    """Write the page that pyvis writes of a networkx graph, with all as it comes; it marks when it has settled."""
    import networkx as nx
    from pyvis.network import Network

    simple = nx.Graph()
    simple.add_nodes_from((node, {"label": data["label"]}) for node, data in graph.nodes(data=True))
    simple.add_edges_from(graph.edges())
    net = Network(height="900px", width="100%", cdn_resources="in_line")
    net.from_nx(simple)
    page: str = net.generate_html()
    settled = "network.once('afterDrawing', () => performance.mark('first-picture'))"
    ready = f"network.once('stabilizationIterationsDone', () => {settled});"
    return page.replace("return network;", f"{ready} return network;", 1)


def watch(path: Path, opens: int) -> Opened:
    """Open a page some times, each in a browser of its own, and give the medians."""
    from playwright.sync_api import sync_playwright

    seen: list[Opened] = []
    with sync_playwright() as playwright:
        for _ in range(opens):
            program = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
            seen.append(look(browser, path))
            browser.close()
            if seen[-1].picture is None:
                break

    def middle(values: list[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return statistics.median(known) if known else None

    return Opened(
        middle([one.picture for one in seen]),
        middle([one.frame for one in seen]),
        middle([one.task for one in seen]),
        path.stat().st_size,
    )


def look(browser: Browser, path: Path) -> Opened:
    """Open one page, wait for its picture, and pan it."""
    from playwright.sync_api import TimeoutError as Late

    page: Page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
    page.add_init_script(WATCH)
    page.goto(path.as_uri(), wait_until="commit")
    try:
        page.wait_for_function("() => window.seen && seen.picture !== null", timeout=PATIENCE)
    except Late:
        return Opened(None, None, None, path.stat().st_size)
    picture: float = page.evaluate("() => seen.picture")
    page.wait_for_timeout(300)
    box = page.locator("canvas").first.bounding_box() or {"x": 0, "y": 0, "width": 1000, "height": 600}
    x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"], 600) / 2
    # Begin where nothing stands, so that the picture moves and not a thing in it.
    page.mouse.move(box["x"] + 12, box["y"] + 12)
    page.mouse.down()
    page.evaluate("() => { seen.counting = true; }")
    begin, step = time.perf_counter(), 0
    while time.perf_counter() - begin < PANNING:
        step += 1
        swing = abs(step % 160 - 80)
        page.mouse.move(box["x"] + 12 + swing * 4, box["y"] + 12 + swing * 2)
    page.evaluate("() => { seen.counting = false; }")
    page.mouse.up()
    page.mouse.move(x, y)
    page.wait_for_timeout(400)
    frames, tasks = page.evaluate("() => [seen.frames, seen.tasks]")
    gaps = [after - before for before, after in pairwise(frames)]
    later = [duration for start, duration in tasks if start > picture]
    return Opened(picture, statistics.median(gaps) if gaps else None, max(later, default=0.0), path.stat().st_size)


def told(value: float | None, missing: str = "–", small: str = "") -> str:
    """Write a number of milliseconds."""
    if value is None:
        return missing
    return small if small and value < 50 else f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


if __name__ == "__main__":
    main()
