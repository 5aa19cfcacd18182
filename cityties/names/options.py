"""The parser of the command line: what is misspelled is told with what was probably meant."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from cityties.names.nearness import nearest

__all__ = ["Parser", "hint"]


class Parser(argparse.ArgumentParser):
    """An argument parser that knows what was meant by a command, a choice or an option that is none."""

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            known = [str(one) for one in action.choices]
            meant = hint(str(value), known) or f"choose from {', '.join(known)}"
            raise argparse.ArgumentError(action, f"invalid choice: {str(value)[:80]!r}: {meant}")

    def refuse(self, rest: Sequence[str], command: str) -> NoReturn:
        """End with wrong usage over arguments that no command takes."""
        known = [name for name in self._option_string_actions if name.startswith("--")]
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction) and command in action.choices:
                known += [name for name in action.choices[command]._option_string_actions if name.startswith("--")]
        meant = hint(next((one for one in rest if one.startswith("-")), rest[0]).partition("=")[0], known)
        self.error(f"unrecognized arguments: {' '.join(rest)}{f': {meant}' if meant else ''}")


def hint(word: str, known: Sequence[str]) -> str:
    """Ask whether one of the words was meant that are spelled nearly so; empty where none is.

    >>> hint("brif", ["ask", "brief", "draw"])
    'did you mean brief?'
    """
    near = nearest(word.lower(), known, most=3, least=0.5)
    return f"did you mean {', '.join(near)}?" if near else ""
