"""Builds the site: the guides of docs/, and pages made from the sources; by Sphinx, without a network.

``python -m cityties.paper.site OUT`` writes it to the folder OUT.
"""

from __future__ import annotations

import argparse
import importlib.util
import inspect
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cityties
from cityties.cli import make_parser
from cityties.display.markdown import plain_in_markdown
from cityties.facts import intake
from cityties.facts.settle import put_sources
from cityties.model import resources
from cityties.model.errors import CitytiesError, RequestError
from cityties.pictures.view import views
from cityties.questions.question import Question, ask, questions
from cityties.release.reference import write_reference
from cityties.store import Store

__all__ = ["build", "pages"]

_DOCS: Final = Path(cityties.__file__).parents[1] / "docs"
_SHOWN: Final = 5  # rows of an answer


def pages() -> dict[str, str]:
    """Write the pages that are made from the sources: commands, questions, pictures, Python, changes, how to add."""
    changes, contributing = (
        (_DOCS.parent / f"{name}.md").read_text(encoding="utf-8") for name in ("CHANGELOG", "CONTRIBUTING")
    )
    return {
        "commands": _commands(),
        "questions": _questions(),
        "views": _views(),
        "python": _python(),
        "changes": changes,
        "contributing": contributing,
    }


def build(target: Path) -> Path:
    """Build the site into a folder. Raises RequestError where Sphinx is absent, or warns of anything."""
    if importlib.util.find_spec("sphinx") is None or importlib.util.find_spec("myst_parser") is None:
        raise RequestError("the site needs Sphinx: pip install 'cityties[docs]'")
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary) / "docs"
        shutil.copytree(_DOCS, source, ignore=shutil.ignore_patterns("__pycache__"))
        (source / "generated").mkdir()
        for name, text in pages().items():
            (source / "generated" / f"{name}.md").write_text(text, encoding="utf-8")
        (source / "extra").mkdir()
        write_reference(source / "extra" / "ontology.html")
        told = Path(temporary) / "told"
        arguments = ["-q", "-W", "--keep-going", "-w", str(told), "-d", str(Path(temporary) / "trees")]
        command = [sys.executable, "-m", "sphinx", *arguments, str(source), str(target)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            lines = told.read_text(encoding="utf-8") if told.exists() else done.stderr
            raise RequestError(f"the site is not whole: {' '.join(lines.replace(str(source), 'docs').split())}")
    return target


def _commands() -> str:
    parser = make_parser()
    blocks = ["# Commands\n", "Every command takes these:\n", *_options(parser)]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                blocks += [
                    f"\n## {name}\n",
                    f"{_plain(command.description or '')}.\n",
                    *_usage(command),
                    *_own(command),
                ]
    return "\n".join(blocks) + "\n"


def _usage(command: argparse.ArgumentParser) -> list[str]:
    usage = command.format_usage().removeprefix("usage: ").rstrip()
    return ["```text", usage, "```\n"]


def _own(command: argparse.ArgumentParser) -> list[str]:
    """List what a command takes; where it has commands of its own, each of them."""
    lines = _options(command)
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                lines += [f"\n### {command.prog.split()[-1]} {name}\n", *_usage(inner), *_options(inner)]
    return lines


def _options(parser: argparse.ArgumentParser) -> list[str]:
    rows = [
        f"| `{', '.join(action.option_strings) or action.metavar or action.dest}` | {_plain(action.help or '')} |"
        for action in parser._actions
        if not isinstance(action, argparse._SubParsersAction) and action.help != argparse.SUPPRESS
    ]
    return ["| argument | what it is |", "|---|---|", *rows]


def _questions() -> str:
    store = intake.shipped()
    blocks = ["# Questions\n", "Each is a file of queries/; the answers are those of the shipped graph today.\n"]
    for question in questions().values():
        blocks += [f"## {question.name}\n", f"**{_plain(question.summary)}**\n", f"{_plain(question.description)}\n"]
        blocks += [*_parameters(question), *_example(store, question)]
    return "\n".join(blocks) + "\n"


def _parameters(question: Question) -> Iterator[str]:
    for one in question.parameters:
        needed = "needed" if one.required else f"default: {one.default}" if one.default else "may be left out"
        yield f"- `--{one.name}`: a {one.type}, {needed}"
    yield ""


def _example(store: Store, question: Question) -> list[str]:
    told = "".join(f' --{name} "{value}"' for name, value in question.example.items())
    if question.fixture:
        store = intake.shipped()
        put_sources(store, intake.read([resources.folder("ontology") / question.fixture]))
    answer = ask(store, question.name, question.example)
    first = type(answer)(answer.name, answer.columns, answer.rows[:_SHOWN], answer.shown)
    more = len(answer.rows) - _SHOWN
    lines = [f"    cityties ask {question.name}{told}\n", first.text("markdown") if answer.rows else "(no row)", ""]
    return [*lines, f"… and {more} more.\n"] if more > 0 else lines


def _views() -> str:
    blocks = ["# Pictures\n", "Each is a file of viz/views/; `cityties draw NAME … -o FILE` draws it.\n"]
    for view in views():
        takes = [f"`--{name}`" for name in view.parameters] + [
            f"`--{name}` (may be left out)" for name in view.optional
        ]
        gaps = {name: name.upper() for name in view.parameters}
        blocks += [f"## {view.name}\n", f"**{_plain(view.question['en'].format(**gaps))}**\n"]
        blocks += [f"{_plain(view.summary['en'])}\n", f"Takes {', '.join(takes)}.\n" if takes else ""]
    return "\n".join(blocks) + "\n"


def _python() -> str:
    """Leave the words to the docstrings, which Sphinx reads."""
    blocks = ["# Python\n", "```{eval-rst}"]
    for name in cityties.__all__:
        thing = getattr(cityties, name)
        if inspect.isclass(thing):
            blocks += [f".. autoclass:: cityties.{name}", "   :members:" if name == "Graph" else "   :no-members:", ""]
        elif callable(thing):
            blocks += [f".. autofunction:: cityties.{name}", ""]
        else:
            blocks += [f".. autodata:: cityties.{name}", "   :no-value:", ""]
    return "\n".join([*blocks, "```\n"])


def _plain(text: str) -> str:
    return plain_in_markdown(" ".join(text.replace("%%", "%").split()))


if __name__ == "__main__":
    try:
        print(f"Written: {build(Path(sys.argv[1])) / 'index.html'}")
    except CitytiesError as error:
        sys.exit(f"cityties: {error}")
