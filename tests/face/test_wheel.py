"""A wheel built from the checkout works alone, in an empty environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

from checkout import ROOT


def test_a_wheel_alone_does_the_tour_and_answers_of_the_world(tmp_path: Path, python: str, world_home: Path) -> None:
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
    # The world's store is made of the same facts by the same version: the one that other tests opened is taken.
    alone = {name: value for name, value in os.environ.items() if name != "CITYTIES_STORE"}
    alone["XDG_DATA_HOME"] = str(world_home)
    subprocess.run(
        [str(bin_ / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)],
        check=True,
        capture_output=True,
    )
    done = subprocess.run(
        [str(bin_ / "cityties"), "tour", "-o", "out"],
        cwd=tmp_path, capture_output=True, text=True, check=False, env=alone,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "ties-of-city Surabaya" in done.stdout
    for city in ("Berlin", "Surabaya", "Ankara", "Nairobi", "Kyiv"):
        command = [*_without_network(), str(bin_ / "cityties"), "ask", "ties-of-city", "--city", city]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=alone)
        assert done.returncode == 0 and len(done.stdout.splitlines()) > 4, done.stderr
    assert (tmp_path / "out" / "briefing-jakarta-ankara.html").stat().st_size > 10_000


def _without_network() -> list[str]:
    """Give the command that takes the network away from another, where this machine lets us."""
    program = shutil.which("unshare")
    if program is None or subprocess.run([program, "-rn", "true"], capture_output=True, check=False).returncode:
        return []
    return [program, "-rn"]
