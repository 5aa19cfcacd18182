"""What an operation can be told: checked before anything is done, each fault in one line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cityties.model.errors import RequestError

__all__ = ["Parameter", "checked"]

_NO_LETTER: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Parameter:
    """One thing that can be told: a text of at most ``most`` letters, or a whole number from 1 to ``most``."""

    name: str
    description: str
    required: bool = False
    number: bool = False
    most: int = 500
    choices: tuple[str, ...] = ()
    default: str | int | None = None

    @property
    def schema(self) -> dict[str, Any]:
        """Describe what it may be, as JSON Schema."""
        told: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": self.most}
        if not self.number:
            told = {"type": "string", "maxLength": self.most, **({"minLength": 1} if self.required else {})}
        if self.choices:
            told = {"type": "string", "enum": list(self.choices)}
        return told | ({"default": self.default} if self.default is not None else {})

    def read(self, value: Any) -> str | int:
        """Give a value as it is meant. Raises RequestError where it cannot be one."""
        if self.number:
            whole = isinstance(value, int) and not isinstance(value, bool)
            text = str(value)
            if not (whole or isinstance(value, str)) or not re.fullmatch(r"[1-9][0-9]{0,8}", text):
                raise RequestError(f"{self.name} {text[:40]}: a whole number from 1 to {self.most} is wanted")
            if int(text) > self.most:
                raise RequestError(f"{self.name} {text}: at most {self.most} at once: ask for less")
            return int(text)
        if not isinstance(value, str):
            raise RequestError(f"{self.name}: a text is wanted, not {type(value).__name__}")
        if len(value) > self.most:
            raise RequestError(f"{self.name}: more than {self.most} letters: write it shorter")
        if _NO_LETTER.search(value):
            raise RequestError(f"{self.name}: holds what is no letter: write it as text")
        if self.choices and value not in self.choices:
            raise RequestError(f"{self.name} {value[:40]}: use one of {', '.join(self.choices)}")
        return value


def checked(what: str, parameters: Sequence[Parameter], told: Mapping[str, Any]) -> dict[str, Any]:
    """Give what an operation was told, whole. Raises RequestError on what is unknown, missing or wrong."""
    known = {one.name: one for one in parameters}
    for name in told:
        if name not in known:
            takes = ", ".join(known) or "no parameter"
            raise RequestError(f"{what}: no parameter {str(name)[:40]}: it takes {takes}")
    found: dict[str, Any] = {}
    for one in parameters:
        given = told.get(one.name)
        if given is None or given == "":
            if one.required:
                raise RequestError(f"{what}: {one.name} is missing: {one.description}")
            found[one.name] = one.default
        else:
            found[one.name] = one.read(given)
    return found
