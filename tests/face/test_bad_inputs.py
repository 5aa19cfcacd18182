"""Every command, given what is no good: one line on standard error, status 1 or 2, and never a fault of our own."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cityties.cli import make_parser
from cityties.store import Literal, Triple, open_store
from cityties.store.term import IRI

Run = Callable[..., tuple[int, str, str]]

BAD = {
    "bytes that are no UTF-8": "\udcddstanbul",
    "half a letter": "\ud83d",
    "a NUL": "a\0b",
    "a bad percent": "http://127.0.0.1:9/%zz",
    "a bad address": "http://[::1",
    "an address of no server": "http://127.0.0.1:9/",
    "javascript": "javascript:alert(1)",
    "a quotation mark": 'a"b\\',
    "braces": "{{}}",
    "SPARQL": 'x" } ; DROP ALL #',
    "markup": "<script>alert(1)</script>",
    "far too long": "x" * 100_000,
    "empty": "",
    "a space": " ",
    "a line break": "a\nb\r\nc",
    "a number": "-1",
    "a day that is none": "2025-02-30",
    "digits of another script": "٢٠٢٥",
    "a terminal's control": "\x1b[31m",
    "letters turned round": "\u202eabc",
    "a folder": ".",
    "a device": "/dev/null",
    "a file without end": "/dev/zero",
    "no such file": "/no/such/file.ttl",
    "a prefix": "wd:",
    "a prefix that is none": "nope:Q1",
    "an IRI": "https://example.org/nothing",
    "half an IRI": "<https://example.org/",
}
ALWAYS = ("bytes that are no UTF-8", "a NUL", "a bad percent")
# Each command, with the bad thing in each of its places: {} stands for it, OUT for a place to write to.
COMMANDS = [
    ("questions", "{}"),
    ("ask", "{}"),
    ("ask", "ties-of-city", "--city", "{}"),
    ("ask", "ties-of-city", "--city", "Jakarta", "--as-of", "{}"),
    ("ask", "ties-of-city", "--{}", "Jakarta"),
    ("ask", "busiest-cities", "--limit", "{}"),
    ("ask", "timeline", "--city", "Jakarta", "--from", "{}"),
    ("ask", "--sparql", "{}"),
    ("ask", "ties-of-city", "--city", "Jakarta", "-o", "{}/x"),
    ("path", "{}", "Jakarta"),
    ("path", "Jakarta", "{}"),
    ("path", "Jakarta", "Ankara", "--as-of", "{}"),
    ("measures", "cities", "--by", "{}"),
    ("measures", "candidates", "--city", "{}"),
    ("draw", "{}", "-o", "OUT.html"),
    ("draw", "city-map", "--city", "{}", "-o", "OUT.html"),
    ("draw", "city-map", "--city", "Jakarta", "-o", "{}"),
    ("draw", "--sparql", "{}", "-o", "OUT.html"),
    ("draw", "--edges", "{}", "-o", "OUT.html"),
    ("draw", "network", "--fold", "{}", "-o", "OUT.html"),
    ("brief", "{}", "Ankara", "-o", "OUT.html"),
    ("brief", "Jakarta", "{}", "-o", "OUT.md"),
    ("profile", "{}"),
    ("due", "--city", "{}"),
    ("export", "{}"),
    ("check", "{}"),
    ("build", "{}"),
    ("import", "wikidata", "{}"),
    ("import", "table", "{}", "--map", "register"),
    ("import", "table", "TABLE", "--map", "{}"),
    ("import", "table", "TABLE", "--map", "register", "--value", "{}"),
    ("import", "table", "TABLE", "--map", "register", "--value", "city={}", "--value", "city_country=Indonesia"),
    ("import", "table", "TABLE", "--map", "register", "--encoding", "{}"),
    ("import", "maps", "{}"),
    ("merge", "{}", "Jakarta", "--by", "A"),
    ("merge", "Jakarta", "{}", "--by", "A"),
    ("decide", "{}", "wd:Q64", "--by", "A", "--on", "{}"),
    ("decide", "Jakarta", "{}", "--by", "A"),
    ("read", "{}"),
    ("read", "ARTICLE", "--published", "{}"),
    ("read", "ARTICLE", "--url", "{}"),
    ("read", "ARTICLE", "--extractor", "{}"),
    ("read", "--evaluate", "{}"),
    ("review", "{}", "--by", "A"),
    ("review", "DRAFT", "--by", "A", "--on", "{}"),
    ("enter", "{}", "--terminal", "--by", "A"),
    ("enter", "meeting", "--terminal", "--by", "A", "--city", "{}"),
    ("enter", "meeting", "--terminal", "--by", "A", "--on", "{}", "--name", "{}"),
    ("enter", "--again", "{}", "--terminal", "--by", "A"),
    ("enter", "--take-back", "{}", "--by", "A"),
    ("serve", "--host", "{}", "--port", "99999"),
    ("serve", "--allow-service", "{}", "--port", "99999"),
    ("release", "{}"),
    ("new", "{}", "a-name", "-o", "out"),
    ("new", "question", "{}", "-o", "out"),
    ("new", "source", "a-name", "--publisher", "{}", "--published", "{}", "-o", "out"),
    ("new", "map", "a-name", "-o", "{}"),
    ("assist", "--http", "--host", "{}", "--port", "99999"),
    ("completion", "{}"),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store on disk of what is shipped."""
    from cityties.facts.build import build

    folder = tmp_path_factory.mktemp("bad") / "S"
    build(folder)
    return folder


def test_each_command_is_tried() -> None:
    (commands,) = (action for action in make_parser()._actions if action.dest == "command")
    untried = set(commands.choices or ()) - {words[0] for words in COMMANDS} - {"tour", "views", "stats"}
    assert not untried, "none takes a bad argument but those three, which take next to none"


def _is_told(words: list[str], status: int, err: str) -> str:
    """Say what is wrong with how a command took a bad thing; nothing where all is right."""
    lines = err.splitlines()
    if "a fault of cityties" in err or "Traceback" in err:
        return f"{words}: {err}"
    if status not in (0, 1, 2) or (status == 1 and (len(lines) != 1 or not err.startswith("cityties: "))):
        return f"{words}: {status}: {err!r}"
    return ""


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_what_is_no_good_is_told_in_a_line(
    words: tuple[str, ...], built: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    store = built
    if words[0] in ("build", "import", "merge", "decide", "review", "enter"):
        store = tmp_path / "S"
        shutil.copytree(built, store)
    (tmp_path / "t.csv").write_text("partner,country,year\nAnkara,Turkey,2024\n")
    (tmp_path / "a.txt").write_text("The mayor of Jakarta met the mayor of Ankara in Jakarta on 3 May 2024.\n" * 3)
    (tmp_path / "d.json").write_text("{}")
    places = {"TABLE": "t.csv", "ARTICLE": "a.txt", "DRAFT": "d.json", "OUT.html": "o.html", "OUT.md": "o.md"}
    faults = []
    for number, (name, bad) in enumerate(BAD.items()):
        if name not in ALWAYS and (number + COMMANDS.index(words)) % 4:
            continue  # a quarter of them: all take the same ways in
        told = [places.get(word, word.replace("{}", bad)) for word in words]
        status, _, err = run(*told, "--store", str(store))
        faults.append(_is_told(told, status, err))
    assert not any(faults), "\n".join(fault[:500] for fault in faults if fault)


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_store_that_is_none_is_told_in_a_line(bad: str, run: Run) -> None:
    for words in (("stats",), ("ask", "sources"), ("check",)):
        status, _, err = run(*words, f"--store={bad}")
        if bad:
            assert status in (1, 2) and not _is_told([*words, bad], status, err), err


def test_a_damaged_store_is_told_in_a_line(built: Path, tmp_path: Path, run: Run) -> None:
    files = [path.relative_to(built) for path in sorted(built.rglob("*")) if path.is_file()]
    assert len(files) > 5
    for number, file in enumerate(files):
        for damage in (_emptied, _halved, _spoiled, None)[number % 2 :: 2]:
            store = tmp_path / f"S{number}"
            shutil.copytree(built, store)
            if damage is None:
                (store / file).unlink()
            else:
                (store / file).write_bytes(damage((built / file).read_bytes()))
            for words in (("ask", "sources"), ("stats",), ("build",)):
                status, _, err = run(*words, "--store", str(store), "--quiet")
                assert not _is_told([*words, str(file)], status, err)
            shutil.rmtree(store)


def _emptied(data: bytes) -> bytes:
    return b""


def _halved(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _spoiled(data: bytes) -> bytes:
    return bytes(byte ^ 0x55 if place % 7 == 3 else byte for place, byte in enumerate(data))


def test_facts_of_any_letters_come_and_go(tmp_path: Path, run: Run) -> None:
    store = open_store(tmp_path / "S", create=True)
    graph, thing, name = IRI("https://example.org/g"), IRI("javascript:alert(1)"), IRI("https://example.org/name")
    store.replace({graph.value: [Triple(thing, name, Literal("\x00\x1b\u202e\ufffe\r\n\t=1"))]})
    store.flush()
    store.close()
    for suffix in ("ttl", "nt", "trig", "nq", "jsonld", "rdf"):
        status, _, err = run("export", str(tmp_path / f"x.{suffix}"), "--store", str(tmp_path / "S"))
        assert status in (0, 1) and "a fault of cityties" not in err and err.count("\n") == 1, err
