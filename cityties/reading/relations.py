"""Relations: what an article tells of encounters, agreements, ties, commitments, remarks and memberships."""

from __future__ import annotations

from collections.abc import Sequence

from cityties.reading.agreement import find_signed
from cityties.reading.commitment import find_commitments
from cityties.reading.day import Day
from cityties.reading.draft import Article, Fact
from cityties.reading.encounter import find_encounters
from cityties.reading.membership import find_memberships
from cityties.reading.mention import Entities
from cityties.reading.remark import find_remarks
from cityties.reading.scene import Scene
from cityties.reading.sentence import Sentence
from cityties.reading.signing import with_signings
from cityties.reading.surface import Surface
from cityties.reading.tie import find_steps

__all__ = ["find_relations"]


def find_relations(
    article: Article,
    surface: Surface,
    sentences: Sequence[Sentence],
    entities: Entities,
    days: Sequence[Day],
) -> list[Fact]:
    """Find how the entities of an article relate: each fact names them by their ids."""
    scene = Scene.of(article, surface, sentences, entities, days)
    encounters = find_encounters(scene)
    encounters = with_signings(scene, encounters, find_signed(scene, encounters))
    signed = find_signed(scene, encounters)
    steps = find_steps(scene, encounters, signed)
    agreements = [one.fact for one in signed]
    commitments = find_commitments(scene, encounters)
    remarks = find_remarks(scene, steps, encounters)
    return [*encounters, *agreements, *steps, *commitments, *remarks, *find_memberships(scene)]
