"""What is begun by `cityties new` is whole: it is read, checked and run as those that are there."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from cityties.contribute.command import _KINDS
from cityties.contribute.new import KINDS, begin, next_steps
from cityties.facts.check import check_files
from cityties.imports.map import read_map
from cityties.model.errors import RequestError
from cityties.names.resolution import resolve
from cityties.pictures.view import read_view
from cityties.questions.question import read
from cityties.store import Store, parse

TOLD = {"publisher": "Harian Contoh", "published": "2026-05", "address": "https://example.org/a", "language": "id"}


def test_a_question_is_read_and_answered(shipped: Store, tmp_path: Path) -> None:
    (file,) = begin("question", "partners-told", {}, tmp_path)
    one = read(file)
    assert (one.name, one.columns) == ("partners-told", ("partner", "sources"))
    assert len(shipped.select(one.text, city=resolve(shipped, "Jakarta", "city"))) > 10


def test_a_picture_is_read(tmp_path: Path) -> None:
    (file,) = begin("view", "new-map", {}, tmp_path)
    assert list(read_view(file).parameters) == ["city"]


@pytest.mark.parametrize("published", ["2026", "2026-05", "2026-05-02", "2 Mei 2026"])
def test_a_source_passes_the_checks(tmp_path: Path, published: str) -> None:
    (file,) = begin("source", "harian-contoh-2026", {**TOLD, "published": published}, tmp_path)
    report = check_files([file], "en")
    assert report.ok, report.to_text("table")


def test_a_map_is_read(tmp_path: Path) -> None:
    (file,) = begin("map", "our-register", {}, tmp_path)
    assert read_map(str(file)).columns


def test_a_language_has_every_file_of_words(tmp_path: Path) -> None:
    files = begin("language", "fr", {}, tmp_path)
    assert {file.name for file in files} >= {"asking.toml", "dates.toml", "errors.toml", "names.toml"}
    for file in files:
        assert file.parent == tmp_path / "fr"
        assert parse(file) == [] if file.suffix == ".ttl" else tomllib.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_overwritten_and_each_kind_says_what_is_next(tmp_path: Path, kind: str) -> None:
    name = "fr" if kind == "language" else "one-name"
    (file, *_) = begin(kind, name, TOLD, tmp_path)
    before = file.read_bytes()
    with pytest.raises(RequestError, match="is there already"):
        begin(kind, name, TOLD, tmp_path)
    assert file.read_bytes() == before
    steps = next_steps(kind, name, file)
    assert len(steps) >= 2 and not any("{" in step for step in steps)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["", "../x", "A", "a b", "a_b", "/tmp/x", "-x", "a--b"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, kind: str, name: str) -> None:
    with pytest.raises(RequestError, match="no name for a"):
        begin(kind, name, TOLD, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"publisher": ""},
        {"publisher": 'a" ; ct:x "b'},
        {"publisher": "..."},
        {"published": ""},
        {"published": "2026-02-30"},
        {"address": "javascript:alert(1)"},
        {"address": 'https://example.org/" ; <a:b> "'},
        {"language": "english"},
    ],
)
def test_what_is_wrong_of_a_source_is_said(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(RequestError):
        begin("source", "one", {**TOLD, **wrong}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_and_says_what_is_next(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    assert _KINDS == KINDS
    status, out, _ = run("new", "question", "partners-told", "-o", str(tmp_path))
    assert status == 0 and f"Written: {tmp_path / 'partners-told.rq'}" in out and "\n1. " in out
    status, _, err = run("new", "qestion", "x")
    assert status == 2 and "did you mean question?" in err
