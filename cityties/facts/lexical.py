"""How values of a datatype are surely well written: what these patterns take is right, what they leave may be wrong."""

from __future__ import annotations

from typing import Final

from cityties.model.vocabulary import RDF, XSD

__all__ = ["WELL_FORMED"]

_MONTH: Final = "(0[1-9]|1[0-2])"
_DAY: Final = f"({_MONTH}-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
_YEAR: Final = "[1-9][0-9]{3}"
_WHOLE: Final = "(0|[1-9][0-9]{0,8})"

# By datatype: https://www.w3.org/TR/xmlschema11-2/; 29 February is left to the judge.
WELL_FORMED: Final[dict[str, str]] = {
    f"{XSD}anyURI": "^[!-~]*$",
    f"{XSD}boolean": "^(true|false)$",
    f"{XSD}date": f"^{_YEAR}-{_DAY}$",
    f"{XSD}decimal": f"^-?{_WHOLE}([.][0-9]{{1,12}})?$",
    f"{XSD}double": f"^-?{_WHOLE}([.][0-9]{{1,12}})?(E[0-9])?$",
    f"{XSD}duration": "^P[0-9]{1,4}[YMD]$",
    f"{XSD}gYear": f"^{_YEAR}$",
    f"{XSD}gYearMonth": f"^{_YEAR}-{_MONTH}$",
    f"{XSD}integer": f"^-?{_WHOLE}$",
    f"{XSD}nonNegativeInteger": f"^{_WHOLE}$",
    f"{XSD}string": "",
    f"{RDF}langString": "",
}
