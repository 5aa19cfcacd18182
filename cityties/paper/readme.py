"""Keeps the generated parts of README.md as the sources have them: the index of questions, the commands.

`python -m cityties.paper.readme README.md` writes them anew between their marks.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from cityties.cli import make_parser
from cityties.model.errors import ModelError
from cityties.model.output import write_whole
from cityties.questions.question import questions


def refresh(text: str) -> str:
    """Give the README with its generated parts made anew. Raises ModelError where a mark is missing."""
    for name, table in (("commands", _commands()), ("questions", _questions())):
        pattern = rf"(<!-- {name}: generated -->\n).*?(<!-- end of {name} -->)"
        text, count = re.subn(pattern, lambda found, t=table: f"{found[1]}{t}\n{found[2]}", text, flags=re.DOTALL)  # type: ignore[misc]
        if count != 1:
            raise ModelError(f"README.md: the marks around {name} are missing: put them back")
    return text


def _commands() -> str:
    (action,) = (a for a in make_parser()._actions if isinstance(a, argparse._SubParsersAction))
    rows = [f"| `{choice.dest}` | {choice.help} |" for choice in action._choices_actions]
    return "\n".join(["| command | what it does |", "|---|---|", *rows])


def _questions() -> str:
    rows = [
        f"| `{question.name}` | {question.summary} | {' '.join(f'`--{p.name}`' for p in question.parameters)} |"
        for question in questions().values()
    ]
    return "\n".join(["| question | what it answers | parameters |", "|---|---|---|", *rows])


if __name__ == "__main__":
    path = Path(sys.argv[1])
    write_whole(path, refresh(path.read_text(encoding="utf-8")))
