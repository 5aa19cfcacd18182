"""XML of strangers: entities that grow or point elsewhere, and elements without end, are told."""

from __future__ import annotations

import pytest

from cityties.model.errors import DataError
from cityties.model.markup import refuse_hostile_xml

ENTITIES = b'<!DOCTYPE x [<!ENTITY a "lollollol"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
HOSTILE = {
    "entities of entities": (ENTITIES, "the entity b names others: entities of entities are not taken"),
    "a long entity, often": (
        b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 100_000 + b'">]><x>' + b"&a;" * 100 + b"</x>", "makes the file too large",
    ),
    "a file": (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', "of other files are not taken"),
    "a parameter": (b"<!DOCTYPE x [<!ENTITY % a '<!ENTITY b \"c\">'>]><x/>", "are not taken"),
    "depth": (b"<x>" * 101 + b"</x>" * 101, "x:1: nested more than 100 deep"),
    "no XML": (b"<x>\n<y></x>", r"x:2:6: not XML: mismatched tag"),
    "another encoding": (b'<?xml version="1.0" encoding="UTF-7"?><x/>', "not XML"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "told"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_xml_is_told(data: bytes, told: str) -> None:
    with pytest.raises(DataError, match=told):
        refuse_hostile_xml(data, "x")


def test_plain_entities_as_editors_write_them_are_taken() -> None:
    refuse_hostile_xml(
        b'<!DOCTYPE rdf:RDF [<!ENTITY owl "http://www.w3.org/2002/07/owl#">]>'
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="&owl;Class"/>',
        "x",
    )
