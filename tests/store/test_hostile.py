"""Hostile files at every door: one line, and neither much time nor much memory."""

from __future__ import annotations

import bz2
import gzip
import lzma
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cityties.model.errors import DataError
from cityties.store import RdfFormat, open_store, parse, parse_text

Run = Callable[..., tuple[int, str, str]]

_TERMS = ",".join(f'"t{n}":"http://x/{n}"' for n in range(10_000))
_INNER = '{"@context":{"a":"http://x/a"},"http://x/p":'
_RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
_ENTITIES = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(11))
FILES = {
    "lists.ttl": "<http://x/a> <http://x/p> " + "( " * 100_000 + ") " * 100_000 + ".",
    "triple-terms.ttl": "<http://x/a> <http://x/p> " + "<<( <http://x/a> <http://x/p> " * 50_000 + "1",
    "graphs.trig": "<http://x/g> {" * 100_000,
    "quads.nq": "<http://x/a> <http://x/p> " + "<<( <http://x/a> <http://x/p> " * 50_000,
    "nodes.jsonld": '{"http://x/p":' * 100_000 + "1" + "}" * 100_000,
    "lists.jsonld": '{"http://x/p":' + "[" * 100_000 + "]" * 100_000 + "}",
    "contexts.jsonld": f'{{"@context":{{{_TERMS}}},"http://x/p":' + _INNER * 90 + "1" + "}" * 91,
    "scoped.jsonld": f'{{"@context":{{"p":{{"@id":"http://x/p","\\u0040context":{{{_TERMS}}}}}}},"p":' + '{"p":' * 90
    + "1" + "}" * 91,
    "elements.rdf": _RDF + "<x:A><x:p>" * 50_000 + "</x:p></x:A>" * 50_000 + "</rdf:RDF>",
    "entities.rdf": f'<!DOCTYPE x [<!ENTITY a0 "lollollol">{_ENTITIES}]>{_RDF}<x:A><x:p>&a11;</x:p></x:A></rdf:RDF>',
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_told_in_one_line_before_it_is_parsed(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(FILES[name])
    begun = time.process_time()
    with pytest.raises(DataError, match=r"nested|entities|cost too much") as told:
        parse(path)
    assert time.process_time() - begun < 5
    assert str(told.value).startswith(str(path)) and "\n" not in str(told.value) and len(str(told.value)) < 300


def test_more_statements_than_such_a_file_could_hold_are_told(tmp_path: Path) -> None:
    path = tmp_path / "flood.ttl"
    path.write_text("<http://x/a> <http://x/p> " + ",".join(map(str, range(1_000_001))) + " .")
    with pytest.raises(DataError, match="more than 1,000,000 statements"):
        parse(path)


def test_a_text_without_end_and_prefixes_without_end_are_told_in_time(tmp_path: Path, run: Run) -> None:
    text = '<http://x/a> <http://x/p> """' + "a" * 20_000_000 + '""" .'
    prefixes = "".join(f"@prefix p{n}: <http://x/{n}/> .\n" for n in range(50_000))
    for name, held in (("text.ttl", text), ("prefixes.ttl", prefixes)):
        (tmp_path / name).write_text(held)
        begun = time.process_time()
        status, _, err = run("check", str(tmp_path / name))
        assert status == 1 and name in err and err.count("\n") == 1, err
        assert time.process_time() - begun < 20


def test_a_text_from_afar_is_held_against_the_same_bounds() -> None:
    with pytest.raises(DataError, match="nested"):
        parse_text(FILES["lists.ttl"], RdfFormat.TURTLE)


def test_contexts_that_cost_little_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonld"
    one = '{"@context":{"name":"http://x/name","at":{"@id":"http://x/at"}},"@id":"http://x/%d","name":"a","at":1}'
    path.write_text("[" + ",".join(one % n for n in range(2_000)) + "]")
    assert len(parse(path)) == 4_000


def test_a_mark_at_the_beginning_is_read_over(tmp_path: Path) -> None:
    path = tmp_path / "mark.ttl"
    for suffix, text in (("ttl", "<http://x/a> <http://x/p> 1 ."), ("jsonld", '{"@id":"http://x/a","http://x/p":1}')):
        path = tmp_path / f"mark.{suffix}"
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
        assert len(parse(path)) == 1


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store on disk that holds nothing."""
    folder = tmp_path_factory.mktemp("hostile") / "S"
    opened = open_store(folder, create=True)
    opened.flush()
    opened.close()
    return folder


PACKED: dict[str, Callable[..., bytes]] = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}
TABLE = ("--map", "register", "--value", "city=Jakarta", "--value", "city_country=Indonesia")


@pytest.mark.parametrize("packing", PACKED)
def test_a_line_that_grows_as_it_is_unpacked_is_told(packing: str, tmp_path: Path, store: Path, run: Run) -> None:
    pack = PACKED[packing]
    doors = [
        (b"a", 10, ("import", "wikidata")),
        (b"a", 10, ("import", "table", *TABLE)),
        (b"a", 10, ("draw", "-o", str(tmp_path / "x.html"), "--edges")),
        (b'[{"id":"Q1","labels":"', 70, ("import", "wikidata")),
    ]
    for start, millions, door in doors if packing == "gz" else doors[:3]:
        path = tmp_path / f"bomb.{packing}"
        path.write_bytes(pack(start + b"a" * 1_000_000 * millions))
        assert path.stat().st_size < 200_000
        status, out, err = run("--store", str(store), *door, str(path))
        assert (status, out) == (1, "") and ":1: a line too long" in err and err.count("\n") == 1, err


def test_a_table_of_columns_or_quotation_marks_without_end_is_told(tmp_path: Path, store: Path, run: Run) -> None:
    path = tmp_path / "x.csv"
    cases = {
        ",".join(map(str, range(20_000))): "columns",
        'a,b\n"' + "x\n" * 2_200_000: "not closed",
        "a,b\n" + '"x\n",' * 1_100_000: "not closed",
    }
    for text, told in cases.items():
        path.write_text(text)
        status, _, err = run("--store", str(store), "draw", "--edges", str(path), "-o", str(tmp_path / "x.html"))
        assert status == 1 and told in err and err.count("\n") == 1, err


QUERIES = {
    "nots": "ASK { FILTER(" + "!" * 20_000 + "true) }",
    "brackets": "ASK { FILTER(" + "(" * 20_000 + "true" + ")" * 20_000 + ") }",
    "unions": "ASK {" + "{} UNION " * 20_000 + "{} }",
}


@pytest.mark.parametrize("name", QUERIES)
def test_a_deep_query_is_told_at_every_door(name: str, tmp_path: Path, store: Path, run: Run) -> None:
    path = tmp_path / "x.rq"
    path.write_text("\ufeff" + QUERIES[name], encoding="utf-8")
    for door in (("ask",), ("draw", "-o", str(tmp_path / "x.html"))):
        status, out, err = run("--store", str(store), *door, "--sparql", str(path))
        assert (status, out) == (1, "") and "the query: " in err and err.count("\n") == 1, err


def test_a_map_and_a_draft_that_are_nested_or_large_are_told(tmp_path: Path, store: Path, run: Run) -> None:
    table = tmp_path / "x.csv"
    table.write_text("partner,country\naaaa!,Turkey\n")
    deep, draft = tmp_path / "deep.toml", tmp_path / "deep.json"
    deep.write_text("a = " + "[" * 5_000 + "]" * 5_000)
    draft.write_text('{"a":' * 500 + "1" + "}" * 500)
    status, _, err = run("--store", str(store), "import", "table", str(table), "--map", str(deep))
    assert status == 1 and "deep.toml" in err and err.count("\n") == 1, err
    deep.write_text(".".join(["a"] * 50_000) + " = 1")
    status, _, err = run("--store", str(store), "import", "table", str(table), "--map", str(deep))
    assert status == 1 and "deep.toml" in err and err.count("\n") == 1, err
    deep.write_bytes(b"#" * 1_000_000)
    status, _, err = run("--store", str(store), "import", "table", str(table), "--map", str(deep))
    assert status == 1 and "deep.toml" in err and err.count("\n") == 1, err
    status, _, err = run("--store", str(store), "review", str(draft), "--by", "A")
    assert status == 1 and "not a draft" in err and err.count("\n") == 1, err


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="/proc, which tells the memory taken, is Linux's")
@pytest.mark.parametrize("name", ["entities.rdf", "contexts.jsonld", "lists.ttl"])
def test_what_is_told_takes_less_than_500_megabytes(name: str, tmp_path: Path, python: str) -> None:
    path = tmp_path / name
    path.write_text(FILES[name])
    code = (
        "import sys; from cityties.cli import main; print(main(['check', sys.argv[1]]));"
        "print(*[line for line in open('/proc/self/status') if line.startswith('VmHWM')])"
    )
    done = subprocess.run([python, "-c", code, str(path)], capture_output=True, text=True, timeout=60)
    status, _, kilobytes, _ = done.stdout.split()
    assert status == "1" and int(kilobytes) < 500_000, done
