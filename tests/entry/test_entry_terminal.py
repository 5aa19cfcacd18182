"""The form by hand in the terminal, by lines alone, and the command that starts it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from cityties.model.vocabulary import ID
from cityties.store import open_store

Run = Callable[..., tuple[int, str, str]]
Enter = Callable[..., tuple[int, str, str]]


@pytest.fixture
def enter(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Enter:
    """Enter something by some lines, as they come by a pipe."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CITYTIES_STORE", raising=False)

    def call(lines: str, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(lines))
        store = () if "-o" in arguments else ("--store", str(tmp_path / "store"))
        return run("enter", *arguments, "--terminal", "--by", "Ada", "--on", "2026-11-29", *store)

    return call


# Each line ends with one key press, Enter; so does each | and ; between names, and each digit that chooses.
MEETING = """19 August 2025
Ankara
Rano Karno | Vice Governor of Jakarta
Mansur Yavaş | Mayor of Ankara
Achmad Rizal Purnama | Ambassador of Indonesia to Türkiye
Ayşe Örnek | Head of the International Office
1
1
Ankara


1

Jakarta
Ankara
send two experts



1

Ankara
Jakarta
host them



2
letter of intent
Ankara; Jakarta
2025-08-19





letter
City Government of Jakarta
20 August 2025
Minutes of the meeting in Ankara


"""


def presses(lines: str) -> int:
    """Count the key presses beside the text: Enter, what stands between names, and digits that choose."""
    chosen = sum(len(line) for line in lines.splitlines() if line.isdigit() or line in ("y", "c", "q", "-"))
    return lines.count("\n") + lines.count("|") + lines.count(";") + chosen


def test_a_meeting_of_four_with_two_promises_and_a_document_in_sixty_keys(enter: Enter, tmp_path: Path) -> None:
    assert presses(MEETING) <= 60, presses(MEETING)
    status, out, err = enter(MEETING, "meeting")
    assert (status, err) == (0, "")
    assert "On 19 August 2025, Rano Karno (Vice Governor of Jakarta), Mansur Yavaş" in out
    assert "1 promise, 2 agreement" in out
    source = f"{ID}source/meeting-2026-11-29"
    assert f"as {source}." in out
    told = open_store(tmp_path / "store", read_only=True)
    for pattern, count in (
        ("?x a ct:Meeting ; ct:participation/ct:participant ?who", 4),
        ("?x a ct:Meeting ; ct:participation/ct:inPost ?post", 4),
        ("?x a ct:Intention ; ct:madeIn ?meeting", 2),
        ("?x a ct:Agreement ; ct:instrument code:letter-of-intent ; ct:party ?party", 2),
        ("?x a ct:Source ; ct:sourceKind code:letter ; dcterms:title ?title", 1),
        ("?x a ct:Review ; dcterms:creator 'Ada' ; dcterms:date '2026-11-29'^^xsd:date", 1),
    ):
        assert len(list(told.select(f"SELECT * {{ GRAPH <{source}> {{ {pattern} }} }}"))) == count, pattern


def test_it_is_opened_again_corrected_and_taken_back(enter: Enter, run: Run, tmp_path: Path) -> None:
    store, name = ("--store", str(tmp_path / "store")), "membership-2026-11-29"
    status, _, err = enter("Bursa\nC40\n1\n2019\n\n\n\n\nOffice of Bursa\n\n\n\n\n", "membership")
    assert (status, err) == (0, "")
    source = f"{ID}source/{name}"
    assert open_store(store[1], read_only=True).ask(f"ASK {{ GRAPH <{source}> {{ ?x ct:from '2019'^^xsd:gYear }} }}")
    status, out, _ = run("enter", "--again", *store)
    assert status == 0 and name in out and "Ada, 2026-11-29" in out and "in the store" in out
    again = "\n\n\n\n\n\nc\n1\nfrom=2018-05\n\n\n\n"
    status, out, err = enter(again, "--again", name)
    assert status == 0 and "Saved in" in out, out + err
    told = open_store(store[1], read_only=True)
    assert told.ask(f"ASK {{ GRAPH <{source}> {{ ?x ct:from '2018-05'^^xsd:gYearMonth }} }}")
    assert not told.ask(f"ASK {{ GRAPH <{source}> {{ ?x ct:from '2019'^^xsd:gYear }} }}")
    status, _, err = run("enter", "--take-back", name, *store, "--by", "Ada")
    assert status == 0 and "taken out" in err
    assert not open_store(store[1], read_only=True).ask(f"ASK {{ GRAPH <{source}> {{ ?s ?p ?o }} }}")
    assert "not in the store" in run("enter", "--again", *store)[1]
    status, _, err = run("enter", "--take-back", name, *store, "--by", "Ada")
    assert status == 1 and "no such source" in err and err.count("\n") == 1
    status, out, _ = enter("\n\n\n\n\n\n\n", "--again", name)
    assert status == 0 and "Saved in" in out, "what was taken back is saved again"


def test_a_bad_day_and_an_unknown_name_are_asked_again(enter: Enter, tmp_path: Path) -> None:
    lines = "31/31/2026\nMarch 2026\nNowhereville\nAnkara\n\n\n\n\nOffice\n\n\n\n\n"
    status, out, err = enter(lines, "meeting")
    assert (status, err) == (0, "")
    assert "31/31/2026: write YYYY" in out
    assert "Nowhereville is not known. New: 1 place" in out
    assert "In March 2026, a meeting took place in Ankara." in out


def test_it_is_left_and_kept(enter: Enter, run: Run, tmp_path: Path) -> None:
    status, _, err = enter("2026-03-01\nAnkara\n\n\n", "meeting")
    assert status == 0 and "Nothing was saved; meeting-2026-11-29 is kept" in err
    status, _, err = enter("2026-03-01\n", "visit")
    assert (status, err) == (0, ""), "of what was not kept nothing stays"
    out = run("enter", "--again", "--store", str(tmp_path / "store"))[1]
    assert "meeting-2026-11-29" in out and "visit" not in out


@pytest.mark.parametrize(
    ("word", "lang"), [("Toplantı", "tr"), ("pertemuan", "id"), ("kardeş şehir", "tr"), ("komitmen", "id")]
)
def test_words_of_other_languages_are_known(enter: Enter, word: str, lang: str) -> None:
    status, out, err = enter("", word, "--lang", lang)
    assert (status, err) == (0, "") and out.startswith("— ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("party",), "party: nothing that can be entered: use meeting, visit"),
        ((), "enter: what? one of KIND"),
        (("meeting", "--again"), "enter: what? one of KIND"),
        (("--again", "meating-2026"), "nothing was entered under that name"),
        (("--take-back", "../../etc/passwd"), "nothing was entered under that name"),
        (("meeting", "--name", "../x"), "no name for an entry"),
        (("meeting", "--city", "Nowhereville"), "--city Nowhereville: nothing of that name"),
        (("holder", "--city", "Ankara"), "asks for no city"),
        (("meeting", "--by", " "), "say who enters it"),
        (("meeting", "--on", "2026-13-01"), "2026-13-01"),
    ],
)
def test_bad_input_is_told_in_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], told: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CITYTIES_STORE", raising=False)
    status, _, err = run("enter", *arguments, "--store", str(tmp_path / "store"), "--terminal")
    assert status == 1 and told in err and err.count("\n") == 1
    assert not list((tmp_path / "store").glob("entries/*")), "nothing is begun"


def test_a_folder_of_other_files_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.docx").touch()
    status, _, err = run("enter", "meeting", "--store", str(tmp_path), "--terminal")
    assert status == 1 and "holds other files" in err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.docx"]


def test_hostile_lines_stay_text(enter: Enter, tmp_path: Path) -> None:
    hostile = '"} ; DROP ALL # <b>\\x1b[31m\x1b[31m'
    lines = f"Bursa\nnew network {hostile}\n1\n2019\n\n\n\n\nOffice {hostile}\n\n\n\n\n"
    status, out, err = enter(lines, "membership")
    assert (status, err) == (0, "") and "\x1b" not in out
    told = open_store(tmp_path / "store", read_only=True)
    rows = list(told.select("SELECT ?name { ?x ct:network/rdfs:label ?name ; ct:from '2019'^^xsd:gYear }"))
    assert any("DROP ALL" in str(name) for (name,) in rows)
    assert told.ask("ASK { ?x a ct:Meeting }"), "nothing was dropped"
