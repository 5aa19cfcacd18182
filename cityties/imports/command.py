"""The commands that bring data in and say who is who; what they need is imported when they run."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from cityties.display.progress import progress
from cityties.model.errors import RequestError
from cityties.model.given import given_store
from cityties.model.language import languages

if TYPE_CHECKING:
    from cityties.display.progress import Tick
    from cityties.imports.map import Map

__all__ = ["add_commands"]


def add_commands(command: Callable[[str, str], argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add `import`, `merge` and `decide` to the command line."""
    one = command("import", "bring in Wikidata or a table: compared, checked, whole or not at all")
    kinds = one.add_subparsers(dest="form", metavar="wikidata|table|document|plugin|maps", required=True)

    def form(name: str, summary: str) -> argparse.ArgumentParser:
        made = kinds.add_parser(name, help=summary, description=summary, parents=[common], allow_abbrev=False)
        made.add_argument("--name", metavar="NAME", help="what the source is called; the same name replaces it")
        made.add_argument(
            "--published", metavar="DATE", help="when the source was published: YYYY, YYYY-MM, YYYY-MM-DD"
        )
        made.add_argument("--decisions", metavar="FILE", type=Path, help="who is who (default: in the store's folder)")
        made.add_argument("--dry-run", action="store_true", help="show what would change, change nothing")
        made.add_argument("--strict", action="store_true", help="refuse the whole where anything has to be left out")
        made.add_argument("--no-check", action="store_true", help="do not hold it against shapes and checks")
        return made

    wikidata = form("wikidata", "a JSON dump, the truthy dump (.nt), an item (.ttl), query results, or `live`")
    wikidata.add_argument(
        "source", metavar="SOURCE", help="a file (.json .nt .ttl .csv .gz .bz2), - for standard input, or live"
    )
    ours = ",".join(languages())
    wikidata.add_argument("--languages", metavar="LIST", default=ours, help=f"of labels (default: {ours})")
    wikidata.add_argument(
        "--take", metavar="LIST", help="of cities,ties,heads,positions,missions,memberships (default: all)"
    )
    wikidata.add_argument(
        "--column", metavar="WHAT=NAME", action="append", help="which column of query results is what"
    )
    wikidata.add_argument("--value", metavar="WHAT=VALUE", action="append", help="what all rows share: post=Q30185")
    wikidata.add_argument("--endpoint", metavar="URL", help="for live: another SPARQL service in Wikidata's form")
    wikidata.set_defaults(run=_wikidata)

    for name, summary in (
        ("table", "a table (.csv .tsv .json .xlsx .ods …) by a map that says what its columns mean, or without one"),
        ("document", "the table in a document (.docx .pdf .html .xlsx .ods, wikitext): the same as `table`"),
    ):
        table = form(name, summary)
        table.add_argument("file", metavar="FILE", help="the table, as it is or packed (.gz .bz2 .xz), or -")
        table.add_argument(
            "--map", metavar="MAP", help="a shipped map by its name, or a file; without one it is guessed"
        )
        table.add_argument("--yes", action="store_true", help="take it in by the map that is guessed, without asking")
        table.add_argument(
            "--save-map", metavar="FILE", type=Path, help="write the map that is guessed there, and stop"
        )
        table.add_argument("--value", metavar="COLUMN=VALUE", action="append", help="a cell that all rows share")
        table.add_argument("--sheet", metavar="NAME", help="of a workbook: which sheet, by its name or number")
        table.add_argument("--encoding", metavar="NAME", help="of the text (default: seen from the file)")
        table.set_defaults(run=_table)

    plugged = form("plugin", "what an importer of another package reads (docs/plugins.md)")
    plugged.add_argument("importer", metavar="IMPORTER", help="the name under which the package adds it")
    plugged.add_argument("source", metavar="SOURCE", help="what it reads: a file, an address, as the package says")
    plugged.set_defaults(run=_plugin)

    maps = kinds.add_parser("maps", help="list the maps that are shipped, or show one", parents=[common])
    maps.add_argument("name", metavar="NAME", nargs="?", help="the map to show: a start for your own")
    maps.set_defaults(run=_maps)

    one = command("merge", "decide that two things are one, B becomes A, or that they are not; list what waits for it")
    one.add_argument("kept", metavar="A", nargs="?", help="the thing that is kept: an IRI or a name")
    one.add_argument("merged", metavar="B", nargs="?", help="the thing that becomes A: an IRI or a name")
    one.add_argument("--apart", action="store_true", help="they are two things, whatever the rules say")
    one.add_argument("--undo", action="store_true", help="take the decision back")
    one.add_argument("--by", metavar="WHO", help="who decides")
    one.add_argument("--on", metavar="DATE", help="when (default: today)")
    one.add_argument(
        "--decisions", metavar="FILE", type=Path, help="where it is noted (default: in the store's folder)"
    )
    one.set_defaults(run=_merge)

    one = command("decide", "say what names that wait mean, one by one or many at once; the next import reads it")
    one.add_argument("subject", metavar="NAME", nargs="?", help='as the review table has it, such as "Springfield, US"')
    one.add_argument("thing", metavar="THING", nargs="?", help="an IRI such as wd:Q64")
    one.add_argument("--not", dest="denied", action="store_true", help="it is not that thing")
    many = one.add_mutually_exclusive_group()
    many.add_argument("--list", action="store_true", help="list the names that wait, by country, with their candidates")
    many.add_argument("--lone", action="store_true", help="take all names with a told country and one candidate alone")
    many.add_argument("--sheet", metavar="FILE.csv", type=Path, help="write what waits as a table for a spreadsheet")
    many.add_argument("--from", dest="back", metavar="FILE", type=Path, help="take what was decided in that table")
    many.add_argument("--undo", action="store_true", help="take back what was decided together last")
    one.add_argument("--by", metavar="WHO", help="who decides")
    one.add_argument("--on", metavar="DATE", help="when (default: today)")
    one.add_argument(
        "--decisions", metavar="FILE", type=Path, help="where it is noted (default: in the store's folder)"
    )
    one.set_defaults(run=_decide)


def _location(options: argparse.Namespace) -> str:
    location = given_store(options)
    if not location:
        raise RequestError(f"{options.command}: where to? give --store DIR, or the address of a SPARQL endpoint")
    return str(location)


def _wikidata(options: argparse.Namespace) -> None:
    from cityties.imports.wikidata import KINDS, import_wikidata

    with _progress(options) as tick:
        summary = import_wikidata(
            options.source,
            _location(options),
            name=options.name,
            languages=_list(options.languages),
            kinds=_list(options.take) if options.take else KINDS,
            columns=_pairs(options.column),
            constants=_pairs(options.value),
            published=options.published,
            decisions=options.decisions,
            dry_run=options.dry_run,
            strict=options.strict,
            check=not options.no_check,
            endpoint=options.endpoint,
            tick=tick,
        )
    if not getattr(options, "quiet", False):
        print(summary.text(), end="")


def _table(options: argparse.Namespace) -> None:
    from cityties.imports.table import import_table

    if options.map and (options.yes or options.save_map):
        raise RequestError("import: --yes and --save-map are for a map that is guessed: leave out --map, or them")
    plan, shared = options.map or _guessed(options), _pairs(options.value)
    if plan is None:
        return
    if not isinstance(plan, str):
        plan, shared = plan
    with _progress(options) as tick:
        summary = import_table(
            options.file,
            _location(options),
            plan=plan,
            name=options.name,
            constants=shared,
            encoding=options.encoding,
            sheet=options.sheet,
            published=options.published,
            decisions=options.decisions,
            dry_run=options.dry_run,
            strict=options.strict,
            check=not options.no_check,
            tick=tick,
        )
    if not getattr(options, "quiet", False):
        print(summary.text(), end="")


def _plugin(options: argparse.Namespace) -> None:
    from cityties.imports.plugged import import_plugged

    with _progress(options) as tick:
        summary = import_plugged(
            options.importer,
            options.source,
            _location(options),
            name=options.name,
            published=options.published,
            decisions=options.decisions,
            dry_run=options.dry_run,
            strict=options.strict,
            check=not options.no_check,
            tick=tick,
        )
    if not getattr(options, "quiet", False):
        print(summary.text(), end="")


def _guessed(options: argparse.Namespace) -> tuple[Map, Mapping[str, str]] | None:
    from cityties.imports.asking import Asking
    from cityties.imports.proposal import propose

    asking = Asking(yes=options.yes, save=options.save_map, quiet=bool(getattr(options, "quiet", False)))
    told = {"constants": _pairs(options.value), "encoding": options.encoding, "sheet": options.sheet}
    return propose(options.file, _location(options), asking, **told)


def _maps(options: argparse.Namespace) -> None:
    from cityties.imports.map import maps, read_map

    if options.name is None:
        width = max(map(len, maps()))
        for name in maps():
            print(f"{name:<{width}}  {read_map(name).about.get('summary', '')}")
    elif options.name in maps():
        print(maps()[options.name].read_text(encoding="utf-8"), end="")
    else:
        raise RequestError(f"{options.name}: no map of that name: there are {', '.join(maps())}")


def _merge(options: argparse.Namespace) -> None:
    from cityties.imports.merge import merge, undecided, undo

    if options.kept is None:
        for one, other, why in undecided(_location(options)):
            print(f"{one}\n{other}\n  {why}\n")
        return
    if options.merged is None or not options.by:
        raise RequestError("merge: name two things, and --by who decides; without any, what waits is listed")
    told = {"author": options.by, "day": _day(options), "table": options.decisions}
    if options.undo:
        changed = undo(_location(options), options.kept, options.merged, **told)
    else:
        changed = merge(_location(options), options.kept, options.merged, apart=options.apart, **told)
    if not getattr(options, "quiet", False):
        print(changed)


def _decide(options: argparse.Namespace) -> None:
    from cityties.imports.merge import decide

    many = options.list or options.lone or options.sheet or options.back or options.undo
    if many and options.subject:
        raise RequestError("decide: one name, or many at once: leave out NAME, or the option")
    if not options.subject:
        _decide_many(options)
        return
    if not options.thing or not options.by:
        raise RequestError("decide: which thing is it, and who says so? give THING, and --by WHO")
    noted = decide(
        _location(options),
        options.subject,
        options.thing,
        same=not options.denied,
        author=options.by,
        day=_day(options),
        table=options.decisions,
    )
    if not getattr(options, "quiet", False):
        print(noted)


def _decide_many(options: argparse.Namespace) -> None:
    from cityties.imports.deciding import Deciding, listed
    from cityties.imports.merge import noted_in, thing_named
    from cityties.imports.sheet import read_sheet, write_sheet
    from cityties.names.waiting import decide_all, lone, undo_last, waiting

    table, day = noted_in(_location(options), options.decisions), _whole_day(options)
    names = waiting(table)
    if options.list:
        print(listed(names) or "no name waits")
        return
    if options.sheet:
        print(
            f"Written: {options.sheet}: {write_sheet(options.sheet, names)} rows: fill in decision, hand in by --from"
        )
        return
    if options.undo:
        print(f"taken back: {len(undo_last(table))} decisions; taken out of {table}")
        return
    if not options.by:
        raise RequestError("decide: who decides? give --by WHO")
    if options.lone:
        done, told = decide_all(table, lone(names), options.by, day), ""
    elif options.back:
        found, reading = read_sheet(options.back, names, thing_named)
        told = "".join(f"\n  left out: {problem}" for problem in reading.problems)
        done = decide_all(table, found, options.by, day)
    else:
        done, told = Deciding(table, options.by, day).run(), ""
    print(f"decided: {done}; noted in {table}; {len(waiting(table))} wait still{told}")


def _whole_day(options: argparse.Namespace) -> str:
    from cityties.date.day import Day

    if Day.of(_day(options)).precision != "day":
        raise RequestError(f"{options.on}: not a day: write YYYY-MM-DD")
    return _day(options)


def _day(options: argparse.Namespace) -> str:
    from datetime import date

    return options.on or date.today().isoformat()


def _list(given: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in given.split(",") if part.strip())


def _pairs(given: list[str] | None) -> Mapping[str, str]:
    pairs = {}
    for one in given or ():
        name, equals, value = one.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise RequestError(f"{one}: write it as WHAT=NAME, such as city=item")
        pairs[name.strip()] = value.strip()
    return pairs


def _progress(options: argparse.Namespace) -> AbstractContextManager[Tick]:
    """Say what an import is at."""
    return progress(bool(getattr(options, "quiet", False)))
