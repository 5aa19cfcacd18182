"""What pages are made of: words and looks out of files, and JSON that stays data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cityties.model import resources
from cityties.model.multilingual import read_multilingual

__all__ = ["SHORT", "read_toml", "shortened", "style", "to_json", "words"]

SHORT: Final = 26  # characters of a label on the canvas; the details show it whole


def read_toml(path: Path) -> dict[str, Any]:
    """Read a file of viz/, its words in each language. Raises ModelError, with the line, where it is not TOML."""
    return read_multilingual(path)


def words(lang: str, file: str = "words.toml") -> dict[str, str]:
    """Give the words of a page in one language, from a file of viz/ such as "atlas/words.toml"."""
    return {name: texts[lang] for name, texts in read_toml(resources.folder("viz") / file).items()}


def style(overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Say how things and relations look: viz/style.toml, with what a view has otherwise."""
    found = read_toml(resources.folder("viz") / "style.toml")
    for part, looks in (overrides or {}).items():
        for name, look in looks.items():
            known = found.setdefault(part, {})
            known[name] = {**known.get(name, known.get("other", {})), **look} if isinstance(look, dict) else look
    return found


def to_json(value: object) -> str:
    """Write JSON that stays data inside a script element, whatever its texts hold.

    >>> to_json({"label": "</script>"})
    '{"label":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def shortened(label: str) -> str:
    """Cut a label to what a canvas has room for."""
    line = " ".join(label.split())
    return line if len(line) <= SHORT else line[: SHORT - 1].rstrip() + "…"
