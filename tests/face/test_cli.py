"""The command line, as a person uses it: what it prints, its exit status, one line for a mistake."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cityties import __version__

COMMANDS = ("tour", "questions", "ask", "path", "views", "draw", "brief", "export", "check", "stats", "build")
Run = Callable[..., tuple[int, str, str]]


def test_version_and_help(run: Run) -> None:
    assert run("--version") == (0, f"cityties {__version__}\n", "")
    status, out, _ = run("--help")
    assert status == 0
    for name in COMMANDS:
        assert f"\n    {name}" in out


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["ask", "no-such-question"], 1, "no-such-question"),
        (["ask", "ties-of-cty", "--city", "Jakarta"], 1, "ties-of-city"),
        (["ask", "ties-of-city"], 1, "city"),
        (["ask", "ties-of-city", "--town", "Jakarta"], 1, "town"),
        (["ask", "ties-of-city", "--city", "Jakarta", "--as-of", "yesterday"], 1, "yesterday"),
        (["ask", "ties-of-city", "--city", "Jakrta"], 1, "Jakarta"),
        (["ask", "ties-of-city", "--city"], 1, "--city"),
        (["ask", "ties-of-city", "stray"], 1, "stray"),
        (["ask"], 1, "cityties questions"),
        (["ask", "--sparql", "SELECT ?x WHERE { ?x ?y }"], 1, "not a SPARQL query"),
        (["ask", "--sparql", "absent.rq"], 1, "absent.rq"),
        (["draw", "no-such-view", "-o", "x.html"], 1, "no-such-view"),
        (["brief", "Jakarta", "Ankara", "-o", "x.docx"], 1, "docx"),
        (["brief", "Jakarta", "Cakarta", "-o", "x.html"], 1, "two cities"),
        (["export", "x.xlsx"], 1, "x.xlsx"),
        (["export", "absent/x.ttl"], 1, "absent"),
        (["--store", "absent", "stats"], 1, "absent"),
        (["build"], 1, "--store"),
        (["check", "absent.ttl"], 1, "absent.ttl"),
        (["path", "Jakarta", "Atlantis"], 1, "Atlantis"),
        (["sing"], 2, "sing"),
        (["tour", "--loudly"], 2, "--loudly"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_a_mistake_is_one_line_that_names_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], status: int, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    got, out, err = run(*arguments)
    assert (got, out) == (status, "")
    assert words in err
    if status == 1:
        assert err.count("\n") == 1 and err.startswith("cityties: ")
    assert list(tmp_path.iterdir()) == []


def test_ask_in_three_languages_and_six_formats(run: Run) -> None:
    for lang, country in (("en", "Jakarta"), ("id", "Jakarta"), ("tr", "Cakarta")):
        status, out, _ = run("ask", "ties-of-city", "--city", "Cakarta", "--lang", lang)
        assert status == 0 and "Ankara" in out, country
    for form in ("table", "csv", "tsv", "json", "xml", "markdown"):
        status, out, _ = run("ask", "ties-of-city", "--city", "Jakarta", "--format", form)
        assert status == 0 and "Ankara" in out
    head = json.loads(run("ask", "ties-of-city", "--city", "Jakarta", "--format", "json")[1])["head"]["vars"]
    assert head[:6] == ["partner", "kind", "status", "since", "sectors", "sources"]
    assert "partnerLabel" in head


def test_any_sparql(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    status, out, _ = run("ask", "--sparql", "SELECT (COUNT(DISTINCT ?t) AS ?n) { ?t a ct:Tie }", "--format", "csv")
    assert status == 0 and int(out.split()[1]) > 10
    assert run("ask", "--sparql", "ASK { ?t a ct:Tie }")[:2] == (0, "true\n")
    status, out, _ = run("ask", "--sparql", "CONSTRUCT { ?t a ct:Tie } WHERE { ?t a ct:Tie }")
    assert status == 0 and "@prefix ct:" in out and "a ct:Tie" in out
    file = tmp_path / "q.rq"
    file.write_text("SELECT ?t { ?t a ct:Tie } ORDER BY ?t LIMIT 1")
    from_file = run("ask", "--sparql", str(file), "--format", "csv")
    monkeypatch.setattr("sys.stdin", io.StringIO(file.read_text()))
    assert run("ask", "--sparql", "-", "--format", "csv") == from_file


def test_a_store_on_disk_answers_as_the_shipped_graph(run: Run, tmp_path: Path) -> None:
    place = str(tmp_path / "store")
    assert run("build", "--store", place)[0] == 0
    question = ("ask", "ties-of-city", "--city", "Jakarta", "--format", "csv")
    assert run("--store", place, *question) == run(*question)
    assert run("build", "--store", place)[0] == 0
    assert run("--store", place, *question) == run(*question)


def test_a_build_with_a_faulty_file_leaves_the_store_as_it_was(run: Run, tmp_path: Path) -> None:
    place, file = tmp_path / "store", tmp_path / "rumour.ttl"
    run("build", "--store", str(place))
    before = run("--store", str(place), "ask", "what-is-here", "--format", "csv")
    file.write_text(
        "@prefix ct: <https://w3id.org/cityties/ontology#> .\n"
        "<https://w3id.org/cityties/id/source/rumour> a ct:Source .\n"
        "<https://w3id.org/cityties/id/tie/a-b> a ct:Tie .\n"
    )
    status, _, err = run("build", "--store", str(place), str(file))
    assert status == 1 and "rumour.ttl" in err and err.count("\n") == 1
    assert run("--store", str(place), "ask", "what-is-here", "--format", "csv") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rumour.ttl", "store"]


def test_path_shows_each_hop_with_its_source(run: Run) -> None:
    status, out, _ = run("path", "Rano Karno", "Ankara")
    assert status == 0 and "ANTARA" in out


def test_views_stats_questions_completion(run: Run) -> None:
    listed = [line.split()[0] for line in run("views")[1].splitlines()[2:] if not line.startswith(" ")]
    assert listed == sorted(listed)
    assert {"city", "pair", "network", "people", "missions", "sectors"} <= set(listed)
    status, out, _ = run("stats")
    assert status == 0 and "\ntie " in out
    status, out, _ = run("questions")
    assert status == 0 and "ties-of-city" in out and "?" in out
    assert "SELECT" in run("questions", "ties-of-city")[1]
    for shell in ("bash", "zsh", "tcsh"):
        status, out, _ = run("completion", shell)
        assert status == 0 and "cityties" in out


def test_the_tour_does_the_main_job(run: Run, tmp_path: Path) -> None:
    status, out, err = run("tour", "-o", str(tmp_path / "out"))
    assert (status, err) == (0, "")
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"cityties.ttl", "briefing-jakarta-ankara.html", "jakarta-ankara.html"} <= written
    assert "Open " in out


def test_files_are_utf8_whatever_the_system_says(tmp_path: Path, python: str) -> None:
    done = subprocess.run(
        [python, "-m", "cityties", "brief", "Jakarta", "Ankara", "--lang", "tr", "-o", str(tmp_path / "b.md")],
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Yavaş" in (tmp_path / "b.md").read_bytes().decode("utf-8")


def test_a_reader_that_goes_away_is_no_error_message(python: str) -> None:
    done = subprocess.run(
        f"'{python}' -m cityties questions | head -1", shell=True, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


def test_help_and_small_commands_import_little(python: str) -> None:
    script = (
        "import sys; from cityties.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'rdflib', 'networkx', 'pyvis', 'pyshacl', 'pyoxigraph', 'yaml', 'jinja2'} & set(sys.modules)\n"
        "sys.exit(str(sorted(heavy)) if heavy else 0)"
    )
    assert subprocess.run([python, "-c", script], capture_output=True, check=False).returncode == 0
    script = script.replace("['--help']", "['ask', 'ties-of-city', '--city', 'Jakarta']").replace(
        "'pyoxigraph', 'yaml', ", ""
    )
    done = subprocess.run([python, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_answer_without_rows_says_what_that_means(run: Run) -> None:
    asked = ("ask", "standing", "--city", "Bandung", "--other", "Ankara")
    status, told, _ = run(*asked)
    assert status == 0
    assert told.startswith("Not as far as is known here: none of the ")
    assert told.endswith("(no row)\n")
    assert run(*asked, "--lang", "tr")[1] != told
    assert run(*asked, "--format", "csv")[1].startswith("verdict,")  # rows for machines stay rows
    assert not run("ask", "standing", "--city", "Jakarta", "--other", "Ankara")[1].startswith("Not as far")
