"""What is heavy or rare is an extra: one clear line where it is absent."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from cityties.model.errors import RequestError

__all__ = ["AbsentError", "need"]

# What each extra brings, by the names under which it is imported.
_EXTRAS: Final = {"measures": ("numpy", "scipy", "graspologic_native"), "terminal": ("rich",)}


class AbsentError(RequestError):
    """What is asked for needs an extra that is not installed."""


def need(extra: str, what: str) -> None:
    """Raise AbsentError that tells how to get it where an extra is not installed. ``what`` begins the line."""
    for module in _EXTRAS[extra]:
        if not _is_there(module):
            raise AbsentError(f"{what}: needs {module.replace('_', '-')}: pip install 'cityties[{extra}]'")


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ImportError:
        return False
