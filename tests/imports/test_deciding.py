"""Many names decided at once: in the terminal, as a table that a spreadsheet gives back, all lone ones; and undone."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from rich.console import Console

from cityties.cli import main
from cityties.imports.deciding import Deciding
from cityties.imports.sheet import read_sheet, write_sheet
from cityties.imports.table import import_table
from cityties.model.errors import DataError
from cityties.model.vocabulary import WD, compact
from cityties.names.decision import CANDIDATES, DECISIONS, Decision, read_candidates, read_decisions, write_decisions
from cityties.names.waiting import NOBODY, decide_all, undo_last, waiting

JAKARTA = {"city": "Jakarta", "city_country": "Indonesia"}
ASKED = [
    Decision(
        "Aberville, France", f"{WD}Q1", score=0.8, label="Aberville", comment="line 2 of a.csv: x", source=f"{WD}Q9"
    ),
    Decision("Bergen, Germany", f"{WD}Q2", score=0.6, label="=cmd()", comment="line 3 of a.csv: y"),
    Decision("Bergen, Germany", f"{WD}Q3", score=0.5, label="Bergen (DE 2)", comment="line 3 of a.csv: y"),
    Decision("Nowhere", NOBODY, score=0.0, comment="no candidate was found: name the thing"),
    Decision("Portland, Oregon", f"{WD}Q4", score=0.9, label="Portland", comment="line 4 of a.csv: z"),
]  # fmt: skip


@pytest.fixture
def table(tmp_path: Path) -> Path:
    write_decisions(tmp_path / CANDIDATES, ASKED)
    return tmp_path / DECISIONS


def test_what_waits_is_grouped_by_country_and_name_with_what_stands_beside_it(table: Path) -> None:
    names = waiting(table)
    assert [(one.country, one.name) for one in names] == [
        ("", "Nowhere"), ("", "Portland, Oregon"), ("France", "Aberville"), ("Germany", "Bergen"),
    ]  # fmt: skip
    assert names[2].where == "line 2 of a.csv: x" and len(names[3].things) == 2 and not names[0].things
    assert read_candidates(table.with_name(CANDIDATES)) == ASKED


def test_keys_alone_decide_and_undo(table: Path) -> None:
    console = Console(file=io.StringIO())
    # Nowhere: later. Portland: all lone ones with a told country (Aberville alone); then itself; Bergen: the second.
    done = Deciding(table, "Ani", "2026-11-28", io.StringIO("s\na\n1\n2\n"), console).run()
    told = {one.subject: compact(one.thing) for one in read_decisions(table)}
    assert done == 3
    assert told == {"Aberville, France": "wd:Q1", "Portland, Oregon": "wd:Q4", "Bergen, Germany": "wd:Q3"}
    assert {(one.author, one.day) for one in read_decisions(table)} == {("Ani", "2026-11-28")}
    Deciding(table, "Ani", "2026-11-28", io.StringIO("u\nq\n"), console).run()
    assert {one.subject for one in waiting(table)} == {"Nowhere", "Bergen, Germany"}
    Deciding(table, "Ani", "2026-11-28", io.StringIO("s\nn\nq\n"), console).run()
    assert {compact(one.thing) for one in read_decisions(table) if not one.same} == {"wd:Q2", "wd:Q3"}


def test_what_was_decided_together_is_taken_back_together(table: Path) -> None:
    single = Decision("Other, Italy", f"{WD}Q7", author="B", day="2026-01-02")
    write_decisions(table, [single])
    assert decide_all(table, [ASKED[0]], "Ani", "2026-11-28") == 1
    assert decide_all(table, [ASKED[1], ASKED[4]], "Ani", "2026-11-28") == 2
    assert {one.subject for one in undo_last(table)} == {"Bergen, Germany", "Portland, Oregon"}
    assert {one.subject for one in undo_last(table)} == {"Aberville, France"}
    assert undo_last(table) == [] and read_decisions(table) == [single]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_spreadsheet_opens_the_names_and_gives_them_back(suffix: str, table: Path, tmp_path: Path) -> None:
    from cityties.imports.merge import thing_named

    path = tmp_path / "names.csv"
    assert write_sheet(path, waiting(table)) == 5
    raw = path.read_text(encoding="utf-8-sig")
    assert "'=cmd()" in raw, "no cell of it is a formula"
    rows = list(csv.reader(io.StringIO(raw)))
    verdicts = {"wd:Q1": "ya", "wd:Q2": "hayır", "wd:Q3": "x", "wd:Q4": "perhaps", "": "wd:Q5"}
    filled = [rows[0], *([*row[:-1], verdicts[row[2]]] for row in rows[1:])]
    if suffix == ".csv":  # as a Turkish Excel saves it
        path.write_text("\n".join(";".join(f'"{cell}"' for cell in row) for row in filled), encoding="cp1254")
    else:
        from openpyxl import Workbook

        book = Workbook()
        assert book.active is not None
        for row in filled:
            book.active.append(row)
        path = tmp_path / "names.xlsx"
        book.save(path)
    found, reading = read_sheet(path, waiting(table), thing_named)
    assert {(one.subject, compact(one.thing), one.same) for one in found} == {
        ("Aberville, France", "wd:Q1", True), ("Bergen, Germany", "wd:Q2", False), ("Bergen, Germany", "wd:Q3", True),
        ("Nowhere", "wd:Q5", True),
    }  # fmt: skip
    assert [(problem.what, problem.reason) for problem in reading.problems] == [
        ("perhaps", "no thing's IRI, no yes and no no")
    ]
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DataError, match="lacks a column"):
        read_sheet(tmp_path / "other.csv", [], thing_named)


def test_names_of_two_files_wait_beside_each_other_until_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "store"
    for name, town in (("first.csv", "Springfield"), ("second.csv", "Bergen")):
        land = "USA" if town == "Springfield" else "Germany"
        (tmp_path / name).write_text(f"partner,country\n{town},{land}\nBursa,Turkey\n", encoding="utf-8")
        import_table(str(tmp_path / name), str(store), plan="register", constants=JAKARTA, check=False)
    waits = {one.subject: one for one in waiting(store / DECISIONS)}
    assert "Springfield, USA" in waits
    assert waits["Springfield, USA"].where.startswith("line 2 of first.csv: Springfield | USA")
    assert main(["decide", "--list", "--store", str(store)]) == 0
    assert "Springfield  line 2 of first.csv" in capsys.readouterr().out
    sheet = tmp_path / "names.csv"
    assert main(["decide", "--sheet", str(sheet), "--store", str(store)]) == 0
    rows = list(csv.reader(io.StringIO(sheet.read_text(encoding="utf-8-sig"))))
    chosen = next(row for row in rows if row[1] == "Springfield")
    sheet.write_text(
        "\n".join([",".join(rows[0]), ",".join([*chosen[:3], "", "", "", '"Springfield, USA"', "yes"])]), "utf-8"
    )
    assert main(["decide", "--from", str(sheet), "--by", "Ani", "--store", str(store)]) == 0
    assert "decided: 1" in capsys.readouterr().out
    again = import_table(str(tmp_path / "first.csv"), str(store), plan="register", constants=JAKARTA, check=False)
    assert again.reading.taken == 2 and again.evidence["a decision"] == 1
    assert main(["decide", "--undo", "--store", str(store)]) == 0
    assert not read_decisions(store / DECISIONS)
    assert main(["decide", "--lone", "--store", str(store)]) == 1, "who decides has to be told"
    assert "--by WHO" in capsys.readouterr().err
