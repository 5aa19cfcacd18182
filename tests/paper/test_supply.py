"""What a release hands in beside the wheel: an SBOM, a lock with hashes, and the workflow that makes them."""

from __future__ import annotations

import copy
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from checkout import ROOT

from cityties.paper.supply import faults_of_lock, faults_of_sbom, main, needed

WANTED = {"rdflib", "pyyaml"}
SBOM: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"component": {"type": "application", "name": "cityties", "bom-ref": "root"}},
    "components": [
        {"type": "library", "name": name, "version": "1.0", "bom-ref": name, "purl": f"pkg:pypi/{name.lower()}@1.0"}
        for name in ("rdflib", "PyYAML")
    ],
    "dependencies": [{"ref": "root", "dependsOn": ["rdflib", "PyYAML"]}, {"ref": "rdflib"}],
}
LOCK = f"""# made by a tool
rdflib==7.1.4 ; python_version >= "3.11" \\
    --hash=sha256:{"0" * 64} \\
    --hash=sha256:{"a" * 64}
    # via cityties
pyyaml==6.0.2 \\
    --hash=sha256:{"b" * 64}
"""


def changed(**parts: Any) -> str:
    return json.dumps({**copy.deepcopy(SBOM), **parts})


def test_what_is_whole_has_no_fault() -> None:
    assert faults_of_sbom(json.dumps(SBOM), WANTED) == []
    assert faults_of_lock(LOCK, WANTED) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "no JSON"),
        ("[]", "no CycloneDX"),
        (changed(bomFormat="SPDX"), "no CycloneDX"),
        (changed(specVersion="1.2"), "1.5 or newer"),
        (changed(metadata={}), "the main component"),
        (changed(components=SBOM["components"][:1], dependencies=[]), "pyyaml: is needed"),
        (changed(components=[{**SBOM["components"][0], "version": ""}, SBOM["components"][1]]), "without version"),
        (changed(components=[{**SBOM["components"][0], "purl": "x"}, SBOM["components"][1]]), "without a purl"),
        (changed(dependencies=[{"ref": "root", "dependsOn": ["none"]}]), "none: a dependency"),
    ],
)
def test_a_fault_of_an_sbom_is_told(text: str, told: str) -> None:
    assert any(told in fault for fault in faults_of_sbom(text, WANTED))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LOCK.replace("pyyaml==6.0.2", "pyyaml>=6.0"), "not pinned"),
        (LOCK.replace(f"--hash=sha256:{'b' * 64}", ""), "has no hash"),
        (LOCK.replace("b" * 64, "b" * 63), "has no hash"),
        (LOCK.replace("sha256:b", "md5:b"), "has no hash"),
        (LOCK.partition("pyyaml")[0], "pyyaml: is needed"),
        ("", "rdflib: is needed"),
    ],
)
def test_a_fault_of_a_lock_is_told(text: str, told: str) -> None:
    assert any(told in fault for fault in faults_of_lock(text, WANTED))


def test_what_is_needed_is_what_the_project_says() -> None:
    assert {"rdflib", "pyoxigraph", "pyyaml", "networkx"} <= needed()


def test_the_command_says_each_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text(json.dumps(SBOM))
    assert main([str(tmp_path / "a.json"), str(tmp_path / "none.lock")]) == 1
    told = capsys.readouterr().err
    assert "pyoxigraph: is needed, and no component" in told and "none.lock: cannot be read" in told
    assert main([]) == 2


def test_a_tag_is_checked_built_and_handed_in() -> None:
    told = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
    assert told[True] == {"push": {"tags": ["v*"]}}  # YAML 1.1 reads "on" as true
    assert told["permissions"] == {"contents": "read"}
    build, publish = told["jobs"]["build"], told["jobs"]["publish"]
    lines = [step["run"] for step in build["steps"] if "run" in step]
    assert [line for line in lines if ".ci/run" in line or "make dist" in line] == [
        "PYTHON=python .ci/run",
        "make dist PYTHON=python",
    ]
    assert (publish["needs"], publish["permissions"]) == ("build", {"contents": "write"})
    assert all(not step.get("uses", "").startswith("actions/checkout") for step in publish["steps"])
    used = [step["uses"] for job in (build, publish) for step in job["steps"] if "uses" in step]
    assert used and all(re.fullmatch(r"actions/[a-z-]+@v\d+", one) for one in used)


def test_what_make_runs_writes_what_is_checked() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = text.partition("\ndist: ")[2].partition("\n\n")[0].splitlines()[1:]
    commands = [shlex.split(line.strip(), comments=False) for line in recipe]
    joined = {Path(words[0]).name: words for words in commands}
    assert "--generate-hashes" in joined["pip-compile"] and "JSON" in joined["cyclonedx-py"]
    written = [words[words.index("--output-file") + 1] for words in (joined["cyclonedx-py"], joined["pip-compile"])]
    assert commands[-1][1:] == ["-m", "cityties.paper.supply", *written]
    assert any(words[1:] == ["--store", "curated", "release", "dist/ontology", "--ontology"] for words in commands)
