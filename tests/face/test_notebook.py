"""The tutorial runs, and what stands in a notebook shows itself there."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from checkout import ROOT

import cityties
from cityties.display.answer import Table
from cityties.display.notebook import frame, table
from cityties.model.errors import RequestError
from cityties.pictures.picture import Picture
from cityties.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TUTORIAL = ROOT / "docs" / "tutorial.ipynb"


@pytest.fixture
def graph(shipped: Store) -> cityties.Graph:
    return cityties.Graph(shipped)


def test_the_tutorial_runs_from_top_to_bottom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
    client = pytest.importorskip("nbclient", reason="nbclient is not installed")
    for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "MPLCONFIGDIR", "TMPDIR"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    notebook = nbformat.read(TUTORIAL, as_version=4)
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") for cell in notebook.cells), "docs/tutorial.ipynb: strip its outputs"
    client.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    shown = ["".join(str(one.get("data", {}).get("text/html", "")) for one in cell.outputs) for cell in code]
    printed = ["".join(one.get("text", "") for one in cell.outputs) for cell in code]
    assert len(code) > 10
    assert all(cell.outputs for cell in code)
    assert sum(html.startswith("<iframe") for html in shown) == 4
    assert sum(html.startswith("<table") for html in shown) == 4
    assert "Ankara" in "".join(printed)
    assert "pair.pdf" in str(code[-1].outputs[-1]["data"]["text/plain"])


def test_the_tutorial_tells_what_each_step_is_for() -> None:
    text = TUTORIAL.read_text(encoding="utf-8")
    for word in ("load(", "g.ask(", "SELECT", "to_pandas", "network()", "measures(", "g.draw(", "timeline", "export("):
        assert word in text, word


def test_a_picture_is_text_that_saves_itself(graph: cityties.Graph, tmp_path: Path) -> None:
    picture = graph.draw("pair", city="Jakarta", other="Ankara")
    assert isinstance(picture, str)
    assert isinstance(picture, Picture)
    assert picture.startswith("<!doctype html>")
    assert picture.html == str(picture)
    assert len(repr(picture)) < 120
    for suffix in (".html", ".svg", ".png", ".pdf", ".gexf", ".graphml"):
        assert picture.save(tmp_path / f"pair{suffix}").stat().st_size > 5_000
    assert (tmp_path / "pair.html").read_text(encoding="utf-8") == picture
    assert picture.svg() == (tmp_path / "pair.svg").read_text(encoding="utf-8")
    with pytest.raises(RequestError, match=r"x\.bmp: no picture goes by that suffix"):
        picture.save(tmp_path / "x.bmp")


def test_a_picture_stands_in_a_frame_of_its_own(graph: cityties.Graph) -> None:
    picture = graph.draw("network")
    html = picture._repr_html_()
    found = re.fullmatch(r'<iframe title="([^"]*)" srcdoc="([^"]*)" sandbox="([^"]*)"[^>]*></iframe>', html)
    assert found is not None
    assert unescape(found[2]) == picture
    assert "allow-same-origin" not in found[3]


def test_queries_and_tables_are_drawn_from_python(graph: cityties.Graph, tmp_path: Path) -> None:
    picture = graph.draw(sparql="SELECT ?x ?y { ?x ct:seat ?y }", title="Seats", color_by="degree")
    assert "<h1>Seats</h1>" in picture
    file = tmp_path / "mine.csv"
    file.write_text("source,target\nJakarta,Atlantis\n", encoding="utf-8")
    assert "<h1>mine</h1>" in graph.draw(edges=file)
    with pytest.raises(RequestError, match="name a view, or give one of sparql and edges"):
        graph.draw()
    with pytest.raises(RequestError, match="takes no city"):
        graph.draw(edges=file, city="Jakarta")


def test_graphs_answers_rows_and_figures_show_themselves(graph: cityties.Graph) -> None:
    assert "<td>city</td>" in graph._repr_html_()
    assert "Ankara" in graph.ask("ties-of-city", city="Jakarta")._repr_html_()
    rows = graph.query("SELECT ?x ?y { ?x ct:seat ?y } ORDER BY ?x")
    assert isinstance(rows, Table)
    assert "<th>x</th><th>y</th>" in rows._repr_html_()
    assert "<th>meaning</th>" in graph.measures()._repr_html_()
    assert "<table>" in graph.measures("communities")._repr_html_()
    with pytest.raises(RequestError, match="beauty: nothing is measured so: use network"):
        graph.measures("beauty")


def test_tables_are_text_and_long_ones_say_how_long() -> None:
    html = table(["<i>"], [["<script>alert(1)</script>"]] * 250, ["a & b"])
    assert "<script>" not in html and "<i>" not in html
    assert html.count("<tr>") == 101
    assert "100 of 250 rows are shown." in html
    assert "a &amp; b" in html


def test_a_frame_lets_nothing_out(browser: Browser, graph: cityties.Graph, tmp_path: Path) -> None:
    file = tmp_path / "notebook.html"
    hostile = '"><script>parent.document.title = "reached"</script>'
    page_ = graph.draw("explore-pair", city="Jakarta", other="Ankara")
    file.write_text(f"<!doctype html><title>safe</title>{frame(page_, hostile)}", encoding="utf-8")
    context = browser.new_context(viewport={"width": 1100, "height": 760})
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    try:
        page.goto(file.as_uri())
        inner = page.frame_locator("iframe")
        inner.locator("#classes button").first.wait_for()
        inner.locator("#search").fill("rano")
        inner.locator("#search").press("Enter")
        assert inner.locator("#details h2").inner_text() == "Rano Karno"
        assert page.title() == "safe"
    finally:
        context.close()
    assert [one for one in requests if not one.startswith(("file:", "about:"))] == []
