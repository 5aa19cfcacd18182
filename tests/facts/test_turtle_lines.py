"""The lines of statements: what the reader of lines sees is what the RDF library sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from checkout import SHARED
from suites import unpack

from cityties.facts.turtle_lines import Written, prefix_declarations, written_statements
from cityties.model import resources
from cityties.model.errors import DataError
from cityties.store import IRI, BlankNode, parse

TEXT = """# a comment with <brackets> and "quotes"
@prefix a: <http://a/> .
PREFIX b: <http://b#>
@base <http://base/x/> .

a:one a b:Kind ; # of <this>
  b:says "two words", \"\"\"three
lines \\"here\\"
end\"\"\"@en ;
  b:has [ b:inner 3.5 ; b:deep ( a:p.q <rel> ) ] ;
  b:day "2026-03-01"^^<http://www.w3.org/2001/XMLSchema#date> .
a:two\\-x b:n -7 .
"""


def test_each_value_has_its_line() -> None:
    told = {(one.subject, one.predicate, one.object): one.line for one in written_statements(TEXT, "file:///f")}
    assert told["http://a/one", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://b#Kind"] == 6
    assert told["http://a/one", "http://b#says", "two words"] == 7
    assert told["http://a/one", "http://b#says", 'three\nlines "here"\nend'] == 7
    assert told["http://a/one", "http://b#day", "2026-03-01"] == 11
    assert told["http://a/two-x", "http://b#n", "-7"] == 12
    assert "3.5" in {value for _, _, value in told}
    assert {"http://a/p.q", "http://base/x/rel"} <= {value for _, _, value in told}


def test_the_line_of_the_subject_is_kept() -> None:
    (one,) = (one for one in written_statements(TEXT, "file:///f") if one.object == "2026-03-01")
    assert one == Written("http://a/one", "http://b#day", "2026-03-01", 11, 6)


def test_prefixes_have_lines() -> None:
    assert list(prefix_declarations(TEXT)) == [("a", "http://a/", 2), ("b", "http://b#", 3)]


def unseen(paths: list[Path]) -> tuple[int, list[str]]:
    """Count the statements of files, and list those that the reader of lines does not see."""
    count, missed = 0, []
    for path in paths:
        try:
            quads = parse(path)
        except DataError:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        seen = {(one.subject, one.predicate, one.object) for one in written_statements(text, path.resolve().as_uri())}
        for quad in quads:
            if isinstance(quad.subject, IRI) and not isinstance(quad.object, BlankNode):
                count += 1
                value = getattr(quad.object, "value", "")
                if "\r" not in value and (quad.subject.value, quad.predicate.value, value) not in seen:
                    missed.append(f"{path}: {quad}")
    return count, missed


@pytest.mark.parametrize("room", ["graph", "ontology"])
def test_nothing_that_ships_is_missed(room: str) -> None:
    count, missed = unseen(resources.files("graph" if room == "graph" else "ontology", "**/*.ttl"))
    assert count > 1000
    assert missed == []


@pytest.mark.skipif(not (SHARED / "suites").is_dir(), reason="shared/suites is not here")
def test_the_suite_of_shapes_is_not_missed(tmp_path: Path) -> None:
    count, missed = unseen(sorted(unpack("shacl", tmp_path).rglob("*.ttl")))
    assert count > 2000
    assert missed == []
