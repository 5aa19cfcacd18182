"""The command `review`; what it needs is imported when it runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from cityties.model.errors import RequestError
from cityties.model.given import given_store

__all__ = ["add_commands"]


def add_commands(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add `review` to the command line."""
    one = command("review", "accept, mend or refuse the facts of a draft; what is accepted becomes a source")
    one.add_argument("draft", metavar="DRAFT", type=Path, help="what `cityties read` wrote; verdicts are kept in it")
    one.add_argument("-o", "--output", metavar="FILE.ttl", type=Path, help="write the source there as Turtle")
    one.add_argument("--by", metavar="WHO", help="who decides (default: your login name)")
    one.add_argument("--on", metavar="DATE", help="when (default: today)")
    one.add_argument("--name", metavar="NAME", default="", help="what the source is called; the same name replaces it")
    one.add_argument(
        "--kind",
        choices=("news-article", "press-release", "blog-post", "official-page"),
        default="news-article",
        help="what kind of document it is (default: news-article)",
    )
    one.add_argument(
        "--again",
        choices=("replace", "add"),
        default="",
        help="where the article is in the graph already: put it in the place of that source, or keep both",
    )
    one.add_argument("--terminal", action="store_true", help="review in the terminal, not in the browser")
    one.add_argument("--no-open", action="store_true", help="only say the address, do not open the browser")
    one.set_defaults(run=_review)


def _review(options: argparse.Namespace) -> int:
    from datetime import date
    from getpass import getuser

    from cityties.date.day import Day
    from cityties.review.desk import Desk, Setting

    location = given_store(options)
    if not location and options.output is None:
        raise RequestError("review: where to? give --store DIR, or -o FILE.ttl")
    by, on = " ".join((options.by or getuser()).split()), options.on or date.today().isoformat()
    if not by or Day.of(on).precision != "day":
        raise RequestError("review: say who decides by --by WHO, and on which day by --on YYYY-MM-DD")
    lang = getattr(options, "lang", "en")
    desk = Desk(
        Setting(options.draft, location, options.output, by, on, lang, options.name, options.kind, options.again)
    )
    try:
        if options.terminal:
            from cityties.review.terminal import Terminal

            written = Terminal(desk).run()
        else:
            from cityties.review.window import Window, serve

            written = serve(Window(desk), show=not options.no_open)
    finally:
        desk.close()
    if not written and not getattr(options, "quiet", False):
        print(f"Nothing was written; what was decided is kept in {options.draft}", file=sys.stderr)
    return 0
