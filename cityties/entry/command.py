"""The command `enter`; what it needs is imported when it runs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cityties.model.errors import RequestError
from cityties.model.given import given_store

if TYPE_CHECKING:
    from cityties.entry.desk import EntryDesk
    from cityties.entry.shelf import Shelf

__all__ = ["add_commands", "shows_nothing"]

_LIST = ""  # --again without a name


def add_commands(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add `enter` to the command line."""
    one = command("enter", "enter facts by hand, in a form: a meeting, visit, agreement, tie, promise …")
    one.usage = (
        "cityties enter KIND --store DIR [--city CITY] [--name NAME] [--terminal]\n"
        "       cityties enter --again [NAME] --store DIR\n"
        "       cityties enter --take-back NAME --store DIR"
    )
    one.epilog = (
        "KIND: meeting, visit, signing, agreement, tie, promise, holder, mission or membership, in English, "
        "Indonesian or Turkish. What is entered is one source of the store, with who entered it and when."
    )
    one.add_argument("kind", metavar="KIND", nargs="?", help="what to enter first; more can be added to it")
    one.add_argument("-o", "--output", metavar="FILE.ttl", type=Path, help="write the source there as Turtle")
    one.add_argument("--city", metavar="CITY", help="a city that is filled in already")
    one.add_argument("--by", metavar="WHO", help="who enters it (default: your login name)")
    one.add_argument("--on", metavar="DATE", help="when (default: today)")
    one.add_argument("--name", metavar="NAME", default="", help="what the entry is called (default: KIND and the day)")
    one.add_argument(
        "--again", metavar="NAME", nargs="?", const=_LIST, help="open an entry again; without NAME, list them"
    )
    one.add_argument("--take-back", metavar="NAME", help="take an entry out of the store; it can be saved again")
    one.add_argument("--terminal", action="store_true", help="ask in the terminal, not in the browser")
    one.add_argument("--no-open", action="store_true", help="only say the address, do not open the browser")
    one.set_defaults(run=_enter)


def shows_nothing() -> bool:
    """Say whether this machine has no screen to open a browser on."""
    if sys.platform in ("darwin", "win32"):
        return False
    return not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def _enter(options: argparse.Namespace) -> int:
    from cityties.entry.shelf import Shelf
    from cityties.store import generation, is_address

    location = given_store(options)
    if sum(one is not None for one in (options.kind, options.again, options.take_back)) != 1:
        raise RequestError("enter: what? one of KIND, --again [NAME], --take-back NAME: see cityties enter --help")
    if not location and options.output is None and not (options.again == _LIST):
        raise RequestError("enter: where to? give --store DIR, or -o FILE.ttl")
    if location and not is_address(location):
        generation.refuse_foreign(Path(location))
    shelf = Shelf(location)
    if options.again == _LIST:
        from cityties.entry.listing import listing

        sys.stdout.write(listing(shelf, location, getattr(options, "lang", "en")))
        return 0
    desk = _desk(options, shelf, location)
    try:
        if options.take_back is not None:
            return _take_back(desk, options)
        return _fill_in(desk, options)
    finally:
        desk.close()


def _desk(options: argparse.Namespace, shelf: Shelf, location: str | None) -> EntryDesk:
    from datetime import date
    from getpass import getuser

    from cityties.date.day import Day
    from cityties.entry.desk import EntryDesk
    from cityties.kinds import entry_kind
    from cityties.review.desk import Setting

    by, on = " ".join((options.by or getuser()).split()), options.on or date.today().isoformat()
    if not by or Day.of(on).precision != "day":
        raise RequestError("enter: say who enters it by --by WHO, and on which day by --on YYYY-MM-DD")
    lang = getattr(options, "lang", "en")
    word = entry_kind(options.kind) if options.kind is not None else None
    if word is None:
        path = shelf.path(options.take_back if options.take_back is not None else options.again)
    else:
        name = options.name or f"{word.name}-{on}"
        path = shelf.begin(name, shelf.article(on, lang), numbered=not options.name)
    try:
        return EntryDesk(Setting(path, location, options.output, by, on, lang), word, options.city or "")
    except BaseException:
        if word is not None:
            path.unlink(missing_ok=True)
        raise


def _take_back(desk: EntryDesk, options: argparse.Namespace) -> int:
    if not desk.take_back():
        raise RequestError(f"{desk.name}: the store has no such source: it was taken back, or never saved")
    if not getattr(options, "quiet", False):
        print(f"{desk.name}: taken out of {desk.setting.location}; saved again by --again {desk.name}", file=sys.stderr)
    return 0


def _fill_in(desk: EntryDesk, options: argparse.Namespace) -> int:
    if options.terminal or (shows_nothing() and not options.no_open):
        from cityties.entry.terminal import Terminal

        written = Terminal(desk).run()
    else:
        from cityties.entry.window import EntryWindow
        from cityties.review.window import serve

        written = serve(EntryWindow(desk), show=not options.no_open)
    if not written and desk.draft.facts and not getattr(options, "quiet", False):
        from cityties.review.sheet import word

        print(word(desk.setting.lang, "quit", room="entry", name=desk.name), file=sys.stderr)
    return 0
