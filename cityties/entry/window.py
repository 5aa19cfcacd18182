"""The form in the browser: the review's own server on this machine, for one entry and one sitting."""

from __future__ import annotations

import threading
from typing import Any, ClassVar, Final

from cityties.entry.desk import SOURCE, EntryDesk
from cityties.entry.sheet import checked, notes_data, sheet, state, where
from cityties.review.sheet import find, looked, outcome_text, posts_of, word
from cityties.review.window import SCRIPTS, Window

__all__ = ["EntryWindow"]

_SCRIPTS: Final = {name: (f"review/{name}", "text/javascript") for name in SCRIPTS}


class EntryWindow(Window):
    """A desk of an entry behind a local address. ``written`` says whether it was saved."""

    name = "enter"
    files: ClassVar = {
        "": ("entry/page.html", "text/html"),
        "review.css": ("review/review.css", "text/css"),
        "entry.css": ("entry/entry.css", "text/css"),
        "entry.js": ("entry/entry.js", "text/javascript"),
        "flow.js": ("entry/flow.js", "text/javascript"),
        **_SCRIPTS,
    }
    reads: ClassVar = frozenset({"sheet", "state", "find", "posts", "check"})
    acts: ClassVar = frozenset({"look", "keep", "remove", "describe", "undo", "save", "back", "finish"})

    def __init__(self, desk: EntryDesk, port: int = 0) -> None:
        super().__init__(desk, port)
        self.entry = desk

    def answer(self, name: str, told: dict[str, Any]) -> Any:
        """Do what the page asks for, one request at a time. Raises RequestError or DataError where it cannot be."""
        if name == "check":  # takes a second: others need not wait for it
            with self.lock:
                accepted = self.entry.whole()
            return checked(self.entry, accepted)
        with self.lock:
            if name == "find":
                return find(self.entry, str(told.get("q", "")), str(told.get("kinds", "")).split())
            if name == "posts":
                return posts_of(self.entry, str(told.get("of", "")))
            if name == "sheet":
                return sheet(self.entry)
            if name == "state":
                return state(self.entry)
            return self._act(name, told)

    def _act(self, name: str, told: dict[str, Any]) -> Any:
        desk, lang = self.entry, self.entry.setting.lang
        said = ""
        faults: list[dict[str, Any]] = []
        match name:
            case "look" if told["kind"] == SOURCE:
                found = desk.read_source(dict(told["slots"]))[1]
                return {"sentence": "", "why": "", "standing": "new", "faults": _faults(found)}
            case "look":
                return looked(desk, desk.look(str(told["kind"]), dict(told["slots"]), str(told.get("fact", ""))))
            case "keep":
                outcome = desk.keep(str(told["kind"]), dict(told["slots"]), str(told.get("fact", "")))
                return {"fact": outcome.fact, "said": "", "state": state(desk)}
            case "remove":
                said = outcome_text(desk, desk.remove(str(told["fact"]))) or word(lang, "removed", room="entry")
            case "describe":
                faults = _faults(desk.describe_source(dict(told["article"])))
            case "undo":
                desk.undo()
                said = word(lang, "undone")
            case "save":
                return self._save()
            case "back":
                desk.take_back()
                self.written = False
                said = word(lang, "takenBack", room="entry")
            case "finish":
                threading.Thread(target=self.shutdown, daemon=True).start()
        return {"said": said, "faults": faults, "state": state(desk)}

    def _save(self) -> dict[str, Any]:
        desk = self.entry
        accepted, notes = desk.save()
        if notes:
            return {"said": "", "notes": notes_data(notes), "state": state(desk)}
        self.written = True
        said = word(desk.setting.lang, "savedAs", room="entry", where=where(desk), source=accepted.source)
        return {"said": said, "notes": [], "state": state(desk)}


def _faults(found: Any) -> list[dict[str, Any]]:
    return [{"slot": one.slot, "text": one.message, "missing": one.missing} for one in found]
