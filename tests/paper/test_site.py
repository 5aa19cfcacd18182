"""The site: built without a warning, whole, and without a link that leads nowhere."""

from __future__ import annotations

import argparse
import html
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

import cityties
from cityties.cli import make_parser
from cityties.model.errors import RequestError
from cityties.paper import site
from cityties.pictures.view import views
from cityties.questions.question import questions

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make docs` makes it: any warning is an error there."""
    place = tmp_path_factory.mktemp("site")
    site.build(place)
    return place


def _text(built: Path, name: str) -> str:
    page = (built / "generated" / f"{name}.html").read_text(encoding="utf-8")
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def _parsers(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    inner = [action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return [parser, *(one for choices in inner for each in choices.values() for one in _parsers(each))]


def test_each_command_and_each_option_is_told(built: Path) -> None:
    text, plain = _text(built, "commands"), re.compile(r"\s+")
    parsers = _parsers(make_parser())
    assert len(parsers) > 25
    for parser in parsers:
        assert parser.prog.split()[-1] in text
        for action in parser._actions:
            for name in action.option_strings:
                assert name in text, (parser.prog, name)
            if action.help and action.help != argparse.SUPPRESS and not isinstance(action, argparse._SubParsersAction):
                wanted = plain.sub("", action.help.replace("%%", "%"))
                assert wanted in plain.sub("", text), (parser.prog, action.dest)


def test_each_question_has_its_words_parameters_and_answer(built: Path) -> None:
    text = _text(built, "questions")
    for question in questions().values():
        assert question.summary in text and f"cityties ask {question.name}" in text
        assert all(f"--{one.name}" in text for one in question.parameters)
    assert text.count("cityties ask ") == len(questions())


def test_each_picture_is_told(built: Path) -> None:
    text = _text(built, "views")
    for view in views():
        gaps = {name: name.upper() for name in view.parameters}
        assert view.question["en"].format(**gaps).replace("'", "’") in text.replace("'", "’"), view.name


def test_each_public_name_is_told_from_its_docstring(built: Path) -> None:
    text = re.sub(r"\s+", " ", _text(built, "python"))
    for name in cityties.__all__:
        assert f"cityties.{name}" in text, name
    for name, method in vars(cityties.Graph).items():
        if callable(method) and not name.startswith("_"):
            first = (method.__doc__ or "").splitlines()[0]
            assert first and re.sub(r"[`\"“”'’]", "", first) in re.sub(r"[`\"“”'’]", "", text), name


def test_each_guide_is_reached_from_the_first_page(built: Path) -> None:
    first = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    for path in (ROOT / "docs").glob("*.md"):
        if path.stem != "index":
            assert re.search(rf"^{path.stem}$", first, re.MULTILINE), f"{path.name} stands in no table of contents"
            assert (built / f"{path.stem}.html").is_file()


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.names: set[str] = set()
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.names.add(told.get("id", ""))
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        if tag in ("script", "img", "link"):
            self.loaded.append(told.get("src") or (told.get("href", "") if told.get("rel") == "stylesheet" else ""))


def test_no_link_leads_nowhere_and_nothing_is_loaded_from_elsewhere(built: Path) -> None:
    read: dict[Path, _Links] = {}
    for path in built.rglob("*.html"):
        read[path.resolve()] = _Links()
        read[path.resolve()].feed(path.read_text(encoding="utf-8"))
    assert len(read) > 10
    for path, page in read.items():
        assert not [one for one in page.loaded if one.startswith(("http:", "https:", "//"))], path.name
        for link in page.links:
            if re.match(r"[a-z]+:", link) or not link:
                continue
            place, _, name = unquote(link).partition("#")
            target = (path.parent / place).resolve() if place else path
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), f"{path.name}: {link}"
            if name and target in read:
                assert name in read[target].names, f"{path.name}: {link}"


def test_a_broken_link_in_a_guide_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = tmp_path / "docs"
    shutil.copytree(ROOT / "docs", docs)
    (docs / "security.md").write_text("# Security\n[nowhere](none.md)\n", encoding="utf-8")
    monkeypatch.setattr(site, "_DOCS", docs)
    names = ("commands", "questions", "views", "python", "changes", "contributing")
    monkeypatch.setattr(site, "pages", lambda: dict.fromkeys(names, "# A\n"))
    with pytest.raises(RequestError, match=r"none\.md"):
        site.build(tmp_path / "out")
