"""Stills: SVG, PNG and PDF of each network without a browser, the same bytes each time, their text as text."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from cityties.model.errors import RequestError
from cityties.pictures.drawing import render
from cityties.pictures.network.edges import Edge
from cityties.pictures.network.edges import request as request_of
from cityties.pictures.network.page import sketch as sketch_of
from cityties.pictures.page.files import style
from cityties.pictures.request import Request
from cityties.pictures.shapes.letters import wide
from cityties.pictures.shapes.plate import plate
from cityties.pictures.shapes.sketch import Area, Box, Dash, Dot, Entry, Item, Line, Shape, Sketch, Text
from cityties.pictures.shapes.still import still, strange
from cityties.pictures.shapes.vector import arrow_head, outline, svg
from cityties.pictures.view import find, views
from cityties.store import IRI, LocalStore, Store

CITIES = {"city": IRI("http://www.wikidata.org/entity/Q3630"), "other": IRI("http://www.wikidata.org/entity/Q3640")}
VIEWS = [view.name for view in views() if view.page == "network"]
SVG = "{http://www.w3.org/2000/svg}"
INK = "#1f2421"


def asked(store: Store, view: str, lang: str = "en", **told: Any) -> Request:
    chosen = find(view)
    return Request(store, chosen, {name: CITIES[name] for name in chosen.parameters}, lang, **told)


def every_shape() -> Sketch:
    points, outer, inner = (
        [(0, 100), (50, 120), (100, 100)],
        [(0, 0), (90, 0), (90, 90)],
        [(20, 20), (40, 20), (40, 40)],
    )
    dashes: tuple[Dash, ...] = ("solid", "dashed", "dotted")
    shapes: tuple[Shape, ...] = ("dot", "square", "diamond", "triangle", "triangleDown", "hexagon", "star", "ring")
    items: list[Item] = [
        Area([outer, inner], "#d8c69c", "#5b4a2f", 0.5),
        Box(10, 10, 30, 8, "#8a3b12", round=3),
        Box(10, 30, 30, 8, "", "#1f5a7a"),
    ]
    items += [Line(points, "#2f6b46", 2, dash, True, 0.5) for dash in dashes]
    items += [Dot(20.0 * number, 140, 8, "#8a3b12", shape, INK) for number, shape in enumerate(shapes, 1)]
    items.append(Text(100, 160, "Yavaş & <Karno>", 14, "start", "bold", INK, "#faf8f2"))
    return Sketch(200, 180, "Every shape", "Is it there?", items, [Entry("city", "#8a3b12")], "A note.")


@pytest.mark.parametrize("lang", ["en", "tr"])
@pytest.mark.parametrize("view", VIEWS)
def test_an_svg_holds_the_names_as_text(shipped: Store, view: str, lang: str) -> None:
    request = asked(shipped, view, lang)
    written = render(request, ".svg").decode()
    root = ElementTree.fromstring(written)
    assert root.find(f"{SVG}title") is not None
    texts = {one.text for one in root.iter(f"{SVG}text")}
    assert {request.title, request.question} & texts
    named = [item.text for item in sketch_of(request).items if isinstance(item, Text)]
    assert named
    assert set(named) <= texts
    assert not {one.tag for one in root.iter()} & {f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject"}
    assert "href" not in written
    assert written == render(asked(shipped, view, lang), ".svg").decode()


@pytest.mark.parametrize("view", ["explore", "network"])
def test_a_png_is_a_picture_and_the_same_each_time(shipped: Store, view: str) -> None:
    written = render(asked(shipped, view), ".png")
    assert written.startswith(b"\x89PNG\r\n\x1a\n")
    assert written == render(asked(shipped, view), ".png")
    from matplotlib.image import imread

    pixels = imread(BytesIO(written))
    high, across = pixels.shape[:2]
    assert high > 600 and across > 800
    assert len({tuple(row) for row in pixels[:: high // 60, :: across // 60, :3].reshape(-1, 3).round(2).tolist()}) > 3


@pytest.mark.parametrize("view", ["explore", "network"])
def test_a_pdf_keeps_its_text_and_is_the_same_each_time(shipped: Store, view: str) -> None:
    written = render(asked(shipped, view), ".pdf")
    assert written.startswith(b"%PDF-")
    assert written == render(asked(shipped, view), ".pdf")
    assert b"CreationDate" not in written
    parts = [
        zlib.decompress(part)
        for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", written, re.DOTALL)
        if part[:1] == b"\x78"
    ]
    assert sum(part.count(b" Tj") + part.count(b"] TJ") for part in parts) >= 10
    assert b"/FontFile2" in written


def test_every_shape_is_drawn_in_every_form() -> None:
    whole = plate(every_shape())
    root = ElementTree.fromstring(svg(whole))
    assert {one.tag.removeprefix(SVG) for one in root} == {"title", "desc", "rect", "path", "circle", "text"}
    assert sum(one.get("stroke-dasharray") is not None for one in root) == 2
    empty = plate(Sketch(200, 180, "Every shape", "Is it there?", ()))
    for form in ("png", "pdf"):
        assert len(still(whole, form)) > len(still(empty, form)) + 500
        assert still(whole, form) == still(plate(every_shape()), form)


def test_another_form_is_refused(shipped: Store) -> None:
    with pytest.raises(RequestError, match=r"picture\.bmp: no picture goes by that suffix: use \.html \.svg"):
        render(asked(shipped, "network"), ".bmp")


def test_a_plate_puts_words_around_and_moves_what_is_there() -> None:
    legend = [Entry("city", INK), Entry("tie", INK, dash="dashed")]
    sketch = Sketch(700, 100, "A title", "A question?", [Dot(5, 6, 3, INK)], legend, "Some note.")
    whole = plate(sketch)
    assert whole.height > sketch.height and whole.width > sketch.width
    texts = [item for item in whole.items if isinstance(item, Text)]
    assert [item.text for item in texts] == ["A title", "A question?", "city", "tie", "Some note."]
    (dot, _) = [item for item in whole.items if isinstance(item, Dot)]
    assert dot.y > texts[1].y and dot.x > 5
    assert all(0 <= item.x <= whole.width and 0 <= item.y <= whole.height for item in texts)


def test_long_words_are_broken_into_lines() -> None:
    whole = plate(Sketch(640, 10, "word " * 60, "", ()))
    lines = [item.text for item in whole.items if isinstance(item, Text)]
    assert len(lines) > 2
    assert " ".join(lines).split() == ["word"] * 60
    assert all(wide(line, 26) <= 640 for line in lines)


def test_arrows_point_the_way_of_their_line() -> None:
    (tip, one, other) = arrow_head(Line([(0, 0), (10, 0)], INK))
    assert tip == (10, 0)
    assert one[0] < 10 and other[0] < 10 and one[1] == pytest.approx(-other[1])
    assert arrow_head(Line([(3, 3), (3, 3)], INK)) == []


def test_marks_have_as_many_corners_as_their_shape() -> None:
    corners: dict[Shape, int] = {"dot": 0, "square": 4, "diamond": 4, "triangle": 3, "hexagon": 6, "star": 10}
    for shape, count in corners.items():
        assert len(outline(Dot(0, 0, 5, INK, shape))) == count


def test_hostile_names_stay_text() -> None:
    hostile = ["<script>alert(1)</script>", "a\x00b", "$x^2$ \\frac", "]]>&amp;", "{city}", "رنو", "🏙️"]
    edges = [Edge(one, "z") for one in hostile]
    request = request_of(LocalStore(), edges, "<b>{x}</b>")
    root = ElementTree.fromstring(render(request, ".svg").decode())
    texts = {one.text for one in root.iter(f"{SVG}text")}
    assert {"<b>{x}</b>", "<script>alert(1)</script>", "a\ufffdb", "$x^2$ \\frac", "{city}"} <= texts
    assert render(request, ".png").startswith(b"\x89PNG")
    assert render(request, ".pdf").startswith(b"%PDF-")


def test_letters_that_no_font_has_are_named() -> None:
    sketch = Sketch(10, 10, "", "", [Text(1, 1, "Yavaş \U000f0000")])
    assert strange(sketch) == ["\U000f0000"]
    strange_, plain = (request_of(LocalStore(), [Edge(one, "b")], "Mine", lang="id") for one in ("\U000f0000", "a"))
    assert len(render(strange_, ".pdf")) > len(render(plain, ".pdf")) + 100


def test_colours_and_sizes_tell_a_measure_with_its_meaning(shipped: Store) -> None:
    told = sketch_of(asked(shipped, "network", color_by="degree", size_by="degree"))
    steps = {step["light"] for step in style()["scale"]["steps"]}
    assert len({dot.colour for dot in told.items if isinstance(dot, Dot)} & steps) > 2
    assert len({dot.radius for dot in told.items if isinstance(dot, Dot)}) > 2
    assert "How widely a city is tied" in told.note
    assert "partners 1" in [entry.text for entry in told.legend]
    assert "not measured" in [entry.text for entry in told.legend]


def test_what_is_left_out_is_told(shipped: Store) -> None:
    assert re.match(r"\d+ further things are left out here", sketch_of(asked(shipped, "explore")).note)
    assert sketch_of(asked(shipped, "network")).note.startswith("Cities that hold it together")
    assert "As of 2020" in sketch_of(asked(shipped, "network", as_of="2020")).note


def test_without_matplotlib_the_way_out_is_told(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    status, _, err = run("draw", "city", "--city", "Ankara", "-o", str(tmp_path / "ankara.png"))
    assert status == 1 and err.count("\n") == 1 and "cityties[figures]" in err
    assert not list(tmp_path.iterdir())
