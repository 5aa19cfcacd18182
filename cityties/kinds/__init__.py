"""The one table of what each kind of thing has, made from the ontology and the shapes.

Maps of imports, drafts of articles, forms, the writer of facts, exports and the reference read it. A class or a
property that is new in the ontology is new in all of them; what people call things where that differs from the
ontology stands in ontology/kinds.toml.
"""

from cityties.kinds.draft import DraftKind, DraftSlot, draft_kinds, kinds_in_order
from cityties.kinds.entry import EntryKind, entry_kind, entry_kind_of, entry_kinds
from cityties.kinds.mapping import FieldType, MapField, MapKind, map_kinds
from cityties.kinds.ontology import Ontology, Property, ontology

__all__ = [
    "DraftKind",
    "DraftSlot",
    "EntryKind",
    "FieldType",
    "MapField",
    "MapKind",
    "Ontology",
    "Property",
    "draft_kinds",
    "entry_kind",
    "entry_kind_of",
    "entry_kinds",
    "kinds_in_order",
    "map_kinds",
    "ontology",
]
