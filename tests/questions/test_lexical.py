"""docs/exports.md says what the store makes of values: it does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from checkout import ROOT

from cityties.store import IRI, LocalStore, RdfFormat, parse_text

TEXT = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
ROWS = re.findall(r'^\| `(".*?)` \| `(".*?)` \|$', TEXT, re.MULTILINE)
HEAD = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n<http://x/a> <http://x/p> "


def test_there_are_values() -> None:
    assert len(ROWS) >= 9


@pytest.mark.parametrize(("written", "kept"), ROWS, ids=[row[0] for row in ROWS])
def test_a_value_is_kept_as_the_guide_says(written: str, kept: str, tmp_path: Path) -> None:
    store = LocalStore.open(tmp_path / "S", create=True)
    (before,) = parse_text(f"{HEAD}{written} .", RdfFormat.TURTLE)
    (said,) = parse_text(f"{HEAD}{kept} .", RdfFormat.TURTLE)
    store.replace({"http://x/g": [before.triple]})
    (found,) = store.quads("http://x/g")
    store.close()
    assert found.object == said.object and isinstance(found.subject, IRI)
