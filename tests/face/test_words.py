"""Words in commands: what was meant, what is completed, tables that fit, and the language of all of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from cityties.display.table import text_table
from cityties.model import resources
from cityties.names.nearness import nearest
from cityties.pictures.view import views
from cityties.questions.question import find, questions

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("arguments", "status", "meant"),
    [
        (("brif", "Jakarta", "Ankara"), 2, "did you mean brief?"),
        (("ask", "ties-of-citty"), 1, "did you mean ties-of-city"),
        (("ask", "ties-of-city", "--city", "Jakrata"), 1, "did you mean Jakarta (Indonesia)?"),
        (("profile", "Ankra"), 1, "did you mean Ankara"),
        (("draw", "tmeline", "-o", "x.html"), 1, "did you mean timeline"),
        (("measures", "citis"), 2, "did you mean cities?"),
        (("stats", "--formt", "json"), 2, "did you mean --format?"),
        (("stats", "--format", "jsn"), 2, "did you mean json?"),
        (("brief", "Jakarta", "Ankara", "--asof", "2025", "-o", "x.md"), 2, "did you mean --as-of?"),
    ],
)
def test_what_was_meant_is_told_nearest_first(run: Run, arguments: tuple[str, ...], status: int, meant: str) -> None:
    got, out, err = run(*arguments)
    assert (got, out) == (status, "") and meant in err.splitlines()[-1]


def test_what_is_like_nothing_is_likened_to_nothing(run: Run) -> None:
    for name in ("Lima", "Atlantis", "qwzx"):
        _, _, err = run("ask", "ties-of-city", "--city", name)
        assert "did you mean" not in err, err


@pytest.mark.parametrize("without", [True, False], ids=["by difflib", "by rapidfuzz"])
def test_two_letters_turned_round_are_one_slip(without: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if without:
        monkeypatch.setitem(__import__("sys").modules, "rapidfuzz", None)
    assert nearest("jakrata", ["ankara", "jakarta", "surakarta"])[0] == "jakarta"


@pytest.mark.parametrize(
    "arguments",
    [
        ("questions",),
        ("views",),
        ("views", "--lang", "tr"),
        ("ask", "ties-of-city", "--city", "Jakarta"),
        ("ask", "standing", "--city", "Jakarta", "--other", "Ankara", "--lang", "id"),
        ("ask", "commitments-between", "--city", "Jakarta", "--other", "Ankara"),
        ("ask", "sources"),
        ("measures", "cities"),
        ("due", "--as-of", "2025-09-01"),
    ],
    ids=" ".join,
)
def test_tables_fit_eighty_columns(run: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    status, out, _ = run(*arguments)
    assert status == 0
    rows = out.split("\n\n")[0] if arguments[0] == "measures" else out
    assert max(len(line) for line in rows.splitlines()) <= 80
    assert len(out.splitlines()) > 2


def test_nothing_of_a_cell_is_lost() -> None:
    heads, rows = ["a", "b", "c"], [["word " * 9, "x" * 50, 7], ["", "y", 10]]
    for room in (30, 60, 200):
        for table in (text_table(heads, rows, room), text_table(heads * 6, [row * 6 for row in rows], room)):
            plain = re.sub(r"[\s-]", "", table)
            assert plain.count("x") % 50 == 0 and plain.count("word") % 9 == 0 and "x" in plain
            assert max(len(line) for line in table.splitlines()) <= room


@pytest.mark.parametrize("lang", ["id", "tr"])
def test_heads_questions_and_errors_are_in_the_language(run: Run, lang: str) -> None:
    words = {"id": ("Mitra", "tidak dikenal"), "tr": ("Ortak", "bilinmiyor")}[lang]
    _, out, _ = run("ask", "ties-of-city", "--city", "Jakarta", "--lang", lang)
    assert out.splitlines()[0].startswith(words[0])
    _, out, _ = run("questions", "--lang", lang)
    assert find("ties-of-city").summary.split()[0] not in out
    _, _, err = run("ask", "ties-of-city", "--city", "Lima", "--lang", lang)
    assert words[1] in err
    _, out, _ = run("ask", "ties-of-city", "--city", "Jakarta", "--lang", lang, "--format", "csv")
    assert out.startswith("partner,kind,status"), "files keep the names that programs know"


@pytest.mark.parametrize("lang", ["id", "tr"])
def test_each_line_of_errors_keeps_its_gaps(lang: str) -> None:
    file = resources.folder("graph") / "languages" / lang / "errors.toml"
    lines = tomllib.loads(file.read_text(encoding="utf-8"))["lines"]
    assert len(lines) > 20
    for english, words in lines.items():
        assert set(re.findall(r"\{\w+\}", words)) <= set(re.findall(r"\{\w+\}", english)), english


def _completed(script: Path, *words: str) -> list[str]:
    program = (
        f'source {script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()\n'
        '_shtab_cityties "$1" "${COMP_WORDS[COMP_CWORD]}"; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "-c", program, "bash", *words], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.split("\n")[:-1]


def test_a_shell_completes_questions_parameters_pictures_and_cities(run: Run, tmp_path: Path) -> None:
    if shutil.which("bash") is None:
        pytest.skip("no bash on this machine")
    status, out, _ = run("completion", "bash")
    script = tmp_path / "cityties.bash"
    script.write_text(out, encoding="utf-8")
    assert status == 0
    assert _completed(script, "cityties", "as") == ["ask", "assist"]
    assert _completed(script, "cityties", "ask", "") == list(questions())
    assert "--as-of" in _completed(script, "cityties", "ask", "ties-of-city", "--")
    assert _completed(script, "cityties", "ask", "ties-of-city", "--city", "Jak") == ["Jakarta"]
    assert _completed(script, "cityties", "brief", "Jakarta", "Ank") == ["Ankara"]
    assert "Fort\\ Worth" in _completed(script, "cityties", "draw", "city", "--city", "For")
    assert _completed(script, "cityties", "draw", "") == [view.name for view in views()]


@pytest.mark.parametrize("shell", ["zsh", "tcsh"])
def test_other_shells_have_scripts_too(run: Run, shell: str) -> None:
    status, out, _ = run("completion", shell)
    assert status == 0 and "ties-of-city" in out
    assert shell == "tcsh" or "'Jakarta'" in out


def test_the_tour_tells_what_it_does(run: Run, tmp_path: Path) -> None:
    _, out, _ = run("tour", "-o", str(tmp_path / "out"))
    steps = ["Building the shipped graph", "Holding it against", "Asking 5 questions", "Writing the graph", "Drawing",
             "Writing a briefing"]  # fmt: skip
    places = [out.index(step) for step in steps]
    assert places == sorted(places)
    assert "$ cityties ask tie-history --city Jakarta --other Ankara" in out
