"""What another package adds: the sample, built as a wheel and installed, is used whole; each group has its paper."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest
from checkout import ROOT
from wheel import build_wheel

from cityties.imports.plugged import import_plugged
from cityties.model import plugin
from cityties.model.errors import DataError, ModelError, RequestError
from cityties.model.plugin import EXPORTERS, GROUPS, IMPORTERS, QUESTIONS, VIEWS, load, names, plugged_files
from cityties.questions.export import export
from cityties.store import Store

SAMPLE = ROOT / "tests" / "plugins" / "sample"
GUIDE = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sample as a wheel, and install it by pip into a folder of its own."""
    room = tmp_path_factory.mktemp("plugin")
    wheel = build_wheel(SAMPLE, room)
    place = room / "installed"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-compile"]
    done = subprocess.run(
        [*command, "--disable-pip-version-check", "--target", str(place), str(wheel)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return place


def run(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(installed), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    return subprocess.run(
        [sys.executable, "-m", "cityties", *arguments],
        capture_output=True, text=True, check=False, timeout=180, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


def test_its_question_is_listed_and_answered(installed: Path) -> None:
    assert "sample-oldest-ties" in run(installed, "questions").stdout
    asked = run(installed, "ask", "sample-oldest-ties", "--limit", "2", "--format", "csv")
    assert asked.returncode == 0, asked.stderr
    assert len(asked.stdout.splitlines()) == 3 and "https://w3id.org/cityties/id/tie/" in asked.stdout
    without = run(installed.parent / "none", "ask", "sample-oldest-ties")
    assert without.returncode == 1 and "no such question" in without.stderr


def test_its_view_is_listed_and_drawn(installed: Path, tmp_path: Path) -> None:
    assert "sample-missions" in run(installed, "views").stdout
    page = tmp_path / "x.html"
    drawn = run(installed, "draw", "sample-missions", "--city", "Jakarta", "-o", str(page))
    assert drawn.returncode == 0, drawn.stderr
    assert "Which missions sit in Jakarta?" in page.read_text(encoding="utf-8")


def test_its_importer_brings_facts_in(installed: Path, tmp_path: Path) -> None:
    minutes = tmp_path / "minutes.txt"
    minutes.write_text("1998: Bursa + Darmstadt\n2001: Jakarta + Ankara\n", encoding="utf-8")
    store = str(tmp_path / "store")
    done = run(installed, "import", "plugin", "minutes", str(minutes), "--store", store, "--published", "2026-01-01")
    assert done.returncode == 0, done.stderr
    assert "read 2, taken 2, left out 0" in done.stdout and "Tie: 2 came" in done.stdout
    asked = run(installed, "ask", "ties-of-city", "--city", "Bursa", "--store", store, "--format", "csv")
    assert "Darmstadt" in asked.stdout and "1998" in asked.stdout
    assert "source/minutes-minutes" in asked.stdout


def test_its_exporter_writes_by_its_suffix(installed: Path, tmp_path: Path) -> None:
    target = tmp_path / "cities.geojson"
    done = run(installed, "export", str(target))
    assert done.returncode == 0, done.stderr
    features = json.loads(target.read_text(encoding="utf-8"))["features"]
    assert len(features) > 40 and {"Jakarta"} <= {one["properties"]["name"] for one in features}
    refused = run(installed, "export", str(tmp_path / "x.shp"))
    assert refused.returncode == 1 and ".geojson" in refused.stderr


def test_its_extractor_is_asked(installed: Path, tmp_path: Path) -> None:
    article, draft = tmp_path / "a.txt", tmp_path / "draft.json"
    article.write_text("Ankara and Samplewick\n\nThe mayor of Ankara visited Samplewick on 3 May 2024.\n")
    done = run(installed, "read", str(article), "--extractor", "sample", "-o", str(draft))
    assert done.returncode == 0, done.stderr
    assert "Samplewick" in json.dumps(json.loads(draft.read_text(encoding="utf-8"))["facts"])


def test_the_sample_has_an_entry_point_of_each_group() -> None:
    told = tomllib.loads((SAMPLE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(told["entry-points"]) == set(GROUPS)


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_has_its_paper(group: str) -> None:
    part = GUIDE.partition(f"\n## {group}\n")[2].partition("\n## ")[0]
    assert f'[project.entry-points."{group}"]' in part and len(part.split()) >= 30
    (line,) = re.findall(r"^    (\w+ = .+)$", part, re.MULTILINE)
    assert line in (SAMPLE / "pyproject.toml").read_text(encoding="utf-8")


def test_no_group_is_read_but_those_that_are_told_of() -> None:
    """Find entry points that the code looks for by another way, and groups in the guide that there are not."""
    told = {one.removeprefix("## ") for one in GUIDE.splitlines() if one.startswith("## ")}
    assert told == set(GROUPS)
    others = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "cityties").rglob("*.py"))
        if "entry_points" in path.read_text(encoding="utf-8") and path.name != "plugin.py"
    ]
    assert others == []


def given(monkeypatch: pytest.MonkeyPatch, *points: tuple[str, str, str]) -> None:
    """Let the system know some entry points: name, value, group."""
    made = EntryPoints([EntryPoint(*one) for one in points])
    monkeypatch.setattr(plugin, "_installed", lambda group: made.select(group=group))


class Wrong:
    """An importer whose rows break off, and an exporter that gives no bytes."""

    map = SAMPLE / "cityties_sample" / "minutes.toml"

    def records(self, source: str) -> list[Mapping[str, str]]:
        raise ValueError("a line of the source\nis wrong")


def test_what_a_package_does_wrong_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, shipped: Store, tmp_path: Path
) -> None:
    given(
        monkeypatch,
        ("gone", "no.such.module:x", IMPORTERS),
        ("none", "json:loads", IMPORTERS),
        ("wrong", "json:loads", EXPORTERS),
        ("empty", "json", QUESTIONS),
        ("lost", "no.such.package", VIEWS),
    )
    assert names(IMPORTERS) == ["gone", "none"]
    for name, word in (("gone", "cannot be loaded"), ("none", "is no importer"), ("other", "there are gone, none")):
        with pytest.raises(RequestError, match=word):
            import_plugged(name, "x", str(tmp_path / "store"))
    with pytest.raises(RequestError, match="wrong: the exporter gave up: TypeError"):
        export(shipped, tmp_path / "x.wrong")
    assert not (tmp_path / "x.wrong").exists()
    for group, name in ((QUESTIONS, "empty"), (VIEWS, "lost")):
        with pytest.raises(ModelError, match=f"{name}: .*holds no"):
            plugged_files(group, "*.rq")
    monkeypatch.setattr("cityties.imports.plugged.load", lambda *told: Wrong())
    with pytest.raises(DataError, match="gave up: ValueError: a line of the source"):
        import_plugged("any", "x", str(tmp_path / "store"))
    assert load(IMPORTERS, "none", "importer") is json.loads


def test_no_package_takes_a_name_that_is_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from cityties.pictures import view
    from cityties.questions import question

    (tmp_path / "sources.rq").write_text("#+ summary: x?\nSELECT ?a { ?a ?b ?c }")
    (tmp_path / "city.toml").write_bytes((ROOT / "viz" / "views" / "city.toml").read_bytes())
    for module, look in ((question, question._plugged), (view, view.views)):
        monkeypatch.setattr(module, "plugged_files", lambda group, pattern: sorted(tmp_path.glob(pattern)))
        with pytest.raises(ModelError, match="already"):
            look.__wrapped__()
