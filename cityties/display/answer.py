"""The answer to a question: rows with labels, written for people and in W3C's result formats."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cityties.display.heads import heads
from cityties.display.markdown import table_in_markdown
from cityties.display.spreadsheet import csv_text
from cityties.display.table import text_table
from cityties.model.errors import RequestError
from cityties.model.vocabulary import XSD
from cityties.store import IRI, BlankNode, Literal, Rows, Term

if TYPE_CHECKING:
    import pandas

FORMATS: Final = ("table", "csv", "tsv", "json", "xml", "markdown", "spreadsheet")
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # which a terminal obeys


class Table(Rows):
    """The rows of a SELECT that show themselves as a table in a notebook."""

    def _repr_html_(self) -> str:
        return Answer.of_rows(self)._repr_html_()


@dataclass(frozen=True)
class Answer:
    """Rows of terms, with a label column for each column that holds things.

    Iterates as dictionaries of texts. ``lists`` names columns whose cells hold several IRIs,
    separated by spaces. In another ``lang`` than English, tables have heads in words of that language.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    shown: tuple[str, ...]
    lang: str = ""

    @classmethod
    def of_rows(cls, rows: Rows, name: str = "") -> Answer:
        """Take the rows of any SELECT as they are."""
        return cls(name, rows.variables, tuple(rows.rows), rows.variables)

    def texts(self) -> Iterator[dict[str, str]]:
        """Give each row as texts by column, empty where nothing is bound."""
        for row in self.rows:
            yield {name: _text(term) for name, term in zip(self.columns, row, strict=True)}

    def __iter__(self) -> Iterator[dict[str, str]]:
        return self.texts()

    def __len__(self) -> int:
        return len(self.rows)

    def to_pandas(self) -> pandas.DataFrame:
        """Give the answer as a pandas DataFrame. Raises RequestError where pandas is absent."""
        try:
            import pandas
        except ImportError as error:
            raise RequestError("pandas is not installed: pip install 'cityties[pandas]'") from error
        return pandas.DataFrame(list(self.texts()), columns=list(self.columns))

    def text(self, form: str = "table") -> str:
        """Write the answer as table, markdown, or in W3C's csv, tsv, json or xml result formats.

        "spreadsheet" is CSV too, but for Excel and its kin: no cell of it is taken for a formula.
        """
        if form not in FORMATS:
            raise RequestError(f"{form}: no such format: use {', '.join(FORMATS)}")
        if form in ("table", "markdown"):
            return self._table(form)
        if form == "spreadsheet":
            rows = ([_text(term) for term in row] for row in self.rows)
            return csv_text(self.columns, rows, spreadsheet=True)
        return {"csv": self._csv, "tsv": self._tsv, "json": self._json, "xml": self._xml}[form]()

    @staticmethod
    def truth(value: bool, form: str) -> str:
        """Write the answer of an ASK."""
        word = "true" if value else "false"
        if form == "json":
            return json.dumps({"head": {}, "boolean": value})
        if form == "xml":
            return (
                '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
                f"<head/><boolean>{word}</boolean></sparql>"
            )
        return word

    def _cells(self) -> list[list[str]]:
        found = []
        for row in self.texts():
            cells = (" ".join((row.get(f"{c}Label") or row[c]).split()) for c in self.shown)
            found.append([_CONTROLS.sub("\ufffd", cell) for cell in cells])
        return found

    def _table(self, form: str) -> str:
        cells, named = self._cells(), heads(self.shown, self.lang)
        if form == "markdown":
            return table_in_markdown(named, cells)
        return text_table(named, cells) if cells else f"{'  '.join(named)}\n(no row)"

    def _csv(self) -> str:
        def quote(text: str) -> str:
            return '"' + text.replace('"', '""') + '"' if re.search(r'[",\r\n]', text) else text

        lines = [",".join(self.columns)]
        lines += [
            ",".join(f"_:{term.value}" if isinstance(term, BlankNode) else quote(_text(term)) for term in row)
            for row in self.rows
        ]
        return "\r\n".join(lines) + "\r\n"

    def _tsv(self) -> str:
        lines = ["\t".join(f"?{column}" for column in self.columns)]
        lines += ["\t".join("" if term is None else str(term) for term in row) for row in self.rows]
        return "\n".join(lines) + "\n"

    def _json(self) -> str:
        bindings = [
            {name: _json_term(term) for name, term in zip(self.columns, row, strict=True) if term is not None}
            for row in self.rows
        ]
        document = {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}
        return json.dumps(document, ensure_ascii=False, indent=1)

    def _xml(self) -> str:
        from xml.sax.saxutils import escape, quoteattr

        lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<sparql xmlns="http://www.w3.org/2005/sparql-results#">']
        lines.append("<head>" + "".join(f"<variable name={quoteattr(c)}/>" for c in self.columns) + "</head>")
        lines.append("<results>")
        for row in self.rows:
            lines.append("<result>")
            for name, term in zip(self.columns, row, strict=True):
                if term is None:
                    continue
                item = _json_term(term)
                value = escape(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", item["value"]))
                marks = f" xml:lang={quoteattr(item['xml:lang'])}" if "xml:lang" in item else ""
                marks += f" datatype={quoteattr(item['datatype'])}" if "datatype" in item else ""
                lines.append(
                    f"<binding name={quoteattr(name)}><{item['type']}{marks}>{value}</{item['type']}></binding>"
                )
            lines.append("</result>")
        return "\n".join([*lines, "</results>", "</sparql>"])

    def _repr_html_(self) -> str:
        from cityties.display.notebook import table

        return table(heads(self.shown, self.lang), self._cells())


def _text(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, IRI | Literal | BlankNode) else str(term)


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, IRI):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Literal):
        found = {"type": "literal", "value": term.value}
        if term.language:
            found["xml:lang"] = term.language
        elif term.datatype.value != f"{XSD}string":
            found["datatype"] = term.datatype.value
        return found
    return {"type": "literal", "value": str(term)}
