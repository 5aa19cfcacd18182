"""A wheel built from the checkout works alone, in an empty environment."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

from checkout import ROOT


def test_a_wheel_alone_does_the_tour(tmp_path: Path, python: str) -> None:
    subprocess.run(
        [python, "-m", "build", "--wheel", "--outdir", str(tmp_path / "dist"), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for room in ("ontology", "graph", "queries", "viz"):
        here = {f"cityties/_data/{p.relative_to(ROOT)}" for p in (ROOT / room).rglob("*") if p.is_file()}
        assert here and here <= names
    environment = tmp_path / "environment"
    subprocess.run([python, "-m", "venv", str(environment)], check=True)
    bin_ = environment / "bin"
    subprocess.run(
        [str(bin_ / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)],
        check=True,
        capture_output=True,
    )
    done = subprocess.run(
        [str(bin_ / "cityties"), "tour", "-o", "out"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "briefing-jakarta-ankara.html").stat().st_size > 10_000
