"""A store on disk changes in one move: killed programs leave it as it was, and two cannot write at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
from wikidata import dump, world

from cityties.facts.build import build
from cityties.imports.wikidata import import_wikidata
from cityties.model.errors import RequestError
from cityties.model.vocabulary import INFERRED_GRAPH
from cityties.store import IRI, Triple, generation, open_store

KILLS = 25


def bytes_of(store: Path) -> set[str]:
    opened = open_store(store, read_only=True)
    told = (*opened.quads(), *opened.facts())
    return {str(one) for one in told if "_:" not in str(one)}  # what has no name has another each time


def test_an_import_that_is_killed_at_any_moment_leaves_the_store_as_it_was(python: str, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build(store)
    before = bytes_of(store)
    items = world()
    file = tmp_path / "items.json"
    file.write_text(dump(items), encoding="utf-8")
    command = [python, "-m", "cityties", "import", "wikidata", str(file), "--store", str(store), "--quiet"]
    begin = time.monotonic()
    subprocess.run(command, check=True)
    whole = time.monotonic() - begin
    after = bytes_of(store)
    assert before != after
    # Back to where it was, then kill at moments spread over the whole run, more of them near its end.
    fresh = tmp_path / "fresh"
    build(fresh)
    command[command.index(str(store))] = str(fresh)
    strays = tmp_path / "strays"
    strays.mkdir()
    env = {**os.environ, "TMPDIR": str(strays)}
    moments = random.Random(7)
    killed = 0
    for number in range(KILLS):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
        share = moments.random() if number % 3 else 0.6 + 0.45 * moments.random()
        try:
            process.wait(whole * share)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        held = bytes_of(fresh)
        assert held in (before, after), "neither what was there nor what should be"
        killed += process.returncode == -signal.SIGKILL
        if held == after:  # it was quicker than the kill: begin anew
            build_anew(fresh)
    assert killed > KILLS // 2
    subprocess.run(command, check=True)
    assert bytes_of(fresh) == after
    assert len(list((fresh / "generations").iterdir())) <= 2, "what killed programs left is cleared away"


def build_anew(store: Path) -> None:
    import shutil

    shutil.rmtree(store)
    build(store)


def test_a_reader_goes_on_while_another_writes(tmp_path: Path) -> None:
    store = tmp_path / "store"
    build(store)
    reader = open_store(store, read_only=True)
    count = len(reader)
    file = tmp_path / "items.json"
    file.write_text(dump(world()), encoding="utf-8")
    import_wikidata(str(file), str(store))
    assert len(reader) == count
    assert len(open_store(store, read_only=True)) > count


def test_two_cannot_write_at_once(tmp_path: Path) -> None:
    store = tmp_path / "store"
    build(store)
    with generation.next_generation(store), pytest.raises(RequestError, match="another program is writing"):
        build(store)
    build(store)


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("not json", "cannot be understood"),
        ('{"cityties-store": 1, "generation": "../../x"}', "not there"),
        ('{"cityties-store": 1, "generation": "000099"}', "not there"),
        ('{"cityties-store": 3, "generation": "000001"}', "another form"),
        ('{"cityties-store": 1}', "cannot be understood"),
    ],
)
def test_a_note_that_is_damaged_is_told_in_one_line(note: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "store.json").write_text(note, encoding="utf-8")
    with pytest.raises(RequestError, match=words) as error:
        open_store(tmp_path, read_only=True)
    assert "\n" not in str(error.value)


def test_a_folder_that_holds_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("mine", encoding="utf-8")
    with pytest.raises(RequestError, match="holds other files"):
        build(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]
    with pytest.raises(RequestError, match="a file, where a store needs a folder"):
        build(tmp_path / "thesis.doc")


def test_a_store_of_an_earlier_version_is_told_and_renewed(tmp_path: Path) -> None:
    old = open_store(tmp_path / "store", create=True)
    from cityties.facts import intake

    follows = [Triple(IRI("http://x/a"), IRI("http://x/p"), IRI("http://x/b"))]
    mine = {"http://x/mine": [Triple(IRI("http://x/c"), IRI("http://x/p"), IRI("http://x/d"))]}
    old.replace({**intake.read_model(), **intake.read_facts(), **mine, INFERRED_GRAPH: follows})
    old.flush()
    old.close()
    del old
    with pytest.raises(RequestError, match="a store of an earlier cityties: renew it with `cityties build"):
        open_store(tmp_path / "store", read_only=True)
    build(tmp_path / "store")
    renewed, shipped = open_store(tmp_path / "store", read_only=True), intake.shipped()
    assert len(renewed) == len(shipped) + 1 and INFERRED_GRAPH not in renewed.graphs()
    assert renewed.count() == shipped.count() + 1
    names = {path.name for path in (tmp_path / "store").iterdir()}
    assert "CURRENT" not in names and {"store.json", "generations"} <= names
