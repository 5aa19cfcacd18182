"""The command `cityties new`: begins a question, picture, source, language or map."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

__all__ = ["add_command"]

_KINDS = ("question", "view", "source", "map", "language")


def add_command(command: Any) -> None:
    """Describe the command and its options."""
    one = command("new", "begin a question, view, source, map or language: its file, and what to do next")
    one.add_argument("kind", metavar="KIND", choices=_KINDS, help=", ".join(_KINDS))
    one.add_argument("name", metavar="NAME", help="what it is called: small letters with - between words")
    one.add_argument("--publisher", help="of a source: who published it")
    one.add_argument("--published", metavar="DATE", help="of a source: on which day")
    one.add_argument("--address", metavar="URL", help="of a source: where it can be read")
    one.add_argument("--language", metavar="CODE", help="of a source: in which language (default: en)")
    one.add_argument("-o", "--output", metavar="DIR", type=Path, help="where to (default: where it belongs)")
    one.set_defaults(run=_new)


def _new(options: argparse.Namespace) -> None:
    from cityties.contribute.new import begin, next_steps

    given = {name: getattr(options, name) or "" for name in ("publisher", "published", "address", "language")}
    files = begin(options.kind, options.name, given, options.output)
    for file in files:
        print(f"Written: {file}")
    for number, step in enumerate(next_steps(options.kind, options.name, files[0]), 1):
        print(f"{number}. {step}")
