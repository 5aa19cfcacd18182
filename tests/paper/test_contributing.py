"""Each example of CONTRIBUTING.md does, as it stands there, what the page says."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from caches import forget
from checkout import ROOT

from cityties.facts import intake
from cityties.facts.check import check_source
from cityties.graph import Graph
from cityties.imports.table import import_table
from cityties.model import resources
from cityties.model.vocabulary import ID, SECTOR
from cityties.questions.sentence import answer_sentence
from cityties.reading.text.surface import Surface
from cityties.reading.words.cue import find_cues
from cityties.store import Store, open_store

EXAMPLE = re.compile(r"^```\w+ (?P<path>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def grown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The shipped graph after every example of the page was added to a copy of the folders."""
    rooms = {}
    for room in ("ontology", "graph", "queries", "viz"):
        rooms[room] = shutil.copytree(ROOT / room, tmp_path / room)
    found = list(EXAMPLE.finditer((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    assert len(found) == 10
    for one in found:
        path = tmp_path / one["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") + "\n" if path.exists() else ""
        path.write_text(before + one["text"], encoding="utf-8")
    monkeypatch.setattr(resources, "folder", rooms.__getitem__)
    forget()
    yield intake.shipped()
    monkeypatch.undo()
    forget()


def test_the_examples_work_as_they_stand(grown: Store, tmp_path: Path) -> None:
    report = check_source(grown, f"{ID}source/example-gazette-2026-05-04-bursa-surabaya")
    assert report.checked and not report.errors
    graph = Graph(grown)
    assert "Bursa and Surabaya explore cooperation" in graph.ask("newest-steps", limit="1").text("table")
    assert grown.ask(f"ASK {{ <{SECTOR}cable-cars> skos:broader sector:public-transport }}")
    assert "Which missions sit in Ankara?" in graph.draw("embassies", city="Ankara")
    table = tmp_path / "twins.csv"
    table.write_text("one,other,year\nQ40738,Q11462,1994\n", encoding="utf-8")
    summary = import_table(str(table), str(tmp_path / "store"), plan="example-twins")
    assert summary.reading.taken == 1
    store = open_store(tmp_path / "store", read_only=True)
    assert store.ask("ASK { ?tie ct:party/ct:governs wd:Q40738, wd:Q11462 }")
    store.close()
    french = Graph(grown, "fr")
    assert "ville jumelée" in {row["kindLabel"] for row in french.ask("ties-of-city", city="Jakarta")}
    assert "Légende" in french.draw("city", city="Jakarta")
    assert answer_sentence(grown, "villes jumelées de Jakarta", "fr")[0].startswith("On connaît 26 liens de Jakarta : ")
    assert [cue.name for cue in find_cues(Surface.of("Le maire a rencontré la gouverneure"), "fr")] == ["met"]
