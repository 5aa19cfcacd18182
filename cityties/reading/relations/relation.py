"""Relations: what an article tells of encounters, agreements, ties, commitments, remarks and memberships."""

from __future__ import annotations

from collections.abc import Sequence

from cityties.reading.draft import Article, Fact
from cityties.reading.relations.agreement import find_signed
from cityties.reading.relations.commitment import find_commitments
from cityties.reading.relations.encounter import find_encounters
from cityties.reading.relations.membership import find_memberships
from cityties.reading.relations.remark import find_remarks
from cityties.reading.relations.signing import with_signings
from cityties.reading.relations.tie import find_steps
from cityties.reading.telling.context import Context
from cityties.reading.text.mention import Entities
from cityties.reading.text.sentence import Sentence
from cityties.reading.text.surface import Surface
from cityties.reading.time.day import Day

__all__ = ["find_relations"]


def find_relations(
    article: Article,
    surface: Surface,
    sentences: Sequence[Sentence],
    entities: Entities,
    days: Sequence[Day],
) -> list[Fact]:
    """Find how the entities of an article relate: each fact names them by their ids."""
    context = Context.of(article, surface, sentences, entities, days)
    encounters = find_encounters(context)
    encounters = with_signings(context, encounters, find_signed(context, encounters))
    signed = find_signed(context, encounters)
    steps = find_steps(context, encounters, signed)
    agreements = [one.fact for one in signed]
    commitments = find_commitments(context, encounters)
    remarks = find_remarks(context, steps, encounters)
    return [*encounters, *agreements, *steps, *commitments, *remarks, *find_memberships(context)]
