"""The main job in one go: build, check, answer, write, and say what to open."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cityties.dossier.brief import brief
from cityties.facts import intake
from cityties.facts.check import check
from cityties.imports.world.store import open_world
from cityties.model.errors import DataError, RequestError
from cityties.model.extra import AbsentError
from cityties.model.given import CURATED
from cityties.model.output import write_whole
from cityties.names.resolution import resolve
from cityties.pictures.drawing import draw
from cityties.questions.export import export
from cityties.questions.question import ask, find, title

QUESTIONS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("tie-history", {"city": "Jakarta", "other": "Ankara"}),
    ("commitments-between", {"city": "Jakarta", "other": "Ankara"}),
    ("who-met-whom", {"city": "Jakarta", "other": "Ankara"}),
    ("missions-for-tie", {"city": "Jakarta", "other": "Ankara"}),
    ("conflicting-reports", {}),
)
WORLD_QUESTIONS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("busiest-cities", {"limit": "5"}),
    ("ties-of-city", {"city": "Surabaya"}),
)
PICTURES: Final[tuple[tuple[str, str, dict[str, str]], ...]] = (
    ("jakarta-ankara.html", "pair", {"city": "Jakarta", "other": "Ankara"}),
    ("jakarta.html", "city", {"city": "Jakarta"}),
    ("ankara.html", "city", {"city": "Ankara"}),
    ("jakarta-ankara-timeline.html", "pair-timeline", {"city": "Jakarta", "other": "Ankara"}),
    ("jakarta-ankara-compare.html", "compare", {"city": "Jakarta", "other": "Ankara"}),
    ("jakarta-map.html", "city-map", {"city": "Jakarta"}),
    ("jakarta-timeline.html", "timeline", {"city": "Jakarta"}),
    ("map.html", "map", {}),
    ("countries.html", "countries", {}),
    ("network.html", "network", {}),
    ("people.html", "people", {}),
    ("missions.html", "missions", {}),
    ("sectors.html", "sectors", {}),
)


def tour(folder: Path, say: Callable[[str], None], lang: str = "en") -> list[Path]:
    """Build the shipped graph, check it, answer five questions, write Turtle, pictures and a briefing.

    Gives the files written. Raises DataError where a check finds an error, RequestError where
    the folder cannot be written to.
    """
    say("Building the shipped graph: what each source says, settled into facts …")
    store = intake.shipped()
    say(f"Built: {len(store)} statements in {len(store.graphs())} graphs.")
    say("Holding it against the shapes and checks …")
    report = check(store)
    if not report.ok:
        first = report.errors[0]
        raise DataError(f"the graph does not pass its checks: {first.label}: {first.message}")
    say(f"Checked: {report.checked} shapes and checks, no error.")
    say(f"Asking {len(QUESTIONS)} questions on Jakarta and Ankara …")
    for name, arguments in QUESTIONS:
        answer = ask(store, name, arguments, lang)
        told = " ".join(f"--{key} {value}" for key, value in arguments.items())
        say(f"\n{title(find(name), lang)}\n$ cityties ask {name} {told}".rstrip())
        say(answer.text("table"))
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RequestError(f"{folder}: cannot be written: {error.strerror or error}") from error
    say("\nWriting the graph as Turtle …")
    written.append(export(store, folder / "cityties.ttl"))
    say(f"Drawing {len(PICTURES)} pictures …")
    for file, view, arguments in PICTURES:
        focus = {key: resolve(store, value, "city") for key, value in arguments.items()}
        try:
            written.append(write_whole(folder / file, draw(store, view, lang=lang, focus=focus)))
        except AbsentError as error:
            say(f"Left out: {file}: {error}")
    say("Writing a briefing on the two cities …")
    city, other = resolve(store, "Jakarta", "city"), resolve(store, "Ankara", "city")
    for form in ("html", "md"):
        text = brief(store, city, other, form=form, lang=lang)
        written.append(write_whole(folder / f"briefing-jakarta-ankara.{form}", text))
    if os.environ.get("CITYTIES_STORE") != CURATED:
        _tell_world(say, lang)
    say(f"\nWritten to {folder}:")
    for path in written:
        say(f"  {path}")
    best = " and ".join(str(folder / name) for name in ("briefing-jakarta-ankara.html", "jakarta-map.html"))
    say(f"\nOpen {best} in a browser.")
    return written


def _tell_world(say: Callable[[str], None], lang: str) -> None:
    """Answer two questions of the world's store, which commands open without --store: made now, where it is not yet."""
    store = open_world()
    say(f"\nThe world, as Wikidata tells it: {store.count()} facts.")
    for name, arguments in WORLD_QUESTIONS:
        say(f"\n{name} {' '.join(arguments.values())}".rstrip())
        say(ask(store, name, arguments, lang).text("table"))
