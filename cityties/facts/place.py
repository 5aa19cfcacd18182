"""Where a finding stands: the file, and the line of the value at fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeAlias

from cityties.facts.finding import Finding
from cityties.facts.turtle_lines import Written, prefix_declarations, written_statements
from cityties.model import resources
from cityties.model.vocabulary import CT, RDF

__all__ = ["Places", "shipped_places"]

_Key: TypeAlias = tuple[str | None, str | None, str | None]
_TURTLE: Final = frozenset({".ttl", ".trig", ".nt", ".nq"})
_CLASS: Final = f"{RDF}type"


class Places:
    """Files as they are written, asked where a thing, a property of it or a value stands."""

    def __init__(self, paths: Iterable[Path], names: dict[Path, str] | None = None) -> None:
        self._paths = list(paths)
        self._names = names or {}
        self._files: list[_File] | None = None

    def find(self, finding: Finding) -> Finding:
        """Give a finding with its file and line, as far as they can be told."""
        if self._files is None:
            self._files = [_File(path, self._names.get(path, str(path))) for path in self._paths]
        for keys in _closest_first(finding):
            for file in self._files:
                line = file.line(keys)
                if line:
                    return file.as_written(replace(finding, file=file.name, line=line))
        return replace(finding, file=self._files[0].name) if len(self._files) == 1 else finding


def shipped_places() -> Places:
    """The files of facts that cityties ships, named as they stand in its folder."""
    folder = resources.folder("graph")
    names = {path: f"graph/{path.relative_to(folder).as_posix()}" for path in sorted(folder.rglob("*.ttl"))}
    return Places(names, names)


def _closest_first(finding: Finding) -> Iterator[_Key]:
    node = None if finding.node.startswith("_:") else finding.node
    value = _plain(finding.value)
    if value is not None:
        yield node, finding.path, value
        yield None, finding.path, value
    if finding.path:
        yield node, finding.path, None
    if value is not None and finding.path is None:
        yield node, None, value
        yield None, None, value
    if node is not None:
        yield node, _CLASS, None
        yield node, None, None


def _plain(value: str | None) -> str | None:
    """Take a term out of its marks: what stands between the brackets or the quotes."""
    if value is None or value.startswith("<"):
        return value and value[1:-1]
    if value.startswith('"'):
        return next(written_statements(f"<a:a> <a:b> {value} .", CT), Written("", "", value, 0, 0)).object
    return value


class _File:
    """One file, read when it is first asked."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self._folder = f"{path.resolve().parent.as_uri()}/"
        text = path.read_text(encoding="utf-8", errors="replace")
        self._lines: dict[_Key, int] = {}
        if path.suffix.lower() in _TURTLE:
            for one in written_statements(text, path.resolve().as_uri()):
                self._keep(one)
            for _, namespace, line in prefix_declarations(text):
                self._lines.setdefault((None, None, namespace), line)
        self._plain = [] if self._lines else text.splitlines()

    def _keep(self, one: Written) -> None:
        for key in (
            (one.subject, one.predicate, one.object),
            (one.subject, one.predicate, None),
            (None, one.predicate, one.object),
            (one.subject, None, one.object),
            (None, None, one.object),
        ):
            self._lines.setdefault(key, one.line)
        self._lines.setdefault((one.subject, None, None), one.subject_line)
        for term in (one.subject, one.predicate):
            self._lines.setdefault((None, None, term), one.line)

    def line(self, key: _Key) -> int | None:
        """Say in which line a statement, or a part of one, first stands."""
        if self._plain:
            return self._look(key)
        subject, predicate, value = key
        if predicate == _CLASS and value is None:
            found = self._lines.get((subject, None, None))
            return found if (subject, _CLASS, None) in self._lines else None
        return self._lines.get(key)

    def as_written(self, finding: Finding) -> Finding:
        """Write a name that was relative as it stood in the file, without the folder of this machine."""
        value, message = finding.value or "", finding.message.replace(self._folder, "")
        if value.startswith(f"<{self._folder}"):
            value = value.replace(self._folder, "")
        return replace(finding, value=value or None, message=message)

    def _look(self, key: _Key) -> int | None:
        """Find a line of a file in another syntax by the words in it: the value, else the end of a name."""
        subject, predicate, value = key
        wanted = value or predicate or subject or ""
        for part in (wanted, wanted.rpartition("#")[2].rpartition("/")[2]):
            for number, line in enumerate(self._plain, 1):
                if part and part in line:
                    return number
        return None
