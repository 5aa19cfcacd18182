"""A new question, picture, source, language or map: begun from viz/new, put where it belongs, never over another."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from cityties.contribute.language import language_files
from cityties.date.day import DayError
from cityties.date.parse import parse_day
from cityties.model import resources
from cityties.model.errors import RequestError
from cityties.model.folding import fold
from cityties.model.output import write_whole
from cityties.store import is_address

__all__ = ["KINDS", "begin", "next_steps"]

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_GAP: Final = re.compile(r"\{([a-z-]+)\}")
_ROOMS: Final[Mapping[str, tuple[resources.Room, str, str]]] = {
    "question": ("queries", "", ".rq"),
    "view": ("viz", "views", ".toml"),
    "source": ("graph", "sources", ".ttl"),
    "map": ("graph", "maps", ".toml"),
    "language": ("graph", "languages", ""),
}
KINDS: Final = tuple(_ROOMS)


def begin(kind: str, name: str, told: Mapping[str, str], folder: Path | None = None) -> list[Path]:
    """Write the files of a new thing: into a folder, else where it belongs in this checkout.

    ``told`` is what is known of a source: publisher, published, address, language. Raises RequestError on a name that
    is none, or that is taken.
    """
    pattern, what = (
        (_LANGUAGE, "a code of ISO 639: fr") if kind == "language" else (_NAME, "small letters: ties-by-year")
    )
    if not pattern.fullmatch(name):
        raise RequestError(f"{name}: no name for a {kind}: write {what}")
    room, inner, suffix = _ROOMS[kind]
    place = (folder or _home(room, inner)) / f"{name}{suffix}"
    try:
        if place.exists():
            raise RequestError(f"{place}: is there already: choose another name, or change that file")
        files = _WAYS.get(kind, _from_template)(kind, name, told)
        for path in files:
            (place / path).parent.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise RequestError(f"{place}: cannot be written: {getattr(error, 'strerror', None) or error}") from error
    return [write_whole(place / path if path else place, text) for path, text in files.items()]


def next_steps(kind: str, name: str, file: Path) -> list[str]:
    """Say what to do with the file, step by step."""
    steps = tomllib.loads((resources.folder("viz") / "new" / "next.toml").read_text(encoding="utf-8"))[kind]
    return [_filled(step, {"name": name, "file": str(file)}) for step in steps]


def _home(room: resources.Room, inner: str) -> Path:
    found = resources.folder(room)
    if found.parent.name == "_data":
        raise RequestError(
            f"new: this cityties is installed, not a checkout: say where to, with -o DIR ({room}/{inner})"
        )
    return found / inner


def _from_template(kind: str, name: str, told: Mapping[str, str]) -> dict[str, str]:
    return {"": (resources.folder("viz") / "new" / f"{kind}{_ROOMS[kind][2]}").read_text(encoding="utf-8")}


def _source(kind: str, name: str, told: Mapping[str, str]) -> dict[str, str]:
    publisher, address = " ".join(told.get("publisher", "").split()), told.get("address", "")
    if not publisher or not told.get("published"):
        raise RequestError("new source: who published it, and when? give --publisher and --published")
    if '"' in publisher or "\\" in publisher or not fold(publisher):
        raise RequestError(f"--publisher {publisher}: no name: leave quotation marks out")
    if address and not (is_address(address) and re.fullmatch(r'[^\s"\\<>]+', address)):
        raise RequestError(f"--address {address}: not an address: write it as https://…")
    try:
        day = parse_day(told["published"])
    except DayError as error:
        raise RequestError(f"--published {told['published']}: not a date: {error}: write YYYY-MM-DD") from error
    language = told.get("language") or "en"
    if not _LANGUAGE.fullmatch(language):
        raise RequestError(f"--language {language}: no code of a language: write en, id, tr …")
    gaps = {
        "name": name,
        "publisher": publisher,
        "publisher-slug": re.sub(r"[^a-z0-9]+", "-", fold(publisher)).strip("-") or "unnamed",
        "published": str(day),
        "day-type": day.datatype.rpartition("#")[2],
        "address": f'\n  ct:address "{address}"^^xsd:anyURI ;' if address else "",
        "language": language,
    }
    return {path: _filled(text, gaps) for path, text in _from_template(kind, name, told).items()}


def _map(kind: str, name: str, told: Mapping[str, str]) -> dict[str, str]:
    text = (resources.folder("graph") / "maps" / "register.toml").read_text(encoding="utf-8")
    return {"": text.replace("--map register", f"--map {name}").replace("template = true\n", "")}


def _language(kind: str, name: str, told: Mapping[str, str]) -> dict[str, str]:
    return language_files(name)


def _filled(text: str, gaps: Mapping[str, str]) -> str:
    return _GAP.sub(lambda gap: gaps.get(gap[1], gap[0]), text)


_WAYS: Final[Mapping[str, Callable[[str, str, Mapping[str, str]], dict[str, str]]]] = {
    "source": _source,
    "map": _map,
    "language": _language,
}
