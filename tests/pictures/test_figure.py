"""Figures: one drawing each, whole at every width, the same twice, with details and tables that belong to its marks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from importlib import import_module

import pytest
from checkout import ROOT
from test_page import contrast, data, frame

from cityties.model.vocabulary import WD
from cityties.pictures.drawing import draw, render
from cityties.pictures.figure import NARROW, WIDE, Figure
from cityties.pictures.page.script import linked, modules
from cityties.pictures.request import Request
from cityties.pictures.shapes.column import Column
from cityties.pictures.shapes.letters import wide, wrapped
from cityties.pictures.shapes.palette import tokens
from cityties.pictures.shapes.sketch import Item, Mark, Sketch, Text, flat
from cityties.pictures.view import find, views
from cityties.store import IRI, Store

LANGUAGES = ("en", "id", "tr")
FOCUS = {"city": IRI(f"{WD}Q3630"), "other": IRI(f"{WD}Q3640")}
NETWORKS = frozenset({"network", "atlas", "map"})
FIGURES = [view.name for view in views() if view.page not in NETWORKS]


def asked(store: Store, view: str, lang: str = "en") -> Request:
    return Request(store, find(view), {name: FOCUS[name] for name in find(view).parameters}, lang)


def figure_of(request: Request) -> Figure:
    made: Figure = import_module(f"cityties.pictures.{request.view.page}.page").figure(request)
    return made


def figure(store: Store, view: str, lang: str = "en") -> Figure:
    return figure_of(asked(store, view, lang))


def marks(items: Sequence[Item]) -> Iterator[Mark]:
    for item in items:
        if isinstance(item, Mark):
            yield item
            yield from marks(item.items)


def crossing(sketch: Sketch) -> list[tuple[str, str]]:
    """Name the words that run over each other, or over the edge."""
    texts = [item for item in flat(sketch.items) if isinstance(item, Text) and not item.turn]
    boxes = sorted(((frame(text), text.text) for text in texts), key=lambda one: one[0][1])
    found = [
        (text, "edge") for box, text in boxes if box[0] < -1 or box[2] > sketch.width + 1 or box[3] > sketch.height
    ]
    for place, (one, first) in enumerate(boxes):
        for other, second in boxes[place + 1 :]:
            if other[1] >= one[3] - 0.5:
                break
            if one[2] > other[0] + 0.6 and other[2] > one[0] + 0.6:
                found.append((first, second))
    return found


def test_there_are_figures() -> None:
    assert {"timeline", "pair-timeline", "compare", "countries"} <= set(FIGURES)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", FIGURES)
def test_words_are_whole_and_none_runs_over_another(shipped: Store, view: str, lang: str, width: float) -> None:
    for panel in figure(shipped, view, lang).panels:
        drawn = panel.draw(width)
        texts = [item for item in flat(drawn.items) if isinstance(item, Text)]
        assert texts and not [text.text for text in texts if text.text.endswith("…")]
        assert crossing(drawn) == []
        if width == NARROW:
            assert min(text.size for text in texts) >= 10


@pytest.mark.parametrize("view", FIGURES)
def test_every_mark_and_every_row_tells_of_something(shipped: Store, view: str) -> None:
    made = figure(shipped, view)
    refs = {mark.ref for panel in made.panels for mark in marks(panel.draw(WIDE).items)}
    assert refs and refs <= set(made.details)
    assert {ref for table in made.tables for ref, _ in table.rows} - {""} <= set(made.details)
    assert all(set(detail.near) <= set(made.details) for detail in made.details.values())
    parts = {entry.part for panel in made.panels for entry in panel.draw(WIDE).legend if entry.part}
    assert parts <= {mark.part for panel in made.panels for mark in marks(panel.draw(WIDE).items)}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", FIGURES)
def test_a_page_is_the_same_twice_and_speaks_its_language(shipped: Store, view: str, lang: str) -> None:
    request = asked(shipped, view, lang)
    html = draw(shipped, view, lang=lang, focus=request.focus)
    assert html == draw(shipped, view, lang=lang, focus=request.focus)
    assert f'<html lang="{lang}">' in html and request.title in html
    assert html.count('<svg class="figure"') == 2 * len(figure(shipped, view, lang).panels)
    assert set(data(html)["details"]) == set(figure(shipped, view, lang).details)
    assert "<table>" in html and 'id="scriptless"' in html


@pytest.mark.parametrize("form", [".svg", ".pdf"])
@pytest.mark.parametrize("view", FIGURES)
def test_a_still_is_the_same_twice_and_a_sheet_of_paper_is_a4(shipped: Store, view: str, form: str) -> None:
    one = render(asked(shipped, view), form)
    assert one == render(asked(shipped, view), form)
    if form == ".pdf":
        assert b"/MediaBox [ 0 0 842 595 ]" in one and one.count(b"/Type /Page\n") + one.count(b"/Type /Page ") == 1


def test_words_are_complete_in_every_language() -> None:
    rooms = ("page", "atlas", *(view.page for view in views() if view.page not in NETWORKS))
    files = [ROOT / "viz" / room / "words.toml" for room in dict.fromkeys(rooms)]
    for file in files:
        for name, texts in tomllib.loads(file.read_text(encoding="utf-8")).items():
            assert tuple(sorted(texts)) == LANGUAGES and all(text.strip() for text in texts.values()), (file, name)
            slots = {lang: set(re.findall(r"\{\w+\}", text)) for lang, text in texts.items()}
            assert slots["en"] == slots["id"] == slots["tr"], (file, name)


def test_colours_of_words_are_seen_on_every_ground() -> None:
    known = tokens()
    words = ["ink", "soft", "accent", "one", "other", "both", "agreed", "intended", "spoken", "over", "mission"]
    words += [name for name in known if name.startswith("part-")]
    for name in words:
        for ground in ("paper", "card"):
            for side in (0, 1):
                assert contrast(known[name][side], known[ground][side]) >= 4.5, (name, ground)
    for step in range(6):
        for side in (0, 1):
            assert contrast(known[f"ramp-{step}"][side], known[f"ramp-ink-{step}"][side]) >= 4.5, step


def test_words_break_where_the_line_ends_and_none_is_lost() -> None:
    text = "Cooperation between Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch and Ankara"
    lines = wrapped(text, 12, 90)
    assert all(wide(line, 12) <= 90 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_blocks_flow_into_columns_of_like_height() -> None:
    column = Column(0, 0, 400)
    column.flow([lambda inner: inner.space(10)] * 8, 90, 10)
    assert column.y == 20


def test_modules_come_after_what_they_take_from_and_leave_no_import() -> None:
    order = modules("page/figure.js")
    assert order[-1] == "page/figure.js" and order.index("page/dom.js") < order.index("page/search.js")
    text = str(linked("page/figure.js"))
    assert "import " not in re.sub(r"import\(", "", text) and "\nexport " not in text
