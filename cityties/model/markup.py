"""XML as strangers write it: looked through by expat before it is parsed, for its depth and for its entities.

An entity whose text names other entities grows without end: one kilobyte becomes gigabytes. Plain ones, as editors
of ontologies write them for namespaces, are taken while what they stand for stays small.
"""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

from cityties.model.errors import DataError
from cityties.model.nesting import DEEPEST

__all__ = ["refuse_hostile_xml"]

_MOST_GROWTH: Final = 4 << 20  # bytes that entities may add in all


def refuse_hostile_xml(data: bytes, name: str) -> None:
    """Refuse XML that is nested too deeply, or whose entities grow or point elsewhere. Raises DataError.

    What is not well-formed is told with its line and column.
    """
    look = _Look(data, name)
    try:
        look.parser.Parse(data, True)
    except expat.ExpatError as error:
        why = expat.errors.messages.get(error.code, str(error))
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_AMPLIFICATION_LIMIT_BREACH]:
            why = "entities of entities are not taken"
        raise DataError(f"{name}:{error.lineno}:{error.offset + 1}: not XML: {why}") from error
    except (ValueError, LookupError) as error:  # an encoding that it does not know
        raise DataError(f"{name}: not XML: {error}: save it as UTF-8") from error


class _Look:
    """One look through a document."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name = data, name
        self._depth = self._growth = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._entity

    def _start(self, _name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            place = f"{self._name}:{self.parser.CurrentLineNumber}"
            raise DataError(f"{place}: nested more than {DEEPEST} deep: write it flatter, with names for its parts")

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _entity(
        self, name: str, is_parameter: int, value: str | None, _base: str | None, system: str | None,
        _public: str | None, _notation: str | None,
    ) -> None:  # fmt: skip
        place = f"{self._name}:{self.parser.CurrentLineNumber}"
        if system or is_parameter or value is None:
            raise DataError(f"{place}: the entity {name} lies elsewhere: entities of other files are not taken")
        if "&" in value:
            raise DataError(f"{place}: the entity {name} names others: entities of entities are not taken")
        self._growth += len(value.encode()) * self._data.count(f"&{name};".encode())
        if self._growth > _MOST_GROWTH:
            raise DataError(f"{place}: the entity {name} makes the file too large: write its text out where it stands")
