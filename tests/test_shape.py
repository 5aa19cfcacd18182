"""The two judges of shapes find the same: pySHACL, and rudof where it is installed."""

from __future__ import annotations

import importlib.util

import pytest

from cityties import intake, resources
from cityties.shape import apply_shapes, fastest
from cityties.store import parse


def test_both_judges_find_the_same_faults() -> None:
    if importlib.util.find_spec("pyrudof") is None:
        pytest.skip("rudof is not installed")
    quick = fastest()
    assert quick is not apply_shapes
    model = [triple for triples in intake.read_model().values() for triple in triples]  # the codes that shapes ask for
    seen = 0
    for path in resources.files("ontology", "examples/invalid/*.ttl"):
        triples = [*model, *(quad.triple for quad in parse(path))]
        shapes, slow_found = apply_shapes(triples)
        also, quick_found = quick(triples)
        assert shapes == also > 10
        named = {(f.severity, f.node, f.message) for f in slow_found if not f.node.startswith("_:")}
        assert {(f.severity, f.node, f.message) for f in quick_found if not f.node.startswith("_:")} == named, path.name
        seen += len(named)
    assert seen > 10
