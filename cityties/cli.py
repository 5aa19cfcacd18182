"""The command line: one command, one function; what a command needs is imported when it runs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cityties import __version__
from cityties.assistants import command as assistants
from cityties.contribute import command as contribute
from cityties.entry import command as entry
from cityties.imports import command as imports
from cityties.model.errors import CitytiesError, RequestError
from cityties.model.failure import TRACEBACK, is_ours, status_of, told_in_a_line
from cityties.model.given import given_store, query_base, query_text
from cityties.model.language import languages
from cityties.model.media import RDF_SUFFIXES
from cityties.model.translation import translated
from cityties.names.options import Parser
from cityties.pictures import command as pictures
from cityties.reading import command as reading
from cityties.review import command as review

if TYPE_CHECKING:
    from cityties.store import IRI, Store

_ANSWER_FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown", "spreadsheet")
_RDF_FORMATS = ("turtle", *RDF_SUFFIXES)
_FOR_PEOPLE = ("table", "markdown")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; give its exit status: 0 done, 1 cannot be done, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    try:
        parser = make_parser()
    except CitytiesError as error:  # the languages that it offers cannot be read
        print(f"cityties: {told_in_a_line(error)}", file=sys.stderr)
        return status_of(error)
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command != "ask":
        parser.refuse(rest, options.command)
    options.rest = rest
    try:
        status = options.run(options)
        sys.stdout.flush()
        return int(status or 0)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # the engine's own way of giving up is no Exception
        if os.environ.get(TRACEBACK) and is_ours(error):
            raise
        print(f"cityties: {translated(told_in_a_line(error), _lang(options))}", file=sys.stderr)
        return status_of(error)


def make_parser() -> Parser:
    """Describe every command and option; help texts are generated from here."""
    common = Parser(add_help=False)
    common.add_argument(
        "--store",
        metavar="DIR|URL",
        default=argparse.SUPPRESS,
        help="a store on disk, an endpoint's address, or curated (default: $CITYTIES_STORE, else the world)",
    )
    common.add_argument(
        "--lang", choices=languages(), default=argparse.SUPPRESS, help="language of labels (default: en)"
    )
    common.add_argument("--quiet", action="store_true", default=argparse.SUPPRESS, help="say only what was asked for")
    parser = Parser(
        prog="cityties",
        description="A knowledge graph of inter-city diplomacy: ask it, draw it, export it.",
        parents=[common],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"cityties {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, summary: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=summary, description=summary, parents=[common], allow_abbrev=False)

    one = command("tour", "build, check, answer five questions, write Turtle, pictures and a briefing")
    one.add_argument("-o", "--output", metavar="DIR", type=Path, default=Path("out"), help="where to (default: out)")
    one.set_defaults(run=_tour)

    one = command("questions", "list the questions, or show one whole")
    one.add_argument("name", metavar="NAME", nargs="?", help="a question")
    one.set_defaults(run=_questions)

    one = command("ask", "answer a question: its parameters are options, such as --city Jakarta")
    one.usage = (
        "cityties ask NAME [--PARAMETER VALUE …] [--format FORMAT] [-o FILE]\n"
        '       cityties ask "A QUESTION IN PLAIN WORDS"\n'
        "       cityties ask --sparql FILE|-|TEXT"
    )
    one.add_argument("name", metavar="NAME", nargs="?", help="a question: `cityties questions` lists them")
    one.add_argument("--sparql", metavar="FILE|-|TEXT", help="any SPARQL query instead of a question")
    one.add_argument(
        "--format",
        choices=sorted({*_ANSWER_FORMATS, *_RDF_FORMATS}),
        help="table (default), csv, tsv, json, xml, markdown, spreadsheet (CSV for Excel); for triples turtle, nt, …",
    )
    one.add_argument("--cite", action="store_true", help="how to cite the answer to a named question, instead of it")
    _to_file(one)
    one.set_defaults(run=_ask)

    one = command("path", "show how two things are linked: the shortest chains, with sources")
    one.add_argument("start", metavar="A")
    one.add_argument("end", metavar="B")
    _as_of(one)
    _to_file(one)
    one.set_defaults(run=_path)

    one = command("measures", "measure the network of ties, its cities, or how well ties can be guessed")
    kinds = ("network", "cities", "communities", "degrees", "prediction", "candidates")
    one.add_argument("what", metavar="WHAT", nargs="?", choices=kinds, default="network", help=", ".join(kinds))
    one.add_argument("--by", metavar="MEASURE", default="degree", help="of cities: which measure puts them in order")
    one.add_argument("--city", help="of candidates: the city for which partners are sought")
    one.add_argument("--limit", metavar="N", type=int, default=20, help="of what is listed: how much (default: 20)")
    one.add_argument("--format", choices=("table", "csv", "json", "markdown", "spreadsheet"), default="table")
    _to_file(one)
    one.set_defaults(run=_measures)

    pictures.add_commands(command, _store)

    one = command("brief", "write a dossier on a pair of cities, the answer first: HTML, Markdown or PDF")
    one.add_argument("city", metavar="CITY")
    one.add_argument("other", metavar="OTHER")
    _as_of(one)
    one.add_argument("-o", "--output", metavar="FILE.html|.md|.pdf|-", type=Path, required=True, help="where to")
    one.set_defaults(run=_brief)

    one = command("profile", "tell of a city, person, tie, mission …, or of two cities or countries, the answer first")
    one.add_argument("thing", metavar="THING", help="a name, a Wikidata number or an IRI")
    one.add_argument("other", metavar="OTHER", nargs="?", help="another city, or another country")
    _as_of(one)
    one.add_argument("-o", "--output", metavar="FILE.html|.md|.pdf|-", type=Path, default=Path("-"), help="where to")
    one.set_defaults(run=_profile)

    one = command("due", "list what falls due: agreements that end, promises, anniversaries; also as a calendar")
    one.add_argument("--city", help="only what concerns a city")
    _as_of(one)
    one.add_argument("--ics", metavar="FILE.ics", type=Path, help="write a calendar instead of a table")
    one.add_argument("--format", choices=_ANSWER_FORMATS, default="table")
    _to_file(one)
    one.set_defaults(run=_due)

    one = command("export", "write the graph for other tools, by suffix; a folder gets CSV tables")
    one.add_argument("target", metavar="FILE", type=Path, help=".ttl .trig .nt .nq .jsonld .rdf .graphml .gexf")
    one.add_argument("--inferred", action="store_true", help="with what follows by the rules")
    one.add_argument("--spreadsheet", action="store_true", help="tables for Excel: marked, and no cell a formula")
    one.set_defaults(run=_export)

    one = command("release", "write a folder to cite, archive and load: RDF, CSV, Parquet, RO-Crate, checksums")
    one.add_argument("folder", metavar="DIR", type=Path, help="where to")
    one.add_argument("--ontology", action="store_true", help="only the ontology, and what changed since the last")
    one.add_argument("--since", metavar="FILE", type=Path, help="the VERSION.trig to compare with (--ontology)")
    one.set_defaults(run=_release)

    one = command("check", "hold the graph, or files of yours, against shapes and checks")
    one.add_argument("files", metavar="FILE", nargs="*", type=Path)
    one.add_argument("--format", choices=("table", "json", "turtle"), default="table")
    _to_file(one)
    one.set_defaults(run=_check)

    one = command("stats", "count classes, sources and graphs, and measure the network")
    one.add_argument("--format", choices=("table", "json", "markdown"), default="table")
    _to_file(one)
    one.set_defaults(run=_stats)

    one = command("build", "make or refresh a store on disk from the shipped graph and files of yours")
    one.add_argument("files", metavar="FILE", nargs="*", type=Path)
    one.set_defaults(run=_build)

    imports.add_commands(command, common)
    reading.add_commands(command)
    review.add_commands(command)
    entry.add_commands(command)

    one = command("serve", "show pages, answer SPARQL and give linked data at an address of this machine")
    one.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: 127.0.0.1)")
    one.add_argument("--port", type=int, default=8000, help="the port (default: 8000; 0: any free one)")
    one.add_argument("--host-name", metavar="NAME", action="append", default=[], help="a name that the server goes by")
    one.add_argument("--timeout", metavar="SECONDS", type=float, default=10.0, help="for one query (default: 10)")
    one.add_argument("--memory", metavar="MIB", type=int, default=1024, help="for one query (default: 1024)")
    one.add_argument("--workers", metavar="N", type=int, default=2, help="long queries at once (default: 2)")
    one.add_argument("--allow-service", metavar="URL", action="append", default=[], help="a server SERVICE may ask")
    one.add_argument("--allow-origin", metavar="ORIGIN", action="append", default=[],
                     help="whose pages may read here: https://HOST, or * for all (default: nobody's)")  # fmt: skip
    one.add_argument("--no-cache", action="store_true", help="ask the store anew for each request")
    one.add_argument("--root-path", metavar="PATH", default="", help="below which a proxy shows it, as /ties")
    one.add_argument("--docs", metavar="DIR", type=Path, help="the built site for /docs (default: that of `make docs`)")
    one.add_argument("--access-log", action="store_true", help="a line on stderr for each request, without its query")
    mode = one.add_mutually_exclusive_group()
    mode.add_argument("--read-only", action="store_true", help="never write (the default)")
    mode.add_argument("--allow-update", action="store_true", help="take updates of who holds $CITYTIES_TOKEN")
    one.set_defaults(run=_serve)

    assistants.add_command(command).set_defaults(run=_assist)

    contribute.add_command(command)

    one = command("completion", "print a completion script for your shell")
    one.add_argument("shell", choices=("bash", "zsh", "tcsh"))
    one.set_defaults(run=_completion)
    return parser


def _to_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write there, whole or not at all")


def _as_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", metavar="DATE", help="as things stood on that day: YYYY, YYYY-MM or YYYY-MM-DD")


def _lang(options: argparse.Namespace) -> str:
    return str(getattr(options, "lang", "en"))


def _say(options: argparse.Namespace, text: str) -> None:
    if not getattr(options, "quiet", False):
        print(text, file=sys.stderr)


def _emit(options: argparse.Namespace, text: str) -> None:
    text = text if text.endswith("\n") else text + "\n"
    if options.output is None:
        sys.stdout.write(text)
        return
    from cityties.model.output import write_whole

    write_whole(options.output, text)


def _store(options: argparse.Namespace) -> Store:
    from cityties.imports.world.store import open_given

    location = getattr(options, "store", None) or os.environ.get("CITYTIES_STORE")
    return open_given(location, quiet=getattr(options, "quiet", False))


def _tour(options: argparse.Namespace) -> None:
    from cityties.dossier.tour import tour

    quiet = getattr(options, "quiet", False)
    tour(options.output, (lambda _: None) if quiet else _told_at_once, _lang(options))


def _told_at_once(text: str) -> None:
    print(text, flush=True)


def _questions(options: argparse.Namespace) -> None:
    from cityties.questions.question import overview, show

    print(show(options.name) if options.name else overview(_lang(options)))


def _ask(options: argparse.Namespace) -> None:
    if options.sparql is not None:
        if options.cite:
            raise RequestError("ask: --cite is for named questions: leave --sparql or --cite out")
        if options.name or options.rest:
            raise RequestError("ask: a question or --sparql, not both: leave one out")
        _ask_sparql(options)
        return
    if not options.name:
        raise RequestError("ask: which question? `cityties questions` lists them")
    if options.format in _RDF_FORMATS:
        raise RequestError(f"ask: {options.format} is for triples: questions take {', '.join(_ANSWER_FORMATS)}")
    form = options.format or "table"
    if options.cite:
        _emit(options, _citation(options, form))
        return
    if any(letter.isspace() for letter in options.name.strip()):
        from cityties.questions.sentence import answer_sentence

        if options.rest:
            raise RequestError(f"ask: {options.rest[0]}: a question in plain words takes no parameter: put it in words")
        said, answer = answer_sentence(_store(options), options.name, _lang(options))
    else:
        from cityties.questions.question import ask, find

        said, store, told = "", _store(options), _parameters(options.rest)
        answer = ask(store, options.name, told, _lang(options))
        if not answer.rows and form in _FOR_PEOPLE:  # what no row means, and what not
            from cityties.questions.reply import reply

            said = reply(store, find(options.name), answer, told, _lang(options))
    _emit(options, f"{said}\n\n{answer.text(form)}" if form in _FOR_PEOPLE and said else answer.text(form))


def _citation(options: argparse.Namespace, form: str) -> str:
    import datetime

    from cityties.questions.citation import cite
    from cityties.questions.question import ask

    store, arguments = _store(options), _parameters(options.rest)
    answer = ask(store, options.name, arguments, _lang(options))
    return cite(store, answer, arguments, datetime.date.today().isoformat(), form)


def _parameters(rest: Sequence[str]) -> dict[str, str]:
    """Read --name value and --name=value pairs; which names a question takes, its own header says."""
    found: dict[str, str] = {}
    words = iter(rest)
    for word in words:
        if not word.startswith("--") or word == "--":
            raise RequestError(f"ask: {word}: a parameter is given as --name value")
        name, equals, value = word[2:].partition("=")
        if not equals:
            following = next(words, None)
            if following is None:
                raise RequestError(f"ask: --{name} has no value: give one")
            value = following
        if name in found:
            raise RequestError(f"ask: --{name} is given twice: give it once")
        found[name] = value
    return found


def _ask_sparql(options: argparse.Namespace) -> None:
    from cityties.display.answer import Answer
    from cityties.store import Rows

    given = options.sparql
    result = _store(options).query(query_text(given), query_base(given)) if given else None
    if result is None:
        raise RequestError("ask --sparql: no query: name a file, give the text, or - for standard input")
    if isinstance(result, list):
        from cityties.questions.export import RDF_FORMS, triples_as

        name = options.format or "turtle"
        suffix = ".ttl" if name == "turtle" else f".{name}"
        if suffix not in RDF_FORMS:
            raise RequestError(f"ask: {name} is for rows: triples take {', '.join(_RDF_FORMATS)}")
        _emit(options, triples_as(result, RDF_FORMS[suffix]).decode())
        return
    form = options.format or "table"
    if form not in _ANSWER_FORMATS:
        raise RequestError(f"ask: {form} is for triples: this query answers in {', '.join(_ANSWER_FORMATS)}")
    if isinstance(result, Rows):
        _emit(options, Answer.of_rows(result).text(form))
    else:
        _emit(options, Answer.truth(result, form))


def _path(options: argparse.Namespace) -> None:
    from cityties.names.resolution import resolve
    from cityties.questions.path import chains, render

    store = _store(options)
    start, end = resolve(store, options.start, "thing"), resolve(store, options.end, "thing")
    found = chains(store, start, end, as_of=options.as_of, lang=_lang(options))
    if not found:
        raise RequestError(f"{options.start} and {options.end}: no chain links them in this graph")
    _emit(options, render(found))


def _measures(options: argparse.Namespace) -> None:
    from cityties.names.resolution import resolve
    from cityties.network.figures import of_cities, of_communities, of_degrees, of_network
    from cityties.network.prediction import candidates, of_store

    store, lang = _store(options), _lang(options)
    if (options.what == "candidates") != bool(options.city):
        raise RequestError("measures: --city belongs to candidates, and candidates need one: give both or none")
    if options.city:
        found = candidates(store, resolve(store, options.city, "city"), lang, most=options.limit)
    elif options.what == "cities":
        found = of_cities(store, lang, by=options.by, most=options.limit)
    elif options.what == "communities":
        found = of_communities(store, lang, most=options.limit)
    else:
        found = {"network": of_network, "degrees": of_degrees, "prediction": of_store}[options.what](store, lang)
    _emit(options, found.text(options.format).rstrip("\n"))


def _brief(options: argparse.Namespace) -> None:
    _write_profile(options, [options.city, options.other], "city")


def _profile(options: argparse.Namespace) -> None:
    _write_profile(options, [options.thing, *([options.other] if options.other else [])], "thing")


def _write_profile(options: argparse.Namespace, names: Sequence[str], type_: str) -> None:
    """Write the profile of a thing, or of two together, to a file by its suffix, or to standard output."""
    from cityties.dossier.profile import profile_of, profile_together, today
    from cityties.dossier.write import write
    from cityties.model.output import write_whole
    from cityties.names.resolution import resolve
    from cityties.store import IRI

    plain = str(options.output) == "-"
    form = "md" if plain else options.output.suffix.lower().removeprefix(".")
    store, lang, as_of = _store(options), _lang(options), options.as_of or ""
    if len(names) == 1:
        told = profile_of(store, resolve(store, names[0], type_), lang, as_of)
    else:
        kind, things = _together(store, names, type_)
        told = profile_together(store, kind, things, lang, as_of)
    figure = ""
    if told.kind == "pair" and form == "html":
        from cityties.dossier.brief import pair_figure

        figure = pair_figure(store, IRI(told.things["city"]), IRI(told.things["other"]), lang)
    written = write(told, form, as_of or today(), figure)
    if plain:
        print(str(written).rstrip("\n"))
        return
    _say(options, f"Written: {write_whole(options.output, written)}")


def _together(store: Store, names: Sequence[str], type_: str) -> tuple[str, dict[str, IRI]]:
    """Say which profile two things have together: two countries, else two cities."""
    from cityties.names.resolution import resolve

    if type_ == "thing":
        try:
            country, other = (resolve(store, name, "country") for name in names)
            return "countries", {"country": country, "other": other}
        except RequestError:
            pass  # no two countries: two cities, or an error that says which name is none
    city, other = (resolve(store, name, "city") for name in names)
    return "pair", {"city": city, "other": other}


def _due(options: argparse.Namespace) -> None:
    from cityties.dossier.profile import today
    from cityties.questions.question import ask

    as_of = options.as_of or today()
    told = {"as-of": as_of, **({"city": options.city} if options.city else {})}
    answer = ask(_store(options), "due", told, _lang(options))
    if options.ics:
        from cityties.dossier.calendar import calendar
        from cityties.model.output import write_whole

        _say(options, f"Written: {write_whole(options.ics, calendar(answer, as_of, _lang(options)))}")
        return
    _emit(options, answer.text(options.format))


def _export(options: argparse.Namespace) -> None:
    from cityties.questions.export import advice, export

    path = export(
        _store(options), options.target, inferred=options.inferred, lang=_lang(options), spreadsheet=options.spreadsheet
    )
    told = advice(path)
    _say(options, f"Written: {path}{f' ({told})' if told else ''}")


def _release(options: argparse.Namespace) -> None:
    from cityties.release.ontology import release_ontology
    from cityties.release.release import release

    if options.since and not options.ontology:
        raise RequestError("release: --since belongs to --ontology: give both or none")
    if options.ontology:
        files = release_ontology(_store(options), options.folder, options.since)
    else:
        files = release(_store(options), options.folder)
    _say(options, f"Written: {options.folder} ({len(files)} files)")


def _check(options: argparse.Namespace) -> int:
    from cityties.facts.check import check, check_files

    lang = _lang(options)
    report = check_files(options.files, lang) if options.files else check(_store(options), lang)
    _emit(options, report.to_text(options.format))
    return 0 if report.ok else 1


def _stats(options: argparse.Namespace) -> None:
    from cityties.questions.stats import stats

    _emit(options, stats(_store(options), _lang(options)).text(options.format))


def _build(options: argparse.Namespace) -> None:
    location = given_store(options)
    if not location:
        raise RequestError("build: where to? give --store DIR")
    from cityties.facts.build import build

    count = build(location, options.files)
    _say(options, f"Built {location}: {count} statements")


def _serve(options: argparse.Namespace) -> None:
    from cityties.server.run import run

    run(options, getattr(options, "store", None) or os.environ.get("CITYTIES_STORE"))


def _assist(options: argparse.Namespace) -> None:
    assistants.run(options, getattr(options, "store", None) or os.environ.get("CITYTIES_STORE"), _lang(options))


def _completion(options: argparse.Namespace) -> None:
    from cityties.pictures.view import views
    from cityties.questions.completion import city_names, script

    cities = city_names(_store(options), _lang(options))
    print(script(make_parser(), options.shell, [view.name for view in views()], cities))
