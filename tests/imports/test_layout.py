"""Doors for tables: workbooks, documents, wikitext, JSON, text of every kind; each read as the same rows."""

from __future__ import annotations

import datetime
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cityties.imports.input import Input
from cityties.imports.map import read_map
from cityties.imports.reader import Record, Shape, read_records
from cityties.imports.report import Line, Reading
from cityties.imports.table import name_of
from cityties.model.errors import DataError, RequestError

HEADER = ["Partner", "Negara", "Sejak"]
ROWS = [["Bursa", "Turki", "2011"], ["Köln", "Jerman", "12 Mei 2012"]]


def read(path: Path, **shape: Any) -> tuple[list[str], list[tuple[Line, Record]], Reading]:
    """Read a table with the headings that the register knows."""
    reading = Reading()
    names, records = read_records(Input(str(path)), Shape(**shape), reading, known=read_map("register").knows)
    return names, list(records), reading


def cells(records: list[tuple[Line, Record]]) -> list[list[str | list[str]]]:
    return [list(record.values()) for _, record in records]


def workbook(path: Path) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Eropa"
    for row in (["Daftar Kota Mitra Kota Contoh"], [], ["No", *HEADER], [1, "Bursa", "Turki", 2011],
                [2, "Köln", "Jerman", datetime.date(2012, 1, 1)], [3, "Bonn", None, datetime.date(2013, 5, 2)],
                ["Catatan: data sementara"]):  # fmt: skip
        page.append(row)
    page.merge_cells("C5:C6")
    page["D5"].number_format = "yyyy"
    page["D6"].number_format = "dd/mm/yyyy"
    other = book.create_sheet("Asia")
    other.append(["No", *HEADER])
    other.append([1, "Osaka", "Jepang", "1999"])
    notes = book.create_sheet("Kontak")
    notes.append(["Nama", "Telepon"])
    notes.append(["Ani", "021-555"])
    book.save(path)
    return path


def test_a_workbook_is_read_below_its_title_over_all_sheets_of_its_columns(tmp_path: Path) -> None:
    names, records, reading = read(workbook(tmp_path / "mitra.xlsx"))
    assert names == ["No", *HEADER]
    assert cells(records) == [
        ["1", "Bursa", "Turki", "2011"],
        ["2", "Köln", "Jerman", "2012"],
        ["3", "Bonn", "Jerman", "2013-05-02"],
        ["1", "Osaka", "Jepang", "1999"],
    ]
    assert [line for line, _ in records] == ["Eropa, row 4", "Eropa, row 5", "Eropa, row 6", "Asia, row 2"]
    assert any("Kontak: another table" in note for note in reading.notes)
    assert sum(reading.passed_over.values()) == 1, "the note below the rows"


def test_one_sheet_is_chosen_by_name_or_number(tmp_path: Path) -> None:
    path = workbook(tmp_path / "mitra.xlsx")
    assert cells(read(path, sheet="Asia")[1]) == cells(read(path, sheet="2")[1]) == [["1", "Osaka", "Jepang", "1999"]]
    with pytest.raises(RequestError, match="no sheet is called Afrika: there are Eropa, Asia, Kontak"):
        read(path, sheet="Afrika")


def test_an_open_document_sheet_is_read(tmp_path: Path) -> None:
    def row(values: list[str]) -> str:
        cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
        return f"<table:table-row>{''.join(cell.format(value) for value in values)}</table:table-row>"

    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Mitra">{"".join(map(row, [HEADER, *ROWS]))}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="x"/></manifest:manifest>'
    )
    with zipfile.ZipFile(tmp_path / "mitra.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    assert cells(read(tmp_path / "mitra.ods")[1]) == ROWS


def test_the_table_of_a_document_is_read(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("Our partners")
    table = document.add_table(rows=0, cols=3)
    for row in [HEADER, *ROWS]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "mitra.docx"))
    names, records, _ = read(tmp_path / "mitra.docx")
    assert (names, cells(records)) == (HEADER, ROWS)


def test_the_table_of_a_page_is_read_with_cells_over_several_rows(tmp_path: Path) -> None:
    path = tmp_path / "mitra.html"
    path.write_text(
        "<!doctype html><meta charset=utf-8><table><tr><td>menu</table><table><tr><th>Partner<th>Negara<th>Sejak"
        "<tr><td>Köln<sup class=reference>[1]</sup><td rowspan=2>Jerman<td>2012<tr><td>Bonn<br>am Rhein<td>2013"
        "<tr><td>Bursa<td>Turki<td><script>alert(1)</script>2011</table>",
        encoding="utf-8",
    )
    assert cells(read(path)[1]) == [
        ["Köln", "Jerman", "2012"],
        ["Bonn am Rhein", "Jerman", "2013"],
        ["Bursa", "Turki", "2011"],
    ]


def test_a_table_of_a_pdf_goes_on_over_its_pages(tmp_path: Path) -> None:
    import typst

    def lines(rows: list[list[str]]) -> str:
        return ", ".join(f"[{cell}]" for row in rows for cell in row)

    source = (
        f'#set page(paper: "a6")\n= Mitra\n#table(columns: 3, {lines([HEADER, *ROWS])})\n#pagebreak()\n'
        f"#table(columns: 3, {lines([['Osaka', 'Jepang', '1999']])})\n"
    )
    (tmp_path / "mitra.pdf").write_bytes(typst.compile(source.encode()))
    names, records, _ = read(tmp_path / "mitra.pdf")
    assert (names, cells(records)) == (HEADER, [*ROWS, ["Osaka", "Jepang", "1999"]])
    assert records[-1][0] == "page 2, row 1"


WIKI = """'''Exampletown''' is a [[city]].
== History ==
* [[Nothing]] here
== International relations ==
=== Twin towns – sister cities ===
Exampletown is [[Sister city|twinned]] with:<ref>{{cite web|url=https://example.org/all}}</ref>
{{div col}}
* {{flagicon|TUR}} [[Bursa]], Turkey (2011)<ref>{{cite web|url=https://example.org/bursa|title=B}}</ref>
* {{flagicon|GER}} [[Cologne|Köln]], [[Germany]] (1994–2006)
* {{flagicon|USA}} [[Portland, Oregon]] <!-- not sure -->(since 12 May 1999)
* [[Japan]]
** [[Osaka]] (1999)
** [[Kobe]]
{{div col end}}
=== Former twin towns ===
* {{flagicon|FRA}} [[Lyon]], France
== See also ==
* [[List of towns]]
"""


def test_the_section_on_twin_towns_gives_partners_years_and_references(tmp_path: Path) -> None:
    path = tmp_path / "town.wiki"
    path.write_text(WIKI, encoding="utf-8")
    names, records, _ = read(path)
    assert names == ["partner", "country", "since", "until", "reference"]
    assert cells(records) == [
        ["Bursa", "Turkey", "2011", "", "https://example.org/bursa"],
        ["Köln", "Germany", "1994", "2006", ""],
        ["Portland, Oregon", "USA", "12 May 1999", "", ""],
        ["Osaka", "Japan", "1999", "", ""],
        ["Kobe", "Japan", "", "", ""],
    ]
    assert records[0][0] == 8
    path.write_text("== History ==\n* [[Nothing]]\n", encoding="utf-8")
    with pytest.raises(DataError, match="no section on twin towns"):
        read(path)


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nPartner;Negara;Sejak\nBursa;Turki;2011\nKöln;Jerman;12 Mei 2012\n",
        "\ufeffPartner,Negara,Sejak\nBursa,Turki,2011\n\ufeffKöln,\ufeffJerman,12 Mei 2012\n",
        "Partner,Negara,Sejak\rBursa,Turki,2011\rKöln,Jerman,12 Mei 2012",
        "Mitra kota kami,,\n,,\nPartner,Negara,Sejak\nBursa,Turki,2011\nKöln,Jerman,12 Mei 2012\n",
        "Partner,Negara,Sejak\r\nBursa,Turki,2011\r\nKöln,Jerman,12 Mei 2012\r\n",
    ],
    ids=["sep", "marks", "old-mac", "title", "windows"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_text_of_every_kind_gives_the_same_rows(text: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "mitra.csv"
    path.write_bytes(text.encode(encoding))
    assert cells(read(path)[1]) == ROWS


def test_a_table_without_a_header_is_told_and_its_columns_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "mitra.csv"
    path.write_text("Bursa,Turki,2011\nBonn,Jerman,2012\n", encoding="utf-8")
    names, records, reading = read(path)
    assert names == ["column 1", "column 2", "column 3"] and len(records) == 2
    assert any("looks like a row" in note for note in reading.notes)
    assert read(path, header=tuple(HEADER))[0] == HEADER


@pytest.mark.parametrize(
    ("encoding", "town"), [("cp1252", "São Paulo"), ("cp1254", "Şanlıurfa"), ("cp1250", "Łódź"), ("cp1251", "Тула")]
)
def test_one_byte_encodings_are_told_apart_by_the_names_they_give(encoding: str, town: str, tmp_path: Path) -> None:
    path = tmp_path / "mitra.csv"
    path.write_bytes(f"Partner,Negara\n{town},x\nBursa,y\n".encode(encoding))
    assert cells(read(path)[1])[0][0] == town


def test_lists_within_lists_rows_as_lists_and_lines_of_json_are_records(tmp_path: Path) -> None:
    nested = {
        "cities": [{"name": "A", "partners": [{"name": "Bursa"}, {"name": "Köln"}]}, {"name": "B", "partners": []}]
    }
    path = tmp_path / "nested.json"
    path.write_text(json.dumps(nested), encoding="utf-8")
    names, records, _ = read(path, records="cities.partners")
    assert (names, cells(records)) == (["cities.name", "name"], [["A", "Bursa"], ["A", "Köln"]])
    path.write_text(json.dumps([HEADER, *ROWS]), encoding="utf-8")
    assert cells(read(path)[1]) == ROWS
    lines = [json.dumps(dict(zip(HEADER, row, strict=True))) for row in ROWS]
    (tmp_path / "lines.jsonl").write_text("\n".join([lines[0], "{broken", lines[1]]), encoding="utf-8")
    _, records, reading = read(tmp_path / "lines.jsonl")
    assert cells(records) == ROWS and [problem.line for problem in reading.problems] == [2]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.xlsx", b"PK\x03\x04 no archive", "damaged"),
        ("x.pdf", b"%PDF-1.4 nothing", "no PDF that can be read|no table"),
        ("x.html", b"<html><p>none</p>", "no table"),
        ("x.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "no workbook that can be read"),
    ],
)
def test_what_holds_no_table_is_refused_in_one_line(name: str, data: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DataError, match=words) as error:
        read(tmp_path / name)
    assert "\n" not in str(error.value)


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (201 << 20))
    with pytest.raises(DataError, match="too large"):
        read(tmp_path / "bomb.xlsx")


@pytest.mark.parametrize(
    ("library", "file", "extra"),
    [("openpyxl", "x.xlsx", "sheets"), ("docx", "x.docx", "documents"), ("mwparserfromhell", "x.wiki", "wiki")],
)
def test_a_library_that_is_absent_is_named_with_its_extra(
    library: str, file: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml" if "xlsx" in file else "word/document.xml", "<x/>")
    (tmp_path / file).write_bytes(b"== Twin towns ==\n* [[X]]\n" if "wiki" in file else packed.getvalue())
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(RequestError, match=rf"install cityties\[{extra}\]"):
        read(tmp_path / file)


def test_of_another_year_a_file_is_another_source() -> None:
    assert name_of("mitra 2023.xlsx") != name_of("mitra 2024.xlsx")
    assert (
        name_of("mitra 2023-04-05.csv")
        == name_of("mitra-20230610.csv")
        == name_of("mitra 01.02.2023.csv")
        == "table-mitra"
    )
