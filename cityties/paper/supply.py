"""Holds what a release says of what it is made of against the project: the SBOM and the lock with hashes.

``python -m cityties.paper.supply SBOM LOCK`` says nothing where both are whole, else a line for each fault. The SBOM is
CycloneDX in JSON (https://cyclonedx.org/docs/1.6/json/), the lock what pip takes with ``--require-hashes``
(https://pip.pypa.io/en/stable/topics/secure-installs/).
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import cityties

__all__ = ["faults_of_lock", "faults_of_sbom", "needed"]

_SPEC: Final = re.compile(r"1\.[5-9]")
_PURL: Final = re.compile(r"pkg:pypi/([a-z0-9.-]+)@[^?#\s]+(?:[?#]\S*)?")
_PIN: Final = re.compile(r"([A-Za-z0-9._-]+)==\S+")
_HASH: Final = re.compile(r"--hash=sha256:[0-9a-f]{64}")
_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")


def needed() -> set[str]:
    """Name the packages that cityties cannot do without, as its pyproject.toml has them, in one spelling."""
    path = Path(cityties.__file__).resolve().parents[1] / "pyproject.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))["project"]["dependencies"]
    return {_plain(found[0]) for one in told if (found := _NAME.match(one))}


def faults_of_sbom(text: str, wanted: set[str]) -> list[str]:
    """List what an SBOM lacks: form, name, a component with version and address for each package that is needed."""
    try:
        told = json.loads(text)
    except ValueError as error:
        return [f"no JSON: {error}"]
    if not isinstance(told, dict) or told.get("bomFormat") != "CycloneDX":
        return ["no CycloneDX: bomFormat is another"]
    found = []
    if not _SPEC.fullmatch(str(told.get("specVersion"))):
        found.append(f"specVersion {told.get('specVersion')}: 1.5 or newer is wanted")
    root = told.get("metadata", {}).get("component", {})
    if root.get("name") != "cityties":
        found.append(f"the main component is {root.get('name')}, and not cityties")
    components = told.get("components") or []
    known, references = set(), {root.get("bom-ref")}
    for component in components:
        references.add(component.get("bom-ref"))
        found += _faults_of_component(component)
        if purl := _PURL.fullmatch(str(component.get("purl"))):
            known.add(_plain(purl[1]))
    found += [f"{name}: is needed, and no component" for name in sorted(wanted - known)]
    for one in told.get("dependencies") or []:
        lost = {one.get("ref"), *one.get("dependsOn", ())} - references
        found += [f"{ref}: a dependency that is no component" for ref in sorted(map(str, lost))]
    return found


def faults_of_lock(text: str, wanted: set[str]) -> list[str]:
    """List what a lock lacks: one version and a hash for each package, those that are needed among them."""
    found, known = [], set()
    for entry in _entries(text):
        name, *hashes = entry.split()
        pin = _PIN.fullmatch(name)
        if pin is None:
            found.append(f"{name}: not pinned to one version")
            continue
        known.add(_plain(pin[1]))
        if not hashes or not all(_HASH.fullmatch(one) for one in hashes):
            found.append(f"{name}: has no hash, or one that is no SHA-256")
    return [*found, *(f"{name}: is needed, and not locked" for name in sorted(wanted - known))]


def _faults_of_component(component: dict[str, Any]) -> Iterator[str]:
    name = component.get("name")
    for key in ("type", "name", "version", "bom-ref"):
        if not component.get(key):
            yield f"{name}: a component without {key}"
    own = name == "cityties"  # is not told by an index, but lies beside
    if not own and not _PURL.fullmatch(str(component.get("purl"))):
        yield f"{name}: a component without a purl of PyPI"


def _entries(text: str) -> Iterator[str]:
    """Give the requirements of a lock, each in one line, without comments and markers."""
    joined = re.sub(r"\\\n\s*", " ", text)
    for line in joined.splitlines():
        plain = re.sub(r"(^|\s)#.*", "", line).strip()
        if plain:
            yield re.sub(r"\s*;\s*.*?(?=\s--hash|$)", "", plain)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main(arguments: Sequence[str] | None = None) -> int:
    """Hold the two files named on the command line; 1 where one has a fault."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if len(given) != 2:
        print("usage: python -m cityties.paper.supply SBOM LOCK", file=sys.stderr)
        return 2
    faults: list[str] = []
    for path, look in zip(given, (faults_of_sbom, faults_of_lock), strict=True):
        try:
            text = Path(path).read_text(encoding="utf-8")
        except OSError as error:
            faults.append(f"{path}: cannot be read: {error.strerror}")
            continue
        faults += [f"{path}: {fault}" for fault in look(text, needed())]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
