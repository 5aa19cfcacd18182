"""What a person can start an assistant with: viz/assistants/prompts, one file each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import mcp_types as types

from cityties.model import resources
from cityties.model.errors import ModelError, RequestError
from cityties.model.multilingual import read_multilingual

__all__ = ["fill", "prompts"]

_LONGEST: Final = 200
_PLACE: Final = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True)
class Prompt:
    """A beginning: what it is for, what it needs to be told, and its text in each language."""

    name: str
    description: str
    arguments: tuple[Mapping[str, Any], ...]
    text: Mapping[str, str]


@cache
def _prompts() -> Mapping[str, Prompt]:
    found = {}
    for path in resources.files("viz", "assistants/prompts/*.toml"):
        try:
            held = read_multilingual(path)
            found[path.stem] = Prompt(path.stem, held["description"], tuple(held["argument"]), held["text"])
        except (KeyError, TypeError) as error:
            raise ModelError(f"viz/assistants/prompts/{path.name}: is at fault: {error}") from error
    return found


def prompts() -> list[types.Prompt]:
    """List the prompts."""
    return [
        types.Prompt(
            name=one.name,
            description=one.description,
            arguments=[
                types.PromptArgument(name=a["name"], description=a["description"], required=a.get("required", False))
                for a in one.arguments
            ],
        )
        for one in _prompts().values()
    ]


def fill(name: str, told: Mapping[str, str], lang: str) -> types.GetPromptResult:
    """Write a prompt out. Raises RequestError on an unknown one, and on what it was not told or cannot take."""
    one = _prompts().get(name)
    if one is None:
        raise RequestError(f"{name[:80]}: no such prompt: use one of {', '.join(_prompts())}")
    known = {argument["name"]: argument for argument in one.arguments}
    for key in told:
        if key not in known:
            raise RequestError(f"{name}: takes no {key[:40]}: it takes {', '.join(known)}")
    filled = {}
    for key, argument in known.items():
        value = " ".join(told.get(key, "").split())
        if argument.get("required") and not value:
            raise RequestError(f"{name}: {key} is missing: {argument['description']}")
        if len(value) > _LONGEST:
            raise RequestError(f"{name}: {key}: more than {_LONGEST} letters: write it shorter")
        filled[key] = value or argument.get("default", "")
    text = _PLACE.sub(lambda found: filled.get(found[1], found[0]), one.text.get(lang, one.text["en"]))
    message = types.PromptMessage(role="user", content=types.TextContent(type="text", text=text))
    return types.GetPromptResult(description=one.description, messages=[message])
