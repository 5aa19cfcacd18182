"""A script that completes on a command line: commands, options, questions with their parameters, pictures, cities."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import Any, Final

from cityties.display.label import Labels
from cityties.questions.question import questions
from cityties.store import IRI, Store

__all__ = ["city_names", "script"]

_CITIES: Final = frozenset({"city", "other", "start", "end", "thing", "a", "b"})
_NAMED: Final = """SELECT ?city WHERE { ?city a ct:City . OPTIONAL { ?city ct:partnerCount ?partners } }
ORDER BY DESC(?partners) ?city LIMIT 3000"""
# What gives the cities to a shell: by lines, each quoted so that a name of several words stays one.
_BASH: Final = """_cityties_cities() {
  local IFS=$'\\n' one
  for one in $(compgen -W "$_cityties_names" -- "$1"); do printf '%q\\n' "$one"; done
}
_cityties_names='{names}'
"""
_ZSH: Final = """_cityties_cities() {
  local -a names
  names=({names})
  compadd -a names
}
"""


def city_names(store: Store, lang: str) -> list[str]:
    """Name the cities that a shell completes: those with most partners first."""
    rows = store.select(_NAMED)
    labels = Labels(store, lang)
    labels.learn([row[0].value for row in rows if isinstance(row[0], IRI)])
    return [labels.label(row[0]) for row in rows]


def script(parser: argparse.ArgumentParser, shell: str, views: Sequence[str], cities: Iterable[str]) -> str:
    """Write the script for a shell; the names of cities are those of the graph at hand."""
    import shtab

    for name, command in _commands(parser).items():
        if name == "ask":
            _ask(command)
        for action in command._actions:
            if action.dest == "view":
                action.choices = list(views)
            _mark(action)
    names = [one for one in dict.fromkeys(cities) if one.isprintable() and "'" not in one and '"' not in one]
    told: Any = {
        "bash": _BASH.replace("{names}", "\n".join(names)),
        "zsh": _ZSH.replace("{names}", " ".join(f"'{one}'" for one in names)),
    }
    return str(shtab.complete(parser, shell, preamble=told))


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    found = (action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return dict(next(found))


def _ask(command: argparse.ArgumentParser) -> None:
    """Let the name of a question be a command of its own, with the question's parameters as options."""
    own: list[Any] = [action for action in command._actions if action.dest != "name"]
    command._actions[:] = own
    command._positionals._group_actions[:] = [one for one in own if not one.option_strings]
    each = command.add_subparsers(dest="name")
    for question in questions().values():
        one = each.add_parser(question.name, help=question.summary, add_help=False)
        for parameter in question.parameters:
            _mark(one.add_argument(f"--{parameter.name}", help=f"a {parameter.type}", metavar=parameter.type.upper()))
        one.add_argument("--format", help="in which form", choices=("table", "csv", "tsv", "json", "xml", "markdown"))
        one.add_argument("-o", "--output", help="write there")


def _mark(action: argparse.Action) -> None:
    """Say that an argument is a city, where it is one."""
    if action.dest in _CITIES:
        action.complete = dict.fromkeys(("bash", "zsh"), "_cityties_cities")  # type: ignore[attr-defined]
