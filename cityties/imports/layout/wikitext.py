"""Partners out of wikitext: the list or the table in a section on twin towns, with years and references.

What the marks mean is read by mwparserfromhell; which sections and templates count is said in graph/wikitext.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from cityties.imports.layout.grid import Grid
from cityties.imports.report import Line
from cityties.model import resources
from cityties.model.errors import DataError, RequestError
from cityties.model.folding import fold
from cityties.names.country import code_of, part_of

__all__ = ["looks_like_wikitext", "read_wikitext"]

_HEADER: Final = ["partner", "country", "since", "until", "reference"]
_LARGEST: Final = 8 << 20  # characters
_FLAG, _REF = "\x01", "\x02"
_MARKED: Final = re.compile("\x01([^\x01]*)\x01|\x02([^\x02]*)\x02")
_ADDRESS: Final = re.compile(r"https?://[^\s|\]}<>\"]+")
_ITEM: Final = re.compile(r"^([*#:;]+)\s*(.*)$")
_HEADING: Final = re.compile(r"^(={2,6})\s*(.*?)\s*\1\s*$")
_YEARS: Final = re.compile(
    r"\(\s*(?:[^()\d]{0,30}\s)?((?:\d{1,2}\s+\w+\s+|\w+\s+\d{1,2},\s+|\w+\s+)?\d{4})"
    r"(?:\s*[-–—]\s*((?:\d{1,2}\s+\w+\s+)?\d{4})?)?\s*\)|,\s*(\d{4})\s*$"
)


def looks_like_wikitext(head: str) -> bool:
    """Say whether a text is written in wiki marks."""
    marks = ("[[", "{{", "'''", "== ", "==\n", "{|")
    return sum(mark in head for mark in marks) >= 2


def read_wikitext(text: str, name: str) -> list[Grid]:
    """Give the partners that the sections on twin towns list, one a row.

    Raises RequestError where the library is absent, DataError where there is no such section.
    """
    try:
        import mwparserfromhell
    except ImportError as error:
        raise RequestError(f"{name}: wikitext needs mwparserfromhell: install cityties[wiki]") from error
    if len(text) > _LARGEST:
        raise DataError(f"{name}: too long for one page: hand in its section on twin towns")
    lines = text.splitlines()
    grids: list[Grid] = []
    listed = Grid("list", [("heading", _HEADER)])
    for first, last in _sections(lines):
        section = mwparserfromhell.parse("\n".join(lines[first:last]))
        for number, table in enumerate(section.filter_tags(matches=lambda node: node.tag == "table"), 1):
            grids.append(_table(table, f"line {first}, table {number}"))
            section.remove(table)
        for line, cells in _items(_marked(section), first):
            listed.rows.append((line, cells))
    if len(listed.rows) > 1:
        grids.insert(0, listed)
    if not grids:
        raise DataError(f"{name}: no section on twin towns with a list or a table: hand in a page that has one")
    return grids


@cache
def _words() -> dict[str, list[str]]:
    held = tomllib.loads((resources.folder("graph") / "wikitext.toml").read_text(encoding="utf-8"))
    return {key: [fold(word) for word in words] for key, words in held.items()}


def _sections(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Find the sections on twin towns: from which line to which; without any heading all is one."""
    begun, depth = None, 0
    headed = False
    for at, line in enumerate(lines):
        if (found := _HEADING.match(line)) is None:
            continue
        headed = True
        title, level = fold(found[2]), len(found[1])
        if begun is not None and level <= depth:
            yield begun, at
            begun = None
        if begun is not None and _is_former(title):
            yield begun, at
            begun = None
        elif begun is None and _is_wanted(title):
            begun, depth = at + 1, level
    if begun is not None:
        yield begun, len(lines)
    elif not headed:
        yield 0, len(lines)


def _is_wanted(title: str) -> bool:
    return any(word in title for word in _words()["sections"]) and not _is_former(title)


def _is_former(title: str) -> bool:
    return any(word in title.split() for word in _words()["former"])


def _marked(section: Any) -> str:
    """Write a section with its flags and references as marks, and without all other templates."""
    for comment in section.filter_comments():
        section.remove(comment)
    for tag in section.filter_tags(matches=lambda node: str(node.tag).lower() == "ref", recursive=False):
        section.replace(tag, f"{_REF}{' '.join(_addresses(str(tag)))}{_REF}")
    for template in section.filter_templates(recursive=False):
        _replace(section, template)
    return str(section)


def _replace(code: Any, template: Any) -> None:
    title = fold(str(template.name))
    values = [param.value for param in template.params if not param.showkey]
    if title in _words()["lists"]:
        inner = "\n".join(
            text if (text := _marked(value)).lstrip().startswith("*") else f"* {text}" for value in values
        )
        code.replace(template, f"\n{inner}" if inner and not inner.startswith("\n") else inner)
    elif title in _words()["flags"] and values:
        shown = title in ("flag", "flagcountry", "flagu")
        code.replace(template, f"{_FLAG}{values[0]}{_FLAG}{', ' + str(values[0]) if shown else ''}")
    elif not values and re.fullmatch(r"[A-Z]{2,3}", str(template.name).strip()):
        code.replace(template, f"{_FLAG}{template.name}{_FLAG}")
    elif addresses := _addresses(str(template)):
        code.replace(template, f"{_REF}{' '.join(addresses)}{_REF}")
    else:
        code.replace(template, "")


def _addresses(text: str) -> list[str]:
    return list(dict.fromkeys(one.rstrip(".,;") for one in _ADDRESS.findall(text)))


def _items(text: str, first: int) -> Iterator[tuple[Line, list[str]]]:
    """Go through the points of a list; a point that holds others names their country."""
    items = [
        (at, found[1], found[2]) for at, line in enumerate(text.splitlines(), first + 1) if (found := _ITEM.match(line))
    ]
    land = ""
    for number, (at, marks, told) in enumerate(items):
        deeper = number + 1 < len(items) and len(items[number + 1][1]) > len(marks)
        plain, flags, references = _plain(told)
        if deeper or marks.endswith(";"):
            land = flags[0] if flags and not plain else plain.rstrip(": ")
            continue
        if len(marks) == 1:
            land = ""
        if cells := _cells(plain, flags, references, land):
            yield at, cells


def _plain(told: str) -> tuple[str, list[str], list[str]]:
    """Give the words of a point without marks, the flags beside them, and the addresses of its references."""
    import mwparserfromhell

    found = _MARKED.findall(told)
    flags = [" ".join(flag.split()) for flag, _ in found if flag.strip()]
    references = [one for _, several in found for one in several.split()]
    code = mwparserfromhell.parse(_MARKED.sub(" ", told))
    for link in code.filter_wikilinks():
        if str(link.title).split(":", 1)[0].strip().lower() in ("file", "image", "berkas", "gambar", "dosya", "resim"):
            code.remove(link)
    return " ".join(code.strip_code().split()), flags, references


def _cells(plain: str, flags: list[str], references: list[str], land: str) -> list[str]:
    since = until = ""
    if found := _YEARS.search(plain):
        since, until = found[1] or found[3] or "", found[2] or ""
        plain = plain[: found.start()]
    plain = re.sub(r"\s*[-–—:]\s+.*$", "", re.sub(r"\([^()]*\)", "", plain)).strip(" ,;.")
    head, comma, tail = plain.rpartition(",")
    tail = tail.strip()
    country = flags[0] if flags else land
    if comma and (code_of(tail) or (not country and part_of(tail) is None)):
        plain, country = head.strip(), tail
    if not plain:
        return []
    return [plain, country, since, until, " ".join(references)]


def _table(table: Any, name: str) -> Grid:
    rows: list[tuple[Line, list[str]]] = []
    lines = table.contents.filter_tags(matches=lambda node: node.tag == "tr", recursive=False)
    heads = [one for one in table.contents.filter_tags(matches=lambda node: node.tag == "th", recursive=False)]
    if heads:
        rows.append((f"{name}, row 1", [_words_of(one) for one in heads]))
    for number, line in enumerate(lines, len(rows) + 1):
        cells = line.contents.filter_tags(matches=lambda node: node.tag in ("td", "th"), recursive=False)
        if cells:
            rows.append((f"{name}, row {number}", [_words_of(cell) for cell in cells]))
    return Grid(name, rows)


def _words_of(cell: Any) -> str:
    plain, flags, _ = _plain(_marked(cell.contents))
    return plain or (flags[0] if flags else "")
