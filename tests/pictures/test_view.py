"""View files: what they may say, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from checkout import ROOT

from cityties.model.errors import ModelError, RequestError
from cityties.pictures.drawing import draw, page
from cityties.pictures.network.edges import Edge
from cityties.pictures.network.edges import request as request_of
from cityties.pictures.page.counting import counting
from cityties.pictures.page.files import style
from cityties.pictures.renderer import KINDS, Renderer, renderer
from cityties.pictures.view import View, read_view, views
from cityties.store import IRI, Store

LANGUAGES = ("en", "id", "tr")
JAKARTA = IRI("http://www.wikidata.org/entity/Q3630")
LEAST = """
title = { en = "{city}", id = "{city}", tr = "{city}" }
summary = { en = "s", id = "s", tr = "s" }
question = { en = "q?", id = "q?", tr = "q?" }
parameters = ["city"]
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    file = tmp_path / "mine.toml"
    file.write_text(LEAST, encoding="utf-8")
    return file


def test_a_view_needs_little(written: Path) -> None:
    view = read_view(written)
    assert (view.name, view.page, view.parameters, view.readings, view.over) == ("mine", "network", ("city",), (), 0)


def test_an_unknown_key_is_refused(written: Path) -> None:
    written.write_text(LEAST + 'colour = "red"\n', encoding="utf-8")
    with pytest.raises(ModelError, match=r"mine\.toml: colour: a view has no such key: it has title"):
        read_view(written)


@pytest.mark.parametrize("key", ["title", "summary", "question", "parameters"])
def test_a_missing_key_is_told(written: Path, key: str) -> None:
    lines = [line for line in LEAST.splitlines() if not line.startswith(key)]
    written.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ModelError, match=f"'{key}' is missing"):
        read_view(written)


def test_a_page_that_nothing_draws_is_refused(written: Path) -> None:
    written.write_text(LEAST + 'page = "hologram"\n', encoding="utf-8")
    with pytest.raises(ModelError, match="page hologram: nothing draws it: use network, atlas"):
        read_view(written)


def test_what_is_no_toml_is_told_with_its_file(written: Path) -> None:
    written.write_text("title = ", encoding="utf-8")
    with pytest.raises(ModelError, match=r"mine\.toml"):
        read_view(written)


@pytest.mark.parametrize("view", views(), ids=[view.name for view in views()])
def test_each_shipped_view_is_drawn_by_its_page_and_speaks_three_languages(view: View) -> None:
    assert view.page in KINDS
    assert isinstance(renderer(view.page), Renderer)
    for words in (view.title, view.summary, view.question):
        assert tuple(sorted(words)) == LANGUAGES
    assert (ROOT / "viz" / "views" / f"{view.name}.toml").is_file()
    for lang in LANGUAGES:
        told = counting(view.counts, lang)  # each figure has its rule, in each language
        assert told and all(word and meaning for word, meaning in told)


def test_views_come_by_name() -> None:
    names = [view.name for view in views()]
    assert names == sorted(names)


def test_a_style_of_its_own_changes_what_it_names_and_no_more(written: Path) -> None:
    written.write_text(LEAST + '[style.node.City]\nlight = "#000000"\n[style.edge.New]\nwidth = 9\n', encoding="utf-8")
    plain, own = style(), style(read_view(written).style)
    assert own["node"]["City"] == {**plain["node"]["City"], "light": "#000000"}
    assert own["edge"]["New"] == {**plain["edge"]["other"], "width": 9}
    assert own["node"]["Person"] == plain["node"]["Person"]
    assert style() == plain


@pytest.mark.parametrize(
    ("view", "told", "message"),
    [
        ("world", {"fold": "planet"}, "does not fold by planet: use country, community, sector"),
        ("network", {"color_by": "beauty"}, "beauty: no measure of a city: use degree"),
        ("network", {"size_by": "beauty"}, "beauty: no measure of a city: use degree"),
    ],
)
def test_what_makes_no_sense_is_refused(shipped: Store, view: str, told: dict[str, str], message: str) -> None:
    with pytest.raises(RequestError, match=message):
        draw(shipped, view, **told)  # type: ignore[arg-type]


def test_what_is_seen_whole_is_not_folded(shipped: Store) -> None:
    few = request_of(shipped, [Edge("a", "b")], "Mine", fold="country")
    with pytest.raises(RequestError, match="small enough to be seen whole"):
        page(few)
    with pytest.raises(RequestError, match="does not fold by country: leave --fold out"):
        draw(shipped, "city", focus={"city": JAKARTA}, fold="country")
