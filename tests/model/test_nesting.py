"""What is nested too deeply is told before it is parsed; what only looks so is taken."""

from __future__ import annotations

import pytest

from cityties.model.errors import DataError, RequestError
from cityties.model.nesting import DEEPEST, depth_of, refuse_deep_json, refuse_deep_query, refuse_deep_turtle

DEEP = {
    "lists": b"x:a x:p " + b"( " * 200 + b") " * 200 + b".",
    "nodes without a name": b"x:a x:p " + b"[ x:p " * 200 + b"1" + b"]" * 200 + b".",
    "triple terms": b"x:a x:p " + b"<<( x:a x:b " * 200 + b"1 " + b")>> " * 200 + b".",
    "triple terms without a space": b"x:a x:p " + b"<<(<x><y><z" * 200 + b".",
    "annotations": b"x:a x:p x:b " + b"{| x:p x:b " * 200 + b"|} " * 200 + b".",
    "behind an escaped quotation mark": b"x:a\\' x:p " + b"( " * 200 + b" x:b\\' .",
    "behind a string of closing ones": b'x:a x:p ' + b'"))" ( ' * 200 + b".",
}  # fmt: skip
FLAT = {
    "in strings": b'x:a x:p """' + b"[(" * 200 + b'""", "' + b"((" * 200 + b"\" , '" + b"[[" * 200 + b"' .",
    "in addresses": b"x:a x:p <http://x/" + b"((" * 200 + b"> .",
    "in comments": b"# " + b"(" * 200 + b"\nx:a x:p x:b .",
    "side by side": b"x:a x:p " + b"[ x:p ( 1 2 ) ] , " * 2000 + b"1 .",
    "just as deep as is taken": b"x:a x:p " + b"(" * DEEPEST + b")" * DEEPEST + b" .",
    "less than": b"x:a x:p <http://x/a>, <http://x/b> ; x:q <http://x/c> .",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_deep_turtle_is_told(text: bytes) -> None:
    with pytest.raises(DataError, match=r"^x\.ttl: nested more than 100 deep"):
        refuse_deep_turtle(text, "x.ttl")


@pytest.mark.parametrize("text", FLAT.values(), ids=FLAT)
def test_brackets_that_are_not_nested_are_taken(text: bytes) -> None:
    refuse_deep_turtle(text, "x.ttl")


def test_json_counts_what_stands_outside_strings() -> None:
    refuse_deep_json(b'["' + b"[" * 500 + b'\\"[", {"[": 1}]', "x.json")
    with pytest.raises(DataError, match="nested"):
        refuse_deep_json(b'{"a":' * 101 + b"1" + b"}" * 101, "x.json")


def test_depth_is_that_of_the_deepest_place() -> None:
    assert depth_of(b"") == depth_of(b")))]") == 0
    assert depth_of(b"((()()))()") == 3
    assert depth_of(b"<<(a b << c >> )>> < >") == 3


STEPS = {
    "nots": lambda n: "ASK { FILTER(" + "!" * n + "true) }",
    "brackets": lambda n: "ASK { FILTER(" + "(" * n + "true" + ")" * n + ") }",
    "unions": lambda n: "ASK {" + "{} UNION " * n + "{} }",
    "lists": lambda n: "ASK { ?s ?p " + "( " * n + ") " * n + "}",
    "groups": lambda n: "ASK {" + "{" * n + "}" * n + "}",
    "options": lambda n: "ASK {" + "OPTIONAL {?s ?p ?o} " * n + "}",
    "sums": lambda n: "ASK { FILTER(" + "1+" * n + "1) }",
    "ands": lambda n: "ASK { FILTER(" + "?a&&" * n + "?a) }",
    "paths": lambda n: "ASK { ?s " + "<http://p>|" * n + "<http://p> ?o}",
    "binds": lambda n: "ASK {" + "".join(f"BIND(1 AS ?v{i}) " for i in range(n)) + "}",
    "functions": lambda n: "ASK { FILTER(" + "STR(" * n + "1" + ")" * n + ") }",
    "patterns": lambda n: "ASK {" + "?s ?p ?o . " * n + "}",
    "minus signs": lambda n: "ASK { FILTER(" + "-" * n + "1) }",
}


@pytest.mark.parametrize("query", STEPS.values(), ids=STEPS)
def test_a_query_that_would_end_the_program_is_told(query: object) -> None:
    assert callable(query)
    with pytest.raises(RequestError, match=r"^the query: (nested )?more than"):
        refuse_deep_query(query(20_000))


def test_a_long_query_may_have_many_rows_names_and_dates() -> None:
    rows = '(wd:Q3640 "a ( b" sector:public-transport "2020-01-01"^^xsd:date <http://x/a-b/c+d> -6.2) ' * 1000
    refuse_deep_query(f"SELECT * {{ VALUES (?city ?name ?sector ?date ?x ?lat) {{ {rows} }} }}")
    facts = 'ct:a-b ct:c "-1"^^xsd:integer ; ct:d [ ct:e ( 1 2 ) ] .\n' * 5000
    refuse_deep_query(f"INSERT DATA {{ GRAPH <http://x/> {{ {facts} }} }}", is_update=True)
    with pytest.raises(RequestError, match="more than"):
        refuse_deep_query("DELETE WHERE {" + "{} UNION " * 20_000 + "{} }", is_update=True)
