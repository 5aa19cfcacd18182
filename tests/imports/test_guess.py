"""A table without a map: which column is what is guessed in three languages, shown, and agreed to."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from cityties.cli import main
from cityties.facts.intake import shipped
from cityties.imports.guess import Guess, guess_map
from cityties.imports.map import read_map
from cityties.imports.proposal import propose
from cityties.imports.reader import Record
from cityties.imports.table import import_table
from cityties.model.errors import RequestError
from cityties.names.identity import Identity

INDONESIAN = (
    "DAFTAR KOTA MITRA,,,,,\n,,,,,\nNo.,Kota Mitra,Negara,Bentuk Kerja Sama,Tanggal Penandatanganan,Bidang Kerja Sama\n"
    '1,Busan,Korea Selatan,Sister City,13/04/2003,"transportasi, air minum"\n2,Osaka,Jepang,Sister City,2012-11-12,\n'
)
TURKISH = (
    "Sıra;Kardeş Şehir;Ülke;Türü;İmza Tarihi\n1;Saraybosna;Bosna-Hersek;Kardeş Şehir;24.07.1994\n2;Pekin;Çin;;1990\n"
)
ENGLISH = "City,Country,Established,Notes\nDortmund,Germany,1969,x\nBrno,Czech Republic,1966 - 2010,y\n"
JAKARTA = {"city": "Jakarta", "city_country": "Indonesia"}


class Agreeing:
    """Agrees to whatever is shown, and keeps it."""

    def __init__(self) -> None:
        self.shown, self.text = "", ""

    def values(self, lacking: Sequence[str], why: str) -> Mapping[str, str]:
        return {name: JAKARTA[name] for name in lacking}

    def agrees(self, guess: Guess, shown: str) -> bool:
        self.shown, self.text = shown, guess.text
        return True


@pytest.mark.parametrize(
    ("text", "columns", "row"),
    [
        (
            INDONESIAN,
            {"Kota Mitra": "partner", "Negara": "country", "Bentuk Kerja Sama": "kind",
             "Tanggal Penandatanganan": "since", "Bidang Kerja Sama": "sectors"},
            "Jakarta – Busan (kind sister-city; start 2003-04-13; sectors",
        ),
        (
            TURKISH,
            {"Kardeş Şehir": "partner", "Ülke": "country", "Türü": "kind", "İmza Tarihi": "since"},
            "Jakarta – Beijing (start 1990",
        ),
        (
            ENGLISH,
            {"City": "partner", "Country": "country", "Established": "since"},
            "Jakarta – Brno (end 2010; start 1966",
        ),
    ],
    ids=["id", "tr", "en"],
)  # fmt: skip
def test_columns_are_known_by_their_names_and_ten_rows_are_shown(
    text: str, columns: dict[str, str], row: str, tmp_path: Path
) -> None:
    table, store, asked = tmp_path / "mitra.csv", str(tmp_path / "store"), Agreeing()
    table.write_text(text, encoding="utf-8")
    found = propose(str(table), store, asked)
    assert found is not None
    plan, shared = found
    headings = {column.heading: name for name, column in plan.columns.items() if column.heading}
    assert headings == columns and shared == JAKARTA
    assert row in asked.shown
    (tmp_path / "saved.toml").write_text(asked.text, encoding="utf-8")
    assert tomllib.loads(asked.text)["columns"]["partner"]["heading"]
    saved = import_table(str(table), store, plan=str(tmp_path / "saved.toml"), constants=shared, dry_run=True)
    assert saved.reading.taken == 2 and not saved.reading.left_out


def test_columns_without_names_are_known_by_what_stands_in_them() -> None:
    store = shipped()
    rows: list[Record] = [{"a": town, "b": land, "c": kind, "d": year} for town, land, kind, year in (
        ("Bursa", "Turki", "sister city", "1999"), ("Osaka", "Jepang", "kota kembar", "Mei 2001"),
    )]  # fmt: skip
    guess = guess_map(["a", "b", "c", "d"], rows, Identity(store), JAKARTA, "x.csv")
    assert guess.columns == {"a": "partner", "b": "country", "c": "kind", "d": "since"}
    with pytest.raises(RequestError, match="no map fits its columns"):
        guess_map(["temperature"], [{"temperature": "3"}], Identity(store), {}, "x.csv")


def test_two_headings_never_become_one_column() -> None:
    renamed = read_map("register").rename(["Mitra", "Kota", "Partner", "Tahun", "since"])
    assert len(set(renamed.values())) == 5
    assert renamed["since"] == "since" and renamed["Tahun"] == "Tahun"


def test_without_a_terminal_the_guess_is_shown_and_taken_only_when_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    table, store = tmp_path / "partners.csv", str(tmp_path / "store")
    table.write_text(ENGLISH, encoding="utf-8")
    command = ["import", "table", str(table), "--store", store]
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert main(command) == 1
    assert "--value city=… --value city_country=…" in capsys.readouterr().err
    command += ["--value", "city=Jakarta", "--value", "city_country=Indonesia"]
    assert main(command) == 1
    out, err = capsys.readouterr()
    assert "City = partner (by its name)" in out and "nothing was taken: give --yes" in err
    assert not Path(store).exists()
    assert main([*command, "--yes"]) == 0
    assert "read 2, taken 2" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of its own")
def test_at_a_terminal_it_asks_and_n_takes_nothing(tmp_path: Path) -> None:
    (tmp_path / "partners.csv").write_text(ENGLISH, encoding="utf-8")
    here, there = pty.openpty()
    os.write(here, b"Jakarta\nIndonesia\nn\n")
    command = [sys.executable, "-m", "cityties", "import", "table", "partners.csv", "--store", "store"]
    with subprocess.Popen(command, cwd=tmp_path, stdin=there, stdout=there, stderr=there) as process:
        os.close(there)
        said = b""
        try:
            while piece := os.read(here, 4096):
                said += piece
        except OSError:
            pass  # the terminal is gone, as the command is
        assert process.wait(timeout=120) == 0
    os.close(here)
    assert b"Take it in? (y/N)" in said and not (tmp_path / "store").exists()
