"""Networks that are handed in: answers of queries and tables of edges, with what the graph knows of their things."""

from __future__ import annotations

import io
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from checkout import ROOT

from cityties.model.errors import DataError, RequestError
from cityties.model.folding import fold
from cityties.pictures.drawing import page, render
from cityties.pictures.network.edge_table import known_names, read_edges
from cityties.pictures.network.edges import Edge, columns, of_answer, request
from cityties.store import Store

Run = Callable[..., tuple[int, str, str]]

JAKARTA = "http://www.wikidata.org/entity/Q3630"
ANKARA = "http://www.wikidata.org/entity/Q3640"


def payload(html: str) -> dict[str, Any]:
    found = re.search(r'id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    loaded: dict[str, Any] = json.loads(found[1])
    return loaded


def table(tmp_path: Path, text: str, name: str = "mine.csv", encoding: str = "utf-8") -> str:
    file = tmp_path / name
    file.write_bytes(text.encode(encoding))
    return str(file)


@pytest.mark.parametrize(
    ("names", "found", "directed"),
    [
        (["source", "target"], {"source": "source", "target": "target"}, True),
        (["Asal", "Tujuan", "Bobot"], {"source": "Asal", "target": "Tujuan", "weight": "Bobot"}, True),
        (["KAYNAK", "hedef", "İLİŞKİ"], {"source": "KAYNAK", "target": "hedef", "relation": "İLİŞKİ"}, True),
        (["from", "to", "Year"], {"source": "from", "target": "to", "date": "Year"}, True),
        (["city", "other", "since"], {"source": "city", "target": "other", "date": "since"}, False),
        (["kota", "mitra"], {"source": "kota", "target": "mitra"}, False),
        (["x", "y"], {}, True),
        (["source", "weight"], {}, True),
    ],
)
def test_columns_go_by_several_names(names: list[str], found: dict[str, str], directed: bool) -> None:
    assert columns(names) == (found, directed)


def test_no_word_for_columns_means_two_things() -> None:
    told = tomllib.loads((ROOT / "viz" / "edges.toml").read_text(encoding="utf-8"))
    words = [fold(word) for among in told["columns"].values() for word in among]
    assert len(words) == len(set(words))
    for texts in told["words"].values():
        assert tuple(sorted(texts)) == ("en", "id", "tr")


def test_triples_are_edges_and_texts_are_names(shipped: Store) -> None:
    triples = shipped.construct(
        """CONSTRUCT { ?person ct:met ?encounter . ?person rdfs:label ?name . ?person a ct:Person }
        WHERE { ?encounter ct:participation/ct:participant ?person . ?person rdfs:label ?name }"""
    )
    edges, names = of_answer(triples)
    assert edges
    assert {edge.relation.rsplit("#", 1)[-1] for edge in edges} == {"met"}
    assert {edge.source for edge in edges} == set(names)


def test_rows_of_two_and_of_three_columns_are_edges(shipped: Store) -> None:
    two, _ = of_answer(shipped.select("SELECT ?a ?b { ?a ct:seat ?b } ORDER BY ?a"))
    three, _ = of_answer(shipped.select("SELECT ?x ?y ?how { ?x ct:seat ?y BIND('sits' AS ?how) } ORDER BY ?x"))
    assert [(edge.source, edge.target) for edge in two] == [(edge.source, edge.target) for edge in three] != []
    assert {edge.relation for edge in three} == {"sits"}
    assert not any(edge.directed for edge in two)  # a and b name a pair
    assert all(edge.directed for edge in three)


def test_columns_by_name_carry_weight_and_dates(shipped: Store) -> None:
    (edge,) = of_answer(
        shipped.select(
            "SELECT ?weight ?target ?source ?since "
            "{ BIND('Ankara' AS ?target) BIND('Jakarta' AS ?source) BIND(2.5 AS ?weight) BIND('2024' AS ?since) }"
        )
    )[0]
    assert edge == Edge("Jakarta", "Ankara", weight=2.5, date="2024")


def test_a_pair_with_a_third_column_is_told_by_it(shipped: Store) -> None:
    rows = shipped.select("SELECT ?city ?other ?how { BIND('x' AS ?city) BIND('y' AS ?other) BIND('z' AS ?how) }")
    assert of_answer(rows)[0] == [Edge("x", "y", relation="z", directed=False)]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("ASK { ?s ?p ?o }", "which is no network: use CONSTRUCT or SELECT"),
        ("SELECT ?only { ?only ct:seat ?b }", "only: which columns are the ends of an edge"),
        ("SELECT ?p ?q ?r ?s { ?p ct:seat ?q . ?q ?r ?s }", "p, q, r, s: which columns are the ends of an edge"),
        ("SELECT ?source ?target ?weight { ?source ct:seat ?target BIND('much' AS ?weight) }", "much: a weight is"),
    ],
)
def test_what_is_no_network_is_refused(shipped: Store, query: str, message: str) -> None:
    with pytest.raises(RequestError, match=message):
        of_answer(shipped.query(query))


def test_nothing_is_no_picture(shipped: Store) -> None:
    with pytest.raises(RequestError, match="Mine: nothing to draw"):
        request(shipped, [], "Mine")


def test_what_the_graph_knows_it_tells(shipped: Store) -> None:
    found = request(shipped, [Edge(JAKARTA, ANKARA), Edge(JAKARTA, "Atlantis")], "Mine", lang="id").network
    assert found.nodes[ANKARA]["label"] == "Ankara"
    assert found.nodes[JAKARTA]["cls"] == "City"
    assert found.nodes[JAKARTA]["clsLabel"] == "kota"
    assert found.nodes["Atlantis"]["label"] == "Atlantis"
    assert found.nodes["Atlantis"]["clsLabel"] == "lainnya"


def test_kinds_of_lines_have_colours_and_weights_widths(shipped: Store) -> None:
    edges = [Edge("a", "b", "one", weight=1), Edge("b", "c", "one", weight=16), Edge("c", "a", "two")]
    data = payload(page(request(shipped, edges, "Mine")))
    widths = {edge["from"]: edge["width"] for edge in data["edges"]}
    assert widths[0] < widths[1]
    assert widths[1] == 6
    looks = data["style"]["edge"]
    assert looks["one"]["light"] != looks["two"]["light"]
    assert [edge["relation"] for edge in data["edges"]] == ["one", "one", "two"]


def test_a_large_one_is_drawn_by_the_page_of_large_networks(shipped: Store) -> None:
    edges = [Edge(f"place {number}", f"place {number // 2}") for number in range(1, 700)]
    html = page(request(shipped, edges, "Many"))
    assert "vis-network" not in html
    assert "Many" in html


def test_a_table_is_read_with_what_the_graph_knows(shipped: Store, tmp_path: Path) -> None:
    text = "Source;Target;Kind;Weight;Date;Notes\nJakarta;Q3640;LoI;3;19.08.2025;x\nCakarta;Atlantis;;;2024-05;\n"
    one, two = read_edges(table(tmp_path, text), shipped)
    assert one == Edge(JAKARTA, ANKARA, relation="LoI", weight=3, date="2025-08-19")
    assert two == Edge(JAKARTA, "Atlantis", date="2024-05")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1254"])
def test_a_table_of_any_encoding_is_read(shipped: Store, tmp_path: Path, encoding: str) -> None:
    text = "kaynak\thedef\nİskele\tŞişli Çarşısı\nÇayeli\tÖğretmenevi Üsküdar\n" * 1
    edges = read_edges(table(tmp_path, text, encoding=encoding), shipped)
    assert [edge.target for edge in edges] == ["Şişli Çarşısı", "Öğretmenevi Üsküdar"]


def test_faults_are_told_by_line_and_nothing_is_drawn(shipped: Store, tmp_path: Path) -> None:
    text = "source,target,weight,date\na,b,much,\n,b,,\na,,,\nb,c,-1,\na,c,1,31/31/2020\na,b\nb,c,2,\n"
    with pytest.raises(DataError) as told:
        read_edges(table(tmp_path, text), shipped)
    message = str(told.value)
    for part in (
        "line 2: much: a weight is a number",
        "line 3: no source",
        "line 4: no target",
        "line 5: -1: a weight is a number above 0",
        "and 2 more",
    ):
        assert part in message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x,y\n1,2\n", "which columns are the ends of an edge\\? call them source and target; there are x, y"),
        ("source,target\n", "holds no rows below its header"),
        ("", "an empty file"),
        ("source,source\na,b\n", "two columns are called source"),
    ],
)
def test_what_is_no_table_of_edges_is_refused(shipped: Store, tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises((DataError, RequestError), match=message):
        read_edges(table(tmp_path, text), shipped)


def test_names_that_mean_several_things_stand_for_themselves(shipped: Store) -> None:
    known = known_names(shipped, ["Jakarta", "ankara", "Rano Karno", "no such thing", "https://example.org/x"])
    assert known["Jakarta"] == JAKARTA
    assert known["ankara"] == ANKARA
    assert known["Rano Karno"].endswith("/rano-karno")
    assert known["https://example.org/x"] == "https://example.org/x"
    assert "no such thing" not in known


def test_the_command_draws_queries_and_tables(run: Run, tmp_path: Path) -> None:
    query = tmp_path / "seats.rq"
    query.write_text("CONSTRUCT { ?a ct:seat ?b } WHERE { ?a ct:seat ?b }", encoding="utf-8")
    assert run("draw", "--sparql", str(query), "-o", str(tmp_path / "seats.html"))[0] == 0
    assert "<h1>seats</h1>" in (tmp_path / "seats.html").read_text(encoding="utf-8")
    file = table(tmp_path, "source,target\nJakarta,Ankara\n")
    for suffix in (".html", ".svg", ".pdf", ".png", ".gexf", ".graphml"):
        status, _, err = run("draw", "--edges", file, "--title", "Two", "-o", str(tmp_path / f"two{suffix}"))
        assert status == 0, err
        assert (tmp_path / f"two{suffix}").stat().st_size > 500
    assert ">Two</text>" in (tmp_path / "two.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "draw: what? name a view"),
        (("city", "--sparql", "ASK {}"), "draw: what?"),
        (("--sparql", "ASK { ?s ?p ?o }"), "no network"),
        (("--sparql", "no such file.rq"), "neither a query nor a file"),
        (("--edges", "no such file.csv"), "cannot be read"),
        (("--edges", "x.csv", "--city", "Jakarta"), "takes no --city"),
        (("network", "--title", "x"), "--title belongs to"),
    ],
)
def test_the_command_refuses_in_one_line(run: Run, tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    status, out, err = run("draw", *arguments, "-o", str(tmp_path / "x.html"))
    assert status == 1
    assert out == ""
    assert message in err
    assert err.count("\n") == 1
    assert not (tmp_path / "x.html").exists()


def test_a_wrong_suffix_is_refused_before_anything_is_done(run: Run, tmp_path: Path) -> None:
    status, _, err = run("draw", "city", "--city", "Jakarta", "-o", str(tmp_path / "x.docx"))
    assert status == 1
    assert "x.docx: no picture goes by that suffix: use .html .svg .png .pdf .gexf .graphml" in err


def test_a_line_told_several_times_weighs_as_much(shipped: Store, tmp_path: Path) -> None:
    table = tmp_path / "edges.csv"

    def weights(text: str) -> dict[tuple[str, str], float]:
        table.write_text(text)
        read = nx.read_gexf(io.BytesIO(render(request(shipped, read_edges(str(table), shipped), "t"), ".gexf")))
        assert isinstance(read, nx.DiGraph if read.is_directed() else nx.Graph) and not read.is_multigraph()
        return {(one, other): weight for one, other, weight in read.edges(data="weight")}

    assert weights("source,target\nA,B\nA,B\nA,B\nB,A\nC,A\n") == {("A", "B"): 3, ("B", "A"): 1, ("C", "A"): 1}
    assert weights("one,other\nA,B\nA,B\nA,B\nB,A\nC,A\n") == {("A", "B"): 4, ("A", "C"): 1}
    assert weights("one,other,weight\nA,B,2\nB,A,0.5\n") == {("A", "B"): 2.5}


def test_a_table_with_a_mark_or_from_a_pipe_is_read(shipped: Store, tmp_path: Path) -> None:
    import os
    import threading

    table = tmp_path / "edges.csv"
    table.write_bytes("\ufeffsource,target\nA,B\n".encode())
    assert [(edge.source, edge.target) for edge in read_edges(str(table), shipped)] == [("A", "B")]
    if not hasattr(os, "mkfifo"):
        return
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(b"source,target\nA,B\n"))
    writer.start()
    assert [(edge.source, edge.target) for edge in read_edges(str(pipe), shipped)] == [("A", "B")]
    writer.join(10)
