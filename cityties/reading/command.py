"""The command that reads an article into a draft, or measures how well; what it needs is imported when it runs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cityties.model.errors import RequestError
from cityties.model.given import CURATED

if TYPE_CHECKING:
    from cityties.store import Store

__all__ = ["add_commands"]


def add_commands(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add `read` to the command line."""
    one = command("read", "read an article into a draft of its facts, or measure how well articles are read")
    one.usage = (
        "cityties read ARTICLE|- [--published DATE] [--publisher NAME] [--url URL] [--lang LANG]\n"
        "                     [--extractor NAME …] [-o DRAFT.json]\n"
        "       cityties read --evaluate GOLD… [--format table|csv|json|markdown] [--show]"
    )
    one.epilog = "Here --lang is the language of the article; without it, the language is guessed from its words."
    one.add_argument("article", metavar="ARTICLE", nargs="?", help="a text or HTML file, or - for standard input")
    one.add_argument("--published", metavar="DATE", help="when it was published: YYYY, YYYY-MM or YYYY-MM-DD")
    one.add_argument("--publisher", metavar="NAME", help="who published it")
    one.add_argument("--url", metavar="URL", help="where it stands")
    one.add_argument(
        "--extractor", metavar="NAME", action="append", default=[], help="ask another extractor too, such as endpoint"
    )
    one.add_argument("-o", "--output", metavar="DRAFT", type=Path, help="write the draft there, for `cityties review`")
    one.add_argument(
        "--evaluate", metavar="GOLD", nargs="+", type=Path, help="hold readings against gold: JSON files, or folders"
    )
    one.add_argument("--format", choices=("table", "csv", "json", "markdown"), help="of the figures (default: table)")
    one.add_argument("--show", "--verbose", action="store_true", help="list what was missed and what was wrong")
    one.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    if options.evaluate:
        told = (options.article, options.published, options.publisher, options.url)
        if any(one is not None for one in told):
            raise RequestError("read --evaluate: gold says which article, and when: leave ARTICLE and the like out")
        _evaluate(options)
        return
    if options.format or options.show:
        raise RequestError("read: --format and --show are for --evaluate: leave them out")
    if options.article is None:
        raise RequestError("read: which article? name a file, or - for standard input")
    _read(options)


def _read(options: argparse.Namespace) -> None:
    output: Path | None = options.output
    if output is not None and options.article != "-" and output.exists() and output.samefile(options.article):
        raise RequestError(f"{output}: the article itself: write the draft elsewhere")
    from cityties.reading.again import known_already
    from cityties.reading.article import read_article
    from cityties.reading.draft import write_draft
    from cityties.reading.extractors.extractor import extractor
    from cityties.reading.listing import listing
    from cityties.reading.reading import read

    chosen = [extractor(name) for name in dict.fromkeys(options.extractor)]
    article = read_article(
        options.article,
        published=_day(options.published),
        publisher=" ".join((options.publisher or "").split()),
        address=_address(options.url),
        lang=getattr(options, "lang", ""),
    )
    store = _store(options)
    draft = read(article, store, chosen, lambda said: _say(options, f"cityties: {said}"))
    for one in known_already(draft, store):
        _say(
            options,
            f"cityties: this article is in the graph already: {one.label} ({one.reason}): "
            "`cityties review --again replace` puts the new reading in its place, `--again add` keeps both",
        )
    if output is None:
        sys.stdout.write(listing(draft))
        return
    write_draft(output, draft)
    _say(options, f"{output}: {len(draft.facts)} facts to review: cityties review {output}")


def _evaluate(options: argparse.Namespace) -> None:
    from cityties.reading.extractors.extractor import extractor
    from cityties.reading.gauge.evaluation import evaluate
    from cityties.reading.reading import read

    chosen = [extractor(name) for name in dict.fromkeys(options.extractor)]
    found = evaluate(options.evaluate, _store(options), lambda article, store: read(article, store, chosen))
    for one in found.skipped:
        print(f"cityties: {one}", file=sys.stderr)
    text = found.figures().text(options.format or "table")
    if options.show:
        # Beside figures that another program reads, what was missed goes where it does not disturb them.
        target = sys.stdout if (options.format or "table") == "table" and options.output is None else sys.stderr
        print("\n".join(found.faults), file=target)
    if options.output is None:
        sys.stdout.write(text)
        return
    from cityties.model.output import write_whole

    write_whole(options.output, text)


def _day(given: str | None) -> str:
    if not given:
        return ""
    from cityties.date.day import DayError
    from cityties.date.parse import read_day

    try:
        return read_day(given)
    except DayError as error:
        raise RequestError(f"--published {given}: {error}: write it as YYYY, YYYY-MM or YYYY-MM-DD") from error


def _address(given: str | None) -> str:
    if not given:
        return ""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(given)
    except ValueError as error:
        raise RequestError(f"--url {given}: no address: write it as https://…") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or any(c in given for c in ' <>"{}|\\^`\n\t'):
        raise RequestError(f"--url {given}: no address: write it as https://…")
    return given


def _store(options: argparse.Namespace) -> Store:
    location = getattr(options, "store", None) or os.environ.get("CITYTIES_STORE")
    if location and location != CURATED:
        from cityties.store import open_store

        return open_store(location, read_only=True)
    from cityties.facts.intake import shipped

    return shipped()


def _say(options: argparse.Namespace, text: str) -> None:
    if not getattr(options, "quiet", False):
        print(" ".join(text.split()), file=sys.stderr)
